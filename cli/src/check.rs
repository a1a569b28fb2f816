//! `payspec check`: what is wrong with specifications.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::failure::Failure;
use crate::output::Output;

const EXAMPLES: &str = "\
Every mistake of every file is shown, with its line, a caret and a code.

Exit codes:
  0  no mistake (there may be warnings)
  1  mistakes, or nothing to check

Examples:
  payspec check                   the folder `specs`
  payspec check my-provider.yaml";

/// Tell what is wrong with specifications
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Specifications, or folders of them (*.yaml, *.yml)
    #[arg(value_name = "PATH", default_value = "specs")]
    paths: Vec<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let loaded = payspec_codegen::load(&arguments.paths);
    let errors = loaded.diagnostics.errors();
    let paint = output.paint_complaints();
    output.complain(&loaded.diagnostics.render(paint.is_on()));
    let warnings = match loaded.diagnostics.warnings() {
        0 => String::new(),
        count => format!(", {}", counted(count, "warning", "warnings")),
    };
    if errors > 0 {
        output.complain(&format!("{}{warnings}\n", paint.red(&counted(errors, "mistake", "mistakes"))));
        return Ok(Failure::EXIT_CODE);
    }
    if loaded.providers.is_empty() {
        output.complain("there is no specification to check\n");
        return Ok(Failure::EXIT_CODE);
    }
    let specifications = counted(loaded.providers.len(), "specification", "specifications");
    output.complain(&format!("{specifications}, no mistake{warnings}\n"));
    Ok(ExitCode::SUCCESS)
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
