//! Signature rules.

use payspec_table as table;

use super::{set_known, set_some, template, texts};
use crate::model::{self, subject};
use crate::yaml::Map;

/// The rules that messages of a provider follow: `request` and `response` first. A rule that differs from an earlier one by
/// its name alone is like it.
pub(super) fn rules(provider: &model::Provider) -> Map {
    let mut rules: Vec<Rule<'_>> = Vec::new();
    for operation in &provider.operations {
        for rule in [request(operation), response(operation)].into_iter().flatten() {
            if !rules.iter().any(|known| known.name == rule.name) {
                rules.push(rule);
            }
        }
    }
    // A stable sort: the others stay in the order in which messages name them.
    rules.sort_by_key(|rule| match rule.name {
        "request" => 0,
        "response" => 1,
        _ => 2,
    });
    let mut map = Map::default();
    for (index, rule) in rules.iter().enumerate() {
        let same = rules[..index].iter().find(|earlier| earlier.how == rule.how);
        let mut body = Map::default();
        match (&rule.how, same) {
            (How::Undecided, _) => {
                body.set("undecided", true);
                set_some(&mut body, "because", rule.provenance.because.as_deref());
                map.set(rule.name, body);
                continue;
            }
            (How::Unsigned, _) => body.set("unsigned", true),
            (How::Signed(_), Some(same)) => body.set("like", same.name),
            (How::Signed(how), None) => body = how.clone(),
        }
        set_known(&mut body, rule.provenance);
        map.set(rule.name, body);
    }
    map
}

/// A rule, as far as it does not depend on the message that follows it.
struct Rule<'a> {
    name: &'a str,
    how: How,
    provenance: &'a model::Provenance,
}

/// How a rule signs.
#[derive(PartialEq)]
enum How {
    /// By these keys.
    Signed(Map),
    /// Not at all.
    Unsigned,
    /// Nobody has written it down yet.
    Undecided,
}

fn request(operation: &model::Operation) -> Option<Rule<'_>> {
    let signing = operation.facts.request.signing.as_ref();
    let subject = if signing.is_some() { subject::REQUEST_SIGNATURE } else { subject::REQUEST_UNSIGNED };
    let provenance = operation.provenance_of(subject)?;
    Some(Rule { name: &operation.request_rule, how: how(signing), provenance })
}

fn response(operation: &model::Operation) -> Option<Rule<'_>> {
    let (signing, subject) = match &operation.facts.response.verification {
        table::Verification::Signed { rule, .. } => (Some(rule), subject::RESPONSE_SIGNATURE),
        table::Verification::Unsigned => (None, subject::RESPONSE_UNSIGNED),
    };
    let provenance = operation.provenance_of(subject)?;
    Some(Rule { name: &operation.response_rule, how: how(signing), provenance })
}

fn how(signing: Option<&table::Signing>) -> How {
    match signing {
        None => How::Unsigned,
        Some(signing) if signing.is_undecided() => How::Undecided,
        Some(signing) => How::Signed(body(signing)),
    }
}

/// What a rule says, key by key.
fn body(signing: &table::Signing) -> Map {
    let mut map = Map::default();
    match &signing.over {
        table::Over::Message => map.set("over", "message"),
        table::Over::Body => map.set("over", "body"),
        table::Over::Member(path) => {
            let mut member = Map::default();
            member.set("member", path.dotted());
            map.set("over", member);
        }
    }
    if signing.over != table::Over::Body {
        set_members(&mut map, signing);
    }
    for (key, affix) in [("prefix", &signing.prefix), ("suffix", &signing.suffix)] {
        set_some(&mut map, key, (!affix.is_empty()).then(|| template(affix)));
    }
    map.set("algorithm", signing.algorithm.name());
    map.set("encoding", signing.encoding.name());
    map.set("key", format!("credentials.{}", signing.key));
    if let table::Placement::Header { name, value } = &signing.placement {
        let mut header = Map::default();
        header.set("name", name.as_ref());
        header.set("value", template(value));
        map.set("header", header);
    }
    map
}

/// How the members of a message become a string.
fn set_members(map: &mut Map, signing: &table::Signing) {
    if !signing.exclude.is_empty() {
        map.set("exclude", texts(&signing.exclude));
    }
    map.set("skip", skip(signing.skip));
    if signing.nested == table::Nested::JsonText {
        map.set("nested", "json_text");
    }
    match &signing.order {
        table::Order::Name => map.set("order", "name"),
        table::Order::NameIgnoringCase => map.set("order", "name_ignoring_case"),
        table::Order::Piece => map.set("order", "piece"),
        table::Order::PieceIgnoringCase => map.set("order", "piece_ignoring_case"),
        table::Order::Fixed(names) => map.set("order", texts(names)),
    }
    map.set("piece", template(&signing.piece));
    set_some(map, "joint", (!signing.joint.is_empty()).then_some(signing.joint.as_ref()));
}

const fn skip(skip: table::Skip) -> &'static str {
    match (skip.null, skip.empty, skip.blank) {
        (_, _, true) => "blank",
        (_, true, false) => "empty",
        (true, false, false) => "absent",
        (false, false, false) => "nothing",
    }
}
