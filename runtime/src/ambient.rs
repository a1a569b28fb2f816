//! What a request takes from its surroundings: the clock and randomness.

use std::fmt::Debug;

use crate::ChinaTime;

/// Where a request takes the time and its nonces from.
pub trait Ambient: Send + Sync + Debug {
    /// The time.
    fn now(&self) -> ChinaTime;

    /// Appends a random text of this many ASCII letters and digits.
    ///
    /// # Errors
    /// If there are no random bytes to be had.
    fn nonce(&self, length: u32, out: &mut String) -> Result<(), RandomError>;
}

/// The clock and the random numbers of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemAmbient;

/// The operating system gave no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no random bytes for a nonce")]
pub struct RandomError;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

impl Ambient for SystemAmbient {
    fn now(&self) -> ChinaTime {
        ChinaTime::now()
    }

    fn nonce(&self, length: u32, out: &mut String) -> Result<(), RandomError> {
        let mut left = length;
        let mut bytes = [0_u8; 64];
        while left > 0 {
            getrandom::fill(&mut bytes).map_err(|_| RandomError)?;
            // 248 is the largest multiple of 62 in a byte: the rest is thrown away, so that every letter is as likely.
            let letters = bytes.iter().filter(|byte| **byte < 248);
            for letter in letters.filter_map(|byte| ALPHABET.get(usize::from(*byte % 62))) {
                if left == 0 {
                    break;
                }
                out.push(char::from(*letter));
                left -= 1;
            }
        }
        Ok(())
    }
}

/// A clock that stands still and a nonce that is known, for tests and for repeating a published message.
#[derive(Debug, Clone)]
pub struct FixedAmbient {
    /// The time.
    pub now: ChinaTime,
    /// The nonce; repeated or cut to the length that a field asks for.
    pub nonce: String,
}

impl Ambient for FixedAmbient {
    fn now(&self) -> ChinaTime {
        self.now
    }

    fn nonce(&self, length: u32, out: &mut String) -> Result<(), RandomError> {
        if self.nonce.is_empty() {
            return Err(RandomError);
        }
        out.extend(self.nonce.chars().cycle().take(usize::try_from(length).unwrap_or(usize::MAX)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_has_the_length_that_was_asked_for_and_only_letters_and_digits() {
        for length in [0, 1, 32, 200] {
            let mut nonce = String::new();
            SystemAmbient.nonce(length, &mut nonce).unwrap();
            assert_eq!(nonce.len(), length as usize);
            assert!(nonce.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{nonce}");
        }
    }

    #[test]
    fn two_nonces_differ() {
        let (mut a, mut b) = (String::new(), String::new());
        SystemAmbient.nonce(32, &mut a).unwrap();
        SystemAmbient.nonce(32, &mut b).unwrap();
        assert_ne!(a, b);
    }
}
