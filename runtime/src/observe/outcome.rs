//! What came of an attempt or a query.

use payspec_table::OrderState;

use crate::error::Phase;
use crate::{Error, Known, Reply};

/// What came of an attempt or a query, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// An authentic answer with a state, or with `Unknown`; in a reply about several orders, the state of the reply as a
    /// whole.
    Answered(OrderState),
    /// The provider refused.
    Refused,
    /// The connection failed or timed out at this point.
    Transport(Phase),
    /// An HTTP status that is no success, a redirect among them.
    Status,
    /// The provider is left alone for a while.
    CircuitOpen,
    /// The reply was not signed as it must be.
    Unverified,
    /// The reply is not about what was asked.
    Mismatch,
    /// The reply cannot be read, lacks what it must have, or is too large.
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
            Err(Error::Transport { phase, .. }) => Self::Transport(*phase),
            Err(Error::Status { .. } | Error::Redirect { .. } | Error::RedirectFollowed) => Self::Status,
            Err(Error::CircuitOpen { .. }) => Self::CircuitOpen,
            Err(Error::Unverified(_)) => Self::Unverified,
            Err(Error::Mismatch { .. }) => Self::Mismatch,
            Err(error) if error.known() == Known::NothingSent => Self::NotSent,
            Err(_) => Self::Unreadable,
        }
    }

    /// A label in `snake_case`, one of `answered`, `refused`, `not_connected`, `no_answer`, `broken_off`, `status`,
    /// `circuit_open`, `unverified`, `mismatch`, `unreadable`, `not_sent`. The state of an answer is not part of it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Answered(_) => "answered",
            Self::Refused => "refused",
            Self::Transport(Phase::Connecting) => "not_connected",
            Self::Transport(Phase::Sending) => "no_answer",
            Self::Transport(Phase::Receiving) => "broken_off",
            Self::Status => "status",
            Self::CircuitOpen => "circuit_open",
            Self::Unverified => "unverified",
            Self::Mismatch => "mismatch",
            Self::Unreadable => "unreadable",
            Self::NotSent => "not_sent",
        }
    }

    /// The state of an answer.
    #[must_use]
    pub const fn state(self) -> Option<OrderState> {
        match self {
            Self::Answered(state) => Some(state),
            _ => None,
        }
    }
}
