//! Turns specifications of payment providers (YAML) into typed Rust clients.
//!
//! A build script calls [`Generator`]; tools that work on specifications at run time call [`load`] and use
//! [`model::Provider::table`] with `payspec-runtime`, the same engine that generated clients stand on.
//!
//! The language is described in `specs/README.md`. Data goes one way: YAML → spec (what an author may write) → check
//! (what he may not) → [`model`] (resolved, complete) → Rust.

mod check;
mod diagnostic;
#[cfg(feature = "toolbox")]
pub mod diff;
#[cfg(feature = "toolbox")]
pub mod document;
#[cfg(feature = "toolbox")]
pub mod drift;
mod emit;
#[cfg(feature = "toolbox")]
pub mod explanation;
mod finding;
mod generator;
#[cfg(feature = "toolbox")]
pub mod import;
mod load;
pub mod model;
mod parallel;
#[cfg(feature = "toolbox")]
pub mod reference;
mod render;
mod reporter;
#[cfg(feature = "toolbox")]
mod restate;
#[cfg(feature = "toolbox")]
pub mod schema;
#[cfg(feature = "toolbox")]
pub mod skeleton;
mod source;
mod spec;
mod syntax;
#[cfg(feature = "toolbox")]
mod yaml;

pub use diagnostic::{Diagnostic, Diagnostics, Elsewhere, FileReport, Rule, Severity};
pub use finding::{Finding, Position, Related};
pub use generator::{Error, Generator, source};
pub use load::{Loaded, load, load_contents, load_text};
pub use source::SourceFile;
pub use suggestion::did_you_mean;

use payspec_table::near as suggestion;
