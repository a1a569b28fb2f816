//! Which replies have room for a fault.

use payspec_runtime::places;
use payspec_table::{
    Condition, EACH, Encoding, Field, Identity, Item, Kind, Operation, Path, Presence, Provider, Purpose,
    Source, Verification, Written,
};

use super::Fault;
use crate::reply::plan::merchant_paths;

impl Fault {
    /// Whether a reply of an operation can have room for the fault, by the tables alone.
    pub(crate) fn has_room(self, provider: &Provider, operation: &Operation) -> bool {
        let response = &operation.response;
        if operation.purpose != Purpose::OrderQuery && operation.purpose != Purpose::OrderQueryBatch {
            return false;
        }
        match self {
            Self::WrongSignature | Self::NoSignature => {
                matches!(response.verification, Verification::Signed { .. })
            }
            Self::OtherMerchant => merchant_paths(operation).next().is_some(),
            Self::UnknownStatus | Self::MissingState => response.decision.state.is_some(),
            Self::UnsignedRefusal | Self::TooOften | Self::SystemError => !response.decision.tiers.is_empty(),
            Self::MissingField => {
                any_leaf(&response.fields, "", &mut |path, field| is_spare(operation, path, field))
            }
            Self::NumberAsText => {
                response.encoding == Encoding::Json
                    && any_leaf(&response.fields, "", &mut |_, field| {
                        field.written == Written::Bare && field.kind != Kind::Boolean
                    })
            }
            Self::TextAsNumber => {
                response.encoding == Encoding::Json
                    && any_leaf(&response.fields, "", &mut |_, field| may_be_digits(provider, field))
            }
            _ => true,
        }
    }
}

/// Whether a document promises a field on which nothing hangs: neither the decision nor the identity reads it, and no
/// condition asks for it.
pub(super) fn is_spare(operation: &Operation, path: &str, field: &Field) -> bool {
    let response = &operation.response;
    let promised = match field.presence {
        Presence::Required => true,
        Presence::Conditional => !field.when.is_empty(),
        Presence::Optional => false,
    };
    let decision = &response.decision;
    let tiers = decision.tiers.iter().flat_map(|tier| [&tier.field, &tier.code]);
    let identity = response.identity.iter().map(|Identity { field, .. }| field);
    let mut needed = tiers.chain(identity).chain(&decision.state).map(Path::dotted);
    promised
        && !needed.any(|needed| needed == path)
        && !is_asked_for(&response.fields, path)
        && match &response.verification {
            Verification::Signed { unsigned_refusals, .. } => !asks_for(unsigned_refusals, path),
            Verification::Unsigned => true,
        }
}

/// Whether the presence or the year of another field depends on a field.
fn is_asked_for(fields: &[Field], path: &str) -> bool {
    fields.iter().any(|field| {
        let gives_year =
            matches!(&field.kind, Kind::DateTime { year_from: Some(year), .. } if year.dotted() == path);
        gives_year || asks_for(&field.when, path) || is_asked_for(places::inside(&field.kind), path)
    })
}

fn asks_for(conditions: &[Condition], path: &str) -> bool {
    conditions.iter().any(|condition| condition.path.dotted() == path)
}

/// Whether the texts of a field can be JSON numbers.
fn may_be_digits(provider: &Provider, field: &Field) -> bool {
    field.written == Written::Quoted
        && match &field.kind {
            Kind::Boolean => false,
            Kind::Code(name) => {
                let codes = provider.code_table(name).map_or(&[][..], |table| &table.codes);
                codes.iter().any(|code| is_number(&code.wire))
            }
            _ => true,
        }
}

/// Whether a text is a whole number as JSON writes it.
pub(super) fn is_number(text: &str) -> bool {
    text == "0"
        || !text.starts_with('0') && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether something holds of a field that is neither an object nor a list of them, nor the signature.
fn any_leaf(fields: &[Field], prefix: &str, holds: &mut dyn FnMut(&str, &Field) -> bool) -> bool {
    fields.iter().any(|field| {
        let path = below(prefix, &field.name);
        match &field.kind {
            Kind::Object(inside) => any_leaf(inside, &path, holds),
            Kind::List(Item::Object { fields: inside, .. }) => {
                any_leaf(inside, &format!("{path}{EACH}"), holds)
            }
            _ => field.source != Source::Signature && holds(&path, field),
        }
    })
}

/// The path in words of a field inside an object.
pub(super) fn below(prefix: &str, name: &str) -> String {
    if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") }
}
