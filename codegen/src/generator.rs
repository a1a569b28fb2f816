//! What a build script calls.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostics;
use crate::finding::Finding;
use crate::load::{self, Loaded};
use crate::{emit, model, parallel};

/// Generates Rust from specifications. A build script is this:
///
/// ```no_run
/// // fn main()
/// payspec_codegen::Generator::new().specs("specs").build();
/// ```
///
/// and the crate includes what it made with `payspec_runtime::include_providers!()`.
#[derive(Debug, Clone, Default)]
pub struct Generator {
    specs: Vec<PathBuf>,
    features: bool,
}

/// Why nothing was generated.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The specifications have mistakes.
    Specifications(Diagnostics),
    /// What was generated does not parse: a mistake of the generator.
    Generated(String, syn::Error),
    /// A file cannot be written.
    Write(PathBuf, io::Error),
    /// Cargo did not say where to write: this is no build script.
    NoOutDir,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Specifications(diagnostics) => diagnostics.fmt(f),
            Self::Generated(name, error) => {
                write!(
                    f,
                    "the code for `{name}` does not parse, which is a mistake of payspec-codegen: {error}"
                )
            }
            Self::Write(path, error) => write!(f, "cannot write {}: {error}", path.display()),
            Self::NoOutDir => write!(f, "OUT_DIR is not set: call this from a build script"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Specifications(_) | Self::NoOutDir => None,
            Self::Generated(_, error) => Some(error),
            Self::Write(_, error) => Some(error),
        }
    }
}

impl Generator {
    /// A generator without specifications.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a specification, or a folder of them (`*.yaml`, `*.yml`).
    #[must_use]
    pub fn specs(mut self, path: impl Into<PathBuf>) -> Self {
        self.specs.push(path.into());
        self
    }

    /// Puts each provider behind a cargo feature of its name.
    #[must_use]
    pub fn feature_per_provider(mut self) -> Self {
        self.features = true;
        self
    }

    /// Generates into a folder: `providers.rs`, and a file for each provider. A file whose contents are right is not touched.
    ///
    /// Warnings are for [`build`](Self::build); whoever calls this finds them with [`load`](crate::load).
    ///
    /// # Errors
    ///
    /// Every mistake in every specification, or what hinders writing.
    pub fn generate(&self, out_dir: impl AsRef<Path>) -> Result<Vec<model::Provider>, Error> {
        self.load_and_generate(out_dir.as_ref()).map(|loaded| loaded.providers)
    }

    fn load_and_generate(&self, out_dir: &Path) -> Result<Loaded, Error> {
        let loaded = load::load(&self.specs);
        if loaded.diagnostics.errors() > 0 {
            return Err(Error::Specifications(loaded.diagnostics));
        }
        // Formatting is most of the work.
        let written = parallel::map(&loaded.providers, |provider| {
            write(&out_dir.join(format!("{}.rs", provider.name())), &source(provider)?)
        });
        written.into_iter().collect::<Result<(), Error>>()?;
        let index = emit::index(&loaded.providers, self.features)
            .map_err(|error| Error::Generated("providers".to_owned(), error))?;
        write(&out_dir.join("providers.rs"), &index)?;
        Ok(loaded)
    }

    /// Does all that a build script has to do: tells cargo which files it reads, generates into `OUT_DIR`, hands its
    /// warnings to cargo, and ends the build with the diagnostics if anything is wrong.
    #[expect(
        clippy::print_stdout,
        clippy::print_stderr,
        reason = "a build script talks to cargo and to its user"
    )]
    pub fn build(&self) -> Vec<model::Provider> {
        for path in &self.specs {
            println!("cargo::rerun-if-changed={}", path.display());
            for file in load::files(path).unwrap_or_default() {
                println!("cargo::rerun-if-changed={}", file.display());
            }
        }
        let result = match std::env::var_os("OUT_DIR") {
            Some(out_dir) => self.load_and_generate(Path::new(&out_dir)),
            None => Err(Error::NoOutDir),
        };
        match result {
            Ok(loaded) => {
                for warning in loaded.diagnostics.findings() {
                    println!("cargo::warning={}", in_one_line(&warning));
                }
                loaded.providers
            }
            Err(error) => {
                eprintln!("{error}");
                std::process::exit(1);
            }
        }
    }
}

/// A warning as cargo shows it best: cargo puts `warning: PACKAGE: ` in front of every line.
fn in_one_line(warning: &Finding) -> String {
    let Finding { file, code, message, start, help, .. } = warning;
    let help = help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    format!("{file}:{}:{}: {message} [{code}]{help}", start.line, start.column)
}

/// The Rust source of a provider's module.
///
/// # Errors
///
/// If what was generated does not parse, which is a mistake of the generator.
pub fn source(provider: &model::Provider) -> Result<String, Error> {
    emit::provider(provider).map_err(|error| Error::Generated(provider.name().to_owned(), error))
}

fn write(path: &Path, contents: &str) -> Result<(), Error> {
    if std::fs::read(path).is_ok_and(|old| old == contents.as_bytes()) {
        return Ok(());
    }
    std::fs::write(path, contents).map_err(|error| Error::Write(path.to_owned(), error))
}
