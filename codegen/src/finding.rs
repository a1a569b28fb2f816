//! Mistakes as plain data: for editors, and for other programs.

use std::fmt;
use std::ops::Range;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Diagnostics, FileReport};
use crate::render::shortened;

/// One mistake, in a form that can be written as JSON.
///
/// Shown, it is one line: `specs/acme.yaml:12:5: error[PS0101]: …`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The file, as it was named.
    pub file: String,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The code of the rule: `PS` and four digits.
    pub code: &'static str,
    /// What is wrong, on one line.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where it begins.
    pub start: Position,
    /// Where it ends: behind the last character.
    pub end: Position,
    /// Other places that have to do with it.
    pub related: Vec<Related>,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The bytes before it. A byte order mark at the beginning of the file does not count.
    pub offset: usize,
}

/// A place that has to do with a mistake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Related {
    /// The file, as it was named.
    pub file: String,
    /// What it has to do with the mistake.
    pub message: String,
    /// Where it begins.
    pub start: Position,
    /// Where it ends: behind the last character.
    pub end: Position,
}

impl Diagnostics {
    /// Every mistake as plain data: file after file as they were read, and in each from its beginning to its end.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        self.files.iter().flat_map(FileReport::findings).collect()
    }
}

impl FileReport {
    /// The mistakes of the file as plain data, from its beginning to its end.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let lines = Lines::new(self.file.text());
        self.diagnostics.iter().map(|diagnostic| self.finding(diagnostic, &lines)).collect()
    }

    fn finding(&self, diagnostic: &Diagnostic, lines: &Lines<'_>) -> Finding {
        let file = self.file.path().display().to_string();
        let here = diagnostic.also.iter().map(|(span, label)| related(&file, label, span, lines));
        let elsewhere = diagnostic.elsewhere.iter().map(|other| {
            let file = other.file.path().display().to_string();
            related(&file, &other.label, &other.span, &Lines::new(other.file.text()))
        });
        let related = here.chain(elsewhere).collect();
        Finding {
            severity: diagnostic.severity.word(),
            code: diagnostic.rule.code(),
            message: shortened(&diagnostic.message),
            help: diagnostic.help.as_deref().map(shortened),
            start: lines.position(diagnostic.span.start),
            end: lines.position(diagnostic.span.end),
            related,
            file,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, severity, code, message, start, .. } = self;
        write!(f, "{file}:{}:{}: {severity}[{code}]: {message}", start.line, start.column)
    }
}

fn related(file: &str, label: &str, span: &Range<usize>, lines: &Lines<'_>) -> Related {
    Related {
        file: file.to_owned(),
        message: shortened(label),
        start: lines.position(span.start),
        end: lines.position(span.end),
    }
}

/// Where the lines of a text begin.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// The place of a byte; of one inside a character, that of the character.
    fn position(&self, at: usize) -> Position {
        let at = (0..=at.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        let line = self.starts.partition_point(|start| *start <= at);
        let start = self.starts[line - 1];
        Position { line, column: self.text[start..at].chars().count() + 1, offset: at }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::load_text;

    fn unknown_key(text: &str) -> Finding {
        let findings = load_text("acme.yaml", text).diagnostics.findings();
        findings.into_iter().find(|finding| finding.code == "PS0101").unwrap()
    }

    #[test]
    fn a_column_counts_characters_and_an_offset_bytes() {
        let text = "支付: x\n";
        let unknown = unknown_key(text);
        assert_eq!((unknown.start.line, unknown.start.column, unknown.start.offset), (1, 1, 0));
        assert_eq!((unknown.end.line, unknown.end.column, unknown.end.offset), (1, 3, 6));
    }

    #[test]
    fn every_byte_of_a_text_has_a_place() {
        let text = "一\r\n二 b\n\nend";
        let lines = Lines::new(text);
        let places: Vec<(usize, usize)> =
            (0..text.len() + 2).map(|at| (lines.position(at).line, lines.position(at).column)).collect();
        let expected = [
            (1, 1),
            (1, 1),
            (1, 1),
            (1, 2),
            (1, 3),
            (2, 1),
            (2, 1),
            (2, 1),
            (2, 2),
            (2, 3),
            (2, 4),
            (3, 1),
            (4, 1),
            (4, 2),
            (4, 3),
            (4, 4),
            (4, 4),
        ];
        assert_eq!(places, expected);
    }

    #[test]
    fn shown_it_is_one_line_for_an_editor() {
        let line = unknown_key("payspec: 1\ntitel: a\n").to_string();
        assert!(line.starts_with("acme.yaml:2:1: error[PS0101]: ") && !line.contains('\n'), "{line}");
    }
}
