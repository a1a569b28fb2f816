//! Signature rules: key by key as the specification says them, each step in words.

use payspec_table as table;

use super::escape;
use super::page::Page;
use super::{map, settings};
use crate::model::Provider;
use crate::reference::signing_words;
use crate::yaml::Map;

/// Every rule.
pub(super) fn rules(provider: &Provider, restated: &Map, page: &mut Page) {
    if restated.entries.is_empty() {
        return;
    }
    page.heading(2, "签名规则");
    for entry in &restated.entries {
        let title = match entry.key.as_str() {
            "request" => "请求签名",
            "response" => "返回签名",
            _ => "签名规则",
        };
        page.named(3, title, &format!("signing.{}", entry.key));
        let signing = rule(provider, &entry.key).filter(|signing| !signing.is_undecided());
        let steps = signing.map(signing_words::rule).unwrap_or_default();
        let rows = map(restated, &entry.key).entries.iter().map(|part| {
            let words = steps.iter().find(|(_, key, _)| *key == part.key);
            let words = match (words, part.key.as_str()) {
                (Some((title, _, says)), _) => format!("{title}：{}", escape::prose(says)),
                (None, "like") => "与这条规则相同".to_owned(),
                (None, "unsigned") => "平台写明不签名，只有 https 为它作证".to_owned(),
                (None, "undecided") => "规则尚未写明；写明之前，客户端不发出任何请求".to_owned(),
                (None, "header") => "签名所在的 HTTP 头".to_owned(),
                (None, "basis") => "依据".to_owned(),
                (None, "because") => "缘由".to_owned(),
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
