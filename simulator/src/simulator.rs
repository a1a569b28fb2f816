//! The simulator: providers behind one address.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use payspec_codegen::Diagnostics;
use payspec_runtime::{Credentials, ProviderRef};
use tokio::net::{TcpListener, lookup_host};
use tokio::sync::oneshot;

use crate::server::{self, Shops};
use crate::{Exchange, Merchant, SimulatedOrder};

/// Providers that answer, behind one address. Dropping it stops them.
///
/// Every provider has one merchant, whose numbers and keys are new each time, and no orders but those that
/// [`put`](Self::put) gives it.
#[derive(Debug)]
pub struct Simulator {
    address: SocketAddr,
    shops: Arc<Shops>,
    /// The server ends when this is dropped.
    _running: oneshot::Sender<()>,
}

impl Simulator {
    /// Prepares to simulate these providers, by their tables: the `PROVIDER` of a generated module, or
    /// [`model::Provider::table`](payspec_codegen::model::Provider::table).
    #[expect(clippy::new_ret_no_self, reason = "binding an address comes in between")]
    pub fn new<P: Into<ProviderRef>>(providers: impl IntoIterator<Item = P>) -> Builder {
        Builder { shops: Shops::new(providers.into_iter().map(Into::into)), reach: Reach::Loopback }
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

    /// The root URL of a provider, to be used in the place of its environments'. `None` if it is not simulated.
    #[must_use]
    pub fn url(&self, provider: &str) -> Option<String> {
        self.shops.get(provider).map(|_| format!("http://{}/{provider}", self.address))
    }

    /// What a client of a provider needs. `None` if the provider is not simulated, or the operating system gave no
    /// random bytes for keys.
    ///
    /// RSA keys are made on first use, which takes a moment. They have 1024 bits and are good for nothing else.
    #[must_use]
    pub fn credentials(&self, provider: &str) -> Option<Credentials> {
        self.shops.get(provider)?.account().ok().map(|account| account.client.clone())
    }

    /// The same as texts, to print them or to write a configuration.
    #[must_use]
    pub fn merchant(&self, provider: &str) -> Option<&Merchant> {
        self.shops.get(provider)?.account().ok().map(|account| &account.merchant)
    }

    /// Gives a provider an order; one with the same merchant's order number is replaced. False if there is no such
    /// provider.
    pub fn put(&self, provider: &str, order: SimulatedOrder) -> bool {
        let shop = self.shops.get(provider);
        if let Some(shop) = shop {
            shop.put(order);
        }
        shop.is_some()
    }

    /// What was asked and answered, the oldest first: the last 1,000.
    #[must_use]
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.shops.exchanges()
    }
}

/// Providers that are about to answer.
#[derive(Debug)]
pub struct Builder {
    shops: Shops,
    reach: Reach,
}

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Loopback,
    Anybody,
}

impl Builder {
    /// Allows addresses that other machines can reach.
    ///
    /// Everybody who reaches it can then ask; it speaks plain http and knows orders that were never paid for.
    #[must_use]
    pub fn beyond_loopback(mut self) -> Self {
        self.reach = Reach::Anybody;
        self
    }

    /// Listens at an address such as `127.0.0.1:0`, where 0 takes any free port, and answers until the simulator is
    /// dropped.
    ///
    /// It answers on the tokio runtime that it is called on.
    ///
    /// # Errors
    /// If the address cannot be bound; [`io::ErrorKind::PermissionDenied`] if others could reach it and
    /// [`beyond_loopback`](Self::beyond_loopback) was not called.
    pub async fn bind(self, address: &str) -> io::Result<Simulator> {
        let addresses: Vec<SocketAddr> = lookup_host(address).await?.collect();
        if self.reach == Reach::Loopback && addresses.iter().any(|address| !address.ip().is_loopback()) {
            let words = "the address is not loopback; others could ask the simulator";
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, words));
        }
        let listener = TcpListener::bind(&*addresses).await?;
        let address = listener.local_addr()?;
        let (running, stopped) = oneshot::channel();
        let shops = Arc::new(self.shops);
        tokio::spawn(server::serve(listener, Arc::clone(&shops), stopped));
        Ok(Simulator { address, shops, _running: running })
    }
}
