//! Signing a message.

use payspec_table::{CredentialKind, Part, Placement, Signing};

use crate::canonical::{self, CanonicalError};
use crate::{Credentials, CredentialsError, Node, Secret, SignerError, digest};

/// Signs a message by a rule: the text that goes where the rule's placement says.
///
/// `body` is the message as it is sent; only rules over the body read it. Where there are two keys, the first signs.
///
/// # Errors
/// If the key is missing, the rule does not tell how a member is signed, or the signer fails.
pub fn sign(
    rule: &Signing,
    message: Node<'_>,
    body: &str,
    credentials: &Credentials,
) -> Result<String, SignError> {
    canonical::require_decided(rule)?;
    if rule.algorithm.is_rsa() {
        let signer = credentials.signing_key(&rule.key)?;
        let string = canonical::string(rule, message, body, "", credentials)?;
        let signature = signer.sign(rule.algorithm, string.as_bytes())?;
        return Ok(digest::encode(&signature, rule.encoding));
    }
    let key = credentials.secrets(&rule.key)?.first().map_or("", Secret::expose);
    let string = canonical::string(rule, message, body, key, credentials)?;
    let digest = digest::digest(rule.algorithm, string.as_bytes(), key)
        .ok_or_else(|| CredentialsError::wrong(&rule.key, CredentialKind::PrivateKey))?;
    canonical::wipe(string);
    Ok(digest::encode(&digest, rule.encoding))
}

/// Why a message could not be signed.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The key is missing, empty or of the wrong kind.
    #[error(transparent)]
    Credentials(#[from] CredentialsError),
    /// There is no canonical string.
    #[error("it cannot be signed: {0}")]
    Canonical(#[from] CanonicalError),
    /// The signer failed.
    #[error("it cannot be signed: {0}")]
    Signer(#[from] SignerError),
}

impl SignError {
    /// Whether the same request may be signed at another time: a signer that lives elsewhere can be out of reach.
    pub(crate) const fn may_pass(&self) -> bool {
        matches!(self, Self::Signer(_))
    }
}

/// The value of a header: of the one that a rule puts the signature into, or of one without a signature.
///
/// # Errors
/// If a credential that the template names is missing, empty or no text.
pub fn header_value(
    template: &[Part],
    signature: &str,
    credentials: &Credentials,
) -> Result<String, CredentialsError> {
    let mut value = String::new();
    for part in template {
        match part {
            Part::Literal(text) => value.push_str(text),
            Part::Credential(name) => value.push_str(credentials.value(name)?),
            Part::Signature => value.push_str(signature),
            Part::Name | Part::Value | Part::Key => {}
        }
    }
    Ok(value)
}

/// Whether a rule's key is there, on the side that signs.
pub(crate) fn check_signing_key(rule: &Signing, credentials: &Credentials) -> Result<(), CredentialsError> {
    check_templates(rule, credentials)?;
    if rule.algorithm.is_rsa() {
        credentials.signing_key(&rule.key).map(|_| ())
    } else {
        credentials.secrets(&rule.key).map(|_| ())
    }
}

/// Whether a rule's key is there, on the side that verifies.
pub(crate) fn check_verifying_key(rule: &Signing, credentials: &Credentials) -> Result<(), CredentialsError> {
    check_templates(rule, credentials)?;
    if rule.algorithm.is_rsa() {
        credentials.public_keys(&rule.key).map(|_| ())
    } else {
        credentials.secrets(&rule.key).map(|_| ())
    }
}

fn check_templates(rule: &Signing, credentials: &Credentials) -> Result<(), CredentialsError> {
    let header: &[Part] = match &rule.placement {
        Placement::Header { value, .. } => value,
        Placement::Field(_) => &[],
    };
    for part in rule.prefix.iter().chain(rule.suffix.iter()).chain(rule.piece.iter()).chain(header) {
        if let Part::Credential(name) = part {
            credentials.value(name)?;
        }
    }
    Ok(())
}
