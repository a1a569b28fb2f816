//! Decisions and identity.

use payspec_table as table;

use super::codes::Known;
use super::{reference, signing};
use crate::diagnostic::Rule;
use crate::model;
use crate::source::Place;
use crate::spec::read::{Entries, Reporter};
use crate::spec::{
    ConditionSpec, CredentialSpec, DecisionSpec, FieldSpec, IdentityRule, PurposeWord, ResponseSpec, TierSpec,
};

/// What a decision is checked against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) purpose: PurposeWord,
    pub(crate) request: &'a Entries<FieldSpec>,
    pub(crate) response: &'a ResponseSpec,
    pub(crate) codes: Known<'a>,
    pub(crate) credentials: &'a Entries<CredentialSpec>,
    /// The rule by which responses are signed, where they are.
    pub(crate) rule: Option<&'a table::Signing>,
}

/// Checks how a reply is decided.
pub(crate) fn check(context: Context<'_>, place: &Place, reporter: &mut Reporter<'_>) -> table::Decision {
    let queries = context.purpose != PurposeWord::Other;
    let Some(spec) = &context.response.decision else {
        if queries {
            reporter
                .key(Rule::BadDecision, place, "nothing says how a reply to this query is decided")
                .help = Some("add `decision:` with the tiers and the field of the trade state".to_owned());
        }
        return table::Decision { tiers: Vec::new().into(), state: None };
    };
    let tiers = [(table::TierName::Transport, &spec.transport), (table::TierName::Business, &spec.business)]
        .into_iter()
        .filter_map(|(name, spec)| Some((name, spec.as_ref()?)))
        .filter_map(|(name, spec)| tier(name, spec, context, reporter))
        .collect::<Vec<_>>();
    let state = state(spec, queries, context, reporter);
    table::Decision { tiers: tiers.into(), state }
}

fn tier(
    name: table::TierName,
    spec: &TierSpec,
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<table::Tier> {
    let fields = &context.response.fields;
    let (field_path, field) = reference::field(&spec.field, fields, &spec.place.key("field"), reporter)?;
    refuse_lists(&field_path, &spec.place.key("field"), reporter);
    if spec.pass.is_empty() {
        reporter.value(
            Rule::BadPass,
            &spec.place.key("pass"),
            "no value passes: every reply would be a refusal",
        );
    }
    for value in &spec.pass {
        let place = spec.place.key("pass");
        context.codes.require(field, value, &place, reporter);
        let code = context.codes.table(field).and_then(|table| table.get(value));
        if code.is_some_and(|code| code.value.state.is_some() || code.value.advice.is_some()) {
            let message =
                format!("`{value}` passes this tier, and its code decides at once: it cannot do both");
            reporter.value(Rule::BadPass, &place, message);
        }
    }
    let code = match &spec.code {
        None => (field_path.clone(), field),
        Some(path) => reference::field(path, fields, &spec.place.key("code"), reporter)?,
    };
    let text = spec
        .text
        .as_ref()
        .and_then(|path| reference::field(path, fields, &spec.place.key("text"), reporter))
        .map(|(path, _)| path);
    let decides = [field, code.1]
        .iter()
        .filter_map(|field| context.codes.table(field))
        .flat_map(|table| table.iter())
        .any(|code| {
            code.value.state.is_some() || code.value.advice == Some(crate::spec::AdviceWord::InProgress)
        });
    if let (true, Some(rule)) = (decides, context.rule) {
        for path in [&field_path, &code.0] {
            require_cover(rule, path, "its codes decide about orders", &spec.place.key("field"), reporter);
        }
    }
    Some(table::Tier { name, field: field_path, pass: spec.pass.clone().into(), code: code.0, text })
}

fn refuse_lists(path: &table::Path, place: &Place, reporter: &mut Reporter<'_>) {
    if path.contains(table::EACH) {
        reporter.value(
            Rule::BadDecision,
            place,
            "a tier is about the whole reply, not about each order in it",
        );
    }
}

fn require_cover(
    rule: &table::Signing,
    path: &table::Path,
    why: &str,
    place: &Place,
    reporter: &mut Reporter<'_>,
) {
    if !signing::covers(rule, path) {
        let name = path.iter().collect::<Vec<_>>().join(".");
        reporter
            .value(Rule::NotCovered, place, format!("the signature does not cover `{name}`, and {why}"))
            .help = Some(
            "a field that anybody can change must not decide: correct the signature rule or the decision"
                .to_owned(),
        );
    }
}

fn state(
    spec: &DecisionSpec,
    queries: bool,
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<table::Path> {
    let place = spec.place.key("state");
    let Some(text) = &spec.state else {
        if queries {
            reporter
                .key(Rule::BadDecision, &spec.place, "nothing says which field holds the trade state")
                .help = Some("add `state:` with its path".to_owned());
        }
        return None;
    };
    let (path, field) = reference::field(text, &context.response.fields, &place, reporter)?;
    match context.codes.table(field) {
        None => {
            let message = format!("`{text}` holds the trade state, so it needs a code table");
            reporter.value(Rule::BadDecision, &place, message).help =
                Some("`type: code` and `table: …`, whose codes have a `state:`".to_owned());
        }
        Some(codes) => {
            if let Some(code) = codes.iter().find(|code| code.value.state.is_none()) {
                let message = format!("`{}` is a trade state without a `state:`", code.name);
                reporter.key(Rule::BadDecision, &code.place, message).help =
                    Some("what nobody can interpret is `state: Unknown`".to_owned());
            }
        }
    }
    let batch = context.purpose == PurposeWord::OrderQueryBatch;
    let in_list = path.contains(table::EACH);
    let orders: Option<Vec<String>> = context.response.orders.as_deref().map(reference::segments);
    let inside = orders.as_ref().is_some_and(|orders| {
        path.iter().take(orders.len()).eq(orders.iter().map(String::as_str))
            && path.get(orders.len()) == Some(table::EACH)
    });
    if batch && !inside {
        reporter
            .value(
                Rule::BadDecision,
                &place,
                "in a reply about several orders the state is inside each of them",
            )
            .help =
            Some("name the list with `orders:` and write its path, such as `orders[].status`".to_owned());
    }
    if !batch && in_list {
        reporter
            .value(Rule::BadDecision, &place, "one order has one state, this path goes through a list")
            .help = Some("`purpose: order_query_batch` is for several orders".to_owned());
    }
    if let Some(rule) = context.rule {
        require_cover(rule, &path, "it holds the trade state", &place, reporter);
    }
    Some(path)
}

/// Checks where the orders are.
pub(crate) fn orders(context: Context<'_>, reporter: &mut Reporter<'_>) -> Option<table::Path> {
    let place = context.response.place.key("orders");
    let path = context.response.orders.as_ref()?;
    let (path, field) = reference::field(path, &context.response.fields, &place, reporter)?;
    if field.kind != Some(crate::spec::FieldType::List)
        || field.fields.is_none()
        || path.contains(table::EACH)
    {
        reporter.value(Rule::BadDecision, &place, "the orders are a list of objects");
    }
    if context.purpose != PurposeWord::OrderQueryBatch {
        reporter.key(Rule::Misplaced, &place, "`orders` belongs to `purpose: order_query_batch`");
    }
    Some(path)
}

/// Checks what ties a reply to its request.
pub(crate) fn identity(
    rules: &Entries<IdentityRule>,
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) -> Vec<table::Identity> {
    let mut identity = Vec::new();
    for entry in rules.iter() {
        let Some((field, _)) =
            reference::field(&entry.name, &context.response.fields, &entry.place, reporter)
        else {
            continue;
        };
        let equals = &entry.value.equals;
        let expected = if let Some(name) = equals.strip_prefix("request.") {
            reference::field(name, context.request, &entry.place, reporter).map(|(path, _)| {
                if path.len() != 1 {
                    reporter.value(
                        Rule::BadIdentity,
                        &entry.place,
                        "only fields at the top of the request can be compared",
                    );
                }
                table::Expected::Request(name.to_owned().into())
            })
        } else if equals.starts_with("credentials.") {
            reference::credential(equals, context.credentials, &entry.place, reporter).map(|(name, spec)| {
                if reference::credential_kind(spec) != table::CredentialKind::Text {
                    let message = format!("`{name}` is a key: no reply repeats it");
                    reporter.value(Rule::BadIdentity, &entry.place, message);
                }
                table::Expected::Credential(name.to_owned().into())
            })
        } else {
            reporter
                .value(Rule::BadIdentity, &entry.place, format!("`{equals}` is nothing to compare with"))
                .help = Some("write `request.` or `credentials.` and a name".to_owned());
            None
        };
        if let Some(rule) = context.rule {
            require_cover(rule, &field, "it ties the reply to the order", &entry.place, reporter);
        }
        identity.extend(expected.map(|expected| table::Identity { field, expected, trim: entry.value.trim }));
    }
    identity
}

/// Checks which replies without a signature are refusals that nobody vouches for.
pub(crate) fn unsigned_refusals(
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) -> table::List<table::Condition> {
    let Some(spec) = &context.response.unsigned_refusals else { return Vec::new().into() };
    if context.rule.is_none() {
        reporter.key(Rule::Misplaced, &spec.place, "no reply of this operation is signed");
    }
    if spec.when.0.is_empty() {
        reporter.key(
            Rule::BadCondition,
            &spec.place,
            "without a condition every reply could lack its signature",
        );
    }
    if spec.when.iter().any(|entry| matches!(entry.value, ConditionSpec::Present) && spec.when.0.len() == 1) {
        reporter.key(
            Rule::BadCondition,
            &spec.place,
            "that a field is there does not tell a refusal from an answer",
        );
    }
    reference::conditions(&spec.when, &context.response.fields, &context.codes, reporter).into()
}

/// Marks the fields that every decided reply has: the decision or the identity needs them.
pub(crate) fn mark_guaranteed(
    fields: &mut [model::Field],
    response: &table::ResponseTable,
    tables: &[model::CodeTable],
) {
    for tier in &response.decision.tiers {
        mark(fields, &tier.field, true);
        let decides = [&tier.field, &tier.code].iter().any(|path| {
            let code_table = field_at(fields, path).and_then(|field| match &field.facts.kind {
                table::Kind::Code(name) => tables.iter().find(|table| table.name == name.as_ref()),
                _ => None,
            });
            code_table.is_some_and(|table| {
                table.codes.iter().any(|code| {
                    code.facts.state.is_some() || code.facts.advice == Some(table::Advice::InProgress)
                })
            })
        });
        // A tier that can decide ends the reading: nothing after it is sure to be there.
        if decides {
            return;
        }
    }
    let needed =
        response.decision.state.iter().chain(response.identity.iter().map(|identity| &identity.field));
    for path in needed {
        mark(fields, path, false);
    }
}

fn field_at<'a>(fields: &'a [model::Field], path: &table::Path) -> Option<&'a model::Field> {
    let mut scope = fields;
    let mut found = None;
    for segment in path.iter().filter(|segment| *segment != table::EACH) {
        let field = scope.iter().find(|field| field.facts.name == segment)?;
        scope = &field.children;
        found = Some(field);
    }
    found
}

/// Marks a field and the objects around it; unless `always`, only one that the document promises.
fn mark(fields: &mut [model::Field], path: &table::Path, always: bool) {
    let promised =
        field_at(fields, path).is_some_and(|field| field.facts.presence == table::Presence::Required);
    if !(always || promised) {
        return;
    }
    let mut scope = fields;
    for segment in path.iter().filter(|segment| *segment != table::EACH) {
        let Some(field) = scope.iter_mut().find(|field| field.facts.name == segment) else { return };
        field.guaranteed = true;
        scope = &mut field.children;
    }
}
