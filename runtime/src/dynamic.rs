//! Requests without generated types.

use std::borrow::Cow;

use payspec_table::{Field, Source};

use crate::{Fields, Input, Money};

/// A request as a map from wire names to values, usable with any table.
///
/// Texts are wire texts: an amount is written in the unit of its field, a date in its format. They are checked
/// against the table like those of a typed request; a name that the table does not list is a violation.
#[derive(Clone, Default)]
pub struct DynamicRequest {
    values: Vec<(Cow<'static, str>, DynamicValue)>,
    expected: Option<Money>,
}

/// A value of a [`DynamicRequest`].
#[derive(Clone)]
#[non_exhaustive]
pub enum DynamicValue {
    /// The text as it goes on the wire.
    Text(String),
    /// Texts that the wire joins.
    Texts(Vec<String>),
    /// An object.
    Object(DynamicRequest),
    /// A list of objects.
    Objects(Vec<DynamicRequest>),
}

impl DynamicRequest {
    /// A request without values.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives a field its value; a second value replaces the first.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<DynamicValue>) -> Self {
        self.set(name, value);
        self
    }

    /// Sets the amount that the order must have; a reply with another one is
    /// [`Error::Mismatch`](crate::Error::Mismatch).
    #[must_use]
    pub fn expect_amount(mut self, amount: Money) -> Self {
        self.expected = Some(amount);
        self
    }

    /// The amount that the order must have.
    #[must_use]
    pub fn expected_amount(&self) -> Option<Money> {
        self.expected
    }

    /// Gives a field its value; a second value replaces the first.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<DynamicValue>) {
        let (name, value) = (name.into(), value.into());
        match self.values.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.values.push((name, value)),
        }
    }
}

/// Names only: values may be secret.
impl std::fmt::Debug for DynamicRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.values.iter().map(|(name, _)| name)).finish()
    }
}

impl From<&str> for DynamicValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for DynamicValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<String>> for DynamicValue {
    fn from(texts: Vec<String>) -> Self {
        Self::Texts(texts)
    }
}

impl From<DynamicRequest> for DynamicValue {
    fn from(object: DynamicRequest) -> Self {
        Self::Object(object)
    }
}

impl From<Vec<DynamicRequest>> for DynamicValue {
    fn from(objects: Vec<DynamicRequest>) -> Self {
        Self::Objects(objects)
    }
}

impl Fields for DynamicRequest {
    fn input(&self, _: usize) -> Input<'_> {
        Input::Absent
    }

    fn input_of(&self, _: usize, field: &Field) -> Input<'_> {
        match self.values.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value) {
            None => Input::Absent,
            Some(DynamicValue::Text(text)) => Input::Text(Cow::Borrowed(text)),
            Some(DynamicValue::Texts(texts)) => Input::Texts(texts.iter().map(String::as_str).collect()),
            Some(DynamicValue::Object(object)) => Input::Object(object),
            Some(DynamicValue::Objects(objects)) => {
                Input::Objects(objects.iter().map(|element| element as &dyn Fields).collect())
            }
        }
    }

    fn strangers(&self, fields: &[Field]) -> Vec<&str> {
        let given_by_caller =
            |name: &str| fields.iter().any(|field| field.name == name && field.source == Source::Caller);
        self.values.iter().map(|(name, _)| &**name).filter(|name| !given_by_caller(name)).collect()
    }
}
