//! What stands in a line or a cell: plain text, code spans and links, each with its place.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::Stated;

/// Longer lines are taken as they are printed.
const LONGEST: usize = 1 << 16;

/// A line, read.
#[derive(Debug, Clone, Default)]
pub(super) struct Inline {
    /// Its text without markup, trimmed; line breaks stand for `<br>`.
    pub(super) text: String,
    /// Its code spans.
    pub(super) code_spans: Vec<Stated<String>>,
    /// Its links.
    pub(super) links: Vec<Link>,
    /// Whether all of it is printed bold.
    pub(super) bold: bool,
    /// The line.
    pub(super) span: Range<usize>,
    /// Where the parts of the text come from, in their order.
    pieces: Vec<Piece>,
}

/// A link.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// Its words.
    pub(super) text: Stated<String>,
    /// Where it goes.
    pub(super) target: String,
}

/// A part of the text: from `at` on, and what it was read from.
#[derive(Debug, Clone)]
struct Piece {
    at: usize,
    source: Range<usize>,
    /// To the letter, so that a place inside it has a place in the document.
    exact: bool,
}

impl Inline {
    /// Reads what stands at a place of a document.
    pub(super) fn read(document: &str, span: Range<usize>) -> Self {
        let mut inline = Self { span: span.clone(), ..Self::default() };
        let source = &document[span.clone()];
        if source.len() > LONGEST || !has_markup(source) {
            inline.push(source, span, true);
        } else {
            inline.parse(source, span.start);
        }
        inline.trim();
        inline
    }

    /// Its text as something that the document says.
    pub(super) fn whole(&self) -> Stated<String> {
        self.stated(0..self.text.len())
    }

    /// The same, unless it is empty.
    pub(super) fn words(&self) -> Option<Stated<String>> {
        (!self.text.is_empty()).then(|| self.whole())
    }

    /// A part of the text, trimmed, as something that the document says.
    pub(super) fn stated(&self, range: Range<usize>) -> Stated<String> {
        let value = trimmed(&self.text[range.clone()]);
        let start = range.start + offset(&self.text[range], value);
        Stated { value: value.to_owned(), span: self.source(start..start + value.len()) }
    }

    /// The code span of a heading, and the words around it.
    pub(super) fn titled(&self) -> (Stated<String>, Option<Stated<String>>) {
        let Some(code) = self.code_spans.last() else { return (self.whole(), None) };
        let words = self.without(code.span.clone());
        (Stated { value: words, span: self.span.clone() }, Some(code.clone()))
    }

    fn without(&self, span: Range<usize>) -> String {
        let mut words = String::new();
        for (index, piece) in self.pieces.iter().enumerate() {
            let end = self.pieces.get(index + 1).map_or(self.text.len(), |next| next.at);
            if !(span.start <= piece.source.start && piece.source.end <= span.end) {
                words.push_str(&self.text[piece.at.min(end)..end]);
            }
        }
        trimmed(&words).to_owned()
    }

    /// Where a part of the text stands in the document.
    fn source(&self, range: Range<usize>) -> Range<usize> {
        let piece_at = |at: usize| {
            let after = self.pieces.partition_point(|piece| piece.at <= at);
            after.checked_sub(1).and_then(|index| self.pieces.get(index))
        };
        let Some(first) = piece_at(range.start) else { return self.span.start..self.span.start };
        let start = if first.exact {
            (first.source.start + (range.start - first.at)).min(first.source.end)
        } else {
            first.source.start
        };
        if range.is_empty() {
            return start..start;
        }
        let Some(last) = piece_at(range.end - 1) else { return start..start };
        let end = if last.exact { last.source.start + (range.end - last.at) } else { last.source.end };
        start..end.max(start)
    }

    /// Ends a line, without blanks before the end; where it ends.
    fn end_line(&mut self, source: Range<usize>) -> usize {
        let kept = self.text.trim_end_matches(|last| last != '\n' && is_blank(last)).len();
        self.text.truncate(kept);
        while self.pieces.last().is_some_and(|piece| piece.at >= kept) {
            self.pieces.pop();
        }
        self.push("\n", source, false);
        kept
    }

    /// Adds text; behind the end of a line without the blanks in front.
    fn push(&mut self, text: &str, mut source: Range<usize>, exact: bool) {
        let mut text = text;
        if self.text.ends_with('\n') && text != "\n" {
            let bare = text.trim_start_matches(is_blank);
            if exact {
                source.start += text.len() - bare.len();
            }
            text = bare;
        }
        if !text.is_empty() {
            self.pieces.push(Piece { at: self.text.len(), source, exact });
            self.text.push_str(text);
        }
    }

    /// Reads line after line. A line may end inside a tag, but nowhere else inside markup.
    fn parse(&mut self, source: &str, start: usize) {
        let bytes = source.as_bytes();
        let (mut begin, mut in_tag, mut bold) = (0, false, true);
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'<' => {
                    in_tag =
                        bytes.get(at + 1).is_some_and(|next| *next == b'/' || next.is_ascii_alphabetic());
                }
                b'>' => in_tag = false,
                b'\n' | b'\r' if !in_tag => {
                    bold &= self.parse_line(&source[begin..at], start + begin);
                    begin = at + 1;
                    if !self.text.ends_with('\n') {
                        self.end_line(start + at..start + begin);
                    }
                }
                _ => {}
            }
        }
        bold &= self.parse_line(&source[begin..], start + begin);
        self.bold = bold && !self.text.trim().is_empty();
    }

    /// Reads a line as the content of a heading: there every character is text or inline markup, and nothing begins a
    /// list. Whether all of it is printed bold.
    fn parse_line(&mut self, source: &str, start: usize) -> bool {
        let heading = format!("# {} #\n", source.replace(['\n', '\r'], " "));
        let place = |range: Range<usize>| {
            let within = |at: usize| at.saturating_sub(2).min(source.len());
            start + within(range.start)..start + within(range.end)
        };
        let (mut strong, mut plain, mut link) = (0_usize, false, None);
        for (event, range) in Parser::new_ext(&heading, Options::empty()).into_offset_iter() {
            let printed = heading.get(range.clone()).unwrap_or_default().to_owned();
            let span = place(range);
            match event {
                Event::Start(Tag::Strong) => strong += 1,
                Event::End(TagEnd::Strong) => strong = strong.saturating_sub(1),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    link = Some((self.text.len(), span, dest_url.into_string()));
                }
                Event::End(TagEnd::Link) => {
                    if let Some((at, span, target)) = link.take() {
                        let value = trimmed(&self.text[at..]).to_owned();
                        self.links.push(Link { text: Stated { value, span }, target });
                    }
                }
                Event::Text(text) => {
                    plain |= strong == 0 && !text.trim().is_empty();
                    let exact = *text == *printed;
                    self.push(&text.replace('\u{a0}', " "), span, exact && !text.contains('\u{a0}'));
                }
                Event::Code(text) => {
                    plain |= strong == 0;
                    // In a table a pipe is escaped in code spans too.
                    let value = text.replace("\\|", "|");
                    let within = printed.find(value.as_str()).filter(|_| !value.is_empty());
                    let span = within.map_or(span.clone(), |at| {
                        let begin = (span.start + at).min(span.end);
                        begin..(begin + value.len()).min(span.end)
                    });
                    self.push(&value, span.clone(), within.is_some());
                    self.code_spans.push(Stated { value, span });
                }
                Event::InlineHtml(tag) | Event::Html(tag) => match element(&tag) {
                    Element::Break => {
                        let end = self.end_line(span);
                        if let Some((at, ..)) = &mut link {
                            *at = end.min(*at);
                        }
                    }
                    Element::Look => {}
                    Element::Other => self.push(&tag, span, *tag == *printed),
                },
                _ => {}
            }
        }
        !plain
    }

    /// Drops the blanks around the text.
    fn trim(&mut self) {
        let value = trimmed(&self.text);
        let (begin, length) = (offset(&self.text, value), value.len());
        self.text.truncate(begin + length);
        self.text.drain(..begin);
        let kept = self.pieces.partition_point(|piece| piece.at <= begin).saturating_sub(1);
        self.pieces.drain(..kept);
        for piece in &mut self.pieces {
            match begin.checked_sub(piece.at) {
                Some(cut) => {
                    if piece.exact {
                        piece.source.start = (piece.source.start + cut).min(piece.source.end);
                    }
                    piece.at = 0;
                }
                None => piece.at -= begin,
            }
        }
        self.pieces.retain(|piece| piece.at < length);
    }
}

/// Without the blanks around it, those of a full width and those without any width too.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// Whether a character is nothing on paper.
pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200b}' | '\u{feff}')
}

/// Where a part of a text begins in it.
pub(super) fn offset(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

/// Whether a parser could find anything but text. An underscore between letters is one of a name.
fn has_markup(source: &str) -> bool {
    let bytes = source.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'\\' | b'`' | b'*' | b'<' | b'&' | b'[' | b'\0' | b'\xc2' => true,
        b'_' => {
            let letter =
                |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
            !letter(at.checked_sub(1)) || !letter(Some(at + 1))
        }
        _ => false,
    })
}

enum Element {
    /// A line ends.
    Break,
    /// The look of the text.
    Look,
    /// Something in angle brackets that the author may mean as text.
    Other,
}

fn element(tag: &str) -> Element {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(name.len());
    match name[..end].to_ascii_lowercase().as_str() {
        "br" | "p" | "li" | "ul" | "ol" | "div" | "pre" => Element::Break,
        "a" | "b" | "center" | "code" | "del" | "em" | "font" | "i" | "img" | "nobr" | "s" | "small"
        | "span" | "strong" | "sub" | "sup" | "u" => Element::Look,
        "" if tag.starts_with("<!--") => Element::Look,
        _ => Element::Other,
    }
}
