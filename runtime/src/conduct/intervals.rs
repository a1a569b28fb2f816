//! When each order may be asked about again.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::wait;
use crate::Error;

/// When each order may be asked about again.
///
/// Order numbers are kept as hashes with a secret of their own. Two orders with the same one hold each other up for a while, and
/// nothing worse.
#[derive(Debug, Default)]
pub(super) struct Intervals {
    hasher: RandomState,
    /// Ends of intervals that may be over.
    ends: Mutex<Ends>,
}

#[derive(Debug, Default)]
struct Ends {
    by_order: HashMap<OrderHash, Interval>,
    /// How often intervals were begun.
    begun: u64,
    /// How many there may be before those that are over are thrown away.
    sweep_at: usize,
}

#[derive(Debug, Clone, Copy)]
struct Interval {
    end: Instant,
    by: Begun,
}

/// Who began an interval: an exchange that lasts longer than its own finds that of another in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Begun(u64);

/// An order, as its number hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct OrderHash(u64);

/// Below it, looking through them costs more than keeping them.
const FEW: usize = 256;

impl Intervals {
    /// The hash of an order's number, and of whose number it is.
    pub(super) fn hash(&self, order: impl std::hash::Hash) -> OrderHash {
        OrderHash(self.hasher.hash_one(order))
    }

    /// Waits until these orders may be asked about. Tells whether it had to.
    pub(super) async fn wait(&self, orders: &[OrderHash]) -> Result<bool, Error> {
        let mut waited = false;
        while let Some(end) = self.end(orders) {
            waited = true;
            wait::until(end).await?;
        }
        Ok(waited)
    }

    /// Whether these orders may be asked about now.
    pub(super) fn is_over(&self, orders: &[OrderHash]) -> bool {
        self.end(orders).is_none()
    }

    /// Begins the interval of these orders; `None` if one of them has one that is going on.
    pub(super) fn begin(&self, orders: &[OrderHash], interval: Duration) -> Option<Begun> {
        if orders.is_empty() {
            return Some(Begun(0));
        }
        let now = Instant::now();
        let mut ends = self.lock();
        let going_on = |order| ends.by_order.get(order).is_some_and(|interval| now < interval.end);
        if orders.iter().any(going_on) {
            return None;
        }
        ends.begun = ends.begun.wrapping_add(1);
        let by = Begun(ends.begun);
        ends.set(orders, interval, now, by);
        Some(by)
    }

    /// Begins the interval anew: it is counted from the end of an exchange too, since nobody knows when the provider got
    /// the request.
    pub(super) fn again(&self, orders: &[OrderHash], interval: Duration, by: Begun) {
        self.lock().set(orders, interval, Instant::now(), by);
    }

    /// Nothing was sent about these orders after all, by the one who began the interval.
    pub(super) fn forget(&self, orders: &[OrderHash], by: Begun) {
        let mut ends = self.lock();
        for order in orders {
            if ends.by_order.get(order).is_some_and(|interval| interval.by == by) {
                ends.by_order.remove(order);
            }
        }
    }

    /// When the last of the intervals that are going on ends.
    fn end(&self, orders: &[OrderHash]) -> Option<Instant> {
        if orders.is_empty() {
            return None;
        }
        let now = Instant::now();
        let ends = self.lock();
        let last =
            orders.iter().filter_map(|order| ends.by_order.get(order)).map(|interval| interval.end).max();
        last.filter(|end| now < *end)
    }

    fn lock(&self) -> MutexGuard<'_, Ends> {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.lock().by_order.len()
    }
}

impl Ends {
    fn set(&mut self, orders: &[OrderHash], interval: Duration, now: Instant, by: Begun) {
        let begun = Interval { end: wait::after(now, interval), by };
        for order in orders {
            let known = self.by_order.entry(*order).or_insert(begun);
            if known.end <= begun.end {
                *known = begun;
            }
        }
        if self.by_order.len() > self.sweep_at.max(FEW) {
            self.by_order.retain(|_, interval| now < interval.end);
            self.by_order.shrink_to(FEW.max(self.by_order.len() * 2));
            // Twice as many as are needed: the work of a look through is shared by as many requests.
            self.sweep_at = self.by_order.len() * 2;
        }
    }
}
