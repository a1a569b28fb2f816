//! Typed clients that ask Chinese payment aggregators what became of an order.
//!
//! Each provider is a module, made at build time from a specification (YAML), and a cargo feature of the same name; all
//! are on by default.
//!
//! ```no_run
//! use payspec::OrderState;
//! use payspec::leshua::{Client, Credentials, Environment, QueryStatus};
//!
//! # async fn example() -> Result<(), payspec::Error> {
//! let credentials = Credentials::new("0000000018", std::env::var("LESHUA_KEY").unwrap_or_default());
//! let leshua = Client::new(Environment::Production, credentials);
//!
//! let reply = leshua.query_status(QueryStatus::by_third_order_id("JD201909250317100002")).await?;
//! match reply.state() {
//!     OrderState::Paid => println!("paid: {:?}", reply.order().amount),
//!     OrderState::Pending | OrderState::Unknown => println!("ask again later"),
//!     state => println!("not paid: {state}"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What you can rely on
//!
//! - A request is checked whole before anything is sent: all violations at once.
//! - A reply is verified over what was received, then decoded, then decided. Nothing of a message whose signature was not
//!   verified reaches you as a state, an amount or a code.
//! - A reply about another order or another merchant is [`Error::Mismatch`], wherever the provider's reply tells.
//! - Only an authentic state that the specification lists decides. Everything else is [`OrderState::Unknown`], and neither
//!   that nor an [`Error`] ever means that a payment failed.
//! - Money is an integer number of [`Fen`] with its currency; times are [`ChinaTime`], at +08:00.
//! - Keys are zeroed when dropped and appear in no `Debug`, `Display`, log or error.
//!
//! # Features
//!
//! One per provider; `reqwest` (default): the HTTP client; `blocking`: clients for programs without an async runtime;
//! `serde`: `Serialize` for orders.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

pub use payspec_runtime::*;

payspec_runtime::include_providers!();
