//! The merchants of the simulated providers: out of a configuration, or new.

use std::collections::BTreeSet;
use std::path::Path;

use payspec_codegen::did_you_mean;
use payspec_codegen::model::Provider;
use payspec_runtime::merchants::Entry;
use payspec_runtime::table::CredentialKind;
use payspec_runtime::{PrivateKey, Secret};
use payspec_simulator::{Merchant, Simulator};
use toml::{Table, Value};

use crate::config;
use crate::failure::Failure;
use crate::output::{Output, Shown};

/// A merchant out of a configuration.
pub(super) struct Given {
    pub(super) name: String,
    pub(super) provider: String,
    pub(super) merchant: Merchant,
}

/// A merchant of the simulator, under the name that configurations know it by.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) provider: String,
    /// Which of the provider's merchants it is.
    pub(super) index: usize,
    pub(super) origin: Origin,
}

/// Where a merchant's numbers and keys come from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// From the configuration.
    Configuration,
    /// They were made.
    New,
}

/// The merchants of these providers that a configuration has. What cannot be taken over is said.
pub(super) fn of_configuration(
    path: &Path,
    providers: &[Provider],
    output: &Output,
) -> Result<Vec<Given>, Failure> {
    let (configuration, simulator) = config::read_with_simulator(path)?;
    let mut merchants = Vec::new();
    let mut remarks = Vec::new();
    for entry in configuration.merchants() {
        let name = entry.name();
        match providers.iter().find(|provider| provider.name() == entry.provider()) {
            Some(provider) => {
                let reader = Reader { path, provider, name, remarks: &mut remarks };
                merchants.push(Given {
                    name: name.to_owned(),
                    provider: entry.provider().to_owned(),
                    merchant: reader.merchant(entry, kept(&simulator, name))?,
                });
            }
            None => {
                let names = providers.iter().map(Provider::name);
                let hint = did_you_mean(entry.provider(), names)
                    .map_or_else(String::new, |hint| format!("; {hint}"));
                remarks.push(format!(
                    "the merchant `{name}` is left out: {} is not simulated{hint}",
                    entry.provider()
                ));
            }
        }
    }
    let paint = output.paint_complaints();
    for remark in remarks {
        let remark = Shown(&remark).to_string();
        output.complain(&format!("{} {}: {remark}\n", paint.yellow("remark:"), path.display()));
    }
    Ok(merchants)
}

/// Every merchant of the simulator with its name. New ones are named like their provider.
pub(super) fn names(simulator: &Simulator, providers: &[Provider], given: &[Given]) -> Vec<Named> {
    let mut taken: BTreeSet<String> = given.iter().map(|given| given.name.clone()).collect();
    let mut names = Vec::new();
    for provider in providers.iter().map(Provider::name) {
        let mut of_provider = given.iter().filter(|given| given.provider == provider);
        for index in 0..simulator.merchants(provider).count() {
            let (name, origin) = match of_provider.next() {
                Some(given) => (given.name.clone(), Origin::Configuration),
                None => (free(provider, &taken), Origin::New),
            };
            taken.insert(name.clone());
            names.push(Named { name, provider: provider.to_owned(), index, origin });
        }
    }
    names
}

fn free(name: &str, taken: &BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or_default()
}

/// The provider's own keys for a merchant, where a simulator wrote the file.
fn kept<'f>(simulator: &'f Table, name: &str) -> Option<&'f Table> {
    simulator.get(name)?.as_table()?.get("provider_keys")?.as_table()
}

struct Reader<'a> {
    path: &'a Path,
    provider: &'a Provider,
    /// The merchant's name.
    name: &'a str,
    remarks: &'a mut Vec<String>,
}

impl Reader<'_> {
    fn merchant(self, entry: Entry<'_>, kept: Option<&Table>) -> Result<Merchant, Failure> {
        let Self { path, provider, name, remarks } = self;
        let mut merchant = Merchant::default();
        for given in entry.given(&provider.table)? {
            let credential = given.credential.clone();
            let Some(first) = given.values().next() else { continue };
            if given.values().len() > 1 && given.kind != CredentialKind::PublicKey {
                remarks.push(format!("of `{}` of the merchant `{name}` the first is used", given.key));
            }
            match given.kind {
                CredentialKind::Text => {
                    merchant.texts.insert(credential, first.text()?.expose().to_owned());
                }
                CredentialKind::Secret => {
                    merchant.secrets.insert(credential, first.text()?);
                }
                CredentialKind::PrivateKey => {
                    let pem = first.private_key()?.to_pkcs8_pem().map_err(|error| {
                        config::wrong(path, format!("merchant `{name}`: `{}`: {error}", given.key), None)
                    })?;
                    merchant.private_keys.insert(credential, pem);
                }
                CredentialKind::PublicKey if kept.is_none_or(|kept| !kept.contains_key(&credential)) => {
                    remarks.push(format!(
                        "the private half of `{credential}` of the merchant `{name}` is not known: the simulator signs with a \
                         new key, and --write-config writes its public half"
                    ));
                }
                CredentialKind::PublicKey => {}
            }
        }
        for (credential, value) in kept.into_iter().flatten() {
            let place = format!("simulator.{name}.provider_keys.{credential}");
            let is_theirs = |known: &&payspec_codegen::model::Credential| {
                known.facts.name == *credential && known.facts.kind == CredentialKind::PublicKey
            };
            if provider.credentials.iter().find(is_theirs).is_none() {
                let what = format!("`{place}`: {} signs with no key of this name", provider.name());
                return Err(config::wrong(path, what, None));
            }
            let Value::String(pem) = value else {
                return Err(config::wrong(path, format!("`{place}` must be a text in quotes"), None));
            };
            PrivateKey::parse(pem.as_bytes())
                .map_err(|error| config::wrong(path, format!("`{place}`: {error}"), None))?;
            merchant.provider_keys.insert(credential.clone(), Secret::from(pem.as_str()));
        }
        Ok(merchant)
    }
}
