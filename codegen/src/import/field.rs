//! Fields of messages.

use std::collections::HashMap;

use crate::check::{is_identifier, snake_case};
use crate::document::{CodeText, FieldText, LengthUnit, PresenceText, Stated};
use crate::spec::{Is, StateWord};
use crate::yaml::{Map, Node};

use super::draft::Draft;
use super::kind::{self, Kind};
use super::names::{self, Names};
use super::question::quoted;
use super::terms::{self, Purpose};
use super::{codes, native, source};

/// Where a field stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) document: usize,
    pub(super) operation: &'a str,
    pub(super) direction: Direction,
    /// The path of the object around it, with a dot behind; empty at the top.
    pub(super) around: &'a str,
    pub(super) lists: usize,
    pub(super) is_json: bool,
    pub(super) guessing: Guessing,
    /// The conditions of the object around it.
    pub(super) sections: &'a [Stated<(String, String)>],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Request,
    Response,
}

/// Whether the document leaves anything to guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guessing {
    Allowed,
    /// It speaks the language itself.
    Native,
}

/// A field that is in the draft.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) path: String,
    pub(super) name: String,
    pub(super) purpose: Purpose,
    pub(super) table: Option<String>,
    pub(super) role: Option<Is>,
    pub(super) from: Option<String>,
    pub(super) lists: usize,
    pub(super) is_date: bool,
    pub(super) is_list: bool,
    pub(super) is_callers: bool,
}

/// The fields of one level, and what was seen of them and of those inside them.
pub(super) fn all(
    fields: &[FieldText],
    place: Place<'_>,
    seen: &mut Vec<Seen>,
    draft: &mut Draft<'_>,
) -> Map {
    let mut names = match place.direction {
        Direction::Request => Names::with(&["new", "expect_amount", "expected_amount"]),
        Direction::Response => Names::with(&["reply"]),
    };
    // Whoever has a name by right keeps it: those that need another look for one that is free.
    let own: Vec<String> = fields.iter().map(|field| snake_case(&field.name.value)).collect();
    let mut map = Map::default();
    let mut known: HashMap<String, &FieldText> = HashMap::new();
    for (field, own) in fields.iter().zip(&own) {
        let wire = native::wire(&field.keys);
        let name = wire.as_deref().unwrap_or(&field.name.value);
        let usable =
            !name.is_empty() && !name.contains(['.', '[', ']']) && !name.chars().any(char::is_whitespace);
        let first = known.get(name).copied();
        if !usable || first.is_some() {
            let what = if usable {
                format!("a second field `{name}` in this message")
            } else {
                format!("no name of a field: {}", quoted(name))
            };
            if let Some(question) = first.and_then(|first| otherwise(first, field))
                && let Some(entry) = map.entry_mut(name)
            {
                entry.comments.push(draft.ask(&question, place.document, &field.name));
            }
            draft.summary.not_understood(draft.documents, place.document, &field.span, what);
            continue;
        }
        let rust = (place.guessing == Guessing::Allowed).then(|| rust_name(own, &mut names)).flatten();
        let (entry, comments) = one(field, rust.as_deref(), place, seen, draft);
        map.put(name, entry, comments);
        known.insert(name.to_owned(), field);
    }
    map
}

/// What to ask where a field is described a second time in other words.
fn otherwise(first: &FieldText, second: &FieldText) -> Option<String> {
    fn value<T: Clone>(stated: Option<&Stated<T>>) -> Option<T> {
        stated.map(|stated| stated.value.clone())
    }
    let values = |codes: &[CodeText]| codes.iter().map(|code| code.value.value.clone()).collect::<Vec<_>>();
    let differs = [
        ("title", first.title.value != second.title.value),
        ("presence", value(first.presence.as_ref()) != value(second.presence.as_ref())),
        ("length", value(first.length.as_ref()) != value(second.length.as_ref())),
        ("type", value(first.kind.as_ref()) != value(second.kind.as_ref())),
        ("codes", values(&first.codes) != values(&second.codes)),
        ("description", value(first.description.as_ref()) != value(second.description.as_ref())),
    ];
    let differs: Vec<&str> =
        differs.into_iter().filter(|(_, differs)| *differs).map(|(what, _)| what).collect();
    (!differs.is_empty()).then(|| {
        format!(
            "the document describes it twice, the second time with another {}: which is right?",
            differs.join(" and ")
        )
    })
}

/// The name in Rust, where the one on the wire does not do.
fn rust_name(own: &str, names: &mut Names) -> Option<String> {
    if is_identifier(own) && !own.starts_with("by_") && names.try_claim(own) {
        return None;
    }
    let stem = names::snake(&format!("{own}_value"))
        .unwrap_or_else(|| names::snake(&format!("field_{own}")).unwrap_or_else(|| "field".to_owned()));
    let stem = if stem.starts_with("by_") { format!("field_{stem}") } else { stem };
    Some(names.claim(&stem))
}

fn one(
    field: &FieldText,
    rust: Option<&str>,
    place: Place<'_>,
    seen: &mut Vec<Seen>,
    draft: &mut Draft<'_>,
) -> (Map, Vec<String>) {
    let title = field.title.value.trim();
    let mut entry = Map::default();
    entry.set("title", if title.is_empty() { field.name.value.as_str() } else { title });
    if let Some(rust) = rust {
        entry.set("name", rust);
    }
    let mut facts = Facts { entry, asked: Vec::new(), place, field };
    let presence = facts.presence();
    facts.entry.set("presence", presence);
    match place.guessing {
        Guessing::Native => native_field(&mut facts, seen, draft),
        Guessing::Allowed => guessed_field(&mut facts, seen, draft),
    }
    native::merge_keys(&mut facts.entry, &field.keys, place.document, draft);
    if let Some(words) = field.one_of.as_ref().filter(|_| !place.around.is_empty()) {
        facts.asked.push(format!(
            "one of {} is enough, says the document; groups are of the outermost fields only: how is it to be said?",
            quoted(&words.value.names.join(", "))
        ));
    }
    let comments =
        facts.asked.iter().map(|question| draft.ask(question, place.document, &field.name)).collect();
    (facts.entry, comments)
}

/// A field in the making.
pub(super) struct Facts<'f> {
    pub(super) entry: Map,
    pub(super) asked: Vec<String>,
    pub(super) place: Place<'f>,
    pub(super) field: &'f FieldText,
}

impl Facts<'_> {
    fn presence(&mut self) -> &'static str {
        let presence = self.field.presence.as_ref().map(|presence| presence.value);
        let in_section = self.own_sections().next().is_some();
        match presence {
            Some(PresenceText::Required) if in_section && self.place.guessing == Guessing::Allowed => {
                "conditional"
            }
            Some(PresenceText::Required) => "required",
            Some(PresenceText::Conditional) => "conditional",
            Some(PresenceText::Optional) => "optional",
            None => {
                if self.place.guessing == Guessing::Allowed {
                    self.asked.push("the document does not say whether it is always there".to_owned());
                }
                "optional"
            }
        }
    }

    /// The conditions that do not hold of the whole object around the field.
    fn own_sections(&self) -> impl Iterator<Item = &Stated<(String, String)>> {
        self.field
            .sections
            .iter()
            .filter(|section| !self.place.sections.iter().any(|outer| outer.value == section.value))
    }

    fn path(&self) -> String {
        format!("{}{}", self.place.around, self.field.name.value)
    }

    fn has(&self, words: &[&str]) -> bool {
        let kind = self.field.kind.as_ref().map(|kind| kind.value.to_ascii_lowercase()).unwrap_or_default();
        words.iter().any(|word| kind.contains(word))
    }

    fn max_length(&mut self) {
        if let Some(length) = self.field.length.as_ref().filter(|length| length.value.max > 0) {
            self.entry.set("max_length", length.value.max);
            if length.value.unit == LengthUnit::Bytes {
                self.entry.set("length_unit", "bytes");
            }
        }
    }
}

/// A field of a document in the terms of the language: as it stands there.
fn native_field(facts: &mut Facts<'_>, seen: &mut Vec<Seen>, draft: &mut Draft<'_>) {
    let field = facts.field;
    facts.max_length();
    let kind = field.kind.as_ref().map(|kind| kind.value.trim()).filter(|kind| !kind.is_empty());
    if let Some(kind) = kind.filter(|kind| *kind != "text") {
        facts.entry.set("type", kind);
    }
    if let Some(example) = &field.example {
        facts.entry.set("example", example.value.as_str());
    }
    if let Some(words) = field.description.as_ref().and_then(|words| native::authors_words(&words.value)) {
        facts.entry.set("description", words);
    }
    if !field.children.is_empty() {
        let around = format!("{}{}.", facts.path(), if kind == Some("list") { "[]" } else { "" });
        let inside = Place { around: &around, sections: &field.sections, ..facts.place };
        let children = all(&field.children, inside, seen, draft);
        facts.entry.set("fields", children);
    }
}

fn guessed_field(facts: &mut Facts<'_>, seen: &mut Vec<Seen>, draft: &mut Draft<'_>) {
    let (field, place) = (facts.field, facts.place);
    let purpose = purpose_of(field);
    when(facts);
    facts.max_length();
    let mut found = Seen {
        path: facts.path(),
        name: field.name.value.clone(),
        purpose,
        table: None,
        role: None,
        from: None,
        lists: place.lists,
        is_date: false,
        is_list: false,
        is_callers: true,
    };
    if !field.children.is_empty() {
        found.is_list = facts.has(&["array", "list", "["]) || field.name.value.ends_with("List");
        let (word, each) = if found.is_list { ("list", "[].") } else { ("object", ".") };
        facts.entry.set("type", word);
        let length = facts.entry.get("max_length").cloned();
        facts.entry.entries.retain(|entry| !matches!(entry.key.as_str(), "max_length" | "length_unit"));
        let mut departure = length.map(|length| {
            let mut documented = Map::default();
            documented.set("max_length", length);
            documented
        });
        if let (Some(documented), Some(kind)) = (&mut departure, &field.kind) {
            documented.set("type", kind.value.as_str());
        }
        let around = format!("{}{each}", facts.path());
        seen.push(found.clone());
        let inside = Place {
            around: &around,
            lists: place.lists + usize::from(found.is_list),
            sections: &field.sections,
            ..place
        };
        let children = all(&field.children, inside, seen, draft);
        if let Some(documented) = departure {
            facts.entry.set("documented", documented);
            facts.entry.set("because", "It has fields in it, each with a length of its own.");
        }
        facts.entry.set("fields", children);
        return;
    }
    let constant = field.constant.as_ref().filter(|_| purpose != Purpose::Signature);
    let request = place.direction == Direction::Request;
    let mut is_time = false;
    match constant {
        Some(constant) if request => {
            facts.entry.set("constant", constant.value.as_str());
            found.is_callers = false;
        }
        _ => {
            let own = snake_case(&field.name.value);
            let of_operation = format!("{}_{own}", place.operation);
            let rust = match facts.entry.get("name") {
                Some(Node::Text(name)) => name.clone(),
                _ => own.clone(),
            };
            let wanted = [own.as_str(), &rust, &of_operation];
            let (table, question) = codes::of_field(field, purpose, &wanted, place.document, draft);
            let asked_of_codes = question.is_some();
            let kind = match &table {
                Some(table) => {
                    let mut kind = Kind::default();
                    kind.keys.set("type", "code");
                    kind.keys.set("table", table.as_str());
                    if place.is_json && facts.has(&["int", "number", "long"]) {
                        kind.keys.set("written", "bare");
                    }
                    kind
                }
                None if asked_of_codes => Kind::default(),
                None => kind::of(field, purpose, &place, seen, draft),
            };
            facts.asked.extend(question);
            is_time = kind.is_time;
            if purpose == Purpose::ErrorCode
                && table.as_ref().is_some_and(|table| names_success(table, draft))
            {
                found.purpose = Purpose::Result;
            }
            found.table = table;
            let word = kind.keys.get("type").cloned();
            found.is_date = kind.is_time
                && (word == Some(Node::from("date")) || word == Some(Node::from("milliseconds")));
            facts.entry.entries.extend(kind.keys.entries);
            facts.asked.extend(kind.questions);
        }
    }
    if constant.is_none() || !request {
        source::sources(facts, &mut found, is_time, seen, draft);
        source::roles(facts, &mut found, seen);
    }
    source::example(facts, constant, &found);
    seen.push(found);
}

/// What a field is for, by its codes where its title is that of another.
fn purpose_of(field: &FieldText) -> Purpose {
    let name = field.name.value.to_ascii_lowercase();
    let states = field
        .codes
        .iter()
        .filter_map(|code| terms::order_state(&code.title.as_ref()?.value))
        .collect::<Vec<_>>();
    let lists_states = states.contains(&StateWord::Paid) && states.len() > 2;
    if lists_states && ["status", "state", "stat"].iter().any(|end| name.ends_with(end)) {
        return Purpose::TradeState;
    }
    terms::purpose(&field.name.value, &field.title.value)
}

/// Whether one of the codes of a table is that of an answer without an error.
fn names_success(table: &str, draft: &Draft<'_>) -> bool {
    let mut titles = draft.tables.said(table).iter().filter_map(|(_, title)| title.as_deref());
    titles.any(terms::names_success)
}

/// The conditions of the sections in which the row stands.
fn when(facts: &mut Facts<'_>) {
    let mut when = Map::default();
    let sections: Vec<(String, String)> = facts.own_sections().map(|section| section.value.clone()).collect();
    if let Some(line) = facts.field.introduced_by.as_ref().filter(|_| !sections.is_empty()) {
        let words = quoted(&line.value);
        facts
            .asked
            .push(format!("a line says when this field and those below it are there: {words}. Does it?"));
    }
    for (field, value) in sections {
        if field == facts.field.name.value && facts.place.around.is_empty() {
            facts
                .asked
                .push(format!("the document says that it is there when it is {}: is it?", quoted(&value)));
        } else {
            when.replace(&field, value);
        }
    }
    if !when.entries.is_empty() {
        facts.entry.set("when", when);
    }
}
