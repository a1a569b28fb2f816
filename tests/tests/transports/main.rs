//! Other ways to a provider: a reqwest client of the caller's own with a proxy, roots and a certificate.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod certificates;
mod proxies;
mod proxy;

use std::sync::Once;

use payspec_runtime::{Error, Fen, OrderState};
use payspec_simulator::{Builder, SimulatedOrder, Simulator};
use payspec_tests::simulated::{Clients, Key, simulator};
use payspec_tests::subject::Subject;

/// A builder of reqwest clients, in a program that has chosen who does its cryptography.
fn reqwest_builder() -> reqwest::ClientBuilder {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    reqwest::Client::builder()
}

/// A simulator in which every provider knows a paid order.
async fn simulated(change: impl FnOnce(Builder) -> Builder) -> Simulator {
    let simulator = change(simulator()).bind("127.0.0.1:0").await.expect("a free port");
    for subject in Subject::ALL {
        let order = SimulatedOrder::new("JD20260101").state(OrderState::Paid).amount(Fen::new(58));
        simulator.put(&subject.provider().name, order).expect("it is put");
    }
    simulator
}

/// Asks every operation through a reqwest client.
async fn ask_all(
    simulator: &Simulator,
    client: &reqwest::Client,
) -> Vec<(Subject, Result<OrderState, Error>)> {
    let clients = Clients::new(simulator, |ours| ours.reqwest(client.clone()));
    let mut answers = Vec::new();
    for subject in Subject::ALL {
        let reply = clients.ask(subject, Key::Merchant("JD20260101")).await;
        answers.push((subject, reply.map(|reply| reply.orders()[0].state)));
    }
    answers
}

/// Sees to it that every operation was answered.
fn all_are_paid(answers: &[(Subject, Result<OrderState, Error>)]) {
    assert_eq!(answers.len(), Subject::ALL.len());
    for (subject, answer) in answers {
        assert!(matches!(answer, Ok(OrderState::Paid)), "{subject:?}: {answer:?}");
    }
}
