//! What a client returned, as far as a table can say it.

use payspec_runtime::{
    Error, Known, Malformed, OrderState, Phase, Reason, Reply, Retry, TiedBy, VerifyError,
};

/// What a client returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A state of the order that was asked about, what ties it to the question, and where the reply departs from its
    /// document.
    Told(OrderState, TiedBy, Vec<String>),
    /// The connection failed or the time was up, at this point.
    Broken(Phase),
    /// An HTTP status.
    Status(u16),
    /// More bytes than a reply may have.
    TooLarge,
    /// No message, for this reason.
    Malformed(Garbled),
    /// A signature that is missing.
    Unsigned,
    /// A signature that is wrong.
    Forged,
    /// A message about something else: by this field.
    Elsewhere(&'static str),
    /// A refusal for this reason, with a code that is signed or not.
    Refused(Option<Reason>, Signed),
    /// A message without this field.
    Incomplete(&'static str),
    /// A message in which this field is not what it should be.
    Unreadable(&'static str),
    /// Something that no row speaks of.
    Other(String),
}

/// Why a body is no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Garbled {
    Empty,
    NotUtf8,
    Duplicate,
    /// It ends too soon.
    CutOff,
}

/// Whether a signature vouches for a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signed {
    Yes,
    No,
}

impl Outcome {
    /// What a client returned about the first order that was asked about.
    pub(crate) fn of(answered: &Result<Reply, Error>) -> Self {
        match answered {
            Ok(reply) => match reply.orders().first() {
                Some(order) => {
                    let deviations = reply.deviations().iter().map(ToString::to_string).collect();
                    Self::Told(order.state, order.tied_by, deviations)
                }
                None => Self::Other("a reply without orders".to_owned()),
            },
            Err(error) => Self::of_error(error),
        }
    }

    fn of_error(error: &Error) -> Self {
        match error {
            Error::Transport { phase, .. } => Self::Broken(*phase),
            Error::Status { status } => Self::Status(*status),
            Error::TooLarge { .. } => Self::TooLarge,
            Error::Malformed(Malformed::Empty) => Self::Malformed(Garbled::Empty),
            Error::Malformed(Malformed::NotUtf8) => Self::Malformed(Garbled::NotUtf8),
            Error::Malformed(Malformed::Duplicate { .. }) => Self::Malformed(Garbled::Duplicate),
            Error::Malformed(Malformed::Syntax { .. }) => Self::Malformed(Garbled::CutOff),
            Error::Unverified(VerifyError::Missing { .. }) => Self::Unsigned,
            Error::Unverified(VerifyError::Wrong) => Self::Forged,
            Error::Mismatch { field, .. } => Self::Elsewhere(known(field)),
            Error::Incomplete { field } => Self::Incomplete(known(field)),
            Error::Unreadable { field, .. } => Self::Unreadable(known(field)),
            Error::Refused(refusal) => {
                Self::Refused(refusal.reason, if refusal.authentic { Signed::Yes } else { Signed::No })
            }
            other => Self::Other(format!("{other:?}")),
        }
    }

    /// What the error must say is known, and whether asking again is sensible; `None` where there is no error.
    pub(crate) fn says(&self) -> Option<(Known, Retry)> {
        Some(match self {
            Self::Told(..) | Self::Other(_) => return None,
            Self::Broken(Phase::Connecting) => (Known::NothingSent, Retry::Sensible),
            Self::Broken(_) => (Known::MayHaveBeenReceived, Retry::Sensible),
            Self::Status(500..) => (Known::MayHaveBeenReceived, Retry::Later),
            Self::Status(_) => (Known::MayHaveBeenReceived, Retry::Pointless),
            Self::Malformed(_) | Self::Incomplete(_) | Self::Unreadable(_) => {
                (Known::NotTrusted, Retry::Later)
            }
            Self::TooLarge | Self::Unsigned | Self::Forged | Self::Elsewhere(_) => {
                (Known::NotTrusted, Retry::Pointless)
            }
            // None of the faults is a refusal that only a correction ends.
            Self::Refused(_, Signed::Yes) => (Known::Refused, Retry::Later),
            Self::Refused(_, Signed::No) => (Known::NotTrusted, Retry::Later),
        })
    }
}

/// A name of a field that a row may speak of.
fn known(field: &str) -> &'static str {
    const FIELDS: &[&str] = &[
        "transactionId",
        "third_order_id",
        "leshua_order_id",
        "data.mchOrderNo",
        "data.payOrderId",
        "orderNo",
        "orders[].orderNo",
        "merchant_id",
        "data.mchNo",
        "data.appId",
        "mid",
        "origRespCode",
        "status",
        "data.state",
        "orders[].status",
        "orders",
    ];
    FIELDS.iter().find(|known| **known == field).copied().unwrap_or("a field that no row speaks of")
}
