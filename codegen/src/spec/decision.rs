//! What a reply means, and whether it is about what was asked.

use serde_yaml::Value;

use super::Basis;
use super::read::{Entries, Read, node, wrong_type};
use crate::reporter::Reporter;
use crate::source::Place;

/// Conditions on other fields; all must hold.
pub(crate) type WhenSpec = Entries<ConditionSpec>;

/// What must hold of a field: a value, one of several, `{ not: … }` or `{ present: true | false }`.
#[derive(Debug, Clone)]
pub(crate) enum ConditionSpec {
    Is(Vec<String>),
    IsNot(Vec<String>),
    Present,
    Absent,
}

node! {
    pub(crate) struct LongCondition {
        optional not: Vec<String>,
        optional present: bool,
    }
}

impl Read for ConditionSpec {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self> {
        if !value.is_mapping() {
            return Vec::read(value, place, reporter).map(Self::Is);
        }
        let long = LongCondition::read(value, place, reporter)?;
        match (long.not, long.present) {
            (Some(values), None) => Some(Self::IsNot(values)),
            (None, Some(true)) => Some(Self::Present),
            (None, Some(false)) => Some(Self::Absent),
            _ => {
                wrong_type(value, "a value, several, `{ not: … }` or `{ present: … }`", place, reporter);
                None
            }
        }
    }
}

node! {
    /// How a reply is decided.
    pub(crate) struct DecisionSpec {
        optional transport: TierSpec,
        optional business: TierSpec,
        optional state: String,
        optional basis: Basis,
        optional because: String,
    }
}

node! {
    /// One tier of a decision.
    pub(crate) struct TierSpec {
        required field: String,
        required pass: Vec<String>,
        optional code: String,
        optional text: String,
        optional basis: Basis,
        optional because: String,
    }
}

/// What a field of a reply must equal.
#[derive(Debug, Clone)]
pub(crate) struct IdentityRule {
    pub(crate) equals: String,
    pub(crate) trim: bool,
    pub(crate) basis: Option<Basis>,
    pub(crate) because: Option<String>,
}

node! {
    pub(crate) struct LongIdentity {
        required equals: String,
        optional trim: bool,
        optional basis: Basis,
        optional because: String,
    }
}

impl Read for IdentityRule {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self> {
        match value {
            Value::Mapping(_) => LongIdentity::read(value, place, reporter).map(|long| Self {
                equals: long.equals,
                trim: long.trim.unwrap_or(false),
                basis: long.basis,
                because: long.because,
            }),
            _ => String::read(value, place, reporter).map(|equals| Self {
                equals,
                trim: false,
                basis: None,
                because: None,
            }),
        }
    }
}

node! {
    /// Which messages without a signature are refusals that nobody vouches for.
    pub(crate) struct UnsignedRefusalsSpec {
        required when: WhenSpec,
        optional basis: Basis,
        optional because: String,
    }
}
