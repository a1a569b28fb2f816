//! What is drift and what is not, how much it matters, and what can be written into a specification.

#![cfg(feature = "toolbox")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "drift/applied.rs"]
mod applied;
#[path = "drift/catalogue.rs"]
mod catalogue;
#[path = "drift/code_values.rs"]
mod code_values;
#[path = "drift/conditions.rs"]
mod conditions;
#[path = "drift/kinds.rs"]
mod kinds;
#[path = "drift/layouts.rs"]
mod layouts;
#[path = "drift/meanings.rs"]
mod meanings;
#[path = "drift/mutations.rs"]
mod mutations;
#[path = "drift/names.rs"]
mod names;
#[path = "drift/recorded.rs"]
mod recorded;
#[path = "drift/structure.rs"]
mod structure;
#[path = "drift/together.rs"]
mod together;
#[path = "drift/trials.rs"]
mod trials;

use payspec_codegen::document::{self, Document};
use payspec_codegen::drift::{self, Drift};

/// A document of an invented provider, and the specification that restates it.
const DOCUMENT: &str = include_str!("documents/drift-acme.md");
const SPECIFICATION: &str = include_str!("documents/drift-acme.yaml");

fn read(text: &str) -> Document {
    document::read("query.md", text)
}

fn against(document: &str, specification: &str) -> Drift {
    drift::against(&read(document), "acme.yaml", specification).unwrap_or_else(|error| panic!("{error}"))
}

/// Every change in a line: severity, what, message, field, code.
fn lines(drift: &Drift) -> Vec<String> {
    let line = |change: &drift::Change| {
        let parts = [
            Some(change.severity.word()),
            Some(change.what.word()),
            change.direction.map(|direction| direction.word()),
            change.field.as_deref(),
            change.code.as_deref(),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    drift.changes.iter().map(line).collect()
}

/// A text with one place of it written otherwise.
fn edited(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from} stands once in the text");
    text.replace(from, to)
}
