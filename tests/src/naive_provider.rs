//! Replies as the providers would sign them, by the naive signer and under the keys of the tests.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::sync::OnceLock;

use payspec_runtime::PrivateKey;
use rsa::RsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey;

use crate::bodies::{self, Characters};
use crate::naive::{self, Message, Value};
use crate::wallet::{MD5_KEY, Wallet};

/// The keys of the tests; they are made once, which takes a while.
pub fn wallet() -> &'static Wallet {
    static WALLET: OnceLock<Wallet> = OnceLock::new();
    WALLET.get_or_init(Wallet::agreed)
}

/// A key as the `rsa` crate has it.
#[must_use]
pub fn rsa_key(key: &PrivateKey) -> RsaPrivateKey {
    let pem = key.to_pkcs8_pem().expect("a key that was made can be written");
    RsaPrivateKey::from_pkcs8_pem(pem.expose()).expect("and read")
}

/// The key with which the providers of the tests sign, as the `rsa` crate has it.
pub fn platform_rsa_key() -> &'static RsaPrivateKey {
    static KEY: OnceLock<RsaPrivateKey> = OnceLock::new();
    KEY.get_or_init(|| rsa_key(&wallet().platform_key))
}

/// A signed reply of `umf_service_provider`.
#[must_use]
pub fn umf_service_provider(message: &Message) -> String {
    let string = naive::umf_service_provider_response(message);
    bodies::json(&with(message, "signature", naive::sha1_with_rsa(&string, platform_rsa_key())))
}

/// A signed reply of `umf_merchant`.
#[must_use]
pub fn umf_merchant(message: &Message) -> String {
    let string = naive::umf_merchant_response(message);
    bodies::json(&with(message, "sign", naive::sha1_with_rsa(&string, platform_rsa_key())))
}

/// A signed reply of `leshua`.
#[must_use]
pub fn leshua(message: &Message) -> String {
    let signature = naive::md5_upper(&naive::leshua_response(message, MD5_KEY));
    bodies::xml(&with(message, "sign", signature), "leshua", Characters::Cdata)
}

/// A signed reply of `ktspay`.
#[must_use]
pub fn ktspay(code: Value, data: &Message) -> String {
    let signature = naive::md5_upper(&naive::ktspay_response(data, MD5_KEY));
    bodies::json(&vec![
        ("code".to_owned(), code),
        ("data".to_owned(), Value::Json(bodies::json(data))),
        ("msg".to_owned(), Value::of("SUCCESS")),
        ("sign".to_owned(), Value::Text(signature)),
    ])
}

/// A signed reply of `leopard`.
#[must_use]
pub fn leopard(message: &Message) -> String {
    let signature = naive::md5_upper(&naive::leopard_response(message, MD5_KEY));
    bodies::json(&with(message, "sign", signature))
}

fn with(message: &Message, name: &str, signature: String) -> Message {
    let mut message = message.clone();
    message.push((name.to_owned(), Value::Text(signature)));
    message
}
