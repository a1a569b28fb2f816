//! How generated replies read their fields.

use std::borrow::Cow;

use jiff::civil::{Date, Time};
use payspec_table::{Field, Item, Kind};
use rust_decimal::Decimal;

use crate::places::{self, Scope};
use crate::{ChinaTime, Error, Fen, Node, Text, reading};

/// Reads the fields of a verified message, or of an object inside one, by their index in the table.
///
/// What a reply promises and does not hold is a [`Deviation`](crate::Deviation), recorded before anything is decoded:
/// reading an optional field never fails.
#[derive(Debug, Clone, Copy)]
pub struct Decoder<'a> {
    scope: Scope<'a>,
    here: Node<'a>,
    fields: &'a [Field],
    parent: Option<Parent<'a>>,
}

/// The object or list around a decoder, for error messages.
#[derive(Debug, Clone, Copy)]
struct Parent<'a> {
    decoder: &'a Decoder<'a>,
    field: &'a Field,
}

/// A generated object inside a reply.
pub trait Decode: Sized {
    /// Reads it from its own fields.
    ///
    /// # Errors
    /// [`Error::Incomplete`] or [`Error::Unreadable`] for a field that the type cannot do without.
    fn decode(fields: &Decoder<'_>) -> Result<Self, Error>;
}

/// What can be a field of a reply.
pub trait FromField: Sized {
    /// Reads it; `None` if the text is none of its kind.
    fn from_field(value: &Value<'_>) -> Option<Self>;
}

impl<'a> Decoder<'a> {
    /// The decoder of a message's top level.
    pub(crate) fn top(root: Node<'a>, fields: &'a [Field]) -> Self {
        Self { scope: Scope { root, elements: &[], fields }, here: root, fields, parent: None }
    }

    /// Reads a field that the type cannot do without.
    ///
    /// # Errors
    /// [`Error::Incomplete`] if it is missing or null, [`Error::Unreadable`] if its text is none of its kind.
    pub fn required<T: FromField>(&self, index: usize) -> Result<T, Error> {
        let Some(value) = self.value(index) else {
            return Err(Error::Incomplete { field: self.name(index) });
        };
        match T::from_field(&value) {
            Some(read) => Ok(read),
            None if value.is_blank() => Err(Error::Incomplete { field: self.name(index) }),
            None => Err(Error::Unreadable {
                field: self.name(index),
                expected: reading::article(&value.field.kind),
            }),
        }
    }

    /// Reads a field. Missing, null, a text that is none of its kind and, except for texts, an empty one are `None`.
    pub fn optional<T: FromField>(&self, index: usize) -> Option<T> {
        let value = self.value(index)?;
        if value.is_blank() && !matches!(value.field.kind, Kind::Text) {
            return None;
        }
        T::from_field(&value)
    }

    /// Reads an object; `None` if it is missing, null or no object.
    ///
    /// # Errors
    /// Those of the object's own fields.
    pub fn object<T: Decode>(&self, index: usize) -> Result<Option<T>, Error> {
        let Some(value) = self.value(index) else { return Ok(None) };
        if value.node.kind() != crate::NodeKind::Object {
            return Ok(None);
        }
        T::decode(&self.inside(&value, self.scope.elements, value.node)).map(Some)
    }

    /// Reads an object that the type cannot do without.
    ///
    /// # Errors
    /// [`Error::Incomplete`] if it is missing, null or no object, and those of the object's own fields.
    pub fn required_object<T: Decode>(&self, index: usize) -> Result<T, Error> {
        self.object(index)?.ok_or_else(|| Error::Incomplete { field: self.name(index) })
    }

    /// Reads a list of objects; without elements if it is missing, null or no list.
    ///
    /// # Errors
    /// Those of the objects' own fields.
    pub fn objects<T: Decode>(&self, index: usize) -> Result<Vec<T>, Error> {
        let Some(value) = self.value(index) else { return Ok(Vec::new()) };
        if value.node.kind() != crate::NodeKind::List {
            return Ok(Vec::new());
        }
        let mut elements = self.scope.elements.to_vec();
        let mut objects = Vec::new();
        for element in value.node.members() {
            elements.push(element);
            objects.push(T::decode(&self.inside(&value, &elements, element))?);
            elements.pop();
        }
        Ok(objects)
    }

    fn inside<'b>(&'b self, value: &Value<'b>, elements: &'b [Node<'b>], here: Node<'b>) -> Decoder<'b> {
        Decoder {
            scope: Scope { elements, ..self.scope },
            here,
            fields: places::inside(&value.field.kind),
            parent: Some(Parent { decoder: self, field: value.field }),
        }
    }

    fn value(&self, index: usize) -> Option<Value<'a>> {
        let field = self.fields.get(index)?;
        let node = self.here.member(&field.name).filter(|node| !node.is_null())?;
        Some(Value { node, field, scope: self.scope })
    }

    fn name(&self, index: usize) -> String {
        let name = self.fields.get(index).map_or("?", |field| &field.name);
        match self.parent {
            None => name.to_owned(),
            Some(parent) => parent.decoder.path_of(parent.field) + "." + name,
        }
    }

    fn path_of(&self, field: &Field) -> String {
        match self.parent {
            None => field.name.to_string(),
            Some(parent) => parent.decoder.path_of(parent.field) + "." + &field.name,
        }
    }
}

/// A field of a reply: what came, and what the table says about it.
#[derive(Debug, Clone, Copy)]
pub struct Value<'a> {
    node: Node<'a>,
    field: &'a Field,
    scope: Scope<'a>,
}

impl<'a> Value<'a> {
    /// The text of a text, a number or a boolean.
    #[must_use]
    pub fn text(&self) -> Option<Text> {
        self.node.shared()
    }

    /// The table's entry.
    #[must_use]
    pub fn field(&self) -> &'a Field {
        self.field
    }

    fn str(&self) -> Option<&'a str> {
        self.node.text()
    }

    fn is_blank(&self) -> bool {
        self.str() == Some("")
    }
}

impl FromField for Text {
    fn from_field(value: &Value<'_>) -> Option<Self> {
        value.text()
    }
}

impl FromField for String {
    fn from_field(value: &Value<'_>) -> Option<Self> {
        value.str().map(str::to_owned)
    }
}

/// A secret is copied out of the message, so that it is zeroed when dropped.
impl FromField for crate::Secret {
    fn from_field(value: &Value<'_>) -> Option<Self> {
        value.str().map(Self::from)
    }
}

impl FromField for i64 {
    fn from_field(value: &Value<'_>) -> Option<Self> {
        reading::integer(value.str()?)
    }
}

impl FromField for Decimal {
    fn from_field(value: &Value<'_>) -> Option<Self> {
        reading::decimal(value.str()?)
    }
}

impl FromField for bool {
    fn from_field(value: &Value<'_>) -> Option<Self> {
        reading::boolean(value.str()?)
    }
}

impl FromField for Fen {
    fn from_field(value: &Value<'_>) -> Option<Self> {
        match value.field.kind {
            Kind::Money(unit) => reading::fen(value.str()?, unit),
            _ => None,
        }
    }
}

impl FromField for Date {
    fn from_field(value: &Value<'_>) -> Option<Self> {
        match &value.field.kind {
            Kind::Date(formats) => reading::date(value.str()?, formats),
            _ => None,
        }
    }
}

impl FromField for Time {
    fn from_field(value: &Value<'_>) -> Option<Self> {
        match &value.field.kind {
            Kind::Time(formats) => reading::time(value.str()?, formats),
            _ => None,
        }
    }
}

impl FromField for ChinaTime {
    fn from_field(value: &Value<'_>) -> Option<Self> {
        value.scope.instant(value.field, value.str()?)
    }
}

/// Texts in one text; an empty text holds none.
impl FromField for Vec<Text> {
    fn from_field(value: &Value<'_>) -> Option<Self> {
        let Kind::List(Item::Joined { joint }) = &value.field.kind else { return None };
        Some(reading::joined(value.str()?, joint).map(Text::from).collect())
    }
}

impl FromField for Vec<String> {
    fn from_field(value: &Value<'_>) -> Option<Self> {
        Vec::<Text>::from_field(value).map(|texts| texts.into_iter().map(String::from).collect())
    }
}

impl FromField for Cow<'static, str> {
    fn from_field(value: &Value<'_>) -> Option<Self> {
        String::from_field(value).map(Cow::Owned)
    }
}
