//! Fields of messages.

use crate::collections::setters;
use crate::{Condition, List, Names, Path, Str};

/// One field of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name on the wire.
    pub name: Str,
    /// What the document calls it.
    pub title: Str,
    /// Whether it is there.
    pub presence: Presence,
    /// When a conditional field is there: all of these hold. Empty where the document does not tell.
    pub when: List<Condition>,
    /// The longest text that the document allows.
    pub max_length: Option<Length>,
    /// What its text means.
    pub kind: Kind,
    /// Where the value of a request's field comes from.
    pub source: Source,
    /// How JSON shows it.
    pub written: Written,
    /// Whether it is never shown.
    pub secret: bool,
    /// Whether it says something about a person.
    pub personal: bool,
    /// A value that the document shows.
    pub example: Option<Str>,
}

impl Field {
    /// An optional field.
    #[must_use]
    pub const fn new(name: &'static str, title: &'static str, kind: Kind) -> Self {
        let written = match kind {
            Kind::Integer | Kind::Decimal | Kind::Money(_) | Kind::Milliseconds | Kind::Boolean => {
                Written::Bare
            }
            _ => Written::Quoted,
        };
        Self {
            name: Str::Borrowed(name),
            title: Str::Borrowed(title),
            presence: Presence::Optional,
            when: List::Static(&[]),
            max_length: None,
            kind,
            source: Source::Caller,
            written,
            secret: false,
            personal: false,
            example: None,
        }
    }

    /// An optional field that holds any text.
    #[must_use]
    pub const fn text(name: &'static str, title: &'static str) -> Self {
        Self::new(name, title, Kind::Text)
    }

    setters! {
        /// Sets when a conditional field is there.
        when(conditions: &'static [Condition]) { presence = Presence::Conditional, when = List::Static(conditions) }
        /// Sets the longest text, in characters.
        max_length(max: u32) { max_length = Some(Length { max, unit: LengthUnit::Characters }) }
        /// Sets the longest text, in bytes of UTF-8.
        max_bytes(max: u32) { max_length = Some(Length { max, unit: LengthUnit::Bytes }) }
        /// Sets where the value comes from.
        source(source: Source) { source = source }
        /// Sets how JSON shows it.
        written(written: Written) { written = written }
        /// Sets a value that the document shows.
        example(example: &'static str) { example = Some(Str::Borrowed(example)) }
    }

    /// Makes it required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.presence = Presence::Required;
        self
    }

    /// Makes it optional, also where its conditions hold.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.presence = Presence::Optional;
        self
    }

    /// Makes it conditional, under conditions that the document does not tell.
    #[must_use]
    pub const fn conditional(mut self) -> Self {
        self.presence = Presence::Conditional;
        self
    }

    /// Makes it secret.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// Marks it as saying something about a person.
    #[must_use]
    pub const fn personal(mut self) -> Self {
        self.personal = true;
        self
    }
}

/// Whether a field is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Always.
    Required,
    /// Or not.
    Optional,
    /// When its conditions hold, or when the provider thinks fit.
    Conditional,
}

impl Presence {
    /// Its word in specifications.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Optional => "optional",
            Self::Conditional => "conditional",
        }
    }
}

/// The longest text of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Length {
    /// The number of units.
    pub max: u32,
    /// What is counted.
    pub unit: LengthUnit,
}

/// What a length counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LengthUnit {
    /// Unicode scalar values.
    Characters,
    /// Bytes of UTF-8.
    Bytes,
}

/// What a field's text means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A whole number that fits 64 bits.
    Integer,
    /// A decimal number.
    Decimal,
    /// An amount of money.
    Money(MoneyUnit),
    /// `true` or `false`.
    Boolean,
    /// A date in one of the formats; the first is written.
    Date(Names),
    /// A time of day in one of the formats; the first is written.
    Time(Names),
    /// A date and time at +08:00.
    DateTime {
        /// Its formats; the first is written.
        formats: Names,
        /// The field whose date gives the year, where the format has none.
        year_from: Option<Path>,
    },
    /// Milliseconds since 1970-01-01T00:00:00Z.
    Milliseconds,
    /// A value of the code table of this name.
    Code(Str),
    /// An object with fields of its own.
    Object(List<Field>),
    /// A list.
    List(Item),
}

impl Kind {
    /// A date in one of the formats.
    #[must_use]
    pub const fn date(formats: &'static [&'static str]) -> Self {
        Self::Date(Names::Static(formats))
    }

    /// A time of day in one of the formats.
    #[must_use]
    pub const fn time(formats: &'static [&'static str]) -> Self {
        Self::Time(Names::Static(formats))
    }

    /// A date and time at +08:00 in one of the formats.
    #[must_use]
    pub const fn datetime(formats: &'static [&'static str]) -> Self {
        Self::DateTime { formats: Names::Static(formats), year_from: None }
    }

    /// A date and time at +08:00 whose year comes from another field.
    #[must_use]
    pub const fn datetime_with_year_from(
        formats: &'static [&'static str],
        year_from: &'static [&'static str],
    ) -> Self {
        Self::DateTime { formats: Names::Static(formats), year_from: Some(Path::Static(year_from)) }
    }

    /// A value of the code table of this name.
    #[must_use]
    pub const fn code(table: &'static str) -> Self {
        Self::Code(Str::Borrowed(table))
    }

    /// An object.
    #[must_use]
    pub const fn object(fields: &'static [Field]) -> Self {
        Self::Object(List::Static(fields))
    }

    /// A list of objects.
    #[must_use]
    pub const fn objects(fields: &'static [Field]) -> Self {
        Self::List(Item::Object { fields: List::Static(fields), element: None })
    }

    /// A list of objects, each in an XML element of this name inside the list's own.
    #[must_use]
    pub const fn wrapped_objects(element: &'static str, fields: &'static [Field]) -> Self {
        Self::List(Item::Object { fields: List::Static(fields), element: Some(Str::Borrowed(element)) })
    }

    /// Texts in one text.
    #[must_use]
    pub const fn joined(joint: &'static str) -> Self {
        Self::List(Item::Joined { joint: Str::Borrowed(joint) })
    }

    /// The name of the kind, as it stands in specifications.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Money(_) => "money",
            Self::Boolean => "boolean",
            Self::Date(_) => "date",
            Self::Time(_) => "time",
            Self::DateTime { .. } => "datetime",
            Self::Milliseconds => "milliseconds",
            Self::Code(_) => "code",
            Self::Object(_) => "object",
            Self::List(_) => "list",
        }
    }
}

/// What a list holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// Objects with these fields.
    Object {
        /// The fields of each.
        fields: List<Field>,
        /// The XML element around each, inside the list's own; without it the list's own element is repeated.
        element: Option<Str>,
    },
    /// Texts, joined in one text.
    Joined {
        /// What stands between two.
        joint: Str,
    },
}

/// What an amount counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MoneyUnit {
    /// Hundredths of the currency, a whole number.
    Fen,
    /// The currency, with at most two decimals that count.
    Yuan,
}

/// How JSON shows a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Written {
    /// As a string, an object or an array, as its kind says.
    Quoted,
    /// As a bare number or a bare `true`; either is accepted when reading.
    Bare,
    /// An object or a list as JSON text inside a string; either is accepted when reading.
    JsonText,
}

impl Written {
    /// Its word in specifications.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quoted => "quoted",
            Self::Bare => "bare",
            Self::JsonText => "json_text",
        }
    }
}

/// Where the value of a request's field comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The caller, or in a response the provider.
    Caller,
    /// Always this text.
    Constant(Str),
    /// The credential of this name.
    Credential(Str),
    /// A random text of this many letters and digits, new for each attempt.
    Nonce(u32),
    /// The time of the attempt, in the form that the field's kind says.
    Clock,
    /// The signature of the message.
    Signature,
}

impl Source {
    /// Always this text.
    #[must_use]
    pub const fn constant(text: &'static str) -> Self {
        Self::Constant(Str::Borrowed(text))
    }

    /// The credential of this name.
    #[must_use]
    pub const fn credential(name: &'static str) -> Self {
        Self::Credential(Str::Borrowed(name))
    }
}

/// A rule over several fields of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// How many must be given.
    pub rule: GroupRule,
    /// The fields, the preferred one first.
    pub members: Names,
}

impl Group {
    /// At least one of the fields must be given.
    #[must_use]
    pub const fn at_least_one(members: &'static [&'static str]) -> Self {
        Self { rule: GroupRule::AtLeastOne, members: Names::Static(members) }
    }

    /// Exactly one of the fields must be given.
    #[must_use]
    pub const fn exactly_one(members: &'static [&'static str]) -> Self {
        Self { rule: GroupRule::ExactlyOne, members: Names::Static(members) }
    }
}

/// How many fields of a group must be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GroupRule {
    /// One or more.
    AtLeastOne,
    /// One and no other.
    ExactlyOne,
}
