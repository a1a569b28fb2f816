//! What is legal and smells. Looked for only in a specification without errors: the author has other things to do first.
//!
//! Whoever means it says so where it stands (`because:`, `basis:`), and the warning is gone; each says in its help how.

mod identity;
mod length;
mod loose;
mod pending;
mod provenance;
mod title;
mod undecided;
mod unused;

use payspec_table as table;

use crate::model;
use crate::reporter::Reporter;
use crate::spec::read::{Entries, Entry};
use crate::spec::{FieldSpec, FieldType, ProviderSpec};

/// Looks for what smells in a specification without errors. The provider is what became of it.
pub(crate) fn check(spec: &ProviderSpec, provider: &model::Provider, reporter: &mut Reporter<'_>) {
    title::check(spec, reporter);
    unused::check(spec, reporter);
    undecided::check(spec, reporter);
    for (entry, operation) in spec.operations.iter().zip(&provider.operations) {
        let operation_spec = &entry.value;
        provenance::check(operation_spec, reporter);
        pending::check(operation_spec, spec.codes.as_ref(), reporter);
        identity::check(operation_spec, &operation.facts.response.verification, reporter);
        length::check(operation_spec, reporter);
        loose::check(operation_spec, reporter);
    }
}

/// A field of a message, at the top or inside others.
struct Field<'a> {
    /// From the top of the message, with `[]` for each list on the way.
    path: Vec<String>,
    entry: &'a Entry<FieldSpec>,
}

impl Field<'_> {
    /// Its path as authors write it: `orders[].status`.
    fn dotted(&self) -> String {
        table::Path::Owned(self.path.clone()).dotted()
    }

    /// Through how many lists its path goes.
    fn lists(&self) -> usize {
        self.path.iter().filter(|segment| *segment == table::EACH).count()
    }
}

/// Every field of a message, those inside an object or a list after it.
fn fields(message: &Entries<FieldSpec>) -> Vec<Field<'_>> {
    fn collect<'a>(fields: &'a Entries<FieldSpec>, path: &mut Vec<String>, found: &mut Vec<Field<'a>>) {
        for entry in fields.iter() {
            path.push(entry.name.clone());
            found.push(Field { path: path.clone(), entry });
            if let Some(children) = &entry.value.fields {
                let outside = path.len();
                path.extend((entry.value.kind == Some(FieldType::List)).then(|| table::EACH.to_owned()));
                collect(children, path, found);
                path.truncate(outside);
            }
            path.pop();
        }
    }
    let mut found = Vec::new();
    collect(message, &mut Vec::new(), &mut found);
    found
}
