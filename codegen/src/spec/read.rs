//! Reads YAML into the types of the language, node by node, so that one mistake does not hide the next.

use serde::de::DeserializeOwned;
use serde_yaml::{Mapping, Value};

use crate::diagnostic::{Diagnostic, Rule, did_you_mean};
use crate::source::{Place, SourceFile};

/// Collects the mistakes of one file.
#[derive(Debug)]
pub(crate) struct Reporter<'a> {
    file: &'a SourceFile,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Reporter<'a> {
    pub(crate) fn new(file: &'a SourceFile) -> Self {
        Self { file, diagnostics: Vec::new() }
    }

    /// Reports a mistake in the value at a place.
    pub(crate) fn value(&mut self, rule: Rule, place: &Place, message: impl Into<String>) -> &mut Diagnostic {
        self.push(Diagnostic::at(rule, self.file.value_span(place), message))
    }

    /// Reports a mistake in the key at a place.
    pub(crate) fn key(&mut self, rule: Rule, place: &Place, message: impl Into<String>) -> &mut Diagnostic {
        self.push(Diagnostic::at(rule, self.file.key_span(place), message))
    }

    /// Where the key of a place stands.
    pub(crate) fn span(&self, place: &Place) -> std::ops::Range<usize> {
        self.file.key_span(place)
    }

    fn push(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        let at = self.diagnostics.len();
        self.diagnostics.push(diagnostic);
        &mut self.diagnostics[at]
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }
}

/// What can be read from a YAML value.
pub(crate) trait Read: Sized {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self>;
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

/// Reports a value of the wrong type.
pub(crate) fn wrong_type(value: &Value, expected: &str, place: &Place, reporter: &mut Reporter<'_>) {
    let message = match place.last() {
        "" => format!("expected {expected}, found {}", describe(value)),
        key => format!("`{key}` takes {expected}, found {}", describe(value)),
    };
    let diagnostic = reporter.value(Rule::WrongType, place, message);
    if expected == "a text" && matches!(value, Value::Number(_) | Value::Bool(_) | Value::Null) {
        diagnostic.help = Some("put it in quotes".to_owned());
    }
}

/// Reads a value of one type of serde's.
fn leaf<T: DeserializeOwned>(
    value: &Value,
    expected: &str,
    place: &Place,
    reporter: &mut Reporter<'_>,
) -> Option<T> {
    let read = serde_yaml::from_value(value.clone()).ok();
    if read.is_none() {
        wrong_type(value, expected, place, reporter);
    }
    read
}

impl Read for String {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self> {
        leaf(value, "a text", place, reporter)
    }
}

impl Read for bool {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self> {
        leaf(value, "`true` or `false`", place, reporter)
    }
}

impl Read for u32 {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self> {
        leaf(value, "a whole number from 0 to 4294967295", place, reporter)
    }
}

/// A list, or one value in place of a list of one.
impl<T: Read> Read for Vec<T> {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self> {
        match value {
            Value::Sequence(items) => {
                let read = items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| T::read(item, &place.key(index.to_string()), reporter));
                // Every item is read before the verdict: a bad one must not hide the next.
                let read: Vec<Option<T>> = read.collect();
                read.into_iter().collect()
            }
            single => T::read(single, place, reporter).map(|item| vec![item]),
        }
    }
}

/// A mapping whose keys are names that the author chose, in the order of the file.
#[derive(Debug, Clone)]
pub(crate) struct Entries<T>(pub(crate) Vec<Entry<T>>);

/// One entry of such a mapping.
#[derive(Debug, Clone)]
pub(crate) struct Entry<T> {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) value: T,
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Entries<T> {
    pub(crate) fn get(&self, name: &str) -> Option<&Entry<T>> {
        self.0.iter().find(|entry| entry.name == name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.iter().map(|entry| entry.name.as_str())
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Entry<T>> {
        self.0.iter()
    }
}

impl<T: Read> Read for Entries<T> {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self> {
        let Value::Mapping(mapping) = value else {
            wrong_type(value, "a mapping", place, reporter);
            return None;
        };
        let mut entries = Vec::new();
        for (key, value) in mapping {
            // A key that is no text was reported when the file was walked.
            let Some(name) = key.as_str() else { continue };
            let place = place.key(name);
            if let Some(value) = T::read(value, &place, reporter) {
                entries.push(Entry { name: name.to_owned(), place, value });
            }
        }
        Some(Self(entries))
    }
}

/// Reports every key that is none of the known ones.
pub(crate) fn refuse_unknown_keys(
    mapping: &Mapping,
    known: &[&'static str],
    place: &Place,
    reporter: &mut Reporter<'_>,
) {
    for key in mapping.keys().filter_map(Value::as_str) {
        if !known.contains(&key) {
            let help = did_you_mean(key, known.iter().copied());
            reporter
                .key(Rule::UnknownKey, &place.key(key), format!("`{key}` is no key of the language here"))
                .help = help;
        }
    }
}

/// Reads a key that may be left out.
pub(crate) fn optional<T: Read>(
    mapping: &Mapping,
    key: &str,
    place: &Place,
    reporter: &mut Reporter<'_>,
) -> Option<T> {
    mapping.get(key).and_then(|value| T::read(value, &place.key(key), reporter))
}

/// Reads a key that must be given.
pub(crate) fn required<T: Read>(
    mapping: &Mapping,
    key: &str,
    place: &Place,
    reporter: &mut Reporter<'_>,
) -> Option<T> {
    match mapping.get(key) {
        Some(value) => T::read(value, &place.key(key), reporter),
        None => {
            let what = match place.last() {
                "" => format!("the key `{key}` is missing"),
                name => format!("`{name}` lacks the key `{key}`"),
            };
            reporter.key(Rule::MissingKey, place, what);
            None
        }
    }
}

/// Makes a struct that is read from a mapping: `required` keys must be given, `optional` ones are `Option`s.
macro_rules! node {
    (
        $(#[$meta:meta])*
        pub(crate) struct $name:ident {
            $($(#[$key_meta:meta])* $mode:ident $key:ident $(= $wire:literal)?: $type:ty,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        pub(crate) struct $name {
            #[allow(dead_code, reason = "not every node is reported on after it was read")]
            pub(crate) place: $crate::source::Place,
            $($(#[$key_meta])* pub(crate) $key: $crate::spec::read::node!(@type $mode $type),)*
        }

        impl $crate::spec::read::Read for $name {
            fn read(
                value: &serde_yaml::Value,
                place: &$crate::source::Place,
                reporter: &mut $crate::spec::read::Reporter<'_>,
            ) -> Option<Self> {
                let serde_yaml::Value::Mapping(mapping) = value else {
                    $crate::spec::read::wrong_type(value, "a mapping", place, reporter);
                    return None;
                };
                const KEYS: &[&str] = &[$($crate::spec::read::node!(@wire $key $($wire)?)),*];
                $crate::spec::read::refuse_unknown_keys(mapping, KEYS, place, reporter);
                // Every key is read before the verdict: a bad one must not hide the next.
                $(let $key = $crate::spec::read::$mode::<$type>(
                    mapping,
                    $crate::spec::read::node!(@wire $key $($wire)?),
                    place,
                    reporter,
                );)*
                Some(Self {
                    place: place.clone(),
                    $($key: $crate::spec::read::node!(@take $mode $key),)*
                })
            }
        }
    };
    (@type required $type:ty) => { $type };
    (@type optional $type:ty) => { Option<$type> };
    (@take required $key:ident) => { $key? };
    (@take optional $key:ident) => { $key };
    (@wire $key:ident $wire:literal) => { $wire };
    (@wire $key:ident) => { stringify!($key) };
}
pub(crate) use node;

/// Makes an enum that is read from a word.
macro_rules! words {
    (
        $(#[$meta:meta])*
        pub(crate) enum $name:ident { $($(#[$word_meta:meta])* $variant:ident = $word:literal,)* }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name { $($(#[$word_meta])* $variant,)* }

        impl $name {
            pub(crate) const WORDS: &'static [&'static str] = &[$($word),*];

            #[allow(dead_code, reason = "not every enum is shown again")]
            pub(crate) const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl $crate::spec::read::Read for $name {
            fn read(
                value: &serde_yaml::Value,
                place: &$crate::source::Place,
                reporter: &mut $crate::spec::read::Reporter<'_>,
            ) -> Option<Self> {
                match value.as_str() {
                    $(Some($word) => Some(Self::$variant),)*
                    Some(word) => {
                        $crate::spec::read::unknown_word(word, Self::WORDS, place, reporter);
                        None
                    }
                    None => {
                        $crate::spec::read::wrong_type(value, "a word", place, reporter);
                        None
                    }
                }
            }
        }
    };
}
pub(crate) use words;

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
