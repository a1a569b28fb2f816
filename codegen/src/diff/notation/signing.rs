//! Rules of signing.

use payspec_table as table;

use super::{Notation, list, quoted};
use crate::emit::doc::code;

/// A template as it is written.
fn template(parts: &table::Template) -> String {
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
