//! What a row says of its field.

use super::apply::Edit;
use super::change::{Direction, Severity, What};
use super::compare::{About, Comparison, Spans, shown};
use super::expected::{Expectation, ExpectedConstant, ExpectedKind, Hangs, Listed, Wording};
use super::{choice, condition, kind, moment, recorded, severity, unit, words};
use crate::document::{CodeText, FieldText, LengthText, LengthUnit, PresenceText};

/// The message in which a row stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'t> {
    pub(super) direction: Direction,
    /// Whether its table says anything about lengths.
    pub(super) has_lengths: bool,
    /// What was told of its notes and of its sections.
    pub(super) choices: Option<&'t choice::Told>,
    pub(super) conditions: &'t condition::Told,
}

/// Compares a row with what is expected of it.
pub(super) fn compare<'a>(
    comparison: &mut Comparison<'a>,
    about: &About,
    context: Context<'_>,
    field: &'a Expectation<'a>,
    row: &'a FieldText,
) {
    if field.listed == Listed::No {
        let message = format!(
            "`{}` {} is in the document now; the specification knows it from elsewhere",
            field.name,
            shown(&row.title.value)
        );
        let spans = Spans { document: row.name.span.clone(), against: field.span.clone() };
        comparison.report(about, What::FieldAdded, Severity::NewInformation, message, spans).note =
            Some("compare it with the document, then drop its `basis`".to_owned());
        return;
    }
    title(comparison, about, field, row);
    presence(comparison, about, context, field, row);
    length(comparison, about, context, field, row);
    kind_of(comparison, about, context, field, row);
    unit::compare(comparison, about, field, row);
    moment::compare(comparison, about, field, row);
    constant(comparison, about, context, field, row);
    description(comparison, about, context, field, row);
    comparison.listed.row(about, field, row, comparison.document);
}

/// How a presence reads in a sentence.
pub(super) const fn presence_word(presence: PresenceText) -> &'static str {
    match presence {
        PresenceText::Required => "mandatory",
        PresenceText::Optional => "optional",
        PresenceText::Conditional => "conditional",
    }
}

/// How a length reads in a sentence.
pub(super) fn length_words(length: LengthText) -> String {
    match (length.decimals, length.unit) {
        (Some(decimals), _) => format!("{},{decimals}", length.max),
        (None, LengthUnit::Bytes) => format!("{} bytes", length.max),
        (None, LengthUnit::Characters) => length.max.to_string(),
    }
}

/// What to mind when a field is gone.
pub(super) fn note_on_gone(
    field: &Expectation<'_>,
    direction: Direction,
    against_document: bool,
) -> Option<&'static str> {
    Some(match (field.hangs, direction) {
        (Hangs::Signature, _) => "it is the signature",
        (Hangs::Signed, Direction::Request) if against_document => {
            "a provider that does not define it fails the signature, or the request"
        }
        (Hangs::Signed, Direction::Request) => {
            "it is sent and signed: a provider that does not define it fails the signature"
        }
        (Hangs::Signed, Direction::Response) => "replies cannot be verified without it",
        (Hangs::Sent, _) => "it is sent",
        (Hangs::Decision, _) => "replies are decided by it: without it an order stays unknown",
        (Hangs::Identity, _) => "replies are tied to their requests by it",
        (Hangs::Promise, _) if against_document => "every reply had it",
        (Hangs::Promise, _) => "callers see it in the order",
        (Hangs::Nothing, _) => return None,
    })
}

fn title(comparison: &mut Comparison<'_>, about: &About, field: &Expectation<'_>, row: &FieldText) {
    let now = &row.title.value;
    if words::plain(now).is_empty() || words::same(&field.title.text, now) {
        return;
    }
    let message = format!(
        "`{}` is called {} now, {}",
        field.name,
        shown(now),
        comparison.was(&shown(&field.title.text))
    );
    let spans = Spans { document: row.title.span.clone(), against: field.title.span.clone() };
    if field.recorded.title.is_some_and(|own| words::same(own, now)) {
        let sentence = format!("`{}` is called {}", field.name, shown(now));
        recorded::corrected(comparison, about, What::Title, "title", &sentence, spans);
        return;
    }
    let change = comparison.report(about, What::Title, Severity::Wording, message, spans);
    change.changed(&field.title.text, now);
    if let Some(place) = &field.title.place {
        change.can_be_applied(Edit::words(place, now));
    }
}

fn presence(
    comparison: &mut Comparison<'_>,
    about: &About,
    context: Context<'_>,
    field: &Expectation<'_>,
    row: &FieldText,
) {
    let expected = field.presence.as_ref().map(|(presence, _)| *presence);
    let Some(stated) = &row.presence else { return };
    let now = stated.value;
    // The section says when, the row says that it is then always there.
    let in_section =
        field.may_be_mandatory_in_section && now == PresenceText::Required && !row.sections.is_empty();
    if expected == Some(now) || in_section || context.conditions.holds(row) {
        return;
    }
    let before = expected.map(presence_word);
    let message = match before {
        Some(before) => {
            format!("`{}` is {} now, {}", field.name, presence_word(now), comparison.was(before))
        }
        None => format!("`{}` is {} now, nothing was said of it before", field.name, presence_word(now)),
    };
    let against = field.presence.as_ref().map_or(field.span.clone(), |(_, span)| span.clone());
    let severity = severity::of_presence(context.direction, field.hangs, expected, now);
    let spans = Spans { document: stated.span.clone(), against };
    if field.recorded.presence == Some(now) {
        let sentence = format!("`{}` is {}", field.name, presence_word(now));
        recorded::corrected(comparison, about, What::Presence, "presence", &sentence, spans);
        return;
    }
    let change = comparison.report(about, What::Presence, severity, message, spans);
    change.before = before.map(str::to_owned);
    change.now = Some(presence_word(now).to_owned());
    if context.direction == Direction::Response && matches!(field.hangs, Hangs::Decision | Hangs::Identity) {
        change.note = Some("an order whose reply lacks it stays unknown".to_owned());
    }
}

fn length(
    comparison: &mut Comparison<'_>,
    about: &About,
    context: Context<'_>,
    field: &Expectation<'_>,
    row: &FieldText,
) {
    let now = row.length.as_ref().map(|stated| stated.value);
    let same = if comparison.is_against_document() {
        field.length == now
    } else {
        // A table that says nothing of lengths takes none back.
        field.length.map(|length| length.max) == now.map(|length| length.max)
            || (now.is_none() && !context.has_lengths)
    };
    if same {
        return;
    }
    let before = field.length.map(length_words);
    let text = now.map(length_words);
    let message = match (&before, &text) {
        (Some(before), Some(now)) => {
            format!("`{}` has a length of {now} now, {}", field.name, comparison.was(before))
        }
        (None, Some(now)) => format!("`{}` has a length of {now} now, there was none", field.name),
        (Some(before), None) => {
            format!("`{}` has no length any more, {}", field.name, comparison.was(before))
        }
        (None, None) => return,
    };
    let (old_max, new_max) = (field.length.map(|length| length.max), now.map(|length| length.max));
    let severity = severity::of_length(context.direction, field.hangs, old_max, new_max);
    let document = row.length.as_ref().map_or(row.name.span.clone(), |stated| stated.span.clone());
    let spans = Spans { document, against: field.length_span.clone() };
    if field.recorded.length == Some(new_max) {
        let length = text.map_or("no length".to_owned(), |text| format!("a length of {text}"));
        let sentence = format!("`{}` has {length}", field.name);
        recorded::corrected(comparison, about, What::Length, "max_length", &sentence, spans);
        return;
    }
    let change = comparison.report(about, What::Length, severity, message, spans);
    change.before = before;
    change.now = text;
    if field.hangs == Hangs::Signature {
        change.note = Some("another length of the signature may be another algorithm".to_owned());
    } else if let (Some(place), Some(old), Some(new)) = (&field.length_place, old_max, new_max)
        && new > old
        && now.is_some_and(|length| length.unit == LengthUnit::Characters)
    {
        change.can_be_applied(Edit::number(place, new));
    }
}

fn kind_of(
    comparison: &mut Comparison<'_>,
    about: &About,
    context: Context<'_>,
    field: &Expectation<'_>,
    row: &FieldText,
) {
    let now = row.kind.as_ref().map(|stated| stated.value.as_str());
    let decimals = row.length.as_ref().and_then(|stated| stated.value.decimals);
    let before = match (field.kind, now) {
        (ExpectedKind::Any, None) => return,
        (ExpectedKind::Any, Some(_)) if !comparison.is_against_document() => return,
        (ExpectedKind::Any, Some(_)) => None,
        (ExpectedKind::Word(_) | ExpectedKind::Of(_), None) if !comparison.is_against_document() => return,
        (ExpectedKind::Word(word), now) => {
            if now.is_some_and(|now| kind::same_word(word, now)) {
                return;
            }
            Some(word)
        }
        (ExpectedKind::Of(_), None) => return,
        (ExpectedKind::Of(known), Some(now)) => {
            let codes = field.codes.and_then(|index| comparison.expected.codes.get(index));
            let is_one_of_many = codes.is_some_and(|codes| codes.codes.len() > 2);
            if kind::goes_with(now, decimals, known) && !(is_one_of_many && kind::is_truth(now)) {
                return;
            }
            Some(known.kind.name())
        }
    };
    let message = match (before, now) {
        (Some(before), Some(now)) => {
            format!("`{}` is of type {now} now, {}", field.name, comparison.was(before))
        }
        (None, Some(now)) => format!("`{}` is of type {now} now, there was none", field.name),
        (_, None) => format!("`{}` has no type any more", field.name),
    };
    let severity = match now {
        // Nothing is said of it: nothing is known to break.
        None => Severity::NewInformation,
        Some(_) if before.is_none() => Severity::NewInformation,
        Some(now) if before.is_some_and(|before| kind::same_family(before, now)) => Severity::Wording,
        Some(_) => severity::of_kind(context.direction, field.hangs),
    };
    let document = row.kind.as_ref().map_or(row.name.span.clone(), |stated| stated.span.clone());
    let spans = Spans { document, against: field.kind_span.clone() };
    if let (Some(own), Some(now)) = (field.recorded.kind, now)
        && kind::goes_with(now, decimals, own)
    {
        let sentence = format!("`{}` is of type {now}", field.name);
        recorded::corrected(comparison, about, What::Type, "type", &sentence, spans);
        return;
    }
    let change = comparison.report(about, What::Type, severity, message, spans);
    change.before = before.map(str::to_owned);
    change.now = now.map(str::to_owned);
}

fn constant(
    comparison: &mut Comparison<'_>,
    about: &About,
    context: Context<'_>,
    field: &Expectation<'_>,
    row: &FieldText,
) {
    let now = row.constant.as_ref().map(|stated| stated.value.as_str());
    let (message, before) = match (&field.constant, now) {
        (ExpectedConstant::Is(known), Some(now)) if !words::same(&known.text, now) => {
            let was = comparison.was(&format!("`{}`", known.text));
            (format!("`{}` is always `{now}` now, {was}", field.name), Some(known))
        }
        (ExpectedConstant::Is(known), None) if comparison.is_against_document() => {
            (format!("`{}` is not always `{}` any more", field.name, known.text), Some(known))
        }
        (ExpectedConstant::No, Some(now)) => (format!("`{}` is always `{now}` now", field.name), None),
        _ => return,
    };
    let severity = match context.direction {
        Direction::Request => Severity::BreaksSigning,
        Direction::Response => Severity::NewInformation,
    };
    let document = row.constant.as_ref().map_or(row.name.span.clone(), |stated| stated.span.clone());
    let spans = Spans { document, against: before.map_or(field.span.clone(), |known| known.span.clone()) };
    let before = before.map(|known| known.text.clone());
    let change = comparison.report(about, What::Constant, severity, message, spans);
    change.before = before;
    change.now = now.map(str::to_owned);
}

/// What a row says besides: between two documents alone, a specification has its own words.
fn description(
    comparison: &mut Comparison<'_>,
    about: &About,
    context: Context<'_>,
    field: &Expectation<'_>,
    row: &FieldText,
) {
    let Some(before) = &field.description else { return };
    let now = row.description.as_ref().map_or("", |stated| stated.value.as_str());
    if words::same(&before.text, now) || context.choices.is_some_and(|told| told.holds(field, row)) {
        return;
    }
    // Codes, constants and units are compared by themselves.
    let mut facts = code_texts(&row.codes);
    if let Some(codes) = field.codes.and_then(|index| comparison.expected.codes.get(index)) {
        for code in &codes.codes {
            facts.push(&code.value);
            facts.extend(code.title.iter().map(|title| title.text.as_str()));
        }
    }
    facts.extend(row.constant.iter().map(|stated| stated.value.as_str()));
    if let ExpectedConstant::Is(Wording { text, .. }) = &field.constant {
        facts.push(text);
    }
    if unit::changed(comparison, field, row).is_some() {
        facts.extend(["分", "元"]);
    }
    let formats = moment::changed(field, row);
    if let Some((before, now)) = &formats {
        facts.extend(before.iter().chain(now).map(String::as_str));
    }
    if remainder(&before.text, &facts) == remainder(now, &facts) {
        return;
    }
    let message = match (before.text.trim(), now.trim()) {
        ("", now) => format!("`{}` is described now: {}", field.name, shown(now)),
        (before, "") => format!("`{}` is not described any more, it was {}", field.name, shown(before)),
        (before, now) => {
            format!("`{}` is described as {} now, it was {}", field.name, shown(now), shown(before))
        }
    };
    let document = row.description.as_ref().map_or(row.name.span.clone(), |stated| stated.span.clone());
    let spans = Spans { document, against: before.span.clone() };
    comparison.report(about, What::Description, Severity::Wording, message, spans).changed(&before.text, now);
}

fn code_texts(codes: &[CodeText]) -> Vec<&str> {
    codes
        .iter()
        .flat_map(|code| std::iter::once(&code.value).chain(&code.title))
        .map(|stated| stated.value.as_str())
        .collect()
}

/// The letters of a text that belong to none of the facts.
fn remainder(text: &str, facts: &[&str]) -> String {
    // A sign between a code and its title is only spelling.
    let letters = if facts.is_empty() { words::letters_and_signs } else { words::letters };
    let mut left = letters(text);
    let mut facts: Vec<String> = facts.iter().map(|fact| letters(fact)).collect();
    facts.sort_by_key(|fact| std::cmp::Reverse(fact.len()));
    for fact in facts.iter().filter(|fact| !fact.is_empty()) {
        left = left.replace(fact.as_str(), "");
    }
    left
}
