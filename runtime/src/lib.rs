//! What generated payment clients stand on, written by hand: the engine that works on the tables of
//! `payspec-table` and knows no provider by name.
//!
//! Data goes one way: typed request → [`Endpoint::prepare`] (checked, signed, encoded) → [`Transport`] →
//! [`Exchange::receive`] (verified, decoded, decided) → [`Reply`] and [`Order`]. Only the transport does I/O.
//!
//! - [`Client`] (and `blocking::Client` behind the feature `blocking`) ties both ends together.
//! - [`Limits`], [`Retries`] and [`Circuit`] say how a client behaves; unless told, one call is one exchange.
//! - [`observe`] shows what happens: spans, observers, counters, transcripts.
//! - [`Merchants`] holds many merchants; the feature `config` reads them from a TOML file.
//! - [`Error`] says what is known after a failure and whether asking again is sensible.
//! - [`DynamicRequest`] asks any operation of any table, also of one that was read at run time.
//! - [`generated`] is what generated modules import; people need not look at it.

pub use payspec_table as table;
pub use payspec_table::{Advice, OrderState, Reason};

mod ambient;
mod assemble;
pub mod canonical;
mod client;
mod code;
pub mod conditions;
mod conduct;
mod credentials;
mod decide;
mod decoder;
mod deviations;
mod dynamic;
mod endpoint;
mod error;
mod exchange;
pub mod generated;
mod identity;
mod input;
mod macros;
mod many;
pub mod merchants;
pub mod observe;
mod order;
mod order_query;
mod patience;
pub mod places;
mod provider;
pub mod reading;
mod refusal;
mod reply;
mod request;
mod signing;
mod transport;
mod unfold;
mod until_final;
mod validate;
mod verify;
mod view;
pub mod wire;

#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "reqwest")]
mod http;
#[cfg(feature = "reqwest")]
mod tls;

pub use ambient::{Ambient, FixedAmbient, RandomError, SystemAmbient};
pub use assemble::with_signature;
pub use client::Client;
pub use code::Code;
pub use conduct::{Budget, Circuit, Limits, Retries};
pub use credentials::{Credentials, CredentialsError};
pub use decoder::{Decode, Decoder, FromField, Value};
pub use deviations::{Departure, Deviation, find as find_deviations};
pub use dynamic::{DynamicRequest, DynamicValue};
pub use endpoint::{Endpoint, PlainHttp, Policy, PublicUrl};
pub use error::{Cause, Direction, Error, Known, Phase, Replies, Retry};
pub use exchange::Exchange;
#[cfg(feature = "reqwest")]
pub use http::HttpTransport;
pub use identity::{Against, Found};
pub use input::{Fields, Input, ToInput};
pub use many::{Answer, BoxedStream, Concurrency};
pub use merchants::Merchants;
#[cfg(feature = "config")]
pub use merchants::{ConfigError, Configuration, MerchantsBuilder, Reloaded, connect};
pub use order::{Channel, Order, TiedBy, VouchedBy};
pub use order_query::{OrderKey, OrderQuery};
pub use patience::Patience;
pub use provider::ProviderRef;
pub use refusal::Refusal;
pub use reply::Reply;
pub use request::{Request, TypedReply};
pub use signing::{SignError, header_value, sign};
pub use transport::{Boxed, Incoming, Outgoing, Transport};
pub use unfold::unfold;
pub use until_final::{Outcome, Unresolved, Why};
pub use validate::{Rule, Violation, Violations};
pub use verify::{Verified, VerifyError, verify};

pub mod digest;
pub mod form;
pub mod json;
mod key;
mod message;
mod money;
mod secret;
mod text;
pub mod time;
pub mod xml;

pub use key::{KeyError, PrivateKey, PublicKey, Signer, SignerError};
pub use message::{Appearance, Builder, Format, MAX_DEPTH, Malformed, Members, Message, Node, NodeKind};
pub use money::{Currency, Fen, Money, MoneyError};
pub use secret::Secret;
pub use text::Text;
pub use time::ChinaTime;
