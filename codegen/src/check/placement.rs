//! Where signatures stand: in a field or in a header.

use payspec_table as table;

use super::like::Merged;
use super::signing::Context;
use super::{reference, template};
use crate::diagnostic::Rule;
use crate::reporter::Reporter;
use crate::source::Place;
use crate::spec::read::Entries;
use crate::spec::{CredentialSpec, FieldSpec, FieldType};

/// Where the signature of a message stands.
pub(crate) fn check(
    merged: &Merged,
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<table::Placement> {
    let mut marked = signature_fields(context.fields);
    if merged.spec.header.is_some() {
        return header(merged, &marked, context, reporter);
    }
    refuse_two(&marked, reporter)?;
    let Some((path, place)) = marked.pop() else {
        let fields = context.message.key("fields");
        let message = format!("nothing says where the signature of this {} stands", context.message.last());
        // A field that could not be read may be the one that is marked.
        if reference::all_read(context.fields, reporter) {
            reporter.key(Rule::SignaturePlace, &fields, message).help =
                Some("mark its field with `signature: true`, or give the rule a `header:`".to_owned());
        }
        return None;
    };
    field(path, &place, reporter)
}

/// Where the signature stands by a rule that nobody has written down yet: in the field that is marked, if one is.
pub(crate) fn of_undecided(context: Context<'_>, reporter: &mut Reporter<'_>) -> Option<table::Placement> {
    let mut marked = signature_fields(context.fields);
    refuse_two(&marked, reporter)?;
    match marked.pop() {
        Some((path, place)) => field(path, &place, reporter),
        None => Some(table::Placement::Field(table::Path::Owned(Vec::new()))),
    }
}

/// `None` where two fields are marked, which is reported.
fn refuse_two(marked: &[(Vec<String>, Place)], reporter: &mut Reporter<'_>) -> Option<()> {
    let [(_, first), (_, second), ..] = marked else { return Some(()) };
    let span = reporter.span(first);
    let diagnostic = reporter.key(Rule::SignaturePlace, second, "two fields are marked as the signature");
    diagnostic.also.push((span, "the other one".to_owned()));
    None
}

fn field(path: Vec<String>, place: &Place, reporter: &mut Reporter<'_>) -> Option<table::Placement> {
    if path.iter().any(|segment| segment == table::EACH) {
        reporter.key(Rule::SignaturePlace, place, "a message has one signature, this field is in a list");
        return None;
    }
    Some(table::Placement::Field(table::Path::Owned(path)))
}

fn header(
    merged: &Merged,
    marked: &[(Vec<String>, Place)],
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<table::Placement> {
    let header = merged.spec.header.as_ref()?;
    if let Some((_, field)) = marked.first() {
        let span = reporter.span(&header.place);
        let message = "the signature stands in a header, and this field is marked as well";
        let diagnostic = reporter.key(Rule::SignaturePlace, &field.key("signature"), message);
        diagnostic.also.push((span, "the header".to_owned()));
    }
    let value = header_value(merged, context.credentials, reporter)?;
    Some(table::Placement::Header { name: header.name.clone().into(), value })
}

/// What the header of a signature holds; `None` where the rule has none.
pub(crate) fn header_value(
    merged: &Merged,
    credentials: &Entries<CredentialSpec>,
    reporter: &mut Reporter<'_>,
) -> Option<table::Template> {
    let header = merged.spec.header.as_ref()?;
    let place = header.place.key("value");
    let value = template::parse(&header.value, template::HEADER, credentials, &place, reporter);
    if template::names(&header.value).iter().filter(|name| **name == "signature").count() != 1 {
        reporter.value(Rule::SignaturePlace, &place, "the header must hold `{signature}` once");
    }
    if !is_header_name(&header.name) {
        let message = format!("`{}` is no name of a header", header.name);
        reporter.value(Rule::BadName, &header.place.key("name"), message).help =
            Some("letters, digits and `-`, without blanks".to_owned());
    }
    Some(value)
}

/// Whether HTTP takes a word as the name of a header.
pub(crate) fn is_header_name(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// The fields that are marked as the signature.
pub(crate) fn signature_fields(fields: &Entries<FieldSpec>) -> Vec<(Vec<String>, Place)> {
    let mut found = Vec::new();
    for entry in fields.iter() {
        if entry.value.signature == Some(true) {
            found.push((vec![entry.name.clone()], entry.place.clone()));
        }
        for (mut path, place) in entry.value.fields.iter().flat_map(signature_fields) {
            if entry.value.kind == Some(FieldType::List) {
                path.insert(0, table::EACH.to_owned());
            }
            path.insert(0, entry.name.clone());
            found.push((path, place));
        }
    }
    found
}
