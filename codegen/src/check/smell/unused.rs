//! What is written down and used by nothing.

use std::collections::HashSet;

use super::{Field, fields};
use crate::check::template;
use crate::diagnostic::Rule;
use crate::reporter::Reporter;
use crate::source::Place;
use crate::spec::read::Entries;
use crate::spec::{OperationSpec, ProviderSpec, SigningSpec};
use crate::suggestion::suggest;

/// Reports code tables, credentials and signature rules that nothing uses, and names that keep nothing out of a signature.
pub(super) fn check(spec: &ProviderSpec, reporter: &mut Reporter<'_>) {
    let tables: HashSet<&str> = spec
        .operations
        .iter()
        .flat_map(|entry| [&entry.value.request.fields, &entry.value.response.fields])
        .flat_map(fields)
        .filter_map(|field| field.entry.value.table.as_deref())
        .collect();
    report(spec.codes.as_ref(), &tables, "code table", "no field has it as its `table:`", reporter);
    let credentials = credentials(spec);
    let why = "no field, rule, header or identity names it";
    report(spec.credentials.as_ref(), &credentials, "credential", why, reporter);
    report(spec.signing.as_ref(), &rules(spec), "signature rule", "no message follows it", reporter);
    excluded(spec, reporter);
}

/// How many names of one rule are compared with those of all fields. A rule that excludes more which no message has lists them
/// for another reason than a slip.
const MOST_COMPARED: usize = 32;

/// Reports names that a rule excludes and no message has, where the name of a field is near. Others may be members that no
/// document lists.
fn excluded(spec: &ProviderSpec, reporter: &mut Reporter<'_>) {
    let fields: Vec<Field<'_>> = spec
        .operations
        .iter()
        .flat_map(|entry| [&entry.value.request.fields, &entry.value.response.fields])
        .flat_map(fields)
        .collect();
    let names: HashSet<&str> = fields.iter().map(|field| field.entry.name.as_str()).collect();
    // The signature stays out by itself.
    let others = fields.iter().filter(|field| field.entry.value.signature != Some(true));
    let others: HashSet<&str> = others.map(|field| field.entry.name.as_str()).collect();
    for rule in spec.signing.iter().flat_map(Entries::iter).map(|entry| &entry.value) {
        let list = rule.exclude.as_deref().unwrap_or_default();
        let excluded: HashSet<&str> = list.iter().map(String::as_str).collect();
        let signed: Vec<&str> = others.difference(&excluded).copied().collect();
        let unmatched = list.iter().enumerate().filter(|(_, name)| !names.contains(name.as_str()));
        for (index, name) in unmatched.take(MOST_COMPARED) {
            let Some(near) = suggest(name, signed.iter().copied()) else { continue };
            let place = reporter.item(&rule.place.key("exclude"), index);
            let message = format!("no message has the excluded `{name}`, and `{near}` is signed");
            reporter.value(Rule::Unused, &place, message).help =
                Some(format!("did you mean `{near}`? Otherwise leave it out"));
        }
    }
}

fn report<T>(
    entries: Option<&Entries<T>>,
    used: &HashSet<&str>,
    what: &str,
    why: &str,
    reporter: &mut Reporter<'_>,
) {
    let unused: Vec<(&str, &Place)> = entries
        .into_iter()
        .flat_map(Entries::iter)
        .map(|entry| (entry.name.as_str(), &entry.place))
        .filter(|(name, _)| !used.contains(name))
        .collect();
    for (name, place) in unused {
        let message = format!("nothing uses the {what} `{name}`: {why}");
        reporter.key(Rule::Unused, place, message).help = Some("use it, or leave it out".to_owned());
    }
}

/// The rules that messages follow, and those that they are like.
fn rules(spec: &ProviderSpec) -> HashSet<&str> {
    let mut used = HashSet::new();
    let mut open: Vec<&str> = Vec::new();
    for OperationSpec { request, response, .. } in spec.operations.iter().map(|entry| &entry.value) {
        open.push(request.signing.as_ref().map_or("request", |named| &named.name));
        open.push(response.signing.as_ref().map_or("response", |named| &named.name));
    }
    while let Some(name) = open.pop() {
        if used.insert(name) {
            let rule = spec.signing.as_ref().and_then(|rules| rules.get(name));
            open.extend(rule.and_then(|rule| rule.value.like.as_deref()));
        }
    }
    used
}

/// The credentials that a field, a signature rule, a header or an identity names. A rule that no message follows is
/// reported, and its key is not: it may be the key that is missing elsewhere.
fn credentials(spec: &ProviderSpec) -> HashSet<&str> {
    let mut used = HashSet::new();
    for rule in spec.signing.iter().flat_map(Entries::iter) {
        let SigningSpec { key, prefix, suffix, header, .. } = &rule.value;
        used.extend(key.as_deref());
        let header = header.as_ref().map(|header| &header.value);
        used.extend(
            [prefix.as_ref(), suffix.as_ref(), header]
                .into_iter()
                .flatten()
                .flat_map(|text| template::names(text)),
        );
    }
    for operation in spec.operations.iter().map(|entry| &entry.value) {
        let fields = fields(&operation.request.fields);
        used.extend(fields.into_iter().filter_map(|field| field.entry.value.from.as_deref()));
        let headers = operation.request.headers.iter().flat_map(Entries::iter);
        used.extend(headers.flat_map(|header| template::names(&header.value)));
        let identity = operation.response.identity.iter().flat_map(Entries::iter);
        used.extend(identity.map(|entry| entry.value.equals.as_str()));
    }
    used.into_iter().filter_map(|name| name.strip_prefix("credentials.")).collect()
}
