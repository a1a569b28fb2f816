//! `payspec new`: the beginning of a specification.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use payspec_codegen::skeleton::skeleton;

use crate::failure::Failure;
use crate::output::Output;

const NOTES: &str = "\
What is written has every key of the language: those that may be left out are commented out, with what they take and their
default. `payspec check` finds no mistake in it; `# ?` marks what the document of the provider must tell.

The path of the file is printed. Without --out it is `specs/NAME.yaml`; the folder is made where there is none.

Exit codes:
  0  written
  1  nothing was written: the file is there already, or the name cannot be that of a provider
  2  the command line is wrong

Examples:
  payspec new acme
  payspec new acme --out providers/acme.yaml
  payspec new acme --out - | less";

/// Begin a specification of a provider
#[derive(Args)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {
    /// The name of the provider for programs, in `snake_case`
    #[arg(value_name = "NAME")]
    name: String,
    /// The file to write, or the folder to write it into; `-` for standard output
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Overwrite a file that is there already
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let text = skeleton(&arguments.name).map_err(Failure::Name)?;
    let file = format!("{}.yaml", arguments.name);
    let path = match &arguments.out {
        Some(out) if out == Path::new("-") => {
            output.answer(&text)?;
            return Ok(ExitCode::SUCCESS);
        }
        Some(folder) if folder.is_dir() => folder.join(file),
        Some(path) => path.clone(),
        None => {
            let folder = Path::new("specs");
            let made = fs::create_dir_all(folder);
            made.map_err(|error| Failure::file(folder, format!("cannot be made: {error}")))?;
            folder.join(file)
        }
    };
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
