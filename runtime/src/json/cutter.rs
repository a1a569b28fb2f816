//! JSON, cut into the nodes of a message.

use std::borrow::Cow;

use crate::message::{NodeData, Span, repeated_name, shown};
use crate::{Format, MAX_DEPTH, Malformed, Message, NodeKind};

/// Cuts JSON into nodes, and refuses what is none: one walk over the text does both.
///
/// It takes what `serde_json` takes (a test compares them). In what words a text is refused that is no JSON is not its
/// business: the reader asks `serde_json` for them.
pub(super) struct Cutter<'j> {
    json: &'j str,
    at: usize,
    /// The JSON itself, and after it the strings that are written with escapes.
    buffer: String,
    nodes: Vec<NodeData>,
}

impl<'j> Cutter<'j> {
    /// For a text without white space around it.
    pub(super) fn new(json: &'j str) -> Self {
        // Members of these messages take 20 to 40 bytes.
        Self { json, at: 0, buffer: json.to_owned(), nodes: Vec::with_capacity(json.len() / 24 + 2) }
    }

    /// The value as a message.
    pub(super) fn message(mut self) -> Result<Message, Malformed> {
        self.value(Span::NONE, 1)?;
        self.finish()
    }

    /// The value as the only member of a message, without a name.
    pub(super) fn fragment(mut self) -> Result<Message, Malformed> {
        self.nodes.push(NodeData::nameless(NodeKind::Object));
        self.value(Span::NONE, 1)?;
        let size = self.nodes.len();
        if let Some(root) = self.nodes.first_mut() {
            root.size = size;
        }
        self.finish()
    }

    fn finish(self) -> Result<Message, Malformed> {
        if self.at == self.json.len() {
            Ok(Message::from_parts(self.buffer, self.nodes))
        } else {
            Err(Malformed::TrailingData)
        }
    }

    /// The byte where the walk stands.
    #[inline]
    fn here(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no white space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.here() {
            self.at += 1;
        }
        self.here()
    }

    fn value(&mut self, name: Span, depth: usize) -> Result<(), Malformed> {
        let (kind, value) = match self.peek() {
            Some(bracket @ (b'{' | b'[')) => return self.container(bracket, name, depth),
            Some(b'"') => (NodeKind::Text, self.string()?),
            Some(b'n') => (NodeKind::Null, self.word("null")?),
            Some(b't') => (NodeKind::Boolean, self.word("true")?),
            Some(b'f') => (NodeKind::Boolean, self.word("false")?),
            _ => (NodeKind::Number, self.number()?),
        };
        self.nodes.push(NodeData::new(&self.buffer, kind, name, value));
        Ok(())
    }

    fn container(&mut self, bracket: u8, name: Span, depth: usize) -> Result<(), Malformed> {
        if depth > MAX_DEPTH {
            return Err(Malformed::TooDeep);
        }
        let (kind, end) = if bracket == b'{' { (NodeKind::Object, b'}') } else { (NodeKind::List, b']') };
        let (start, index) = (self.at, self.nodes.len());
        self.nodes.push(NodeData::new(&self.buffer, kind, name, Span::NONE));
        self.at += 1;
        let mut is_open = self.peek() != Some(end);
        while is_open {
            let name = if kind == NodeKind::Object { self.name()? } else { Span::NONE };
            self.value(name, depth + 1)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(byte) if byte == end => is_open = false,
                _ => return Err(no_json()),
            }
        }
        self.at += 1;
        let size = self.nodes.len() - index;
        if let Some(node) = self.nodes.get_mut(index) {
            node.value = Span { start, end: self.at };
            node.size = size;
        }
        if kind == NodeKind::Object {
            let members = self.nodes.get(index + 1..).unwrap_or_default();
            if let Some(name) = repeated_name(&self.buffer, members) {
                return Err(Malformed::Duplicate { name: shown(name) });
            }
        }
        Ok(())
    }

    /// The name of a member, and the colon after it.
    fn name(&mut self) -> Result<Span, Malformed> {
        if self.peek() != Some(b'"') {
            return Err(no_json());
        }
        let name = self.string()?;
        if self.peek() != Some(b':') {
            return Err(no_json());
        }
        self.at += 1;
        Ok(name)
    }

    /// `null`, `true` or `false`.
    fn word(&mut self, word: &str) -> Result<Span, Malformed> {
        let start = self.at;
        if !self.json.as_bytes().get(start..).is_some_and(|rest| rest.starts_with(word.as_bytes())) {
            return Err(no_json());
        }
        self.at += word.len();
        Ok(Span { start, end: self.at })
    }

    fn number(&mut self) -> Result<Span, Malformed> {
        let start = self.at;
        if self.here() == Some(b'-') {
            self.at += 1;
        }
        match self.here() {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if self.here() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.here() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.here() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(Span { start, end: self.at })
    }

    /// One digit or more.
    fn digits(&mut self) -> Result<(), Malformed> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.here() {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err(no_json()) }
    }

    /// A string, without its quotes and escapes.
    fn string(&mut self) -> Result<Span, Malformed> {
        let open = self.at;
        let mut escaped = false;
        self.at += 1;
        loop {
            let rest = self.json.as_bytes().get(self.at..).unwrap_or_default();
            let plain = plain_bytes(rest);
            self.at += plain + 1;
            match rest.get(plain) {
                Some(b'"') => break,
                Some(b'\\') => escaped = true,
                _ => return Err(no_json()),
            }
            // What follows a backslash belongs to it.
            self.at += 1;
        }
        if !escaped {
            return Ok(Span { start: open + 1, end: self.at - 1 });
        }
        let literal = self.json.get(open..self.at).unwrap_or_default();
        let text: String = serde_json::from_str(literal).map_err(|_| Malformed::Syntax {
            format: Format::Json,
            line: None,
            column: None,
            what: Cow::Borrowed("an escape stands for half a character"),
        })?;
        Ok(Span::push(&mut self.buffer, &text))
    }
}

/// How many bytes come before the first quote, backslash or control character.
#[inline]
fn plain_bytes(text: &[u8]) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const TOPS: u64 = ONES << 7;
    let (chunks, rest) = text.as_chunks::<8>();
    for (index, chunk) in chunks.iter().enumerate() {
        let bytes = u64::from_le_bytes(*chunk);
        // A byte below `n` has no top bit and borrows one when `n` is taken from it. Borrows go upwards: the lowest is right.
        let below = |bytes: u64, n: u64| bytes.wrapping_sub(ONES * n) & !bytes;
        let equal = |byte: u8| below(bytes ^ (ONES * u64::from(byte)), 1);
        let special = (below(bytes, 0x20) | equal(b'"') | equal(b'\\')) & TOPS;
        if special != 0 {
            return 8 * index + special.trailing_zeros() as usize / 8;
        }
    }
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20);
    text.len() - rest.len() + rest.iter().position(is_special).unwrap_or(rest.len())
}

/// What nobody hears of: `serde_json` has better words.
fn no_json() -> Malformed {
    Malformed::Syntax { format: Format::Json, line: None, column: None, what: Cow::Borrowed("it is no JSON") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_special_byte_is_found_wherever_it_stands() {
        // What stands around it must not hide it: neighbours below and above, and the top bits of other scripts.
        for around in [b'a', b' ', b'!', b'#', b'[', b']', 0x7f, 0x80, 0xff] {
            for length in 0..=17 {
                assert_eq!(plain_bytes(&vec![around; length]), length, "{around}");
                for place in 0..length {
                    for special in (0..0x20).chain([b'"', b'\\']) {
                        let mut text = vec![around; length];
                        text[place] = special;
                        assert_eq!(plain_bytes(&text), place, "{special} at {place} of {length} {around}");
                        text[place..].fill(special);
                        assert_eq!(plain_bytes(&text), place, "{special} from {place} of {length} {around}");
                    }
                }
            }
        }
    }
}
