//! A reply as bytes, signed as its provider signs.

use payspec_runtime::{
    Credentials, CredentialsError, Malformed, Message, SignError, conditions, digest, header_value, sign,
    wire, with_signature,
};
use payspec_table::{DigestEncoding, Operation, Placement, Verification};

use crate::fault::Twice;
use crate::reply::delivery::{Delivery, Parcel};
use crate::reply::draft::fold;

/// Why there is no reply.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SealError {
    #[error("the reply: {0}")]
    Sign(#[from] SignError),
    #[error("the reply: {0}")]
    Credentials(#[from] CredentialsError),
    #[error("the reply cannot be written: {0}")]
    Malformed(#[from] Malformed),
}

/// What is wrong with the signature of a reply, or with what was written after it was made.
#[derive(Debug)]
pub(crate) enum Flaw {
    /// It has the right form and does not fit.
    WrongSignature,
    /// It is left out.
    NoSignature,
    /// A field stands in the message a second time; what was signed is the message without it.
    Twice(Twice),
}

/// Signs and writes a reply.
///
/// Refusals that the specification says are unsigned are left so.
pub(crate) fn seal(
    operation: &Operation,
    reply: &Message,
    credentials: &Credentials,
    flaw: Option<&Flaw>,
) -> Result<Parcel, SealError> {
    let response = &operation.response;
    let signed = match flaw {
        // What stands in a JSON text is signed with it: the signature tells nothing about it.
        Some(Flaw::Twice(twice)) if twice.is_in_text => fold(&twice.apply(reply), &response.fields),
        _ => fold(reply, &response.fields),
    };
    let mut headers = Vec::new();
    if let Some(content_type) = wire::content_type(&response.encoding) {
        headers.push(("content-type".to_owned(), content_type.to_owned()));
    }
    let encode = |message: &Message| {
        let mut body = String::new();
        wire::write(&response.encoding, message.root(), &response.fields, &mut body).map(|()| body)
    };
    // What is written is what was signed, unless a field is to stand in it twice.
    let finished = |message: &Message| match flaw {
        Some(Flaw::Twice(twice)) if !twice.is_in_text => encode(&twice.apply(message)),
        _ => encode(message),
    };
    let rule = match &response.verification {
        Verification::Signed { rule, .. }
            if is_signed(&response.verification, reply) && !matches!(flaw, Some(Flaw::NoSignature)) =>
        {
            rule
        }
        _ => return Ok(parcel(headers, finished(&signed)?)),
    };
    let signature = |body: &str| {
        let signature = sign(rule, signed.root(), body, credentials)?;
        Ok::<_, SealError>(match flaw {
            Some(Flaw::WrongSignature) => spoiled(&signature, rule.encoding),
            _ => signature,
        })
    };
    let body = match &rule.placement {
        Placement::Field(place) => {
            finished(&with_signature(&signed, &response.fields, place, &signature("")?))?
        }
        Placement::Header { name, value } => {
            let signature = signature(&encode(&signed)?)?;
            headers.push((name.to_string(), header_value(value, &signature, credentials)?));
            finished(&signed)?
        }
    };
    Ok(parcel(headers, body))
}

/// Whether the specification wants this reply to be signed.
pub(crate) fn is_signed(verification: &Verification, reply: &Message) -> bool {
    match verification {
        Verification::Signed { unsigned_refusals, .. } => {
            unsigned_refusals.is_empty() || !conditions::hold(reply.root(), &[], unsigned_refusals)
        }
        Verification::Unsigned => false,
    }
}

/// A signature of the same length and alphabet that fits nothing: one bit is another.
fn spoiled(signature: &str, encoding: DigestEncoding) -> String {
    let mut bytes = digest::decode(signature, encoding).unwrap_or_default();
    if let Some(last) = bytes.last_mut() {
        *last ^= 1;
    }
    digest::encode(&bytes, encoding)
}

fn parcel(headers: Vec<(String, String)>, body: String) -> Parcel {
    Parcel { status: 200, headers, body: body.into_bytes(), delivery: Delivery::Whole }
}
