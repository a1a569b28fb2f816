//! Signature rules and templates, as expressions of the tables.

use payspec_table as table;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::table::names;

/// The rule by which a message is signed.
pub(super) fn rule(rule: &table::Signing) -> TokenStream {
    let table::Signing {
        over,
        exclude,
        skip,
        nested,
        order,
        piece,
        joint,
        prefix,
        suffix,
        algorithm,
        encoding,
        key,
        placement,
    } = rule;
    if rule.is_undecided() {
        let placement = self::placement(placement);
        return quote!(Signing::undecided(#placement));
    }
    let plain = table::Signing::new(*algorithm, *encoding, "", table::Placement::field(&[]));
    let algorithm = format_ident!("{}", format!("{algorithm:?}"));
    let encoding = format_ident!("{}", format!("{encoding:?}"));
    let placement = self::placement(placement);
    let mut calls = TokenStream::new();
    match over {
        table::Over::Message => {}
        table::Over::Body => calls.extend(quote!(.over(Over::Body))),
        table::Over::Member(path) => {
            let path = names(path);
            calls.extend(quote!(.over(Over::Member(Path::Static(#path)))));
        }
    }
    if !exclude.is_empty() {
        let exclude = names(exclude);
        calls.extend(quote!(.exclude(#exclude)));
    }
    if *skip != plain.skip {
        let table::Skip { null, empty, blank } = skip;
        calls.extend(quote!(.skip(Skip { null: #null, empty: #empty, blank: #blank })));
    }
    if *nested != plain.nested {
        calls.extend(quote!(.nested(Nested::JsonText)));
    }
    match order {
        table::Order::Name => {}
        table::Order::NameIgnoringCase => calls.extend(quote!(.order(Order::NameIgnoringCase))),
        table::Order::Piece => calls.extend(quote!(.order(Order::Piece))),
        table::Order::PieceIgnoringCase => calls.extend(quote!(.order(Order::PieceIgnoringCase))),
        table::Order::Fixed(members) => {
            let members = names(members);
            calls.extend(quote!(.order(Order::Fixed(Names::Static(#members)))));
        }
    }
    if *piece != plain.piece {
        let piece = template(piece);
        calls.extend(quote!(.piece(#piece)));
    }
    if *joint != plain.joint {
        calls.extend(quote!(.joint(#joint)));
    }
    if !prefix.is_empty() {
        let prefix = template(prefix);
        calls.extend(quote!(.prefix(#prefix)));
    }
    if !suffix.is_empty() {
        let suffix = template(suffix);
        calls.extend(quote!(.suffix(#suffix)));
    }
    quote! {
        Signing::new(Algorithm::#algorithm, DigestEncoding::#encoding, #key, #placement) #calls
    }
}

fn placement(placement: &table::Placement) -> TokenStream {
    match placement {
        table::Placement::Field(path) => {
            let path = names(path);
            quote!(Placement::field(#path))
        }
        table::Placement::Header { name, value } => {
            let value = template(value);
            quote!(Placement::header(#name, #value))
        }
    }
}

/// A text with places to fill.
pub(super) fn template(parts: &[table::Part]) -> TokenStream {
    let parts = parts.iter().map(|part| match part {
        table::Part::Literal(text) => quote!(Part::literal(#text)),
        table::Part::Name => quote!(Part::Name),
        table::Part::Value => quote!(Part::Value),
        table::Part::Key => quote!(Part::Key),
        table::Part::Credential(name) => quote!(Part::credential(#name)),
        table::Part::Signature => quote!(Part::Signature),
    });
    quote!(const { &[#(#parts),*] })
}
