//! The head of a specification: the provider, its environments, credentials and code tables.

use serde_yaml::Value;

use super::read::{Entries, Read, node, words, wrong_type};
use super::{OperationSpec, SigningSpec};
use crate::reporter::Reporter;
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
        Pending = "Pending",
        Paid = "Paid",
        Failed = "Failed",
        Closed = "Closed",
        Cancelled = "Cancelled",
        Refunding = "Refunding",
        Refunded = "Refunded",
        RefundFailed = "RefundFailed",
        Unknown = "Unknown",
    }
}

words! {
    /// What to do after a refusal.
    pub(crate) enum AdviceWord {
        AgainLater = "again_later",
        Stop = "stop",
        InProgress = "in_progress",
    }
}

words! {
    /// Why a provider refuses.
    pub(crate) enum ReasonWord {
        BadSignature = "bad_signature",
        BadRequest = "bad_request",
        OrderNotFound = "order_not_found",
        UnknownMerchant = "unknown_merchant",
        TooOften = "too_often",
        SystemError = "system_error",
    }
}

words! {
    /// What a credential is.
    pub(crate) enum CredentialType {
        Text = "text",
        PrivateKey = "private_key",
        PublicKey = "public_key",
    }
}

node! {
    /// A whole specification.
    pub(crate) struct ProviderSpec {
        /// The version of the language.
        required version = "payspec": u32,
        required provider: String,
        required title: String,
        optional description: String,
        optional currency: String,
        optional documents: Entries<DocumentSpec>,
        optional environments: Entries<EnvironmentSpec>,
        optional credentials: Entries<CredentialSpec>,
        optional codes: Entries<Entries<CodeSpec>>,
        optional signing: Entries<SigningSpec>,
        required operations: Entries<OperationSpec>,
    }
}

node! {
    /// A document that the specification restates.
    pub(crate) struct DocumentSpec {
        required title: String,
        optional url: String,
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
        required url: String,
        optional basis: Basis,
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

node! {
    /// What a merchant is given by the provider, or gives to it.
    pub(crate) struct CredentialSpec {
        required title: String,
        optional kind = "type": CredentialType,
        optional secret: bool,
        optional max_length: u32,
        optional description: String,
        optional basis: Basis,
        optional because: String,
    }
}

node! {
    /// One value of a code table.
    pub(crate) struct CodeSpec {
        required name: String,
        required title: String,
        optional aliases: Vec<String>,
        optional state: StateWord,
        optional advice: AdviceWord,
        optional reason: ReasonsSpec,
        optional basis: Basis,
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
