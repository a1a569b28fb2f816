//! RSA keys, in the forms in which providers hand them out, and whoever else can sign.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use rsa::pkcs1::der::{self, Reader, SliceReader, asn1::ObjectIdentifier};
use rsa::pkcs1::{DecodeRsaPrivateKey, DecodeRsaPublicKey};
use rsa::pkcs8::spki::SubjectPublicKeyInfoRef;
use rsa::pkcs8::{EncodePrivateKey, EncodePublicKey, LineEnding, PrivateKeyInfo};
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::table::Algorithm;
use crate::{Cause, Secret};

/// The shortest modulus that is accepted, in bits.
///
/// 1024 bits are weak: such keys are within reach of those with a great deal of money, and have not been recommended
/// since 2013. Some providers use nothing else, so they are accepted.
const SHORTEST: usize = 1024;
/// The longest modulus that is accepted, in bits.
const LONGEST: usize = 4096;
/// `rsaEncryption`, RFC 8017 appendix C.
const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// Somebody who signs: a [`PrivateKey`], or a key that lives elsewhere (HSM, KMS).
///
/// A signer that lives elsewhere and takes long blocks the thread that asks it.
pub trait Signer: Send + Sync + fmt::Debug {
    /// The signature of a message, PKCS#1 v1.5 with the hash that the algorithm names. The message is not hashed yet.
    ///
    /// # Errors
    /// When the signer does not know the algorithm, or fails.
    fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Result<Vec<u8>, SignerError>;
}

/// Why nothing was signed.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum SignerError {
    /// The signer does not know the algorithm.
    #[error("the signer cannot sign with {}", .0.name())]
    Unsupported(Algorithm),
    /// The operating system gave no randomness, without which nothing is signed.
    #[error("the operating system gave no random bytes, which blinding needs")]
    NoRandomness,
    /// The signer failed.
    #[error("the signer failed")]
    Failed(#[source] Cause),
}

impl SignerError {
    /// The signer failed, for this reason. It is shown as the source of the error: it must not contain secrets.
    pub fn failed(reason: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Failed(Cause::new(reason))
    }
}

/// An RSA private key of 1024 to 4096 bits.
///
/// It is parsed and prepared once; clones share it. `Debug` shows the number of bits alone, and its numbers are
/// overwritten with zeros when the last clone is dropped. Keys of 1024 bits are weak; they are accepted because some
/// providers use nothing else.
#[derive(Clone)]
pub struct PrivateKey(Arc<RsaPrivateKey>);

impl PrivateKey {
    /// Reads a key: PKCS#8 or PKCS#1, as PEM, DER or the base64 of the DER with or without line breaks.
    ///
    /// # Errors
    /// When it is in none of these forms, encrypted, a public key, not RSA, of another size, or when its numbers
    /// contradict each other.
    pub fn parse(key: &[u8]) -> Result<Self, KeyError> {
        let found = find(key, &["PRIVATE KEY", "RSA PRIVATE KEY"], KeyError::PrivateExpected)?;
        match private(&found) {
            Err(KeyError::NotAKey) if public(&found).is_ok() => Err(KeyError::PrivateExpected),
            result => result.map(Self::from_checked),
        }
    }

    /// Makes a new key of so many bits. Slow: up to seconds, many times that in a build without optimisation.
    ///
    /// # Errors
    /// When the size is not accepted, or the operating system gives no randomness.
    pub fn generate(bits: usize) -> Result<Self, KeyError> {
        check_size(bits)?;
        let mut random = random().ok_or(KeyError::NoRandomness)?;
        RsaPrivateKey::new(&mut random, bits).map(Self::from_checked).map_err(|_| KeyError::Invalid)
    }

    /// Takes over a key of the `rsa` crate.
    ///
    /// # Errors
    /// When its size is not accepted.
    pub fn from_rsa(key: RsaPrivateKey) -> Result<Self, KeyError> {
        check_size(key.n().bits())?;
        Ok(Self::from_checked(key))
    }

    fn from_checked(key: RsaPrivateKey) -> Self {
        Self(Arc::new(key))
    }

    /// The public half.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        PublicKey(Arc::new(self.0.to_public_key()))
    }

    /// The key as PKCS#8 in PEM.
    ///
    /// # Errors
    /// [`KeyError::Invalid`] when the key cannot be written, which no key that was read is known to do.
    pub fn to_pkcs8_pem(&self) -> Result<Secret, KeyError> {
        self.0.to_pkcs8_pem(LineEnding::LF).map(Secret::from).map_err(|_| KeyError::Invalid)
    }

    /// The length of the modulus in bits.
    #[must_use]
    pub fn bits(&self) -> usize {
        self.0.n().bits()
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({} bits)", self.bits())
    }
}

/// Signs with blinding: how long it takes tells nothing about the key (RUSTSEC-2023-0071).
impl Signer for PrivateKey {
    fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        let (scheme, hash) = hashed(algorithm, message).ok_or(SignerError::Unsupported(algorithm))?;
        let mut random = random().ok_or(SignerError::NoRandomness)?;
        self.0.sign_with_rng(&mut random, scheme, hash.as_ref()).map_err(SignerError::failed)
    }
}

/// An RSA public key of 1024 to 4096 bits.
///
/// Clones share it. Keys of 1024 bits are weak; they are accepted because some providers use nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey(Arc<RsaPublicKey>);

impl PublicKey {
    /// Reads a key: SubjectPublicKeyInfo, PKCS#1 or an X.509 certificate, as PEM, DER or the base64 of the DER with or
    /// without line breaks.
    ///
    /// Of a certificate only the key counts. Its dates, its names and its own signature are not looked at: whoever
    /// configures it vouches for it, and providers go on using certificates that have expired.
    ///
    /// # Errors
    /// When it is in none of these forms, a private key, not RSA, or of another size.
    pub fn parse(key: &[u8]) -> Result<Self, KeyError> {
        let labels = ["PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE"];
        let found = find(key, &labels, KeyError::PublicExpected)?;
        match public(&found) {
            Err(KeyError::NotAKey) if private(&found).is_ok() => Err(KeyError::PublicExpected),
            result => result.map(|key| Self(Arc::new(key))),
        }
    }

    /// Whether a signature is that of a message, PKCS#1 v1.5 with the hash that the algorithm names. `false` for
    /// algorithms that are not RSA.
    #[must_use]
    pub fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        hashed(algorithm, message)
            .is_some_and(|(scheme, hash)| self.0.verify(scheme, hash.as_ref(), signature).is_ok())
    }

    /// Whether two clones share one.
    #[cfg(all(test, feature = "config"))]
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The key as SubjectPublicKeyInfo in PEM.
    ///
    /// # Errors
    /// [`KeyError::Invalid`] when the key cannot be written, which no key that was read is known to do.
    pub fn to_spki_pem(&self) -> Result<String, KeyError> {
        self.0.to_public_key_pem(LineEnding::LF).map_err(|_| KeyError::Invalid)
    }

    /// The length of the modulus in bits.
    #[must_use]
    pub fn bits(&self) -> usize {
        self.0.n().bits()
    }

    /// The length of a signature in bytes.
    #[must_use]
    pub fn signature_length(&self) -> usize {
        self.0.size()
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({} bits)", self.bits())
    }
}

/// Why a text or a file is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// There is nothing in it.
    #[error("the key is empty")]
    Empty,
    /// It is in no form that is known.
    #[error("not a key in a known form: PEM, DER or base64 of PKCS#8, PKCS#1, SubjectPublicKeyInfo or X.509")]
    NotAKey,
    /// It is a public key or a certificate.
    #[error("this is no private key but a public key or a certificate; give the key that signs")]
    PrivateExpected,
    /// It is a private key.
    #[error("this is a private key; give the public key or the certificate of the other side")]
    PublicExpected,
    /// It is encrypted.
    #[error("the key is encrypted; decrypt it first, for example with `openssl pkey`")]
    Encrypted,
    /// It is a key of another kind.
    #[error("the key is not an RSA key")]
    NotRsa,
    /// Its modulus is too short.
    #[error("the key has {bits} bits; fewer than {SHORTEST} are refused")]
    TooShort {
        /// The length of the modulus.
        bits: usize,
    },
    /// Its modulus is too long.
    #[error("the key has {bits} bits; more than {LONGEST} are refused")]
    TooLong {
        /// The length of the modulus.
        bits: usize,
    },
    /// Its numbers contradict each other.
    #[error("the numbers of the key do not make up an RSA key; it is damaged")]
    Invalid,
    /// The operating system gave no randomness to make a key from.
    #[error("the operating system gave no random bytes")]
    NoRandomness,
}

/// The padding scheme and the hash of a message; `None` for algorithms that are not RSA.
fn hashed(algorithm: Algorithm, message: &[u8]) -> Option<(Pkcs1v15Sign, Hash)> {
    match algorithm {
        Algorithm::RsaSha1 => Some((Pkcs1v15Sign::new::<Sha1>(), Hash::Sha1(Sha1::digest(message).into()))),
        Algorithm::RsaSha256 => {
            Some((Pkcs1v15Sign::new::<Sha256>(), Hash::Sha256(Sha256::digest(message).into())))
        }
        Algorithm::Md5 | Algorithm::Sha256 | Algorithm::HmacSha256 | Algorithm::Undecided => None,
    }
}

enum Hash {
    Sha1([u8; 20]),
    Sha256([u8; 32]),
}

impl AsRef<[u8]> for Hash {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Sha1(bytes) => bytes,
            Self::Sha256(bytes) => bytes,
        }
    }
}

/// Randomness that cannot fail half-way: seeded from the operating system, which can refuse only here.
fn random() -> Option<ChaCha20Rng> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut()).ok()?;
    Some(ChaCha20Rng::from_seed(*seed))
}

fn check_size(bits: usize) -> Result<(), KeyError> {
    match bits {
        0..SHORTEST => Err(KeyError::TooShort { bits }),
        SHORTEST..=LONGEST => Ok(()),
        _ => Err(KeyError::TooLong { bits }),
    }
}

/// The DER of a key in any of its forms. `other_half` is the error for a PEM file without any of the labels.
fn find(key: &[u8], labels: &[&str], other_half: KeyError) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    const SEQUENCE: u8 = 0x30;
    if key.first() == Some(&SEQUENCE) {
        return Ok(Zeroizing::new(key.to_vec()));
    }
    let text = std::str::from_utf8(key).map_err(|_| KeyError::NotAKey)?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(KeyError::Empty);
    }
    if !text.contains("-----BEGIN ") {
        return unbase64(text);
    }
    let mut result = Err(KeyError::NotAKey);
    for (label, content) in blocks(text) {
        if labels.contains(&label) {
            // The old way to encrypt, RFC 1421.
            return if content.contains("ENCRYPTED") { Err(KeyError::Encrypted) } else { unbase64(content) };
        }
        result = Err(match label {
            "ENCRYPTED PRIVATE KEY" => KeyError::Encrypted,
            "PRIVATE KEY" | "RSA PRIVATE KEY" | "PUBLIC KEY" | "RSA PUBLIC KEY" | "CERTIFICATE" => other_half,
            "EC PRIVATE KEY" | "DSA PRIVATE KEY" | "EC PARAMETERS" => KeyError::NotRsa,
            _ => KeyError::NotAKey,
        });
    }
    result
}

/// The blocks of a PEM file with their labels. Lines may have any length: providers are generous with them.
fn blocks(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("-----BEGIN ").skip(1).filter_map(|block| {
        let (label, rest) = block.split_once("-----")?;
        let (content, _) = rest.split_once("-----END ")?;
        Some((label, content))
    })
}

fn unbase64(text: &str) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let mut joined = Zeroizing::new(String::with_capacity(text.len()));
    joined.extend(text.chars().filter(|letter| !letter.is_ascii_whitespace()));
    STANDARD.decode(joined.as_bytes()).map(Zeroizing::new).map_err(|_| KeyError::NotAKey)
}

/// A private key from PKCS#8 or PKCS#1.
fn private(key: &[u8]) -> Result<RsaPrivateKey, KeyError> {
    let pkcs1 = match PrivateKeyInfo::try_from(key) {
        Ok(info) if info.algorithm.oid == RSA_ENCRYPTION => info.private_key,
        Ok(_) => return Err(KeyError::NotRsa),
        Err(_) => key,
    };
    let numbers = rsa::pkcs1::RsaPrivateKey::try_from(pkcs1).map_err(|_| KeyError::NotAKey)?;
    check_size(bits(numbers.modulus.as_bytes()))?;
    RsaPrivateKey::from_pkcs1_der(pkcs1).map_err(|_| KeyError::Invalid)
}

/// A public key from a SubjectPublicKeyInfo, a certificate or PKCS#1.
fn public(key: &[u8]) -> Result<RsaPublicKey, KeyError> {
    let info = SubjectPublicKeyInfoRef::try_from(key)
        .or_else(|_| SubjectPublicKeyInfoRef::try_from(certified(key)?));
    let pkcs1 = match &info {
        Ok(info) if info.algorithm.oid == RSA_ENCRYPTION => {
            info.subject_public_key.as_bytes().ok_or(KeyError::NotAKey)?
        }
        Ok(_) => return Err(KeyError::NotRsa),
        Err(_) => key,
    };
    let numbers = rsa::pkcs1::RsaPublicKey::try_from(pkcs1).map_err(|_| KeyError::NotAKey)?;
    check_size(bits(numbers.modulus.as_bytes()))?;
    RsaPublicKey::from_pkcs1_der(pkcs1).map_err(|_| KeyError::Invalid)
}

/// The number of bits of a big-endian number.
fn bits(number: &[u8]) -> usize {
    let significant = number.iter().skip_while(|byte| **byte == 0).count();
    let first = number.get(number.len() - significant).copied().unwrap_or_default();
    (significant * 8).saturating_sub(usize::try_from(first.leading_zeros()).unwrap_or_default())
}

/// The SubjectPublicKeyInfo of an X.509 certificate (RFC 5280, section 4.1).
fn certified(certificate: &[u8]) -> der::Result<&[u8]> {
    const VERSION: u8 = 0xa0;
    let mut reader = SliceReader::new(certificate)?;
    let info = reader.sequence(|certificate| {
        let info = certificate.sequence(|to_be_signed| {
            if to_be_signed.peek_byte() == Some(VERSION) {
                to_be_signed.tlv_bytes()?;
            }
            for _ in ["serial number", "signature algorithm", "issuer", "validity", "subject"] {
                to_be_signed.tlv_bytes()?;
            }
            let info = to_be_signed.tlv_bytes()?;
            to_be_signed.read_slice(to_be_signed.remaining_len())?;
            Ok(info)
        })?;
        certificate.read_slice(certificate.remaining_len())?;
        Ok(info)
    })?;
    reader.finish(info)
}

#[cfg(test)]
mod tests;
