//! Packed questions whose answers go wrong.

use std::collections::BTreeMap;
use std::sync::Arc;

use payspec_runtime::{Against, Error, Fen, Found, OrderQuery, OrderState};
use payspec_simulator::{Fault, SimulatedOrder, Simulator, Times};

use crate::{merchant, told, world};

const NUMBERS: [&str; 4] = ["A", "B", "C", "D"];

async fn leopard() -> (Simulator, Arc<dyn OrderQuery>) {
    let (simulator, clients) = world(|client| client).await;
    for number in NUMBERS {
        simulator
            .put("leopard", SimulatedOrder::new(number).state(OrderState::Closed).amount(Fen::new(58)))
            .expect("it is put");
    }
    let (_, client) = clients.each().pop().expect("there are five");
    (simulator, client)
}

/// What is answered when a fault strikes the order B.
async fn with_fault(fault: Fault) -> BTreeMap<String, Result<OrderState, Error>> {
    let (simulator, client) = leopard().await;
    simulator.arm("leopard", "B", fault, Times::Count(1)).expect("there is room");
    let told = told(&client, NUMBERS.map(merchant)).await;
    assert_eq!(simulator.exchange_count(), 1, "{fault}: they were not asked together");
    told
}

/// All but B are as they are.
fn others_are_fine(told: &BTreeMap<String, Result<OrderState, Error>>) {
    for number in ["A", "C", "D"] {
        assert!(matches!(told[number], Ok(OrderState::Closed)), "{number}: {told:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_in_the_place_of_another_is_reported_and_the_other_is_unanswered() {
    let mut told = with_fault(Fault::OtherOrder).await;
    others_are_fine(&told);
    assert!(matches!(&told["B"], Err(Error::Unanswered { order }) if order == "B"), "{told:?}");
    told.retain(|number, _| !["A", "B", "C", "D"].contains(&&**number));
    let [(number, Err(Error::Mismatch { found, against, .. }))] = &Vec::from_iter(told)[..] else {
        panic!("there is one more order")
    };
    assert_eq!(*found, Found::Different, "{number}");
    assert_eq!(*against, Against::Request("orderNo".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_without_a_state_fails_alone() {
    let told = with_fault(Fault::MissingState).await;
    others_are_fine(&told);
    assert!(matches!(&told["B"], Err(Error::Incomplete { .. })), "{told:?}");
    let told = with_fault(Fault::UnknownStatus).await;
    others_are_fine(&told);
    assert!(matches!(&told["B"], Ok(OrderState::Unknown)), "{told:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_with_the_reply_as_a_whole_is_told_of_each_order() {
    for fault in [
        Fault::WrongSignature,
        Fault::NoSignature,
        Fault::Http500,
        Fault::DuplicateField,
        Fault::OtherMerchant,
        Fault::EmptyBody,
        Fault::ResetInBody,
    ] {
        let told = with_fault(fault).await;
        assert_eq!(told.len(), 4, "{fault}: {told:?}");
        let words: Vec<_> = told.values().map(|told| told.as_ref().map_err(ToString::to_string)).collect();
        assert!(words.iter().all(|told| told.is_err() && *told == words[0]), "{fault}: {told:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_refusal_for_a_reason_that_nobody_knows_each_is_asked_alone() {
    for fault in [Fault::SystemError, Fault::UnsignedRefusal] {
        let (simulator, client) = leopard().await;
        simulator.arm("leopard", "B", fault, Times::Count(2)).expect("there is room");
        let told = told(&client, NUMBERS.map(merchant)).await;
        others_are_fine(&told);
        assert!(matches!(&told["B"], Err(Error::Refused(_))), "{told:?}");
        assert_eq!(simulator.exchange_count(), 1 + 4, "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_reply_that_one_order_made_unreadable_each_is_asked_alone() {
    for fault in [Fault::BrokenEncoding, Fault::HugeBody] {
        let (simulator, client) = leopard().await;
        simulator.arm("leopard", "B", fault, Times::Count(2)).expect("there is room");
        let told = told(&client, NUMBERS.map(merchant)).await;
        others_are_fine(&told);
        assert!(matches!(&told["B"], Err(Error::Malformed(_) | Error::TooLarge { .. })), "{told:?}");
        assert_eq!(simulator.exchange_count(), 1 + 4, "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_typed_question_about_several_orders_still_stands_or_falls_as_a_whole() {
    let (simulator, clients) = world(|client| client).await;
    for number in NUMBERS {
        simulator.put("leopard", SimulatedOrder::new(number)).expect("it is put");
    }
    for fault in [Fault::OtherOrder, Fault::MissingState] {
        simulator.arm("leopard", "B", fault, Times::Count(1)).expect("there is room");
        let error = clients.ask_several(&NUMBERS).await.expect_err("one of the orders is not fine");
        assert!(matches!(error, Error::Mismatch { .. } | Error::Incomplete { .. }), "{fault}: {error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_that_nobody_knows_are_unknown_among_others_and_refused_each_by_itself_alone() {
    let (simulator, client) = leopard().await;
    let told = told(&client, ["A", "X", "B", "C", "D"].map(merchant)).await;
    others_are_fine(&told);
    assert!(matches!(told["X"], Ok(OrderState::Unknown)), "{told:?}");
    assert_eq!(simulator.exchange_count(), 1);
    let told = crate::told(&client, ["X", "Y", "Z"].map(merchant)).await;
    assert_eq!(told.len(), 3);
    for (number, told) in told {
        let Err(Error::Refused(refusal)) = told else { panic!("{number}: {told:?}") };
        assert_eq!(refusal.operation, "query_single", "{number}");
    }
    assert_eq!(
        simulator.exchange_count(),
        1 + 1 + 3,
        "the whole pack was refused, then each was asked alone"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn packs_are_as_long_as_the_document_allows_and_no_longer() {
    let (simulator, client) = leopard().await;
    let numbers: Vec<String> = (0..70).map(|index| format!("{index:032}")).collect();
    for number in &numbers {
        simulator.put("leopard", SimulatedOrder::new(number)).expect("it is put");
    }
    let told = told(&client, numbers.iter().cloned().map(merchant)).await;
    assert!(told.len() == 70 && told.values().all(|told| matches!(told, Ok(OrderState::Pending))));
    // Seven of 32 characters with six commas are 230; an eighth would make 263 of 256.
    let packs: Vec<usize> = simulator.exchanges().iter().map(|exchange| exchange.orders.len()).collect();
    assert_eq!(packs, [7; 10]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_with_a_comma_is_asked_alone() {
    let (simulator, client) = leopard().await;
    simulator.put("leopard", SimulatedOrder::new("A,B").state(OrderState::Closed)).expect("it is put");
    let told = told(&client, ["A", "A,B", "C", "D"].map(merchant)).await;
    others_are_fine(&told);
    assert!(matches!(told["A,B"], Ok(OrderState::Closed)), "{told:?}");
    let operations: Vec<_> = simulator.exchanges().into_iter().filter_map(|one| one.operation).collect();
    assert_eq!(operations.iter().filter(|name| *name == "query_single").count(), 1, "{operations:?}");
}
