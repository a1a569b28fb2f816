//! Opening the merchants of a configuration.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock};

use super::name::Name;
use super::plan::Plan;
use super::shared::Shared;
use super::{ConfigError, Configuration, Entry, Held, Inner, Merchant, Merchants, keys};
use crate::{Client, ProviderRef};

/// What merchants were opened from.
pub(super) struct Origin {
    /// The file; `None` for a text.
    pub(super) path: Option<PathBuf>,
    /// Held as long as they are opened again.
    pub(super) opening: Mutex<Opening>,
}

/// What opens merchants, the first time and again.
pub(super) struct Opening {
    providers: Vec<ProviderRef>,
    change: Option<Change>,
    shared: Shared,
}

/// What is done to every client.
type Change = Box<dyn Fn(Client) -> Client + Send + Sync>;

impl Merchants {
    /// Opens the merchants of a file; [`Configuration`] says what stands in it. The providers are the `PROVIDERS` of a
    /// generated crate, or any tables.
    ///
    /// Each merchant keeps to limits of its own: those of the provider's document, unless the file says otherwise.
    /// Merchants of one provider at one URL share a [`Circuit`](crate::Circuit) and the [`Budget`](crate::Budget) of
    /// [`Retries::standard`](crate::Retries::standard), and all share one pool of connections; those that trust a root of
    /// their own share all of that with those that trust the same one. Keys are parsed here, on several threads if there
    /// are many, and the same key is parsed once.
    ///
    /// Reading and parsing takes its time: in an async program it belongs into `spawn_blocking`. A file with a secret
    /// in it that everybody on this machine can read is warned of, by `tracing`.
    ///
    /// # Errors
    /// When the configuration cannot be read, is not what it must be, names a provider that is not among these, lacks a
    /// credential, or names a file or a key that cannot be used. It tells the first mistake that it meets.
    pub fn from_file<P: Into<ProviderRef>>(
        path: impl AsRef<Path>,
        providers: impl IntoIterator<Item = P>,
    ) -> Result<Self, ConfigError> {
        Self::builder(providers).from_file(path)
    }

    /// The same from a text. Relative paths in it start from the folder. It cannot be read again.
    ///
    /// # Errors
    /// As [`from_file`](Self::from_file).
    pub fn from_toml<P: Into<ProviderRef>>(
        text: &str,
        folder: impl AsRef<Path>,
        providers: impl IntoIterator<Item = P>,
    ) -> Result<Self, ConfigError> {
        Self::builder(providers).from_toml(text, folder)
    }

    /// Prepares to open merchants whose clients need more than a file can say.
    pub fn builder<P: Into<ProviderRef>>(providers: impl IntoIterator<Item = P>) -> MerchantsBuilder {
        let providers = providers.into_iter().map(Into::into).collect();
        MerchantsBuilder { opening: Opening { providers, change: None, shared: Shared::default() } }
    }
}

/// Merchants that are about to be opened.
#[must_use]
pub struct MerchantsBuilder {
    opening: Opening,
}

impl MerchantsBuilder {
    /// Sets what is done to the client of every merchant, now and when the file is read again: an observer, a transport
    /// of the caller's own, other retries. Takes the place of what was set before. Limits that it sets go on when a
    /// merchant is changed, as those of the file do; see [`Merchants::reload`].
    pub fn with(mut self, change: impl Fn(Client) -> Client + Send + Sync + 'static) -> Self {
        self.opening.change = Some(Box::new(change));
        self
    }

    /// Opens the merchants of a file.
    ///
    /// # Errors
    /// As [`Merchants::from_file`].
    pub fn from_file(self, path: impl AsRef<Path>) -> Result<Merchants, ConfigError> {
        let path = path.as_ref();
        self.open(&Configuration::read(path)?, Some(path.to_owned()))
    }

    /// Opens the merchants of a text. Relative paths in it start from the folder.
    ///
    /// # Errors
    /// As [`Merchants::from_toml`].
    pub fn from_toml(self, text: &str, folder: impl AsRef<Path>) -> Result<Merchants, ConfigError> {
        self.open(&Configuration::parse(text, folder)?, None)
    }

    fn open(
        mut self,
        configuration: &Configuration,
        path: Option<PathBuf>,
    ) -> Result<Merchants, ConfigError> {
        let held = RwLock::new(self.opening.open(configuration, &Held::new())?);
        let origin = Origin { path, opening: Mutex::new(self.opening) };
        Ok(Merchants { inner: Arc::new(Inner { held, origin: Some(origin) }) })
    }
}

impl std::fmt::Debug for MerchantsBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MerchantsBuilder").field("providers", &self.opening.providers).finish_non_exhaustive()
    }
}

impl Opening {
    /// Opens all merchants of a configuration. Those of which nothing was changed stay what they were before.
    pub(super) fn open(&mut self, configuration: &Configuration, before: &Held) -> Result<Held, ConfigError> {
        let mut plans = Vec::new();
        for entry in configuration.merchants() {
            let provider = provider(entry, &self.providers)?;
            entry.check_complete(provider)?;
            plans.push(entry.plan(provider.clone())?);
        }
        if plans.iter().any(Plan::has_inline_secrets) {
            configuration.warn_of_secrets();
        }
        let old = |plan: &Plan<'_>| before.get(plan.name());
        let is_same =
            |plan: &Plan<'_>| old(plan).is_some_and(|old| old.made_from.as_ref() == Some(plan.made_from()));
        let keys = keys::parse(plans.iter().filter(|plan| !is_same(plan)))?;
        // From here on nothing fails.
        self.shared.keep(&plans);
        let mut held = Held::new();
        for plan in plans {
            let name = before
                .get_key_value(plan.name())
                .map_or_else(|| plan.name().into(), |(name, _)| Arc::clone(name));
            let merchant = match old(&plan) {
                Some(old) if is_same(&plan) => old.clone(),
                old => self.merchant(plan, &keys, old),
            };
            held.insert(name, merchant);
        }
        Ok(held)
    }

    fn merchant(&mut self, plan: Plan<'_>, keys: &keys::Keys, old: Option<&Merchant>) -> Merchant {
        let made_from = plan.made_from().clone();
        let mut client = plan.client(keys, &mut self.shared);
        if let Some(change) = &self.change {
            client = change(client);
        }
        if let Some(old) = old
            && old.made_from.as_ref().is_some_and(|old| made_from.keeps_limits_of(old))
        {
            // A new key is no reason to ask more often.
            client = client.within_limits_of(&old.client);
        }
        Merchant { client, made_from: Some(made_from) }
    }
}

/// The provider of a merchant.
pub(super) fn provider<'p>(
    entry: Entry<'_>,
    providers: &'p [ProviderRef],
) -> Result<&'p ProviderRef, ConfigError> {
    providers.iter().find(|provider| provider.name == entry.provider()).ok_or_else(|| {
        let known: Vec<&str> = providers.iter().map(|provider| &*provider.name).collect();
        let hint = payspec_table::near::did_you_mean(entry.provider(), known);
        let what = format!("there is no provider {}", Name(entry.provider()));
        entry.wrong(entry.settings.provider.line, what, hint)
    })
}
