//! Changes of single codes, and how much they matter.

use super::apply::Edit;
use super::change::{Direction, Severity, What};
use super::codes::{Index, List, is_called};
use super::compare::{About, Comparison, Spans, shown};
use super::expected::{Codes, Decide, ExpectedCode};
use super::words;
use crate::document::{CodeText, CodesText};
use crate::import::terms;

/// A table of codes that is new.
pub(super) fn new_table(comparison: &mut Comparison<'_>, table: &CodesText) {
    let values: Vec<&str> = table.codes.iter().map(|code| code.value.value.as_str()).collect();
    let message =
        format!("the document has a new table of codes {}: {}", shown(&table.title.value), values.join(", "));
    let against = comparison.expected.codes.last().map_or(0..0, |codes| codes.span.clone());
    let spans = Spans { document: table.title.span.clone(), against };
    let change =
        comparison.report(&About::default(), What::CodeAdded, Severity::NewInformation, message, spans);
    change.now = Some(values.join(", "));
}

/// What other lists of the document say of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Elsewhere {
    /// What is expected.
    Same,
    Nothing,
}

/// A code that has other words; whether it has.
pub(super) fn meaning(
    comparison: &mut Comparison<'_>,
    about: &About,
    codes: &Codes,
    index: &Index,
    all: &[&ExpectedCode],
    code: &CodeText,
    elsewhere: Elsewhere,
) -> bool {
    let Some(known) = all.first() else { return false };
    let Some(now) = code.title.as_ref().filter(|title| !words::plain(&title.value).is_empty()) else {
        return false;
    };
    if all.iter().any(|known| is_called(known, &now.value)) {
        return false;
    }
    let other = index.other_called(&known.value, &now.value).and_then(|other| codes.codes.get(other));
    let value = &known.value;
    let message = match &known.title {
        Some(title) => {
            format!("`{value}` means {} now, {}", shown(&now.value), comparison.was(&shown(&title.text)))
        }
        None => format!("`{value}` means {}, nothing was said of it before", shown(&now.value)),
    };
    let (severity, note) = match (codes.decide, other) {
        (_, Some(other)) => (
            Severity::BreaksRequests,
            Some(format!(
                "these are the words of `{}`: a message with `{value}` may be read wrongly",
                other.value
            )),
        ),
        (Decide::State, None) => (
            Severity::NewInformation,
            Some("the state of orders hangs on this code: make sure that it still means the same".to_owned()),
        ),
        (Decide::Refusal, None) => (
            Severity::NewInformation,
            Some("it tells whether a reply is a refusal: make sure that it still means the same".to_owned()),
        ),
        (Decide::Nothing, None) => (Severity::Wording, None),
    };
    let against = known.title.as_ref().map_or(known.span.clone(), |title| title.span.clone());
    let spans = Spans { document: now.span.clone(), against };
    let change = comparison.report(about, What::CodeMeaning, severity, message, spans);
    change.before = known.title.as_ref().map(|title| title.text.clone());
    change.now = Some(now.value.clone());
    change.note = note;
    let place = known.title.as_ref().and_then(|title| title.place.as_ref());
    match (severity, place, elsewhere) {
        (Severity::Wording, Some(place), Elsewhere::Nothing) => {
            change.can_be_applied(Edit::words(place, &now.value));
        }
        (_, _, Elsewhere::Same) if change.note.is_none() => {
            change.note = Some("another list of the document has the words that are expected".to_owned());
        }
        _ => {}
    }
    true
}

/// A code that the specification knows from elsewhere, and that the document lists now.
pub(super) fn from_elsewhere(
    comparison: &mut Comparison<'_>,
    about: &About,
    codes: &Codes,
    known: &ExpectedCode,
    code: &CodeText,
) {
    let words = code.title.as_ref().map_or(String::new(), |title| format!(" {}", shown(&title.value)));
    let message = format!(
        "`{}`{words} of `{}` is in the document now; the specification knows it from elsewhere",
        known.value, codes.name
    );
    let spans = Spans { document: code.value.span.clone(), against: known.span.clone() };
    let change = comparison.report(about, What::CodeAdded, Severity::NewInformation, message, spans);
    change.now = code.title.as_ref().map(|title| title.value.clone());
    change.note = Some("compare it with the document, then drop its `basis`".to_owned());
}

/// A code that is new.
pub(super) fn added(
    comparison: &mut Comparison<'_>,
    about: &About,
    codes: &Codes,
    code: &CodeText,
    before: Option<&ExpectedCode>,
) {
    let value = &code.value.value;
    let title = code.title.as_ref().map(|title| title.value.trim()).filter(|title| !title.is_empty());
    let words = title.map_or(String::new(), |title| format!(" {}", shown(title)));
    let message = format!("`{value}`{words} is a new code of `{}`", codes.name);
    let spans = Spans { document: code.value.span.clone(), against: codes.span.clone() };
    let change = comparison.report(about, What::CodeAdded, Severity::NewInformation, message, spans);
    change.now = title.map(str::to_owned);
    change.note = match codes.decide {
        Decide::State => {
            Some("an order with it is Unknown until somebody decides which state it is".to_owned())
        }
        Decide::Refusal => {
            Some("somebody has to decide whether it is a refusal, and what it advises".to_owned())
        }
        Decide::Nothing => None,
    };
    if let (Some(table), Some(title)) = (&codes.place, title) {
        change.can_be_applied(Edit::Code {
            table: table.clone(),
            after: before.map(|known| known.value.clone()),
            value: value.clone(),
            title: title.to_owned(),
            decide: codes.decide,
        });
    }
}

/// A code of which the words are there with another value, and the value is not.
pub(super) fn another_value(
    comparison: &mut Comparison<'_>,
    about: &About,
    codes: &Codes,
    known: &ExpectedCode,
    code: &CodeText,
) {
    let value = &code.value.value;
    let about = &About { code: Some(known.value.clone()), ..about.clone() };
    let title = code.title.as_ref().map_or("", |title| title.value.as_str());
    let was = comparison.was(&format!("`{}`", known.value));
    let message = format!("{} is written `{value}` now, {was}", shown(title));
    // An older document does not say what is decided by the code of a success.
    let succeeds = comparison.is_against_document() && terms::names_success(title);
    let decides = codes.decide != Decide::Nothing || about.direction == Some(Direction::Request) || succeeds;
    let severity = if decides { Severity::BreaksRequests } else { Severity::NewInformation };
    let spans = Spans { document: code.value.span.clone(), against: known.span.clone() };
    let change = comparison.report(about, What::CodeValue, severity, message, spans);
    change.changed(&known.value, value);
    change.note = match codes.decide {
        _ if known.passes => Some("replies pass by it: another value is taken for a refusal".to_owned()),
        Decide::State => Some("an order with it is Unknown until the specification has the value".to_owned()),
        Decide::Refusal | Decide::Nothing => None,
    };
}

/// A code that is gone.
pub(super) fn removed(
    comparison: &mut Comparison<'_>,
    home: &About,
    codes: &Codes,
    known: &ExpectedCode,
    lists: &[List<'_>],
) {
    let about = About { code: Some(known.value.clone()), ..home.clone() };
    let words = known.title.as_ref().map_or(String::new(), |title| format!(" {}", shown(&title.text)));
    let message = format!("`{}`{words} is no code of `{}` any more", known.value, codes.name);
    let document = lists.iter().find(|list| !list.codes.is_empty()).or(lists.first());
    let spans =
        Spans { document: document.map_or(0..0, |list| list.span.clone()), against: known.span.clone() };
    let change =
        comparison.report(&about, What::CodeRemoved, of_gone(codes, Some(known), home), message, spans);
    change.before = known.title.as_ref().map(|title| title.text.clone());
    if known.passes {
        change.note = Some("replies pass by it: another value is taken for a refusal".to_owned());
    }
}

/// The list itself is gone, and with it all that is not mentioned elsewhere.
pub(super) fn list_removed(
    comparison: &mut Comparison<'_>,
    home: &About,
    codes: &Codes,
    gone: &[&ExpectedCode],
    lists: &[List<'_>],
) {
    let Some(worst) = gone.iter().map(|known| of_gone(codes, Some(known), home)).min() else { return };
    let values: Vec<String> = gone.iter().map(|known| format!("`{}`", known.value)).collect();
    let message = format!(
        "the codes of `{}` are not listed any more; the document does not mention {}",
        codes.name,
        values.join(", ")
    );
    let document = lists.first().map_or(0..0, |list| list.span.clone());
    let spans = Spans { document, against: codes.span.clone() };
    comparison.report(home, What::CodeRemoved, worst, message, spans);
}

/// A value that may not be sent any more, or that every good reply had.
pub(super) fn of_gone(codes: &Codes, known: Option<&ExpectedCode>, home: &About) -> Severity {
    let passes = known.map_or_else(|| codes.codes.iter().any(|code| code.passes), |known| known.passes);
    if passes || home.direction == Some(Direction::Request) && known.is_some() {
        Severity::BreaksRequests
    } else {
        Severity::NewInformation
    }
}
