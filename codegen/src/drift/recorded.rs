//! Departures from the document that a specification records, and that the document has since put right.

use super::change::{Severity, What};
use super::compare::{About, Comparison, Spans};

/// Reports that a document says now what the specification has, and not any more what is recorded of it under a key of
/// `documented`.
pub(super) fn corrected(
    comparison: &mut Comparison<'_>,
    about: &About,
    what: What,
    key: &str,
    sentence: &str,
    spans: Spans,
) {
    let message = format!("{sentence} now, as the specification has it");
    let change = comparison.report(about, what, Severity::NewInformation, message, spans);
    change.note =
        Some(format!("`documented.{key}` records what the document said before: drop it, and its `because`"));
}
