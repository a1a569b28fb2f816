//! A provider: where it is, what it asks of a merchant, its code tables and operations.

use crate::collections::setters;
use crate::{CodeTable, List, Operation, Str};

/// A provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// The name by which programs know it, `snake_case`.
    pub name: Str,
    /// The name by which people know it.
    pub title: Str,
    /// ISO 4217 code of the currency of every amount that does not name its own.
    pub currency: Str,
    /// What a merchant is given by the provider.
    pub credentials: List<Credential>,
    /// Where the provider is.
    pub environments: List<Environment>,
    /// Wire values and what they mean.
    pub code_tables: List<CodeTable>,
    /// What it can be asked.
    pub operations: List<Operation>,
}

impl Provider {
    /// A provider without contents.
    #[must_use]
    pub const fn new(name: &'static str, title: &'static str, currency: &'static str) -> Self {
        Self {
            name: Str::Borrowed(name),
            title: Str::Borrowed(title),
            currency: Str::Borrowed(currency),
            credentials: List::Static(&[]),
            environments: List::Static(&[]),
            code_tables: List::Static(&[]),
            operations: List::Static(&[]),
        }
    }

    setters! {
        /// Sets the credentials.
        credentials(items: &'static [Credential]) { credentials = List::Static(items) }
        /// Sets the environments.
        environments(items: &'static [Environment]) { environments = List::Static(items) }
        /// Sets the code tables.
        code_tables(items: &'static [CodeTable]) { code_tables = List::Static(items) }
        /// Sets the operations.
        operations(items: &'static [Operation]) { operations = List::Static(items) }
    }

    /// The operation of a name.
    #[must_use]
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.name == name)
    }

    /// The code table of a name.
    #[must_use]
    pub fn code_table(&self, name: &str) -> Option<&CodeTable> {
        self.code_tables.iter().find(|table| table.name == name)
    }

    /// The credential of a name.
    #[must_use]
    pub fn credential(&self, name: &str) -> Option<&Credential> {
        self.credentials.iter().find(|credential| credential.name == name)
    }
}

/// Where a provider is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// `production`, `test`, …
    pub name: Str,
    /// The root under which the operations' paths lie, without a slash at its end.
    pub url: Str,
}

impl Environment {
    /// An environment.
    #[must_use]
    pub const fn new(name: &'static str, url: &'static str) -> Self {
        Self { name: Str::Borrowed(name), url: Str::Borrowed(url) }
    }
}

/// What a merchant is given by the provider, or gives to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// The name by which fields and rules refer to it.
    pub name: Str,
    /// The name by which people know it.
    pub title: Str,
    /// What it is.
    pub kind: CredentialKind,
}

impl Credential {
    /// A credential.
    #[must_use]
    pub const fn new(name: &'static str, title: &'static str, kind: CredentialKind) -> Self {
        Self { name: Str::Borrowed(name), title: Str::Borrowed(title), kind }
    }
}

/// What a credential is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialKind {
    /// A public text, such as a merchant's number.
    Text,
    /// A text that only the merchant and the provider know, such as an MD5 key.
    Secret,
    /// The merchant's RSA private key.
    PrivateKey,
    /// The provider's RSA public key.
    PublicKey,
}
