//! Fields of which one is enough: what notes say of them, against what is expected. Two rows that say the same say it once.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::change::{Direction, Severity, What};
use super::compare::{About, Comparison, Spans};
use super::expected::{Choice, Expectation, Message};
use super::message::Names;
use super::words;
use crate::document::{Document, FieldText, HowMany, PresenceText};

/// The notes of which it was told that they are different.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Rows, by their position.
    rows: HashSet<usize>,
    /// What is not said any more.
    gone: HashSet<Key>,
}

impl Told {
    pub(super) fn holds(&self, field: &Expectation<'_>, row: &FieldText) -> bool {
        self.rows.contains(&row.span.start)
            || field.one_of.as_ref().is_some_and(|known| self.gone.contains(&known.key()))
    }
}

/// What is asked for, in whatever order.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Key(HowMany, BTreeSet<String>);

/// What a note says, in the names of the expectation.
struct Note {
    choice: Choice,
    /// The name of the field in whose row it stands.
    owner: String,
    /// The rows that say it.
    rows: Vec<usize>,
}

/// Compares the notes of a message with what is expected of them.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    about: &About,
    message: &Message<'_>,
    rows: &[FieldText],
    names: &Names,
) -> Told {
    let Some(direction) = about.direction else { return Told::default() };
    if direction == Direction::Response && !comparison.is_against_document() {
        // A specification has no groups of replies.
        return Told::default();
    }
    let mut notes = Vec::new();
    collect(rows, direction, names, &mut HashMap::new(), &mut notes);
    let said: HashSet<Key> = notes.iter().map(|note| note.choice.key()).collect();
    let known: HashSet<Key> = message.choices.iter().map(Choice::key).collect();
    let expected = message.choices.iter().filter(|known| known.is_expected);
    let mut gone: Vec<Option<&Choice>> =
        expected.filter(|known| !said.contains(&known.key())).map(Some).collect();
    let mut with: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, member) in gone.iter().enumerate().flat_map(|(index, known)| {
        known.iter().flat_map(|known| &known.members).map(move |member| (index, member.as_str()))
    }) {
        with.entry(member).or_default().push(index);
    }
    let mut told = Told::default();
    for note in notes.iter().filter(|note| !known.contains(&note.choice.key())) {
        let members = note.choice.members.iter().filter_map(|name| with.get(name.as_str()));
        let at = members.flatten().copied().filter(|index| gone[*index].is_some()).min();
        let before = at.and_then(|at| gone[at].take());
        told.rows.extend(&note.rows);
        told.gone.extend(before.map(Choice::key));
        other(comparison, about, message, before, note);
    }
    let fields = Fields::of(comparison.document, rows, direction, names);
    for known in gone.into_iter().flatten() {
        // What was a note may still be one that names a field as it was called before.
        let may_be_hint = !comparison.is_against_document()
            || known.members.iter().any(|name| names.renames(direction, name));
        if !may_be_hint || !fields.hint_at(known) {
            told.gone.insert(known.key());
            not_said(comparison, about, known, &fields);
        }
    }
    told
}

fn collect(
    rows: &[FieldText],
    direction: Direction,
    names: &Names,
    order: &mut HashMap<Key, usize>,
    notes: &mut Vec<Note>,
) {
    for row in rows {
        if let Some(stated) = &row.one_of {
            let members = stated.value.names.iter().map(|name| names.expected(direction, name).to_owned());
            let choice = Choice {
                how_many: stated.value.how_many,
                members: members.collect(),
                span: stated.span.clone(),
                is_expected: true,
            };
            let next = notes.len();
            let at = *order.entry(choice.key()).or_insert(next);
            if at == next {
                let owner = names.expected(direction, &row.name.value).to_owned();
                notes.push(Note { choice, owner, rows: Vec::new() });
            }
            notes[at].rows.push(row.span.start);
        }
        collect(&row.children, direction, names, order, notes);
    }
}

/// A note that is new, or says something else.
fn other(
    comparison: &mut Comparison<'_>,
    about: &About,
    message: &Message<'_>,
    before: Option<&Choice>,
    note: &Note,
) {
    let now = note.choice.sentence();
    let words = match before {
        Some(before) => format!("the document asks for {now} now, {}", comparison.was(&before.sentence())),
        None if comparison.is_against_document() => format!("the document asks for {now} now"),
        None => format!("the document asks for {now}; the specification has no such group"),
    };
    let is_softer = before.is_some_and(|before| {
        note.choice.how_many == HowMany::AtLeastOne
            && before.members.iter().all(|name| note.choice.members.contains(name))
    });
    // A choice that nobody knew is one that a request may fail to make.
    let severity = match about.direction {
        Some(Direction::Request) if !is_softer => Severity::BreaksRequests,
        _ => Severity::NewInformation,
    };
    let about = About { field: Some(note.owner.clone()), ..about.clone() };
    let against = before.map_or(message.span.clone(), |before| before.span.clone());
    let spans = Spans { document: note.choice.span.clone(), against };
    let change = comparison.report(&about, What::Choice, severity, words, spans);
    change.before = before.map(Choice::sentence);
    change.now = Some(now);
}

/// A note that is gone. Where the table calls one of the fields mandatory, that is what counts now.
fn not_said(comparison: &mut Comparison<'_>, about: &About, known: &Choice, fields: &Fields<'_>) {
    let members = fields.members(known);
    if members.len() < 2 && members.len() < known.members.len() {
        // That the fields are gone is told of them.
        return;
    }
    let is_mandatory = |(_, row): &&(&str, &FieldText)| {
        row.presence.as_ref().is_some_and(|stated| stated.value == PresenceText::Required)
    };
    let mandatory = members.iter().find(is_mandatory);
    let severity = match (about.direction, mandatory) {
        (Some(Direction::Request), Some(_)) => Severity::BreaksRequests,
        _ => Severity::NewInformation,
    };
    let before = known.sentence();
    let words = format!("the document does not ask for {before} any more");
    let about = About { field: known.members.first().cloned(), ..about.clone() };
    let document: Range<usize> =
        members.first().map_or(0..0, |(_, row)| row.description.as_ref().unwrap_or(&row.name).span.clone());
    let spans = Spans { document, against: known.span.clone() };
    let change = comparison.report(&about, What::Choice, severity, words, spans);
    change.before = Some(before);
    change.note = mandatory.map(|(_, row)| format!("its table calls `{}` mandatory", row.name.value));
}

/// The rows of a message by the names that are expected, and what a document says in words that nobody understood.
struct Fields<'d> {
    document: &'d Document,
    rows: HashMap<&'d str, Vec<(usize, &'d FieldText)>>,
    /// The lines outside of tables that may well say it: their letters, and all of them.
    lines: OnceCell<Vec<(String, String)>>,
}

impl<'d> Fields<'d> {
    fn of(document: &'d Document, rows: &'d [FieldText], direction: Direction, names: &'d Names) -> Self {
        let mut called: HashMap<&str, Vec<(usize, &FieldText)>> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            called.entry(names.expected(direction, &row.name.value)).or_default().push((at, row));
        }
        Self { document, rows: called, lines: OnceCell::new() }
    }

    /// The rows of the fields of a choice in their order, each with the name that is expected.
    fn members<'c>(&self, known: &'c Choice) -> Vec<(&'c str, &'d FieldText)> {
        let names: BTreeSet<&str> = known.members.iter().map(String::as_str).collect();
        let rows = |name: &'c str| {
            self.rows.get(name).into_iter().flatten().map(move |(at, row)| (*at, (name, *row)))
        };
        let mut members: Vec<_> = names.into_iter().flat_map(rows).collect();
        members.sort_by_key(|(at, _)| *at);
        members.into_iter().map(|(_, member)| member).collect()
    }

    /// Whether a line names two of the fields in words that may well say it.
    fn hint_at(&self, known: &Choice) -> bool {
        let members = self.members(known);
        // What a row says of others is in its description: its own name stands in another cell.
        let in_rows = members.iter().any(|(_, row)| {
            let text = row.description.as_ref().map(|text| text.value.as_str()).filter(|text| hints(text));
            text.is_some_and(|text| {
                let text = (words::letters(text), words::plain(text));
                let mut others = members.iter().filter(|(_, other)| other.name.value != row.name.value);
                others.any(|(wire, other)| names_field(&text, other, wire))
            })
        });
        let lines = self.lines.get_or_init(|| {
            let lines = self.document.text.lines().filter(|line| !line.contains('|') && hints(line));
            lines.map(|line| (words::letters(line), words::plain(line))).collect()
        });
        let names_two = |line: &(String, String)| {
            members.iter().filter(|(wire, row)| names_field(line, row, wire)).count() > 1
        };
        in_rows || lines.iter().any(names_two)
    }
}

fn hints(text: &str) -> bool {
    const WORDS: [&str; 11] =
        ["一个", "1个", "其一", "选一", "任一", "任选", "至少", "必填", "必传", "不能", "不可"];
    WORDS.iter().any(|word| text.contains(word))
}

fn names_field((letters, plain): &(String, String), row: &FieldText, wire: &str) -> bool {
    let title = words::plain(&row.title.value);
    [row.name.value.as_str(), wire].into_iter().any(|name| letters.contains(&words::letters(name)))
        || !title.is_empty() && plain.contains(&title)
}

impl Choice {
    /// What two choices have in common that ask for the same.
    pub(super) fn key(&self) -> Key {
        Key(self.how_many, self.members.iter().cloned().collect())
    }

    fn sentence(&self) -> String {
        let names: Vec<String> = self.members.iter().map(|name| format!("`{name}`")).collect();
        match self.how_many {
            HowMany::AtLeastOne => format!("at least one of {}", names.join(", ")),
            HowMany::ExactlyOne => format!("exactly one of {}", names.join(", ")),
        }
    }
}
