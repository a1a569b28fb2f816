//! Groups: fields of a request of which one is needed.

use payspec_table as table;

use crate::diagnostic::Rule;
use crate::reporter::Reporter;
use crate::source::Place;
use crate::spec::read::Entries;
use crate::spec::{FieldSpec, FieldType, GroupsSpec, PresenceWord, RequestSpec};
use crate::suggestion::did_you_mean;

/// The groups of a request.
pub(crate) fn check(spec: &RequestSpec, reporter: &mut Reporter<'_>) -> Vec<table::Group> {
    let mut groups = Vec::new();
    let kinds = [
        (table::GroupRule::AtLeastOne, &spec.at_least_one),
        (table::GroupRule::ExactlyOne, &spec.exactly_one),
    ];
    for (rule, given) in kinds {
        for (place, members) in given.iter().flat_map(|GroupsSpec(groups)| groups) {
            group(members, place, &spec.fields, reporter);
            groups.push(table::Group { rule, members: members.clone().into() });
        }
    }
    groups
}

fn group(members: &[String], place: &Place, fields: &Entries<FieldSpec>, reporter: &mut Reporter<'_>) {
    if members.len() < 2 {
        reporter.value(Rule::BadGroup, place, "a group has two members or more");
    }
    for (index, member) in members.iter().enumerate() {
        let place = &reporter.item(place, index);
        let Some(field) = fields.get(member) else {
            if fields.lacks(member) {
                let message = format!("the request has no field `{member}`");
                reporter.value(Rule::UnknownField, place, message).help =
                    did_you_mean(member, fields.names());
            }
            continue;
        };
        if members[..index].contains(member) {
            reporter.value(Rule::BadGroup, place, format!("`{member}` stands twice in the group"));
            continue;
        }
        let spec = &field.value;
        if let Some(key) = source_key(spec) {
            let span = reporter.span(&spec.place.key(key));
            let message = format!("the caller does not give `{member}`, so he cannot choose it");
            let diagnostic = reporter.value(Rule::BadGroup, place, message);
            diagnostic.also.push((span, "its value comes from here".to_owned()));
        } else if spec.presence == PresenceWord::Required {
            let span = reporter.span(&spec.place.key("presence"));
            let message = format!("`{member}` is required: the group decides nothing");
            let diagnostic = reporter.value(Rule::BadGroup, place, message);
            diagnostic.also.push((span, "required here".to_owned()));
            diagnostic.help = Some(
                "write `presence: optional`, and `documented: { presence: required }` where the document says so"
                    .to_owned(),
            );
        }
        if spec.fields.is_some() || spec.kind == Some(FieldType::Object) {
            let message = format!("`{member}` has fields in it: groups are of single values");
            reporter.value(Rule::BadGroup, place, message);
        }
    }
}

/// The key that says where a value comes from, unless the caller gives it.
fn source_key(spec: &FieldSpec) -> Option<&'static str> {
    let keys = [
        ("constant", spec.constant.is_some()),
        ("generate", spec.generate.is_some()),
        ("from", spec.from.is_some()),
        ("signature", spec.signature == Some(true)),
    ];
    keys.into_iter().find(|(_, given)| *given).map(|(key, _)| key)
}
