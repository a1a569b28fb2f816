//! The same over sockets: orders of a simulator that become paid after some questions.

use std::sync::Arc;
use std::time::Duration;

use payspec::ktspay;
use payspec_runtime::table::{Operation, Polling, Provider};
use payspec_runtime::{Client, Fen, OrderKey, OrderQuery, OrderState, Patience, Why};
use payspec_simulator::{After, Fault, SimulatedOrder, Simulator, Times};
use payspec_tests::simulated::simulator;
use payspec_tests::subject::{FEN, ORDER_NO, Subject};

use crate::{SINGLE, final_state, key, unresolved};

/// Real time passes here: a short interval, and none that a document asks for.
fn soon() -> Patience {
    Patience::documented().interval(Duration::from_millis(5)).longest(Duration::from_millis(20))
}

async fn world() -> Simulator {
    let simulator = simulator().bind("127.0.0.1:0").await.expect("a free port");
    for subject in SINGLE {
        let order = SimulatedOrder::new(ORDER_NO).amount(Fen::new(FEN));
        let order = order.then(After::Queries(3), OrderState::Paid);
        simulator.put(&subject.provider().name, order).expect("it is put");
    }
    simulator
}

/// A client of the provider, whose document asks for no interval any more.
fn client(simulator: &Simulator, subject: Subject) -> Client {
    let provider = subject.provider();
    let unhurried = |operation: &Operation| Operation { polling: Polling::new(), ..operation.clone() };
    let operations: Vec<Operation> = provider.operations.iter().map(unhurried).collect();
    let table = Arc::new(Provider { operations: operations.into(), ..provider.clone() });
    let url = simulator.url(&provider.name).expect("it is simulated");
    Client::new(table, url, simulator.credentials(&provider.name).expect("it is simulated"))
}

fn asked(simulator: &Simulator, subject: Subject) -> u64 {
    simulator.order(&subject.provider().name, ORDER_NO).expect("it was put there").asked
}

#[tokio::test]
async fn an_order_is_asked_about_until_it_is_paid() {
    let simulator = world().await;
    for subject in SINGLE {
        let outcome = client(&simulator, subject).until_final(key(), soon()).await;
        assert_eq!(final_state(&outcome), OrderState::Paid, "{subject:?}");
        assert_eq!(asked(&simulator, subject), 4, "{subject:?}");
    }
    assert_eq!(simulator.exchange_count(), 4 * 5);
}

#[tokio::test]
async fn it_goes_on_through_faults() {
    let simulator = world().await;
    let faults =
        [Fault::Http500, Fault::Http502, Fault::ResetBeforeAnswer, Fault::EmptyBody, Fault::WrongSignature];
    for subject in SINGLE {
        for fault in faults {
            simulator.arm(&subject.provider().name, ORDER_NO, fault, Times::Count(1)).expect("there is room");
        }
        let outcome = client(&simulator, subject).until_final(key(), soon()).await;
        assert_eq!(final_state(&outcome), OrderState::Paid, "{subject:?}");
    }
}

#[tokio::test]
async fn ten_callers_ask_no_more_than_one() {
    let simulator = world().await;
    for subject in SINGLE {
        let client = client(&simulator, subject);
        let callers: Vec<_> = (0..10)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { client.until_final(key(), soon()).await })
            })
            .collect();
        for caller in callers {
            let outcome = caller.await.expect("nobody panicked");
            assert_eq!(final_state(&outcome), OrderState::Paid, "{subject:?}");
        }
        // One thread: all have joined before the first answer.
        assert_eq!(asked(&simulator, subject), 4, "{subject:?}");
    }
}

#[tokio::test]
async fn an_order_that_stays_pending_is_unresolved_at_the_deadline() {
    let simulator = simulator().bind("127.0.0.1:0").await.expect("a free port");
    for subject in SINGLE {
        simulator
            .put(&subject.provider().name, SimulatedOrder::new(ORDER_NO).amount(Fen::new(FEN)))
            .expect("it is put");
        let patience = soon().deadline(Duration::from_millis(300));
        let ended = unresolved(client(&simulator, subject).until_final(key(), patience).await);
        assert_eq!((ended.why, ended.state()), (Why::Deadline, OrderState::Pending), "{subject:?}");
        assert!(ended.elapsed < Duration::from_secs(5), "{subject:?}: {:?}", ended.elapsed);
    }
}

/// A generated client of the provider whose document asks for no interval.
fn generated(simulator: &Simulator) -> ktspay::Client {
    let merchant = simulator.merchant("ktspay").expect("it is simulated");
    let text = |name: &str| merchant.texts.get(name).expect("the merchant has it").clone();
    let secret = merchant.secrets.get("key").expect("the merchant has it").clone();
    let credentials = ktspay::Credentials::new(text("mch_no"), text("app_id"), secret);
    let url = simulator.url("ktspay").expect("it is simulated");
    ktspay::Client::new(ktspay::Environment::Url(url), credentials)
}

#[tokio::test]
async fn generated_clients_do_it_through_the_one_trait() {
    let simulator = world().await;
    let client: Box<dyn OrderQuery> = Box::new(generated(&simulator));
    let outcome = client.until_final(key(), soon()).await;
    assert_eq!(final_state(&outcome), OrderState::Paid);
    assert_eq!(asked(&simulator, Subject::Ktspay), 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn blocking_clients_do_it_too() {
    let simulator = world().await;
    let client = ktspay::blocking::Client::from(generated(&simulator));
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            std::thread::spawn(move || client.until_final(key(), soon()))
        })
        .collect();
    for thread in threads {
        let outcome = tokio::task::spawn_blocking(|| thread.join().expect("nobody panicked")).await;
        assert_eq!(final_state(&outcome.expect("nobody panicked")), OrderState::Paid);
    }
    let unusable = client.until_final(OrderKey::Merchant("JD1".to_owned()), soon());
    assert_eq!(unresolved(unusable).why, Why::Pointless, "inside an async runtime");
}
