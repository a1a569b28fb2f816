//! Changes, and how much they matter.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::apply::Edit;

/// What a document says differently.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Drift {
    /// The changes: by operation, the most severe first, then in the order of the document. A doubt whether it is the document
    /// at all ([`What::OtherDocument`]) comes before everything.
    pub changes: Vec<Change>,
}

impl Drift {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The gravest of the changes.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        self.changes.iter().map(|change| change.severity).min()
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// What is different.
    pub what: What,
    /// How much it matters.
    pub severity: Severity,
    /// The operation: its name, or its title where the document is compared with a document that gives it none. `None`
    /// where it is about the document as a whole.
    pub operation: Option<String>,
    /// The message.
    pub direction: Option<Direction>,
    /// The field: wire names from the top of the message, with dots. Its old path, where it was renamed or moved.
    pub field: Option<String>,
    /// The code. Its old value, where it has another now.
    pub code: Option<String>,
    /// What it was, where that fits in a few words.
    pub before: Option<String>,
    /// What it is now, likewise.
    pub now: Option<String>,
    /// What is different, in words for people.
    pub message: String,
    /// Why it is believed, or what to mind.
    pub note: Option<String>,
    /// Where the document says it, or where it ought to.
    pub document: Spot,
    /// The place in the specification or in the older document: what is different there, or what it would belong to.
    pub against: Spot,
    /// How a specification is brought up to it; `None` between two documents.
    pub remedy: Option<Remedy>,
    pub(super) edit: Option<Edit>,
}

/// Who brings a specification up to a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Remedy {
    /// [`apply`](super::apply()).
    Mechanical,
    /// A person: something has to be decided.
    ByHand,
}

/// What is different.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum What {
    /// The document itself: it shares so little with what it is compared with that it is most likely another one.
    OtherDocument,
    /// An operation that was not there.
    OperationAdded,
    /// An operation that is not there any more.
    OperationRemoved,
    /// The title of an operation.
    OperationTitle,
    /// The URL of an operation.
    Url,
    /// The HTTP method.
    Method,
    /// The media types.
    MediaTypes,
    /// How often an order may be asked about, or how long a query may take.
    Polling,
    /// A field that was not there.
    FieldAdded,
    /// A field that is not there any more.
    FieldRemoved,
    /// A field that most likely has another name now.
    FieldRenamed,
    /// A field that stands in another message, or inside another object.
    FieldMoved,
    /// Whether a field is there.
    Presence,
    /// When fields are there: the section of the table in which they stand.
    Condition,
    /// Fields of which one is enough.
    Choice,
    /// A row that stands twice in its table, and says something else the second time.
    DuplicateRow,
    /// The type.
    Type,
    /// The longest text.
    Length,
    /// The value that is always the same.
    Constant,
    /// The title of a field.
    Title,
    /// A code that was not there.
    CodeAdded,
    /// A code that is not there any more.
    CodeRemoved,
    /// The words for a code: its meaning.
    CodeMeaning,
    /// The value of a code whose words are the same.
    CodeValue,
    /// The description of a field.
    Description,
    /// A member of a sample that no table lists.
    SampleMember,
    /// The title of the document.
    DocumentTitle,
    /// A line outside of tables and samples.
    Text,
}

impl What {
    /// A word for programs: `field_added`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::OtherDocument => "other_document",
            Self::OperationAdded => "operation_added",
            Self::OperationRemoved => "operation_removed",
            Self::OperationTitle => "operation_title",
            Self::Url => "url",
            Self::Method => "method",
            Self::MediaTypes => "media_types",
            Self::Polling => "polling",
            Self::FieldAdded => "field_added",
            Self::FieldRemoved => "field_removed",
            Self::FieldRenamed => "field_renamed",
            Self::FieldMoved => "field_moved",
            Self::Presence => "presence",
            Self::Condition => "condition",
            Self::Choice => "choice",
            Self::DuplicateRow => "duplicate_row",
            Self::Type => "type",
            Self::Length => "length",
            Self::Constant => "constant",
            Self::Title => "title",
            Self::CodeAdded => "code_added",
            Self::CodeRemoved => "code_removed",
            Self::CodeMeaning => "code_meaning",
            Self::CodeValue => "code_value",
            Self::Description => "description",
            Self::SampleMember => "sample_member",
            Self::DocumentTitle => "document_title",
            Self::Text => "text",
        }
    }
}

/// How much a change matters, the gravest first.
///
/// The question is what happens to clients that were made before the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// A signature will not match, ours or the provider's: a field that is sent and signed is gone or has another name (a
    /// provider rebuilds the string from the fields that it knows), a constant has another value, or something is
    /// different about the field of the signature (another length is another algorithm).
    BreaksSigning,
    /// A request is refused, or its reply is no longer understood: another URL or method, a limit that shrinks, a field that
    /// becomes mandatory or gets another type; in a reply a field by which it is decided, or tied to the request, that is
    /// gone or named otherwise, a code whose words are now those of another code, and one that decides and has another value.
    BreaksRequests,
    /// Nothing breaks, and there is more to know or to send: new fields of replies, optional ones of requests, longer limits,
    /// new codes, a field of a reply that is gone and on which nothing hangs, a state whose code has other words.
    NewInformation,
    /// Words for people.
    Wording,
}

impl Severity {
    /// All of them, the gravest first.
    pub const ALL: [Self; 4] =
        [Self::BreaksSigning, Self::BreaksRequests, Self::NewInformation, Self::Wording];

    /// A word for programs: `breaks_signing`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::BreaksSigning => "breaks_signing",
            Self::BreaksRequests => "breaks_requests",
            Self::NewInformation => "new_information",
            Self::Wording => "wording",
        }
    }
}

/// Which message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Direction {
    /// What is sent.
    Request,
    /// What is answered.
    Response,
}

impl Direction {
    /// The word in specifications.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Spot {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// The bytes of its text.
    pub span: Range<usize>,
}

impl Spot {
    /// A place of which line and column are not known yet.
    pub(super) fn at(path: &Path, span: Range<usize>) -> Self {
        Self { path: path.to_owned(), line: 0, column: 0, span }
    }

    /// Finds line and column of places in one text, in one pass over it.
    pub(super) fn find_all<'s>(text: &str, spots: impl Iterator<Item = &'s mut Self>) {
        let mut spots: Vec<&mut Self> = spots.collect();
        spots.sort_by_key(|spot| spot.span.start);
        let mut characters = text.char_indices().peekable();
        let (mut line, mut column) = (1, 1);
        for spot in spots {
            while let Some((_, character)) = characters.next_if(|(at, _)| *at < spot.span.start) {
                match character {
                    '\n' => (line, column) = (line + 1, 1),
                    '\u{feff}' if column == 1 => {}
                    _ => column += 1,
                }
            }
            (spot.line, spot.column) = (line, column);
        }
    }
}
