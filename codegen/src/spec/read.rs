//! Reads YAML into the types of the language, node by node, so that one mistake does not hide the next.

use serde::de::DeserializeOwned;
use serde_yaml::{Mapping, Value};

use crate::diagnostic::Rule;
use crate::reporter::Reporter;
use crate::source::{Place, is_padded_number};
use crate::spec::wrong_value::{NUMBER, TEXT, TRUTH, wrong_type};

/// What can be read from a YAML value.
pub(crate) trait Read: Sized {
    fn read(value: &Value, place: &Place, reporter: &mut Reporter<'_>) -> Option<Self>;
}

/// Reads a value of one type of serde's.
fn leaf<T: DeserializeOwned>(
    value: &Value,
    expected: &str,
    place: &Place,
    reporter: &mut Reporter<'_>,
) -> Option<T> {
    // serde passes a tag over; here it would mean something that nobody reads.
    let is_tagged = matches!(value, Value::Tagged(_));
    let read = (!is_tagged).then(|| serde_yaml::from_value(value.clone()).ok()).flatten();
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
        leaf(value, TRUTH, place, reporter)
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
                    $crate::spec::wrong_value::wrong_type(value, "a mapping", place, reporter);
                    return None;
                };
                const KEYS: &[&str] = &[$($crate::spec::read::node!(@wire $key $($wire)?)),*];
                const REQUIRED: &[bool] = &[$($crate::spec::read::node!(@required $mode)),*];
                let meant = $crate::spec::unknown_key::refuse(mapping, KEYS, REQUIRED, place, reporter);
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
                let word = match value {
                    serde_yaml::Value::String(word) => Some(word.as_str()),
                    _ => None,
                };
                match word {
                    $(Some($word) => Some(Self::$variant),)*
                    Some(word) => {
                        $crate::spec::wrong_value::unknown_word(word, Self::WORDS, place, reporter);
                        None
                    }
                    None => {
                        $crate::spec::wrong_value::no_word(value, Self::WORDS, place, reporter);
                        None
                    }
                }
            }
        }
    };
}
pub(crate) use words;
