//! Merchants of a provider that nobody has.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use payspec_table::{
    Credential, CredentialKind, Decision, Encoding, Environment, Field, Operation, Polling, Provider,
    Purpose, RequestTable, ResponseTable, Verification,
};

use super::{ConfigError, Merchants};

mod keys;
mod reloading;
mod settings;
mod wrong;

static FIELDS: &[Field] = &[Field::text("no", "")];
static ENCODINGS: &[Encoding] = &[Encoding::Json, Encoding::Form];
static OPERATIONS: &[Operation] = &[Operation::new(
    "ask",
    "",
    Purpose::OrderQuery,
    RequestTable::new(ENCODINGS, FIELDS),
    ResponseTable::new(Encoding::Json, &[], Verification::Unsigned, Decision::without_state(&[])),
)
.polling(Polling::new().interval_ms(3_000))];
static ENVIRONMENTS: &[Environment] = &[Environment::new("test", "https://acme.example")];

/// Texts alone.
static ACME: Provider =
    Provider::new("acme", "Acme", "CNY").environments(ENVIRONMENTS).operations(OPERATIONS).credentials(TEXTS);

static TEXTS: &[Credential] = &[
    Credential::new("number", "", CredentialKind::Text),
    Credential::new("key", "", CredentialKind::Secret),
];

/// With RSA keys.
static BIRCH: Provider = Provider::new("birch", "Birch", "CNY").operations(OPERATIONS).credentials(RSA_KEYS);

static RSA_KEYS: &[Credential] = &[
    Credential::new("private_key", "", CredentialKind::PrivateKey),
    Credential::new("public_key", "", CredentialKind::PublicKey),
];

static PROVIDERS: &[&Provider] = &[&ACME, &BIRCH];

const KEY: &str = "s3cr3t0fthemerchant";

/// A folder that is gone after the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name =
            format!("payspec-merchants-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }

    fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, contents).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A merchant of acme with these lines, and these among its credentials.
fn acme(name: &str, lines: &str, credentials: &str) -> String {
    format!(
        "[merchants.{name}]\nprovider = \"acme\"\nenvironment = \"test\"\n{lines}\n\
         [merchants.{name}.credentials]\nnumber = \"1\"\n{credentials}\n"
    )
}

/// An ordinary merchant of acme.
fn shop(name: &str) -> String {
    acme(name, "", &format!("key = \"{KEY}\""))
}

fn open(text: &str) -> Result<Merchants, ConfigError> {
    Merchants::from_toml(text, "/nowhere", PROVIDERS)
}

/// It is not opened, for this reason, and no key is shown.
#[track_caller]
fn refused(text: &str, words: &str) -> ConfigError {
    let error = open(text).expect_err("it is wrong");
    assert_eq!(error.to_string(), words);
    assert!(!format!("{error:?}").contains(KEY), "{error:?}");
    error
}
