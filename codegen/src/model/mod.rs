//! The resolved provider: every name, type, rule and reference of a specification, checked and complete.
//!
//! Only checking makes these, so whoever holds one holds a specification without mistakes. Every output is a
//! function of them: generated code, the tables of the runtime, descriptions.

pub(crate) mod subject;

use payspec_table as table;

/// How well something is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Basis {
    /// The document that the specification restates says so.
    Document,
    /// Recomputed against messages that the provider published.
    Verified,
    /// Another page of the provider says so.
    Stated,
    /// What clients of the provider do, or the likely reading.
    Inferred,
    /// Nobody could find it.
    Unknown,
}

impl Basis {
    /// The word in specifications.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Document => "doc",
            Self::Verified => "verified",
            Self::Stated => "stated",
            Self::Inferred => "inferred",
            Self::Unknown => "unknown",
        }
    }
}

/// Where a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Provenance {
    /// How well it is known.
    pub basis: Basis,
    /// Why it is so, in the author's words.
    pub because: Option<String>,
}

/// A provider.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Provider {
    /// What it is about, in the author's words.
    pub description: Option<String>,
    /// The documents that the specification restates.
    pub documents: Vec<Document>,
    /// Where the provider is.
    pub environments: Vec<Environment>,
    /// What a merchant is given by it.
    pub credentials: Vec<Credential>,
    /// Its code tables.
    pub code_tables: Vec<CodeTable>,
    /// What it can be asked.
    pub operations: Vec<Operation>,
    /// The facts that the runtime works on.
    pub table: table::Provider,
}

impl Provider {
    /// The name by which programs know it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.table.name
    }

    /// The name by which people know it.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.table.title
    }
}

/// A document that a specification restates.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Document {
    /// The name that the specification gives it.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Where it is.
    pub url: Option<String>,
    /// Its date.
    pub date: Option<String>,
}

/// Where a provider is.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Environment {
    /// The name of the generated variant.
    pub variant: String,
    /// Its name and URL.
    pub facts: table::Environment,
    /// How well it is known.
    pub provenance: Provenance,
}

/// What a merchant is given by a provider.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Credential {
    /// Its name, title and kind.
    pub facts: table::Credential,
    /// The longest text, in characters.
    pub max_length: Option<u32>,
    /// What it is for, in the author's words.
    pub description: Option<String>,
    /// How well it is known.
    pub provenance: Provenance,
}

/// A code table.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CodeTable {
    /// The name of the generated enum.
    pub type_name: String,
    /// Its name.
    pub name: String,
    /// Its codes.
    pub codes: Vec<Code>,
}

/// One value of a code table.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Code {
    /// The value and what it means.
    pub facts: table::Code,
    /// How well it is known.
    pub provenance: Provenance,
}

/// One question.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Operation {
    /// Its name: that of the generated method.
    pub name: String,
    /// What it is about, in the author's words.
    pub description: Option<String>,
    /// The name of the generated request.
    pub request_type: String,
    /// The name of the generated reply.
    pub reply_type: String,
    /// The fields of the request.
    pub request: Vec<Field>,
    /// The fields of the response.
    pub response: Vec<Field>,
    /// The name of the signature rule that the request follows.
    pub request_rule: String,
    /// The name of the signature rule that the response follows.
    pub response_rule: String,
    /// How well each of its rules is known.
    pub rules: Vec<Rule>,
    /// Everything that the runtime needs.
    pub facts: table::Operation,
}

impl Operation {
    /// How well the rule about something is known.
    #[cfg(feature = "toolbox")]
    pub(crate) fn provenance_of(&self, subject: &str) -> Option<&Provenance> {
        self.rules.iter().find(|rule| rule.subject == subject).map(|rule| &rule.provenance)
    }
}

/// A rule of an operation and how well it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// What it is about, such as `the signature of the request`.
    pub subject: String,
    /// How well it is known.
    pub provenance: Provenance,
}

/// One field.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Field {
    /// Its name in generated code.
    pub rust_name: String,
    /// The name of the generated struct, for an object or a list of objects.
    pub type_name: Option<String>,
    /// The enum of its code table.
    pub code_type: Option<String>,
    /// Whether every reply that is decided has it: the decision or the identity needs it.
    pub guaranteed: bool,
    /// What it is, in the author's words.
    pub description: Option<String>,
    /// What the document says.
    pub documented: Documented,
    /// How well it is known.
    pub provenance: Provenance,
    /// The fields of an object, or of each object of a list.
    pub children: Vec<Field>,
    /// Everything that the runtime needs.
    pub facts: table::Field,
}

impl Field {
    /// Whether the caller gives its value.
    #[must_use]
    pub fn is_given_by_caller(&self) -> bool {
        self.facts.source == table::Source::Caller
    }
}

/// What the document says of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Documented {
    /// Its name there, where it differs.
    pub name: Option<String>,
    /// Its title there, where it differs.
    pub title: Option<String>,
    /// Its presence; `None` where the document does not list the field.
    pub presence: Option<table::Presence>,
    /// Its length, where it differs.
    pub max_length: Option<u32>,
    /// Its type, where it differs.
    pub kind: Option<String>,
}
