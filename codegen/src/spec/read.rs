//! Reads YAML into the types of the language, node by node, so that one mistake does not hide the next.

use serde::de::DeserializeOwned;
use serde_yaml::{Mapping, Value};

use crate::diagnostic::Rule;
use crate::reporter::Reporter;
use crate::source::{Place, is_padded_number};
use crate::suggestion::did_you_mean;

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

/// How a text is called in messages.
const TEXT: &str = "a text";
/// How a number is called in messages.
const NUMBER: &str = "a whole number from 0 to 4294967295";

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
        let text = leaf::<Self>(value, TEXT, place, reporter)?;
        if is_padded_number(&text) && reporter.text(place) == text {
            wrong_type(&Value::Number(0.into()), TEXT, place, reporter);
            return None;
        }
        Some(text)
    }
}

impl Read for bool {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self> {
        leaf(value, "`true` or `false`", place, reporter)
    }
}

impl Read for u32 {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self> {
        leaf(value, NUMBER, place, reporter)
    }
}

/// A list, or one value in place of a list of one.
impl<T: Read> Read for Vec<T> {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self> {
        match value {
            Value::Sequence(items) => {
                let read =
                    items.iter().enumerate().map(|(index, item)| T::read(item, &place.item(index), reporter));
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
pub(crate) struct Entries<T> {
    entries: Vec<Entry<T>>,
    /// The names whose values could not be read. That was reported: to refer to them is no further mistake.
    unread: Unread,
}

#[derive(Debug, Clone)]
enum Unread {
    These(Vec<String>),
    /// Nobody knows which: the mapping itself could not be read.
    Any,
}

/// One entry of such a mapping.
#[derive(Debug, Clone)]
pub(crate) struct Entry<T> {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) value: T,
}

impl<T> Entries<T> {
    /// No entries.
    pub(crate) const NONE: Self = Self { entries: Vec::new(), unread: Unread::These(Vec::new()) };

    /// The entries of an optional key. Where the mapping around it could not be read as a whole, anything may have been
    /// meant by them.
    pub(crate) fn of(given: Option<&Self>, around: &Place, reporter: &Reporter<'_>) -> Self
    where
        T: Clone,
    {
        match given {
            Some(entries) => entries.clone(),
            None if reporter.is_doubtful(around) => Self { entries: Vec::new(), unread: Unread::Any },
            None => Self::NONE,
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Entry<T>> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// Whether there certainly is no entry of this name.
    pub(crate) fn lacks(&self, name: &str) -> bool {
        let unread = match &self.unread {
            Unread::These(names) => names.iter().any(|unread| unread == name),
            Unread::Any => true,
        };
        !unread && self.get(name).is_none()
    }

    /// Whether there are some that could not be read.
    pub(crate) fn has_unread(&self) -> bool {
        !matches!(&self.unread, Unread::These(names) if names.is_empty())
    }

    /// Whether the author gave none.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty() && !self.has_unread()
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Entry<T>> {
        self.entries.iter()
    }
}

impl<T> IntoIterator for Entries<T> {
    type Item = Entry<T>;
    type IntoIter = std::vec::IntoIter<Entry<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<T: Read> Read for Entries<T> {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self> {
        let Value::Mapping(mapping) = value else {
            wrong_type(value, "a mapping", place, reporter);
            return None;
        };
        let mut entries = Vec::new();
        let mut unread = Vec::new();
        for (key, value) in mapping {
            // A key that is no text was reported when the file was walked.
            let Some(name) = key.as_str() else { continue };
            let place = place.key(name);
            match T::read(value, &place, reporter) {
                Some(value) => entries.push(Entry { name: name.to_owned(), place, value }),
                None => unread.push(name.to_owned()),
            }
        }
        Some(Self { entries, unread: Unread::These(unread) })
    }
}

/// Reads a key that may be left out.
pub(crate) fn optional<T: Read>(
    mapping: &Mapping,
    key: &str,
    _: &[&'static str],
    place: &Place,
    reporter: &mut Reporter<'_>,
) -> Option<T> {
    let value = mapping.get(key)?;
    let read = T::read(value, &place.key(key), reporter);
    if read.is_none() {
        reporter.doubt(place);
    }
    read
}

/// Reads a key that must be given. One that is `meant` by an unknown key was reported with that.
pub(crate) fn required<T: Read>(
    mapping: &Mapping,
    key: &str,
    meant: &[&'static str],
    place: &Place,
    reporter: &mut Reporter<'_>,
) -> Option<T> {
    if !mapping.contains_key(key) && !meant.contains(&key) {
        let what = match place.last() {
            "" => format!("the key `{key}` is missing"),
            name => format!("`{name}` lacks the key `{key}`"),
        };
        reporter.key(Rule::MissingKey, place, what);
    }
    optional(mapping, key, meant, place, reporter)
}

/// Makes a struct that is read from a mapping: `required` keys must be given, `optional` ones are `Option`s. What is said
/// of a key is what editors show, so nothing goes without.
macro_rules! node {
    (
        $(#[doc = $doc:literal])*
        pub(crate) struct $name:ident {
            $($(#[doc = $key_doc:literal])+ $mode:ident $key:ident $(= $wire:literal)?: $type:ty,)*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone)]
        pub(crate) struct $name {
            #[allow(dead_code, reason = "not every node is reported on after it was read")]
            pub(crate) place: $crate::source::Place,
            $($(#[doc = $key_doc])+ pub(crate) $key: $crate::spec::read::node!(@type $mode $type),)*
        }

        #[cfg(feature = "toolbox")]
        impl $crate::schema::Shape for $name {
            fn shape(definitions: &mut $crate::schema::Definitions) -> serde_json::Value {
                let description = $crate::schema::prose(&[$($doc),*]);
                definitions.mapping(stringify!($name), &description, &[$($crate::schema::Key {
                    name: $crate::spec::read::node!(@wire $key $($wire)?),
                    required: $crate::spec::read::node!(@required $mode),
                    description: $crate::schema::prose(&[$($key_doc),+]),
                    shape: <$type as $crate::schema::Shape>::shape,
                }),*])
            }
        }

        impl $crate::spec::read::Read for $name {
            fn read(
                value: &serde_yaml::Value,
                place: &$crate::source::Place,
                reporter: &mut $crate::reporter::Reporter<'_>,
            ) -> Option<Self> {
                let serde_yaml::Value::Mapping(mapping) = value else {
                    $crate::spec::read::wrong_type(value, "a mapping", place, reporter);
                    return None;
                };
                const KEYS: &[&str] = &[$($crate::spec::read::node!(@wire $key $($wire)?)),*];
                let meant = $crate::spec::unknown_key::refuse(mapping, KEYS, place, reporter);
                // Every key is read before the verdict: a bad one must not hide the next.
                $(let $key = $crate::spec::read::$mode::<$type>(
                    mapping,
                    $crate::spec::read::node!(@wire $key $($wire)?),
                    &meant,
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
    (@required required) => { true };
    (@required optional) => { false };
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
        pub(crate) enum $name:ident { $($(#[doc = $word_doc:literal])+ $variant:ident = $word:literal,)* }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name { $($(#[doc = $word_doc])+ $variant,)* }

        #[cfg(feature = "toolbox")]
        impl $crate::schema::Shape for $name {
            fn shape(_: &mut $crate::schema::Definitions) -> serde_json::Value {
                $crate::schema::words(&[$(($word, $crate::schema::prose(&[$($word_doc),+]))),*])
            }
        }

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
                reporter: &mut $crate::reporter::Reporter<'_>,
            ) -> Option<Self> {
                match value.as_str() {
                    $(Some($word) => Some(Self::$variant),)*
                    Some(word) => {
                        $crate::spec::read::unknown_word(word, Self::WORDS, place, reporter);
                        None
                    }
                    None => {
                        $crate::spec::read::no_word(value, Self::WORDS, place, reporter);
                        None
                    }
                }
            }
        }
    };
}
pub(crate) use words;

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
