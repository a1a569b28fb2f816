//! Brings a specification up to its document where that is mechanical: in place, everything else to the byte.

mod draft;
mod entry;
mod splice;

use std::path::Path;

use super::change::{Change, Drift, Remedy};
use super::expected::Decide;
use crate::load::load_text;
use crate::model;
use crate::source::{Place, SourceFile};

pub(super) use draft::Draft;
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
    if splices.iter().all(Option::is_none) {
        return Applied { text: spec_text.to_owned(), applied: Vec::new(), left: drift.changes.clone() };
    }
    let together: Vec<&Splice> = splices.iter().flatten().flatten().collect();
    let text = match splice(text, &together).filter(|text| has_no_mistake(text)) {
        Some(text) => text,
        None => one_by_one(text, &mut splices),
    };
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
    Applied { text: format!("{mark}{text}"), applied, left }
}

/// Keeps what leads to no mistake together with what was kept before it.
fn one_by_one(text: &str, splices: &mut [Option<Vec<Splice>>]) -> String {
    let mut kept: Vec<Splice> = Vec::new();
    let mut best = text.to_owned();
    for change in splices.iter_mut() {
        let Some(more) = change else { continue };
        let together: Vec<&Splice> = kept.iter().chain(more.iter()).collect();
        match splice(text, &together).filter(|text| has_no_mistake(text)) {
            Some(text) => {
                best = text;
                kept.append(&mut more.clone());
            }
            None => *change = None,
        }
    }
    best
}

fn has_no_mistake(text: &str) -> bool {
    let loaded = load_text(Path::new(""), text);
    loaded.diagnostics.errors() == 0 && !loaded.providers.is_empty()
}

/// Edits under way: a specification, and what they have taken of its names so far.
pub(super) struct Applying {
    file: SourceFile,
    provider: Option<model::Provider>,
    /// Names of codes, by table, and of tables that edits have taken.
    taken: Vec<(String, String)>,
    /// Tables that edits have added.
    tables: Vec<(String, Vec<(String, String)>)>,
}

impl Applying {
    fn new(text: &str) -> Self {
        let (file, _) = SourceFile::parse(Path::new(""), text);
        let provider = load_text(Path::new(""), text).providers.into_iter().next();
        Self { file, provider, taken: Vec::new(), tables: Vec::new() }
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
