//! Opening many merchants.

use std::fmt::Write as _;
use std::time::Instant;

use payspec::{Configuration, Merchants, PrivateKey, umf_merchant};
use rsa::RsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey;
use rsa::traits::{PrivateKeyParts, PublicKeyParts};

/// Merchants of the configuration; the root of it is the number of keys that primes are taken from.
const MERCHANTS: usize = 10_000;
/// How often they are opened.
const ROUNDS: usize = 5;

/// A text with a private key of its own for each merchant, all of them different: from text to clients.
pub(crate) fn opening() -> String {
    let text = configuration();
    let milliseconds = |start: Instant| start.elapsed().as_secs_f64() * 1e3;
    let mut rounds: Vec<(f64, f64)> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            let merchants = Merchants::from_toml(&text, "", payspec::PROVIDERS).expect("a configuration");
            let all = milliseconds(start);
            assert_eq!(merchants.len(), MERCHANTS);
            let start = Instant::now();
            Configuration::parse(&text, "").expect("a configuration");
            (all, milliseconds(start))
        })
        .collect();
    rounds.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (all, reading) = rounds[ROUNDS / 2];
    format!("{all:.0} ms ({reading:.0} ms of them TOML of {} MB)", text.len() / 1_000_000)
}

/// From the two primes of a few keys come as many keys as there are pairs.
fn configuration() -> String {
    let few: Vec<RsaPrivateKey> = (0..MERCHANTS.isqrt())
        .map(|_| {
            let pem = PrivateKey::generate(1024).and_then(|key| key.to_pkcs8_pem()).expect("a key");
            RsaPrivateKey::from_pkcs8_pem(pem.expose()).expect("a key")
        })
        .collect();
    let public =
        PrivateKey::from_rsa(few[0].clone()).and_then(|key| key.public_key().to_spki_pem()).expect("a key");
    let mut text = String::new();
    let pairs = few.iter().flat_map(|one| few.iter().map(move |other| (one, other)));
    for (number, (one, other)) in pairs.enumerate() {
        let primes = (one.primes()[0].clone(), other.primes()[1].clone());
        let key = RsaPrivateKey::from_p_q(primes.0, primes.1, one.e().clone()).expect("two primes");
        let pem = PrivateKey::from_rsa(key).and_then(|key| key.to_pkcs8_pem()).expect("a key");
        write!(
            text,
            "[merchants.shop-{number}]\nprovider = \"{}\"\nenvironment = \"{}\"\nallow_plain_http = true\n\
             [merchants.shop-{number}.credentials]\nmer_id = \"{number}\"\nprivate_key = '''{}'''\n\
             platform_public_key = '''{public}'''\n",
            umf_merchant::PROVIDER.name,
            umf_merchant::PROVIDER.environments[0].name,
            pem.expose()
        )
        .expect("a text takes everything");
    }
    text
}
