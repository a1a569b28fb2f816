//! `payspec query`: what became of an order.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use payspec_codegen::model::{Operation, Provider};
use payspec_runtime::table::{Encoding, Kind, Purpose, Role};
use payspec_runtime::{Client, DynamicRequest, Order, OrderState, Reply, Retries};

use crate::failure::Failure;
use crate::order::Answer;
use crate::output::Output;
use crate::simulated::Simulated;
use crate::{config, rule, specs};

const NOTES: &str = "\
Without --config nothing leaves this machine: a simulator of the provider runs inside the process and answers about an order
that it invents. With --config the provider is asked.

The configuration is a TOML file:

  [merchants.shop]                       # a name of your own, for --merchant
  provider = \"leshua\"
  environment = \"production\"             # one of the specification's; or url = \"https://…\"
  # allow_plain_http = true              # for providers that offer nothing else
  # encoding = \"form\"                    # where the operation offers several
  # root_certificate_file = \"ca.pem\"     # a root to trust besides the system's: PEM, beside the configuration
  # timeout = \"10s\"                      # for the whole exchange; also \"500ms\", \"2min\"

  [merchants.shop.credentials]           # by the names in the specification (payspec describe leshua)
  merchant_id = \"0000000018\"
  key_file = \"leshua.key\"                # NAME_file: the value is in this file, beside the configuration
  # key_env = \"LESHUA_KEY\"               # NAME_env: the value is in this variable of the environment

  # Keys are PEM, DER or one line of base64. A list holds two keys while the provider changes them:
  # platform_public_key_file = [\"new.pem\", \"old.pem\"]

  # Programs that open the same file with payspec::connect or payspec::Merchants keep to limits: those of the specification,
  # unless the merchant has others. This command asks once, and never again by itself.
  # [merchants.shop.limits]
  # per_second = 5
  # in_flight = 2
  # interval = \"3s\"                      # between two questions about one order

JSON (null for what the reply does not say):
  {\"provider\", \"operation\",
   \"simulated\": true where a simulator answered about an invented order,
   \"state\": \"Pending\", \"Paid\", \"Failed\", \"Closed\", \"Cancelled\", \"Refunding\", \"Refunded\", \"RefundFailed\" or \"Unknown\",
   \"final\": false for Pending and Unknown,
   \"state_text\": the provider's own value,
   \"amount\": {\"minor\": a whole number of fen, \"currency\": \"CNY\", \"text\": \"58.00 CNY\"},
   \"paid_at\", \"created_at\": \"2019-09-25T15:24:11+08:00\",
   \"merchant_no\", \"merchant_order_no\", \"provider_order_no\", \"channel_order_no\",
   \"channel\": {\"text\", \"title\"},
   \"vouched_by\": \"signature\", or \"transport\" for a provider that does not sign its replies,
   \"tied_by\": \"order_number\", or \"connection\" where the reply repeats no order number that was asked for: over plain
      http it can then be an older reply about another order (a warning on stderr says so),
   \"deviations\": [{\"field\", \"what\"}]}
  or, on an error,
  {\"error\": {\"kind\", \"message\", \"hint\",
             \"known\": \"nothing_sent\", \"may_have_been_received\", \"refused\", \"not_trusted\" or \"answered\",
             \"ask_again\": \"yes\", \"later\" or \"no\",
             \"refusal\": {\"tier\", \"code\", \"title\", \"text\", \"authentic\"}}}

Exit codes:
  0  a final state, whichever it is
  1  an error: what became of the order is unknown, it did not fail
  2  the command line is wrong
  3  not final yet (Pending): ask again
  4  Unknown: the provider answered with no state, or with one that nobody knows; ask again

Examples:
  payspec query leshua JD201909250317100002
  payspec query leshua JD201909250317100002 --config payspec.toml --json
  payspec query ktspay P202106181104177050002 --by provider
  payspec query acme 42 --spec acme.yaml
  payspec simulate leshua --write-config try.toml     then: payspec query leshua DEMO-PAID --config try.toml";

/// Ask what became of an order
#[derive(Args)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {
    /// The provider, by the name in its specification
    provider: String,
    /// The number of the order
    order_no: String,
    /// A specification that is not built in
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// The configuration; without one a simulator answers
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The merchant who asks, where the configuration has several of this provider
    #[arg(long, value_name = "NAME", requires = "config")]
    merchant: Option<String>,
    /// Whose number ORDER_NO is
    #[arg(long, value_enum, default_value = "merchant")]
    by: By,
    /// The operation that asks; unless given, the first that is for it
    #[arg(long, value_name = "OPERATION")]
    operation: Option<String>,
    /// Another field of the request that the caller gives; may be repeated
    #[arg(long = "field", value_name = "NAME=VALUE", value_parser = rule::name_and_value)]
    fields: Vec<(String, String)>,
    /// Ask over plain http: others on the way can read the exchange
    #[arg(long)]
    allow_plain_http: bool,
    /// Answer with JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Whose number of an order.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// The one that the merchant gave.
    Merchant,
    /// The one that the provider gave.
    Provider,
}

pub(crate) fn run(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let provider = specs::provider(&arguments.provider, arguments.spec.as_deref())?;
    let operation = operation(&provider, arguments.operation.as_deref())?;
    let request = request(arguments, &provider, operation)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let reply = match &arguments.config {
        Some(path) => {
            let configuration = config::read(path)?;
            let merchant = config::merchant(path, &configuration, &provider, arguments.merchant.as_deref())?;
            let encoding = merchant.encoding().map(|name| encoding(operation, name)).transpose()?;
            // Whoever runs the command decides whether to ask again: one command is one question.
            let mut client = merchant.client(provider.table.clone())?.retries(Retries::none());
            if let Some(encoding) = encoding {
                client = client.encoding(encoding);
            }
            if arguments.allow_plain_http {
                client = client.allow_plain_http();
            }
            runtime.block_on(client.call_dynamic(&operation.name, &request)).map_err(Box::new)?
        }
        None => {
            output.complain(&format!(
                "{} no --config: a simulator of {} inside this process answers, and the order is invented.\n",
                output.paint_complaints().yellow("simulated:"),
                provider.title()
            ));
            runtime.block_on(simulate(arguments, &provider, operation, &request))?
        }
    };
    let order = the_order(&reply)?;
    let answer = Answer {
        title: provider.title(),
        order_no: &arguments.order_no,
        order,
        operation,
        code_tables: &provider.table.code_tables,
        deviations: reply.deviations(),
        simulated: arguments.config.is_none(),
    };
    if let Some(warning) = answer.warning() {
        output.complain(&format!("{} {warning}\n", output.paint_complaints().yellow("warning:")));
    }
    if arguments.json {
        output.json(&answer.as_json())?;
    } else {
        output.answer(&answer.as_table(output.paint()))?;
    }
    Ok(exit_code(order.state))
}

/// The exit code of a state; see `--help`.
fn exit_code(state: OrderState) -> ExitCode {
    match state {
        OrderState::Unknown => ExitCode::from(4),
        state if state.is_final() => ExitCode::SUCCESS,
        _ => ExitCode::from(3),
    }
}

async fn simulate(
    arguments: &Arguments,
    provider: &Provider,
    operation: &Operation,
    request: &DynamicRequest,
) -> Result<Reply, Failure> {
    let simulated = Simulated::start(provider, &arguments.order_no, arguments.by).await?;
    let client = Client::new(provider.table.clone(), simulated.url.clone(), simulated.credentials.clone());
    Ok(client.call_dynamic(&operation.name, request).await.map_err(Box::new)?)
}

/// The order that was asked for. A reply about several has one, because one was asked for.
fn the_order(reply: &Reply) -> Result<&Order, Failure> {
    match reply.orders() {
        [order, ..] => Ok(order),
        // The reply as a whole may say that the provider is still busy.
        [] if reply.state() == OrderState::Pending => Ok(reply.order()),
        [] => Err(Failure::NotMentioned),
    }
}

/// The operation of a name, or the first that asks about an order.
fn operation<'p>(provider: &'p Provider, name: Option<&str>) -> Result<&'p Operation, Failure> {
    if let Some(name) = name {
        return specs::operation(provider, name);
    }
    let of = |purpose| provider.operations.iter().find(move |operation| operation.facts.purpose == purpose);
    of(Purpose::OrderQuery).or_else(|| of(Purpose::OrderQueryBatch)).ok_or_else(|| Failure::NotFound {
        what: format!("no operation of {} asks about an order", provider.name()),
        hint: None,
    })
}

fn request(
    arguments: &Arguments,
    provider: &Provider,
    operation: &Operation,
) -> Result<DynamicRequest, Failure> {
    let role = match arguments.by {
        By::Merchant => Role::MerchantOrderNo,
        By::Provider => Role::ProviderOrderNo,
    };
    let facts = &operation.facts.request;
    // A field inside an object is no place for the number of a whole query.
    let entry = facts.view.iter().find(|entry| entry.role == role && entry.field.len() == 1);
    let name = entry.and_then(|entry| entry.field.get(0)).ok_or_else(|| {
        let (whose, other) = match arguments.by {
            By::Merchant => ("merchant", "provider"),
            By::Provider => ("provider", "merchant"),
        };
        Failure::NotFound {
            what: format!(
                "`{}` of {} does not take the {whose}'s order number",
                operation.name,
                provider.name()
            ),
            hint: Some(format!("`--by {other}` gives the {other}'s")),
        }
    })?;
    let mut request = DynamicRequest::new();
    let is_list = facts.fields.iter().any(|field| field.name == name && matches!(field.kind, Kind::List(_)));
    if is_list {
        request.set(name.to_owned(), vec![arguments.order_no.clone()]);
    } else {
        request.set(name.to_owned(), arguments.order_no.clone());
    }
    for (name, value) in &arguments.fields {
        request.set(name.clone(), value.clone());
    }
    Ok(request)
}

fn encoding(operation: &Operation, name: &str) -> Result<Encoding, Failure> {
    let offered = &operation.facts.request.encodings;
    offered.iter().find(|encoding| encoding.name() == name).cloned().ok_or_else(|| {
        let what = format!("`{}` does not take requests in the encoding `{name}`", operation.name);
        Failure::not_found(what, name, offered.iter().map(Encoding::name))
    })
}
