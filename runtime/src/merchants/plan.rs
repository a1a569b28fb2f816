//! What a merchant's client will be made from: everything but parsed keys.

use std::sync::Arc;
use std::time::Duration;

use payspec_table::{CredentialKind, Encoding};
use sha2::{Digest as _, Sha256};

use super::files::{Bytes, Confidence};
use super::given::{Contents, Value};
use super::keys::Keys;
use super::shared::Shared;
use super::{ConfigError, Entry};
use crate::{Client, Credentials, Limits, ProviderRef, Retries};

/// What stands at some place, without showing it.
pub(super) type Fingerprint = [u8; 32];

/// What a merchant's client will be made from: everything is read, nothing is parsed.
pub(super) struct Plan<'c> {
    entry: Entry<'c>,
    provider: ProviderRef,
    url: String,
    encoding: Option<Encoding>,
    timeout: Option<Duration>,
    root: Option<Root>,
    credentials: Vec<Planned<'c>>,
    made_from: MadeFrom,
}

/// A root to trust besides those of the platform.
pub(super) struct Root {
    pub(super) pem: Arc<Bytes>,
    pub(super) fingerprint: Fingerprint,
}

/// A value of a credential.
pub(super) struct Planned<'c> {
    credential: String,
    pub(super) kind: CredentialKind,
    pub(super) value: Value<'c>,
    pub(super) contents: Contents,
    pub(super) fingerprint: Fingerprint,
}

/// What a merchant was made from, to tell whether anything of it was changed.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct MadeFrom {
    /// Of everything, contents of files too.
    all: Fingerprint,
    /// Of what the limits belong to.
    limited: Fingerprint,
}

impl MadeFrom {
    /// Whether the limits that are kept to go on: nothing of whom they are about, or of themselves, was changed.
    pub(super) fn keeps_limits_of(&self, old: &Self) -> bool {
        self.limited == old.limited
    }
}

impl<'c> Entry<'c> {
    /// Reads what the entry names.
    pub(super) fn plan(self, provider: ProviderRef) -> Result<Plan<'c>, ConfigError> {
        let url = self.url(&provider)?;
        let encoding = self.request_encoding(&provider)?;
        let root = self.root()?;
        let mut credentials = Vec::new();
        for given in self.given(&provider)? {
            for value in given.values() {
                let contents = value.read(given.kind)?;
                credentials.push(Planned {
                    credential: given.credential.clone(),
                    kind: given.kind,
                    value: value.clone(),
                    fingerprint: fingerprint(contents.bytes()),
                    contents,
                });
            }
        }
        let timeout = self.settings.timeout;
        let limits = self.settings.limits;
        let mut limited = Hasher::new();
        limited.part(provider.name.as_bytes()).part(url.as_bytes()).part(format!("{limits:?}").as_bytes());
        let limited = limited.finish();
        let mut all = Hasher::new();
        all.part(&limited)
            .part(&[u8::from(self.settings.allow_plain_http)])
            .part(self.encoding().unwrap_or_default().as_bytes())
            .part(format!("{timeout:?}").as_bytes())
            .part(root.as_ref().map_or(&[], |root| root.fingerprint.as_slice()));
        for planned in &credentials {
            all.part(planned.credential.as_bytes()).part(&planned.fingerprint);
        }
        let made_from = MadeFrom { all: all.finish(), limited };
        Ok(Plan { entry: self, provider, url, encoding, timeout, root, credentials, made_from })
    }

    fn root(self) -> Result<Option<Root>, ConfigError> {
        let Some(file) = &self.settings.root_certificate_file else { return Ok(None) };
        let path = self.configuration.origin.folder.join(file);
        let pem = self.configuration.files.key(&path, Confidence::Public)?;
        if crate::tls::certificates(&pem).is_none() {
            return Err(ConfigError::file(&path, "no certificate in PEM"));
        }
        Ok(Some(Root { fingerprint: fingerprint(&pem), pem }))
    }
}

impl<'c> Plan<'c> {
    pub(super) fn name(&self) -> &'c str {
        self.entry.name
    }

    pub(super) fn provider(&self) -> &str {
        &self.provider.name
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn root(&self) -> Option<&Root> {
        self.root.as_ref()
    }

    pub(super) fn made_from(&self) -> &MadeFrom {
        &self.made_from
    }

    pub(super) fn limits(&self) -> Limits {
        self.entry.settings.limits
    }

    pub(super) fn credentials(&self) -> &[Planned<'c>] {
        &self.credentials
    }

    pub(super) fn has_inline_secrets(&self) -> bool {
        self.credentials.iter().any(|planned| planned.value.is_inline_secret())
    }

    /// The client, with keys that were parsed from this plan.
    pub(super) fn client(self, keys: &Keys, shared: &mut Shared) -> Client {
        let mut credentials = Credentials::new();
        for Planned { credential, kind, fingerprint, .. } in &self.credentials {
            let name = credential.clone();
            credentials = match kind {
                CredentialKind::Text => match keys.text(fingerprint) {
                    Some(text) => credentials.text(name, text.expose()),
                    None => credentials,
                },
                CredentialKind::Secret => match keys.text(fingerprint) {
                    Some(secret) => credentials.also_secret(name, secret.clone()),
                    None => credentials,
                },
                CredentialKind::PrivateKey => match keys.private(fingerprint) {
                    Some(key) => credentials.private_key(name, key.clone()),
                    None => credentials,
                },
                CredentialKind::PublicKey => match keys.public(fingerprint) {
                    Some(key) => credentials.also_public_key(name, key.clone()),
                    None => credentials,
                },
            };
        }
        let (circuit, budget) = shared.of_provider(&self);
        let limits = self.limits();
        let name = self.name();
        let mut client = Client::new(self.provider.clone(), self.url.clone(), credentials)
            .shared_transport(shared.transport(self.root()))
            .limits(limits)
            .retries(Retries::standard().budget(budget))
            .circuit(circuit)
            .merchant_name(name);
        if self.entry.settings.allow_plain_http {
            client = client.allow_plain_http();
        }
        if let Some(encoding) = self.encoding {
            client = client.encoding(encoding);
        }
        if let Some(timeout) = self.timeout {
            client = client.timeout(timeout);
        }
        client
    }
}

fn fingerprint(contents: &[u8]) -> Fingerprint {
    Sha256::digest(contents).into()
}

/// A fingerprint of several parts.
struct Hasher(Sha256);

impl Hasher {
    fn new() -> Self {
        Self(Sha256::new())
    }

    /// Adds a part, which cannot be mistaken for the end of the one before.
    fn part(&mut self, part: &[u8]) -> &mut Self {
        self.0.update((part.len() as u64).to_be_bytes());
        self.0.update(part);
        self
    }

    fn finish(self) -> Fingerprint {
        self.0.finalize().into()
    }
}
