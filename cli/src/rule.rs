//! Which signature rule of which specification, and what it needs besides the message.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use payspec_codegen::model::{self, Provenance};
use payspec_runtime::table::{
    self, CredentialKind, Encoding, Expected, Part, Placement, Signing, Source, Verification,
};
use payspec_runtime::{Credentials, Message, Secret, places};

use crate::failure::Failure;
use crate::key_file::Key;
use crate::specs;

/// Which message is signed or verified.
#[derive(Args)]
pub(crate) struct Selection {
    /// The provider, by the name in its specification
    #[arg(long, value_name = "PROVIDER")]
    provider: String,
    /// The operation, by the name in the specification
    #[arg(long, value_name = "OPERATION")]
    operation: String,
    /// The message that is signed
    #[arg(long, value_enum)]
    direction: Direction,
    /// A specification that is not built in
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// A credential that the rule puts into the string or the header; may be repeated. One that the message itself
    /// carries need not be given
    #[arg(long = "credential", value_name = "NAME=VALUE", value_parser = name_and_value)]
    credentials: Vec<(String, String)>,
}

/// Who sends the message.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Direction {
    /// The merchant.
    Request,
    /// The provider.
    Response,
}

impl Direction {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

/// `NAME=VALUE` of the command line.
pub(crate) fn name_and_value(argument: &str) -> Result<(String, String), String> {
    match argument.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        // Without the argument itself: it may be a secret.
        _ => Err("expected NAME=VALUE".to_owned()),
    }
}

/// A message's place in a specification.
pub(crate) struct Selected {
    pub(crate) provider: model::Provider,
    operation: usize,
    pub(crate) direction: Direction,
    credentials: Vec<(String, String)>,
}

impl Selection {
    pub(crate) fn find(&self) -> Result<Selected, Failure> {
        let provider = specs::provider(&self.provider, self.spec.as_deref())?;
        let name = &specs::operation(&provider, &self.operation)?.name;
        let operation = provider.operations.iter().position(|operation| operation.name == *name);
        Ok(Selected {
            operation: operation.unwrap_or_default(),
            provider,
            direction: self.direction,
            credentials: self.credentials.clone(),
        })
    }
}

impl Selected {
    pub(crate) fn operation(&self) -> Result<&model::Operation, Failure> {
        let what = || Failure::NoRule { what: format!("{} has no operations", self.provider.name()) };
        self.provider.operations.get(self.operation).ok_or_else(what)
    }

    /// The rule by which the message is signed.
    pub(crate) fn rule(&self) -> Result<&Signing, Failure> {
        let facts = &self.operation()?.facts;
        let rule = match (self.direction, &facts.response.verification) {
            (Direction::Request, _) => facts.request.signing.as_ref(),
            (Direction::Response, Verification::Signed { rule, .. }) => Some(rule),
            (Direction::Response, Verification::Unsigned) => None,
        };
        let message = format!("the {} of `{}`", self.direction.word(), facts.name);
        let name = self.provider.name();
        Err(Failure::NoRule {
            what: match rule {
                Some(rule) if !rule.is_undecided() => return Ok(rule),
                Some(_) => {
                    format!("how {message} is signed is not written down yet in the specification of {name}")
                }
                None => format!("{message} is not signed, says the specification of {name}"),
            },
        })
    }

    /// How well the rule is known.
    pub(crate) fn provenance(&self) -> Option<&Provenance> {
        let subject = format!("the signature of the {}", self.direction.word());
        let rules = &self.operation().ok()?.rules;
        rules.iter().find(|rule| rule.subject == subject).map(|rule| &rule.provenance)
    }

    /// The fields of the message.
    pub(crate) fn fields(&self) -> Result<&[table::Field], Failure> {
        let facts = &self.operation()?.facts;
        Ok(match self.direction {
            Direction::Request => &facts.request.fields,
            Direction::Response => &facts.response.fields,
        })
    }

    /// The encodings that the message may have; the first is the usual one.
    pub(crate) fn encodings(&self) -> Result<&[Encoding], Failure> {
        let facts = &self.operation()?.facts;
        Ok(match self.direction {
            Direction::Request => &facts.request.encodings,
            Direction::Response => std::slice::from_ref(&facts.response.encoding),
        })
    }

    /// What the rule needs besides the message: the key, and credentials by name, from the command line or, where it
    /// carries them, from the message.
    pub(crate) fn keyring(&self, rule: &Signing, key: Key, message: &Message) -> Result<Keyring, Failure> {
        let mut keyring = Keyring::new(rule, key);
        let names = || self.provider.credentials.iter().map(|credential| &*credential.facts.name);
        for (name, value) in &self.credentials {
            let kind =
                self.provider.table.credential(name).map(|credential| credential.kind).ok_or_else(|| {
                    Failure::not_found(
                        format!("{} has no credential `{name}`", self.provider.name()),
                        name,
                        names(),
                    )
                })?;
            if *name == rule.key || !matches!(kind, CredentialKind::Text | CredentialKind::Secret) {
                return Err(Failure::NoRule { what: format!("`{name}` is a key: give it with --key-file") });
            }
            keyring.add(name, value, kind);
        }
        for name in credentials_of(rule) {
            if !keyring.names.iter().any(|known| known == name) {
                let path = self.path_of(name)?;
                let text = path.as_ref().and_then(|path| places::text(message.root(), &[], path));
                if let Some(text) = text.filter(|text| !text.is_empty()) {
                    keyring.add(name, text, CredentialKind::Text);
                }
            }
        }
        Ok(keyring)
    }

    /// Where the message carries a credential.
    fn path_of(&self, credential: &str) -> Result<Option<table::Path>, Failure> {
        let facts = &self.operation()?.facts;
        Ok(match self.direction {
            Direction::Request => {
                let is_source = |field: &&table::Field| matches!(&field.source, Source::Credential(name) if name == credential);
                let field = facts.request.fields.iter().find(is_source);
                field.map(|field| vec![field.name.to_string()].into())
            }
            Direction::Response => {
                let is_equal = |entry: &&table::Identity| matches!(&entry.expected, Expected::Credential(name) if name == credential);
                facts.response.identity.iter().find(is_equal).map(|entry| entry.field.clone())
            }
        })
    }
}

/// The credentials that a rule names in its templates.
fn credentials_of(rule: &Signing) -> impl Iterator<Item = &str> {
    let header: &[Part] = match &rule.placement {
        Placement::Header { value, .. } => value,
        Placement::Field(_) => &[],
    };
    let parts = rule.prefix.iter().chain(&rule.piece).chain(&rule.suffix).chain(header);
    parts.filter_map(|part| match part {
        Part::Credential(name) => Some(&**name),
        _ => None,
    })
}

/// The key and the credentials of a rule.
pub(crate) struct Keyring {
    /// With which to sign or to verify.
    pub(crate) credentials: Credentials,
    /// The same without secrets, with which to explain.
    pub(crate) masked: Credentials,
    /// The key, where it is a text.
    pub(crate) key: Secret,
    /// The credentials that are there.
    names: Vec<String>,
}

impl Keyring {
    fn new(rule: &Signing, key: Key) -> Self {
        let name = rule.key.to_string();
        let empty = Credentials::new();
        let (credentials, masked, key) = match key {
            Key::Secret(secret) => (
                empty.secret(name.clone(), secret.clone()),
                Credentials::new().secret(name.clone(), "***"),
                secret,
            ),
            Key::Private(key) => (empty.private_key(name.clone(), key), Credentials::new(), Secret::from("")),
            Key::Public(key) => (empty.public_key(name.clone(), key), Credentials::new(), Secret::from("")),
        };
        Self { credentials, masked, key, names: vec![name] }
    }

    fn add(&mut self, name: &str, value: &str, kind: CredentialKind) {
        let (credentials, masked) = (std::mem::take(&mut self.credentials), std::mem::take(&mut self.masked));
        if kind == CredentialKind::Secret {
            self.credentials = credentials.secret(name.to_owned(), value);
            self.masked = masked.secret(name.to_owned(), "***");
        } else {
            self.credentials = credentials.text(name.to_owned(), value);
            self.masked = masked.text(name.to_owned(), value);
        }
        self.names.push(name.to_owned());
    }
}
