//! What is said of a field.

use payspec_table as table;

use super::{Notation, list, quoted, word};
use crate::emit::doc::code;

/// A kind without the fields inside it.
#[derive(Clone, PartialEq)]
pub(in crate::diff) struct Shape(table::Kind);

impl Shape {
    pub(in crate::diff) fn of(kind: &table::Kind) -> Self {
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

impl Notation for table::Length {
    fn notation(&self) -> Option<String> {
        let unit = match self.unit {
            table::LengthUnit::Characters => "characters",
            table::LengthUnit::Bytes => "bytes",
        };
        Some(format!("{} {unit}", self.max))
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
