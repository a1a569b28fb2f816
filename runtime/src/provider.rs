//! A provider's table, generated or read at run time.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use payspec_table::Provider;

/// A provider's table: a `static` of a generated crate, or one that was read at run time and is shared.
///
/// Cloning costs at most a reference count.
#[derive(Clone)]
pub enum ProviderRef {
    /// In generated code.
    Static(&'static Provider),
    /// Read at run time.
    Shared(Arc<Provider>),
}

impl Deref for ProviderRef {
    type Target = Provider;

    fn deref(&self) -> &Provider {
        match self {
            Self::Static(provider) => provider,
            Self::Shared(provider) => provider,
        }
    }
}

impl From<&'static Provider> for ProviderRef {
    fn from(provider: &'static Provider) -> Self {
        Self::Static(provider)
    }
}

/// So that a list of tables can be given as it is.
impl From<&&'static Provider> for ProviderRef {
    fn from(provider: &&'static Provider) -> Self {
        Self::Static(provider)
    }
}

impl From<Arc<Provider>> for ProviderRef {
    fn from(provider: Arc<Provider>) -> Self {
        Self::Shared(provider)
    }
}

impl From<Provider> for ProviderRef {
    fn from(provider: Provider) -> Self {
        Self::Shared(Arc::new(provider))
    }
}

/// The name; a whole table would drown a log.
impl fmt::Debug for ProviderRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ProviderRef").field(&self.name).finish()
    }
}
