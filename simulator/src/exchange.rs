//! What was asked and answered.

use std::fmt;

use payspec_runtime::ChinaTime;
use payspec_table::{OrderState, Reason};

use crate::Fault;

/// What was asked and answered once.
///
/// It holds no key: one in the canonical string, in the request or in the answer is shown as `***`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exchange {
    /// Its number; the first has 1.
    pub number: u64,
    /// When the request had been read.
    pub at: ChinaTime,
    /// The provider's name.
    pub provider: String,
    /// The operation's name; `None` if nothing is asked at that URL.
    pub operation: Option<String>,
    /// The order numbers that were asked about, as they came.
    pub orders: Vec<String>,
    /// What came of it.
    pub verdict: Verdict,
    /// What the answer tells to somebody who believes it, about which order. With a fault it can differ from what is
    /// so; it is empty where the answer is none, or is not to be believed.
    pub told: Vec<Told>,
    /// The fault that struck.
    pub fault: Option<Fault>,
    /// The string over which the simulator computed the signature of the request, from the fields that the
    /// specification knows; `None` where there is none. The key is shown as `***`, and so is a body.
    pub canonical: Option<String>,
    /// The signature that the simulator computed over it; `None` where only the merchant can, with his private key.
    pub computed: Option<String>,
    /// The signature that came with the request.
    pub signature: Option<String>,
    /// The request.
    pub request: Shown,
    /// The answer; empty where there was none.
    pub answer: Shown,
}

impl Exchange {
    /// What came of it, in words for a log: the verdict, and what a fault made of it.
    ///
    /// `answered: Pending; the fault other_order struck, and it told: JD2 Paid`
    #[must_use]
    pub fn in_words(&self) -> String {
        let mut words = self.verdict.to_string();
        let Some(fault) = self.fault else { return words };
        words.extend(["; the fault ", fault.name(), " struck, and it told"]);
        if self.told.is_empty() {
            words.push_str(" nothing");
        }
        for (index, told) in self.told.iter().enumerate() {
            let joint = if index == 0 { ": " } else { ", " };
            words.extend([joint, &told.order, " ", told.state.name()]);
        }
        words
    }
}

/// What was answered about an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The merchant's number of the order that the answer is about.
    pub order: String,
    /// The state that it tells; [`OrderState::Unknown`] where it tells none.
    pub state: OrderState,
}

/// A message as it went over HTTP, to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Shown {
    /// The request line or the status line, and the headers, a line each.
    pub head: String,
    /// The body; of one that is longer than [`Shown::MAX_BODY`] the start. Bytes that are no UTF-8 are shown as U+FFFD.
    pub body: String,
    /// How many bytes the body has.
    pub length: usize,
}

impl Shown {
    /// The most bytes of a body that are shown.
    pub const MAX_BODY: usize = 16 << 10;

    /// A message in which none of these secrets stands.
    pub(crate) fn new(head: String, body: &[u8], secrets: &[&str]) -> Self {
        let shown = body.get(..Self::MAX_BODY).unwrap_or(body);
        let mut shown = Self { head, body: String::from_utf8_lossy(shown).into_owned(), length: body.len() };
        for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
            for text in [&mut shown.head, &mut shown.body] {
                if text.contains(secret) {
                    *text = text.replace(secret, "***");
                }
            }
        }
        shown
    }
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
