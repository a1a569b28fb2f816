//! The unified order.

use std::borrow::Cow;

use payspec_table::OrderState;

use crate::{ChinaTime, Money, Text};

/// What is known of an order, the same for every provider.
///
/// Order numbers and texts are as the provider sent them. `Unknown` and [`Error`](crate::Error) never mean failure.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Order {
    /// The provider's name.
    pub provider: Cow<'static, str>,
    /// What became of it.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::order::serialize::state"))]
    pub state: OrderState,
    /// The provider's own value, from which the state was decided.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::order::serialize::text"))]
    pub state_text: Option<Text>,
    /// Its amount.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::order::serialize::shown"))]
    pub amount: Option<Money>,
    /// When it was paid.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::order::serialize::shown"))]
    pub paid_at: Option<ChinaTime>,
    /// When it was created.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::order::serialize::shown"))]
    pub created_at: Option<ChinaTime>,
    /// The merchant's number at the provider.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::order::serialize::text"))]
    pub merchant_no: Option<Text>,
    /// The order number that the merchant gave.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::order::serialize::text"))]
    pub merchant_order_no: Option<Text>,
    /// The order number that the provider gave.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::order::serialize::text"))]
    pub provider_order_no: Option<Text>,
    /// The order number of the channel behind the provider (WeChat, Alipay, UnionPay).
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::order::serialize::text"))]
    pub channel_order_no: Option<Text>,
    /// The channel.
    pub channel: Option<Channel>,
    /// Who vouches for all this.
    pub vouched_by: VouchedBy,
    /// What says that all this is about the order that was asked for.
    ///
    /// [`TiedBy::Connection`] means: do not book it if the question went over plain http, and ask by a number that
    /// the reply repeats where the provider takes one ([`OrderKey::Both`](crate::OrderKey::Both)).
    pub tied_by: TiedBy,
}

impl Order {
    /// An order of which nothing is known.
    #[must_use]
    pub fn unknown(provider: Cow<'static, str>, vouched_by: VouchedBy) -> Self {
        Self {
            provider,
            state: OrderState::Unknown,
            state_text: None,
            amount: None,
            paid_at: None,
            created_at: None,
            merchant_no: None,
            merchant_order_no: None,
            provider_order_no: None,
            channel_order_no: None,
            channel: None,
            vouched_by,
            tied_by: TiedBy::Connection,
        }
    }
}

/// The channel through which an order was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Channel {
    /// The provider's own value.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::order::serialize::as_str"))]
    pub text: Text,
    /// What the document calls it.
    pub title: Option<Cow<'static, str>>,
}

/// Who vouches for a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum VouchedBy {
    /// The provider, by its signature.
    Signature,
    /// The transport alone: the provider's document says that it does not sign its replies.
    Transport,
}

/// What ties a reply to the question.
///
/// A signature proves who wrote a reply, not when, nor to which question: a genuine reply about another order is as
/// well signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum TiedBy {
    /// The reply itself: it repeats, in what the provider vouches for, an order number that was asked for (the
    /// merchant's, the provider's or the channel's). An older reply about the same order does so too.
    OrderNumber,
    /// Nothing but the connection on which it came: the reply repeats no order number that was asked for. Over https
    /// that is the provider's word; over plain http anyone on the way can answer with an older reply about another order.
    Connection,
}

impl TiedBy {
    /// The stronger of two ties.
    pub(crate) const fn or(self, other: Self) -> Self {
        match self {
            Self::OrderNumber => self,
            Self::Connection => other,
        }
    }
}

/// How an order is shown to serde: texts, an amount as `58.00 CNY`, times with `+08:00`.
#[cfg(feature = "serde")]
mod serialize {
    use std::fmt::Display;

    use payspec_table::OrderState;
    use serde::Serializer;

    use crate::Text;

    pub(super) fn state<S: Serializer>(state: &OrderState, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(state.name())
    }

    pub(super) fn as_str<S: Serializer>(text: &Text, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(text)
    }

    pub(super) fn text<S: Serializer>(text: &Option<Text>, serializer: S) -> Result<S::Ok, S::Error> {
        match text {
            Some(text) => serializer.serialize_some::<str>(text),
            None => serializer.serialize_none(),
        }
    }

    pub(super) fn shown<T: Display, S: Serializer>(
        value: &Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.serialize_some(&value.to_string()),
            None => serializer.serialize_none(),
        }
    }
}

#[cfg(all(test, feature = "serde"))]
mod tests {
    use super::*;

    #[test]
    fn who_vouches_and_what_ties_it_are_words() {
        let order = Order::unknown("acme".into(), VouchedBy::Transport);
        let shown = |order: &Order| serde_json::to_value(order).unwrap();
        assert_eq!(
            (&shown(&order)["vouched_by"], &shown(&order)["tied_by"]),
            (&"transport".into(), &"connection".into())
        );
        let order = Order { tied_by: TiedBy::OrderNumber, ..order };
        assert_eq!(shown(&order)["tied_by"], "order_number");
    }
}
