//! One question for every provider: what became of this order?

use std::fmt;

use payspec_table::{Expected, Operation, Provider, Purpose, Role};

use crate::{
    Boxed, Client, DynamicRequest, Error, Order, Outcome, Patience, Rule, TiedBy, Violation, Violations,
};

/// Asks what became of an order, whoever the provider is.
pub trait OrderQuery: Send + Sync {
    /// Asks about the order of this number.
    ///
    /// # Errors
    /// As [`Client::call`]; [`Error::Invalid`] for a number that is blank; [`Error::Unsupported`] if the provider cannot be asked by such a number.
    fn order_by(&self, key: OrderKey) -> Boxed<'_, Result<Order, Error>>;

    /// Asks about the order of this number until its state is final, as long as the patience lasts; see
    /// [`Client::until_final`].
    fn until_final(&self, key: OrderKey, patience: Patience) -> Boxed<'_, Outcome>;
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

/// Asks the provider's first operation that is for it.
impl OrderQuery for Client {
    fn order_by(&self, key: OrderKey) -> Boxed<'_, Result<Order, Error>> {
        Box::pin(async move {
            let provider = self.endpoint().provider();
            let operation = order_query(provider)?;
            let request = question(provider, &operation.name, &key)?;
            Ok(self.call_dynamic(&operation.name, &request).await?.order().clone())
        })
    }

    fn until_final(&self, key: OrderKey, patience: Patience) -> Boxed<'_, Outcome> {
        Box::pin(Self::until_final(self, key, patience))
    }
}

/// The provider's first operation that asks about one order.
pub(crate) fn order_query(provider: &Provider) -> Result<&Operation, Error> {
    let mut operations = provider.operations.iter();
    operations.find(|operation| operation.purpose == Purpose::OrderQuery).ok_or_else(|| {
        let what = "no operation asks about one order".to_owned();
        Error::Unsupported { provider: provider.name.to_string(), what }
    })
}

/// The request of an operation about the order of this number.
pub(crate) fn question(
    provider: &Provider,
    operation: &str,
    key: &OrderKey,
) -> Result<DynamicRequest, Error> {
    // It would not be sent, and then any order would be the one that was asked for.
    let is_missing = key.number().trim().is_empty();
    match provider.operation(operation).and_then(|operation| field(operation, key)) {
        Some(field) if is_missing => {
            Err(Error::Invalid(Violations(vec![Violation::new(field.to_owned(), Rule::Missing)])))
        }
        Some(field) => Ok(DynamicRequest::new().with(field.to_owned(), key.number())),
        None => Err(Error::Unsupported {
            provider: provider.name.to_string(),
            what: format!("`{operation}` does not take the {}'s order number", key.whose()),
        }),
    }
}

/// What every reply is tied by that passes all tiers, when it answers a question by this number.
pub(crate) fn tie(operation: &Operation, key: &OrderKey) -> TiedBy {
    let asked_by = field(operation, key);
    let repeats =
        |expected: &Expected| matches!(expected, Expected::Request(name) if Some(&**name) == asked_by);
    let mut identity = operation.response.identity.iter();
    if identity.any(|entry| repeats(&entry.expected)) { TiedBy::OrderNumber } else { TiedBy::Connection }
}

/// The request's field for this number.
fn field<'o>(operation: &'o Operation, key: &OrderKey) -> Option<&'o str> {
    // A field inside an object is no place for the number of a whole query.
    let mut entries = operation.request.view.iter();
    entries.find(|entry| entry.role == key.role() && entry.field.len() == 1)?.field.get(0)
}

#[cfg(test)]
mod tests {
    use payspec_table::{
        Decision, Encoding, Field, Purpose, RequestTable, ResponseTable, Verification, ViewEntry,
    };

    use super::*;

    static FIELDS: &[Field] = &[Field::text("no", "")];
    static OPERATIONS: &[Operation] = &[Operation::new(
        "ask",
        "",
        Purpose::OrderQuery,
        RequestTable::new(const { &[Encoding::Json] }, FIELDS)
            .view(const { &[ViewEntry::new(Role::MerchantOrderNo, &["no"])] }),
        ResponseTable::new(Encoding::Json, &[], Verification::Unsigned, Decision::without_state(&[])),
    )];
    static PROVIDER: Provider = Provider::new("test", "", "CNY").operations(OPERATIONS);

    #[test]
    fn nothing_is_asked_about_an_order_without_a_number() {
        // A field without a value is not sent, and then any order is the one that was asked for.
        for number in ["", " ", "\u{3000}"] {
            let error = question(&PROVIDER, "ask", &OrderKey::Merchant(number.to_owned())).unwrap_err();
            assert_eq!(error.to_string(), "the request was not sent, correct it first: `no` is missing");
        }
        assert!(question(&PROVIDER, "ask", &OrderKey::Merchant("1".to_owned())).is_ok());
    }
}
