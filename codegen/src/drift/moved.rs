//! Fields that stand in another message, or inside another object.

use std::collections::{HashMap, HashSet};

use super::change::{Direction, Severity, What};
use super::compare::{Comparison, Spans, shown};
use super::expected::{Expectation, Listed, Operation};
use super::message::{Level, about, dotted};
use super::{older, severity};
use crate::document::FieldText;

/// A field that was in one place and is in another.
pub(super) struct Moved<'e, 'd> {
    field: &'e Expectation<'e>,
    from: (Direction, Vec<String>),
    row: &'d FieldText,
    to: (Direction, Vec<String>),
}

/// What is left over in one place and new in another, under the same name. It is taken out of what is left over.
pub(super) fn take<'e, 'd>(levels: &mut [Level<'e, 'd>]) -> Vec<Moved<'e, 'd>> {
    let mut gone = Vec::new();
    let mut new = Vec::new();
    for (at, level) in levels.iter().enumerate() {
        for index in &level.pairs.gone {
            collect_gone(&level.expected[*index], level.path.clone(), (at, *index), 0, &mut gone);
        }
        for index in &level.pairs.new {
            collect_new(&level.rows[*index], level.path.clone(), (at, *index), 0, &mut new);
        }
    }
    let mut called: HashMap<&str, Vec<Left<&FieldText>>> = HashMap::new();
    for left in new {
        called.entry(&left.what.name.value).or_default().push(left);
    }
    let mut moves = Vec::new();
    let (mut moved_from, mut moved_to) = (HashSet::new(), HashSet::new());
    for left in &gone {
        let Some(candidates) = called.get_mut(left.what.name.as_str()) else { continue };
        let found = candidates.iter().position(|candidate| {
            levels[left.owner.0].direction != levels[candidate.owner.0].direction
                || left.path != candidate.path
        });
        let Some(found) = found.map(|found| candidates.remove(found)) else { continue };
        moves.push(Moved {
            field: left.what,
            from: (levels[left.owner.0].direction, left.path.clone()),
            row: found.what,
            to: (levels[found.owner.0].direction, found.path.clone()),
        });
        if left.depth == 0 {
            moved_from.insert(left.owner);
        }
        if found.depth == 0 {
            moved_to.insert(found.owner);
        }
    }
    for (at, level) in levels.iter_mut().enumerate() {
        level.pairs.gone.retain(|index| !moved_from.contains(&(at, *index)));
        level.pairs.new.retain(|index| !moved_to.contains(&(at, *index)));
    }
    moves
}

/// Something left over, or inside of it.
struct Left<T> {
    what: T,
    path: Vec<String>,
    /// The level, and the position in it of what is left over.
    owner: (usize, usize),
    depth: usize,
}

fn collect_gone<'e>(
    field: &'e Expectation<'e>,
    path: Vec<String>,
    owner: (usize, usize),
    depth: usize,
    into: &mut Vec<Left<&'e Expectation<'e>>>,
) {
    let mut inside = path.clone();
    inside.push(field.wire.clone());
    into.push(Left { what: field, path, owner, depth });
    for child in field.children.iter().filter(|child| child.listed == Listed::Yes) {
        collect_gone(child, inside.clone(), owner, depth + 1, into);
    }
}

fn collect_new<'d>(
    row: &'d FieldText,
    path: Vec<String>,
    owner: (usize, usize),
    depth: usize,
    into: &mut Vec<Left<&'d FieldText>>,
) {
    let mut inside = path.clone();
    inside.push(row.name.value.clone());
    into.push(Left { what: row, path, owner, depth });
    for child in &row.children {
        collect_new(child, inside.clone(), owner, depth + 1, into);
    }
}

/// More fields than these that go the same way are told together.
const FEW: usize = 2;

/// Reports what has moved.
pub(super) fn report<'a>(
    comparison: &mut Comparison<'a>,
    order: usize,
    operation: &Operation<'_>,
    moves: &[Moved<'_, 'a>],
) {
    let mut ways: Vec<Vec<&Moved<'_, 'a>>> = Vec::new();
    let mut way_of = HashMap::new();
    for moved in moves {
        let way = *way_of.entry((&moved.from, &moved.to)).or_insert(ways.len());
        if way == ways.len() {
            ways.push(Vec::new());
        }
        ways[way].push(moved);
    }
    for way in ways {
        if way.len() > FEW {
            report_way(comparison, order, operation, &way);
        } else {
            way.into_iter().for_each(|moved| report_way(comparison, order, operation, &[moved]));
        }
    }
}

/// Reports fields that have moved from one place to one other.
fn report_way<'a>(
    comparison: &mut Comparison<'a>,
    order: usize,
    operation: &Operation<'_>,
    way: &[&Moved<'_, 'a>],
) {
    let [first, others @ ..] = way else { return };
    let place = |(direction, path): &(Direction, Vec<String>)| match path.as_slice() {
        [] => format!("the {}", direction.word()),
        path => format!("`{}` of the {}", path.join("."), direction.word()),
    };
    let severity = |moved: &&Moved<'_, '_>| {
        let presence = moved.row.presence.as_ref().map(|stated| stated.value);
        let new = severity::of_new(moved.to.0, presence, older::is_signature(moved.row));
        severity::of_gone(moved.field.hangs).min(new)
    };
    let gravest = way.iter().map(severity).min().unwrap_or(Severity::NewInformation);
    let message = match others {
        [] => format!(
            "`{}` {} moved from {} to {}",
            first.field.name,
            shown(&first.row.title.value),
            place(&first.from),
            place(&first.to)
        ),
        _ => {
            let names: Vec<String> = way.iter().map(|moved| format!("`{}`", moved.field.name)).collect();
            format!("{} moved from {} to {}", names.join(", "), place(&first.from), place(&first.to))
        }
    };
    let about_of = |moved: &Moved<'_, '_>| {
        about(order, operation, moved.from.0, Some(dotted(&moved.from.1, &moved.field.wire)))
    };
    let spans = Spans { document: first.row.name.span.clone(), against: first.field.span.clone() };
    let change = comparison.report(&about_of(first), What::FieldMoved, gravest, message, spans);
    change.changed(&place(&first.from), &place(&first.to));
    for moved in way {
        comparison.listed.row(&about_of(moved), moved.field, moved.row, comparison.document);
    }
}
