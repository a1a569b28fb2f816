//! What happened, for those who watch: each attempt, and each query as a whole.

use std::fmt::Debug;
use std::time::Duration;

use payspec_table::OrderState;

use crate::{Endpoint, Error, Exchange, Incoming, Reply};

/// Is told what a client does. Its methods are called in the task that asks: they must be quick, and must not wait.
///
/// A query that is dropped before its end is told to nobody.
pub trait Observer: Send + Sync + Debug {
    /// One exchange has ended.
    fn attempt(&self, attempt: &Attempt<'_>) {
        let _ = attempt;
    }

    /// A query has ended, with all its attempts.
    fn query(&self, query: &Query<'_>) {
        let _ = query;
    }
}

/// One exchange that has ended.
#[derive(Debug)]
pub struct Attempt<'a> {
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) merchant: Option<&'a str>,
    pub(crate) number: u32,
    pub(crate) exchange: &'a Exchange<'a>,
    pub(crate) incoming: Option<&'a Incoming>,
    pub(crate) result: Result<&'a Reply, &'a Error>,
    pub(crate) duration: Duration,
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
}

/// A query that has ended, with all its attempts.
#[derive(Debug)]
pub struct Query<'a> {
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) operation: &'a str,
    pub(crate) merchant: Option<&'a str>,
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

    /// The operation's name.
    #[must_use]
    pub fn operation(&self) -> &'a str {
        self.operation
    }

    /// The name of the merchant, as [`Client::merchant_name`](crate::Client::merchant_name) was told.
    #[must_use]
    pub fn merchant(&self) -> Option<&'a str> {
        self.merchant
    }

    /// How many exchanges there were; none if nothing could be sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
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

    /// How long it took, with the waiting before and between the attempts.
    #[must_use]
    pub fn duration(&self) -> Duration {
        self.duration
    }
}

/// What came of an attempt or a query, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// An authentic answer with a state, or with `Unknown`.
    Answered(OrderState),
    /// The provider refused.
    Refused,
    /// The connection failed or timed out.
    Transport,
    /// An HTTP status that is no success, a redirect among them.
    Status,
    /// The provider is left alone for a while.
    CircuitOpen,
    /// The reply was not signed as it must be.
    Unverified,
    /// The reply is not about what was asked.
    Mismatch,
    /// The reply cannot be read, or is too large.
    Unreadable,
    /// Nothing was sent: the request, the credentials or the settings are wrong.
    NotSent,
}

impl Outcome {
    /// What came of it.
    #[must_use]
    pub fn of(result: Result<&Reply, &Error>) -> Self {
        match result {
            Ok(reply) => Self::Answered(reply.state()),
            Err(Error::Refused(_)) => Self::Refused,
            Err(Error::Transport { .. }) => Self::Transport,
            Err(Error::Status { .. } | Error::Redirect { .. } | Error::RedirectFollowed) => Self::Status,
            Err(Error::CircuitOpen { .. }) => Self::CircuitOpen,
            Err(Error::Unverified(_)) => Self::Unverified,
            Err(Error::Mismatch { .. }) => Self::Mismatch,
            Err(error) if error.known() == crate::Known::NothingSent => Self::NotSent,
            Err(_) => Self::Unreadable,
        }
    }

    /// A label in `snake_case`: that of the state of an answer is not part of it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answered(_) => "answered",
            Self::Refused => "refused",
            Self::Transport => "transport",
            Self::Status => "status",
            Self::CircuitOpen => "circuit_open",
            Self::Unverified => "unverified",
            Self::Mismatch => "mismatch",
            Self::Unreadable => "unreadable",
            Self::NotSent => "not_sent",
        }
    }
}
