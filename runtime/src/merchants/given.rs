//! A credential of a merchant, as a configuration gives it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use payspec_table::near::did_you_mean;
use payspec_table::{Credential, CredentialKind, Provider};
use zeroize::Zeroizing;

use super::files::{Bytes, Confidence};
use super::name::Name;
use super::settings::CredentialLine;
use super::{ConfigError, Entry};
use crate::{KeyError, PrivateKey, PublicKey, Secret};

/// A credential of a merchant, as a configuration gives it. `Debug` shows no value.
#[derive(Debug, Clone)]
pub struct Given<'c> {
    /// The credential's name in the provider's table.
    pub credential: String,
    /// What it is.
    pub kind: CredentialKind,
    /// The key of the configuration: the credential's name, or that and `_file` or `_env`.
    pub key: &'c str,
    /// The line in the configuration, from 1.
    pub line: usize,
    values: Vec<Value<'c>>,
}

/// One value of a credential. Files are read when they are asked for; `Debug` shows the key of the configuration alone.
#[derive(Clone)]
pub struct Value<'c> {
    entry: Entry<'c>,
    line: &'c CredentialLine,
    place: Place<'c>,
    confidence: Confidence,
}

/// Where a value stands.
#[derive(Clone)]
enum Place<'c> {
    /// In the configuration.
    Here(&'c Secret),
    File(PathBuf),
    Environment(&'c str),
}

impl Place<'_> {
    /// What a name must be that cannot be one: a secret that stands in its place must not be repeated in an error.
    fn mistaken(&self) -> Option<&'static str> {
        let is_of_variable = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        match self {
            Self::Here(_) => None,
            Self::File(path) => path.to_string_lossy().contains(['\n', '\0']).then_some("a file"),
            Self::Environment(name) if !name.is_empty() && name.chars().all(is_of_variable) => None,
            Self::Environment(_) => Some("a variable of the environment"),
        }
    }
}

/// What stands there.
#[derive(Clone)]
pub(super) enum Contents {
    Text(Secret),
    File(Arc<Bytes>),
}

impl<'c> Given<'c> {
    /// A line of a configuration.
    pub(super) fn new(
        entry: Entry<'c>,
        provider: &Provider,
        line: &'c CredentialLine,
    ) -> Result<Self, ConfigError> {
        let find = |name: &str| provider.credentials.iter().find(|known| known.name == name);
        let with = |suffix| line.key.strip_suffix(suffix).and_then(find);
        type Kind<'c> = fn(Entry<'c>, &'c Secret) -> Place<'c>;
        let (credential, place): (&Credential, Kind<'c>) =
            match (find(&line.key), with("_file"), with("_env")) {
                (Some(credential), ..) => (credential, |_, value| Place::Here(value)),
                (None, Some(credential), _) => (credential, |entry, value| {
                    Place::File(entry.configuration.origin.folder.join(value.expose()))
                }),
                (None, None, Some(credential)) => (credential, |_, value| Place::Environment(value.expose())),
                (None, None, None) => {
                    let what = format!("{} has no credential {}", provider.name, Name(&line.key));
                    let names: Vec<&str> = provider.credentials.iter().map(|known| &*known.name).collect();
                    return Err(entry.wrong(line.line, what, did_you_mean(&line.key, names)));
                }
            };
        let several = matches!(credential.kind, CredentialKind::Secret | CredentialKind::PublicKey);
        if line.values.len() > 1 && !several {
            return Err(entry.wrong(line.line, format!("`{}` can have one value", line.key), None));
        }
        let confidence = match credential.kind {
            CredentialKind::Secret | CredentialKind::PrivateKey => Confidence::Secret,
            CredentialKind::Text | CredentialKind::PublicKey => Confidence::Public,
        };
        let values: Vec<Value<'c>> = line
            .values
            .iter()
            .map(|value| Value { entry, line, place: place(entry, value), confidence })
            .collect();
        if let Some(what) = values.iter().find_map(|value| value.place.mistaken()) {
            return Err(
                entry.wrong_credential(line, format!("must be the name of {what}, not the value itself"))
            );
        }
        Ok(Self {
            credential: credential.name.to_string(),
            kind: credential.kind,
            key: &line.key,
            line: line.line,
            values,
        })
    }

    /// The values, at least one: several are valid while the provider changes them.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Value<'c>> {
        self.values.iter()
    }
}

impl Value<'_> {
    /// A text; the line breaks at the end of a file or of a variable are no part of it.
    ///
    /// # Errors
    /// When a file cannot be read, or when it or a variable is empty or not UTF-8.
    pub fn text(&self) -> Result<Secret, ConfigError> {
        self.text_of(&self.contents()?)
    }

    /// An RSA private key.
    ///
    /// # Errors
    /// When it cannot be read, or is no such key.
    pub fn private_key(&self) -> Result<PrivateKey, ConfigError> {
        PrivateKey::parse(self.contents()?.bytes()).map_err(|error| self.bad_key(error))
    }

    /// An RSA public key, also of a certificate.
    ///
    /// # Errors
    /// When it cannot be read, or is no such key.
    pub fn public_key(&self) -> Result<PublicKey, ConfigError> {
        PublicKey::parse(self.contents()?.bytes()).map_err(|error| self.bad_key(error))
    }

    fn contents(&self) -> Result<Contents, ConfigError> {
        match &self.place {
            Place::Here(value) => Ok(Contents::Text((*value).clone())),
            Place::File(path) => self.file(path).map(Contents::File),
            Place::Environment(name) => self.variable(name).map(Contents::Text),
        }
    }

    /// A file. What names none can be the key itself, and is not repeated.
    fn file(&self, path: &Path) -> Result<Arc<Bytes>, ConfigError> {
        let configuration = self.entry.configuration;
        configuration.files.key(path, self.confidence).map_err(|error| {
            let written = path.strip_prefix(&configuration.origin.folder).unwrap_or(path);
            match error {
                ConfigError::File { what, .. } if Name(&written.to_string_lossy()).is_like_a_key() => {
                    self.entry.wrong_credential(self.line, format!("the file that it names {what}"))
                }
                error => error,
            }
        })
    }

    /// What stands there, as a text for what is a text.
    pub(super) fn read(&self, kind: CredentialKind) -> Result<Contents, ConfigError> {
        match kind {
            CredentialKind::Text | CredentialKind::Secret => self.text().map(Contents::Text),
            CredentialKind::PrivateKey | CredentialKind::PublicKey => self.contents(),
        }
    }

    fn text_of(&self, contents: &Contents) -> Result<Secret, ConfigError> {
        match (contents, &self.place) {
            (Contents::Text(text), _) => Ok(text.clone()),
            (Contents::File(bytes), Place::File(path)) => {
                let text = std::str::from_utf8(bytes)
                    .map_err(|_| ConfigError::file(path, "a key that is a text must be UTF-8"))?;
                let text = without_line_breaks(text);
                if text.trim().is_empty() {
                    return Err(ConfigError::file(path, "the key is empty"));
                }
                Ok(Secret::from(text))
            }
            (Contents::File(_), _) => Err(self.entry.wrong_credential(self.line, "cannot be read")),
        }
    }

    pub(super) fn bad_key(&self, error: KeyError) -> ConfigError {
        match &self.place {
            Place::Here(_) => self.entry.wrong_credential(self.line, error),
            Place::File(path) => ConfigError::Key { path: path.clone(), source: error },
            Place::Environment(name) => {
                let what = format!("the environment variable {}: {error}", Name(name));
                self.entry.wrong_credential(self.line, what)
            }
        }
    }

    /// Whether it is a secret that stands in the configuration itself.
    pub(super) fn is_inline_secret(&self) -> bool {
        self.confidence == Confidence::Secret && matches!(self.place, Place::Here(_))
    }

    /// Whether nothing stands in the configuration where the value should.
    pub(super) fn is_empty(&self) -> bool {
        matches!(self.place, Place::Here(value) if value.expose().trim().is_empty())
    }

    /// A variable of the environment; nothing of its value is told.
    fn variable(&self, name: &str) -> Result<Secret, ConfigError> {
        let wrong = |what: &str| {
            self.entry.wrong_credential(self.line, format!("the environment variable {} {what}", Name(name)))
        };
        let value = std::env::var_os(name).ok_or_else(|| wrong("is not set"))?;
        let value = Zeroizing::new(value.into_string().map_err(|_| wrong("is not UTF-8"))?);
        let text = without_line_breaks(&value);
        if text.trim().is_empty() {
            return Err(wrong("is empty"));
        }
        Ok(Secret::from(text))
    }
}

fn without_line_breaks(text: &str) -> &str {
    text.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n'])
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Value").field(&self.line.key).finish()
    }
}

impl Contents {
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.expose().as_bytes(),
            Self::File(bytes) => bytes,
        }
    }
}
