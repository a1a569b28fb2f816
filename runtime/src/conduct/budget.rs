//! How many retries there may be.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many retries there may be for so many queries, so that a provider that is dead or overloaded gets little more
/// than what it was asked anyway: 10 in 100 and a reserve of 10, unless set.
///
/// Each query puts its share of a retry in, each retry takes one out, and no more than the reserve is kept. `n` queries thus
/// never cause more than `n × percent / 100 + reserve` retries. Cloning shares it; clients of one provider should share
/// one.
#[derive(Debug, Clone)]
pub struct Budget {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    percent: u32,
    reserve: u32,
    /// Hundredths of a retry.
    left: AtomicU64,
}

/// A retry in the unit in which is counted.
const RETRY: u64 = 100;

impl Budget {
    /// Ten retries for each hundred queries, and ten in reserve.
    #[must_use]
    pub fn new() -> Self {
        Self::of(10, 10)
    }

    /// Sets how many retries there may be for a hundred queries. Makes a budget of its own, which clones made before do not share.
    #[must_use]
    pub fn percent(self, percent: u32) -> Self {
        Self::of(percent, self.inner.reserve)
    }

    /// Sets how many retries are there at the start, and kept at most; with none there is never one. Makes a budget of its own, which
    /// clones made before do not share.
    #[must_use]
    pub fn reserve(self, retries: u32) -> Self {
        Self::of(self.inner.percent, retries)
    }

    fn of(percent: u32, reserve: u32) -> Self {
        let left = AtomicU64::new(u64::from(reserve) * RETRY);
        Self { inner: Arc::new(Inner { percent, reserve, left }) }
    }

    /// A query begins.
    pub(crate) fn asked(&self) {
        let Inner { percent, reserve, left } = &*self.inner;
        let most = u64::from(*reserve) * RETRY;
        let _ = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
            Some((left + u64::from(*percent)).min(most)).filter(|new| *new != left)
        });
    }

    /// Takes a retry, if there is one.
    pub(crate) fn take(&self) -> bool {
        let take = |left: u64| left.checked_sub(RETRY);
        self.inner.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new()
    }
}
