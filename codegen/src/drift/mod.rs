//! What a provider's document says now, against what a specification or an older version of it says.
//!
//! Both are lowered to what is expected of the document; one comparison goes through it. What a
//! specification expects is what it says *that the document says*: `documented` where that is recorded, and nothing of
//! fields and codes whose `basis` is another source. Spelling is not compared: white space, the width of punctuation, the
//! marks of Markdown, the order of rows, the values of samples.

mod apply;
mod change;
mod choice;
mod code_changes;
mod code_uses;
mod codes;
mod compare;
mod condition;
mod document_codes;
mod duplicate;
mod expected;
mod facts;
mod kind;
mod likeness;
mod matching;
mod mentioned;
mod message;
mod moment;
mod moved;
mod older;
mod operations;
mod polling;
mod prose;
mod recorded;
mod reliance;
mod samples;
mod severity;
mod specified;
mod unit;
mod words;

use std::path::Path;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::load::load_text;
use crate::source::SourceFile;

pub use apply::{Applied, Question, apply};
pub use change::{Change, Direction, Drift, Remedy, Severity, Spot, What};

/// What changed from one version of a document to the next.
///
/// ```
/// use payspec_codegen::{document, drift};
///
/// let table = "# Query\n\n请求参数\n\n|字段|名称|长度|必填|说明|\n|-|-|-|-|-|\n|mid|商户号|8|M| |\n";
/// let old = document::read("old.md", table);
/// let new = document::read("new.md", &table.replace("|8|", "|16|"));
/// let drift = drift::between(&old, &new);
/// assert_eq!(drift.changes.len(), 1);
/// assert_eq!(drift.changes[0].severity, drift::Severity::NewInformation);
/// ```
#[must_use]
pub fn between(old: &Document, new: &Document) -> Drift {
    compare::compare(&older::expect(old), new)
}

/// Where a document says something else than a specification says that it says.
///
/// # Errors
///
/// The mistakes of the specification. One with mistakes says nothing that could be compared.
pub fn against(
    document: &Document,
    spec_path: impl AsRef<Path>,
    spec_text: &str,
) -> Result<Drift, Diagnostics> {
    let path = spec_path.as_ref();
    let providers = load_text(path, spec_text).into_result()?;
    // Where things stand is told of the text without the mark that editors put in front of it.
    let spec_text = spec_text.strip_prefix('\u{feff}').unwrap_or(spec_text);
    let (file, _) = SourceFile::parse(path, spec_text);
    let Some(provider) = providers.first() else { return Ok(Drift::default()) };
    let mut drift = compare::compare(&specified::expect(provider, &file, document), document);
    apply::promise(spec_text, &mut drift);
    Ok(drift)
}
