//! `payspec new`: the beginning of a specification.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use payspec_codegen::skeleton::skeleton;

use crate::failure::Failure;
use crate::files;
use crate::output::Output;

const NOTES: &str = "\
What is written has every key of the language: those that may be left out are commented out, with what they take and their
default. `payspec check` finds no mistake in it; `# ?` marks what the document of the provider must tell.

The path of the file is printed. Without --out it is `specs/NAME.yaml`. A path that ends in `.yaml` or `.yml` is a file, any
other a folder, in which `NAME.yaml` is written. Folders that are not there are made.

Exit codes:
  0  written
  1  nothing was written: the file is there already, its path is wrong, or the name cannot be that of a provider
  2  the command line is wrong

Examples:
  payspec new acme
  payspec new acme --out providers/
  payspec new acme --out - | less";

/// Begin a specification of a provider
#[derive(Args)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {
    /// The name of the provider for programs, in `snake_case`
    #[arg(value_name = "NAME")]
    name: String,
    /// The file to write (`….yaml`), or the folder to write it into; `-` for standard output
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Overwrite a file that is there already
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let text = skeleton(&arguments.name).map_err(Failure::Name)?;
    let out = arguments.out.as_deref().unwrap_or(Path::new("specs"));
    if out == Path::new("-") {
        output.answer(&text)?;
        return Ok(ExitCode::SUCCESS);
    }
    let path = file(out, &arguments.name);
    if path.is_dir() {
        return Err(Failure::file(&path, "is a folder, not a file"));
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        files::make_folder(folder)?;
    }
    write(&path, &text, arguments.force).map_err(|error| {
        Failure::file(
            &path,
            match error.kind() {
                io::ErrorKind::AlreadyExists => "is there already; --force overwrites it".to_owned(),
                _ => format!("cannot be written: {error}"),
            },
        )
    })?;
    output.answer(&format!("{}\n", path.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// The file that is meant: the path itself, or one in the folder of that path.
fn file(out: &Path, name: &str) -> PathBuf {
    let is_yaml = out.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
    let is_folder = out.is_dir() || out.to_string_lossy().ends_with(std::path::is_separator) || !is_yaml;
    if is_folder && !out.is_file() { out.join(format!("{name}.yaml")) } else { out.to_owned() }
}

/// Nobody can put a file there between the question and the answer: opening it is the question.
fn write(path: &Path, text: &str, force: bool) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true);
    if force {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    options.open(path)?.write_all(text.as_bytes())
}
