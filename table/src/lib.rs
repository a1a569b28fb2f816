//! What a payment provider is, as plain tables.
//!
//! A table holds every fact that the engine in `payspec-runtime` works on: fields, code tables, signature rules,
//! decisions. Generated crates contain them as `static`s, made with the `const` constructors here; tools that read a
//! specification at run time hold the same types with owned contents. Nothing in this crate does anything; [`near`],
//! which knows words alone, is here because all others can reach it.
//!
//! Tables grow with the language, and an engine must know every kind of thing that they can say: a `match` over them has no
//! arm for "something else", so that nothing is silently ignored. The crates of payspec therefore depend on one another in
//! exactly the same version.
//!
//! Names of fields, codes and headers are those on the wire. A [`Path`] names a place in a message by
//! the wire names from its top; the segment [`EACH`] stands for every element of a list.

mod code;
mod collections;
mod decision;
mod field;
pub mod near;
mod operation;
mod provider;
mod signing;

pub use code::{Advice, Code, CodeTable, OrderState, Reason};
pub use collections::{EACH, List, Names, Path, Str};
pub use decision::{Condition, Decision, Expected, Identity, Role, Test, Tier, TierName, ViewEntry};
pub use field::{
    Field, Group, GroupRule, Item, Kind, Length, LengthUnit, MoneyUnit, Presence, Source, Written,
};
pub use operation::{Encoding, Header, Method, Operation, Polling, Purpose, RequestTable, ResponseTable};
pub use provider::{Credential, CredentialKind, Environment, Provider};
pub use signing::{
    Algorithm, DigestEncoding, Nested, Order, Over, Part, Placement, Signing, Skip, Template, Verification,
};
