//! TLS, with a root of the simulator's own.

use payspec_runtime::{Client, Error, Fen, Known, OrderState, Phase, Retry};
use payspec_simulator::{SimulatedOrder, Simulator};
use payspec_tests::simulated::{BlockingClients, Clients, Key, simulator};
use payspec_tests::subject::Subject;

use crate::states::{QUESTIONS, ask_everything};

async fn tls() -> Simulator {
    let simulator = simulator().tls().bind("127.0.0.1:0").await.expect("a free port");
    for subject in Subject::ALL {
        let url = simulator.url(&subject.provider().name).expect("it is simulated");
        assert!(url.starts_with("https://"), "{url}");
        simulator
            .put(&subject.provider().name, SimulatedOrder::new("JD1").amount(Fen::new(1)))
            .expect("it is put");
    }
    simulator
}

fn root(simulator: &Simulator) -> &[u8] {
    simulator.root_certificate_pem().expect("it has one").as_bytes()
}

/// Nobody who does not trust the simulator's root sends it a question.
async fn refused(simulator: &Simulator, settings: impl Fn(Client) -> Client) {
    let clients = Clients::new(simulator, settings);
    for subject in Subject::ALL {
        let error = clients.ask(subject, Key::Merchant("JD1")).await.expect_err("nobody vouches for it");
        let connecting = matches!(error, Error::Transport { phase: Phase::Connecting, .. });
        assert!(connecting, "{subject:?}: {error:?}");
        assert_eq!((error.known(), error.retry()), (Known::NothingSent, Retry::Sensible), "{subject:?}");
        assert!(error.to_string().contains("certificate"), "{subject:?}: {error}");
    }
    assert_eq!(simulator.exchange_count(), 0);
}

#[tokio::test]
async fn every_state_of_every_operation_is_told_over_tls_too() {
    let simulator = tls().await;
    let clients = Clients::new(&simulator, |client| client.root_certificate_pem(root(&simulator)));
    assert_eq!(ask_everything(&simulator, &clients).await, QUESTIONS);
}

#[tokio::test]
async fn a_root_of_somebody_else_is_not_enough() {
    let (simulator, other) = (tls().await, tls().await);
    assert_ne!(root(&simulator), root(&other));
    refused(&simulator, |client| client.root_certificate_pem(root(&other))).await;
    // It is the root, not the clients.
    let clients = Clients::new(&other, |client| client.root_certificate_pem(root(&other)));
    clients.ask(Subject::Leshua, Key::Merchant("JD1")).await.expect("it is trusted");
}

#[tokio::test]
async fn without_the_root_nothing_is_sent() {
    refused(&tls().await, |client| client).await;
}

#[test]
fn the_blocking_clients_ask_over_tls() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("a runtime for the simulator");
    let simulator = runtime.block_on(tls());
    let clients = Clients::new(&simulator, |client| client.root_certificate_pem(root(&simulator)));
    let clients = BlockingClients::from(clients);
    for subject in Subject::ALL {
        let reply = clients.ask(subject, Key::Merchant("JD1"));
        let reply = reply.unwrap_or_else(|error| panic!("{subject:?}: {error}"));
        assert_eq!(reply.orders()[0].state, OrderState::Pending, "{subject:?}");
    }
}
