//! Messages: encodings, groups, decisions, identity.

use payspec_table as table;

use super::field::{self, Roles};
use super::{entries, one_or_more, set_known, set_provenance, set_some, template, texts};
use crate::model::{self, subject};
use crate::yaml::{Map, Node};

/// The request of an operation.
pub(super) fn request(operation: &model::Operation) -> Map {
    let facts = &operation.facts.request;
    let mut map = Map::default();
    let words: Vec<&str> = facts.encodings.iter().map(table::Encoding::name).collect();
    map.set(
        "encoding",
        match words[..] {
            [only] => only.into(),
            _ => Node::List(words.into_iter().map(Node::from).collect()),
        },
    );
    set_xml(&mut map, &facts.encodings);
    if operation.request_rule != "request" {
        map.set("signing", operation.request_rule.as_str());
    }
    if !facts.headers.is_empty() {
        let headers = entries(&facts.headers, |header| (&header.name, template(&header.value).into()));
        map.set("headers", headers);
    }
    map.set("fields", field::fields(&operation.request, &Roles::top(&facts.view)));
    for (key, rule) in
        [("at_least_one", table::GroupRule::AtLeastOne), ("exactly_one", table::GroupRule::ExactlyOne)]
    {
        let groups: Vec<Node> = facts
            .groups
            .iter()
            .filter(|group| group.rule == rule)
            .map(|group| texts(&group.members))
            .collect();
        match &groups[..] {
            [] => {}
            [only] => map.set(key, only.clone()),
            _ => map.set(key, Node::List(groups)),
        }
    }
    map
}

/// The response of an operation.
pub(super) fn response(operation: &model::Operation) -> Map {
    let facts = &operation.facts.response;
    let mut map = Map::default();
    map.set("encoding", facts.encoding.name());
    set_xml(&mut map, std::slice::from_ref(&facts.encoding));
    if operation.response_rule != "response" {
        map.set("signing", operation.response_rule.as_str());
    }
    map.set("fields", field::fields(&operation.response, &Roles::top(&facts.view)));
    if let table::Verification::Signed { unsigned_refusals, .. } = &facts.verification
        && let Some(provenance) = operation.provenance_of(subject::UNSIGNED_REFUSALS)
    {
        let mut refusals = Map::default();
        refusals.set("when", when(unsigned_refusals));
        set_known(&mut refusals, provenance);
        map.set("unsigned_refusals", refusals);
    }
    set_some(&mut map, "orders", facts.orders.as_ref().map(table::Path::dotted));
    if let Some(provenance) = operation.provenance_of(subject::DECISION) {
        let mut decision = decision(operation);
        set_known(&mut decision, provenance);
        map.set("decision", decision);
    }
    if !facts.identity.is_empty() {
        map.set("identity", identity(operation));
    }
    map
}

fn set_xml(map: &mut Map, encodings: &[table::Encoding]) {
    let xml = encodings.iter().find_map(|encoding| match encoding {
        table::Encoding::Xml { root, cdata } => Some((root, *cdata)),
        _ => None,
    });
    if let Some((root, cdata)) = xml {
        map.set("root", root.as_ref());
        set_some(map, "cdata", cdata.then_some(true));
    }
}

/// Conditions: path → what must hold.
pub(super) fn when(conditions: &[table::Condition]) -> Map {
    let mut map = Map::default();
    for condition in conditions {
        let test = match &condition.test {
            table::Test::Is(values) => one_or_more(values),
            table::Test::IsNot(values) => single("not", one_or_more(values)),
            table::Test::Present => single("present", true),
            table::Test::Absent => single("present", false),
        };
        map.set(condition.path.dotted(), test);
    }
    map
}

fn single(key: &str, value: impl Into<Node>) -> Node {
    let mut map = Map::default();
    map.set(key, value);
    map.into()
}

fn decision(operation: &model::Operation) -> Map {
    let facts = &operation.facts.response.decision;
    let mut map = Map::default();
    for tier in &facts.tiers {
        let mut restated = Map::default();
        restated.set("field", tier.field.dotted());
        restated.set("pass", texts(&tier.pass));
        set_some(&mut restated, "code", (tier.code != tier.field).then(|| tier.code.dotted()));
        set_some(&mut restated, "text", tier.text.as_ref().map(table::Path::dotted));
        if let Some(provenance) = operation.provenance_of(&subject::tier(tier.name.name())) {
            set_known(&mut restated, provenance);
        }
        map.set(tier.name.name(), restated);
    }
    set_some(&mut map, "state", facts.state.as_ref().map(table::Path::dotted));
    map
}

fn identity(operation: &model::Operation) -> Map {
    let mut map = Map::default();
    for identity in &operation.facts.response.identity {
        let field = identity.field.dotted();
        let equals = expected(&identity.expected);
        let mut restated = Map::default();
        restated.set("equals", equals.as_str());
        set_some(&mut restated, "trim", identity.trim.then_some(true));
        if let Some(provenance) = operation.provenance_of(&subject::identity(&field, &equals)) {
            set_provenance(&mut restated, provenance);
        }
        map.set(field, if restated.entries.len() == 1 { equals.into() } else { Node::from(restated) });
    }
    map
}

/// What a field must equal, as it stands in specifications.
pub(crate) fn expected(expected: &table::Expected) -> String {
    match expected {
        table::Expected::Credential(name) => format!("credentials.{name}"),
        table::Expected::Request(name) => format!("request.{name}"),
    }
}
