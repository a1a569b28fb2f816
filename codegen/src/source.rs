//! A specification's file: its text, and where each key and value stands in it.

use std::collections::HashMap;
#[cfg(feature = "toolbox")]
use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[cfg(feature = "toolbox")]
use crate::diagnostic::Diagnostic;

#[cfg(feature = "toolbox")]
mod keys_at;
mod walk;

pub(crate) use walk::{Walked, is_padded_number};

/// The largest specification that is read, in bytes.
pub(crate) const MAX_BYTES: usize = 1 << 20;
/// The deepest nesting that is read.
const MAX_DEPTH: usize = 32;

/// A path of keys (and of positions, for lists) from the top of a specification.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Place(Vec<Step>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Step {
    Key(String),
    Item(usize),
}

impl Place {
    /// The place of a key below this one.
    #[must_use]
    pub fn key(&self, key: impl Into<String>) -> Self {
        self.step(Step::Key(key.into()))
    }

    /// The place of an item of the list at this one.
    #[must_use]
    pub fn item(&self, index: usize) -> Self {
        self.step(Step::Item(index))
    }

    fn step(&self, step: Step) -> Self {
        let mut path = self.0.clone();
        path.push(step);
        Self(path)
    }

    /// The last key; for an item that of its list.
    #[must_use]
    pub fn last(&self) -> &str {
        let key = self.0.iter().rev().find_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Item(_) => None,
        });
        key.unwrap_or("")
    }

    /// Whether it is that of an item of a list.
    #[must_use]
    pub fn is_item(&self) -> bool {
        matches!(self.0.last(), Some(Step::Item(_)))
    }

    /// The mapping in which the key of this place stands.
    #[must_use]
    pub fn mapping(&self) -> Self {
        let keys = self.0.iter().rposition(|step| matches!(step, Step::Key(_))).unwrap_or(0);
        Self(self.0[..keys].to_vec())
    }
}

/// What stands at a place.
#[derive(Debug, Clone)]
struct Stand {
    key: Option<Range<usize>>,
    value: Range<usize>,
}

/// A specification's file.
#[derive(Debug, Clone)]
pub struct SourceFile {
    path: PathBuf,
    text: Arc<str>,
    stands: HashMap<Vec<Step>, Stand>,
}

impl SourceFile {
    /// Reads where everything stands. What a specification may not contain whatever it means (aliases, duplicate
    /// keys, several documents, endless nesting) is reported here.
    pub(crate) fn walk(path: &Path, text: &str) -> Walked {
        walk::through(path, text)
    }

    /// The same, for those who do not read it.
    #[cfg(feature = "toolbox")]
    pub(crate) fn parse(path: &Path, text: &str) -> (Self, Vec<Diagnostic>) {
        let Walked { file, diagnostics, .. } = Self::walk(path, text);
        (file, diagnostics)
    }

    /// A file in which nothing is looked for.
    pub(crate) fn plain(path: &Path, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.into(), stands: HashMap::new() }
    }

    /// The same without where things stand: enough to be shown, and small enough to be kept.
    pub(crate) fn without_places(&self) -> Self {
        Self { path: self.path.clone(), text: Arc::clone(&self.text), stands: HashMap::new() }
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the file has this place.
    #[must_use]
    pub fn has(&self, place: &Place) -> bool {
        self.stands.contains_key(&place.0)
    }

    /// Where a word stands inside a span; the whole span if it is not there as it is.
    #[must_use]
    pub fn word_span(&self, span: Range<usize>, word: &str) -> Range<usize> {
        let text = self.text.get(span.clone()).unwrap_or_default();
        let ends = |character: Option<char>| {
            !character.is_some_and(|character| character.is_alphanumeric() || character == '_')
        };
        let found = text.match_indices(word).find(|(at, _)| {
            ends(text[..*at].chars().next_back()) && ends(text[at + word.len()..].chars().next())
        });
        match found {
            Some((at, _)) if !word.is_empty() => span.start + at..span.start + at + word.len(),
            _ => span,
        }
    }

    /// Where the key of a place stands, or that of the nearest place above it.
    #[must_use]
    pub fn key_span(&self, place: &Place) -> Range<usize> {
        self.nearest(place, |stand| stand.key.clone().or_else(|| Some(stand.value.clone())))
    }

    /// Where the value of a place stands, or the nearest place above it.
    #[must_use]
    pub fn value_span(&self, place: &Place) -> Range<usize> {
        if self.stands.contains_key(&place.0) {
            return self.nearest(place, |stand| Some(stand.value.clone()));
        }
        self.key_span(place)
    }

    /// Where the entry at a place ends: behind the last of what it holds. Comments behind that belong to nobody.
    #[cfg(feature = "toolbox")]
    pub(crate) fn entry_end(&self, place: &Place) -> Option<usize> {
        let inside = || self.stands.iter().filter(|(path, _)| path.starts_with(&place.0));
        let parents: HashSet<&[Step]> =
            inside().filter_map(|(path, _)| path.split_last().map(|(_, above)| above)).collect();
        let ends = inside().filter_map(|(path, stand)| {
            let is_flow = self.text[stand.value.clone()].starts_with(['{', '[']);
            // The span of a block reaches to the next key, over the comments between.
            (is_flow || !parents.contains(path.as_slice()))
                .then(|| stand.value.end.max(stand.key.as_ref().map_or(0, |key| key.end)))
        });
        ends.max()
    }

    /// The keys below a place, in the order of the file.
    #[cfg(feature = "toolbox")]
    pub(crate) fn keys(&self, place: &Place) -> Vec<&str> {
        let below = self.stands.iter().filter_map(|(path, stand)| match path.split_last() {
            Some((Step::Key(name), above)) if above == place.0 => Some((stand.value.start, name.as_str())),
            _ => None,
        });
        let mut below: Vec<(usize, &str)> = below.collect();
        below.sort_unstable();
        below.into_iter().map(|(_, name)| name).collect()
    }

    fn nearest(&self, place: &Place, pick: impl Fn(&Stand) -> Option<Range<usize>>) -> Range<usize> {
        (0..=place.0.len())
            .rev()
            .find_map(|length| self.stands.get(&place.0[..length]).and_then(&pick))
            .unwrap_or(0..0)
    }
}
