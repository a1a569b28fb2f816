//! A payment provider that answers, made at run time from its specification: for tests, and to try a client before a
//! provider has handed out its keys.
//!
//! ```no_run
//! use std::sync::Arc;
//! use payspec_runtime::{Client, Fen, OrderKey, OrderQuery, OrderState};
//! use payspec_simulator::{SimulatedOrder, Simulator};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let providers = payspec_codegen::load(["specs/acme_pay.yaml"]).into_result()?;
//! let table = Arc::new(providers.into_iter().next().ok_or("no provider")?.table);
//! let simulator = Simulator::new([table.clone()]).bind("127.0.0.1:0").await?;
//! simulator.put("acme_pay", SimulatedOrder::new("JD1").state(OrderState::Paid).amount(Fen::new(58)))?;
//!
//! let url = simulator.url("acme_pay").ok_or("no such provider")?;
//! let credentials = simulator.credentials("acme_pay").ok_or("no such provider")?;
//! let client = Client::new(table, url, credentials);
//! let order = client.order_by(OrderKey::Merchant("JD1".into())).await?;
//! assert_eq!(order.state, OrderState::Paid);
//! # Ok(()) }
//! ```
//!
//! Orders have a life, and their answers go wrong on demand: a [`Fault`] is armed for one order, or strikes any by
//! [`Chance`], the same for the same seed. The record of every [`Exchange`] says what was asked, what a provider would have
//! had against it, and what somebody was told who believed the answer.
//!
//! ```
//! use payspec_runtime::{Client, OrderKey, OrderQuery, OrderState};
//! use payspec_simulator::{After, Fault, SimulatedOrder, Simulator, Times};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let providers = payspec_codegen::load(["../specs"]).into_result()?;
//! # let table = std::sync::Arc::new(providers.into_iter().next().ok_or("no provider")?.table);
//! # let name = &*table.name;
//! let simulator = Simulator::new([table.clone()]).bind("127.0.0.1:0").await?;
//! simulator.put(name, SimulatedOrder::new("JD1").then(After::Queries(2), OrderState::Paid))?;
//! simulator.arm(name, "JD1", Fault::Http502, Times::Count(1))?;
//!
//! let url = simulator.url(name).ok_or("no such provider")?;
//! let client = Client::new(table.clone(), url, simulator.credentials(name).ok_or("no such provider")?);
//! let asked = async || client.order_by(OrderKey::Merchant("JD1".into())).await;
//! assert!(asked().await.is_err(), "a page of HTML, though it counts as asked");
//! assert_eq!(asked().await?.state, OrderState::Pending);
//! assert_eq!(asked().await?.state, OrderState::Paid);
//! # Ok(()) }
//! ```
//!
//! A [`Script`] says the same in YAML ([`Builder::script`]). [`Builder::control`] adds a page that shows orders and exchanges
//! and changes them, and the same as JSON, at an address of its own. With [`Builder::tls`] it answers over TLS alone, with a
//! certificate of this start that clients are given as [`Simulator::root_certificate_pem`].
//!
//! Where the specification lists no code for a reason, the refusal has a failing value of the first tier and says so in its
//! text; where it has no tier at all, the answer is HTTP 500 with words. An operation that asks about no
//! order is checked like every other, and answered with success and the examples of the specification: nothing else is known
//! of it.
//!
//! It works on the tables alone, with the engine that clients stand on, so that it reads, verifies, signs and writes
//! what they do; where a specification is wrong about its provider, so is the simulator. A question becomes an answer in
//! steps, each in a module of its own:
//!
//! HTTP (`server`) → which provider, merchant and order (`shop`, `order`) → which operation, which fields, what is wrong with
//! them (`question`) → what there is to say, every field of it, signed bytes (`reply`), all of it as a `fault` wants it → HTTP.
//!
//! Architecture invariant: nothing here knows a provider by name, and everything before `server` and after it does no
//! I/O.

mod control;
mod exchange;
mod fault;
mod order;
mod question;
mod reply;
mod script;
mod server;
mod shop;
mod simulator;

pub use exchange::{Exchange, Shown, Told, Verdict};
pub use fault::{Armed, Chance, Fault, NoSuchFault, Times};
pub use order::{After, OrderRecord, SimulatedOrder, Step};
pub use script::{ChanceScript, FaultScript, OrderScript, Script, ScriptError};
pub use shop::merchant::Merchant;
pub use simulator::{ArmError, Builder, PutError, Simulator};
