//! Typed replies: what came, verified and decided.

use payspec_table as table;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::doc::{code, doc, prose};
use super::field::{Holds, documentation, has_hidden, ident, rust_type};
use crate::model;

/// The reply of an operation, and the objects in it.
pub(crate) fn items(operation: &model::Operation) -> TokenStream {
    let name = format_ident!("{}", operation.reply_type);
    let about = doc(&[
        format!("The answer to [`{}`], verified and decided.", operation.request_type),
        String::new(),
        "A field is an `Option` unless the decision or the identity cannot do without it: that a document promises a \
         field is no reason to lose an answer. Texts share the message's memory."
            .to_owned(),
    ]);
    let declarations = operation.response.iter().map(declaration);
    let values = operation.response.iter().enumerate().map(|(index, field)| value(index, field));
    let unifieds = unified(operation);
    let debug_fields = operation.response.iter();
    let (derive, debug) = super::debug(&name, has_hidden(&operation.response), debug_fields);
    let nested = operation.response.iter().map(object);
    let fields = if operation.response.is_empty() { format_ident!("_") } else { format_ident!("fields") };
    quote! {
        #about
        #[derive(#derive)]
        #[non_exhaustive]
        pub struct #name {
            #(#declarations,)*
            reply: Reply,
        }

        #debug

        impl #name {
            #unifieds

            /// What came, every field in its own text.
            #[must_use]
            pub fn message(&self) -> &Message {
                self.reply.message()
            }

            /// Where the provider departed from its document. Never a reason not to trust the reply.
            #[must_use]
            pub fn deviations(&self) -> &[Deviation] {
                self.reply.deviations()
            }

            /// The reply without its types.
            #[must_use]
            pub fn reply(&self) -> &Reply {
                &self.reply
            }
        }

        impl generated::TypedReply for #name {
            fn decode(#fields: &generated::Decoder<'_>, reply: Reply) -> Result<Self, Error> {
                Ok(Self { #(#values,)* reply })
            }
        }

        #(#nested)*
    }
}

/// The methods for the unified order.
fn unified(operation: &model::Operation) -> TokenStream {
    match operation.facts.purpose {
        table::Purpose::OrderQuery => quote! {
            /// What became of the order.
            #[must_use]
            pub fn state(&self) -> OrderState {
                self.reply.state()
            }

            /// The order in the form that is the same for all providers.
            #[must_use]
            pub fn order(&self) -> &Order {
                self.reply.order()
            }
        },
        table::Purpose::OrderQueryBatch => quote! {
            /// The orders in the form that is the same for all providers, as they came. An order that the reply
            /// leaves out is not among them: nothing is known of it.
            #[must_use]
            pub fn orders(&self) -> &[Order] {
                self.reply.orders()
            }
        },
        _ => TokenStream::new(),
    }
}

fn declaration(field: &model::Field) -> TokenStream {
    let about = documentation(field);
    let name = ident(field);
    let kind = rust_type(field, Holds::Reply);
    let list = matches!(field.facts.kind, table::Kind::List(table::Item::Object { .. }));
    if field.guaranteed || list {
        quote!(#about pub #name: #kind)
    } else {
        quote!(#about pub #name: Option<#kind>)
    }
}

fn value(index: usize, field: &model::Field) -> TokenStream {
    let name = ident(field);
    let index = proc_macro2::Literal::usize_unsuffixed(index);
    match (&field.facts.kind, field.guaranteed) {
        (table::Kind::Object(_), true) => quote!(#name: fields.required_object(#index)?),
        (table::Kind::Object(_), false) => quote!(#name: fields.object(#index)?),
        (table::Kind::List(table::Item::Object { .. }), _) => quote!(#name: fields.objects(#index)?),
        (_, true) => quote!(#name: fields.required(#index)?),
        (_, false) => quote!(#name: fields.optional(#index)),
    }
}

/// The objects inside a reply.
fn object(field: &model::Field) -> TokenStream {
    let Some(type_name) = &field.type_name else { return TokenStream::new() };
    let name: Ident = format_ident!("{type_name}");
    let about =
        doc(&[format!("{} ({}), inside a reply.", prose(&field.facts.title), code(&field.facts.name))]);
    let declarations = field.children.iter().map(declaration);
    let values = field.children.iter().enumerate().map(|(index, child)| value(index, child));
    let (derive, debug) = super::debug(&name, has_hidden(&field.children), field.children.iter());
    let nested = field.children.iter().map(object);
    let fields = if field.children.is_empty() { format_ident!("_") } else { format_ident!("fields") };
    quote! {
        #about
        #[derive(#derive)]
        #[non_exhaustive]
        pub struct #name {
            #(#declarations,)*
        }

        #debug

        impl generated::Decode for #name {
            fn decode(#fields: &generated::Decoder<'_>) -> Result<Self, Error> {
                Ok(Self { #(#values,)* })
            }
        }

        #(#nested)*
    }
}
