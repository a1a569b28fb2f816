//! What is required and may be empty all the same: objects in which nothing is, groups of fields that may not be given.

use super::fields;
use crate::diagnostic::Rule;
use crate::reporter::{At, Reporter};
use crate::spec::read::Entries;
use crate::spec::{FieldSpec, FieldType, GroupsSpec, OperationSpec, PresenceWord, RequestSpec};

/// Reports required objects in which nothing is required, and groups whose members have conditions.
pub(super) fn check(spec: &OperationSpec, reporter: &mut Reporter<'_>) {
    for message in [&spec.request.fields, &spec.response.fields] {
        for field in fields(message) {
            require_something_inside(&field.dotted(), &field.entry.value, reporter);
        }
    }
    groups(&spec.request, reporter);
}

/// An object that must be there, and may be empty.
fn require_something_inside(path: &str, spec: &FieldSpec, reporter: &mut Reporter<'_>) {
    let Some(children) = spec.fields.as_ref().filter(|children| !children.is_empty()) else { return };
    let required = |presence| presence == PresenceWord::Required;
    if !required(spec.presence)
        || spec.because.is_some()
        || children.iter().any(|child| required(child.value.presence))
    {
        return;
    }
    let message = match spec.kind {
        Some(FieldType::List) => format!("`{path}` is required, and nothing in its elements is"),
        _ => format!("`{path}` is required, and nothing in it is"),
    };
    let place = spec.place.key("presence");
    reporter.value(Rule::LooseGroup, &place, message).help = Some(
        "say which of its fields are always there; where the document requires none, say so with `because:` on it"
            .to_owned(),
    );
}

/// Groups ask for one of their fields, also where a `when` says that it is not to be given.
fn groups(spec: &RequestSpec, reporter: &mut Reporter<'_>) {
    for (place, members) in
        [&spec.at_least_one, &spec.exactly_one].into_iter().flatten().flat_map(|GroupsSpec(groups)| groups)
    {
        for (index, member) in members.iter().enumerate() {
            let Some(field) = spec.fields.get(member).map(|entry| &entry.value) else { continue };
            if field.because.is_some() || field.when.as_ref().is_none_or(Entries::is_empty) {
                continue;
            }
            let place = reporter.item(place, index);
            let span = reporter.span_of(At::Key(&field.place.key("when")));
            let message =
                format!("the group may ask for `{member}`, which may be given under conditions alone");
            let diagnostic = reporter.value(Rule::LooseGroup, &place, message);
            diagnostic.also.push((span, "only then".to_owned()));
            diagnostic.help = Some(
                "leave the `when:` to the group, or the field out of it; where the document has both, say so with `because:` on the field"
                    .to_owned(),
            );
        }
    }
}
