//! The fields of both messages of an operation: which are there, and which are elsewhere or called otherwise.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use payspec_table::Kind;

use super::apply::{Around, Draft, Edit};
use super::change::{Direction, Severity, What};
use super::compare::{About, Comparison, Spans, shown};
use super::expected::{Condition, Expectation, ExpectedKind, Listed, Message, Notation, Operation};
use super::facts::Context;
use super::matching::{self, Known, Pairs};
use super::{choice, condition, duplicate, facts, moved, older, recorded, samples, severity};
use crate::document::{FieldText, MessageText, OperationText, PresenceText, Stated};
use crate::source::Place;

/// Fields that stand side by side.
pub(super) struct Level<'e, 'd> {
    pub(super) direction: Direction,
    /// The names of the objects around them.
    pub(super) path: Vec<String>,
    /// Their mapping in the specification.
    place: Option<Place>,
    notation: Notation,
    pub(super) expected: &'e [Expectation<'e>],
    pub(super) rows: &'d [FieldText],
    pub(super) pairs: Pairs,
    /// The sections in which the row stands inside of which they are, and the conditions that are expected of it.
    pub(super) stated_around: Vec<Stated<(String, String)>>,
    pub(super) when_around: Vec<&'e Condition>,
    /// Where what is missing ought to be.
    document: Range<usize>,
    /// Where what is new would belong.
    pub(super) against: Range<usize>,
}

impl<'e> Level<'e, '_> {
    /// What is known of the rows before one, the nearest first.
    fn known_before(&self, row: usize) -> impl Iterator<Item = &'e Expectation<'e>> {
        (0..row).rev().filter_map(|before| Some(&self.expected[self.pairs.old_of(before)?]))
    }

    fn around(&self, row: usize) -> Around<'e> {
        let is_date = |field: &&Expectation<'_>| matches!(field.kind, ExpectedKind::Of(known) if matches!(known.kind, Kind::Date(_)));
        // The path of a date inside of something would need what is around it.
        let date = self.known_before(row).filter(|_| self.path.is_empty()).find(is_date);
        Around {
            direction: self.direction,
            notation: self.notation,
            date: date.map(|date| date.wire.as_str()),
        }
    }
}

/// Compares the fields of an operation.
pub(super) fn compare<'a>(
    comparison: &mut Comparison<'a>,
    order: usize,
    expected: &'a Operation<'a>,
    found: &'a OperationText,
) {
    let mut levels = Vec::new();
    let messages = [
        (Direction::Request, &expected.request, &found.request),
        (Direction::Response, &expected.response, &found.response),
    ];
    for (direction, message, text) in messages {
        if text.span.is_none() && text.fields.is_empty() {
            absent(comparison, order, expected, direction, message, found);
            continue;
        }
        let level = Level {
            direction,
            path: Vec::new(),
            place: message.place.clone(),
            notation: message.notation,
            expected: &message.fields,
            rows: &text.fields,
            pairs: Pairs::default(),
            stated_around: Vec::new(),
            when_around: Vec::new(),
            document: text.span.clone().unwrap_or_else(|| found.title.span.clone()),
            against: message.span.clone(),
        };
        descend(level, &mut levels);
        samples::compare(comparison, &about(order, expected, direction, None), expected, text);
    }
    let moves = moved::take(&mut levels);
    moved::report(comparison, order, expected, &moves);
    let renamed: Vec<HashMap<usize, &'static str>> = levels.iter_mut().map(rename).collect();
    let names = Names::of(&levels);
    let mut choices = HashMap::new();
    for (direction, message, text) in messages {
        let about = about(order, expected, direction, None);
        choices.insert(direction, choice::compare(comparison, &about, message, &text.fields, &names));
    }
    let conditions = condition::compare(comparison, order, expected, &levels, &names);
    for (level, renamed) in levels.iter().zip(&renamed) {
        let text = match level.direction {
            Direction::Request => &found.request,
            Direction::Response => &found.response,
        };
        let context = Context {
            direction: level.direction,
            has_lengths: has_lengths(text),
            choices: choices.get(&level.direction),
            conditions: &conditions,
        };
        report_level(comparison, order, expected, context, level, renamed);
    }
}

/// Pairs what most likely has another name now, and tells why that is likely.
fn rename(level: &mut Level<'_, '_>) -> HashMap<usize, &'static str> {
    let (old, new) = (known(level.expected), rows(level.rows));
    matching::renamed(&old, &new, &mut level.pairs)
}

/// What fields of the document are called in the expectation, where that is something else.
#[derive(Debug, Default)]
pub(super) struct Names {
    expected: HashMap<(Direction, String), String>,
    renamed: HashSet<(Direction, String)>,
}

impl Names {
    fn of(levels: &[Level<'_, '_>]) -> Self {
        let mut names = Self::default();
        for level in levels {
            for (old, new) in &level.pairs.same {
                let (wire, now) = (&level.expected[*old].wire, &level.rows[*new].name.value);
                if wire != now {
                    names.expected.insert((level.direction, now.clone()), wire.clone());
                    names.renamed.insert((level.direction, wire.clone()));
                }
            }
        }
        names
    }

    /// Whether the document calls a field otherwise.
    pub(super) fn renames(&self, direction: Direction, wire: &str) -> bool {
        self.renamed.contains(&(direction, wire.to_owned()))
    }

    pub(super) fn expected<'n>(&'n self, direction: Direction, name: &'n str) -> &'n str {
        self.expected.get(&(direction, name.to_owned())).map_or(name, String::as_str)
    }
}

pub(super) fn about(
    order: usize,
    operation: &Operation<'_>,
    direction: Direction,
    field: Option<String>,
) -> About {
    About {
        order: Some(order),
        operation: Some(operation.label.clone()),
        direction: Some(direction),
        field,
        code: None,
    }
}

/// The document has no table for a message of which fields are expected.
fn absent(
    comparison: &mut Comparison<'_>,
    order: usize,
    operation: &Operation<'_>,
    direction: Direction,
    message: &Message<'_>,
    found: &OperationText,
) {
    let expected = message.fields.iter().filter(|field| field.listed == Listed::Yes);
    let Some(worst) = expected.map(|field| severity::of_gone(field.hangs)).min() else { return };
    message.fields.iter().for_each(|field| comparison.listed.gone(field));
    let words = format!("the document has no table of the {}", direction.word());
    let spans = Spans { document: found.title.span.clone(), against: message.span.clone() };
    comparison.report(&about(order, operation, direction, None), What::FieldRemoved, worst, words, spans);
}

/// Pairs what has the same name, level by level.
fn descend<'e, 'd>(mut level: Level<'e, 'd>, levels: &mut Vec<Level<'e, 'd>>) {
    level.pairs = matching::by_name(&known(level.expected), &rows(level.rows));
    level.pairs.gone.retain(|index| level.expected[*index].listed == Listed::Yes);
    let mut inside = Vec::new();
    for (old, new) in &level.pairs.same {
        let (field, row) = (&level.expected[*old], &level.rows[*new]);
        if field.children.is_empty() && row.children.is_empty() {
            continue;
        }
        let mut path = level.path.clone();
        path.push(field.wire.clone());
        inside.push(Level {
            direction: level.direction,
            path,
            // Fields of what the specification takes for a text have no place in it yet.
            place: field
                .place
                .as_ref()
                .filter(|_| !field.children.is_empty())
                .map(|place| place.key("fields")),
            notation: level.notation,
            expected: &field.children,
            rows: &row.children,
            pairs: Pairs::default(),
            stated_around: level.stated_around.iter().chain(&row.sections).cloned().collect(),
            when_around: level.when_around.iter().copied().chain(&field.when).collect(),
            document: row.span.clone(),
            against: field.span.clone(),
        });
    }
    levels.push(level);
    for level in inside {
        descend(level, levels);
    }
}

fn known<'e>(fields: &'e [Expectation<'e>]) -> Vec<Known<'e>> {
    fields
        .iter()
        .map(|field| Known {
            name: &field.name,
            also: (field.wire != field.name).then_some(&*field.wire),
            title: &field.title.text,
            length: field.length.map(|length| length.max),
            inside: field.children.iter().map(|child| child.name.as_str()).collect(),
        })
        .collect()
}

fn rows(rows: &[FieldText]) -> Vec<Known<'_>> {
    rows.iter()
        .map(|row| Known {
            name: &row.name.value,
            also: None,
            title: &row.title.value,
            length: row.length.as_ref().map(|length| length.value.max),
            inside: row.children.iter().map(|child| child.name.value.as_str()).collect(),
        })
        .collect()
}

fn report_level<'a>(
    comparison: &mut Comparison<'a>,
    order: usize,
    operation: &'a Operation<'a>,
    context: Context<'_>,
    level: &Level<'a, 'a>,
    renamed: &HashMap<usize, &'static str>,
) {
    let about = |field: &str| about(order, operation, level.direction, Some(dotted(&level.path, field)));
    for (old, new) in &level.pairs.same {
        let (field, row) = (&level.expected[*old], &level.rows[*new]);
        let about = about(&field.wire);
        if let Some(why) = renamed.get(old) {
            report_renamed(comparison, &about, field, row, why);
        } else if field.name != row.name.value && field.wire == row.name.value {
            let sentence = format!("`{}` is called `{}`", field.name, field.wire);
            let spans = Spans { document: row.name.span.clone(), against: field.span.clone() };
            recorded::corrected(comparison, &about, What::FieldRenamed, "name", &sentence, spans);
        } else if field.name != row.name.value {
            report_renamed(comparison, &about, field, row, "mostly the same fields inside");
        }
        facts::compare(comparison, &about, context, field, row);
    }
    duplicate::compare(comparison, about, level);
    if has_no_table(level) {
        report_table_gone(
            comparison,
            &self::about(order, operation, level.direction, Some(level.path.join("."))),
            level,
        );
        return;
    }
    for index in &level.pairs.gone {
        let field = &level.expected[*index];
        let message = match level.path.as_slice() {
            [] => format!("`{}` {} is gone", field.name, shown(&field.title.text)),
            path => format!("`{}.{}` {} is gone", path.join("."), field.name, shown(&field.title.text)),
        };
        let spans = Spans { document: level.document.clone(), against: field.span.clone() };
        let about = about(&field.wire);
        comparison.listed.gone(field);
        let note = facts::note_on_gone(field, level.direction, comparison.is_against_document());
        comparison.report(&about, What::FieldRemoved, severity::of_gone(field.hangs), message, spans).note =
            note.map(str::to_owned);
    }
    for index in &level.pairs.new {
        report_new(comparison, &about(&level.rows[*index].name.value), level, *index);
    }
}

/// Whether the rows are gone that told what is inside an object, all at once.
fn has_no_table(level: &Level<'_, '_>) -> bool {
    !level.path.is_empty() && level.rows.is_empty() && level.pairs.gone.len() > 1
}

fn report_table_gone(comparison: &mut Comparison<'_>, about: &About, level: &Level<'_, '_>) {
    let gone = || level.pairs.gone.iter().map(|index| &level.expected[*index]);
    let Some(worst) = gone().map(|field| severity::of_gone(field.hangs)).min() else { return };
    gone().for_each(|field| comparison.listed.gone(field));
    let names: Vec<String> = gone().map(|field| format!("`{}`", field.name)).collect();
    let message = format!(
        "the document has no table of what is in `{}` any more: {}",
        level.path.join("."),
        names.join(", ")
    );
    let spans = Spans { document: level.document.clone(), against: level.against.clone() };
    comparison.report(about, What::FieldRemoved, worst, message, spans);
}

fn report_renamed(
    comparison: &mut Comparison<'_>,
    about: &About,
    field: &Expectation<'_>,
    row: &FieldText,
    why: &str,
) {
    let message =
        format!("`{}` {} is probably `{}` now", field.name, shown(&field.title.text), row.name.value);
    let spans = Spans { document: row.name.span.clone(), against: field.span.clone() };
    let severity = severity::of_gone(field.hangs);
    let change = comparison.report(about, What::FieldRenamed, severity, message, spans);
    change.changed(&field.name, &row.name.value);
    change.note = Some(why.to_owned());
}

fn report_new(comparison: &mut Comparison<'_>, about: &About, level: &Level<'_, '_>, index: usize) {
    let row = &level.rows[index];
    let presence = row.presence.as_ref().map(|stated| stated.value);
    let signature = older::is_signature(row);
    let severity = severity::of_new(level.direction, presence, signature);
    let there = presence.map_or(String::new(), |presence| format!(", {}", facts::presence_word(presence)));
    let length = row
        .length
        .as_ref()
        .map_or(String::new(), |length| format!(", {} characters at most", length.value.max));
    let path = about.field.as_deref().unwrap_or_default();
    let message = format!("`{path}` {} is new{there}{length}", shown(&row.title.value));
    let spans = Spans { document: row.name.span.clone(), against: level.against.clone() };
    let document = comparison.document;
    let change = comparison.report(about, What::FieldAdded, severity, message, spans);
    change.now = Some(row.name.value.clone());
    // What a request must have somebody has to provide: that is more than a row of a table.
    let harmless = severity == Severity::NewInformation
        && (level.direction == Direction::Response || presence == Some(PresenceText::Optional));
    if let Some(fields) = &level.place
        && harmless
        && let Some(draft) = Draft::of(row, document, &level.around(index))
    {
        let before = level.known_before(index).next().map(|field| field.wire.clone());
        change.can_be_applied(Edit::Field { fields: fields.clone(), after: before, draft });
    }
}

fn has_lengths(message: &MessageText) -> bool {
    fn any(fields: &[FieldText]) -> bool {
        fields.iter().any(|field| field.length.is_some() || any(&field.children))
    }
    any(&message.fields)
}

pub(super) fn dotted(path: &[String], name: &str) -> String {
    let mut all: Vec<&str> = path.iter().map(String::as_str).collect();
    all.push(name);
    all.join(".")
}
