//! Fields of messages.

use payspec_table as table;

use super::codes::Known;
use super::format::{self, Parts};
use super::name::{Scope, camel_case, snake_case};
use super::{provenance, reference};
use crate::diagnostic::{Rule, did_you_mean};
use crate::model;
use crate::spec::read::{Entries, Entry, Reporter};
use crate::spec::{
    CredentialSpec, FieldSpec, FieldType, Generate, Is, LengthUnitWord, PresenceWord, Unit, WrittenWord,
};

/// The longest nonce that is made, in characters, whatever the field allows.
const NONCE_LENGTH: u32 = 32;

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
    let mut names = Scope::fields(match context.direction {
        Direction::Request => &["new", "expect_amount", "expected_amount"],
        Direction::Response => &["reply"],
    });
    fields.iter().map(|entry| field(entry, owner, context, types, &mut names, reporter)).collect()
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
    let rust_name = spec.name.clone().unwrap_or_else(|| snake_case(&entry.name));
    names.claim(&rust_name, &entry.place, reporter);
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
        types.claim(&name, &entry.place, reporter);
        name
    });
    let children = match (&spec.fields, &type_name) {
        (Some(fields), Some(name)) => check(fields, name, context, types, reporter),
        _ => Vec::new(),
    };
    refuse_misplaced_keys(spec, reporter);
    let kind = kind(spec, &children, context, reporter);
    let facts = table::Field {
        name: entry.name.clone().into(),
        title: spec.title.clone().into(),
        presence: presence(spec.presence),
        when: spec
            .when
            .as_ref()
            .map(|when| reference::conditions(when, context.root, &context.codes, reporter))
            .unwrap_or_default()
            .into(),
        max_length: spec.max_length.map(|max| table::Length {
            max,
            unit: match spec.length_unit {
                Some(LengthUnitWord::Bytes) => table::LengthUnit::Bytes,
                _ => table::LengthUnit::Characters,
            },
        }),
        written: written(spec, &kind, reporter),
        source: source(spec, context, reporter),
        kind,
        secret: spec.secret.unwrap_or(false),
        personal: spec.personal.unwrap_or(false),
        example: spec.example.clone().map(Into::into),
    };
    check_when(entry, context, reporter);
    check_reasons(spec, reporter);
    check_own_texts(spec, &facts, context, reporter);
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
fn field_type(spec: &FieldSpec) -> FieldType {
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

fn kind(
    spec: &FieldSpec,
    children: &[model::Field],
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) -> table::Kind {
    let needs = |key: &str, reporter: &mut Reporter<'_>| {
        let name = spec.place.last();
        let kind = field_type(spec).word();
        reporter.key(
            Rule::TypeNeeds,
            &spec.place,
            format!("`{name}` is of type `{kind}`, which needs the key `{key}`"),
        );
    };
    match field_type(spec) {
        FieldType::Text => table::Kind::Text,
        FieldType::Integer => table::Kind::Integer,
        FieldType::Decimal => table::Kind::Decimal,
        FieldType::Boolean => table::Kind::Boolean,
        FieldType::Milliseconds => table::Kind::Milliseconds,
        FieldType::Money => match spec.unit {
            Some(Unit::Fen) => table::Kind::Money(table::MoneyUnit::Fen),
            Some(Unit::Yuan) => table::Kind::Money(table::MoneyUnit::Yuan),
            None => {
                needs("unit", reporter);
                table::Kind::Text
            }
        },
        FieldType::Date | FieldType::Time | FieldType::DateTime => match &spec.format {
            Some(formats) => timed(spec, formats, context, reporter),
            None => {
                needs("format", reporter);
                table::Kind::Text
            }
        },
        FieldType::Code => match &spec.table {
            Some(name) => {
                if context.codes.0.get(name).is_none() {
                    let message = format!("the provider has no code table `{name}`");
                    reporter.value(Rule::UnknownCodeTable, &spec.place.key("table"), message).help =
                        did_you_mean(name, context.codes.0.names());
                }
                table::Kind::Code(name.clone().into())
            }
            None => {
                needs("table", reporter);
                table::Kind::Text
            }
        },
        FieldType::Object => {
            if spec.fields.is_none() {
                needs("fields", reporter);
            }
            table::Kind::Object(facts(children))
        }
        FieldType::List => match (&spec.fields, &spec.joint) {
            (Some(_), _) => table::Kind::List(table::Item::Object {
                fields: facts(children),
                element: spec.element.clone().map(Into::into),
            }),
            (None, Some(joint)) => {
                if joint.is_empty() {
                    reporter.value(Rule::TypeNeeds, &spec.place.key("joint"), "an empty joint joins nothing");
                }
                table::Kind::List(table::Item::Joined { joint: joint.clone().into() })
            }
            (None, None) => {
                needs("fields` or `joint", reporter);
                table::Kind::Text
            }
        },
    }
}

fn facts(fields: &[model::Field]) -> table::List<table::Field> {
    fields.iter().map(|field| field.facts.clone()).collect::<Vec<_>>().into()
}

fn timed(
    spec: &FieldSpec,
    formats: &[String],
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) -> table::Kind {
    let place = spec.place.key("format");
    let kind = field_type(spec);
    let mut without_year = false;
    if formats.is_empty() {
        reporter.value(Rule::BadFormat, &place, "at least one format is needed");
    }
    for format in formats {
        let fits = |parts: &Parts| match kind {
            FieldType::Date => parts.has_date() && parts.year && !parts.hour,
            FieldType::Time => parts.has_time() && !parts.month && !parts.day && !parts.year,
            _ => parts.has_date() && parts.has_time(),
        };
        match format::parts(format) {
            Err(why) => {
                reporter.value(Rule::BadFormat, &place, format!("`{format}` is no format: {why}"));
            }
            Ok(parts) if !fits(&parts) => {
                let needed = match kind {
                    FieldType::Date => "a date needs yyyy, MM and dd and nothing else",
                    FieldType::Time => "a time of day needs HH, mm and ss and nothing else",
                    _ => "a date and time needs MM, dd, HH, mm and ss, and yyyy or `year_from`",
                };
                reporter.value(Rule::BadFormat, &place, format!("`{format}` does not fit: {needed}"));
            }
            Ok(parts) => without_year |= !parts.year,
        }
    }
    let formats = table::Names::Owned(formats.to_vec());
    match kind {
        FieldType::Date => table::Kind::Date(formats),
        FieldType::Time => table::Kind::Time(formats),
        _ => table::Kind::DateTime { formats, year_from: year_from(spec, without_year, context, reporter) },
    }
}

fn year_from(
    spec: &FieldSpec,
    without_year: bool,
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) -> Option<table::Path> {
    let place = spec.place.key("year_from");
    match (&spec.year_from, without_year) {
        (None, false) => None,
        (None, true) => {
            let message = "a format without a year needs `year_from`: the field whose date is near";
            reporter.value(Rule::TypeNeeds, &spec.place.key("format"), message);
            None
        }
        (Some(_), false) => {
            reporter.key(
                Rule::Misplaced,
                &place,
                "`year_from` means nothing here: every format has its year",
            );
            None
        }
        (Some(path), true) => {
            let (path, field) = reference::field(path, context.root, &place, reporter)?;
            if !matches!(field.kind, Some(FieldType::Date | FieldType::DateTime | FieldType::Milliseconds)) {
                reporter.value(Rule::BadFormat, &place, "the year must come from a date").help =
                    Some("give that field `type: date` and its format".to_owned());
            }
            Some(path)
        }
    }
}

fn written(spec: &FieldSpec, kind: &table::Kind, reporter: &mut Reporter<'_>) -> table::Written {
    let nested = matches!(kind, table::Kind::Object(_) | table::Kind::List(table::Item::Object { .. }));
    let Some(word) = spec.written else {
        return match kind {
            table::Kind::Integer
            | table::Kind::Decimal
            | table::Kind::Money(_)
            | table::Kind::Milliseconds
            | table::Kind::Boolean => table::Written::Bare,
            _ => table::Written::Quoted,
        };
    };
    let place = spec.place.key("written");
    match word {
        WrittenWord::Quoted => table::Written::Quoted,
        WrittenWord::Bare => {
            if nested {
                reporter.value(Rule::Misplaced, &place, "`bare` is for numbers and truth values");
            }
            table::Written::Bare
        }
        WrittenWord::JsonText => {
            if !nested {
                reporter.value(Rule::Misplaced, &place, "`json_text` is for objects and lists of objects");
            }
            table::Written::JsonText
        }
    }
}

fn source(spec: &FieldSpec, context: Context<'_>, reporter: &mut Reporter<'_>) -> table::Source {
    let given = [
        ("constant", spec.constant.is_some()),
        ("generate", spec.generate.is_some()),
        ("from", spec.from.is_some()),
        ("signature", spec.signature == Some(true)),
    ];
    let keys: Vec<&str> = given.iter().filter(|(_, given)| *given).map(|(key, _)| *key).collect();
    if keys.len() > 1 {
        let message = format!("a value has one source, here are {}: `{}`", keys.len(), keys.join("`, `"));
        reporter.key(Rule::SeveralSources, &spec.place, message);
    }
    if context.direction == Direction::Response {
        for key in keys.iter().filter(|key| **key != "signature") {
            let message =
                format!("`{key}` belongs to requests: what a response says is the provider's choice");
            reporter.key(Rule::Misplaced, &spec.place.key(*key), message);
        }
    }
    if spec.signature == Some(true) {
        return table::Source::Signature;
    }
    if let Some(text) = &spec.constant {
        return table::Source::Constant(text.clone().into());
    }
    if let Some(from) = &spec.from {
        let place = spec.place.key("from");
        let Some((name, credential)) = reference::credential(from, context.credentials, &place, reporter)
        else {
            return table::Source::Caller;
        };
        let kind = reference::credential_kind(credential);
        if matches!(kind, table::CredentialKind::PrivateKey | table::CredentialKind::PublicKey) {
            reporter.value(
                Rule::WrongKeyKind,
                &place,
                format!("`{name}` is a key, not a text that can be sent"),
            );
        }
        return table::Source::Credential(name.to_owned().into());
    }
    match spec.generate {
        Some(Generate::Nonce) => {
            if field_type(spec) != FieldType::Text {
                reporter.value(Rule::Misplaced, &spec.place.key("generate"), "a nonce is a text");
            }
            table::Source::Nonce(spec.max_length.unwrap_or(NONCE_LENGTH).min(NONCE_LENGTH))
        }
        Some(Generate::Clock) => {
            if !matches!(
                field_type(spec),
                FieldType::Date | FieldType::Time | FieldType::DateTime | FieldType::Milliseconds
            ) {
                reporter
                    .value(
                        Rule::Misplaced,
                        &spec.place.key("generate"),
                        "a clock needs a type that is a time",
                    )
                    .help = Some("`type: milliseconds`, or `type: datetime` and a `format`".to_owned());
            }
            table::Source::Clock
        }
        None => table::Source::Caller,
    }
}

fn check_when(entry: &Entry<FieldSpec>, context: Context<'_>, reporter: &mut Reporter<'_>) {
    let spec = &entry.value;
    let Some(when) = &spec.when else { return };
    let place = spec.place.key("when");
    if spec.presence == PresenceWord::Required {
        reporter
            .key(Rule::BadCondition, &place, "a required field is always there, `when` says otherwise")
            .help = Some("write `presence: conditional`".to_owned());
    }
    let own = context.root.get(&entry.name).is_some_and(|field| field.place == entry.place);
    if own && when.names().any(|path| path == entry.name) {
        reporter.key(
            Rule::BadCondition,
            &place,
            format!("whether `{}` is there cannot hang on itself", entry.name),
        );
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

/// Constants and examples must keep the rules of their own field.
fn check_own_texts(
    spec: &FieldSpec,
    facts: &table::Field,
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) {
    for (key, text) in [("constant", &spec.constant), ("example", &spec.example)] {
        let Some(text) = text else { continue };
        let place = spec.place.key(key);
        if let Some(length) = facts.max_length {
            let found = match length.unit {
                table::LengthUnit::Characters => text.chars().count(),
                table::LengthUnit::Bytes => text.len(),
            };
            if u32::try_from(found).map_or(true, |found| found > length.max) {
                let message = format!("this is {found} long, the field allows {}", length.max);
                reporter.value(Rule::BreaksOwnRule, &place, message);
            }
        }
        if matches!(facts.kind, table::Kind::Integer | table::Kind::Milliseconds)
            && text.parse::<i64>().is_err()
        {
            reporter.value(Rule::BreaksOwnRule, &place, format!("`{text}` is no whole number"));
        }
        if key == "constant" {
            context.codes.require(spec, text, &place, reporter);
        }
    }
}

/// The roles of the fields of one message in the unified order.
pub(crate) fn view(
    fields: &Entries<FieldSpec>,
    direction: Direction,
    reporter: &mut Reporter<'_>,
) -> Vec<table::ViewEntry> {
    let mut found = Vec::new();
    collect_roles(fields, &mut Vec::new(), direction, &mut found, reporter);
    let mut view: Vec<table::ViewEntry> = Vec::new();
    let mut places: Vec<&crate::source::Place> = Vec::new();
    for (role, path, place) in found {
        if let Some(at) = view.iter().position(|entry| entry.role == role) {
            let span = reporter.span(places[at]);
            let diagnostic = reporter.value(
                Rule::BadRole,
                &place.key("is"),
                "two fields cannot be the same in the unified order",
            );
            diagnostic.also.push((span, "the other one".to_owned()));
            continue;
        }
        view.push(table::ViewEntry { role, field: table::Path::Owned(path) });
        places.push(place);
    }
    let has = |role| view.iter().any(|entry| entry.role == role);
    if has(table::Role::PaidDate) != has(table::Role::PaidTime)
        && let Some(at) =
            view.iter().position(|entry| matches!(entry.role, table::Role::PaidDate | table::Role::PaidTime))
    {
        reporter.value(
            Rule::BadRole,
            &places[at].key("is"),
            "`paid_date` and `paid_time` go together: one of them is missing",
        );
    }
    view
}

type FoundRole<'a> = (table::Role, Vec<String>, &'a crate::source::Place);

fn collect_roles<'a>(
    fields: &'a Entries<FieldSpec>,
    path: &mut Vec<String>,
    direction: Direction,
    found: &mut Vec<FoundRole<'a>>,
    reporter: &mut Reporter<'_>,
) {
    for entry in fields.iter() {
        path.push(entry.name.clone());
        if let Some(is) = entry.value.is {
            let role = role(is);
            let place = entry.value.place.key("is");
            let kind = field_type(&entry.value);
            let fits = match is {
                Is::Amount => kind == FieldType::Money,
                Is::PaidAt | Is::CreatedAt => matches!(kind, FieldType::DateTime | FieldType::Milliseconds),
                Is::PaidDate => kind == FieldType::Date,
                Is::PaidTime => kind == FieldType::Time,
                _ => {
                    !matches!(kind, FieldType::Object)
                        && (kind != FieldType::List || entry.value.joint.is_some())
                }
            };
            if !fits {
                let message = format!("a field of type `{}` cannot be `{}`", kind.word(), is.word());
                reporter.value(Rule::BadRole, &place, message);
            }
            if direction == Direction::Request && !matches!(is, Is::MerchantOrderNo | Is::ProviderOrderNo) {
                reporter.value(
                    Rule::BadRole,
                    &place,
                    "in a request, `is` tells which field names the order: `merchant_order_no` or `provider_order_no`",
                );
            }
            found.push((role, path.clone(), &entry.value.place));
        }
        if let Some(children) = &entry.value.fields {
            let list = entry.value.kind == Some(FieldType::List);
            if list {
                path.push(table::EACH.to_owned());
            }
            collect_roles(children, path, direction, found, reporter);
            if list {
                path.pop();
            }
        }
        path.pop();
    }
}

fn role(is: Is) -> table::Role {
    match is {
        Is::MerchantNo => table::Role::MerchantNo,
        Is::MerchantOrderNo => table::Role::MerchantOrderNo,
        Is::ProviderOrderNo => table::Role::ProviderOrderNo,
        Is::ChannelOrderNo => table::Role::ChannelOrderNo,
        Is::Amount => table::Role::Amount,
        Is::Currency => table::Role::Currency,
        Is::Channel => table::Role::Channel,
        Is::PaidAt => table::Role::PaidAt,
        Is::PaidDate => table::Role::PaidDate,
        Is::PaidTime => table::Role::PaidTime,
        Is::CreatedAt => table::Role::CreatedAt,
    }
}
