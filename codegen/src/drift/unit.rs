//! The unit of an amount. One for the other is a hundred times as much money, or a hundredth of it.

use payspec_table::{Kind, MoneyUnit};

use super::change::{Severity, What};
use super::compare::{About, Comparison, Spans};
use super::expected::{Expectation, ExpectedKind};
use crate::document::FieldText;
use crate::import::{unit, whole};

/// Compares the unit that a row states with the one that is expected.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    about: &About,
    field: &Expectation<'_>,
    row: &FieldText,
) {
    let Some((before, now)) = changed(comparison, field, row) else { return };
    let message = format!("`{}` is in {now} now, {}", field.name, comparison.was(before));
    let described = row.description.as_ref().filter(|text| stated(&text.value).is_some());
    let document = match (described, stated(&row.title.value), whole::amounts(comparison.document)) {
        (None, None, Some(remark)) => remark.span,
        _ => described.unwrap_or(&row.title).span.clone(),
    };
    let spans = Spans { document, against: field.kind_span.clone() };
    let change = comparison.report(about, What::Type, Severity::BreaksRequests, message, spans);
    change.changed(before, now);
    change.note = Some("the same number is a hundred times as much money in yuan as in fen".to_owned());
}

/// The unit that was expected and the one that is stated, where they are not the same. What a document says of all amounts
/// counts against a specification; between two documents it is a line of its own.
pub(super) fn changed(
    comparison: &Comparison<'_>,
    field: &Expectation<'_>,
    row: &FieldText,
) -> Option<(&'static str, &'static str)> {
    let before = match field.kind {
        ExpectedKind::Of(known) => match known.kind {
            Kind::Money(MoneyUnit::Fen) => "fen",
            Kind::Money(MoneyUnit::Yuan) => "yuan",
            _ => return None,
        },
        // A specification that records a type of the document has its own idea of it.
        _ => {
            let described = field.description.as_ref()?;
            stated(&described.text).or_else(|| stated(&field.title.text))?
        }
    };
    let described = row.description.as_ref().and_then(|text| stated(&text.value));
    let of_all = || {
        let has_decimals = row.length.as_ref().is_some_and(|length| length.value.decimals.is_some());
        let counts = !comparison.is_against_document() && !field.departs && !has_decimals;
        counts.then(|| whole::amounts(comparison.document)).flatten().map(|remark| remark.value)
    };
    let now = described.or_else(|| stated(&row.title.value)).or_else(of_all)?;
    (before != now).then_some((before, now))
}

fn stated(text: &str) -> Option<&'static str> {
    let tight: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    unit::stated(&tight)
}
