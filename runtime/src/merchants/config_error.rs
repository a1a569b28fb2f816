//! What is wrong with a configuration.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::KeyError;

/// What is wrong with a configuration, and where.
///
/// `Display` is one line: ``shops.toml: line 7: merchant `shop-3`: acme has no credential `keey`; did you mean
/// `key`?`` No line of a file is quoted and no value is shown but names: a secret may stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigError {
    /// What stands in it is wrong.
    #[non_exhaustive]
    Configuration {
        /// The file; `None` if it was given as a text.
        path: Option<PathBuf>,
        /// The line, from 1, where it can be told.
        line: Option<usize>,
        /// What is wrong.
        what: String,
        /// What was probably meant, or what to do.
        hint: Option<String>,
    },
    /// A file cannot be used: the configuration itself, or one that it names.
    #[non_exhaustive]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// A file holds no key that can be used.
    #[non_exhaustive]
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong with the key.
        source: KeyError,
    },
}

impl ConfigError {
    pub(super) fn file(path: &Path, what: impl Into<String>) -> Self {
        Self::File { path: path.to_owned(), what: what.into() }
    }

    /// The file; `None` if the configuration was given as a text.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Configuration { path, .. } => path.as_deref(),
            Self::File { path, .. } | Self::Key { path, .. } => Some(path),
        }
    }

    /// What was probably meant, or what to do. `Display` ends with it, after a semicolon.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::Configuration { hint, .. } => hint.as_deref(),
            Self::File { .. } | Self::Key { .. } => None,
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Configuration { path, line, what, hint } => {
                match path {
                    Some(path) => write!(f, "{}: ", path.display())?,
                    None => f.write_str("configuration: ")?,
                }
                if let Some(line) = line {
                    write!(f, "line {line}: ")?;
                }
                f.write_str(what)?;
                hint.as_ref().map_or(Ok(()), |hint| write!(f, "; {hint}"))
            }
            Self::File { path, what } => write!(f, "{}: {what}", path.display()),
            Self::Key { path, source } => write!(f, "the key in {}: {source}", path.display()),
        }
    }
}

impl std::error::Error for ConfigError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Key { source, .. } => Some(source),
            Self::Configuration { .. } | Self::File { .. } => None,
        }
    }
}
