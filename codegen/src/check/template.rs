//! Texts with places to fill: `{name}={value}`, `&key={key}`.

use payspec_table as table;

use super::reference;
use crate::diagnostic::Rule;
use crate::reporter::{At, Reporter};
use crate::source::Place;
use crate::spec::CredentialSpec;
use crate::spec::read::Entries;
use crate::suggestion::did_you_mean;

/// What a piece of a canonical string may hold.
pub(crate) const PIECE: &[&str] = &["name", "value"];
/// What may stand before and after the pieces.
pub(crate) const AFFIX: &[&str] = &["key", CREDENTIALS];
/// What the header of a signature may hold.
pub(crate) const HEADER: &[&str] = &["signature", CREDENTIALS];
/// What other headers may hold.
pub(crate) const PLAIN_HEADER: &[&str] = &[CREDENTIALS];

/// Any credential that is a text.
const CREDENTIALS: &str = "credentials.…";

/// Reads a template. `{{` and `}}` stand for braces.
pub(crate) fn parse(
    text: &str,
    allowed: &[&str],
    credentials: &Entries<CredentialSpec>,
    place: &Place,
    reporter: &mut Reporter<'_>,
) -> table::Template {
    let mut parts = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, brace) = rest.split_at(at);
        literal.push_str(before);
        if let Some(after) = brace.strip_prefix("{{").or_else(|| brace.strip_prefix("}}")) {
            literal.push_str(&brace[..1]);
            rest = after;
            continue;
        }
        let Some(end) = brace.find('}').filter(|end| *end > 0) else {
            let what = if brace.starts_with('{') { "a brace is not closed" } else { "a brace is not opened" };
            reporter.value(Rule::UnknownPlaceholder, place, what).help =
                Some("write `{{` or `}}` for a brace that is meant as one".to_owned());
            return Vec::new().into();
        };
        if !literal.is_empty() {
            parts.push(table::Part::Literal(std::mem::take(&mut literal).into()));
        }
        parts.extend(placeholder(&brace[1..end], allowed, credentials, place, reporter));
        rest = &brace[end + 1..];
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        parts.push(table::Part::Literal(literal.into()));
    }
    parts.into()
}

fn placeholder(
    name: &str,
    allowed: &[&str],
    credentials: &Entries<CredentialSpec>,
    place: &Place,
    reporter: &mut Reporter<'_>,
) -> Option<table::Part> {
    if name.starts_with("credentials.") && allowed.contains(&CREDENTIALS) {
        let (name, credential) = reference::credential(name, credentials, place, reporter)?;
        if reference::credential_kind(credential) != table::CredentialKind::Text {
            let message = format!("`{name}` is a key, and this text is not secret");
            let word = format!("{{credentials.{name}}}");
            reporter.word(Rule::WrongKeyKind, At::Value(place), &word, message).help =
                allowed.contains(&"key").then(|| "`{key}` stands for the key".to_owned());
        }
        return Some(table::Part::Credential(name.to_owned().into()));
    }
    let part = match name {
        "name" => table::Part::Name,
        "value" => table::Part::Value,
        "key" => table::Part::Key,
        "signature" => table::Part::Signature,
        _ => table::Part::Literal("".into()),
    };
    if allowed.contains(&name) {
        return Some(part);
    }
    let placeholder = format!("{{{name}}}");
    let allowed: Vec<String> = allowed.iter().map(|name| format!("{{{name}}}")).collect();
    let message = format!("`{placeholder}` stands for nothing here");
    reporter.word(Rule::UnknownPlaceholder, At::Value(place), &placeholder, message).help =
        did_you_mean(&placeholder, allowed.iter().map(String::as_str));
    None
}

/// The names in braces, also of one that is not closed.
pub(crate) fn names(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let brace = &rest[at..];
        rest = match (brace.strip_prefix("{{"), brace.find('}')) {
            (Some(after), _) => after,
            (None, Some(end)) => {
                names.push(&brace[1..end]);
                &brace[end..]
            }
            (None, None) => {
                names.push(&brace[1..]);
                ""
            }
        };
    }
    names
}
