//! Types of fields, and what goes with them.

use payspec_table as table;

use super::field::{Context, field_type};
use super::format::{self, Parts};
use super::reference;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model;
use crate::reporter::{At, Reporter};
use crate::spec::{FieldSpec, FieldType, Unit, WrittenWord};
use crate::suggestion::did_you_mean;

/// The type of a field.
pub(crate) fn check(
    spec: &FieldSpec,
    children: &[model::Field],
    context: Context<'_>,
    reporter: &mut Reporter<'_>,
) -> table::Kind {
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
                needs(spec, "unit", reporter).help = Some("`unit: fen` or `unit: yuan`".to_owned());
                table::Kind::Text
            }
        },
        FieldType::Date | FieldType::Time | FieldType::DateTime => match &spec.format {
            Some(formats) => timed(spec, formats, context, reporter),
            None => {
                needs(spec, "format", reporter).help = Some("such as `format: yyyyMMddHHmmss`".to_owned());
                table::Kind::Text
            }
        },
        FieldType::Code => match &spec.table {
            Some(name) => {
                if context.codes.0.lacks(name) {
                    let message = format!("the provider has no code table `{name}`");
                    reporter.value(Rule::UnknownCodeTable, &spec.place.key("table"), message).help =
                        did_you_mean(name, context.codes.0.names());
                }
                table::Kind::Code(name.clone().into())
            }
            None => {
                needs(spec, "table", reporter).help = did_you_mean("", context.codes.0.names());
                table::Kind::Text
            }
        },
        FieldType::Object => {
            if spec.fields.is_none() {
                needs(spec, "fields", reporter);
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
                needs(spec, "fields", reporter).help =
                    Some("`fields:` for objects, or `joint:` for texts in one text".to_owned());
                table::Kind::Text
            }
        },
    }
}

fn needs<'r>(spec: &FieldSpec, key: &str, reporter: &'r mut Reporter<'_>) -> &'r mut Diagnostic {
    let name = spec.place.last();
    let kind = field_type(spec).word();
    let message = format!("`{name}` is of type `{kind}`, which needs the key `{key}`");
    reporter.value(Rule::TypeNeeds, &spec.place.key("type"), message)
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
    for (index, format) in formats.iter().enumerate() {
        let place = reporter.item(&place, index);
        let fits = |parts: &Parts| match kind {
            FieldType::Date => parts.has_date() && parts.year && !parts.has_any_time(),
            FieldType::Time => parts.has_time() && !parts.has_any_date(),
            _ => parts.has_date() && parts.has_time(),
        };
        match format::parts(format) {
            Err(why) => {
                let message = format!("`{format}` is no format: {why}");
                let meant = format.replace('Y', "y").replace('D', "d").replace('h', "H");
                let meant = format::parts(&meant).is_ok_and(|parts| fits(&parts)).then_some(meant);
                reporter.value(Rule::BadFormat, &place, message).help =
                    meant.map(|meant| format!("did you mean `{meant}`?"));
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
            reporter.value(Rule::TypeNeeds, &spec.place.key("format"), message).help =
                Some("such as `year_from: order_date`".to_owned());
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
            let (path, field) = reference::field(path, context.root, At::Value(&place), reporter)?;
            let is_date =
                matches!(field.kind, Some(FieldType::Date | FieldType::DateTime | FieldType::Milliseconds));
            if !is_date && !reporter.is_unread(&field.place) {
                reporter.value(Rule::BadFormat, &place, "the year must come from a date").help =
                    Some("give that field `type: date` and its format".to_owned());
            }
            Some(path)
        }
    }
}

/// How JSON shows a field.
pub(crate) fn written(spec: &FieldSpec, kind: &table::Kind, reporter: &mut Reporter<'_>) -> table::Written {
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
