//! The client of a provider, its environments and credentials.

use payspec_table as table;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::doc::{code, doc, prose};
use crate::model;

/// The environments of a provider.
pub(crate) fn environment(provider: &model::Provider) -> TokenStream {
    let about = doc(&[format!("Where {} is.", prose(provider.title()))]);
    let variants = provider.environments.iter().map(|environment| {
        let variant = format_ident!("{}", environment.variant);
        let mut line = format!("{}.", code(&environment.facts.url));
        if environment.facts.url.starts_with("http://") {
            line.push_str(" Plain http: a client must be told to allow it.");
        }
        super::add_provenance(&mut line, &environment.provenance);
        let about = doc(&[line]);
        quote!(#about #variant)
    });
    let urls = provider.environments.iter().map(|environment| {
        let variant = format_ident!("{}", environment.variant);
        let url = &environment.facts.url;
        quote!(Self::#variant => #url)
    });
    let names = provider.environments.iter().map(|environment| {
        let variant = format_ident!("{}", environment.variant);
        let name = &environment.variant;
        quote!(Self::#variant => f.write_str(#name))
    });
    quote! {
        #about
        ///
        /// `Debug` shows no user name or password of a URL.
        #[derive(Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Environment {
            #(#variants,)*
            /// Another root URL, such as that of a simulator, without a slash at its end.
            Url(String),
        }

        impl ::std::fmt::Debug for Environment {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    #(#names,)*
                    Self::Url(url) => f.debug_tuple("Url").field(&generated::PublicUrl(url)).finish(),
                }
            }
        }

        impl Environment {
            /// The root URL.
            #[must_use]
            pub fn url(&self) -> &str {
                match self {
                    #(#urls,)*
                    Self::Url(url) => url,
                }
            }
        }
    }
}

/// What a merchant is given by the provider.
pub(crate) fn credentials(provider: &model::Provider) -> TokenStream {
    let mut lines =
        vec![format!("What a merchant needs to talk to {}.", prose(provider.title())), String::new()];
    for credential in &provider.credentials {
        let facts = &credential.facts;
        let mut line = format!("- {}: {}", code(&facts.name), prose(&facts.title));
        if let Some(length) = credential.max_length {
            line.push_str(&format!(", at most {length} characters"));
        }
        line.push_str(match facts.kind {
            table::CredentialKind::Text => ".",
            table::CredentialKind::Secret => ". Secret.",
            table::CredentialKind::PrivateKey => ". The merchant's RSA private key.",
            table::CredentialKind::PublicKey => ". The provider's RSA public key.",
        });
        if let Some(description) = &credential.description {
            line.push(' ');
            line.push_str(&prose(description));
        }
        super::add_provenance(&mut line, &credential.provenance);
        lines.push(line);
    }
    lines.extend([
        String::new(),
        "`Debug` shows public texts only; secrets are zeroed when dropped.".to_owned(),
    ]);
    let about = doc(&lines);
    let arguments = provider.credentials.iter().map(|credential| {
        let name = format_ident!("{}", credential.facts.name.as_ref());
        match credential.facts.kind {
            table::CredentialKind::Text => quote!(#name: impl Into<String>),
            table::CredentialKind::Secret => quote!(#name: impl Into<Secret>),
            table::CredentialKind::PrivateKey => quote!(#name: impl generated::Signer + 'static),
            table::CredentialKind::PublicKey => quote!(#name: PublicKey),
        }
    });
    let values = provider.credentials.iter().map(|credential| {
        let wire = &credential.facts.name;
        let name = format_ident!("{}", credential.facts.name.as_ref());
        match credential.facts.kind {
            table::CredentialKind::Text => quote!(.text(#wire, #name)),
            table::CredentialKind::Secret => quote!(.secret(#wire, #name)),
            table::CredentialKind::PrivateKey => quote!(.signer(#wire, ::std::sync::Arc::new(#name))),
            table::CredentialKind::PublicKey => quote!(.public_key(#wire, #name)),
        }
    });
    let rotations = provider.credentials.iter().filter_map(rotation);
    quote! {
        #about
        #[derive(Debug, Clone)]
        pub struct Credentials(generated::Credentials);

        impl Credentials {
            /// With everything that is needed.
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self(generated::Credentials::new() #(#values)*)
            }

            #(#rotations)*
        }

        impl From<Credentials> for generated::Credentials {
            fn from(credentials: Credentials) -> Self {
                credentials.0
            }
        }
    }
}

/// The method that adds a second key while the provider's are rotated.
fn rotation(credential: &model::Credential) -> Option<TokenStream> {
    let wire = &credential.facts.name;
    let method = format_ident!("also_{}", credential.facts.name.as_ref());
    let title = prose(&credential.facts.title);
    let (argument, call) = match credential.facts.kind {
        table::CredentialKind::Secret => (quote!(impl Into<Secret>), quote!(also_secret)),
        table::CredentialKind::PublicKey => (quote!(PublicKey), quote!(also_public_key)),
        table::CredentialKind::Text | table::CredentialKind::PrivateKey => return None,
    };
    let about = doc(&[
        format!("Accepts replies under a second {title} as well, while the provider's keys are rotated."),
        String::new(),
        "Requests are signed with the first.".to_owned(),
    ]);
    Some(quote! {
        #about
        #[must_use]
        pub fn #method(self, key: #argument) -> Self {
            Self(self.0.#call(#wire, key))
        }
    })
}

/// The client, and the one for programs without an async runtime.
pub(crate) fn client(provider: &model::Provider) -> TokenStream {
    let about = doc(&[
        format!("Asks {}.", prose(provider.title())),
        String::new(),
        "Cloning is cheap and shares the connections.".to_owned(),
    ]);
    let methods = provider.operations.iter().map(method);
    let blocking_methods = provider.operations.iter().map(|operation| {
        let name = format_ident!("{}", operation.name);
        let request = format_ident!("{}", operation.request_type);
        let reply = format_ident!("{}", operation.reply_type);
        quote!(#name(#request) -> #reply)
    });
    let queries =
        provider.operations.iter().any(|operation| operation.facts.purpose == table::Purpose::OrderQuery);
    let query = queries.then(order_query);
    quote! {
        #about
        #[derive(Debug, Clone)]
        pub struct Client(generated::Client);

        impl Client {
            /// A client for one merchant. Nothing is opened or sent before the first question.
            #[must_use]
            pub fn new(environment: Environment, credentials: Credentials) -> Self {
                Self(generated::Client::new(PROVIDER, environment.url(), credentials.into()))
            }

            /// Changes the settings: time-out, plain http, roots of trust, transport.
            #[must_use]
            pub fn with(self, change: impl FnOnce(generated::Client) -> generated::Client) -> Self {
                Self(change(self.0))
            }

            #(#methods)*
        }

        #query

        ::payspec_runtime::blocking_client!(#(#blocking_methods),*);
    }
}

fn method(operation: &model::Operation) -> TokenStream {
    let name = format_ident!("{}", operation.name);
    let request = format_ident!("{}", operation.request_type);
    let reply = format_ident!("{}", operation.reply_type);
    let mut lines = vec![format!("Asks for {}.", prose(&operation.facts.title))];
    lines.extend(rules(operation));
    lines.extend([
        String::new(),
        "# Errors".to_owned(),
        String::new(),
        "An [`Error`] says what is known and whether asking again is sensible. None means that a payment failed."
            .to_owned(),
    ]);
    let about = doc(&lines);
    quote! {
        #about
        pub async fn #name(&self, request: #request) -> Result<#reply, Error> {
            self.0.call(&request).await
        }
    }
}

/// What is known of an operation's rules, and how well.
fn rules(operation: &model::Operation) -> Vec<String> {
    let mut lines = Vec::new();
    let polling = operation.facts.polling;
    if let Some(interval) = polling.interval_ms {
        lines.extend([
            String::new(),
            format!("The provider asks for at least {} between two queries.", span(interval)),
        ]);
    }
    lines.extend([String::new(), "How well its rules are known:".to_owned(), String::new()]);
    for rule in &operation.rules {
        let because = rule
            .provenance
            .because
            .as_ref()
            .map_or_else(String::new, |because| format!(" ({})", prose(because)));
        lines.push(format!("- {}: {}{because}", prose(&rule.subject), super::basis(rule.provenance.basis)));
    }
    lines
}

fn span(milliseconds: u64) -> String {
    if milliseconds.is_multiple_of(1_000) {
        format!("{} s", milliseconds / 1_000)
    } else {
        format!("{milliseconds} ms")
    }
}

/// The trait by which all providers are asked alike.
fn order_query() -> TokenStream {
    quote! {
        impl generated::OrderQuery for Client {
            fn order_by(&self, key: generated::OrderKey) -> generated::Boxed<'_, Result<Order, Error>> {
                generated::OrderQuery::order_by(&self.0, key)
            }

            fn until_final(
                &self,
                key: generated::OrderKey,
                patience: generated::Patience,
            ) -> generated::Boxed<'_, generated::Outcome> {
                generated::OrderQuery::until_final(&self.0, key, patience)
            }

            fn query_all<'a>(
                &'a self,
                keys: generated::BoxedStream<'a, generated::OrderKey>,
                concurrency: generated::Concurrency,
            ) -> generated::BoxedStream<'a, generated::Answer> {
                generated::OrderQuery::query_all(&self.0, keys, concurrency)
            }
        }
    }
}
