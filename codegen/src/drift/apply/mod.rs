//! Brings a specification up to its document where that is mechanical: in place, everything else to the byte.

mod draft;
mod entry;
mod splice;

use std::collections::HashMap;
use std::path::Path;

use super::change::{Change, Drift, Remedy};
use super::expected::Decide;
use crate::diagnostic::Severity;
use crate::load::load_text;
use crate::model;
use crate::source::{Place, SourceFile};

pub(super) use draft::{Around, Draft};
use entry::Taken;
use splice::{Splice, splice};

/// A specification after [`apply()`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Applied {
    /// Its text; that which was given, where nothing was applied.
    pub text: String,
    /// The changes that it has now.
    pub applied: Vec<Change>,
    /// The changes that somebody has to decide about. Among them are mechanical ones whose place cannot be edited, or
    /// after which the specification would have a mistake; their notes say which.
    pub left: Vec<Change>,
    /// What the text asks of its author, in comments `# ?`: what was written now, and what stood there before.
    pub questions: Vec<Question>,
}

/// A comment `# ?` of a specification.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Question {
    /// Its line, from 1.
    pub line: usize,
    /// What it asks.
    pub text: String,
}

/// What is written into a specification.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Edit {
    /// Another text for a value.
    Words { place: Place, text: String },
    /// Another number for a value.
    Number { place: Place, number: u32 },
    /// A field behind another, or before all.
    Field { fields: Place, after: Option<String>, draft: Draft },
    /// A code behind another, or behind all.
    Code { table: Place, after: Option<String>, value: String, title: String, decide: Decide },
}

impl Edit {
    pub(super) fn words(place: &Place, text: &str) -> Self {
        let words: Vec<&str> = text.split_whitespace().collect();
        Self::Words { place: place.clone(), text: words.join(" ") }
    }

    pub(super) fn number(place: &Place, number: u32) -> Self {
        Self::Number { place: place.clone(), number }
    }

    /// Why there is no room for it where it would be written.
    const fn obstacle(&self) -> &'static str {
        match self {
            Self::Words { .. } | Self::Number { .. } => {
                "the value is written there over several lines, or in a notation of its own"
            }
            Self::Code { decide: Decide::State | Decide::Refusal, .. } => {
                "it asks something in a comment, and where it belongs there is no line of its own for that"
            }
            Self::Code { .. } | Self::Field { .. } => {
                "where it belongs, the specification has no mapping to which an entry can be added"
            }
        }
    }
}

/// Applies to a specification what is mechanical in a drift between a document and it ([`against`](super::against)).
///
/// Mechanical are a longer limit, a new optional field of a request, a new field of a reply, a new code with words, and
/// other words where nothing hangs on them. A new code of the trade state becomes `state: Unknown`, which is what it is
/// without the entry, under a comment `# ?` that asks for the state; one that may be a refusal asks
/// whether it is. Comments, order, quotes and layout stay as they are,
/// and the result has no mistake; where it would have one, the change at fault is left out.
#[must_use]
pub fn apply(spec_text: &str, drift: &Drift) -> Applied {
    let (mark, text) = match spec_text.strip_prefix('\u{feff}') {
        Some(text) => ("\u{feff}", text),
        None => ("", spec_text),
    };
    let (attempts, kept) = attempts(text, drift);
    let text = splice(text, &kept.iter().collect::<Vec<_>>()).unwrap_or_else(|| text.to_owned());
    let (mut applied, mut left) = (Vec::new(), Vec::new());
    for (change, attempt) in drift.changes.iter().zip(attempts) {
        let mut change = change.clone();
        match attempt {
            Attempt::Written(_) => applied.push(change),
            Attempt::ByHand => {
                change.remedy = change.remedy.map(|_| Remedy::ByHand);
                left.push(change);
            }
            Attempt::Failed(reason) => {
                change.cannot_be_applied(&reason);
                left.push(change);
            }
        }
    }
    let questions = questions(&text);
    Applied { text: format!("{mark}{text}"), applied, left, questions }
}

/// Promises nothing that cannot be kept: a change that would be mechanical and cannot be written says why.
pub(super) fn promise(spec_text: &str, drift: &mut Drift) {
    if drift.changes.iter().all(|change| change.edit.is_none()) {
        return;
    }
    let (attempts, _) = attempts(spec_text, drift);
    for (change, attempt) in drift.changes.iter_mut().zip(attempts) {
        if let Attempt::Failed(reason) = attempt {
            change.cannot_be_applied(&reason);
        }
    }
}

impl Change {
    fn cannot_be_applied(&mut self, reason: &str) {
        self.must_be_done_by_hand();
        let reason = format!("it cannot be written mechanically: {reason}");
        self.note = Some(match self.note.take() {
            Some(note) => format!("{note}; {reason}"),
            None => reason,
        });
    }
}

/// What became of a change.
enum Attempt {
    Written(Vec<Splice>),
    /// It is not mechanical.
    ByHand,
    /// Why it cannot be written.
    Failed(String),
}

/// What becomes of each change of a drift, and all that is written.
fn attempts(text: &str, drift: &Drift) -> (Vec<Attempt>, Vec<Splice>) {
    let mut applying = Applying::new(text);
    let mut attempts = drift.changes.iter().map(|change| applying.attempt(change)).collect::<Vec<_>>();
    let mut kept = Vec::new();
    keep(text, &mut attempts, &mut kept);
    (attempts, kept)
}

/// The comments of a specification that ask something.
fn questions(text: &str) -> Vec<Question> {
    let asks = |line: &str| Some(line.trim_start().strip_prefix("# ?")?.trim().to_owned());
    let lines = text.lines().enumerate();
    lines.filter_map(|(at, line)| Some(Question { line: at + 1, text: asks(line)? })).collect()
}

/// Keeps what leads to no mistake together with what was kept before it. What is fine together is not taken apart.
fn keep(text: &str, attempts: &mut [Attempt], kept: &mut Vec<Splice>) {
    let written = attempts.iter().filter_map(|attempt| match attempt {
        Attempt::Written(splices) => Some(splices),
        _ => None,
    });
    let more: Vec<Splice> = written.flatten().cloned().collect();
    if more.is_empty() {
        return;
    }
    let together: Vec<&Splice> = kept.iter().chain(&more).collect();
    let Some(mistake) = mistake(text, &together) else {
        kept.extend(more);
        return;
    };
    if let [one] = attempts {
        *one = Attempt::Failed(mistake);
        return;
    }
    let (first, last) = attempts.split_at_mut(attempts.len() / 2);
    keep(text, first, kept);
    keep(text, last, kept);
}

/// The first mistake that a specification has after edits.
fn mistake(text: &str, splices: &[&Splice]) -> Option<String> {
    let Some(text) = splice(text, splices) else {
        return Some("another change is written at the same place".to_owned());
    };
    let loaded = load_text(Path::new(""), &text);
    let mut found = loaded.diagnostics.files.iter().flat_map(|file| &file.diagnostics);
    match found.find(|found| found.severity == Severity::Error) {
        Some(found) => Some(format!("the specification would have a mistake: {}", found.message)),
        None if loaded.providers.is_empty() => Some("the specification would say nothing".to_owned()),
        None => None,
    }
}

/// Edits under way: a specification, and what they have taken of its names so far.
pub(super) struct Applying {
    file: SourceFile,
    provider: Option<model::Provider>,
    /// Names of codes that are taken, by table.
    taken: HashMap<String, Taken>,
    /// Tables that edits have added.
    tables: Vec<(String, Vec<(String, String)>)>,
}

impl Applying {
    fn new(text: &str) -> Self {
        let (file, _) = SourceFile::parse(Path::new(""), text);
        let provider = load_text(Path::new(""), text).providers.into_iter().next();
        Self { file, provider, taken: HashMap::new(), tables: Vec::new() }
    }

    /// What a change writes where, for all that is known before the text is checked.
    fn attempt(&mut self, change: &Change) -> Attempt {
        let (Some(edit), Some(_)) = (&change.edit, &self.provider) else { return Attempt::ByHand };
        match self.splices(edit) {
            Some(splices) => Attempt::Written(splices),
            None => Attempt::Failed(edit.obstacle().to_owned()),
        }
    }

    /// What an edit writes where; `None` where there is no room for it.
    fn splices(&mut self, edit: &Edit) -> Option<Vec<Splice>> {
        match edit {
            Edit::Words { place, text } => splice::value(&self.file, place, text).map(|splice| vec![splice]),
            Edit::Number { place, number } => {
                splice::number(&self.file, place, *number).map(|splice| vec![splice])
            }
            Edit::Field { fields, after, draft } => self.field(fields, after.as_deref(), draft),
            Edit::Code { table, after, value, title, decide } => {
                let entry = self.code(table, value, title, *decide)?;
                splice::entry(&self.file, table, after.as_deref(), &entry).map(|splice| vec![splice])
            }
        }
    }
}
