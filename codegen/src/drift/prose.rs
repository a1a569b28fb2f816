//! What two documents say outside of their tables and samples, line by line.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use super::change::{Severity, What};
use super::compare::{About, Comparison, Spans, shown};
use super::{polling, words};
use crate::document::{Document, MessageText};
use crate::import::whole;

/// A line.
struct Line<'d> {
    letters: String,
    text: &'d str,
    span: Range<usize>,
}

/// The lines of a document.
#[derive(Default)]
struct Lines<'d> {
    prose: Vec<Line<'d>>,
    /// The letters of those in which a fact stands.
    of_facts: HashSet<String>,
}

/// Reports lines that only one of two documents has, wherever they stand. What is compared as a fact is no line.
pub(super) fn compare(comparison: &mut Comparison<'_>, older: &Document) {
    let document = comparison.document;
    let (older, newer) = (lines(older), lines(document));
    // What is a fact in one document may be mere text in the other: nothing new is said by it.
    let is_new = |line: &Line<'_>, other: &Lines<'_>| !other.of_facts.contains(&line.letters);
    let now: Vec<&Line<'_>> = newer.prose.iter().filter(|line| is_new(line, &older)).collect();
    let mut before: Vec<&Line<'_>> = older.prose.iter().filter(|line| is_new(line, &newer)).collect();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for line in &now {
        *known.entry(&line.letters).or_default() += 1;
    }
    let mut kept: HashMap<String, usize> = HashMap::new();
    before.retain(|line| match known.get_mut(line.letters.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            *kept.entry(line.letters.clone()).or_default() += 1;
            false
        }
        _ => true,
    });
    for line in &now {
        if let Some(count) = kept.get_mut(&line.letters).filter(|count| **count > 0) {
            *count -= 1;
            continue;
        }
        let old = nearest(line, &before).map(|index| before.remove(index));
        let message = match &old {
            Some(old) => format!("the text says {} now, it was {}", shown(line.text), shown(old.text)),
            None => format!("the text says {} now", shown(line.text)),
        };
        let spans =
            Spans { document: line.span.clone(), against: old.as_ref().map_or(0..0, |old| old.span.clone()) };
        let (what, severity) = weigh(old.as_ref().map(|old| old.text), Some(line.text));
        let change = comparison.report(&About::default(), what, severity, message, spans);
        change.before = old.map(|old| old.text.to_owned());
        change.now = Some(line.text.to_owned());
    }
    for line in before {
        let message = format!("the text does not say {} any more", shown(line.text));
        let spans = Spans { document: 0..0, against: line.span.clone() };
        let (what, severity) = weigh(Some(line.text), None);
        let change = comparison.report(&About::default(), what, severity, message, spans);
        change.before = Some(line.text.to_owned());
    }
}

/// The line that this one most likely was.
fn nearest(line: &Line<'_>, before: &[&Line<'_>]) -> Option<usize> {
    if before.len() > MANY || line.letters.len() > LONG {
        return None;
    }
    let near = before.iter().enumerate().filter(|(_, old)| old.letters.len() <= LONG);
    near.map(|(index, old)| (shared(&old.letters, &line.letters), std::cmp::Reverse(index)))
        .filter(|(shared, _)| *shared >= SIMILAR)
        .max()
        .map(|(_, index)| index.0)
}

/// More lines than these, or longer ones, are another text, in which nobody looks for what was reworded.
const MANY: usize = 500;
const LONG: usize = 2000;

/// How many of ten characters two lines have to share to be one line that was reworded.
const SIMILAR: usize = 5;

/// What kind of change it is that one line is now another, and how much it matters.
fn weigh(before: Option<&str>, now: Option<&str>) -> (What, Severity) {
    let figures = |line: Option<&str>| line.map(polling::figures).unwrap_or_default();
    let (old, new) = (figures(before), figures(now));
    if old == new {
        return (What::Text, of_text(before.unwrap_or_default(), now.unwrap_or_default()));
    }
    (What::Polling, polling::severity(&old, &new))
}

/// Another unit of all amounts is another amount of money, and another algorithm another signature.
fn of_text(before: &str, now: &str) -> Severity {
    match (whole::unit_of_amounts(before), whole::unit_of_amounts(now)) {
        (Some(before), Some(now)) if before != now => return Severity::BreaksRequests,
        (before, now) if before != now => return Severity::NewInformation,
        _ => {}
    }
    let (old, new) = (algorithms(before), algorithms(now));
    if old != new && !old.is_empty() && !new.is_empty() {
        return Severity::BreaksSigning;
    }
    severity(if now.is_empty() { before } else { now })
}

/// The algorithms of signatures that a text names.
fn algorithms(text: &str) -> BTreeSet<String> {
    const NAMES: &[&str] = &[
        "md5",
        "sha1",
        "sha256",
        "sha512",
        "rsa",
        "rsa2",
        "sm2",
        "sm3",
        "hmacsha256",
        "hmacmd5",
        "sha256withrsa",
    ];
    let text = text.replace('-', "").to_lowercase();
    text.split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| NAMES.contains(word))
        .map(str::to_owned)
        .collect()
}

/// What a document says about signing is more than words, although nobody but a person can tell what.
fn severity(text: &str) -> Severity {
    const SIGNING: &[&str] =
        &["签名", "验签", "加密", "密钥", "秘钥", "md5", "sha1", "sha256", "rsa", "hmac"];
    let text = text.to_lowercase();
    if SIGNING.iter().any(|word| text.contains(word)) { Severity::NewInformation } else { Severity::Wording }
}

fn lines(document: &Document) -> Lines<'_> {
    let mut facts = facts(document);
    facts.sort_by_key(|fact| fact.start);
    let mut facts = facts.into_iter().peekable();
    // How far the facts reach of which the beginning has been passed.
    let mut covered = 0;
    let mut lines = Lines::default();
    let mut at = 0;
    let mut texts = document.text.split_inclusive('\n').peekable();
    while let Some(line) = texts.next() {
        let span = at..at + line.trim_end().len();
        at += line.len();
        while let Some(fact) = facts.next_if(|fact| fact.start < span.end.max(span.start + 1)) {
            covered = covered.max(fact.end);
        }
        let is_head_of_table = texts.peek().is_some_and(|next| is_rule(next));
        let letters = words::letters_and_signs(line);
        if is_head_of_table
            || is_fence(line)
            || words::letters(line).is_empty()
            || is_label(line, document, at)
        {
            continue;
        }
        if span.start < covered {
            lines.of_facts.insert(letters);
        } else {
            lines.prose.push(Line { letters, text: line.trim(), span });
        }
    }
    lines
}

/// The line below the head of a table.
fn is_rule(line: &str) -> bool {
    line.contains('|') && line.contains('-') && line.chars().all(|character| "|-: \t\r\n".contains(character))
}

/// Where a block of code begins or ends.
fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

/// Whether a line only says what stands below it: the heading of a table or of a sample.
fn is_label(line: &str, document: &Document, end: usize) -> bool {
    let line = line.trim();
    let is_heading = line.starts_with(['#', '*', '>', '-']) || line.ends_with([':', '：']);
    let mut below = document.text[end..].lines().map(str::trim).filter(|below| !below.is_empty());
    let Some(first) = below.next().filter(|_| is_heading) else { return false };
    first.starts_with('|') || is_fence(first) || below.next().is_some_and(is_rule)
}

/// Where facts stand that are compared by themselves.
fn facts(document: &Document) -> Vec<Range<usize>> {
    let mut facts: Vec<Range<usize>> = document.title.iter().map(|title| title.span.clone()).collect();
    for operation in &document.operations {
        facts.push(operation.title.span.clone());
        let stated = operation.name.iter().chain(&operation.url).chain(&operation.method);
        facts.extend(stated.chain(&operation.media_types).map(|stated| stated.span.clone()));
        for message in [&operation.request, &operation.response] {
            message_facts(message, &mut facts);
        }
    }
    for table in &document.code_tables {
        facts.push(table.title.span.clone());
        facts.push(table.span.clone());
    }
    for settings in &document.settings {
        facts.push(settings.place.span.clone());
        facts.extend(settings.rows.iter().flat_map(|(key, value)| [key.span.clone(), value.span.clone()]));
    }
    facts
}

fn message_facts(message: &MessageText, facts: &mut Vec<Range<usize>>) {
    fn rows(fields: &[crate::document::FieldText], facts: &mut Vec<Range<usize>>) {
        for field in fields {
            facts.push(field.span.clone());
            rows(&field.children, facts);
        }
    }
    facts.extend(message.span.clone());
    facts.extend(message.samples.iter().map(|sample| sample.span.clone()));
    rows(&message.fields, facts);
}

/// How many of ten pairs of neighbouring characters two texts share.
fn shared(one: &str, other: &str) -> usize {
    let pairs = |text: &str| {
        let characters: Vec<char> = text.chars().collect();
        characters.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()
    };
    let (one, mut other) = (pairs(one), pairs(other));
    let all = one.len() + other.len();
    let mut shared = 0_usize;
    for pair in &one {
        if let Some(found) = other.iter().position(|known| known == pair) {
            other.swap_remove(found);
            shared += 2;
        }
    }
    (shared * 10).checked_div(all).unwrap_or(0)
}
