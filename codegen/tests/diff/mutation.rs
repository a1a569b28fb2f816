//! Every small change of a specification: something gone, something else, something more, another order.

use serde_yaml::{Mapping, Value};

/// One change of a specification.
pub(super) struct Mutant {
    pub(super) what: String,
    /// The same change at another place of the same kind is of the same sort.
    pub(super) sort: String,
    place: Vec<Step>,
    value: Option<Value>,
}

impl Mutant {
    /// The specification with the change.
    pub(super) fn of(&self, text: &str) -> String {
        let mut whole: Value = serde_yaml::from_str(text).expect("a specification");
        put(&mut whole, &self.place, self.value.clone());
        serde_yaml::to_string(&whole).expect("YAML")
    }
}

/// A way into the tree.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Key(String),
    Item(usize),
}

/// All of them. Many do not check.
pub(super) fn mutants(text: &str) -> Vec<Mutant> {
    let whole: Value = serde_yaml::from_str(text).expect("a specification");
    let mut places = Vec::new();
    walk(&whole, &mut Vec::new(), &mut places);
    let mut mutants = Vec::new();
    for place in &places {
        let node = at(&whole, place).expect("a place of the tree");
        let mut add = |what: &str, value: Option<Value>| {
            let sort = format!("{:?} {} {what}", direction(place), kind(place).join("."));
            let what = format!("{} {what}", shown(place));
            mutants.push(Mutant { what, sort, place: place.clone(), value });
        };
        if !place.is_empty() {
            add("gone", None);
        }
        match node {
            Value::Bool(truth) => add("turned", Some(Value::Bool(!truth))),
            Value::Number(number) => {
                let number = number.as_u64().expect("a number");
                add("more", Some((number + 1).into()));
                add("less", Some(number.saturating_sub(1).into()));
            }
            Value::String(text) => {
                add("longer", Some(Value::String(format!("{text}x"))));
                for other in others(&whole, place, &places, text) {
                    add(&format!("is {other:?}"), Some(other));
                }
            }
            Value::Sequence(items) => {
                if items.len() > 1 {
                    add("reversed", Some(Value::Sequence(items.iter().rev().cloned().collect())));
                }
                let mut longer = items.clone();
                longer.push("other".into());
                add("and another", Some(Value::Sequence(longer)));
            }
            Value::Mapping(map) => {
                if map.len() > 1 {
                    add("reversed", Some(Value::Mapping(reversed(map))));
                }
                for (at, (key, _)) in map.iter().enumerate() {
                    add(&format!("{key:?} renamed"), Some(Value::Mapping(renamed(map, at))));
                }
                for (key, value) in more(&whole, place, &places) {
                    if !map.contains_key(&key) {
                        let mut longer = map.clone();
                        let what = format!("with {key}: {value:?}");
                        longer.insert(key.into(), value);
                        add(&what, Some(Value::Mapping(longer)));
                    }
                }
            }
            _ => {}
        }
    }
    mutants
}

fn walk(value: &Value, place: &mut Vec<Step>, places: &mut Vec<Vec<Step>>) {
    places.push(place.clone());
    let children: Vec<(Step, &Value)> = match value {
        Value::Mapping(map) => map.iter().map(|(key, value)| (Step::Key(name(key)), value)).collect(),
        Value::Sequence(items) => {
            items.iter().enumerate().map(|(at, value)| (Step::Item(at), value)).collect()
        }
        _ => Vec::new(),
    };
    for (step, child) in children {
        place.push(step);
        walk(child, place, places);
        place.pop();
    }
}

fn name(key: &Value) -> String {
    key.as_str().expect("keys are texts").to_owned()
}

fn at<'v>(value: &'v Value, place: &[Step]) -> Option<&'v Value> {
    place.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Item(at) => value.get(at),
    })
}

/// Puts something in place of what stands there, or takes it away.
fn put(value: &mut Value, place: &[Step], new: Option<Value>) {
    let Some((last, above)) = place.split_last() else {
        *value = new.unwrap_or(Value::Null);
        return;
    };
    let mut holder = value;
    for step in above {
        holder = match step {
            Step::Key(key) => holder.get_mut(key),
            Step::Item(at) => holder.get_mut(at),
        }
        .expect("a place of the tree");
    }
    match (holder, last, new) {
        (Value::Mapping(map), Step::Key(key), Some(new)) => drop(map.insert(key.as_str().into(), new)),
        (Value::Mapping(map), Step::Key(key), None) => drop(map.shift_remove(key.as_str())),
        (Value::Sequence(items), Step::Item(at), Some(new)) => items[*at] = new,
        (Value::Sequence(items), Step::Item(at), None) => drop(items.remove(*at)),
        _ => panic!("no such place"),
    }
}

fn reversed(map: &Mapping) -> Mapping {
    let mut entries: Vec<(Value, Value)> =
        map.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    entries.reverse();
    entries.into_iter().collect()
}

fn renamed(map: &Mapping, which: usize) -> Mapping {
    map.iter()
        .enumerate()
        .map(|(at, (key, value))| {
            let key = if at == which { Value::String(format!("{}x", name(key))) } else { key.clone() };
            (key, value.clone())
        })
        .collect()
}

fn shown(place: &[Step]) -> String {
    let steps = place.iter().map(|step| match step {
        Step::Key(key) => key.clone(),
        Step::Item(at) => format!("[{at}]"),
    });
    steps.collect::<Vec<_>>().join(".")
}

/// The keys of the language that take a word, with their words.
const WORDS: &[(&str, &[&str])] = &[
    ("presence", &["required", "optional", "conditional"]),
    ("type", &["text", "integer", "decimal", "boolean", "milliseconds", "private_key", "public_key"]),
    ("unit", &["fen", "yuan"]),
    ("written", &["quoted", "bare", "json_text"]),
    ("length_unit", &["characters", "bytes"]),
    ("generate", &["nonce", "clock"]),
    ("is", &["merchant_no", "provider_order_no", "channel_order_no", "paid_date", "created_at"]),
    ("state", &["Pending", "Paid", "Failed", "Closed", "Unknown"]),
    ("advice", &["again_later", "stop", "in_progress"]),
    ("reason", &["bad_request", "unknown_merchant"]),
    ("basis", &["doc", "unknown"]),
    ("purpose", &["order_query", "order_query_batch", "other"]),
    ("method", &["GET", "POST"]),
    ("skip", &["nothing", "absent", "empty", "blank"]),
    ("nested", &["refuse", "json_text"]),
    ("order", &["name", "name_ignoring_case", "piece", "piece_ignoring_case"]),
    ("algorithm", &["md5", "sha256", "hmac_sha256", "rsa_sha1", "rsa_sha256"]),
    ("encoding", &["hex_upper", "hex_lower", "base64", "json", "form", "xml"]),
    ("over", &["message", "body"]),
    ("currency", &["USD"]),
    ("interval", &["500ms", "2m"]),
    ("timeout", &["5s"]),
    ("signing", &["request", "fixed", "unsigned"]),
    ("element", &["item"]),
    ("example", &["1"]),
    ("path", &["/other"]),
    ("format", &["yyyy/MM/dd", "yyyyMMddHHmmssSSS", "HH:mm:ss"]),
    ("field", &["mid", "msg"]),
    ("text", &["mid"]),
    ("code", &["msg", "mid"]),
    ("table", &["channel", "result_code"]),
    ("key", &["credentials.mid", "credentials.key", "credentials.merchant_key"]),
    ("suffix", &["{key}"]),
    ("constant", &["other"]),
    ("url", &["https://other.acme.example"]),
];

/// What else the text at a place may be: other words of its key, and what other places of the same key say.
fn others(whole: &Value, place: &[Step], places: &[Vec<Step>], text: &str) -> Vec<Value> {
    let key = place.iter().rev().find_map(|step| match step {
        Step::Key(key) => Some(key.as_str()),
        Step::Item(_) => None,
    });
    let Some(key) = key else { return Vec::new() };
    let words = WORDS.iter().filter(|(known, _)| *known == key).flat_map(|(_, words)| words.iter());
    let mut found: Vec<Value> = words.map(|word| Value::String((*word).to_owned())).collect();
    let alike = places.iter().filter(|other| kind(other) == kind(place)).filter_map(|other| at(whole, other));
    // Titles and descriptions are texts like any other.
    if !matches!(key, "title" | "description" | "because") {
        for value in alike {
            if !found.contains(value) {
                found.push(value.clone());
            }
        }
    }
    found.retain(|value| value.as_str() != Some(text));
    found
}

/// What else a mapping could say: what others of its kind say, and words of their keys.
fn more(whole: &Value, place: &[Step], places: &[Vec<Step>]) -> Vec<(String, Value)> {
    let mut found: Vec<(String, Value)> = Vec::new();
    for other in places.iter().filter(|other| kind(other) == kind(place)) {
        for (key, value) in at(whole, other).and_then(Value::as_mapping).into_iter().flatten() {
            let key = name(key);
            if !found.iter().any(|(known, _)| *known == key) {
                for (_, words) in WORDS.iter().filter(|(known, _)| *known == key) {
                    found.extend(words.iter().map(|word| (key.clone(), Value::String((*word).to_owned()))));
                }
                found.push((key, value.clone()));
            }
        }
    }
    found
}

/// The message in which a place is, if it is in one.
fn direction(place: &[Step]) -> Option<&Step> {
    place.get(2).filter(|_| place.first() == Some(&Step::Key("operations".to_owned())))
}

/// What kind of node stands at a place: its keys, with those that the author chose left open.
fn kind(place: &[Step]) -> Vec<&str> {
    let keys: Vec<&str> = place
        .iter()
        .map(|step| match step {
            Step::Key(key) => key.as_str(),
            Step::Item(_) => "[]",
        })
        .collect();
    // A field is a field, however deep.
    let begin = keys.iter().rposition(|key| *key == "fields").unwrap_or(0);
    let mut open = false;
    let mut kind = Vec::new();
    for (at, key) in keys[begin..].iter().enumerate() {
        let chosen = open || (begin == 0 && at == 2 && keys[0] == "codes");
        kind.push(if chosen { "*" } else { key });
        let opens = [
            "fields",
            "codes",
            "operations",
            "signing",
            "credentials",
            "environments",
            "documents",
            "headers",
        ];
        open = !chosen && opens.contains(key);
    }
    kind
}
