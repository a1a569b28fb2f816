//! The configuration, as the command looks into it. The runtime reads it.

use std::path::Path;

use payspec_codegen::model::Provider;
use payspec_runtime::Configuration;
use payspec_runtime::merchants::Entry;
use toml::{Table, Value};

use crate::failure::Failure;
use crate::files;

/// Reads a configuration.
pub(crate) fn read(path: &Path) -> Result<Configuration, Failure> {
    Ok(Configuration::of_file(path, &files::configuration(path)?)?)
}

/// Reads a configuration, with the table that a simulator keeps in what it writes.
pub(crate) fn read_with_simulator(path: &Path) -> Result<(Configuration, Table), Failure> {
    let text = files::configuration(path)?;
    let configuration = Configuration::of_file(path, &text)?;
    // What was read once is read again; no words of the reader, which would show a line.
    let mut whole: Table =
        toml::from_str(&text).map_err(|_| Failure::file(path, "cannot be read as TOML"))?;
    match whole.remove("simulator") {
        Some(Value::Table(simulator)) => Ok((configuration, simulator)),
        _ => Ok((configuration, Table::new())),
    }
}

/// The merchant that asks a provider: the one of this name, or the only one of that provider.
pub(crate) fn merchant<'c>(
    path: &Path,
    configuration: &'c Configuration,
    provider: &Provider,
    name: Option<&str>,
) -> Result<Entry<'c>, Failure> {
    let wrong = |what: String, hint| Err(wrong(path, what, hint));
    let provider = provider.name();
    if let Some(name) = name {
        let entry = configuration.merchant(name)?;
        if entry.provider() != provider {
            let what = format!("the merchant `{name}` is one of {}, not of {provider}", entry.provider());
            return wrong(what, None);
        }
        return Ok(entry);
    }
    let mut candidates = configuration.merchants().filter(|entry| entry.provider() == provider);
    match (candidates.next(), candidates.next()) {
        (Some(entry), None) => Ok(entry),
        (None, _) => {
            let hint = format!("add [merchants.NAME] with provider = \"{provider}\"");
            wrong(format!("there is no merchant of {provider}"), Some(hint))
        }
        (Some(first), Some(second)) => {
            let hint = format!("choose one with --merchant: {}, {}, …", first.name(), second.name());
            wrong(format!("there are several merchants of {provider}"), Some(hint))
        }
    }
}

/// A mistake in a configuration.
pub(crate) fn wrong(path: &Path, what: String, hint: Option<String>) -> Failure {
    Failure::Configuration { path: path.to_owned(), what, hint }
}
