//! What the simulator leaves in files: a configuration for those who ask, and the root to trust.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};

use payspec_simulator::{Merchant, Simulator};
use zeroize::Zeroizing;

use super::merchants::Named;
use crate::failure::Failure;

/// The first line of what may be replaced.
const MARK: &str = "# Written by `payspec simulate`, which replaces it.";

/// Whether a file may be written: if there is none, or one that a simulator wrote.
pub(super) fn check_may_replace(path: &Path) -> Result<(), Failure> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Failure::file(path, format!("cannot be read: {error}"))),
    };
    let mut first = Vec::new();
    let limited = io::Read::take(file, 256);
    BufReader::new(limited)
        .read_until(b'\n', &mut first)
        .map_err(|error| Failure::file(path, format!("cannot be read: {error}")))?;
    if first.trim_ascii_end() == MARK.as_bytes() {
        return Ok(());
    }
    Err(Failure::file(path, "no simulator wrote this file, and none replaces it: choose another name"))
}

/// Whether the file of the root is none of these, which it would take the place of.
pub(super) fn check_differ<'p>(
    root: &Path,
    others: impl Iterator<Item = &'p PathBuf>,
) -> Result<(), Failure> {
    let whole = std::path::absolute(root)?;
    for other in others {
        if std::path::absolute(other)? == whole {
            return Err(Failure::file(root, "the root to trust needs a file of its own: --ca-file names it"));
        }
    }
    Ok(())
}

/// Writes the root to trust, and tells its whole path.
pub(super) fn root(path: &Path, pem: &str) -> Result<PathBuf, Failure> {
    replace(path, &format!("{MARK}\n{pem}"))?;
    Ok(std::path::absolute(path)?)
}

/// Writes the configuration.
pub(super) fn configuration(
    path: &Path,
    simulator: &Simulator,
    names: &[Named],
    ca_file: Option<&Path>,
) -> Result<(), Failure> {
    // Beside the configuration a name is enough.
    let folder = std::path::absolute(path)?.parent().map(Path::to_owned);
    let ca_file = ca_file.map(|file| match file.file_name() {
        Some(name) if file.parent().map(Path::to_owned) == folder => Path::new(name),
        _ => file,
    });
    let mut text = Zeroizing::new(format!(
        "{MARK}\n# Simulated merchants, for `payspec query --config` and `payspec simulate --config`; no key is a real one,\n# unless it came from a configuration.\n"
    ));
    for named in names {
        let Some(merchant) = simulator.merchants(&named.provider).nth(named.index) else { continue };
        entry(&mut text, simulator, named, merchant, ca_file);
    }
    replace(path, &text)
}

fn entry(
    text: &mut String,
    simulator: &Simulator,
    named: &Named,
    merchant: &Merchant,
    ca_file: Option<&Path>,
) {
    let name = key(&named.name);
    text.extend(["\n[merchants.", &name, "]\n"]);
    pair(text, "provider", &named.provider);
    pair(text, "url", &simulator.url(&named.provider).unwrap_or_default());
    // On loopback a client asks without this.
    if ca_file.is_none() && !simulator.address().ip().is_loopback() {
        text.push_str("allow_plain_http = true\n");
    }
    if let Some(file) = ca_file {
        pair(text, "root_certificate_file", &file.display().to_string());
    }
    text.extend(["\n[merchants.", &name, ".credentials]\n"]);
    for (credential, value) in merchant.texts.iter().chain(&merchant.public_keys) {
        pair(text, credential, value);
    }
    for (credential, value) in merchant.secrets.iter().chain(&merchant.private_keys) {
        pair(text, credential, value.expose());
    }
    if !merchant.provider_keys.is_empty() {
        text.push_str(
            "\n# The provider's side, which no merchant ever sees; `payspec query` does not read it.\n",
        );
        text.extend(["[simulator.", &name, ".provider_keys]\n"]);
        for (credential, value) in &merchant.provider_keys {
            pair(text, credential, value.expose());
        }
    }
}

fn pair(text: &mut String, name: &str, value: &str) {
    text.extend([&*key(name), " = ", &*quoted(value), "\n"]);
}

/// Writes a file that nobody else may read, whole or not at all.
fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::file(path, format!("cannot be written: {error}"));
    check_may_replace(path)?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let new = path.with_file_name(name);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(&new)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        // What is left of the attempt is of no use; the error that matters is the first.
        let _ = fs::remove_file(&new);
    }
    written.map_err(failed)
}

/// A key of TOML.
fn key(name: &str) -> String {
    let is_bare = |letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter);
    if !name.is_empty() && name.chars().all(is_bare) { name.to_owned() } else { one_line(name).to_string() }
}

/// A text of TOML; one of several lines keeps them.
fn quoted(text: &str) -> Zeroizing<String> {
    if text.contains('\n') {
        Zeroizing::new(format!("\"\"\"\n{}\"\"\"", *escaped(text, |letter| letter == '\n')))
    } else {
        one_line(text)
    }
}

fn one_line(text: &str) -> Zeroizing<String> {
    Zeroizing::new(format!("\"{}\"", *escaped(text, |_| false)))
}

fn escaped(text: &str, as_it_is: impl Fn(char) -> bool) -> Zeroizing<String> {
    let mut escaped = Zeroizing::new(String::with_capacity(text.len()));
    for letter in text.chars() {
        match letter {
            letter if as_it_is(letter) => escaped.push(letter),
            '"' | '\\' => escaped.extend(['\\', letter]),
            letter if letter.is_control() => {
                // Writing to a text does not fail.
                let _ = write!(escaped, "\\u{:04X}", u32::from(letter));
            }
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use toml::{Table, Value};

    use super::*;

    #[test]
    fn whatever_a_name_or_a_text_contains_it_is_read_again_as_it_was() {
        for text in ["", "a b", "\"\\\"\u{7f}\t", "键", "a\nb\"\"\"\nc\r\n", "\n", "a.b = '1' # \u{1b}[2J"] {
            let line = format!("{} = {}", key(text), *quoted(text));
            let read: Table = toml::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}"));
            assert_eq!(read.get(text), Some(&Value::String(text.to_owned())), "{line}");
        }
    }
}
