//! Tables that stand by themselves: codes, and settings in the terms of the language.

use super::blocks::{Row, Table};
use super::columns::{CodeColumns, is_code};
use super::inline::Inline;
use super::{CodeText, CodesText, Settings, Stated, codes};

/// Reads a table of codes below a heading.
pub(super) fn codes(text: &str, table: &Table, columns: &CodeColumns, heading: Option<&Inline>) -> CodesText {
    let codes = table.rows.iter().filter_map(|row| code(text, row, columns)).collect();
    below(heading, table, codes)
}

/// The codes that a single cell of another table lists, each with its title.
pub(super) fn listed(text: &str, table: &Table, heading: Option<&Inline>) -> Option<CodesText> {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    let listed = cells.map(|cell| codes::listed(&Inline::read(text, cell.clone())));
    let mut lists = listed.filter(|codes| codes.len() > 1 && codes.iter().all(|code| code.title.is_some()));
    let found = lists.next()?;
    lists.next().is_none().then(|| below(heading, table, found))
}

fn below(heading: Option<&Inline>, table: &Table, codes: Vec<CodeText>) -> CodesText {
    let start = table.span().start;
    let nameless = || (Stated { value: String::new(), span: start..start }, None);
    let (mut title, name) = heading.map_or_else(nameless, Inline::titled);
    let bare = title.value.trim_end_matches([':', '：', ' ']).len();
    title.value.truncate(bare);
    CodesText { title, name, codes, span: table.span() }
}

fn code(text: &str, row: &Row, columns: &CodeColumns) -> Option<CodeText> {
    let value = cell(text, row, columns.value);
    let stated = columns.keys.is_some();
    let blank = value.text.is_empty() || (!stated && matches!(value.text.as_str(), "-" | "—" | "..." | "…"));
    let prose = value.text.len() > 64 || value.text.contains([' ', '\n', '/', '，', '。']);
    if blank || (!stated && (prose || !(columns.certain || is_code(&value.text)))) {
        return None;
    }
    let keys = columns.keys.map(|column| cell(text, row, column).code_spans).unwrap_or_default();
    Some(CodeText { value: value.whole(), title: cell(text, row, columns.title).words(), keys })
}

/// Reads a table of settings; the nearest heading says where in the specification they are.
pub(super) fn settings(text: &str, table: &Table, heading: Option<&Inline>) -> Settings {
    let start = table.span().start;
    let place = heading.and_then(|heading| heading.code_spans.last().cloned());
    let mut place = place.unwrap_or(Stated { value: String::new(), span: start..start });
    if place.value == "." {
        place.value.clear();
    }
    let rows = table.rows.iter().map(|row| (setting(&cell(text, row, 0)), setting(&cell(text, row, 1))));
    Settings { place, rows: rows.filter(|(key, _)| !key.value.is_empty()).collect() }
}

/// A code span, or else the words.
fn setting(cell: &Inline) -> Stated<String> {
    match cell.code_spans.as_slice() {
        [code] => code.clone(),
        _ => cell.whole(),
    }
}

fn cell(text: &str, row: &Row, column: usize) -> Inline {
    match row.cells.get(column) {
        Some(cell) => Inline::read(text, cell.clone()),
        None => Inline::read(text, row.span.end..row.span.end),
    }
}
