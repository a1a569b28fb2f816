//! Values of the wrong type, and words that are none of those that a key takes.

use serde_yaml::Value;

use crate::diagnostic::Rule;
use crate::reporter::Reporter;
use crate::source::Place;
use crate::suggestion::did_you_mean;

/// How a text is called in messages.
pub(super) const TEXT: &str = "a text";
/// How a truth value is called in messages.
pub(super) const TRUTH: &str = "`true` or `false`";
/// How a number is called in messages.
pub(super) const NUMBER: &str = "a whole number from 0 to 4294967295";

/// Reports a value of the wrong type.
pub(crate) fn wrong_type(value: &Value, expected: &str, place: &Place, reporter: &mut Reporter<'_>) {
    let found = describe(value);
    let message = match place.last() {
        "" if value.is_null() => "there is no specification in this file".to_owned(),
        "" => format!("a specification is {expected}, this is {found}"),
        key if place.is_item() => format!("`{key}` takes a list in which each is {expected}, found {found}"),
        key => format!("`{key}` takes {expected}, found {found}"),
    };
    let text = reporter.text(place).to_owned();
    let help = match value {
        Value::Null if place.last().is_empty() => {
            Some("it begins with `payspec: 1`, `provider:` and `title:`".to_owned())
        }
        Value::Null if text.is_empty() => {
            Some("write a value after the colon, or leave the key out".to_owned())
        }
        Value::Number(_) | Value::Bool(_) | Value::Null if expected == TEXT && !text.contains('\n') => {
            Some(format!("put it in quotes: \"{text}\""))
        }
        Value::Tagged(tagged) => Some(format!("leave the tag `{}` out", tagged.tag)),
        Value::String(word) if expected == TRUTH => match word.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "y" => Some("write `true`".to_owned()),
            "false" | "no" | "off" | "n" => Some("write `false`".to_owned()),
            _ => None,
        },
        Value::String(digits) if expected == NUMBER => digits.parse::<u32>().ok().map(|number| {
            if text == *digits {
                format!("leave out the zeros in front: {number}")
            } else {
                format!("leave out the quotes: {number}")
            }
        }),
        _ => None,
    };
    reporter.value(Rule::WrongType, place, message).help = help;
}

/// Reports a value that is no word at all.
pub(crate) fn no_word(value: &Value, known: &[&str], place: &Place, reporter: &mut Reporter<'_>) {
    let words: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
    wrong_type(value, &format!("one of {}", words.join(", ")), place, reporter);
}

/// Reports a word that is none of those that a key takes.
pub(crate) fn unknown_word(
    word: &str,
    known: &'static [&'static str],
    place: &Place,
    reporter: &mut Reporter<'_>,
) {
    let help = did_you_mean(word, known.iter().copied());
    let key = place.last();
    let diagnostic = reporter.value(Rule::UnknownValue, place, format!("`{key}` does not take `{word}`"));
    diagnostic.help = help;
}

/// What kind of value something is, for messages.
fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a mapping",
        Value::Tagged(_) => "a tagged value",
    }
}
