//! From a checked provider to Rust.
//!
//! Every kind of item has a file of its own, which is a function of the model alone: the same model gives the same
//! bytes. Identifiers come from the model, where checking claimed them; text goes through [`doc`].

mod client;
mod code;
pub(crate) mod doc;
mod field;
mod reply;
mod request;
mod signing;
mod table;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::model;

#[cfg(feature = "toolbox")]
pub(crate) use field::{Holds, rust_type};

/// The first line of every generated file.
const HEADER: &str = "// Made by payspec-codegen from a specification. Edit that, not this.\n\n";

/// The module of a provider.
pub(crate) fn provider(provider: &model::Provider) -> Result<String, syn::Error> {
    let mut items = face(provider);
    items.extend(table::module(provider));
    format(items)
}

/// What callers see of a provider's module: all of it but the tables.
pub(crate) fn face(provider: &model::Provider) -> TokenStream {
    let mut items = TokenStream::new();
    items.extend(imports());
    items.extend(client::client(provider));
    items.extend(client::environment(provider));
    items.extend(client::credentials(provider));
    for operation in &provider.operations {
        items.extend(request::items(operation));
        items.extend(reply::items(operation));
    }
    for table in &provider.code_tables {
        items.extend(code::items(table));
    }
    items.extend(quote! {
        /// The tables that the runtime works on.
        pub static PROVIDER: &::payspec_runtime::table::Provider = &tables::PROVIDER;
    });
    items
}

/// The list of all providers: a module for each, and their tables.
pub(crate) fn index(providers: &[model::Provider], features: bool) -> Result<String, syn::Error> {
    let modules = providers.iter().map(|provider| {
        let name = quote::format_ident!("{}", provider.name());
        let file = format!("/{}.rs", provider.name());
        let about = doc::doc(&module_lines(provider));
        let feature = provider.name();
        let gate = if features {
            quote!(#[cfg(feature = #feature)] #[cfg_attr(docsrs, doc(cfg(feature = #feature)))])
        } else {
            TokenStream::new()
        };
        quote! {
            #about
            #gate
            #[allow(clippy::all, clippy::pedantic, reason = "checked where the generator is")]
            pub mod #name {
                include!(concat!(env!("OUT_DIR"), #file));
            }
        }
    });
    let tables = providers.iter().map(|provider| {
        let name = quote::format_ident!("{}", provider.name());
        let feature = provider.name();
        let gate = features.then(|| quote!(#[cfg(feature = #feature)]));
        quote!(#gate #name::PROVIDER)
    });
    format(quote! {
        #(#modules)*

        /// The tables of all providers of this build, to find one by its name.
        pub static PROVIDERS: &[&::payspec_runtime::table::Provider] = &[#(#tables),*];
    })
}

fn module_lines(provider: &model::Provider) -> Vec<String> {
    let mut lines = vec![format!("{}.", doc::prose(provider.title()))];
    if let Some(description) = &provider.description {
        lines.extend([String::new(), doc::prose(description)]);
    }
    if !provider.documents.is_empty() {
        lines.extend([String::new(), "Restates:".to_owned(), String::new()]);
    }
    for document in &provider.documents {
        let date = document.date.as_ref().map_or_else(String::new, |date| format!(", {}", doc::prose(date)));
        let url = document.url.as_ref().map_or_else(String::new, |url| format!(", {}", doc::code(url)));
        lines.push(format!("- {}{date}{url}", doc::prose(&document.title)));
    }
    lines
}

/// What every generated module imports; a type of the same name would clash with it.
pub(crate) const IMPORTS: &[&str] = &[
    "ChinaTime",
    "Date",
    "Decimal",
    "Deviation",
    "Error",
    "Fen",
    "Message",
    "Money",
    "Order",
    "OrderState",
    "PublicKey",
    "Reply",
    "Secret",
    "Text",
    "Time",
];

fn imports() -> TokenStream {
    let names = IMPORTS.iter().map(|name| quote::format_ident!("{name}"));
    quote! {
        #[allow(unused_imports, reason = "not every provider needs all of them")]
        use ::payspec_runtime::generated::{self, #(#names),*};
    }
}

fn format(items: TokenStream) -> Result<String, syn::Error> {
    let file: syn::File = syn::parse2(items)?;
    Ok(format!("{HEADER}{}", with_blank_lines(&prettyplease::unparse(&file))))
}

/// Puts an empty line between items, as a person would.
fn with_blank_lines(source: &str) -> String {
    let mut spaced = String::with_capacity(source.len() + source.len() / 16);
    let mut lines = source.lines().peekable();
    while let Some(line) = lines.next() {
        spaced.push_str(line);
        spaced.push('\n');
        let indent = line.len() - line.trim_start().len();
        let ends_item = matches!(line.trim_start(), "}" | "};" | "];" | ");")
            || (indent <= 4 && line.ends_with([';', '}']));
        let next_begins = lines.peek().is_some_and(|next| {
            let start = next.trim_start();
            next.len() - start.len() == indent
                && !start.is_empty()
                && !start.starts_with(['}', ']', ')', '.'])
        });
        // Deeper than methods of an `impl` and items of a module there are only expressions.
        if ends_item && next_begins && indent <= 4 {
            spaced.push('\n');
        }
    }
    spaced
}

/// How well something is known, in words.
pub(crate) fn basis(basis: model::Basis) -> &'static str {
    match basis {
        model::Basis::Document => "stated by the document",
        model::Basis::Verified => "verified against published messages",
        model::Basis::Stated => "stated by another page of the provider",
        model::Basis::Inferred => "inferred",
        model::Basis::Unknown => "unknown, a guess",
    }
}

/// Adds to a line of documentation where its fact comes from, unless that is the document.
fn add_provenance(line: &mut String, provenance: &model::Provenance) {
    if provenance.basis != model::Basis::Document {
        let mut basis = basis(provenance.basis).to_owned();
        basis[..1].make_ascii_uppercase();
        line.push_str(&format!(" {basis}."));
    }
    if let Some(because) = &provenance.because {
        line.push(' ');
        line.push_str(&doc::prose(because));
        if !because.ends_with(['.', '!', '?', '。']) {
            line.push('.');
        }
    }
}

/// The derives of a struct, and its `Debug` where that must not show every field.
fn debug<'a>(
    name: &Ident,
    hidden: bool,
    fields: impl Iterator<Item = &'a model::Field>,
) -> (TokenStream, TokenStream) {
    if !hidden {
        return (quote!(Debug, Clone), TokenStream::new());
    }
    let title = name.to_string();
    let fields = fields.map(|field| {
        let name = field::ident(field);
        let text = name.to_string();
        if field.facts.personal || field.facts.secret {
            quote!(.field(#text, &"***"))
        } else {
            quote!(.field(#text, &self.#name))
        }
    });
    let debug = quote! {
        /// Without what is secret or says something about a person.
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(#title)#(#fields)*.finish_non_exhaustive()
            }
        }
    };
    (quote!(Clone), debug)
}
