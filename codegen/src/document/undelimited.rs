//! Tables without the line of dashes below their headings: copied from a wiki, a web page or a PDF.
//!
//! A line is taken for the headings of such a table only where every word in it is a heading of this field.

use std::ops::Range;

use super::blocks::{self, MOST_COLUMNS, Row, Table, cells, trim};
use super::columns;
use super::condition;
use super::headings::{Kind, announced, kind};
use super::inline::{Inline, is_blank};

/// What stands between the cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Between {
    Pipe,
    WidePipe,
    Tab,
}

/// The table whose headings stand in a line, and the line after it.
pub(super) fn table(text: &str, lines: &[Range<usize>], at: usize) -> Option<(Table, usize)> {
    let (between, header) = row(text, lines[at].clone())?;
    let words = words(text, &header);
    if !columns::are_headings(&words) {
        return None;
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut end = at + 1;
    while let Some(line) = lines.get(end).filter(|_| !ends(text, lines, end)) {
        let row = match row(text, line.clone()).filter(|(found, _)| *found == between) {
            // The same headings come again on the next page; others are those of the next table.
            Some((_, row)) if are_headings(text, &row) && self::words(text, &row) != words => break,
            Some((_, row)) => row,
            None if condition::reads_as_section(text[line.clone()].trim_matches(is_blank)) => {
                Row { cells: vec![trim(text, line.clone())], span: trim(text, line.clone()) }
            }
            None => match rows.last_mut().filter(|above| goes_on(text, lines, end, between, above)) {
                // The last cell has several lines.
                Some(above) => {
                    above.span.end = trim(text, line.clone()).end;
                    if let Some(cell) = above.cells.last_mut() {
                        cell.end = above.span.end;
                    }
                    end += 1;
                    continue;
                }
                None => break,
            },
        };
        rows.push(row);
        end += 1;
    }
    (!rows.is_empty()).then_some((Table { header, rows }, end))
}

fn words(text: &str, row: &Row) -> Vec<String> {
    row.cells.iter().map(|cell| Inline::read(text, cell.clone()).text).collect()
}

fn are_headings(text: &str, row: &Row) -> bool {
    columns::are_headings(&words(text, row))
}

/// Whether a line ends the table above it, whatever follows: it is blank, or begins something else.
fn ends(text: &str, lines: &[Range<usize>], at: usize) -> bool {
    text[lines[at].clone()].trim_matches(is_blank).is_empty()
        || blocks::begins_another(text, lines[at].clone())
        || lines.get(at + 1).is_some_and(|below| blocks::delimits(text, below.clone()))
}

/// So many lines of a cell are looked at.
const MOST_LINES: usize = 8;

/// Whether a line without cells is one of the last cell above: soon after it the table goes on as it was.
fn goes_on(text: &str, lines: &[Range<usize>], at: usize, between: Between, above: &Row) -> bool {
    for (at, line) in lines.iter().enumerate().skip(at).take(MOST_LINES) {
        if ends(text, lines, at) {
            return false;
        }
        if let Some((found, row)) = row(text, line.clone()) {
            return found == between && row.cells.len() == above.cells.len() && !are_headings(text, &row);
        }
        if stands_alone(text, lines, at) {
            return false;
        }
    }
    false
}

/// Whether a line without cells says by itself what it is: a heading that is underlined, an item of a list, or words
/// about what follows, such as `返回参数`.
fn stands_alone(text: &str, lines: &[Range<usize>], at: usize) -> bool {
    let line = Inline::read(text, lines[at].clone());
    lines[at..].iter().take(2).any(|line| blocks::underlines(text, line.clone()))
        || blocks::is_marked(text, lines[at].clone())
        || kind(&line.text) != Kind::Named
        || announced(&line.text).is_some()
}

/// Whether a line looks like one of a table. Without a pipe in front it needs another beside it.
pub(super) fn is_row(text: &str, lines: &[Range<usize>], at: usize) -> bool {
    let Some((between, row)) = row(text, lines[at].clone()) else { return false };
    let line = text[lines[at].clone()].trim_matches(is_blank);
    let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
    match between {
        Between::Pipe if line.starts_with('|') => filled > if line.ends_with('|') { 1 } else { 2 },
        Between::Pipe => {
            let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
            let mut beside = beside.filter_map(|at| self::row(text, lines.get(at)?.clone()));
            filled > 2
                && line.contains(" | ")
                && beside.any(|(found, other)| found == between && other.cells.len() == row.cells.len())
        }
        Between::WidePipe => filled > 1 && line.starts_with('｜') && line.ends_with('｜'),
        Between::Tab => filled > 2,
    }
}

/// The cells of a line, and what stands between them.
fn row(text: &str, line: Range<usize>) -> Option<(Between, Row)> {
    let words = &text[line.clone()];
    let (between, mark) = if words.contains('|') {
        (Between::Pipe, '|')
    } else if words.contains('｜') {
        (Between::WidePipe, '｜')
    } else if words.contains('\t') {
        (Between::Tab, '\t')
    } else {
        return None;
    };
    if words.matches(mark).count() > MOST_COLUMNS {
        return None;
    }
    let span = trim(text, line.clone());
    let cells = match between {
        Between::Pipe => cells(text, span.clone()),
        Between::WidePipe => {
            let inner =
                text[span.clone()].strip_prefix('｜').map_or(span.start, |_| span.start + mark.len_utf8());
            let close =
                text[inner..span.end].strip_suffix('｜').map_or(span.end, |_| span.end - mark.len_utf8());
            split(text, inner..close.max(inner), mark)
        }
        // An empty first cell is a tab at the start of the line.
        Between::Tab => split(text, line.start..span.end.max(line.start), mark),
    };
    (cells.len() > 1).then_some((between, Row { span, cells }))
}

fn split(text: &str, span: Range<usize>, mark: char) -> Vec<Range<usize>> {
    let mut start = span.start;
    let ends = text[span.clone()].match_indices(mark).map(|(at, _)| span.start + at).chain([span.end]);
    ends.map(|end| {
        let cell = trim(text, start..end);
        start = end + mark.len_utf8();
        cell
    })
    .collect()
}
