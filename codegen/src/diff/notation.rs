//! Facts as a specification writes them, in code spans.

mod field;
mod signing;

use payspec_table as table;

pub(super) use self::field::Shape;

use crate::emit::doc::code;
use crate::model;

/// How a fact is shown; `None` for one that is not there.
pub(super) trait Notation {
    fn notation(&self) -> Option<String>;
}

impl Notation for String {
    fn notation(&self) -> Option<String> {
        Some(code(self))
    }
}

impl Notation for table::Str {
    fn notation(&self) -> Option<String> {
        Some(code(self))
    }
}

impl<T: Notation> Notation for Option<T> {
    fn notation(&self) -> Option<String> {
        self.as_ref().and_then(T::notation)
    }
}

impl Notation for bool {
    fn notation(&self) -> Option<String> {
        Some(code(&self.to_string()))
    }
}

impl Notation for u32 {
    fn notation(&self) -> Option<String> {
        Some(self.to_string())
    }
}

/// Milliseconds.
impl Notation for u64 {
    fn notation(&self) -> Option<String> {
        Some(match self {
            milliseconds if milliseconds.is_multiple_of(1_000) => format!("{} s", milliseconds / 1_000),
            milliseconds => format!("{milliseconds} ms"),
        })
    }
}

/// A text that is quoted, with the characters that do not show written out.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.escape_debug())
}

/// A text that stands for itself where it is a plain word.
fn word(text: &str) -> String {
    let plain = !text.is_empty() && text.chars().all(|letter| letter.is_alphabetic() || letter == '_');
    if plain { text.to_owned() } else { quoted(text) }
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    format!("[{}]", names.map(word).collect::<Vec<_>>().join(", "))
}

impl Notation for table::Names {
    fn notation(&self) -> Option<String> {
        (!self.is_empty()).then(|| code(&list(self.iter())))
    }
}

/// A path to a field, with dots.
#[derive(PartialEq)]
pub(super) struct PathOf<'a>(pub(super) &'a table::Path);

impl Notation for PathOf<'_> {
    fn notation(&self) -> Option<String> {
        Some(code(&self.0.dotted()))
    }
}

/// A text in quotes; nothing where it is empty.
#[derive(PartialEq)]
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl Notation for Quoted<'_> {
    fn notation(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| code(&quoted(self.0)))
    }
}

impl Notation for table::OrderState {
    fn notation(&self) -> Option<String> {
        Some(code(self.name()))
    }
}

impl Notation for table::Advice {
    fn notation(&self) -> Option<String> {
        Some(code(match self {
            Self::AgainLater => "again_later",
            Self::Stop => "stop",
            Self::InProgress => "in_progress",
            _ => "another",
        }))
    }
}

impl Notation for table::List<(table::Reason, table::Str)> {
    fn notation(&self) -> Option<String> {
        let reasons = self.iter().map(|(reason, text)| {
            let reason = reason.name();
            if text.is_empty() { reason.to_owned() } else { format!("{reason}: {}", word(text)) }
        });
        (!self.is_empty()).then(|| code(&reasons.collect::<Vec<_>>().join(", ")))
    }
}

impl Notation for table::CredentialKind {
    fn notation(&self) -> Option<String> {
        Some(match self {
            Self::Text => code("text"),
            Self::Secret => format!("{} with {}", code("text"), code("secret: true")),
            Self::PrivateKey => code("private_key"),
            Self::PublicKey => code("public_key"),
        })
    }
}

impl Notation for table::Encoding {
    fn notation(&self) -> Option<String> {
        Some(code(&match self {
            Self::Json => "json".to_owned(),
            Self::Form => "form".to_owned(),
            Self::Query => "query".to_owned(),
            Self::Xml { root, cdata: false } => format!("xml, root: {root}"),
            Self::Xml { root, cdata: true } => format!("xml, root: {root}, cdata: true"),
        }))
    }
}

impl Notation for table::List<table::Encoding> {
    fn notation(&self) -> Option<String> {
        Some(self.iter().filter_map(Notation::notation).collect::<Vec<_>>().join(", "))
    }
}

impl Notation for table::Expected {
    fn notation(&self) -> Option<String> {
        Some(code(&match self {
            Self::Credential(name) => format!("credentials.{name}"),
            Self::Request(name) => format!("request.{name}"),
        }))
    }
}

impl Notation for table::Method {
    fn notation(&self) -> Option<String> {
        Some(code(match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }))
    }
}

impl Notation for table::Purpose {
    fn notation(&self) -> Option<String> {
        Some(code(match self {
            Self::OrderQuery => "order_query",
            Self::OrderQueryBatch => "order_query_batch",
            _ => "other",
        }))
    }
}

impl Notation for table::GroupRule {
    fn notation(&self) -> Option<String> {
        Some(code(match self {
            Self::AtLeastOne => "at_least_one",
            Self::ExactlyOne => "exactly_one",
        }))
    }
}

impl Notation for model::Basis {
    fn notation(&self) -> Option<String> {
        Some(code(self.word()))
    }
}
