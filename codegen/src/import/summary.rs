//! What became of the documents, told to people and to programs.

use std::fmt;
use std::ops::Range;

use serde::Serialize;

use crate::document::Document;

/// What an import understood and what it did not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// The operations, in the order of the draft.
    pub operations: Vec<OperationSummary>,
    /// The code tables, in the order of the draft.
    pub codes: Vec<CodesSummary>,
    /// What a human must decide, in the order of the draft.
    pub questions: Vec<Question>,
    /// What the documents say and the draft does not, in their order.
    pub not_understood: Vec<NotUnderstood>,
}

/// An operation of the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct OperationSummary {
    /// Its name in the draft.
    pub name: String,
    /// What the document calls it.
    pub title: String,
    /// The fields of its request, by their paths.
    pub request: Vec<String>,
    /// The fields of its response, by their paths.
    pub response: Vec<String>,
}

/// A code table of the draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CodesSummary {
    /// Its name in the draft.
    pub name: String,
    /// How many codes it has.
    pub codes: usize,
}

/// Something that a human must decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Question {
    /// The question.
    pub question: String,
    /// The line of the draft where it stands, from 1.
    pub line: usize,
    /// The key of the draft above which it stands: a field, a code.
    pub key: Option<String>,
    /// What it is about.
    pub about: Option<Origin>,
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Origin {
    /// The document, as it was named.
    pub document: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// Something that a document says and the draft does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NotUnderstood {
    /// What it is.
    pub what: String,
    /// Where it stands.
    pub at: Origin,
}

impl Origin {
    pub(super) fn of(documents: &[Document], document: usize, span: &Range<usize>) -> Option<Self> {
        let text = documents.get(document)?;
        let (line, column) = text.line_column(span.start);
        Some(Self { document: text.path.display().to_string(), line, column })
    }
}

impl Summary {
    /// Notes what is not in the draft.
    pub(super) fn not_understood(
        &mut self,
        documents: &[Document],
        document: usize,
        span: &Range<usize>,
        what: String,
    ) {
        if let Some(at) = Origin::of(documents, document, span) {
            self.not_understood.push(NotUnderstood { what, at });
        }
    }
}

impl fmt::Display for Summary {
    /// A report in lines, its columns aligned.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted =
            |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        let mut rows: Vec<(String, String)> = Vec::new();
        for OperationSummary { name, request, response, .. } in &self.operations {
            let (request, response) = (request.len(), response.len());
            rows.push((
                format!("operation {name}"),
                format!(
                    "request {}, response {}",
                    counted(request, "field", "fields"),
                    counted(response, "field", "fields")
                ),
            ));
        }
        for CodesSummary { name, codes } in &self.codes {
            rows.push((format!("codes {name}"), counted(*codes, "code", "codes")));
        }
        aligned(f, &rows)?;
        if self.questions.is_empty() {
            writeln!(f, "no questions")?;
        } else {
            writeln!(
                f,
                "\n{} (`# ?` in the draft):",
                counted(self.questions.len(), "question", "questions")
            )?;
            let rows = self.questions.iter().map(|question| {
                let about = question
                    .about
                    .as_ref()
                    .map_or(String::new(), |about| format!(" ({}:{})", about.document, about.line));
                let key = question.key.as_ref().map_or(String::new(), |key| format!("`{key}`: "));
                (format!("  line {}", question.line), format!("{key}{}{about}", question.question))
            });
            aligned(f, &rows.collect::<Vec<_>>())?;
        }
        if !self.not_understood.is_empty() {
            writeln!(f, "\nnot understood:")?;
            let rows = self.not_understood.iter().map(|item| {
                (format!("  {}:{}:{}", item.at.document, item.at.line, item.at.column), item.what.clone())
            });
            aligned(f, &rows.collect::<Vec<_>>())?;
        }
        Ok(())
    }
}

fn aligned(f: &mut fmt::Formatter<'_>, rows: &[(String, String)]) -> fmt::Result {
    let width = rows.iter().map(|(first, _)| first.chars().count()).max().unwrap_or_default();
    rows.iter().try_for_each(|(first, second)| writeln!(f, "{first:width$}  {second}"))
}
