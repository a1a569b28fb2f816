//! How a date or a time is written. In another format it is refused, or not understood.

use payspec_table::Kind;

use super::change::{Severity, What};
use super::compare::{About, Comparison, Spans};
use super::expected::{Expectation, ExpectedKind};
use crate::document::FieldText;
use crate::import::kind::written;

/// Compares the formats that a row states with those that are expected: one in common is enough.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    about: &About,
    field: &Expectation<'_>,
    row: &FieldText,
) {
    let Some((before, now)) = changed(field, row) else { return };
    let shown = |formats: &[String]| {
        formats.iter().map(|format| format!("`{format}`")).collect::<Vec<_>>().join(" or ")
    };
    let (before, now) = (shown(&before), shown(&now));
    let message = format!("`{}` is written as {now} now, {}", field.name, comparison.was(&before));
    let described = row.description.as_ref().filter(|text| !written(&text.value).is_empty());
    let spans =
        Spans { document: described.unwrap_or(&row.title).span.clone(), against: field.kind_span.clone() };
    comparison.report(about, What::Type, Severity::BreaksRequests, message, spans).changed(&before, &now);
}

/// The formats that were expected and those that are stated, where they have none in common.
pub(super) fn changed(field: &Expectation<'_>, row: &FieldText) -> Option<(Vec<String>, Vec<String>)> {
    let now = stated([
        row.description.as_ref().map(|text| text.value.as_str()),
        Some(&row.title.value),
        row.kind.as_ref().map(|kind| kind.value.as_str()),
    ]);
    let before = expected(field);
    let is_other = !now.is_empty() && !before.is_empty() && !now.iter().any(|format| before.contains(format));
    is_other.then_some((before, now))
}

/// The formats of a field; none where it is no moment, or departs from the document for a reason that is given.
fn expected(field: &Expectation<'_>) -> Vec<String> {
    let known = match field.kind {
        ExpectedKind::Of(known) => Some(known),
        _ => field.recorded.kind,
    };
    match known {
        Some(_) if field.departs => Vec::new(),
        Some(known) => match &known.kind {
            Kind::Date(formats) | Kind::Time(formats) | Kind::DateTime { formats, .. } => {
                formats.iter().map(str::to_owned).collect()
            }
            Kind::Milliseconds => vec!["milliseconds".to_owned()],
            _ => Vec::new(),
        },
        None => stated([
            field.description.as_ref().map(|text| text.text.as_str()),
            Some(&field.title.text),
            match field.kind {
                ExpectedKind::Word(word) => Some(word),
                _ => None,
            },
        ]),
    }
}

/// The formats in the first of several texts that has any.
fn stated(texts: [Option<&str>; 3]) -> Vec<String> {
    texts.into_iter().flatten().map(written).find(|formats| !formats.is_empty()).unwrap_or_default()
}
