//! `payspec explain`: what a rule of the checker is about.

use std::process::ExitCode;

use clap::Args;
use payspec_codegen::{Rule, Severity, explanation};

use crate::failure::Failure;
use crate::markdown;
use crate::output::{Cell, Output, Table};

const EXAMPLES: &str = "\
Exit codes:
  0  explained
  1  there is no such rule
  2  the command line is wrong

Examples:
  payspec explain PS0405
  payspec explain 405        the same
  payspec explain            every rule, in a line each";

/// Tell more about a code that `payspec check` or `cargo build` shows
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The code, such as PS0405; every rule is listed if there is none
    code: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let text = match &arguments.code {
        None => list(output),
        Some(code) => {
            let text = explanation::of(rule(code)?);
            if output.paint().is_on() {
                markdown::for_terminal(text, output.paint())
            } else {
                text.to_owned()
            }
        }
    };
    output.answer(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// The rule of a code, in capitals or not, with `PS` and zeros in front or not.
fn rule(code: &str) -> Result<Rule, Failure> {
    let upper = code.trim().to_ascii_uppercase();
    let number = upper.strip_prefix("PS").unwrap_or(&upper);
    let full = format!("PS{number:0>4}");
    Rule::ALL.iter().find(|rule| rule.code() == full).copied().ok_or_else(|| {
        let hint = payspec_codegen::did_you_mean(&full, Rule::ALL.iter().map(|rule| rule.code()));
        Failure::NotFound {
            what: format!("there is no rule `{code}`"),
            hint: hint
                .filter(|hint| hint.starts_with("did"))
                .or_else(|| Some("`payspec explain` lists them".to_owned())),
        }
    })
}

fn list(output: &Output) -> String {
    let paint = output.paint();
    let mut table = Table::default();
    for rule in Rule::ALL {
        let severity = rule.severity();
        table.row([
            Cell::painted(rule.code(), |code| paint.bold(code)),
            Cell::painted(severity.word(), |word| match severity {
                Severity::Error => paint.red(word),
                _ => paint.yellow(word),
            }),
            Cell::new(explanation::summary(*rule)),
        ]);
    }
    table.to_string()
}
