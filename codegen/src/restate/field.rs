//! Fields.

use payspec_table as table;

use super::message::when;
use super::{one_or_more, set_provenance, set_some};
use crate::check::snake_case;
use crate::model;
use crate::yaml::{Map, Node};

/// Which fields below a place in a message are what in the unified order.
pub(super) struct Roles<'a> {
    view: &'a [table::ViewEntry],
    place: Vec<String>,
}

impl<'a> Roles<'a> {
    /// Those from the top of the message.
    pub(super) const fn top(view: &'a [table::ViewEntry]) -> Self {
        Self { view, place: Vec::new() }
    }

    fn inside(&self, field: &table::Field) -> Self {
        let mut place = self.place.clone();
        place.push(field.name.to_string());
        if matches!(field.kind, table::Kind::List(_)) {
            place.push(table::EACH.to_owned());
        }
        Self { view: self.view, place }
    }

    fn of(&self, field: &table::Field) -> Option<&'static str> {
        let path = self.place.iter().map(String::as_str).chain([field.name.as_ref()]);
        self.view.iter().find(|entry| entry.field.iter().eq(path.clone())).map(|entry| entry.role.name())
    }
}

/// Fields: wire name → field.
pub(super) fn fields(fields: &[model::Field], roles: &Roles<'_>) -> Map {
    super::entries(fields, |field| (&field.facts.name, restated(field, roles).into()))
}

fn restated(field: &model::Field, roles: &Roles<'_>) -> Map {
    let facts = &field.facts;
    let mut map = Map::default();
    map.set("title", facts.title.as_ref());
    if field.rust_name != snake_case(&facts.name) {
        map.set("name", field.rust_name.as_str());
    }
    set_some(&mut map, "description", field.description.as_deref());
    map.set("presence", facts.presence.name());
    if !facts.when.is_empty() {
        map.set("when", when(&facts.when));
    }
    if let Some(length) = facts.max_length {
        map.set("max_length", length.max);
        set_some(&mut map, "length_unit", (length.unit == table::LengthUnit::Bytes).then_some("bytes"));
    }
    set_kind(&mut map, &facts.kind);
    set_written(&mut map, facts);
    match &facts.source {
        table::Source::Caller => {}
        table::Source::Constant(text) => map.set("constant", text.as_ref()),
        table::Source::Credential(name) => map.set("from", format!("credentials.{name}")),
        table::Source::Nonce(_) => map.set("generate", "nonce"),
        table::Source::Clock => map.set("generate", "clock"),
        table::Source::Signature => map.set("signature", true),
    }
    set_some(&mut map, "is", roles.of(facts));
    set_some(&mut map, "secret", facts.secret.then_some(true));
    set_some(&mut map, "personal", facts.personal.then_some(true));
    set_some(&mut map, "example", facts.example.as_deref());
    set_some(&mut map, "documented", documented(field));
    set_provenance(&mut map, &field.provenance);
    if has_fields(&facts.kind) {
        map.set("fields", fields(&field.children, &roles.inside(facts)));
    }
    map
}

fn set_kind(map: &mut Map, kind: &table::Kind) {
    if *kind != table::Kind::Text {
        map.set("type", kind.name());
    }
    match kind {
        table::Kind::Money(table::MoneyUnit::Fen) => map.set("unit", "fen"),
        table::Kind::Money(table::MoneyUnit::Yuan) => map.set("unit", "yuan"),
        table::Kind::Date(formats) | table::Kind::Time(formats) => map.set("format", one_or_more(formats)),
        table::Kind::DateTime { formats, year_from } => {
            map.set("format", one_or_more(formats));
            set_some(map, "year_from", year_from.as_ref().map(table::Path::dotted));
        }
        table::Kind::Code(name) => map.set("table", name.as_ref()),
        table::Kind::List(table::Item::Object { element, .. }) => {
            set_some(map, "element", element.as_deref());
        }
        table::Kind::List(table::Item::Joined { joint }) => map.set("joint", joint.as_ref()),
        table::Kind::Text
        | table::Kind::Integer
        | table::Kind::Decimal
        | table::Kind::Boolean
        | table::Kind::Milliseconds
        | table::Kind::Object(_) => {}
    }
}

/// How JSON shows a field, where that does not follow from its type.
fn set_written(map: &mut Map, facts: &table::Field) {
    let usual = match facts.kind {
        table::Kind::Integer
        | table::Kind::Decimal
        | table::Kind::Money(_)
        | table::Kind::Milliseconds
        | table::Kind::Boolean => table::Written::Bare,
        _ => table::Written::Quoted,
    };
    if facts.written != usual {
        map.set("written", facts.written.name());
    }
}

fn has_fields(kind: &table::Kind) -> bool {
    matches!(kind, table::Kind::Object(_) | table::Kind::List(table::Item::Object { .. }))
}

/// What the document says otherwise.
fn documented(field: &model::Field) -> Option<Node> {
    let documented = &field.documented;
    // Without a word about it, the document lists what stands in no other page, as it is.
    let silent = (field.provenance.basis == model::Basis::Document).then_some(field.facts.presence);
    let mut map = Map::default();
    set_some(&mut map, "name", documented.name.as_deref());
    set_some(&mut map, "title", documented.title.as_deref());
    if documented.presence != silent {
        set_some(&mut map, "presence", documented.presence.map(table::Presence::name));
    }
    set_some(&mut map, "max_length", documented.max_length);
    set_some(&mut map, "type", documented.kind.as_deref());
    (!map.entries.is_empty()).then(|| map.into())
}
