//! The published messages, read from `fixtures/published.json` without losing how they are written.

use std::collections::HashMap;

use payspec_tests::naive::{Message, Value};
use serde_json::value::RawValue;

/// A message that a provider published.
#[derive(Debug)]
pub(crate) struct Published {
    /// The message as JSON, byte for byte as in the fixture.
    pub(crate) body: String,
    /// The MD5 key that was published with it; empty where it is signed with RSA.
    pub(crate) key: String,
    /// The public key that was published with it, the base64 of a SubjectPublicKeyInfo.
    pub(crate) public_key: Option<String>,
    /// The string to sign, where the provider prints it.
    pub(crate) string_to_sign: Option<String>,
    /// The signature that the provider prints, where it is wrong.
    pub(crate) printed_signature: Option<String>,
}

/// The message of this name.
pub(crate) fn published(id: &str) -> Published {
    let fixture = raw_members(include_str!("../../fixtures/published.json"));
    let messages = raw_members(fixture["messages"].get());
    let message = raw_members(messages[id].get());
    let text = |name: &str| {
        message
            .get(name)
            .map(|text| serde_json::from_str::<String>(text.get()).expect("published.json has a text"))
    };
    assert!(message.contains_key("origin"), "{id} does not say who published it");
    Published {
        body: message["message"].get().to_owned(),
        key: text("key").unwrap_or_default(),
        public_key: text("public_key"),
        string_to_sign: text("string_to_sign"),
        printed_signature: text("printed_signature"),
    }
}

fn raw_members(json: &str) -> HashMap<String, Box<RawValue>> {
    serde_json::from_str(json).expect("published.json has an object")
}

impl Published {
    /// The members of the whole message.
    pub(crate) fn members(&self) -> Message {
        members(&self.body)
    }

    /// The members that are signed: those of `data`, where there is one.
    pub(crate) fn signed_members(&self) -> Message {
        match self.members().into_iter().find(|(name, _)| name == "data") {
            Some((_, Value::Json(data))) => members(&data),
            _ => self.members(),
        }
    }

    /// The published signature.
    pub(crate) fn signature(&self) -> String {
        let of = |wanted: &str| self.members().into_iter().find(|(name, _)| name == wanted);
        let (_, value) = of("signature").or_else(|| of("sign")).expect("a published message is signed");
        value.text().expect("the signature is a text")
    }

    /// Pieces of the message and what to write instead: in each signed value one bit of each ASCII character, and
    /// more of each value that is not one character long.
    pub(crate) fn changed_values(&self) -> Vec<(String, String)> {
        let mut changes = Vec::new();
        for (name, value) in self.signed_members() {
            let (Some(text), false) = (value.text(), name.starts_with("sign") && name != "signType") else {
                continue;
            };
            let quote = if matches!(value, Value::Text(_)) { "\"" } else { "" };
            let piece = |text: &str| format!("\"{name}\": {quote}{}{quote}", text.replace('"', "\\\""));
            changes.push((piece(&text), piece(&format!("{text}0"))));
            for (place, letter) in text.char_indices().filter(|(_, letter)| letter.is_ascii_alphanumeric()) {
                let mut other = text.clone();
                other.replace_range(place..=place, &flipped(letter).to_string());
                // A bare number does not start with a zero.
                if quote == "\"" || !other.starts_with('0') {
                    changes.push((piece(&text), piece(&other)));
                }
            }
        }
        changes
    }
}

/// The character with one bit turned over.
fn flipped(letter: char) -> char {
    char::from(u8::try_from(letter).expect("an ASCII character") ^ 1)
}

/// The members of a JSON object in the order in which they stand.
fn members(json: &str) -> Message {
    let received = payspec::json::read(json.as_bytes()).expect("it is JSON");
    received.root().members().map(|member| (member.name().to_owned(), value(member))).collect()
}

fn value(node: payspec::Node<'_>) -> Value {
    let text = node.text().unwrap_or_default().to_owned();
    match node.kind() {
        payspec::NodeKind::Null => Value::Null,
        payspec::NodeKind::Number => Value::Number(text),
        payspec::NodeKind::Boolean => Value::Boolean(text == "true"),
        payspec::NodeKind::Text => Value::Text(text),
        payspec::NodeKind::Object | payspec::NodeKind::List => {
            Value::Json(node.json_text().unwrap_or_default().to_owned())
        }
    }
}
