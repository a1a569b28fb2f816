//! The merchant of a simulated provider.

use std::collections::BTreeMap;

use payspec_runtime::{
    Ambient, Credentials, KeyError, PrivateKey, RandomError, Secret, SystemAmbient, places,
};
use payspec_table::{CredentialKind, Field, Provider, Source};

/// What a merchant holds, as texts, each by its name in the specification. `Debug` shows no secret.
///
/// One that is given to [`Builder::merchant`](crate::Builder::merchant) need not have everything: what is missing is
/// made.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Merchant {
    /// Numbers and other public texts.
    pub texts: BTreeMap<String, String>,
    /// Secret texts, such as an MD5 key.
    pub secrets: BTreeMap<String, Secret>,
    /// The merchant's RSA private keys, PKCS#8 in PEM.
    pub private_keys: BTreeMap<String, Secret>,
    /// The provider's RSA public keys, SubjectPublicKeyInfo in PEM. They belong to `provider_keys`; those of a merchant
    /// that is given are not read.
    pub public_keys: BTreeMap<String, String>,
    /// The provider's own RSA private keys, by the names of its public ones: what no merchant ever sees, and what lets a
    /// simulator be the same provider again.
    pub provider_keys: BTreeMap<String, Secret>,
}

/// A merchant, and what each side holds.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) merchant: Merchant,
    /// What the merchant holds.
    pub(crate) client: Credentials,
    /// What the provider holds, by the same names: of a key pair the other half.
    pub(crate) provider: Credentials,
}

/// Why there is no merchant.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum AccountError {
    #[error("a key cannot be made or read: {0}")]
    Key(String),
    #[error(transparent)]
    Random(#[from] RandomError),
}

impl From<KeyError> for AccountError {
    fn from(error: KeyError) -> Self {
        Self::Key(error.to_string())
    }
}

/// Weak, as with the providers that hand such keys out, and quick to make.
const RSA_BITS: usize = 1024;
/// The length of a number or a secret, unless the specification allows less.
const TEXT_LENGTH: u32 = 10;
const SECRET_LENGTH: u32 = 32;

impl Account {
    /// Makes a merchant; what is not given is new.
    pub(crate) fn open(provider: &Provider, given: &Merchant) -> Result<Self, AccountError> {
        let mut merchant = Merchant::default();
        let (mut client, mut ours) = (Credentials::new(), Credentials::new());
        for credential in &provider.credentials {
            let name = credential.name.to_string();
            match credential.kind {
                CredentialKind::Text => {
                    let text = match given.texts.get(&name) {
                        Some(text) => text.clone(),
                        None => digits(length(provider, &credential.name, TEXT_LENGTH))?,
                    };
                    client = client.text(name.clone(), text.clone());
                    ours = ours.text(name.clone(), text.clone());
                    merchant.texts.insert(name, text);
                }
                CredentialKind::Secret => {
                    let secret = match given.secrets.get(&name) {
                        Some(secret) => secret.clone(),
                        None => random(length(provider, &credential.name, SECRET_LENGTH))?,
                    };
                    client = client.secret(name.clone(), secret.clone());
                    ours = ours.secret(name.clone(), secret.clone());
                    merchant.secrets.insert(name, secret);
                }
                CredentialKind::PrivateKey => {
                    let key = key(given.private_keys.get(&name))?;
                    merchant.private_keys.insert(name.clone(), key.to_pkcs8_pem()?);
                    ours = ours.public_key(name.clone(), key.public_key());
                    client = client.private_key(name, key);
                }
                CredentialKind::PublicKey => {
                    let key = key(given.provider_keys.get(&name))?;
                    merchant.public_keys.insert(name.clone(), key.public_key().to_spki_pem()?);
                    merchant.provider_keys.insert(name.clone(), key.to_pkcs8_pem()?);
                    client = client.public_key(name.clone(), key.public_key());
                    ours = ours.private_key(name, key);
                }
            }
        }
        Ok(Self { merchant, client, provider: ours })
    }
}

/// The key of a PEM text, or a new one.
fn key(given: Option<&Secret>) -> Result<PrivateKey, KeyError> {
    given.map_or_else(|| PrivateKey::generate(RSA_BITS), |pem| PrivateKey::parse(pem.expose().as_bytes()))
}

fn random(length: u32) -> Result<Secret, RandomError> {
    let mut text = String::new();
    SystemAmbient.nonce(length, &mut text)?;
    Ok(Secret::from(text))
}

/// How long a credential may be: by the limits of the request fields that hold it.
fn length(provider: &Provider, credential: &str, usual: u32) -> u32 {
    let tables = provider.operations.iter().map(|operation| &*operation.request.fields);
    let of_fields = tables.filter_map(|fields| shortest(fields, credential));
    of_fields.fold(usual, u32::min).max(1)
}

fn shortest(fields: &[Field], credential: &str) -> Option<u32> {
    let own = |field: &Field| match &field.source {
        Source::Credential(name) if name == credential => field.max_length.map(|length| length.max),
        _ => shortest(places::inside(&field.kind), credential),
    };
    fields.iter().filter_map(own).min()
}

/// A number that starts with no zero.
fn digits(length: u32) -> Result<String, RandomError> {
    let mut letters = String::new();
    SystemAmbient.nonce(length, &mut letters)?;
    let digit = |(index, letter): (usize, u8)| match (index, letter % 10) {
        (0, 0) => '1',
        (_, digit) => char::from(b'0' + digit),
    };
    Ok(letters.bytes().enumerate().map(digit).collect())
}
