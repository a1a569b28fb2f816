//! Many merchants in one process.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

#[cfg(feature = "config")]
mod config_error;
#[cfg(feature = "config")]
mod configuration;
#[cfg(feature = "config")]
mod entry;
#[cfg(feature = "config")]
mod files;
#[cfg(feature = "config")]
mod given;
#[cfg(feature = "config")]
mod keys;
#[cfg(feature = "config")]
mod name;
#[cfg(feature = "config")]
mod nodes;
#[cfg(feature = "config")]
mod opening;
#[cfg(feature = "config")]
mod plan;
#[cfg(feature = "config")]
mod reload;
#[cfg(feature = "config")]
mod settings;
#[cfg(feature = "config")]
mod shared;

#[cfg(test)]
#[cfg(feature = "config")]
mod tests;

#[cfg(feature = "config")]
pub use config_error::ConfigError;
#[cfg(feature = "config")]
pub use configuration::{Configuration, connect};
#[cfg(feature = "config")]
pub use entry::Entry;
#[cfg(feature = "config")]
pub use given::{Given, Value};
#[cfg(feature = "config")]
pub use opening::MerchantsBuilder;
#[cfg(feature = "config")]
pub use reload::Reloaded;

use crate::Client;

/// Many merchants in one process, by names of their own: of any providers, with a client each.
///
/// It is filled in code with [`insert`](Self::insert), or read from a file. Cloning is cheap and shares it; every
/// method can be called from any thread at any time. `Debug` shows names.
#[derive(Clone, Default)]
pub struct Merchants {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    /// Locked for no longer than it takes to look something up, or to put something in its place.
    held: RwLock<Held>,
    /// What they were opened from.
    #[cfg(feature = "config")]
    origin: Option<opening::Origin>,
}

type Held = BTreeMap<Arc<str>, Merchant>;

#[derive(Clone)]
struct Merchant {
    client: Client,
    /// What it was made from; `None` if it was put in by hand.
    #[cfg(feature = "config")]
    made_from: Option<plan::MadeFrom>,
}

impl Merchants {
    /// No merchants.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a merchant in, in the place of one of the same name, which is returned. It stays as it is when the file is
    /// read again.
    pub fn insert(&self, name: impl Into<Arc<str>>, client: Client) -> Option<Client> {
        let merchant = Merchant {
            client,
            #[cfg(feature = "config")]
            made_from: None,
        };
        self.write(|held| held.insert(name.into(), merchant)).map(|old| old.client)
    }

    /// Takes a merchant out. Queries that are under way go on with the client that they have.
    pub fn remove(&self, name: &str) -> Option<Client> {
        self.write(|held| held.remove(name)).map(|old| old.client)
    }

    /// The client of a merchant. It is a cheap clone, and it stays what it is: ask for it again with each query, rather
    /// than keep it, to notice that the merchant was changed.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Client> {
        self.read(|held| held.get(name).map(|merchant| merchant.client.clone()))
    }

    /// The names, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<Arc<str>> {
        self.read(|held| held.keys().cloned().collect())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.read(BTreeMap::len)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn read<T>(&self, look: impl FnOnce(&Held) -> T) -> T {
        look(&self.inner.held.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<T>(&self, change: impl FnOnce(&mut Held) -> T) -> T {
        change(&mut self.inner.held.write().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for Merchants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.read(|held| f.debug_set().entries(held.keys()).finish())
    }
}
