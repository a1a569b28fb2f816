//! Worked signing examples: one message of each direction, signed step by step by the engine itself.

use payspec_table::{Algorithm, DigestEncoding, Encoding, Over, Verification};

use super::example::example;
use crate::model;

mod case;
mod shell;

/// Which message of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the merchant to the provider.
    Request,
    /// From the provider to the merchant.
    Response,
}

/// One message as an example, and how its signature comes about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Worked {
    /// How it is signed.
    pub signing: Outcome,
    /// The message as it goes over the wire, with its signature.
    pub wire: Wire,
}

/// How an example is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The specification says that this message is not signed.
    Unsigned,
    /// Nobody has written the rule down yet: nothing is sent.
    Undecided,
    /// The example cannot be signed by this rule, for this reason.
    Impossible(String),
    /// In these steps.
    Steps(Box<Steps>),
}

/// The steps from a message to its signature, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Steps {
    /// What is signed.
    pub over: Over,
    /// The members that take part, in their order; none where the body is signed.
    pub taken: Vec<Piece>,
    /// The members of the message that do not; inside of the object that is signed by their path.
    pub left_out: Vec<LeftOut>,
    /// The fields of the specification that could take part and that this example does not have, by their paths.
    pub absent: Vec<String>,
    /// What stands before the pieces, with the key in it where the rule puts it there.
    pub prefix: String,
    /// What stands between two pieces.
    pub joint: String,
    /// The pieces with the joints between them, or the body.
    pub joined: String,
    /// What stands after the pieces, with the key in it where the rule puts it there.
    pub suffix: String,
    /// The invented key; `None` for RSA, where there is none to show.
    pub key: Option<Key>,
    /// The canonical string: prefix, joined pieces, suffix.
    pub canonical: String,
    /// What becomes of the canonical string.
    pub algorithm: Algorithm,
    /// How many bytes of UTF-8 go into the digest.
    pub input_bytes: usize,
    /// The digest in lower-case hexadecimal. For RSA the SHA-1 or SHA-256 digest that is signed.
    pub digest: String,
    /// How the digest or the RSA signature becomes text.
    pub encoding: DigestEncoding,
    /// The signature as text; `None` for RSA, where only the holder of the private key can make it.
    pub signature: Option<String>,
    /// The lines for a shell that make the digest and the signature again.
    pub shell: Vec<ShellLine>,
    /// Where the signature goes.
    pub placement: Placed,
}

/// A line for a shell, for tools that everybody has.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShellLine {
    /// What it does, in Chinese.
    pub title: &'static str,
    /// The line.
    pub command: String,
}

/// A member that takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Piece {
    /// Its name on the wire.
    pub name: String,
    /// What it becomes.
    pub text: String,
}

/// A member that does not take part.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOut {
    /// Its name on the wire.
    pub name: String,
    /// Why, in Chinese.
    pub reason: &'static str,
}

/// The key of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Key {
    /// The credential that it stands for.
    pub credential: String,
    /// An invented key.
    pub text: String,
}

/// Where a signature goes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Placed {
    /// Into the field of this path.
    Field(String),
    /// Into this header.
    Header {
        /// Its name.
        name: String,
        /// Its whole value.
        value: String,
    },
}

/// A message as it goes over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wire {
    /// `POST https://…` of a request, `HTTP/1.1 200 OK` of a response.
    pub start: String,
    /// The headers that the specification names, and the content type.
    pub headers: Vec<(String, String)>,
    /// The body; empty where the fields are in the URL.
    pub body: String,
}

impl Wire {
    /// The message as text: start, headers, an empty line and the body.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = self.start.clone();
        for (name, value) in &self.headers {
            text.push_str(&format!("\n{name}: {value}"));
        }
        if !self.body.is_empty() {
            text.push_str("\n\n");
            text.push_str(&self.body);
        }
        text
    }
}

/// The worked example of one message of an operation.
///
/// Values are the specification's examples, or plainly invented; clock, nonce and keys are fixed, so that it is the same
/// on every run.
#[must_use]
pub fn worked(provider: &model::Provider, operation: &model::Operation, direction: Direction) -> Worked {
    let (table, facts) = (&provider.table, &operation.facts);
    let example = example(table, facts, direction);
    let (rule, fields, encoding) = match direction {
        Direction::Request => {
            let encoding = facts.request.encodings.first().unwrap_or(&Encoding::Json);
            (facts.request.signing.as_ref(), &*facts.request.fields, encoding)
        }
        Direction::Response => {
            let rule = match &facts.response.verification {
                Verification::Signed { rule, .. } => Some(rule),
                Verification::Unsigned => None,
            };
            (rule, &*facts.response.fields, &facts.response.encoding)
        }
    };
    let case = case::Case { table, operation: facts, direction, example: &example, fields, encoding };
    case.worked(rule)
}
