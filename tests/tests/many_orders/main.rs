//! Streams of orders, asked about over sockets.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod batches;

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::{Stream, StreamExt, stream};
use payspec_runtime::{Answer, Client, Concurrency, Error, Fen, OrderKey, OrderQuery, OrderState, Retries};
use payspec_simulator::{Fault, SimulatedOrder, Simulator, Times};
use payspec_tests::simulated::{BlockingClients, Clients, simulator};

async fn world(settings: impl Fn(Client) -> Client) -> (Simulator, Clients) {
    let simulator = simulator().bind("127.0.0.1:0").await.expect("a free port");
    let clients = Clients::new(&simulator, settings);
    (simulator, clients)
}

fn merchant(number: impl Into<String>) -> OrderKey {
    OrderKey::Merchant(number.into())
}

fn keys(keys: impl IntoIterator<Item = OrderKey>) -> impl Stream<Item = OrderKey> {
    stream::iter(keys.into_iter().collect::<Vec<_>>())
}

/// The states in words, or the errors, by the keys; each key once.
async fn told(
    client: &Arc<dyn OrderQuery>,
    asked: impl IntoIterator<Item = OrderKey>,
) -> BTreeMap<String, Result<OrderState, Error>> {
    let asked: Vec<_> = asked.into_iter().collect();
    let answers: Vec<Answer> =
        client.query_all(Box::pin(stream::iter(asked)), Concurrency::new(8)).collect().await;
    let count = answers.len();
    let told: BTreeMap<_, _> = answers.into_iter().map(number_and_state).collect();
    assert_eq!(told.len(), count, "a key was answered twice");
    told
}

fn number_and_state((key, answer): Answer) -> (String, Result<OrderState, Error>) {
    let (OrderKey::Merchant(number) | OrderKey::Provider(number)) = key else { panic!("{key:?}") };
    (number, answer.map(|order| order.state))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_provider_is_asked_about_many_orders_through_the_trait_object() {
    let (simulator, clients) = world(|client| client).await;
    let states = [OrderState::Pending, OrderState::Paid, OrderState::Failed];
    for (provider, client) in clients.each() {
        for index in 0..60 {
            let order = SimulatedOrder::new(format!("JD{index:03}")).state(states[index % 3]);
            simulator.put(provider, order.amount(Fen::new(58))).expect("it is put");
        }
        let asked = (0..60).map(|index| merchant(format!("JD{index:03}"))).chain([merchant("nobody")]);
        let mut told = told(&client, asked).await;
        assert_eq!(told.len(), 61, "{provider}");
        let nobody = told.remove("nobody").expect("it was asked about");
        assert!(matches!(nobody, Err(Error::Refused(_)) | Ok(OrderState::Unknown)), "{provider}: {nobody:?}");
        for (index, (number, state)) in told.into_iter().enumerate() {
            let state = state.unwrap_or_else(|error| panic!("{provider}, {number}: {error}"));
            assert_eq!(state, states[index % 3], "{provider}, {number}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_was_given_twice_is_answered_twice() {
    let (simulator, clients) = world(|client| client).await;
    for (provider, client) in clients.each() {
        simulator
            .put(provider, SimulatedOrder::new("JD1").state(OrderState::Paid).amount(Fen::new(58)))
            .expect("it is put");
        let keys = Box::pin(keys(["JD1", "JD1", "JD1"].map(merchant)));
        let answers: Vec<_> = client.query_all(keys, Concurrency::new(2)).collect().await;
        let paid = |(key, answer): &Answer| {
            *key == merchant("JD1") && answer.as_ref().is_ok_and(|order| order.state == OrderState::Paid)
        };
        assert!(answers.len() == 3 && answers.iter().all(paid), "{provider}: {answers:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_of_both_sorts_are_asked_in_one_stream() {
    let (simulator, clients) = world(|client| client).await;
    let takes_both = |provider: &str| provider == "leshua" || provider == "ktspay";
    for (provider, client) in clients.each() {
        let order = SimulatedOrder::new("JD1").provider_order_no("2019092515170000");
        simulator.put(provider, order.state(OrderState::Paid).amount(Fen::new(58))).expect("it is put");
        let theirs = OrderKey::Provider("2019092515170000".to_owned());
        let told = told(&client, [theirs, merchant("JD1")]).await;
        assert!(matches!(told["JD1"], Ok(OrderState::Paid)), "{provider}: {told:?}");
        match &told["2019092515170000"] {
            Ok(state) => assert!(takes_both(provider) && *state == OrderState::Paid, "{provider}"),
            Err(error) => {
                assert!(!takes_both(provider), "{provider}: {error}");
                let not_asked = matches!(error, Error::Unsupported { .. } | Error::Invalid(_));
                assert!(not_asked, "{provider}: {error}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_retries_of_the_client_hold_for_each_question() {
    let retries =
        Retries::standard().pauses(std::time::Duration::from_millis(1), std::time::Duration::from_millis(1));
    let (simulator, clients) = world(|client| client.retries(retries.clone())).await;
    for (provider, client) in clients.each() {
        for number in ["A1", "A2", "A3"] {
            simulator
                .put(provider, SimulatedOrder::new(number).state(OrderState::Paid).amount(Fen::new(1)))
                .expect("it is put");
        }
        simulator.arm(provider, "A2", Fault::Http500, Times::Count(1)).expect("there is room");
        let told = told(&client, ["A1", "A2", "A3"].map(merchant)).await;
        assert!(told.values().all(|told| matches!(told, Ok(OrderState::Paid))), "{provider}: {told:?}");
    }
}

#[test]
fn programs_without_a_runtime_ask_about_many_orders_too() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("a runtime for the simulator");
    let (simulator, clients) = runtime.block_on(world(|client| client));
    for index in 0..100 {
        simulator
            .put("leopard", SimulatedOrder::new(format!("JD{index}")).state(OrderState::Paid))
            .expect("it is put");
    }
    let clients = BlockingClients::from(clients);
    let asked: Vec<_> = (0..100).map(|index| merchant(format!("JD{index}"))).collect();
    let answers = clients.query_all(asked.clone(), Concurrency::new(4));
    let told: BTreeMap<_, _> = answers.into_iter().map(number_and_state).collect();
    assert!(told.len() == 100 && told.values().all(|told| matches!(told, Ok(OrderState::Paid))));
    let inside = runtime.block_on(async { clients.query_all(asked, Concurrency::new(4)) });
    assert_eq!(inside.len(), 100);
    assert!(inside.iter().all(|(_, answer)| matches!(answer, Err(Error::Unusable { .. }))));
}
