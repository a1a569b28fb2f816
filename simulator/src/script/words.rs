//! The words of scripts: states, faults, times and amounts by their texts, with errors in the author's words.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use payspec_codegen::did_you_mean;
use payspec_runtime::{ChinaTime, Fen};
use payspec_table::OrderState;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::{Fault, Times};

/// The state of a name.
pub(crate) fn state(name: &str) -> Result<OrderState, String> {
    let found = OrderState::ALL.into_iter().find(|state| state.name() == name);
    found.ok_or_else(|| unknown("state", name, OrderState::ALL.iter().map(|state| state.name())))
}

/// The fault of a name.
pub(crate) fn fault(name: &str) -> Result<Fault, String> {
    let names = Fault::ALL.iter().map(|fault| fault.name());
    name.parse().map_err(|_| unknown("fault", name, names))
}

/// What is said of a name that is not known.
pub(crate) fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let hint = did_you_mean(name, known).map_or_else(String::new, |hint| format!("; {hint}"));
    format!("there is no {what} `{name}`{hint}")
}

fn duration(text: &str) -> Result<Duration, String> {
    let parsed: Result<SignedDuration, _> = text.parse();
    match parsed.map(Duration::try_from) {
        Ok(Ok(duration)) => Ok(duration),
        Ok(Err(_)) => Err(format!("`{text}` is less than nothing")),
        Err(_) => Err(format!("`{text}` is no length of time; write 5s, 1m 30s or 200ms")),
    }
}

fn time(text: &str) -> Result<ChinaTime, String> {
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        return Ok(timestamp.into());
    }
    let civil: Option<DateTime> = text.parse().ok().filter(|_| text.len() > "2026-11-21".len());
    civil.and_then(|civil| ChinaTime::from_civil(civil.date(), civil.time())).ok_or_else(|| {
        format!("`{text}` is no time; write 2026-11-21T10:00:00+08:00, or 2026-11-21 10:00:00 for the same")
    })
}

pub(super) fn optional_state<'de, D: Deserializer<'de>>(from: D) -> Result<Option<OrderState>, D::Error> {
    from.deserialize_str(Text { expected: "the name of a state", read: state }).map(Some)
}

pub(super) fn optional_fault<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Fault>, D::Error> {
    from.deserialize_str(Text { expected: "the name of a fault", read: fault }).map(Some)
}

pub(super) fn optional_duration<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    from.deserialize_str(Text { expected: "a length of time such as 30s", read: duration }).map(Some)
}

pub(super) fn optional_time<'de, D: Deserializer<'de>>(from: D) -> Result<Option<ChinaTime>, D::Error> {
    from.deserialize_str(Text { expected: "a time such as 2026-11-21T10:00:00+08:00", read: time }).map(Some)
}

pub(super) fn optional_amount<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Fen>, D::Error> {
    from.deserialize_any(Amount).map(Some)
}

pub(super) fn optional_times<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Times>, D::Error> {
    from.deserialize_any(HowOften).map(Some)
}

/// Reads an object, and what its fields come to.
pub(super) fn mapping<'de, D: Deserializer<'de>, F: Deserialize<'de>, T>(
    from: D,
    expected: &'static str,
    read: impl FnOnce(F) -> Result<T, &'static str>,
) -> Result<T, D::Error> {
    from.deserialize_map(Either {
        expected,
        text: None::<fn(&str) -> Result<T, String>>,
        read,
        fields: PhantomData,
    })
}

/// Reads a text or an object, and what either comes to.
pub(super) fn text_or_mapping<'de, D: Deserializer<'de>, F: Deserialize<'de>, T>(
    from: D,
    expected: &'static str,
    text: impl FnOnce(&str) -> Result<T, String>,
    read: impl FnOnce(F) -> Result<T, &'static str>,
) -> Result<T, D::Error> {
    from.deserialize_any(Either { expected, text: Some(text), read, fields: PhantomData })
}

/// A text, and how it is read.
struct Text<R> {
    expected: &'static str,
    read: R,
}

impl<T, R: FnOnce(&str) -> Result<T, String>> Visitor<'_> for Text<R> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.read)(text).map_err(E::custom)
    }
}

/// A text where one may stand, or an object.
struct Either<S, R, F> {
    expected: &'static str,
    text: Option<S>,
    read: R,
    fields: PhantomData<F>,
}

impl<'de, T, S, R, F> Visitor<'de> for Either<S, R, F>
where
    S: FnOnce(&str) -> Result<T, String>,
    R: FnOnce(F) -> Result<T, &'static str>,
    F: Deserialize<'de>,
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        match self.text {
            Some(read) => read(text).map_err(E::custom),
            None => Err(E::invalid_type(serde::de::Unexpected::Str(text), &self.expected)),
        }
    }

    // Errors inside this method get the place of the object.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let fields = F::deserialize(MapAccessDeserializer::new(map))?;
        (self.read)(fields).map_err(A::Error::custom)
    }
}

/// A whole number of fen that is not negative.
struct Amount;

impl Visitor<'_> for Amount {
    type Value = Fen;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number of fen: 5800 for 58.00 yuan")
    }

    fn visit_u64<E: Error>(self, fen: u64) -> Result<Fen, E> {
        let too_much = |_| E::custom(format!("{fen} fen are more than there can be"));
        i64::try_from(fen).map(Fen::new).map_err(too_much)
    }

    fn visit_i64<E: Error>(self, fen: i64) -> Result<Fen, E> {
        let negative = |_| E::custom(format!("an amount of {fen} fen is less than nothing"));
        u64::try_from(fen).map_err(negative).and_then(|fen| self.visit_u64(fen))
    }
}

/// A count, or `always`.
struct HowOften;

impl Visitor<'_> for HowOften {
    type Value = Times;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("how often, such as 3, or always")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Times, E> {
        if text == "always" {
            Ok(Times::Always)
        } else {
            Err(E::custom(format!("`times` is a whole number from 1 on, or `always`, not `{text}`")))
        }
    }

    fn visit_u64<E: Error>(self, count: u64) -> Result<Times, E> {
        let too_often = |_| E::custom(format!("{count} times is too often: write always"));
        match u32::try_from(count).map_err(too_often)? {
            0 => Err(E::custom("`times` is a whole number from 1 on, or `always`")),
            count => Ok(Times::Count(count)),
        }
    }

    fn visit_i64<E: Error>(self, count: i64) -> Result<Times, E> {
        let negative = |_| E::custom(format!("{count} times is less than never"));
        u64::try_from(count).map_err(negative).and_then(|count| self.visit_u64(count))
    }
}
