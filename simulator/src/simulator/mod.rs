//! The simulator: providers behind one address.

mod builder;
mod error;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use payspec_codegen::Diagnostics;
use payspec_runtime::{Credentials, ProviderRef};
use payspec_table::OrderState;
use tokio::sync::watch;

pub use builder::Builder;
pub use error::{ArmError, PutError};

use crate::server::address::{reachable, root};
use crate::shop::Shop;
use crate::shop::offer;
use crate::shop::shops::Shops;
use crate::{Chance, Exchange, Fault, Merchant, OrderRecord, SimulatedOrder, Times};

/// Providers that answer, behind one address. Dropping it stops them.
///
/// Every provider has one merchant, whose numbers and keys are new each time, unless [`Builder::merchant`] gave others,
/// and no orders but those that [`put`](Self::put) gives it.
#[derive(Debug)]
pub struct Simulator {
    address: SocketAddr,
    shops: Arc<Shops>,
    /// The certificate that clients have to trust, if it answers over TLS.
    root_pem: Option<String>,
    /// Where it is controlled.
    control: Option<SocketAddr>,
    /// Servers end when this is dropped.
    _running: watch::Sender<()>,
}

impl Simulator {
    /// Prepares to simulate these providers, by their tables: the `PROVIDER` of a generated module, or
    /// [`model::Provider::table`](payspec_codegen::model::Provider::table).
    #[expect(clippy::new_ret_no_self, reason = "binding an address comes in between")]
    pub fn new<P: Into<ProviderRef>>(providers: impl IntoIterator<Item = P>) -> Builder {
        Builder::new(providers.into_iter().map(Into::into).collect())
    }

    /// Prepares to simulate the providers of these specifications: files, or folders of `.yaml` and `.yml` files.
    ///
    /// # Errors
    /// Every mistake of every file.
    pub fn from_specs<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> Result<Builder, Diagnostics> {
        let providers = payspec_codegen::load(paths).into_result()?;
        Ok(Self::new(providers.into_iter().map(|provider| provider.table)))
    }

    /// The address that it listens at.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The names of the providers, sorted.
    pub fn providers(&self) -> impl Iterator<Item = &str> {
        self.shops.names()
    }

    /// The root URL of a provider, to be used in the place of its environments'. `None` if it is not simulated. Where every
    /// address of the machine is listened at, it has the loopback one.
    #[must_use]
    pub fn url(&self, provider: &str) -> Option<String> {
        let root = root(self.root_pem.as_deref(), self.address);
        self.shops.get(provider).map(|_| format!("{root}/{provider}"))
    }

    /// The page that shows and controls it, with [`Builder::control`]: `http://127.0.0.1:7001/`. The JSON API is below
    /// `api/`; the foot of the page lists it.
    #[must_use]
    pub fn control_url(&self) -> Option<String> {
        self.control.map(|address| format!("http://{}/", reachable(address)))
    }

    /// The certificate that clients have to trust, as PEM: for `Client::root_certificate_pem`, or a file. `None` without
    /// [`Builder::tls`].
    #[must_use]
    pub fn root_certificate_pem(&self) -> Option<&str> {
        self.root_pem.as_deref()
    }

    /// What a client of a provider needs: of its first merchant. `None` if the provider is not simulated, or the
    /// operating system gave no random bytes for keys.
    ///
    /// RSA keys are made on first use, which takes a moment. They have 1024 bits and are good for nothing else.
    #[must_use]
    pub fn credentials(&self, provider: &str) -> Option<Credentials> {
        self.shops.get(provider)?.accounts().ok()?.first().map(|account| account.client.clone())
    }

    /// The same as texts, to print them or to write a configuration.
    #[must_use]
    pub fn merchant(&self, provider: &str) -> Option<&Merchant> {
        self.merchants(provider).next()
    }

    /// The merchants of a provider, as texts: at least one, if it is simulated.
    pub fn merchants(&self, provider: &str) -> impl Iterator<Item = &Merchant> {
        let accounts = self.shops.get(provider).and_then(|shop| shop.accounts().ok());
        accounts.unwrap_or_default().iter().map(|account| &account.merchant)
    }

    /// Gives a provider an order; one with the same merchant's order number is replaced. All merchants of the provider
    /// may ask about it.
    ///
    /// Neither its states nor the length of its number are checked: [`states`](Self::states) and
    /// [`longest_order_no`](Self::longest_order_no) tell what the provider can do. Scripts and the control interface refuse what
    /// it cannot.
    ///
    /// # Errors
    /// If the provider is not simulated, or another order has the same provider's order number; then nothing changes.
    pub fn put(&self, provider: &str, order: SimulatedOrder) -> Result<(), PutError> {
        self.shops.get(provider).ok_or(PutError::NoProvider)?.put(order)
    }

    /// How many characters a merchant's order number has at most, so that every question about one order has room for it;
    /// `None` if there is no limit, or the provider is not simulated.
    #[must_use]
    pub fn longest_order_no(&self, provider: &str) -> Option<usize> {
        offer::longest_order_no(self.shops.get(provider)?.provider())
    }

    /// The states that a provider has codes for, in the order of [`OrderState::ALL`]; none if it is not simulated. An order
    /// in another state is answered with a code that nobody lists, which clients read as [`OrderState::Unknown`]; scripts
    /// and the control interface refuse such a state, unless it is that one.
    #[must_use]
    pub fn states(&self, provider: &str) -> Vec<OrderState> {
        self.shops.get(provider).map(|shop| offer::states(shop.provider())).unwrap_or_default()
    }

    /// An order by the merchant's number, as it is now.
    #[must_use]
    pub fn order(&self, provider: &str, merchant_order_no: &str) -> Option<OrderRecord> {
        self.shops.get(provider)?.order(merchant_order_no)
    }

    /// The orders of a provider as they are now, by the merchant's numbers.
    #[must_use]
    pub fn orders(&self, provider: &str) -> Vec<OrderRecord> {
        self.shops.get(provider).map(Shop::orders_now).unwrap_or_default()
    }

    /// Takes an order away. False if there was none.
    pub fn remove(&self, provider: &str, merchant_order_no: &str) -> bool {
        self.shops.get(provider).is_some_and(|shop| shop.remove(merchant_order_no))
    }

    /// Sets the state of an order; the rest of its life is forgotten. One that is pending again was not paid: the moment at
    /// which it was is forgotten too. False if there is no such order. The state need not be one of
    /// [`states`](Self::states).
    #[must_use = "false means that there is no such order"]
    pub fn set_state(&self, provider: &str, merchant_order_no: &str, state: OrderState) -> bool {
        self.shops.get(provider).is_some_and(|shop| shop.set_state(merchant_order_no, state))
    }

    /// Lets a fault wait for questions about an order. It strikes answers that have room for it; faults that were armed
    /// before strike first.
    ///
    /// # Errors
    /// If there is no such order, or if no operation of the provider has room for such a fault.
    pub fn arm(
        &self,
        provider: &str,
        merchant_order_no: &str,
        fault: Fault,
        times: Times,
    ) -> Result<(), ArmError> {
        self.shops.get(provider).ok_or(ArmError::NoProvider)?.arm(merchant_order_no, fault, times)
    }

    /// The faults that a provider's replies have room for, in the order of [`Fault::ALL`]; none if there is no such
    /// provider.
    #[must_use]
    pub fn faults(&self, provider: &str) -> Vec<Fault> {
        self.shops.get(provider).map(Shop::faults).unwrap_or_default()
    }

    /// Takes back the faults that wait for an order. False if there is no such order.
    #[must_use = "false means that there is no such order"]
    pub fn disarm(&self, provider: &str, merchant_order_no: &str) -> bool {
        self.shops.get(provider).is_some_and(|shop| shop.disarm(merchant_order_no))
    }

    /// Lets faults strike answers of a provider by chance; `None` ends that. Faults that are armed come first. False if
    /// there is no such provider.
    #[must_use = "false means that there is no such provider"]
    pub fn chance(&self, provider: &str, chance: Option<Chance>) -> bool {
        let shop = self.shops.get(provider);
        if let Some(shop) = shop {
            shop.set_chance(chance);
        }
        shop.is_some()
    }

    /// What was asked and answered, the oldest first: the last 1,000, unless [`Builder::remember`] says otherwise.
    #[must_use]
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.shops.exchanges()
    }

    /// Waits until there are exchanges after the one of this number, and tells those of them that are remembered, the
    /// oldest first: with the number of the last one that was seen, none is missed while it waits, and 0 is before all.
    pub async fn exchanges_after(&self, number: u64) -> Vec<Exchange> {
        self.shops.exchanges_after(number).await
    }

    /// How many exchanges there were, those that are forgotten too.
    #[must_use]
    pub fn exchange_count(&self) -> u64 {
        self.shops.count()
    }

    /// Forgets what was asked and answered. Exchanges that follow are numbered on.
    pub fn forget_exchanges(&self) {
        self.shops.forget_exchanges();
    }
}
