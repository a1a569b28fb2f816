//! Decisions and identity.

use payspec_table as table;

use super::codes::Known;
use super::{reference, signing};
use crate::diagnostic::Rule;
use crate::model;
use crate::reporter::{At, Reporter};
use crate::source::Place;
use crate::spec::read::Entries;
use crate::spec::{
    ConditionSpec, CredentialSpec, DecisionSpec, FieldSpec, IdentityRule, PurposeWord, ResponseSpec,
    TierSpec, WrittenWord,
};

/// What a decision is checked against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) purpose: PurposeWord,
    pub(crate) request: &'a Entries<FieldSpec>,
    pub(crate) response: &'a ResponseSpec,
    pub(crate) codes: Known<'a>,
    pub(crate) credentials: &'a Entries<CredentialSpec>,
    /// How responses are signed, where that could be found out.
    pub(crate) signing: Option<&'a signing::Resolved>,
}

impl<'a> Context<'a> {
    /// The rule by which responses are signed, where they are.
    pub(crate) const fn rule(&self) -> Option<&'a table::Signing> {
        match self.signing {
            Some(signing::Resolved::Signed(rule, _)) => Some(rule),
            _ => None,
        }
    }

    /// Whether it is known which list holds the orders, or that none does.
    pub(crate) fn knows_orders(&self, reporter: &Reporter<'_>) -> bool {
        match &self.response.orders {
            Some(path) => reference::exists(path, &self.response.fields),
            None => !reporter.is_unread(&self.response.place),
        }
    }
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
    let place = spec.place.key("field");
    let (field_path, field) = reference::field(&spec.field, fields, At::Value(&place), reporter)?;
    refuse_lists(&field_path, &place, reporter);
    if spec.pass.is_empty() {
        reporter.value(
            Rule::BadPass,
            &spec.place.key("pass"),
            "no value passes: every reply would be a refusal",
        );
    }
    for (index, value) in spec.pass.iter().enumerate() {
        let place = reporter.item(&spec.place.key("pass"), index);
        context.codes.require(field, value, &place, reporter);
        let code = context.codes.table(field).and_then(|table| table.get(value));
        if code.is_some_and(|code| code.value.state.is_some() || code.value.advice.is_some()) {
            let span = code.map(|code| {
                let key = if code.value.state.is_some() { "state" } else { "advice" };
                reporter.span(&code.place.key(key))
            });
            let message = format!("`{value}` passes this tier, so it cannot decide as well");
            let diagnostic = reporter.value(Rule::BadPass, &place, message);
            diagnostic.also.extend(span.map(|span| (span, "here it decides at once".to_owned())));
            diagnostic.help =
                Some("leave it out of `pass`, or leave the state to the field of the trade state".to_owned());
        }
    }
    let code = match &spec.code {
        None => (field_path.clone(), field),
        Some(path) => reference::field(path, fields, At::Value(&spec.place.key("code")), reporter)?,
    };
    let text = spec
        .text
        .as_ref()
        .and_then(|path| reference::field(path, fields, At::Value(&spec.place.key("text")), reporter))
        .map(|(path, _)| path);
    let decides = [field, code.1]
        .iter()
        .filter_map(|field| context.codes.table(field))
        .flat_map(|table| table.iter())
        .any(|code| {
            code.value.state.is_some() || code.value.advice == Some(crate::spec::AdviceWord::InProgress)
        });
    if decides {
        let code_key = if spec.code.is_some() { "code" } else { "field" };
        for (path, key) in [(&field_path, "field"), (&code.0, code_key)] {
            let place = spec.place.key(key);
            require_cover(context, path, "its codes decide about orders", At::Value(&place), reporter);
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

/// Reports a field on which something hangs and that the signature does not cover.
pub(crate) fn require_cover(
    context: Context<'_>,
    path: &table::Path,
    why: &str,
    at: At<'_>,
    reporter: &mut Reporter<'_>,
) {
    let Some(rule) = context.rule() else { return };
    let name = path.dotted();
    if !signing::covers(rule, path) {
        let message = format!("the signature does not cover `{name}`, and {why}");
        reporter.word(Rule::NotCovered, at, "", message).help = Some(
            "anybody can change such a field: let the signature cover it, or do not rely on it".to_owned(),
        );
    } else if let Some(object) = refused_object(rule, path, context.response) {
        let message = format!("no reply with `{object}` is ever verified, and `{name}` is inside it: {why}");
        reporter.word(Rule::NotCovered, at, "", message).help = Some(
            "say how the rule signs objects with `nested: json_text`, or sign the members with `over: { member: … }`"
                .to_owned(),
        );
    }
}

/// The object around a field that makes every message unverifiable: its rule does not say how objects are signed.
pub(super) fn refused_object<'a>(
    rule: &table::Signing,
    path: &'a table::Path,
    response: &ResponseSpec,
) -> Option<&'a str> {
    let skip = match &rule.over {
        table::Over::Body => return None,
        table::Over::Message => 0,
        table::Over::Member(member) => member.len(),
    };
    // Texts that hold JSON are signed as the texts that they are, and forms have nothing else.
    let as_text = response.encoding == "form"
        || path
            .get(0)
            .and_then(|name| response.fields.get(name))
            .is_some_and(|entry| entry.value.written == Some(WrittenWord::JsonText));
    let inside = path.len() > skip + 1;
    (inside && !as_text && rule.nested == table::Nested::Refuse).then(|| path.get(skip)).flatten()
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
    let (path, field) = reference::field(text, &context.response.fields, At::Value(&place), reporter)?;
    match context.codes.table(field) {
        // A table that there is not, or that could not be read, was reported.
        None if field.table.is_some() || reporter.is_unread(&field.place) => {}
        None => {
            let message = format!("`{text}` holds the trade state, so it needs a code table");
            reporter.value(Rule::BadDecision, &place, message).help =
                Some("`type: code` and `table: …`, whose codes have a `state:`".to_owned());
        }
        Some(codes) => {
            for code in codes.iter().filter(|code| code.value.state.is_none()) {
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
    if batch && !inside && orders.is_some() && context.knows_orders(reporter) {
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
    require_cover(context, &path, "it holds the trade state", At::Value(&place), reporter);
    Some(path)
}

/// Checks where the orders are.
pub(crate) fn orders(context: Context<'_>, reporter: &mut Reporter<'_>) -> Option<table::Path> {
    let place = context.response.place.key("orders");
    let path = context.response.orders.as_ref()?;
    let (path, field) = reference::field(path, &context.response.fields, At::Value(&place), reporter)?;
    let is_list = field.kind == Some(crate::spec::FieldType::List) && field.fields.is_some();
    if (!is_list && !reporter.is_unread(&field.place)) || path.contains(table::EACH) {
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
        let at = At::Key(&entry.place);
        let Some((field, _)) = reference::field(&entry.name, &context.response.fields, at, reporter) else {
            continue;
        };
        let long = entry.place.key("equals");
        let place = if reporter.has(&long) { long } else { entry.place.clone() };
        let equals = &entry.value.equals;
        let expected = if let Some(name) = equals.strip_prefix("request.") {
            reference::field(name, context.request, At::Value(&place), reporter).map(|(path, _)| {
                if path.len() != 1 {
                    let message = "only fields at the top of the request can be compared";
                    reporter.value(Rule::BadIdentity, &place, message);
                }
                table::Expected::Request(name.to_owned().into())
            })
        } else if equals.starts_with("credentials.") {
            reference::credential(equals, context.credentials, &place, reporter).map(|(name, spec)| {
                if reference::credential_kind(spec) != table::CredentialKind::Text {
                    let message = format!("`{name}` is a key: no reply repeats it");
                    reporter.value(Rule::BadIdentity, &place, message);
                }
                table::Expected::Credential(name.to_owned().into())
            })
        } else {
            let message = format!("`{equals}` is nothing to compare with");
            reporter.value(Rule::BadIdentity, &place, message).help =
                Some(if context.request.get(equals).is_some() {
                    format!("write `request.{equals}`")
                } else {
                    "write `request.` or `credentials.` and a name".to_owned()
                });
            None
        };
        require_cover(context, &field, "it ties the reply to the order", at, reporter);
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
    if matches!(context.signing, Some(signing::Resolved::Unsigned(_))) {
        reporter.key(Rule::Misplaced, &spec.place, "no reply of this operation is signed");
    }
    if spec.when.is_empty() && !spec.when.has_unread() {
        reporter.key(
            Rule::BadCondition,
            &spec.place,
            "without a condition every reply could lack its signature",
        );
    }
    if !spec.when.is_empty()
        && !spec.when.has_unread()
        && spec.when.iter().all(|entry| matches!(entry.value, ConditionSpec::Present))
    {
        reporter.key(
            Rule::BadCondition,
            &spec.place,
            "that a field is there does not tell a refusal from an answer",
        );
    }
    reference::conditions(&spec.when, None, &context.response.fields, &context.codes, reporter).into()
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
