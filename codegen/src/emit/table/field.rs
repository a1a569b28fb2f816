//! Fields in the tables of a provider.

use payspec_table as table;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::{Statics, conditions, names};

/// The fields of a message, or those inside a field, in a `static`.
pub(super) fn field_list(fields: &[table::Field], name: &str, statics: &mut Statics) -> TokenStream {
    let items: Vec<_> = fields.iter().map(|item| field(item, name, statics)).collect();
    statics.list(name, "Field", &items)
}

fn field(field: &table::Field, owner: &str, statics: &mut Statics) -> TokenStream {
    let table::Field {
        name,
        title,
        presence,
        when,
        max_length,
        kind,
        source,
        written,
        secret,
        personal,
        example,
    } = field;
    let mut calls = TokenStream::new();
    if !when.is_empty() {
        let conditions = conditions(when);
        calls.extend(quote!(.when(#conditions)));
    }
    match presence {
        table::Presence::Required => calls.extend(quote!(.required())),
        table::Presence::Conditional if when.is_empty() => calls.extend(quote!(.conditional())),
        table::Presence::Optional if !when.is_empty() => calls.extend(quote!(.optional())),
        _ => {}
    }
    if let Some(length) = max_length {
        let max = Literal::u32_unsuffixed(length.max);
        calls.extend(match length.unit {
            table::LengthUnit::Characters => quote!(.max_length(#max)),
            table::LengthUnit::Bytes => quote!(.max_bytes(#max)),
        });
    }
    match source {
        table::Source::Caller => {}
        table::Source::Constant(text) => calls.extend(quote!(.source(Source::constant(#text)))),
        table::Source::Credential(name) => calls.extend(quote!(.source(Source::credential(#name)))),
        table::Source::Nonce(length) => {
            let length = Literal::u32_unsuffixed(*length);
            calls.extend(quote!(.source(Source::Nonce(#length))));
        }
        table::Source::Clock => calls.extend(quote!(.source(Source::Clock))),
        table::Source::Signature => calls.extend(quote!(.source(Source::Signature))),
    }
    if *written != default_written(kind) {
        let written = format_ident!("{}", format!("{written:?}"));
        calls.extend(quote!(.written(Written::#written)));
    }
    if *secret {
        calls.extend(quote!(.secret()));
    }
    if *personal {
        calls.extend(quote!(.personal()));
    }
    if let Some(example) = example {
        calls.extend(quote!(.example(#example)));
    }
    match field_kind(kind, &format!("{owner}_{name}"), statics) {
        None => quote!(Field::text(#name, #title) #calls),
        Some(kind) => quote!(Field::new(#name, #title, #kind) #calls),
    }
}

/// How [`table::Field::new`] writes a kind.
fn default_written(kind: &table::Kind) -> table::Written {
    table::Field::new(
        "",
        "",
        match kind {
            table::Kind::Integer => table::Kind::Integer,
            table::Kind::Decimal => table::Kind::Decimal,
            table::Kind::Money(unit) => table::Kind::Money(*unit),
            table::Kind::Milliseconds => table::Kind::Milliseconds,
            table::Kind::Boolean => table::Kind::Boolean,
            _ => table::Kind::Text,
        },
    )
    .written
}

/// A kind; `None` for a plain text.
fn field_kind(kind: &table::Kind, name: &str, statics: &mut Statics) -> Option<TokenStream> {
    let name: String = name
        .chars()
        .map(|character| if character.is_ascii_alphanumeric() { character } else { '_' })
        .collect();
    Some(match kind {
        table::Kind::Text => return None,
        table::Kind::Integer => quote!(Kind::Integer),
        table::Kind::Decimal => quote!(Kind::Decimal),
        table::Kind::Boolean => quote!(Kind::Boolean),
        table::Kind::Milliseconds => quote!(Kind::Milliseconds),
        table::Kind::Money(unit) => {
            let unit = format_ident!("{}", format!("{unit:?}"));
            quote!(Kind::Money(MoneyUnit::#unit))
        }
        table::Kind::Date(formats) => {
            let formats = names(formats);
            quote!(Kind::date(#formats))
        }
        table::Kind::Time(formats) => {
            let formats = names(formats);
            quote!(Kind::time(#formats))
        }
        table::Kind::DateTime { formats, year_from } => {
            let formats = names(formats);
            match year_from {
                None => quote!(Kind::datetime(#formats)),
                Some(path) => {
                    let path = names(path);
                    quote!(Kind::datetime_with_year_from(#formats, #path))
                }
            }
        }
        table::Kind::Code(table) => quote!(Kind::code(#table)),
        table::Kind::Object(fields) => {
            let fields = field_list(fields, &name, statics);
            quote!(Kind::object(#fields))
        }
        table::Kind::List(table::Item::Joined { joint }) => quote!(Kind::joined(#joint)),
        table::Kind::List(table::Item::Object { fields, element }) => {
            let fields = field_list(fields, &name, statics);
            match element {
                None => quote!(Kind::objects(#fields)),
                Some(element) => quote!(Kind::wrapped_objects(#element, #fields)),
            }
        }
    })
}
