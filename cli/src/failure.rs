//! What can go wrong in the command, and how it is reported.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use payspec_codegen::{Diagnostics, did_you_mean};
use payspec_runtime::canonical::CanonicalError;
use payspec_runtime::{ConfigError, Error, KeyError, Known, Replies, Retry, SignError};
use payspec_simulator::ScriptError;
use serde_json::{Value, json};

use crate::output::{Output, Shown};

/// Why the command has no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A specification has mistakes.
    #[error("{0}")]
    Specification(Diagnostics),
    /// Something that was named does not exist.
    #[error("{what}")]
    NotFound { what: String, hint: Option<String> },
    /// A file cannot be read.
    #[error("{}: {what}", path.display())]
    File { path: PathBuf, what: String },
    /// A key cannot be used.
    #[error("the key in {}: {source}", path.display())]
    Key { path: PathBuf, source: KeyError },
    /// The configuration is wrong.
    #[error("{}: {what}", path.display())]
    Configuration { path: PathBuf, what: String, hint: Option<String> },
    /// The runtime cannot read the configuration, or open a merchant of it.
    #[error("{}", without(.0, .0.hint()))]
    Config(#[from] ConfigError),
    /// There is nothing to sign or to verify by.
    #[error("{what}")]
    NoRule { what: String },
    /// It cannot be signed.
    #[error("{0}")]
    Sign(#[from] SignError),
    /// The question was not answered.
    #[error("{0}")]
    Query(#[from] Box<Error>),
    /// The answer does not mention the order.
    #[error("the reply says nothing about this order")]
    NotMentioned,
    /// Nobody can be served at an address.
    #[error("{what}")]
    Address { what: String, hint: Option<String> },
    /// A script has a mistake.
    #[error("{}", without(.0, .0.hint()))]
    Script(ScriptError),
    /// The simulator does not work.
    #[error("the simulator cannot be started: {0}")]
    Simulator(String),
    /// A provider cannot have that name.
    #[error("{0}")]
    Name(String),
    /// The generator has a mistake.
    #[error("{0}")]
    Generator(String),
    /// Git has no answer.
    #[error("{what}")]
    Git { what: String, hint: Option<String> },
    /// The answer cannot be written, or the machine is out of something.
    #[error(transparent)]
    System(#[from] io::Error),
}

impl Failure {
    /// The exit code of every failure but those of the command line itself, which exit with 2.
    pub(crate) const EXIT_CODE: ExitCode = ExitCode::FAILURE;

    /// Something that was named does not exist; the hint names what was probably meant, or what there is.
    pub(crate) fn not_found<'a>(
        what: impl Into<String>,
        name: &str,
        known: impl IntoIterator<Item = &'a str> + Clone,
    ) -> Self {
        Self::NotFound { what: what.into(), hint: did_you_mean(name, known) }
    }

    pub(crate) fn file(path: &Path, what: impl Into<String>) -> Self {
        Self::File { path: path.to_owned(), what: what.into() }
    }

    /// Says what is wrong, what is known and whether to ask again: in words on stderr, and as JSON on stdout if asked for.
    pub(crate) fn report(&self, output: &Output, json: bool) {
        let paint = output.paint_complaints();
        if let Self::Specification(diagnostics) = self {
            output.complain(&diagnostics.render(paint.is_on()));
        } else {
            let mut text = format!("{} {}\n", paint.red("error:"), Shown(&self.to_string()));
            let notes = [("hint", self.hint()), ("known", self.known()), ("ask again", self.ask_again())];
            for (name, note) in notes.iter().filter_map(|(name, note)| Some((name, note.as_ref()?))) {
                text.push_str(&format!("  {} {}\n", paint.bold(&format!("{name}:")), Shown(note)));
            }
            output.complain(&text);
        }
        if json {
            // The words are on stderr already; when stdout is closed, nothing is left to do.
            let _ = output.json(&json!({ "error": self.as_json() }));
        }
    }

    const fn kind(&self) -> &'static str {
        match self {
            Self::Specification(_) => "specification",
            Self::NotFound { .. } => "not_found",
            Self::File { .. } => "file",
            Self::Key { .. } => "key",
            Self::Configuration { .. } => "configuration",
            Self::Config(ConfigError::File { .. }) => "file",
            Self::Config(ConfigError::Key { .. }) => "key",
            Self::Config(_) => "configuration",
            Self::NoRule { .. } => "no_rule",
            Self::Sign(_) => "sign",
            Self::Query(_) | Self::NotMentioned => "query",
            Self::Address { .. } => "address",
            Self::Script(_) => "script",
            Self::Simulator(_) => "simulator",
            Self::Name(_) => "name",
            Self::Generator(_) => "generator",
            Self::Git { .. } => "git",
            Self::System(_) => "system",
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::NotFound { hint, .. }
            | Self::Configuration { hint, .. }
            | Self::Address { hint, .. }
            | Self::Git { hint, .. } => hint.clone(),
            Self::Config(error) => error.hint().map(str::to_owned),
            Self::Script(error) => error.hint().map(str::to_owned),
            Self::Query(error) => match **error {
                Error::PlainHttp { replies: Replies::Signed, .. } => {
                    Some("`--allow-plain-http` allows it".to_owned())
                }
                Error::Credentials(_) => Some("`payspec describe PROVIDER` lists the credentials".to_owned()),
                _ => None,
            },
            Self::Sign(SignError::Credentials(_) | SignError::Canonical(CanonicalError::Credentials(_))) => {
                Some("give it with --credential NAME=VALUE".to_owned())
            }
            _ => None,
        }
    }

    /// What is known about the order and the question.
    fn known(&self) -> Option<String> {
        let known = match self {
            Self::Query(error) => match error.known() {
                Known::NothingSent => "nothing was sent",
                Known::MayHaveBeenReceived => "the provider may have received the question",
                Known::Refused => "the provider received the question and refused to answer it",
                _ => "an answer came that proves nothing",
            },
            Self::NotMentioned => "the provider answered, and its answer is authentic",
            _ => return None,
        };
        Some(format!("{known}; what became of the order is unknown, it did not fail"))
    }

    fn ask_again(&self) -> Option<String> {
        let words = match self {
            Self::Query(error) => match error.retry() {
                Retry::Sensible => "yes, at the interval that the provider asks for",
                Retry::Later => "yes, after a pause",
                _ => "not before something is corrected",
            },
            Self::NotMentioned => "yes, after a pause",
            _ => return None,
        };
        Some(words.to_owned())
    }

    fn as_json(&self) -> Value {
        let mut object = json!({
            "kind": self.kind(),
            "message": self.to_string(),
            "hint": self.hint(),
        });
        let (known, retry, refusal) = match self {
            Self::Query(error) => (known_word(error.known()), retry_word(error.retry()), refusal(error)),
            Self::NotMentioned => ("answered", "later", Value::Null),
            _ => return object,
        };
        if let Some(object) = object.as_object_mut() {
            object.insert("known".to_owned(), known.into());
            object.insert("ask_again".to_owned(), retry.into());
            object.insert("refusal".to_owned(), refusal);
        }
        object
    }
}

/// The hint has a line of its own.
fn without(error: &impl ToString, hint: Option<&str>) -> String {
    let words = error.to_string();
    let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
    words.strip_suffix(&hint).map(str::to_owned).unwrap_or(words)
}

const fn known_word(known: Known) -> &'static str {
    match known {
        Known::NothingSent => "nothing_sent",
        Known::MayHaveBeenReceived => "may_have_been_received",
        Known::Refused => "refused",
        _ => "not_trusted",
    }
}

const fn retry_word(retry: Retry) -> &'static str {
    match retry {
        Retry::Sensible => "yes",
        Retry::Later => "later",
        _ => "no",
    }
}

fn refusal(error: &Error) -> Value {
    let Error::Refused(refusal) = error else { return Value::Null };
    json!({
        "tier": refusal.tier.name(),
        "code": refusal.code,
        "title": refusal.title,
        "text": refusal.text,
        "authentic": refusal.authentic,
    })
}
