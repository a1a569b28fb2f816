//! `payspec verify`: whether a message was signed with a key.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use payspec_runtime::canonical::CanonicalError;
use payspec_runtime::table::{Over, Placement, Signing, Verification};
use payspec_runtime::{VerifyError, canonical, verify};
use serde::Serialize;

use crate::explain;
use crate::failure::Failure;
use crate::files;
use crate::input::{self, Input};
use crate::key_file::{self, Use};
use crate::output::{Cell, Output, Table};
use crate::rule::{Direction, Keyring, Selected, Selection};

const NOTES: &str = "\
The body is the message as it was received: JSON, a form or XML, as the specification says. The specification alone decides
where the signature is, and by which rule and algorithm it was made; what the message says about itself decides nothing.

The key file holds
  MD5, SHA-256, HMAC   the key as text; line breaks at its end are no part of it
  RSA                  the public key of whoever signed (of a response: the provider's), or a certificate of it, as PEM, DER
                       or one line of base64. Of a certificate only the key counts, its dates do not

Without --json the key is never shown. With --json `string_to_sign` is the true string, as that of `payspec sign`: where the
rule appends the key (as MD5 rules do) the key is in it.

JSON:
  {\"authentic\": true or false, \"string_to_sign\": text, or null if there is none, \"reason\": text, or null if authentic}

Exit codes:
  0  authentic
  1  not authentic, or an error: on stderr, and with --json as {\"error\": {\"kind\", \"message\", \"hint\"}}
  2  the command line is wrong

Example:
  payspec verify --provider leshua --operation query_status --direction response \\
      --body reply.xml --key-file key.txt";

/// Tell whether a received message is authentic, and if not, why
#[derive(Args)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    selection: Selection,
    /// The message as it was received; `-` for standard input
    #[arg(long, value_name = "FILE")]
    body: PathBuf,
    /// The key, or for RSA the public key or a certificate
    #[arg(long, value_name = "PATH")]
    key_file: PathBuf,
    /// A header of the message, for rules that put the signature into one; may be repeated
    #[arg(long = "header", value_name = "NAME: VALUE", value_parser = header)]
    headers: Vec<(String, String)>,
    /// Answer with JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Serialize)]
struct Verdict<'a> {
    authentic: bool,
    string_to_sign: Option<&'a str>,
    reason: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let selected = arguments.selection.find()?;
    let rule = selected.rule()?;
    let key = key_file::read(&arguments.key_file, rule.algorithm, Use::Verifying)?;
    let bytes = files::message(&arguments.body)?;
    let input = match input::received(&bytes, selected.encodings()?, selected.fields()?) {
        Ok(input) => input,
        Err(error) => {
            let reason = format!("it cannot be read: {error}");
            if arguments.json {
                output.json(&Verdict { authentic: false, string_to_sign: None, reason: Some(reason) })?;
            } else {
                output.answer(&verdict(Some(&reason), None, output))?;
            }
            return Ok(ExitCode::FAILURE);
        }
    };
    let keyring = selected.keyring(rule, key, &input.message)?;
    let result = verify(rule, input.message.clone(), &arguments.headers, &input.body, &keyring.credentials);
    let reason = result.err().map(|error| why(&error, &selected, rule, &input));
    if arguments.json {
        let root = input.message.root();
        let key = keyring.key.expose();
        let string = canonical::string(rule, root, &input.body, key, &keyring.credentials).ok();
        let string_to_sign = string.as_ref().map(|string| string.as_str());
        output.json(&Verdict { authentic: reason.is_none(), string_to_sign, reason: reason.clone() })?;
    } else {
        output.answer(&shown(&selected, rule, &input, &keyring, reason.as_deref(), output)?)?;
    }
    Ok(if reason.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn shown(
    selected: &Selected,
    rule: &Signing,
    input: &Input,
    keyring: &Keyring,
    reason: Option<&str>,
    output: &Output,
) -> Result<String, Failure> {
    let explanation = explain::explanation(selected, rule, input, keyring, output.paint())?;
    let string = explain::masked_string(selected, rule, input, keyring);
    Ok(format!("{explanation}\n{}", verdict(reason, string, output)))
}

fn verdict(reason: Option<&str>, string: Option<String>, output: &Output) -> String {
    let paint = output.paint();
    let mut table = Table::default();
    if let Some(string) = string {
        table.row([Cell::painted("string to sign", |text| paint.bold(text)), Cell::new(string)]);
    }
    let authentic = |text: &str| paint.bold(text);
    table.row([
        Cell::painted("authentic", authentic),
        match reason {
            None => Cell::painted("yes", |text| paint.green(text)),
            Some(_) => Cell::painted("no", |text| paint.red(text)),
        },
    ]);
    if let Some(reason) = reason {
        table.row([Cell::painted("reason", |text| paint.bold(text)), Cell::new(reason)]);
    }
    table.to_string()
}

/// Why a message is not authentic, and what may be the cause.
fn why(error: &VerifyError, selected: &Selected, rule: &Signing, input: &Input) -> String {
    let mut reason = error.to_string();
    let facts = selected.operation().ok().map(|operation| &operation.facts);
    let has_unsigned_refusals = selected.direction == Direction::Response
        && facts.is_some_and(|facts| {
            matches!(&facts.response.verification, Verification::Signed { unsigned_refusals, .. } if !unsigned_refusals.is_empty())
        });
    match error {
        VerifyError::Missing { .. } if matches!(rule.placement, Placement::Header { .. }) => {
            reason.push_str("; give the headers of the message with --header \"NAME: VALUE\"");
        }
        VerifyError::Missing { .. } if has_unsigned_refusals => {
            reason.push_str("; this provider sends some refusals without one, which prove nothing");
        }
        VerifyError::Credentials(_) | VerifyError::Canonical(CanonicalError::Credentials(_)) => {
            reason.push_str("; give it with --credential NAME=VALUE");
        }
        VerifyError::Wrong if rule.over == Over::Body && input.body.ends_with('\n') => {
            reason.push_str("; the line break at the end of the file takes part, was it received?");
        }
        _ => {}
    }
    reason
}

fn header(argument: &str) -> Result<(String, String), String> {
    match argument.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("expected \"NAME: VALUE\"".to_owned()),
    }
}
