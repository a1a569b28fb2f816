//! Keys that the language does not have, and what was meant by them.

use serde_yaml::{Mapping, Value};

use crate::diagnostic::Rule;
use crate::reporter::Reporter;
use crate::source::Place;
use crate::suggestion::{did_you_mean, suggest};
use crate::syntax;

/// Reports every key that is none of the known ones. Returns the keys that were meant by them. Those that are required and missing
/// may have been, where there is a key for each of them that is like no other; what is said of that names them.
pub(crate) fn refuse(
    mapping: &Mapping,
    known: &[&'static str],
    required: &[bool],
    place: &Place,
    reporter: &mut Reporter<'_>,
) -> Vec<&'static str> {
    let (given, free): (Vec<&'static str>, Vec<&'static str>) =
        known.iter().partition(|known| mapping.contains_key(**known));
    let unknown = mapping.keys().filter_map(Value::as_str).filter(|key| !known.contains(key));
    let unknown: Vec<(&str, Like)> =
        unknown.map(|key| (key, Like::of(syntax::before_colon(key), &given, &free))).collect();
    let mut meant: Vec<&'static str> = unknown
        .iter()
        .filter_map(|(_, like)| if let Like::Free(near) = like { Some(*near) } else { None })
        .collect();
    let strange = unknown.iter().filter(|(_, like)| matches!(like, Like::None)).count();
    let missing = known
        .iter()
        .zip(required)
        .filter(|(key, required)| **required && !mapping.contains_key(**key) && !meant.contains(*key));
    let mut missing: Vec<&'static str> = missing.map(|(key, _)| *key).collect();
    if missing.len() > strange {
        missing.clear();
    }
    for (key, like) in &unknown {
        let colon = syntax::colon_in_key(key);
        let help = match like {
            Like::None => {
                let usual = colon.or_else(|| did_you_mean("", known.iter().copied()));
                let helps: Vec<String> = perhaps(&missing).into_iter().chain(usual).collect();
                Some(helps.join("; "))
            }
            _ if colon.is_some() => colon,
            Like::Free(near) => Some(format!("did you mean `{near}`?")),
            Like::Given(near) => Some(format!("`{near}` is given already")),
        };
        let message = format!("`{key}` is no key of the language here");
        reporter.key(Rule::UnknownKey, &place.key(*key), message).help = help;
        reporter.doubt(place);
    }
    meant.extend(missing);
    meant
}

/// What an unknown key is like.
enum Like {
    /// A key that the mapping does not have.
    Free(&'static str),
    /// A key that it has.
    Given(&'static str),
    None,
}

impl Like {
    fn of(word: &str, given: &[&'static str], free: &[&'static str]) -> Self {
        let free = meant_by(word, free).map(Self::Free);
        free.or_else(|| meant_by(word, given).map(Self::Given)).unwrap_or(Self::None)
    }
}

/// Which missing keys may be meant by a key that is like none.
fn perhaps(missing: &[&'static str]) -> Option<String> {
    let names: Vec<String> = missing.iter().map(|key| format!("`{key}`")).collect();
    match names.as_slice() {
        [] => None,
        [one] => Some(format!("perhaps {one} is meant, which is missing")),
        several => Some(format!("perhaps these are meant, which are missing: {}", several.join(", "))),
    }
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

#[cfg(test)]
mod tests {
    use crate::load_text;

    /// The field `mid` of a request as it is written, and what is said of it.
    fn said(field: &str) -> Vec<String> {
        let text = include_str!("../../tests/broken/valid.yaml");
        let valid = "mid: { title: 商户号, presence: required, from: credentials.mid }";
        assert!(text.contains(valid));
        let found = load_text("acme.yaml", &text.replace(valid, field)).diagnostics;
        let found = found.findings().into_iter().map(|finding| {
            let help = finding.help.unwrap_or_default();
            format!("{}: {}", finding.message, help.split("; known here").next().unwrap_or_default())
        });
        found.collect()
    }

    #[test]
    fn a_missing_key_is_named_whatever_stands_instead_of_it() {
        let title = "perhaps `title` is meant, which is missing";
        let strange = |key: &str, help: &str| format!("`{key}` is no key of the language here: {help}");
        for (field, expected) in [
            ("mid: { tilte: 商户号, presence: required }", vec![strange("tilte", "did you mean `title`?")]),
            ("mid: { 名称: 商户号, presence: required }", vec![strange("名称", title)]),
            (
                "mid: { 名称: 商户号, presence: required, pattern: x }",
                vec![strange("名称", title), strange("pattern", title)],
            ),
            (
                "mid: { 名称: 商户号, 必填: 是 }",
                ["名称", "必填"]
                    .map(|key| {
                        strange(key, "perhaps these are meant, which are missing: `title`, `presence`")
                    })
                    .to_vec(),
            ),
            (
                "mid: { presence: required, required: yes }",
                vec![
                    "`mid` lacks the key `title`: ".to_owned(),
                    strange("required", "`presence` is given already"),
                ],
            ),
        ] {
            assert_eq!(said(field), expected, "{field}");
        }
    }
}
