//! Tables in HTML, as they stand between the lines of Markdown: exported from word processors and from wikis.
//!
//! A cell over several rows stands in each of them, one over several columns in the first. What ends a table is its
//! end tag; where that was forgotten, the next table or the next heading.

use std::ops::Range;

use super::blocks::{Row, Table, trim};

/// Tables with more columns are none that people read.
const MOST_COLUMNS: usize = 64;
/// Cells that stand in a row only because one above it goes on.
const MOST_CONTINUED: usize = 100_000;

/// What begins with a `<table>`.
pub(super) enum Found {
    /// A table with a header.
    Table(Table),
    /// One without, with too many cells, or with another table in it.
    Unclear(Range<usize>),
}

/// Where a table begins in a line.
pub(super) fn begins(line: &str) -> Option<usize> {
    line.contains('<').then(|| tags(line, 0).find(|tag| tag.name == "table").map(|tag| tag.span.start))?
}

/// Reads the table that begins at a place, and where it ends.
pub(super) fn table(text: &str, start: usize) -> (Found, usize) {
    let mut reading = Reading::default();
    let mut depth = 0_usize;
    let mut last = start;
    for tag in tags(text, start) {
        if let Some(heading) = heading(text, last..tag.span.start) {
            return (reading.finish(text, start..heading), heading);
        }
        last = tag.span.end;
        match tag.name.as_str() {
            "table" if depth == 1 && reading.cell.is_none() => {
                return (reading.finish(text, start..tag.span.start), tag.span.start);
            }
            "table" => {
                depth += 1;
                reading.unclear |= depth > 1;
            }
            "/table" => {
                depth -= 1;
                if depth == 0 {
                    return (reading.finish(text, start..tag.span.start), tag.span.end);
                }
            }
            _ if depth > 1 => {}
            "tr" => {
                reading.end_row(text, tag.span.start);
                reading.row = Some(Row { span: tag.span.clone(), cells: Vec::new() });
            }
            "/tr" => reading.end_row(text, tag.span.start),
            "td" | "th" => {
                reading.end_cell(text, tag.span.start);
                let tag_text = &text[tag.span.clone()];
                reading.cell = Some(Cell {
                    start: tag.span.end,
                    rows: spanned(tag_text, "rowspan"),
                    columns: spanned(tag_text, "colspan"),
                });
            }
            "/td" | "/th" => reading.end_cell(text, tag.span.start),
            _ => {}
        }
    }
    let end = heading(text, last..text.len()).unwrap_or(text.len());
    (reading.finish(text, start..end), end)
}

/// Where a heading of Markdown begins a line of a part of the text.
fn heading(text: &str, part: Range<usize>) -> Option<usize> {
    let begins = |line: &str| {
        let words = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - words.len())) && words.starts_with(' ')
    };
    let ends = text[part.clone()].match_indices('\n').map(|(at, _)| part.start + at + 1);
    ends.take_while(|at| *at < text.len()).find(|at| begins(&text[*at..line_end(text, *at, part.end)]))
}

fn line_end(text: &str, at: usize, end: usize) -> usize {
    text[at..end.max(at)].find('\n').map_or(end.max(at), |length| at + length)
}

#[derive(Default)]
struct Reading {
    rows: Vec<Row>,
    row: Option<Row>,
    cell: Option<Cell>,
    /// By column: the cell from above that stands in so many more rows, too.
    continued: Vec<Option<(usize, Range<usize>)>>,
    /// How many cells stand in a row only because of that.
    filled: usize,
    unclear: bool,
}

/// A cell that is open.
struct Cell {
    /// Where its text begins.
    start: usize,
    rows: usize,
    columns: usize,
}

impl Reading {
    fn end_cell(&mut self, text: &str, at: usize) {
        let Some(cell) = self.cell.take() else { return };
        self.go_on();
        let Some(row) = &mut self.row else { return };
        if row.cells.len() + cell.columns > MOST_COLUMNS {
            self.unclear = true;
            return;
        }
        let content = trim(text, cell.start..at);
        for column in 0..cell.columns {
            let part = if column == 0 { content.clone() } else { content.end..content.end };
            if cell.rows > 1 {
                self.continued.resize(self.continued.len().max(row.cells.len() + 1), None);
                self.continued[row.cells.len()] = Some((cell.rows - 1, part.clone()));
            }
            row.cells.push(part);
        }
    }

    /// Adds the cells from above that stand at this place of the row.
    fn go_on(&mut self) {
        let Some(row) = &mut self.row else { return };
        while let Some(Some((more, cell))) = self.continued.get_mut(row.cells.len()) {
            *more -= 1;
            let (more, cell) = (*more, cell.clone());
            self.filled += 1;
            if more == 0 {
                self.continued[row.cells.len()] = None;
            }
            row.cells.push(cell);
        }
        self.unclear |= self.filled > MOST_CONTINUED;
        if self.unclear {
            self.continued.clear();
        }
    }

    fn end_row(&mut self, text: &str, at: usize) {
        self.end_cell(text, at);
        self.go_on();
        let Some(mut row) = self.row.take() else { return };
        row.span.end = at;
        if !row.cells.is_empty() {
            self.rows.push(row);
        }
    }

    fn finish(mut self, text: &str, span: Range<usize>) -> Found {
        self.end_row(text, span.end);
        if self.unclear || self.rows.len() < 2 {
            return Found::Unclear(span);
        }
        let header = self.rows.remove(0);
        Found::Table(Table { header, rows: self.rows })
    }
}

/// For how many rows or columns the cell of a tag stands.
fn spanned(tag: &str, attribute: &str) -> usize {
    let lower = tag.to_ascii_lowercase();
    let value = lower
        .find(attribute)
        .map(|at| lower[at + attribute.len()..].trim_start_matches([' ', '=', '"', '\'']))
        .unwrap_or_default();
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    value[..digits].parse().unwrap_or(1).clamp(1, 1 << 16)
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
                let end = text[at..].find(['>', '<']).map_or(text.len(), |length| at + length);
                let name = rest[..slash + letters].to_ascii_lowercase();
                at = if text[end..].starts_with('>') { end + 1 } else { end };
                return Some(Tag { name, span: start..at });
            }
        }
    })
}
