//! The keys of the merchant and of the providers in these tests.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::sync::OnceLock;

use payspec_runtime::{PrivateKey, PublicKey};

/// The MD5 key of the tests. Letters and digits alone, so that no escaping hides it from a search.
pub const MD5_KEY: &str = "7hK2mPq9XwZ4vN8sRt3yBc6fGj1dLaEu";

/// What a merchant holds, and what a provider signs with.
#[derive(Debug, Clone)]
pub struct Wallet {
    /// The key that merchant and provider share.
    pub md5_key: String,
    /// The merchant's private key.
    pub private_key: PrivateKey,
    /// The provider's private key, which signs replies.
    pub platform_key: PrivateKey,
}

impl Wallet {
    /// The keys that merchant and provider agree on.
    #[must_use]
    pub fn agreed() -> Self {
        let [private_key, platform_key, _] = rsa_keys().clone();
        Self { md5_key: MD5_KEY.to_owned(), private_key, platform_key }
    }

    /// Keys of somebody else.
    #[must_use]
    pub fn of_a_stranger() -> Self {
        let [private_key, _, platform_key] = rsa_keys().clone();
        Self { md5_key: MD5_KEY.to_lowercase(), private_key, platform_key }
    }

    /// The provider's public key.
    #[must_use]
    pub fn platform_public_key(&self) -> PublicKey {
        self.platform_key.public_key()
    }
}

/// Keys of the length that is in use, made once: it takes a while.
fn rsa_keys() -> &'static [PrivateKey; 3] {
    static KEYS: OnceLock<[PrivateKey; 3]> = OnceLock::new();
    KEYS.get_or_init(|| [(); 3].map(|()| PrivateKey::generate(1024).expect("randomness")))
}
