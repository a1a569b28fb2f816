//! A configuration: which merchants there are, where they ask, and what they hold.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use super::files::{self, Access, Files};
use super::nodes::{Origin, Text};
use super::settings::{self, Settings};
use super::shared::Shared;
use super::{ConfigError, Entry, keys, opening};
use crate::{Client, ProviderRef};

/// Opens one merchant of a configuration, without looking at the keys of the others; see [`Configuration`] for what
/// stands in one, and [`Merchants`](super::Merchants) to hold many.
///
/// The client keeps to the limits of the provider's document, or of the configuration; it repeats a query as
/// [`Retries::standard`](crate::Retries::standard) says, and leaves a provider that is down alone as
/// [`Circuit`](crate::Circuit) says.
///
/// # Errors
/// As [`Merchants::from_file`](super::Merchants::from_file), of this merchant alone.
pub fn connect<P: Into<ProviderRef>>(
    path: impl AsRef<Path>,
    merchant: &str,
    providers: impl IntoIterator<Item = P>,
) -> Result<Client, ConfigError> {
    let configuration = Configuration::read(path)?;
    let entry = configuration.merchant(merchant)?;
    let providers: Vec<ProviderRef> = providers.into_iter().map(Into::into).collect();
    let provider = opening::provider(entry, &providers)?;
    entry.check_complete(provider)?;
    entry.client(provider.clone())
}

/// A configuration that was read, of which nothing is opened yet: a TOML text with a table for each merchant.
///
/// ```toml
/// [merchants.shop-3]                     # a name of one's own
/// provider = "acme"
/// environment = "production"             # one of the specification's; or url = "https://…"
/// # allow_plain_http = true              # for providers that offer nothing else
/// # encoding = "form"                    # where operations offer several
/// # root_certificate_file = "ca.pem"     # a root to trust besides the platform's, in PEM
/// # timeout = "10s"                      # of an exchange
///
/// [merchants.shop-3.limits]              # what the document asks for, unless said here
/// per_second = 5
/// in_flight = 2
/// interval = "3s"                        # between two questions about one order
///
/// [merchants.shop-3.credentials]         # by the names in the specification
/// merchant_id = "0000000018"
/// key_file = "acme.key"                  # NAME_file: a file, beside this one unless its path is absolute
/// # key_env = "ACME_KEY"                 # NAME_env: a variable of the environment
/// # key_file = ["new.key", "old.key"]    # two keys while they are changed: the first signs, both verify
/// ```
///
/// Keys are PEM, DER (in files) or one line of base64; secrets are texts, without the line breaks at the end of a file
/// or of a variable. The table `simulator` belongs to the simulator that wrote it, and is not looked at. A file that
/// the configuration names is read once.
pub struct Configuration {
    pub(super) origin: Origin,
    access: Access,
    /// `None` if it has no table for merchants.
    settings: Option<BTreeMap<String, Settings>>,
    pub(super) files: Files,
}

impl Configuration {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, is larger than 64 MiB, or is not what a configuration must be. Whether keys can be used and
    /// providers are known is not looked at.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, ConfigError> {
        let path = path.as_ref();
        let (text, access) = files::configuration(path)?;
        Ok(Self { access, ..Self::of(Origin::file(path), &text)? })
    }

    /// Reads a text as if it stood in a file, which errors name.
    ///
    /// # Errors
    /// When it is not what a configuration must be.
    pub fn of_file(path: impl AsRef<Path>, text: &str) -> Result<Self, ConfigError> {
        Self::of(Origin::file(path.as_ref()), text)
    }

    /// Reads a text. Relative paths in it start from the folder.
    ///
    /// # Errors
    /// When it is not what a configuration must be.
    pub fn parse(text: &str, folder: impl AsRef<Path>) -> Result<Self, ConfigError> {
        Self::of(Origin { path: None, folder: folder.as_ref().to_owned() }, text)
    }

    fn of(origin: Origin, text: &str) -> Result<Self, ConfigError> {
        let (text, top) = Text::read(&origin, text)?;
        let settings = settings::read(&text, top)?;
        Ok(Self { origin, access: Access::Some, settings, files: Files::default() })
    }

    /// The merchants, by name.
    pub fn merchants(&self) -> impl Iterator<Item = Entry<'_>> {
        let settings = self.settings.iter().flatten();
        settings.map(|(name, settings)| Entry { configuration: self, name, settings })
    }

    /// The merchant of a name.
    ///
    /// # Errors
    /// When there is none; the hint has the nearest name.
    pub fn merchant(&self, name: &str) -> Result<Entry<'_>, ConfigError> {
        self.settings
            .as_ref()
            .and_then(|settings| settings.get_key_value(name))
            .map(|(name, settings)| Entry { configuration: self, name, settings })
            .ok_or_else(|| {
                let known = self.settings.iter().flatten().map(|(name, _)| &**name);
                let hint = payspec_table::near::did_you_mean(name, known);
                self.origin.wrong(None, format!("there is no merchant `{name}`"), hint)
            })
    }

    /// Refuses a text without a table for merchants: an empty one, or the beginning of one that is being written.
    pub(super) fn check_says_merchants(&self) -> Result<(), ConfigError> {
        let hint = || Some("add [merchants] if there shall be none".to_owned());
        let wrong = || self.origin.wrong(None, "there is no table `merchants`", hint());
        self.settings.as_ref().map(drop).ok_or_else(wrong)
    }

    /// Warns if secrets stand in a file that everybody can read.
    pub(super) fn warn_of_secrets(&self) {
        if let (Access::Everybody, Some(path)) = (self.access, &self.origin.path) {
            files::warn(path);
        }
    }
}

impl<'c> Entry<'c> {
    /// The merchant's client, as [`connect`] describes it. A credential that is missing or empty is an error of the
    /// requests that need it.
    ///
    /// # Errors
    /// When where to ask is not said, or a key or a certificate cannot be used.
    pub fn client(self, provider: impl Into<ProviderRef>) -> Result<Client, ConfigError> {
        let plan = self.plan(provider.into())?;
        if plan.has_inline_secrets() {
            self.configuration.warn_of_secrets();
        }
        let keys = keys::parse([&plan])?;
        Ok(plan.client(&keys, &mut Shared::default()))
    }
}

/// The names of the merchants.
impl fmt::Debug for Configuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Configuration")
            .field("path", &self.origin.path)
            .field("merchants", &self.merchants().map(Entry::name).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
