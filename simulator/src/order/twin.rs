//! Orders that nobody asked about.

use payspec_runtime::ChinaTime;
use payspec_table::OrderState;

use super::{Numbers, SimulatedOrder};

/// An order that looks like this one: its numbers are as long, its amount and its channel the same, and it was paid just
/// now. `None` if every such number is taken.
pub(super) fn twin(order: &SimulatedOrder, is_taken: impl Fn(Numbers<'_>) -> bool) -> Option<SimulatedOrder> {
    let merchant = similar(&order.merchant_order_no)
        .find(|number| !is_taken(Numbers { merchant: Some(number), provider: None }))?;
    let provider = match &order.provider_order_no {
        Some(number) => {
            let is_free = |number: &String| !is_taken(Numbers { merchant: None, provider: Some(number) });
            Some(similar(number).find(is_free)?)
        }
        None => None,
    };
    Some(SimulatedOrder {
        merchant_order_no: merchant,
        provider_order_no: provider,
        state: OrderState::Paid,
        paid_at: Some(ChinaTime::now()),
        life: Vec::new(),
        ..order.clone()
    })
}

/// Numbers that differ from this one in one letter or digit.
fn similar(number: &str) -> impl Iterator<Item = String> {
    let places: Vec<(usize, char)> =
        number.char_indices().filter(|(_, old)| old.is_ascii_alphanumeric()).collect();
    places.into_iter().rev().flat_map(move |(place, old)| {
        let others = ('0'..='9').chain('A'..='Z').filter(move |new| *new != old);
        others.map(move |new| {
            let (before, after) = number.split_at(place);
            let mut similar = String::from(before);
            similar.push(new);
            similar.extend(after.chars().skip(1));
            similar
        })
    })
}

#[cfg(test)]
mod tests {
    use payspec_runtime::Fen;

    use super::*;
    use crate::order::Orders;

    #[test]
    fn a_twin_is_paid_and_has_numbers_of_the_same_length_that_nobody_has() {
        let mut orders = Orders::new(4);
        for number in ["JD1", "JD0", "JD2"] {
            orders.put(SimulatedOrder::new(number).amount(Fen::new(58))).unwrap();
        }
        let order = orders.find(Numbers { merchant: Some("JD1"), provider: None }).unwrap().answer();
        let twin = orders.twin(&order, &["JD1", "JD3"]).unwrap();
        assert_eq!((&*twin.merchant_order_no, twin.provider_order_no.as_deref()), ("JD4", Some("1000")));
        assert_eq!((twin.state, twin.amount), (OrderState::Paid, Some(Fen::new(58))));
        assert!(twin.paid_at.is_some());
        orders.put(SimulatedOrder::new("-")).unwrap();
        let order = orders.find(Numbers { merchant: Some("-"), provider: None }).unwrap().answer();
        assert_eq!(orders.twin(&order, &[]), None);
    }
}
