//! Fields of which one is enough: what rows say of it, against what is expected.

use payspec_table::GroupRule;

use super::change::{Direction, Severity, What};
use super::compare::{About, Comparison, Spans};
use super::expected::{Expectation, Message};
use super::facts::Context;
use crate::document::{FieldText, HowMany, OneOf};

/// Notes of rows such as "one of the two is enough", between two documents.
pub(super) fn row(
    comparison: &mut Comparison<'_>,
    about: &About,
    context: Context,
    field: &Expectation<'_>,
    row: &FieldText,
) {
    let now = row.one_of.as_ref().map(|stated| &stated.value);
    if !comparison.is_against_document() || same(field.one_of.as_ref(), now) {
        return;
    }
    let words = |choice: Option<&OneOf>| choice.map_or("no choice".to_owned(), sentence);
    let (before, now) = (words(field.one_of.as_ref()), words(now));
    let message = format!("`{}`: {now} now, it was {before}", field.name);
    let document = row.one_of.as_ref().map_or(row.name.span.clone(), |stated| stated.span.clone());
    let spans = Spans { document, against: field.span.clone() };
    comparison
        .report(about, What::Presence, severity(context.direction), message, spans)
        .changed(&before, &now);
}

/// Either-or notes of a message against the groups of a specification.
pub(super) fn groups(
    comparison: &mut Comparison<'_>,
    about: &About,
    message: &Message<'_>,
    rows: &[FieldText],
) {
    if comparison.is_against_document() || about.direction != Some(Direction::Request) {
        return;
    }
    let mut seen: Vec<&OneOf> = Vec::new();
    for (row, stated) in rows.iter().filter_map(|row| Some((row, row.one_of.as_ref()?))) {
        let choice = &stated.value;
        let wire = |name: &String| {
            let field = message.fields.iter().find(|field| field.name == *name);
            field.map_or(name.clone(), |field| field.wire.clone())
        };
        let names: Vec<String> = choice.names.iter().map(wire).collect();
        let known = message.groups.iter().any(|(rule, members)| {
            let rule_fits = match choice.how_many {
                HowMany::ExactlyOne => *rule == Some(GroupRule::ExactlyOne),
                HowMany::AtLeastOne => *rule == Some(GroupRule::AtLeastOne),
            };
            rule_fits
                && members.iter().all(|member| names.contains(member))
                && names.iter().all(|name| members.contains(name))
        });
        if known || seen.iter().any(|seen| same(Some(seen), Some(choice))) {
            continue;
        }
        seen.push(choice);
        let asked = sentence(choice);
        let words = format!("the document asks for {asked}; the specification has no such group");
        let about = About { field: Some(row.name.value.clone()), ..about.clone() };
        let spans = Spans { document: stated.span.clone(), against: message.span.clone() };
        comparison.report(&about, What::Presence, severity(Direction::Request), words, spans).now =
            Some(asked);
    }
}

/// A choice that nobody knew is one that a request may fail to make.
fn severity(direction: Direction) -> Severity {
    match direction {
        Direction::Request => Severity::BreaksRequests,
        Direction::Response => Severity::NewInformation,
    }
}

pub(super) fn same(one: Option<&OneOf>, other: Option<&OneOf>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => {
            one.how_many == other.how_many
                && one.names.iter().all(|name| other.names.contains(name))
                && other.names.iter().all(|name| one.names.contains(name))
        }
        _ => false,
    }
}

fn sentence(choice: &OneOf) -> String {
    let names: Vec<String> = choice.names.iter().map(|name| format!("`{name}`")).collect();
    match choice.how_many {
        HowMany::AtLeastOne => format!("at least one of {}", names.join(", ")),
        HowMany::ExactlyOne => format!("exactly one of {}", names.join(", ")),
    }
}
