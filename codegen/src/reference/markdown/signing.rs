//! Signature rules: key by key as the specification says them, each step in words.

use payspec_table as table;

use super::escape;
use super::page::Page;
use super::{map, settings};
use crate::model::Provider;
use crate::reference::{Direction, signing_words, terms};
use crate::yaml::Map;

/// Every rule.
pub(super) fn rules(provider: &Provider, restated: &Map, page: &mut Page) {
    if restated.entries.is_empty() {
        return;
    }
    page.heading(2, terms::SIGNING_RULES);
    for entry in &restated.entries {
        let title = match entry.key.as_str() {
            "request" => terms::signature(Direction::Request),
            "response" => terms::signature(Direction::Response),
            _ => terms::SIGNING_RULES,
        };
        page.named(3, title, &format!("signing.{}", entry.key));
        let signing = rule(provider, &entry.key).filter(|signing| !signing.is_undecided());
        let steps = signing.map(signing_words::rule).unwrap_or_default();
        let rows = map(restated, &entry.key).entries.iter().map(|part| {
            let words = steps.iter().find(|(_, key, _)| *key == part.key);
            let words = match (words, part.key.as_str()) {
                (Some((title, _, says)), _) => format!("{title}：{}", escape::prose(says)),
                (None, "like") => "与这条规则相同".to_owned(),
                (None, "unsigned") => terms::UNSIGNED.to_owned(),
                (None, "undecided") => terms::UNDECIDED.to_owned(),
                (None, "header") => "签名所在的 HTTP 头".to_owned(),
                (None, "basis") => terms::BASIS.to_owned(),
                (None, "because") => terms::BECAUSE.to_owned(),
                _ => String::new(),
            };
            settings::row(&part.key, &part.value, words)
        });
        page.table(settings::HEADINGS, rows.collect::<Vec<_>>());
    }
}

/// A rule as the first message follows it that names it.
fn rule<'a>(provider: &'a Provider, name: &str) -> Option<&'a table::Signing> {
    provider.operations.iter().find_map(|operation| {
        if operation.request_rule == name {
            return operation.facts.request.signing.as_ref();
        }
        match &operation.facts.response.verification {
            table::Verification::Signed { rule, .. } if operation.response_rule == name => Some(rule),
            _ => None,
        }
    })
}
