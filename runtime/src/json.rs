//! JSON, with every number in the text in which it stands.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::{Appearance, Format, Malformed, Message, Node, NodeKind};

mod cutter;

use cutter::Cutter;

/// Reads a JSON object.
///
/// Numbers keep their text (`5230.00`, `1E3`, twenty digits), strings lose their escapes, and an object or a list
/// knows its own text ([`Node::json_text`]). The time and the memory that it takes grow with the length of the body.
///
/// # Errors
/// When the body is not UTF-8, a bare text, XML or a page for people, not well-formed JSON, no object, followed by anything but white space, nested deeper than
/// [`MAX_DEPTH`](crate::MAX_DEPTH), or when an object has two members of the same name, however they are written.
pub fn read(body: &[u8]) -> Result<Message, Malformed> {
    let text = std::str::from_utf8(body).map_err(|_| Malformed::NotUtf8)?;
    let json = text.trim_matches(SPACE);
    let read = if json.starts_with('{') { Cutter::new(json).message() } else { Err(Malformed::NotAnObject) };
    read.or_else(|error| {
        well_formed(text).map_err(|error| match (Appearance::of(text), error) {
            (Appearance::Json, error) | (_, error @ Malformed::Empty) => error,
            (found, _) => Malformed::SomethingElse { expected: Format::Json, found },
        })?;
        Err(error)
    })
}

/// Reads any JSON value, such as an array that stands in a string: the message has one member, whose name is empty,
/// that holds it.
///
/// # Errors
/// Those of [`read`], except that it need not be an object.
pub fn read_fragment(text: &str) -> Result<Message, Malformed> {
    Cutter::new(text.trim_matches(SPACE)).fragment().or_else(|error| {
        well_formed(text)?;
        Err(error)
    })
}

/// What may stand between the pieces of JSON.
const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// Whether a text is one JSON value; what is wrong with one that is not, in the words of `serde_json`.
fn well_formed(text: &str) -> Result<(), Malformed> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    match values.next() {
        Some(Ok(_)) => {}
        Some(Err(error)) => return Err(syntax(&error)),
        None => return Err(Malformed::Empty),
    }
    let rest = text.get(values.byte_offset()..).unwrap_or_default();
    if rest.trim_matches(SPACE).is_empty() { Ok(()) } else { Err(Malformed::TrailingData) }
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
