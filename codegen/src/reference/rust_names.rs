//! The Rust names of fields and codes, as the generated crate has them.

use payspec_table::{Item, Kind};

use crate::emit::{Holds, rust_type};
use crate::model::{Code, CodeTable, Field};

/// The place of a request's field in Rust and its type; `None` where the caller does not give it.
pub(crate) fn of_request(field: &Field, above: &[&str]) -> Option<String> {
    field
        .is_given_by_caller()
        .then(|| format!("{}: {}", dotted("request", above, field), kind(field, Holds::Request)))
}

/// The place of a response's field in Rust and its type.
pub(crate) fn of_response(field: &Field, above: &[&str]) -> String {
    let kind = kind(field, Holds::Reply);
    let is_plain = field.guaranteed || matches!(field.facts.kind, Kind::List(Item::Object { .. }));
    let kind = if is_plain { kind } else { format!("Option<{kind}>") };
    format!("{}: {kind}", dotted("reply", above, field))
}

/// The variant of a code.
pub(crate) fn of_code(table: &CodeTable, code: &Code) -> String {
    format!("{}::{}", table.type_name, code.facts.name)
}

fn dotted(root: &str, above: &[&str], field: &Field) -> String {
    let mut path = vec![root];
    path.extend(above);
    path.push(&field.rust_name);
    path.join(".")
}

fn kind(field: &Field, holds: Holds) -> String {
    rust_type(field, holds).to_string().replace(' ', "")
}
