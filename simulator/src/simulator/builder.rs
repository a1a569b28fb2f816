//! Providers that are about to answer.

use std::collections::BTreeSet;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use payspec_runtime::ProviderRef;
use tokio::net::{TcpListener, lookup_host};
use tokio::sync::watch;

use super::Simulator;
use crate::control::{self, Control, Guard, Reach};
use crate::script::words::unknown;
use crate::server;
use crate::server::address::root;
use crate::server::tls::Identity;
use crate::shop::shops::{Pace, Shops};
use crate::{Merchant, Script, ScriptError};

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
    pub(super) fn new(providers: Vec<ProviderRef>) -> Self {
        let mut names = BTreeSet::new();
        let twice = providers.iter().find(|provider| !names.insert(provider.name.to_string()));
        let mistake = twice.map(|provider| format!("two providers are called `{}`", provider.name));
        Self {
            shops: Shops::new(providers),
            mistake,
            reach: Reach::Loopback,
            scheme: Scheme::Http,
            control: None,
        }
    }

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
            if let Some(mistake) = crate::shop::offer::undecided(shop.provider()) {
                return Err(io::Error::new(io::ErrorKind::InvalidInput, mistake));
            }
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
