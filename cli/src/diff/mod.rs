//! `payspec diff`: what a change of specifications means to those who use the generated crate.

mod git;
mod side;
mod text;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use payspec_codegen::diff::{Bump, Class, Diff, ProviderDiff, Version, between};
use serde::Serialize;

use crate::failure::Failure;
use crate::output::Output;

const NOTES: &str = "\
OLD and NEW are each
  a file, or a folder of specifications (*.yaml, *.yml): whatever exists under that name;
  a git revision: HEAD~1, v1.2, a branch; its folder is `specs`, or --path;
  a git revision and a path in it, as git writes it: v1.2:specs/acme.yaml.
Specifications of both sides are paired by `provider:`; it does not matter what their files are called.
Both sides must be without mistakes.

Classes, the most serious first:
  breaking             a public item of the generated crate is gone or has another signature: code that uses it does not
                       compile, or compiles and gives another value in the same place
  behaviour, states and amounts of orders
                       code compiles, and the same reply tells another state of an order, or an amount is other money
  behaviour, stricter  code compiles, and a request that was sent before may be refused
  behaviour            code compiles, and does something else: what is sent or accepted, what a reply means
  additive             there is something new
  documentation only   titles, descriptions, sources

The version is raised by the rules of Semantic Versioning as cargo reads them: while it is 0.x, what breaks raises
the number in the middle, everything else the last one.

JSON:
  {\"class\", \"bump\", \"version\", \"next_version\",
   \"providers\": [{\"provider\", \"title\", \"changes\": [
     {\"class\", \"places\": [PLACE…], \"summary\", \"effect\", \"old\", \"new\",
      \"items\": [{\"class\", \"kind\", \"path\", \"old\", \"new\"}]}]}]}

  class         breaking, outcome (states and amounts of orders), stricter, behaviour, additive or documentation;
                null where nothing changes
  bump          major, minor, patch or none, as from 1.0 on
  version       the one of --version; null without it, as is next_version
  places        paths in the specification
  items         what changes in the generated crate

Exit codes:
  0  nothing changes
  1  changes, and none of them breaks
  2  a failure: a file or a revision that cannot be read, a specification with mistakes, a wrong command line
  3  breaking changes

Examples:
  payspec diff HEAD~1 specs                                 what the last commit and the working folder change
  payspec diff v1.2 HEAD --format markdown --version 0.3.1  a chapter for the changelog
  payspec diff old.yaml new.yaml
  payspec diff v1.2:specs/acme.yaml specs/acme.yaml --json";

/// Tell what a change of specifications means to users of the generated crate
#[derive(Args)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {
    /// What there was: a file, a folder, or a git revision
    #[arg(value_name = "OLD", allow_hyphen_values = true)]
    old: String,
    /// What there is now
    #[arg(value_name = "NEW", allow_hyphen_values = true)]
    new: String,
    /// The file or folder to take of a revision, from the current folder on
    #[arg(long, value_name = "DIR-OR-FILE", default_value = "specs")]
    path: PathBuf,
    /// The version of the crate before the change, to name the next one
    #[arg(long, value_name = "X.Y.Z")]
    version: Option<Version>,
    /// How the answer looks
    #[arg(long, value_enum, default_value_t = Format::Text, conflicts_with = "json")]
    format: Format,
    /// Answer with JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// A chapter of a changelog
    Markdown,
}

/// Something changes, and nothing breaks.
const CHANGED: u8 = 1;
/// There is no answer. It must not be taken for one.
const FAILED: u8 = 2;
/// Something breaks.
const BREAKING: u8 = 3;

pub(crate) fn run(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    compare(arguments, output).or_else(|failure| {
        failure.report(output, arguments.json);
        Ok(ExitCode::from(FAILED))
    })
}

fn compare(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let old = side::providers(&arguments.old, &arguments.path)?;
    let new = side::providers(&arguments.new, &arguments.path)?;
    let diff = between(&old, &new).map_err(|error| Failure::Generator(error.to_string()))?;
    if arguments.json {
        output.json(&Answer::of(&diff, arguments.version))?;
    } else {
        match arguments.format {
            Format::Text => output.answer(&text::diff(&diff, arguments.version, output.paint()))?,
            Format::Markdown => output.answer(&diff.markdown(arguments.version))?,
        }
    }
    Ok(match diff.class() {
        None => ExitCode::SUCCESS,
        Some(Class::Breaking) => ExitCode::from(BREAKING),
        Some(_) => ExitCode::from(CHANGED),
    })
}

#[derive(Serialize)]
struct Answer<'a> {
    class: Option<Class>,
    bump: Bump,
    version: Option<String>,
    next_version: Option<String>,
    providers: &'a [ProviderDiff],
}

impl<'a> Answer<'a> {
    fn of(diff: &'a Diff, version: Option<Version>) -> Self {
        Self {
            class: diff.class(),
            bump: diff.bump(),
            version: version.map(|version| version.to_string()),
            next_version: version.map(|version| diff.bump().next(version).to_string()),
            providers: &diff.providers,
        }
    }
}
