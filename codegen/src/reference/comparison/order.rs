//! What a reply says of an order: amount, currency, times, numbers, and whom it is about.

use payspec_table::{Field, Kind, MoneyUnit, Role};

use super::Cell;
use crate::model::{self, Operation, Provider};
use crate::reference::prose::{Prose, code, text};
use crate::reference::words;

pub(super) fn currency(provider: &Provider, operation: &Operation) -> Cell {
    let mut cell = fields_of(operation, &[Role::Currency]);
    if cell.lines.is_empty() {
        cell.lines.push(text("一律 ").code(provider.table.currency.to_string()));
    }
    cell
}

/// The fields of a reply that are these parts of an order.
pub(super) fn fields_of(operation: &Operation, roles: &[Role]) -> Cell {
    let entries = operation.facts.response.view.iter().filter(|entry| roles.contains(&entry.role));
    let lines = entries.map(|entry| match roles {
        [_] => code(entry.field.dotted()),
        _ => text(format!("{} ", words::role(entry.role).0)).code(entry.field.dotted()),
    });
    lines.collect::<Vec<_>>().into()
}

/// The fields of a reply that hold a person's data.
pub(super) fn personal(operation: &Operation) -> Cell {
    fn find(fields: &[model::Field], above: &str, names: &mut Vec<String>) {
        for field in fields {
            let path = format!("{above}{}", field.facts.name);
            if field.facts.personal {
                names.push(path.clone());
            }
            find(&field.children, &format!("{path}."), names);
        }
    }
    let mut names = Vec::new();
    find(&operation.response, "", &mut names);
    Prose::new().codes(names, "、").into()
}

pub(super) fn amount(operation: &Operation) -> Cell {
    let line = |field: &Field, path: String| match field.kind {
        Kind::Money(MoneyUnit::Fen) => Some(code(path).text("，分")),
        Kind::Money(MoneyUnit::Yuan) => Some(code(path).text("，元")),
        _ => None,
    };
    viewed(operation, &[Role::Amount], line)
}

pub(super) fn times(operation: &Operation) -> Cell {
    viewed(operation, &[Role::PaidAt, Role::PaidDate, Role::PaidTime], |field, path| {
        Some(code(path).text("：").and(words::kind(&field.kind)))
    })
}

fn viewed(operation: &Operation, roles: &[Role], line: impl Fn(&Field, String) -> Option<Prose>) -> Cell {
    let response = &operation.facts.response;
    let entries = response.view.iter().filter(|entry| roles.contains(&entry.role));
    let lines: Vec<Prose> = entries
        .filter_map(|entry| {
            let field = payspec_runtime::places::field(&response.fields, &entry.field)?;
            line(field, entry.field.dotted())
        })
        .collect();
    if lines.is_empty() { text("返回中没有").into() } else { lines.into() }
}
