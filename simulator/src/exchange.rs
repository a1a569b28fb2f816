//! What was asked and answered.

use std::fmt;

use payspec_table::{OrderState, Reason};

/// What was asked and answered once.
///
/// It holds nothing secret: the key in the canonical string is masked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exchange {
    /// The provider's name.
    pub provider: String,
    /// The operation's name; `None` if nothing is asked at that URL.
    pub operation: Option<String>,
    /// The order numbers that were asked about, as they came.
    pub orders: Vec<String>,
    /// What came of it.
    pub verdict: Verdict,
    /// The string over which the simulator computed the signature of the request, from the fields that the
    /// specification knows; `None` where there is none. The key is shown as `***`, and so is a body.
    pub canonical: Option<String>,
    /// The signature that came with the request.
    pub signature: Option<String>,
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// It was answered, with the states of these orders; one that the provider has no code for is sent as a code that is
    /// not listed.
    Answered {
        /// The states.
        states: Vec<OrderState>,
    },
    /// It was refused, in the provider's way.
    Refused {
        /// For this reason.
        reason: Reason,
        /// In the simulator's words, which the provider's answer does not contain.
        why: String,
    },
    /// There is no operation at this URL: HTTP 404.
    NoOperation,
    /// The specification does not tell how to answer, or there is no randomness: HTTP 500.
    Failed {
        /// Why.
        why: String,
    },
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered { states } if states.is_empty() => f.write_str("answered"),
            Self::Answered { states } => {
                f.write_str("answered: ")?;
                for (index, state) in states.iter().enumerate() {
                    write!(f, "{}{state}", if index > 0 { ", " } else { "" })?;
                }
                Ok(())
            }
            Self::Refused { why, .. } => write!(f, "refused: {why}"),
            Self::NoOperation => f.write_str("no operation is asked at this URL"),
            Self::Failed { why } => write!(f, "no answer: {why}"),
        }
    }
}
