//! Mistakes in specifications, shown as rustc shows mistakes in code.

use std::fmt;
use std::ops::Range;

use crate::source::SourceFile;

macro_rules! rules {
    ($($severity:ident { $($(#[$doc:meta])* $name:ident = $code:literal,)* })*) => {
        /// What may be wrong with a specification. Each rule has a code that does not change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Rule { $($($(#[$doc])* $name,)*)* }

        impl Rule {
            /// Every rule, by code.
            pub const ALL: &'static [Self] = &[$($(Self::$name,)*)*];

            /// The code, `PS` and four digits.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $($(Self::$name => $code,)*)* }
            }

            /// Whether breaking it stops the build.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $($(Self::$name => Severity::$severity,)*)* }
            }
        }
    };
}

rules! {
    Error {
        /// The file cannot be read.
        Unreadable = "PS0001",
        /// The file is not UTF-8.
        NotUtf8 = "PS0002",
        /// The file is larger than a specification may be.
        TooLarge = "PS0003",
        /// The file is not valid YAML.
        Syntax = "PS0004",
        /// A YAML alias.
        Alias = "PS0005",
        /// A key that is given twice.
        DuplicateKey = "PS0006",
        /// A key that YAML does not read as a text.
        KeyIsNoText = "PS0007",
        /// More than one YAML document.
        SeveralDocuments = "PS0008",
        /// Nesting beyond reason.
        TooDeep = "PS0009",
        /// A key that the language does not have at this place.
        UnknownKey = "PS0101",
        /// A key that is missing.
        MissingKey = "PS0102",
        /// A value of another type than the key takes.
        WrongType = "PS0103",
        /// A value that is none of those that the key takes.
        UnknownValue = "PS0104",
        /// A version of the language that this generator does not know.
        UnknownVersion = "PS0105",
        /// A name that is no identifier: empty, with a digit in front, a keyword, with characters that Rust does not take.
        BadName = "PS0201",
        /// Two things that would have the same name in the generated code.
        NameClash = "PS0202",
        /// Two specifications of the same provider.
        DuplicateProvider = "PS0203",
        /// A reference to a field that the message does not have.
        UnknownField = "PS0301",
        /// A reference to a credential that the provider does not have.
        UnknownCredential = "PS0302",
        /// A reference to a code table that the provider does not have.
        UnknownCodeTable = "PS0303",
        /// A reference to a code that its table does not have.
        UnknownCode = "PS0304",
        /// A reference to a signature rule that the provider does not have.
        UnknownSigning = "PS0305",
        /// A key that means nothing on a field of this type, or in this direction.
        Misplaced = "PS0306",
        /// A key that this type of field needs.
        TypeNeeds = "PS0307",
        /// A date or time format that cannot be read.
        BadFormat = "PS0308",
        /// A constant, an example or a value that breaks the field's own rules.
        BreaksOwnRule = "PS0309",
        /// More than one source of a field's value.
        SeveralSources = "PS0310",
        /// A condition that can never hold or refers to itself.
        BadCondition = "PS0311",
        /// A group that does not make sense: fewer than two members, a required member, a member without a caller.
        BadGroup = "PS0312",
        /// Two wire values or aliases of a code table that are the same.
        DuplicateCode = "PS0313",
        /// A departure from the document without a reason.
        NoReason = "PS0314",
        /// Two fields with the same role in the unified order, or a role that does not fit the type.
        BadRole = "PS0315",
        /// A message that says nothing about its signature, or more than one thing.
        SignaturePlace = "PS0401",
        /// A placeholder that the template does not have.
        UnknownPlaceholder = "PS0402",
        /// A key of a kind that the algorithm cannot use.
        WrongKeyKind = "PS0403",
        /// A digest without a key anywhere in the string.
        KeyUnused = "PS0404",
        /// The trade state, or a field that decides, is not covered by the signature.
        NotCovered = "PS0405",
        /// A rule that contradicts itself.
        BadSigning = "PS0406",
        /// A rule that is not in the document and does not say how well it is known.
        NoBasis = "PS0407",
        /// A query without a decision, or a decision that cannot be made.
        BadDecision = "PS0501",
        /// A value that passes a tier but is not in its table, or passes and decides at once.
        BadPass = "PS0502",
        /// An identity that compares what cannot be compared.
        BadIdentity = "PS0503",
        /// A URL that is no absolute http or https URL.
        BadUrl = "PS0601",
        /// An encoding that does not fit the method, the direction or the fields.
        BadEncoding = "PS0602",
        /// A provider without operations.
        NothingToAsk = "PS0603",
        /// A time span that cannot be read.
        BadDuration = "PS0604",
        /// Two operations that nothing tells apart: the same method and path, and the same constants.
        SameQuestion = "PS0605",
        /// A number of queries or requests that is zero.
        NeverAsk = "PS0606",
    }
    Warning {
        /// A code without a title, or a title that is blank.
        NoTitle = "PS0701",
        /// A field of the reply that could tie it to the question and is not compared.
        NotCompared = "PS0702",
        /// A query of which no reply can ever be Pending.
        NeverPending = "PS0703",
        /// A decision, unsigned refusals or polling that do not say how well they are known.
        NoProvenance = "PS0704",
        /// A required object in which nothing is required, or a group whose member may not always be given.
        LooseGroup = "PS0705",
        /// A field that has one length in the request and another in the response.
        LengthsDiffer = "PS0706",
        /// A code table, a credential or a signature rule that nothing uses.
        Unused = "PS0707",
        /// `documented:` without anything that the document says.
        EmptyDocumented = "PS0708",
        /// A folder without a specification.
        NoSpecification = "PS0709",
        /// A signature rule that nobody has written down yet.
        Undecided = "PS0710",
    }
}

/// Whether a diagnostic stops the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Severity {
    /// The specification cannot be used.
    Error,
    /// It can, but something smells.
    Warning,
}

impl Severity {
    /// The word: `error` or `warning`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One mistake and where it stands.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Which rule is broken.
    pub rule: Rule,
    /// Whether it stops the build.
    pub severity: Severity,
    /// What is wrong, in the author's words.
    pub message: String,
    /// Where, in bytes of the file.
    pub span: Range<usize>,
    /// Other places of the file that have to do with it.
    pub also: Vec<(Range<usize>, String)>,
    /// Places in other files that have to do with it.
    pub elsewhere: Vec<Elsewhere>,
    /// What to do.
    pub help: Option<String>,
}

/// A place in another file.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Elsewhere {
    /// The file.
    pub file: SourceFile,
    /// Where, in bytes of it.
    pub span: Range<usize>,
    /// What it has to do with the mistake.
    pub label: String,
}

impl Diagnostic {
    pub(crate) fn at(rule: Rule, span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity(),
            message: message.into(),
            span,
            also: Vec::new(),
            elsewhere: Vec::new(),
            help: None,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn also(mut self, span: Range<usize>, label: impl Into<String>) -> Self {
        self.also.push((span, label.into()));
        self
    }
}

/// The mistakes of one file, in the order in which they stand there.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FileReport {
    /// The file.
    pub file: SourceFile,
    /// Its mistakes.
    pub diagnostics: Vec<Diagnostic>,
}

impl FileReport {
    /// The line and column of a mistake, both from 1, the column in characters.
    #[must_use]
    pub fn position(&self, diagnostic: &Diagnostic) -> (usize, usize) {
        let before = self.file.text().get(..diagnostic.span.start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// The mistakes of several files.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Diagnostics {
    /// The files that have any, in the order in which they were read.
    pub files: Vec<FileReport>,
}

impl Diagnostics {
    /// Whether there are none, not even warnings.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// How many stop the build.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// How many do not.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    fn count(&self, severity: Severity) -> usize {
        self.files
            .iter()
            .flat_map(|file| &file.diagnostics)
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }

    /// Adds the mistakes of a file to those that are known of it.
    pub(crate) fn add(&mut self, file: &SourceFile, mut diagnostics: Vec<Diagnostic>) {
        if diagnostics.is_empty() {
            return;
        }
        let known = self.files.iter().position(|report| report.file.path() == file.path());
        let at = known.unwrap_or_else(|| {
            self.files.push(FileReport { file: file.clone(), diagnostics: Vec::new() });
            self.files.len() - 1
        });
        let all = &mut self.files[at].diagnostics;
        all.append(&mut diagnostics);
        all.sort_by(|one, other| {
            (one.span.start, one.rule, &one.message).cmp(&(other.span.start, other.rule, &other.message))
        });
    }

    /// As text for a terminal, with colour or without.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        crate::render::diagnostics(self, colour)
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))?;
        let (errors, warnings) = (self.errors(), self.warnings());
        let counted = |count, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
        match (errors, warnings) {
            (0, 0) => Ok(()),
            (0, _) => write!(f, "{} about the specifications", counted(warnings, "warning")),
            (_, 0) => write!(f, "{} in the specifications", counted(errors, "mistake")),
            _ => {
                let (errors, warnings) = (counted(errors, "mistake"), counted(warnings, "warning"));
                write!(f, "{errors} in the specifications, {warnings}")
            }
        }
    }
}

impl std::error::Error for Diagnostics {}
