//! Code tables: wire values, the states that they mean, and what to do after a refusal.

use std::fmt;

use crate::collections::setters;
use crate::{List, Names, Str};

/// Wire values and what they mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeTable {
    /// The name by which fields refer to it.
    pub name: Str,
    /// The values that are known; a provider may send others.
    pub codes: List<Code>,
}

impl CodeTable {
    /// A code table.
    #[must_use]
    pub const fn new(name: &'static str, codes: &'static [Code]) -> Self {
        Self { name: Str::Borrowed(name), codes: List::Static(codes) }
    }

    /// The code of a wire value or of one of its aliases.
    #[must_use]
    pub fn find(&self, wire: &str) -> Option<&Code> {
        self.codes
            .iter()
            .find(|code| code.wire == wire)
            .or_else(|| self.codes.iter().find(|code| code.aliases.contains(wire)))
    }
}

/// One value of a code table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The value as it stands on the wire.
    pub wire: Str,
    /// The name of the generated variant.
    pub name: Str,
    /// What the document calls it.
    pub title: Str,
    /// Other texts that the provider sends for it.
    pub aliases: Names,
    /// The order state that it means, for values that decide.
    pub state: Option<OrderState>,
    /// What to do after a refusal with this code.
    pub advice: Option<Advice>,
    /// Why the provider answers so, with the text that tells it apart from others under the same code (empty: any text).
    pub reasons: List<(Reason, Str)>,
}

impl Code {
    /// A code without a meaning.
    #[must_use]
    pub const fn new(wire: &'static str, name: &'static str, title: &'static str) -> Self {
        Self {
            wire: Str::Borrowed(wire),
            name: Str::Borrowed(name),
            title: Str::Borrowed(title),
            aliases: Names::Static(&[]),
            state: None,
            advice: None,
            reasons: List::Static(&[]),
        }
    }

    setters! {
        /// Sets other texts that the provider sends for it.
        aliases(aliases: &'static [&'static str]) { aliases = Names::Static(aliases) }
        /// Sets the order state that it means.
        state(state: OrderState) { state = Some(state) }
        /// Sets what to do after a refusal with this code.
        advice(advice: Advice) { advice = Some(advice) }
        /// Sets why the provider answers so.
        reasons(reasons: &'static [(Reason, Str)]) { reasons = List::Static(reasons) }
    }
}

/// What became of an order.
///
/// `Pending` and `Unknown` are not final: ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum OrderState {
    /// Not paid yet, or in progress.
    Pending,
    /// Paid.
    Paid,
    /// The payment failed.
    Failed,
    /// Closed without payment.
    Closed,
    /// Cancelled (撤销).
    Cancelled,
    /// A refund was accepted; its result is not known yet.
    Refunding,
    /// Refunded.
    Refunded,
    /// A refund failed: the payment stands.
    RefundFailed,
    /// Nobody can say: the provider sent no state, or one that its specification does not list.
    Unknown,
}

impl OrderState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Pending,
        Self::Paid,
        Self::Failed,
        Self::Closed,
        Self::Cancelled,
        Self::Refunding,
        Self::Refunded,
        Self::RefundFailed,
        Self::Unknown,
    ];

    /// Whether asking again can bring no other answer to "was it paid?" (a later refund can still change the order).
    #[must_use]
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Pending | Self::Unknown)
    }

    /// The name in English, as it stands in specifications.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Paid => "Paid",
            Self::Failed => "Failed",
            Self::Closed => "Closed",
            Self::Cancelled => "Cancelled",
            Self::Refunding => "Refunding",
            Self::Refunded => "Refunded",
            Self::RefundFailed => "RefundFailed",
            Self::Unknown => "Unknown",
        }
    }
}

impl fmt::Display for OrderState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What to do after a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Advice {
    /// The provider is in trouble or busy: the same question may be answered later.
    AgainLater,
    /// Asking the same question again brings the same answer.
    Stop,
    /// Not a refusal: the payment is still in progress.
    InProgress,
}

impl Advice {
    /// Its word in specifications.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AgainLater => "again_later",
            Self::Stop => "stop",
            Self::InProgress => "in_progress",
        }
    }
}

/// Why a provider refused to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The signature of the request does not verify.
    BadSignature,
    /// A field of the request is missing, too long or malformed.
    BadRequest,
    /// The provider knows no such order.
    OrderNotFound,
    /// The provider knows no such merchant, or the merchant may not ask.
    UnknownMerchant,
    /// Asked too often.
    TooOften,
    /// The provider is in trouble.
    SystemError,
}

impl Reason {
    /// Its word in specifications.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BadSignature => "bad_signature",
            Self::BadRequest => "bad_request",
            Self::OrderNotFound => "order_not_found",
            Self::UnknownMerchant => "unknown_merchant",
            Self::TooOften => "too_often",
            Self::SystemError => "system_error",
        }
    }
}
