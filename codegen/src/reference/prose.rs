//! A sentence with names and values in it, before it is known how it will be shown.

/// A sentence of words and code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose {
    /// Its runs in order.
    pub runs: Vec<Run>,
}

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Run {
    /// Words.
    Text(String),
    /// A name or a value, to the letter.
    Code(String),
}

impl Prose {
    /// A sentence without anything in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends words.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.runs.push(Run::Text(text));
        }
        self
    }

    /// Appends words, with a blank between them and a name or a value.
    #[must_use]
    pub fn then(self, text: &str) -> Self {
        let blank = if matches!(self.runs.last(), Some(Run::Code(_))) { " " } else { "" };
        self.text(format!("{blank}{text}"))
    }

    /// Appends a name or a value.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.runs.push(Run::Code(code.into()));
        self
    }

    /// Appends names or values with words between them.
    #[must_use]
    pub fn codes<S: Into<String>>(mut self, codes: impl IntoIterator<Item = S>, between: &str) -> Self {
        for (index, code) in codes.into_iter().enumerate() {
            if index > 0 {
                self = self.text(between);
            }
            self = self.code(code);
        }
        self
    }

    /// Appends another sentence.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.runs.extend(other.runs);
        self
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The sentence as plain text.
    #[must_use]
    pub fn plain(&self) -> String {
        let text = |run: &Run| match run {
            Run::Text(text) | Run::Code(text) => text.clone(),
        };
        self.runs.iter().map(text).collect()
    }
}

/// Whether a character takes no room, or changes the direction or the look of others: controls, marks of direction, joiners.
pub(crate) fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a character turns the direction of the text behind it, or ends that.
pub(crate) const fn is_turning(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Words alone.
pub(crate) fn text(text: impl Into<String>) -> Prose {
    Prose::new().text(text)
}

/// A name or a value alone.
pub(crate) fn code(code: impl Into<String>) -> Prose {
    Prose::new().code(code)
}
