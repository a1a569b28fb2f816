//! Names that a configuration gives, as errors repeat them.

use std::fmt;

/// A name that a configuration gives, in backticks; `***` in its place if it looks like a key: somebody may have put one
/// there by mistake.
#[derive(Clone, Copy)]
pub(super) struct Name<'n>(pub(super) &'n str);

/// So many characters without a break are rather a key than a part of a name.
const LONG: usize = 16;

impl Name<'_> {
    /// Whether it looks like a key.
    pub(super) fn is_like_a_key(self) -> bool {
        let mut parts = self.0.split(['/', '\\', '.', '-', '_', ' ']);
        parts.any(|part| part.chars().nth(LONG - 1).is_some())
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = if self.is_like_a_key() { "***" } else { self.0 };
        write!(f, "`{shown}`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_repeated_and_keys_are_not() {
        for name in ["acme", "acme_service_provider", "keys/own-2026.pem", "ACME_PRODUCTION_PRIVATE_KEY", ""]
        {
            assert_eq!(Name(name).to_string(), format!("`{name}`"));
        }
        for key in
            ["0123456789abcdef0123456789abcdef", "a/0123456789abcdef", "钥匙钥匙钥匙钥匙钥匙钥匙钥匙钥匙"]
        {
            assert_eq!(Name(key).to_string(), "`***`");
        }
    }
}
