//! What must never be shown, and a search for it.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::error::Error;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use payspec_runtime::PrivateKey;
use payspec_simulator::Merchant;
use rsa::RsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey;
use rsa::traits::PrivateKeyParts;

use crate::wallet::Wallet;

/// What must never be shown: each with the words that tell what it is.
#[derive(Debug, Clone)]
pub struct Secrets(Vec<(&'static str, String)>);

impl Secrets {
    /// Those of a wallet, in every form in which a careless program would print them.
    #[must_use]
    pub fn of(wallet: &Wallet) -> Self {
        let mut secrets = Vec::new();
        text_forms(&wallet.md5_key, &mut secrets);
        key_forms(&wallet.private_key, &mut secrets);
        Self(secrets)
    }

    /// Those that a simulator made for a merchant and its provider, in the same forms.
    #[must_use]
    pub fn of_merchant(merchant: &Merchant) -> Self {
        let mut secrets = Vec::new();
        for text in merchant.secrets.values() {
            text_forms(text.expose(), &mut secrets);
        }
        for pem in merchant.private_keys.values().chain(merchant.provider_keys.values()) {
            let key = PrivateKey::parse(pem.expose().as_bytes()).expect("a key that was made can be read");
            key_forms(&key, &mut secrets);
        }
        Self(secrets)
    }

    /// Looks for every one of them.
    ///
    /// # Panics
    /// If one is there; the text itself is not shown again.
    pub fn are_not_in(&self, shown: &str, place: &str) {
        for (what, secret) in &self.0 {
            assert!(!secret.is_empty() && !shown.contains(secret.as_str()), "{place} shows {what}");
        }
    }

    /// Looks for every one of them in an error and in everything that caused it.
    ///
    /// # Panics
    /// If one is there.
    pub fn are_not_in_error(&self, error: &(dyn Error + 'static), place: &str) {
        let mut shown = String::new();
        let mut next = Some(error);
        while let Some(error) = next {
            let _ = writeln!(shown, "{error}\n{error:#}\n{error:?}\n{error:#?}");
            next = error.source();
        }
        self.are_not_in(&shown, place);
    }
}

/// A text as it is, in other cases, as bytes, in hexadecimal and in base64.
fn text_forms(text: &str, secrets: &mut Vec<(&'static str, String)>) {
    let bytes = text.as_bytes();
    // A dozen characters are as good as the whole: a mask that leaves the rest hides nothing.
    let part = text.get(..12).expect("the key is longer");
    let end = text.get(text.len() - 12..).expect("the key is longer");
    let list = format!("{bytes:?}");
    secrets.extend([
        ("the start of the MD5 key", part.to_owned()),
        ("the end of the MD5 key", end.to_owned()),
        ("the start of the MD5 key in capitals", part.to_uppercase()),
        ("the start of the MD5 key in small letters", part.to_lowercase()),
        ("the bytes of the MD5 key", list.trim_matches(['[', ']']).to_owned()),
        ("the MD5 key in hexadecimal", bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
        ("the MD5 key in base64", STANDARD.encode(bytes)),
    ]);
}

/// A private key as PEM, line by line, and its numbers.
fn key_forms(key: &PrivateKey, secrets: &mut Vec<(&'static str, String)>) {
    let pem = key.to_pkcs8_pem().expect("a key that was made can be written");
    let pem = pem.expose();
    secrets.push(("the head of a PEM key", "BEGIN PRIVATE KEY".to_owned()));
    // The first line begins as that of every such key does.
    secrets.extend(
        pem.lines()
            .skip(2)
            .filter(|line| line.len() == 64)
            .map(|line| ("a line of the private key", line.to_owned())),
    );
    let key = RsaPrivateKey::from_pkcs8_pem(pem).expect("what was written is read");
    for number in key.primes().iter().chain([key.d()]) {
        secrets.extend([
            ("a number of the private key", number.to_string()),
            ("a number of the private key in hexadecimal", format!("{number:x}")),
            ("a number of the private key in hexadecimal", format!("{number:X}")),
            ("a number of the private key as its parts", limbs(&number.to_bytes_le())),
        ]);
    }
}

/// The first two 64-bit parts of a number, as its own `Debug` would list them.
fn limbs(bytes: &[u8]) -> String {
    let part = |chunk: &[u8; 8]| u64::from_le_bytes(*chunk).to_string();
    let (parts, _) = bytes.as_chunks::<8>();
    parts.iter().take(2).map(part).collect::<Vec<_>>().join(", ")
}
