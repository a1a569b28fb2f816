//! One comparison for both kinds of expectation.

use std::ops::Range;

use super::apply::Edit;
use super::change::{Change, Direction, Drift, Remedy, Severity, Spot, What};
use super::expected::{Covers, Expected, Operation, Origin, Urls};
use super::operations::{self, address};
use super::{codes, likeness, message, older, polling, prose, words};
use crate::document::{Document, OperationText};

/// Everything that the document says otherwise than is expected.
pub(super) fn compare(expected: &Expected<'_>, document: &Document) -> Drift {
    let mut comparison =
        Comparison { expected, document, changes: Vec::new(), listed: codes::Listed::new(expected) };
    comparison.title();
    let said = polling::said(document);
    let paired = operations::pair(&expected.operations, &document.operations);
    for (old, new) in &paired.same {
        let (old_operation, new_operation) = (&expected.operations[*old], &document.operations[*new]);
        comparison.operation(*old, old_operation, new_operation);
        let about =
            About { order: Some(*old), operation: Some(old_operation.label.clone()), ..About::default() };
        polling::compare(&mut comparison, &about, old_operation, *new, &said);
        message::compare(&mut comparison, *old, old_operation, new_operation);
    }
    for index in paired.gone.iter().filter(|_| expected.covers == Covers::Everything) {
        comparison.gone(*index, &expected.operations[*index]);
    }
    for index in &paired.new {
        comparison.came(expected.operations.len() + index, &document.operations[*index]);
    }
    codes::compare(&mut comparison);
    if let Some(older) = expected.older {
        prose::compare(&mut comparison, older);
    }
    let is_another = likeness::is_another(&mut comparison, &paired);
    let mut changes = comparison.changes;
    changes.sort_by_key(|(order, change)| {
        let is_doubt = change.what == What::OtherDocument;
        (!is_doubt, *order, change.severity, change.document.span.start, change.what)
    });
    let mut changes: Vec<Change> = changes.into_iter().map(|(_, change)| change).collect();
    Spot::find_all(&document.text, changes.iter_mut().map(|change| &mut change.document));
    Spot::find_all(expected.file.text, changes.iter_mut().map(|change| &mut change.against));
    if is_another {
        // Nobody wants the fields of one document in the specification of another.
        changes.iter_mut().for_each(Change::must_be_done_by_hand);
    }
    Drift { changes }
}

/// The document as a whole comes after its operations.
pub(super) const WHOLE: usize = usize::MAX;

/// A comparison under way.
pub(super) struct Comparison<'a> {
    pub(super) expected: &'a Expected<'a>,
    pub(super) document: &'a Document,
    changes: Vec<(usize, Change)>,
    pub(super) listed: codes::Listed<'a>,
}

/// What a change is about.
#[derive(Debug, Clone, Default)]
pub(super) struct About {
    /// The operation's position; the document as a whole without one.
    pub(super) order: Option<usize>,
    pub(super) operation: Option<String>,
    pub(super) direction: Option<Direction>,
    pub(super) field: Option<String>,
    pub(super) code: Option<String>,
}

/// Both places of a change.
pub(super) struct Spans {
    pub(super) document: Range<usize>,
    pub(super) against: Range<usize>,
}

impl<'a> Comparison<'a> {
    /// Reports a change.
    pub(super) fn report(
        &mut self,
        about: &About,
        what: What,
        severity: Severity,
        message: String,
        spans: Spans,
    ) -> &mut Change {
        let change = Change {
            what,
            severity,
            operation: about.operation.clone(),
            direction: about.direction,
            field: about.field.clone(),
            code: about.code.clone(),
            before: None,
            now: None,
            message,
            note: None,
            document: Spot::at(&self.document.path, spans.document),
            against: Spot::at(self.expected.file.path, spans.against),
            remedy: match self.expected.origin {
                Origin::Document => None,
                Origin::Specification => Some(Remedy::ByHand),
            },
            edit: None,
        };
        let at = self.changes.len();
        self.changes.push((about.order.unwrap_or(WHOLE), change));
        &mut self.changes[at].1
    }

    pub(super) fn is_against_document(&self) -> bool {
        self.expected.origin == Origin::Document
    }

    /// What was before, as a part of a sentence.
    pub(super) fn was(&self, before: &str) -> String {
        match self.expected.origin {
            Origin::Document => format!("it was {before}"),
            Origin::Specification => format!("the specification has {before}"),
        }
    }

    fn title(&mut self) {
        let expected = self.expected;
        let Some(title) = &self.document.title else { return };
        if expected.titles.is_empty()
            || expected.titles.iter().any(|known| words::same(&known.text, &title.value))
            || is_behind_an_empty_heading(&self.document.text, title.span.start)
        {
            return;
        }
        let known = &expected.titles[0];
        let message =
            format!("the document is called {} now, {}", shown(&title.value), self.was(&shown(&known.text)));
        let spans = Spans { document: title.span.clone(), against: known.span.clone() };
        let change = self.report(&About::default(), What::DocumentTitle, Severity::Wording, message, spans);
        change.changed(&known.text, &title.value);
        if let ([_], Some(place)) = (&*expected.titles, &known.place) {
            change.can_be_applied(Edit::words(place, &title.value));
        }
    }

    fn operation(&mut self, order: usize, expected: &Operation<'_>, found: &OperationText) {
        let about = About { order: Some(order), operation: Some(expected.label.clone()), ..About::default() };
        self.operation_title(&about, expected, found);
        self.url(&about, expected, found);
        if let (Some(known), Some(method)) = (&expected.method, &found.method)
            && !known.text.eq_ignore_ascii_case(&method.value)
        {
            let message = format!("the method is {} now, {}", method.value, self.was(&known.text));
            let spans = Spans { document: method.span.clone(), against: known.span.clone() };
            self.report(&about, What::Method, Severity::BreaksRequests, message, spans)
                .changed(&known.text, &method.value);
        }
        self.media_types(&about, expected, found);
    }

    fn operation_title(&mut self, about: &About, expected: &Operation<'_>, found: &OperationText) {
        // A document about one operation often has no heading for it but its own.
        let is_that_of_document = self.document.title.as_ref().is_some_and(|title| {
            title.span == found.title.span || words::same(&title.value, &found.title.value)
        });
        if is_that_of_document
            || words::plain(&found.title.value).is_empty()
            || words::same(&expected.title.text, &found.title.value)
        {
            return;
        }
        let message = format!(
            "the operation is called {} now, {}",
            shown(&found.title.value),
            self.was(&shown(&expected.title.text))
        );
        let spans = Spans { document: found.title.span.clone(), against: expected.title.span.clone() };
        let change = self.report(about, What::OperationTitle, Severity::Wording, message, spans);
        change.changed(&expected.title.text, &found.title.value);
        if let Some(place) = &expected.title.place {
            change.can_be_applied(Edit::words(place, &found.title.value));
        }
    }

    fn url(&mut self, about: &About, expected: &Operation<'_>, found: &OperationText) {
        let url = found.url.as_ref();
        let (before, span) = match (&expected.urls, url) {
            (Urls::Printed(None), None) => return,
            (Urls::Printed(known), url) => {
                let known_address = known.as_ref().map(|known| address(&known.text));
                if known_address == url.map(|url| address(&url.value)) {
                    return;
                }
                let span = known.as_ref().map(|known| known.span.clone());
                (known.as_ref().map(|known| known.text.clone()), span)
            }
            (Urls::Built { .. }, None) => return,
            (Urls::Built { path, whole, span }, Some(url)) => {
                let printed = address(&url.value);
                let spelled_out = printed.starts_with("http://") || printed.starts_with("https://");
                let fits = if spelled_out && !whole.is_empty() {
                    whole.iter().any(|known| known.trim_end_matches('/') == printed)
                } else {
                    printed.ends_with(path.as_str())
                };
                if fits {
                    return;
                }
                (Some(whole.first().unwrap_or(path).clone()), Some(span.clone()))
            }
        };
        let message = match (url, &before) {
            (Some(url), Some(before)) => {
                format!("the URL is `{}` now, {}", url.value, self.was(&format!("`{before}`")))
            }
            (Some(url), None) => format!("the document names a URL now: `{}`", url.value),
            (None, _) => "the document names no URL any more".to_owned(),
        };
        let severity = if url.is_some() && before.is_some() {
            Severity::BreaksRequests
        } else {
            Severity::NewInformation
        };
        let spans = Spans {
            document: url.map_or(found.title.span.clone(), |url| url.span.clone()),
            against: span.unwrap_or(expected.title.span.clone()),
        };
        let change = self.report(about, What::Url, severity, message, spans);
        change.before = before;
        change.now = url.map(|url| url.value.clone());
    }

    fn media_types(&mut self, about: &About, expected: &Operation<'_>, found: &OperationText) {
        let Some((known, span)) = &expected.media_types else { return };
        let known: Vec<&str> = known.iter().filter_map(|known| media_type(known)).collect();
        let now: Vec<&str> =
            found.media_types.iter().filter_map(|stated| media_type(&stated.value)).collect();
        let same = known.iter().all(|known| now.contains(known)) && now.iter().all(|now| known.contains(now));
        if same || known.is_empty() || now.is_empty() {
            return;
        }
        let (before, now) = (known.join(", "), now.join(", "));
        let message = format!("requests are written as {now} now, {}", self.was(&before));
        let document =
            found.media_types.first().map_or(found.title.span.clone(), |stated| stated.span.clone());
        let spans = Spans { document, against: span.clone() };
        self.report(about, What::MediaTypes, Severity::BreaksRequests, message, spans).changed(&before, &now);
    }

    fn gone(&mut self, order: usize, expected: &Operation<'_>) {
        let about = About { order: Some(order), operation: Some(expected.label.clone()), ..About::default() };
        for message in [&expected.request, &expected.response] {
            message.fields.iter().for_each(|field| self.listed.gone(field));
        }
        let message = format!("the document has no operation {} any more", shown(&expected.title.text));
        let document = self.document.title.as_ref().map_or(0..0, |title| title.span.clone());
        let spans = Spans { document, against: expected.title.span.clone() };
        self.report(&about, What::OperationRemoved, Severity::BreaksRequests, message, spans);
    }

    fn came(&mut self, order: usize, found: &OperationText) {
        let about = About { order: Some(order), operation: Some(older::label(found)), ..About::default() };
        let message = format!("the document has a new operation {}", shown(&found.title.value));
        let against = self.expected.operations.last().map_or(0..0, |last| last.title.span.clone());
        let spans = Spans { document: found.title.span.clone(), against };
        self.report(&about, What::OperationAdded, Severity::NewInformation, message, spans);
    }
}

impl Change {
    pub(super) fn changed(&mut self, before: &str, now: &str) {
        self.before = Some(before.to_owned());
        self.now = Some(now.to_owned());
    }

    pub(super) fn can_be_applied(&mut self, edit: Edit) {
        self.edit = Some(edit);
        self.remedy = Some(Remedy::Mechanical);
    }

    pub(super) fn must_be_done_by_hand(&mut self) {
        self.edit = None;
        self.remedy = self.remedy.map(|_| Remedy::ByHand);
    }
}

/// A text of a document in a sentence.
pub(super) fn shown(text: &str) -> String {
    format!("“{}”", text.trim())
}

/// What a media type is called in specifications.
fn media_type(printed: &str) -> Option<&'static str> {
    let printed = printed.to_lowercase();
    [("json", "json"), ("form", "form"), ("xml", "xml")]
        .into_iter()
        .find(|(part, _)| printed.contains(part))
        .map(|(_, word)| word)
}

/// Whether a heading without words stands above: the document says no title there.
fn is_behind_an_empty_heading(text: &str, at: usize) -> bool {
    let line = text.get(..at).and_then(|before| before.rfind('\n')).unwrap_or(0);
    text.get(..line).unwrap_or_default().lines().any(|line| {
        let line = line.trim();
        !line.is_empty() && line.chars().all(|character| character == '#')
    })
}
