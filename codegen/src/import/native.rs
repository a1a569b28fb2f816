//! What a document says in the terms of the language: it is taken to the letter, and nothing is guessed beside it.

use serde_yaml::Value;

use crate::document::{Document, Settings, Stated};
use crate::yaml::{Map, Node};

use super::draft::Draft;

/// The settings of all documents.
#[derive(Debug)]
pub(super) struct Native<'a> {
    settings: Vec<(usize, &'a Settings)>,
}

/// The place of settings; a dot stands for the top.
fn own_place(settings: &Settings) -> &str {
    settings.place.value.trim_matches('.')
}

impl<'a> Native<'a> {
    pub(super) fn of(documents: &'a [Document]) -> Self {
        let settings = documents
            .iter()
            .enumerate()
            .flat_map(|(at, document)| document.settings.iter().map(move |settings| (at, settings)));
        Self { settings: settings.collect() }
    }

    /// Whether a document says in these terms what stands at the top.
    pub(super) fn has_head(&self) -> bool {
        self.settings.iter().any(|(_, settings)| own_place(settings).is_empty())
    }

    /// Whether anything at a place, below it or above it is settled.
    pub(super) fn settles(&self, place: &str) -> bool {
        let inside = |inner: &str, outer: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.settings.iter().any(|(_, settings)| {
            let own = own_place(settings);
            inside(own, place)
                || settings.rows.iter().any(|(key, _)| {
                    inside(&joined(own, &key.value), place) || inside(place, &joined(own, &key.value))
                })
        })
    }

    /// Whether the chapter is settled, or whoever wrote the head of the file would have said more.
    pub(super) fn settles_chapter(&self, chapter: &str) -> bool {
        self.has_head() || self.settles(chapter)
    }
}

fn joined(place: &str, key: &str) -> String {
    if place.is_empty() { key.to_owned() } else { format!("{place}.{key}") }
}

/// Puts the settings at their places.
pub(super) fn apply(root: &mut Map, draft: &mut Draft<'_>) {
    let settings: Vec<(usize, &Settings)> = draft.native.settings.clone();
    for (document, settings) in settings {
        for (key, value) in &settings.rows {
            let mut path: Vec<&str> =
                own_place(settings).split('.').filter(|step| !step.is_empty()).collect();
            // The keys of these are paths or names with dots of their own.
            if path.last().is_some_and(|last| ["identity", "when", "headers"].contains(last)) {
                path.push(&key.value);
            } else {
                path.extend(key.value.split('.').filter(|step| !step.is_empty()));
            }
            if path == ["provider"] {
                continue;
            }
            match parsed(&value.value) {
                Some(node) => put(root, &path, node),
                None => not_taken(value, document, draft),
            }
        }
    }
}

/// Adds keys that code spans of a row hold.
pub(super) fn merge_keys(entry: &mut Map, keys: &[Stated<String>], document: usize, draft: &mut Draft<'_>) {
    for key in keys {
        match parsed_map(&key.value) {
            Some(map) => {
                let own = map.entries.into_iter().filter(|own| own.key != WIRE);
                own.for_each(|own| entry.replace(&own.key, own.value));
            }
            None => not_taken(key, document, draft),
        }
    }
}

/// The key of a name or a value on the wire that a cell of its own cannot hold.
const WIRE: &str = "wire";

/// The name or the value on the wire that a row states beside the cell for it.
pub(super) fn wire(keys: &[Stated<String>]) -> Option<String> {
    keys.iter().filter_map(|key| parsed_map(&key.value)).find_map(|map| match map.get(WIRE) {
        Some(Node::Text(text)) => Some(text.clone()),
        _ => None,
    })
}

/// The words of a description that are the author's: what a reference adds begins with this sign.
pub(super) fn authors_words(description: &str) -> Option<String> {
    let words: Vec<&str> = description.lines().take_while(|line| !line.starts_with('※')).collect();
    (!words.is_empty()).then(|| words.join("\n"))
}

fn not_taken(stated: &Stated<String>, document: usize, draft: &mut Draft<'_>) {
    let what = format!("no YAML: {}", super::question::quoted(&stated.value));
    draft.summary.not_understood(draft.documents, document, &stated.span, what);
}

fn put(map: &mut Map, path: &[&str], node: Node) {
    match path {
        [] => {}
        [key] => map.replace(key, node),
        [key, rest @ ..] => {
            if !matches!(map.get(key), Some(Node::Map(_))) {
                map.replace(key, Map::default());
            }
            if let Some(Node::Map(inner)) = map.entry_mut(key).map(|entry| &mut entry.value) {
                put(inner, rest, node);
            }
        }
    }
}

/// `is: amount` and `{ is: amount }` alike.
fn parsed_map(text: &str) -> Option<Map> {
    match parsed(text)? {
        Node::Map(map) => Some(map),
        _ => None,
    }
}

/// A value in YAML; `None` where it is none, or nothing.
fn parsed(text: &str) -> Option<Node> {
    // What a file may not hold, a cell may not hold either; nobody nests a value as deep as that.
    let depth = text.chars().filter(|character| "[{".contains(*character)).count();
    if depth > 200 || text.contains('\n') || text.len() > 1 << 16 {
        return None;
    }
    node(&serde_yaml::from_str::<Value>(text).ok()?)
}

fn node(value: &Value) -> Option<Node> {
    Some(match value {
        Value::Null | Value::Tagged(_) => return None,
        Value::Bool(truth) => Node::Bool(*truth),
        Value::Number(number) => match number.as_u64() {
            Some(number) => Node::Number(number),
            None => Node::Text(number.to_string()),
        },
        Value::String(text) => Node::Text(text.clone()),
        Value::Sequence(items) => Node::List(items.iter().map(node).collect::<Option<_>>()?),
        Value::Mapping(mapping) => {
            let mut map = Map::default();
            for (key, value) in mapping {
                map.set(key.as_str()?, node(value)?);
            }
            Node::Map(map)
        }
    })
}
