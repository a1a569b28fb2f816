//! The configuration: merchants, where they ask, and what they hold.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use payspec_codegen::model::Provider;
use payspec_runtime::table::{Credential, CredentialKind};
use payspec_runtime::{Credentials, PrivateKey, PublicKey, Secret};
use serde::Deserialize;
use toml::{Table, Value};

use crate::failure::Failure;
use crate::{files, key_file};

/// A merchant, ready to ask.
pub(crate) struct Merchant {
    pub(crate) url: String,
    pub(crate) allow_plain_http: bool,
    pub(crate) encoding: Option<String>,
    /// A root that is trusted besides those of the system, in PEM.
    pub(crate) root_certificate: Option<Vec<u8>>,
    pub(crate) credentials: Credentials,
}

/// The merchant that asks a provider: the one of this name, or the only one of that provider.
pub(crate) fn merchant(path: &Path, provider: &Provider, name: Option<&str>) -> Result<Merchant, Failure> {
    let file = read(path)?;
    let reader = Reader { path, provider };
    let (name, entry) = reader.choose(&file.merchants, name)?;
    reader.merchant(name, entry)
}

/// What stands in a configuration.
pub(crate) fn read(path: &Path) -> Result<FileContents, Failure> {
    let text = files::configuration(path)?;
    toml::from_str(&text).map_err(|error| unreadable(path, &text, &error))
}

/// What stands in a configuration.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileContents {
    #[serde(default)]
    pub(crate) merchants: BTreeMap<String, Entry>,
    /// What a simulator that wrote the file keeps there: no concern of those who ask.
    #[serde(default)]
    pub(crate) simulator: Table,
}

/// A merchant.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    pub(crate) provider: String,
    environment: Option<String>,
    url: Option<String>,
    #[serde(default)]
    allow_plain_http: bool,
    encoding: Option<String>,
    root_certificate_file: Option<PathBuf>,
    #[serde(default)]
    pub(crate) credentials: Table,
}

/// What the reader of the TOML says, without the line itself: a secret may stand on it.
fn unreadable(path: &Path, text: &str, error: &toml::de::Error) -> Failure {
    let place = error.span().and_then(|span| text.get(..span.start)).map_or_else(String::new, |before| {
        let line = before.matches('\n').count() + 1;
        format!("line {line}: ")
    });
    let what = format!("{place}{}", error.message());
    Failure::Configuration { path: path.to_owned(), what, hint: None }
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    path: &'a Path,
    provider: &'a Provider,
}

impl<'a> Reader<'a> {
    fn choose<'e>(
        self,
        merchants: &'e BTreeMap<String, Entry>,
        name: Option<&str>,
    ) -> Result<(&'e str, &'e Entry), Failure> {
        if let Some(name) = name {
            let (name, entry) = merchants.get_key_value(name).ok_or_else(|| {
                self.wrong(format!("there is no merchant `{name}`"), near(name, merchants.keys()))
            })?;
            if entry.provider != self.provider.name() {
                let what = format!(
                    "the merchant `{name}` is one of {}, not of {}",
                    entry.provider,
                    self.provider.name()
                );
                return Err(self.wrong(what, None));
            }
            return Ok((name, entry));
        }
        let mut candidates = merchants.iter().filter(|(_, entry)| entry.provider == self.provider.name());
        match (candidates.next(), candidates.next()) {
            (Some((name, entry)), None) => Ok((name, entry)),
            (None, _) => {
                let what = format!("there is no merchant of {}", self.provider.name());
                Err(self.wrong(
                    what,
                    Some(format!("add [merchants.NAME] with provider = \"{}\"", self.provider.name())),
                ))
            }
            (Some((first, _)), Some((second, _))) => {
                let what = format!("there are several merchants of {}", self.provider.name());
                Err(self.wrong(what, Some(format!("choose one with --merchant: {first}, {second}, …"))))
            }
        }
    }

    fn merchant(self, name: &str, entry: &Entry) -> Result<Merchant, Failure> {
        let mut credentials = Credentials::new();
        for (key, value) in &entry.credentials {
            credentials = self.credential(name, credentials, key, value)?;
        }
        Ok(Merchant {
            url: self.url(name, entry)?,
            allow_plain_http: entry.allow_plain_http,
            encoding: entry.encoding.clone(),
            root_certificate: entry.root_certificate_file.as_ref().map(|file| self.root(file)).transpose()?,
            credentials,
        })
    }

    /// The PEM of a root. What is wrong inside it is found when the client is made.
    fn root(self, file: &Path) -> Result<Vec<u8>, Failure> {
        let file = beside(self.path, file);
        let pem = files::key(&file)?;
        if !String::from_utf8_lossy(&pem).contains("-----BEGIN CERTIFICATE-----") {
            return Err(Failure::file(&file, "no certificate in PEM"));
        }
        Ok(pem.to_vec())
    }

    fn url(self, name: &str, entry: &Entry) -> Result<String, Failure> {
        let environments = &self.provider.environments;
        let names = || environments.iter().map(|environment| environment.facts.name.to_string());
        match (&entry.url, &entry.environment) {
            (Some(_), Some(_)) => {
                Err(self.wrong(format!("merchant `{name}`: give `environment` or `url`, not both"), None))
            }
            (Some(url), None) => Ok(url.clone()),
            (None, Some(wanted)) => match environments.iter().find(|each| each.facts.name == *wanted) {
                Some(environment) => Ok(environment.facts.url.to_string()),
                None => {
                    let what =
                        format!("merchant `{name}`: {} has no environment `{wanted}`", self.provider.name());
                    Err(self.wrong(what, near(wanted, names().collect::<Vec<_>>().iter())))
                }
            },
            (None, None) => {
                let known: Vec<String> = names().map(|name| format!("environment = \"{name}\"")).collect();
                let hint =
                    if known.is_empty() { "url = \"https://…\"".to_owned() } else { known.join(" or ") };
                Err(self.wrong(
                    format!("merchant `{name}`: it does not say where to ask"),
                    Some(format!("add {hint}")),
                ))
            }
        }
    }

    /// Adds a credential: by its name with its text, or by its name and `_file` with the file that holds it. A list
    /// holds the keys that are valid while the provider changes them.
    fn credential(
        self,
        merchant: &str,
        credentials: Credentials,
        key: &str,
        value: &Value,
    ) -> Result<Credentials, Failure> {
        let Given { facts, in_file, values } = given(self.path, self.provider, merchant, key, value)?;
        let name = facts.name.to_string();
        let mut credentials = credentials;
        for (index, value) in values.into_iter().enumerate() {
            let file = in_file.then(|| beside(self.path, Path::new(value)));
            credentials = match (facts.kind, index) {
                (CredentialKind::Text, 0) => credentials.text(name.clone(), self.text(value, file)?.expose()),
                (CredentialKind::Secret, 0) => credentials.secret(name.clone(), self.text(value, file)?),
                (CredentialKind::Secret, _) => credentials.also_secret(name.clone(), self.text(value, file)?),
                (CredentialKind::PrivateKey, 0) => {
                    let key = match file {
                        Some(file) => key_file::private(&file)?,
                        None => PrivateKey::parse(value.as_bytes())
                            .map_err(|error| self.bad_key(merchant, key, error))?,
                    };
                    credentials.private_key(name.clone(), key)
                }
                (CredentialKind::PublicKey, _) => {
                    let key = match file {
                        Some(file) => key_file::public(&file)?,
                        None => PublicKey::parse(value.as_bytes())
                            .map_err(|error| self.bad_key(merchant, key, error))?,
                    };
                    credentials.also_public_key(name.clone(), key)
                }
                (CredentialKind::Text | CredentialKind::PrivateKey, _) => {
                    return Err(
                        self.wrong(format!("merchant `{merchant}`: `{key}` can have one value"), None)
                    );
                }
            };
        }
        Ok(credentials)
    }

    fn text(self, value: &str, file: Option<PathBuf>) -> Result<Secret, Failure> {
        file.map_or_else(|| Ok(Secret::from(value)), |file| key_file::secret(&file))
    }

    fn bad_key(self, merchant: &str, key: &str, error: payspec_runtime::KeyError) -> Failure {
        self.wrong(format!("merchant `{merchant}`: `{key}`: {error}"), None)
    }

    fn wrong(self, what: String, hint: Option<String>) -> Failure {
        wrong(self.path, what, hint)
    }
}

/// A credential as it is given in a configuration.
pub(crate) struct Given<'a> {
    pub(crate) facts: &'a Credential,
    /// Whether the values are the names of files.
    pub(crate) in_file: bool,
    /// One, or those that are valid while the provider changes them.
    pub(crate) values: Vec<&'a str>,
}

/// Which credential of a provider a line of a configuration gives.
pub(crate) fn given<'a>(
    path: &Path,
    provider: &'a Provider,
    merchant: &str,
    key: &str,
    value: &'a Value,
) -> Result<Given<'a>, Failure> {
    let find = |name: &str| provider.credentials.iter().find(|known| known.facts.name == name);
    let (facts, in_file) = match (find(key), key.strip_suffix("_file").and_then(find)) {
        (Some(credential), _) => (&credential.facts, false),
        (None, Some(credential)) => (&credential.facts, true),
        (None, None) => {
            let what = format!("merchant `{merchant}`: {} has no credential `{key}`", provider.name());
            let names: Vec<String> =
                provider.credentials.iter().map(|known| known.facts.name.to_string()).collect();
            return Err(wrong(path, what, near(key, names.iter())));
        }
    };
    let values: Vec<&str> = match value {
        Value::String(text) => vec![text],
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let all_texts = !matches!(value, Value::Array(all) if all.len() != values.len());
    if values.is_empty() || !all_texts {
        let what = format!("merchant `{merchant}`: `{key}` must be a text in quotes, or a list of them");
        return Err(wrong(path, what, None));
    }
    Ok(Given { facts, in_file, values })
}

/// A file that a configuration names: beside it, unless its path is absolute.
pub(crate) fn beside(configuration: &Path, file: &Path) -> PathBuf {
    configuration.parent().unwrap_or(Path::new("")).join(file)
}

/// A mistake in a configuration.
pub(crate) fn wrong(path: &Path, what: String, hint: Option<String>) -> Failure {
    Failure::Configuration { path: path.to_owned(), what, hint }
}

fn near<'k>(name: &str, known: impl Iterator<Item = &'k String> + Clone) -> Option<String> {
    payspec_codegen::did_you_mean(name, known.map(String::as_str))
}
