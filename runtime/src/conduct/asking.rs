//! The way of a question: prepared, let through, sent, read, and perhaps sent again.

use payspec_table::Purpose;
use tokio::time::Instant;

use super::{Conduct, Retries, wait};
use crate::observe::{Attempt, Query};
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
        let mut attempts = 0;
        let Some(observer) = &self.conduct.observer else {
            return self.attempts(retries, &mut attempts).await;
        };
        let start = Instant::now();
        let result = self.attempts(retries, &mut attempts).await;
        observer.query(&Query {
            endpoint: self.endpoint,
            operation: self.operation,
            merchant: self.conduct.merchant_name.as_deref(),
            attempts,
            result: result.as_ref(),
            duration: start.elapsed(),
        });
        result
    }

    async fn attempts(self, retries: Option<&Retries>, sent: &mut u32) -> Result<Reply, Error> {
        let exchange = self.prepare()?;
        // Of other operations nobody knows what a second request would do.
        let is_query = matches!(exchange.table().purpose, Purpose::OrderQuery | Purpose::OrderQueryBatch);
        let retries = retries.filter(|_| is_query);
        if let Some(retries) = retries {
            retries.asked();
        }
        let mut error = match self.attempt(exchange, sent).await? {
            Ok(reply) => return Ok(reply),
            Err(error) => error,
        };
        while let Some(pause) = retries.and_then(|retries| retries.pause(*sent, &error)) {
            // What stops a repetition before it is sent says less than the exchange that failed.
            let Ok(()) = wait::pause(pause).await else { break };
            let Ok(exchange) = self.prepare() else { break };
            match self.attempt(exchange, sent).await {
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
        sent: &mut u32,
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
        *sent += 1;
        let start = conduct.observer.as_ref().map(|_| Instant::now());
        let (incoming, result) = match self.transport.send(exchange.outgoing()).await {
            Ok(incoming) => {
                let result = exchange.receive(&incoming);
                (Some(incoming), result)
            }
            Err(error) => (None, Err(error)),
        };
        if let Some(leave) = leave {
            leave.settle(result.as_ref());
        }
        if let (Some(observer), Some(start)) = (&conduct.observer, start) {
            observer.attempt(&Attempt {
                endpoint: self.endpoint,
                merchant: conduct.merchant_name.as_deref(),
                number: *sent,
                exchange: &exchange,
                incoming: incoming.as_ref(),
                result: result.as_ref(),
                duration: start.elapsed(),
            });
        }
        Ok(result)
    }

    fn prepare(self) -> Result<Exchange<'a>, Error> {
        self.endpoint.prepare(self.operation, self.fields, self.expected, self.ambient)
    }
}
