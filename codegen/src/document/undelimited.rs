//! Tables without the line of dashes below their headings: copied from a wiki, a web page or a PDF.
//!
//! A line is taken for the headings of such a table only where every word in it is a heading of this field.

use std::ops::Range;

use super::blocks::{Row, Table, cells, trim};
use super::columns;
use super::condition;
use super::inline::{Inline, is_blank};

/// What stands between the cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Between {
    Pipe,
    WidePipe,
    Tab,
}

/// Lines with more cells are not looked at.
const MOST_COLUMNS: usize = 32;

/// The table whose headings stand in a line, and the line after it.
pub(super) fn table(text: &str, lines: &[Range<usize>], at: usize) -> Option<(Table, usize)> {
    let (between, header) = row(text, lines[at].clone())?;
    let words: Vec<String> = header.cells.iter().map(|cell| Inline::read(text, cell.clone()).text).collect();
    if !columns::are_headings(&words) {
        return None;
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut end = at + 1;
    while let Some(line) = lines.get(end) {
        let blank = text[line.clone()].trim_matches(is_blank).is_empty();
        let row = match row(text, line.clone()) {
            Some((found, row)) if found == between => row,
            _ if !blank && condition::reads_as_section(text[line.clone()].trim_matches(is_blank)) => {
                Row { cells: vec![trim(text, line.clone())], span: trim(text, line.clone()) }
            }
            _ => match rows.last_mut().filter(|above| !blank && goes_on(text, lines, end, between, above)) {
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

/// So many lines of a cell are looked at.
const MOST_LINES: usize = 8;

/// Whether a line without cells is one of the last cell above: soon after it the table goes on as it was.
fn goes_on(text: &str, lines: &[Range<usize>], at: usize, between: Between, above: &Row) -> bool {
    let words = |line: &Range<usize>| text[line.clone()].trim_matches(is_blank);
    let below = lines[at..].iter().take(MOST_LINES).take_while(|line| !words(line).is_empty());
    let next = below.filter_map(|line| row(text, line.clone())).next();
    next.is_some_and(|(found, row)| found == between && row.cells.len() == above.cells.len())
}

/// Whether a line looks like one of a table.
pub(super) fn is_row(text: &str, line: Range<usize>) -> bool {
    let Some((between, row)) = row(text, line.clone()) else { return false };
    let line = text[line].trim_matches(is_blank);
    let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
    match between {
        Between::Pipe => {
            filled > 1 && (line.starts_with('|') && line.ends_with('|') || line.matches(" | ").count() > 1)
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
