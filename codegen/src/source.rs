//! A specification's file: its text, and where each key and value stands in it.

use std::collections::HashMap;
#[cfg(feature = "toolbox")]
use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use crate::diagnostic::{Diagnostic, Rule};
use crate::syntax;

#[cfg(feature = "toolbox")]
mod keys_at;

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
    pub(crate) fn parse(path: &Path, text: &str) -> (Self, Vec<Diagnostic>) {
        let mut file = Self::plain(path, text);
        if let Some((at, character)) = text.char_indices().find(|(_, character)| !is_printable(*character)) {
            let message = format!(
                "not valid YAML: the character U+{:04X} cannot stand in a file",
                u32::from(character)
            );
            let diagnostic = Diagnostic::at(Rule::Syntax, at..at + character.len_utf8(), message).help(
                format!("where it is meant, write \"\\u{:04X}\" in double quotes", u32::from(character)),
            );
            return (file, vec![diagnostic]);
        }
        let mut walk = Walk::new(text);
        let mut parser = Parser::new_from_str(text);
        while let Some(event) = parser.next_event() {
            match event {
                Ok((event, span)) => {
                    if !walk.event(&event, span) {
                        break;
                    }
                }
                Err(error) => {
                    let at = walk.byte(error.marker().index());
                    walk.report_syntax(at, error.info());
                    break;
                }
            }
        }
        file.stands = walk.stands;
        (file, walk.diagnostics)
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

/// One open collection.
enum Open {
    Mapping { key: Option<(String, Range<usize>)>, seen: HashMap<String, Range<usize>>, start: usize },
    Sequence { next: usize, start: usize },
}

/// What stands at a key or a value.
#[derive(Clone, Copy)]
enum Node<'t> {
    Scalar { text: &'t str, plain: bool },
    Alias,
    Collection,
}

/// Follows the parser's events and notes where things stand.
struct Walk<'a> {
    text: &'a str,
    /// The byte at which each character starts; the parser counts characters.
    bytes: Option<Vec<usize>>,
    path: Vec<Step>,
    open: Vec<Open>,
    documents: usize,
    stands: HashMap<Vec<Step>, Stand>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str) -> Self {
        let bytes = (!text.is_ascii()).then(|| {
            text.char_indices().map(|(at, _)| at).chain(std::iter::once(text.len())).collect::<Vec<_>>()
        });
        Self {
            text,
            bytes,
            path: Vec::new(),
            open: Vec::new(),
            documents: 0,
            stands: HashMap::new(),
            diagnostics: Vec::new(),
        }
    }

    fn byte(&self, character: usize) -> usize {
        match &self.bytes {
            Some(bytes) => bytes.get(character).copied().unwrap_or(self.text.len()),
            None => character.min(self.text.len()),
        }
    }

    fn range(&self, span: Span) -> Range<usize> {
        let start = self.byte(span.start.index());
        let end = self.byte(span.end.index()).max(start);
        let trimmed = self.text.get(start..end).map_or(0, |text| text.trim_end().len());
        start..start + trimmed
    }

    fn report_syntax(&mut self, at: usize, why: &str) {
        // The parser reads ahead, and stops by itself where nobody counts levels any more.
        if why.contains("recursion limit") {
            self.report(too_deep(at..at));
            return;
        }
        let mut diagnostic = Diagnostic::at(Rule::Syntax, at..at, format!("not valid YAML: {why}"));
        diagnostic.help = syntax::remedy(why, self.text, at);
        if diagnostic.help.is_none()
            && let Some(Open::Mapping { start, .. } | Open::Sequence { start, .. }) = self.open.last()
            && self.text[*start..].starts_with(['{', '['])
        {
            diagnostic.also.push((*start..*start + 1, "the bracket that is open".to_owned()));
        }
        self.report(diagnostic);
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Takes an event; false ends the walk.
    fn event(&mut self, event: &Event<'_>, span: Span) -> bool {
        let range = self.range(span);
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    let message = "a file holds one specification, this is a second document";
                    self.report(
                        Diagnostic::at(Rule::SeveralDocuments, range, message)
                            .help("put it into a file of its own"),
                    );
                    return false;
                }
            }
            Event::Alias(_) => {
                self.report(
                    Diagnostic::at(Rule::Alias, range.clone(), "aliases are not part of the language")
                        .help("write the value out; `like:` shares a signature rule"),
                );
                self.value(range, Node::Alias);
            }
            Event::Scalar(text, style, _, _) => {
                let plain = matches!(style, ScalarStyle::Plain);
                self.value(range, Node::Scalar { text, plain });
            }
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                if self.open.len() >= MAX_DEPTH {
                    self.report(too_deep(range));
                    return false;
                }
                if matches!(self.open.last(), Some(Open::Mapping { key: None, .. })) {
                    self.report(Diagnostic::at(Rule::KeyIsNoText, range, "a key must be a text"));
                    return false;
                }
                self.value(range.clone(), Node::Collection);
                self.open.push(match event {
                    Event::MappingStart(..) => {
                        Open::Mapping { key: None, seen: HashMap::new(), start: range.start }
                    }
                    _ => Open::Sequence { next: 0, start: range.start },
                });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                let start = match self.open.pop() {
                    Some(Open::Mapping { start, .. } | Open::Sequence { start, .. }) => start,
                    None => return false,
                };
                if let Some(stand) = self.stands.get_mut(&self.path) {
                    let text = self.text.get(start..range.end).unwrap_or("").trim_end();
                    stand.value = start..start + text.len();
                }
                self.leave();
            }
            _ => {}
        }
        true
    }

    /// Notes a key or a value. A collection stays the current place until it ends.
    fn value(&mut self, range: Range<usize>, node: Node<'_>) {
        match self.open.last_mut() {
            None => {
                self.stands.insert(Vec::new(), Stand { key: None, value: range });
                return;
            }
            Some(Open::Mapping { key: key @ None, seen, .. }) => {
                // An alias as a key was reported, and nothing is known of it.
                let Node::Scalar { text, plain } = node else {
                    *key = Some((String::new(), range));
                    return;
                };
                let name = text.to_owned();
                let mistake = if let Some(first) = seen.get(&name) {
                    Some(
                        Diagnostic::at(Rule::DuplicateKey, range.clone(), format!("`{name}` is given twice"))
                            .also(first.clone(), "first given here"),
                    )
                } else if plain && reads_as_other_than_text(text) {
                    let message =
                        format!("YAML reads the key {text} as a number, a truth value or null, not as text");
                    Some(
                        Diagnostic::at(Rule::KeyIsNoText, range.clone(), message)
                            .help(format!("write \"{text}\"")),
                    )
                } else {
                    None
                };
                seen.entry(name.clone()).or_insert_with(|| range.clone());
                *key = Some((name, range));
                self.diagnostics.extend(mistake);
                return;
            }
            Some(Open::Sequence { next, .. }) => {
                self.path.push(Step::Item(*next));
                *next += 1;
                self.stands.insert(self.path.clone(), Stand { key: None, value: range });
            }
            Some(Open::Mapping { key, .. }) => {
                let (name, key_range) = key.take().unwrap_or_default();
                self.path.push(Step::Key(name));
                self.stands.insert(self.path.clone(), Stand { key: Some(key_range), value: range });
            }
        }
        if !matches!(node, Node::Collection) {
            self.leave();
        }
    }

    fn leave(&mut self) {
        if !self.open.is_empty() {
            self.path.pop();
        }
    }
}

/// Whether YAML allows a character in a file.
fn is_printable(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' | '\u{85}' => true,
        '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => !character.is_control(),
    }
}

fn too_deep(span: Range<usize>) -> Diagnostic {
    Diagnostic::at(Rule::TooDeep, span, format!("nested deeper than {MAX_DEPTH} levels"))
        .help("a text with brackets in it needs quotes")
}

/// Whether YAML 1.1 or 1.2 reads a plain scalar as something other than a text.
fn reads_as_other_than_text(text: &str) -> bool {
    matches!(serde_yaml::from_str::<serde_yaml::Value>(text), Ok(value) if !value.is_string())
}
