use std::sync::OnceLock;

use rsa::pkcs1::{EncodeRsaPrivateKey, EncodeRsaPublicKey};

use super::*;

/// A certificate of a key that was thrown away, valid for one day, made with OpenSSL.
const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\n\
MIIB+jCCAWOgAwIBAgIUCJH/YlJTiOZN6mxMRo5pZsbp8PIwDQYJKoZIhvcNAQEL\n\
BQAwDzENMAsGA1UEAwwEdGVzdDAeFw0yNjExMjEwMzMwMjFaFw0yNjExMjIwMzMw\n\
MjFaMA8xDTALBgNVBAMMBHRlc3QwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGB\n\
ALAPOUYH+gFMMDoPe5/4RKED/al9YCzWag1pXGmH85rbeG2mt7PiJaEl+ukRyEtF\n\
E/pCFuBiYChtxKs4g3Dl/VmNAucnR8Py75cSgXwkv8P/kFDsFjB/g1VoMdnP5Zy4\n\
Buh9WVPqznZWToD+S05kGa4EEcF8DZtHZzflQOcKtYOZAgMBAAGjUzBRMB0GA1Ud\n\
DgQWBBTZkBR5DdzLKwc3W44lV9oV0AmmjzAfBgNVHSMEGDAWgBTZkBR5DdzLKwc3\n\
W44lV9oV0AmmjzAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4GBAClW\n\
ZwZBUaa2iJk5mkb9Edqc7GvYFx0LDZXNs+HFA04q0LqPhjEah7dkTVOjSdZqE9FX\n\
XVwRGE4juw69NNS5pCg/7/spd+SwgVI5PS+hy+gv8WJv2/NnXxOkHYe9vIb2nqTO\n\
coX1Gm51BLDWdxumyvNPBMH6/kdRj+4OQncITv6N\n\
-----END CERTIFICATE-----\n\
";
/// Its key.
const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\n\
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCwDzlGB/oBTDA6D3uf+EShA/2p\n\
fWAs1moNaVxph/Oa23htprez4iWhJfrpEchLRRP6QhbgYmAobcSrOINw5f1ZjQLn\n\
J0fD8u+XEoF8JL/D/5BQ7BYwf4NVaDHZz+WcuAbofVlT6s52Vk6A/ktOZBmuBBHB\n\
fA2bR2c35UDnCrWDmQIDAQAB\n\
-----END PUBLIC KEY-----\n\
";
/// What OpenSSL signed with it.
const MESSAGE: &str = "amount=1&order=订单";
const SHA1_SIGNATURE: &str = "l5XMZQUj255HuGkeSqas2hJrZgmLoRBH3B5Rf+erl0H1BxRC4q1MuRDpBIYt7Dzr7WVQ029Z3suqSpt1fRHlEPUMWHCCeTnNcSsTeSuHfF+zEZHrYZZOz2kdNOpW9g+EMMOT5WqjNd/FoHvkmFxAnt2kbgGe2FBng121hyvsf+E=";
const SHA256_SIGNATURE: &str = "Vz841u9VxC0MKJLl2HE94lYB0P5R91jTsioFCQ0TYUW/lGHFXLEan59VyIoosmkV6gL9ijpmPvEvVX0r/PhOh9ae3FnQQAmHvTRGFc72GA25NK861M7K3Xk9FLTONYH0X+bRfQzXDFtUZIdSQCCMsDRBWjW1ql7pyePNHeX0OXQ=";
const EC_PUBLIC: &str = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7n6dxa4sTBO24pGi5HK3GHiefrXfNqNidqpU6wa5icqFpJt2vJ8PFFP4IQEN1/hxdsQdVFvh6hBAK4ubzzvzew==";
const SHORT_PUBLIC: &str = "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALYqvOJKxgnQpFeJWAOhEq7OgKXt28BK1B9tGfzrnUm39HgRQHhLYlGqJBTLb/v5gCLfrZEKeoNUdyCkJXN/uRcCAwEAAQ==";

/// One key for all tests: making one takes a while.
fn key() -> &'static PrivateKey {
    static KEY: OnceLock<PrivateKey> = OnceLock::new();
    KEY.get_or_init(|| PrivateKey::generate(1024).unwrap())
}

fn without_armour(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with("-----")).collect::<Vec<_>>().join("\n")
}

fn signature(base64: &str) -> Vec<u8> {
    STANDARD.decode(base64).unwrap()
}

fn pem(label: &str, der: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----", STANDARD.encode(der))
}

/// Every form of a key as PEM, PEM with other line ends, base64 in lines and in one line, and DER.
fn forms(label: &str, der: &[u8]) -> Vec<Vec<u8>> {
    let one_line = STANDARD.encode(der);
    let lines: Vec<_> = one_line.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line)).collect();
    vec![
        der.to_vec(),
        one_line.clone().into_bytes(),
        format!(" {one_line}\n").into_bytes(),
        lines.join("\r\n").into_bytes(),
        pem(label, der).into_bytes(),
        format!("\u{feff}comment\r\n{}\r\n", pem(label, der).replace('\n', "\r\n")).into_bytes(),
    ]
}

#[test]
fn a_private_key_is_read_in_all_its_forms() {
    let pkcs8 = key().0.to_pkcs8_der().unwrap();
    let pkcs1 = key().0.to_pkcs1_der().unwrap();
    let all = [forms("PRIVATE KEY", pkcs8.as_bytes()), forms("RSA PRIVATE KEY", pkcs1.as_bytes())].concat();
    for form in all {
        let read = PrivateKey::parse(&form).unwrap();
        assert_eq!(read.public_key(), key().public_key());
        assert_eq!(read.bits(), 1024);
    }
    assert!(PrivateKey::parse(key().to_pkcs8_pem().unwrap().expose().as_bytes()).is_ok());
}

#[test]
fn a_public_key_is_read_in_all_its_forms() {
    let expected = PublicKey::parse(PUBLIC.as_bytes()).unwrap();
    let spki = signature(&without_armour(PUBLIC).replace('\n', ""));
    let certificate = signature(&without_armour(CERTIFICATE).replace('\n', ""));
    let pkcs1 = expected.0.to_pkcs1_der().unwrap();
    let all = [
        forms("PUBLIC KEY", &spki),
        forms("RSA PUBLIC KEY", pkcs1.as_bytes()),
        forms("CERTIFICATE", &certificate),
    ];
    for form in all.concat() {
        assert_eq!(PublicKey::parse(&form), Ok(expected.clone()));
    }
    assert_eq!(expected.to_spki_pem().as_deref(), Ok(PUBLIC));
    assert_eq!((expected.bits(), expected.signature_length()), (1024, 128));
}

#[test]
fn the_first_certificate_of_a_chain_counts() {
    let other = key().public_key().to_spki_pem().unwrap();
    let chain = format!("subject=CN = test\n{CERTIFICATE}{}", other.replace("PUBLIC KEY", "CERTIFICATE"));
    assert_eq!(PublicKey::parse(chain.as_bytes()), PublicKey::parse(PUBLIC.as_bytes()));
}

#[test]
fn signatures_of_openssl_verify() {
    let key = PublicKey::parse(CERTIFICATE.as_bytes()).unwrap();
    assert!(key.verify(Algorithm::RsaSha1, MESSAGE.as_bytes(), &signature(SHA1_SIGNATURE)));
    assert!(key.verify(Algorithm::RsaSha256, MESSAGE.as_bytes(), &signature(SHA256_SIGNATURE)));
}

#[test]
fn nothing_else_verifies() {
    let key = PublicKey::parse(PUBLIC.as_bytes()).unwrap();
    let good = signature(SHA1_SIGNATURE);
    assert!(!key.verify(Algorithm::RsaSha256, MESSAGE.as_bytes(), &good));
    assert!(!key.verify(Algorithm::Md5, MESSAGE.as_bytes(), &good));
    assert!(!key.verify(Algorithm::RsaSha1, b"amount=2", &good));
    assert!(!key.verify(Algorithm::RsaSha1, MESSAGE.as_bytes(), b""));
    assert!(!key.verify(Algorithm::RsaSha1, MESSAGE.as_bytes(), &good[..127]));
    assert!(!key.verify(Algorithm::RsaSha1, MESSAGE.as_bytes(), &[&good[..], &[0]].concat()));
    assert!(!key.verify(Algorithm::RsaSha1, MESSAGE.as_bytes(), &[0xff; 128]));
    let mut bent = good;
    bent[127] ^= 1;
    assert!(!key.verify(Algorithm::RsaSha1, MESSAGE.as_bytes(), &bent));
}

#[test]
fn a_key_verifies_what_it_signed() {
    for algorithm in [Algorithm::RsaSha1, Algorithm::RsaSha256] {
        let signature = key().sign(algorithm, MESSAGE.as_bytes()).unwrap();
        assert_eq!(signature.len(), 128);
        assert!(key().public_key().verify(algorithm, MESSAGE.as_bytes(), &signature));
        assert_eq!(key().sign(algorithm, MESSAGE.as_bytes()).unwrap(), signature, "blinding leaves no trace");
    }
}

#[test]
fn a_private_key_signs_with_rsa_alone() {
    for algorithm in [Algorithm::Md5, Algorithm::Sha256, Algorithm::HmacSha256] {
        let error = key().sign(algorithm, b"").unwrap_err();
        assert!(matches!(error, SignerError::Unsupported(refused) if refused == algorithm));
    }
}

#[test]
fn each_half_given_for_the_other_is_an_error_of_its_own() {
    let private = key().to_pkcs8_pem().unwrap();
    let der = key().0.to_pkcs1_der().unwrap();
    assert_eq!(PublicKey::parse(private.expose().as_bytes()), Err(KeyError::PublicExpected));
    assert_eq!(PublicKey::parse(without_armour(private.expose()).as_bytes()), Err(KeyError::PublicExpected));
    assert_eq!(PublicKey::parse(der.as_bytes()), Err(KeyError::PublicExpected));
    for public in [PUBLIC, CERTIFICATE, &without_armour(PUBLIC), &without_armour(CERTIFICATE)] {
        assert_eq!(PrivateKey::parse(public.as_bytes()).unwrap_err(), KeyError::PrivateExpected);
    }
}

#[test]
fn an_encrypted_key_is_an_error_of_its_own() {
    let pkcs8 = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n";
    let pkcs1 = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nMIIB\n\
                 -----END RSA PRIVATE KEY-----\n";
    assert_eq!(PrivateKey::parse(pkcs8.as_bytes()).unwrap_err(), KeyError::Encrypted);
    assert_eq!(PrivateKey::parse(pkcs1.as_bytes()).unwrap_err(), KeyError::Encrypted);
}

#[test]
fn a_key_on_a_curve_is_an_error_of_its_own() {
    assert_eq!(PublicKey::parse(EC_PUBLIC.as_bytes()), Err(KeyError::NotRsa));
    let pem = "-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----";
    assert_eq!(PrivateKey::parse(pem.as_bytes()).unwrap_err(), KeyError::NotRsa);
}

#[test]
fn a_key_that_is_too_short_is_refused() {
    assert_eq!(PublicKey::parse(SHORT_PUBLIC.as_bytes()), Err(KeyError::TooShort { bits: 512 }));
    assert_eq!(PrivateKey::generate(512).unwrap_err(), KeyError::TooShort { bits: 512 });
    assert_eq!(PrivateKey::generate(8192).unwrap_err(), KeyError::TooLong { bits: 8192 });
}

#[test]
fn what_is_no_key_is_an_error_and_no_panic() {
    for empty in ["", " \n", "\u{feff}"] {
        assert_eq!(PrivateKey::parse(empty.as_bytes()).unwrap_err(), KeyError::Empty);
        assert_eq!(PublicKey::parse(empty.as_bytes()), Err(KeyError::Empty));
    }
    for text in [
        "hunter2",
        "密钥",
        "-----BEGIN ",
        "-----BEGIN PRIVATE KEY-----",
        "0",
        "MIIB",
        "0000",
        "-----BEGIN X-----\n-----END X-----",
    ] {
        assert_eq!(PrivateKey::parse(text.as_bytes()).unwrap_err(), KeyError::NotAKey, "{text}");
        assert_eq!(PublicKey::parse(text.as_bytes()), Err(KeyError::NotAKey), "{text}");
    }
    assert_eq!(PublicKey::parse(&[0xff, 0xfe]), Err(KeyError::NotAKey));
}

#[test]
fn a_damaged_key_is_an_error_and_no_panic() {
    let certificate = signature(&without_armour(CERTIFICATE).replace('\n', ""));
    let private = key().0.to_pkcs8_der().unwrap();
    for (der, step) in [(&certificate[..], 1), (private.as_bytes(), 7)] {
        for cut in (0..der.len()).step_by(step) {
            assert!(PublicKey::parse(&der[..cut]).is_err());
            assert!(PrivateKey::parse(&der[..cut]).is_err());
        }
    }
    let mut bent = private.as_bytes().to_vec();
    let last = bent.len() - 1;
    bent[last] ^= 2;
    bent[200] ^= 2;
    assert_eq!(PrivateKey::parse(&bent).unwrap_err(), KeyError::Invalid);
    for place in 0..certificate.len() {
        let mut bent = certificate.clone();
        bent[place] ^= 0x80;
        let _ = PublicKey::parse(&bent);
        let _ = PrivateKey::parse(&bent);
    }
}

#[test]
fn debug_shows_the_size_of_a_key_and_nothing_else() {
    assert_eq!(format!("{:?}", key()), "PrivateKey(1024 bits)");
    assert_eq!(format!("{:?}", key().public_key()), "PublicKey(1024 bits)");
}

#[test]
fn bits_are_counted_without_leading_zeros() {
    assert_eq!(bits(&[]), 0);
    assert_eq!(bits(&[0, 0]), 0);
    assert_eq!(bits(&[0, 1]), 1);
    assert_eq!(bits(&[0x80, 0]), 16);
    assert_eq!(bits(&[0x0f, 0xff, 0xff]), 20);
}
