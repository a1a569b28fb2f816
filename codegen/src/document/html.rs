//! Tables in HTML, as they stand between the lines of Markdown.

use std::ops::Range;

use super::blocks::{Row, Table, trim};

/// What begins with a `<table>`.
pub(super) enum Found {
    /// A table whose rows are as long as its header says.
    Table(Table),
    /// One with cells that stand for several, or with another table in it.
    Unclear(Range<usize>),
}

/// Whether a table begins in a line.
pub(super) fn begins(line: &str) -> Option<usize> {
    line.starts_with('<').then(|| tags(line, 0).find(|tag| tag.name == "table").map(|tag| tag.span.start))?
}

/// Reads the table that begins at a place, and where it ends; `None` where nothing ends it.
pub(super) fn table(text: &str, start: usize) -> Option<(Found, usize)> {
    let mut reading = Reading::default();
    let mut depth = 0_usize;
    for tag in tags(text, start) {
        match tag.name.as_str() {
            "table" => {
                depth += 1;
                reading.unclear |= depth > 1;
            }
            "/table" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    reading.end_row(text, tag.span.start);
                    return Some((reading.finish(start..tag.span.end), tag.span.end));
                }
            }
            "tr" => {
                reading.end_row(text, tag.span.start);
                reading.row = Some(Row { span: tag.span.clone(), cells: Vec::new() });
            }
            "/tr" => reading.end_row(text, tag.span.start),
            "td" | "th" => {
                reading.end_cell(text, tag.span.start);
                reading.cell = Some(tag.span.end);
                reading.tall |= spans(&text[tag.span.clone()], "rowspan");
                reading.wide |= spans(&text[tag.span], "colspan");
            }
            "/td" | "/th" => reading.end_cell(text, tag.span.start),
            _ => {}
        }
    }
    None
}

#[derive(Default)]
struct Reading {
    rows: Vec<Row>,
    row: Option<Row>,
    /// Where the text of the cell begins.
    cell: Option<usize>,
    /// A cell of the row stands for several beside each other.
    wide: bool,
    /// A cell of the table stands for several below each other.
    tall: bool,
    unclear: bool,
}

impl Reading {
    fn end_cell(&mut self, text: &str, at: usize) {
        if let (Some(row), Some(start)) = (&mut self.row, self.cell.take()) {
            row.cells.push(trim(text, start..at));
        }
    }

    fn end_row(&mut self, text: &str, at: usize) {
        self.end_cell(text, at);
        let Some(mut row) = self.row.take() else { return };
        // A cell across the whole table begins a section.
        self.unclear |= std::mem::take(&mut self.wide) && row.cells.len() > 1;
        row.span.end = at;
        if !row.cells.is_empty() {
            self.rows.push(row);
        }
    }

    fn finish(mut self, span: Range<usize>) -> Found {
        if self.unclear || self.tall || self.rows.len() < 2 {
            return Found::Unclear(span);
        }
        let header = self.rows.remove(0);
        Found::Table(Table { header, rows: self.rows })
    }
}

/// Whether a tag says that its cell stands for more than one.
fn spans(tag: &str, attribute: &str) -> bool {
    let lower = tag.to_ascii_lowercase();
    let value = lower
        .find(attribute)
        .map(|at| lower[at + attribute.len()..].trim_start_matches([' ', '=', '"', '\'']));
    value.is_some_and(|value| {
        let digits = value.bytes().take_while(u8::is_ascii_digit).count();
        &value[..digits] != "1"
    })
}

struct Tag {
    /// In small letters, with the slash of a tag that ends something.
    name: String,
    span: Range<usize>,
}

/// The tags from a place on.
fn tags(text: &str, from: usize) -> impl Iterator<Item = Tag> {
    let mut at = from;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find('<')?;
            let rest = &text[start + 1..];
            let slash = usize::from(rest.starts_with('/'));
            let letters = rest[slash..].bytes().take_while(u8::is_ascii_alphabetic).count();
            at = start + 1 + slash + letters;
            if letters > 0 {
                let end = at + text[at..].find(['>', '<'])?;
                let name = rest[..slash + letters].to_ascii_lowercase();
                at = if text[end..].starts_with('>') { end + 1 } else { end };
                return Some(Tag { name, span: start..at });
            }
        }
    })
}
