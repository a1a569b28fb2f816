//! How often to ask and for how long: the policy, and the schedule that follows from it.

use std::num::NonZeroU32;
use std::time::Duration;

use payspec_table::Polling;

use crate::{Money, Why};

/// How often an order is asked about until its state is final, and for how long.
///
/// The first question is asked at once. Each further one follows a pause, which begins with the answer (or the failure)
/// of the one before, so that the provider never sees two questions that are closer than the interval. Pauses grow.
///
/// The deadline counts from the call. Nothing is asked after it, and a question that is on its way then is dropped. A
/// pause that would come too close to it is shortened, as far as the interval allows: the last question has one
/// interval for its answer. Where not even that fits, it ends at once instead of waiting for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patience {
    interval: Option<Duration>,
    longest: Duration,
    growth: u32,
    jitter: u32,
    deadline: Duration,
    attempts: Option<NonZeroU32>,
    expected: Option<Money>,
    untied: Untied,
}

/// What becomes of a final state that nothing ties to the order, on a connection that does not vouch for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Untied {
    Refused,
    Accepted,
}

/// The interval where neither the provider's document nor the caller gives one.
const INTERVAL: Duration = Duration::from_secs(5);
/// No interval is shorter: it is the resolution of the timers.
const SHORTEST: Duration = Duration::from_millis(1);

impl Patience {
    /// What the provider's document asks for: its interval (5 s without one) and its number of questions (any number
    /// without one). Pauses grow by half each time up to 30 s, with 10 % of jitter; it ends after 10 minutes.
    #[must_use]
    pub const fn documented() -> Self {
        Self {
            interval: None,
            longest: Duration::from_secs(30),
            growth: 50,
            jitter: 10,
            deadline: Duration::from_secs(600),
            attempts: None,
            expected: None,
            untied: Untied::Refused,
        }
    }

    /// Sets the first and shortest pause. One that is shorter than the provider's document allows has no effect, nor has
    /// one below a millisecond.
    #[must_use]
    pub const fn interval(mut self, interval: Duration) -> Self {
        self.interval = Some(interval);
        self
    }

    /// Sets to what pauses grow, before jitter. No effect below the interval.
    #[must_use]
    pub const fn longest(mut self, longest: Duration) -> Self {
        self.longest = longest;
        self
    }

    /// Sets by how many percent each pause is longer than the one before; 0 keeps them equal.
    #[must_use]
    pub const fn growth(mut self, percent: u32) -> Self {
        self.growth = percent;
        self
    }

    /// Sets by how many percent a pause may be shorter or longer by chance, at most 100; 0 makes the schedule exact.
    /// No pause is shortened below the interval.
    #[must_use]
    pub const fn jitter(mut self, percent: u32) -> Self {
        self.jitter = if percent < 100 { percent } else { 100 };
        self
    }

    /// Sets after how much time it ends.
    #[must_use]
    pub const fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets after how many questions it ends, in the place of the number that the provider's document asks for.
    #[must_use]
    pub const fn attempts(mut self, attempts: NonZeroU32) -> Self {
        self.attempts = Some(attempts);
        self
    }

    /// Sets the amount that the order must have; a reply with another one is
    /// [`Error::Mismatch`](crate::Error::Mismatch) and never final.
    #[must_use]
    pub const fn expect_amount(mut self, amount: Money) -> Self {
        self.expected = Some(amount);
        self
    }

    /// Takes a final state though the reply repeats no order number that was asked for and came over plain http, where
    /// anyone on the way can answer with an older reply about another order. It is [`Why::Untied`] otherwise.
    ///
    /// It is better to ask by a number that the reply repeats; see [`OrderKey::Both`](crate::OrderKey::Both). Where that
    /// cannot be, [expect an amount](Self::expect_amount), and book nothing of a value that may be lost.
    #[must_use]
    pub const fn accept_untied(mut self) -> Self {
        self.untied = Untied::Accepted;
        self
    }

    /// The amount that the order must have.
    #[must_use]
    pub const fn expected_amount(&self) -> Option<Money> {
        self.expected
    }

    /// What becomes of a final state that nothing ties to the order.
    pub(crate) const fn untied(&self) -> Untied {
        self.untied
    }

    /// How long it goes on.
    pub(crate) const fn patient_for(&self) -> Duration {
        self.deadline
    }

    /// What follows for an operation whose document asks for this.
    pub(crate) fn schedule(&self, documented: &Polling) -> Schedule {
        let floor = documented.interval_ms.map(Duration::from_millis);
        let interval =
            self.interval.or(floor).unwrap_or(INTERVAL).max(floor.unwrap_or(SHORTEST)).max(SHORTEST);
        Schedule {
            interval,
            longest: self.longest.max(interval),
            growth: self.growth,
            jitter: self.jitter,
            attempts: self.attempts.map(NonZeroU32::get).or(documented.attempts),
        }
    }
}

/// As [`documented`](Patience::documented).
impl Default for Patience {
    fn default() -> Self {
        Self::documented()
    }
}

/// When the next question is due. It knows no clock and no randomness: both are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Schedule {
    interval: Duration,
    longest: Duration,
    growth: u32,
    jitter: u32,
    attempts: Option<u32>,
}

impl Schedule {
    /// How long to wait after so many questions, or why to give up.
    ///
    /// `left` is the time until the deadline, `chance` a random number, `at_least` a pause that something else asks for:
    /// it is never shortened, and lengthened by up to the jitter.
    pub(crate) fn next(
        &self,
        asked: u32,
        left: Duration,
        chance: u64,
        at_least: Duration,
    ) -> Result<Duration, Why> {
        if self.attempts.is_some_and(|attempts| asked >= attempts) {
            return Err(Why::Attempts);
        }
        let shortest = self.interval.max(at_least);
        let latest = left.saturating_sub(self.interval).max(shortest);
        // Others wait for the same, and are not to come all at once when it is over.
        let lengthened = from_to(at_least, at_least.saturating_add(self.swing(at_least)), chance);
        let pause = self.pause(asked, chance).max(lengthened).min(latest);
        if pause < left { Ok(pause) } else { Err(Why::Deadline) }
    }

    /// The pause after so many questions, without regard to the deadline.
    fn pause(&self, asked: u32, chance: u64) -> Duration {
        let grown = self.grown(asked);
        let swing = self.swing(grown);
        from_to(grown.saturating_sub(swing).max(self.interval), grown.saturating_add(swing), chance)
    }

    /// By how much a pause may differ by chance.
    fn swing(&self, pause: Duration) -> Duration {
        pause.saturating_mul(self.jitter) / 100
    }

    /// The pause after so many questions, before jitter.
    fn grown(&self, asked: u32) -> Duration {
        let mut pause = self.interval;
        for _ in 1..asked {
            let longer = pause.saturating_add(pause.saturating_mul(self.growth) / 100).min(self.longest);
            if longer == pause {
                break;
            }
            pause = longer;
        }
        pause
    }
}

/// A pause between two, by chance.
fn from_to(from: Duration, to: Duration, chance: u64) -> Duration {
    let span = to.saturating_sub(from).as_nanos().saturating_mul(u128::from(chance)) >> u64::BITS;
    from.saturating_add(Duration::from_nanos(u64::try_from(span).unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests;
