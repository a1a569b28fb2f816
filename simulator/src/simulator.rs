//! The simulator: providers behind one address.

use std::collections::BTreeSet;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use payspec_codegen::Diagnostics;
use payspec_runtime::{Credentials, ProviderRef};
use payspec_table::OrderState;
use tokio::net::{TcpListener, lookup_host};
use tokio::sync::watch;

use crate::address::{reachable, root};
use crate::control::{self, Control, Guard, Reach};
use crate::script::words::unknown;
use crate::server;
use crate::shop::Shop;
use crate::shops::{Pace, Shops};
use crate::tls::Identity;
use crate::{
    Chance, Exchange, Fault, Merchant, OrderRecord, Script, ScriptError, SimulatedOrder, Times, offer,
};

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
        let providers: Vec<ProviderRef> = providers.into_iter().map(Into::into).collect();
        let mut names = BTreeSet::new();
        let twice = providers.iter().find(|provider| !names.insert(provider.name.to_string()));
        let mistake = twice.map(|provider| format!("two providers are called `{}`", provider.name));
        Builder {
            shops: Shops::new(providers),
            mistake,
            reach: Reach::Loopback,
            scheme: Scheme::Http,
            control: None,
        }
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

    /// The certificate that clients have to trust, as PEM: for
    /// [`Client::root_certificate_pem`](payspec_runtime::Client::root_certificate_pem), or a file. `None` without
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

/// Why an order cannot be put.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PutError {
    /// The provider is not simulated.
    #[error("no such provider is simulated")]
    NoProvider,
    /// Another order of the provider has this provider's order number.
    #[error(
        "the provider's order number `{number}` is that of the order `{of}` already; remove that one first, or give another"
    )]
    NumberTaken {
        /// The provider's order number.
        number: String,
        /// The merchant's number of the order that has it.
        of: String,
    },
}

/// Why a fault cannot be armed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ArmError {
    /// The provider is not simulated.
    #[error("no such provider is simulated")]
    NoProvider,
    /// There is no such order.
    #[error("no order of this number was put into the simulator")]
    NoOrder,
    /// No reply of the provider has room for the fault.
    #[error("no reply of this provider has room for the fault `{0}`")]
    NoRoom(Fault),
}

/// Providers that are about to answer.
#[derive(Debug)]
pub struct Builder {
    shops: Shops,
    /// The first thing that was asked for and cannot be.
    mistake: Option<String>,
    reach: Reach,
    scheme: Scheme,
    control: Option<String>,
}

/// What it answers over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Http,
    Https,
}

impl Builder {
    /// Allows addresses that other machines can reach.
    ///
    /// Everybody who reaches it can then ask; it knows orders that were never paid for. With [`tls`](Self::tls) clients have to
    /// use the address that is bound: the certificate names that one and loopback, so that `0.0.0.0` serves loopback alone.
    #[must_use]
    pub fn beyond_loopback(mut self) -> Self {
        self.reach = Reach::Anybody;
        self
    }

    /// Answers over TLS alone, with certificates of this one start.
    ///
    /// They are good for `localhost`, the loopback addresses and the address that is bound, and nothing trusts them but
    /// what is given [`Simulator::root_certificate_pem`].
    #[must_use]
    pub fn tls(mut self) -> Self {
        self.scheme = Scheme::Https;
        self
    }

    /// Shows and controls it at a second address, such as `127.0.0.1:0`: a page, and the same as JSON, over plain HTTP.
    ///
    /// Whoever reaches it can set what became of orders. Pages of other sites, in a browser on the same machine, are refused.
    #[must_use]
    pub fn control(mut self, address: &str) -> Self {
        self.control = Some(address.to_owned());
        self
    }

    /// Adds a merchant of a provider. The first takes the place of the one that would be made. If the provider is not
    /// simulated, [`bind`](Self::bind) says so.
    #[must_use]
    pub fn merchant(mut self, provider: &str, merchant: Merchant) -> Self {
        if let Some(shop) = self.shops.by_name.get_mut(provider) {
            shop.add_merchant(merchant);
        } else {
            let words =
                unknown("simulated provider", provider, self.shops.names().collect::<Vec<_>>().into_iter());
            self.mistake.get_or_insert(format!("a merchant: {words}"));
        }
        self
    }

    /// Sets on what faults by chance depend; 1 unless it is set.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.shops.settings.seed = seed;
        self
    }

    /// Sets how long an answer takes that a fault makes slow; 5 seconds unless it is set.
    #[must_use]
    pub fn slowness(mut self, slowness: Duration) -> Self {
        self.shops.settings.slowness = slowness;
        self
    }

    /// Sets how many exchanges are remembered; 1,000 unless it is set.
    #[must_use]
    pub fn remember(mut self, exchanges: usize) -> Self {
        self.shops.settings.remembered = exchanges;
        self
    }

    /// Refuses questions about one order that come faster than the interval that the provider's document asks for.
    #[must_use]
    pub fn enforce_interval(mut self) -> Self {
        self.shops.settings.pace = Pace::AsDocumented;
        self
    }

    /// Gives the providers the orders of a script, with their faults, and takes its settings. The lives of the orders start
    /// now. Where both say something, it takes the place of what was set before, and what is set afterwards takes its.
    ///
    /// # Errors
    /// Where the script names a provider that is not simulated, a state that its provider has no code for, or a fault that
    /// none of its replies has room for.
    pub fn script(mut self, script: &Script) -> Result<Self, ScriptError> {
        script.play(&mut self.shops)?;
        Ok(self)
    }

    /// Listens at an address such as `127.0.0.1:0`, where 0 takes any free port, and answers until the simulator is
    /// dropped.
    ///
    /// It answers on the tokio runtime that it is called on.
    ///
    /// # Errors
    /// If the address cannot be bound, or a certificate cannot be made; [`io::ErrorKind::PermissionDenied`] if others
    /// could reach it and [`beyond_loopback`](Self::beyond_loopback) was not called; [`io::ErrorKind::InvalidInput`] if two
    /// providers have the same name, or a merchant was given a key that is none or is one of a provider that is not simulated.
    pub async fn bind(self, address: &str) -> io::Result<Simulator> {
        if let Some(mistake) = self.mistake {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, mistake));
        }
        let listener = self.listen(address).await?;
        let control = match &self.control {
            Some(asked) => Some((self.listen(asked).await?, asked.clone())),
            None => None,
        };
        for (name, shop) in &self.shops.by_name {
            shop.check_merchants().map_err(|error| {
                io::Error::new(io::ErrorKind::InvalidInput, format!("a merchant of {name}: {error}"))
            })?;
        }
        let address = listener.local_addr()?;
        let (acceptor, root_pem) = match self.scheme {
            Scheme::Http => (None, None),
            Scheme::Https => {
                let Identity { acceptor, root_pem } = Identity::new(address.ip())?;
                (Some(acceptor), Some(root_pem))
            }
        };
        let (running, stopped) = watch::channel(());
        let shops = Arc::new(self.shops);
        let control = match control {
            None => None,
            Some((listener, asked)) => {
                let at = listener.local_addr()?;
                let guard = Guard::new(&asked, at, self.reach);
                let root = root(root_pem.as_deref(), address);
                let control = Control { shops: Arc::clone(&shops), root, guard };
                tokio::spawn(control::serve(listener, control, stopped.clone()));
                Some(at)
            }
        };
        tokio::spawn(server::serve(listener, acceptor, Arc::clone(&shops), stopped));
        Ok(Simulator { address, shops, root_pem, control, _running: running })
    }

    async fn listen(&self, address: &str) -> io::Result<TcpListener> {
        let addresses: Vec<SocketAddr> = lookup_host(address).await?.collect();
        if self.reach == Reach::Loopback && addresses.iter().any(|address| !address.ip().is_loopback()) {
            let words = format!("the address {address} is not loopback; others could ask the simulator");
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, words));
        }
        TcpListener::bind(&*addresses).await
    }
}
