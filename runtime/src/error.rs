//! What can go wrong, what is known afterwards, and whether asking again is sensible.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use crate::{
    Against, CredentialsError, Found, Malformed, RandomError, Refusal, SignError, VerifyError, Violations,
};

/// Why there is no answer.
///
/// No error means that a payment failed: what became of the order is unknown. Neither `Display` nor `Debug` shows
/// secrets, bodies or values of personal fields. Cloning is cheap enough to tell each of several orders.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The provider's table has no such operation, or the operation does not offer what was asked of it.
    #[error("provider `{provider}`: {what}")]
    Unsupported {
        /// The provider's name.
        provider: String,
        /// What it does not have.
        what: String,
    },
    /// The request breaks rules of the provider's document; all of them are listed.
    #[error("the request was not sent, correct it first: {0}")]
    Invalid(Violations),
    /// Nobody has written down yet how messages of the operation are signed: the specification says `undecided: true`.
    #[error(
        "the request was not sent: the specification of `{provider}` leaves open how the {} of `{operation}` is signed; \
         write down the rule `signing.{}` where it says `undecided: true`",
        .direction.word(), .direction.word()
    )]
    Undecided {
        /// The provider's name.
        provider: String,
        /// The operation's name.
        operation: String,
        /// Which of its messages.
        direction: Direction,
    },
    /// A credential is missing, empty or of the wrong kind.
    #[error("the request was not sent: {0}")]
    Credentials(#[from] CredentialsError),
    /// The request could not be signed.
    #[error("the request was not sent: {0}")]
    Sign(#[from] SignError),
    /// The operating system gave no random bytes.
    #[error("the request was not sent: {0}")]
    Random(#[from] RandomError),
    /// The URL of the provider cannot be used.
    #[error("the request was not sent: the provider's URL is unusable: {what}")]
    Url {
        /// What is wrong with it.
        what: &'static str,
    },
    /// The URL is plain http and that was not allowed.
    #[error("the request was not sent: `{host}` would be asked over plain http; use https, or {}", .replies.advice())]
    PlainHttp {
        /// The host.
        host: String,
        /// Whether the provider signs its replies.
        replies: Replies,
    },
    /// The client cannot run where it was called, or with the settings that it was given.
    #[error("the request was not sent: {what}")]
    Unusable {
        /// Why.
        what: String,
    },
    /// The provider failed again and again, and is left alone for a while; see [`Circuit`](crate::Circuit).
    #[error(
        "the request was not sent: `{provider}` failed again and again and has been left alone for {} s; ask again \
         in {} s",
        .open_for.as_secs(), whole_seconds(*.retry_in)
    )]
    CircuitOpen {
        /// The provider's name.
        provider: String,
        /// How long ago it was decided to leave it alone.
        open_for: Duration,
        /// When it is asked again. While the first question after a pause is on its way, a guess.
        retry_in: Duration,
    },
    /// The connection failed or timed out.
    #[error("{phase}: {source}; queries may be repeated")]
    Transport {
        /// How far it came.
        phase: Phase,
        /// What the transport says.
        source: Cause,
    },
    /// The provider redirected; redirects are never followed.
    #[error("the provider answered with a redirect (HTTP {status}), which is never followed; check the URL")]
    Redirect {
        /// The HTTP status.
        status: u16,
    },
    /// A reqwest client of the caller's own followed a redirect; what it brought back was not read.
    #[error(
        "the HTTP client that was given followed a redirect, and what answers there is not the provider that was \
         asked; build it with `reqwest::redirect::Policy::none()`"
    )]
    RedirectFollowed,
    /// The HTTP status is not a success; the body was not read.
    #[error("the provider answered with HTTP status {status}")]
    Status {
        /// The HTTP status.
        status: u16,
    },
    /// The reply is larger than the policy allows.
    #[error("the reply is larger than {limit} bytes; raise the limit if the provider really sends that much")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The reply is no message in the encoding of the table.
    #[error("the reply cannot be read: {0}")]
    Malformed(#[from] Malformed),
    /// The signature of the reply does not prove that the provider sent it.
    #[error("the reply cannot be trusted: {0}")]
    Unverified(#[from] VerifyError),
    /// The provider refused to answer. The state of the order is unknown.
    #[error("{0}")]
    Refused(Box<Refusal>),
    /// The reply is authentic but not about what was asked.
    #[error("the reply is not about what was asked: its `{field}` {found} {against}; do not book it")]
    Mismatch {
        /// The field of the reply, by its path.
        field: String,
        /// How it fails.
        found: Found,
        /// What it was compared with.
        against: Against,
    },
    /// A field that the decision or the reply's type cannot do without is missing.
    #[error("the reply lacks the field `{field}`, nothing can be said without it")]
    Incomplete {
        /// The field, by its path.
        field: String,
    },
    /// A field that the decision or the reply's type cannot do without does not have the form of its table.
    #[error("the reply's field `{field}` is not {expected}, nothing can be said without it")]
    Unreadable {
        /// The field, by its path.
        field: String,
        /// What it should be.
        expected: &'static str,
    },
    /// The provider answered a question about several orders, and the answer is authentic, but it does not name this one.
    #[error("the reply says nothing about the order `{order}`")]
    Unanswered {
        /// The number that was asked for.
        order: String,
    },
}

impl Error {
    /// What is known about the request after this error.
    #[must_use]
    pub const fn known(&self) -> Known {
        match self {
            Self::Unsupported { .. }
            | Self::Undecided { .. }
            | Self::Invalid(_)
            | Self::Credentials(_)
            | Self::Sign(_)
            | Self::Random(_)
            | Self::Url { .. }
            | Self::PlainHttp { .. }
            | Self::Unusable { .. }
            | Self::CircuitOpen { .. }
            | Self::Transport { phase: Phase::Connecting, .. } => Known::NothingSent,
            Self::Transport { .. } | Self::Status { .. } => Known::MayHaveBeenReceived,
            Self::Refused(refusal) if refusal.authentic => Known::Refused,
            Self::Unanswered { .. } => Known::Answered,
            Self::Redirect { .. }
            | Self::RedirectFollowed
            | Self::TooLarge { .. }
            | Self::Malformed(_)
            | Self::Unverified(_)
            | Self::Refused(_)
            | Self::Mismatch { .. }
            | Self::Incomplete { .. }
            | Self::Unreadable { .. } => Known::NotTrusted,
        }
    }

    /// Whether asking the same question again is sensible. Queries are idempotent: it never does harm.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::Random(_) | Self::Transport { .. } => Retry::Sensible,
            Self::Status { status: 408 | 429 | 500.. } => Retry::Later,
            Self::CircuitOpen { .. } | Self::Unanswered { .. } => Retry::Later,
            Self::Sign(error) if error.may_pass() => Retry::Later,
            Self::Malformed(_) | Self::Incomplete { .. } | Self::Unreadable { .. } => Retry::Later,
            Self::Refused(refusal) => refusal.retry(),
            _ => Retry::Pointless,
        }
    }

    /// A transport's failure, for those who write one.
    pub fn transport(phase: Phase, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Transport { phase, source: Cause::new(source) }
    }
}

/// What something outside of this crate says about its failure: the error itself, shared.
#[derive(Clone)]
pub struct Cause(Arc<dyn std::error::Error + Send + Sync>);

impl Cause {
    /// Shares an error.
    pub fn new(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(error.into().into())
    }
}

impl Deref for Cause {
    type Target = dyn std::error::Error + Send + Sync;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, f)
    }
}

impl std::fmt::Debug for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(&self.0, f)
    }
}

/// So that nobody asks too early.
fn whole_seconds(time: Duration) -> u64 {
    time.as_secs().saturating_add(u64::from(time.subsec_nanos() > 0))
}

/// What is known about a request after an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Known {
    /// Nothing was sent.
    NothingSent,
    /// The provider may have received it.
    MayHaveBeenReceived,
    /// The provider received it and refused; the refusal is authentic.
    Refused,
    /// The provider received it and answered; the answer is authentic and says nothing about the order.
    Answered,
    /// What came back proves nothing about the order: nobody vouches for it, or it is genuine and yet about another question
    /// ([`Error::Mismatch`]), or lacks what the answer hangs on ([`Error::Incomplete`], [`Error::Unreadable`]). A genuine
    /// one can still be an older one, which somebody on the way sent once more.
    NotTrusted,
}

/// Whether asking the same question again is sensible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Retry {
    /// Yes, at the interval that the provider asks for.
    Sensible,
    /// Yes, after a pause: the provider is in trouble or busy.
    Later,
    /// No: the answer will be the same until something is corrected.
    Pointless,
}

/// How far a request came before the transport failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// No connection was made: nothing was sent.
    Connecting,
    /// The connection failed while the request was sent or before an answer began: it may have been received.
    Sending,
    /// The answer broke off.
    Receiving,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connecting => "no connection to the provider, nothing was sent",
            Self::Sending => "no answer from the provider, it may have received the request",
            Self::Receiving => "the provider's answer broke off",
        })
    }
}

/// Which of the two messages of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Direction {
    /// What is sent.
    Request,
    /// What comes back.
    Response,
}

impl Direction {
    const fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

/// Whether a provider signs its replies, which decides what plain http would mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Replies {
    /// They are signed: plain http shows the exchange to others, and can be allowed.
    Signed,
    /// They are not: the transport alone vouches for them, and plain http cannot be allowed.
    Unsigned,
}

impl Replies {
    const fn advice(self) -> &'static str {
        match self {
            Self::Signed => "allow plain http explicitly if the provider offers nothing else",
            Self::Unsigned => {
                "ask a loopback address: replies of this provider are not signed, so that plain http cannot be allowed"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_connection_sent_nothing_and_a_broken_answer_may_have() {
        let at = |phase| Error::transport(phase, "x").known();
        assert_eq!(at(Phase::Connecting), Known::NothingSent);
        assert_eq!(at(Phase::Sending), Known::MayHaveBeenReceived);
        assert_eq!(at(Phase::Receiving), Known::MayHaveBeenReceived);
    }

    #[test]
    fn a_clone_of_an_error_has_the_same_cause() {
        let cause = std::io::Error::new(std::io::ErrorKind::ConnectionReset, "gone");
        let error = Error::transport(Phase::Sending, cause).clone();
        let source =
            std::error::Error::source(&error).and_then(|source| source.downcast_ref::<std::io::Error>());
        assert_eq!(source.map(std::io::Error::kind), Some(std::io::ErrorKind::ConnectionReset));
    }

    #[test]
    fn an_order_that_a_reply_does_not_name_is_answered_and_worth_another_question() {
        let error = Error::Unanswered { order: "JD1".into() };
        assert_eq!((error.known(), error.retry()), (Known::Answered, Retry::Later));
        assert_eq!(error.to_string(), "the reply says nothing about the order `JD1`");
    }

    #[test]
    fn no_time_is_too_long_to_be_told() {
        let (provider, time) = ("acme".to_owned(), Duration::MAX);
        let error = Error::CircuitOpen { provider, open_for: time, retry_in: time };
        assert!(error.to_string().ends_with(&format!("ask again in {} s", u64::MAX)), "{error}");
    }

    #[test]
    fn only_statuses_that_may_pass_are_worth_another_try() {
        let retry = |status| Error::Status { status }.retry();
        assert_eq!(retry(503), Retry::Later);
        assert_eq!(retry(429), Retry::Later);
        assert_eq!(retry(404), Retry::Pointless);
    }

    #[test]
    fn plain_http_to_a_provider_that_does_not_sign_is_never_said_to_be_allowable() {
        let words = |replies| Error::PlainHttp { host: "a.example".into(), replies }.to_string();
        assert!(words(Replies::Signed).contains("allow plain http explicitly"));
        assert!(!words(Replies::Unsigned).contains("explicitly"));
    }
}
