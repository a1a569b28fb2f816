//! Brings a specification up to its document where that is mechanical: in place, everything else to the byte.

mod draft;
mod entry;
mod splice;

use std::collections::HashMap;
use std::path::Path;

use super::change::{Change, Drift, Remedy};
use super::expected::Decide;
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
    /// after which the specification would have a mistake.
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
}

/// Applies to a specification what is mechanical in a drift between a document and it ([`against`](super::against)).
///
/// Mechanical are a longer limit, a new optional field of a request, a new field of a reply, a new code with words, and
/// other words where nothing hangs on them. A new code of the trade state becomes `state: Unknown`, which is what it is
/// without the entry, under a comment `# ?` that asks for the state. Comments, order, quotes and layout stay as they are,
/// and the result has no mistake; where it would have one, the change at fault is left out.
#[must_use]
pub fn apply(spec_text: &str, drift: &Drift) -> Applied {
    let (mark, text) = match spec_text.strip_prefix('\u{feff}') {
        Some(text) => ("\u{feff}", text),
        None => ("", spec_text),
    };
    let mut applying = Applying::new(text);
    let mut splices: Vec<Option<Vec<Splice>>> =
        drift.changes.iter().map(|change| applying.splices(change)).collect();
    let mut kept = Vec::new();
    keep(text, &mut splices, &mut kept);
    let text = splice(text, &kept.iter().collect::<Vec<_>>()).unwrap_or_else(|| text.to_owned());
    let (mut applied, mut left) = (Vec::new(), Vec::new());
    for (change, splices) in drift.changes.iter().zip(&splices) {
        match splices {
            Some(_) => applied.push(change.clone()),
            None => {
                let remedy = change.remedy.map(|_| Remedy::ByHand);
                left.push(Change { remedy, ..change.clone() });
            }
        }
    }
    let questions = questions(&text);
    Applied { text: format!("{mark}{text}"), applied, left, questions }
}

/// The comments of a specification that ask something.
fn questions(text: &str) -> Vec<Question> {
    let asks = |line: &str| Some(line.trim_start().strip_prefix("# ?")?.trim().to_owned());
    let lines = text.lines().enumerate();
    lines.filter_map(|(at, line)| Some(Question { line: at + 1, text: asks(line)? })).collect()
}

/// Keeps what leads to no mistake together with what was kept before it. What is fine together is not taken apart.
fn keep(text: &str, splices: &mut [Option<Vec<Splice>>], kept: &mut Vec<Splice>) {
    let more: Vec<Splice> = splices.iter().flatten().flatten().cloned().collect();
    if more.is_empty() {
        return;
    }
    let together: Vec<&Splice> = kept.iter().chain(&more).collect();
    if splice(text, &together).is_some_and(|text| has_no_mistake(&text)) {
        kept.extend(more);
        return;
    }
    if let [one] = splices {
        *one = None;
        return;
    }
    let (first, last) = splices.split_at_mut(splices.len() / 2);
    keep(text, first, kept);
    keep(text, last, kept);
}

fn has_no_mistake(text: &str) -> bool {
    let loaded = load_text(Path::new(""), text);
    loaded.diagnostics.errors() == 0 && !loaded.providers.is_empty()
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

    /// What a change writes where; `None` where it is not mechanical, or cannot be written.
    fn splices(&mut self, change: &Change) -> Option<Vec<Splice>> {
        self.provider.as_ref()?;
        match change.edit.as_ref()? {
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
