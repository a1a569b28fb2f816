//! Changes of a text: what is put where.

use std::cmp::Reverse;
use std::ops::Range;

use super::entry::Entry;
use crate::source::{Place, SourceFile};
use crate::yaml::{self, Node};

/// A text in place of another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Splice {
    at: Range<usize>,
    text: String,
    /// How far its lines are indented: what stands there ends what is deeper.
    indent: usize,
}

impl Splice {
    fn within_lines(at: Range<usize>, text: String) -> Self {
        Self { at, text, indent: 0 }
    }

    fn lines(at: usize, text: String, indent: usize) -> Self {
        Self { at: at..at, text, indent }
    }
}

/// The text with all of them; `None` where two are about the same. Of several at one position the deeper come first, so
/// that each ends up in its own mapping; those of one mapping keep their order.
pub(super) fn splice(text: &str, splices: &[&Splice]) -> Option<String> {
    let mut sorted: Vec<&Splice> = splices.to_vec();
    sorted.sort_by_key(|splice| (splice.at.start, splice.at.end, Reverse(splice.indent)));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for splice in sorted {
        out.push_str(text.get(done..splice.at.start)?);
        out.push_str(&splice.text);
        done = splice.at.end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

/// Another text for a value, in the quotes that it has; `None` for one that stands in a block of its own.
pub(super) fn value(file: &SourceFile, place: &Place, text: &str) -> Option<Splice> {
    let at = written(file, place)?;
    let old = file.text().get(at.clone())?;
    let text = match old.chars().next()? {
        '"' => serde_json::to_string(text).ok()?,
        '\'' if !text.chars().any(char::is_control) => format!("'{}'", text.replace('\'', "''")),
        '|' | '>' | '{' | '[' | '&' | '!' => return None,
        _ => yaml::flow(&Node::Text(text.to_owned())),
    };
    Some(Splice::within_lines(at, text))
}

/// Another number for a value.
pub(super) fn number(file: &SourceFile, place: &Place, number: u32) -> Option<Splice> {
    let at = written(file, place)?;
    let old = file.text().get(at.clone())?;
    old.bytes().all(|byte| byte.is_ascii_digit()).then(|| Splice::within_lines(at, number.to_string()))
}

fn written(file: &SourceFile, place: &Place) -> Option<Range<usize>> {
    file.has(place).then(|| file.value_span(place)).filter(|span| !span.is_empty())
}

/// An entry behind another of the same mapping; behind the last without one.
pub(super) fn entry(
    file: &SourceFile,
    mapping: &Place,
    after: Option<&str>,
    entry: &Entry,
) -> Option<Splice> {
    let after = after.filter(|after| file.has(&mapping.key(*after)));
    let after = after.or_else(|| file.keys(mapping).last().copied())?;
    match layout(file, mapping, after)? {
        Layout::Flow => {
            let end = file.entry_end(&mapping.key(after))?;
            Some(Splice::within_lines(end..end, format!(", {}", entry.in_flow()?)))
        }
        Layout::Block { indent } => {
            let end = line_end(file.text(), file.entry_end(&mapping.key(after))?);
            Some(Splice::lines(end, block(file.text(), &entry.lines(indent), indent), indent))
        }
    }
}

/// An entry before all others of a mapping.
pub(super) fn first_entry(file: &SourceFile, mapping: &Place, entry: &Entry) -> Option<Splice> {
    let first = *file.keys(mapping).first()?;
    match layout(file, mapping, first)? {
        Layout::Flow => {
            let start = file.key_span(&mapping.key(first)).start;
            Some(Splice::within_lines(start..start, format!("{}, ", entry.in_flow()?)))
        }
        Layout::Block { indent } => {
            // Comments above the first belong to the first.
            let key = file.key_span(mapping);
            let end = line_end(file.text(), key.end);
            (end < file.key_span(&mapping.key(first)).start)
                .then(|| Splice::lines(end, block(file.text(), &entry.lines(indent), indent), indent))
        }
    }
}

/// A mapping behind another, each of what it holds on a line of its own, with an empty line before it where the others
/// have that.
pub(super) fn chapter(file: &SourceFile, mapping: &Place, after: &str, entry: &Entry) -> Option<Splice> {
    let Layout::Block { indent } = layout(file, mapping, after)? else {
        return self::entry(file, mapping, Some(after), entry);
    };
    let text = file.text();
    let end = line_end(text, file.entry_end(&mapping.key(after))?);
    let newline = newline(text);
    let start = file.key_span(&mapping.key(after)).start;
    let above = text.get(..start)?;
    let apart = file.keys(mapping).len() < 2 || stands_apart(above);
    let gap = if apart { newline } else { "" };
    let lines = block(text, &entry.long_lines(indent), indent);
    Some(Splice::lines(end, format!("{gap}{lines}"), indent))
}

/// Whether an empty line stands above, comments not counted.
fn stands_apart(above: &str) -> bool {
    let mut lines = above.lines().rev().map(str::trim);
    // The first is the indentation of the key itself.
    lines.next();
    lines.find(|line| !line.starts_with('#')).is_some_and(str::is_empty)
}

enum Layout {
    /// Between braces.
    Flow,
    /// Each key on a line of its own, indented by so many blanks.
    Block { indent: usize },
}

fn layout(file: &SourceFile, mapping: &Place, key: &str) -> Option<Layout> {
    let text = file.text();
    if text.get(file.value_span(mapping))?.starts_with('{') {
        return Some(Layout::Flow);
    }
    let key = file.key_span(&mapping.key(key));
    let start = text.get(..key.start)?.rfind('\n').map_or(0, |at| at + 1);
    let before = text.get(start..key.start)?;
    before.bytes().all(|byte| byte == b' ').then_some(Layout::Block { indent: before.len() })
}

fn block(text: &str, lines: &[String], indent: usize) -> String {
    let newline = newline(text);
    lines.iter().map(|line| format!("{newline}{:indent$}{line}", "")).collect()
}

fn newline(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// Where the line ends in which a position is.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.find('\n').map_or(rest, |end| &rest[..end]);
    at + line.strip_suffix('\r').unwrap_or(line).len()
}
