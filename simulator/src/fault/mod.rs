//! Ways in which an answer goes wrong.

mod chance;
mod damage;
mod room;
mod strike;
mod twist;

use std::fmt;
use std::str::FromStr;

pub use chance::Chance;
pub(crate) use strike::{Honest, Strike};
pub(crate) use twist::Twice;

/// A way in which an answer goes wrong.
///
/// Each is a thing that happened to somebody: to a provider under load, to a proxy in front of it, or on purpose on the
/// way. A client must neither believe nor be stopped by any of them.
///
/// A fault strikes the answer to a question that the provider has nothing against, about an order that it knows. Some
/// need something that not every reply has, such as a signature; where it is said, a reply without it has no room for
/// the fault. What is not said to be changed is as in the reply without the fault; "signed" is: as the
/// specification says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Fault {
    /// The request is read and never answered; the connection stays open.
    NoAnswer,
    /// The status line comes late, by [`Builder::slowness`](crate::Builder::slowness); then the rest at once.
    SlowHead,
    /// The head comes at once, the body drop by drop over [`Builder::slowness`](crate::Builder::slowness).
    SlowBody,
    /// The connection is reset before anything is answered.
    ResetBeforeAnswer,
    /// The connection is reset when half of the body is out.
    ResetInBody,
    /// `content-length` announces 64 bytes more than come; then the connection is closed.
    LengthTooLong,
    /// `content-length` announces half of what there is: the message is cut off where it must not be.
    LengthTooShort,
    /// HTTP 500 with a page of HTML.
    Http500,
    /// HTTP 502 with a page of HTML.
    Http502,
    /// HTTP 200 with the right content type and no body.
    EmptyBody,
    /// The content type is `text/html`.
    WrongContentType,
    /// The body is followed by eight megabytes of white space. A client whose limit is larger rightly believes it, unless it
    /// is a form or signed as bytes.
    HugeBody,
    /// In the middle of a text stands the byte 0xFF, which no UTF-8 has; in a form `%FF`. It is put there after signing.
    BrokenEncoding,
    /// The trade state stands in the message twice: in front of the one that was signed another value of its table,
    /// "paid" if the order is not; inside a JSON text the signature covers both. In a reply without a trade state it is
    /// the first field.
    DuplicateField,
    /// The signature has the right form and does not fit: one bit of it is another. Needs a reply that is signed.
    WrongSignature,
    /// The signature is left out, the field or the header. Needs a reply that is signed.
    NoSignature,
    /// A signed reply about another order, which was paid just now: its numbers look like those of the order that was asked
    /// about, the amount is the same. One of several orders is replaced by it. Where replies do not name the order, nothing
    /// but [`Exchange::told`](crate::Exchange::told) shows it.
    OtherOrder,
    /// The reply names another merchant, and is signed with the key of the one who asks. Needs a field that the specification
    /// compares with a credential.
    OtherMerchant,
    /// A signed trade state that no table lists.
    UnknownStatus,
    /// A signed field, `newField`, that no document knows.
    NewField,
    /// A field is missing that the document promises, and from which neither decision, identity nor another field
    /// takes anything; if there is one, a field that is nothing in the unified order. Needs such a field.
    MissingField,
    /// The trade state is missing.
    MissingState,
    /// A number comes as a text, the amount if it is one. Needs JSON with a number.
    NumberAsText,
    /// A text of digits comes as a number, the provider's order number if it is one. Needs JSON with such a text.
    TextAsNumber,
    /// A refusal at the first tier that nobody signed, even where the specification wants that. Needs a tier.
    UnsignedRefusal,
    /// The provider's refusal for asking too often, signed. Needs a tier.
    TooOften,
    /// The provider's refusal for being in trouble, signed. Needs a tier.
    SystemError,
    /// The provider's clock is a day ahead: every time in the reply that is not an example of the specification, and the
    /// header `date`.
    ClockAhead,
    /// The provider's clock is a day behind, in the same way.
    ClockBehind,
}

impl Fault {
    /// Every fault.
    pub const ALL: &'static [Self] = &[
        Self::NoAnswer,
        Self::SlowHead,
        Self::SlowBody,
        Self::ResetBeforeAnswer,
        Self::ResetInBody,
        Self::LengthTooLong,
        Self::LengthTooShort,
        Self::Http500,
        Self::Http502,
        Self::EmptyBody,
        Self::WrongContentType,
        Self::HugeBody,
        Self::BrokenEncoding,
        Self::DuplicateField,
        Self::WrongSignature,
        Self::NoSignature,
        Self::OtherOrder,
        Self::OtherMerchant,
        Self::UnknownStatus,
        Self::NewField,
        Self::MissingField,
        Self::MissingState,
        Self::NumberAsText,
        Self::TextAsNumber,
        Self::UnsignedRefusal,
        Self::TooOften,
        Self::SystemError,
        Self::ClockAhead,
        Self::ClockBehind,
    ];

    /// Its name in scripts and in the control interface.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoAnswer => "no_answer",
            Self::SlowHead => "slow_head",
            Self::SlowBody => "slow_body",
            Self::ResetBeforeAnswer => "reset_before_answer",
            Self::ResetInBody => "reset_in_body",
            Self::LengthTooLong => "length_too_long",
            Self::LengthTooShort => "length_too_short",
            Self::Http500 => "http_500",
            Self::Http502 => "http_502",
            Self::EmptyBody => "empty_body",
            Self::WrongContentType => "wrong_content_type",
            Self::HugeBody => "huge_body",
            Self::BrokenEncoding => "broken_encoding",
            Self::DuplicateField => "duplicate_field",
            Self::WrongSignature => "wrong_signature",
            Self::NoSignature => "no_signature",
            Self::OtherOrder => "other_order",
            Self::OtherMerchant => "other_merchant",
            Self::UnknownStatus => "unknown_status",
            Self::NewField => "new_field",
            Self::MissingField => "missing_field",
            Self::MissingState => "missing_state",
            Self::NumberAsText => "number_as_text",
            Self::TextAsNumber => "text_as_number",
            Self::UnsignedRefusal => "unsigned_refusal",
            Self::TooOften => "too_often",
            Self::SystemError => "system_error",
            Self::ClockAhead => "clock_ahead",
            Self::ClockBehind => "clock_behind",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// There is no fault of this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no fault `{name}`, only {}", Fault::ALL.iter().map(|fault| fault.name()).collect::<Vec<_>>().join(", "))]
#[non_exhaustive]
pub struct NoSuchFault {
    /// The name.
    pub name: String,
}

impl FromStr for Fault {
    type Err = NoSuchFault;

    fn from_str(name: &str) -> Result<Self, NoSuchFault> {
        let found = Self::ALL.iter().find(|fault| fault.name() == name);
        found.copied().ok_or_else(|| NoSuchFault { name: name.to_owned() })
    }
}

/// How often an armed fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Times {
    /// So many times.
    Count(u32),
    /// Until it is disarmed.
    Always,
}

/// A fault that waits for a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Armed {
    /// The fault.
    pub fault: Fault,
    /// How often it still strikes.
    pub left: Times,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_found_by_its_name_and_by_no_other() {
        for fault in Fault::ALL {
            assert_eq!(fault.name().parse(), Ok(*fault));
        }
        let error = "no_anwser".parse::<Fault>().unwrap_err().to_string();
        assert!(error.starts_with("there is no fault `no_anwser`, only no_answer, slow_head,"), "{error}");
    }
}
