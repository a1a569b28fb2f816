//! A provider's document: Markdown as providers write it, read into operations, fields and codes, each with its place.
//!
//! Nothing here decides anything. What the document says is kept in its own words next to what is understood of them,
//! and what is not understood is listed.

mod address;
mod blocks;
mod codes;
mod columns;
mod condition;
mod draft;
mod finish;
mod headings;
mod html;
mod index;
mod inline;
mod measures;
mod message;
mod notes;
mod outline;
mod read;
mod rows;
mod sample;
mod tables;
mod tree;
mod undelimited;

use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

pub(crate) use headings::is_name;
pub use read::read;

/// A document.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Document {
    /// Its file.
    pub path: PathBuf,
    /// Its text, as it was read.
    pub text: Arc<str>,
    /// Its title: the first heading that has words.
    pub title: Option<Stated<String>>,
    /// What it describes, in its order.
    pub operations: Vec<OperationText>,
    /// Code tables that stand by themselves, under a heading of their own.
    pub code_tables: Vec<CodesText>,
    /// Tables of keys and values in the terms of the language of specifications.
    pub settings: Vec<Settings>,
    /// What was not understood, in the order of the file.
    pub not_understood: Vec<Stated<String>>,
    /// Where its lines begin, once somebody asked.
    pub(crate) lines: OnceLock<Vec<usize>>,
}

impl Document {
    /// The line and the column of a place, both counted from one, the column in characters. A byte order mark is
    /// none.
    #[must_use]
    pub fn line_column(&self, at: usize) -> (usize, usize) {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let lines = self.lines.get_or_init(|| {
            std::iter::once(0).chain(self.text.match_indices('\n').map(|(end, _)| end + 1)).collect()
        });
        let line = lines.partition_point(|start| *start <= at);
        let start = line.checked_sub(1).and_then(|line| lines.get(line)).copied().unwrap_or_default();
        let before = self.text.get(start..at).unwrap_or_default();
        (line, before.trim_start_matches('\u{feff}').chars().count() + 1)
    }
}

/// Something that a document says, and where: bytes of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stated<T> {
    /// What it says.
    pub value: T,
    /// Where.
    pub span: Range<usize>,
}

/// One operation.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct OperationText {
    /// What its heading calls it, without code spans.
    pub title: Stated<String>,
    /// The code span in its heading, such as `query_status`.
    pub name: Option<Stated<String>>,
    /// Its URL or path, as printed: `https://…/pay/query`, `{root}/pay/query`, `/query/single`.
    pub url: Option<Stated<String>>,
    /// Its HTTP method, in capitals.
    pub method: Option<Stated<String>>,
    /// Its media types, as printed: `application/json`, `application/x-www-form-urlencoded`.
    pub media_types: Vec<Stated<String>>,
    /// What it sends.
    pub request: MessageText,
    /// What it answers.
    pub response: MessageText,
}

/// A message.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct MessageText {
    /// Where its table stands; `None` where the document has none.
    pub span: Option<Range<usize>>,
    /// Its fields, in the order of the document.
    pub fields: Vec<FieldText>,
    /// Its samples.
    pub samples: Vec<Sample>,
}

/// A row of a table of fields.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FieldText {
    /// The name on the wire.
    pub name: Stated<String>,
    /// What the document calls it.
    pub title: Stated<String>,
    /// Whether it is there; `None` where the document has no such column or an empty cell.
    pub presence: Option<Stated<PresenceText>>,
    /// The longest text; `None` where the document says nothing, or says 无 or `-`.
    pub length: Option<Stated<LengthText>>,
    /// The type in the document's word, without the length: `String`, `int`, `number`, `array`.
    pub kind: Option<Stated<String>>,
    /// The value that the document shows.
    pub example: Option<Stated<String>>,
    /// Everything else that the row says, as plain text; line breaks stand for `<br>`.
    pub description: Option<Stated<String>>,
    /// The codes that the row lists.
    pub codes: Vec<CodeText>,
    /// The heading or anchor of a table of codes that the row refers to.
    pub refers_to: Option<Stated<String>>,
    /// The value that the row calls fixed.
    pub constant: Option<Stated<String>>,
    /// Other fields of which the row says that one of them, together with this one, is enough.
    pub one_of: Option<Stated<OneOf>>,
    /// The conditions of the section of the table in which it stands: field and value.
    pub sections: Vec<Stated<(String, String)>>,
    /// The line above its table that gives the fields from this one on their conditions; the others have none here.
    pub introduced_by: Option<Stated<String>>,
    /// Code spans of a column `规格` or `Specification`: YAML in the terms of the language.
    pub keys: Vec<Stated<String>>,
    /// The fields inside it, for an object or a list of objects.
    pub children: Vec<FieldText>,
    /// The row.
    pub span: Range<usize>,
}

/// Whether a field is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PresenceText {
    /// M, 是, Y, 必填.
    Required,
    /// O, 否, N, 可选.
    Optional,
    /// C, 特殊可选, 条件必填.
    Conditional,
}

/// A length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct LengthText {
    /// The longest text.
    pub max: u32,
    /// How many of the digits are decimals, for `18,2`.
    pub decimals: Option<u32>,
    /// What is counted.
    pub unit: LengthUnit,
}

/// What a length counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LengthUnit {
    /// Characters, also where the document does not say.
    Characters,
    /// Bytes: `64字节`.
    Bytes,
}

/// Fields of which some are enough.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OneOf {
    /// Their names, in the order of the text; the field of the row itself is among them.
    pub names: Vec<String>,
    /// The one that the text calls preferred.
    pub preferred: Option<String>,
    /// How many of them.
    pub how_many: HowMany,
}

/// How many of several fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HowMany {
    /// One or more: 至少一个, 必填1个, 二者传一即可.
    AtLeastOne,
    /// One and no other: 只能传一个, 二选一 without anything softer.
    ExactlyOne,
}

/// One code.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeText {
    /// The value on the wire.
    pub value: Stated<String>,
    /// What it means; `None` where the document lists the value alone.
    pub title: Option<Stated<String>>,
    /// Code spans of a column `规格` or `Specification`.
    pub keys: Vec<Stated<String>>,
}

/// A table of codes that stands by itself.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CodesText {
    /// What its heading calls it, without code spans.
    pub title: Stated<String>,
    /// The code span in its heading, such as `order_status`.
    pub name: Option<Stated<String>>,
    /// The codes.
    pub codes: Vec<CodeText>,
    /// The table.
    pub span: Range<usize>,
}

/// A table of keys and values in the terms of the language of specifications, under a heading that names the place.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settings {
    /// The code span of the heading: a path in the specification, with dots, such as `signing.request`; empty at the top.
    pub place: Stated<String>,
    /// Keys (paths with dots) and values (YAML).
    pub rows: Vec<(Stated<String>, Stated<String>)>,
}

/// A sample message.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Sample {
    /// What it is written in.
    pub encoding: SampleEncoding,
    /// The names of its members (those of nested ones as paths with dots), each with its value where it has one; what a
    /// sample that is not well-formed gives.
    pub members: Vec<(String, Option<String>)>,
    /// The block of code.
    pub span: Range<usize>,
}

/// What a sample is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SampleEncoding {
    /// JSON.
    Json,
    /// `a=1&b=2`.
    Form,
    /// XML.
    Xml,
}
