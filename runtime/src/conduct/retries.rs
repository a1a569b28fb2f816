//! When a query is asked again at once.

use std::num::NonZeroU32;
use std::time::Duration;

use super::Budget;
use super::backoff::{Backoff, between};
use crate::Error;

/// When a query is asked again before its caller hears of a failure.
///
/// What is repeated: queries about orders whose connection failed ([`Error::Transport`]) or that were answered with HTTP
/// 408, 429 or 5xx; nothing else, and never an operation of another purpose. Each attempt has a nonce and a time of its own and
/// keeps to the limits. The error is that of the last exchange. The pauses need a tokio runtime with its clock enabled.
#[derive(Debug, Clone)]
pub struct Retries {
    attempts: NonZeroU32,
    pauses: Backoff,
    budget: Budget,
}

impl Retries {
    /// No retries: a query is one exchange.
    #[must_use]
    pub fn none() -> Self {
        Self::standard().attempts(NonZeroU32::MIN)
    }

    /// Three attempts in all, pauses that double from 200 ms to 5 s, and a [`Budget`] of its own.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            attempts: NonZeroU32::MIN.saturating_add(2),
            pauses: Backoff::new(Duration::from_millis(200), Duration::from_secs(5)),
            budget: Budget::new(),
        }
    }

    /// Sets how many attempts there are in all, the first among them.
    #[must_use]
    pub fn attempts(mut self, attempts: NonZeroU32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the pause before the second attempt, which then doubles, and the longest one. Each pause is cut by up to half of it by
    /// chance.
    #[must_use]
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.pauses = Backoff::new(first, longest);
        self
    }

    /// Sets the budget, usually one that other clients of the provider share.
    #[must_use]
    pub fn budget(mut self, budget: Budget) -> Self {
        self.budget = budget;
        self
    }

    pub(super) fn asked(&self) {
        if self.attempts > NonZeroU32::MIN {
            self.budget.asked();
        }
    }

    /// How long to wait before asking again after so many attempts, the last of which ended in this error; `None` if it
    /// is not asked again.
    pub(super) fn pause(&self, attempts: u32, error: &Error) -> Option<Duration> {
        let may_pass = matches!(error, Error::Transport { .. } | Error::Status { status: 408 | 429 | 500.. });
        if !may_pass || attempts >= self.attempts.get() || !self.budget.take() {
            return None;
        }
        let pause = self.pauses.pause(attempts.saturating_sub(1));
        Some(between(pause / 2, pause))
    }
}
