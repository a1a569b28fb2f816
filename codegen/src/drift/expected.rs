//! What is expected of a document: by an older version of it, or by a specification.

use std::ops::Range;
use std::path::Path;

use payspec_table::Field;

use crate::document::{HowMany, LengthText, PresenceText};
use crate::source::Place;

/// What a document is expected to say.
#[derive(Debug)]
pub(super) struct Expected<'a> {
    /// The file that expects it.
    pub(super) file: File<'a>,
    /// Whether it is a specification.
    pub(super) origin: Origin,
    /// Titles of which the document has one; empty where nobody knows.
    pub(super) titles: Vec<Wording>,
    /// Its operations.
    pub(super) operations: Vec<Operation<'a>>,
    /// Whether the document describes all of the operations.
    pub(super) covers: Covers,
    /// The code tables that its fields refer to.
    pub(super) codes: Vec<Codes>,
    /// The older document itself, for what only two documents have in common.
    pub(super) older: Option<&'a crate::document::Document>,
}

/// A file in which places stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) path: &'a Path,
    pub(super) text: &'a str,
}

/// Who expects it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Document,
    Specification,
}

/// How much of the expectation one document is expected to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Covers {
    Everything,
    /// The specification restates several documents; this is one of them.
    ItsOwn,
}

/// Words, where they stand, and where they would be written anew.
#[derive(Debug, Clone)]
pub(super) struct Wording {
    pub(super) text: String,
    pub(super) span: Range<usize>,
    /// The value in the specification that is these words; `None` where there is none, or where it is not simply replaced.
    pub(super) place: Option<Place>,
}

/// An operation.
#[derive(Debug)]
pub(super) struct Operation<'a> {
    /// Its name in programs.
    pub(super) name: Option<String>,
    pub(super) title: Wording,
    /// What shows it to people.
    pub(super) label: String,
    /// The addresses that the document may print; empty where it need not print any.
    pub(super) urls: Urls,
    pub(super) method: Option<Wording>,
    /// The media types, in words; `None` where they are not compared.
    pub(super) media_types: Option<(Vec<String>, Range<usize>)>,
    /// `None` where nobody asks with it what became of an order, and between two documents, whose lines are compared.
    pub(super) polling: Option<Polling>,
    pub(super) request: Message<'a>,
    pub(super) response: Message<'a>,
}

/// How often to ask about an order, and how long an answer may take.
#[derive(Debug)]
pub(super) struct Polling {
    pub(super) interval: Option<Time>,
    pub(super) timeout: Option<Time>,
    /// Whether it is the document that says so.
    pub(super) is_documents: bool,
    pub(super) span: Range<usize>,
}

/// A span of time.
#[derive(Debug)]
pub(super) struct Time {
    pub(super) milliseconds: u64,
    pub(super) span: Range<usize>,
}

/// The addresses of an operation.
#[derive(Debug)]
pub(super) enum Urls {
    /// This one, to the letter.
    Printed(Option<Wording>),
    /// One of these, or the path behind a root that the document does not spell out.
    Built { path: String, whole: Vec<String>, span: Range<usize> },
}

/// A message.
#[derive(Debug)]
pub(super) struct Message<'a> {
    /// The mapping of its fields in the specification.
    pub(super) place: Option<Place>,
    pub(super) span: Range<usize>,
    pub(super) notation: Notation,
    pub(super) fields: Vec<Expectation<'a>>,
    /// Fields of which one is enough.
    pub(super) choices: Vec<Choice>,
}

/// What a message is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// JSON, which tells a text from a number.
    Json,
    Other,
}

/// A field.
#[derive(Debug)]
pub(super) struct Expectation<'a> {
    /// Its name in the document.
    pub(super) name: String,
    /// Its own name, which paths and edits go by.
    pub(super) wire: String,
    pub(super) listed: Listed,
    pub(super) title: Wording,
    pub(super) presence: Option<(PresenceText, Range<usize>)>,
    /// Whether the table may call it mandatory in a section that is itself conditional.
    pub(super) may_be_mandatory_in_section: bool,
    /// When it is there; always, or nobody knows when, without any.
    pub(super) when: Vec<Condition>,
    pub(super) length: Option<LengthText>,
    /// The value in the specification that is the length.
    pub(super) length_place: Option<Place>,
    pub(super) length_span: Range<usize>,
    pub(super) kind: ExpectedKind<'a>,
    pub(super) kind_span: Range<usize>,
    pub(super) constant: ExpectedConstant,
    /// Its codes, an index into those of the expectation.
    pub(super) codes: Option<usize>,
    /// Whether the specification says why it departs from the document.
    pub(super) departs: bool,
    pub(super) description: Option<Wording>,
    pub(super) one_of: Option<Choice>,
    pub(super) recorded: Recorded<'a>,
    pub(super) hangs: Hangs,
    /// Where its key stands.
    pub(super) span: Range<usize>,
    pub(super) place: Option<Place>,
    pub(super) children: Vec<Expectation<'a>>,
}

/// Fields of which one is enough.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub(super) how_many: HowMany,
    pub(super) members: Vec<String>,
    pub(super) span: Range<usize>,
    /// Whether the document is expected to say it.
    pub(super) is_expected: bool,
}

/// A condition on another field.
#[derive(Debug)]
pub(super) struct Condition {
    /// Wire names from the top of the message, with dots.
    pub(super) path: String,
    /// The values of which it has one, if these are all that there are.
    pub(super) only: Option<Vec<String>>,
    /// The values that it does not have.
    pub(super) never: Vec<String>,
    pub(super) span: Range<usize>,
    /// Whether the document is expected to say it.
    pub(super) is_expected: bool,
}

/// What a specification has itself, wherever it records that the document says something else.
#[derive(Debug, Default)]
pub(super) struct Recorded<'a> {
    pub(super) title: Option<&'a str>,
    pub(super) presence: Option<PresenceText>,
    /// `Some(None)`: it has no limit.
    pub(super) length: Option<Option<u32>>,
    pub(super) kind: Option<&'a Field>,
}

/// Whether the document is expected to list a field or a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    Yes,
    /// It is known from elsewhere.
    No,
}

/// What a type is expected to be.
#[derive(Debug, Clone, Copy)]
pub(super) enum ExpectedKind<'a> {
    /// Nothing is known of it.
    Any,
    /// This word.
    Word(&'a str),
    /// A word that goes with what the field is.
    Of(&'a Field),
}

/// Which value a field is expected to have always.
#[derive(Debug)]
pub(super) enum ExpectedConstant {
    /// Whatever the document says is right.
    Any,
    /// None: the caller gives it.
    No,
    /// This.
    Is(Wording),
}

/// What hangs on a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hangs {
    /// It is the signature.
    Signature,
    /// It is sent and signed, or it is one of the fields that a signature takes in a fixed order.
    Signed,
    /// It is sent and not signed.
    Sent,
    /// A reply is decided by it, or what a deciding field means needs it.
    Decision,
    /// A reply is tied to its request by it.
    Identity,
    /// Callers see it: a specification gives it a place in the order. Of an older document nobody knows what hangs on a
    /// field; what it promises in every reply counts as this.
    Promise,
    Nothing,
}

/// Codes that belong together.
#[derive(Debug)]
pub(super) struct Codes {
    /// What shows them to people.
    pub(super) name: String,
    pub(super) decide: Decide,
    pub(super) codes: Vec<ExpectedCode>,
    pub(super) span: Range<usize>,
    /// The table in the specification.
    pub(super) place: Option<Place>,
    /// Titles of code tables of the document that are meant.
    pub(super) titles: Vec<String>,
}

/// What codes decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decide {
    /// What became of an order: each code has a state.
    State,
    /// Whether a reply is a refusal.
    Refusal,
    Nothing,
}

/// A code.
#[derive(Debug)]
pub(super) struct ExpectedCode {
    pub(super) value: String,
    /// Other texts that come for it.
    pub(super) aliases: Vec<String>,
    pub(super) title: Option<Wording>,
    pub(super) listed: Listed,
    /// Whether a reply that says so is no refusal.
    pub(super) passes: bool,
    pub(super) span: Range<usize>,
}
