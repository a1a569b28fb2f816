//! One question for every provider: what became of this order?

use std::fmt;

use payspec_table::{Operation, Provider, Purpose, Role};

use crate::{Boxed, Client, DynamicRequest, Error, Order};

/// Asks what became of an order, whoever the provider is.
pub trait OrderQuery: Send + Sync {
    /// Asks about the order of this number.
    ///
    /// # Errors
    /// As [`Client::call`]; [`Error::Unsupported`] if the provider cannot be asked by such a number.
    fn query_order(&self, key: OrderKey) -> Boxed<'_, Result<Order, Error>>;
}

/// The number of an order.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OrderKey {
    /// The one that the merchant gave.
    Merchant(String),
    /// The one that the provider gave.
    Provider(String),
}

impl OrderKey {
    pub(crate) const fn role(&self) -> Role {
        match self {
            Self::Merchant(_) => Role::MerchantOrderNo,
            Self::Provider(_) => Role::ProviderOrderNo,
        }
    }

    const fn whose(&self) -> &'static str {
        match self {
            Self::Merchant(_) => "merchant",
            Self::Provider(_) => "provider",
        }
    }

    fn number(&self) -> &str {
        match self {
            Self::Merchant(number) | Self::Provider(number) => number,
        }
    }
}

impl fmt::Debug for OrderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({:?})", self.role(), self.number())
    }
}

impl Client {
    /// Asks one operation about the order of this number.
    ///
    /// # Errors
    /// As [`OrderQuery::query_order`].
    pub fn query_order<'a>(&'a self, operation: &'a str, key: OrderKey) -> Boxed<'a, Result<Order, Error>> {
        Box::pin(async move {
            let request = question(self.endpoint().provider(), operation, &key)?;
            Ok(self.call_dynamic(operation, &request).await?.order().clone())
        })
    }
}

/// Asks the provider's first operation that is for it.
impl OrderQuery for Client {
    fn query_order(&self, key: OrderKey) -> Boxed<'_, Result<Order, Error>> {
        let provider = self.endpoint().provider();
        let is_query = |operation: &&Operation| operation.purpose == Purpose::OrderQuery;
        match provider.operations.iter().find(is_query) {
            Some(operation) => Client::query_order(self, &operation.name, key),
            None => {
                let what = "no operation asks about one order".to_owned();
                let error = Error::Unsupported { provider: provider.name.to_string(), what };
                Box::pin(async move { Err(error) })
            }
        }
    }
}

/// The request of an operation about the order of this number.
pub(crate) fn question(
    provider: &Provider,
    operation: &str,
    key: &OrderKey,
) -> Result<DynamicRequest, Error> {
    let entries = provider.operation(operation).map_or(&[][..], |operation| &operation.request.view);
    // A field inside an object is no place for the number of a whole query.
    let entry = entries.iter().find(|entry| entry.role == key.role() && entry.field.len() == 1);
    match entry.and_then(|entry| entry.field.get(0)) {
        Some(field) => Ok(DynamicRequest::new().with(field.to_owned(), key.number())),
        None => Err(Error::Unsupported {
            provider: provider.name.to_string(),
            what: format!("`{operation}` does not take the {}'s order number", key.whose()),
        }),
    }
}
