//! Roles: which fields are what in the unified order.

use payspec_table as table;

use super::Class;
use super::field::Direction;
use super::log::{Claim, Log, Spot, Verdict};
use super::pairs::pair;
use crate::emit::doc::code;

/// Compares which fields are what in the unified order.
pub(super) fn compare(
    direction: Direction,
    spot: &Spot,
    old: &[table::ViewEntry],
    new: &[table::ViewEntry],
    request_type: &str,
    log: &mut Log,
) {
    let role = |entry: &table::ViewEntry| {
        let word = entry.role.name();
        spot.at(
            format!("{} of the {}", code(&format!("is: {word}")), direction.word()),
            format!("{}.fields", spot.place),
        )
    };
    let path = |entry: &table::ViewEntry| entry.field.dotted();
    // With an amount, a request can say which one it expects.
    let claims = |entry: &table::ViewEntry| match (direction, entry.role) {
        (Direction::Response, table::Role::Amount) => {
            let owner = request_type.to_owned();
            vec![Claim::Member(owner.clone(), "expect_amount".to_owned()), Claim::Shape(owner)]
        }
        _ => Vec::new(),
    };
    let effect = match direction {
        Direction::Request => "orders are asked for by that field",
        Direction::Response => "the order shows the value of that field there",
    };
    let verdict = |entry: &table::ViewEntry| match direction {
        Direction::Response if is_outcome(entry.role) => Verdict::outcome(),
        _ => Verdict::behaviour(),
    };
    let pairs = pair(old, new, &[&|one, other| one.role == other.role]);
    for (before, after) in pairs.both {
        let table::ViewEntry { role: _, field: _ } = before;
        log.compare(&role(after), "", &path(before), &path(after), || verdict(after).effect(effect));
    }
    for gone in pairs.gone {
        let verdict = match direction {
            Direction::Request => {
                Verdict::new(Class::Stricter).effect("orders can no longer be asked for by it")
            }
            Direction::Response => verdict(gone).effect("the order lacks it"),
        };
        log.gone(&role(gone), Some(code(&path(gone))), verdict.claims(claims(gone)));
    }
    for added in pairs.added {
        let verdict = verdict(added).effect(effect).claims(claims(added));
        log.added(&role(added), Some(code(&path(added))), verdict);
    }
    if pairs.reordered {
        log.reordered(
            &spot.at(format!("the roles of the {}", direction.word()), &spot.place),
            Verdict::documentation(),
        );
    }
}

/// Whether it says how much money an order is.
pub(super) const fn is_outcome(role: table::Role) -> bool {
    matches!(role, table::Role::Amount | table::Role::Currency)
}
