//! When fields are there: the sections of tables in which they stand, against what is expected.
//!
//! A heading inside a table holds for all rows below it, so what is different is told once for all of them.

use std::collections::{HashMap, HashSet};

use super::change::{Direction, Severity, What};
use super::compare::{Comparison, Spans};
use super::expected::{Condition, Expectation, Hangs, Listed, Operation};
use super::message::{Level, Names, about, dotted};
use super::words;
use crate::document::{FieldText, PresenceText, Stated};

/// Rows, by their position, of which it was told that they are always there now.
#[derive(Debug, Default)]
pub(super) struct Told(HashSet<usize>);

impl Told {
    pub(super) fn holds(&self, row: &FieldText) -> bool {
        self.0.contains(&row.span.start)
    }
}

/// What is different about when a field is there.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Difference {
    direction: Direction,
    /// What the document says and nobody expects.
    new: Vec<(String, String)>,
    /// What is expected and the document does not say.
    gone: Vec<(String, String)>,
}

/// A field that is there in other cases.
struct Affected<'e, 'd> {
    path: String,
    field: &'e Expectation<'e>,
    row: &'d FieldText,
}

/// Compares the conditions of all fields of an operation.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    order: usize,
    operation: &Operation<'_>,
    levels: &[Level<'_, '_>],
    names: &Names,
) -> Told {
    let mut order_of: HashMap<Difference, usize> = HashMap::new();
    let mut groups: Vec<Vec<Affected<'_, '_>>> = Vec::new();
    let is_against_document = comparison.is_against_document();
    // What is gone is believed of a field that may be missing all the same only where another field shows it.
    let shown: HashSet<(Direction, (String, String))> = each(levels, names)
        .filter(|(_, row, one)| is_against_document || row.is_always_there_now(one))
        .flat_map(|(level, _, one)| one.gone.into_iter().map(|gone| (level.direction, gone)))
        .collect();
    for (level, pair, mut one) in each(levels, names) {
        let contradicted = |gone: &(String, String)| one.new.iter().any(|(name, _)| *name == gone.0);
        let kept =
            |gone: &(String, String)| contradicted(gone) || shown.contains(&(level.direction, gone.clone()));
        let gone = one.gone.iter().filter(|gone| kept(gone)).cloned().collect();
        one.gone = gone;
        if one.new.is_empty() && one.gone.is_empty() {
            continue;
        }
        let affected =
            Affected { path: dotted(&level.path, &pair.field.wire), field: pair.field, row: pair.row };
        let next = groups.len();
        let group = *order_of.entry(one).or_insert(next);
        if group == next {
            groups.push(Vec::new());
        }
        groups[group].push(affected);
    }
    let mut told = Told::default();
    let mut sorted: Vec<(Difference, usize)> = order_of.into_iter().collect();
    sorted.sort_by_key(|(_, group)| *group);
    for (difference, group) in sorted {
        let group = &groups[group];
        // One row that is mandatory now is that, and no section that is gone.
        if let ([one], true, false) = (group.as_slice(), difference.new.is_empty(), is_against_document)
            && one.row.sections.is_empty()
        {
            continue;
        }
        if !difference.gone.is_empty() {
            told.0.extend(group.iter().map(|affected| affected.row.span.start));
        }
        report(comparison, order, operation, &difference, group);
    }
    told
}

struct Pair<'e, 'd> {
    field: &'e Expectation<'e>,
    row: &'d FieldText,
}

impl Pair<'_, '_> {
    /// Whether a row that was there in some cases is mandatory, so that the document itself says that something is gone.
    fn is_always_there_now(&self, difference: &Difference) -> bool {
        let recorded = &self.field.recorded;
        let is_about_something_else =
            recorded.title.is_some() || recorded.length.is_some() || recorded.kind.is_some();
        !difference.gone.is_empty()
            // A reason for nothing else is one for the condition.
            && (!self.field.departs || is_about_something_else)
            && self.field.may_be_mandatory_in_section
            && self.row.presence.as_ref().is_some_and(|stated| stated.value == PresenceText::Required)
    }
}

/// Every field that is in both, with what is different.
fn each<'l, 'e, 'd>(
    levels: &'l [Level<'e, 'd>],
    names: &'l Names,
) -> impl Iterator<Item = (&'l Level<'e, 'd>, Pair<'e, 'd>, Difference)> {
    levels.iter().flat_map(move |level| {
        let pairs = level.pairs.same.iter();
        pairs.filter_map(move |(old, new)| {
            let (field, row) = (&level.expected[*old], &level.rows[*new]);
            let decided = field.recorded.presence.is_some() && field.when.is_empty();
            if field.listed == Listed::No || decided {
                return None;
            }
            Some((level, Pair { field, row }, difference(level, field, row, names)))
        })
    })
}

fn difference(level: &Level<'_, '_>, field: &Expectation<'_>, row: &FieldText, names: &Names) -> Difference {
    let stated = |section: &Stated<(String, String)>| {
        let (name, value) = &section.value;
        (names.expected(level.direction, name).to_owned(), value.clone())
    };
    let around: Vec<(String, String)> = level.stated_around.iter().map(stated).collect();
    let all: Vec<(String, String)> = row.sections.iter().map(stated).collect();
    let expected = || field.when.iter().chain(level.when_around.iter().copied());
    let new = all
        .iter()
        .filter(|stated| !around.contains(stated) && !expected().any(|known| known.allows(stated)))
        .cloned()
        .collect();
    let gone = field
        .when
        .iter()
        .filter(|known| known.is_expected && field.recorded.presence.is_none())
        .filter_map(|known| Some((known, known.only()?)))
        .filter(|(known, _)| !all.iter().chain(&around).any(|stated| known.allows(stated)))
        .map(|(_, only)| only)
        .collect();
    Difference { direction: level.direction, new, gone }
}

impl Condition {
    /// Whether the field may be there where another has this value.
    fn allows(&self, (name, value): &(String, String)) -> bool {
        let is_it = self.path == *name
            || self.path.strip_suffix(name.as_str()).is_some_and(|above| above.ends_with('.'));
        is_it
            && match self {
                Self { only: Some(values), .. } => matches!(&values[..], [one] if words::same(one, value)),
                Self { never, .. } => !never.iter().any(|never| words::same(never, value)),
            }
    }

    /// The one value that the other field has to have, where a heading can say that.
    fn only(&self) -> Option<(String, String)> {
        match self.only.as_deref() {
            Some([value]) => Some((self.path.clone(), value.clone())),
            _ => None,
        }
    }
}

fn report(
    comparison: &mut Comparison<'_>,
    order: usize,
    operation: &Operation<'_>,
    difference: &Difference,
    group: &[Affected<'_, '_>],
) {
    let Some(first) = group.first() else { return };
    let sentence = |conditions: &[(String, String)]| {
        let all: Vec<String> =
            conditions.iter().map(|(name, value)| format!("`{name}` is `{value}`")).collect();
        all.join(" and ")
    };
    let (new, gone) = (sentence(&difference.new), sentence(&difference.gone));
    let (are, they) = if group.len() == 1 { ("is", "it") } else { ("are", "they") };
    let subjects = subjects(group);
    let message = match (new.is_empty(), gone.is_empty()) {
        (false, false) => {
            format!("{subjects} {are} there when {new} now, {}", comparison.was(&format!("when {gone}")))
        }
        (false, true) if comparison.is_against_document() => {
            format!("{subjects} {are} there only when {new} now")
        }
        (false, true) => {
            format!("{subjects} {are} there only when {new}, the specification does not say that")
        }
        _ => format!(
            "{subjects} {are} there now whether or not {gone}, {}",
            comparison.was(&format!("when {gone}"))
        ),
    };
    let severity =
        group.iter().map(|one| severity(difference, one)).min().unwrap_or(Severity::NewInformation);
    let heading = first
        .row
        .sections
        .iter()
        .find(|section| difference.new.iter().any(|(_, value)| words::same(value, &section.value.1)));
    let document = heading.map_or(first.row.name.span.clone(), |heading| heading.span.clone());
    let against = first
        .field
        .when
        .iter()
        .find(|known| known.only().is_some_and(|only| difference.gone.contains(&only)));
    let against = against.map_or(first.field.span.clone(), |known| known.span.clone());
    let about = about(order, operation, difference.direction, Some(first.path.clone()));
    let change = comparison.report(&about, What::Condition, severity, message, Spans { document, against });
    change.before = (!gone.is_empty()).then_some(gone);
    change.now = (!new.is_empty()).then_some(new);
    if difference.direction == Direction::Response
        && group.iter().any(|one| matches!(one.field.hangs, Hangs::Decision | Hangs::Identity))
    {
        change.note = Some(format!(
            "an order whose reply lacks what decides stays unknown: make sure when {they} {are} there"
        ));
    }
}

/// More cases of a request in which something has to be there are cases in which it is refused.
fn severity(difference: &Difference, one: &Affected<'_, '_>) -> Severity {
    let presence = one.row.presence.as_ref().map(|stated| stated.value);
    match difference.direction {
        _ if one.field.hangs == Hangs::Signature => Severity::BreaksSigning,
        Direction::Request if presence.is_some_and(|presence| presence != PresenceText::Optional) => {
            Severity::BreaksRequests
        }
        _ => Severity::NewInformation,
    }
}

fn subjects(group: &[Affected<'_, '_>]) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<String> = group.iter().take(SHOWN).map(|one| format!("`{}`", one.path)).collect();
    match group.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        Some(more) => format!("{} and {more} more", shown.join(", ")),
        None => shown.join(", "),
    }
}
