//! A crate that uses every public item of a generated module, in each of the ways that users have.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{Fields, FnArg, ImplItem, Item, ReturnType, Visibility};

/// The crate, which finds the module in the crate `subject`.
pub(super) fn crate_of(module: &str, source: &str) -> String {
    let file: syn::File = syn::parse_file(source).unwrap_or_else(|error| panic!("{module}: {error}"));
    let mut user = User::default();
    for item in &file.items {
        user.item(item);
    }
    let User { names, uses, .. } = user;
    let module = format_ident!("{module}");
    let uses = uses.into_iter().enumerate().map(|(at, body)| {
        let name = format_ident!("use_{at}");
        quote!(mod #name { use super::*; #body })
    });
    let whole = quote! {
        #[allow(unused_imports)]
        use ::payspec_runtime::generated::{
            self, ChinaTime, Date, Decimal, Deviation, Error, Fen, Message, Money, Order, OrderState, PublicKey, Reply,
            Secret, Text, Time,
        };
        use ::subject::#module::{#(#names),*};
        fn is_shared<T: Send + Sync + Unpin + 'static>() {}
        #(#uses)*
    };
    prettyplease::unparse(&syn::parse2(whole).unwrap_or_else(|error| panic!("{module}: {error}")))
}

#[derive(Default)]
struct User {
    /// What is imported by its name.
    names: Vec<Ident>,
    /// What stands in a module of its own.
    uses: Vec<TokenStream>,
}

impl User {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Struct(item) if is_public(&item.vis) => self.structure(item),
            Item::Enum(item) if is_public(&item.vis) => self.choice(item),
            Item::Static(item) if is_public(&item.vis) => {
                let (name, kind) = (&item.ident, &item.ty);
                self.names.push(name.clone());
                self.uses.push(quote!(pub fn read() { let _: #kind = #name; }));
            }
            Item::Impl(item) => self.implementation(item),
            Item::Macro(item) => self.invocation(&item.mac),
            _ => {}
        }
    }

    fn structure(&mut self, item: &syn::ItemStruct) {
        let name = &item.ident;
        self.names.push(name.clone());
        self.uses.push(quote!(pub fn shared() { is_shared::<#name>() }));
        self.derives(name, &item.attrs);
        let public = item.fields.iter().filter(|field| is_public(&field.vis));
        for field in public {
            let (Some(field_name), kind) = (&field.ident, &field.ty) else { continue };
            self.uses.push(quote! {
                pub fn take(whole: #name) -> #kind { whole.#field_name }
                pub fn borrow(whole: &#name) -> &#kind { &whole.#field_name }
                pub fn put(whole: &mut #name, part: #kind) { whole.#field_name = part }
                pub fn matched(whole: #name) -> #kind { let #name { #field_name, .. } = whole; #field_name }
            });
        }
        let open = is_non_exhaustive(&item.attrs) || item.fields.iter().any(|field| !is_public(&field.vis));
        if !open && matches!(item.fields, Fields::Named(_)) {
            let names: Vec<_> = item.fields.iter().filter_map(|field| field.ident.as_ref()).collect();
            let kinds = item.fields.iter().map(|field| &field.ty);
            self.uses.push(quote! {
                pub fn written(#(#names: #kinds),*) -> #name { #name { #(#names),* } }
                pub fn in_full(whole: #name) { let #name { #(#names: _),* } = whole; }
            });
        }
    }

    fn choice(&mut self, item: &syn::ItemEnum) {
        let name = &item.ident;
        self.names.push(name.clone());
        self.uses.push(quote!(pub fn shared() { is_shared::<#name>() }));
        self.derives(name, &item.attrs);
        for variant in &item.variants {
            let variant_name = &variant.ident;
            self.uses.push(match &variant.fields {
                Fields::Unit => quote! {
                    pub fn made() -> #name { #name::#variant_name }
                    pub fn matched(value: &#name) -> bool { match value { #name::#variant_name => true, _ => false } }
                },
                fields => {
                    let kinds: Vec<_> = fields.iter().map(|field| &field.ty).collect();
                    let parts: Vec<_> = (0..kinds.len()).map(|at| format_ident!("part_{at}")).collect();
                    quote! {
                        pub fn made(#(#parts: #kinds),*) -> #name { #name::#variant_name(#(#parts),*) }
                        pub fn matched(value: #name) -> Option<(#(#kinds,)*)> {
                            match value { #name::#variant_name(#(#parts),*) => Some((#(#parts,)*)), _ => None }
                        }
                    }
                }
            });
        }
        if !is_non_exhaustive(&item.attrs) {
            let arms = item.variants.iter().map(|variant| {
                let variant_name = &variant.ident;
                quote!(#name::#variant_name { .. } => {})
            });
            self.uses.push(quote!(pub fn exhaustive(value: &#name) { match value { #(#arms)* } }));
        }
    }

    fn derives(&mut self, owner: &Ident, attributes: &[syn::Attribute]) {
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
            attribute
                .parse_nested_meta(|meta| {
                    let mut path = meta.path.to_token_stream();
                    if meta.path.is_ident("Debug") || meta.path.is_ident("Hash") {
                        let module =
                            format_ident!("{}", path.to_string().to_lowercase().replace("debug", "fmt"));
                        path = quote!(::std::#module::#path);
                    }
                    self.implements(&owner.to_token_stream(), &path);
                    Ok(())
                })
                .unwrap_or_else(|error| panic!("{owner}: {error}"));
        }
    }

    fn implements(&mut self, owner: &TokenStream, bound: &TokenStream) {
        self.uses.push(quote! {
            fn is<T: #bound>() {}
            pub fn implements() { is::<#owner>() }
        });
    }

    fn implementation(&mut self, item: &syn::ItemImpl) {
        let owner = item.self_ty.to_token_stream();
        let Some((path, _)) = &item.trait_ else {
            for member in &item.items {
                if let ImplItem::Fn(function) = member
                    && is_public(&function.vis)
                {
                    self.uses.push(call(&owner, &function.sig));
                }
            }
            return;
        };
        let types = item.items.iter().filter_map(|member| match member {
            ImplItem::Type(member) => {
                let (name, kind) = (&member.ident, &member.ty);
                Some(quote!(#name = #kind))
            }
            _ => None,
        });
        let types: Vec<_> = types.collect();
        let bound = if types.is_empty() { quote!(#path) } else { quote!(#path<#(#types),*>) };
        self.implements(&owner, &bound);
        for member in &item.items {
            if let ImplItem::Const(member) = member {
                let (name, kind) = (&member.ident, &member.ty);
                self.uses.push(quote!(pub const VALUE: #kind = <#owner as #path>::#name;));
            }
        }
    }

    /// What the macros of the runtime make: a client that waits, and what every code can.
    fn invocation(&mut self, invocation: &syn::Macro) {
        let name = invocation.path.segments.last().expect("a macro has a name").ident.to_string();
        let tokens = &invocation.tokens;
        match name.as_str() {
            "code" => {
                for bound in
                    [quote!(generated::ToInput), quote!(generated::FromField), quote!(::std::fmt::Display)]
                {
                    self.implements(tokens, &bound);
                }
            }
            "blocking_client" => {
                self.names.push(format_ident!("blocking"));
                let mut tokens = tokens.clone().into_iter();
                // name(Request) -> Reply,
                while let Some(method) = tokens.next() {
                    let request = tokens.next().expect("a request");
                    let TokenTree::Group(request) = request else { panic!("{request} is no request") };
                    let (request, reply) = (request.stream(), tokens.nth(2).expect("a reply"));
                    self.uses.push(quote! {
                        pub fn waits(client: &blocking::Client, request: #request) -> Result<#reply, Error> {
                            client.#method(request)
                        }
                    });
                    tokens.next();
                }
                self.uses.push(quote! {
                    pub fn made(environment: Environment, credentials: Credentials) -> blocking::Client {
                        blocking::Client::new(environment, credentials)
                    }
                    pub fn from(client: Client) -> blocking::Client { client.into() }
                });
            }
            other => panic!("nothing uses {other}!"),
        }
    }
}

/// A function that passes its arguments on, whatever they are, and gives back what it gets.
fn call(owner: &TokenStream, signature: &syn::Signature) -> TokenStream {
    let name = &signature.ident;
    let mut parameters = Vec::new();
    let mut arguments = Vec::new();
    let mut method = false;
    for input in &signature.inputs {
        match input {
            FnArg::Receiver(receiver) => {
                method = true;
                parameters.push(match receiver.to_token_stream().to_string().as_str() {
                    "& mut self" => quote!(this: &mut #owner),
                    "& self" => quote!(this: &#owner),
                    _ => quote!(this: #owner),
                });
            }
            FnArg::Typed(input) => {
                let (argument, kind) = (format_ident!("argument_{}", arguments.len()), &input.ty);
                parameters.push(with_owner(quote!(#argument: #kind), owner));
                arguments.push(argument);
            }
        }
    }
    let output = match &signature.output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, kind) => with_owner(kind.to_token_stream(), owner),
    };
    let call =
        if method { quote!(this.#name(#(#arguments),*)) } else { quote!(<#owner>::#name(#(#arguments),*)) };
    if signature.asyncness.is_some() {
        // What is awaited on another thread must be sent there.
        quote!(pub fn call(#(#parameters),*) -> impl Future<Output = #output> + Send { #call })
    } else {
        quote!(pub fn call(#(#parameters),*) -> #output { #call })
    }
}

/// With the type in place of `Self`.
fn with_owner(tokens: TokenStream, owner: &TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .flat_map(|token| match token {
            TokenTree::Ident(name) if name == "Self" => owner.clone(),
            TokenTree::Group(group) => {
                TokenTree::from(Group::new(group.delimiter(), with_owner(group.stream(), owner))).into()
            }
            other => TokenStream::from(other),
        })
        .collect()
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_non_exhaustive(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"))
}
