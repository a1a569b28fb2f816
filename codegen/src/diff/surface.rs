//! The public items of a generated module, as they stand in what the generator emits.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use serde::Serialize;
use syn::{Fields, ImplItem, Item, Visibility};

use super::{Class, ItemChange};
use crate::emit;
use crate::model::Provider;

/// What a public item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ItemKind {
    /// A cargo feature, in a crate that has one for each provider.
    Feature,
    /// A module.
    Module,
    /// A struct.
    Struct,
    /// An enum.
    Enum,
    /// A public field of a struct.
    Field,
    /// A variant of an enum.
    Variant,
    /// A function, a method or a constructor.
    Function,
    /// A constant or a static.
    Constant,
    /// A trait that a type implements.
    Trait,
    /// A macro that makes items.
    Macro,
}

impl ItemKind {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Feature => "cargo feature",
            Self::Module => "module",
            Self::Struct => "struct",
            Self::Enum => "enum",
            Self::Field => "field",
            Self::Variant => "variant",
            Self::Function => "function",
            Self::Constant => "constant",
            Self::Trait => "trait",
            Self::Macro => "macro",
        }
    }
}

/// What an item is to the type that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Member {
    /// The type itself.
    Itself,
    /// A field or a variant.
    Field(String),
    /// A method or a constructor.
    Method(String),
    /// A trait that it implements, by the last word of its path.
    Trait(String),
}

/// An item that changes, with the type that it belongs to.
#[derive(Debug)]
pub(super) struct ChangedItem {
    pub(super) owner: String,
    pub(super) member: Member,
    pub(super) change: ItemChange,
    /// Whether calls compile as before: the arguments have other names, and the same types in the same places.
    pub(super) is_silent: bool,
}

/// The public items that change, in the order in which they are emitted; the members of types that are new or gone as a
/// whole are not told one by one.
pub(super) fn changes(old: &Provider, new: &Provider) -> Result<Vec<ChangedItem>, syn::Error> {
    let (old, new) = (Surface::of(old)?, Surface::of(new)?);
    let mut changes = Vec::new();
    for item in &old.items {
        match new.get(&item.path) {
            Some(now) if now.signature == item.signature => {}
            Some(now) => changes.push(now.changed(&old, Some(&item.signature), Some(&now.signature))),
            None if item.member != Member::Itself && new.get(&item.owner).is_none() => {}
            None => changes.push(item.changed(&old, Some(&item.signature), None)),
        }
    }
    for item in &new.items {
        let with_its_type = item.member != Member::Itself && old.get(&item.owner).is_none();
        if old.get(&item.path).is_none() && !with_its_type {
            changes.push(item.changed(&old, None, Some(&item.signature)));
        }
    }
    Ok(changes)
}

struct PublicItem {
    kind: ItemKind,
    owner: String,
    member: Member,
    path: String,
    signature: String,
    /// Of a function, what the compiler sees of a signature: the types of the arguments and of the result.
    types: Option<String>,
}

impl PublicItem {
    fn changed(&self, old: &Surface, before: Option<&String>, after: Option<&String>) -> ChangedItem {
        let types_before = old.get(&self.path).and_then(|item| item.types.as_ref());
        let grows = match self.kind {
            // What callers can write out in full or match in full does not bear another part.
            ItemKind::Field | ItemKind::Variant => old.open.contains(&self.owner),
            _ => true,
        };
        let class = if before.is_none() && grows { Class::Additive } else { Class::Breaking };
        ChangedItem {
            owner: self.owner.clone(),
            member: self.member.clone(),
            change: ItemChange {
                class,
                kind: self.kind,
                path: format!("{}::{}", old.module, self.path),
                old: before.cloned(),
                new: after.cloned(),
            },
            is_silent: after.is_some() && types_before.is_some() && types_before == self.types.as_ref(),
        }
    }
}

struct Surface {
    module: String,
    items: Vec<PublicItem>,
    index: BTreeMap<String, usize>,
    /// The types that may have further parts without breaking a caller.
    open: BTreeSet<String>,
}

impl Surface {
    fn of(provider: &Provider) -> Result<Self, syn::Error> {
        let mut surface = Self {
            module: provider.name().to_owned(),
            items: Vec::new(),
            index: BTreeMap::new(),
            open: BTreeSet::new(),
        };
        let file: syn::File = syn::parse2(emit::face(provider))?;
        for item in &file.items {
            surface.item(item);
        }
        Ok(surface)
    }

    fn get(&self, path: &str) -> Option<&PublicItem> {
        self.index.get(path).and_then(|at| self.items.get(*at))
    }

    fn add(&mut self, kind: ItemKind, owner: &str, member: Member, signature: String) {
        self.add_item(kind, owner, member, signature, None);
    }

    fn add_item(
        &mut self,
        kind: ItemKind,
        owner: &str,
        member: Member,
        signature: String,
        types: Option<String>,
    ) {
        let path = match &member {
            Member::Itself => owner.to_owned(),
            Member::Field(name) => format!("{owner}::{name}"),
            Member::Method(name) => format!("{owner}::{name}()"),
            Member::Trait(_) => signature.clone(),
        };
        self.index.insert(path.clone(), self.items.len());
        self.items.push(PublicItem { kind, owner: owner.to_owned(), member, path, signature, types });
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                let name = item.ident.to_string();
                let hidden = item.fields.iter().any(|field| !is_public(&field.vis));
                let open = hidden || is_non_exhaustive(&item.attrs);
                self.add(ItemKind::Struct, &name, Member::Itself, shape("struct", &name, open));
                self.derives(&name, &item.attrs);
                for (at, field) in item.fields.iter().enumerate().filter(|(_, field)| is_public(&field.vis)) {
                    let field_name = field.ident.as_ref().map_or_else(|| at.to_string(), ToString::to_string);
                    self.add(ItemKind::Field, &name, Member::Field(field_name), type_text(&field.ty));
                }
                if open {
                    self.open.insert(name);
                }
            }
            Item::Enum(item) if is_public(&item.vis) => {
                let name = item.ident.to_string();
                let open = is_non_exhaustive(&item.attrs);
                self.add(ItemKind::Enum, &name, Member::Itself, shape("enum", &name, open));
                self.derives(&name, &item.attrs);
                for variant in &item.variants {
                    let parts = match &variant.fields {
                        Fields::Unit => String::new(),
                        fields => compact(&fields.to_token_stream().to_string()),
                    };
                    let signature = format!("{}{parts}", variant.ident);
                    let member = Member::Field(variant.ident.to_string());
                    self.add(ItemKind::Variant, &name, member, signature);
                }
                if open {
                    self.open.insert(name);
                }
            }
            Item::Impl(item) => self.implementation(item),
            Item::Static(item) if is_public(&item.vis) => {
                let name = item.ident.to_string();
                let signature = format!("static {name}: {}", type_text(&item.ty));
                self.add(ItemKind::Constant, &name, Member::Itself, signature);
            }
            Item::Macro(item) => self.invocation(&item.mac),
            _ => {}
        }
    }

    fn derives(&mut self, owner: &str, attributes: &[syn::Attribute]) {
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
            let _ = attribute.parse_nested_meta(|meta| {
                if let Some(name) = meta.path.segments.last() {
                    self.implements(owner, &name.ident.to_string(), &name.ident.to_string());
                }
                Ok(())
            });
        }
    }

    /// A trait is the same whether it is derived or written out.
    fn implements(&mut self, owner: &str, name: &str, whole: &str) {
        let member = Member::Trait(name.to_owned());
        self.add(ItemKind::Trait, owner, member, format!("impl {whole} for {owner}"));
    }

    fn implementation(&mut self, item: &syn::ItemImpl) {
        let owner = type_text(&item.self_ty);
        let Some((path, _)) = &item.trait_ else {
            for member in &item.items {
                if let ImplItem::Fn(function) = member
                    && is_public(&function.vis)
                {
                    let name = function.sig.ident.to_string();
                    let signature = signature_text(&function.sig);
                    let types = Some(types_text(&function.sig));
                    self.add_item(ItemKind::Function, &owner, Member::Method(name), signature, types);
                }
            }
            return;
        };
        let Some(last) = path.segments.last() else { return };
        let mut whole = compact(&last.to_token_stream().to_string());
        for member in &item.items {
            match member {
                ImplItem::Type(member) => {
                    whole.push_str(&format!(" with {} = {}", member.ident, type_text(&member.ty)));
                }
                ImplItem::Const(member) => {
                    let value = compact(&member.expr.to_token_stream().to_string());
                    whole.push_str(&format!(" with {} = {value}", member.ident));
                }
                _ => {}
            }
        }
        self.implements(&owner, &last.ident.to_string(), &whole);
    }

    /// What a macro of the runtime makes of its arguments: a client that waits, or what every code has.
    fn invocation(&mut self, invocation: &syn::Macro) {
        let name = invocation.path.segments.last().map_or_else(String::new, |last| last.ident.to_string());
        let arguments = split(&invocation.tokens);
        match name.as_str() {
            "blocking_client" => {
                for method in &arguments {
                    let whole = compact(&method.to_string());
                    let method_name = whole.split('(').next().unwrap_or_default().to_owned();
                    self.add(
                        ItemKind::Function,
                        "Client",
                        Member::Method(format!("blocking::{method_name}")),
                        format!("fn {whole}, of blocking::Client"),
                    );
                }
            }
            _ => {
                let owner = arguments.first().map(|first| compact(&first.to_string())).unwrap_or_default();
                let whole = compact(&invocation.tokens.to_string());
                let member = Member::Trait(name.clone());
                self.add(ItemKind::Macro, &owner, member, format!("{name}!({whole})"));
            }
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_non_exhaustive(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"))
}

/// A type without its parts; `..` where callers cannot name all of them.
fn shape(kind: &str, name: &str, open: bool) -> String {
    if open { format!("{kind} {name} {{ .. }}") } else { format!("{kind} {name} {{}}") }
}

fn split(tokens: &TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for token in tokens.clone() {
        match (&token, parts.last_mut()) {
            (TokenTree::Punct(punct), _) if punct.as_char() == ',' => parts.push(TokenStream::new()),
            (_, Some(part)) => part.extend([token]),
            _ => {}
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn type_text(kind: &syn::Type) -> String {
    let text = printed(quote!(type T = #kind;));
    text.strip_prefix("type T = ").and_then(|text| text.strip_suffix(';')).unwrap_or(&text).to_owned()
}

fn signature_text(signature: &syn::Signature) -> String {
    let text = printed(quote!(#signature {}));
    text.strip_suffix("{}").unwrap_or(&text).trim_end().to_owned()
}

/// A signature without the names of its arguments.
fn types_text(signature: &syn::Signature) -> String {
    let inputs = signature.inputs.iter().map(|input| match input {
        syn::FnArg::Typed(input) => input.ty.to_token_stream(),
        receiver => receiver.to_token_stream(),
    });
    let (asyncness, output) = (&signature.asyncness, &signature.output);
    quote!(#asyncness (#(#inputs),*) #output).to_string()
}

/// An item on one line, spaced as people do.
fn printed(item: TokenStream) -> String {
    let text = item.to_string();
    match syn::parse2::<syn::File>(item) {
        Ok(file) => compact(&prettyplease::unparse(&file)),
        Err(_) => compact(&text),
    }
}

fn compact(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace("( ", "(")
        .replace(", )", ")")
        .replace(" )", ")")
        .replace(" (", "(")
        .replace(" ,", ",")
        .replace(" < ", "<")
        .replace(" >", ">")
        .replace(" :: ", "::")
        .replace("->", " -> ")
        .replace("  ", " ")
}
