//! Typed requests: what the caller gives, with a builder.

use payspec_table as table;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::doc::{code, doc, prose};
use super::field::{Holds, documentation, has_hidden, ident, rust_type};
use crate::model;

/// The request of an operation, and the objects in it.
pub(crate) fn items(operation: &model::Operation) -> TokenStream {
    let name = format_ident!("{}", operation.request_type);
    let reply = format_ident!("{}", operation.reply_type);
    let operation_name = &operation.name;
    let mut lines = vec![format!("Asks for {} (`{operation_name}`).", prose(&operation.facts.title))];
    if let Some(description) = &operation.description {
        lines.extend([String::new(), prose(description)]);
    }
    lines.extend(groups(operation));
    let about = doc(&lines);
    let expects = operation.facts.response.view.iter().any(|entry| entry.role == table::Role::Amount)
        && operation.facts.purpose == table::Purpose::OrderQuery;
    let (expected_field, expected_method, expected_trait) = if expects {
        (
            quote!(expected_amount: Option<Money>,),
            quote! {
                /// Gives the amount that the order must have.
                ///
                /// A reply with another one is an `Error::Mismatch`, as is one that the order was paid without
                /// saying how much.
                #[must_use]
                pub fn expect_amount(mut self, amount: Money) -> Self {
                    self.expected_amount = Some(amount);
                    self
                }
            },
            quote! {
                fn expected_amount(&self) -> Option<Money> {
                    self.expected_amount
                }
            },
        )
    } else {
        (TokenStream::new(), TokenStream::new(), TokenStream::new())
    };
    let parts = Parts::new(&operation.request, &operation.facts.request.groups);
    let structure = structure(&operation.request_type, &parts, &about, &expected_field, &expected_method);
    let nested = operation.request.iter().map(object);
    quote! {
        #structure

        impl generated::Request for #name {
            type Reply = #reply;
            const OPERATION: &'static str = #operation_name;
            #expected_trait
        }

        #(#nested)*
    }
}

/// What the document says of fields that go together.
fn groups(operation: &model::Operation) -> Vec<String> {
    let mut lines = Vec::new();
    for group in &operation.facts.request.groups {
        let members: Vec<String> = group.members.iter().map(code).collect();
        let rule = match group.rule {
            table::GroupRule::AtLeastOne => "At least one of",
            table::GroupRule::ExactlyOne => "Exactly one of",
        };
        let preferred = match (group.rule, members.first()) {
            (table::GroupRule::AtLeastOne, Some(first)) => format!("; {first} wins where several are given"),
            _ => String::new(),
        };
        lines.extend([String::new(), format!("{rule} {} must be given{preferred}.", members.join(", "))]);
    }
    lines
}

/// The objects inside a request.
fn object(field: &model::Field) -> TokenStream {
    let Some(type_name) = &field.type_name else { return TokenStream::new() };
    let about =
        doc(&[format!("{} ({}), inside a request.", prose(&field.facts.title), code(&field.facts.name))]);
    let parts = Parts::new(&field.children, &[]);
    let structure = structure(type_name, &parts, &about, &TokenStream::new(), &TokenStream::new());
    let nested = field.children.iter().map(object);
    quote!(#structure #(#nested)*)
}

/// The fields of a request by the part that they play in its builder.
struct Parts<'a> {
    /// All that the caller gives, with their index in the table.
    given: Vec<(usize, &'a model::Field)>,
    /// Those without which nothing can be built.
    required: Vec<&'a model::Field>,
    /// Those of which one is needed.
    group: Vec<&'a model::Field>,
}

impl<'a> Parts<'a> {
    fn new(fields: &'a [model::Field], groups: &[table::Group]) -> Self {
        let given: Vec<_> =
            fields.iter().enumerate().filter(|(_, field)| field.is_given_by_caller()).collect();
        let required = given
            .iter()
            .map(|(_, field)| *field)
            .filter(|field| field.facts.presence == table::Presence::Required)
            .collect();
        // Several groups could be chosen in too many ways: then all of them are left to setters and the check.
        let group = match groups {
            [group] => group
                .members
                .iter()
                .filter_map(|name| fields.iter().find(|field| field.facts.name == name))
                .collect(),
            _ => Vec::new(),
        };
        Self { given, required, group }
    }

    fn is_required(&self, field: &model::Field) -> bool {
        field.facts.presence == table::Presence::Required
    }
}

/// What a builder's method takes for a field, and what it makes of it.
fn argument(field: &model::Field) -> (TokenStream, TokenStream) {
    let name = ident(field);
    match &field.facts.kind {
        table::Kind::Text if field.facts.secret => (quote!(#name: impl Into<Secret>), quote!(#name.into())),
        table::Kind::Text => (quote!(#name: impl Into<String>), quote!(#name.into())),
        table::Kind::List(table::Item::Joined { .. }) => (
            quote!(#name: impl IntoIterator<Item = impl Into<String>>),
            quote!(#name.into_iter().map(Into::into).collect()),
        ),
        _ => {
            let kind = rust_type(field, Holds::Request);
            (quote!(#name: #kind), quote!(#name))
        }
    }
}

/// The struct with its constructors and setters. Callers cannot write it out, not even one without fields: one more field
/// would break them.
fn structure(
    type_name: &str,
    parts: &Parts<'_>,
    about: &TokenStream,
    extra_field: &TokenStream,
    extra_method: &TokenStream,
) -> TokenStream {
    let name = format_ident!("{type_name}");
    let declarations = parts.given.iter().map(|(_, field)| {
        let field_name = ident(field);
        let kind = rust_type(field, Holds::Request);
        if parts.is_required(field) { quote!(#field_name: #kind) } else { quote!(#field_name: Option<#kind>) }
    });
    let constructors = constructors(parts, !extra_field.is_empty());
    let setters = parts.given.iter().filter(|(_, field)| !parts.is_required(field)).map(|(_, field)| {
        let field_name = ident(field);
        let about = documentation(field);
        let (argument, value) = argument(field);
        quote! {
            #about
            #[must_use]
            pub fn #field_name(mut self, #argument) -> Self {
                self.#field_name = Some(#value);
                self
            }
        }
    });
    let arms = parts.given.iter().map(|(index, field)| {
        let field_name = ident(field);
        let index = proc_macro2::Literal::usize_unsuffixed(*index);
        quote!(#index => generated::Input::of(&self.#field_name))
    });
    let hidden = has_hidden(&parts.given.iter().map(|(_, field)| (*field).clone()).collect::<Vec<_>>());
    let (derive, debug) = super::debug(&name, hidden, parts.given.iter().map(|(_, field)| *field));
    let input = if parts.given.is_empty() {
        quote! {
            fn input(&self, _: usize) -> generated::Input<'_> {
                generated::Input::Absent
            }
        }
    } else {
        quote! {
            fn input(&self, index: usize) -> generated::Input<'_> {
                match index {
                    #(#arms,)*
                    _ => generated::Input::Absent,
                }
            }
        }
    };
    quote! {
        #about
        #[derive(#derive)]
        #[non_exhaustive]
        pub struct #name {
            #(#declarations,)*
            #extra_field
        }

        #debug

        impl #name {
            #constructors
            #(#setters)*
            #extra_method
        }

        impl generated::Fields for #name {
            #input
        }
    }
}

/// `by_…` for each member of a group, or for the only required field; `new` otherwise.
fn constructors(parts: &Parts<'_>, expects: bool) -> TokenStream {
    let choices: Vec<Option<&model::Field>> = match (&parts.group[..], &parts.required[..]) {
        ([], _) => vec![None],
        (group, _) => group.iter().map(|field| Some(*field)).collect(),
    };
    let single = match (&parts.group[..], &parts.required[..]) {
        ([], [only]) => Some(*only),
        _ => None,
    };
    let constructors = choices.into_iter().map(|choice| {
        let taken: Vec<&model::Field> = parts.required.iter().copied().chain(choice).collect();
        let arguments = taken.iter().map(|field| argument(field).0);
        let values = parts.given.iter().map(|(_, field)| {
            let name = ident(field);
            let value = argument(field).1;
            if parts.is_required(field) {
                quote!(#name: #value)
            } else if choice.is_some_and(|choice| choice.facts.name == field.facts.name) {
                quote!(#name: Some(#value))
            } else {
                quote!(#name: None)
            }
        });
        let expected = if expects { quote!(expected_amount: None,) } else { TokenStream::new() };
        let (method, about) = match choice.or(single) {
            Some(field) => {
                (format_ident!("by_{}", field.rust_name), by_documentation(field, &parts.required))
            }
            None => (format_ident!("new"), new_documentation(&parts.required)),
        };
        quote! {
            #about
            #[must_use]
            pub fn #method(#(#arguments),*) -> Self {
                Self { #(#values,)* #expected }
            }
        }
    });
    quote!(#(#constructors)*)
}

fn by_documentation(field: &model::Field, required: &[&model::Field]) -> TokenStream {
    let own = documentation(field);
    let others: Vec<&&model::Field> =
        required.iter().filter(|other| other.facts.name != field.facts.name).collect();
    if others.is_empty() {
        own
    } else {
        let list = argument_list(others.into_iter().copied());
        quote!(#own #list)
    }
}

fn new_documentation(required: &[&model::Field]) -> TokenStream {
    let about = doc(&["With what must be given.".to_owned()]);
    let list = argument_list(required.iter().copied());
    quote!(#about #list)
}

fn argument_list<'a>(fields: impl Iterator<Item = &'a model::Field>) -> TokenStream {
    let mut lines = Vec::new();
    for field in fields {
        if lines.is_empty() {
            lines.push(String::new());
        }
        let length =
            field.facts.max_length.map_or_else(String::new, |length| format!(", at most {}", length.max));
        lines.push(format!(
            "- `{}`: {} ({}){length}",
            field.rust_name,
            prose(&field.facts.title),
            code(&field.facts.name)
        ));
    }
    doc(&lines)
}
