//! `payspec import`: from a provider's document to a draft of its specification.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use payspec_codegen::document;
use payspec_codegen::import::{self, Summary};
use serde::Serialize;

use crate::failure::Failure;
use crate::files;
use crate::output::Output;

const EXAMPLES: &str = "\
The draft says what the documents say, and asks where they say nothing: every comment that begins with `# ?` is a
question to you. `payspec check` accepts the draft. Signing rules are never guessed: until you write them down, its
client refuses to send anything.

What was understood and what was not is told on stderr.

Exit codes:
  0  a draft was written
  1  a document could not be read, or the file could not be written
  2  the command line is wrong

Examples:
  payspec import query.md --provider acme > specs/acme.yaml
  payspec import query.md refund.md --provider acme --out specs/acme.yaml
  payspec import query.md --provider acme --json | jq .questions";

/// Write a draft of a specification from a provider's documents
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The provider's documents, in Markdown
    #[arg(value_name = "DOC.md", required = true)]
    documents: Vec<PathBuf>,
    /// The provider's name for programs, in lower case with `_` between words
    #[arg(long, value_name = "NAME")]
    provider: String,
    /// Write the draft into this file instead of to stdout, which is `-`
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Overwrite the file if there is one
    #[arg(long, requires = "out")]
    force: bool,
    /// Answer with JSON: the summary, and the draft unless it goes into a file
    #[arg(long)]
    pub(crate) json: bool,
}

pub(crate) fn run(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let mut documents = Vec::new();
    for path in &arguments.documents {
        documents.push(document::read(path, &files::document(path)?));
    }
    let import = import::import(&documents, &arguments.provider);
    let file = arguments.out.as_deref().filter(|path| *path != Path::new("-"));
    if let Some(path) = file {
        write(path, &import.yaml, arguments.force)?;
    }
    let draft = file.is_none().then_some(import.yaml.as_str());
    if arguments.json {
        output.json(&Report { draft, summary: &import.summary })?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(draft) = draft {
        output.answer(draft)?;
    }
    output.complain(&import.summary.to_string());
    Ok(ExitCode::SUCCESS)
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    /// The draft, unless it went into a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    draft: Option<&'a str>,
    #[serde(flatten)]
    summary: &'a Summary,
}

/// Writes the draft. What somebody has worked on is not overwritten by chance.
fn write(path: &Path, draft: &str, force: bool) -> Result<(), Failure> {
    let written = if force {
        fs::write(path, draft)
    } else {
        File::create_new(path).and_then(|mut file| file.write_all(draft.as_bytes()))
    };
    written.map_err(|error| {
        let what = match error.kind() {
            io::ErrorKind::AlreadyExists => "is there already; --force overwrites it".to_owned(),
            _ => format!("cannot be written: {error}"),
        };
        Failure::file(path, what)
    })
}
