//! One poll: question after question about one order.

use std::hash::Hasher;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use payspec_table::OrderState;
use tokio::time::Instant;

use super::Why;
use super::verdict::{Verdict, verdict};
use crate::order_query::{order_query, question, tie};
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
    pub(super) until: Instant,
    pub(super) last: Option<Order>,
    pub(super) last_error: Option<Arc<Error>>,
    pub(super) attempts: u32,
}

impl Learned {
    pub(super) fn nothing_yet(until: Instant) -> Self {
        Self(Mutex::new(Knowledge { until, last: None, last_error: None, attempts: 0 }))
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

    fn fail(&mut self, error: Error) {
        if matches!(error, Error::CircuitOpen { .. }) {
            self.attempts = self.attempts.saturating_sub(1);
        }
        self.last_error = Some(Arc::new(error));
    }
}

/// Asks until the state is final or there is no sense in going on. It does not look at the deadline while a question is
/// on its way: each caller does that for himself.
pub(super) async fn poll(client: Client, key: OrderKey, patience: Patience, learned: Arc<Learned>) -> Ended {
    let provider = client.endpoint().provider();
    let prepared = order_query(provider)
        .and_then(|operation| Ok((operation, question(provider, &operation.name, &key)?)));
    let (operation, request) = match prepared {
        Ok(prepared) => prepared,
        Err(error) => {
            learned.now().fail(error);
            return Ended::GaveUp(Why::Pointless);
        }
    };
    let (schedule, tied) = (patience.schedule(&operation.polling), tie(operation, &key));
    let expected: Option<Money> = patience.expected_amount();
    loop {
        learned.now().attempts += 1;
        let mut after = Duration::ZERO;
        match client.ask_once(&operation.name, &request, expected).await {
            Ok(reply) if reply.state().is_final() => return Ended::Final(Box::new(reply.order().clone())),
            Ok(reply) => learned.now().learn(reply.order().clone()),
            Err(error) => {
                let verdict = verdict(&error, tied);
                learned.now().fail(error);
                match verdict {
                    Verdict::Stop => return Ended::GaveUp(Why::Pointless),
                    Verdict::GoOn { after: pause } => after = pause,
                }
            }
        }
        let (asked, until) = {
            let known = learned.now();
            (known.attempts, known.until)
        };
        let left = until.saturating_duration_since(Instant::now());
        match schedule.next(asked, left, chance(client.surroundings()), after) {
            Ok(pause) => tokio::time::sleep(pause).await,
            Err(why) => return Ended::GaveUp(why),
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
