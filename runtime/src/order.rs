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
        }
    }
}

/// The channel through which an order was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum VouchedBy {
    /// The provider, by its signature.
    Signature,
    /// The transport alone: the provider's document says that it does not sign its replies.
    Transport,
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
