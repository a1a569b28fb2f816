//! The lines of a document as blocks: headings, tables, code and the lines in between.
//!
//! Documents of providers are not tidy Markdown: tables stand directly below a paragraph or a list item, headings lack
//! their blank, code ends in the middle of a line. This reads what the author meant, line by line.

use std::ops::Range;

use super::condition;
use super::html;
use super::inline::is_blank;
use super::undelimited;

/// Tables with more columns are none that people read.
pub(super) const MOST_COLUMNS: usize = 64;

/// A block.
#[derive(Debug, Clone)]
pub(super) enum Block {
    /// A heading: its level and where its text stands.
    Heading(u8, Range<usize>),
    /// A line of text, without the marks of lists and quotes.
    Line(Mark, Range<usize>),
    /// A table.
    Table(Table),
    /// A block of code: what stands in it.
    Code(Range<usize>),
    /// A table in HTML whose cells have no certain columns.
    UnclearTable(Range<usize>),
    /// Lines that look like those of a table without headings that anybody knows.
    Rows(Range<usize>),
}

/// What stands before a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing.
    None,
    /// `>`, or the mark of a list's item.
    Some,
}

/// A table.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// The cells of its first line.
    pub(super) header: Row,
    /// The lines below.
    pub(super) rows: Vec<Row>,
}

/// A line of a table.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// All of it.
    pub(super) span: Range<usize>,
    /// Its cells.
    pub(super) cells: Vec<Range<usize>>,
}

impl Table {
    /// Where it stands.
    pub(super) fn span(&self) -> Range<usize> {
        self.header.span.start..self.rows.last().unwrap_or(&self.header).span.end
    }
}

/// Reads the blocks of a text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let lines = lines(text);
    let mut blocks = Vec::new();
    let (mut at, mut comment) = (0, false);
    while let Some(span) = lines.get(at).cloned() {
        let line = &text[span.clone()];
        let (mark, content) = content(text, span.clone());
        if comment || text[content.clone()].starts_with("<!--") {
            comment = !line.contains("-->");
            at += 1;
        } else if let Some(fence) = Fence::opened(&text[content.clone()]) {
            at = code(text, &lines, at, &fence, &mut blocks);
        } else if let Some((table, end)) = table(text, &lines, at) {
            blocks.push(Block::Table(table));
            at = end;
        } else if let Some((table, end)) = undelimited::table(text, &lines, at) {
            blocks.push(Block::Table(table));
            at = end;
        } else if let Some(first) = html::table(text, content.clone()) {
            let before = trim(text, content.start..first.span.start);
            if !before.is_empty() {
                blocks.push(Block::Line(mark, before));
            }
            at = html_tables(text, &lines, at, first, &mut blocks);
        } else if undelimited::is_row(text, &lines, at) {
            match blocks.last_mut() {
                Some(Block::Rows(rows))
                    if text[rows.end..content.start].trim_matches(is_blank).is_empty() =>
                {
                    rows.end = content.end;
                }
                _ => blocks.push(Block::Rows(content)),
            }
            at += 1;
        } else {
            if let Some((level, words)) = heading(text, content.clone()) {
                blocks.push(Block::Heading(level, words));
            } else if let Some(level) = underline(line) {
                // A line of dashes or equals signs makes a heading of the line above it.
                let above = at.checked_sub(1).and_then(|above| lines.get(above));
                match blocks.last() {
                    Some(Block::Line(Mark::None, words))
                        if above
                            .is_some_and(|above| above.end >= words.end && above.start <= words.start) =>
                    {
                        let words = words.clone();
                        blocks.pop();
                        blocks.push(Block::Heading(level, words));
                    }
                    _ => {}
                }
            } else if !content.is_empty() {
                blocks.push(Block::Line(mark, content));
            }
            at += 1;
        }
    }
    blocks
}

/// Takes a table in HTML, and those that begin in the line in which it ends; the line after them.
fn html_tables(
    text: &str,
    lines: &[Range<usize>],
    at: usize,
    first: html::Found,
    blocks: &mut Vec<Block>,
) -> usize {
    let (mut at, mut found) = (at, first);
    loop {
        let end = found.end;
        blocks.extend(found.title.map(|title| Block::Line(Mark::Some, title)));
        blocks.push(match found.table {
            Some(table) => Block::Table(table),
            None => Block::UnclearTable(found.span),
        });
        at += lines[at..].partition_point(|line| line.end < end);
        let Some(line) = lines.get(at).filter(|line| line.start < end) else { return at };
        match html::table(text, end..line.end) {
            Some(next) => found = next,
            None => return at + 1,
        }
    }
}

/// Whether a line begins something else than text or a row: a heading, code, or a table in HTML.
pub(super) fn begins_another(text: &str, line: Range<usize>) -> bool {
    let (_, content) = content(text, line);
    heading(text, content.clone()).is_some()
        || Fence::opened(&text[content.clone()]).is_some()
        || html::table(text, content).is_some()
}

/// Whether a line is an item of a list or a quote.
pub(super) fn is_marked(text: &str, line: Range<usize>) -> bool {
    content(text, line).0 == Mark::Some
}

/// The lines of a text without what ends them.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = Vec::new();
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
            let end = if *byte == b'\n' && at > start && bytes[at - 1] == b'\r' { at - 1 } else { at };
            lines.push(start..end);
            start = at + 1;
        }
    }
    if start < text.len() {
        lines.push(start..text.len());
    }
    lines
}

/// A line without blanks and without the marks of quotes and lists.
fn content(text: &str, span: Range<usize>) -> (Mark, Range<usize>) {
    let (mut mark, mut rest) = (Mark::None, trim(text, span));
    loop {
        let line = &text[rest.clone()];
        let length = if line.starts_with('>') { 1 } else { list_mark(line) };
        if length == 0 {
            return (mark, rest);
        }
        mark = Mark::Some;
        rest = trim(text, rest.start + length..rest.end);
    }
}

/// How long the mark of a list's item at the start of a line is.
fn list_mark(line: &str) -> usize {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let length = match line.as_bytes().get(digits) {
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        Some(b'.' | b')') if (1..=3).contains(&digits) => digits + 1,
        _ => return 0,
    };
    match line[length..].chars().next() {
        Some(next) if !is_blank(next) => 0,
        _ => length,
    }
}

/// A place without the blanks at its ends.
pub(super) fn trim(text: &str, span: Range<usize>) -> Range<usize> {
    let line = &text[span.clone()];
    let start = span.start + (line.len() - line.trim_start_matches(is_blank).len());
    let end = start + text[start..span.end].trim_end_matches(is_blank).len();
    start..end
}

/// The level and the words of a heading; without the blank after `#` where a word follows at once.
fn heading(text: &str, content: Range<usize>) -> Option<(u8, Range<usize>)> {
    let line = &text[content.clone()];
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    if !(1..=6).contains(&level) {
        return None;
    }
    match line[level..].chars().next() {
        None => {}
        Some(next) if is_blank(next) || !next.is_ascii() || next == '`' => {}
        Some(_) => return None,
    }
    let words = trim(text, content.start + level..content.end);
    let closed = text[words.clone()].trim_end_matches('#');
    let words = match closed.chars().next_back() {
        None => words.start..words.start,
        Some(last) if is_blank(last) => trim(text, words.start..words.start + closed.len()),
        Some(_) => words,
    };
    Some((u8::try_from(level).unwrap_or(6), words))
}

/// Whether a line makes a heading of the line above it, or stands between what does not belong together.
pub(super) fn underlines(text: &str, line: Range<usize>) -> bool {
    underline(&text[line]).is_some()
}

fn underline(line: &str) -> Option<u8> {
    let line = line.trim_matches(is_blank);
    match line.bytes().next() {
        Some(b'=') if line.bytes().all(|byte| byte == b'=') => Some(1),
        Some(b'-') if line.bytes().all(|byte| byte == b'-') && line.len() > 1 => Some(2),
        _ => None,
    }
}

/// What begins a block of code.
struct Fence {
    mark: char,
    length: usize,
}

impl Fence {
    fn opened(line: &str) -> Option<Self> {
        let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
        let length = line.chars().take_while(|next| *next == mark).count();
        let info = &line[length..];
        (length >= 3 && !(mark == '`' && info.contains('`'))).then_some(Self { mark, length })
    }

    /// How much of a line is code where it ends the block: also after a closing bracket, which is a slip.
    fn closed(&self, line: &str) -> Option<usize> {
        let line = line.trim_end_matches(is_blank);
        let before = line.trim_end_matches(self.mark);
        let inside = before.trim_matches(is_blank).trim_start_matches('>');
        let ends = inside.is_empty() || before.ends_with(['}', ']', '>']);
        (line.len() - before.len() >= self.length && ends).then_some(if inside.is_empty() {
            0
        } else {
            before.len()
        })
    }
}

fn code(text: &str, lines: &[Range<usize>], opened: usize, fence: &Fence, blocks: &mut Vec<Block>) -> usize {
    let start = lines.get(opened + 1).map_or(text.len(), |line| line.start);
    for (index, line) in lines.iter().enumerate().skip(opened + 1) {
        if let Some(length) = fence.closed(&text[line.clone()]) {
            blocks.push(Block::Code(start..line.start + length));
            return index + 1;
        }
    }
    blocks.push(Block::Code(start..text.len()));
    lines.len()
}

/// The table that begins at a line, and the line after it.
fn table(text: &str, lines: &[Range<usize>], at: usize) -> Option<(Table, usize)> {
    let below = unquoted(text, lines.get(at + 1)?.clone());
    let columns = delimiters(&text[below])?;
    let header = unquoted(text, lines[at].clone());
    if !text[header.clone()].contains('|') {
        return None;
    }
    let header = Row { cells: cells(text, header.clone()), span: header };
    if header.cells.len() != columns && (header.cells.len() < 2 || columns < 2) {
        return None;
    }
    let mut rows = Vec::new();
    let mut end = at + 2;
    while let Some(line) = lines.get(end) {
        let span = unquoted(text, line.clone());
        let row = &text[span.clone()];
        let begins = row.starts_with("# ") || row.starts_with("##") || Fence::opened(row).is_some();
        let belongs = row.contains('|') || condition::reads_as_section(row);
        // A second table may follow at once.
        let another = lines.get(end + 1).is_some_and(|next| delimits(text, next.clone()));
        if span.is_empty() || begins || !belongs || another {
            break;
        }
        rows.push(Row { cells: cells(text, span.clone()), span });
        end += 1;
    }
    Some((Table { header, rows }, end))
}

fn unquoted(text: &str, span: Range<usize>) -> Range<usize> {
    let mut rest = trim(text, span);
    while text[rest.clone()].starts_with('>') {
        rest = trim(text, rest.start + 1..rest.end);
    }
    rest
}

/// Whether a line stands below the headings of a table.
pub(super) fn delimits(text: &str, line: Range<usize>) -> bool {
    delimiters(&text[unquoted(text, line)]).is_some()
}

/// How many columns a line of dashes and colons separates.
fn delimiters(line: &str) -> Option<usize> {
    if !line.contains('|') || !line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t')) {
        return None;
    }
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut columns = 0;
    for cell in inner.split('|') {
        let dashes = cell.trim();
        let dashes = dashes.strip_prefix(':').unwrap_or(dashes);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        if dashes.is_empty() || !dashes.bytes().all(|byte| byte == b'-') {
            return None;
        }
        columns += 1;
    }
    Some(columns)
}

/// The cells of a line. A pipe after a backslash is text.
pub(super) fn cells(text: &str, span: Range<usize>) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut start = span.start;
    let mut cells = Vec::new();
    let mut escaped = false;
    for at in span.clone() {
        match bytes[at] {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'|' => {
                if at > span.start {
                    cells.push(trim(text, start..at));
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    if start < span.end {
        cells.push(trim(text, start..span.end));
    }
    cells
}
