//! Backing off from a provider that says it is asked too often.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use payspec_table::Reason;
use tokio::time::Instant;

use super::backoff::{Backoff, between};
use super::wait;
use crate::{Error, Reply};

/// How long it pauses, growing.
pub(crate) const PAUSES: Backoff = Backoff::new(Duration::from_secs(5), Duration::from_secs(60));

/// The pause of one merchant that asked too often.
#[derive(Debug, Default)]
pub(super) struct TooOften {
    pause: Mutex<Option<Pause>>,
}

#[derive(Debug, Clone, Copy)]
struct Pause {
    since: Instant,
    length: Duration,
    /// How many pauses there were before this one.
    number: u32,
}

impl Pause {
    fn end(&self) -> Instant {
        wait::after(self.since, self.length)
    }
}

impl TooOften {
    /// Waits until the pause is over, and a little longer by chance, so that not all come back at once. Tells whether it
    /// had to.
    pub(super) async fn wait(&self) -> Result<bool, Error> {
        let mut waited = false;
        while let Some(pause) = self.pause() {
            waited = true;
            let more = between(Duration::ZERO, pause.length / 4);
            wait::until(wait::after(pause.end(), more)).await?;
        }
        Ok(waited)
    }

    /// Whether a pause is going on.
    pub(super) fn is_pausing(&self) -> bool {
        self.pause().is_some()
    }

    /// Hears what came of a request that was sent at a moment.
    ///
    /// What was sent before a pause began does not make it longer: requests that are refused together are one refusal.
    pub(super) fn hear(&self, sent: Instant, result: Result<&Reply, &Error>) {
        let mut pause = self.lock();
        let after_pause = pause.is_none_or(|pause| sent >= pause.end());
        if !after_pause {
            return;
        }
        if result.is_err_and(says_too_often) {
            let number = pause.map_or(0, |pause| pause.number.saturating_add(1));
            *pause = Some(Pause { since: Instant::now(), length: PAUSES.pause(number), number });
        } else if is_answer(result) {
            *pause = None;
        }
    }

    fn pause(&self) -> Option<Pause> {
        let now = Instant::now();
        self.lock().filter(|pause| now < pause.end())
    }

    fn lock(&self) -> MutexGuard<'_, Option<Pause>> {
        self.pause.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the provider says that it is asked too often.
pub(crate) fn says_too_often(error: &Error) -> bool {
    match error {
        Error::Refused(refusal) => refusal.reason == Some(Reason::TooOften),
        Error::Status { status } => *status == 429,
        _ => false,
    }
}

/// Whether the provider itself spoke. What failed on the way does not say that it has had its rest.
fn is_answer(result: Result<&Reply, &Error>) -> bool {
    matches!(result, Ok(_) | Err(Error::Refused(_)))
}
