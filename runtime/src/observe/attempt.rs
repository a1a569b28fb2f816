//! One exchange that has ended.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use super::{Exposure, Outcome, Transcript, UnknownCode, hidden, unknown_code};
use crate::{Deviation, Endpoint, Error, Exchange, Incoming, Reply};

/// One exchange that has ended.
///
/// `Debug` shows neither the reply nor the error.
#[derive(Clone, Copy)]
pub struct Attempt<'a> {
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) merchant: Option<&'a str>,
    pub(crate) number: u32,
    pub(crate) exchange: &'a Exchange<'a>,
    pub(crate) incoming: Option<&'a Incoming>,
    pub(crate) result: Result<&'a Reply, &'a Error>,
    pub(crate) duration: Duration,
    pub(crate) exposure: Exposure,
}

impl<'a> Attempt<'a> {
    /// The provider's name.
    #[must_use]
    pub fn provider(&self) -> &'a str {
        &self.endpoint.provider().name
    }

    /// The operation's name.
    #[must_use]
    pub fn operation(&self) -> &'a str {
        &self.exchange.table().name
    }

    /// The name of the merchant, as [`Client::merchant_name`](crate::Client::merchant_name) was told.
    #[must_use]
    pub fn merchant(&self) -> Option<&'a str> {
        self.merchant
    }

    /// The order numbers that were asked for, joined by commas; `None` unless [`Exposure::order_numbers`] allows it.
    #[must_use]
    pub fn order(&self) -> Option<Cow<'a, str>> {
        self.exposure.shows_order_numbers().then(|| hidden::order_numbers(self.exchange))
    }

    /// Which attempt of its query it is, from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// What came of it.
    pub fn result(&self) -> Result<&'a Reply, &'a Error> {
        self.result
    }

    /// What came of it, in one word.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        Outcome::of(self.result)
    }

    /// The HTTP status; `None` if no reply came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.incoming.map(|incoming| incoming.status)
    }

    /// How long the exchange took, without the waiting before it.
    #[must_use]
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// Where an answer departs from its document; nothing of other outcomes.
    #[must_use]
    pub fn deviations(&self) -> &'a [Deviation] {
        self.result.map(Reply::deviations).unwrap_or_default()
    }

    /// The codes of a verified reply, refusals included, that no table lists: the document has grown, or was wrong.
    #[must_use]
    pub fn unknown_codes(&self) -> Vec<UnknownCode<'a>> {
        unknown_code::of(self.exchange, self.result, self.exposure)
    }

    /// What was sent and what came back. Nothing is made before it is asked for.
    #[must_use]
    pub fn transcript(&self) -> Transcript<'a> {
        Transcript::new(self.exchange, self.incoming, self.exposure)
    }
}

impl fmt::Debug for Attempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("provider", &self.provider())
            .field("operation", &self.operation())
            .field("merchant", &self.merchant)
            .field("order", &self.order())
            .field("number", &self.number)
            .field("outcome", &self.outcome())
            .field("status", &self.status())
            .field("duration", &self.duration)
            .finish_non_exhaustive()
    }
}
