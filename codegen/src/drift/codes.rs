//! Codes: those of all fields that share a table, against all that the document lists for those fields.

use super::apply::Edit;
use super::change::{Direction, Severity, What};
use super::compare::{About, Comparison, Spans, shown};
use super::document_codes::{self, Resolved};
use super::expected::{
    Codes, Decide, Expectation, Expected, ExpectedCode, ExpectedConstant, ExpectedKind, Hangs,
    Listed as IsListed,
};
use super::words;
use crate::document::{CodeText, CodesText, Document, FieldText};

/// What the document lists, by the expected codes that it belongs to.
pub(super) struct Listed<'a> {
    /// For each of the expected tables, the rows and tables of the document.
    by_table: Vec<Vec<List<'a>>>,
    /// Rows that list codes where none are expected.
    elsewhere: Vec<(List<'a>, std::ops::Range<usize>)>,
    /// Tables of the document that a row refers to.
    referred: Vec<usize>,
    /// Expected tables of which a field is gone: nobody knows whether its codes are gone, too.
    incomplete: Vec<usize>,
}

/// One list of the document.
struct List<'a> {
    about: About,
    codes: &'a [CodeText],
    span: std::ops::Range<usize>,
}

impl<'a> Listed<'a> {
    pub(super) fn new(expected: &Expected<'_>) -> Self {
        Self {
            by_table: expected.codes.iter().map(|_| Vec::new()).collect(),
            elsewhere: Vec::new(),
            referred: Vec::new(),
            incomplete: Vec::new(),
        }
    }

    /// Takes note of a field that the document does not have any more.
    pub(super) fn gone(&mut self, field: &Expectation<'_>) {
        self.incomplete.extend(field.codes);
        for child in &field.children {
            self.gone(child);
        }
    }

    /// Takes note of the codes of a row.
    pub(super) fn row(
        &mut self,
        about: &About,
        field: &Expectation<'_>,
        row: &'a FieldText,
        document: &'a Document,
    ) {
        if let Resolved::Table(index) = document_codes::of_row(row, document) {
            self.referred.push(index);
        }
        let codes = document_codes::listed(row, document);
        let list = List { about: about.clone(), codes, span: row.name.span.clone() };
        match field.codes.and_then(|index| self.by_table.get_mut(index)) {
            Some(lists) => lists.push(list),
            // A constant, a signature, a truth value: what the row lists are examples of it.
            None if codes.is_empty() || field.departs || speaks_of_itself(field) => {}
            None => self.elsewhere.push((list, field.span.clone())),
        }
    }
}

fn speaks_of_itself(field: &Expectation<'_>) -> bool {
    matches!(field.constant, ExpectedConstant::Is(_))
        || field.hangs == Hangs::Signature
        || matches!(field.kind, ExpectedKind::Of(known) if known.kind == payspec_table::Kind::Boolean)
}

/// Compares the codes of all fields.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let (expected, document) = (comparison.expected, comparison.document);
    let mut listed = std::mem::replace(&mut comparison.listed, Listed::new(expected));
    for (index, table) in document.code_tables.iter().enumerate() {
        if listed.referred.contains(&index) {
            continue;
        }
        let list = List { about: About::default(), codes: &table.codes, span: table.span.clone() };
        match expected.codes.iter().position(|codes| is_called(codes, table)) {
            Some(index) => listed.by_table[index].push(list),
            None => new_table(comparison, table),
        }
    }
    for (list, against) in &listed.elsewhere {
        let values: Vec<&str> = list.codes.iter().map(|code| code.value.value.as_str()).collect();
        let field = list.about.field.as_deref().unwrap_or_default();
        let message = if comparison.is_against_document() {
            format!("`{field}` has a list of codes now: {}", values.join(", "))
        } else {
            format!(
                "`{field}` has a list of codes ({}), the specification has no table for it",
                values.join(", ")
            )
        };
        let document = list.codes.first().map_or(list.span.clone(), |code| code.value.span.clone());
        let spans = Spans { document, against: against.clone() };
        comparison.report(&list.about, What::CodeAdded, Severity::NewInformation, message, spans).now =
            Some(values.join(", "));
    }
    for (index, (codes, lists)) in expected.codes.iter().zip(&listed.by_table).enumerate() {
        table(
            comparison,
            codes,
            lists,
            if listed.incomplete.contains(&index) { Whole::No } else { Whole::Yes },
        );
    }
}

/// Whether every field with these codes is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whole {
    Yes,
    No,
}

fn is_called(codes: &Codes, table: &CodesText) -> bool {
    let names = std::iter::once(&table.title).chain(&table.name);
    names.into_iter().any(|name| codes.titles.iter().any(|title| words::same(title, &name.value)))
}

fn new_table(comparison: &mut Comparison<'_>, table: &CodesText) {
    let values: Vec<&str> = table.codes.iter().map(|code| code.value.value.as_str()).collect();
    let message =
        format!("the document has a new table of codes {}: {}", shown(&table.title.value), values.join(", "));
    let against = comparison.expected.codes.last().map_or(0..0, |codes| codes.span.clone());
    let spans = Spans { document: table.title.span.clone(), against };
    let change =
        comparison.report(&About::default(), What::CodeAdded, Severity::NewInformation, message, spans);
    change.now = Some(values.join(", "));
}

fn table(comparison: &mut Comparison<'_>, codes: &Codes, lists: &[List<'_>], whole: Whole) {
    // Who refers to the table has something to say about it; without anyone, the document as a whole has.
    let home = lists.first().map(|list| list.about.clone()).unwrap_or_default();
    if lists.is_empty() && (!comparison.is_against_document() || codes.titles.is_empty()) {
        // The fields are gone, and that was said.
        return;
    }
    let stated = lists.iter().any(|list| !list.codes.is_empty());
    if comparison.is_against_document() && !stated && !codes.codes.is_empty() {
        let spans = Spans {
            document: lists.first().map_or(0..0, |list| list.span.clone()),
            against: codes.span.clone(),
        };
        let message = format!("the codes of `{}` are not listed any more", codes.name);
        let severity = of_gone(codes, None, &home);
        comparison.report(&home, What::CodeRemoved, severity, message, spans);
        return;
    }
    let mut seen: Vec<(&str, String)> = Vec::new();
    for list in lists {
        let mut before: Option<&ExpectedCode> = None;
        let owner = if list.about.field.is_some() { &list.about } else { &home };
        for code in list.codes {
            let known = codes.codes.iter().find(|known| stands_for(known, &code.value.value));
            let title = code.title.as_ref().map(|title| words::plain(&title.value)).unwrap_or_default();
            let first = !seen.iter().any(|(value, _)| *value == code.value.value);
            let fresh = !seen.iter().any(|(value, known)| *value == code.value.value && *known == title);
            seen.push((&code.value.value, title));
            let about = About { code: Some(code.value.value.clone()), ..owner.clone() };
            match known {
                Some(known) => {
                    if fresh {
                        meaning(comparison, &about, codes, known, code);
                    }
                    before = Some(known);
                }
                None if first => added(comparison, &about, codes, code, before),
                None => {}
            }
        }
    }
    if whole == Whole::No {
        return;
    }
    let gone: Vec<&ExpectedCode> = codes
        .codes
        .iter()
        .filter(|known| known.listed == IsListed::Yes)
        .filter(|known| {
            !lists.iter().flat_map(|list| list.codes).any(|code| stands_for(known, &code.value.value))
        })
        .filter(|known| comparison.is_against_document() || !is_mentioned(comparison.document, known, stated))
        .collect();
    match gone.as_slice() {
        [_, _, ..] if !stated => list_removed(comparison, &home, codes, &gone, lists),
        gone => gone.iter().for_each(|known| removed(comparison, &home, codes, known, lists)),
    }
}

/// Whether a value of the document is this code, or another text that comes for it.
fn stands_for(known: &ExpectedCode, value: &str) -> bool {
    known.value == value
        || words::same(&known.value, value)
        || known.aliases.iter().any(|alias| words::same(alias, value))
}

fn meaning(
    comparison: &mut Comparison<'_>,
    about: &About,
    codes: &Codes,
    known: &ExpectedCode,
    code: &CodeText,
) {
    let Some(now) = code.title.as_ref().filter(|title| !words::plain(&title.value).is_empty()) else {
        return;
    };
    let fits = |known: &ExpectedCode| {
        known
            .title
            .iter()
            .map(|title| title.text.as_str())
            .chain(known.aliases.iter().map(String::as_str))
            .any(|title| words::same(title, &now.value))
    };
    if fits(known) {
        return;
    }
    let other = codes.codes.iter().find(|other| other.value != known.value && fits(other));
    let value = &known.value;
    let message = match &known.title {
        Some(title) => {
            format!("`{value}` means {} now, {}", shown(&now.value), comparison.was(&shown(&title.text)))
        }
        None => format!("`{value}` means {}, nothing was said of it before", shown(&now.value)),
    };
    let (severity, note) = match (codes.decide, other) {
        (Decide::State | Decide::Refusal, Some(other)) => (
            Severity::BreaksRequests,
            Some(format!(
                "these are the words of `{}`: replies with `{value}` may be read wrongly",
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
        (Decide::Nothing, _) => (Severity::Wording, None),
    };
    let against = known.title.as_ref().map_or(known.span.clone(), |title| title.span.clone());
    let spans = Spans { document: now.span.clone(), against };
    let change = comparison.report(about, What::CodeMeaning, severity, message, spans);
    change.before = known.title.as_ref().map(|title| title.text.clone());
    change.now = Some(now.value.clone());
    change.note = note;
    let place = known.title.as_ref().and_then(|title| title.place.as_ref());
    if let (Decide::Nothing, Some(place)) = (codes.decide, place) {
        change.can_be_applied(Edit::words(place, &now.value));
    }
}

fn added(
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
    if codes.decide == Decide::State {
        change.note = Some("an order with it is Unknown until somebody decides which state it is".to_owned());
    }
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

fn removed(
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
fn list_removed(
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
fn of_gone(codes: &Codes, known: Option<&ExpectedCode>, home: &About) -> Severity {
    let passes = known.map_or_else(|| codes.codes.iter().any(|code| code.passes), |known| known.passes);
    if passes || home.direction == Some(Direction::Request) && known.is_some() {
        Severity::BreaksRequests
    } else {
        Severity::NewInformation
    }
}

/// Whether the document speaks of a code outside of its lists.
///
/// A short value could be anything: it needs its words in the same line, if it has any. Where there is a list, tables and
/// samples mention nothing, and only the prose counts. Where there is none, a sample may be all that a document says, and two
/// digits in the prose are enough.
fn is_mentioned(document: &Document, known: &ExpectedCode, has_list: bool) -> bool {
    const LONG: usize = 4;
    let length = known.value.chars().count();
    let text = &*document.text;
    let title = known.title.as_ref().map(|title| words::plain(&title.text)).unwrap_or_default();
    let is_wordless = title.is_empty() && known.aliases.is_empty();
    words::whole_words(text, &known.value).any(|at| {
        let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
        let beside = || {
            let line = words::plain(&text[start..end]);
            !title.is_empty() && line.contains(&title)
                || known.aliases.iter().any(|alias| line.contains(&words::plain(alias)))
        };
        let is_enough = length >= LONG || beside();
        if has_list {
            is_enough && is_prose(document, at)
        } else {
            is_enough || is_wordless || length > 1 && is_prose(document, at)
        }
    })
}

/// Whether a place is outside of the tables and samples of messages, and of the tables of codes.
fn is_prose(document: &Document, at: usize) -> bool {
    let messages = document.operations.iter().flat_map(|operation| [&operation.request, &operation.response]);
    let spans = messages
        .flat_map(|message| message.span.iter().chain(message.samples.iter().map(|sample| &sample.span)));
    let spans = spans.chain(document.code_tables.iter().map(|table| &table.span));
    !spans.into_iter().any(|span| span.contains(&at))
}
