//! Messages as bytes, written by hand: the runtime's readers are not tested with the runtime's writers.

use std::fmt::Write as _;

use crate::naive::{Message, Value};

/// A JSON object without white space.
#[must_use]
pub fn json(message: &Message) -> String {
    let mut members = Vec::new();
    for (name, value) in message {
        let value = match value {
            Value::Null => "null".to_owned(),
            Value::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
            Value::Number(text) | Value::Json(text) => text.clone(),
            Value::Boolean(truth) => truth.to_string(),
        };
        members.push(format!("{}:{value}", serde_json::Value::from(name.as_str())));
    }
    format!("{{{}}}", members.join(","))
}

/// `application/x-www-form-urlencoded`; null is an empty text.
#[must_use]
pub fn form(message: &Message) -> String {
    let pieces = message
        .iter()
        .map(|(name, value)| format!("{}={}", percent(name), percent(&value.text().unwrap_or_default())));
    pieces.collect::<Vec<_>>().join("&")
}

fn percent(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// How XML shows a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Characters {
    /// In a CDATA section.
    Cdata,
    /// With references.
    Escaped,
}

/// An XML document; null is an empty text.
#[must_use]
pub fn xml(message: &Message, root: &str, characters: Characters) -> String {
    let mut out = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root}>\n");
    for (name, value) in message {
        let text = value.text().unwrap_or_default();
        let text = match characters {
            Characters::Cdata => format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>")),
            Characters::Escaped => text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&#x3E;"),
        };
        let _ = writeln!(out, "  <{name}>{text}</{name}>");
    }
    out + &format!("</{root}>")
}
