//! Which difference of the specifications caused which change in Rust.

use super::log::{Claim, Found};
use super::surface::{ChangedItem, Member};
use super::{Change, Class};

/// Lays every changed item at the differences that explain it; a change is as serious as the most serious of its items. An
/// item that nothing explains is a change of its own, so that none is lost.
pub(super) fn attribute(found: Vec<Found>, items: Vec<ChangedItem>) -> Vec<Change> {
    let mut changes = found;
    let mut unexplained = Vec::new();
    for item in items {
        let mut explained = false;
        for found in &mut changes {
            if found.claims.iter().any(|claim| explains(claim, &item)) {
                found.change.class = found.change.class.min(item.change.class);
                found.change.items.push(item.change.clone());
                explained = true;
            }
        }
        if !explained {
            unexplained.push(item);
        }
    }
    let unexplained = unexplained.into_iter().map(|item| Change {
        class: item.change.class,
        places: Vec::new(),
        summary: format!("`{}` is not the same", item.change.path),
        effect: None,
        old: item.change.old.clone(),
        new: item.change.new.clone(),
        items: vec![item.change],
    });
    let mut changes: Vec<Change> = changes.into_iter().map(|found| found.change).collect();
    changes.extend(unexplained);
    // The models differ, or nobody would ask.
    if changes.is_empty() {
        changes.push(Change {
            class: Class::Behaviour,
            places: Vec::new(),
            summary: "the specification is not the same".to_owned(),
            effect: None,
            old: None,
            new: None,
            items: Vec::new(),
        });
    }
    changes
}

fn explains(claim: &Claim, item: &ChangedItem) -> bool {
    let is = |name: &str| item.owner == name;
    match claim {
        Claim::Whole(owner) => is(owner),
        Claim::Shape(owner) => is(owner) && item.member == Member::Itself,
        Claim::Member(owner, name) => {
            is(owner)
                && matches!(&item.member, Member::Field(member) | Member::Method(member) if member == name)
        }
        Claim::Constructors(owner) => {
            let constructor = |name: &str| name == "new" || name.starts_with("by_");
            is(owner) && matches!(&item.member, Member::Method(member) if constructor(member))
        }
        Claim::Trait(owner, name) => {
            is(owner) && matches!(&item.member, Member::Trait(member) if member == name)
        }
    }
}
