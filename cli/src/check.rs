//! `payspec check`: what is wrong with specifications.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, ValueEnum};
use payspec_codegen::{Diagnostics, Finding, Loaded, Severity};
use serde::Serialize;

use crate::failure::Failure;
use crate::files;
use crate::output::Output;

const EXAMPLES: &str = "\
Every mistake of every file is shown, with its line, a caret, a code and a hint. `payspec explain CODE` tells more about
one. Warnings are about what is legal and smells; each says what quiets it.

Forms:
  full   as rustc shows them, on stderr
  short  one line each, on stdout: specs/acme.yaml:12:5: error[PS0101]: message
  json   an object, on stdout:
           checked       the files, each once
           errors        how many stop `cargo build`
           warnings      how many do not
           diagnostics   file after file, and in each from its beginning to its end:
             file, severity (\"error\" or \"warning\"), code, message, help (or null),
             start, end  { line, column, offset }: both from 1, the column in characters; the bytes before it.
                         The end is behind the last character.
             related     other places: { file, message, start, end }

Exit codes:
  0  no mistake (there may be warnings)
  1  mistakes, or nothing to check; with --deny-warnings also warnings
  2  the command line is wrong

Examples:
  payspec check                   the folder `specs`
  payspec check my-provider.yaml
  payspec check --json            for an editor
  payspec check --json -          what it has not saved yet
  payspec check --deny-warnings   for a build server";

/// Tell what is wrong with specifications
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Specifications, or folders of them (*.yaml, *.yml); `-` alone is standard input [default: specs]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How mistakes are shown
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Format::Full)]
    format: Format,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Exit with 1 also if there are only warnings
    #[arg(long)]
    deny_warnings: bool,
}

/// How mistakes are shown.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As rustc shows them
    Full,
    /// One line each
    Short,
    /// An object, for programs
    Json,
}

/// What warnings do to the exit code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Warnings {
    Allowed,
    Denied,
}

impl Arguments {
    const fn warnings(&self) -> Warnings {
        if self.deny_warnings { Warnings::Denied } else { Warnings::Allowed }
    }

    /// Whether the answer is JSON.
    pub(crate) const fn is_json(&self) -> bool {
        self.json || matches!(self.format, Format::Json)
    }
}

pub(crate) fn run(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let loaded = match arguments.paths.as_slice() {
        [] => payspec_codegen::load([default_folder()?]),
        [path] if path == Path::new("-") => {
            payspec_codegen::load_contents([("<stdin>", files::specification(path)?)])
        }
        paths if paths.iter().any(|path| path == Path::new("-")) => {
            let message = "`-` is standard input and stands alone: check the files in a run of their own\n";
            clap::Error::raw(ErrorKind::ArgumentConflict, message).exit()
        }
        paths => payspec_codegen::load(paths),
    };
    let diagnostics = &loaded.diagnostics;
    match arguments.format {
        _ if arguments.is_json() => output.json(&Answer::new(&loaded))?,
        Format::Short => {
            let lines: Vec<String> =
                diagnostics.findings().iter().map(|finding| format!("{finding}\n")).collect();
            output.answer(&lines.concat())?;
            summarize(&loaded, arguments.warnings(), output);
        }
        _ => {
            output.complain(&diagnostics.render(output.paint_complaints().is_on()));
            summarize(&loaded, arguments.warnings(), output);
        }
    }
    let denied = arguments.warnings() == Warnings::Denied && diagnostics.warnings() > 0;
    if diagnostics.errors() > 0 || loaded.providers.is_empty() || denied {
        return Ok(Failure::EXIT_CODE);
    }
    Ok(ExitCode::SUCCESS)
}

fn default_folder() -> Result<PathBuf, Failure> {
    let folder = Path::new("specs");
    if folder.is_dir() {
        return Ok(folder.to_owned());
    }
    Err(Failure::NotFound {
        what: "there is nothing to check: no folder `specs` is here".to_owned(),
        hint: Some("name a file or a folder: payspec check PATH".to_owned()),
    })
}

/// The answer as JSON.
#[derive(Serialize)]
struct Answer {
    checked: Vec<String>,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<Finding>,
}

impl Answer {
    fn new(loaded: &Loaded) -> Self {
        let Loaded { diagnostics, files, .. } = loaded;
        Self {
            checked: files.iter().map(|file| file.display().to_string()).collect(),
            errors: diagnostics.errors(),
            warnings: diagnostics.warnings(),
            diagnostics: diagnostics.findings(),
        }
    }
}

/// How much was found in how much.
fn summarize(loaded: &Loaded, warnings: Warnings, output: &Output) {
    let paint = output.paint_complaints();
    let Loaded { diagnostics, files, .. } = loaded;
    let mut parts = Vec::new();
    if !files.is_empty() {
        parts.push(counted(files.len(), "specification", "specifications"));
    }
    parts.push(match diagnostics.errors() {
        0 if files.is_empty() => "nothing to check".to_owned(),
        0 => "no mistake".to_owned(),
        errors => paint.red(&counted(errors, "mistake", "mistakes")),
    });
    let count = diagnostics.warnings();
    let counted = counted(count, "warning", "warnings");
    match warnings {
        _ if count == 0 => {}
        Warnings::Allowed => parts.push(paint.yellow(&counted)),
        Warnings::Denied => parts.push(format!("{} (denied)", paint.red(&counted))),
    }
    output.complain(&format!("{}\n", parts.join(", ")));
    if let Some(code) = code_to_explain(diagnostics) {
        output.complain(&format!("`payspec explain {code}` tells more\n"));
    }
}

/// The code of the first mistake; where there is none, that of the first warning.
fn code_to_explain(diagnostics: &Diagnostics) -> Option<&'static str> {
    let all = || diagnostics.files.iter().flat_map(|file| &file.diagnostics);
    let error = all().find(|diagnostic| diagnostic.severity == Severity::Error);
    error.or_else(|| all().next()).map(|diagnostic| diagnostic.rule.code())
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
