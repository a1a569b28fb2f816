//! Digests, and how bytes become text.

use std::fmt;
use std::ops::Deref;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use md5::{Digest as _, Md5};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::table::{Algorithm, DigestEncoding};

/// The bytes of a digest, 16 or 32 of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Digest {
    bytes: [u8; 32],
    length: usize,
}

impl Digest {
    fn new(digest: &[u8]) -> Self {
        let mut bytes = [0; 32];
        let length = digest.len().min(bytes.len());
        for (to, from) in bytes.iter_mut().zip(digest) {
            *to = *from;
        }
        Self { bytes, length }
    }
}

impl Deref for Digest {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&encode(self, DigestEncoding::HexLower))
    }
}

/// The digest of a message; `None` for RSA, which is no digest, and where nobody has written the algorithm down.
///
/// `key` is the key of [`Algorithm::HmacSha256`]; the others do not look at it, their key is in the message.
#[must_use]
pub fn digest(algorithm: Algorithm, message: &[u8], key: &str) -> Option<Digest> {
    match algorithm {
        Algorithm::Md5 => Some(Digest::new(&Md5::digest(message))),
        Algorithm::Sha256 => Some(Digest::new(&Sha256::digest(message))),
        Algorithm::HmacSha256 => {
            // A key of any length is accepted.
            let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).ok()?;
            mac.update(message);
            Some(Digest::new(&mac.finalize().into_bytes()))
        }
        Algorithm::RsaSha1 | Algorithm::RsaSha256 | Algorithm::Undecided => None,
    }
}

/// Writes bytes as text.
#[must_use]
pub fn encode(bytes: &[u8], encoding: DigestEncoding) -> String {
    match encoding {
        DigestEncoding::HexUpper => hex(bytes, b"0123456789ABCDEF"),
        DigestEncoding::HexLower => hex(bytes, b"0123456789abcdef"),
        DigestEncoding::Base64 => STANDARD.encode(bytes),
    }
}

fn hex(bytes: &[u8], digits: &[u8; 16]) -> String {
    let digit = |value: u8| digits[usize::from(value & 0xf)];
    let mut text = String::with_capacity(2 * bytes.len());
    for part in bytes.chunks(32) {
        let mut letters = [0; 64];
        for (pair, byte) in letters.as_chunks_mut::<2>().0.iter_mut().zip(part) {
            *pair = [digit(byte >> 4), digit(*byte)];
        }
        text.push_str(
            letters.get(..2 * part.len()).and_then(|hex| str::from_utf8(hex).ok()).unwrap_or_default(),
        );
    }
    text
}

/// A text is not in the encoding that is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not {}", words(self.0))]
pub struct DecodeError(DigestEncoding);

fn words(encoding: DigestEncoding) -> &'static str {
    match encoding {
        DigestEncoding::HexUpper | DigestEncoding::HexLower => "hexadecimal",
        DigestEncoding::Base64 => "base64 on one line, with padding",
    }
}

/// Reads bytes from text: hexadecimal of either case, or base64 of the standard alphabet with padding and without
/// line breaks, of which only the one form that [`encode`] writes is accepted.
///
/// # Errors
/// When the text is not in that encoding to the last character.
pub fn decode(text: &str, encoding: DigestEncoding) -> Result<Vec<u8>, DecodeError> {
    match encoding {
        DigestEncoding::HexUpper | DigestEncoding::HexLower => unhex(text),
        DigestEncoding::Base64 => STANDARD.decode(text).ok(),
    }
    .ok_or(DecodeError(encoding))
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    let digit = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    };
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

/// Whether two byte strings are the same, in a time that depends on their lengths alone.
#[must_use]
pub fn same(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ENCODINGS: [DigestEncoding; 3] =
        [DigestEncoding::HexUpper, DigestEncoding::HexLower, DigestEncoding::Base64];

    fn hex_of(algorithm: Algorithm, message: &str, key: &str) -> String {
        encode(&digest(algorithm, message.as_bytes(), key).unwrap(), DigestEncoding::HexLower)
    }

    #[test]
    fn digests_are_those_of_the_rfcs() {
        // RFC 1321 A.5, FIPS 180-4 examples, RFC 4231 test case 2.
        assert_eq!(hex_of(Algorithm::Md5, "message digest", ""), "f96b697d7cb7938d525a2f31aaf161d0");
        assert_eq!(
            hex_of(Algorithm::Sha256, "abc", ""),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            hex_of(Algorithm::HmacSha256, "what do ya want for nothing?", "Jefe"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn only_hmac_looks_at_the_key() {
        assert_eq!(digest(Algorithm::Md5, b"a", "k"), digest(Algorithm::Md5, b"a", ""));
        assert_eq!(digest(Algorithm::Sha256, b"a", "k"), digest(Algorithm::Sha256, b"a", ""));
        assert_ne!(digest(Algorithm::HmacSha256, b"a", "k"), digest(Algorithm::HmacSha256, b"a", ""));
    }

    #[test]
    fn rsa_is_no_digest() {
        assert_eq!(digest(Algorithm::RsaSha1, b"", ""), None);
        assert_eq!(digest(Algorithm::RsaSha256, b"", ""), None);
    }

    #[test]
    fn hexadecimal_is_read_in_either_case_and_in_no_other_form() {
        for encoding in [DigestEncoding::HexUpper, DigestEncoding::HexLower] {
            assert_eq!(decode("00aBFf", encoding), Ok(vec![0, 0xab, 0xff]));
            for text in ["0", "0g", "0x00", " 00", "00\n", "+1", "é"] {
                assert!(decode(text, encoding).is_err(), "{text}");
            }
        }
    }

    #[test]
    fn base64_is_read_in_one_form_only() {
        assert_eq!(decode("AP8=", DigestEncoding::Base64), Ok(vec![0, 0xff]));
        for text in ["AP8", "AP8==", "AP9=", "AP8=\n", " AP8=", "_-8=", "AP\n8=", "=", "AP8=AP8="] {
            assert!(decode(text, DigestEncoding::Base64).is_err(), "{text}");
        }
    }

    #[test]
    fn only_the_same_bytes_are_the_same() {
        assert!(same(b"", b""));
        assert!(same(b"ab", b"ab"));
        assert!(!same(b"ab", b"aB"));
        assert!(!same(b"ab", b"abc"));
        assert!(!same(b"", b"a"));
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded_again(bytes: Vec<u8>) {
            for encoding in ENCODINGS {
                let text = encode(&bytes, encoding);
                prop_assert_eq!(decode(&text, encoding), Ok(bytes.clone()));
            }
        }
    }
}
