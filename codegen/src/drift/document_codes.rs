//! Which codes a row of a document has.

use super::words;
use crate::document::{CodeText, Document, FieldText};

/// The codes of a row.
pub(super) enum Resolved<'d> {
    /// It lists them itself.
    Own(&'d [CodeText]),
    /// Those of a table that stands by itself, by its position.
    Table(usize),
    None,
}

/// The codes of a row: those that it lists, or those of the table that it refers to.
pub(super) fn of_row<'d>(field: &'d FieldText, document: &Document) -> Resolved<'d> {
    if !field.codes.is_empty() {
        return Resolved::Own(&field.codes);
    }
    let Some(reference) = &field.refers_to else { return Resolved::None };
    let wanted = words::letters(&reference.value);
    let tables = document.code_tables.iter().enumerate();
    let named = |title: &str, ends_with: bool| {
        let title = words::letters(title);
        !title.is_empty() && if ends_with { wanted.ends_with(&title) } else { wanted == title }
    };
    // `#订单状态` and `订单状态` are the heading; `详见附录订单状态` ends with it.
    let found = |ends_with: bool| {
        tables.clone().find(|(_, table)| {
            named(&table.title.value, ends_with)
                || table.name.as_ref().is_some_and(|name| named(&name.value, ends_with))
        })
    };
    match found(false).or_else(|| found(true)) {
        Some((index, _)) => Resolved::Table(index),
        None => Resolved::None,
    }
}

/// The codes themselves.
pub(super) fn listed<'d>(field: &'d FieldText, document: &'d Document) -> &'d [CodeText] {
    match of_row(field, document) {
        Resolved::Own(codes) => codes,
        Resolved::Table(index) => document.code_tables.get(index).map_or(&[], |table| &table.codes),
        Resolved::None => &[],
    }
}
