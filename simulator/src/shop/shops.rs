//! The simulated providers, and what happened.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use payspec_runtime::ProviderRef;
use tokio::sync::watch;

use crate::exchange::veil::Veil;
use crate::question::Asked;
use crate::reply::delivery::Parcel;
use crate::shop::Shop;
use crate::{Exchange, Shown, Verdict};

/// The simulated providers, and what happened.
#[derive(Debug)]
pub(crate) struct Shops {
    pub(crate) by_name: BTreeMap<String, Shop>,
    pub(crate) settings: Settings,
    journal: Mutex<Journal>,
    /// How many exchanges there were, for those who wait for the next.
    count: watch::Sender<u64>,
}

/// What holds for all of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    /// How long an answer takes that is slow.
    pub(crate) slowness: Duration,
    /// How many exchanges are remembered.
    pub(crate) remembered: usize,
    /// What faults by chance depend on.
    pub(crate) seed: u64,
    /// Whether questions that come faster than the specification allows are refused.
    pub(crate) pace: Pace,
}

/// What becomes of questions about one order that come faster than the specification allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    /// They are answered.
    Free,
    /// They are refused as too often.
    AsDocumented,
}

impl Default for Settings {
    fn default() -> Self {
        Self { slowness: Duration::from_secs(5), remembered: 1_000, seed: 1, pace: Pace::Free }
    }
}

#[derive(Debug, Default)]
struct Journal {
    exchanges: VecDeque<Exchange>,
    /// How many there were.
    count: u64,
}

impl Shops {
    pub(crate) fn new(providers: impl IntoIterator<Item = ProviderRef>) -> Self {
        let by_name = providers.into_iter().map(|provider| (provider.name.to_string(), Shop::new(provider)));
        Self {
            by_name: by_name.collect(),
            settings: Settings::default(),
            journal: Mutex::default(),
            count: watch::Sender::new(0),
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Shop> {
        self.by_name.get(name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// What is remembered, the oldest first.
    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        self.journal().exchanges.iter().cloned().collect()
    }

    /// What is remembered after a number, once there is something.
    pub(crate) async fn exchanges_after(&self, mut number: u64) -> Vec<Exchange> {
        let mut count = self.count.subscribe();
        // The sender lives as long as this borrow of it.
        while count.wait_for(|count| *count > number).await.is_ok() {
            let journal = self.journal();
            let after: Vec<Exchange> =
                journal.exchanges.iter().filter(|exchange| exchange.number > number).cloned().collect();
            if !after.is_empty() {
                return after;
            }
            // They were forgotten before they were looked at.
            number = journal.count;
        }
        Vec::new()
    }

    /// How many of the remembered exchanges are wanted, and the newest of them, the newest first.
    pub(crate) fn newest(&self, most: usize, wanted: impl Fn(&Exchange) -> bool) -> (usize, Vec<Exchange>) {
        let journal = self.journal();
        let found: Vec<&Exchange> =
            journal.exchanges.iter().rev().filter(|exchange| wanted(exchange)).collect();
        (found.len(), found.into_iter().take(most).cloned().collect())
    }

    /// How many exchanges there were, those that are forgotten too.
    pub(crate) fn count(&self) -> u64 {
        self.journal().count
    }

    pub(crate) fn forget_exchanges(&self) {
        self.journal().exchanges.clear();
    }

    /// Answers a request that is no question to a provider, and remembers it.
    pub(crate) fn no_question(
        &self,
        status: u16,
        why: String,
        provider: Option<&str>,
        asked: &Asked,
    ) -> Parcel {
        let parcel = Parcel::plain(status, &why);
        // Whoever errs in the URL may send the key of any.
        let veil = Veil::new(self.by_name.values().flat_map(Shop::secrets));
        let mut exchange = Exchange::begun(provider);
        exchange.verdict = Verdict::NoQuestion { status, why: veil.over(why) };
        exchange.request = Shown::request(asked, &veil);
        exchange.answer = Shown::answer(&parcel, &veil);
        self.remember(exchange);
        parcel
    }

    /// Remembers an exchange and gives it its number.
    pub(crate) fn remember(&self, mut exchange: Exchange) {
        let mut journal = self.journal();
        journal.count += 1;
        exchange.number = journal.count;
        while journal.exchanges.len() >= self.settings.remembered.max(1) {
            journal.exchanges.pop_front();
        }
        if self.settings.remembered > 0 {
            journal.exchanges.push_back(exchange);
        }
        self.count.send_replace(journal.count);
    }

    fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
