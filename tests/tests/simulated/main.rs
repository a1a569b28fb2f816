//! The generated clients ask a simulator over sockets, and are told what was put into it.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod batch;
mod blocking;
mod numbers;
mod states;
mod tls;
mod unknown_orders;

use payspec_simulator::Simulator;
use payspec_tests::simulated::{Clients, simulator};

/// A simulator of the five providers, and clients of it.
pub(crate) async fn world() -> (Simulator, Clients) {
    let simulator = simulator().bind("127.0.0.1:0").await.expect("a free port");
    let clients = Clients::new(&simulator, |client| client);
    (simulator, clients)
}
