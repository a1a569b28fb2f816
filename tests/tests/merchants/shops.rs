//! A simulator with several merchants of each provider, and the configuration with which they ask it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use payspec::{Fen, Merchants, OrderKey, OrderState, PROVIDERS, PrivateKey, Secret};
use payspec_runtime::table::CredentialKind;
use payspec_simulator::{Merchant, SimulatedOrder, Simulator};

/// The order that everybody can ask about; it is paid.
pub(crate) const ORDER: &str = "JD1";

/// A key that nobody asks with, PKCS#8 and SubjectPublicKeyInfo: made once, since that takes a while.
static STRANGER: LazyLock<(Secret, String)> = LazyLock::new(key_pair);

pub(crate) fn key() -> OrderKey {
    OrderKey::Merchant(ORDER.to_owned())
}

/// A simulator, and a folder with a configuration of its merchants.
pub(crate) struct Shops {
    pub(crate) simulator: Simulator,
    folder: PathBuf,
}

/// A merchant of the simulator, under the name that the configuration gives it.
pub(crate) struct Shop<'s> {
    pub(crate) name: String,
    pub(crate) provider: &'static str,
    url: String,
    merchant: &'s Merchant,
}

impl Shops {
    /// So many merchants of each provider, which have numbers and secrets of their own. RSA keys take a while to make:
    /// all have the same.
    pub(crate) async fn open(of_each: usize) -> Self {
        let mut builder = Simulator::new(PROVIDERS).slowness(Duration::from_millis(300)).remember(1 << 16);
        let (own, theirs) = (key_pair().0, key_pair().0);
        for provider in PROVIDERS {
            for _ in 0..of_each {
                let mut merchant = Merchant::default();
                for credential in provider.credentials.iter() {
                    let name = credential.name.to_string();
                    match credential.kind {
                        CredentialKind::PrivateKey => drop(merchant.private_keys.insert(name, own.clone())),
                        CredentialKind::PublicKey => {
                            drop(merchant.provider_keys.insert(name, theirs.clone()));
                        }
                        CredentialKind::Text | CredentialKind::Secret => {}
                    }
                }
                builder = builder.merchant(&provider.name, merchant);
            }
        }
        let simulator = builder.bind("127.0.0.1:0").await.expect("a free port");
        for provider in PROVIDERS {
            let order = SimulatedOrder::new(ORDER).state(OrderState::Paid).amount(Fen::new(5_800));
            let _ = simulator.put(&provider.name, order);
        }
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("payspec-shops-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).expect("a folder");
        Self { simulator, folder }
    }

    /// All merchants: `leshua-0`, `leshua-1`, …
    pub(crate) fn all(&self) -> Vec<Shop<'_>> {
        let of = |provider: &'static str| {
            let url = self.simulator.url(provider).expect("it is simulated");
            self.simulator.merchants(provider).enumerate().map(move |(index, merchant)| Shop {
                name: format!("{provider}-{index}"),
                provider,
                url: url.clone(),
                merchant,
            })
        };
        PROVIDERS.iter().flat_map(|provider| of(&provider.name)).collect()
    }

    /// A file of the folder.
    pub(crate) fn file(&self, name: &str, contents: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, contents).expect("it can be written");
        path
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(crate) fn merchants(&self, text: &str) -> Merchants {
        let path = self.file("shops.toml", text);
        opened(&path)
    }
}

pub(crate) fn opened(path: &Path) -> Merchants {
    Merchants::from_file(path, PROVIDERS).expect("the configuration is right")
}

impl Drop for Shops {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Shop<'_> {
    /// The merchant in the configuration, with these lines. It holds the provider's keys in this way.
    pub(crate) fn entry(&self, lines: &str, keys: Keys) -> String {
        let Self { name, provider, url, merchant } = self;
        let mut text = format!("[merchants.{name}]\nprovider = \"{provider}\"\nurl = \"{url}\"\n{lines}\n");
        text.push_str(&format!("[merchants.{name}.credentials]\n"));
        for (name, value) in &merchant.texts {
            text.push_str(&format!("{name} = \"{value}\"\n"));
        }
        for (name, value) in &merchant.private_keys {
            text.push_str(&format!("{name} = '''{}'''\n", value.expose()));
        }
        // The first signs: an MD5 key that is new to the provider can only come second.
        for (name, value) in &merchant.secrets {
            let list = match keys {
                Keys::One => format!("'{}'", value.expose()),
                Keys::Before(_) | Keys::After(_) => format!("['{}', 'another']", value.expose()),
            };
            text.push_str(&format!("{name} = {list}\n"));
        }
        for (name, value) in &merchant.public_keys {
            let list = match keys {
                Keys::One => format!("'''{value}'''"),
                Keys::Before(round) => format!("['''{value}''', '''{}{}''']", STRANGER.1, "\n".repeat(round)),
                Keys::After(round) => format!("['''{}{}''', '''{value}''']", STRANGER.1, "\n".repeat(round)),
            };
            text.push_str(&format!("{name} = {list}\n"));
        }
        text
    }
}

/// How the provider's key is held, in this round of a rotation.
#[derive(Clone, Copy)]
pub(crate) enum Keys {
    One,
    /// Before one that the provider does not use yet.
    Before(usize),
    /// After one that the provider does not use any more.
    After(usize),
}

fn key_pair() -> (Secret, String) {
    let key = PrivateKey::generate(1024).expect("a key");
    (key.to_pkcs8_pem().expect("a key"), key.public_key().to_spki_pem().expect("a key"))
}
