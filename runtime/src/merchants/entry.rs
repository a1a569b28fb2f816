//! A merchant of a configuration.

use std::fmt;

use payspec_table::near::did_you_mean;
use payspec_table::{CredentialKind, Encoding, Provider};

use super::name::Name;
use super::settings::{CredentialLine, Placed, Settings};
use super::{ConfigError, Configuration, Given};

/// A merchant of a configuration.
#[derive(Clone, Copy)]
pub struct Entry<'c> {
    pub(super) configuration: &'c Configuration,
    pub(super) name: &'c str,
    pub(super) settings: &'c Settings,
}

impl<'c> Entry<'c> {
    /// The name that the configuration gives it.
    #[must_use]
    pub fn name(self) -> &'c str {
        self.name
    }

    /// The provider, by the name in its specification.
    #[must_use]
    pub fn provider(self) -> &'c str {
        &self.settings.provider.value
    }

    /// The encoding of requests, if it is said.
    #[must_use]
    pub fn encoding(self) -> Option<&'c str> {
        self.settings.encoding.as_ref().map(|encoding| &*encoding.value)
    }

    /// The credentials that are given, of those that the provider has; no file is read yet.
    ///
    /// # Errors
    /// When the provider has no such credential, one is given twice, or has more values than it can have.
    pub fn given(self, provider: &Provider) -> Result<Vec<Given<'c>>, ConfigError> {
        let mut all: Vec<Given<'c>> = Vec::new();
        for line in &self.settings.credentials {
            let given = Given::new(self, provider, line)?;
            if let Some(other) = all.iter().find(|other| other.credential == given.credential) {
                let what = format!("`{}` and `{}` give the same credential", other.key, given.key);
                return Err(self.wrong(line.line, what, None));
            }
            all.push(given);
        }
        Ok(all)
    }

    /// Every credential of the provider must be given, and be something.
    pub(super) fn check_complete(self, provider: &Provider) -> Result<(), ConfigError> {
        let given = self.given(provider)?;
        for credential in provider.credentials.iter() {
            let name = &credential.name;
            match given.iter().find(|given| given.credential == *name) {
                None => {
                    let what = format!("the credential `{name}` is missing");
                    let hint = match credential.kind {
                        CredentialKind::Text => format!("add {name} = \"…\" to its credentials"),
                        _ => format!("add {name}_file = \"…\" or {name}_env = \"…\" to its credentials"),
                    };
                    return Err(self.wrong(self.settings.line, what, Some(hint)));
                }
                Some(given) if given.values().any(|value| value.is_empty()) => {
                    return Err(self.wrong(given.line, format!("the credential `{name}` is empty"), None));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// Where it asks.
    pub(super) fn url(self, provider: &Provider) -> Result<String, ConfigError> {
        let environments = &provider.environments;
        match (&self.settings.url, &self.settings.environment) {
            (Some(url), Some(_)) => Err(self.wrong(url.line, "give `environment` or `url`, not both", None)),
            (Some(url), None) => Ok(url.value.clone()),
            (None, Some(Placed { line, value: wanted })) => {
                let found = environments.iter().find(|environment| environment.name == *wanted);
                found.map(|environment| environment.url.to_string()).ok_or_else(|| {
                    let what = format!("{} has no environment {}", provider.name, Name(wanted));
                    let names: Vec<&str> =
                        environments.iter().map(|environment| &*environment.name).collect();
                    self.wrong(*line, what, did_you_mean(wanted, names))
                })
            }
            (None, None) => {
                let known: Vec<String> = environments
                    .iter()
                    .map(|environment| format!("environment = \"{}\"", environment.name))
                    .collect();
                let hint =
                    if known.is_empty() { "url = \"https://…\"".to_owned() } else { known.join(" or ") };
                let hint = Some(format!("add {hint}"));
                Err(self.wrong(self.settings.line, "it does not say where to ask", hint))
            }
        }
    }

    /// The encoding of requests, which some operation of the provider must take.
    pub(super) fn request_encoding(self, provider: &Provider) -> Result<Option<Encoding>, ConfigError> {
        let Some(Placed { line, value: wanted }) = &self.settings.encoding else { return Ok(None) };
        let offered = || provider.operations.iter().flat_map(|operation| operation.request.encodings.iter());
        match offered().find(|encoding| name_of(encoding) == wanted) {
            Some(encoding) => Ok(Some(encoding.clone())),
            None => {
                let what = format!(
                    "no operation of {} takes requests in the encoding {}",
                    provider.name,
                    Name(wanted)
                );
                let mut names: Vec<&str> = offered().map(name_of).collect();
                names.sort_unstable();
                names.dedup();
                Err(self.wrong(*line, what, did_you_mean(wanted, names)))
            }
        }
    }

    /// Something of this merchant is wrong.
    pub(super) fn wrong(self, line: usize, what: impl fmt::Display, hint: Option<String>) -> ConfigError {
        self.configuration.origin.wrong(line, format!("merchant `{}`: {what}", self.name), hint)
    }

    pub(super) fn wrong_credential(self, line: &CredentialLine, what: impl fmt::Display) -> ConfigError {
        self.wrong(line.line, format!("`{}`: {what}", line.key), None)
    }
}

/// The name of the specification's language.
fn name_of(encoding: &Encoding) -> &'static str {
    match encoding {
        Encoding::Json => "json",
        Encoding::Form => "form",
        Encoding::Query => "query",
        Encoding::Xml { .. } => "xml",
    }
}

impl fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("name", &self.name)
            .field("provider", &self.provider())
            .finish_non_exhaustive()
    }
}
