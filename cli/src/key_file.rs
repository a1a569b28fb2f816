//! Keys in files: texts, and RSA keys in the forms in which providers hand them out.

use std::path::Path;

use payspec_runtime::table::Algorithm;
use payspec_runtime::{PrivateKey, PublicKey, Secret};

use crate::failure::Failure;
use crate::files;

/// What a key is used for; with RSA the two sides hold different ones.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    Signing,
    Verifying,
}

/// A key out of a file.
pub(crate) enum Key {
    Secret(Secret),
    Private(PrivateKey),
    Public(PublicKey),
}

/// Reads the key that an algorithm takes.
pub(crate) fn read(path: &Path, algorithm: Algorithm, purpose: Use) -> Result<Key, Failure> {
    match (algorithm.is_rsa(), purpose) {
        (false, _) => {
            let secret = secret(path)?;
            if secret.expose().contains("-----BEGIN ") {
                let what = format!("a PEM file, but {} takes a key that is a text", algorithm.name());
                return Err(Failure::file(path, what));
            }
            Ok(Key::Secret(secret))
        }
        (true, Use::Signing) => private(path).map(Key::Private),
        (true, Use::Verifying) => public(path).map(Key::Public),
    }
}

/// A key that is a text, such as an MD5 key: the line breaks at its end are no part of it.
pub(crate) fn secret(path: &Path) -> Result<Secret, Failure> {
    let bytes = files::key(path)?;
    let text =
        std::str::from_utf8(&bytes).map_err(|_| Failure::file(path, "a key that is a text must be UTF-8"))?;
    let text = text.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']);
    if text.trim().is_empty() {
        return Err(Failure::file(path, "the key is empty"));
    }
    Ok(Secret::from(text))
}

/// An RSA private key.
pub(crate) fn private(path: &Path) -> Result<PrivateKey, Failure> {
    let bytes = files::key(path)?;
    PrivateKey::parse(&bytes).map_err(|source| Failure::Key { path: path.to_owned(), source })
}

/// An RSA public key, also in a certificate.
pub(crate) fn public(path: &Path) -> Result<PublicKey, Failure> {
    let bytes = files::key(path)?;
    PublicKey::parse(&bytes).map_err(|source| Failure::Key { path: path.to_owned(), source })
}
