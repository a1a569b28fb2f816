//! Rows that stand twice in one table and do not say the same. What counts is the first.

use std::collections::HashMap;

use super::change::{Severity, What};
use super::compare::{About, Comparison, Spans, shown};
use super::document_codes;
use super::expected::{Expectation, ExpectedConstant, ExpectedKind, Hangs};
use super::facts::{length_words, presence_word};
use super::message::Level;
use super::{kind, severity, words};
use crate::document::{FieldText, LengthText, PresenceText};

/// What a row says of its field, but for its description.
#[derive(Debug, PartialEq)]
struct Facts<'f> {
    title: &'f str,
    presence: Option<PresenceText>,
    length: Option<LengthText>,
    kind: Option<&'f str>,
    constant: Option<&'f str>,
    codes: Vec<(&'f str, &'f str)>,
}

/// Reports the fields of a level that have several rows which are not the same.
pub(super) fn compare<'a>(
    comparison: &mut Comparison<'a>,
    about: impl Fn(&str) -> About,
    level: &Level<'a, 'a>,
) {
    let document = comparison.document;
    let lines = |row: &FieldText| document.line_column(row.name.span.start).0;
    let of_row = |row: &'a FieldText| Facts {
        title: &row.title.value,
        presence: row.presence.as_ref().map(|stated| stated.value),
        length: row.length.as_ref().map(|stated| stated.value),
        kind: row.kind.as_ref().map(|stated| stated.value.as_str()),
        constant: row.constant.as_ref().map(|stated| stated.value.as_str()),
        codes: (document_codes::listed(row, document).iter())
            .map(|code| (code.value.value.as_str(), code.title.as_ref().map_or("", |title| &title.value)))
            .collect(),
    };
    let expected = comparison.expected;
    let of_field = |field: &'a Expectation<'a>| Facts {
        title: &field.title.text,
        presence: field.presence.as_ref().map(|(presence, _)| *presence),
        length: field.length,
        kind: match field.kind {
            ExpectedKind::Word(word) => Some(word),
            _ => None,
        },
        constant: match &field.constant {
            ExpectedConstant::Is(constant) => Some(&constant.text),
            _ => None,
        },
        codes: (field.codes.and_then(|index| expected.codes.get(index)).iter())
            .flat_map(|codes| &codes.codes)
            .map(|code| (code.value.as_str(), code.title.as_ref().map_or("", |title| &title.text)))
            .collect(),
    };
    let before = by_name(level.expected, |field| &field.name);
    let now = by_name(level.rows, |row| &row.name.value);
    for (name, rows) in in_order(&now) {
        let [first, others @ ..] = rows else { continue };
        let facts = of_row(first);
        let Some(other) = others.iter().find(|other| of_row(other) != facts) else { continue };
        let old = before.get(name).map_or(&[][..], Vec::as_slice);
        let known = old.first().copied();
        let is_known = comparison.is_against_document()
            && old.iter().map(|field| of_field(field)).eq(rows.iter().map(|row| of_row(row)));
        let mut unlike = others.iter().map(|other| of_row(other)).filter(|other| *other != facts);
        if is_known || unlike.all(|other| known.is_some_and(|field| records(field, &facts, &other))) {
            continue;
        }
        let message = format!(
            "`{name}` stands {} in its table and not always with the same facts: {} in line {}, {} in line {}",
            times(rows.len()),
            told(&facts, &of_row(other)),
            lines(first),
            told(&of_row(other), &facts),
            lines(other)
        );
        let hangs = known.map_or(Hangs::Nothing, |field| field.hangs);
        let severity = worst(level, hangs, &facts, &of_row(other));
        let against = known.map_or(level.against.clone(), |field| field.span.clone());
        let spans = Spans { document: other.name.span.clone(), against };
        let change = comparison.report(&about(name), What::DuplicateRow, severity, message, spans);
        change.before = Some(told(&facts, &of_row(other)));
        change.now = Some(told(&of_row(other), &facts));
        change.note = Some("the first row is what is compared: ask the provider which one holds".to_owned());
    }
    if !comparison.is_against_document() {
        return;
    }
    for (name, fields) in in_order(&before) {
        let ([first, others @ ..], Some([row])) = (fields, now.get(name).map(Vec::as_slice)) else {
            continue;
        };
        if others.iter().all(|other| of_field(other) == of_field(first)) {
            continue;
        }
        let message =
            format!("`{name}` stands once in its table now, it stood there {}", times(fields.len()));
        let spans = Spans { document: row.name.span.clone(), against: first.span.clone() };
        comparison.report(&about(name), What::DuplicateRow, Severity::NewInformation, message, spans);
    }
}

/// Everything by its name.
fn by_name<'l, T>(all: &'l [T], name: impl Fn(&'l T) -> &'l str) -> HashMap<&'l str, Vec<&'l T>> {
    let mut called: HashMap<&str, Vec<&T>> = HashMap::new();
    for one in all {
        called.entry(name(one)).or_default().push(one);
    }
    called
}

/// Names that several have, in their order.
fn in_order<'l, 'm, T>(called: &'m HashMap<&'l str, Vec<&'l T>>) -> Vec<(&'l str, &'m [&'l T])> {
    let several = called.iter().filter(|(_, all)| all.len() > 1);
    let mut several: Vec<_> = several.map(|(name, all)| (*name, all.as_slice())).collect();
    several.sort_by_key(|(name, _)| *name);
    several
}

/// What the facts are that others are not.
fn told(facts: &Facts<'_>, others: &Facts<'_>) -> String {
    let mut all = Vec::new();
    if !words::same(facts.title, others.title) {
        all.push(shown(facts.title));
    }
    if facts.presence != others.presence {
        all.push(facts.presence.map_or("nothing about whether it is there", presence_word).to_owned());
    }
    if facts.length != others.length {
        all.push(
            facts.length.map_or("no length".to_owned(), |length| format!("length {}", length_words(length))),
        );
    }
    if facts.kind != others.kind {
        all.push(facts.kind.map_or("no type".to_owned(), |kind| format!("type {kind}")));
    }
    if facts.constant != others.constant {
        all.push(facts.constant.map_or("no fixed value".to_owned(), |value| format!("always `{value}`")));
    }
    if facts.codes != others.codes {
        let values: Vec<&str> = facts.codes.iter().map(|(value, _)| *value).collect();
        all.push(if values.is_empty() {
            "no codes".to_owned()
        } else {
            format!("codes {}", values.join(", "))
        });
    }
    all.join(", ")
}

/// Whether a specification has what another row says, and records under `documented` what the first says.
fn records(field: &Expectation<'_>, first: &Facts<'_>, other: &Facts<'_>) -> bool {
    let own = &field.recorded;
    let title = own.title.is_some_and(|own| words::same(own, other.title));
    let decimals = other.length.and_then(|length| length.decimals);
    let kind = other.kind.zip(own.kind).is_some_and(|(word, own)| kind::goes_with(word, decimals, own));
    (words::same(first.title, other.title) || title)
        && (first.presence == other.presence || own.presence.is_some() && own.presence == other.presence)
        && (first.length == other.length || own.length == Some(other.length.map(|length| length.max)))
        && (first.kind == other.kind || kind)
        && first.constant == other.constant
        && first.codes == other.codes
}

/// How much it matters if it is the other row that holds.
fn worst(level: &Level<'_, '_>, hangs: Hangs, first: &Facts<'_>, other: &Facts<'_>) -> Severity {
    let direction = level.direction;
    let presence = other
        .presence
        .filter(|_| first.presence != other.presence)
        .map(|now| severity::of_presence(direction, hangs, first.presence, now));
    let max = |facts: &Facts<'_>| facts.length.map(|length| length.max);
    let length =
        (first.length != other.length).then(|| severity::of_length(direction, hangs, max(first), max(other)));
    let kind = (first.kind != other.kind).then(|| severity::of_kind(direction, hangs));
    let all = [presence, length, kind];
    all.into_iter().flatten().min().unwrap_or(Severity::NewInformation)
}

fn times(count: usize) -> String {
    match count {
        2 => "twice".to_owned(),
        count => format!("{count} times"),
    }
}
