//! From a checked provider back to the specification that says it.
//!
//! What is written is complete: who reads it gets the same provider. What a provider does not keep is lost: comments, the
//! way something was put, signature rules that no message follows.

mod field;
mod message;
mod operation;
mod signing;

use payspec_table as table;

use crate::check;
use crate::model;
use crate::yaml::{Map, Node};

pub(crate) use self::message::expected;

/// The specification of a provider.
pub(crate) fn provider(provider: &model::Provider) -> Map {
    let mut map = Map::default();
    map.set("payspec", check::LANGUAGE_VERSION);
    map.set("provider", provider.name());
    map.set("title", provider.title());
    set_some(&mut map, "description", provider.description.as_deref());
    map.set("currency", provider.table.currency.as_ref());
    let parts = [
        (
            "documents",
            entries(&provider.documents, |document| (&document.name, document_of(document).into())),
        ),
        ("environments", entries(&provider.environments, |it| (&it.facts.name, environment(it)))),
        ("credentials", entries(&provider.credentials, |it| (&it.facts.name, credential(it).into()))),
        ("codes", entries(&provider.code_tables, |it| (&it.name, code_table(it).into()))),
        ("signing", signing::rules(provider)),
        ("operations", entries(&provider.operations, |it| (&it.name, operation::restated(it).into()))),
    ];
    for (key, part) in parts {
        if !part.entries.is_empty() {
            map.set(key, part);
        }
    }
    map
}

/// A mapping of things that have names.
fn entries<'a, T>(things: &'a [T], entry: impl Fn(&'a T) -> (&'a str, Node)) -> Map {
    let mut map = Map::default();
    for thing in things {
        let (name, value) = entry(thing);
        map.set(name, value);
    }
    map
}

fn document_of(document: &model::Document) -> Map {
    let mut map = Map::default();
    map.set("title", document.title.as_str());
    set_some(&mut map, "url", document.url.as_deref());
    set_some(&mut map, "date", document.date.as_deref());
    map
}

fn environment(environment: &model::Environment) -> Node {
    let url = environment.facts.url.as_ref();
    let mut map = Map::default();
    map.set("url", url);
    set_provenance(&mut map, &environment.provenance);
    if map.entries.len() == 1 { url.into() } else { map.into() }
}

fn credential(credential: &model::Credential) -> Map {
    let mut map = Map::default();
    map.set("title", credential.facts.title.as_ref());
    match credential.facts.kind {
        table::CredentialKind::Text => {}
        table::CredentialKind::Secret => map.set("secret", true),
        table::CredentialKind::PrivateKey => map.set("type", "private_key"),
        table::CredentialKind::PublicKey => map.set("type", "public_key"),
    }
    set_some(&mut map, "max_length", credential.max_length);
    set_some(&mut map, "description", credential.description.as_deref());
    set_provenance(&mut map, &credential.provenance);
    map
}

fn code_table(table: &model::CodeTable) -> Map {
    entries(&table.codes, |code| (&code.facts.wire, self::code(code).into()))
}

fn code(code: &model::Code) -> Map {
    let facts = &code.facts;
    let mut map = Map::default();
    map.set("name", facts.name.as_ref());
    map.set("title", facts.title.as_ref());
    if !facts.aliases.is_empty() {
        map.set("aliases", texts(&facts.aliases));
    }
    set_some(&mut map, "state", facts.state.map(table::OrderState::name));
    set_some(&mut map, "advice", facts.advice.map(table::Advice::name));
    match &facts.reasons[..] {
        [] => {}
        [(reason, text)] if text.is_empty() => map.set("reason", reason.name()),
        reasons => {
            let reasons = entries(reasons, |(reason, text)| (reason.name(), Node::from(text.as_ref())));
            map.set("reason", reasons);
        }
    }
    set_provenance(&mut map, &code.provenance);
    map
}

/// Where a fact comes from, unless it is the document and there is nothing to add.
fn set_provenance(map: &mut Map, provenance: &model::Provenance) {
    if provenance.basis != model::Basis::Document {
        map.set("basis", provenance.basis.word());
    }
    set_some(map, "because", provenance.because.as_deref());
}

/// Where a rule comes from, also where it is the document.
fn set_known(map: &mut Map, provenance: &model::Provenance) {
    map.set("basis", provenance.basis.word());
    set_some(map, "because", provenance.because.as_deref());
}

fn set_some(map: &mut Map, key: &str, value: Option<impl Into<Node>>) {
    if let Some(value) = value {
        map.set(key, value);
    }
}

fn texts(names: &table::Names) -> Node {
    Node::List(names.iter().map(Node::from).collect())
}

/// One text as itself, several as a list.
fn one_or_more(names: &table::Names) -> Node {
    match (names.len(), names.get(0)) {
        (1, Some(only)) => only.into(),
        _ => texts(names),
    }
}

/// A template as it stands in specifications.
pub(crate) fn template(template: &table::Template) -> String {
    let mut text = String::new();
    for part in template {
        match part {
            table::Part::Literal(literal) => {
                text.push_str(&literal.replace('{', "{{").replace('}', "}}"));
            }
            table::Part::Name => text.push_str("{name}"),
            table::Part::Value => text.push_str("{value}"),
            table::Part::Key => text.push_str("{key}"),
            table::Part::Signature => text.push_str("{signature}"),
            table::Part::Credential(name) => text.push_str(&format!("{{credentials.{name}}}")),
        }
    }
    text
}
