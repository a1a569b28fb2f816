//! At most so many requests in a second.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::wait;
use crate::Error;

/// Lets at most so many requests begin in any second, in the order in which they asked.
#[derive(Debug)]
pub(super) struct Rate {
    limiter: RateLimiter<NotKeyed, InMemoryState, TokioClock, NoOpMiddleware<Duration>>,
    clock: TokioClock,
    /// Who waits at the head of the queue: the others sleep until it is their turn instead of all at every turn.
    queue: Mutex<()>,
}

impl Rate {
    /// At most so many begin in any second, spread evenly.
    ///
    /// Clocks tick in milliseconds, so that above some hundreds they begin in small groups: `1 + n / 250` at once. What
    /// may come at once is taken off the rate, which is why no second ever has more than `n`.
    pub(super) fn per_second(requests: NonZeroU32) -> Self {
        let extra = requests.get() / 250;
        let at_once = NonZeroU32::MIN.saturating_add(extra);
        let evenly = u64::from(requests.get().saturating_sub(extra).max(1));
        // Rounded up: rounded down, one too many would fit into a second.
        let apart = Duration::from_nanos(1_000_000_000_u64.div_ceil(evenly));
        let clock = TokioClock(Instant::now());
        let one = Quota::per_second(NonZeroU32::MIN);
        let quota = Quota::with_period(apart).unwrap_or(one).allow_burst(at_once);
        Self { limiter: RateLimiter::direct_with_clock(quota, clock), clock, queue: Mutex::new(()) }
    }

    /// Waits for a turn, and takes it. `waited` is set if it had to.
    ///
    /// At the head of the queue `is_free` is asked whether the turn is still wanted; an error ends the waiting.
    pub(super) async fn turn(
        &self,
        is_free: &(dyn Fn() -> Result<bool, Error> + Sync),
        waited: &mut bool,
    ) -> Result<Turn, Error> {
        let _head = match self.queue.try_lock() {
            Ok(head) => head,
            Err(_) => {
                *waited = true;
                self.queue.lock().await
            }
        };
        loop {
            if !is_free()? {
                return Ok(Turn::Missed);
            }
            let Err(not_yet) = self.limiter.check() else { return Ok(Turn::Taken) };
            *waited = true;
            wait::until(self.clock.moment(not_yet.earliest_possible())).await?;
        }
    }
}

/// What came of waiting for a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is there.
    Taken,
    /// It was not wanted any more, and is left to others.
    Missed,
}

/// Tokio's clock for governor, counted from when it was made.
#[derive(Debug, Clone, Copy)]
struct TokioClock(Instant);

impl TokioClock {
    fn moment(&self, since: Duration) -> Instant {
        wait::after(self.0, since)
    }
}

impl Clock for TokioClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Instant::now().saturating_duration_since(self.0)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_second_that_does_not_divide_evenly_has_no_room_for_one_more() {
        let rate = Rate::per_second(NonZeroU32::MIN.saturating_add(2));
        let mut turns = 0;
        // The last of them is a nanosecond before the second is over.
        for _ in 0..4 {
            let turn = async { rate.turn(&|| Ok(true), &mut false).await };
            turns += u32::from(turn.now_or_never().is_some());
            tokio::time::advance(Duration::from_nanos(333_333_333)).await;
        }
        assert!(turns <= 3, "{turns}");
    }
}
