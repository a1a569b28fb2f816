//! Keeping to the limits of one merchant.

use std::num::NonZeroU32;
use std::time::Duration;

use payspec_table::{Operation, Provider};
use tokio::sync::{Semaphore, SemaphorePermit, TryAcquireError};
use tokio::time::Instant;

use super::Limits;
use super::intervals::{Begun, Intervals, OrderHash};
use super::limits::Limit;
use super::orders::each_order;
use super::rate::{Rate, Turn};
use super::too_often::TooOften;
use crate::{Error, Exchange, Known, Reply};

/// Keeps to the limits of one merchant, for all clones of its client.
#[derive(Debug)]
pub(crate) struct Guest {
    rates: Kept<Rate>,
    in_flight: Kept<Semaphore>,
    intervals: Kept<Duration>,
    asked: Intervals,
    too_often: TooOften,
}

/// A limit that is kept to.
#[derive(Debug)]
enum Kept<T> {
    /// By all operations together.
    Together(T),
    /// By each operation, at its position in the table.
    Each(Box<[Option<T>]>),
    Not,
}

impl<T> Kept<T> {
    fn new<L: Copy>(
        limit: Limit<L>,
        provider: &Provider,
        documented: impl Fn(&Operation) -> Option<L>,
        make: impl Fn(L) -> T,
    ) -> Self {
        match limit {
            Limit::None => Self::Not,
            Limit::Set(limit) => Self::Together(make(limit)),
            Limit::Documented => {
                let each: Box<[_]> =
                    provider.operations.iter().map(|one| documented(one).map(&make)).collect();
                if each.iter().any(Option::is_some) { Self::Each(each) } else { Self::Not }
            }
        }
    }

    fn of(&self, operation: usize) -> Option<&T> {
        match self {
            Self::Together(limit) => Some(limit),
            Self::Each(limits) => limits.get(operation).and_then(Option::as_ref),
            Self::Not => None,
        }
    }
}

impl Guest {
    pub(super) fn new(limits: Limits, provider: &Provider) -> Self {
        let in_flight = |most: std::num::NonZeroUsize| Semaphore::new(most.get().min(Semaphore::MAX_PERMITS));
        Self {
            rates: Kept::new(
                limits.per_second,
                provider,
                |one| one.polling.per_second.and_then(NonZeroU32::new),
                Rate::per_second,
            ),
            in_flight: Kept::new(
                limits.in_flight,
                provider,
                |one| one.polling.in_flight.and_then(|most| usize::try_from(most).ok()?.try_into().ok()),
                in_flight,
            ),
            intervals: Kept::new(
                limits.interval,
                provider,
                |one| one.polling.interval_ms.map(Duration::from_millis),
                |interval| interval,
            ),
            asked: Intervals::default(),
            too_often: TooOften::default(),
        }
    }

    /// Waits until the limits allow a request; what it was given is given back if it is dropped.
    ///
    /// `check` is asked now and then whether waiting still makes sense; `waited` is set if it had to.
    pub(super) async fn wait(
        &self,
        exchange: &Exchange<'_>,
        check: &(dyn Fn() -> Result<(), Error> + Sync),
        waited: &mut bool,
    ) -> Result<Ticket<'_>, Error> {
        let operation = exchange.operation();
        let interval = self.intervals.of(operation).copied().filter(|interval| !interval.is_zero());
        let mut orders = Vec::new();
        if interval.is_some() {
            each_order(exchange, &mut |role, number| orders.push(self.asked.hash((role, number))));
        }
        // Whether to wait on: others may have asked about the order meanwhile, and then nothing may be taken for it.
        let is_free = || check().map(|()| self.is_free(&orders));
        loop {
            // The longest waits first: whoever has a permit must not keep it from others while it waits for an order.
            *waited |= self.too_often.wait().await?;
            *waited |= self.asked.wait(&orders).await?;
            let permit = match self.in_flight.of(operation) {
                None => None,
                Some(permits) => Some(acquire(permits, waited).await?),
            };
            let turn = match self.rates.of(operation) {
                None if is_free()? => Turn::Taken,
                None => Turn::Missed,
                Some(rate) => rate.turn(&is_free, waited).await?,
            };
            if turn == Turn::Taken {
                return Ok(Ticket {
                    guest: self,
                    _permit: permit,
                    orders,
                    interval: interval.unwrap_or_default(),
                    sent: None,
                });
            }
        }
    }

    /// Whether nothing forbids to ask about these orders now.
    fn is_free(&self, orders: &[OrderHash]) -> bool {
        !self.too_often.is_pausing() && self.asked.is_over(orders)
    }
}

#[cfg(test)]
impl Guest {
    /// Of how many orders it knows when they were asked about.
    pub(super) fn orders_known(&self) -> usize {
        self.asked.len()
    }
}

async fn acquire<'s>(permits: &'s Semaphore, waited: &mut bool) -> Result<SemaphorePermit<'s>, Error> {
    match permits.try_acquire() {
        Ok(permit) => return Ok(permit),
        Err(TryAcquireError::NoPermits) => *waited = true,
        Err(TryAcquireError::Closed) => {}
    }
    // Nobody closes it.
    permits.acquire().await.map_err(|error| Error::Unusable { what: error.to_string() })
}

/// What one request was given. Dropping it gives it back.
#[derive(Debug)]
pub(super) struct Ticket<'g> {
    guest: &'g Guest,
    _permit: Option<SemaphorePermit<'g>>,
    orders: Vec<OrderHash>,
    interval: Duration,
    /// When it was used, and by which name it is known to the intervals.
    sent: Option<(Instant, Begun)>,
}

impl Ticket<'_> {
    /// Uses it at once, unless somebody else began to ask about one of the orders in this very moment.
    pub(super) fn start(&mut self) -> bool {
        let begun = self.guest.asked.begin(&self.orders, self.interval);
        self.sent = begun.map(|by| (Instant::now(), by));
        begun.is_some()
    }

    /// Tells what came of the request.
    pub(super) fn settle(mut self, result: Result<&Reply, &Error>) {
        let Some((sent, by)) = self.sent else { return };
        if result.is_err_and(|error| error.known() == Known::NothingSent) {
            self.guest.asked.forget(&self.orders, by);
            self.sent = None;
        } else {
            self.guest.too_often.hear(sent, result);
        }
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        if let Some((_, by)) = self.sent.filter(|_| !self.orders.is_empty()) {
            self.guest.asked.again(&self.orders, self.interval, by);
        }
    }
}
