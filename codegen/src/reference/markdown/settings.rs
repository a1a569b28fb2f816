//! Keys and values: what is known of a provider besides its messages.

use super::page::Page;
use super::{escape, map};
use crate::model::{self, Provenance};
use crate::reference::{terms, words};
use crate::yaml::{self, Map, Node};

/// The headings of a table of keys and values; the third column is for people.
pub(super) const HEADINGS: &[&str] = &["键", "值", "说明"];

/// A row of such a table.
pub(super) fn row(key: &str, value: &Node, words: impl Into<String>) -> Vec<String> {
    vec![format!("`{key}`"), format!("`{}`", yaml::cell(value)), words.into()]
}

/// What stands at the head of a specification.
pub(super) fn head(provider: &model::Provider, specification: &Map, page: &mut Page) {
    page.named(2, "基本信息", ".");
    let mut rows = Vec::new();
    for (key, words) in [
        ("payspec", "规格语言的版本"),
        ("title", "名称"),
        ("description", terms::DESCRIPTION),
        ("currency", "币种（报文没有币种字段时）"),
    ] {
        if let Some(value) = specification.get(key) {
            rows.push(row(key, value, words));
        }
    }
    // Names of documents are free: one that is no word stands with the others in one row.
    let documents = map(specification, "documents");
    let plain = documents.entries.iter().all(|entry| is_word(&entry.key));
    if !plain {
        rows.push(row("documents", &documents.clone().into(), terms::DOCUMENTS));
    }
    page.table(HEADINGS, rows);
    if plain {
        section(terms::DOCUMENTS, "documents", documents, page, |name| {
            let document = provider.documents.iter().find(|document| document.name == name);
            document.map_or_else(String::new, |document| escape::words(&document.title))
        });
    }
    section(terms::ENVIRONMENTS, "environments", map(specification, "environments"), page, |name| {
        let environment = provider.environments.iter().find(|environment| environment.facts.name == name);
        environment.map_or_else(String::new, |environment| known(&environment.provenance))
    });
    section(terms::CREDENTIALS, "credentials", map(specification, "credentials"), page, |name| {
        let credential = provider.credentials.iter().find(|credential| credential.facts.name == name);
        credential.map_or_else(String::new, |credential| {
            let kind = words::credential(credential.facts.kind).0;
            format!("{}，{kind}", escape::words(&credential.facts.title))
        })
    });
}

fn section(title: &str, place: &str, settings: &Map, page: &mut Page, words: impl Fn(&str) -> String) {
    if !settings.entries.is_empty() {
        page.named(2, title, place);
        page.table(
            HEADINGS,
            settings.entries.iter().map(|entry| row(&entry.key, &entry.value, words(&entry.key))),
        );
    }
}

/// How well something is known, where it is not the document that says it.
pub(super) fn known(provenance: &Provenance) -> String {
    match provenance.basis {
        model::Basis::Document => String::new(),
        basis => {
            let (word, meaning) = words::basis(basis);
            format!("{word}：{meaning}")
        }
    }
}

fn is_word(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
