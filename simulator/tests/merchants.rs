//! Several merchants of one provider, and orders that live while they are asked about.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use payspec_runtime::{Client, Error, Fen, OrderState, PrivateKey, ProviderRef, Reason, Secret};
use payspec_simulator::{After, Merchant, SimulatedOrder, Simulator, Verdict};
use payspec_table::{CredentialKind, Provider};
use support::{World, ask, refusal, specs};

/// The provider's table with an interval between two questions.
fn every(interval: Duration, provider: &Provider) -> Arc<Provider> {
    let mut table = provider.clone();
    let mut operations = table.operations.to_vec();
    for operation in &mut operations {
        operation.polling.interval_ms = Some(u64::try_from(interval.as_millis()).unwrap());
    }
    table.operations = operations.into();
    Arc::new(table)
}

async fn strict(interval: Duration) -> World {
    let providers: Vec<_> =
        specs().await.providers.iter().map(|provider| every(interval, provider)).collect();
    let simulator = Simulator::new(providers.clone()).enforce_interval().bind("127.0.0.1:0").await.unwrap();
    World { providers, simulator }
}

#[tokio::test]
async fn a_question_that_comes_too_soon_is_refused_and_does_not_count() {
    let world = strict(Duration::from_secs(3_600)).await;
    for provider in &world.providers {
        let operation = &provider.operations[0];
        let order = SimulatedOrder::new("a").then(After::Queries(1), OrderState::Paid);
        world.simulator.put(&provider.name, order).unwrap();
        world.simulator.put(&provider.name, SimulatedOrder::new("b")).unwrap();
        let client = world.client(&provider.name);
        assert_eq!(ask(&client, operation, "a").await.unwrap().orders()[0].state, OrderState::Pending);
        for _ in 0..2 {
            let refusal = refusal(ask(&client, operation, "a").await);
            assert!(refusal.reason.is_none_or(|reason| reason == Reason::TooOften), "{refusal:?}");
            let last = world.simulator.exchanges().pop().unwrap();
            assert!(matches!(last.verdict, Verdict::Refused { reason: Reason::TooOften, .. }), "{last:?}");
            assert_eq!(last.told, []);
        }
        assert_eq!(world.simulator.order(&provider.name, "a").unwrap().asked, 1);
        ask(&client, operation, "b").await.unwrap();
    }
}

#[tokio::test]
async fn a_question_that_comes_after_the_interval_is_answered() {
    let interval = Duration::from_millis(5);
    let world = strict(interval).await;
    for provider in &world.providers {
        world
            .simulator
            .put(&provider.name, SimulatedOrder::new("a").then(After::Queries(1), OrderState::Paid))
            .unwrap();
        let client = world.client(&provider.name);
        for state in [OrderState::Pending, OrderState::Paid] {
            let reply = ask(&client, &provider.operations[0], "a").await.unwrap();
            assert_eq!(reply.orders()[0].state, state, "{}", provider.name);
            tokio::time::sleep(interval * 2).await;
        }
    }
}

#[tokio::test]
async fn an_order_is_paid_and_refunded_while_it_is_asked_about() {
    let world = specs().await;
    for provider in &world.providers {
        for operation in &provider.operations {
            let refunds = support::states(provider, operation).contains(&OrderState::Refunding);
            let last = if refunds { OrderState::Refunding } else { OrderState::Failed };
            let order =
                SimulatedOrder::new("a").amount(Fen::new(58)).then(After::Queries(2), OrderState::Paid);
            world.simulator.put(&provider.name, order.then(After::Queries(1), last)).unwrap();
            let mut found = Vec::new();
            for _ in 0..5 {
                let reply = ask(&world.client(&provider.name), operation, "a").await.unwrap();
                found.push(reply.orders()[0].state);
            }
            let expected = [OrderState::Pending, OrderState::Pending, OrderState::Paid, last, last];
            assert_eq!(found, expected, "{} {}", provider.name, operation.name);
        }
    }
}

/// A merchant of one's own: his numbers, his secrets and his keys.
fn merchant(provider: &Provider, digit: &str) -> Merchant {
    let mut merchant = Merchant::default();
    for credential in &provider.credentials {
        let name = credential.name.to_string();
        match credential.kind {
            CredentialKind::Text => drop(merchant.texts.insert(name, digit.repeat(8))),
            CredentialKind::Secret => drop(merchant.secrets.insert(name, Secret::from(digit.repeat(32)))),
            CredentialKind::PrivateKey => drop(merchant.private_keys.insert(name, pem())),
            CredentialKind::PublicKey => drop(merchant.provider_keys.insert(name, pem())),
        }
    }
    merchant
}

fn pem() -> Secret {
    PrivateKey::generate(1024).unwrap().to_pkcs8_pem().unwrap()
}

/// What a merchant holds, from the texts that he was given.
fn client(world: &World, provider: &Arc<Provider>, given: &Merchant) -> Client {
    let mut credentials = payspec_runtime::Credentials::new();
    for (name, text) in &given.texts {
        credentials = credentials.text(name.clone(), text.clone());
    }
    for (name, secret) in &given.secrets {
        credentials = credentials.secret(name.clone(), secret.clone());
    }
    for (name, key) in &given.private_keys {
        let key = PrivateKey::parse(key.expose().as_bytes()).unwrap();
        credentials = credentials.private_key(name.clone(), key);
    }
    for (name, key) in &given.provider_keys {
        let key = PrivateKey::parse(key.expose().as_bytes()).unwrap();
        credentials = credentials.public_key(name.clone(), key.public_key());
    }
    let url = world.simulator.url(&provider.name).unwrap();
    Client::new(ProviderRef::from(Arc::clone(provider)), url, credentials)
}

#[tokio::test]
async fn each_of_several_merchants_is_answered_with_the_keys_that_were_given_for_him() {
    let providers = specs().await.providers;
    let given: Vec<[Merchant; 2]> =
        providers.iter().map(|provider| ["1", "2"].map(|digit| merchant(provider, digit))).collect();
    let mut builder = Simulator::new(providers.clone());
    for (provider, merchants) in providers.iter().zip(&given) {
        for merchant in merchants {
            builder = builder.merchant(&provider.name, merchant.clone());
        }
    }
    let world = World { simulator: builder.bind("127.0.0.1:0").await.unwrap(), providers };
    for (provider, [one, two]) in world.providers.iter().zip(&given) {
        world.simulator.put(&provider.name, SimulatedOrder::new("a").state(OrderState::Paid)).unwrap();
        for operation in &provider.operations {
            for merchant in [one, two] {
                let reply = ask(&client(&world, provider, merchant), operation, "a").await.unwrap();
                assert_eq!(reply.orders()[0].state, OrderState::Paid, "{}", provider.name);
            }
            // One's numbers with the other's keys.
            let texts = one.texts.clone();
            let mut mixed = two.clone();
            mixed.texts = texts;
            match ask(&client(&world, provider, &mixed), operation, "a").await {
                Err(Error::Refused(_) | Error::Unverified(_)) => {}
                other => panic!("{}: {other:?}", provider.name),
            }
            let last = world.simulator.exchanges().pop().unwrap();
            assert!(
                matches!(last.verdict, Verdict::Refused { reason: Reason::BadSignature, .. }),
                "{last:?}"
            );
        }
    }
}
