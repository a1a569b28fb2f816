//! Waiting in line, where the first may fall asleep.

use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

use super::wait;
use crate::Error;

/// A queue, in which each has to be polled to move on.
///
/// A future may be put aside and polled no more, in a branch of `select!` or in a stream whose consumer does something
/// else. When it stands at the head, the others leave it behind after a while and stand in line anew. It may then believe for
/// a moment, as another does, to be the only head: what it takes there must be safe to take by two.
#[derive(Debug)]
pub(super) struct Queue {
    line: Mutex<Line>,
}

#[derive(Debug)]
struct Line {
    place: Place,
    /// When its head moves on.
    due: Instant,
}

/// Held by the head, awaited by the others.
type Place = Arc<tokio::sync::Mutex<()>>;

/// How much too late a head may be before it is left behind.
const LATE: Duration = Duration::from_secs(2);

impl Queue {
    pub(super) fn new() -> Self {
        Self { line: Mutex::new(Line { place: Place::default(), due: Instant::now() }) }
    }

    /// Waits until nobody stands before. `waited` is set if it had to.
    pub(super) async fn head(&self, waited: &mut bool) -> Result<Head<'_>, Error> {
        loop {
            let place = match self.enter() {
                Ok(head) => return Ok(head),
                Err(place) => place,
            };
            *waited = true;
            let mut moving_up = pin!(Arc::clone(&place).lock_owned());
            while let Some(due) = self.due(&place) {
                if let Some(held) = wait::at_most_until(wait::after(due, LATE), &mut moving_up).await? {
                    return Ok(Head { queue: self, place, _held: held });
                }
            }
        }
    }

    /// The head, if there is nobody; else what there is to wait for.
    fn enter(&self) -> Result<Head<'_>, Place> {
        let mut line = self.line();
        let place = Arc::clone(&line.place);
        let Ok(held) = Arc::clone(&place).try_lock_owned() else { return Err(place) };
        line.due = Instant::now();
        drop(line);
        Ok(Head { queue: self, place, _held: held })
    }

    /// When the head of a line moves on; `None` if that line was left. A head that is too late is left behind.
    fn due(&self, place: &Place) -> Option<Instant> {
        let mut line = self.line();
        let now = Instant::now();
        if Arc::ptr_eq(&line.place, place) && now >= wait::after(line.due, LATE) {
            *line = Line { place: Place::default(), due: now };
        }
        Arc::ptr_eq(&line.place, place).then_some(line.due)
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The head of the queue. The next one moves up when it is dropped.
#[derive(Debug)]
pub(super) struct Head<'q> {
    queue: &'q Queue,
    place: Place,
    _held: OwnedMutexGuard<()>,
}

impl Head<'_> {
    /// It does nothing before this moment.
    pub(super) fn sleeps_until(&self, moment: Instant) {
        let mut line = self.queue.line();
        if Arc::ptr_eq(&line.place, &self.place) {
            line.due = moment;
        }
    }
}

/// From now on the next one is to move.
impl Drop for Head<'_> {
    fn drop(&mut self) {
        self.sleeps_until(Instant::now());
    }
}
