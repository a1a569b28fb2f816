//! Orders, and where they are kept.

use std::collections::HashMap;

use payspec_runtime::{ChinaTime, Fen};
use payspec_table::OrderState;

/// An order that a simulated provider knows.
///
/// What is not set is left out of replies where the specification allows that; otherwise the reply has the example of
/// the specification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimulatedOrder {
    pub(crate) merchant_order_no: String,
    pub(crate) provider_order_no: Option<String>,
    pub(crate) channel_order_no: Option<String>,
    pub(crate) state: OrderState,
    pub(crate) amount: Option<Fen>,
    pub(crate) paid_at: Option<ChinaTime>,
    pub(crate) channel: Option<String>,
}

impl SimulatedOrder {
    /// A pending order with this number of the merchant's.
    pub fn new(merchant_order_no: impl Into<String>) -> Self {
        Self {
            merchant_order_no: merchant_order_no.into(),
            provider_order_no: None,
            channel_order_no: None,
            state: OrderState::Pending,
            amount: None,
            paid_at: None,
            channel: None,
        }
    }

    /// Sets what became of it. A state that the provider has no code for is answered with an unlisted one, which
    /// clients read as [`OrderState::Unknown`].
    #[must_use]
    pub fn state(mut self, state: OrderState) -> Self {
        self.state = state;
        self
    }

    /// Sets the amount.
    #[must_use]
    pub fn amount(mut self, amount: Fen) -> Self {
        self.amount = Some(amount);
        self
    }

    /// Sets when it was paid. Replies about a pending order do not have it, nor those in a state in which the
    /// specification leaves it out.
    #[must_use]
    pub fn paid_at(mut self, paid_at: ChinaTime) -> Self {
        self.paid_at = Some(paid_at);
        self
    }

    /// Sets the channel, in the provider's own code.
    #[must_use]
    pub fn channel(mut self, channel: impl Into<String>) -> Self {
        self.channel = Some(channel.into());
        self
    }

    /// Sets the provider's number of it; without one it keeps the number that it had, or is given the next that is free.
    #[must_use]
    pub fn provider_order_no(mut self, number: impl Into<String>) -> Self {
        self.provider_order_no = Some(number.into());
        self
    }

    /// Sets the number of the channel behind the provider.
    #[must_use]
    pub fn channel_order_no(mut self, number: impl Into<String>) -> Self {
        self.channel_order_no = Some(number.into());
        self
    }
}

/// The orders of one provider, found by either number.
#[derive(Debug)]
pub(crate) struct Orders {
    by_merchant: HashMap<String, SimulatedOrder>,
    /// From the provider's number to the merchant's.
    by_provider: HashMap<String, String>,
    /// How many digits the provider's numbers have.
    digits: usize,
    numbered: u64,
}

/// The numbers by which an order is asked for: all that are given must be its own.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Numbers<'a> {
    pub(crate) merchant: Option<&'a str>,
    pub(crate) provider: Option<&'a str>,
}

impl Orders {
    pub(crate) fn new(digits: usize) -> Self {
        Self { by_merchant: HashMap::new(), by_provider: HashMap::new(), digits, numbered: 0 }
    }

    pub(crate) fn put(&mut self, mut order: SimulatedOrder) {
        let known =
            self.by_merchant.get(&order.merchant_order_no).and_then(|old| old.provider_order_no.clone());
        let number = order.provider_order_no.take().or(known).unwrap_or_else(|| self.next_number());
        if let Some(displaced) = self.by_provider.insert(number.clone(), order.merchant_order_no.clone())
            && displaced != order.merchant_order_no
        {
            self.by_merchant.remove(&displaced);
        }
        order.provider_order_no = Some(number.clone());
        let old = self.by_merchant.insert(order.merchant_order_no.clone(), order);
        if let Some(old) = old.and_then(|old| old.provider_order_no).filter(|old| *old != number) {
            self.by_provider.remove(&old);
        }
    }

    pub(crate) fn find(&self, numbers: Numbers<'_>) -> Option<&SimulatedOrder> {
        let merchant = match (numbers.merchant, numbers.provider) {
            (Some(merchant), _) => merchant,
            (None, Some(provider)) => self.by_provider.get(provider)?,
            (None, None) => return None,
        };
        let order = self.by_merchant.get(merchant)?;
        let same = numbers.provider.is_none_or(|number| order.provider_order_no.as_deref() == Some(number));
        same.then_some(order)
    }

    fn next_number(&mut self) -> String {
        loop {
            self.numbered += 1;
            // A one in front, so that nobody who takes it for a number loses its zeros.
            let number = format!("1{:0width$}", self.numbered, width = self.digits.saturating_sub(1));
            if !self.by_provider.contains_key(&number) {
                return number;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(orders: &Orders, merchant: Option<&str>, provider: Option<&str>) -> Option<OrderState> {
        orders.find(Numbers { merchant, provider }).map(|order| order.state)
    }

    #[test]
    fn an_order_is_found_by_either_number_and_by_both_only_if_both_are_its_own() {
        let mut orders = Orders::new(4);
        orders.put(SimulatedOrder::new("a").state(OrderState::Paid));
        orders.put(SimulatedOrder::new("b").provider_order_no("P"));
        assert_eq!(find(&orders, Some("a"), None), Some(OrderState::Paid));
        assert_eq!(find(&orders, None, Some("1001")), Some(OrderState::Paid));
        assert_eq!(find(&orders, Some("b"), Some("P")), Some(OrderState::Pending));
        assert_eq!(find(&orders, Some("b"), Some("1001")), None);
        assert_eq!(find(&orders, None, None), None);
    }

    #[test]
    fn an_order_that_is_put_again_without_a_number_keeps_its_own() {
        let mut orders = Orders::new(4);
        orders.put(SimulatedOrder::new("a"));
        orders.put(SimulatedOrder::new("a").state(OrderState::Paid));
        assert_eq!(find(&orders, None, Some("1001")), Some(OrderState::Paid));
    }

    #[test]
    fn an_order_that_is_put_again_is_replaced_with_its_numbers() {
        let mut orders = Orders::new(4);
        orders.put(SimulatedOrder::new("a").provider_order_no("P"));
        orders.put(SimulatedOrder::new("a").provider_order_no("Q").state(OrderState::Closed));
        assert_eq!(find(&orders, None, Some("P")), None);
        assert_eq!(find(&orders, None, Some("Q")), Some(OrderState::Closed));
        orders.put(SimulatedOrder::new("b").provider_order_no("Q"));
        assert_eq!(find(&orders, Some("a"), None), None);
    }
}
