//! What is wrong with a script, and where.

use std::fmt;
use std::path::{Path, PathBuf};

/// What is wrong with a script, and where.
///
/// `Display` is one line: `script.yaml:7:14: there is no state `Payed`; did you mean `Paid`?`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptError {
    file: Option<PathBuf>,
    place: Option<(usize, usize)>,
    what: String,
    hint: Option<String>,
}

impl ScriptError {
    /// A hint follows what is wrong after a semicolon.
    pub(super) fn new(place: Option<(usize, usize)>, words: &str) -> Self {
        let starts = ["; did you mean ", "; known here: ", "; write "];
        let at = starts.iter().filter_map(|start| words.find(start)).min();
        let (what, hint) = match at {
            Some(at) => (&words[..at], words.get(at + 2..).map(str::to_owned)),
            None => (words, None),
        };
        Self { file: None, place, what: what.to_owned(), hint }
    }

    pub(super) fn in_file(mut self, file: Option<&Path>) -> Self {
        self.file = file.map(Path::to_owned);
        self
    }

    /// The file; `None` if the script was given as a text.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The line, from 1; `None` if the file could not be read.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.place.map(|(line, _)| line)
    }

    /// The column, in characters from 1; `None` if the file could not be read.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        self.place.map(|(_, column)| column)
    }

    /// What is wrong, without the place.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.what
    }

    /// What was probably meant, or what there is.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.as_ref().map_or_else(|| "script".into(), |file| file.display().to_string());
        f.write_str(&file)?;
        if let Some((line, column)) = self.place {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.what)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ScriptError {}
