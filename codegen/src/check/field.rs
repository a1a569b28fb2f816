//! Fields of messages.

use payspec_table as table;

use super::codes::Known;
use super::name::{Scope, camel_case, require_snake_case, snake_case};
use super::{kind, provenance, reference, value};
use crate::diagnostic::Rule;
use crate::model;
use crate::reporter::{At, Reporter};
use crate::spec::read::{Entries, Entry};
use crate::spec::{CredentialSpec, FieldSpec, FieldType, LengthUnitWord, PresenceWord};

/// Which way a message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Request,
    Response,
}

/// What the fields of one message are checked against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) direction: Direction,
    /// The fields from the top of the message.
    pub(crate) root: &'a Entries<FieldSpec>,
    pub(crate) codes: Known<'a>,
    pub(crate) credentials: &'a Entries<CredentialSpec>,
}

/// Checks the fields of one level. `owner` is the generated type that they belong to.
pub(crate) fn check(
    fields: &Entries<FieldSpec>,
    owner: &str,
    context: Context<'_>,
    types: &mut Scope,
    reporter: &mut Reporter<'_>,
) -> Vec<model::Field> {
    let mut names = match context.direction {
        Direction::Request => Scope::with("field", &["new", "expect_amount", "expected_amount"]),
        Direction::Response => Scope::with("field", &["reply"]),
    };
    let checked: Vec<model::Field> =
        fields.iter().map(|entry| field(entry, owner, context, types, &mut names, reporter)).collect();
    if context.direction == Direction::Request {
        for (entry, field) in fields.iter().zip(&checked) {
            refuse_constructor(entry, field, &checked, reporter);
        }
    }
    checked
}

/// A request that can be made from a field alone has a constructor `by_…`, which a setter would clash with.
fn refuse_constructor(
    entry: &Entry<FieldSpec>,
    field: &model::Field,
    fields: &[model::Field],
    reporter: &mut Reporter<'_>,
) {
    let Some(name) = field.rust_name.strip_prefix("by_") else { return };
    if fields.iter().any(|other| other.rust_name == name) {
        let message = format!("`{}` is how a request is made from `{name}` alone", field.rust_name);
        reporter.key(Rule::NameClash, &entry.place, message).help =
            Some("the wire's name stays; give the field another in Rust with `name:`".to_owned());
    }
}

fn field(
    entry: &Entry<FieldSpec>,
    owner: &str,
    context: Context<'_>,
    types: &mut Scope,
    names: &mut Scope,
    reporter: &mut Reporter<'_>,
) -> model::Field {
    let spec = &entry.value;
    let rust_name = match &spec.name {
        Some(name) => {
            let place = spec.place.key("name");
            if require_snake_case(name, At::Value(&place), reporter) {
                names.claim(name, At::Value(&place), reporter);
            }
            name.clone()
        }
        None => {
            let name = snake_case(&entry.name);
            // It may have another, which could not be read.
            if !reporter.is_unread(&spec.place) {
                names.claim(&name, At::Key(&entry.place), reporter);
            }
            name
        }
    };
    if entry.name.is_empty()
        || entry.name.contains(['.', '[', ']'])
        || entry.name.chars().any(char::is_whitespace)
    {
        let message = format!("`{}` cannot be the name of a field on the wire", entry.name);
        reporter.key(Rule::BadName, &entry.place, message).help =
            Some("a name has no blanks, dots or brackets".to_owned());
    }
    let type_name = spec.fields.is_some().then(|| {
        let name = match spec.kind {
            Some(FieldType::List) => format!("{owner}{}Item", camel_case(&rust_name)),
            _ => format!("{owner}{}", camel_case(&rust_name)),
        };
        types.claim(&name, At::Key(&entry.place), reporter);
        name
    });
    let children = match (&spec.fields, &type_name) {
        (Some(fields), Some(name)) => check(fields, name, context, types, reporter),
        _ => Vec::new(),
    };
    refuse_misplaced_keys(spec, reporter);
    let kind = kind::check(spec, &children, context, reporter);
    let facts = table::Field {
        name: entry.name.clone().into(),
        title: spec.title.clone().into(),
        presence: presence(spec.presence),
        when: spec
            .when
            .as_ref()
            .map(|when| reference::conditions(when, Some(spec), context.root, &context.codes, reporter))
            .unwrap_or_default()
            .into(),
        max_length: spec.max_length.map(|max| table::Length {
            max,
            unit: match spec.length_unit {
                Some(LengthUnitWord::Bytes) => table::LengthUnit::Bytes,
                _ => table::LengthUnit::Characters,
            },
        }),
        written: kind::written(spec, &kind, reporter),
        source: value::source(spec, context, reporter),
        kind,
        secret: spec.secret.unwrap_or(false),
        personal: spec.personal.unwrap_or(false),
        example: spec.example.clone().map(Into::into),
    };
    check_when(spec, reporter);
    check_reasons(spec, reporter);
    value::check_own_texts(spec, &facts, context, reporter);
    model::Field {
        rust_name,
        type_name,
        code_type: match &facts.kind {
            table::Kind::Code(name) => Some(camel_case(name)),
            _ => None,
        },
        guaranteed: false,
        description: spec.description.clone(),
        documented: documented(spec),
        provenance: provenance(spec.basis, spec.because.as_ref()),
        children,
        facts,
    }
}

fn presence(word: PresenceWord) -> table::Presence {
    match word {
        PresenceWord::Required => table::Presence::Required,
        PresenceWord::Optional => table::Presence::Optional,
        PresenceWord::Conditional => table::Presence::Conditional,
    }
}

/// What the document says: what the specification says, unless it records a difference.
fn documented(spec: &FieldSpec) -> model::Documented {
    let listed = provenance(spec.basis, None).basis == model::Basis::Document;
    let own = spec.documented.as_ref();
    model::Documented {
        name: own.and_then(|own| own.name.clone()),
        title: own.and_then(|own| own.title.clone()),
        presence: own.and_then(|own| own.presence).or_else(|| listed.then_some(spec.presence)).map(presence),
        max_length: own.and_then(|own| own.max_length),
        kind: own.and_then(|own| own.kind.clone()),
    }
}

/// The type that a specification gives a field: text where it gives none.
pub(crate) fn field_type(spec: &FieldSpec) -> FieldType {
    spec.kind.unwrap_or(FieldType::Text)
}

/// Reports keys that mean nothing on a field of this type.
fn refuse_misplaced_keys(spec: &FieldSpec, reporter: &mut Reporter<'_>) {
    let kind = field_type(spec);
    let timed = matches!(kind, FieldType::Date | FieldType::Time | FieldType::DateTime);
    let nested = matches!(kind, FieldType::Object | FieldType::List);
    let list_of_objects = kind == FieldType::List && spec.fields.is_some();
    let misplaced = [
        ("unit", spec.unit.is_some() && kind != FieldType::Money, "amounts (`type: money`)"),
        ("format", spec.format.is_some() && !timed, "dates and times"),
        ("year_from", spec.year_from.is_some() && kind != FieldType::DateTime, "`type: datetime`"),
        ("table", spec.table.is_some() && kind != FieldType::Code, "`type: code`"),
        ("fields", spec.fields.is_some() && !nested, "objects and lists"),
        ("element", spec.element.is_some() && !list_of_objects, "lists of objects"),
        ("joint", spec.joint.is_some() && kind != FieldType::List, "lists of texts"),
        (
            "length_unit",
            spec.length_unit.is_some() && spec.max_length.is_none(),
            "fields with a `max_length`",
        ),
    ];
    for (key, wrong, where_to) in misplaced {
        if wrong {
            reporter.key(
                Rule::Misplaced,
                &spec.place.key(key),
                format!("`{key}` means nothing here: it belongs to {where_to}"),
            );
        }
    }
    if spec.joint.is_some() && spec.fields.is_some() {
        reporter.key(
            Rule::Misplaced,
            &spec.place.key("joint"),
            "a list holds objects or joined texts, not both",
        );
    }
}

fn check_when(spec: &FieldSpec, reporter: &mut Reporter<'_>) {
    if spec.when.is_some() && spec.presence == PresenceWord::Required {
        reporter
            .key(
                Rule::BadCondition,
                &spec.place.key("when"),
                "a required field is always there, `when` says otherwise",
            )
            .help = Some("write `presence: conditional`".to_owned());
    }
}

/// A difference from the document needs a reason.
fn check_reasons(spec: &FieldSpec, reporter: &mut Reporter<'_>) {
    if spec.because.is_some() {
        return;
    }
    let basis = provenance(spec.basis, None).basis;
    if spec.documented.is_some() {
        reporter
            .key(
                Rule::NoReason,
                &spec.place.key("documented"),
                "the document says otherwise, and nothing says why it is not followed",
            )
            .help = Some("add `because:`".to_owned());
    } else if matches!(basis, model::Basis::Inferred | model::Basis::Unknown) {
        reporter.key(Rule::NoReason, &spec.place.key("basis"), "nothing says why this is believed").help =
            Some("add `because:`".to_owned());
    }
}
