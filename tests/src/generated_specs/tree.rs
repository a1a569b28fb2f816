//! A specification as a tree, and as the plainest YAML there is: JSON.

use std::fmt::{self, Write as _};

/// A specification, or a part of one.
#[derive(Clone, PartialEq)]
pub enum Tree {
    /// A text.
    Text(String),
    /// A whole number.
    Number(u64),
    /// A truth value.
    Bool(bool),
    /// A list.
    List(Vec<Tree>),
    /// A mapping, in its order.
    Map(Vec<(String, Tree)>),
}

impl Tree {
    /// A mapping without entries.
    #[must_use]
    pub const fn map() -> Self {
        Self::Map(Vec::new())
    }

    /// Adds an entry to a mapping.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<Self>) {
        if let Self::Map(entries) = self {
            entries.push((key.into(), value.into()));
        }
    }

    /// The value of a key of a mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text of it as YAML.
    #[must_use]
    pub fn yaml(&self) -> String {
        let mut out = String::new();
        self.write(0, &mut out);
        out.push('\n');
        out
    }

    fn write(&self, depth: usize, out: &mut String) {
        let (open, close, count) = match self {
            Self::Text(text) => return quote(text, out),
            Self::Number(number) => return out.push_str(&number.to_string()),
            Self::Bool(truth) => return out.push_str(if *truth { "true" } else { "false" }),
            Self::List(items) => ('[', ']', items.len()),
            Self::Map(entries) => ('{', '}', entries.len()),
        };
        out.push(open);
        let line = |depth: usize, out: &mut String| {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', depth));
        };
        for index in 0..count {
            out.push_str(if index == 0 { "" } else { "," });
            line(depth + 1, out);
            match self {
                Self::List(items) => items[index].write(depth + 1, out),
                Self::Map(entries) => {
                    quote(&entries[index].0, out);
                    out.push_str(": ");
                    entries[index].1.write(depth + 1, out);
                }
                _ => {}
            }
        }
        if count > 0 {
            line(depth, out);
        }
        out.push(close);
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            _ if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                let _ = write!(out, "\\u{:04x}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

/// What a failing test prints is the file.
impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.yaml())
    }
}

impl From<&str> for Tree {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Tree {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Tree {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<usize> for Tree {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<Vec<String>> for Tree {
    fn from(texts: Vec<String>) -> Self {
        Self::List(texts.into_iter().map(Self::Text).collect())
    }
}
