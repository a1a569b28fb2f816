//! YAML that people read: an ordered tree with comments, and how it is written.

mod scalar;
#[cfg(test)]
mod tests;

use scalar::{Context, width};

/// The widest line, in columns, in which a mapping is written without line breaks.
const WIDTH: usize = 120;
/// The longest key that YAML finds by its colon, in characters, with some room.
const IMPLICIT_KEY: usize = 1000;

/// Writes a file: two blanks for each level; what is short stands in one line, as `{ title: 商户号, presence: required }`.
pub(crate) fn write(map: &Map) -> String {
    if map.entries.is_empty() {
        return "{}\n".to_owned();
    }
    let mut out = String::new();
    block_map(map, &mut Vec::new(), 0, &mut out);
    out
}

/// A value in one line. Comments are left out.
pub(crate) fn flow(node: &Node) -> String {
    let mut out = String::new();
    write_flow(node, Context::Flow, &mut out);
    out
}

/// A value in one line for a code span in a cell of a Markdown table: without pipes, backticks and backslashes of Markdown's,
/// and without blanks at its ends.
pub(crate) fn cell(node: &Node) -> String {
    let mut out = String::new();
    write_flow(node, Context::Cell, &mut out);
    out
}

/// A value on its way into a file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// A text. It is put in quotes where YAML would read something else.
    Text(String),
    /// A whole number.
    Number(u64),
    /// A truth value.
    Bool(bool),
    /// A list.
    List(Vec<Node>),
    /// A mapping.
    Map(Map),
}

/// A mapping in the order in which it is written.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Map {
    /// Its entries.
    pub(crate) entries: Vec<Entry>,
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// The key.
    pub(crate) key: String,
    /// The value.
    pub(crate) value: Node,
    /// Lines of comment above it, without `#`. A line that begins with `? ` is a question to the author.
    pub(crate) comments: Vec<String>,
}

impl Map {
    /// Adds an entry at the end.
    pub(crate) fn set(&mut self, key: impl Into<String>, value: impl Into<Node>) {
        self.entries.push(Entry { key: key.into(), value: value.into(), comments: Vec::new() });
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Map> for Node {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}

impl From<u32> for Node {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<bool> for Node {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<Vec<String>> for Node {
    fn from(texts: Vec<String>) -> Self {
        Self::List(texts.into_iter().map(Self::Text).collect())
    }
}

/// Writes the entries of a mapping, each from the beginning of a line. `path` is where the mapping stands.
fn block_map<'a>(map: &'a Map, path: &mut Vec<&'a str>, indent: usize, out: &mut String) {
    let mut before: Option<Room> = None;
    for entry in &map.entries {
        path.push(&entry.key);
        let start = out.len();
        for line in entry.comments.iter().flat_map(|comment| comment.split('\n')) {
            let comment = format!("# {}", scalar::comment(line));
            push_line(indent, comment.trim_end(), out);
        }
        let key = out.len();
        push_key(&entry.key, indent, out);
        block_value(&entry.value, path, indent, out);
        // Chapters, code tables and operations stand apart; the short entries at the top stand together.
        let room = if out[key..].trim_end().contains('\n') { Room::Lines } else { Room::Line };
        let apart = stands_apart(path) && (room == Room::Lines || before == Some(Room::Lines));
        if before.is_some() && apart {
            out.insert(start, '\n');
        }
        before = Some(room);
        path.pop();
    }
}

/// What an entry takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    Line,
    Lines,
}

/// Writes what comes behind a key, with the end of its last line.
fn block_value<'a>(value: &'a Node, path: &mut Vec<&'a str>, indent: usize, out: &mut String) {
    let column = width(out.rsplit('\n').next().unwrap_or_default());
    if let Node::Text(text) = value {
        out.push(' ');
        scalar::write_in_block(text, column + 1, indent + 2, WIDTH, out);
        out.push('\n');
        return;
    }
    if !is_long(value, path) {
        let line = flow(value);
        if column + 1 + width(&line) <= WIDTH || !has_parts(value) {
            out.push(' ');
            out.push_str(&line);
            out.push('\n');
            return;
        }
    }
    out.push('\n');
    match value {
        Node::Map(map) => block_map(map, path, indent + 2, out),
        Node::List(items) => {
            for item in items {
                block_item(item, path, indent + 2, out);
            }
        }
        _ => {}
    }
}

/// Writes an item of a list that stands below its key.
fn block_item<'a>(item: &'a Node, path: &mut Vec<&'a str>, indent: usize, out: &mut String) {
    let line = flow(item);
    let fits = indent + 2 + width(&line) <= WIDTH && !has_comments(item) && !has_long_key(item);
    match item {
        Node::Map(map) if !fits && !map.entries.is_empty() => {
            // The first entry shares the line of the dash, whose two columns are those of the indentation.
            let start = out.len();
            block_map(map, path, indent + 2, out);
            if out[start..].trim_start().starts_with('#') {
                out.insert_str(start, &format!("{:indent$}-\n", ""));
            } else {
                out.replace_range(start + indent..start + indent + 1, "-");
            }
        }
        Node::Text(text) => {
            push_indent(indent, out);
            out.push_str("- ");
            scalar::write_in_block(text, indent + 2, indent + 2, WIDTH, out);
            out.push('\n');
        }
        _ => push_line(indent, &format!("- {line}"), out),
    }
}

/// Whether a mapping is written below its key although it may be short: chapters and what holds fields.
fn is_long(value: &Node, path: &[&str]) -> bool {
    let Node::Map(map) = value else { return has_comments(value) || has_long_key(value) };
    if map.entries.is_empty() {
        return false;
    }
    let by_place = match path {
        [_] | ["codes" | "operations", _] | ["operations", _, "request" | "response"] => true,
        ["operations", _, "request" | "response", part, below @ ..] => match *part {
            "decision" | "identity" => below.is_empty(),
            // Names of fields and their keys take turns; `fields` among the keys holds fields.
            "fields" => below.len() % 2 == 0 && below.iter().skip(1).step_by(2).all(|key| *key == "fields"),
            _ => false,
        },
        _ => false,
    };
    by_place || has_comments(value) || has_long_key(value) || (is_field(path) && map.get("fields").is_some())
}

/// Whether a place is that of a field.
fn is_field(path: &[&str]) -> bool {
    match path {
        ["operations", _, "request" | "response", "fields", below @ ..] => {
            below.len() % 2 == 1 && below.iter().skip(1).step_by(2).all(|key| *key == "fields")
        }
        _ => false,
    }
}

/// Whether an empty line stands between an entry and its neighbours.
fn stands_apart(path: &[&str]) -> bool {
    matches!(path, [_] | ["codes" | "operations", _])
}

fn has_parts(value: &Node) -> bool {
    match value {
        Node::Map(map) => !map.entries.is_empty(),
        Node::List(items) => !items.is_empty(),
        _ => false,
    }
}

fn has_comments(value: &Node) -> bool {
    any_entry(value, &|entry| !entry.comments.is_empty())
}

fn has_long_key(value: &Node) -> bool {
    any_entry(value, &|entry| is_long_key(&entry.key))
}

fn is_long_key(key: &str) -> bool {
    // Escapes make a character longer, six columns at most.
    key.len() * 6 > IMPLICIT_KEY && scalar::text(key, Context::Flow).chars().count() > IMPLICIT_KEY
}

fn any_entry(value: &Node, is: &dyn Fn(&Entry) -> bool) -> bool {
    match value {
        Node::Map(map) => map.entries.iter().any(|entry| is(entry) || any_entry(&entry.value, is)),
        Node::List(items) => items.iter().any(|item| any_entry(item, is)),
        _ => false,
    }
}

fn write_flow(node: &Node, context: Context, out: &mut String) {
    match node {
        Node::Text(text) => out.push_str(&scalar::text(text, context)),
        Node::Number(number) => out.push_str(&number.to_string()),
        Node::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Node::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                write_flow(item, context, out);
            }
            out.push(']');
        }
        Node::Map(map) if map.entries.is_empty() => out.push_str("{}"),
        Node::Map(map) => {
            out.push_str("{ ");
            for (index, entry) in map.entries.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                out.push_str(&scalar::text(&entry.key, context));
                out.push_str(": ");
                write_flow(&entry.value, context, out);
            }
            out.push_str(" }");
        }
    }
}

/// Writes a key and its colon.
fn push_key(key: &str, indent: usize, out: &mut String) {
    push_indent(indent, out);
    if is_long_key(key) {
        out.push_str("? ");
        out.push_str(&scalar::text(key, Context::Flow));
        out.push('\n');
        push_indent(indent, out);
        out.push(':');
        return;
    }
    out.push_str(&scalar::text(key, Context::Key));
    out.push(':');
}

fn push_line(indent: usize, line: &str, out: &mut String) {
    push_indent(indent, out);
    out.push_str(line);
    out.push('\n');
}

fn push_indent(indent: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', indent));
}
