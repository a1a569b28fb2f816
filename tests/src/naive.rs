//! A second signer: slow, obvious, written from the providers' rules in `PROVIDERS.md` and from nothing else.
//!
//! It shares no line with the runtime, so that a mistake has to be made twice to go unnoticed. One function per provider
//! and direction; what two of them have in common is said twice.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use rsa::{Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};
use sha1::Sha1;

/// The members of a message in the order in which they stand.
pub type Message = Vec<(String, Value)>;

/// What a member holds, in the text in which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// JSON's null.
    Null,
    /// A text.
    Text(String),
    /// A number in the text in which it stands.
    Number(String),
    /// `true` or `false`.
    Boolean(bool),
    /// A JSON object or list in the text in which it stands.
    Json(String),
}

impl Value {
    /// A text.
    #[must_use]
    pub fn of(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Its text; null has none.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Null => None,
            Self::Text(text) | Self::Number(text) | Self::Json(text) => Some(text.clone()),
            Self::Boolean(truth) => Some(truth.to_string()),
        }
    }
}

/// `k=v` of what is not empty, by name, joined by `&`; no key.
#[must_use]
pub fn umf_service_provider_request(message: &Message) -> String {
    let mut pairs = pairs(message, &["signature"]);
    pairs.retain(|(_, value)| !value.is_empty());
    pairs.sort();
    let pieces: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pieces.join("&")
}

/// The values alone, by name, joined by `|`; null and "" are skipped.
#[must_use]
pub fn umf_service_provider_response(message: &Message) -> String {
    let mut pairs = pairs(message, &["signature"]);
    pairs.retain(|(_, value)| !value.is_empty());
    pairs.sort();
    let values: Vec<String> = pairs.into_iter().map(|(_, value)| value).collect();
    values.join("|")
}

/// `k=v` by name, joined by `&`; "" may be sent but is never signed.
#[must_use]
pub fn umf_merchant_request(message: &Message) -> String {
    let mut pairs = pairs(message, &["sign"]);
    pairs.retain(|(_, value)| !value.is_empty());
    pairs.sort();
    let pieces: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pieces.join("&")
}

/// The values alone, by name, joined by `|`; null and "" are skipped.
#[must_use]
pub fn umf_merchant_response(message: &Message) -> String {
    let mut pairs = pairs(message, &["sign"]);
    pairs.retain(|(_, value)| !value.is_empty());
    pairs.sort();
    let values: Vec<String> = pairs.into_iter().map(|(_, value)| value).collect();
    values.join("|")
}

/// `k=v` of what is not empty, by name, joined by `&`, then `&key=KEY`.
#[must_use]
pub fn leshua_request(message: &Message, key: &str) -> String {
    let mut pairs = pairs(message, &["sign"]);
    pairs.retain(|(_, value)| !value.is_empty());
    pairs.sort();
    let pieces: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{}&key={key}", pieces.join("&"))
}

/// As the request, but empty values take part as `k=`, and `sign`, `leshua` and `resp_code` do not.
#[must_use]
pub fn leshua_response(message: &Message, key: &str) -> String {
    let mut pairs = pairs(message, &["sign", "leshua", "resp_code"]);
    pairs.sort();
    let pieces: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{}&key={key}", pieces.join("&"))
}

/// `name=value&` of what is neither null nor "", sorted as whole pieces without case, then `key=KEY`.
#[must_use]
pub fn ktspay_request(message: &Message, key: &str) -> String {
    let mut pairs = pairs(message, &["sign"]);
    pairs.retain(|(_, value)| !value.is_empty());
    let mut pieces: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}&")).collect();
    pieces.sort_by_key(|piece| piece.chars().flat_map(char::to_lowercase).collect::<String>());
    format!("{}key={key}", pieces.concat())
}

/// As the request, over the members of `data`; the signature stands in the envelope, so each of them takes part.
#[must_use]
pub fn ktspay_response(data: &Message, key: &str) -> String {
    let mut pairs = pairs(data, &[]);
    pairs.retain(|(_, value)| !value.is_empty());
    let mut pieces: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}&")).collect();
    pieces.sort_by_key(|piece| piece.chars().flat_map(char::to_lowercase).collect::<String>());
    format!("{}key={key}", pieces.concat())
}

/// `name=value` of what is not blank, sorted as whole strings, joined by `&`, then `&` and the bare key.
#[must_use]
pub fn leopard_request(message: &Message, key: &str) -> String {
    let mut pairs = pairs(message, &["sign"]);
    pairs.retain(|(_, value)| !value.trim().is_empty());
    let mut pieces: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pieces.sort();
    format!("{}&{key}", pieces.join("&"))
}

/// As the request, which is inferred; a list takes part as its text, which is a guess.
#[must_use]
pub fn leopard_response(message: &Message, key: &str) -> String {
    let mut pairs = pairs(message, &["sign"]);
    pairs.retain(|(_, value)| !value.trim().is_empty());
    let mut pieces: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pieces.sort();
    format!("{}&{key}", pieces.join("&"))
}

/// The MD5 of a text in upper-case hexadecimal.
#[must_use]
pub fn md5_upper(text: &str) -> String {
    Md5::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02X}")).collect()
}

/// SHA1withRSA over a text, PKCS#1 v1.5, in base64 on one line.
#[must_use]
pub fn sha1_with_rsa(text: &str, key: &RsaPrivateKey) -> String {
    let digest = Sha1::digest(text.as_bytes());
    STANDARD.encode(key.sign(Pkcs1v15Sign::new::<Sha1>(), &digest).expect("the key can sign"))
}

/// Whether a key made this SHA1withRSA signature over a text.
#[must_use]
pub fn sha1_with_rsa_holds(text: &str, signature: &str, key: &RsaPublicKey) -> bool {
    let digest = Sha1::digest(text.as_bytes());
    let signature = STANDARD.decode(signature).expect("the signature is base64");
    key.verify(Pkcs1v15Sign::new::<Sha1>(), &digest, &signature).is_ok()
}

/// Names and texts of all members but some; null is an empty text here, since no provider tells the two apart.
fn pairs(message: &Message, without: &[&str]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (name, value) in message {
        if !without.contains(&name.as_str()) {
            pairs.push((name.clone(), value.text().unwrap_or_default()));
        }
    }
    pairs
}
