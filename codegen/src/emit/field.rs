//! What requests and replies have in common: Rust types of fields, and their documentation.

use payspec_table as table;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::doc::{code, doc, prose};
use crate::model;

/// The identifier of a field.
pub(crate) fn ident(field: &model::Field) -> Ident {
    format_ident!("{}", field.rust_name)
}

fn type_ident(name: Option<&String>) -> TokenStream {
    // Checking gave every object and code a type.
    let name = format_ident!("{}", name.map_or("Text", String::as_str));
    quote!(#name)
}

/// What holds a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// A request owns its texts.
    Request,
    /// A reply shares those of the message.
    Reply,
}

/// The Rust type of a field that is there.
pub(crate) fn rust_type(field: &model::Field, holds: Holds) -> TokenStream {
    match &field.facts.kind {
        table::Kind::Text if field.facts.secret => quote!(Secret),
        table::Kind::Text if holds == Holds::Request => quote!(String),
        table::Kind::Text => quote!(Text),
        table::Kind::Integer => quote!(i64),
        table::Kind::Decimal => quote!(Decimal),
        table::Kind::Money(_) => quote!(Fen),
        table::Kind::Boolean => quote!(bool),
        table::Kind::Date(_) => quote!(Date),
        table::Kind::Time(_) => quote!(Time),
        table::Kind::DateTime { .. } | table::Kind::Milliseconds => quote!(ChinaTime),
        table::Kind::Code(_) => type_ident(field.code_type.as_ref()),
        table::Kind::Object(_) => type_ident(field.type_name.as_ref()),
        table::Kind::List(table::Item::Object { .. }) => {
            let item = type_ident(field.type_name.as_ref());
            quote!(Vec<#item>)
        }
        table::Kind::List(table::Item::Joined { .. }) if holds == Holds::Request => quote!(Vec<String>),
        table::Kind::List(table::Item::Joined { .. }) => quote!(Vec<Text>),
    }
}

/// Whether any of these fields must not be shown by `Debug`.
pub(crate) fn has_hidden(fields: &[model::Field]) -> bool {
    fields.iter().any(|field| field.facts.personal || field.facts.secret)
}

/// The documentation of a field.
pub(crate) fn documentation(field: &model::Field) -> TokenStream {
    let facts = &field.facts;
    let mut lines = vec![format!("{} ({}).", prose(&facts.title), code(&facts.name))];
    let mut add = |line: String| {
        lines.push(String::new());
        lines.push(line);
    };
    if let Some(description) = &field.description {
        add(prose(description));
    }
    let mut limits = presence(facts, field.guaranteed);
    if let Some(length) = facts.max_length {
        let unit = match length.unit {
            table::LengthUnit::Characters => "characters",
            table::LengthUnit::Bytes => "bytes",
        };
        limits.push(format!(
            "at most {} {}",
            length.max,
            if length.max == 1 { unit.trim_end_matches('s') } else { unit }
        ));
    }
    limits.extend(unit(&facts.kind));
    if facts.personal {
        limits.push("says something about a person".to_owned());
    }
    if !limits.is_empty() {
        let mut line = limits.join("; ");
        line[..1].make_ascii_uppercase();
        line.push('.');
        add(line);
    }
    let mut document = departures(field);
    super::add_provenance(&mut document, &field.provenance);
    if !document.is_empty() {
        add(document.trim_start().to_owned());
    }
    doc(&lines)
}

/// When the field is there.
fn presence(facts: &table::Field, guaranteed: bool) -> Vec<String> {
    let when: Vec<String> = facts.when.iter().map(condition).collect();
    match facts.presence {
        table::Presence::Required if guaranteed => vec!["always there".to_owned()],
        table::Presence::Required => vec!["promised always".to_owned()],
        table::Presence::Conditional if !when.is_empty() => {
            vec![format!("there when {}", when.join(" and "))]
        }
        table::Presence::Conditional => vec!["there when the provider thinks fit".to_owned()],
        table::Presence::Optional if !when.is_empty() => {
            vec![format!("may be there when {}", when.join(" and "))]
        }
        table::Presence::Optional => Vec::new(),
    }
}

/// A condition in words.
fn condition(condition: &table::Condition) -> String {
    let path = code(&condition.path.dotted());
    let values = |values: &table::Names| values.iter().map(code).collect::<Vec<_>>().join(" or ");
    match &condition.test {
        table::Test::Is(allowed) => format!("{path} is {}", values(allowed)),
        table::Test::IsNot(refused) => format!("{path} is not {}", values(refused)),
        table::Test::Present => format!("{path} is there"),
        table::Test::Absent => format!("{path} is not there"),
    }
}

/// What the wire counts, or in which form.
fn unit(kind: &table::Kind) -> Option<String> {
    let formats = |formats: &table::Names| formats.iter().map(code).collect::<Vec<_>>().join(" or ");
    Some(match kind {
        table::Kind::Money(table::MoneyUnit::Fen) => "in fen on the wire".to_owned(),
        table::Kind::Money(table::MoneyUnit::Yuan) => "in yuan on the wire".to_owned(),
        table::Kind::Milliseconds => "in milliseconds since 1970 on the wire".to_owned(),
        table::Kind::Date(names) | table::Kind::Time(names) => format!("{} on the wire", formats(names)),
        table::Kind::DateTime { formats: names, year_from } => {
            let year = year_from
                .as_ref()
                .map_or_else(String::new, |path| format!(", with the year of {}", code(&path.dotted())));
            format!("{} at +08:00 on the wire{year}", formats(names))
        }
        table::Kind::List(table::Item::Joined { joint }) => {
            format!("one text on the wire, joined by {}", code(joint))
        }
        _ => return None,
    })
}

/// Where the document says otherwise.
fn departures(field: &model::Field) -> String {
    let documented = &field.documented;
    let mut says = Vec::new();
    if let Some(name) = &documented.name {
        says.push(format!("calls it {}", code(name)));
    }
    if let Some(title) = &documented.title {
        says.push(format!("titles it {}", prose(title)));
    }
    if let Some(presence) = documented.presence.filter(|presence| *presence != field.facts.presence) {
        says.push(
            match presence {
                table::Presence::Required => "says that it is always there",
                table::Presence::Optional => "says that it is optional",
                table::Presence::Conditional => "says that it is conditional",
            }
            .to_owned(),
        );
    }
    if let Some(length) = documented.max_length {
        says.push(format!("gives it {length} characters"));
    }
    if let Some(kind) = &documented.kind {
        says.push(format!("gives it the type {}", code(kind)));
    }
    if says.is_empty() { String::new() } else { format!("The document {}.", says.join(", ")) }
}
