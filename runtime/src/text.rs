//! A text that shares the buffer of the message in which it came.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, Range};
use std::sync::Arc;

/// A text, cheap to clone: a slice of a shared buffer.
///
/// The values of a reply are of this type. They keep the buffer of their message alive, and nothing else; two texts
/// are equal when their characters are, wherever they came from. `Debug` shows the text as that of a `str` does.
#[derive(Clone)]
pub struct Text {
    buffer: Arc<String>,
    start: usize,
    end: usize,
}

impl Text {
    /// A slice of a buffer; empty when the range does not lie on the buffer's character boundaries.
    pub(crate) fn slice(buffer: &Arc<String>, range: Range<usize>) -> Self {
        let range = if buffer.get(range.clone()).is_some() { range } else { 0..0 };
        Self { buffer: Arc::clone(buffer), start: range.start, end: range.end }
    }

    /// The text.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }
}

impl Deref for Text {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    #[inline]
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialEq<Text> for str {
    fn eq(&self, other: &Text) -> bool {
        self == other.as_str()
    }
}

impl PartialEq<Text> for &str {
    fn eq(&self, other: &Text) -> bool {
        *self == other.as_str()
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::from("")
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self { end: text.len(), buffer: Arc::new(text), start: 0 }
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.as_str().to_owned()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

/// Control characters, the line breaks and directions of Unicode, and what nobody sees.
pub(crate) fn moves_text(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn buffer(text: &str) -> Arc<String> {
        Arc::new(text.to_owned())
    }

    #[test]
    fn a_slice_equals_a_text_of_its_own() {
        let buffer = buffer("订单P2021");
        let slice = Text::slice(&buffer, 6..11);
        assert_eq!(slice, Text::from("P2021"));
        assert_eq!(slice, "P2021");
        assert_eq!(*"P2021", slice);
        assert_eq!(format!("{slice} {slice:?}"), "P2021 \"P2021\"");
        assert_eq!(String::from(slice), "P2021");
    }

    #[test]
    fn a_slice_shares_its_buffer_and_keeps_it_alive() {
        let buffer = buffer("P2021");
        let slice = Text::slice(&buffer, 1..3);
        assert_eq!(Arc::strong_count(&buffer), 2);
        drop(buffer);
        assert_eq!(slice, "20");
    }

    #[test]
    fn a_text_keeps_no_more_of_its_message_than_the_buffer() {
        let body = format!(r#"{{"no":"1","list":[{}]}}"#, vec!["1"; 10_000].join(","));
        let mut text = Text::default();
        let memory = allocation_counter::measure(|| {
            let message = crate::json::read(body.as_bytes()).unwrap();
            text = message.root().member("no").and_then(crate::Node::shared).unwrap();
        });
        assert_eq!(text, "1");
        let kept = usize::try_from(memory.bytes_current).unwrap();
        assert!(kept < body.len() + 200, "{kept} of {}", body.len());
    }

    #[test]
    fn a_range_that_cuts_a_character_or_leaves_the_buffer_gives_an_empty_text() {
        let buffer = buffer("订单");
        assert_eq!(Text::slice(&buffer, 1..3), "");
        assert_eq!(Text::slice(&buffer, 0..99), "");
        #[expect(clippy::reversed_empty_ranges, reason = "what is tested")]
        let backwards = 3..0;
        assert_eq!(Text::slice(&buffer, backwards), "");
    }

    #[test]
    fn a_map_of_texts_is_searched_with_a_str() {
        let map = HashMap::from([(Text::from("a"), 1)]);
        assert_eq!(map.get("a"), Some(&1));
        assert_eq!(map.get("b"), None);
    }

    #[test]
    fn texts_sort_as_str_does() {
        let mut texts = [Text::from("b"), Text::from("B"), Text::default(), Text::from("啊")];
        texts.sort();
        assert_eq!(texts, ["", "B", "b", "啊"]);
    }
}
