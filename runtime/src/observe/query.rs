//! A query that has ended.

use std::fmt;
use std::time::Duration;

use super::Outcome;
use crate::{Endpoint, Error, Reply};

/// A query that has ended, with all its attempts.
///
/// `Debug` shows neither the reply nor the error.
#[derive(Clone, Copy)]
pub struct Query<'a> {
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) operation: &'a str,
    pub(crate) merchant: Option<&'a str>,
    pub(crate) order: Option<&'a str>,
    pub(crate) attempts: u32,
    pub(crate) result: Result<&'a Reply, &'a Error>,
    pub(crate) duration: Duration,
}

impl<'a> Query<'a> {
    /// The provider's name.
    #[must_use]
    pub fn provider(&self) -> &'a str {
        &self.endpoint.provider().name
    }

    /// The name of the operation that was asked for; the provider may have none of this name.
    #[must_use]
    pub fn operation(&self) -> &'a str {
        self.operation
    }

    /// The name of the merchant, as [`Client::merchant_name`](crate::Client::merchant_name) was told.
    #[must_use]
    pub fn merchant(&self) -> Option<&'a str> {
        self.merchant
    }

    /// The order numbers that were asked for, joined by commas; `None` unless
    /// [`Exposure::order_numbers`](super::Exposure::order_numbers) allows it, or if the request could not be made.
    #[must_use]
    pub fn order(&self) -> Option<&'a str> {
        self.order
    }

    /// How many exchanges there were; none if nothing could be sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// What came of it. A typed request can still fail afterwards, if the reply lacks a field that its type needs.
    pub fn result(&self) -> Result<&'a Reply, &'a Error> {
        self.result
    }

    /// What came of it, in one word.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        Outcome::of(self.result)
    }

    /// How long it took, with the waiting before and between the attempts.
    #[must_use]
    pub fn duration(&self) -> Duration {
        self.duration
    }
}

impl fmt::Debug for Query<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("provider", &self.provider())
            .field("operation", &self.operation)
            .field("merchant", &self.merchant)
            .field("order", &self.order)
            .field("attempts", &self.attempts)
            .field("outcome", &self.outcome())
            .field("duration", &self.duration)
            .finish()
    }
}
