//! From files to checked providers.

use std::path::{Path, PathBuf};

use crate::check;
use crate::diagnostic::{Diagnostic, Diagnostics, Rule};
use crate::model;
use crate::source::{self, SourceFile};
use crate::spec::ProviderSpec;
use crate::spec::read::{Read, Reporter};

/// What came of reading specifications.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The providers without mistakes, in the order of their names.
    pub providers: Vec<model::Provider>,
    /// What is wrong with the others.
    pub diagnostics: Diagnostics,
}

impl Loaded {
    /// The providers, if nothing is wrong with any of them.
    ///
    /// # Errors
    ///
    /// Every mistake of every file.
    pub fn into_result(self) -> Result<Vec<model::Provider>, Diagnostics> {
        if self.diagnostics.errors() > 0 { Err(self.diagnostics) } else { Ok(self.providers) }
    }
}

/// Reads specifications: of a folder the files that end in `.yaml` or `.yml`.
#[must_use]
pub fn load<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> Loaded {
    let mut loaded = Loaded::default();
    for path in paths {
        let path = path.as_ref();
        match files(path) {
            Ok(files) => {
                for file in files {
                    load_file(&file, &mut loaded);
                }
            }
            Err(error) => loaded.unreadable(path, &error),
        }
    }
    loaded.refuse_duplicates();
    loaded.providers.sort_by(|one, other| one.name().cmp(other.name()));
    loaded
}

/// Reads one specification from a text. The path is for diagnostics.
#[must_use]
pub fn load_text(path: impl AsRef<Path>, text: &str) -> Loaded {
    let mut loaded = Loaded::default();
    loaded.take(path.as_ref(), text);
    loaded
}

/// The specifications of a folder, sorted; of a file, itself.
pub(crate) fn files(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let path = entry?.path();
        let yaml = path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
        if yaml && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn load_file(path: &Path, loaded: &mut Loaded) {
    let size = std::fs::metadata(path).map(|metadata| metadata.len());
    if let Ok(size) = size
        && size > source::MAX_BYTES as u64
    {
        let message = format!("{size} bytes: a specification has {} at most", source::MAX_BYTES);
        loaded.report(path, Rule::TooLarge, message);
        return;
    }
    match std::fs::read(path) {
        Err(error) => loaded.unreadable(path, &error),
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => loaded.take(path, &text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                loaded.report(path, Rule::NotUtf8, format!("not UTF-8: the first wrong byte is number {at}"));
            }
        },
    }
}

impl Loaded {
    fn report(&mut self, path: &Path, rule: Rule, message: String) {
        let (file, _) = SourceFile::parse(path, "");
        self.diagnostics.add(&file, vec![Diagnostic::at(rule, 0..0, message)]);
    }

    fn unreadable(&mut self, path: &Path, error: &std::io::Error) {
        self.report(path, Rule::Unreadable, format!("cannot be read: {error}"));
    }

    fn take(&mut self, path: &Path, text: &str) {
        if text.len() > source::MAX_BYTES {
            let message = format!("{} bytes: a specification has {} at most", text.len(), source::MAX_BYTES);
            self.report(path, Rule::TooLarge, message);
            return;
        }
        let (file, mut diagnostics) = SourceFile::parse(path, text);
        // What the walk refuses would be refused again, in other words, by the reader.
        if diagnostics.is_empty() {
            match serde_yaml::from_str::<serde_yaml::Value>(text) {
                Err(error) => {
                    let at = error.location().map_or(0, |location| location.index());
                    diagnostics.push(Diagnostic::at(
                        Rule::Syntax,
                        at..at,
                        format!("not valid YAML: {error}"),
                    ));
                }
                Ok(value) => {
                    let mut reporter = Reporter::new(&file);
                    let spec = ProviderSpec::read(&value, &source::Place::default(), &mut reporter);
                    let provider = spec.and_then(|spec| check::check(&spec, &mut reporter));
                    diagnostics = reporter.into_diagnostics();
                    if diagnostics.is_empty() {
                        self.providers.extend(provider);
                    }
                }
            }
        }
        self.diagnostics.add(&file, diagnostics);
    }

    fn refuse_duplicates(&mut self) {
        let names: Vec<String> = self.providers.iter().map(|provider| provider.name().to_owned()).collect();
        for (index, name) in names.iter().enumerate() {
            if names[..index].contains(name) {
                let message = format!("two files describe the provider `{name}`");
                self.report(Path::new(name), Rule::DuplicateProvider, message);
            }
        }
    }
}
