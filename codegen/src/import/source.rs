//! Where the values of fields come from, and what fields are in the unified order.

use crate::document::Stated;
use crate::spec::Is;
use crate::yaml::Node;

use super::draft::Draft;
use super::field::{Direction, Facts, Seen};
use super::names;
use super::terms::{self, Purpose};

/// Where the value comes from.
pub(super) fn sources(
    facts: &mut Facts<'_>,
    found: &mut Seen,
    is_time: bool,
    seen: &[Seen],
    draft: &mut Draft<'_>,
) {
    let top = facts.place.around.is_empty();
    match found.purpose {
        Purpose::Signature if top && !seen.iter().any(|seen| seen.purpose == Purpose::Signature) => {
            facts.entry.set("signature", true);
            found.is_callers = false;
        }
        _ if facts.place.direction == Direction::Response => {}
        Purpose::Credential if top => {
            let title = facts.field.title.value.trim().to_owned();
            let name = names::snake(&found.name).unwrap_or_else(|| "merchant_no".to_owned());
            let length = facts.field.length.as_ref().map(|length| length.value.max).filter(|max| *max > 0);
            let from = draft.credential(&name, if title.is_empty() { &name } else { &title }, length);
            facts.entry.set("from", from.as_str());
            facts.asked.push("is it the same in every request of a merchant?".to_owned());
            found.from = Some(from);
            found.is_callers = false;
        }
        Purpose::Nonce => {
            facts.entry.set("generate", "nonce");
            facts.asked.push("may it be any random letters and digits?".to_owned());
            found.is_callers = false;
        }
        Purpose::Clock if is_time => {
            facts.entry.set("generate", "clock");
            facts.asked.push("is it the time of the request?".to_owned());
            found.is_callers = false;
        }
        Purpose::Clock => facts.asked.push(
            "the time of the request is `generate: clock`, with the format in which it is sent".to_owned(),
        ),
        _ => {}
    }
}

/// What the field is in the unified order.
pub(super) fn roles(facts: &mut Facts<'_>, found: &mut Seen, seen: &[Seen]) {
    let kind = match facts.entry.get("type") {
        Some(Node::Text(kind)) => kind.clone(),
        _ => "text".to_owned(),
    };
    let request = facts.place.direction == Direction::Request;
    let role = match found.purpose {
        Purpose::Credential if !request && facts.place.around.split('.').count() <= 2 => {
            terms::is_merchant(&found.name, &facts.field.title.value).then_some(Is::MerchantNo)
        }
        Purpose::Amount => (kind == "money" && !request).then_some(Is::Amount),
        Purpose::Role(role @ (Is::PaidAt | Is::CreatedAt)) => {
            (matches!(kind.as_str(), "datetime" | "milliseconds") && !request).then_some(role)
        }
        Purpose::Role(role @ (Is::MerchantOrderNo | Is::ProviderOrderNo)) => {
            (!request || facts.place.around.is_empty()).then_some(role)
        }
        Purpose::Role(role) => (!request).then_some(role),
        Purpose::Personal => {
            facts.entry.set("personal", true);
            None
        }
        _ => None,
    };
    let Some(role) = role.filter(|role| !seen.iter().any(|seen| seen.role == Some(*role))) else { return };
    // Inside a list only an order of several has roles: one list, and no other.
    let list = facts.place.around.find("[]").map(|at| &facts.place.around[..at]);
    if facts.place.lists > 1 || list.is_some_and(|list| list.contains('.')) {
        return;
    }
    facts.entry.set("is", role.word());
    facts.asked.push(format!("is it the order's `{}`?", role.word()));
    found.role = Some(role);
}

/// The document's example, where the field has one of its own.
pub(super) fn example(facts: &mut Facts<'_>, constant: Option<&Stated<String>>, found: &Seen) {
    if found.purpose == Purpose::Signature || facts.entry.get("constant").is_some() {
        return;
    }
    let shown = facts.field.example.as_ref().or(constant).map(|example| example.value.trim());
    if let Some(example) = shown.filter(|example| !example.is_empty()) {
        facts.entry.set("example", example);
    }
}
