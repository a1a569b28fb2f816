//! Lists of operations, each with its address: which operation a row means is told by its title alone.

use std::collections::HashMap;

use super::Stated;
use super::address;
use super::blocks::Table;
use super::draft::Draft;
use super::headings::plain;
use super::inline::Inline;

/// A table of operations.
pub(super) struct Index {
    rows: Vec<Listed>,
    /// The operation at hand, which a single row may mean by another title.
    at_hand: Option<usize>,
    /// What to say where not every row means an operation of the document.
    unread: Stated<String>,
}

struct Listed {
    /// Its cells but for the address: one is the title.
    titles: Vec<String>,
    url: Option<Stated<String>>,
    method: Option<Stated<String>>,
}

impl Index {
    /// Reads a table with a column of addresses, and perhaps one of methods.
    pub(super) fn read(
        text: &str,
        table: &Table,
        column: usize,
        method: Option<usize>,
        at_hand: Option<usize>,
        unread: Stated<String>,
    ) -> Self {
        let rows = table.rows.iter().map(|row| {
            let cell = |at: usize| row.cells.get(at).map(|cell| Inline::read(text, cell.clone()));
            let titles = (0..row.cells.len()).filter(|at| *at != column).filter_map(cell);
            Listed {
                titles: titles.map(|words| title(&words)).filter(|title| !title.is_empty()).collect(),
                url: cell(column).and_then(|words| address::url(&words, 0)),
                method: method.and_then(cell).and_then(|words| address::method(&words, 0)),
            }
        });
        Self { rows: rows.collect(), at_hand, unread }
    }
}

/// Gives operations that state no address those of lists that name their titles.
pub(super) fn address(indexes: Vec<Index>, drafts: &mut [Draft], not_understood: &mut Vec<Stated<String>>) {
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        if let Some(heading) = &draft.heading {
            known.entry(title(heading)).or_default().push(index);
        }
    }
    for Index { rows, at_hand, unread } in indexes {
        let mut all = true;
        for Listed { titles, url, method } in rows {
            let draft = match titles.iter().find_map(|title| known.get(title)).map(Vec::as_slice) {
                Some([draft]) => Some(*draft),
                Some(_) => None,
                None => at_hand.filter(|draft| drafts[*draft].has_fields()),
            };
            match draft.and_then(|draft| drafts.get_mut(draft)).filter(|_| url.is_some()) {
                Some(draft) => {
                    draft.url = draft.url.take().or(url);
                    draft.method = draft.method.take().or(method);
                }
                None => all = false,
            }
        }
        if !all {
            not_understood.push(unread);
        }
    }
}

/// The words of a title that tell it from others.
fn title(words: &Inline) -> String {
    let words = plain(&words.titled().0.value);
    words.strip_suffix("接口").map_or(words.clone(), str::to_owned)
}
