//! Tables in HTML, as they stand between the lines of Markdown: exported from word processors and from wikis.
//!
//! A cell over several rows stands in each of them, one over several columns in the first. What ends a table is its
//! end tag; where that was forgotten, the next table or the next heading. Only a `<table>` with cells is one.

use std::ops::Range;

use super::blocks::{MOST_COLUMNS, Row, Table, trim};
use super::columns;
use super::inline::Inline;

/// Cells that stand in a row only because one above it goes on.
const MOST_CONTINUED: usize = 100_000;
/// So many times as long as itself is a table at most, once such cells stand in all their rows.
const MOST_REPEATED: usize = 8;

/// In longer lines a `<table>` is one of a page, not a word in a code span.
const LONGEST_PROSE: usize = 4096;

/// A table, and where it stands.
pub(super) struct Found {
    pub(super) span: Range<usize>,
    /// Where to read on.
    pub(super) end: usize,
    /// The line of its own above its header.
    pub(super) title: Option<Range<usize>>,
    /// Nothing where no header says what its columns hold, where it has too many cells or another table in it.
    pub(super) table: Option<Table>,
}

/// Reads the first table that begins in a line.
pub(super) fn table(text: &str, line: Range<usize>) -> Option<Found> {
    if !text[line.clone()].contains('<') {
        return None;
    }
    let begins = |tag: Tag| (tag.name == "table").then_some(line.start + tag.span.start);
    let mut starts = tags(&text[line.clone()], 0).filter_map(begins).peekable();
    starts.peek()?;
    let prose = if line.len() <= LONGEST_PROSE { line.clone() } else { line.start..line.start };
    let quoted = Inline::read(text, prose).code_spans;
    let is_quoted = |start: usize| {
        let before = quoted.partition_point(|code| code.span.start <= start);
        before.checked_sub(1).is_some_and(|before| start < quoted[before].span.end)
            || text[line.start..start].ends_with('\\')
    };
    starts.filter(|start| !is_quoted(*start)).find_map(|start| read(text, start))
}

/// Reads what begins with a `<table>`.
fn read(text: &str, start: usize) -> Option<Found> {
    let mut reading = Reading::default();
    let mut depth = 0_usize;
    let mut last = start;
    // Up to the next end tag a heading is one in a cell.
    let mut ends = start;
    for tag in tags(text, start) {
        if let Some(heading) = heading(text, last.max(ends)..tag.span.start) {
            match tags(text, heading).find(|tag| matches!(tag.name.as_str(), "table" | "/table")) {
                Some(next) if next.name == "/table" => ends = next.span.start,
                _ => return reading.finish(text, start..heading, heading),
            }
        }
        last = tag.span.end;
        match tag.name.as_str() {
            "table" if depth == 1 && reading.cell.is_none() => {
                return reading.finish(text, start..tag.span.start, tag.span.start);
            }
            "table" => {
                depth += 1;
                reading.unclear |= depth > 1;
            }
            "/table" => {
                depth -= 1;
                if depth == 0 {
                    return reading.finish(text, start..tag.span.start, tag.span.end);
                }
            }
            _ if depth > 1 => {}
            "tr" => {
                reading.end_row(text, tag.span.start);
                reading.row = Some(Line::new(tag.span.clone()));
            }
            "/tr" => reading.end_row(text, tag.span.start),
            "td" | "th" => {
                reading.end_cell(text, tag.span.start);
                let tag_text = &text[tag.span.clone()];
                reading.cell = Some(Cell {
                    start: tag.span.end,
                    rows: spanned(tag_text, "rowspan"),
                    columns: spanned(tag_text, "colspan"),
                    heads: tag.name == "th",
                });
            }
            "/td" | "/th" => reading.end_cell(text, tag.span.start),
            _ => {}
        }
    }
    let end = heading(text, last..text.len()).unwrap_or(text.len());
    reading.finish(text, start..end, end)
}

/// Where a heading of Markdown begins a line of a part of the text.
fn heading(text: &str, part: Range<usize>) -> Option<usize> {
    if part.is_empty() {
        return None;
    }
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
    rows: Vec<Line>,
    row: Option<Line>,
    cell: Option<Cell>,
    /// By column: the cell from above that stands in so many more rows, too.
    continued: Vec<Option<(usize, Range<usize>)>>,
    /// How many cells stand in a row only because of that, and how long they are together.
    filled: (usize, usize),
    unclear: bool,
}

/// A row while its table is read.
struct Line {
    row: Row,
    /// How many cells begin in it.
    own: usize,
    /// Each of them is one of a header.
    heads: bool,
    /// One stands for several columns.
    is_wide: bool,
    /// One from above goes on in it.
    continues: bool,
}

/// A cell that is open.
struct Cell {
    /// Where its text begins.
    start: usize,
    rows: usize,
    columns: usize,
    heads: bool,
}

impl Line {
    fn new(span: Range<usize>) -> Self {
        let row = Row { span, cells: Vec::new() };
        Self { row, own: 0, heads: true, is_wide: false, continues: false }
    }

    /// Whether all its words are the headings of columns.
    fn are_headings(&self, text: &str) -> bool {
        let words = self.row.cells.iter().map(|cell| Inline::read(text, cell.clone()).text);
        columns::are_headings(&words.collect::<Vec<_>>())
    }
}

impl Reading {
    fn end_cell(&mut self, text: &str, at: usize) {
        let Some(cell) = self.cell.take() else { return };
        self.go_on();
        let Some(Line { row, own, heads, is_wide, .. }) = &mut self.row else { return };
        if row.cells.len() + cell.columns > MOST_COLUMNS {
            self.unclear = true;
            return;
        }
        *own += 1;
        *heads &= cell.heads;
        *is_wide |= cell.columns > 1;
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
        let Some(Line { row, continues, .. }) = &mut self.row else { return };
        while let Some(Some((more, cell))) = self.continued.get_mut(row.cells.len()) {
            *more -= 1;
            let (more, cell) = (*more, cell.clone());
            self.filled = (self.filled.0 + 1, self.filled.1 + cell.len());
            if more == 0 {
                self.continued[row.cells.len()] = None;
            }
            row.cells.push(cell);
            *continues = true;
        }
        self.unclear |= self.filled.0 > MOST_CONTINUED;
        if self.unclear {
            self.continued.clear();
        }
    }

    fn end_row(&mut self, text: &str, at: usize) {
        self.end_cell(text, at);
        self.go_on();
        let Some(mut line) = self.row.take() else { return };
        line.row.span.end = at;
        if !line.row.cells.is_empty() {
            self.rows.push(line);
        }
    }

    /// What was read, if that has cells.
    fn finish(mut self, text: &str, span: Range<usize>, end: usize) -> Option<Found> {
        self.end_row(text, span.end);
        if self.rows.is_empty() && !self.unclear {
            return None;
        }
        let mut found = Found { span, end, title: None, table: None };
        if self.unclear || self.filled.1 > MOST_REPEATED * found.span.len() {
            return Some(found);
        }
        let mut rows = self.rows.into_iter().peekable();
        let mut header = rows.next()?;
        if header.own == 1
            && let Some(below) = rows.next_if(|below| below.are_headings(text))
        {
            found.title = header.row.cells.into_iter().find(|cell| !cell.is_empty());
            header = below;
        }
        // A header of several rows: the lowest tells the columns.
        let mut is_certain = true;
        while let Some(below) = rows.next_if(|below| {
            below.continues || header.is_wide && header.heads && below.heads && below.are_headings(text)
        }) {
            is_certain = below.are_headings(text);
            header = below;
        }
        let rows: Vec<Row> = rows.map(|line| line.row).collect();
        if is_certain && !rows.is_empty() {
            found.table = Some(Table { header: header.row, rows });
        }
        Some(found)
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
