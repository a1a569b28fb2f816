//! The way of a question: prepared, let through, sent, read, and perhaps sent again.

use payspec_table::Purpose;
use tokio::time::Instant;
use tracing::{Instrument, Span};

use super::{Conduct, Retries, wait};
use crate::exchange::Orders;
use crate::observe::{self, Attempt, Query, spans};
use crate::{Ambient, Endpoint, Error, Exchange, Fields, Money, Reply, Transport};

/// One question, and everything that it takes to ask it.
#[derive(Clone, Copy)]
pub(crate) struct Asking<'a> {
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) transport: &'a dyn Transport,
    pub(crate) ambient: &'a dyn Ambient,
    pub(crate) conduct: &'a Conduct,
    pub(crate) operation: &'a str,
    pub(crate) fields: &'a dyn Fields,
    pub(crate) expected: Option<Money>,
    pub(crate) orders: Orders,
}

/// What has happened so far.
#[derive(Debug, Default)]
struct Course {
    /// When it began, if anybody wants to know.
    start: Option<Instant>,
    /// The order numbers that were asked for, if anybody wants to know and may.
    order: Option<String>,
    attempts: u32,
}

impl<'a> Asking<'a> {
    /// Asks with at most one exchange.
    pub(crate) async fn once(self) -> Result<Reply, Error> {
        self.ask(None).await
    }

    /// Asks as often as the client's retries allow.
    pub(crate) async fn repeatedly(self) -> Result<Reply, Error> {
        self.ask(self.conduct.retries.as_ref()).await
    }

    async fn ask(self, retries: Option<&Retries>) -> Result<Reply, Error> {
        let conduct = self.conduct;
        let merchant = conduct.merchant_name.as_deref();
        let span = spans::query(&self.endpoint.provider().name, self.operation, merchant);
        let start = self.is_watched(&span).then(Instant::now);
        let mut course = Course { start, ..Course::default() };
        let result = self.attempts(retries, &mut course, &span).instrument(span.clone()).await;
        if let Some(start) = start {
            let query = Query {
                endpoint: self.endpoint,
                operation: self.operation,
                merchant,
                order: course.order.as_deref(),
                attempts: course.attempts,
                result: result.as_ref(),
                duration: start.elapsed(),
            };
            spans::end_query(&span, &query);
            if let Some(observer) = &conduct.observer {
                span.in_scope(|| observer.query(&query));
            }
        }
        result
    }

    /// Whether anybody wants to know what happens inside a span.
    fn is_watched(self, span: &Span) -> bool {
        self.conduct.observer.is_some() || !span.is_disabled()
    }

    async fn attempts(
        self,
        retries: Option<&Retries>,
        course: &mut Course,
        span: &Span,
    ) -> Result<Reply, Error> {
        let exchange = self.prepare()?;
        if course.start.is_some() && self.conduct.exposure.shows_order_numbers() {
            let order = observe::order_numbers(&exchange).into_owned();
            span.record("order", &*order);
            course.order = Some(order);
        }
        // Of other operations nobody knows what a second request would do.
        let is_query = matches!(exchange.table().purpose, Purpose::OrderQuery | Purpose::OrderQueryBatch);
        let retries = retries.filter(|_| is_query);
        if let Some(retries) = retries {
            retries.asked();
        }
        let mut error = match self.attempt(exchange, course).await? {
            Ok(reply) => return Ok(reply),
            Err(error) => error,
        };
        while let Some(pause) = retries.and_then(|retries| retries.pause(course.attempts, &error)) {
            // What stops a repetition before it is sent says less than the exchange that failed.
            let Ok(()) = wait::pause(pause).await else { break };
            let Ok(exchange) = self.prepare() else { break };
            match self.attempt(exchange, course).await {
                Ok(Ok(reply)) => return Ok(reply),
                Ok(Err(again)) => error = again,
                Err(_) => break,
            }
        }
        Err(error)
    }

    /// One exchange and what came of it; the outer error means that there was none.
    async fn attempt(
        self,
        mut exchange: Exchange<'a>,
        course: &mut Course,
    ) -> Result<Result<Reply, Error>, Error> {
        let conduct = self.conduct;
        let leave = if conduct.guest.is_none() && conduct.circuit.is_none() {
            None
        } else {
            let leave = Box::pin(conduct.leave(&exchange)).await?;
            if leave.waited {
                // With the time that it is now, and a nonce of its own.
                match self.prepare() {
                    Ok(again) => exchange = again,
                    Err(error) => {
                        leave.settle(Err(&error));
                        return Err(error);
                    }
                }
            }
            Some(leave)
        };
        course.attempts += 1;
        let span = spans::attempt(course.attempts);
        let start = self.is_watched(&span).then(Instant::now);
        let exchanged = async {
            match self.transport.send(exchange.outgoing()).await {
                Ok(incoming) => {
                    let result = exchange.receive_orders(&incoming, self.orders);
                    (Some(incoming), result)
                }
                Err(error) => (None, Err(error)),
            }
        };
        let (incoming, result) = exchanged.instrument(span.clone()).await;
        if let Some(leave) = leave {
            leave.settle(result.as_ref());
        }
        if let Some(start) = start {
            let attempt = Attempt {
                endpoint: self.endpoint,
                merchant: conduct.merchant_name.as_deref(),
                number: course.attempts,
                exchange: &exchange,
                incoming: incoming.as_ref(),
                result: result.as_ref(),
                duration: start.elapsed(),
                exposure: conduct.exposure,
            };
            spans::end_attempt(&span, &attempt);
            if let Some(observer) = &conduct.observer {
                span.in_scope(|| observer.attempt(&attempt));
            }
        }
        Ok(result)
    }

    fn prepare(self) -> Result<Exchange<'a>, Error> {
        self.endpoint.prepare(self.operation, self.fields, self.expected, self.ambient)
    }
}
