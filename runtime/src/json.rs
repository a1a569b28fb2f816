//! JSON, with every number in the text in which it stands.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::message::{NodeData, Span, repeated_name, shown};
use crate::{Appearance, Format, MAX_DEPTH, Malformed, Message, Node, NodeKind};

/// Reads a JSON object.
///
/// Numbers keep their text (`5230.00`, `1E3`, twenty digits), strings lose their escapes, and an object or a list
/// knows its own text ([`Node::json_text`]). The time and the memory that it takes grow with the length of the body.
///
/// # Errors
/// When the body is not UTF-8, a bare text, XML or a page for people, not well-formed JSON, no object, followed by anything but white space, nested deeper than
/// [`MAX_DEPTH`], or when an object has two members of the same name, however they are written.
pub fn read(body: &[u8]) -> Result<Message, Malformed> {
    let text = std::str::from_utf8(body).map_err(|_| Malformed::NotUtf8)?;
    let json = well_formed(text).map_err(|error| match (Appearance::of(text), error) {
        (Appearance::Json, error) | (_, error @ Malformed::Empty) => error,
        (found, _) => Malformed::SomethingElse { expected: Format::Json, found },
    })?;
    if !json.starts_with('{') {
        return Err(Malformed::NotAnObject);
    }
    let mut cutter = Cutter::new(json);
    cutter.value(Span::NONE, 1)?;
    Ok(cutter.finish())
}

/// Reads any JSON value, such as an array that stands in a string: the message has one member, whose name is empty,
/// that holds it.
///
/// # Errors
/// Those of [`read`], except that it need not be an object.
pub fn read_fragment(text: &str) -> Result<Message, Malformed> {
    let mut cutter = Cutter::new(well_formed(text)?);
    cutter.nodes.push(NodeData { kind: NodeKind::Object, name: Span::NONE, value: Span::NONE, size: 1 });
    cutter.value(Span::NONE, 1)?;
    let size = cutter.nodes.len();
    if let Some(root) = cutter.nodes.first_mut() {
        root.size = size;
    }
    Ok(cutter.finish())
}

/// The one JSON value that a text consists of, without the white space around it.
///
/// What JSON is, is decided by `serde_json`; [`Cutter`] only cuts what has passed here.
fn well_formed(text: &str) -> Result<&str, Malformed> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let value = match values.next() {
        Some(Ok(value)) => value.get(),
        Some(Err(error)) => return Err(syntax(&error)),
        None => return Err(Malformed::Empty),
    };
    match text.get(values.byte_offset()..) {
        Some(rest) if rest.bytes().all(is_space) => Ok(value),
        _ => Err(Malformed::TrailingData),
    }
}

fn syntax(error: &serde_json::Error) -> Malformed {
    let text = error.to_string();
    // The words of serde_json end in the place, which has fields of its own here; they never quote the text.
    let what = text.split(" at line ").next().unwrap_or_default().to_owned();
    Malformed::Syntax {
        format: Format::Json,
        line: Some(error.line()),
        column: Some(error.column()),
        what: Cow::Owned(what),
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Cuts JSON that is known to be well-formed into nodes.
struct Cutter<'j> {
    json: &'j str,
    at: usize,
    /// The JSON itself, and after it the strings that are written with escapes.
    buffer: String,
    nodes: Vec<NodeData>,
}

impl<'j> Cutter<'j> {
    fn new(json: &'j str) -> Self {
        // Members of these messages take 20 to 40 bytes.
        Self { json, at: 0, buffer: json.to_owned(), nodes: Vec::with_capacity(json.len() / 24 + 2) }
    }

    fn finish(self) -> Message {
        Message::from_parts(self.buffer, self.nodes)
    }

    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.json.as_bytes();
        while let Some(byte) = bytes.get(self.at).copied() {
            if !is_space(byte) {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    fn value(&mut self, name: Span, depth: usize) -> Result<(), Malformed> {
        let Some(first) = self.peek() else { return Err(cut_off()) };
        let (kind, value) = match first {
            b'{' | b'[' => return self.container(first, name, depth),
            b'"' => (NodeKind::Text, self.string()?),
            b'n' => (NodeKind::Null, self.lexeme()),
            b't' | b'f' => (NodeKind::Boolean, self.lexeme()),
            _ => (NodeKind::Number, self.lexeme()),
        };
        self.nodes.push(NodeData { kind, name, value, size: 1 });
        Ok(())
    }

    fn container(&mut self, bracket: u8, name: Span, depth: usize) -> Result<(), Malformed> {
        if depth > MAX_DEPTH {
            return Err(Malformed::TooDeep);
        }
        let is_object = bracket == b'{';
        let kind = if is_object { NodeKind::Object } else { NodeKind::List };
        let (start, index) = (self.at, self.nodes.len());
        self.nodes.push(NodeData { kind, name, value: Span::NONE, size: 1 });
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'}' | b']') => break,
                Some(b',') => self.at += 1,
                Some(_) if is_object => {
                    let name = self.string()?;
                    // The colon.
                    self.peek();
                    self.at += 1;
                    self.value(name, depth + 1)?;
                }
                Some(_) => self.value(Span::NONE, depth + 1)?,
                None => return Err(cut_off()),
            }
        }
        self.at += 1;
        let size = self.nodes.len() - index;
        if let Some(node) = self.nodes.get_mut(index) {
            node.value = Span { start, end: self.at };
            node.size = size;
        }
        if is_object {
            let members = self.nodes.get(index + 1..).unwrap_or_default();
            if let Some(name) = repeated_name(&self.buffer, members) {
                return Err(Malformed::Duplicate { name: shown(name) });
            }
        }
        Ok(())
    }

    /// A number, a boolean or a null.
    fn lexeme(&mut self) -> Span {
        let start = self.at;
        let rest = self.json.as_bytes().get(start..).unwrap_or_default();
        let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']') || is_space(*byte);
        self.at += rest.iter().position(ends).unwrap_or(rest.len());
        Span { start, end: self.at }
    }

    /// A string, without its quotes and escapes.
    fn string(&mut self) -> Result<Span, Malformed> {
        let open = self.at;
        let bytes = self.json.as_bytes();
        let mut escaped = false;
        self.at += 1;
        loop {
            match bytes.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.at += 2;
                }
                Some(_) => self.at += 1,
                None => return Err(cut_off()),
            }
        }
        self.at += 1;
        if !escaped {
            return Ok(Span { start: open + 1, end: self.at - 1 });
        }
        let literal = self.json.get(open..self.at).unwrap_or_default();
        let text: String = serde_json::from_str(literal).map_err(|_| Malformed::Syntax {
            format: Format::Json,
            line: None,
            column: None,
            what: Cow::Borrowed("an escape stands for half a character"),
        })?;
        Ok(Span::push(&mut self.buffer, &text))
    }
}

/// Cannot happen to JSON that is well-formed.
fn cut_off() -> Malformed {
    Malformed::Syntax { format: Format::Json, line: None, column: None, what: Cow::Borrowed("it is cut off") }
}

/// Writes a node as JSON without white space: texts quoted, numbers and booleans bare, in the order of the message.
///
/// Characters beyond ASCII are written as they are, and `/` is not escaped.
pub fn write(node: Node<'_>, out: &mut String) {
    // A stack of its own: how deep a message of the caller's is nested is the caller's choice.
    let mut open = Vec::new();
    let mut next = Some(node);
    loop {
        while let Some(node) = next.take() {
            let Some(bracket) = brackets(node) else {
                leaf(node, out);
                break;
            };
            out.push(bracket.0);
            let mut members = node.members();
            next = members.next();
            open.push((node.kind(), bracket.1, members));
            if let Some(first) = next {
                name(node.kind(), first, out);
            }
        }
        loop {
            let Some((kind, bracket, members)) = open.last_mut() else { return };
            if let Some(member) = members.next() {
                out.push(',');
                name(*kind, member, out);
                next = Some(member);
                break;
            }
            out.push(*bracket);
            open.pop();
        }
    }
}

fn brackets(node: Node<'_>) -> Option<(char, char)> {
    match node.kind() {
        NodeKind::Object => Some(('{', '}')),
        NodeKind::List => Some(('[', ']')),
        _ => None,
    }
}

fn name(parent: NodeKind, member: Node<'_>, out: &mut String) {
    if parent == NodeKind::Object {
        string(member.name(), out);
        out.push(':');
    }
}

fn leaf(node: Node<'_>, out: &mut String) {
    match (node.kind(), node.text()) {
        (NodeKind::Text, Some(text)) => string(text, out),
        (_, Some(lexeme)) => out.push_str(lexeme),
        (_, None) => out.push_str("null"),
    }
}

fn string(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|letter: char| matches!(letter, '"' | '\\' | '\0'..='\x1f')) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let mut letters = special.chars();
        match letters.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(control) => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            None => {}
        }
        rest = letters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

#[cfg(test)]
mod tests;
