//! Operations: what a provider can be asked.

use serde_yaml::Value;

use super::read::{Entries, Read, node, words};
use super::{Basis, DecisionSpec, FieldSpec, IdentityRule, SigningRef, UnsignedRefusalsSpec};
use crate::diagnostic::Rule;
use crate::reporter::Reporter;
#[cfg(feature = "toolbox")]
use crate::schema::Shape;
use crate::source::Place;

words! {
    /// What an operation is for.
    pub(crate) enum PurposeWord {
        /// Asks what became of an order.
        OrderQuery = "order_query",
        /// Asks what became of several orders, in one reply.
        OrderQueryBatch = "order_query_batch",
        /// Something else.
        Other = "other",
    }
}

words! {
    /// An HTTP method.
    pub(crate) enum MethodWord {
        /// The fields stand in the URL.
        Get = "GET",
        /// The fields stand in the body.
        Post = "POST",
    }
}

node! {
    /// One question.
    pub(crate) struct OperationSpec {
        /// What the document calls it.
        required title: String,
        /// What it is for, in your own words.
        optional description: String,
        /// What it is for.
        required purpose: PurposeWord,
        /// The HTTP method. Default: `POST`.
        optional method: MethodWord,
        /// Appended to the URL of the environment. It begins with `/` and has no query.
        optional path: String,
        /// How often the provider wants to be asked. Leave out what no document states.
        optional polling: PollingSpec,
        /// What is sent.
        required request: RequestSpec,
        /// What comes back.
        required response: ResponseSpec,
        /// How well this is known. Without it: the document says so.
        optional basis: Basis,
        /// Why it is so, one sentence in your own words.
        optional because: String,
    }
}

node! {
    /// How often to ask.
    pub(crate) struct PollingSpec {
        /// The time between two queries of one order: a number with `ms`, `s`, `m` or `h`.
        optional interval: SpanSpec,
        /// The time-out of one query: a number with `ms`, `s`, `m` or `h`.
        optional timeout: SpanSpec,
        /// How many queries of one order.
        optional attempts: u32,
        /// How many requests of one merchant in a second.
        optional per_second: u32,
        /// How many requests of one merchant at the same moment.
        optional in_flight: u32,
        /// How well this is known. Without it: the document says so.
        optional basis: Basis,
        /// Why it is so, one sentence in your own words.
        optional because: String,
    }
}

node! {
    /// The request of an operation.
    pub(crate) struct RequestSpec {
        /// `json`, `form`, `xml`, or several if the caller may choose (the first is the default); with GET: `query`.
        required encoding: Vec<String>,
        /// For XML: the name of the root element.
        optional root: String,
        /// For XML: whether texts are written as CDATA. Default: `false`.
        optional cdata: bool,
        /// HTTP headers: name and text, which may hold `{credentials.name}`. Not the signature, not `Content-Type`.
        optional headers: Entries<String>,
        /// The fields, by their names on the wire, in the order of the document.
        required fields: Entries<FieldSpec>,
        /// Fields of which at least one must be given, the preferred one first; or a list of such groups.
        optional at_least_one: GroupsSpec,
        /// Fields of which exactly one must be given, the preferred one first; or a list of such groups.
        optional exactly_one: GroupsSpec,
        /// The name of the signing rule. Default: `request`.
        optional signing: SigningRef,
    }
}

node! {
    /// The response of an operation.
    pub(crate) struct ResponseSpec {
        /// `json`, `form` or `xml`.
        required encoding: String,
        /// For XML: the name of the root element.
        optional root: String,
        /// For XML: whether the provider writes texts as CDATA; either is read. Default: `false`.
        optional cdata: bool,
        /// The fields, by their names on the wire, in the order of the document.
        required fields: Entries<FieldSpec>,
        /// The name of the signing rule. Default: `response`.
        optional signing: SigningRef,
        /// Which replies come without a signature. They are refusals that nobody vouches for, and never give a state.
        optional unsigned_refusals: UnsignedRefusalsSpec,
        /// For `order_query_batch`: the path of the list of orders.
        optional orders: String,
        /// What a reply means: the tiers that it must pass, and the field that holds the trade state.
        optional decision: DecisionSpec,
        /// What fields of the reply must equal, so that a genuine reply about another order is a mismatch.
        optional identity: Entries<IdentityRule>,
    }
}

/// A time span as it is written: `3s`.
#[derive(Debug, Clone)]
pub(crate) struct SpanSpec(pub(crate) String);

impl Read for SpanSpec {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self> {
        let Value::Number(number) = value else { return String::read(value, place, reporter).map(Self) };
        let message = format!("`{}` takes a number with its unit, this has none", place.last());
        reporter.value(Rule::BadDuration, place, message).help =
            Some(format!("write {number}s for seconds, or a number and ms, m or h"));
        None
    }
}

#[cfg(feature = "toolbox")]
impl Shape for SpanSpec {
    fn shape(_: &mut crate::schema::Definitions) -> serde_json::Value {
        serde_json::json!({ "type": "string", "pattern": "^[0-9]+(ms|s|m|h)$" })
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

#[cfg(feature = "toolbox")]
impl Shape for GroupsSpec {
    fn shape(definitions: &mut crate::schema::Definitions) -> serde_json::Value {
        let group = Vec::<String>::shape(definitions);
        crate::schema::either([group.clone(), serde_json::json!({ "type": "array", "items": group })])
    }
}
