//! Types of fields with values that they can hold.

use super::choices::Choices;
use super::texts;
use super::tree::Tree;

/// A value for a field, and the keys that say its type.
pub(super) struct Typed {
    pub(super) word: &'static str,
    /// A value that the field can hold.
    pub(super) value: String,
}

const DATES: &[&str] = &["yyyyMMdd", "yyyy-MM-dd", "yyyy年MM月dd日", "dd|MM|yyyy"];
const TIMES: &[&str] = &["HHmmss", "HH:mm:ss", "'T'HH:mm:ss.SSS"];
const MOMENTS: &[&str] = &[
    "yyyyMMddHHmmss",
    "yyyy-MM-dd HH:mm:ss",
    "yyyy-MM-dd'T'HH:mm:ss",
    "yyyyMMdd`HHmmss",
    "yyyy''MM dd HH:mm:ssSSS",
];

/// The types of single values, without codes.
pub(super) const SINGLE: &[&str] = &[
    "text",
    "text",
    "integer",
    "decimal",
    "money",
    "boolean",
    "date",
    "time",
    "datetime",
    "milliseconds",
    "joined",
];

/// Gives a field a type and what goes with it.
pub(super) fn set(field: &mut Tree, word: &'static str, choices: &mut Choices) -> Typed {
    if word != "text" || choices.one_in(8) {
        field.set("type", if word == "joined" { "list" } else { word });
    }
    let value = match word {
        "integer" => choices.pick(&["0", "-12", "9007199254740993"]).to_owned(),
        "decimal" => choices.pick(&["0", "5.20", "-0.001"]).to_owned(),
        "boolean" => choices.pick(&["true", "false"]).to_owned(),
        "milliseconds" => "1569396251000".to_owned(),
        "money" => {
            let unit = choices.pick(&["fen", "yuan"]);
            field.set("unit", unit);
            if unit == "fen" { "58" } else { choices.pick(&["5230.00", "0.01"]) }.to_owned()
        }
        "date" => formatted(field, DATES, choices),
        "time" => formatted(field, TIMES, choices),
        "datetime" => formatted(field, MOMENTS, choices),
        "joined" => {
            let joint = choices.pick(&[",", "|", "、", "`", " ", "\n", "<br>"]);
            field.set("joint", joint);
            format!("M1{joint}M2")
        }
        _ => texts::any(choices),
    };
    Typed { word, value }
}

fn formatted(field: &mut Tree, formats: &[&str], choices: &mut Choices) -> String {
    let first = choices.below(formats.len());
    let mut given = vec![formats[first].to_owned()];
    if choices.one_in(3) {
        given.push(formats[(first + 1) % formats.len()].to_owned());
    }
    let value = written_in(&given[0]);
    if given.len() == 1 && choices.one_in(2) {
        field.set("format", given.remove(0));
    } else {
        field.set("format", given);
    }
    value
}

/// A moment in a format.
pub(super) fn written_in(format: &str) -> String {
    let parts = [
        ("yyyy", "2024"),
        ("MM", "02"),
        ("dd", "29"),
        ("HH", "23"),
        ("mm", "59"),
        ("SSS", "007"),
        ("ss", "58"),
    ];
    let quoted = format.replace("''", "\u{1}").replace('\'', "").replace('\u{1}', "'");
    parts.into_iter().fold(quoted, |text, (part, value)| text.replace(part, value))
}
