//! What an author may not write. Checking turns what was read into [`model::Provider`]s, or into diagnostics.

mod codes;
mod decision;
mod encoding;
mod field;
mod format;
mod group;
mod key;
mod kind;
mod like;
mod name;
mod operation;
mod placement;
mod reference;
mod role;
mod signing;
pub(crate) mod smell;
mod template;
mod value;

use payspec_table as table;

#[cfg(feature = "toolbox")]
pub(crate) use self::format::{Parts, parts, url_mistake};
pub(crate) use self::name::camel_case;
use self::name::{Scope, require_snake_case};
#[cfg(feature = "toolbox")]
pub(crate) use self::name::{is_identifier, snake_case};
#[cfg(feature = "toolbox")]
pub(crate) use self::signing::covers;
use crate::diagnostic::Rule;
use crate::model;
use crate::reporter::{At, Reporter};
use crate::spec::read::Entries;
use crate::spec::{Basis, CodeSpec, CredentialSpec, EnvironmentSpec, ProviderSpec, SigningSpec};

/// The version of the language that this generator knows.
pub(crate) const LANGUAGE_VERSION: u32 = 1;

/// What stands next to the modules of providers: the file that lists them, and crates that paths begin with.
const OWN_MODULES: &[&str] = &["alloc", "core", "payspec_runtime", "providers", "std"];

/// What every generated client can do besides what its specification names.
const OWN_METHODS: &[&str] = &["from", "new", "until_final", "with"];

/// What every generated module has besides what its specification names.
const OWN_TYPES: &[&str] = &["BlockingClient", "Client", "Credentials", "Environment"];

/// What the operations of a provider share.
#[derive(Debug)]
struct Shared {
    codes: Entries<Entries<CodeSpec>>,
    credentials: Entries<CredentialSpec>,
    rules: Entries<SigningSpec>,
    environments: Entries<EnvironmentSpec>,
}

/// Checks a specification. What is returned is to be thrown away when the reporter has an error.
pub(crate) fn check(spec: &ProviderSpec, reporter: &mut Reporter<'_>) -> Option<model::Provider> {
    if spec.version != LANGUAGE_VERSION {
        let message =
            format!("this is version {} of the language, {LANGUAGE_VERSION} is known", spec.version);
        reporter.value(Rule::UnknownVersion, &spec.place.key("payspec"), message).help = Some(
            "`payspec:` is the version of the language, not that of the document or of the file".to_owned(),
        );
    }
    let provider_place = spec.place.key("provider");
    if require_snake_case(&spec.provider, At::Value(&provider_place), reporter) {
        Scope::with("module", OWN_MODULES).claim(&spec.provider, At::Value(&provider_place), reporter);
    }
    let own: Vec<&str> = OWN_TYPES.iter().chain(crate::emit::IMPORTS).copied().collect();
    let mut types = Scope::types(&own);
    let shared = Shared {
        codes: Entries::of(spec.codes.as_ref(), &spec.place, reporter),
        credentials: Entries::of(spec.credentials.as_ref(), &spec.place, reporter),
        rules: Entries::of(spec.signing.as_ref(), &spec.place, reporter),
        environments: Entries::of(spec.environments.as_ref(), &spec.place, reporter),
    };
    let code_tables = codes::check(&shared.codes, &mut types, reporter);
    let environments = environments(&shared.environments, reporter);
    let credentials = credentials(&shared.credentials, reporter);
    like::check(&shared.rules, reporter);
    signing::check_texts(&shared.rules, &shared.credentials, reporter);
    if spec.operations.is_empty() {
        reporter.key(
            Rule::NothingToAsk,
            &spec.place.key("operations"),
            "a provider without operations cannot be asked",
        );
    }
    let mut methods = Scope::with("method", OWN_METHODS);
    // Every operation is checked before the verdict: a bad one must not hide the next.
    let operations: Vec<Option<model::Operation>> = spec
        .operations
        .iter()
        .map(|entry| {
            if require_snake_case(&entry.name, At::Key(&entry.place), reporter) {
                methods.claim(&entry.name, At::Key(&entry.place), reporter);
            }
            operation::check(entry, &shared, &code_tables, &mut types, reporter)
        })
        .collect();
    operation::require_difference(&spec.operations, reporter);
    let operations: Vec<model::Operation> = operations.into_iter().collect::<Option<_>>()?;
    Some(model::Provider {
        description: spec.description.clone(),
        documents: documents(spec),
        table: table::Provider {
            name: spec.provider.clone().into(),
            title: spec.title.clone().into(),
            currency: currency(spec, reporter).into(),
            credentials: credentials.iter().map(|item| item.facts.clone()).collect::<Vec<_>>().into(),
            environments: environments.iter().map(|item| item.facts.clone()).collect::<Vec<_>>().into(),
            code_tables: code_tables
                .iter()
                .map(|item| table::CodeTable {
                    name: item.name.clone().into(),
                    codes: item.codes.iter().map(|code| code.facts.clone()).collect::<Vec<_>>().into(),
                })
                .collect::<Vec<_>>()
                .into(),
            operations: operations.iter().map(|item| item.facts.clone()).collect::<Vec<_>>().into(),
        },
        environments,
        credentials,
        code_tables,
        operations,
    })
}

fn documents(spec: &ProviderSpec) -> Vec<model::Document> {
    spec.documents
        .iter()
        .flat_map(|documents| documents.iter())
        .map(|entry| model::Document {
            name: entry.name.clone(),
            title: entry.value.title.clone(),
            url: entry.value.url.clone(),
            date: entry.value.date.clone(),
        })
        .collect()
}

fn currency(spec: &ProviderSpec, reporter: &mut Reporter<'_>) -> String {
    let currency = spec.currency.as_deref().unwrap_or("CNY");
    if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        let message = format!("`{currency}` is no currency: ISO 4217 has three capital letters, such as CNY");
        reporter.value(Rule::UnknownValue, &spec.place.key("currency"), message);
    }
    currency.to_owned()
}

fn environments(spec: &Entries<EnvironmentSpec>, reporter: &mut Reporter<'_>) -> Vec<model::Environment> {
    // One variant is for a URL that the caller gives.
    let mut variants = Scope::with("variant", &["Url"]);
    let mut environments = Vec::new();
    for entry in spec.iter() {
        let variant = camel_case(&entry.name);
        if require_snake_case(&entry.name, At::Key(&entry.place), reporter) {
            variants.claim(&variant, At::Key(&entry.place), reporter);
        }
        if let Some(mistake) = format::url_mistake(&entry.value.url) {
            let message = format!("`{}` is no URL of an environment: {mistake}", entry.value.url);
            reporter.word(Rule::BadUrl, At::Value(&entry.place), &entry.value.url, message);
        }
        environments.push(model::Environment {
            variant,
            facts: table::Environment {
                name: entry.name.clone().into(),
                url: entry.value.url.clone().into(),
            },
            provenance: provenance(entry.value.basis, entry.value.because.as_ref()),
        });
    }
    environments
}

fn credentials(spec: &Entries<CredentialSpec>, reporter: &mut Reporter<'_>) -> Vec<model::Credential> {
    let mut names = Scope::new("credential");
    let mut credentials = Vec::new();
    for entry in spec.iter() {
        if require_snake_case(&entry.name, At::Key(&entry.place), reporter) {
            names.claim(&entry.name, At::Key(&entry.place), reporter);
        }
        let kind = reference::credential_kind(&entry.value);
        if matches!(kind, table::CredentialKind::PrivateKey | table::CredentialKind::PublicKey) {
            for (key, given) in
                [("max_length", entry.value.max_length.is_some()), ("secret", entry.value.secret.is_some())]
            {
                if given {
                    let message = format!("`{key}` means nothing on a key: its `type` says it");
                    reporter.key(Rule::Misplaced, &entry.place.key(key), message);
                }
            }
        }
        credentials.push(model::Credential {
            facts: table::Credential {
                name: entry.name.clone().into(),
                title: entry.value.title.clone().into(),
                kind,
            },
            max_length: entry.value.max_length,
            description: entry.value.description.clone(),
            provenance: provenance(entry.value.basis, entry.value.because.as_ref()),
        });
    }
    credentials
}

/// Where a fact comes from: the document, unless the author says otherwise.
pub(crate) fn provenance(basis: Option<Basis>, because: Option<&String>) -> model::Provenance {
    model::Provenance {
        basis: match basis {
            None | Some(Basis::Document) => model::Basis::Document,
            Some(Basis::Verified) => model::Basis::Verified,
            Some(Basis::Stated) => model::Basis::Stated,
            Some(Basis::Inferred) => model::Basis::Inferred,
            Some(Basis::Unknown) => model::Basis::Unknown,
        },
        because: because.cloned(),
    }
}
