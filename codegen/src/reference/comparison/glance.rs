//! What an integrator asks first: how an order is asked for, by which kind of signature, with which keys, what a reply is
//! worth, and how well all of that is known.

use payspec_table::{
    Algorithm, Expected, Field, Kind, Order, OrderState, Over, Part, Path, Presence, Purpose, Role, Signing,
    Source, Template, Verification, ViewEntry,
};

use super::Cell;
use crate::check;
use crate::model::{Basis, Operation, Provider};
use crate::reference::prose::{Prose, code, text};
use crate::reference::{deciding, departures, terms, words};

/// The numbers that an order is asked for by, and which of them must be given.
pub(super) fn numbers(operation: &Operation) -> Cell {
    let request = &operation.facts.request;
    let line = |entry: &ViewEntry| text(format!("{} ", words::role(entry.role).0)).code(entry.field.dotted());
    let numbers = request.view.iter().map(line);
    let is_number = |name: &str| request.view.iter().any(|entry| entry.field.dotted() == name);
    let groups = request.groups.iter().filter(|group| group.members.iter().any(is_number));
    numbers.chain(groups.map(words::group)).collect::<Vec<_>>().into()
}

/// The kind of signature in a few words.
pub(super) fn family(rule: Option<&Signing>) -> Cell {
    let Some(rule) = rule else { return text(terms::UNSIGNED).into() };
    if rule.is_undecided() {
        return text(words::UNDECIDED).into();
    }
    let holds = |template: &Template, part: &Part| template.iter().any(|each| each == part);
    let string = match (&rule.over, &rule.order) {
        (Over::Body, _) => "报文体原文",
        (_, Order::Fixed(_)) => "固定字段，按固定顺序",
        _ if holds(&rule.piece, &Part::Name) => "排序的键值对",
        _ => "排序的值，不含字段名",
    };
    let of_the_digest = match rule.algorithm {
        algorithm if algorithm.is_rsa() => Some("RSA 密钥对"),
        Algorithm::HmacSha256 => Some("密钥用于 HMAC"),
        _ => None,
    };
    let in_the_string = match (holds(&rule.prefix, &Part::Key), holds(&rule.suffix, &Part::Key)) {
        (true, true) => Some("密钥前后都拼"),
        (true, false) => Some("密钥拼在前面"),
        (false, true) => Some("密钥拼在后面"),
        (false, false) => None,
    };
    let how: Vec<&str> = [Some(string), of_the_digest, in_the_string].into_iter().flatten().collect();
    let how = text(how.join("，"));
    let encoding = words::digest_encoding(rule.encoding);
    vec![how, text(format!("{}，{encoding}", words::algorithm(rule.algorithm)))].into()
}

/// What a merchant must hold.
pub(super) fn credentials(provider: &Provider) -> Cell {
    let line = |known: &crate::model::Credential| {
        let kind = words::credential(known.facts.kind).0;
        code(known.facts.name.to_string()).text(format!(" {}（{kind}）", known.facts.title))
    };
    provider.credentials.iter().map(line).collect::<Vec<_>>().into()
}

/// Whether a reply names the order that was asked about.
pub(super) fn tied_by(operation: &Operation) -> Cell {
    if operation.facts.purpose == Purpose::Other {
        return Cell::default();
    }
    let is_number =
        |role| matches!(role, Role::MerchantOrderNo | Role::ProviderOrderNo | Role::ChannelOrderNo);
    let request = &operation.facts.request;
    let entries = request.view.iter().filter(|entry| is_number(entry.role));
    let numbers: Vec<String> = entries.map(|entry| entry.field.dotted()).collect();
    let identity = &operation.facts.response.identity;
    let is_compared = |name: &&String| {
        identity.iter().any(|entry| matches!(&entry.expected, Expected::Request(known) if *known == **name))
    };
    let compared: Vec<&String> = numbers.iter().filter(is_compared).collect();
    let by_connection = || text("仅由连接 ").code("Connection");
    if compared.is_empty() {
        return by_connection().into();
    }
    let is_required = |name: &&String| {
        request.fields.iter().any(|field| field.name == **name && field.presence == Presence::Required)
    };
    let is_always = compared.len() == numbers.len() || compared.iter().any(is_required);
    let given = text("订单号 ").code("OrderNumber");
    let given = given.text("（请求带了 ").codes(compared, " 或 ").text(" 时）");
    let otherwise = (!is_always).then(|| text("否则").and(by_connection()));
    std::iter::once(given).chain(otherwise).collect::<Vec<_>>().into()
}

/// The states that a reply can put an order in.
pub(super) fn states(provider: &Provider, operation: &Operation) -> Cell {
    if operation.facts.purpose == Purpose::Other {
        return Cell::default();
    }
    let known = OrderState::ALL.into_iter().filter(|state| *state != OrderState::Unknown);
    let (can, cannot): (Vec<OrderState>, Vec<OrderState>) =
        known.partition(|state| !super::codes_of(provider, operation, *state).lines.is_empty());
    let names = |states: Vec<OrderState>| Prose::new().codes(states.into_iter().map(OrderState::name), "、");
    let mut lines = vec![names(can)];
    if !cannot.is_empty() {
        lines.push(text("没有 ").and(names(cannot)));
    }
    lines.retain(|line| !line.is_empty());
    lines.into()
}

/// The fields of a reply that its signature does not cover.
pub(super) fn not_covered(operation: &Operation) -> Cell {
    let response = &operation.facts.response;
    let rule = match &response.verification {
        Verification::Unsigned => return text("全部字段").into(),
        Verification::Signed { rule, .. } if rule.is_undecided() => return Cell::default(),
        Verification::Signed { rule, .. } => rule,
    };
    let mut names = Vec::new();
    open(&response.fields, &mut Vec::new(), rule, &mut names);
    if names.is_empty() { text("没有").into() } else { Prose::new().codes(names, "、").into() }
}

/// Collects the paths of fields that a rule does not cover. The object that it signs is looked into, and what that stands in.
fn open(fields: &[Field], above: &mut Vec<String>, rule: &Signing, found: &mut Vec<String>) {
    for field in fields.iter().filter(|field| field.source != Source::Signature) {
        above.push(field.name.to_string());
        let path = Path::Owned(above.clone());
        let leads_to_the_signed =
            matches!(&rule.over, Over::Member(member) if member.iter().take(path.len()).eq(path.iter()));
        match &field.kind {
            Kind::Object(inside) if leads_to_the_signed => open(inside, above, rule, found),
            _ if check::covers(rule, &path) => {}
            _ => found.push(path.dotted()),
        }
        above.pop();
    }
}

/// How often the specification departs from the document.
pub(super) fn departed(operation: &Operation) -> Cell {
    text(format!("{} 处", departures::departures(operation).len())).into()
}

/// How many rules nobody could confirm.
pub(super) fn unconfirmed(operation: &Operation) -> Cell {
    let count = |basis| operation.rules.iter().filter(|rule| rule.provenance.basis == basis).count();
    let line = |basis| match count(basis) {
        0 => None,
        count => Some(text(format!("{} {count} 条规则", words::basis(basis).0))),
    };
    let lines: Vec<Prose> = [Basis::Inferred, Basis::Unknown].into_iter().filter_map(line).collect();
    if lines.is_empty() { text("没有").into() } else { lines.into() }
}

/// The codes of a reply that are refusals for one reason or with one advice.
pub(super) fn refusals(
    provider: &Provider,
    operation: &Operation,
    is_meant: impl Fn(&payspec_table::Code) -> bool,
) -> Cell {
    let tiers = operation.facts.response.decision.tiers.iter();
    let mut seen: Vec<&Path> = Vec::new();
    let mut lines = Vec::new();
    for path in tiers.flat_map(deciding::places_of) {
        if seen.contains(&path) {
            continue;
        }
        seen.push(path);
        let codes = deciding::codes(provider, operation, path).iter().filter(|code| is_meant(code));
        lines.extend(codes.map(|known| {
            code(format!("{}={}", path.dotted(), known.wire)).text(format!(" {}", known.title))
        }));
    }
    super::few(lines).into()
}
