//! Signature rules among themselves: what one takes over from another.

use super::name::require_snake_case;
use crate::diagnostic::Rule;
use crate::reporter::{At, Reporter};
use crate::source::Place;
use crate::spec::read::{Entries, Entry};
use crate::spec::{Basis, SigningSpec};
use crate::suggestion::did_you_mean;

/// What says how something is signed.
pub(crate) const SIGNED_KEYS: &[&str] = &[
    "like",
    "over",
    "exclude",
    "skip",
    "nested",
    "order",
    "piece",
    "joint",
    "prefix",
    "suffix",
    "algorithm",
    "encoding",
    "key",
    "header",
];

/// Checks what holds of every rule, whichever messages follow it.
pub(crate) fn check(rules: &Entries<SigningSpec>, reporter: &mut Reporter<'_>) {
    for entry in rules.iter() {
        let spec = &entry.value;
        require_snake_case(&entry.name, At::Key(&entry.place), reporter);
        if spec.undecided == Some(true) {
            undecided(entry, reporter);
            continue;
        }
        if spec.basis.is_none() {
            let message = format!("the rule `{}` does not say how well it is known", entry.name);
            reporter.key(Rule::NoBasis, &entry.place, message).help =
                Some("add `basis: doc | verified | stated | inferred | unknown`".to_owned());
        }
        let Some(like) = &spec.like else { continue };
        let place = entry.place.key("like");
        match rules.get(like) {
            None if rules.lacks(like) => {
                let message = format!("the provider has no signature rule `{like}`");
                reporter.value(Rule::UnknownSigning, &place, message).help =
                    did_you_mean(like, rules.names());
            }
            Some(other) if other.value.unsigned == Some(true) => {
                let message = format!("`{like}` is no rule to be like: it is unsigned");
                reporter.value(Rule::BadSigning, &place, message);
            }
            Some(other) if other.value.undecided == Some(true) => {
                let message = format!("`{like}` is no rule to be like: nobody has written it down yet");
                reporter.value(Rule::BadSigning, &place, message);
            }
            _ => {
                if closes_circle(spec, rules) {
                    let message = format!("`{}` is like itself", entry.name);
                    reporter.value(Rule::BadSigning, &place, message);
                }
            }
        }
    }
}

/// A rule that nobody has written down yet says nothing else.
fn undecided(entry: &Entry<SigningSpec>, reporter: &mut Reporter<'_>) {
    let place = &entry.place;
    let keys = SIGNED_KEYS.iter().chain(&["unsigned"]);
    for key in keys.filter(|key| reporter.has(&place.key(**key))).collect::<Vec<_>>() {
        let message = format!("`{key}` means nothing: the rule says that nobody has written it down yet");
        reporter.key(Rule::Misplaced, &place.key(*key), message).help =
            Some("take `undecided` away when the rule is complete".to_owned());
    }
    if entry.value.basis.is_some_and(|basis| basis != Basis::Unknown) {
        let message = "a rule that nobody has written down is known by nobody";
        reporter.value(Rule::Misplaced, &place.key("basis"), message).help = Some("leave it out".to_owned());
    }
}

/// Whether a rule comes back to itself, and is the first of the circle in the file.
fn closes_circle(spec: &SigningSpec, rules: &Entries<SigningSpec>) -> bool {
    let mut circle = vec![spec.place.last()];
    while let Some(like) = rules.get(circle[circle.len() - 1]).and_then(|rule| rule.value.like.as_deref()) {
        if like == circle[0] {
            return rules.names().find(|name| circle.contains(name)) == Some(circle[0]);
        }
        if circle.contains(&like) {
            return false;
        }
        circle.push(like);
    }
    false
}

/// A rule with what it takes over from those that it is like.
pub(crate) struct Merged {
    pub(crate) spec: SigningSpec,
    /// The rule itself, then the one that it is like, and so on.
    pub(crate) chain: Vec<Place>,
}

impl Merged {
    /// `None` where the chain does not end, which is reported with the rules.
    pub(crate) fn new(spec: &SigningSpec, rules: &Entries<SigningSpec>) -> Option<Self> {
        let mut merged = Self { spec: spec.clone(), chain: vec![spec.place.clone()] };
        while let Some(like) = merged.spec.like.take() {
            let other = rules.get(&like)?.value.clone();
            if merged.chain.contains(&other.place) || other.says_no_how() {
                return None;
            }
            merged.chain.push(other.place);
            let own = merged.spec;
            merged.spec = SigningSpec {
                place: own.place,
                unsigned: None,
                undecided: None,
                like: other.like,
                over: own.over.or(other.over),
                exclude: own.exclude.or(other.exclude),
                skip: own.skip.or(other.skip),
                nested: own.nested.or(other.nested),
                order: own.order.or(other.order),
                piece: own.piece.or(other.piece),
                joint: own.joint.or(other.joint),
                prefix: own.prefix.or(other.prefix),
                suffix: own.suffix.or(other.suffix),
                algorithm: own.algorithm.or(other.algorithm),
                encoding: own.encoding.or(other.encoding),
                key: own.key.or(other.key),
                header: own.header.or(other.header),
                basis: own.basis,
                because: own.because,
            };
        }
        Some(merged)
    }

    /// The place of a key: where this rule, or the nearest that it is like, has it.
    pub(crate) fn place(&self, key: &str, reporter: &Reporter<'_>) -> Place {
        let own = self.spec.place.key(key);
        self.chain.iter().map(|place| place.key(key)).find(|place| reporter.has(place)).unwrap_or(own)
    }
}
