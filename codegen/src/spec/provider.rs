//! The head of a specification: the provider, its environments, credentials and code tables.

use serde_yaml::Value;

use super::read::{Entries, Read, node, words};
use super::wrong_value::wrong_type;
use super::{OperationSpec, SigningSpec};
use crate::reporter::Reporter;
#[cfg(feature = "toolbox")]
use crate::schema::Shape;
use crate::source::Place;

words! {
    /// How well something is known.
    pub(crate) enum Basis {
        /// The document that the specification restates says so.
        Document = "doc",
        /// Recomputed against messages that the provider published.
        Verified = "verified",
        /// Another page of the provider says so.
        Stated = "stated",
        /// What clients of the provider do, or the likely reading.
        Inferred = "inferred",
        /// Nobody could find it: a guess that a reader must not trust.
        Unknown = "unknown",
    }
}

words! {
    /// What an order's state can be.
    pub(crate) enum StateWord {
        /// Not paid yet, or in progress.
        Pending = "Pending",
        /// Paid.
        Paid = "Paid",
        /// The payment failed for good.
        Failed = "Failed",
        /// Closed without a payment.
        Closed = "Closed",
        /// Cancelled (撤销).
        Cancelled = "Cancelled",
        /// A refund was accepted; its result is not known.
        Refunding = "Refunding",
        /// Refunded.
        Refunded = "Refunded",
        /// The refund failed.
        RefundFailed = "RefundFailed",
        /// Nobody can tell.
        Unknown = "Unknown",
    }
}

words! {
    /// What to do after a refusal.
    pub(crate) enum AdviceWord {
        /// Asking again later is sensible.
        AgainLater = "again_later",
        /// Only a correction helps; asking again does not.
        Stop = "stop",
        /// No refusal at all: the order is Pending.
        InProgress = "in_progress",
    }
}

words! {
    /// Why a provider refuses.
    pub(crate) enum ReasonWord {
        /// The signature is wrong.
        BadSignature = "bad_signature",
        /// A field is missing or wrong.
        BadRequest = "bad_request",
        /// There is no such order.
        OrderNotFound = "order_not_found",
        /// The merchant is not known, or may not ask.
        UnknownMerchant = "unknown_merchant",
        /// Asked too often.
        TooOften = "too_often",
        /// Something is wrong at the provider.
        SystemError = "system_error",
    }
}

words! {
    /// What a credential is.
    pub(crate) enum CredentialType {
        /// A text.
        Text = "text",
        /// The merchant's RSA key.
        PrivateKey = "private_key",
        /// The provider's RSA key.
        PublicKey = "public_key",
    }
}

node! {
    /// A whole specification.
    pub(crate) struct ProviderSpec {
        /// The version of the language.
        required version = "payspec": u32,
        /// The name for programs, in `snake_case`: also that of the module and of the cargo feature.
        required provider: String,
        /// The name for people.
        required title: String,
        /// What it is about, in a sentence or two.
        optional description: String,
        /// ISO 4217, for amounts that name no currency of their own. Default: `CNY`.
        optional currency: String,
        /// The documents that the file restates, by names of your choice.
        optional documents: Entries<DocumentSpec>,
        /// Where the provider is: a URL for each environment. Without any the caller gives the URL.
        optional environments: Entries<EnvironmentSpec>,
        /// What a merchant is given by the provider, or gives to it: merchant numbers and keys.
        optional credentials: Entries<CredentialSpec>,
        /// Code tables: the values that a field of type `code` may have, and what they mean.
        optional codes: Entries<Entries<CodeSpec>>,
        /// Rules by which messages are signed. `request` and `response` are those of the two directions.
        optional signing: Entries<SigningSpec>,
        /// What the provider can be asked. The names become methods, in `snake_case`.
        required operations: Entries<OperationSpec>,
    }
}

node! {
    /// A document that the specification restates.
    pub(crate) struct DocumentSpec {
        /// Its title.
        required title: String,
        /// Where it is.
        optional url: String,
        /// Its date, or that of its last change.
        optional date: String,
    }
}

/// Where a provider is: a URL, or a URL with what is known about it.
#[derive(Debug, Clone)]
pub(crate) struct EnvironmentSpec {
    pub(crate) url: String,
    pub(crate) basis: Option<Basis>,
    pub(crate) because: Option<String>,
}

node! {
    pub(crate) struct LongEnvironment {
        /// An absolute http or https URL without a slash at its end, without query, fragment or user.
        required url: String,
        /// How well this is known. Without it: the document says so.
        optional basis: Basis,
        /// Why it is so, one sentence in your own words.
        optional because: String,
    }
}

impl Read for EnvironmentSpec {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self> {
        match value {
            Value::String(url) => Some(Self { url: url.clone(), basis: None, because: None }),
            Value::Mapping(_) => LongEnvironment::read(value, place, reporter).map(|long| Self {
                url: long.url,
                basis: long.basis,
                because: long.because,
            }),
            other => {
                wrong_type(other, "a URL, or a mapping with `url`", place, reporter);
                None
            }
        }
    }
}

#[cfg(feature = "toolbox")]
impl Shape for EnvironmentSpec {
    fn shape(definitions: &mut crate::schema::Definitions) -> serde_json::Value {
        crate::schema::either([String::shape(definitions), LongEnvironment::shape(definitions)])
    }
}

node! {
    /// What a merchant is given by the provider, or gives to it.
    pub(crate) struct CredentialSpec {
        /// The name for people.
        required title: String,
        /// What it is. Default: `text`.
        optional kind = "type": CredentialType,
        /// `true` for a key that is a text: never shown, zeroed when dropped. Default: `false`.
        optional secret: bool,
        /// The longest text, in characters.
        optional max_length: u32,
        /// What it is for, in your own words.
        optional description: String,
        /// How well this is known. Without it: the document says so.
        optional basis: Basis,
        /// Why it is so, one sentence in your own words.
        optional because: String,
    }
}

node! {
    /// One value of a code table.
    pub(crate) struct CodeSpec {
        /// The variant of the generated enum, in `UpperCamelCase`; not `Other`.
        required name: String,
        /// What the document calls it. Where there is none, the name stands in for it.
        optional title: String,
        /// Other texts that the provider sends for it.
        optional aliases: Vec<String>,
        /// What it says about the order. Every code of the table that holds the trade state has one.
        optional state: StateWord,
        /// What to do after a refusal with this code. A code has a `state` or an `advice`, not both.
        optional advice: AdviceWord,
        /// What a refusal with this code is about; or a mapping from reasons to texts, where one code serves several.
        optional reason: ReasonsSpec,
        /// How well this is known. Without it: the document says so.
        optional basis: Basis,
        /// Why it is so, one sentence in your own words.
        optional because: String,
    }
}

/// Why the provider answers with a code: one reason, or one for each text under the same code.
#[derive(Debug, Clone)]
pub(crate) struct ReasonsSpec(pub(crate) Vec<(ReasonWord, String)>);

impl Read for ReasonsSpec {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self> {
        if !value.is_mapping() {
            return ReasonWord::read(value, place, reporter)
                .map(|reason| Self(vec![(reason, String::new())]));
        }
        let texts = Entries::<String>::read(value, place, reporter)?;
        let mut reasons = Vec::new();
        for text in texts {
            let reason = ReasonWord::read(&Value::String(text.name), &text.place, reporter)?;
            reasons.push((reason, text.value));
        }
        Some(Self(reasons))
    }
}

#[cfg(feature = "toolbox")]
impl Shape for ReasonsSpec {
    fn shape(definitions: &mut crate::schema::Definitions) -> serde_json::Value {
        let reason = ReasonWord::shape(definitions);
        let mut texts = Entries::<String>::shape(definitions);
        texts["propertyNames"] = reason.clone();
        crate::schema::either([reason, texts])
    }
}
