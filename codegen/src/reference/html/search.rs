//! What can be looked for: fields, codes, operations, by the name on the wire, the title and the name in Rust.

use maud::{Markup, PreEscaped, html};
use serde_json::Value;

use super::anchors;
use crate::model::{Field, Operation, Provider};
use crate::reference::{Direction, rust_names, terms};

/// Something that can be found.
pub(super) struct Entry {
    /// Where it is.
    pub(super) href: String,
    /// What it is.
    pub(super) kind: String,
    /// The name or value on the wire.
    pub(super) wire: String,
    /// The title.
    pub(super) title: String,
    /// The name in Rust.
    pub(super) rust: String,
}

/// What can be found of a provider; `page` is the file that it stands in, empty for the page itself.
pub(super) fn entries(provider: &Provider, page: &str) -> Vec<Entry> {
    let mut all = Vec::new();
    let from = if page.is_empty() { String::new() } else { format!("{} · ", provider.title()) };
    for operation in &provider.operations {
        all.push(Entry {
            href: format!("{page}#{}", operation.name),
            kind: format!("{from}{}", terms::OPERATION),
            wire: operation.name.clone(),
            title: operation.facts.title.to_string(),
            rust: operation.request_type.clone(),
        });
        for (direction, fields) in
            [(Direction::Request, &operation.request), (Direction::Response, &operation.response)]
        {
            let kind = format!("{from}{} {}字段", operation.name, terms::direction(direction));
            level(Level { page, kind: &kind, operation, direction }, fields, (&[], &[]), &mut all);
        }
    }
    for table in &provider.code_tables {
        for code in &table.codes {
            all.push(Entry {
                href: format!("{page}#{}", anchors::code(&table.name, &code.facts.wire)),
                kind: format!("{from}{} {}", terms::CODE_TABLES, table.name),
                wire: code.facts.wire.to_string(),
                title: code.facts.title.to_string(),
                rust: rust_names::of_code(table, code),
            });
        }
    }
    all
}

#[derive(Clone, Copy)]
struct Level<'a> {
    page: &'a str,
    kind: &'a str,
    operation: &'a Operation,
    direction: Direction,
}

fn level<'a>(
    here: Level<'a>,
    fields: &'a [Field],
    (above, rust_above): (&[&'a str], &[&'a str]),
    all: &mut Vec<Entry>,
) {
    for field in fields {
        let path: Vec<&str> = above.iter().copied().chain([&*field.facts.name]).collect();
        let rust_path: Vec<&str> = rust_above.iter().copied().chain([&*field.rust_name]).collect();
        let rust = match here.direction {
            Direction::Request => rust_names::of_request(field, rust_above).unwrap_or_default(),
            Direction::Response => rust_names::of_response(field, rust_above),
        };
        all.push(Entry {
            href: format!("{}#{}", here.page, anchors::field(&here.operation.name, here.direction, &path)),
            kind: here.kind.to_owned(),
            wire: path.join("."),
            title: field.facts.title.to_string(),
            rust,
        });
        level(here, &field.children, (&path, &rust_path), all);
    }
}

/// The index in the page, as data that no browser runs.
pub(super) fn data(entries: &[Entry]) -> Markup {
    let rows: Vec<Value> = entries
        .iter()
        .map(|entry| {
            let columns = [&entry.href, &entry.kind, &entry.wire, &entry.title, &entry.rust];
            Value::from(columns.map(|column| Value::from(&**column)).to_vec())
        })
        .collect();
    // `</script>` would end it, and `<!--` would hide its end.
    let text = Value::from(rows).to_string().replace('<', "\\u003c");
    html! { script #page-index type="application/json" { (PreEscaped(text)) } }
}
