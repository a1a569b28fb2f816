//! From files to checked providers.

use std::collections::HashSet;
use std::io::Read as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::check;
use crate::diagnostic::{Diagnostic, Diagnostics, Elsewhere, Rule};
use crate::model;
use crate::reporter::Reporter;
use crate::source::{self, Place, SourceFile, Walked};
use crate::spec::ProviderSpec;
use crate::spec::read::Read;

/// What came of reading specifications.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Loaded {
    /// The providers without mistakes, in the order of their names. There may be warnings about them.
    pub providers: Vec<model::Provider>,
    /// What is wrong with the others, and warnings.
    pub diagnostics: Diagnostics,
    /// The files, in the order in which they were read, each once; also those that could not be read.
    pub files: Vec<PathBuf>,
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

/// Reads specifications: of a folder the files that end in `.yaml` or `.yml`. A file that is named twice is read once.
#[must_use]
pub fn load<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> Loaded {
    let mut loader = Loader::default();
    for path in paths {
        let path = path.as_ref();
        match files(path) {
            Ok(files) if files.is_empty() => loader.empty(path),
            Ok(files) => files.iter().for_each(|file| loader.file(file)),
            Err(error) => loader.unreadable(path, &error),
        }
    }
    loader.finish()
}

/// Reads one specification from a text. The path is for diagnostics.
#[must_use]
pub fn load_text(path: impl AsRef<Path>, text: &str) -> Loaded {
    let mut loader = Loader::default();
    loader.loaded.files.push(path.as_ref().to_owned());
    loader.text(path.as_ref(), text);
    loader.finish()
}

/// Reads specifications that are no files of this machine, such as those of a revision or of standard input: paths, which are for
/// diagnostics, and contents.
#[must_use]
pub fn load_contents<P: AsRef<Path>>(contents: impl IntoIterator<Item = (P, Vec<u8>)>) -> Loaded {
    let mut loader = Loader::default();
    for (path, bytes) in contents {
        loader.loaded.files.push(path.as_ref().to_owned());
        loader.bytes(path.as_ref(), bytes);
    }
    loader.finish()
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
        // A link that leads nowhere is read like a file, which tells so.
        if yaml && path.metadata().map_or(true, |found| found.is_file()) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Reads files one after another.
#[derive(Default)]
struct Loader {
    loaded: Loaded,
    /// What the files call their providers, also those that have mistakes.
    names: Vec<Name>,
    /// The files that were read and the folders that are empty, by the one path that each of them has.
    read: HashSet<PathBuf>,
}

/// What a file calls its provider, and where.
struct Name {
    provider: String,
    file: SourceFile,
    span: Range<usize>,
}

impl Loader {
    fn file(&mut self, path: &Path) {
        if !self.is_new(path) {
            return;
        }
        self.loaded.files.push(path.to_owned());
        // One byte more tells that there is more; what a file's metadata say of its size need not be so.
        let limit = source::MAX_BYTES as u64 + 1;
        let mut bytes = Vec::new();
        match std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)) {
            Err(error) => self.unreadable(path, &error),
            Ok(_) => self.bytes(path, bytes),
        }
    }

    fn bytes(&mut self, path: &Path, bytes: Vec<u8>) {
        if bytes.len() > source::MAX_BYTES {
            self.too_large(path);
            return;
        }
        match String::from_utf8(bytes) {
            Ok(text) => self.text(path, &text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let wrong = error.as_bytes().get(at).copied().unwrap_or_default();
                let file = SourceFile::plain(path, &String::from_utf8_lossy(error.as_bytes()));
                let message = format!("not UTF-8: byte {wrong:#04x} at {at} begins no character");
                let diagnostic = Diagnostic::at(Rule::NotUtf8, at..at + '\u{fffd}'.len_utf8(), message)
                    .help("save the file as UTF-8; GBK and UTF-16 are not read");
                self.loaded.diagnostics.add(&file, vec![diagnostic]);
            }
        }
    }

    fn report(&mut self, path: &Path, rule: Rule, message: String) {
        self.loaded.diagnostics.add(&SourceFile::plain(path, ""), vec![Diagnostic::at(rule, 0..0, message)]);
    }

    /// Whether a file or a folder is met for the first time, also under another name.
    fn is_new(&mut self, path: &Path) -> bool {
        self.read.insert(path.canonicalize().unwrap_or_else(|_| path.to_owned()))
    }

    /// There is nothing in a folder.
    fn empty(&mut self, folder: &Path) {
        if !self.is_new(folder) {
            return;
        }
        let message = "there is no specification in this folder".to_owned();
        let diagnostic = Diagnostic::at(Rule::NoSpecification, 0..0, message)
            .help("files that end in `.yaml` or `.yml` are read, those in folders inside are not");
        self.loaded.diagnostics.add(&SourceFile::plain(folder, ""), vec![diagnostic]);
    }

    fn unreadable(&mut self, path: &Path, error: &std::io::Error) {
        self.report(path, Rule::Unreadable, format!("cannot be read: {error}"));
    }

    fn too_large(&mut self, path: &Path) {
        let message = format!("a specification has {} bytes at most, this is larger", source::MAX_BYTES);
        self.report(path, Rule::TooLarge, message);
    }

    fn text(&mut self, path: &Path, text: &str) {
        if text.len() > source::MAX_BYTES {
            self.too_large(path);
            return;
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let Walked { file, mut diagnostics, readable } = SourceFile::walk(path, text);
        match readable.map(|readable| readable.read()) {
            Some(Ok(value)) => self.value(&value, &file, &mut diagnostics),
            Some(Err(error)) if diagnostics.is_empty() => diagnostics.push(refused_by_reader(&error, text)),
            // What the walk refused would be refused again, in other words.
            Some(Err(_)) | None => {}
        }
        self.loaded.diagnostics.add(&file, diagnostics);
    }

    /// Reads and checks what the walk could make a value of. It gives a provider if nothing is wrong with it.
    fn value(&mut self, value: &serde_yaml::Value, file: &SourceFile, diagnostics: &mut Vec<Diagnostic>) {
        let mut reporter = Reporter::new(file);
        let top = Place::default();
        if let Some(provider) = value.get("provider").and_then(serde_yaml::Value::as_str) {
            let span = file.value_span(&top.key("provider"));
            self.names.push(Name { provider: provider.to_owned(), file: file.without_places(), span });
        }
        let spec = ProviderSpec::read(value, &top, &mut reporter);
        reporter.begin_checking();
        let provider = spec.as_ref().and_then(|spec| check::check(spec, &mut reporter));
        if diagnostics.is_empty() && !reporter.has_errors() {
            if let (Some(spec), Some(provider)) = (&spec, &provider) {
                check::smell::check(spec, provider, &mut reporter);
            }
            self.loaded.providers.extend(provider);
        }
        diagnostics.append(&mut reporter.into_diagnostics());
    }

    fn finish(mut self) -> Loaded {
        for (index, name) in self.names.iter().enumerate() {
            let Some(first) = self.names[..index].iter().find(|first| first.provider == name.provider) else {
                continue;
            };
            let message = format!("two files describe the provider `{}`", name.provider);
            let mut diagnostic = Diagnostic::at(Rule::DuplicateProvider, name.span.clone(), message);
            diagnostic.elsewhere.push(Elsewhere {
                file: first.file.clone(),
                span: first.span.clone(),
                label: "the other one".to_owned(),
            });
            diagnostic.help =
                Some("one file describes a provider; the generated modules have their names".to_owned());
            self.loaded.diagnostics.add(&name.file, vec![diagnostic]);
        }
        // Folders first, then the files as they were read, also one of which only another tells that it is wrong.
        let Loaded { diagnostics, files, .. } = &mut self.loaded;
        diagnostics.files.sort_by_key(|report| files.iter().position(|file| file == report.file.path()));
        self.loaded.providers.sort_by(|one, other| one.name().cmp(other.name()));
        self.loaded
    }
}

/// What the walk took and the reader does not: the two follow different versions of YAML.
fn refused_by_reader(error: &serde_yaml::Error, text: &str) -> Diagnostic {
    let place = error.location();
    let at = place.as_ref().map_or(0, |place| {
        let line =
            text.split_inclusive('\n').take(place.line().saturating_sub(1)).map(str::len).sum::<usize>();
        let column = place.column().saturating_sub(1);
        let characters = text[line..].char_indices().map(|(at, _)| at);
        line + characters.chain(std::iter::once(text.len() - line)).nth(column).unwrap_or(0)
    });
    let message = error.to_string();
    // The place is shown in the file.
    let words = message.split(" at line ").next().unwrap_or_default();
    Diagnostic::at(Rule::Syntax, at..at, format!("not valid YAML: {words}"))
        .help("versions of YAML differ here: put the text in quotes, or write it in a plainer way")
}
