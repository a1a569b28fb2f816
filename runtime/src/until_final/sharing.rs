//! One poll per order, however many wait for it.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::Shared;
use tokio::runtime::{self, Handle};
use tokio::time::{Instant, timeout_at};

use super::poll::{Ended, Learned, poll};
use super::{Outcome, Why};
use crate::patience::Untied;
use crate::{Boxed, Client, Error, Money, OrderKey, Patience};

/// Waits for the poll about an order, which this caller begins if there is none.
pub(super) async fn until_final(client: &Client, key: OrderKey, patience: &Patience) -> Outcome {
    let Ok(runtime) = Handle::try_current() else { return Outcome::not_asked(no_runtime()) };
    let start = Instant::now();
    let until = later(start, patience.patient_for());
    let question = Question {
        key,
        expected: patience.expected_amount(),
        untied: patience.untied(),
        runtime: runtime.id(),
    };
    loop {
        if start.elapsed() >= patience.patient_for() {
            let nothing = Learned::nothing_yet(until).now().unresolved(Why::Deadline, start.elapsed());
            return Outcome::Unresolved(nothing);
        }
        let caller = Caller::join(client, question.clone(), patience, until);
        let why = match timeout_at(until, caller.ended()).await {
            Ok(Ok(Ended::Final(order))) => return Outcome::Final(*order),
            Ok(Ok(Ended::GaveUp(why))) => why,
            Ok(Err(panic)) => match panic.take() {
                Some(panic) => resume_unwind(panic),
                // Somebody else has it; this caller asks on.
                None => continue,
            },
            Err(_) => Why::Deadline,
        };
        return Outcome::Unresolved(caller.learned.now().unresolved(why, start.elapsed()));
    }
}

/// The polls of one client and its clones that are under way.
#[derive(Default)]
pub(crate) struct Polls(Mutex<HashMap<Question, Weak<Poll>>>);

/// What is the same for all who share a poll. A poll hangs on the timers of its runtime, so that others cannot share it.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Question {
    key: OrderKey,
    expected: Option<Money>,
    untied: Untied,
    runtime: runtime::Id,
}

/// A poll, alive as long as somebody waits for it.
struct Poll {
    ended: Shared<Boxed<'static, Result<Ended, Panic>>>,
    learned: Arc<Learned>,
}

impl Polls {
    fn under_way(&self) -> MutexGuard<'_, HashMap<Question, Weak<Poll>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many are under way.
    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.under_way().len()
    }
}

/// A client with other settings asks other questions: it shares no poll with the one that it was made from.
impl Clone for Polls {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// Order numbers are not shown.
impl fmt::Debug for Polls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Polls").field("under_way", &self.under_way().len()).finish()
    }
}

/// One who waits for a poll.
struct Caller<'c> {
    polls: &'c Polls,
    question: Question,
    /// Taken when it is dropped.
    poll: Option<Arc<Poll>>,
    learned: Arc<Learned>,
}

impl<'c> Caller<'c> {
    fn join(client: &'c Client, question: Question, patience: &Patience, until: Instant) -> Self {
        let polls = client.polls();
        let mut under_way = polls.under_way();
        let known = under_way.get(&question).and_then(Weak::upgrade);
        let poll = match known.filter(|poll| poll.ended.peek().is_none() && poll.learned.waits(until)) {
            Some(poll) => poll,
            None => {
                let poll = Arc::new(Poll::new(client.clone(), question.key.clone(), patience.clone(), until));
                under_way.insert(question.clone(), Arc::downgrade(&poll));
                poll
            }
        };
        drop(under_way);
        Self { polls, question, learned: Arc::clone(&poll.learned), poll: Some(poll) }
    }

    /// How the poll ends.
    async fn ended(&self) -> Result<Ended, Panic> {
        match &self.poll {
            Some(poll) => poll.ended.clone().await,
            None => Ok(Ended::GaveUp(Why::Deadline)),
        }
    }
}

/// The last one to leave ends the poll and takes it off the list.
impl Drop for Caller<'_> {
    fn drop(&mut self) {
        let mut under_way = self.polls.under_way();
        // Inside the lock: a question that is on its way ends here, before anybody else can begin one.
        self.poll = None;
        if under_way.get(&self.question).is_some_and(|poll| poll.strong_count() == 0) {
            under_way.remove(&self.question);
        }
    }
}

impl Poll {
    fn new(client: Client, key: OrderKey, patience: Patience, until: Instant) -> Self {
        let learned = Arc::new(Learned::nothing_yet(until));
        let poll = AssertUnwindSafe(poll(client, key, patience, Arc::clone(&learned)));
        let ended: Boxed<'static, _> = Box::pin(async move { poll.catch_unwind().await.map_err(Panic::new) });
        Self { ended: ended.shared(), learned }
    }
}

/// What panicked inside a poll, such as a transport of the caller's own: it goes to one of those who wait.
#[derive(Clone)]
struct Panic(Arc<Mutex<Option<Box<dyn Any + Send>>>>);

impl Panic {
    fn new(payload: Box<dyn Any + Send>) -> Self {
        Self(Arc::new(Mutex::new(Some(payload))))
    }

    fn take(&self) -> Option<Box<dyn Any + Send>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// What is wrong where there are no timers.
pub(super) fn no_runtime() -> Error {
    Error::Unusable { what: "waiting for an order needs a tokio runtime; use the blocking client".to_owned() }
}

/// A moment later than another, as far as clocks go.
pub(super) fn later(moment: Instant, time: Duration) -> Instant {
    const LONG: Duration = Duration::from_secs(30 * 365 * 86_400);
    moment.checked_add(time.min(LONG)).unwrap_or(moment)
}
