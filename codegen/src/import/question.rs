//! What a human must decide: each question stands in the draft as a comment `# ?`, and is remembered with its place in the
//! document.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

/// The questions of a draft; those in the same words in the order in which they came up.
#[derive(Debug, Default)]
pub(super) struct Questions {
    /// What each question is about, as often as it was asked.
    asked: HashMap<String, VecDeque<Option<About>>>,
}

/// A place in one of the documents.
#[derive(Debug, Clone)]
pub(super) struct About {
    /// The position of the document among them.
    pub(super) document: usize,
    /// Where, in bytes.
    pub(super) span: Range<usize>,
}

impl Questions {
    /// Asks: what is returned stands as a comment in the draft.
    pub(super) fn ask(&mut self, question: &str, about: Option<About>) -> String {
        let line = format!("? {}", one_line(question));
        self.asked.entry(line.clone()).or_default().push_back(about);
        line
    }

    /// The question that a comment of the draft is, each once.
    pub(super) fn take(&mut self, comment: &str) -> Option<About> {
        self.asked.get_mut(comment)?.pop_front()?
    }
}

/// A text in one line without blanks at its ends, as YAML has comments.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().filter(|character| !character.is_control()).collect()
}

/// The beginning of what a document says, for a question.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 40;
    let line = one_line(text);
    let mut short: String = line.chars().take(LONGEST).collect();
    if line.chars().count() > LONGEST {
        short.push('…');
    }
    format!("“{short}”")
}

/// A place in a document.
pub(super) fn about(document: usize, span: &Range<usize>) -> Option<About> {
    Some(About { document, span: span.clone() })
}
