//! Which difference of the specifications caused which change in Rust.

use super::log::{Claim, Found};
use super::surface::{ChangedItem, Member};
use super::{Change, Class, ItemChange};

/// Lays every changed item at the differences that explain it; a change is as serious as the most serious of its items. An
/// item that nothing explains is a change of its own, so that none is lost.
pub(super) fn attribute(found: Vec<Found>, items: Vec<ChangedItem>) -> Vec<Change> {
    let mut changes = found;
    let mut unexplained = Vec::new();
    let arguments: Vec<Claim> = changes.iter().flat_map(|found| &found.claims).cloned().collect();
    for item in items.into_iter().filter(|item| !is_renamed_argument(&arguments, item)) {
        let mut explained = false;
        for found in &mut changes {
            if found.claims.iter().any(|claim| explains(claim, &item)) {
                if item.is_silent {
                    found.change.warn();
                }
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

/// Whether all that differs are names of arguments, and what has another name is the same: nobody's code knows.
fn is_renamed_argument(claims: &[Claim], item: &ChangedItem) -> bool {
    let renamed = |word: &str| {
        claims.iter().find_map(|claim| match claim {
            Claim::Argument { owner, old, new } if *owner == item.owner && old == word => Some(new.clone()),
            _ => None,
        })
    };
    match (&item.change.old, &item.change.new) {
        (Some(before), Some(after)) if item.is_silent => {
            words(before).map(|word| renamed(word).unwrap_or_else(|| word.to_owned())).eq(words(after))
        }
        _ => false,
    }
}

fn explains(claim: &Claim, item: &ChangedItem) -> bool {
    let is = |name: &str| item.owner == name;
    match claim {
        Claim::Whole(owner) => is(owner),
        Claim::Name { old, new } => {
            let ItemChange { old: before, new: after, .. } = &item.change;
            match (before, after) {
                (Some(before), Some(after)) => {
                    words(before).map(|word| if word == old { new } else { word }).eq(words(after))
                }
                _ => false,
            }
        }
        Claim::Argument { .. } => false,
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

/// The words of a signature and what stands between them.
fn words(signature: &str) -> impl Iterator<Item = &str> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    signature.split_inclusive(move |letter| !is_word(letter)).flat_map(move |piece| {
        let end = piece.find(|letter| !is_word(letter)).unwrap_or(piece.len());
        let (word, rest) = piece.split_at(end);
        [word, rest]
    })
}
