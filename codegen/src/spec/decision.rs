//! What a reply means, and whether it is about what was asked.

use serde_yaml::Value;

use super::Basis;
use super::read::{Entries, Read, node};
use super::wrong_value::wrong_type;
use crate::reporter::Reporter;
#[cfg(feature = "toolbox")]
use crate::schema::Shape;
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
        /// It is there, and is none of these.
        optional not: Vec<String>,
        /// `true`: it is there and not null. `false`: it is not there, or null.
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
            // It has a key that was meant for one of these, and that was reported.
            (None, None) if reporter.is_doubtful(place) => None,
            _ => {
                wrong_type(value, "a value, several, `{ not: … }` or `{ present: … }`", place, reporter);
                None
            }
        }
    }
}

#[cfg(feature = "toolbox")]
impl Shape for ConditionSpec {
    fn shape(definitions: &mut crate::schema::Definitions) -> serde_json::Value {
        crate::schema::either([Vec::<String>::shape(definitions), LongCondition::shape(definitions)])
    }
}

node! {
    /// How a reply is decided.
    pub(crate) struct DecisionSpec {
        /// The first tier: whether the message got through.
        optional transport: TierSpec,
        /// The second tier: whether the question was answered.
        optional business: TierSpec,
        /// The path of the field that holds the trade state.
        optional state: String,
        /// How well this is known. Without it: the document says so.
        optional basis: Basis,
        /// Why it is so, one sentence in your own words.
        optional because: String,
    }
}

node! {
    /// One tier of a decision.
    pub(crate) struct TierSpec {
        /// The path of the field that decides.
        required field: String,
        /// The values that lead on.
        required pass: Vec<String>,
        /// The path of the field that says why it was refused. Default: the field of the tier.
        optional code: String,
        /// The path of the field that says so in words.
        optional text: String,
        /// How well this is known. Without it: the document says so.
        optional basis: Basis,
        /// Why it is so, one sentence in your own words.
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
        /// `request.field` or `credentials.name`.
        required equals: String,
        /// Whether blanks around both are ignored. Default: `false`.
        optional trim: bool,
        /// How well this is known. Without it: the document says so.
        optional basis: Basis,
        /// Why it is so, one sentence in your own words.
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

#[cfg(feature = "toolbox")]
impl Shape for IdentityRule {
    fn shape(definitions: &mut crate::schema::Definitions) -> serde_json::Value {
        crate::schema::either([String::shape(definitions), LongIdentity::shape(definitions)])
    }
}

node! {
    /// Which messages without a signature are refusals that nobody vouches for.
    pub(crate) struct UnsignedRefusalsSpec {
        /// Which replies these are; all conditions must hold.
        required when: WhenSpec,
        /// How well this is known. Without it: the document says so.
        optional basis: Basis,
        /// Why it is so, one sentence in your own words.
        optional because: String,
    }
}
