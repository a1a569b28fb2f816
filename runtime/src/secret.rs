//! Texts that are never shown.

use std::fmt;
use std::sync::Arc;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A secret text, such as the key that a merchant shares with a provider.
///
/// It is never shown: `Debug` and `Display` print `***`, whatever its length. It is overwritten with zeros when its
/// last clone is dropped; clones share one copy. A `String` that is turned into a secret is taken over as it is, so
/// no second copy stays behind; a `&str` is copied, and its owner has to see to the original.
///
/// There is no `==`, whose duration would tell where two texts part; see [`Secret::matches`].
#[derive(Clone)]
pub struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    /// The text itself. Whoever calls this sees to it that it ends up in no log, error or trace.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether the text has no characters.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the text equals another, in a time that depends on the lengths alone.
    #[must_use]
    pub fn matches(&self, other: &str) -> bool {
        self.expose().as_bytes().ct_eq(other.as_bytes()).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Arc::new(Zeroizing::new(text)))
    }
}

impl From<Zeroizing<String>> for Secret {
    fn from(text: Zeroizing<String>) -> Self {
        Self(Arc::new(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_debug_nor_display_tells_the_text_or_its_length() {
        for text in ["", "k", "a much longer key"] {
            let secret = Secret::from(text);
            assert_eq!(format!("{secret} {secret:?} {secret:#?} {secret:>9}"), "*** *** *** ***");
        }
    }

    #[test]
    fn a_secret_matches_its_own_text_and_no_other() {
        let secret = Secret::from("key".to_owned());
        assert!(secret.matches("key"));
        for other in ["", "ke", "keY", "keyy", "密钥"] {
            assert!(!secret.matches(other), "{other}");
        }
    }

    #[test]
    fn a_clone_exposes_the_same_text() {
        let secret = Secret::from("key");
        let clone = secret.clone();
        drop(secret);
        assert_eq!(clone.expose(), "key");
        assert!(!clone.is_empty());
        assert!(Secret::from("").is_empty());
    }
}
