//! Roles: what fields are in the unified order.

use payspec_table as table;

use super::field::field_type;
use super::{decision, reference};
use crate::diagnostic::Rule;
use crate::reporter::{At, Reporter};
use crate::source::Place;
use crate::spec::read::Entries;
use crate::spec::{FieldSpec, FieldType, Is};

/// The roles of a request's fields: which of them name the order.
pub(crate) fn of_request(fields: &Entries<FieldSpec>, reporter: &mut Reporter<'_>) -> Vec<table::ViewEntry> {
    let mut found = Vec::new();
    collect(fields, &mut Vec::new(), &mut found);
    for role in &found {
        if !matches!(role.is, Is::MerchantOrderNo | Is::ProviderOrderNo) {
            reporter
                .value(
                    Rule::BadRole,
                    &role.place(),
                    format!("`{}` is a role in replies, not in requests", role.is.word()),
                )
                .help = Some(
                "in a request `is: merchant_order_no` or `is: provider_order_no` tells which field names the order"
                    .to_owned(),
            );
        } else if role.path.len() > 1 {
            let message = "the field that names the order stands at the top of the request";
            reporter.value(Rule::BadRole, &role.place(), message);
        }
    }
    view(found, fields, reporter)
}

/// The roles of a response's fields in the unified order.
pub(crate) fn of_response(
    context: decision::Context<'_>,
    reporter: &mut Reporter<'_>,
) -> Vec<table::ViewEntry> {
    let mut found = Vec::new();
    collect(&context.response.fields, &mut Vec::new(), &mut found);
    let orders = context.response.orders.as_deref().map(reference::segments).unwrap_or_default();
    for role in &found {
        let lists = role.path.iter().filter(|segment| *segment == table::EACH).count();
        let in_orders = !orders.is_empty()
            && role.path.starts_with(&orders)
            && role.path.get(orders.len()).is_some_and(|segment| segment == table::EACH);
        if lists > usize::from(in_orders) {
            if !context.knows_orders(reporter) {
                continue;
            }
            let message = format!("an order has one `{}`, this field is in a list", role.is.word());
            reporter.value(Rule::BadRole, &role.place(), message).help =
                Some("leave `is:` out; only the list that `orders:` names holds orders".to_owned());
        } else if matches!(role.is, Is::Amount | Is::Currency) {
            let path = table::Path::Owned(role.path.clone());
            let place = role.place();
            decision::require_cover(context, &path, "it says how much was paid", At::Value(&place), reporter);
        }
    }
    view(found, &context.response.fields, reporter)
}

/// A field with a role.
struct Found<'a> {
    is: Is,
    path: Vec<String>,
    field: &'a FieldSpec,
}

impl Found<'_> {
    fn place(&self) -> Place {
        self.field.place.key("is")
    }
}

fn collect<'a>(fields: &'a Entries<FieldSpec>, path: &mut Vec<String>, found: &mut Vec<Found<'a>>) {
    for entry in fields.iter() {
        let field = &entry.value;
        path.push(entry.name.clone());
        if let Some(is) = field.is {
            found.push(Found { is, path: path.clone(), field });
        }
        if let Some(children) = &field.fields {
            let outside = path.len();
            path.extend((field.kind == Some(FieldType::List)).then(|| table::EACH.to_owned()));
            collect(children, path, found);
            path.truncate(outside);
        }
        path.pop();
    }
}

/// The view of a message: each role once, on a field whose type can have it.
fn view(
    found: Vec<Found<'_>>,
    fields: &Entries<FieldSpec>,
    reporter: &mut Reporter<'_>,
) -> Vec<table::ViewEntry> {
    let mut taken: Vec<Found<'_>> = Vec::new();
    for next in found {
        let kind = field_type(next.field);
        if !fits(next.is, next.field) {
            let message = format!("a field of type `{}` cannot be `{}`", kind.word(), next.is.word());
            reporter.value(Rule::BadRole, &next.place(), message).help = Some(needed(next.is).to_owned());
        }
        if let Some(first) = taken.iter().find(|first| first.is == next.is) {
            let span = reporter.span_of(At::Value(&first.place()));
            let message = format!("two fields cannot both be the order's `{}`", next.is.word());
            let diagnostic = reporter.value(Rule::BadRole, &next.place(), message);
            diagnostic.also.push((span, "the other one".to_owned()));
            continue;
        }
        taken.push(next);
    }
    for (one, other) in [(Is::PaidDate, Is::PaidTime), (Is::PaidTime, Is::PaidDate)] {
        let has = |is| taken.iter().find(|found| found.is == is);
        if let (Some(found), None) = (has(one), has(other))
            && reference::all_read(fields, reporter)
        {
            let message =
                format!("`{}` goes together with `{}`, which no field is", one.word(), other.word());
            reporter.value(Rule::BadRole, &found.place(), message).help =
                Some("a field that holds both is `paid_at`".to_owned());
        }
    }
    taken
        .into_iter()
        .map(|found| table::ViewEntry { role: role(found.is), field: table::Path::Owned(found.path) })
        .collect()
}

/// The types that a role can have.
fn needed(is: Is) -> &'static str {
    match is {
        Is::Amount => "an amount is `type: money` with its `unit:`",
        Is::PaidAt | Is::CreatedAt => {
            "a moment is `type: datetime` with its `format:`, or `type: milliseconds`"
        }
        Is::PaidDate => "it is `type: date` with its `format:`",
        Is::PaidTime => "it is `type: time` with its `format:`",
        _ => "it is a single value",
    }
}

fn fits(is: Is, field: &FieldSpec) -> bool {
    let kind = field_type(field);
    match is {
        Is::Amount => kind == FieldType::Money,
        Is::PaidAt | Is::CreatedAt => matches!(kind, FieldType::DateTime | FieldType::Milliseconds),
        Is::PaidDate => kind == FieldType::Date,
        Is::PaidTime => kind == FieldType::Time,
        _ => kind != FieldType::Object && (kind != FieldType::List || field.joint.is_some()),
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
