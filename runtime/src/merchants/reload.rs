//! Reading a configuration again.

use std::sync::{Arc, PoisonError};

use super::opening::Origin;
use super::{ConfigError, Configuration, Held, Merchants};

/// What a configuration that was read again changed. Names are sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reloaded {
    /// Merchants that are new.
    pub added: Vec<Arc<str>>,
    /// Merchants that have a new client.
    pub changed: Vec<Arc<str>>,
    /// Merchants that are gone.
    pub removed: Vec<Arc<str>>,
    /// How many stayed what they were.
    pub unchanged: usize,
}

impl Merchants {
    /// Reads the file again, and the files and variables that it names.
    ///
    /// All or nothing: if anything is wrong, every merchant stays what it was. A merchant of which nothing was changed,
    /// contents of key files included, keeps its client, with all that it remembers. One that was changed gets a new
    /// client, which goes on to keep to the limits of the old one unless they, the provider or the URL were changed.
    /// Queries that are under way end with the client that they have. What was put in by [`insert`](Self::insert)
    /// stays, whatever the file says.
    ///
    /// A file is read as it stands: write a new one and rename it into its place, for a merchant that half a file does not
    /// name is gone, and half a key is another one. A file without the table `merchants` is an error.
    ///
    /// The merchants can be asked for meanwhile. Reading and parsing takes its time: in an async program it belongs into
    /// `spawn_blocking`.
    ///
    /// # Errors
    /// As [`from_file`](Self::from_file); and when they were not opened from a file.
    pub fn reload(&self) -> Result<Reloaded, ConfigError> {
        let Some(Origin { path: Some(path), opening }) = &self.inner.origin else {
            let what = "these merchants were not read from a file, and cannot be read again".to_owned();
            return Err(ConfigError::Configuration { path: None, line: None, what, hint: None });
        };
        // Nobody else reads it again before this is done: the later reading is the one that counts.
        let mut opening = opening.lock().unwrap_or_else(PoisonError::into_inner);
        let configuration = Configuration::read(path)?;
        configuration.check_says_merchants()?;
        let before = self.read(Held::clone);
        let opened = opening.open(&configuration, &before)?;
        drop((before, configuration));
        let (reloaded, old) = self.write(|held| replace(held, opened));
        // Keys are overwritten with zeros while nobody waits.
        drop(old);
        Ok(reloaded)
    }
}

/// Puts the new merchants in the place of the old ones, which it hands back.
fn replace(held: &mut Held, mut opened: Held) -> (Reloaded, Held) {
    let mut reloaded = Reloaded::default();
    for (name, old) in held.iter() {
        match (&old.made_from, opened.get(name)) {
            (None, _) => drop(opened.insert(Arc::clone(name), old.clone())),
            (Some(_), None) => reloaded.removed.push(Arc::clone(name)),
            (Some(_), Some(new)) if new.made_from == old.made_from => reloaded.unchanged += 1,
            (Some(_), Some(_)) => reloaded.changed.push(Arc::clone(name)),
        }
    }
    let added = opened.keys().filter(|name| !held.contains_key(*name));
    reloaded.added = added.cloned().collect();
    (reloaded, std::mem::replace(held, opened))
}
