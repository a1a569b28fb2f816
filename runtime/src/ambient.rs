//! What a request takes from its surroundings: the clock and randomness.

use std::cell::RefCell;
use std::fmt::Debug;
use std::time::{SystemTime, UNIX_EPOCH};

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

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

/// The clock of the operating system, and random numbers that it seeds.
///
/// Nonces come from a generator (ChaCha12) that each thread has for itself and that is seeded anew after 64 KiB. The
/// time of each nonce, to the nanosecond, chooses the stream that it is taken from: a process that was forked, or a
/// machine that was restored from an image, repeats those of the other only where both ask at the same nanosecond.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemAmbient;

/// The operating system gave no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no random bytes for a nonce")]
pub struct RandomError;

const LETTERS_COUNT: usize = 62;
/// Letters and digits, and two that are none of them.
const LETTERS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz..";

impl Ambient for SystemAmbient {
    fn now(&self) -> ChinaTime {
        ChinaTime::now()
    }

    fn nonce(&self, length: u32, out: &mut String) -> Result<(), RandomError> {
        let mut left = usize::try_from(length).unwrap_or(usize::MAX);
        while left > 0 {
            let mut letters = [0; RANDOM];
            let mut found = 0;
            for byte in random()? {
                // Six bits make one of 64: the two that are no letters are thrown away, so that every letter is as likely.
                let index = usize::from(byte & 63);
                letters[found] = LETTERS[index];
                found += usize::from(index < LETTERS_COUNT);
            }
            let text = letters.get(..found.min(left)).and_then(|letters| str::from_utf8(letters).ok());
            out.push_str(text.unwrap_or_default());
            left -= found.min(left);
        }
        Ok(())
    }
}

/// How many random bytes are taken at once: a few more than most nonces need.
const RANDOM: usize = 40;

/// Random bytes.
fn random() -> Result<[u8; RANDOM], RandomError> {
    /// Bytes after which the generator is seeded anew.
    const MOST: usize = 1 << 16;
    thread_local! {
        /// The generator, and how many bytes it may still give.
        static GENERATOR: RefCell<Option<(ChaCha12Rng, usize)>> = const { RefCell::new(None) };
    }
    let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    // Enough for five centuries; what is beyond makes another number of it.
    let stream = time.as_secs().wrapping_mul(1_000_000_000).wrapping_add(u64::from(time.subsec_nanos()));
    let filled = GENERATOR.try_with(|generator| {
        let mut generator = generator.try_borrow_mut().map_err(|_| RandomError)?;
        let (random, left) = match &mut *generator {
            Some(seeded) if seeded.1 >= RANDOM => seeded,
            unseeded => {
                let mut seed = zeroize::Zeroizing::new([0; 32]);
                getrandom::fill(&mut *seed).map_err(|_| RandomError)?;
                unseeded.insert((ChaCha12Rng::from_seed(*seed), MOST))
            }
        };
        *left -= RANDOM;
        let mut bytes = [0; RANDOM];
        random.set_stream(stream);
        random.fill_bytes(&mut bytes);
        Ok(bytes)
    });
    filled.map_err(|_| RandomError).flatten()
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
    fn every_letter_is_as_likely() {
        let mut nonce = String::new();
        SystemAmbient.nonce(62_000, &mut nonce).unwrap();
        for letter in ('0'..='9').chain('A'..='Z').chain('a'..='z') {
            let count = nonce.matches(letter).count();
            // A thousand each, give or take eight standard deviations.
            assert!((750..1250).contains(&count), "{letter}: {count}");
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
