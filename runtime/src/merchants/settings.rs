//! What a configuration says of a merchant.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use super::ConfigError;
use super::nodes::{Section, Text};
use crate::{Limits, Secret};

/// What a configuration says of a merchant.
pub(super) struct Settings {
    pub(super) line: usize,
    pub(super) provider: Placed<String>,
    pub(super) environment: Option<Placed<String>>,
    pub(super) url: Option<Placed<String>>,
    pub(super) allow_plain_http: bool,
    pub(super) encoding: Option<Placed<String>>,
    pub(super) root_certificate_file: Option<PathBuf>,
    pub(super) timeout: Option<Duration>,
    pub(super) limits: Limits,
    pub(super) credentials: Vec<CredentialLine>,
}

/// A value with its line.
pub(super) struct Placed<T> {
    pub(super) line: usize,
    pub(super) value: T,
}

/// A line that gives a credential.
pub(super) struct CredentialLine {
    pub(super) key: String,
    pub(super) line: usize,
    /// One, or those that are valid while the provider changes them.
    pub(super) values: Vec<Secret>,
}

const TOP: &[&str] = &["merchants", "simulator"];
const KEYS: &[&str] = &[
    "provider",
    "environment",
    "url",
    "allow_plain_http",
    "encoding",
    "root_certificate_file",
    "timeout",
    "limits",
    "credentials",
];
const LIMITS: &[&str] = &["per_second", "in_flight", "interval"];

/// The merchants of a text. The table `simulator`, which belongs to the simulator that wrote it, is not looked at.
///
/// `None` if there is not even a table for them.
pub(super) fn read(
    text: &Text<'_>,
    top: Section<'_>,
) -> Result<Option<BTreeMap<String, Settings>>, ConfigError> {
    let mut all = None;
    for pair in text.pairs(top) {
        match &*pair.key {
            "merchants" => {
                let section = text.section(pair, String::new())?;
                let merchants = all.get_or_insert_with(BTreeMap::new);
                for merchant in text.pairs(section) {
                    let name = merchant.key.clone();
                    let section = text.section(merchant, format!("merchant `{name}`: "))?;
                    let settings = settings(text, &name, section)?;
                    merchants.insert(name, settings);
                }
            }
            "simulator" => {}
            _ => return Err(text.unknown(&pair, TOP)),
        }
    }
    Ok(all)
}

fn settings<'t>(text: &Text<'t>, name: &str, section: Section<'t>) -> Result<Settings, ConfigError> {
    let line = section.line;
    let mut provider = None;
    let mut settings = Settings {
        line,
        provider: Placed { line, value: String::new() },
        environment: None,
        url: None,
        allow_plain_http: false,
        encoding: None,
        root_certificate_file: None,
        timeout: None,
        limits: Limits::documented(),
        credentials: Vec::new(),
    };
    for pair in text.pairs(section) {
        let line = pair.line;
        let placed = |value| Placed { line, value };
        match &*pair.key {
            "provider" => provider = Some(placed(text.text(&pair)?)),
            "environment" => settings.environment = Some(placed(text.text(&pair)?)),
            "url" => settings.url = Some(placed(text.text(&pair)?)),
            "allow_plain_http" => settings.allow_plain_http = text.switch(&pair)?,
            "encoding" => settings.encoding = Some(placed(text.text(&pair)?)),
            "root_certificate_file" => settings.root_certificate_file = Some(text.text(&pair)?.into()),
            "timeout" => match text.duration(&pair)? {
                Duration::ZERO => return Err(text.wrong(&pair, "must be longer than nothing")),
                timeout => settings.timeout = Some(timeout),
            },
            "limits" => {
                let section = text.section(pair, format!("merchant `{name}`: limits: "))?;
                settings.limits = limits(text, section)?;
            }
            "credentials" => {
                let section = text.section(pair, format!("merchant `{name}`: "))?;
                for pair in text.pairs(section) {
                    let (line, values) = (pair.line, text.texts(&pair)?);
                    settings.credentials.push(CredentialLine { key: pair.key, line, values });
                }
            }
            _ => return Err(text.unknown(&pair, KEYS)),
        }
    }
    settings.provider = provider.ok_or_else(|| {
        let hint = Some("add provider = \"…\", by the name in its specification".to_owned());
        text.origin().wrong(line, format!("merchant `{name}`: it does not say whose it is"), hint)
    })?;
    Ok(settings)
}

/// What the document asks for, but for what is said here.
fn limits<'t>(text: &Text<'t>, section: Section<'t>) -> Result<Limits, ConfigError> {
    let mut limits = Limits::documented();
    for pair in text.pairs(section) {
        limits = match &*pair.key {
            "per_second" => limits.per_second(text.count(&pair)?),
            "in_flight" => {
                // As many as can be counted are as good as more.
                limits.in_flight(NonZeroUsize::try_from(text.count(&pair)?).unwrap_or(NonZeroUsize::MAX))
            }
            "interval" => limits.interval(text.duration(&pair)?),
            _ => return Err(text.unknown(&pair, LIMITS)),
        };
    }
    Ok(limits)
}
