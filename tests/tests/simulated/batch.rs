//! Several orders in one question.

use payspec_runtime::OrderState::{self, Closed, Failed, Paid, Pending, Refunded, Unknown};
use payspec_runtime::{Error, Fen, Money, Order, Reply};
use payspec_simulator::{After, SimulatedOrder};

/// The merchant's number and the state of each order.
fn told(reply: &Reply) -> Vec<(&str, OrderState)> {
    let is_named = |order: &Order| order.merchant_order_no.is_some();
    assert!(reply.orders().iter().all(is_named), "{reply:?}");
    let orders = reply.orders().iter();
    orders.map(|order| (order.merchant_order_no.as_deref().unwrap_or_default(), order.state)).collect()
}

#[tokio::test]
async fn each_order_of_a_batch_has_a_state_of_its_own_and_one_that_nobody_knows_is_unknown() {
    let (simulator, clients) = crate::world().await;
    // Refunded has no code there.
    for (number, state) in [("A", Paid), ("B", Pending), ("D", Closed), ("E", Failed), ("F", Refunded)] {
        simulator
            .put("leopard", SimulatedOrder::new(number).state(state).amount(Fen::new(1)))
            .expect("it is put");
    }
    let reply = clients.ask_several(&["A", "B", "C", "D", "E", "F"]).await.expect("it is honest");
    assert_eq!(
        told(&reply),
        [("A", Paid), ("B", Pending), ("C", Unknown), ("D", Closed), ("E", Failed), ("F", Unknown)]
    );
    assert_eq!(reply.orders()[0].amount, Some(Money::cny(1)));
    let last = simulator.exchanges().pop().expect("there was one");
    let record: Vec<_> = last.told.iter().map(|told| (&*told.order, told.state)).collect();
    assert_eq!(record, [("A", Paid), ("B", Pending), ("D", Closed), ("E", Failed), ("F", Refunded)]);
    assert_eq!(last.orders, ["A", "B", "C", "D", "E", "F"]);
}

#[tokio::test]
async fn the_orders_of_a_batch_come_in_the_order_in_which_they_were_asked_for() {
    let (simulator, clients) = crate::world().await;
    for number in ["A", "B", "C"] {
        simulator.put("leopard", SimulatedOrder::new(number)).expect("it is put");
    }
    let reply = clients.ask_several(&["C", "A", "B"]).await.expect("it is honest");
    assert_eq!(told(&reply), [("C", Pending), ("A", Pending), ("B", Pending)]);
}

#[tokio::test]
async fn a_batch_lets_the_lives_of_its_orders_go_on() {
    let (simulator, clients) = crate::world().await;
    simulator.put("leopard", SimulatedOrder::new("A").then(After::Queries(1), Paid)).expect("it is put");
    simulator.put("leopard", SimulatedOrder::new("B").then(After::Queries(2), Closed)).expect("it is put");
    for expected in [[Pending, Pending], [Paid, Pending], [Paid, Closed]] {
        let reply = clients.ask_several(&["A", "B"]).await.expect("it is honest");
        assert_eq!(told(&reply), [("A", expected[0]), ("B", expected[1])]);
    }
}

#[tokio::test]
async fn a_batch_of_which_nobody_knows_an_order_is_refused() {
    let (_simulator, clients) = crate::world().await;
    let error = clients.ask_several(&["A", "B"]).await.expect_err("nobody knows them");
    assert!(matches!(error, Error::Refused(_)), "{error:?}");
}

#[tokio::test]
async fn a_batch_that_is_too_long_is_not_sent() {
    let (simulator, clients) = crate::world().await;
    // 256 characters with the commas.
    let numbers: Vec<String> = (0..9).map(|index| format!("{index:032}")).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let error = clients.ask_several(&numbers).await.expect_err("296 characters");
    assert!(matches!(error, Error::Invalid(_)), "{error:?}");
    let error = clients.ask_several(&[]).await.expect_err("about nothing");
    assert!(matches!(error, Error::Invalid(_)), "{error:?}");
    assert_eq!(simulator.exchange_count(), 0);
}
