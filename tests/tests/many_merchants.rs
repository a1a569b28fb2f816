//! What ten thousand merchants with RSA keys cost in memory. Alone in its process, because all memory is counted.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "it sums up")]

use std::fmt::Write as _;

use payspec::{Merchants, PROVIDERS, PrivateKey, umf_merchant};
use peak_alloc::PeakAlloc;
use rsa::RsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey;
use rsa::traits::{PrivateKeyParts, PublicKeyParts};

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

const MERCHANTS: usize = 10_000;
/// The most memory that opening them takes at any moment, the text of the configuration included.
const MOST: usize = 100 << 20;
/// The most that they hold afterwards: 4 KiB each.
const HELD: usize = MERCHANTS << 12;

#[test]
fn ten_thousand_merchants_with_a_key_each_are_opened_within_100_mib() {
    let path = std::env::temp_dir().join(format!("payspec-many-{}.toml", std::process::id()));
    std::fs::write(&path, configuration()).expect("it can be written");
    let (allocated, resident) = (ALLOCATED.current_usage(), resident("VmRSS:"));
    let merchants = Merchants::from_file(&path, PROVIDERS).expect("the configuration is right");
    std::fs::remove_file(path).expect("it was written");
    assert_eq!(merchants.len(), MERCHANTS);
    let held = ALLOCATED.current_usage() - allocated;
    assert!(held < HELD, "{} MiB are held", held >> 20);
    // What the reader of the TOML reserves and never touches is no memory, so that the system is asked and not the allocator.
    match (resident, self::resident("VmHWM:")) {
        (Some(before), Some(peak)) => {
            let most = peak - before;
            println!("{} MiB at most, {} MiB held", most >> 20, held >> 20);
            assert!(most < MOST, "{} MiB at most", most >> 20);
        }
        _ => println!(
            "skipped: this system does not tell how much memory was used at most; {} MiB held",
            held >> 20
        ),
    }
    drop(merchants);
    assert!(ALLOCATED.current_usage().saturating_sub(allocated) < 1 << 20, "not everything was given back");
}

/// What Linux says of the memory of this process, in bytes: what is used now, or was used at most.
fn resident(line: &str) -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let kibibytes = status.lines().find_map(|each| each.strip_prefix(line))?.trim().strip_suffix("kB")?;
    kibibytes.trim().parse::<usize>().ok().map(|kibibytes| kibibytes << 10)
}

/// From the two primes of a few keys come as many keys as there are pairs: all keys are different, and nothing is shared.
fn configuration() -> String {
    let few: Vec<RsaPrivateKey> = (0..MERCHANTS.isqrt())
        .map(|_| {
            let pem = PrivateKey::generate(1024).and_then(|key| key.to_pkcs8_pem()).expect("a key");
            RsaPrivateKey::from_pkcs8_pem(pem.expose()).expect("a key")
        })
        .collect();
    let mut text = String::new();
    let pairs = few.iter().flat_map(|one| few.iter().map(move |other| (one, other)));
    for (number, (one, other)) in pairs.enumerate() {
        let (p, q) = (one.primes()[0].clone(), other.primes()[1].clone());
        let key = RsaPrivateKey::from_p_q(p, q, one.e().clone()).expect("two primes");
        let key = PrivateKey::from_rsa(key).expect("a key");
        let public = key.public_key().to_spki_pem().expect("a key");
        write!(
            text,
            "[merchants.shop-{number}]\nprovider = \"{}\"\nurl = \"https://a.example\"\n\
             [merchants.shop-{number}.credentials]\nmer_id = \"{number}\"\nprivate_key = '''{}'''\n\
             platform_public_key = '''{public}'''\n",
            umf_merchant::PROVIDER.name,
            key.to_pkcs8_pem().expect("a key").expose()
        )
        .expect("a text takes everything");
    }
    text
}
