//! One poll: question after question about one order.

use std::hash::Hasher;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use payspec_table::OrderState;
use tokio::time::Instant;

use super::verdict::{Judge, Verdict};
use super::{Unresolved, Why};
use crate::order_query::{order_query, question, tie};
use crate::patience::{Schedule, Untied};
use crate::{Ambient, Client, Error, Money, Order, OrderKey, Patience};

/// How a poll ended by itself.
#[derive(Debug, Clone)]
pub(super) enum Ended {
    /// The state is final.
    Final(Box<Order>),
    /// It is not, and there is no further question.
    GaveUp(Why),
}

/// What a poll has learned, for all who wait for it.
#[derive(Debug)]
pub(super) struct Learned(Mutex<Knowledge>);

/// What a poll has learned until now.
#[derive(Debug, Clone)]
pub(super) struct Knowledge {
    /// The deadline of the most patient caller.
    until: Instant,
    /// Whether it was decided to ask no further, while this was locked: whoever comes later begins anew.
    given_up: bool,
    pub(super) last: Option<Order>,
    pub(super) last_error: Option<Arc<Error>>,
    pub(super) attempts: u32,
}

impl Learned {
    pub(super) fn nothing_yet(until: Instant) -> Self {
        Self(Mutex::new(Knowledge { until, given_up: false, last: None, last_error: None, attempts: 0 }))
    }

    /// One more caller waits, until this moment. Tells whether the poll goes on for him: once it has given up it does not.
    pub(super) fn waits(&self, until: Instant) -> bool {
        let mut known = self.now();
        known.until = known.until.max(until);
        !known.given_up
    }

    pub(super) fn now(&self) -> MutexGuard<'_, Knowledge> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Knowledge {
    /// An answer whose state is not known says nothing against one whose was.
    fn learn(&mut self, order: Order) {
        let known = |order: &Order| order.state != OrderState::Unknown;
        if known(&order) || !self.last.as_ref().is_some_and(known) {
            self.last = Some(order);
        }
    }

    /// What comes next, by the time that is left; an error ends it for all.
    pub(super) fn next<T>(
        &mut self,
        decide: impl FnOnce(&Self, Duration) -> Result<T, Why>,
    ) -> Result<T, Why> {
        let left = self.until.saturating_duration_since(Instant::now());
        let next = decide(self, left);
        self.given_up |= next.is_err();
        next
    }

    /// What one caller is told who did not come to know a final state.
    pub(super) fn unresolved(&self, why: Why, elapsed: Duration) -> Unresolved {
        let Self { last, last_error, attempts, .. } = self.clone();
        Unresolved { last, last_error, attempts, elapsed, why }
    }

    fn fail(&mut self, error: Error) {
        if matches!(error, Error::CircuitOpen { .. }) {
            self.attempts = self.attempts.saturating_sub(1);
        }
        self.last_error = Some(Arc::new(error));
    }
}

/// Asks a client until the state is final or there is no sense in going on; see [`ask_on`].
pub(super) async fn poll(client: Client, key: OrderKey, patience: Patience, learned: Arc<Learned>) -> Ended {
    let endpoint = client.endpoint();
    let provider = endpoint.provider();
    let prepared = order_query(provider)
        .and_then(|operation| Ok((operation, question(provider, &operation.name, &key)?)));
    let (operation, request) = match prepared {
        Ok(prepared) => prepared,
        Err(error) => {
            learned.now().fail(error);
            return Ended::GaveUp(Why::Pointless);
        }
    };
    let expected: Option<Money> = patience.expected_amount();
    let ask = || async {
        let reply = client.ask_once(&operation.name, &request, expected).await?;
        Ok(reply.order().clone())
    };
    let course = Course {
        schedule: patience.schedule(&operation.polling),
        judge: Judge::new(tie(operation, &key), endpoint.connection()),
        untied: patience.untied(),
        ambient: client.surroundings(),
    };
    course.ask_on(ask, &learned).await
}

/// What decides how it goes on.
pub(super) struct Course<'a> {
    pub(super) schedule: Schedule,
    pub(super) judge: Judge,
    pub(super) untied: Untied,
    pub(super) ambient: &'a dyn Ambient,
}

impl Course<'_> {
    /// Asks until the state is final or there is no sense in going on. It does not look at the deadline while a question
    /// is on its way: each caller does that for himself.
    pub(super) async fn ask_on<F: Future<Output = Result<Order, Error>>>(
        mut self,
        ask: impl Fn() -> F,
        learned: &Learned,
    ) -> Ended {
        loop {
            learned.now().attempts += 1;
            let mut after = Duration::ZERO;
            match ask().await {
                Ok(order) => {
                    self.judge.answer();
                    if !order.state.is_final() {
                        learned.now().learn(order);
                    } else if self.judge.is_tied(&order) || self.untied == Untied::Accepted {
                        return Ended::Final(Box::new(order));
                    } else {
                        return Ended::GaveUp(Why::Untied);
                    }
                }
                Err(error) => {
                    let verdict = self.judge.error(&error);
                    learned.now().fail(error);
                    match verdict {
                        Verdict::Stop => return Ended::GaveUp(Why::Pointless),
                        Verdict::GoOn { after: pause } => after = pause,
                    }
                }
            }
            let chance = chance(self.ambient);
            let next =
                learned.now().next(|known, left| self.schedule.next(known.attempts, left, chance, after));
            match next {
                Ok(pause) => tokio::time::sleep(pause).await,
                Err(why) => return Ended::GaveUp(why),
            }
            // Timers fire late where something blocks the runtime.
            let in_time =
                learned.now().next(|_, left| if left.is_zero() { Err(Why::Deadline) } else { Ok(()) });
            if let Err(why) = in_time {
                return Ended::GaveUp(why);
            }
        }
    }
}

/// A random number; the middle where there is none to be had.
fn chance(ambient: &dyn Ambient) -> u64 {
    let mut text = String::new();
    match ambient.nonce(16, &mut text) {
        // Letters and digits are no even spread of bits; their hash is.
        Ok(()) => {
            let mut hasher = std::hash::DefaultHasher::new();
            hasher.write(text.as_bytes());
            hasher.finish()
        }
        Err(_) => u64::MAX / 2,
    }
}
