//! References: paths to fields, credentials and code tables.

use payspec_table as table;

use crate::diagnostic::{Rule, did_you_mean};
use crate::source::Place;
use crate::spec::read::{Entries, Reporter};
use crate::spec::{ConditionSpec, CredentialSpec, CredentialType, FieldSpec, FieldType, WhenSpec};

/// The segments of a path: `orders[].status` → `orders`, `[]`, `status`.
pub(crate) fn segments(path: &str) -> Vec<String> {
    let mut segments = Vec::new();
    for part in path.split('.') {
        match part.strip_suffix(table::EACH) {
            Some(list) => {
                segments.push(list.to_owned());
                segments.push(table::EACH.to_owned());
            }
            None => segments.push(part.to_owned()),
        }
    }
    segments
}

/// The field that a path names, or a report of the segment that names none.
pub(crate) fn field<'a>(
    path: &str,
    fields: &'a Entries<FieldSpec>,
    place: &Place,
    reporter: &mut Reporter<'_>,
) -> Option<(table::Path, &'a FieldSpec)> {
    let segments = segments(path);
    let mut scope = fields;
    let mut found: Option<&FieldSpec> = None;
    let mut in_list = false;
    for segment in &segments {
        if segment == table::EACH {
            if !found.is_some_and(|field| field.kind == Some(FieldType::List)) {
                reporter.value(Rule::UnknownField, place, format!("`[]` in `{path}` does not follow a list"));
                return None;
            }
            in_list = false;
            continue;
        }
        let entry = if in_list { None } else { scope.get(segment) };
        let Some(entry) = entry else {
            let message = match found {
                _ if in_list => format!("`{path}` goes into a list: write `[]` after the list"),
                Some(field) => format!("`{}` has no field `{segment}`", field.place.last()),
                None => format!("the message has no field `{segment}`"),
            };
            let help = did_you_mean(segment, scope.names());
            reporter.value(Rule::UnknownField, place, message).help = if in_list { None } else { help };
            return None;
        };
        found = Some(&entry.value);
        in_list = entry.value.kind == Some(FieldType::List);
        match &entry.value.fields {
            Some(children) => scope = children,
            None => scope = const { &Entries(Vec::new()) },
        }
    }
    found.map(|field| (table::Path::Owned(segments), field))
}

/// The credential that `credentials.…` names.
pub(crate) fn credential<'a>(
    reference: &str,
    credentials: &'a Entries<CredentialSpec>,
    place: &Place,
    reporter: &mut Reporter<'_>,
) -> Option<(&'a str, &'a CredentialSpec)> {
    let Some(name) = reference.strip_prefix("credentials.") else {
        reporter.value(Rule::UnknownCredential, place, format!("`{reference}` is no credential")).help =
            Some("write `credentials.` and the name of one".to_owned());
        return None;
    };
    if let Some(entry) = credentials.get(name) {
        return Some((&entry.name, &entry.value));
    }
    reporter.value(Rule::UnknownCredential, place, format!("the provider has no credential `{name}`")).help =
        did_you_mean(name, credentials.names());
    None
}

/// What kind of credential a specification describes.
pub(crate) fn credential_kind(spec: &CredentialSpec) -> table::CredentialKind {
    match spec.kind.unwrap_or(CredentialType::Text) {
        CredentialType::Text if spec.secret == Some(true) => table::CredentialKind::Secret,
        CredentialType::Text => table::CredentialKind::Text,
        CredentialType::PrivateKey => table::CredentialKind::PrivateKey,
        CredentialType::PublicKey => table::CredentialKind::PublicKey,
    }
}

/// The conditions of a `when`.
pub(crate) fn conditions(
    when: &WhenSpec,
    fields: &Entries<FieldSpec>,
    codes: &super::codes::Known<'_>,
    reporter: &mut Reporter<'_>,
) -> Vec<table::Condition> {
    let mut conditions = Vec::new();
    for entry in when.iter() {
        let Some((path, target)) = field(&entry.name, fields, &entry.place, reporter) else { continue };
        let test = match &entry.value {
            ConditionSpec::Is(values) | ConditionSpec::IsNot(values) => {
                if values.is_empty() {
                    reporter.value(
                        Rule::BadCondition,
                        &entry.place,
                        "a condition without values never holds",
                    );
                }
                for value in values {
                    codes.require(target, value, &entry.place, reporter);
                }
                let values = table::Names::Owned(values.clone());
                if matches!(entry.value, ConditionSpec::Is(_)) {
                    table::Test::Is(values)
                } else {
                    table::Test::IsNot(values)
                }
            }
            ConditionSpec::Present => table::Test::Present,
            ConditionSpec::Absent => table::Test::Absent,
        };
        conditions.push(table::Condition { path, test });
    }
    conditions
}
