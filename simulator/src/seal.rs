//! A reply as bytes, signed as its provider signs.

use payspec_runtime::{
    Credentials, CredentialsError, Malformed, Message, SignError, conditions, header_value, sign, wire,
    with_signature,
};
use payspec_table::{Operation, Placement, Verification};

use crate::draft::fold;

/// A reply as it goes over HTTP.
#[derive(Debug)]
pub(crate) struct Sealed {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

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

impl Sealed {
    /// An answer in the simulator's own words, which no client takes for a provider's.
    pub(crate) fn plain(status: u16, words: &str) -> Self {
        let content_type = ("content-type".to_owned(), "text/plain; charset=utf-8".to_owned());
        Self { status, headers: vec![content_type], body: words.to_owned() }
    }
}

/// Signs and writes a reply.
///
/// Refusals that the specification says are unsigned are left so.
pub(crate) fn seal(
    operation: &Operation,
    reply: &Message,
    credentials: &Credentials,
) -> Result<Sealed, SealError> {
    let response = &operation.response;
    let mut message = fold(reply, &response.fields);
    let mut headers = Vec::new();
    if let Some(content_type) = wire::content_type(&response.encoding) {
        headers.push(("content-type".to_owned(), content_type.to_owned()));
    }
    let encode = |message: &Message| {
        let mut body = String::new();
        wire::write(&response.encoding, message.root(), &response.fields, &mut body).map(|()| body)
    };
    let rule = match &response.verification {
        Verification::Signed { rule, unsigned_refusals }
            if unsigned_refusals.is_empty() || !conditions::hold(reply.root(), &[], unsigned_refusals) =>
        {
            rule
        }
        _ => return Ok(Sealed { status: 200, headers, body: encode(&message)? }),
    };
    let body = match &rule.placement {
        Placement::Field(place) => {
            let signature = sign(rule, message.root(), "", credentials)?;
            message = with_signature(&message, &response.fields, place, &signature);
            encode(&message)?
        }
        Placement::Header { name, value } => {
            let body = encode(&message)?;
            let signature = sign(rule, message.root(), &body, credentials)?;
            headers.push((name.to_string(), header_value(value, &signature, credentials)?));
            body
        }
    };
    Ok(Sealed { status: 200, headers, body })
}
