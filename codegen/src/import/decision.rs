//! What a reply means: proposed where the document names success plainly, and left open elsewhere.

use crate::spec::Is;
use crate::yaml::{Map, Node};

use super::draft::Draft;
use super::field::Seen;
use super::operation::Named;
use super::terms::{self, Purpose};

/// Proposes the decision, the identity and the purpose of an operation.
pub(super) fn propose(
    operation: &mut Map,
    response: &mut Map,
    asked: &[Seen],
    answered: &[Seen],
    named: &Named<'_>,
    draft: &mut Draft<'_>,
) {
    let about = &named.text.title;
    let state = answered.iter().find(|seen| {
        seen.table.as_ref().is_some_and(|table| draft.tables.is_of_orders(table) && has_paid(table, draft))
    });
    let names_order =
        asked.iter().any(|seen| matches!(seen.role, Some(Is::MerchantOrderNo | Is::ProviderOrderNo)));
    let is_tier =
        |seen: &&Seen| seen.purpose == Purpose::Result && seen.lists == 0 && !seen.path.contains('.');
    let results: Vec<&Seen> = answered
        .iter()
        .filter(is_tier)
        .filter(|seen| state.is_none_or(|state| state.path != seen.path))
        .collect();
    let open: Vec<String> = results
        .iter()
        .filter(|seen| passing(seen, named, draft).is_none())
        .map(|seen| format!("`{}`", seen.path))
        .collect();
    let question = match state {
        None => Some("what is it for? `order_query` needs a decision: which field tells the state of the order, by which codes?".to_owned()),
        Some(_) if !asks(named) => Some("what is it for? An `order_query` is sent again and again: it asks, and changes nothing. The title does not say so".to_owned()),
        Some(_) if !names_order => Some("what is it for? `order_query` needs a field of the request that names the order".to_owned()),
        Some(state) if state.lists > 1 => Some(format!("what is it for? the state `{}` is in a list inside a list", state.path)),
        Some(state) if !open.is_empty() || results.len() > 2 => Some(format!(
            "write `order_query` when the decision is there: {} let a reply pass, then `state: {}`",
            if open.is_empty() { "which values of which fields".to_owned() } else { format!("which values of {}", open.join(" and ")) },
            state.path
        )),
        Some(_) => None,
    };
    let Some(state) = state.filter(|_| question.is_none()) else {
        leave_open(operation, response, &question.unwrap_or_default(), named, draft);
        return;
    };
    let comment = draft.ask("does it ask what became of an order?", named.document, about);
    let purpose = if state.lists == 1 { "order_query_batch" } else { "order_query" };
    let mut comments =
        operation.entry_mut("purpose").map(|entry| std::mem::take(&mut entry.comments)).unwrap_or_default();
    comments.push(comment);
    operation.replace("purpose", purpose);
    if let Some(entry) = operation.entry_mut("purpose") {
        entry.comments = comments;
    }
    if let Some((list, _)) = state.path.split_once("[]") {
        response.set("orders", list);
    }
    let mut decision = Map::default();
    let names: &[&str] = if results.len() == 2 { &["transport", "business"] } else { &["business"] };
    for (index, (name, seen)) in names.iter().zip(&results).enumerate() {
        let mut tier = Map::default();
        tier.set("field", seen.path.as_str());
        tier.set("pass", passing(seen, named, draft).unwrap_or_default());
        let next = results.get(index + 1).map(|next| next.path.as_str());
        let after = || {
            answered
                .iter()
                .skip_while(|other| other.path != seen.path)
                .take_while(move |other| Some(other.path.as_str()) != next)
        };
        let top = |other: &&Seen, purpose| {
            other.purpose == purpose && other.lists == 0 && !other.path.contains('.')
        };
        if let Some(code) = after().find(|other| top(other, Purpose::ErrorCode)) {
            tier.set("code", code.path.as_str());
        }
        let text = after()
            .find(|other| top(other, Purpose::ResultText))
            .or_else(|| answered.iter().find(|other| top(other, Purpose::ResultText)));
        if let Some(text) = text {
            tier.set("text", text.path.as_str());
        }
        decision.set(*name, tier);
    }
    decision.set("state", state.path.as_str());
    decision.set("basis", "unknown");
    let comments = vec![draft.ask(
        "is that how a reply is to be read? Which codes pass, and where is the state of the order?",
        named.document,
        about,
    )];
    response.put("decision", decision, comments);
    identity(response, asked, answered, state, named, draft);
}

/// Whether its title or its name says that an operation asks, and not that it does something or is a notice.
fn asks(named: &Named<'_>) -> bool {
    let words = format!("{} {}", named.text.title.value, named.name).to_lowercase();
    let says = |words_for: &[&str]| words_for.iter().any(|word| words.contains(word));
    let does =
        ["通知", "回调", "推送", "下单", "申请", "notify", "notification", "callback", "create", "refund"];
    says(&["查", "query", "inquiry", "enquiry"])
        || says(&[
            "状态", "结果", "同步", "详情", "status", "result", "detail", "search", "find", "get", "check",
            "sync",
        ]) && !says(&does)
}

/// Leaves open what an operation is for.
fn leave_open(
    operation: &mut Map,
    response: &mut Map,
    question: &str,
    named: &Named<'_>,
    draft: &mut Draft<'_>,
) {
    let question = draft.ask(question, named.document, &named.text.title);
    if let Some(entry) = operation.entry_mut("purpose") {
        entry.comments.push(question);
    }
    if let Some(Node::Map(fields)) = response.entry_mut("fields").map(|entry| &mut entry.value) {
        forget_roles(fields, false);
    }
}

/// Outside of an answer about several orders nothing in a list is what an order is.
fn forget_roles(fields: &mut Map, in_list: bool) {
    for entry in &mut fields.entries {
        let Node::Map(field) = &mut entry.value else { continue };
        if in_list && field.get("is").is_some() {
            field.entries.retain(|own| own.key != "is");
            entry.comments.retain(|comment| !comment.starts_with("? is it the order's"));
        }
        let is_list = field.get("type") == Some(&Node::from("list"));
        if let Some(Node::Map(children)) = field.entry_mut("fields").map(|inner| &mut inner.value) {
            forget_roles(children, in_list || is_list);
        }
    }
}

fn has_paid(table: &str, draft: &Draft<'_>) -> bool {
    let titles = draft.tables.said(table).iter().filter_map(|(_, title)| title.as_deref());
    titles.filter_map(terms::order_state).any(|state| state == crate::spec::StateWord::Paid)
}

/// The codes of a field that say that a question was answered: one that is called a success, or the one with which the
/// rest of the reply comes.
fn passing(seen: &Seen, named: &Named<'_>, draft: &Draft<'_>) -> Option<Vec<String>> {
    let sections = named.text.response.fields.iter().flat_map(|field| &field.sections);
    let mut tested: Vec<&String> =
        sections.filter(|section| section.value.0 == seen.path).map(|section| &section.value.1).collect();
    tested.sort();
    tested.dedup();
    if let [value] = tested[..] {
        return Some(vec![value.clone()]);
    }
    let said = draft.tables.said(seen.table.as_ref()?);
    let passes = |(value, title): &&(String, Option<String>)| match title {
        Some(title) => terms::names_success(title),
        None => value.eq_ignore_ascii_case("SUCCESS"),
    };
    let pass: Vec<String> = said.iter().filter(passes).map(|(value, _)| value.clone()).collect();
    (pass.len() == 1 && !draft.tables.is_of_orders(seen.table.as_ref()?)).then_some(pass)
}

/// What a reply repeats of its request.
fn identity(
    response: &mut Map,
    asked: &[Seen],
    answered: &[Seen],
    state: &Seen,
    named: &Named<'_>,
    draft: &mut Draft<'_>,
) {
    let mut map = Map::default();
    for seen in answered {
        let in_orders = seen.lists == 0 || (seen.lists == 1 && state.lists == 1);
        let same = asked.iter().find(|asked| {
            let tells =
                asked.from.is_some() || matches!(asked.role, Some(Is::MerchantOrderNo | Is::ProviderOrderNo));
            let alike = asked.name == seen.name || (asked.role.is_some() && asked.role == seen.role);
            tells && alike && !asked.path.contains('.')
        });
        // What nobody found by its name in the head and in the order is compared where it is first.
        let Some(same) = same.filter(|_| in_orders && map.get(&seen.path).is_none()) else { continue };
        let equals = same.from.clone().unwrap_or_else(|| format!("request.{}", same.path));
        let taken = map.entries.iter().any(|entry| entry.value == Node::from(equals.as_str()));
        if !taken {
            map.set(seen.path.as_str(), equals);
        }
    }
    if !map.entries.is_empty() {
        let question = draft.ask(
            "does every reply repeat what was asked, to the letter?",
            named.document,
            &named.text.title,
        );
        response.put("identity", map, vec![question]);
    }
}
