//! What ties a reply to its question and is not compared.

use payspec_table as table;

use super::{Field, fields};
use crate::check::{decision, field::field_type, reference, signing};
use crate::diagnostic::Rule;
use crate::reporter::Reporter;
use crate::source::Place;
use crate::spec::read::{Entries, Entry};
use crate::spec::{FieldSpec, Is, OperationSpec};

/// Reports fields of the reply that repeat what was asked and that no entry of the identity compares.
///
/// What the signature does not cover cannot be compared, and what the request does not send has nothing to be compared with.
pub(super) fn check(spec: &OperationSpec, verification: &table::Verification, reporter: &mut Reporter<'_>) {
    let response = &spec.response;
    let compared: Vec<Vec<String>> = response
        .identity
        .iter()
        .flat_map(Entries::iter)
        .map(|entry| reference::segments(&entry.name))
        .collect();
    let orders = usize::from(response.orders.is_some());
    for field in fields(&response.fields) {
        let answered = &field.entry.value;
        if answered.because.is_some() || field.lists() > orders || compared.contains(&field.path) {
            continue;
        }
        let covered = match verification {
            table::Verification::Signed { rule, .. } => {
                let path = table::Path::Owned(field.path.clone());
                signing::covers(rule, &path) && decision::refused_object(rule, &path, response).is_none()
            }
            table::Verification::Unsigned => true,
        };
        if let Some(asked) = counterpart(field.entry, &spec.request.fields).filter(|_| covered) {
            report(&field, &asked, reporter);
        }
    }
}

/// What a field of a reply should equal.
struct Counterpart<'a> {
    /// As the identity writes it.
    expected: String,
    /// Where the request says it; `None` where one of several credentials is meant.
    place: Option<&'a Place>,
}

/// What the request sends of which a field of the reply is a repetition: by its role, or by its name.
fn counterpart<'a>(answered: &Entry<FieldSpec>, request: &'a Entries<FieldSpec>) -> Option<Counterpart<'a>> {
    let role = answered.value.is;
    let asked = match role {
        Some(Is::MerchantNo) => return merchant(answered, request),
        Some(Is::MerchantOrderNo | Is::ProviderOrderNo) => {
            request.iter().find(|asked| asked.value.is == role)?
        }
        _ => request.get(&answered.name).filter(|asked| {
            asked.value.is == role && field_type(&asked.value) == field_type(&answered.value)
        })?,
    };
    let FieldSpec { constant, generate, signature, fields, from, .. } = &asked.value;
    if constant.is_some() || generate.is_some() || *signature == Some(true) || fields.is_some() {
        return None;
    }
    let expected = from.clone().unwrap_or_else(|| format!("request.{}", asked.name));
    Some(Counterpart { expected, place: Some(&asked.place) })
}

/// The credential that a merchant's number repeats: that of the field with the same name or title, or the only one.
fn merchant<'a>(answered: &Entry<FieldSpec>, request: &'a Entries<FieldSpec>) -> Option<Counterpart<'a>> {
    let sent: Vec<(&str, &Entry<FieldSpec>)> =
        request.iter().filter_map(|asked| Some((asked.value.from.as_deref()?, asked))).collect();
    let namesake = sent.iter().find(|(_, asked)| asked.name == answered.name);
    let alike = || sent.iter().find(|(_, asked)| asked.value.title == answered.value.title);
    match (namesake.or_else(alike), sent.as_slice()) {
        (Some((from, asked)), _) | (None, [(from, asked)]) => {
            Some(Counterpart { expected: (*from).to_owned(), place: Some(&asked.place) })
        }
        (None, []) => None,
        (None, _) => Some(Counterpart { expected: "credentials.…".to_owned(), place: None }),
    }
}

fn report(field: &Field<'_>, asked: &Counterpart<'_>, reporter: &mut Reporter<'_>) {
    let path = field.dotted();
    let span = asked.place.map(|place| reporter.span(place));
    let message = format!("`{path}` repeats what was asked, and no identity compares it");
    let diagnostic = reporter.key(Rule::NotCompared, &field.entry.place, message);
    diagnostic.also.extend(span.map(|span| (span, "asked here".to_owned())));
    let key = if path.contains(table::EACH) { format!("\"{path}\"") } else { path };
    diagnostic.help = Some(format!(
        "add `{key}: {}` under `identity:`; where the two may differ, say why with `because:` on the field of the reply",
        asked.expected
    ));
}
