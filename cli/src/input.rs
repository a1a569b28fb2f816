//! Messages out of files: the fields to sign, and messages as they were received.

use std::path::Path;

use payspec_runtime::table::{Encoding, Field, Over, Placement, Signing};
use payspec_runtime::{Malformed, Message, NodeKind, json, wire};

use crate::failure::Failure;
use crate::files;

/// A message, and the text of its body for rules over the body.
pub(crate) struct Input {
    pub(crate) message: Message,
    pub(crate) body: String,
}

/// What is to be signed: a JSON object of fields, or for a rule over the body the body itself.
pub(crate) fn to_sign(
    path: &Path,
    rule: &Signing,
    encodings: &[Encoding],
    fields: &[Field],
) -> Result<Input, Failure> {
    let bytes = files::message(path)?;
    if rule.over == Over::Body {
        let body = String::from_utf8(bytes).map_err(|_| Failure::file(path, "not UTF-8"))?;
        // The message only serves to find credentials that it carries.
        let message =
            read(body.as_bytes(), encodings, fields).unwrap_or_else(|_| Message::builder().finish());
        return Ok(Input { message, body });
    }
    let message = json::read(&bytes).map_err(|error| Failure::file(path, error.to_string()))?;
    Ok(Input { message: in_its_member(message, rule), body: String::new() })
}

/// Puts fields that are given without the member that the rule signs into that member.
///
/// The signature itself then does not take part, although it stands among them.
fn in_its_member(message: Message, rule: &Signing) -> Message {
    let Over::Member(path) = &rule.over else { return message };
    if message.root().at(path.iter()).is_some_and(|node| node.kind() == NodeKind::Object) {
        return message;
    }
    let signature = match &rule.placement {
        Placement::Field(place) => place.iter().next_back(),
        Placement::Header { .. } => None,
    };
    let mut builder = Message::builder();
    for segment in path.iter() {
        builder.open_object(segment);
    }
    for field in message.root().members().filter(|field| Some(field.name()) != signature) {
        builder.copy(field.name(), field);
    }
    for _ in path.iter() {
        builder.close();
    }
    if let Some((name, node)) = signature.and_then(|name| Some((name, message.root().member(name)?))) {
        builder.copy(name, node);
    }
    builder.finish()
}

/// A message as it was received, in one of the encodings that it may have.
pub(crate) fn received(body: &[u8], encodings: &[Encoding], fields: &[Field]) -> Result<Input, Malformed> {
    let message = read(body, encodings, fields)?;
    let body = String::from_utf8(body.to_vec()).map_err(|_| Malformed::NotUtf8)?;
    Ok(Input { message, body })
}

fn read(body: &[u8], encodings: &[Encoding], fields: &[Field]) -> Result<Message, Malformed> {
    let encoding = encoding(body, encodings);
    let body = match encoding {
        Encoding::Form | Encoding::Query => without_line_break(body),
        Encoding::Json | Encoding::Xml { .. } => body,
    };
    wire::read(encoding, body, fields)
}

/// The encoding that a body begins like, if it may have it, otherwise the usual one.
fn encoding<'e>(body: &[u8], encodings: &'e [Encoding]) -> &'e Encoding {
    const JSON: Encoding = Encoding::Json;
    let first = body.iter().find(|byte| !byte.is_ascii_whitespace());
    let looks_like = |encoding: &&Encoding| match first {
        Some(b'{') => **encoding == Encoding::Json,
        Some(b'<') => matches!(encoding, Encoding::Xml { .. }),
        _ => matches!(encoding, Encoding::Form | Encoding::Query),
    };
    encodings.iter().find(looks_like).or(encodings.first()).unwrap_or(&JSON)
}

/// A form cannot contain a line break; editors append one.
fn without_line_break(body: &[u8]) -> &[u8] {
    let body = body.strip_suffix(b"\n").unwrap_or(body);
    body.strip_suffix(b"\r").unwrap_or(body)
}
