//! A specification's file: its text, and where each key and value stands in it.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use crate::diagnostic::{Diagnostic, Rule};

/// The largest specification that is read, in bytes.
pub(crate) const MAX_BYTES: usize = 1 << 20;
/// The deepest nesting that is read.
const MAX_DEPTH: usize = 32;

/// A path of keys (and of positions, for lists) from the top of a specification.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place(Vec<String>);

impl Place {
    /// The place of a key or position below this one.
    #[must_use]
    pub fn key(&self, key: impl Into<String>) -> Self {
        let mut path = self.0.clone();
        path.push(key.into());
        Self(path)
    }

    /// The last key.
    #[must_use]
    pub fn last(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }

    /// The keys, for people.
    #[must_use]
    pub fn dotted(&self) -> String {
        self.0.join(".")
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
    stands: HashMap<Vec<String>, Stand>,
}

impl SourceFile {
    /// Reads where everything stands. What a specification may not contain whatever it means (aliases, duplicate
    /// keys, several documents, endless nesting) is reported here.
    pub(crate) fn parse(path: &Path, text: &str) -> (Self, Vec<Diagnostic>) {
        let mut file = Self { path: path.to_owned(), text: text.into(), stands: HashMap::new() };
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
                    walk.report(Diagnostic::at(
                        Rule::Syntax,
                        at..at,
                        format!("not valid YAML: {}", error.info()),
                    ));
                    break;
                }
            }
        }
        file.stands = walk.stands;
        (file, walk.diagnostics)
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

/// Follows the parser's events and notes where things stand.
struct Walk<'a> {
    text: &'a str,
    /// The byte at which each character starts; the parser counts characters.
    bytes: Option<Vec<usize>>,
    path: Vec<String>,
    open: Vec<Open>,
    documents: usize,
    stands: HashMap<Vec<String>, Stand>,
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
                    self.report(Diagnostic::at(
                        Rule::SeveralDocuments,
                        range,
                        "a file holds one specification, this is a second document",
                    ));
                    return false;
                }
            }
            Event::Alias(_) => {
                self.report(
                    Diagnostic::at(Rule::Alias, range.clone(), "aliases are not part of the language")
                        .help("write the value out; `like:` shares a signature rule"),
                );
                self.value(range, None);
            }
            Event::Scalar(text, style, _, _) => {
                let plain = matches!(style, ScalarStyle::Plain);
                self.value(range, Some((text, plain)));
            }
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                if self.open.len() >= MAX_DEPTH {
                    self.report(Diagnostic::at(
                        Rule::TooDeep,
                        range,
                        format!("nested deeper than {MAX_DEPTH} levels"),
                    ));
                    return false;
                }
                if matches!(self.open.last(), Some(Open::Mapping { key: None, .. })) {
                    self.report(Diagnostic::at(Rule::KeyIsNoText, range, "a key must be a text"));
                    return false;
                }
                self.value(range.clone(), None);
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
    fn value(&mut self, range: Range<usize>, scalar: Option<(&str, bool)>) {
        match self.open.last_mut() {
            None => {
                self.stands.insert(Vec::new(), Stand { key: None, value: range });
            }
            Some(Open::Sequence { next, .. }) => {
                self.path.push(next.to_string());
                *next += 1;
                self.stands.insert(self.path.clone(), Stand { key: None, value: range });
                if scalar.is_some() {
                    self.leave();
                }
            }
            Some(Open::Mapping { key, seen, .. }) => match key.take() {
                None => {
                    let name = scalar.map_or_else(String::new, |(text, _)| text.to_owned());
                    let mut found = Vec::new();
                    match scalar {
                        Some((text, plain)) if plain && reads_as_other_than_text(text) => found.push(
                            Diagnostic::at(
                                Rule::KeyIsNoText,
                                range.clone(),
                                format!("YAML reads the key {text} as a number, a truth value or null, not as text"),
                            )
                            .help(format!("write \"{text}\"")),
                        ),
                        Some(_) => {}
                        None => found.push(Diagnostic::at(Rule::KeyIsNoText, range.clone(), "a key must be a text")),
                    }
                    if let Some(first) = seen.get(&name) {
                        found.push(
                            Diagnostic::at(
                                Rule::DuplicateKey,
                                range.clone(),
                                format!("`{name}` is given twice"),
                            )
                            .also(first.clone(), "first given here"),
                        );
                    } else {
                        seen.insert(name.clone(), range.clone());
                    }
                    *key = Some((name, range));
                    self.diagnostics.append(&mut found);
                }
                Some((name, key_range)) => {
                    self.path.push(name);
                    self.stands.insert(self.path.clone(), Stand { key: Some(key_range), value: range });
                    if scalar.is_some() {
                        self.leave();
                    }
                }
            },
        }
    }

    fn leave(&mut self) {
        if !self.open.is_empty() {
            self.path.pop();
        }
    }
}

/// Whether YAML 1.1 or 1.2 reads a plain scalar as something other than a text.
fn reads_as_other_than_text(text: &str) -> bool {
    matches!(serde_yaml::from_str::<serde_yaml::Value>(text), Ok(value) if !value.is_string())
}
