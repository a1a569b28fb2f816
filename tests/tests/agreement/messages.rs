//! Messages that a signer can get wrong, and single changes of them.

use std::sync::LazyLock;

use payspec_tests::bodies::Characters;
use payspec_tests::naive::{Message, Value};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree as _;
use proptest::string::string_regex;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::rules::Rule;

pub(crate) const CDATA: Characters = Characters::Cdata;

/// A message and what is done to it.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    pub(crate) message: Message,
    pub(crate) changes: Vec<Change>,
    /// Where among the members the signature stands.
    pub(crate) place: Index,
    /// How XML shows it.
    pub(crate) characters: Characters,
    slip: Index,
}

impl Sample {
    /// A signature with one character replaced.
    pub(crate) fn misspelt(&self, signature: &str) -> String {
        let mut letters: Vec<char> = signature.chars().collect();
        let place = self.slip.index(letters.iter().filter(|letter| **letter != '=').count());
        letters[place] = if letters[place] == 'A' { 'B' } else { 'A' };
        letters.into_iter().collect()
    }
}

/// A single change of a message.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    /// Another member.
    Add(String),
    /// A member less.
    Delete(Index),
    /// A member under another name.
    Rename(Index),
    /// One more character in a value.
    Reword(Index),
    /// A value without a character.
    Empty(Index),
    /// The same text as another kind of value.
    Restyle(Index),
    /// Two neighbours with their values exchanged.
    Exchange(Index),
}

impl Change {
    pub(crate) fn add() -> Self {
        Self::Add("1".to_owned())
    }
}

/// The message after a change. Where a change would change nothing, another one is made.
pub(crate) fn changed(message: &Message, change: &Change) -> Message {
    let mut changed = message.clone();
    let added = |value: &str| (fresh(message, "added"), Value::of(value));
    let at = |index: &Index| index.index(message.len().max(1));
    let old = |index: &Index| message.get(at(index)).cloned();
    match change {
        Change::Add(value) => changed.push(added(value)),
        _ if message.is_empty() => changed.push(added("1")),
        Change::Delete(index) => drop(changed.remove(at(index))),
        Change::Rename(index) => changed[at(index)].0 = fresh(message, &message[at(index)].0),
        Change::Exchange(index) => {
            let (one, other) = (at(index), (at(index) + 1) % message.len());
            if message[one].1 == message[other].1 {
                return self::changed(message, &Change::Reword(*index));
            }
            changed[one].1 = message[other].1.clone();
            changed[other].1 = message[one].1.clone();
        }
        Change::Empty(index) | Change::Restyle(index) | Change::Reword(index) => {
            let value = old(index).map_or(Value::Null, |(_, value)| value);
            changed[at(index)].1 = match (change, &value) {
                (Change::Restyle(_), Value::Null) => Value::of(""),
                (Change::Restyle(_), Value::Text(text)) if text.is_empty() => Value::Null,
                (Change::Restyle(_), Value::Number(_) | Value::Boolean(_) | Value::Json(_)) => {
                    Value::of(value.text().unwrap_or_default())
                }
                (Change::Empty(_), Value::Text(text)) if text.is_empty() => Value::of("0"),
                (Change::Empty(_), _) => Value::of(""),
                _ => Value::of(value.text().unwrap_or_default() + "0"),
            };
        }
    }
    changed
}

/// A name that no member has.
fn fresh(message: &Message, like: &str) -> String {
    let mut name = format!("{like}x");
    while message.iter().any(|(known, _)| *known == name) {
        name.push('x');
    }
    name
}

/// Values of a strategy, the same on every run.
pub(crate) fn generated<S: Strategy>(strategy: &S, count: usize) -> Vec<S::Value> {
    let mut runner =
        TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    (0..count).map(|_| strategy.new_tree(&mut runner).expect("it rejects nothing").current()).collect()
}

pub(crate) fn sample(rule: &'static Rule) -> impl Strategy<Value = Sample> {
    let members = vec((name(rule), value(rule)), 0..11).prop_map(|members| {
        let mut message = Message::new();
        for (name, value) in members {
            if rule.allows(&name) && message.iter().all(|(known, _)| *known != name) {
                message.push((name, value));
            }
        }
        message
    });
    let characters = prop_oneof![Just(Characters::Cdata), Just(Characters::Escaped)];
    (members, vec(change(), 2), any::<Index>(), characters, any::<Index>()).prop_map(
        |(message, changes, place, characters, slip)| Sample { message, changes, place, characters, slip },
    )
}

fn change() -> impl Strategy<Value = Change> {
    (0..7, any::<Index>()).prop_map(|(kind, index)| match kind {
        0 => Change::add(),
        1 => Change::Delete(index),
        2 => Change::Rename(index),
        3 => Change::Reword(index),
        4 => Change::Empty(index),
        5 => Change::Restyle(index),
        _ => Change::Exchange(index),
    })
}

/// Names of the table, the same in other cases, and names that no document lists.
fn name(rule: &'static Rule) -> impl Strategy<Value = String> {
    let known = rule.field_names();
    let cased = known.clone();
    let unknown =
        ["stlDate", "leshua", "Leshua", "resp_code", "RESP_CODE", "Sign", "SIGN", "Signature", "key", "Key"];
    let strange = if rule.is_xml() {
        "[a-zA-Z_中é][a-zA-Z0-9_.字-]{0,5}"
    } else {
        "[a-zA-Z0-9_ .&=|+%名字é😀-]{1,6}"
    };
    prop_oneof![
        4 => select(known),
        2 => (select(cased), any::<bool>()).prop_map(|(name, upper)| match upper {
            true => name.to_uppercase(),
            false => name.to_lowercase(),
        }),
        2 => select(unknown.map(str::to_owned).to_vec()),
        2 => letters("[abAB]{1,2}[0_]{0,1}"),
        2 => letters(strange),
    ]
}

fn value(rule: &'static Rule) -> impl Strategy<Value = Value> {
    if rule.is_json() {
        let nested = if rule.signs_nested() { 1 } else { 0 };
        prop_oneof![
            6 => select(texts()).prop_map(|text| Value::Text(text.clone())),
            3 => select(NUMBERS.to_vec()).prop_map(|text| Value::Number(text.to_owned())),
            1 => letters("(0|[1-9][0-9]{0,19})(\\.[0-9]{1,4})?").prop_map(Value::Number),
            1 => any::<bool>().prop_map(Value::Boolean),
            1 => Just(Value::Null),
            nested => select(LISTS.to_vec()).prop_map(|text| Value::Json(text.to_owned())),
        ]
        .boxed()
    } else {
        select(texts()).prop_map(|text| Value::Text(text.clone())).boxed()
    }
}

const NUMBERS: &[&str] = &[
    "0",
    "1",
    "-0",
    "58",
    "5230.00",
    "5230.0",
    "1E3",
    "1e+3",
    "1.50e-7",
    "12345678901234567890",
    "99999999999999999999",
];

const LISTS: &[&str] = &[
    "[]",
    r#"[{"orderNo":"M1","amount":5230.00}]"#,
    "[ {\"orderNo\" : \" M1\" ,\n\t\"amount\":1E3 } ]",
    r#"{"a":"中&b=c"}"#,
];

/// Texts of a regular expression, which is read once.
pub(crate) fn letters(pattern: &str) -> impl Strategy<Value = String> + use<> {
    string_regex(pattern).expect("the pattern is right")
}

/// Texts to choose from, made once: making them anew for each value is what takes the time.
fn texts() -> Vec<&'static String> {
    static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| generated(&text(), 3_000));
    TEXTS.iter().collect()
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        2 => select(vec![" ", "   ", "\t", "\u{3000}", " \u{3000}\t"]).prop_map(str::to_owned),
        3 => select(TEXTS.to_vec()).prop_map(str::to_owned),
        3 => letters("[a-zA-Z0-9]{1,12}"),
        3 => letters("[a-cA-C0-2 &=|+%/;?#<>'\"\\\\.中文é😀]{1,10}"),
        1 => letters("\\PC{1,8}"),
    ]
}

const TEXTS: &[&str] = &[
    "支付成功",
    "张三",
    " M201611101010100002",
    "a&b",
    "a=b&c=d",
    "&key=abc",
    "key=abc&",
    "1|2",
    "|",
    "100%",
    "%41",
    "%",
    "a+b",
    "+",
    "5230.00",
    "1E3",
    "12345678901234567890",
    "null",
    "true",
    "[]",
    "{\"03\":[{\"01\":\"0.38\"}]}",
    "]]>",
    "<![CDATA[x]]>",
    "&amp;",
    "\\u0041",
    "a\nb",
    "é",
    "e\u{301}",
    "0",
    "Ａ",
    "ß",
    "Σς",
];
