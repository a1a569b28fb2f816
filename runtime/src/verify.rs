//! Verifying a message: the only way to a [`Verified`].

use payspec_table::{Condition, Order, Over, Part, Path, Placement, Signing, Verification};

use crate::canonical::{self, CanonicalError};
use crate::transport::Headers;
use crate::{
    Credentials, CredentialsError, Message, Node, NodeKind, Secret, VouchedBy, conditions, digest, places,
};

/// A message that somebody vouches for. Only verification makes one, and only such a message is decoded.
#[derive(Debug, Clone)]
pub struct Verified {
    message: Message,
    by: VouchedBy,
}

impl Verified {
    /// The message.
    #[must_use]
    pub fn message(&self) -> &Message {
        &self.message
    }

    /// Who vouches for it.
    #[must_use]
    pub fn by(&self) -> VouchedBy {
        self.by
    }

    /// A message that only the transport vouches for. The caller has made sure that it is https or loopback.
    pub(crate) fn by_transport(message: Message) -> Self {
        Self { message, by: VouchedBy::Transport }
    }
}

/// Verifies a message by a rule.
///
/// The algorithm, the place of the signature and the key are the rule's, never the message's. `headers` are those
/// of the HTTP message, by any case of their names; `body` is the message as it came, read by rules over the body.
///
/// # Errors
/// Each failure has its own words; none of them shows a key or the signature that would have been right.
pub fn verify(
    rule: &Signing,
    message: Message,
    headers: &[(String, String)],
    body: &str,
    credentials: &Credentials,
) -> Result<Verified, VerifyError> {
    canonical::require_decided(rule)?;
    let signature = match &rule.placement {
        Placement::Field(path) => signature_in_field(message.root(), path)?,
        Placement::Header { name, value } => signature_in_header(headers, name, value, credentials)?,
    };
    if signature.is_empty() {
        return Err(VerifyError::Empty { place: place(rule) });
    }
    let bytes = digest::decode(signature, rule.encoding).map_err(|_| VerifyError::Malformed {
        place: place(rule),
        what: "it is not in the rule's encoding",
    })?;
    let matched = if rule.algorithm.is_rsa() {
        let keys = credentials.public_keys(&rule.key)?;
        let string = canonical::string(rule, message.root(), body, "", credentials)?;
        keys.iter().any(|key| key.verify(rule.algorithm, string.as_bytes(), &bytes))
    } else {
        digest_matches(rule, message.root(), body, credentials, &bytes)?
    };
    if matched { Ok(Verified { message, by: VouchedBy::Signature }) } else { Err(VerifyError::Wrong) }
}

/// Why a message is not verified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// There is no signature.
    #[error("the signature in {place} is missing")]
    Missing {
        /// Where it should be.
        place: String,
    },
    /// The signature is an empty text.
    #[error("the signature in {place} is empty")]
    Empty {
        /// Where it is.
        place: String,
    },
    /// The signature does not look like one.
    #[error("the signature in {place} is malformed: {what}")]
    Malformed {
        /// Where it is.
        place: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The signature was made with another key, by another rule or over another message.
    #[error("the signature is wrong; check the key and the signature rule before suspecting forgery")]
    Wrong,
    /// The key is missing, empty or of the wrong kind.
    #[error(transparent)]
    Credentials(#[from] CredentialsError),
    /// The rule does not tell what was signed.
    #[error("it cannot be verified: {0}")]
    Canonical(#[from] CanonicalError),
}

/// Whether a field takes part in the signature of its message; one that does not can be changed by anyone on the way.
pub(crate) fn is_covered(verification: &Verification, field: &Path) -> bool {
    let Verification::Signed { rule, .. } = verification else { return true };
    if rule.is_undecided() {
        return false;
    }
    let name = match &rule.over {
        Over::Body => return true,
        Over::Message => field.get(0),
        Over::Member(object) if field.starts_with(object) => field.get(object.len()),
        Over::Member(_) => None,
    };
    let is_listed = |name: &str| !matches!(&rule.order, Order::Fixed(names) if !names.contains(name));
    name.is_some_and(|name| is_listed(name) && !rule.exclude.contains(name))
}

/// Whether a message without a signature is one of the refusals that are not signed.
pub(crate) fn is_unsigned_refusal(
    verification: &Verification,
    message: Node<'_>,
    headers: &[(String, String)],
) -> bool {
    let Verification::Signed { rule, unsigned_refusals } = verification else { return false };
    if unsigned_refusals.is_empty() {
        return false;
    }
    let unsigned = match &rule.placement {
        Placement::Field(path) => places::value(message, &[], path).is_none(),
        Placement::Header { name, .. } => Headers(headers).all(name).next().is_none(),
    };
    unsigned && hold(message, unsigned_refusals)
}

fn hold(message: Node<'_>, unsigned_refusals: &[Condition]) -> bool {
    conditions::hold(message, &[], unsigned_refusals)
}

fn digest_matches(
    rule: &Signing,
    message: Node<'_>,
    body: &str,
    credentials: &Credentials,
    bytes: &[u8],
) -> Result<bool, VerifyError> {
    for key in credentials.secrets(&rule.key)?.iter().map(Secret::expose) {
        let string = canonical::string(rule, message, body, key, credentials)?;
        let Some(expected) = digest::digest(rule.algorithm, string.as_bytes(), key) else { return Ok(false) };
        canonical::wipe(string);
        if expected.len() != bytes.len() {
            return Err(VerifyError::Malformed { place: place(rule), what: "it has another length" });
        }
        if digest::same(&expected, bytes) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn signature_in_field<'a>(message: Node<'a>, path: &Path) -> Result<&'a str, VerifyError> {
    let place = || field_place(path);
    let node = places::value(message, &[], path).ok_or_else(|| VerifyError::Missing { place: place() })?;
    match (node.kind(), node.text()) {
        (NodeKind::Text, Some(text)) => Ok(text),
        _ => Err(VerifyError::Malformed { place: place(), what: "it is not a text" }),
    }
}

fn signature_in_header<'a>(
    headers: &'a [(String, String)],
    name: &str,
    template: &[Part],
    credentials: &Credentials,
) -> Result<&'a str, VerifyError> {
    let place = || header_place(name);
    let mut values = Headers(headers).all(name);
    let value = values.next().ok_or_else(|| VerifyError::Missing { place: place() })?.trim();
    if values.next().is_some() {
        return Err(VerifyError::Malformed { place: place(), what: "the header is there more than once" });
    }
    if value.is_empty() {
        return Err(VerifyError::Empty { place: place() });
    }
    let (before, after) = around_signature(template, credentials)?;
    value.strip_prefix(&*before).and_then(|rest| rest.strip_suffix(&*after)).ok_or_else(|| {
        VerifyError::Malformed { place: place(), what: "the header is not in the rule's form" }
    })
}

/// What stands before and after the signature in its header.
fn around_signature(
    template: &[Part],
    credentials: &Credentials,
) -> Result<(String, String), CredentialsError> {
    let (mut before, mut after, mut passed) = (String::new(), String::new(), false);
    for part in template {
        let side = if passed { &mut after } else { &mut before };
        match part {
            Part::Literal(text) => side.push_str(text),
            Part::Credential(name) => side.push_str(credentials.value(name)?),
            Part::Signature => passed = true,
            Part::Name | Part::Value | Part::Key => {}
        }
    }
    Ok((before, after))
}

fn place(rule: &Signing) -> String {
    match &rule.placement {
        Placement::Field(path) => field_place(path),
        Placement::Header { name, .. } => header_place(name),
    }
}

fn field_place(path: &Path) -> String {
    format!("the field `{}`", path.dotted())
}

fn header_place(name: &str) -> String {
    format!("the header `{name}`")
}

#[cfg(test)]
mod tests;
