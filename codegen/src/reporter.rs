//! Collects the mistakes of one file, each once and none that follows from another.

use std::collections::HashSet;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::source::{Place, SourceFile};

/// Collects the mistakes of one file.
///
/// Of a mapping with a mistake that reading found (an unknown key, a value of the wrong type), checking does not say what is
/// missing there or does not go together: that may be that very mistake.
#[derive(Debug)]
pub(crate) struct Reporter<'a> {
    file: &'a SourceFile,
    diagnostics: Vec<Diagnostic>,
    /// The mappings that could not be read as a whole.
    doubtful: HashSet<Place>,
    /// Takes the place of a diagnostic that nobody is to see.
    unseen: Option<Diagnostic>,
    phase: Phase,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Reading,
    Checking,
}

/// Which side of an entry is wrong.
#[derive(Debug, Clone, Copy)]
pub(crate) enum At<'p> {
    Key(&'p Place),
    Value(&'p Place),
}

impl At<'_> {
    fn place(&self) -> &Place {
        match self {
            Self::Key(place) | Self::Value(place) => place,
        }
    }
}

/// Whether a rule is about a value by itself, whatever else was or was not given beside it.
fn judges_what_is_there(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::UnknownValue
            | Rule::UnknownVersion
            | Rule::BadName
            | Rule::NameClash
            | Rule::UnknownField
            | Rule::UnknownCredential
            | Rule::UnknownCodeTable
            | Rule::UnknownCode
            | Rule::BadFormat
            | Rule::BreaksOwnRule
            | Rule::DuplicateCode
            | Rule::UnknownPlaceholder
            | Rule::BadUrl
            | Rule::BadDuration
            | Rule::NeverAsk
    )
}

impl<'a> Reporter<'a> {
    pub(crate) fn new(file: &'a SourceFile) -> Self {
        Self { file, diagnostics: Vec::new(), doubtful: HashSet::new(), unseen: None, phase: Phase::Reading }
    }

    /// Everything was read; what is reported from now on is what checking found.
    pub(crate) fn begin_checking(&mut self) {
        self.phase = Phase::Checking;
    }

    /// Reports a mistake in the value at a place.
    pub(crate) fn value(&mut self, rule: Rule, place: &Place, message: impl Into<String>) -> &mut Diagnostic {
        self.word(rule, At::Value(place), "", message)
    }

    /// Reports a mistake in the key at a place.
    pub(crate) fn key(&mut self, rule: Rule, place: &Place, message: impl Into<String>) -> &mut Diagnostic {
        self.word(rule, At::Key(place), "", message)
    }

    /// Reports a mistake in one word of a key or a value.
    pub(crate) fn word(
        &mut self,
        rule: Rule,
        at: At<'_>,
        word: &str,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let diagnostic = Diagnostic::at(rule, self.file.word_span(self.span_of(at), word), message);
        if self.phase == Phase::Checking && !judges_what_is_there(rule) && self.is_doubtful(at.place()) {
            return self.unseen.insert(diagnostic);
        }
        let at = self.diagnostics.len();
        self.diagnostics.push(diagnostic);
        &mut self.diagnostics[at]
    }

    /// Notes that a mapping could not be read as a whole.
    pub(crate) fn doubt(&mut self, place: &Place) {
        self.doubtful.insert(place.clone());
    }

    /// Whether a mapping, or that of a key, could not be read as a whole.
    pub(crate) fn is_doubtful(&self, place: &Place) -> bool {
        self.doubtful.contains(place) || self.doubtful.contains(&place.mapping())
    }

    /// Whether the mapping at a place could not be read as a whole.
    pub(crate) fn is_unread(&self, mapping: &Place) -> bool {
        self.doubtful.contains(mapping)
    }

    /// Where the key of a place stands.
    pub(crate) fn span(&self, place: &Place) -> Range<usize> {
        self.file.key_span(place)
    }

    /// Where a side of an entry stands.
    pub(crate) fn span_of(&self, at: At<'_>) -> Range<usize> {
        match at {
            At::Key(place) => self.file.key_span(place),
            At::Value(place) => self.file.value_span(place),
        }
    }

    /// The place of one of several values; where one value stands for a list of one, its own.
    pub(crate) fn item(&self, place: &Place, index: usize) -> Place {
        let item = place.item(index);
        if self.file.has(&item) { item } else { place.clone() }
    }

    /// What the author wrote at this place.
    pub(crate) fn text(&self, place: &Place) -> &str {
        self.file.text().get(self.file.value_span(place)).unwrap_or_default()
    }

    /// Whether the author wrote something at this place.
    pub(crate) fn has(&self, place: &Place) -> bool {
        self.file.has(place)
    }

    /// Whether something was reported that stops the build.
    pub(crate) fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// What was reported, each mistake once: a rule that several messages follow is checked against each of them.
    pub(crate) fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        let mut seen = HashSet::new();
        self.diagnostics.retain(|diagnostic| {
            seen.insert((diagnostic.rule, diagnostic.span.start, diagnostic.message.clone()))
        });
        self.diagnostics
    }
}
