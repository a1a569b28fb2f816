//! Code tables as open enums.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::doc::{code as code_text, doc, prose};
use crate::model;

/// The enum of a code table.
pub(crate) fn items(table: &model::CodeTable) -> TokenStream {
    let name = format_ident!("{}", table.type_name);
    let about = doc(&[
        format!("Values of the code table `{}`.", table.name),
        String::new(),
        "A provider may send others at any time: they are [`Other`](Self::Other).".to_owned(),
    ]);
    let variants = table.codes.iter().map(|code| {
        let variant = format_ident!("{}", code.facts.name.as_ref());
        let about = doc(&[line(code)]);
        quote!(#about #variant)
    });
    let wires = table.codes.iter().map(|code| {
        let variant = format_ident!("{}", code.facts.name.as_ref());
        let wire = &code.facts.wire;
        quote!(Self::#variant => #wire)
    });
    let reads = table.codes.iter().map(|code| {
        let variant = format_ident!("{}", code.facts.name.as_ref());
        let wire = &code.facts.wire;
        let aliases = code.facts.aliases.iter();
        quote!(#wire #(| #aliases)* => Self::#variant)
    });
    quote! {
        #about
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that the table does not list, as it came.
            Other(Text),
        }

        impl generated::Code for #name {
            fn wire(&self) -> &str {
                match self {
                    #(#wires,)*
                    Self::Other(text) => text,
                }
            }

            fn from_wire(wire: Text) -> Self {
                match wire.as_ref() {
                    #(#reads,)*
                    _ => Self::Other(wire),
                }
            }
        }

        ::payspec_runtime::code!(#name);
    }
}

/// `0`: 支付成功. The order is Paid.
fn line(code: &model::Code) -> String {
    let facts = &code.facts;
    let mut line = format!("{}: {}.", code_text(&facts.wire), prose(&facts.title));
    if !facts.aliases.is_empty() {
        let aliases: Vec<String> = facts.aliases.iter().map(code_text).collect();
        line.push_str(&format!(" Also sent as {}.", aliases.join(", ")));
    }
    if let Some(state) = facts.state {
        line.push_str(&format!(" The order is {state}."));
    }
    line.push_str(match facts.advice {
        Some(payspec_table::Advice::AgainLater) => " Ask again later.",
        Some(payspec_table::Advice::Stop) => " Asking again brings the same answer.",
        Some(payspec_table::Advice::InProgress) => " The payment is in progress.",
        _ => "",
    });
    super::add_provenance(&mut line, &code.provenance);
    line
}
