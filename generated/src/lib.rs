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
//! [`connect`] opens a merchant that stands in a configuration, whoever the provider is; [`Merchants`] holds thousands
//! of them.
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
//! One per provider; `reqwest` (default): the HTTP client; `config` (default): merchants out of a TOML file;
//! `blocking`: clients for programs without an async runtime; `metrics`: an observer that counts with the crate
//! `metrics`, see [`observe`]; `serde`: `Serialize` for orders.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]

pub use payspec_runtime::*;

payspec_runtime::include_providers!();

/// Opens one merchant of a configuration, whoever the provider is; [`Configuration`] says what stands in one, and
/// `payspec simulate --write-config` writes one to try.
///
/// ```
/// # use payspec_simulator::{SimulatedOrder, Simulator};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let simulator = Simulator::new(payspec::PROVIDERS).bind("127.0.0.1:0").await?;
/// # simulator.put("leshua", SimulatedOrder::new("JD1").state(payspec::OrderState::Paid).amount(payspec::Fen::new(5800)))?;
/// # let merchant = simulator.merchant("leshua").ok_or("no merchant")?;
/// # let path = std::env::temp_dir().join(format!("payspec-{}.toml", std::process::id()));
/// # std::fs::write(&path, format!(
/// #     "[merchants.shop-3]\nprovider = \"leshua\"\nurl = \"{}\"\n\
/// #      [merchants.shop-3.credentials]\nmerchant_id = \"{}\"\nkey = \"{}\"\n",
/// #     simulator.url("leshua").ok_or("no URL")?, merchant.texts["merchant_id"], merchant.secrets["key"].expose(),
/// # ))?;
/// use payspec::{OrderKey, OrderState};
///
/// let shop = payspec::connect(&path, "shop-3")?;
/// let order = shop.order_by(OrderKey::Merchant("JD1".to_owned())).await?;
/// assert_eq!(order.state, OrderState::Paid);
/// # std::fs::remove_file(path)?;
/// # Ok(()) }
/// ```
///
/// The keys of other merchants are not looked at. The client keeps to the limits of the provider's document, or of the
/// configuration, and repeats a query whose connection failed. To hold many merchants, and to read them again while
/// they are asked:
///
/// ```no_run
/// # fn example() -> Result<(), payspec::ConfigError> {
/// let merchants = payspec::Merchants::from_file("payspec.toml", payspec::PROVIDERS)?;
/// let shop = merchants.get("shop-3");
/// let reloaded = merchants.reload()?;
/// println!("{} new, {} changed", reloaded.added.len(), reloaded.changed.len());
/// # Ok(()) }
/// ```
///
/// # Errors
/// When the configuration cannot be read, has no such merchant, or one whose credentials are not complete or whose keys
/// cannot be used.
#[cfg(feature = "config")]
#[cfg_attr(docsrs, doc(cfg(feature = "config")))]
pub fn connect(
    path: impl AsRef<std::path::Path>,
    merchant: &str,
) -> Result<Box<dyn OrderQuery>, ConfigError> {
    Ok(Box::new(payspec_runtime::connect(path, merchant, PROVIDERS)?))
}
