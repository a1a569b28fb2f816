//! Collects differences while two models are walked.

use super::notation::Notation;
use super::{Change, Class};
use crate::emit::{self, doc::prose};
use crate::model::Provenance;

/// Where a walk is: the operation, if it is in one, what is looked at, and its place in the specification.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub(super) operation: Option<String>,
    pub(super) subject: String,
    pub(super) place: String,
}

impl Spot {
    pub(super) fn new(subject: impl Into<String>, place: impl Into<String>) -> Self {
        Self { operation: None, subject: subject.into(), place: place.into() }
    }

    /// Another thing in the same operation, or in none.
    pub(super) fn at(&self, subject: impl Into<String>, place: impl Into<String>) -> Self {
        Self { operation: self.operation.clone(), subject: subject.into(), place: place.into() }
    }

    /// The place of a key.
    fn key(&self, key: &str) -> String {
        match (self.place.is_empty(), key.is_empty()) {
            (true, _) => key.to_owned(),
            (_, true) => self.place.clone(),
            _ => format!("{}.{key}", self.place),
        }
    }
}

/// Public items that a difference may explain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Claim {
    /// A type with everything that it has.
    Whole(String),
    /// What differs in the name of a type alone.
    Name { old: String, new: String },
    /// How a type may be made and taken apart, but not what it has.
    Shape(String),
    /// A field, variant or method of a type.
    Member(String, String),
    /// The constructors of a request.
    Constructors(String),
    /// The name of an argument of a type's constructors, which callers do not write.
    Argument { owner: String, old: String, new: String },
    /// What implements a trait for a type.
    Trait(String, &'static str),
}

/// What a difference means.
#[derive(Debug, Clone)]
pub(super) struct Verdict {
    pub(super) class: Class,
    effect: Option<String>,
    claims: Vec<Claim>,
    shared: bool,
}

impl Verdict {
    pub(super) const fn new(class: Class) -> Self {
        Self { class, effect: None, claims: Vec::new(), shared: false }
    }

    pub(super) const fn documentation() -> Self {
        Self::new(Class::Documentation)
    }

    pub(super) const fn behaviour() -> Self {
        Self::new(Class::Behaviour)
    }

    pub(super) const fn outcome() -> Self {
        Self::new(Class::Outcome)
    }

    pub(super) fn effect(mut self, effect: impl Into<String>) -> Self {
        self.effect = Some(effect.into());
        self
    }

    pub(super) fn claims(mut self, claims: impl IntoIterator<Item = Claim>) -> Self {
        self.claims.extend(claims);
        self
    }

    /// The same change in several operations is told once: they follow the same rule.
    pub(super) const fn shared(mut self) -> Self {
        self.shared = true;
        self
    }
}

/// A difference and the items that it may explain.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) change: Change,
    pub(super) claims: Vec<Claim>,
    operations: Vec<String>,
    shared: bool,
}

/// The differences that were found.
#[derive(Debug, Default)]
pub(super) struct Log(Vec<Found>);

impl Log {
    /// Compares what stands under a key on both sides.
    pub(super) fn compare<T: PartialEq + Notation>(
        &mut self,
        spot: &Spot,
        key: &str,
        old: &T,
        new: &T,
        verdict: impl FnOnce() -> Verdict,
    ) {
        if old == new {
            return;
        }
        let (old, new) = (old.notation(), new.notation());
        let key_name = match key.is_empty() {
            true => String::new(),
            false => format!(", `{key}`"),
        };
        let summary = match (&old, &new) {
            (Some(old), Some(new)) if old == new => format!("{}{key_name} is not the same", spot.subject),
            (Some(old), Some(new)) => format!("{}{key_name} {old} → {new}", spot.subject),
            (Some(old), None) => format!("{}{key_name} {old} is gone", spot.subject),
            (None, Some(new)) => format!("{}{key_name} {new} is new", spot.subject),
            (None, None) => format!("{}{key_name} is not the same", spot.subject),
        };
        self.push(spot, key, summary, (old, new), verdict());
    }

    /// Compares a text for people: what it says now is told.
    pub(super) fn words(
        &mut self,
        spot: &Spot,
        key: &str,
        old: Option<&String>,
        new: Option<&String>,
        verdict: Verdict,
    ) {
        if old == new {
            return;
        }
        let what = if key == "because" { "the reason" } else { "the description" };
        let (old, new) = (old.map(|text| prose(text)), new.map(|text| prose(text)));
        let summary = match (&old, &new) {
            (Some(_), Some(_)) => format!("{}, {what} is told in other words", spot.subject),
            (None, _) => format!("{}, {what} is told now", spot.subject),
            (_, None) => format!("{}, {what} is no longer told", spot.subject),
        };
        let verdict = match &new {
            Some(text) => verdict.effect(text.trim_end_matches('.')),
            None => verdict,
        };
        self.push(spot, key, summary, (old, new), verdict);
    }

    /// Compares how well something is known, and why it is so.
    pub(super) fn provenance(
        &mut self,
        spot: &Spot,
        old: &Provenance,
        new: &Provenance,
        verdict: impl Fn() -> Verdict,
    ) {
        let Provenance { basis, because } = old;
        self.compare(spot, "basis", basis, &new.basis, || {
            verdict().effect(format!("it is {} now", emit::basis(new.basis)))
        });
        self.words(spot, "because", because.as_ref(), new.because.as_ref(), verdict());
    }

    /// Something that the new side alone has.
    pub(super) fn added(&mut self, spot: &Spot, what: Option<String>, verdict: Verdict) {
        self.push(spot, "", format!("{} is new", spot.subject), (None, what), verdict);
    }

    /// Something that the old side alone has.
    pub(super) fn gone(&mut self, spot: &Spot, what: Option<String>, verdict: Verdict) {
        self.push(spot, "", format!("{} is gone", spot.subject), (what, None), verdict);
    }

    /// A difference that the subject says in full.
    pub(super) fn note(&mut self, spot: &Spot, verdict: Verdict) {
        self.push(spot, "", spot.subject.clone(), (None, None), verdict);
    }

    /// The things under a place stand in another order.
    pub(super) fn reordered(&mut self, spot: &Spot, verdict: Verdict) {
        self.push(spot, "", format!("{} stand in another order", spot.subject), (None, None), verdict);
    }

    fn push(
        &mut self,
        spot: &Spot,
        key: &str,
        summary: String,
        (old, new): (Option<String>, Option<String>),
        verdict: Verdict,
    ) {
        let Verdict { class, effect, claims, shared } = verdict;
        let change =
            Change { class, places: vec![spot.key(key)], summary, effect, old, new, items: Vec::new() };
        let twin = self.0.iter_mut().find(|found| {
            let Change { class, summary, effect, old, new, places: _, items: _ } = &found.change;
            let same = (*class, summary, effect, old, new)
                == (change.class, &change.summary, &change.effect, &change.old, &change.new);
            shared && found.shared && same
        });
        match twin {
            Some(twin) => {
                twin.change.places.extend(change.places);
                twin.claims.extend(claims);
                twin.operations.extend(spot.operation.clone());
            }
            None => {
                let operations = spot.operation.iter().cloned().collect();
                self.0.push(Found { change, claims, operations, shared });
            }
        }
    }

    /// All of them, in the order of the walk.
    pub(super) fn finish(self) -> Vec<Found> {
        let mut all = self.0;
        for found in &mut all {
            if !found.operations.is_empty() {
                let names: Vec<String> = found.operations.iter().map(|name| format!("`{name}`")).collect();
                found.change.summary = format!("{}, {}", names.join(", "), found.change.summary);
            }
        }
        all
    }
}
