//! At most so many requests in a second.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use tokio::time::Instant;

use super::queue::Queue;
use super::wait;
use crate::Error;

/// Lets at most so many requests begin in any second, in the order in which they asked.
#[derive(Debug)]
pub(super) struct Rate {
    limiter: RateLimiter<NotKeyed, InMemoryState, TokioClock, NoOpMiddleware<Duration>>,
    clock: TokioClock,
    /// Only the first in it waits for the limiter: the others sleep until it is their turn instead of all at every turn.
    queue: Queue,
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
        Self { limiter: RateLimiter::direct_with_clock(quota, clock), clock, queue: Queue::new() }
    }

    /// Waits for a turn, and takes it. `waited` is set if it had to.
    ///
    /// At the head of the queue `is_free` is asked whether the turn is still wanted; an error ends the waiting.
    pub(super) async fn turn(
        &self,
        is_free: &(dyn Fn() -> Result<bool, Error> + Sync),
        waited: &mut bool,
    ) -> Result<Turn, Error> {
        let head = self.queue.head(waited).await?;
        loop {
            if !is_free()? {
                return Ok(Turn::Missed);
            }
            let Err(not_yet) = self.limiter.check() else { return Ok(Turn::Taken) };
            *waited = true;
            let moment = self.clock.moment(not_yet.earliest_possible());
            head.sleeps_until(moment);
            wait::until(moment).await?;
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
    #[tokio::test(start_paused = true)]
    async fn one_whose_future_is_put_aside_does_not_hold_the_others_up_for_ever() {
        const SECOND: Duration = Duration::from_secs(1);
        let rate = Rate::per_second(NonZeroU32::MIN);
        let turn = async || rate.turn(&|| Ok(true), &mut false).await.unwrap();
        let start = Instant::now();
        assert_eq!(turn().await, Turn::Taken);
        // One waits for the limiter and two behind it; then nobody polls them any more.
        let mut aside = [Box::pin(turn()), Box::pin(turn()), Box::pin(turn())];
        for waiting in &mut aside {
            assert!(waiting.now_or_never().is_none());
        }
        let mut times = vec![start.elapsed()];
        for _ in 0..5 {
            let taken = tokio::time::timeout(60 * SECOND, turn()).await.expect("it waits for ever");
            assert_eq!(taken, Turn::Taken);
            times.push(start.elapsed());
        }
        // Once they are polled again they have their turns, and nobody is too early.
        for waiting in aside {
            assert_eq!(waiting.await, Turn::Taken);
            times.push(start.elapsed());
        }
        assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= SECOND), "{times:?}");
        assert!(times[5] < 10 * SECOND, "{times:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_overtakes_however_long_the_queue_is_as_long_as_all_are_polled() {
        let rate = Rate::per_second(NonZeroU32::MIN);
        let served = std::sync::Mutex::new(Vec::new());
        let all = (0..30).map(async |number| {
            rate.turn(&|| Ok(true), &mut false).await.unwrap();
            served.lock().unwrap().push(number);
        });
        futures_util::future::join_all(all).await;
        assert_eq!(served.into_inner().unwrap(), (0..30).collect::<Vec<_>>());
    }

    #[tokio::test(start_paused = true)]
    async fn those_behind_one_that_is_put_aside_all_come_to_their_turn() {
        let rate = Rate::per_second(NonZeroU32::MIN);
        let turn = async || rate.turn(&|| Ok(true), &mut false).await.unwrap();
        assert_eq!(turn().await, Turn::Taken);
        let mut aside = Box::pin(turn());
        assert!((&mut aside).now_or_never().is_none());
        let others = futures_util::future::join_all((0..20).map(|_| turn()));
        let taken = tokio::time::timeout(Duration::from_secs(30), others).await.expect("they wait for ever");
        assert!(taken.iter().all(|turn| *turn == Turn::Taken));
    }
}
