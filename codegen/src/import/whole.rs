//! What documents say of all their operations: how often to ask, and what amounts count.

use std::ops::Range;

use super::unit;
use crate::document::Document;

/// What one line says of all amounts, or of all questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Remark<T> {
    pub(super) value: T,
    /// The line, without the marks of a list or a quote.
    pub(super) line: String,
    /// Where it stands.
    pub(super) span: Range<usize>,
}

/// The seconds between two queries of one order, where a line of the document gives a number.
pub(super) fn polling(document: &Document) -> Option<Remark<u32>> {
    remark(document, interval)
}

/// The seconds between two queries of one order that a line gives.
pub(crate) fn interval(line: &str) -> Option<u32> {
    let after = &line[line.find("间隔")?..];
    let unit = after.find('秒').filter(|unit| *unit <= 40 && line.contains("查询"))?;
    let before = after[..unit].trim_end();
    let digits = &before[before.trim_end_matches(|last: char| last.is_ascii_digit()).len()..];
    digits.parse::<u32>().ok().filter(|seconds| (1..=86_400).contains(seconds))
}

/// What all amounts count, where a line of the document says so.
pub(super) fn amounts(document: &Document) -> Option<Remark<&'static str>> {
    remark(document, |line| unit::stated(line).filter(|_| line.contains("金额") && line.contains("所有")))
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
