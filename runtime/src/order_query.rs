//! One question for every provider: what became of this order?

use std::fmt;

use futures_util::StreamExt;
use payspec_table::{Expected, Operation, Provider, Purpose, Role};

use crate::{
    Answer, Boxed, BoxedStream, Client, Concurrency, DynamicRequest, Error, Order, Outcome, Patience, Rule,
    TiedBy, Violation, Violations, until_final,
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
    ///
    /// Unless it is written anew it asks with [`order_by`](Self::order_by), by the same schedule and the same rules as a
    /// client, but without what a client knows besides: callers share nothing, no document gives an interval or a number
    /// of questions, and the connection counts as one that does not vouch for itself. A final state is thus
    /// [`Why::Untied`](crate::Why::Untied) unless [`Order::tied_by`] says that the reply names the order, or the patience
    /// [accepts it](Patience::accept_untied).
    fn until_final(&self, key: OrderKey, patience: Patience) -> Boxed<'_, Outcome> {
        Box::pin(until_final::by_asking(self, key, patience))
    }

    /// Asks about the order of each key, in the order in which the provider answers; see [`Client::query_all`].
    ///
    /// Unless it is written anew it asks about each with [`order_by`](Self::order_by).
    fn query_all<'a>(
        &'a self,
        keys: BoxedStream<'a, OrderKey>,
        concurrency: Concurrency,
    ) -> BoxedStream<'a, Answer> {
        let answer = move |key: OrderKey| async move { (key.clone(), self.order_by(key).await) };
        Box::pin(keys.map(answer).buffer_unordered(concurrency.get()))
    }
}

/// The number of an order.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OrderKey {
    /// The one that the merchant gave.
    Merchant(String),
    /// The one that the provider gave.
    Provider(String),
    /// Both, where the provider takes both. There are providers whose replies repeat the one that they gave and no other: asked
    /// by both, their answer is [tied](crate::Order::tied_by) to the order.
    Both {
        /// The one that the merchant gave.
        merchant: String,
        /// The one that the provider gave.
        provider: String,
    },
}

impl OrderKey {
    /// The numbers, and what each of them is.
    fn numbers(&self) -> impl Iterator<Item = (Role, &str)> {
        let (merchant, provider) = match self {
            Self::Merchant(number) => (Some(number), None),
            Self::Provider(number) => (None, Some(number)),
            Self::Both { merchant, provider } => (Some(merchant), Some(provider)),
        };
        let merchant = merchant.map(|number| (Role::MerchantOrderNo, &**number));
        let provider = provider.map(|number| (Role::ProviderOrderNo, &**number));
        merchant.into_iter().chain(provider)
    }
}

impl fmt::Debug for OrderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (role, number)) in self.numbers().enumerate() {
            let and = if index == 0 { "" } else { " and " };
            write!(f, "{and}{role:?}({number:?})")?;
        }
        Ok(())
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

    fn query_all<'a>(
        &'a self,
        keys: BoxedStream<'a, OrderKey>,
        concurrency: Concurrency,
    ) -> BoxedStream<'a, Answer> {
        Box::pin(Self::query_all(self, keys, concurrency))
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
    let table = provider.operation(operation);
    let (mut request, mut missing) = (DynamicRequest::new(), Vec::new());
    for (role, number) in key.numbers() {
        let Some(field) = table.and_then(|table| field(table, role)) else {
            let whose = if role == Role::MerchantOrderNo { "merchant" } else { "provider" };
            let what = format!("`{operation}` does not take the {whose}'s order number");
            return Err(Error::Unsupported { provider: provider.name.to_string(), what });
        };
        // It would not be sent, and then any order would be the one that was asked for.
        if number.trim().is_empty() {
            missing.push(Violation::new(field.to_owned(), Rule::Missing));
        }
        request = request.with(field.to_owned(), number);
    }
    if missing.is_empty() { Ok(request) } else { Err(Error::Invalid(Violations(missing))) }
}

/// What every reply is tied by that passes all tiers, when it answers a question by this number.
pub(crate) fn tie(operation: &Operation, key: &OrderKey) -> TiedBy {
    let repeats = |expected: &Expected| {
        let Expected::Request(name) = expected else { return false };
        key.numbers().any(|(role, _)| field(operation, role) == Some(&**name))
    };
    let mut identity = operation.response.identity.iter();
    if identity.any(|entry| repeats(&entry.expected)) { TiedBy::OrderNumber } else { TiedBy::Connection }
}

/// The request's field for a number.
fn field(operation: &Operation, role: Role) -> Option<&str> {
    // A field inside an object is no place for the number of a whole query.
    let mut entries = operation.request.view.iter();
    entries.find(|entry| entry.role == role && entry.field.len() == 1)?.field.get(0)
}

#[cfg(test)]
mod tests {
    use payspec_table::{
        Decision, Encoding, Field, Identity, Purpose, RequestTable, ResponseTable, Verification, ViewEntry,
    };

    use super::*;
    use crate::{Credentials, Incoming, Outgoing, Transport};

    static FIELDS: &[Field] = &[Field::text("no", ""), Field::text("their_no", "")];
    static OURS: &[ViewEntry] = &[ViewEntry::new(Role::MerchantOrderNo, &["no"])];
    static BOTH: &[ViewEntry] = &[
        ViewEntry::new(Role::MerchantOrderNo, &["no"]),
        ViewEntry::new(Role::ProviderOrderNo, &["their_no"]),
    ];

    fn provider(view: &'static [ViewEntry]) -> Provider {
        let decision = Decision::without_state(&[]);
        let operation = Operation::new(
            "ask",
            "",
            Purpose::OrderQuery,
            RequestTable::new(const { &[Encoding::Json] }, FIELDS).view(view),
            ResponseTable::new(Encoding::Json, FIELDS, Verification::Unsigned, decision)
                .identity(const { &[Identity::request(&["their_no"], "their_no")] })
                .view(BOTH),
        );
        Provider { operations: vec![operation].into(), ..Provider::new("test", "", "CNY") }
    }

    fn both(merchant: &str, provider: &str) -> OrderKey {
        OrderKey::Both { merchant: merchant.to_owned(), provider: provider.to_owned() }
    }

    /// Answers with what it was asked.
    #[derive(Debug)]
    struct Echo;

    impl Transport for Echo {
        fn send<'a>(&'a self, outgoing: &'a Outgoing) -> Boxed<'a, Result<Incoming, Error>> {
            let body = outgoing.body.clone().into_bytes();
            Box::pin(async move { Ok(Incoming { status: 200, headers: Vec::new(), body }) })
        }
    }

    #[test]
    fn nothing_is_asked_about_an_order_without_a_number() {
        // A field without a value is not sent, and then any order is the one that was asked for.
        let refused = |key: &OrderKey| question(&provider(BOTH), "ask", key).unwrap_err().to_string();
        for number in ["", " ", "\u{3000}"] {
            let words = "the request was not sent, correct it first: `no` is missing";
            assert_eq!(refused(&OrderKey::Merchant(number.to_owned())), words);
            assert_eq!(refused(&both(number, "2")), words);
            assert!(refused(&both("1", number)).contains("`their_no` is missing"));
            assert!(matches!(
                question(&provider(BOTH), "ask", &both(number, number)),
                Err(Error::Invalid(Violations(violations))) if violations.len() == 2
            ));
        }
        assert!(question(&provider(BOTH), "ask", &OrderKey::Merchant("1".to_owned())).is_ok());
    }

    #[tokio::test]
    async fn both_numbers_are_asked_for_and_the_one_that_is_repeated_ties_the_reply() {
        let client = Client::new(provider(BOTH), "https://a.example", Credentials::new()).transport(Echo);
        let numbers = |order: &Order| {
            [&order.merchant_order_no, &order.provider_order_no].map(|no| no.as_deref().map(str::to_owned))
        };
        let asked = client.order_by(both("1", "2")).await.unwrap();
        assert_eq!(numbers(&asked), [Some("1".to_owned()), Some("2".to_owned())]);
        assert_eq!(asked.tied_by, TiedBy::OrderNumber);
        let one = client.order_by(OrderKey::Merchant("1".to_owned())).await.unwrap();
        assert_eq!((numbers(&one)[1].is_none(), one.tied_by), (true, TiedBy::Connection));

        let keys = futures_util::stream::iter([both("1", "2"), both("3", "4")]);
        let answers: Vec<_> = client.query_all(keys, Concurrency::new(1)).collect().await;
        let told = answers.iter().map(|(key, order)| (key.clone(), numbers(order.as_ref().unwrap())));
        let expected = [("1", "2"), ("3", "4")].map(|(merchant, provider)| {
            (both(merchant, provider), [merchant, provider].map(|number| Some(number.to_owned())))
        });
        assert_eq!(told.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_provider_that_takes_one_number_alone_is_not_asked_by_both() {
        let error = question(&provider(OURS), "ask", &both("1", "2")).unwrap_err();
        assert_eq!(error.to_string(), "provider `test`: `ask` does not take the provider's order number");
    }

    #[test]
    fn what_ties_a_reply_depends_on_the_numbers_that_are_asked_for() {
        let provider = provider(BOTH);
        let tie = |key: &OrderKey| tie(&provider.operations[0], key);
        assert_eq!(tie(&both("1", "2")), TiedBy::OrderNumber);
        assert_eq!(tie(&OrderKey::Provider("2".to_owned())), TiedBy::OrderNumber);
        assert_eq!(tie(&OrderKey::Merchant("1".to_owned())), TiedBy::Connection);
    }

    #[test]
    fn a_key_is_shown_with_all_its_numbers() {
        assert_eq!(format!("{:?}", OrderKey::Merchant("1".to_owned())), r#"MerchantOrderNo("1")"#);
        assert_eq!(format!("{:?}", both("1", "2")), r#"MerchantOrderNo("1") and ProviderOrderNo("2")"#);
    }
}
