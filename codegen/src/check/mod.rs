//! What an author may not write. Checking turns what was read into [`model::Provider`]s, or into diagnostics.

mod codes;
mod decision;
mod field;
mod format;
mod name;
mod operation;
mod reference;
mod signing;
mod template;

use payspec_table as table;

use self::name::{Scope, camel_case, require_snake_case};
use crate::diagnostic::Rule;
use crate::model;
use crate::spec::read::{Entries, Reporter};
use crate::spec::{Basis, CredentialSpec, EnvironmentSpec, ProviderSpec};

/// The version of the language that this generator knows.
pub(crate) const LANGUAGE_VERSION: u32 = 1;

/// What every generated module has besides what its specification names.
const OWN_TYPES: &[&str] = &["BlockingClient", "Client", "Credentials", "Environment"];

/// Checks a specification. What is returned is to be thrown away when the reporter has an error.
pub(crate) fn check(spec: &ProviderSpec, reporter: &mut Reporter<'_>) -> Option<model::Provider> {
    if spec.version != LANGUAGE_VERSION {
        let message =
            format!("this is version {} of the language, {LANGUAGE_VERSION} is known", spec.version);
        reporter.value(Rule::UnknownVersion, &spec.place.key("payspec"), message);
    }
    let provider_place = spec.place.key("provider");
    require_snake_case(&spec.provider, &provider_place, reporter);
    Scope::new("module").claim(&spec.provider, &provider_place, reporter);
    let own: Vec<&str> = OWN_TYPES.iter().chain(crate::emit::IMPORTS).copied().collect();
    let mut types = Scope::types(&own);
    let no_codes = Entries::default();
    let code_tables = codes::check(spec.codes.as_ref().unwrap_or(&no_codes), &mut types, reporter);
    let environments = environments(spec.environments.as_ref(), reporter);
    let credentials = credentials(spec.credentials.as_ref(), reporter);
    if spec.operations.0.is_empty() {
        reporter.key(
            Rule::NothingToAsk,
            &spec.place.key("operations"),
            "a provider without operations cannot be asked",
        );
    }
    // Every operation is checked before the verdict: a bad one must not hide the next.
    let operations: Vec<Option<model::Operation>> = spec
        .operations
        .iter()
        .map(|entry| operation::check(entry, spec, &code_tables, &mut types, reporter))
        .collect();
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

fn environments(
    spec: Option<&Entries<EnvironmentSpec>>,
    reporter: &mut Reporter<'_>,
) -> Vec<model::Environment> {
    let mut variants = Scope::new("variant");
    let mut environments = Vec::new();
    for entry in spec.into_iter().flat_map(|environments| environments.iter()) {
        let variant = camel_case(&entry.name);
        require_snake_case(&entry.name, &entry.place, reporter);
        if variant == "Url" {
            let message = "`Url` is the variant for a URL that the caller gives";
            reporter.key(Rule::NameClash, &entry.place, message);
        } else {
            variants.claim(&variant, &entry.place, reporter);
        }
        if let Some(mistake) = format::url_mistake(&entry.value.url) {
            let message = format!("`{}` is no URL of an environment: {mistake}", entry.value.url);
            reporter.value(Rule::BadUrl, &entry.place, message);
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

fn credentials(
    spec: Option<&Entries<CredentialSpec>>,
    reporter: &mut Reporter<'_>,
) -> Vec<model::Credential> {
    let mut names = Scope::new("credential");
    let mut credentials = Vec::new();
    for entry in spec.into_iter().flat_map(|credentials| credentials.iter()) {
        require_snake_case(&entry.name, &entry.place, reporter);
        names.claim(&entry.name, &entry.place, reporter);
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
