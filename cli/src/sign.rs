//! `payspec sign`: the string to sign, the signature, and how both come about.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use payspec_runtime::table::{Over, Placement, Signing};
use payspec_runtime::{SignError, canonical, header_value, sign};
use serde::Serialize;

use crate::explain;
use crate::failure::Failure;
use crate::input::{self, Input};
use crate::key_file::{self, Use};
use crate::output::{Cell, Output, Paint, Table};
use crate::rule::{Keyring, Selected, Selection};

const NOTES: &str = "\
The file holds the fields as one JSON object. Exactly these are signed, also those that the specification does not know;
numbers in the text in which they stand (5230.00 stays 5230.00). The field of the signature never takes part; when the
file has it, it is compared. A rule that signs the members of one object (such as `data`) finds that object in the file,
or else takes the file's fields as its members. For a rule over the body the file is the body, bytes and all.

The key file holds
  MD5, SHA-256, HMAC   the key as text; line breaks at its end are no part of it
  RSA                  the private key of whoever signs (of a response: the provider's), as PEM, DER or one line of base64

Without --json the key is never shown. With --json `string_to_sign` is the true string, so that tools can compare it: where
the rule appends the key (as MD5 rules do) the key is in it.

JSON:
  {\"string_to_sign\", \"signature\"}, and \"header\": {\"name\", \"value\"} where the signature goes into a header

Exit codes:
  0  signed
  1  an error: on stderr, and with --json as {\"error\": {\"kind\", \"message\", \"hint\"}}
  2  the command line is wrong

Example:
  payspec sign --provider leshua --operation query_status --direction request \\
      --fields request.json --key-file key.txt";

/// Show the string to sign and the signature, and explain both
#[derive(Args)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    selection: Selection,
    /// The fields as a JSON object; `-` for standard input
    #[arg(long, value_name = "FILE.json")]
    fields: PathBuf,
    /// The key, or for RSA the private key
    #[arg(long, value_name = "PATH")]
    key_file: PathBuf,
    /// Answer with JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Serialize)]
struct Signed<'a> {
    string_to_sign: &'a str,
    signature: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    header: Option<Header<'a>>,
}

#[derive(Serialize)]
struct Header<'a> {
    name: &'a str,
    value: String,
}

pub(crate) fn run(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let selected = arguments.selection.find()?;
    let rule = selected.rule()?;
    let key = key_file::read(&arguments.key_file, rule.algorithm, Use::Signing)?;
    let input = input::to_sign(&arguments.fields, rule, selected.encodings()?, selected.fields()?)?;
    let keyring = selected.keyring(rule, key, &input.message)?;
    let root = input.message.root();
    let explained = || explain::explanation(&selected, rule, &input, &keyring, output.paint());
    let signature = match sign(rule, root, &input.body, &keyring.credentials) {
        Ok(signature) => signature,
        Err(error) => {
            if !arguments.json {
                output.answer(&explained()?)?;
            }
            return Err(error.into());
        }
    };
    let header = header(rule, &signature, &keyring)?;
    if arguments.json {
        let string = canonical::string(rule, root, &input.body, keyring.key.expose(), &keyring.credentials)
            .map_err(SignError::from)?;
        output.json(&Signed { string_to_sign: &string, signature: &signature, header })?;
    } else {
        output.answer(&explained()?)?;
        output.answer(&result(
            &selected,
            rule,
            &input,
            &keyring,
            (&signature, header.as_ref()),
            output.paint(),
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn result(
    selected: &Selected,
    rule: &Signing,
    input: &Input,
    keyring: &Keyring,
    (signature, header): (&str, Option<&Header<'_>>),
    paint: Paint,
) -> String {
    let mut table = Table::default();
    let mut row = |name: &str, value: String| {
        table.row([Cell::painted(name, |text| paint.bold(text)), Cell::new(value)]);
    };
    row("string to sign", explain::masked_string(selected, rule, input, keyring).unwrap_or_default());
    row("digest", explain::algorithm(rule));
    row("signature", signature.to_owned());
    match header {
        Some(header) => row("header", format!("{}: {}", header.name, header.value)),
        None => row("goes into", explain::place(rule)),
    }
    if let Some(found) = signature_in(rule, input) {
        let same = found == signature || (!rule.algorithm.is_rsa() && found.eq_ignore_ascii_case(signature));
        row(
            "in the file",
            if same { "the same signature".to_owned() } else { format!("another signature: {found}") },
        );
    }
    format!("\n{table}")
}

/// The signature that the file has.
fn signature_in<'m>(rule: &Signing, input: &'m Input) -> Option<&'m str> {
    match &rule.placement {
        Placement::Field(path) if rule.over != Over::Body => input.message.root().at(path.iter())?.text(),
        _ => None,
    }
}

/// The header into which the signature goes.
fn header<'r>(rule: &'r Signing, signature: &str, keyring: &Keyring) -> Result<Option<Header<'r>>, Failure> {
    let Placement::Header { name, value } = &rule.placement else { return Ok(None) };
    let value = header_value(value, signature, &keyring.credentials).map_err(SignError::from)?;
    Ok(Some(Header { name, value }))
}
