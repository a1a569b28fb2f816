//! `payspec schema`: the language for editors.

use std::process::ExitCode;

use clap::Args;

use crate::failure::Failure;
use crate::output::Output;

const NOTES: &str = "\
Editors that know YAML (with yaml-language-server: VS Code, Helix, Neovim, Zed, JetBrains) complete and check a
specification whose first line names the schema:

  # yaml-language-server: $schema=payspec.schema.json

Example:
  payspec schema > specs/payspec.schema.json";

/// Print the JSON Schema of the language, for editors
#[derive(Args)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    output.answer(&payspec_codegen::schema::schema())?;
    Ok(ExitCode::SUCCESS)
}
