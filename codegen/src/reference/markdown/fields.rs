//! Tables of fields.

use payspec_table as table;

use super::escape::{self, survives, survives_as_code, survives_as_name};
use super::map;
use super::page::Page;
use crate::model::Field;
use crate::reference::{Direction, terms, words};
use crate::yaml::{Map, Node};

/// What begins a line of a description that is not the author's.
const NOTE: char = '※';

/// The fields of a message and, below it, those inside of them.
pub(super) fn tables(fields: &[Field], direction: Direction, restated: &Map, page: &mut Page) {
    level(fields, direction, restated, "", page);
}

fn level(fields: &[Field], direction: Direction, restated: &Map, path: &str, page: &mut Page) {
    let headings: Vec<&str> = terms::FIELD.into_iter().chain([terms::SPECIFICATION]).collect();
    page.table(
        &headings,
        fields.iter().map(|field| row(field, direction, map(restated, &field.facts.name), path)),
    );
    for field in fields.iter().filter(|field| has_table(field, path)) {
        let inside = inside(path, &field.facts.name);
        page.block_of_fields(&inside);
        level(&field.children, direction, map(map(restated, &field.facts.name), "fields"), &inside, page);
    }
}

impl Page {
    fn block_of_fields(&mut self, path: &str) {
        self.heading(4, &format!("`{path}` {}", terms::INSIDE));
    }
}

fn inside(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// Whether the fields inside a field stand in a table of their own: there are some, and its heading can name the field.
fn has_table(field: &Field, path: &str) -> bool {
    !field.children.is_empty() && inside(path, &field.facts.name).split('.').all(survives_as_name)
}

fn row(field: &Field, direction: Direction, restated: &Map, path: &str) -> Vec<String> {
    let facts = &field.facts;
    let mut keys = Vec::new();
    let mut shown = |key: &str, text: Option<&str>, survives: fn(&str) -> bool, show: fn(&str) -> String| {
        let Some(text) = text else { return String::new() };
        if !survives(text) {
            keys.push(escape::setting(key, &Node::from(text)));
        }
        show(text)
    };
    let name = shown("wire", Some(&facts.name), survives_as_name, escape::code);
    let title = shown("title", Some(&facts.title), survives, escape::words);
    let example = shown("example", facts.example.as_deref(), survives_as_code, escape::code);
    let description = shown("description", field.description.as_deref(), survives, escape::words);
    let inline = !has_table(field, path);
    for entry in &restated.entries {
        let in_column = match entry.key.as_str() {
            "title" | "presence" | "max_length" | "type" | "example" | "description" => true,
            "fields" => !inline,
            _ => false,
        };
        if !in_column {
            keys.push(escape::setting(&entry.key, &entry.value));
        }
    }
    let mut lines: Vec<String> =
        Some(description).filter(|description| !description.is_empty()).into_iter().collect();
    lines.extend(notes(field, direction).into_iter().map(|note| format!("{NOTE} {note}")));
    vec![
        title,
        name,
        words::presence(facts.presence).to_owned(),
        facts.kind.name().to_owned(),
        facts.max_length.map_or_else(String::new, |length| length.max.to_string()),
        example,
        lines.join("<br>"),
        keys.join("<br>"),
    ]
}

/// What a reader wants to know at the field, in words.
fn notes(field: &Field, direction: Direction) -> Vec<String> {
    let facts = &field.facts;
    let mut notes = Vec::new();
    notes.extend(words::source(&facts.source, direction).map(|source| escape::prose(&source)));
    match &facts.kind {
        table::Kind::Text | table::Kind::Integer | table::Kind::Decimal | table::Kind::Boolean => {}
        kind => notes.push(escape::prose(&words::kind(kind))),
    }
    notes.extend(words::when(facts).map(|when| escape::prose(&when)));
    notes
}
