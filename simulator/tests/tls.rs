//! The simulator over TLS.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod support;

use std::time::Duration;

use payspec_runtime::{Client, Error, Phase};
use payspec_simulator::{SimulatedOrder, Simulator};
use support::{World, ask};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The providers of `specs/`, over TLS, each with the order JD1.
async fn secured() -> World {
    let loaded = payspec_codegen::load([concat!(env!("CARGO_MANIFEST_DIR"), "/../specs")]);
    let tables = loaded.providers.iter().map(|provider| provider.table.clone().into()).collect();
    let simulator = Simulator::new(loaded.providers.into_iter().map(|provider| provider.table));
    let simulator = simulator.tls().bind("127.0.0.1:0").await.unwrap();
    let world = World { providers: tables, simulator };
    for provider in &world.providers {
        world.simulator.put(&provider.name, SimulatedOrder::new("JD1")).unwrap();
    }
    world
}

/// A client of a provider, before it is told what to trust.
fn client(world: &World) -> Client {
    world.client(&world.providers[0].name)
}

fn root(world: &World) -> &[u8] {
    world.simulator.root_certificate_pem().unwrap().as_bytes()
}

#[tokio::test]
async fn every_provider_answers_a_client_that_trusts_its_root() {
    let world = secured().await;
    for provider in &world.providers {
        let url = world.simulator.url(&provider.name).unwrap();
        assert!(url.starts_with("https://127.0.0.1:"), "{url}");
        let client = world.client(&provider.name).root_certificate_pem(root(&world));
        for operation in &*provider.operations {
            if let Err(error) = ask(&client, operation, "JD1").await {
                panic!("{} {}: {error}", provider.name, operation.name);
            }
        }
    }
}

#[tokio::test]
async fn a_client_by_the_name_localhost_is_answered() {
    let world = secured().await;
    let provider = &world.providers[0];
    let url = world.simulator.url(&provider.name).unwrap().replace("127.0.0.1", "localhost");
    let credentials = world.simulator.credentials(&provider.name).unwrap();
    let client = Client::new(payspec_runtime::ProviderRef::from(provider.clone()), url, credentials);
    ask(&client.root_certificate_pem(root(&world)), &provider.operations[0], "JD1").await.unwrap();
}

#[tokio::test]
async fn a_client_that_does_not_trust_its_root_asks_nothing() {
    let (world, other) = (secured().await, secured().await);
    for client in [client(&world), client(&world).root_certificate_pem(root(&other))] {
        let error = ask(&client, &world.providers[0].operations[0], "JD1").await.unwrap_err();
        assert!(matches!(error, Error::Transport { phase: Phase::Connecting, .. }), "{error}");
        assert!(error.to_string().contains("certificate"), "{error}");
    }
    assert_eq!(world.simulator.exchange_count(), 0);
}

#[tokio::test]
async fn plain_http_to_it_is_neither_answered_nor_left_waiting() {
    let world = secured().await;
    let mut plain = TcpStream::connect(world.simulator.address()).await.unwrap();
    plain.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let mut bytes = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(5), plain.read_to_end(&mut bytes)).await;
    assert!(ended.is_ok(), "it is left waiting");
    assert!(!String::from_utf8_lossy(&bytes).contains("HTTP"));
    assert_eq!(world.simulator.exchange_count(), 0);
}

#[tokio::test]
async fn clients_that_are_silent_keep_nobody_else_waiting() {
    let world = secured().await;
    let mut silent = Vec::new();
    for _ in 0..20 {
        silent.push(TcpStream::connect(world.simulator.address()).await.unwrap());
    }
    let client = client(&world).root_certificate_pem(root(&world)).timeout(Duration::from_secs(5));
    ask(&client, &world.providers[0].operations[0], "JD1").await.unwrap();
}

#[tokio::test]
async fn without_tls_there_is_no_root_to_trust() {
    let world = support::specs().await;
    assert_eq!(world.simulator.root_certificate_pem(), None);
    assert!(world.simulator.url(&world.providers[0].name).unwrap().starts_with("http://"));
}

#[tokio::test]
async fn no_private_key_is_shown() {
    let world = secured().await;
    let shown = format!("{:?}", world.simulator);
    assert!(!shown.contains("PRIVATE KEY"), "{shown}");
    assert!(world.simulator.root_certificate_pem().unwrap().starts_with("-----BEGIN CERTIFICATE-----"));
    assert!(!world.simulator.root_certificate_pem().unwrap().contains("PRIVATE"));
}
