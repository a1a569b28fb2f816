//! What a merchant holds: numbers, secrets and keys, by the names of the provider's table.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use payspec_table::CredentialKind;

use crate::{PrivateKey, PublicKey, Secret, Signer};

type Name = Cow<'static, str>;

/// What a merchant holds, by the names of the provider's table.
///
/// While the provider rotates a key, a second one can be valid beside the first
/// ([`also_secret`](Self::also_secret), [`also_public_key`](Self::also_public_key)): replies are verified with both,
/// requests are signed with the first. `Debug` shows names and public texts only.
#[derive(Clone, Default)]
pub struct Credentials {
    entries: Vec<(Name, Entry)>,
}

#[derive(Clone)]
enum Entry {
    Text(String),
    Secrets(Vec<Secret>),
    Signer(Arc<dyn Signer>),
    PublicKeys(Vec<PublicKey>),
}

impl Credentials {
    /// No credentials.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a public text, such as a merchant's number.
    #[must_use]
    pub fn text(self, name: impl Into<Name>, text: impl Into<String>) -> Self {
        self.with(name.into(), Entry::Text(text.into()))
    }

    /// Sets a secret, such as an MD5 key.
    #[must_use]
    pub fn secret(self, name: impl Into<Name>, secret: impl Into<Secret>) -> Self {
        self.with(name.into(), Entry::Secrets(vec![secret.into()]))
    }

    /// Adds a secret that replies may be signed with besides the first.
    #[must_use]
    pub fn also_secret(mut self, name: impl Into<Name>, secret: impl Into<Secret>) -> Self {
        let (name, secret) = (name.into(), secret.into());
        if let Some(Entry::Secrets(secrets)) = self.entry_mut(&name) {
            secrets.push(secret);
            return self;
        }
        self.with(name, Entry::Secrets(vec![secret]))
    }

    /// Sets what signs: a key that lives elsewhere (HSM, KMS).
    #[must_use]
    pub fn signer(self, name: impl Into<Name>, signer: Arc<dyn Signer>) -> Self {
        self.with(name.into(), Entry::Signer(signer))
    }

    /// Sets the private key that signs.
    #[must_use]
    pub fn private_key(self, name: impl Into<Name>, key: PrivateKey) -> Self {
        self.signer(name, Arc::new(key))
    }

    /// Sets the public key of the other side.
    #[must_use]
    pub fn public_key(self, name: impl Into<Name>, key: PublicKey) -> Self {
        self.with(name.into(), Entry::PublicKeys(vec![key]))
    }

    /// Adds a public key that replies may be signed with besides the first.
    #[must_use]
    pub fn also_public_key(mut self, name: impl Into<Name>, key: PublicKey) -> Self {
        let name = name.into();
        if let Some(Entry::PublicKeys(keys)) = self.entry_mut(&name) {
            keys.push(key);
            return self;
        }
        self.with(name, Entry::PublicKeys(vec![key]))
    }

    /// The text of a public or secret credential, as a field, a header or an identity holds it.
    pub(crate) fn value(&self, name: &str) -> Result<&str, CredentialsError> {
        let text = match self.entry(name)? {
            Entry::Text(text) => text,
            Entry::Secrets(secrets) => secrets.first().map_or("", Secret::expose),
            Entry::Signer(_) | Entry::PublicKeys(_) => {
                return Err(CredentialsError::wrong(name, CredentialKind::Text));
            }
        };
        if text.is_empty() { Err(CredentialsError::Empty { name: name.to_owned() }) } else { Ok(text) }
    }

    /// Whether a credential is never shown.
    pub(crate) fn is_secret(&self, name: &str) -> bool {
        !matches!(self.entry(name), Ok(Entry::Text(_)))
    }

    /// Every secret that is a text.
    pub(crate) fn secret_texts(&self) -> impl Iterator<Item = &str> {
        let secrets = self.entries.iter().flat_map(|(_, entry)| match entry {
            Entry::Secrets(secrets) => &secrets[..],
            _ => &[],
        });
        secrets.map(Secret::expose).filter(|text| !text.is_empty())
    }

    /// The secrets of a name, none of them empty.
    pub(crate) fn secrets(&self, name: &str) -> Result<&[Secret], CredentialsError> {
        match self.entry(name)? {
            Entry::Secrets(secrets) if secrets.iter().any(Secret::is_empty) => {
                Err(CredentialsError::Empty { name: name.to_owned() })
            }
            Entry::Secrets(secrets) => Ok(secrets),
            _ => Err(CredentialsError::wrong(name, CredentialKind::Secret)),
        }
    }

    /// What signs under a name.
    pub(crate) fn signing_key(&self, name: &str) -> Result<&dyn Signer, CredentialsError> {
        match self.entry(name)? {
            Entry::Signer(signer) => Ok(&**signer),
            _ => Err(CredentialsError::wrong(name, CredentialKind::PrivateKey)),
        }
    }

    /// The public keys of a name.
    pub(crate) fn public_keys(&self, name: &str) -> Result<&[PublicKey], CredentialsError> {
        match self.entry(name)? {
            Entry::PublicKeys(keys) => Ok(keys),
            _ => Err(CredentialsError::wrong(name, CredentialKind::PublicKey)),
        }
    }

    fn entry(&self, name: &str) -> Result<&Entry, CredentialsError> {
        self.entries
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, entry)| entry)
            .ok_or_else(|| CredentialsError::Missing { name: name.to_owned() })
    }

    fn entry_mut(&mut self, name: &str) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|(known, _)| known == name).map(|(_, entry)| entry)
    }

    fn with(mut self, name: Name, entry: Entry) -> Self {
        match self.entry_mut(&name) {
            Some(old) => *old = entry,
            None => self.entries.push((name, entry)),
        }
        self
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, entry) in &self.entries {
            match entry {
                Entry::Text(text) => map.entry(name, text),
                Entry::Secrets(_) => map.entry(name, &format_args!("***")),
                Entry::Signer(_) => map.entry(name, &format_args!("signer")),
                Entry::PublicKeys(keys) => map.entry(name, keys),
            };
        }
        map.finish()
    }
}

/// What is wrong with the credentials.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialsError {
    /// It was not given.
    #[error("the credential `{name}` is missing")]
    Missing {
        /// Its name.
        name: String,
    },
    /// It is empty.
    #[error("the credential `{name}` is empty")]
    Empty {
        /// Its name.
        name: String,
    },
    /// It is something else than what the table asks for.
    #[error("the credential `{name}` must be {}", kind_name(*.expected))]
    WrongKind {
        /// Its name.
        name: String,
        /// What it must be.
        expected: CredentialKind,
    },
}

impl CredentialsError {
    pub(crate) fn wrong(name: &str, expected: CredentialKind) -> Self {
        Self::WrongKind { name: name.to_owned(), expected }
    }
}

const fn kind_name(kind: CredentialKind) -> &'static str {
    match kind {
        CredentialKind::Text => "a text",
        CredentialKind::Secret => "a secret",
        CredentialKind::PrivateKey => "a private key or a signer",
        CredentialKind::PublicKey => "a public key",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_public_texts_and_no_secret() {
        let credentials = Credentials::new().text("merchant", "0000000018").secret("key", "hunter2");
        let shown = format!("{credentials:?}");
        assert!(shown.contains("0000000018") && !shown.contains("hunter2"), "{shown}");
    }

    #[test]
    fn missing_empty_and_wrong_keys_have_their_own_words() {
        let credentials = Credentials::new().text("merchant", "1").secret("empty", "");
        let words = |name| credentials.secrets(name).map(|_| ()).map_err(|error| error.to_string());
        assert_eq!(words("none"), Err("the credential `none` is missing".into()));
        assert_eq!(words("empty"), Err("the credential `empty` is empty".into()));
        assert_eq!(words("merchant"), Err("the credential `merchant` must be a secret".into()));
    }

    #[test]
    fn a_second_secret_stands_behind_the_first() {
        let credentials = Credentials::new().secret("key", "old").also_secret("key", "new");
        assert_eq!(credentials.value("key"), Ok("old"));
        assert_eq!(credentials.secrets("key").map(<[Secret]>::len), Ok(2));
    }
}
