//! A payment provider that answers, made at run time from its specification: for tests, and to try a client before a
//! provider has handed out its keys.
//!
//! ```no_run
//! use payspec_runtime::{Client, Fen, OrderKey, OrderQuery, OrderState, ProviderRef};
//! use payspec_simulator::{SimulatedOrder, Simulator};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let providers = payspec_codegen::load(["specs"]).into_result().map_err(|mistakes| mistakes.to_string())?;
//! let table = providers.iter().find(|provider| provider.name() == "acme_pay").ok_or("no such provider")?.table.clone();
//! let simulator = Simulator::new(providers).bind("127.0.0.1:0").await?;
//! simulator.put("acme_pay", SimulatedOrder::new("JD1").state(OrderState::Paid).amount(Fen::new(58)));
//!
//! let url = simulator.url("acme_pay").ok_or("no such provider")?;
//! let credentials = simulator.credentials("acme_pay").ok_or("no such provider")?;
//! let client = Client::new(ProviderRef::from(table), url, credentials);
//! let order = OrderQuery::query_order(&client, OrderKey::Merchant("JD1".into())).await?;
//! assert_eq!(order.state, OrderState::Paid);
//! # Ok(()) }
//! ```
//!
//! It works on the tables alone, with the engine that clients stand on, so that it reads, verifies, signs and writes
//! what they do; where a specification is wrong about its provider, so is the simulator. A question becomes an answer in
//! steps, each in a module of its own:
//!
//! HTTP (`server`) → which operation, which fields (`question`) → what is wrong with it (`objection`) → what the reply
//! has to say (`plan`, from `tiers` and the order) → every field of the reply (`draft`, `filler`) → signed bytes (`seal`).
//!
//! Architecture invariant: nothing here knows a provider by name, and everything before `server` and after it does no
//! I/O.

mod answer;
mod draft;
mod exchange;
mod filler;
mod merchant;
mod objection;
mod order;
mod plan;
mod question;
mod seal;
mod server;
mod shop;
mod simulator;
mod tiers;
mod values;

pub use exchange::{Exchange, Verdict};
pub use merchant::Merchant;
pub use order::SimulatedOrder;
pub use simulator::{Builder, Simulator};
