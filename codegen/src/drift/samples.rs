//! Samples of messages: which members they show that no table lists.

use super::change::{Direction, Severity, What};
use super::compare::{About, Comparison, Spans};
use super::expected::Operation;
use crate::document::{FieldText, MessageText};

/// Members of samples that no table lists, where that is new.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    about: &About,
    operation: &Operation<'_>,
    text: &MessageText,
) {
    let Some(older) = comparison.expected.older else { return };
    let position = comparison.expected.operations.iter().position(|known| std::ptr::eq(known, operation));
    let before =
        position.and_then(|position| older.operations.get(position)).map(|operation| match about.direction {
            Some(Direction::Request) => &operation.request,
            _ => &operation.response,
        });
    let mut seen: Vec<&str> = before.map(members).unwrap_or_default();
    for field in &text.fields {
        listed(field, &mut seen);
    }
    for sample in &text.samples {
        for (path, _) in &sample.members {
            let name = last(path);
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            let message = format!("the sample has a member `{path}` that no table lists");
            let spans = Spans {
                document: sample.span.clone(),
                against: before
                    .and_then(|before| before.samples.first())
                    .map_or_else(|| operation.title.span.clone(), |sample| sample.span.clone()),
            };
            let about = About { field: Some(path.clone()), ..about.clone() };
            comparison.report(&about, What::SampleMember, Severity::NewInformation, message, spans);
        }
    }
}

fn members(message: &MessageText) -> Vec<&str> {
    message.samples.iter().flat_map(|sample| &sample.members).map(|(path, _)| last(path)).collect()
}

fn listed<'d>(field: &'d FieldText, into: &mut Vec<&'d str>) {
    into.push(&field.name.value);
    for child in &field.children {
        listed(child, into);
    }
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path).trim_end_matches("[]")
}
