//! Names in several columns, each inside the one to its left, and names whose cell goes on over several rows.

use crate::document::blocks::{Row, Table};
use crate::document::columns::is_name;
use crate::document::inline::Inline;
use crate::document::tree;

use super::{Rows, says_nothing};

/// The columns right of that of names which hold names, too: their headings are parts of its own.
pub(super) fn columns(text: &str, table: &Table, name: usize) -> Vec<usize> {
    let words = |row: &Row, column: usize| {
        row.cells.get(column).map(|cell| Inline::read(text, cell.clone()).text).unwrap_or_default()
    };
    let holds_names = |column: &usize| {
        let mut filled = table.rows.iter().map(|row| words(row, *column)).filter(|words| !words.is_empty());
        filled.next().is_some_and(|first| is_name(&first)) && filled.all(|words| is_name(&words))
    };
    let without_heading =
        (name + 1..table.header.cells.len()).take_while(|column| words(&table.header, *column).is_empty());
    without_heading.take_while(holds_names).collect()
}

impl Rows<'_> {
    /// In which of the columns of names a row has its own.
    pub(super) fn depth(&self, row: &Row) -> usize {
        let filled = |column: &usize| row.cells.get(*column).is_some_and(|cell| !cell.is_empty());
        self.inner.iter().rposition(filled).map_or(0, |position| position + 1)
    }

    pub(super) fn column_of_names(&self, depth: usize) -> usize {
        depth.checked_sub(1).map_or(self.columns.name, |position| self.inner[position])
    }

    /// Opens the fields inside of which a row is. One that has no row of its own is added.
    pub(super) fn opens(&mut self, row: &Row, cells: &[Inline], depth: usize) -> bool {
        for outer in 0..depth {
            let Some(cell) = cells.get(self.column_of_names(outer)) else { return false };
            let name = cell.text.trim_end_matches('*');
            if name.is_empty() {
                // As in the row above.
                if self.open.len() > outer {
                    continue;
                }
                return false;
            }
            if !is_name(name) {
                return false;
            }
            let parent = outer.checked_sub(1).map_or(self.inside, |above| Some(self.open[above]));
            let known = self.message.find(parent, tree::bare(name));
            self.open.truncate(outer);
            let index = known.unwrap_or(self.message.len());
            if known.is_none() {
                let start = name.len() - tree::bare(name).len();
                self.field(row, &[], &[], cell.stated(start..name.len()), parent);
                if self.message.len() == index {
                    return false;
                }
            }
            self.open.push(index);
        }
        self.open.truncate(depth);
        true
    }

    /// In how many rows below one the cell of its name goes on.
    pub(super) fn going_on(&self, row: &Row, below: &[Row]) -> usize {
        let name = |row: &Row| row.cells.get(self.column_of_names(self.depth(row))).cloned();
        let Some(own) = name(row).filter(|cell| !cell.is_empty()) else { return 0 };
        below.iter().take_while(|below| name(below).as_ref() == Some(&own)).count()
    }

    /// Whether rows in which the cell of a name goes on say no more than further words about the same field.
    pub(super) fn continues(&self, row: &Row, more: &[Row]) -> bool {
        let width = if more.is_empty() { 0 } else { self.width };
        (0..width).all(|column| {
            let above = self.cell(row, column).text;
            let describes = self.columns.descriptions.contains(&column);
            more.iter()
                .map(|below| self.cell(below, column).text)
                .all(|words| words.is_empty() || words == above || describes && !is_name(&words))
        })
    }

    /// What rows in which the cell of a name goes on say about the field.
    pub(super) fn described(&self, row: &Row, more: &[Row]) -> Vec<Inline> {
        let columns = &self.columns.descriptions;
        let mut described = Vec::new();
        for (above, row) in std::iter::once(row).chain(more).zip(more) {
            let own = columns.iter().filter(|column| above.cells.get(**column) != row.cells.get(**column));
            described.extend(own.map(|column| self.cell(row, *column)));
        }
        described.retain(|words| !says_nothing(&words.text));
        described
    }
}
