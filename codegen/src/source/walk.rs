//! Follows the events of a YAML parser through a file, and notes where things stand.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::{MAX_DEPTH, SourceFile, Stand, Step};
use crate::diagnostic::{Diagnostic, Rule};
use crate::syntax::{self, Style};

/// What the key of an entry becomes, for the reader, that is given again.
const GIVEN_AGAIN: &str = "\u{f8ff}given again ";

/// A file that was walked through.
pub(crate) struct Walked {
    pub(crate) file: SourceFile,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What a reader can make of it, so that one mistake does not hide the next; `None` where nothing can be made of it.
    pub(crate) readable: Option<Readable>,
}

/// A text whose keys are texts, each given once.
pub(crate) struct Readable(String);

impl Readable {
    /// The value of the text, without what was given again.
    pub(crate) fn read(&self) -> Result<serde_yaml::Value, serde_yaml::Error> {
        let mut value = serde_yaml::from_str(&self.0)?;
        forget_what_was_given_again(&mut value);
        Ok(value)
    }
}

fn forget_what_was_given_again(value: &mut serde_yaml::Value) {
    match value {
        serde_yaml::Value::Mapping(mapping) => {
            mapping.retain(|key, _| !key.as_str().is_some_and(|key| key.starts_with(GIVEN_AGAIN)));
            mapping.values_mut().for_each(forget_what_was_given_again);
        }
        serde_yaml::Value::Sequence(items) => items.iter_mut().for_each(forget_what_was_given_again),
        _ => {}
    }
}

/// Walks through a text.
pub(super) fn through(path: &Path, text: &str) -> Walked {
    let mut file = SourceFile::plain(path, text);
    if let Some((at, character)) = text.char_indices().find(|(_, character)| !is_printable(*character)) {
        let code = u32::from(character);
        let message = format!("not valid YAML: the character U+{code:04X} cannot stand in a file");
        let diagnostic = Diagnostic::at(Rule::Syntax, at..at + character.len_utf8(), message)
            .help(format!("where it is meant, write \"\\u{code:04X}\" in double quotes"));
        return Walked { file, diagnostics: vec![diagnostic], readable: None };
    }
    let mut walk = Walk::new(text);
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => {
                if !walk.event(&event, span) {
                    walk.is_readable = false;
                    break;
                }
            }
            Err(error) => {
                let at = walk.byte(error.marker().index());
                walk.report_syntax(at, error.info());
                walk.is_readable = false;
                break;
            }
        }
    }
    file.stands = walk.stands;
    let readable = walk.is_readable.then(|| Readable(with_keys(text, &walk.keys)));
    Walked { file, diagnostics: walk.diagnostics, readable }
}

/// A text with other keys in some places, which are in the order of the text.
fn with_keys(text: &str, keys: &[(Range<usize>, String)]) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut end = 0;
    for (range, key) in keys {
        mended.push_str(&text[end..range.start]);
        mended.push_str(&format!("\"{key}\""));
        end = range.end;
    }
    mended.push_str(&text[end..]);
    mended
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
    /// Where a reader is to find another key than is written there.
    keys: Vec<(Range<usize>, String)>,
    is_readable: bool,
    /// Where the last thing ends that was read.
    end: usize,
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
            keys: Vec::new(),
            is_readable: true,
            end: 0,
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
        // It also stops at the beginning of a text because of the tab with which the next line begins.
        let at = if why.contains("found a tab") { self.next_indentation(at).unwrap_or(at) } else { at };
        let mut diagnostic = Diagnostic::at(Rule::Syntax, at..at, format!("not valid YAML: {why}"));
        if let Some(quote) = self.open_quote(why, at) {
            diagnostic.span = quote..quote + 1;
            diagnostic.help = Some(syntax::CLOSE_QUOTES.to_owned());
            diagnostic.also.push((at..at, "it went on to here".to_owned()));
            self.report(diagnostic);
            return;
        }
        let style = if self.open_bracket().is_some() { Style::Flow } else { Style::Block };
        if let Some(remedy) = syntax::remedy(why, self.text, at, style) {
            diagnostic.help = Some(remedy.help);
            diagnostic.span = remedy.at.unwrap_or(diagnostic.span);
            diagnostic.also.extend(remedy.beside.map(|key| (key, "this one stands in another".to_owned())));
        }
        if diagnostic.help.is_none()
            && let Some(bracket) = self.open_bracket()
        {
            diagnostic.also.push((bracket..bracket + 1, "the bracket that is open".to_owned()));
        }
        self.report(diagnostic);
    }

    fn open_bracket(&self) -> Option<usize> {
        let (Open::Mapping { start, .. } | Open::Sequence { start, .. }) = self.open.last()?;
        self.text[*start..].starts_with(['{', '[']).then_some(*start)
    }

    /// The quote with which a text began that goes on for lines and is followed by what cannot follow it: it was meant to end where
    /// its line does.
    fn open_quote(&self, why: &str, at: usize) -> Option<usize> {
        if !why.contains("quoted scalar") {
            return None;
        }
        let between = self.text.get(self.end..at)?;
        let begins = |quote: usize| between[..quote].ends_with([' ', '\n', '\t', ',', '[', '{', ':']);
        let is_said = |quote: usize| !between[..quote].rsplit('\n').next().is_some_and(has_comment);
        let mut quotes = between.match_indices(['"', '\'']).map(|(quote, _)| quote);
        let quote = quotes.find(|quote| begins(*quote) && is_said(*quote))?;
        between[quote..].contains('\n').then_some(self.end + quote)
    }

    /// The next tab, if it indents a line.
    fn next_indentation(&self, at: usize) -> Option<usize> {
        let (above, _) = self.text.get(at..)?.split_once('\t')?;
        let (_, indentation) = above.rsplit_once('\n')?;
        indentation.trim_start_matches(' ').is_empty().then_some(at + above.len())
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Takes an event; false ends the walk.
    fn event(&mut self, event: &Event<'_>, span: Span) -> bool {
        let range = self.range(span);
        self.end = range.end;
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.report(second_document(self.text, range));
                    return false;
                }
            }
            Event::Alias(_) => {
                self.report(
                    Diagnostic::at(Rule::Alias, range.clone(), "aliases are not part of the language")
                        .help("write the value out; `like:` shares a signature rule"),
                );
                // What it stands for may be endless.
                self.is_readable = false;
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
                let end = self.behind_the_brace(&range).unwrap_or(range.end);
                if let Some(stand) = self.stands.get_mut(&self.path) {
                    let text = self.text.get(start..end).unwrap_or("").trim_end();
                    stand.value = start..start + text.len();
                }
                self.leave();
            }
            _ => {}
        }
        true
    }

    /// Where a collection between braces ends that has a comma behind its last: the parser tells of the comma.
    fn behind_the_brace(&self, end: &Range<usize>) -> Option<usize> {
        let mut rest = self.text.get(end.start..)?.starts_with(',').then(|| self.text.get(end.end..))??;
        loop {
            rest = rest.trim_start();
            match rest.strip_prefix('#') {
                Some(comment) => rest = comment.get(comment.find('\n')?..)?,
                None => break,
            }
        }
        rest.starts_with(['}', ']']).then(|| self.text.len() - rest.len() + 1)
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
                let mut name = text.to_owned();
                let first = seen.get(&name).cloned();
                let mistake = if let Some(first) = first {
                    let again = format!("{GIVEN_AGAIN}{}", self.keys.len());
                    let message = format!("`{name}` is given twice");
                    name.clone_from(&again);
                    self.keys.push((range.clone(), again));
                    Some(
                        Diagnostic::at(Rule::DuplicateKey, range.clone(), message)
                            .also(first, "first given here"),
                    )
                } else if plain && reads_as_other_than_text(text) {
                    self.keys.push((range.clone(), name.clone()));
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

/// Whether a comment begins in a line without quotes.
fn has_comment(line: &str) -> bool {
    line.match_indices('#').any(|(at, _)| line[..at].is_empty() || line[..at].ends_with([' ', '\t']))
}

fn second_document(text: &str, start: Range<usize>) -> Diagnostic {
    let above = text.get(..start.start).unwrap_or_default();
    if let (Some(line), false) = (above.rfind("\n..."), text[start.start..].starts_with("---")) {
        let message = "a file holds one specification, and `...` ends it: what follows is a second document";
        return Diagnostic::at(Rule::SeveralDocuments, line + 1..line + 4, message)
            .help("take the line out, or put what follows into a file of its own");
    }
    let message = "a file holds one specification, this is a second document";
    Diagnostic::at(Rule::SeveralDocuments, start, message).help("put it into a file of its own")
}

fn too_deep(span: Range<usize>) -> Diagnostic {
    Diagnostic::at(Rule::TooDeep, span, format!("nested deeper than {MAX_DEPTH} levels"))
        .help("a text with brackets in it needs quotes")
}

/// Whether YAML 1.2 reads a plain scalar as something other than a text. To it `007` is the number 7; the reader takes it for
/// a text, and editors do not.
fn reads_as_other_than_text(text: &str) -> bool {
    is_padded_number(text)
        || matches!(serde_yaml::from_str::<serde_yaml::Value>(text), Ok(value) if !value.is_string())
}

/// Whether a text is a whole number with zeros in front.
pub(crate) fn is_padded_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
}
