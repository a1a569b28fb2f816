//! A provider as a document in Markdown, in the layout of the documents that people know.
//!
//! Everything that a specification says stands in tables: fields and codes in theirs, with a column 规格 for what those
//! columns do not hold, the rest as keys and values. Whoever reads these tables gets the specification back. What stands
//! between them is for people: the decision in words, worked signatures, departures from the document.

mod codes;
mod comparison;
mod decision;
mod escape;
mod fields;
mod known;
mod operation;
mod page;
mod settings;
mod signing;

pub use comparison::comparison_markdown;

use self::page::Page;
use super::terms;
use crate::model;
use crate::restate;
use crate::yaml::{Map, Node};

/// The sentence that every document has by which it is known that it was made here.
pub const MADE_HERE: &str = "本页由规格生成。";

/// The reference of a provider, in Markdown.
///
/// Importing it gives a specification that says the same as the one that the provider was loaded from.
#[must_use]
pub fn markdown(provider: &model::Provider) -> String {
    let specification = restate::provider(provider);
    let mut page = Page::default();
    page.title(provider);
    page.paragraph(&format!(
        "{MADE_HERE}各表的“规格”一列和“键、值”两列就是规格本身：改动之后可以用 `payspec import` 读回。其余文字供人阅读。"
    ));
    if let Some(description) = &provider.description {
        page.words(terms::DESCRIPTION, description);
    }
    contents(provider, &mut page);
    settings::head(provider, &specification, &mut page);
    let operations = map(&specification, "operations");
    for operation in &provider.operations {
        operation::operation(provider, operation, map(operations, &operation.name), &mut page);
    }
    signing::rules(provider, map(&specification, "signing"), &mut page);
    codes::tables(provider, map(&specification, "codes"), &mut page);
    codes::states(provider, &mut page);
    known::departures(provider, &mut page);
    known::provenance(provider, &mut page);
    page.finish()
}

fn contents(provider: &model::Provider, page: &mut Page) {
    let operations = provider.operations.iter().map(|operation| {
        let purpose = super::words::purpose(operation.facts.purpose).0;
        format!(
            "{} {} {}：{purpose}",
            terms::OPERATION,
            escape::words(&operation.facts.title),
            escape::code(&operation.name)
        )
    });
    page.list(operations);
}

/// The mapping at a key; an empty one where there is none.
fn map<'a>(map: &'a Map, key: &str) -> &'a Map {
    static NONE: Map = Map { entries: Vec::new() };
    match map.get(key) {
        Some(Node::Map(map)) => map,
        _ => &NONE,
    }
}
