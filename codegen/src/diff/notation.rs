//! Facts as a specification writes them, in code spans.

use payspec_table as table;

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

impl Notation for table::Length {
    fn notation(&self) -> Option<String> {
        let unit = match self.unit {
            table::LengthUnit::Characters => "characters",
            table::LengthUnit::Bytes => "bytes",
        };
        Some(format!("{} {unit}", self.max))
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

impl Notation for table::Presence {
    fn notation(&self) -> Option<String> {
        Some(code(match self {
            Self::Required => "required",
            Self::Optional => "optional",
            Self::Conditional => "conditional",
        }))
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

impl Notation for table::List<table::Condition> {
    fn notation(&self) -> Option<String> {
        let values = |values: &table::Names| match (values.len(), values.get(0)) {
            (1, Some(only)) => word(only),
            _ => list(values.iter()),
        };
        let conditions = self.iter().map(|condition| {
            let path = condition.path.dotted();
            match &condition.test {
                table::Test::Is(allowed) => format!("{path}: {}", values(allowed)),
                table::Test::IsNot(refused) => format!("{path}: {{ not: {} }}", values(refused)),
                table::Test::Present => format!("{path}: {{ present: true }}"),
                table::Test::Absent => format!("{path}: {{ present: false }}"),
            }
        });
        (!self.is_empty()).then(|| code(&format!("{{ {} }}", conditions.collect::<Vec<_>>().join(", "))))
    }
}

impl Notation for table::Source {
    fn notation(&self) -> Option<String> {
        Some(match self {
            Self::Caller => "given by the caller".to_owned(),
            Self::Constant(text) => code(&format!("constant: {}", word(text))),
            Self::Credential(name) => code(&format!("from: credentials.{name}")),
            Self::Nonce(length) => format!("{} of {length} characters", code("generate: nonce")),
            Self::Clock => code("generate: clock"),
            Self::Signature => code("signature: true"),
        })
    }
}

impl Notation for table::Written {
    fn notation(&self) -> Option<String> {
        Some(code(match self {
            Self::Quoted => "quoted",
            Self::Bare => "bare",
            Self::JsonText => "json_text",
        }))
    }
}

/// A kind without the fields inside it.
#[derive(Clone, PartialEq)]
pub(super) struct Shape(table::Kind);

impl Shape {
    pub(super) fn of(kind: &table::Kind) -> Self {
        Self(match kind {
            table::Kind::Object(_) => table::Kind::Object(Vec::new().into()),
            table::Kind::List(table::Item::Object { fields: _, element }) => {
                let element = element.clone();
                table::Kind::List(table::Item::Object { fields: Vec::new().into(), element })
            }
            other => other.clone(),
        })
    }
}

impl Notation for Shape {
    fn notation(&self) -> Option<String> {
        let kind = self.0.name();
        let formats = |names: &table::Names| list(names.iter());
        Some(code(&match &self.0 {
            table::Kind::Money(table::MoneyUnit::Fen) => format!("{kind}, unit: fen"),
            table::Kind::Money(table::MoneyUnit::Yuan) => format!("{kind}, unit: yuan"),
            table::Kind::Date(names) | table::Kind::Time(names) => {
                format!("{kind}, format: {}", formats(names))
            }
            table::Kind::DateTime { formats: names, year_from: None } => {
                format!("{kind}, format: {}", formats(names))
            }
            table::Kind::DateTime { formats: names, year_from: Some(path) } => {
                format!("{kind}, format: {}, year_from: {}", formats(names), path.dotted())
            }
            table::Kind::Code(table) => format!("{kind}, table: {table}"),
            table::Kind::List(table::Item::Joined { joint }) => format!("{kind}, joint: {}", quoted(joint)),
            table::Kind::List(table::Item::Object { element: Some(element), .. }) => {
                format!("{kind}, element: {element}")
            }
            _ => kind.to_owned(),
        }))
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

/// A template as it is written.
pub(super) fn template(parts: &table::Template) -> String {
    parts
        .iter()
        .map(|part| match part {
            table::Part::Literal(text) => text.replace('{', "{{").replace('}', "}}"),
            table::Part::Name => "{name}".to_owned(),
            table::Part::Value => "{value}".to_owned(),
            table::Part::Key => "{key}".to_owned(),
            table::Part::Credential(name) => format!("{{credentials.{name}}}"),
            table::Part::Signature => "{signature}".to_owned(),
        })
        .collect()
}

impl Notation for table::Template {
    fn notation(&self) -> Option<String> {
        (!self.is_empty()).then(|| code(&quoted(&template(self))))
    }
}

impl Notation for table::Over {
    fn notation(&self) -> Option<String> {
        Some(code(&match self {
            Self::Message => "message".to_owned(),
            Self::Body => "body".to_owned(),
            Self::Member(path) => format!("{{ member: {} }}", path.dotted()),
        }))
    }
}

impl Notation for table::Skip {
    fn notation(&self) -> Option<String> {
        Some(code(match *self {
            Self::NOTHING => "nothing",
            Self::NULL => "absent",
            Self::EMPTY => "empty",
            _ => "blank",
        }))
    }
}

impl Notation for table::Nested {
    fn notation(&self) -> Option<String> {
        Some(code(match self {
            Self::Refuse => "refuse",
            Self::JsonText => "json_text",
        }))
    }
}

impl Notation for table::Order {
    fn notation(&self) -> Option<String> {
        Some(code(&match self {
            Self::Name => "name".to_owned(),
            Self::NameIgnoringCase => "name_ignoring_case".to_owned(),
            Self::Piece => "piece".to_owned(),
            Self::PieceIgnoringCase => "piece_ignoring_case".to_owned(),
            Self::Fixed(names) => list(names.iter()),
        }))
    }
}

impl Notation for table::Algorithm {
    fn notation(&self) -> Option<String> {
        Some(code(self.name()))
    }
}

impl Notation for table::DigestEncoding {
    fn notation(&self) -> Option<String> {
        Some(code(match self {
            Self::HexUpper => "hex_upper",
            Self::HexLower => "hex_lower",
            Self::Base64 => "base64",
        }))
    }
}

impl Notation for table::Placement {
    fn notation(&self) -> Option<String> {
        Some(match self {
            Self::Field(path) => format!("the field {}", code(&path.dotted())),
            Self::Header { name, value } => {
                format!("the header {}", code(&format!("{name}: {}", template(value))))
            }
        })
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

impl Notation for model::Provenance {
    fn notation(&self) -> Option<String> {
        let basis = code(self.basis.word());
        Some(match &self.because {
            Some(because) => format!("{basis} ({})", crate::emit::doc::prose(because)),
            None => basis,
        })
    }
}
