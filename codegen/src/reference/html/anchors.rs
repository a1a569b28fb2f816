//! Where things stand on a page.

use crate::reference::Direction;

/// The word of a direction in addresses.
pub(super) const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Request => "request",
        Direction::Response => "response",
    }
}

/// A message: `query.response`. What belongs to it and is no field has a hyphen behind it: `query.response-signing`.
pub(super) fn message(operation: &str, of: Direction) -> String {
    format!("{operation}.{}", direction(of))
}

/// A field: `query.response.data.amount`.
pub(super) fn field<S: AsRef<str>>(operation: &str, of: Direction, path: &[S]) -> String {
    let mut id = message(operation, of);
    for name in path {
        id.push('.');
        push(name.as_ref(), &mut id);
    }
    id
}

/// The table of the fields inside a field. No name has a single `~` in it.
pub(super) fn members(field: &str) -> String {
    format!("{field}~members")
}

/// A part of an operation: `query.decision`. None is called `request` or `response`.
pub(super) fn part(operation: &str, part: &str) -> String {
    format!("{operation}.{part}")
}

/// A credential: `credential-key`. No operation has a hyphen in its name.
pub(super) fn credential(name: &str) -> String {
    format!("credential-{name}")
}

/// A code table: `codes-order_status`.
pub(super) fn code_table(table: &str) -> String {
    format!("codes-{table}")
}

/// A code: `codes-order_status.2`.
pub(super) fn code(table: &str, wire: &str) -> String {
    let mut id = code_table(table);
    id.push('.');
    push(wire, &mut id);
    id
}

/// Letters, digits, `_` and `-` stand as they are; everything else, dots too, as `~` and its code point.
fn push(name: &str, id: &mut String) {
    for character in name.chars() {
        if character.is_alphanumeric() || matches!(character, '_' | '-') {
            id.push(character);
        } else {
            id.push_str(&format!("~{:x}~", u32::from(character)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_have_ids_that_differ() {
        let id = |path: &[&str]| field("query", Direction::Response, path);
        assert_eq!(id(&["data", "amount"]), "query.response.data.amount");
        assert_ne!(id(&["data.amount"]), id(&["data", "amount"]));
        assert_ne!(id(&["a b"]), id(&["ab"]));
        assert_ne!(id(&["a~20~b"]), id(&["a b"]));
    }
}
