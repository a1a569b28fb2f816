//! Operations: what a provider can be asked.

use serde_yaml::Value;

use super::read::{Entries, Read, node, words};
use super::{Basis, DecisionSpec, FieldSpec, IdentityRule, SigningRef, UnsignedRefusalsSpec};
use crate::reporter::Reporter;
use crate::source::Place;

words! {
    /// What an operation is for.
    pub(crate) enum PurposeWord {
        OrderQuery = "order_query",
        OrderQueryBatch = "order_query_batch",
        Other = "other",
    }
}

words! {
    /// An HTTP method.
    pub(crate) enum MethodWord {
        Get = "GET",
        Post = "POST",
    }
}

node! {
    /// One question.
    pub(crate) struct OperationSpec {
        required title: String,
        optional description: String,
        required purpose: PurposeWord,
        optional method: MethodWord,
        optional path: String,
        optional polling: PollingSpec,
        required request: RequestSpec,
        required response: ResponseSpec,
        optional basis: Basis,
        optional because: String,
    }
}

node! {
    /// How often to ask.
    pub(crate) struct PollingSpec {
        optional interval: String,
        optional timeout: String,
        optional attempts: u32,
        optional per_second: u32,
        optional in_flight: u32,
        optional basis: Basis,
        optional because: String,
    }
}

node! {
    /// The request of an operation.
    pub(crate) struct RequestSpec {
        required encoding: Vec<String>,
        optional root: String,
        optional cdata: bool,
        optional headers: Entries<String>,
        required fields: Entries<FieldSpec>,
        optional at_least_one: GroupsSpec,
        optional exactly_one: GroupsSpec,
        optional signing: SigningRef,
    }
}

node! {
    /// The response of an operation.
    pub(crate) struct ResponseSpec {
        required encoding: String,
        optional root: String,
        optional cdata: bool,
        required fields: Entries<FieldSpec>,
        optional signing: SigningRef,
        optional unsigned_refusals: UnsignedRefusalsSpec,
        optional orders: String,
        optional decision: DecisionSpec,
        optional identity: Entries<IdentityRule>,
    }
}

/// Either-or groups: the names of one group, or a list of groups.
#[derive(Debug, Clone)]
pub(crate) struct GroupsSpec(pub(crate) Vec<(Place, Vec<String>)>);

impl Read for GroupsSpec {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self> {
        match value {
            Value::Sequence(groups) if groups.iter().any(Value::is_sequence) => {
                let mut read = Vec::new();
                for (index, group) in groups.iter().enumerate() {
                    let place = place.item(index);
                    read.push((place.clone(), Vec::<String>::read(group, &place, reporter)?));
                }
                Some(Self(read))
            }
            _ => Vec::<String>::read(value, place, reporter).map(|names| Self(vec![(place.clone(), names)])),
        }
    }
}
