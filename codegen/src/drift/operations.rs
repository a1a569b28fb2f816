//! Which operation of a document is which.

use super::expected::{Operation, Urls};
use super::words;
use crate::document::{FieldText, OperationText};

/// What belongs together, and what is left over on either side.
#[derive(Debug, Default)]
pub(super) struct Paired {
    pub(super) same: Vec<(usize, usize)>,
    pub(super) gone: Vec<usize>,
    pub(super) new: Vec<usize>,
}

/// Pairs operations by name, then by address, then by title, then by position where the fields are mostly the same or
/// nothing else is left.
pub(super) fn pair(expected: &[Operation<'_>], found: &[OperationText]) -> Paired {
    let mut paired =
        Paired { same: Vec::new(), gone: (0..expected.len()).collect(), new: (0..found.len()).collect() };
    for fits in [by_name, by_address, by_title] {
        for old in paired.gone.clone() {
            let fitting = paired.new.iter().copied().find(|new| fits(&expected[old], &found[*new]));
            if let Some(new) = fitting {
                take(&mut paired, old, new);
            }
        }
    }
    let alone = paired.gone.len() == 1 && paired.new.len() == 1;
    for (old, new) in paired.gone.clone().into_iter().zip(paired.new.clone()) {
        if alone || share_fields(&expected[old], &found[new]) {
            take(&mut paired, old, new);
        }
    }
    paired.same.sort_unstable();
    paired
}

fn take(paired: &mut Paired, old: usize, new: usize) {
    paired.same.push((old, new));
    paired.gone.retain(|index| *index != old);
    paired.new.retain(|index| *index != new);
}

fn by_name(expected: &Operation<'_>, found: &OperationText) -> bool {
    match (&expected.name, &found.name) {
        (Some(expected), Some(found)) => *expected == found.value,
        _ => false,
    }
}

fn by_address(expected: &Operation<'_>, found: &OperationText) -> bool {
    let Some(url) = &found.url else { return false };
    match &expected.urls {
        Urls::Printed(Some(printed)) => end_of_address(&printed.text) == end_of_address(&url.value),
        Urls::Printed(None) => false,
        Urls::Built { path, .. } => !path.is_empty() && address(&url.value).ends_with(&**path),
    }
}

fn by_title(expected: &Operation<'_>, found: &OperationText) -> bool {
    words::same(&expected.title.text, &found.title.value)
}

fn share_fields(expected: &Operation<'_>, found: &OperationText) -> bool {
    let rows: Vec<&FieldText> = found.request.fields.iter().chain(&found.response.fields).collect();
    let expected: Vec<&str> = [&expected.request, &expected.response]
        .into_iter()
        .flat_map(|message| message.fields.iter().map(|field| field.name.as_str()))
        .collect();
    let shared = expected.iter().filter(|name| rows.iter().any(|row| row.name.value == **name)).count();
    shared * 2 >= expected.len().max(rows.len()) && shared > 0
}

/// An address without what people put around it.
pub(super) fn address(printed: &str) -> &str {
    let url = printed.trim().trim_matches(['`', '"', '<', '>']);
    let url = url.split(['?', '#']).next().unwrap_or_default();
    url.trim_end_matches('/')
}

/// The last two parts of an address.
fn end_of_address(printed: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = address(printed).rsplit('/').take(2).collect();
    parts.reverse();
    parts
}
