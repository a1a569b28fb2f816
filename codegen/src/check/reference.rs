//! References: paths to fields, credentials and code tables.

use payspec_table as table;

use crate::diagnostic::Rule;
use crate::reporter::{At, Reporter};
use crate::source::Place;
use crate::spec::read::Entries;
use crate::spec::{ConditionSpec, CredentialSpec, CredentialType, FieldSpec, FieldType, WhenSpec};
use crate::suggestion::did_you_mean;

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
    at: At<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<(table::Path, &'a FieldSpec)> {
    let segments = segments(path);
    let mut scope = Some(fields);
    let mut found: Option<&FieldSpec> = None;
    for (index, segment) in segments.iter().enumerate() {
        let in_list = found.is_some_and(|field| field.kind == Some(FieldType::List));
        if segment == table::EACH {
            if found.is_some_and(|field| field.kind.is_none() && reporter.is_unread(&field.place)) {
                return None;
            }
            if !in_list || segments[index - 1] == table::EACH {
                let message = format!("`[]` in `{path}` does not follow a list");
                reporter.word(Rule::UnknownField, at, "", message);
                return None;
            }
            continue;
        }
        if in_list && segments[index - 1] != table::EACH {
            let list = segments[..index].join(".").replace(".[]", table::EACH);
            let message = format!("`{list}` is a list, and `{path}` does not go into its elements");
            reporter.word(Rule::UnknownField, at, "", message).help =
                Some(format!("write `{list}[].{}`", segments[index..].join(".").replace(".[]", table::EACH)));
            return None;
        }
        let Some(entry) = scope.and_then(|scope| scope.get(segment)) else {
            report_missing(segment, scope, found, at, reporter);
            return None;
        };
        found = Some(&entry.value);
        scope = entry.value.fields.as_ref();
    }
    found.map(|field| (table::Path::Owned(segments), field))
}

fn report_missing(
    segment: &str,
    scope: Option<&Entries<FieldSpec>>,
    inside: Option<&FieldSpec>,
    at: At<'_>,
    reporter: &mut Reporter<'_>,
) {
    if inside.is_some_and(|field| field.fields.is_none() && reporter.is_doubtful(&field.place)) {
        return;
    }
    let (message, help) = match (inside, scope) {
        (_, Some(scope)) if !scope.lacks(segment) => return,
        (None, Some(scope)) => {
            (format!("the message has no field `{segment}`"), did_you_mean(segment, scope.names()))
        }
        (Some(field), Some(scope)) => (
            format!("`{}` has no field `{segment}`", field.place.last()),
            did_you_mean(segment, scope.names()),
        ),
        (Some(field), None) => (format!("`{}` has no fields in it", field.place.last()), None),
        (None, None) => return,
    };
    reporter.word(Rule::UnknownField, at, segment, message).help = help;
}

/// Whether a path names a field.
pub(crate) fn exists(path: &str, fields: &Entries<FieldSpec>) -> bool {
    let mut scope = Some(fields);
    segments(path).iter().filter(|segment| *segment != table::EACH).all(|segment| {
        let entry = scope.and_then(|scope| scope.get(segment));
        scope = entry.and_then(|entry| entry.value.fields.as_ref());
        entry.is_some()
    })
}

/// Whether every field could be read as a whole, so that what no field says is not said at all.
pub(crate) fn all_read(fields: &Entries<FieldSpec>, reporter: &Reporter<'_>) -> bool {
    let is_read = |field: &FieldSpec| {
        !reporter.is_unread(&field.place)
            && field.fields.as_ref().is_none_or(|fields| all_read(fields, reporter))
    };
    !fields.has_unread() && fields.iter().all(|entry| is_read(&entry.value))
}

/// The credential that `credentials.…` names.
pub(crate) fn credential<'a>(
    reference: &str,
    credentials: &'a Entries<CredentialSpec>,
    place: &Place,
    reporter: &mut Reporter<'_>,
) -> Option<(&'a str, &'a CredentialSpec)> {
    let Some(name) = reference.strip_prefix("credentials.") else {
        let help = if credentials.get(reference).is_some() {
            format!("write `credentials.{reference}`")
        } else {
            "write `credentials.` and the name of one".to_owned()
        };
        reporter.value(Rule::UnknownCredential, place, format!("`{reference}` is no credential")).help =
            Some(help);
        return None;
    };
    if let Some(entry) = credentials.get(name) {
        return Some((&entry.name, &entry.value));
    }
    if credentials.lacks(name) {
        let message = format!("the provider has no credential `{name}`");
        reporter.word(Rule::UnknownCredential, At::Value(place), name, message).help =
            did_you_mean(name, credentials.names());
    }
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

/// The conditions of a `when`. They cannot hang on the field that they are about.
pub(crate) fn conditions(
    when: &WhenSpec,
    about: Option<&FieldSpec>,
    fields: &Entries<FieldSpec>,
    codes: &super::codes::Known<'_>,
    reporter: &mut Reporter<'_>,
) -> Vec<table::Condition> {
    let mut conditions = Vec::new();
    for entry in when.iter() {
        let Some((path, target)) = field(&entry.name, fields, At::Key(&entry.place), reporter) else {
            continue;
        };
        if about.is_some_and(|about| about.place == target.place) {
            let message = format!("whether `{}` is there cannot hang on itself", entry.name);
            reporter.key(Rule::BadCondition, &entry.place, message);
        }
        let (place, values) = match &entry.value {
            ConditionSpec::Is(values) => (entry.place.clone(), values),
            ConditionSpec::IsNot(values) => (entry.place.key("not"), values),
            ConditionSpec::Present => {
                conditions.push(table::Condition { path, test: table::Test::Present });
                continue;
            }
            ConditionSpec::Absent => {
                conditions.push(table::Condition { path, test: table::Test::Absent });
                continue;
            }
        };
        if values.is_empty() {
            reporter.value(Rule::BadCondition, &place, "a condition without values never holds");
        }
        for (index, value) in values.iter().enumerate() {
            codes.require(target, value, &reporter.item(&place, index), reporter);
        }
        let values = table::Names::Owned(values.clone());
        let test = match &entry.value {
            ConditionSpec::IsNot(_) => table::Test::IsNot(values),
            _ => table::Test::Is(values),
        };
        conditions.push(table::Condition { path, test });
    }
    conditions
}
