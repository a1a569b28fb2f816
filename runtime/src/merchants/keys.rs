//! The keys of many merchants, each parsed once.

use std::collections::{HashMap, HashSet};
use std::num::NonZeroUsize;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use payspec_table::CredentialKind;

use super::ConfigError;
use super::given::Contents;
use super::plan::{Fingerprint, Plan, Planned};
use crate::{PrivateKey, PublicKey, Secret};

/// Texts and keys, by the fingerprints of what they were read from: merchants whose keys are the same share them.
#[derive(Default)]
pub(super) struct Keys {
    texts: HashMap<Fingerprint, Secret>,
    private: HashMap<Fingerprint, PrivateKey>,
    public: HashMap<Fingerprint, PublicKey>,
}

/// What was read.
enum Key {
    Text(Secret),
    Private(PrivateKey),
    Public(PublicKey),
}

/// So many keys are parsed before it is worth another thread.
const WORTH_A_THREAD: usize = 64;

/// Parses the keys of these merchants, on several threads if there are many.
///
/// # Errors
/// The first key that cannot be used.
pub(super) fn parse<'p, 'c: 'p>(plans: impl IntoIterator<Item = &'p Plan<'c>>) -> Result<Keys, ConfigError> {
    let mut seen = HashSet::new();
    let jobs: Vec<&Planned<'c>> = plans
        .into_iter()
        .flat_map(Plan::credentials)
        .filter(|planned| seen.insert((form(planned.kind), planned.fingerprint)))
        .collect();
    drop(seen);
    let mut keys = Keys::default();
    for (planned, key) in jobs.iter().zip(all(&jobs)) {
        let fingerprint = planned.fingerprint;
        match key? {
            Key::Text(text) => drop(keys.texts.insert(fingerprint, text)),
            Key::Private(key) => drop(keys.private.insert(fingerprint, key)),
            Key::Public(key) => drop(keys.public.insert(fingerprint, key)),
        }
    }
    Ok(keys)
}

impl Keys {
    pub(super) fn text(&self, fingerprint: &Fingerprint) -> Option<&Secret> {
        self.texts.get(fingerprint)
    }

    pub(super) fn private(&self, fingerprint: &Fingerprint) -> Option<&PrivateKey> {
        self.private.get(fingerprint)
    }

    pub(super) fn public(&self, fingerprint: &Fingerprint) -> Option<&PublicKey> {
        self.public.get(fingerprint)
    }
}

/// What the same contents are read as.
const fn form(kind: CredentialKind) -> u8 {
    match kind {
        CredentialKind::Text | CredentialKind::Secret => 0,
        CredentialKind::PrivateKey => 1,
        CredentialKind::PublicKey => 2,
    }
}

/// Everything that comes of these jobs, in their order.
fn all(jobs: &[&Planned<'_>]) -> Vec<Result<Key, ConfigError>> {
    let results: Vec<OnceLock<_>> = jobs.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some((job, result)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            jobs.get(index).zip(results.get(index))
        } {
            result.get_or_init(|| one(job));
        }
    };
    let processors = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let more = (jobs.len() / WORTH_A_THREAD).min(processors.saturating_sub(1));
    thread::scope(|scope| {
        for _ in 0..more {
            // Without another thread this one does it all.
            let _ = thread::Builder::new().spawn_scoped(scope, work);
        }
        work();
    });
    results.into_iter().filter_map(OnceLock::into_inner).collect()
}

fn one(planned: &Planned<'_>) -> Result<Key, ConfigError> {
    let Planned { kind, value, contents, .. } = planned;
    match (kind, contents) {
        (CredentialKind::Text | CredentialKind::Secret, Contents::Text(text)) => Ok(Key::Text(text.clone())),
        (CredentialKind::Text | CredentialKind::Secret, Contents::File(_)) => value.text().map(Key::Text),
        (CredentialKind::PrivateKey, _) => {
            PrivateKey::parse(contents.bytes()).map(Key::Private).map_err(|error| value.bad_key(error))
        }
        (CredentialKind::PublicKey, _) => {
            PublicKey::parse(contents.bytes()).map(Key::Public).map_err(|error| value.bad_key(error))
        }
    }
}
