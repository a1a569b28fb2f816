//! What was asked and answered.

pub(crate) mod veil;

use std::fmt;

use payspec_runtime::ChinaTime;
use payspec_table::{OrderState, Reason};

use crate::Fault;
use crate::exchange::veil::Veil;
use crate::question::Asked;
use crate::reply::delivery::{Delivery, Parcel};

/// What was asked and answered once.
///
/// It holds no key: one in the canonical string, in the request or in the answer is shown as `***`. Of a text that is longer
/// than [`Shown::MAX_BODY`] it has the start.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exchange {
    /// Its number; the first has 1. They are given when the answers are ready: of two questions about one order that arrive at
    /// the same moment, the one that was decided first can have the larger number.
    pub number: u64,
    /// When the request had been read.
    pub at: ChinaTime,
    /// The provider's name; `None` if the URL names none that is simulated.
    pub provider: Option<String>,
    /// The operation's name; `None` if nothing is asked at that URL.
    pub operation: Option<String>,
    /// The order numbers that were asked about, as they came; of more than a thousand the first.
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
    /// One of which nothing is known yet but who is asked.
    pub(crate) fn begun(provider: Option<&str>) -> Self {
        Self {
            number: 0,
            at: ChinaTime::now(),
            provider: provider.map(str::to_owned),
            operation: None,
            orders: Vec::new(),
            verdict: Verdict::NoOperation,
            told: Vec::new(),
            fault: None,
            canonical: None,
            computed: None,
            signature: None,
            request: Shown::default(),
            answer: Shown::default(),
        }
    }

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
#[non_exhaustive]
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

    pub(crate) fn new(head: String, body: &[u8], veil: &Veil) -> Self {
        let text = String::from_utf8_lossy(body).into_owned();
        Self { head: veil.over(head), body: veil.over(text), length: body.len() }
    }

    /// A request; of its URL what follows the provider's.
    pub(crate) fn request(asked: &Asked, veil: &Veil) -> Self {
        let path = if asked.path.is_empty() { "/" } else { &asked.path };
        let mut head = format!("{} {path}", asked.method);
        if !asked.query.is_empty() {
            head.extend(["?", &asked.query]);
        }
        Self::new(with_headers(head, &asked.headers), &asked.body, veil)
    }

    /// An answer, as far as it is sent.
    pub(crate) fn answer(parcel: &Parcel, veil: &Veil) -> Self {
        let head = with_headers(format!("HTTP {}", parcel.status), &parcel.headers);
        let mut shown = Self::new(head, &parcel.body, veil);
        match parcel.delivery {
            Delivery::Never | Delivery::ResetBeforeAnswer => return Self::default(),
            Delivery::Padded(more) => shown.length += more,
            _ => {}
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
    /// It was no question to a provider: the URL names none that is simulated, no operation has this HTTP method, or the
    /// request is too long; its body is not read then.
    NoQuestion {
        /// With which HTTP status: 404, 405 or 413.
        status: u16,
        /// Why, as it was answered.
        why: String,
    },
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
            Self::NoQuestion { why, .. } => f.write_str(why),
            Self::Failed { why } => write!(f, "no answer: {why}"),
        }
    }
}

fn with_headers(mut head: String, headers: &[(String, String)]) -> String {
    for (name, value) in headers {
        head.extend(["\n", name, ": ", value]);
    }
    head
}
