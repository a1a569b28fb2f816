//! Which questions faults strike: those that they wait for, and those that chance chooses.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod support;

use std::sync::Arc;

use payspec_runtime::{DynamicRequest, Error, Fen, OrderState};
use payspec_simulator::{Chance, Exchange, Fault, SimulatedOrder, Times};
use payspec_table::{Operation, Provider, Purpose};
use support::{World, ask, specs};

#[tokio::test]
async fn of_several_orders_the_one_is_struck_that_a_fault_waits_for() {
    let world = specs().await;
    let (provider, operation) = batch(&world);
    let (simulator, client) = (&world.simulator, world.client(&provider.name));
    for number in ["a", "b", "c"] {
        simulator.put(&provider.name, SimulatedOrder::new(number).amount(Fen::new(1))).unwrap();
    }
    let request = DynamicRequest::new().with("orderNo", ["a", "b", "c"].map(str::to_owned).to_vec());
    simulator.arm(&provider.name, "b", Fault::UnknownStatus, Times::Count(1)).unwrap();
    let reply = client.call_dynamic(&operation.name, &request).await.unwrap();
    let states: Vec<_> = reply.orders().iter().map(|order| order.state).collect();
    assert_eq!(states, [OrderState::Pending, OrderState::Unknown, OrderState::Pending]);
    simulator.arm(&provider.name, "c", Fault::OtherOrder, Times::Count(1)).unwrap();
    let error = client.call_dynamic(&operation.name, &request).await.unwrap_err();
    assert!(matches!(error, Error::Mismatch { .. }), "{error}");
    let told = simulator.exchanges().pop().unwrap().told;
    assert_eq!((&*told[0].order, &*told[1].order, told[2].state), ("a", "b", OrderState::Paid));
    assert!(!["a", "b", "c"].contains(&&*told[2].order), "{told:?}");
}

fn batch(world: &World) -> (&Arc<Provider>, &Operation) {
    let mut all = world
        .providers
        .iter()
        .flat_map(|provider| provider.operations.iter().map(move |operation| (provider, operation)));
    all.find(|(_, operation)| operation.purpose == Purpose::OrderQueryBatch).unwrap()
}

#[tokio::test]
async fn a_fault_waits_until_a_question_that_nothing_is_wrong_with() {
    let world = specs().await;
    for provider in &world.providers {
        let (simulator, operation) = (&world.simulator, &provider.operations[0]);
        simulator.put(&provider.name, SimulatedOrder::new("JD1")).unwrap();
        simulator.arm(&provider.name, "JD1", Fault::Http500, Times::Count(1)).unwrap();
        let stranger = world.client_with(Arc::clone(provider), world.wrong_key(provider));
        assert!(
            matches!(ask(&stranger, operation, "JD1").await, Err(Error::Refused(_))),
            "{}",
            provider.name
        );
        let result = ask(&world.client(&provider.name), operation, "JD1").await;
        assert!(matches!(result, Err(Error::Status { status: 500 })), "{result:?}");
        assert_eq!(simulator.order(&provider.name, "JD1").unwrap().armed, []);
    }
}

/// Faults that reach the client as they are, whoever carries the message.
const OF_MESSAGES: [Fault; 8] = [
    Fault::Http500,
    Fault::EmptyBody,
    Fault::DuplicateField,
    Fault::WrongSignature,
    Fault::OtherMerchant,
    Fault::UnknownStatus,
    Fault::NumberAsText,
    Fault::SystemError,
];

#[tokio::test]
async fn chance_strikes_the_same_questions_for_the_same_seed_and_no_order_that_is_not_paid_is() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let world = specs().await;
        let mut struck = Vec::new();
        for provider in &world.providers {
            let (simulator, operation) = (&world.simulator, &provider.operations[0]);
            simulator.put(&provider.name, SimulatedOrder::new("JD1")).unwrap();
            assert!(simulator.chance(&provider.name, Some(Chance::new(50).of(OF_MESSAGES))));
            for _ in 0..40 {
                let result = ask(&world.client(&provider.name), operation, "JD1").await;
                let exchange = simulator.exchanges().pop().unwrap();
                if let Ok(reply) = result {
                    assert_eq!([reply.state()], *told(&exchange), "{}", exchange.in_words());
                    assert_ne!(reply.state(), OrderState::Paid);
                }
                struck.push(exchange.fault);
            }
        }
        runs.push(struck);
    }
    assert_eq!(runs[0], runs[1]);
    let struck = runs[0].iter().flatten().count();
    assert!((50..150).contains(&struck), "{struck}");
}

fn told(exchange: &Exchange) -> Vec<OrderState> {
    exchange.told.iter().map(|told| told.state).collect()
}

#[tokio::test]
async fn a_fault_is_offered_only_where_some_reply_has_room_for_it() {
    use Fault::{NumberAsText, OtherMerchant, TextAsNumber};
    let world = specs().await;
    let missing = |provider: &str| -> Vec<Fault> {
        let offered = world.simulator.faults(provider);
        Fault::ALL.iter().copied().filter(|fault| !offered.contains(fault)).collect()
    };
    // Replies name no merchant.
    assert_eq!(missing("umf_merchant"), [OtherMerchant]);
    assert_eq!(missing("umf_service_provider"), [OtherMerchant]);
    // XML has no numbers.
    assert_eq!(missing("leshua"), [NumberAsText, TextAsNumber]);
    assert_eq!(missing("leopard"), []);
    assert_eq!(missing("ktspay"), []);
    assert_eq!(world.simulator.faults("nobody"), []);
}
