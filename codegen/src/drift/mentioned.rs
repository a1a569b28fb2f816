//! Whether a document speaks of a code outside of its lists.

use std::collections::HashMap;
use std::ops::Range;

use super::expected::ExpectedCode;
use super::words;
use crate::document::Document;

/// Where the words of a document stand.
pub(super) struct Mentions<'d> {
    text: &'d str,
    /// The places of its words of ASCII letters, digits and `_`, and of its characters that are not ASCII.
    places: HashMap<&'d str, Vec<usize>>,
    /// Tables and samples of messages, and tables of codes, in their order and apart from each other.
    facts: Vec<Range<usize>>,
}

/// Whether a document has a list in which a code could stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    There,
    Nowhere,
}

impl<'d> Mentions<'d> {
    pub(super) fn of(document: &'d Document) -> Self {
        let text = &*document.text;
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, anchor) in anchors(text) {
            places.entry(anchor).or_default().push(at);
        }
        Self { text, places, facts: facts(document) }
    }

    /// Whether the text mentions a code.
    ///
    /// A short value could be anything: it needs its words near it, if it has any. Where there is a list, tables and
    /// samples mention nothing, and only the prose counts. Where there is none, a sample may be all that a document says,
    /// and two digits in the prose are enough.
    pub(super) fn has(&self, known: &ExpectedCode, list: List) -> bool {
        const LONG: usize = 4;
        let length = known.value.chars().count();
        let title = known.title.as_ref().map(|title| words::plain(&title.text)).unwrap_or_default();
        let is_wordless = title.is_empty() && known.aliases.is_empty();
        let is_beside = |at: usize| {
            let near = words::plain(self.near(at));
            !title.is_empty() && near.contains(&title)
                || known.aliases.iter().any(|alias| near.contains(&words::plain(alias)))
        };
        self.whole_words(&known.value).any(|at| match list {
            List::There => self.is_prose(at) && (length >= LONG || is_beside(at)),
            List::Nowhere => {
                length >= LONG || is_wordless || length > 1 && self.is_prose(at) || is_beside(at)
            }
        })
    }

    /// Where a value stands as a word of its own. Only places of its rarest part are looked at.
    fn whole_words(&self, value: &str) -> impl Iterator<Item = usize> {
        const NOWHERE: &[usize] = &[];
        let rarest = anchors(value)
            .map(|(offset, anchor)| (self.places.get(anchor).map_or(NOWHERE, Vec::as_slice), offset))
            .min_by_key(|(places, _)| places.len());
        let (places, offset) = rarest.unwrap_or((NOWHERE, 0));
        let inside = |character: Option<char>| {
            character.is_some_and(|character| character.is_ascii_alphanumeric() || character == '_')
        };
        let text = self.text;
        places.iter().filter_map(move |at| {
            let start = at.checked_sub(offset)?;
            let behind = text.get(start..)?.strip_prefix(value)?;
            let is_whole = !inside(text.get(..start)?.chars().next_back()) && !inside(behind.chars().next());
            is_whole.then_some(start)
        })
    }

    /// The line around a place, or what of a very long one is near it.
    fn near(&self, at: usize) -> &'d str {
        const FAR: usize = 500;
        let text = self.text;
        let mut from = at.saturating_sub(FAR);
        while !text.is_char_boundary(from) {
            from -= 1;
        }
        let mut to = (at + FAR).min(text.len());
        while !text.is_char_boundary(to) {
            to += 1;
        }
        let start = text[from..at].rfind('\n').map_or(from, |end| from + end + 1);
        let end = text[at..to].find('\n').map_or(to, |end| at + end);
        &text[start..end]
    }

    fn is_prose(&self, at: usize) -> bool {
        let before = self.facts.partition_point(|fact| fact.start <= at);
        before.checked_sub(1).and_then(|last| self.facts.get(last)).is_none_or(|fact| fact.end <= at)
    }
}

/// The words of ASCII letters and digits of a text, and its other characters that are not ASCII, each with its place.
fn anchors(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = &text[at..];
            let first = rest.chars().next()?;
            let start = at;
            let length = rest.bytes().take_while(|byte| is_word(*byte)).count();
            at += length.max(first.len_utf8());
            if length > 0 || !first.is_ascii() {
                return Some((start, &text[start..at]));
            }
        }
    })
}

fn facts(document: &Document) -> Vec<Range<usize>> {
    let messages = document.operations.iter().flat_map(|operation| [&operation.request, &operation.response]);
    let mut spans: Vec<Range<usize>> = messages
        .flat_map(|message| message.span.iter().chain(message.samples.iter().map(|sample| &sample.span)))
        .chain(document.code_tables.iter().map(|table| &table.span))
        .cloned()
        .collect();
    spans.sort_by_key(|span| span.start);
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(spans.len());
    for span in spans {
        match apart.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => apart.push(span),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_a_word_only_by_itself() {
        for (text, value, count) in [
            ("码01000000、10", "01000000", 1),
            ("码01000000、10", "0", 0),
            ("00（成功）00", "00", 2),
            ("错误-4004，4004", "-4004", 1),
            ("错误-4004，4004", "4004", 2),
            ("支付成功，支付失败", "支付", 2),
            ("A-1、A-12、BA-1", "A-1", 1),
        ] {
            let document = crate::document::read("a.md", text);
            assert_eq!(Mentions::of(&document).whole_words(value).count(), count, "{value} in {text}");
        }
    }
}
