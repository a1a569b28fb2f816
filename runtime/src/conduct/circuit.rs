//! Leaving a provider alone that does not answer.

use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::backoff::Backoff;
use super::wait;
use crate::{Error, Known, Reply};

/// Leaves a provider alone that failed again and again: meanwhile each question is [`Error::CircuitOpen`] at once.
///
/// It opens after 10 consecutive failures, for 1 s. Then it lets one question through: if that fails too, it
/// stays open for twice as long, up to 60 s; if it is answered, everything is as before. One that is dropped after a second
/// or more without a result has failed too, and one that has none after two minutes does not keep the next one back. A failure is [`Error::Transport`] or HTTP
/// 5xx. Whatever else comes back is an answer: a refusal, and also a reply that cannot be trusted.
///
/// Cloning shares it. All clients of one provider at one URL should share one, whoever the merchant is.
#[derive(Debug, Clone)]
pub struct Circuit {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    failures: NonZeroU32,
    pauses: Backoff,
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy)]
enum State {
    /// So many failures since the last answer.
    Closed(u32),
    Open(Opening),
    /// One question is on its way, since a moment.
    Probing(Opening, Instant),
}

impl State {
    fn is_probed_since(&self, moment: Instant) -> bool {
        matches!(self, Self::Probing(_, since) if *since == moment)
    }
}

/// Since when it is open, and how often it was tried since.
#[derive(Debug, Clone, Copy)]
struct Opening {
    since: Instant,
    until: Instant,
    probes: u32,
}

/// How long a probe is expected to take, for those who ask meanwhile. Who gives it up after that has waited for an answer.
const PROBE: Duration = Duration::from_secs(1);
/// After how long a probe without a result is no reason to keep all others waiting: nobody polls its future, or its
/// transport has no end.
const LOST: Duration = Duration::from_secs(120);

impl Circuit {
    /// Opens after 10 consecutive failures, for 1 s growing to 60 s.
    #[must_use]
    pub fn new() -> Self {
        let ten = NonZeroU32::MIN.saturating_add(9);
        Self::of(ten, Backoff::new(Duration::from_secs(1), Duration::from_secs(60)))
    }

    /// Sets after how many consecutive failures it opens. Makes a circuit of its own, which clones made before do not
    /// share.
    #[must_use]
    pub fn failures(self, failures: NonZeroU32) -> Self {
        Self::of(failures, self.inner.pauses)
    }

    /// Sets for how long it opens first, and for how long at most. Makes a circuit of its own, which clones made before do
    /// not share.
    #[must_use]
    pub fn pauses(self, first: Duration, longest: Duration) -> Self {
        Self::of(self.inner.failures, Backoff::new(first, longest))
    }

    fn of(failures: NonZeroU32, pauses: Backoff) -> Self {
        Self { inner: Arc::new(Inner { failures, pauses, state: Mutex::new(State::Closed(0)) }) }
    }

    /// Whether two clones share one.
    #[cfg(all(test, feature = "config"))]
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }

    /// Whether a question would be let through now.
    pub(super) fn check(&self) -> Result<(), Open> {
        let now = Instant::now();
        match *self.state() {
            State::Closed(_) => Ok(()),
            State::Open(opening) if now >= opening.until => Ok(()),
            State::Open(opening) => Err(opening.told(now, opening.until - now)),
            State::Probing(_, since) if now - since >= LOST => Ok(()),
            State::Probing(opening, since) => Err(opening.told(now, expected_end(since, now))),
        }
    }

    /// Lets a question through that is sent now.
    pub(super) fn admit(&self) -> Result<Admission<'_>, Open> {
        let now = Instant::now();
        let mut state = self.state();
        let role = match *state {
            State::Closed(_) => Role::Ordinary,
            State::Open(opening) if now >= opening.until => {
                *state = State::Probing(opening, now);
                Role::Probe(opening, now)
            }
            State::Probing(opening, since) if now - since >= LOST => {
                *state = State::Probing(opening, now);
                Role::Probe(opening, now)
            }
            State::Open(opening) => return Err(opening.told(now, opening.until - now)),
            State::Probing(opening, since) => return Err(opening.told(now, expected_end(since, now))),
        };
        Ok(Admission { circuit: self, role })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open_for(&self, since: Instant, probes: u32) -> State {
        let until = wait::after(Instant::now(), self.inner.pauses.pause(probes));
        State::Open(Opening { since, until, probes })
    }
}

impl Default for Circuit {
    fn default() -> Self {
        Self::new()
    }
}

impl Opening {
    fn told(self, now: Instant, retry_in: Duration) -> Open {
        Open { open_for: now - self.since, retry_in }
    }

    /// Open still, and the next question is let through.
    fn over(self) -> State {
        State::Open(Self { until: Instant::now(), ..self })
    }
}

/// When the answer to a probe is known, as far as can be told: never in the past.
fn expected_end(since: Instant, now: Instant) -> Duration {
    PROBE.checked_sub(now - since).filter(|left| !left.is_zero()).unwrap_or(PROBE)
}

/// Why nothing is let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Open {
    open_for: Duration,
    retry_in: Duration,
}

impl Open {
    pub(super) fn error(self, provider: &str) -> Error {
        Error::CircuitOpen { provider: provider.to_owned(), open_for: self.open_for, retry_in: self.retry_in }
    }
}

/// A question that was let through. A probe that is dropped without a result leaves its place to the next question, unless
/// it had the time for one: callers with a short patience must not make a hammer of it.
#[derive(Debug)]
pub(super) struct Admission<'c> {
    circuit: &'c Circuit,
    role: Role,
}

#[derive(Debug, Clone, Copy)]
enum Role {
    Ordinary,
    /// Since a moment, by which it is told from one that has taken its place.
    Probe(Opening, Instant),
    /// Its result is known.
    Settled,
}

impl Admission<'_> {
    /// Tells what came of the question.
    pub(super) fn settle(mut self, result: Result<&Reply, &Error>) {
        let verdict = Verdict::of(result);
        let circuit = self.circuit;
        let mut state = circuit.state();
        match (self.role, verdict) {
            (Role::Probe(opening, since), Verdict::Nothing) if state.is_probed_since(since) => {
                *state = opening.over();
            }
            (_, Verdict::Nothing) => {}
            (Role::Probe(..), Verdict::Answered) => *state = State::Closed(0),
            (Role::Probe(opening, since), Verdict::Failed) if state.is_probed_since(since) => {
                *state = circuit.open_for(opening.since, opening.probes.saturating_add(1));
            }
            // Another has taken its place.
            (Role::Probe(..), Verdict::Failed) => {}
            // What was sent before it opened does not decide whether it closes.
            (Role::Ordinary, verdict) => {
                if let State::Closed(failures) = &mut *state {
                    *failures = if verdict == Verdict::Failed { failures.saturating_add(1) } else { 0 };
                    if *failures >= circuit.inner.failures.get() {
                        *state = circuit.open_for(Instant::now(), 0);
                    }
                }
            }
            (Role::Settled, _) => {}
        }
        drop(state);
        self.role = Role::Settled;
    }
}

impl Drop for Admission<'_> {
    fn drop(&mut self) {
        if let Role::Probe(opening, since) = self.role {
            let mut state = self.circuit.state();
            if state.is_probed_since(since) {
                *state = if since.elapsed() < PROBE {
                    opening.over()
                } else {
                    self.circuit.open_for(opening.since, opening.probes.saturating_add(1))
                };
            }
        }
    }
}

/// What a result says about the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Answered,
    Failed,
    /// Nothing was sent.
    Nothing,
}

impl Verdict {
    fn of(result: Result<&Reply, &Error>) -> Self {
        match result {
            Err(Error::Transport { .. } | Error::Status { status: 500.. }) => Self::Failed,
            Err(error) if error.known() == Known::NothingSent => Self::Nothing,
            _ => Self::Answered,
        }
    }
}
