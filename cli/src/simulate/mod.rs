//! `payspec simulate`: providers in a box.

mod announcement;
mod demonstration;
mod journal;
mod merchants;
mod written;

use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use payspec_codegen::model::Provider;
use payspec_simulator::{Builder, Script, Simulator};

use self::announcement::Announcement;
use self::journal::Journal;
use self::merchants::{Given, Named};
use crate::failure::Failure;
use crate::output::Output;
use crate::specs;

const NOTES: &str = "\
A simulator answers as the provider's document says, made from its specification: it checks what is asked, refuses with
the provider's own codes, and signs. It knows demonstration orders, one for each state that the provider can tell, and
DEMO-SOON, which is paid after two questions; with --script it knows those of the script instead. Ctrl-C ends it.

Numbers and keys are made at each start. --write-config writes them as a configuration of `payspec query`, with the keys
of the provider's side in tables that `query` does not read; `payspec simulate --config` with that file is the same
provider again. RSA keys have 1024 bits; they are in the file and are not printed.

--config takes the merchants of a configuration as they are: whoever reaches the simulator can have messages signed with
their keys. What a real provider signs with is not known: where the file has his public key, a new pair is made, of which
--write-config writes the public half.

The control page (--control) shows orders, every request with the string that was signed, and sets states and faults.

The script is a YAML file:

  seed: 42                            # on what faults by chance depend
  slowness: 5s                        # how long slow answers take
  enforce_interval: true              # questions that come too fast are refused
  chance: { percent: 20, faults: [no_answer, wrong_signature] }    # all faults unless some are listed
  orders:
    leshua:                           # the provider
      JD201909250317100002:           # the merchant's order number; in quotes or not, it is a text
        state: Pending                # Pending unless given
        amount_fen: 5800
        channel: WXZF                 # in the provider's code
        created_at: 2026-11-21T10:00:00+08:00
        paid_at, provider_order_no, channel_order_no: …
        then:                         # each step counts from the one before
          - { after_queries: 2, state: Paid }
          - { after: 30s, state: Refunding }
        faults: [no_answer, { fault: wrong_signature, times: 3 }, { fault: http_500, times: always }]

  states  Pending, Paid, Failed, Closed, Cancelled, Refunding, Refunded, RefundFailed, Unknown
  faults  no_answer, slow_head, slow_body, reset_before_answer, reset_in_body, length_too_long, length_too_short,
          http_500, http_502, empty_body, wrong_content_type, huge_body, broken_encoding, duplicate_field,
          wrong_signature, no_signature, other_order, other_merchant, unknown_status, new_field, missing_field,
          missing_state, number_as_text, text_as_number, unsigned_refusal, too_often, system_error, clock_ahead,
          clock_behind

JSON, an object a line (null for what there is not; no keys, they are in the configuration that is written):
  {\"event\": \"started\", \"control_url\", \"config\", \"ca_file\",
   \"providers\": [{\"provider\", \"title\", \"url\",
      \"merchants\": [{\"name\", \"from\": \"config\" or \"new\", \"numbers\": {NAME: TEXT}}],
      \"orders\": [{\"order\", \"state\"}]}]}
  {\"event\": \"exchange\", \"number\", \"at\", \"provider\", \"operation\", \"orders\": [NUMBER],
   \"verdict\": \"answered\", \"refused\", \"no_operation\" or \"failed\", \"text\": the verdict in words,
   \"told\": [{\"order\", \"state\"}], \"fault\"}
  {\"event\": \"ended\", \"exchanges\", \"answered\", \"refused\", \"faults\"}
  or, on an error, {\"error\": {\"kind\", \"message\", \"hint\"}}

Exit codes:
  0  it ran, and was ended by Ctrl-C (SIGINT) or SIGTERM
  1  it cannot be started
  2  the command line is wrong

Examples:
  payspec simulate                                              every provider that is built in
  payspec simulate leshua --write-config try.toml               then: payspec query leshua DEMO-PAID --config try.toml
  payspec simulate --config try.toml                            the same merchants and keys again
  payspec simulate --tls --script orders.yaml --addr 127.0.0.1:0
  payspec simulate acme.yaml --json --write-config try.toml     for scripts: the first line says that it is ready";

/// Serve simulated providers, for clients to be tried with
#[derive(Args)]
#[command(after_long_help = NOTES)]
pub(crate) struct Arguments {
    /// Names of built-in providers, files, or folders; all that are built in unless given
    #[arg(value_name = "SPEC")]
    specs: Vec<String>,
    /// Where the providers answer; port 0 takes any free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8686")]
    addr: String,
    /// Where the control page is
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8687")]
    control: String,
    /// No control page
    #[arg(long, conflicts_with = "control")]
    no_control: bool,
    /// Answer over TLS, with a certificate made at the start
    #[arg(long)]
    tls: bool,
    /// The file that gets the root to trust
    #[arg(long, value_name = "FILE", requires = "tls", default_value = "payspec-simulator-ca.pem")]
    ca_file: PathBuf,
    /// Which orders there are, how they move, and what goes wrong
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
    /// The configuration whose merchants ask; numbers and keys are made for providers that it has none of
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Write a configuration for `payspec query` and for --config
    #[arg(long, value_name = "FILE")]
    write_config: Option<PathBuf>,
    /// On what faults by chance depend, before what the script says
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Refuse questions that come faster than the provider's document allows
    #[arg(long)]
    enforce_interval: bool,
    /// Allow addresses that other machines can reach: whoever does can ask. With --tls give --addr the address that clients
    /// use: the certificate names that one and loopback, and 0.0.0.0 is nobody's
    #[arg(long)]
    beyond_loopback: bool,
    /// Do not show what is asked and answered
    #[arg(long)]
    quiet: bool,
    /// Write JSON, an object a line
    #[arg(long)]
    pub(crate) json: bool,
}

pub(crate) fn run(arguments: &Arguments, output: &Output) -> Result<ExitCode, Failure> {
    let providers = specs::chosen(&arguments.specs)?;
    each_once(&providers)?;
    let script = arguments.script.as_ref().map(Script::from_file).transpose().map_err(Failure::Script)?;
    let given = match &arguments.config {
        Some(path) => merchants::of_configuration(path, &providers, output)?,
        None => Vec::new(),
    };
    // What cannot be written is said before anything is served.
    if let Some(path) = &arguments.write_config {
        written::check_may_replace(path)?;
    }
    if arguments.tls {
        written::check_may_replace(&arguments.ca_file)?;
        written::check_differ(&arguments.ca_file, arguments.write_config.iter().chain(&arguments.config))?;
    }
    // Whoever does not read what is printed holds up this thread, and not those that answer.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(serve(arguments, output, &providers, script.as_ref(), given))
}

async fn serve(
    arguments: &Arguments,
    output: &Output,
    providers: &[Provider],
    script: Option<&Script>,
    given: Vec<Given>,
) -> Result<ExitCode, Failure> {
    let stop = stopped()?;
    let simulator = builder(arguments, providers, script, &given)?
        .bind(&arguments.addr)
        .await
        .map_err(|error| address(arguments, &error))?;
    if script.is_none() {
        demonstration::put(&simulator, providers).map_err(|error| Failure::Simulator(error.to_string()))?;
    }
    let names = merchants::names(&simulator, providers, &given);
    let ca_file = match simulator.root_certificate_pem() {
        Some(pem) => Some(written::root(&arguments.ca_file, pem)?),
        None => None,
    };
    if let Some(path) = &arguments.write_config {
        written::configuration(path, &simulator, &names, ca_file.as_deref())?;
    }
    let announcement = Announcement {
        simulator: &simulator,
        providers,
        specs: &arguments.specs,
        names: &names,
        config: arguments.write_config.as_deref(),
        ca_file: ca_file.as_deref(),
    };
    if arguments.json {
        output.json_line(&announcement.as_json())?;
    } else {
        output.answer(&announcement.as_text(output.paint()))?;
    }
    watch(arguments, output, providers, &simulator, stop).await?;
    Ok(ExitCode::SUCCESS)
}

fn builder(
    arguments: &Arguments,
    providers: &[Provider],
    script: Option<&Script>,
    given: &[Given],
) -> Result<Builder, Failure> {
    let mut builder = Simulator::new(providers.iter().map(|provider| provider.table.clone()));
    for Given { provider, merchant, .. } in given {
        builder = builder.merchant(provider, merchant.clone());
    }
    if let Some(script) = script {
        builder = builder.script(script).map_err(Failure::Script)?;
    }
    if let Some(seed) = arguments.seed {
        builder = builder.seed(seed);
    }
    if arguments.enforce_interval {
        builder = builder.enforce_interval();
    }
    if arguments.tls {
        builder = builder.tls();
    }
    if arguments.beyond_loopback {
        builder = builder.beyond_loopback();
    }
    if !arguments.no_control {
        builder = builder.control(&arguments.control);
    }
    Ok(builder)
}

/// Shows what is asked and answered until somebody ends it.
async fn watch(
    arguments: &Arguments,
    output: &Output,
    providers: &[Provider],
    simulator: &Simulator,
    stop: impl Future<Output = ()>,
) -> Result<(), Failure> {
    let mut journal = Journal::new(providers);
    let show = |exchanges: Vec<payspec_simulator::Exchange>, journal: &mut Journal| -> io::Result<()> {
        for exchange in &exchanges {
            let missed = journal.count(exchange);
            match (arguments.quiet, arguments.json) {
                (true, _) => {}
                (false, true) => output.json_line(&journal::as_json(exchange))?,
                (false, false) => output.answer(&journal.as_text(exchange, missed, output.paint()))?,
            }
        }
        Ok(())
    };
    tokio::pin!(stop);
    loop {
        tokio::select! {
            biased;
            () = &mut stop => break,
            exchanges = simulator.exchanges_after(journal.last) => show(exchanges, &mut journal)?,
        }
    }
    let rest = simulator.exchanges().into_iter().filter(|exchange| exchange.number > journal.last);
    let rest = rest.collect();
    show(rest, &mut journal)?;
    if arguments.json {
        output.json_line(&journal.ended())?;
    } else {
        output.answer(&journal.summary())?;
    }
    Ok(())
}

/// Waits for Ctrl-C, or for whoever else ends programs.
fn stopped() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (mut interrupt, mut terminate) =
            (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        // Where there is no such signal, the process is ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    })
}

/// Two specifications of one name would answer at one URL.
fn each_once(providers: &[Provider]) -> Result<(), Failure> {
    let mut seen = BTreeSet::new();
    match providers.iter().find(|provider| !seen.insert(provider.name())) {
        Some(twice) => Err(Failure::NotFound {
            what: format!("two specifications describe a provider `{}`", twice.name()),
            hint: Some("simulate one of them".to_owned()),
        }),
        None => Ok(()),
    }
}

/// Why nobody can be served at an address.
fn address(arguments: &Arguments, error: &io::Error) -> Failure {
    // Of the two addresses, the one that still cannot be bound.
    let is_free = |address: &str| TcpListener::bind(address).is_ok();
    let (option, address) =
        if !arguments.no_control && is_free(&arguments.addr) && !is_free(&arguments.control) {
            ("--control", &arguments.control)
        } else {
            ("--addr", &arguments.addr)
        };
    let (what, hint) = match error.kind() {
        ErrorKind::AddrInUse => (
            format!("the address {address} is in use"),
            Some(format!("`{option} 127.0.0.1:0` takes any free port")),
        ),
        // The simulator's own words; the operating system's have a number.
        ErrorKind::PermissionDenied if error.raw_os_error().is_none() => {
            (error.to_string(), Some("`--beyond-loopback` allows it".to_owned()))
        }
        // Not the address, but what is to be simulated.
        ErrorKind::InvalidInput if is_free(address) => (error.to_string(), None),
        _ => (
            format!("nobody can be served at {address}: {error}"),
            Some("an address is like 127.0.0.1:8686".to_owned()),
        ),
    };
    Failure::Address { what, hint }
}

/// A path as it is to be given to another command.
fn shown(path: &Path) -> String {
    let path = path.display().to_string();
    if path.contains(|letter: char| letter.is_whitespace() || "'\"$&|;<>()*?`\\".contains(letter)) {
        format!("'{}'", path.replace('\'', "'\\''"))
    } else {
        path
    }
}

/// The merchants of one provider.
fn of<'n>(names: &'n [Named], provider: &'n str) -> impl Iterator<Item = &'n Named> {
    names.iter().filter(move |named| named.provider == provider)
}

#[cfg(test)]
mod tests {
    use payspec_runtime::OrderState;
    use payspec_simulator::Fault;

    use super::NOTES;

    #[test]
    fn the_help_names_every_state_and_every_fault() {
        let is_named = |name: &str| {
            NOTES.split(|letter: char| !(letter.is_alphanumeric() || letter == '_')).any(|word| word == name)
        };
        let states = OrderState::ALL.iter().map(|state| state.name());
        for name in states.chain(Fault::ALL.iter().map(|fault| fault.name())) {
            assert!(is_named(name), "{name} is not named");
        }
    }
}
