//! The `payspec` command: asks payment providers what became of an order, tells what their specifications say, and
//! shows how a signature comes about.

mod check;
mod config;
mod describe;
mod describe_text;
mod diff;
mod docs;
mod drift;
mod drift_text;
mod explain;
mod explain_rule;
mod failure;
mod files;
mod import;
mod input;
mod key_file;
mod markdown;
mod new;
mod order;
mod output;
mod query;
mod rule;
mod schema;
mod sign;
mod simulate;
mod simulated;
mod specs;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::Failure;
use crate::output::Output;

/// Asks payment providers what became of an order, and explains how they sign.
#[derive(Parser)]
#[command(name = "payspec", version, arg_required_else_help = true, after_long_help = EXAMPLES, max_term_width = 100)]
struct Command {
    #[command(subcommand)]
    job: Job,
}

const EXAMPLES: &str = "\
Examples:
  payspec query leshua JD201909250317100002           try it out: a simulator answers
  payspec query leshua JD2019 --config payspec.toml   ask the provider
  payspec simulate                                    be the providers, for clients to be tried with
  payspec describe leshua                             what a specification says
  payspec import query.md --provider acme             a draft of a specification, from the provider's document
  payspec check my-provider.yaml                      what is wrong with one of your own
  payspec drift query.md --spec my-provider.yaml      what the document says differently now
  payspec sign --provider leshua --operation query_status --direction request \\
      --fields request.json --key-file key.txt        why \"签名失败\"?

`payspec help COMMAND` tells more about each command.

Environment:
  NO_COLOR    no colour, also on a terminal";

#[derive(Subcommand)]
enum Job {
    Query(query::Arguments),
    Simulate(simulate::Arguments),
    Describe(describe::Arguments),
    Sign(sign::Arguments),
    Verify(verify::Arguments),
    New(new::Arguments),
    Import(import::Arguments),
    Check(check::Arguments),
    Explain(explain_rule::Arguments),
    Drift(drift::Arguments),
    Diff(diff::Arguments),
    Docs(docs::Arguments),
    Schema(schema::Arguments),
}

fn main() -> ExitCode {
    let Command { job } = Command::parse();
    let output = Output::new();
    let (result, json) = match &job {
        Job::Query(arguments) => (query::run(arguments, &output), arguments.json),
        Job::Simulate(arguments) => (simulate::run(arguments, &output), arguments.json),
        Job::Describe(arguments) => (describe::run(arguments, &output), arguments.json),
        Job::Sign(arguments) => (sign::run(arguments, &output), arguments.json),
        Job::Verify(arguments) => (verify::run(arguments, &output), arguments.json),
        Job::New(arguments) => (new::run(arguments, &output), false),
        Job::Import(arguments) => (import::run(arguments, &output), arguments.json),
        Job::Check(arguments) => (check::run(arguments, &output), arguments.is_json()),
        Job::Explain(arguments) => (explain_rule::run(arguments, &output), false),
        Job::Drift(arguments) => (drift::run(arguments, &output), arguments.json),
        Job::Diff(arguments) => (diff::run(arguments, &output), arguments.json),
        Job::Docs(arguments) => (docs::run(arguments, &output), false),
        Job::Schema(arguments) => (schema::run(arguments, &output), false),
    };
    result.unwrap_or_else(|failure| {
        failure.report(&output, json);
        Failure::EXIT_CODE
    })
}
