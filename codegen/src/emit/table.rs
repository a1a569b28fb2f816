//! The tables of a provider, as `static`s.

use payspec_table as table;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

mod field;

use self::field::field_list;
use super::signing;
use crate::model;

/// The module with a provider's tables.
pub(crate) fn module(provider: &model::Provider) -> TokenStream {
    let mut statics = Statics::default();
    let root = provider_table(&provider.table, &mut statics);
    let items = statics.items;
    quote! {
        mod tables {
            use ::payspec_runtime::table::*;

            pub(super) static PROVIDER: Provider = #root;
            #(#items)*
        }
    }
}

/// Lists that stand in a `static` of their own, in the order in which they were met.
#[derive(Default)]
struct Statics {
    names: Vec<String>,
    items: Vec<TokenStream>,
}

impl Statics {
    /// Puts a list into a `static` and returns a reference to it.
    fn list(&mut self, name: &str, kind: &str, items: &[TokenStream]) -> TokenStream {
        let mut name = name.to_uppercase();
        // Nobody outside the module sees these names; wire names that differ in case alone may share one.
        while self.names.contains(&name) {
            name.push('_');
        }
        let ident = Ident::new(&name, Span::call_site());
        let kind = Ident::new(kind, Span::call_site());
        let length = Literal::usize_unsuffixed(items.len());
        self.names.push(name);
        self.items.push(quote!(static #ident: [#kind; #length] = [#(#items),*];));
        quote!(&#ident)
    }
}

fn provider_table(provider: &table::Provider, statics: &mut Statics) -> TokenStream {
    let table::Provider { name, title, currency, credentials, environments, code_tables, operations } =
        provider;
    let credentials: Vec<_> = credentials.iter().map(credential).collect();
    let environments: Vec<_> = environments
        .iter()
        .map(|environment| {
            let table::Environment { name, url } = environment;
            quote!(Environment::new(#name, #url))
        })
        .collect();
    let mut calls = TokenStream::new();
    if !credentials.is_empty() {
        let list = statics.list("credentials", "Credential", &credentials);
        calls.extend(quote!(.credentials(#list)));
    }
    if !environments.is_empty() {
        let list = statics.list("environments", "Environment", &environments);
        calls.extend(quote!(.environments(#list)));
    }
    let tables: Vec<_> = code_tables
        .iter()
        .map(|codes| {
            let name = &codes.name;
            let items: Vec<_> = codes.codes.iter().map(code).collect();
            let list = statics.list(&format!("{name}_codes"), "Code", &items);
            quote!(CodeTable::new(#name, #list))
        })
        .collect();
    if !tables.is_empty() {
        let list = statics.list("code_tables", "CodeTable", &tables);
        calls.extend(quote!(.code_tables(#list)));
    }
    let operations: Vec<_> = operations.iter().map(|item| operation(item, statics)).collect();
    let list = statics.list("operations", "Operation", &operations);
    quote!(Provider::new(#name, #title, #currency) #calls.operations(#list))
}

fn credential(credential: &table::Credential) -> TokenStream {
    let table::Credential { name, title, kind } = credential;
    let kind = match kind {
        table::CredentialKind::Text => quote!(Text),
        table::CredentialKind::Secret => quote!(Secret),
        table::CredentialKind::PrivateKey => quote!(PrivateKey),
        table::CredentialKind::PublicKey => quote!(PublicKey),
    };
    quote!(Credential::new(#name, #title, CredentialKind::#kind))
}

fn code(code: &table::Code) -> TokenStream {
    let table::Code { wire, name, title, aliases, state, advice, reasons } = code;
    let mut calls = TokenStream::new();
    if !aliases.is_empty() {
        let aliases = names(aliases);
        calls.extend(quote!(.aliases(#aliases)));
    }
    if let Some(state) = state {
        let state = format_ident!("{}", state.name());
        calls.extend(quote!(.state(OrderState::#state)));
    }
    if let Some(advice) = advice {
        let advice = format_ident!("{}", format!("{advice:?}"));
        calls.extend(quote!(.advice(Advice::#advice)));
    }
    if !reasons.is_empty() {
        let reasons = reasons.iter().map(|(reason, text)| {
            let reason = format_ident!("{}", format!("{reason:?}"));
            quote!((Reason::#reason, Str::Borrowed(#text)))
        });
        calls.extend(quote!(.reasons(const { &[#(#reasons),*] })));
    }
    quote!(Code::new(#wire, #name, #title) #calls)
}

pub(super) fn names(names: &table::Names) -> TokenStream {
    let names = names.iter();
    quote!(&[#(#names),*])
}

fn operation(operation: &table::Operation, statics: &mut Statics) -> TokenStream {
    let table::Operation { name, title, purpose, method, path, request, response, polling } = operation;
    let purpose = format_ident!("{}", format!("{purpose:?}"));
    let request = request_table(request, name, statics);
    let response = response_table(response, name, statics);
    let mut calls = TokenStream::new();
    if *method == table::Method::Get {
        calls.extend(quote!(.method(Method::Get)));
    }
    if !path.is_empty() {
        calls.extend(quote!(.path(#path)));
    }
    if *polling != table::Polling::default() {
        let polling = polling_table(polling);
        calls.extend(quote!(.polling(#polling)));
    }
    quote!(Operation::new(#name, #title, Purpose::#purpose, #request, #response) #calls)
}

fn polling_table(polling: &table::Polling) -> TokenStream {
    let table::Polling { interval_ms, timeout_ms, attempts, per_second, in_flight } = polling;
    let interval_ms = interval_ms.iter().map(|time| quote!(.interval_ms(#time)));
    let timeout_ms = timeout_ms.iter().map(|time| quote!(.timeout_ms(#time)));
    let attempts = attempts.iter().map(|number| quote!(.attempts(#number)));
    let per_second = per_second.iter().map(|number| quote!(.per_second(#number)));
    let in_flight = in_flight.iter().map(|number| quote!(.in_flight(#number)));
    quote!(Polling::new() #(#interval_ms)* #(#timeout_ms)* #(#attempts)* #(#per_second)* #(#in_flight)*)
}

fn encoding(encoding: &table::Encoding) -> TokenStream {
    match encoding {
        table::Encoding::Json => quote!(Encoding::Json),
        table::Encoding::Form => quote!(Encoding::Form),
        table::Encoding::Query => quote!(Encoding::Query),
        table::Encoding::Xml { root, cdata } => {
            quote!(Encoding::Xml { root: Str::Borrowed(#root), cdata: #cdata })
        }
    }
}

fn request_table(request: &table::RequestTable, operation: &str, statics: &mut Statics) -> TokenStream {
    let table::RequestTable { encodings, fields, groups, headers, view, signing } = request;
    let encodings = encodings.iter().map(encoding);
    let fields = field_list(fields, &format!("{operation}_request"), statics);
    let mut calls = TokenStream::new();
    if !groups.is_empty() {
        let groups = groups.iter().map(|group| {
            let members = names(&group.members);
            match group.rule {
                table::GroupRule::AtLeastOne => quote!(Group::at_least_one(#members)),
                table::GroupRule::ExactlyOne => quote!(Group::exactly_one(#members)),
            }
        });
        calls.extend(quote!(.groups(const { &[#(#groups),*] })));
    }
    if !headers.is_empty() {
        let headers = headers.iter().map(|header| {
            let name = &header.name;
            let value = signing::template(&header.value);
            quote!(Header::new(#name, #value))
        });
        calls.extend(quote!(.headers(const { &[#(#headers),*] })));
    }
    if !view.is_empty() {
        let view = view_entries(view);
        calls.extend(quote!(.view(#view)));
    }
    if let Some(rule) = signing {
        let rule = signing::rule(rule);
        calls.extend(quote!(.signing(#rule)));
    }
    quote!(RequestTable::new(const { &[#(#encodings),*] }, #fields) #calls)
}

fn response_table(response: &table::ResponseTable, operation: &str, statics: &mut Statics) -> TokenStream {
    let table::ResponseTable { encoding: format, fields, verification, decision, identity, view, orders } =
        response;
    let format = encoding(format);
    let fields = field_list(fields, &format!("{operation}_response"), statics);
    let verification = match verification {
        table::Verification::Unsigned => quote!(Verification::Unsigned),
        table::Verification::Signed { rule, unsigned_refusals } => {
            let rule = signing::rule(rule);
            if unsigned_refusals.is_empty() {
                quote!(Verification::signed(#rule))
            } else {
                let conditions = conditions(unsigned_refusals);
                quote!(Verification::signed_except(#rule, #conditions))
            }
        }
    };
    let decision = decision_table(decision);
    let mut calls = TokenStream::new();
    if !identity.is_empty() {
        let identity = identity.iter().map(|entry| {
            let path = names(&entry.field);
            let trimmed = if entry.trim { quote!(.trimmed()) } else { TokenStream::new() };
            match &entry.expected {
                table::Expected::Credential(name) => quote!(Identity::credential(#path, #name) #trimmed),
                table::Expected::Request(name) => quote!(Identity::request(#path, #name) #trimmed),
            }
        });
        calls.extend(quote!(.identity(const { &[#(#identity),*] })));
    }
    if !view.is_empty() {
        let view = view_entries(view);
        calls.extend(quote!(.view(#view)));
    }
    if let Some(orders) = orders {
        let orders = names(orders);
        calls.extend(quote!(.orders(#orders)));
    }
    quote!(ResponseTable::new(#format, #fields, #verification, #decision) #calls)
}

fn view_entries(view: &[table::ViewEntry]) -> TokenStream {
    let entries = view.iter().map(|entry| {
        let role = format_ident!("{}", format!("{:?}", entry.role));
        let path = names(&entry.field);
        quote!(ViewEntry::new(Role::#role, #path))
    });
    quote!(const { &[#(#entries),*] })
}

fn decision_table(decision: &table::Decision) -> TokenStream {
    let tiers = decision.tiers.iter().map(|tier| {
        let table::Tier { name, field, pass, code, text } = tier;
        let name = format_ident!("{}", format!("{name:?}"));
        let mut calls = TokenStream::new();
        if code != field {
            let code = names(code);
            calls.extend(quote!(.code(#code)));
        }
        if let Some(text) = text {
            let text = names(text);
            calls.extend(quote!(.text(#text)));
        }
        let field = names(field);
        let pass = names(pass);
        quote!(Tier::new(TierName::#name, #field, #pass) #calls)
    });
    let tiers = quote!(const { &[#(#tiers),*] });
    match &decision.state {
        Some(state) => {
            let state = names(state);
            quote!(Decision::new(#tiers, #state))
        }
        None => quote!(Decision::without_state(#tiers)),
    }
}

fn conditions(conditions: &[table::Condition]) -> TokenStream {
    let conditions = conditions.iter().map(|condition| {
        let path = names(&condition.path);
        match &condition.test {
            table::Test::Is(values) => {
                let values = names(values);
                quote!(Condition::is(#path, #values))
            }
            table::Test::IsNot(values) => {
                let values = names(values);
                quote!(Condition::is_not(#path, #values))
            }
            table::Test::Present => quote!(Condition::present(#path)),
            table::Test::Absent => quote!(Condition::absent(#path)),
        }
    });
    quote!(const { &[#(#conditions),*] })
}
