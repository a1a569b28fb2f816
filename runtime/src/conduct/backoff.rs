//! Pauses that grow, and chance, so that clients which failed together do not come back together.

use std::time::Duration;

/// Pauses that double from a first to a longest one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Backoff {
    first: Duration,
    longest: Duration,
}

impl Backoff {
    /// A first pause that is longer than the longest is cut to it.
    pub(crate) const fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest }
    }

    /// The pause of this number, from 0.
    pub(crate) fn pause(&self, number: u32) -> Duration {
        let times = 1_u32.checked_shl(number).unwrap_or(u32::MAX);
        self.first.saturating_mul(times).min(self.longest)
    }
}

/// A time between two, both included, each as likely as the others.
pub(crate) fn between(shortest: Duration, longest: Duration) -> Duration {
    let span = longest.saturating_sub(shortest).as_nanos();
    // Chance need not be good here; without any it is the middle.
    let chance = u128::from(getrandom::u32().unwrap_or(u32::MAX / 2));
    let part = span.saturating_mul(chance) / u128::from(u32::MAX);
    shortest.saturating_add(Duration::from_nanos(u64::try_from(part).unwrap_or(u64::MAX)))
}
