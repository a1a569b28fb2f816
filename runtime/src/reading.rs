//! Texts of the wire as values of their kinds, and back.
//!
//! Everything is exact: a text that is not wholly of its kind is `None`, and nothing is rounded.

use std::borrow::Cow;

use jiff::civil::{Date, Time};
use payspec_table::{Field, Item, Kind, MoneyUnit, Names, Written};
use rust_decimal::Decimal;

use crate::places::Scope;
use crate::time::Pattern;
use crate::{ChinaTime, Fen, Input};

/// A whole number of 64 bits: digits, with `-` in front of a negative one.
#[must_use]
pub fn integer(text: &str) -> Option<i64> {
    if text.starts_with('+') { None } else { text.parse().ok() }
}

/// A decimal number, also in the form `1E3`, of at most 28 digits.
#[must_use]
pub fn decimal(text: &str) -> Option<Decimal> {
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let digits = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let power = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if !all_digits(whole) || !all_digits(fraction) || !all_digits(power) {
        return None;
    }
    // `Decimal::from_scientific` rounds.
    let mut number = Decimal::from_str_exact(mantissa).ok()?;
    if number.is_zero() {
        return Some(number);
    }
    let power: u32 = power.parse().ok()?;
    let scale = number.scale();
    if exponent.starts_with('-') {
        number.set_scale(scale.checked_add(power)?).ok()?;
    } else if power <= scale {
        number.set_scale(scale - power).ok()?;
    } else {
        let zeros = 10_i128.checked_pow(power - scale)?;
        number = Decimal::try_from_i128_with_scale(number.mantissa().checked_mul(zeros)?, 0).ok()?;
    }
    Some(number)
}

/// `true` or `false`.
#[must_use]
pub fn boolean(text: &str) -> Option<bool> {
    text.parse().ok()
}

/// An amount in a unit.
#[must_use]
pub fn fen(text: &str, unit: MoneyUnit) -> Option<Fen> {
    match unit {
        MoneyUnit::Fen => Fen::parse_fen(text),
        MoneyUnit::Yuan => Fen::parse_yuan(text),
    }
    .ok()
}

/// A date in one of the formats.
#[must_use]
pub fn date(text: &str, formats: &Names) -> Option<Date> {
    patterns(formats).find_map(|pattern| pattern.read_date(text))
}

/// A time of day in one of the formats.
#[must_use]
pub fn time(text: &str, formats: &Names) -> Option<Time> {
    patterns(formats).find_map(|pattern| pattern.read_time(text))
}

/// A moment in one of the formats. One without a year falls into the year that brings it closest to `near`.
#[must_use]
pub fn instant(text: &str, formats: &Names, near: Option<Date>) -> Option<ChinaTime> {
    patterns(formats).find_map(|pattern| pattern.read_datetime(text))?.instant(near)
}

/// Milliseconds since 1970-01-01T00:00:00Z.
#[must_use]
pub fn milliseconds(text: &str) -> Option<ChinaTime> {
    ChinaTime::from_milliseconds(integer(text)?)
}

/// The texts in one text; an empty one holds none.
pub fn joined<'a>(text: &'a str, joint: &'a str) -> impl Iterator<Item = &'a str> {
    let all = (joint.is_empty() && !text.is_empty()).then_some(text);
    let parts = (!joint.is_empty() && !text.is_empty()).then(|| text.split(joint));
    all.into_iter().chain(parts.into_iter().flatten())
}

/// Whether a text is of its field's kind. Codes, texts and what is nested always are.
pub(crate) fn is_readable(scope: Scope<'_>, field: &Field, text: &str) -> bool {
    match &field.kind {
        Kind::DateTime { .. } => scope.instant(field, text).is_some(),
        kind => is_of_kind(kind, text),
    }
}

/// The text that a caller gives for a field, as it goes on the wire; `None` if it is not of the field's kind.
pub(crate) fn checked_text<'a>(field: &Field, text: &'a str) -> Option<Cow<'a, str>> {
    if !is_of_kind(&field.kind, text) {
        return None;
    }
    if field.written != Written::Bare || field.kind == Kind::Boolean || is_json_number(text) {
        return Some(Cow::Borrowed(text));
    }
    // `007` is a number of seven to a person and none at all to JSON.
    match &field.kind {
        Kind::Integer | Kind::Milliseconds | Kind::Money(MoneyUnit::Fen) => {
            Some(Cow::Owned(integer(text)?.to_string()))
        }
        Kind::Decimal => Some(Cow::Owned(decimal(text)?.to_string())),
        _ => None,
    }
}

/// Appends a typed value in the form of a kind; false if the value is of another kind.
#[must_use]
pub fn write(input: &Input<'_>, kind: &Kind, out: &mut String) -> bool {
    let text = match (input, kind) {
        (Input::Integer(number), Kind::Integer) => number.to_string(),
        (Input::Decimal(number), Kind::Decimal) => number.to_string(),
        (Input::Boolean(truth), Kind::Boolean) => truth.to_string(),
        (Input::Fen(fen), Kind::Money(MoneyUnit::Fen)) => fen.get().to_string(),
        (Input::Fen(fen), Kind::Money(MoneyUnit::Yuan)) => fen.yuan().to_string(),
        (Input::Instant(instant), Kind::Milliseconds) => instant.as_milliseconds().to_string(),
        (Input::Date(date), Kind::Date(formats)) => match first(formats).and_then(|f| f.write_date(*date)) {
            Some(text) => text,
            None => return false,
        },
        (Input::Time(time), Kind::Time(formats)) => match first(formats).and_then(|f| f.write_time(*time)) {
            Some(text) => text,
            None => return false,
        },
        (Input::Instant(instant), Kind::DateTime { formats, .. }) => {
            match first(formats).and_then(|f| f.write_datetime(*instant)) {
                Some(text) => text,
                None => return false,
            }
        }
        _ => return false,
    };
    out.push_str(&text);
    true
}

/// What a kind is called in a sentence.
pub(crate) const fn article(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text => "a text",
        Kind::Integer => "a whole number",
        Kind::Decimal => "a decimal number",
        Kind::Money(MoneyUnit::Fen) => "an amount in fen",
        Kind::Money(MoneyUnit::Yuan) => "an amount in yuan",
        Kind::Boolean => "true or false",
        Kind::Date(_) => "a date in a documented format",
        Kind::Time(_) => "a time in a documented format",
        Kind::DateTime { .. } => "a date and time in a documented format",
        Kind::Milliseconds => "a number of milliseconds",
        Kind::Code(_) => "a code",
        Kind::Object(_) => "an object",
        Kind::List(_) => "a list",
    }
}

fn is_of_kind(kind: &Kind, text: &str) -> bool {
    match kind {
        Kind::Text | Kind::Code(_) | Kind::Object(_) | Kind::List(Item::Object { .. }) => true,
        Kind::List(Item::Joined { joint }) => joined(text, joint).all(|text| !text.is_empty()),
        Kind::Integer => integer(text).is_some(),
        Kind::Decimal => decimal(text).is_some(),
        Kind::Money(unit) => fen(text, *unit).is_some(),
        Kind::Boolean => boolean(text).is_some(),
        Kind::Date(formats) => date(text, formats).is_some(),
        Kind::Time(formats) => time(text, formats).is_some(),
        Kind::DateTime { formats, .. } => {
            patterns(formats).any(|pattern| pattern.read_datetime(text).is_some())
        }
        Kind::Milliseconds => milliseconds(text).is_some(),
    }
}

fn is_json_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction) && (whole == "0" || !whole.starts_with('0'))
}

fn patterns(formats: &Names) -> impl Iterator<Item = Pattern<'_>> {
    formats.iter().filter_map(|format| Pattern::parse(format).ok())
}

fn first(formats: &Names) -> Option<Pattern<'_>> {
    Pattern::parse(formats.get(0)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plus_sign_and_rounding_are_refused() {
        assert_eq!(integer("+1"), None);
        assert_eq!(integer("-1"), Some(-1));
        assert_eq!(decimal("+1"), None);
        assert_eq!(decimal("0.00000000000000000000000000001"), None);
        assert_eq!(decimal("1E3"), Some(Decimal::from(1000)));
    }

    #[test]
    fn a_decimal_is_a_json_number_and_is_read_exactly_or_not_at_all() {
        let read = |text| decimal(text).map(|number| number.to_string());
        for text in [
            "1.00000000000000000000000000001E1",
            "0.00000000000000000000000000005E1",
            "5.",
            ".5",
            "1.E2",
            "1e-+3",
            "1e",
            "e5",
            "",
            "-",
            "1_0",
            "1e5e5",
            "79228162514264337593543950336",
            "1E29",
            "1E-29",
            "1E99999999999999999999",
            "１",
            " 1",
            "0x1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        for (text, shown) in [
            ("-12.50", "-12.50"),
            ("007", "7"),
            ("1e+5", "100000"),
            ("1.5E1", "15"),
            ("1.50E1", "15.0"),
            ("1E-28", "0.0000000000000000000000000001"),
            ("7.9E28", "79000000000000000000000000000"),
            ("0E9", "0"),
            ("1e-0", "1"),
        ] {
            assert_eq!(read(text).as_deref(), Some(shown), "{text}");
        }
    }

    #[test]
    fn an_empty_text_joins_nothing_and_an_empty_joint_splits_nothing() {
        assert_eq!(joined("", ",").count(), 0);
        assert_eq!(joined("a,b", ",").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(joined("ab", "").collect::<Vec<_>>(), ["ab"]);
    }

    #[test]
    fn a_bare_number_is_written_so_that_json_can_hold_it() {
        let field = Field::new("n", "", Kind::Integer);
        assert_eq!(checked_text(&field, "007").as_deref(), Some("7"));
        assert_eq!(checked_text(&field, "x"), None);
        assert_eq!(checked_text(&field.written(Written::Quoted), "007").as_deref(), Some("007"));
        let yuan = Field::new("n", "", Kind::Money(MoneyUnit::Yuan));
        assert_eq!(checked_text(&yuan, "52.30").as_deref(), Some("52.30"));
    }

    #[test]
    fn a_value_of_another_kind_is_not_written() {
        let mut out = String::new();
        assert!(!write(&Input::Integer(1), &Kind::Money(MoneyUnit::Fen), &mut out));
        assert!(write(&Input::Fen(Fen::new(58)), &Kind::Money(MoneyUnit::Yuan), &mut out));
        assert_eq!(out, "0.58");
    }

    #[test]
    fn a_time_without_a_year_needs_a_date_to_be_a_moment() {
        let formats = Names::Static(&["MMddHHmmss"]);
        assert_eq!(instant("1231235959", &formats, None), None);
        let near = Date::constant(2026, 1, 1);
        let shown = instant("1231235959", &formats, Some(near)).map(|time| time.to_string());
        assert_eq!(shown.as_deref(), Some("2025-12-31T23:59:59+08:00"));
    }
}
