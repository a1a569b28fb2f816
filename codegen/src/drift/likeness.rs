//! Whether a document can be the one that is meant.

use std::collections::BTreeSet;

use super::change::{Severity, What};
use super::compare::{About, Comparison, Spans};
use super::expected::{Covers, Expectation};
use super::operations::Paired;
use super::words;
use crate::document::FieldText;

/// Fewer names than these are too few to judge by.
const FEW: usize = 4;

/// Reports a document that has less than half of the names of fields that either side could share with the other, and
/// tells whether it is one.
pub(super) fn is_another(comparison: &mut Comparison<'_>, paired: &Paired) -> bool {
    let (expected, document) = (comparison.expected, comparison.document);
    let mut names = BTreeSet::new();
    for (index, operation) in expected.operations.iter().enumerate() {
        let is_meant = expected.covers == Covers::Everything
            || paired.same.is_empty()
            || paired.same.iter().any(|(old, _)| *old == index);
        for message in [&operation.request, &operation.response].into_iter().filter(|_| is_meant) {
            message.fields.iter().for_each(|field| collect_expected(field, &mut names));
        }
    }
    let mut found = BTreeSet::new();
    for operation in &document.operations {
        for message in [&operation.request, &operation.response] {
            message.fields.iter().for_each(|row| collect_found(row, &mut found));
        }
    }
    let shared = names.intersection(&found).count();
    let most = names.len().min(found.len());
    if most < FEW || shared * 2 >= most {
        return false;
    }
    let message = format!(
        "{} names of fields stand in it, {} are expected, and {shared} of them are the same: it is most likely another document",
        found.len(),
        names.len()
    );
    let spans = Spans {
        document: document.title.as_ref().map_or(0..0, |title| title.span.clone()),
        against: expected.operations.first().map_or(0..0, |operation| operation.title.span.clone()),
    };
    let change =
        comparison.report(&About::default(), What::OtherDocument, Severity::BreaksRequests, message, spans);
    change.note = Some("nothing else that is told means much before that is settled".to_owned());
    true
}

fn collect_expected(field: &Expectation<'_>, names: &mut BTreeSet<String>) {
    names.insert(words::bare_name(&field.name));
    field.children.iter().for_each(|child| collect_expected(child, names));
}

fn collect_found(row: &FieldText, names: &mut BTreeSet<String>) {
    names.insert(words::bare_name(&row.name.value));
    row.children.iter().for_each(|child| collect_found(child, names));
}
