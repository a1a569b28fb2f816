//! Keys that the language does not have, and what was meant by them.

use serde_yaml::{Mapping, Value};

use crate::diagnostic::Rule;
use crate::reporter::Reporter;
use crate::source::Place;
use crate::suggestion::{did_you_mean, suggest};
use crate::syntax;

/// Reports every key that is none of the known ones. Returns the keys that were meant by them. Those that are required and missing
/// were, where there is an unknown key for each of them.
pub(crate) fn refuse(
    mapping: &Mapping,
    known: &[&'static str],
    required: &[bool],
    place: &Place,
    reporter: &mut Reporter<'_>,
) -> Vec<&'static str> {
    let mut meant = Vec::new();
    let mut strange = 0;
    for key in mapping.keys().filter_map(Value::as_str).filter(|key| !known.contains(key)) {
        let word = syntax::before_colon(key);
        let (given, free): (Vec<&'static str>, Vec<&'static str>) =
            known.iter().partition(|known| mapping.contains_key(**known));
        let near = meant_by(word, &free);
        let help = match near {
            _ if syntax::colon_in_key(key).is_some() => syntax::colon_in_key(key),
            Some(near) => Some(format!("did you mean `{near}`?")),
            None => match meant_by(word, &given) {
                Some(given) => Some(format!("`{given}` is given already")),
                None => did_you_mean("", known.iter().copied()),
            },
        };
        let message = format!("`{key}` is no key of the language here");
        reporter.key(Rule::UnknownKey, &place.key(key), message).help = help;
        reporter.doubt(place);
        match near {
            Some(near) => meant.push(near),
            None => strange += 1,
        }
    }
    let missing = known
        .iter()
        .zip(required)
        .filter(|(key, required)| **required && !mapping.contains_key(**key) && !meant.contains(*key));
    let missing: Vec<&'static str> = missing.map(|(key, _)| *key).collect();
    if missing.len() <= strange {
        meant.extend(missing);
    }
    meant
}

/// What other languages call some keys.
const ELSEWHERE: &[(&str, &[&str])] = &[
    ("description", &["comment", "note", "remark"]),
    ("max_length", &["len", "length", "size"]),
    ("presence", &["mandatory", "nullable", "optional", "required"]),
    ("table", &["enum", "values"]),
];

/// The key that was most likely meant by a word: one that is spelt like it, or is called so elsewhere.
fn meant_by(word: &str, keys: &[&'static str]) -> Option<&'static str> {
    let keys = keys.iter().copied();
    suggest(word, keys.clone()).or_else(|| {
        ELSEWHERE
            .iter()
            .filter(|(_, elsewhere)| elsewhere.contains(&word))
            .find_map(|(ours, _)| keys.clone().find(|key| key == ours))
    })
}
