//! What a TOML text says, value by value, with the line of each.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::time::Duration;

use payspec_table::near;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ConfigError;
use super::name::Name;
use crate::Secret;

/// Where a configuration comes from.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// The file; `None` for a text.
    pub(super) path: Option<PathBuf>,
    /// What relative paths start from.
    pub(super) folder: PathBuf,
}

impl Origin {
    pub(super) fn file(path: &Path) -> Self {
        Self { path: Some(path.to_owned()), folder: path.parent().unwrap_or(Path::new("")).to_owned() }
    }

    /// What stands at a line is wrong.
    pub(super) fn wrong(
        &self,
        line: impl Into<Option<usize>>,
        what: impl Into<String>,
        hint: Option<String>,
    ) -> ConfigError {
        ConfigError::Configuration { path: self.path.clone(), line: line.into(), what: what.into(), hint }
    }
}

/// A TOML text that can be told about.
pub(super) struct Text<'t> {
    origin: &'t Origin,
    /// Where lines end.
    ends: Vec<usize>,
}

impl<'t> Text<'t> {
    /// Reads a text, and hands out what stands at its top.
    pub(super) fn read(origin: &'t Origin, text: &'t str) -> Result<(Self, Section<'t>), ConfigError> {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
        let this = Self { origin, ends };
        // The words of the reader without the line that it would show.
        let table = DeTable::parse(text).map_err(|error| {
            origin.wrong(error.span().map(|span| this.line(span.start)), error.message(), None)
        })?;
        let top = Section { subject: String::new(), line: 1, table: table.into_inner() };
        Ok((this, top))
    }

    pub(super) fn origin(&self) -> &'t Origin {
        self.origin
    }

    /// The line of a place, from 1.
    fn line(&self, at: usize) -> usize {
        self.ends.partition_point(|end| *end < at) + 1
    }

    /// The keys of a section with their values, by name.
    pub(super) fn pairs(&self, section: Section<'t>) -> impl Iterator<Item = Pair<'t>> {
        let subject = section.subject;
        section.table.into_iter().map(move |(key, value)| {
            let line = self.line(key.span().start);
            Pair { subject: subject.clone(), key: key.into_inner().into_owned(), line, value }
        })
    }

    pub(super) fn wrong(&self, pair: &Pair<'_>, what: &str) -> ConfigError {
        self.origin.wrong(pair.line, format!("{}`{}` {what}", pair.subject, pair.key), None)
    }

    /// A key that nobody knows.
    pub(super) fn unknown<'k>(&self, pair: &Pair<'_>, known: &'k [&'k str]) -> ConfigError {
        let what = format!("{}there is no key {}", pair.subject, Name(&pair.key));
        self.origin.wrong(pair.line, what, near::did_you_mean(&pair.key, known.iter().copied()))
    }

    pub(super) fn section(&self, pair: Pair<'t>, subject: String) -> Result<Section<'t>, ConfigError> {
        match pair.value.get_ref() {
            DeValue::Table(_) => {}
            _ => return Err(self.wrong(&pair, "must be a table")),
        }
        match pair.value.into_inner() {
            DeValue::Table(table) => Ok(Section { subject, line: pair.line, table }),
            _ => Ok(Section { subject, line: pair.line, table: DeTable::new() }),
        }
    }

    pub(super) fn text(&self, pair: &Pair<'_>) -> Result<String, ConfigError> {
        match pair.value.get_ref() {
            DeValue::String(text) => Ok(text.clone().into_owned()),
            _ => Err(self.wrong(pair, "must be a text in quotes")),
        }
    }

    /// A text, or several; at least one.
    pub(super) fn texts(&self, pair: &Pair<'_>) -> Result<Vec<Secret>, ConfigError> {
        let text = |value: &DeValue<'_>| match value {
            DeValue::String(text) => Some(Secret::from(text.clone().into_owned())),
            _ => None,
        };
        let texts: Option<Vec<Secret>> = match pair.value.get_ref() {
            DeValue::Array(values) => values.iter().map(|value| text(value.get_ref())).collect(),
            value => text(value).map(|text| vec![text]),
        };
        texts
            .filter(|texts| !texts.is_empty())
            .ok_or_else(|| self.wrong(pair, "must be a text in quotes, or a list of them"))
    }

    pub(super) fn switch(&self, pair: &Pair<'_>) -> Result<bool, ConfigError> {
        match pair.value.get_ref() {
            DeValue::Boolean(value) => Ok(*value),
            _ => Err(self.wrong(pair, "must be true or false")),
        }
    }

    /// A whole number of at least 1.
    pub(super) fn count(&self, pair: &Pair<'_>) -> Result<NonZeroU32, ConfigError> {
        let number = match pair.value.get_ref() {
            DeValue::Integer(number) => u32::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        number
            .and_then(NonZeroU32::new)
            .ok_or_else(|| self.wrong(pair, "must be a whole number of at least 1"))
    }

    pub(super) fn duration(&self, pair: &Pair<'_>) -> Result<Duration, ConfigError> {
        let duration = match pair.value.get_ref() {
            DeValue::String(text) => duration(text),
            _ => None,
        };
        duration.ok_or_else(|| self.wrong(pair, "must be a time such as \"3s\", \"500ms\" or \"2min\""))
    }
}

/// A table of the text.
pub(super) struct Section<'t> {
    /// What its keys belong to, as a beginning of a sentence; empty at the top.
    subject: String,
    pub(super) line: usize,
    table: DeTable<'t>,
}

/// A key with its value.
pub(super) struct Pair<'t> {
    subject: String,
    pub(super) key: String,
    pub(super) line: usize,
    value: Spanned<DeValue<'t>>,
}

/// A whole number and its unit.
fn duration(text: &str) -> Option<Duration> {
    let unit = text.find(|letter: char| !letter.is_ascii_digit())?;
    let (number, unit) = text.split_at_checked(unit)?;
    let number: u64 = number.parse().ok()?;
    match unit.trim_start() {
        "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "min" => number.checked_mul(60).map(Duration::from_secs),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_whole_number_with_a_unit_and_nothing_else() {
        for (text, milliseconds) in
            [("3s", 3_000), ("500ms", 500), ("2min", 120_000), ("0s", 0), ("3 s", 3_000)]
        {
            assert_eq!(duration(text), Some(Duration::from_millis(milliseconds)), "{text}");
        }
        for text in ["", "3", "s", "1.5s", "-1s", "3h", "3S", "99999999999999999999s", "3s3", "３s"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }
}
