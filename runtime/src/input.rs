//! What a request hands to the engine, field by field.

use std::borrow::Cow;

use jiff::civil::{Date, Time};
use payspec_table::Field;
use rust_decimal::Decimal;

use crate::{ChinaTime, Fen, Secret, Text};

/// The fields of a request, or of an object inside one, by their index in the table.
///
/// Generated requests implement it with one `match`; [`DynamicRequest`](crate::DynamicRequest) looks its values
/// up by name. They are read again for each attempt, which may go on in another thread.
pub trait Fields: Sync {
    /// The value of the field at this index of the table's fields of this level.
    fn input(&self, index: usize) -> Input<'_>;

    /// The value of a field whose table entry is known too. The engine asks only this way.
    fn input_of(&self, index: usize, field: &Field) -> Input<'_> {
        let _ = field;
        self.input(index)
    }

    /// Names that were given although the table has no field for them, or fills it itself.
    fn strangers(&self, fields: &[Field]) -> Vec<&str> {
        let _ = fields;
        Vec::new()
    }
}

/// The value of one field of a request.
#[derive(Clone)]
#[non_exhaustive]
pub enum Input<'a> {
    /// Not given.
    Absent,
    /// The text as it goes on the wire. Empty means not given.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Decimal(Decimal),
    /// An amount; the table says whether the wire counts fen or yuan.
    Fen(Fen),
    /// `true` or `false`.
    Boolean(bool),
    /// A date.
    Date(Date),
    /// A time of day.
    Time(Time),
    /// A moment; the wire shows it at +08:00 or counts its milliseconds.
    Instant(ChinaTime),
    /// An object.
    Object(&'a dyn Fields),
    /// A list of objects.
    Objects(Vec<&'a dyn Fields>),
    /// A list of texts, joined on the wire.
    Texts(Vec<&'a str>),
}

impl<'a> Input<'a> {
    /// The input that a field of a generated request is.
    #[must_use]
    pub fn of<T: ToInput + ?Sized>(value: &'a T) -> Self {
        value.to_input()
    }
}

/// What can be a field of a request.
///
/// Implemented for the types below, for `Option` of each, for everything that implements [`Fields`], and by
/// [`code!`](crate::code) for code enums.
pub trait ToInput {
    /// The value as the engine takes it.
    fn to_input(&self) -> Input<'_>;
}

impl ToInput for str {
    fn to_input(&self) -> Input<'_> {
        Input::Text(Cow::Borrowed(self))
    }
}

impl ToInput for String {
    fn to_input(&self) -> Input<'_> {
        self.as_str().to_input()
    }
}

impl ToInput for Text {
    fn to_input(&self) -> Input<'_> {
        self.as_ref().to_input()
    }
}

impl ToInput for Secret {
    fn to_input(&self) -> Input<'_> {
        self.expose().to_input()
    }
}

/// `ToInput` for types that are copied into their variant.
macro_rules! copied {
    ($($type:ty => $variant:ident),+ $(,)?) => {$(
        impl ToInput for $type {
            fn to_input(&self) -> Input<'_> {
                Input::$variant(*self)
            }
        }
    )+};
}

copied! {
    i64 => Integer,
    Decimal => Decimal,
    Fen => Fen,
    bool => Boolean,
    Date => Date,
    Time => Time,
    ChinaTime => Instant,
}

impl ToInput for Vec<String> {
    fn to_input(&self) -> Input<'_> {
        if self.is_empty() { Input::Absent } else { Input::Texts(self.iter().map(String::as_str).collect()) }
    }
}

impl<T: Fields> ToInput for T {
    fn to_input(&self) -> Input<'_> {
        Input::Object(self)
    }
}

impl<T: Fields> ToInput for Vec<T> {
    fn to_input(&self) -> Input<'_> {
        if self.is_empty() {
            Input::Absent
        } else {
            Input::Objects(self.iter().map(|element| element as &dyn Fields).collect())
        }
    }
}

impl<T: ToInput> ToInput for Option<T> {
    fn to_input(&self) -> Input<'_> {
        self.as_ref().map_or(Input::Absent, ToInput::to_input)
    }
}
