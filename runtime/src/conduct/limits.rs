//! What a client keeps to, as a caller says it.

use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

use payspec_table::Provider;

use super::Guest;

/// How often and how much a client asks: one merchant at one provider, so that no limit of one merchant holds another up.
///
/// A client with limits waits before it sends. It also backs off alone when the provider refuses because it is asked too
/// often, or answers HTTP 429: for 5 s, doubling to 60 s while that goes on, until it is answered again. The waiting needs a
/// tokio runtime with its clock enabled, and is no part of the time-out of an exchange; dropping the question ends it.
///
/// A question keeps its place among those [in flight](Self::in_flight) until it is answered or dropped. One whose future
/// is put aside and polled no more (in a branch of `select!`, or in a stream while its consumer does something else)
/// keeps it for so long: a client that is asked again there can wait for ever. Spawn such questions. Where only the
/// [rate](Self::per_second) is limited, the others wait no more than some seconds for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    pub(super) per_second: Limit<NonZeroU32>,
    pub(super) in_flight: Limit<NonZeroUsize>,
    pub(super) interval: Limit<Duration>,
}

/// One limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit<T> {
    None,
    /// What the table says, for each operation.
    Documented,
    /// For all operations together.
    Set(T),
}

impl Limits {
    /// No limits, and no waiting, unless they are set.
    #[must_use]
    pub const fn none() -> Self {
        Self { per_second: Limit::None, in_flight: Limit::None, interval: Limit::None }
    }

    /// What the provider's document asks for, each operation by itself; where it asks for nothing, there is no limit.
    #[must_use]
    pub const fn documented() -> Self {
        Self { per_second: Limit::Documented, in_flight: Limit::Documented, interval: Limit::Documented }
    }

    /// Sets the most requests that are sent in any second, over all operations. They are spread evenly; only from 250 on are
    /// `1 + requests / 250` of them sent at once.
    #[must_use]
    pub const fn per_second(mut self, requests: NonZeroU32) -> Self {
        self.per_second = Limit::Set(requests);
        self
    }

    /// Sets the most requests that are under way at the same moment, over all operations.
    #[must_use]
    pub const fn in_flight(mut self, requests: NonZeroUsize) -> Self {
        self.in_flight = Limit::Set(requests);
        self
    }

    /// Sets the shortest time between two requests about the same order, whatever the operation; zero for none.
    ///
    /// It is counted from the beginning of a request and anew from its end. One that takes longer than the interval
    /// does not hold the next one up.
    #[must_use]
    pub const fn interval(mut self, interval: Duration) -> Self {
        self.interval = Limit::Set(interval);
        self
    }

    /// What keeps to them; `None` if there is nothing to keep to.
    pub(crate) fn guest(self, provider: &Provider) -> Option<Guest> {
        (self != Self::none()).then(|| Guest::new(self, provider))
    }
}
