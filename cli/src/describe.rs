//! `payspec describe`: what specifications say, for people and for tools.

use std::process::ExitCode;

use clap::Args;
use payspec_codegen::model::{Code, CodeTable, Field, Operation, Provider};
use payspec_runtime::table::{EACH, Encoding, Kind, Presence};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::describe_text;
use crate::failure::Failure;
use crate::output::Output;
use crate::specs;

const NOTES: &str = "\
JSON:
  {\"providers\": [{\"provider\", \"title\",
    \"operations\": [{\"operation\", \"purpose\",
      \"request\":  {\"encoding\", \"fields\": [FIELD…]},
      \"response\": {\"encoding\", \"fields\": [FIELD…]}}],
    \"code_tables\": {TABLE: {WIRE: {\"name\", \"title\", \"state\"}}}}]}
  FIELD = {\"name\", \"path\", \"title\", \"presence\", \"documented_presence\", \"max_length\", \"type\", \"code_table\"}

  path                 wire names from the top of the message, \"[]\" for the elements of a list;
                       the fields inside an object follow it
  presence             required, optional or conditional: what payspec works with
  documented_presence  the same words: what the document says; null where it does not list the field
  max_length           null where there is none
  encoding             json, form, query or xml; of several, the one that is used unless another is chosen
  state                of codes that decide; null for others

Examples:
  payspec describe                        every provider that is built in
  payspec describe leshua
  payspec describe my-provider.yaml --json | jq '.providers[].operations[].operation'";

/// Show what specifications say
#[derive(Args)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {
    /// Files, folders, or names of built-in providers; all that are built in unless given
    #[arg(value_name = "SPEC")]
    specs: Vec<String>,
    /// Answer with JSON
    #[arg(long)]
    pub(crate) json: bool,
}

pub(crate) fn run(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let providers = specs::chosen(&arguments.specs)?;
    if arguments.json {
        output.json(&Description { providers: providers.iter().map(describe).collect() })?;
    } else {
        for provider in &providers {
            output.answer(&describe_text::provider(provider, output.paint()))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(serde::Serialize)]
struct Description<'a> {
    providers: Vec<DescribedProvider<'a>>,
}

#[derive(serde::Serialize)]
struct DescribedProvider<'a> {
    provider: &'a str,
    title: &'a str,
    operations: Vec<DescribedOperation<'a>>,
    code_tables: InOrder<'a, InOrder<'a, DescribedCode<'a>>>,
}

#[derive(serde::Serialize)]
struct DescribedOperation<'a> {
    operation: &'a str,
    purpose: &'static str,
    request: DescribedMessage<'a>,
    response: DescribedMessage<'a>,
}

#[derive(serde::Serialize)]
struct DescribedMessage<'a> {
    encoding: &'static str,
    fields: Vec<DescribedField<'a>>,
}

/// One field, with its place in the message.
#[derive(serde::Serialize)]
pub(crate) struct DescribedField<'a> {
    pub(crate) name: &'a str,
    pub(crate) path: Vec<&'a str>,
    pub(crate) title: &'a str,
    pub(crate) presence: &'static str,
    pub(crate) documented_presence: Option<&'static str>,
    pub(crate) max_length: Option<u32>,
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) code_table: Option<&'a str>,
}

#[derive(serde::Serialize)]
struct DescribedCode<'a> {
    name: &'a str,
    title: &'a str,
    state: Option<&'static str>,
}

/// A JSON object whose members stand in the order of the specification.
struct InOrder<'a, T>(Vec<(&'a str, T)>);

impl<T: Serialize> Serialize for InOrder<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

fn describe(provider: &Provider) -> DescribedProvider<'_> {
    DescribedProvider {
        provider: provider.name(),
        title: provider.title(),
        operations: provider.operations.iter().map(operation).collect(),
        code_tables: InOrder(provider.code_tables.iter().map(|table| (&*table.name, codes(table))).collect()),
    }
}

fn operation(operation: &Operation) -> DescribedOperation<'_> {
    let facts = &operation.facts;
    DescribedOperation {
        operation: &operation.name,
        purpose: facts.purpose.name(),
        request: DescribedMessage {
            encoding: facts.request.encodings.first().map_or("", Encoding::name),
            fields: fields(&operation.request),
        },
        response: DescribedMessage {
            encoding: facts.response.encoding.name(),
            fields: fields(&operation.response),
        },
    }
}

/// Every field of a message, those inside objects after the object.
pub(crate) fn fields(fields: &[Field]) -> Vec<DescribedField<'_>> {
    let mut all = Vec::new();
    level(fields, &[], &mut all);
    all
}

fn level<'a>(fields: &'a [Field], above: &[&'a str], all: &mut Vec<DescribedField<'a>>) {
    for field in fields {
        let facts = &field.facts;
        let mut path = above.to_vec();
        path.push(&facts.name);
        all.push(DescribedField {
            name: &facts.name,
            path: path.clone(),
            title: &facts.title,
            presence: facts.presence.name(),
            documented_presence: field.documented.presence.map(Presence::name),
            max_length: facts.max_length.map(|length| length.max),
            kind: facts.kind.name(),
            code_table: match &facts.kind {
                Kind::Code(table) => Some(table),
                _ => None,
            },
        });
        if matches!(facts.kind, Kind::List(_)) {
            path.push(EACH);
        }
        level(&field.children, &path, all);
    }
}

fn codes(table: &CodeTable) -> InOrder<'_, DescribedCode<'_>> {
    InOrder(table.codes.iter().map(code).collect())
}

fn code(code: &Code) -> (&str, DescribedCode<'_>) {
    let facts = &code.facts;
    let state = facts.state.map(|state| state.name());
    (&facts.wire, DescribedCode { name: &facts.name, title: &facts.title, state })
}
