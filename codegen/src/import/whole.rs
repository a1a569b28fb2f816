//! What documents say of all their operations: how often to ask, and what amounts count.

use std::ops::Range;

use super::unit;
use crate::document::Document;

/// What one line says of all amounts, or of all questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remark<T> {
    pub(crate) value: T,
    /// The line, without the marks of a list or a quote.
    pub(super) line: String,
    /// Where it stands.
    pub(crate) span: Range<usize>,
}

/// The seconds between two queries of one order, where a line of the document gives a number.
pub(super) fn polling(document: &Document) -> Option<Remark<u32>> {
    remark(document, interval)
}

/// The seconds between two queries of one order that a line gives.
pub(crate) fn interval(line: &str) -> Option<u32> {
    let milliseconds = interval_in_milliseconds(line)?;
    u32::try_from(milliseconds / 1000).ok().filter(|_| milliseconds.is_multiple_of(1000))
}

/// The milliseconds between two queries of one order that a line gives: `查询间隔在3秒以上`, `每5秒查询一次`.
pub(crate) fn interval_in_milliseconds(line: &str) -> Option<u64> {
    const UNITS: [(&str, u64); 3] = [("毫秒", 1), ("秒", 1000), ("分钟", 60_000)];
    const FARTHEST: usize = 40;
    if !line.contains("查询") {
        return None;
    }
    let spans = |words: &'static str, farthest: usize| {
        line.match_indices(words).find_map(move |(at, words)| {
            let mut rest = &line[at + words.len()..];
            let whole = rest.len();
            loop {
                let digit = rest.find(|character: char| character.is_ascii_digit())?;
                if whole - rest.len() + digit > farthest {
                    return None;
                }
                let digits = rest[digit..].bytes().take_while(u8::is_ascii_digit).count();
                let (number, behind) = rest[digit..].split_at(digits);
                let unit = UNITS.iter().find(|(unit, _)| behind.trim_start().starts_with(unit));
                if let Some((_, each)) = unit {
                    let number: u64 = number.parse().ok()?;
                    return number.checked_mul(*each).filter(|time| (1..=86_400_000).contains(time));
                }
                rest = behind;
            }
        })
    };
    spans("间隔", FARTHEST).or_else(|| spans("每隔", 1)).or_else(|| spans("每", 1))
}

/// What all amounts count, where a line of the document says so.
pub(crate) fn amounts(document: &Document) -> Option<Remark<&'static str>> {
    remark(document, unit_of_amounts)
}

/// What all amounts count by one line.
pub(crate) fn unit_of_amounts(line: &str) -> Option<&'static str> {
    let line = line.trim_start_matches(['-', '*', '>', ' ']);
    let of_all = line.contains("金额") && line.contains("所有");
    unit::stated(line).filter(|_| of_all || line.starts_with("金额单位") || line.starts_with("金额的单位"))
}

fn remark<T>(document: &Document, read: impl Fn(&str) -> Option<T>) -> Option<Remark<T>> {
    let mut at = 0;
    document.text.split_inclusive('\n').find_map(|line| {
        let start = at;
        at += line.len();
        let value = read(line)?;
        let line = line.trim_start_matches(['-', '*', '>', ' ']).to_owned();
        Some(Remark { value, line, span: start..at })
    })
}
