//! Every operation of every specification in `specs/`, asked by the runtime's own client.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod support;

use std::sync::Arc;

use payspec_runtime::{ChinaTime, Error, Fen, Money, OrderKey, OrderQuery, OrderState, Reason, VerifyError};
use payspec_simulator::{SimulatedOrder, Verdict};
use payspec_table::{Field, Operation, Placement, Provider, Purpose};
use support::{World, about, ask, refusal, specs, states};

/// 2019-09-25 15:24:11 at +08:00.
fn paid_at() -> ChinaTime {
    ChinaTime::from_milliseconds(1_569_396_251_000).unwrap()
}

fn operations(world: &World) -> impl Iterator<Item = (&Arc<Provider>, &Operation)> {
    world
        .providers
        .iter()
        .flat_map(|provider| provider.operations.iter().map(move |operation| (provider, operation)))
}

#[tokio::test]
async fn every_state_of_every_operation_is_what_the_client_reads() {
    let world = specs().await;
    let mut asked = 0;
    for (provider, operation) in operations(&world) {
        let client = world.client(&provider.name);
        for state in states(provider, operation) {
            let place = format!("{} {} {state}", provider.name, operation.name);
            let number = format!("JD{state}");
            let order =
                SimulatedOrder::new(&number).state(state).amount(Fen::new(523_000)).paid_at(paid_at());
            world.simulator.put(&provider.name, order).unwrap();
            let reply =
                ask(&client, operation, &number).await.unwrap_or_else(|error| panic!("{place}: {error}"));
            let [order] = reply.orders() else { panic!("{place}: {reply:?}") };
            assert_eq!(order.state, state, "{place}");
            assert_eq!(reply.deviations(), &[], "{place}");
            if state == OrderState::Paid {
                assert_eq!(
                    (order.amount, order.paid_at),
                    (Some(Money::cny(523_000)), Some(paid_at())),
                    "{place}"
                );
            }
            asked += 1;
        }
    }
    assert!(asked >= 35, "{asked}");
}

#[tokio::test]
async fn any_client_asks_by_either_number() {
    let world = specs().await;
    for provider in &world.providers {
        let order =
            SimulatedOrder::new("JD1").state(OrderState::Paid).provider_order_no("P1").amount(Fen::new(1));
        world.simulator.put(&provider.name, order).unwrap();
        let client = world.client(&provider.name);
        let order = client.order_by(OrderKey::Merchant("JD1".into())).await.unwrap();
        assert_eq!(order.state, OrderState::Paid, "{}", provider.name);
        match client.order_by(OrderKey::Provider("P1".into())).await {
            Ok(order) => {
                assert_eq!(order.state, OrderState::Paid, "{}", provider.name);
                assert_eq!(order.provider_order_no.as_deref(), Some("P1"), "{}", provider.name);
            }
            // Some take it only beside the merchant's, or not at all.
            Err(Error::Invalid(_) | Error::Unsupported { .. }) => {}
            Err(error) => panic!("{}: {error}", provider.name),
        }
    }
}

#[tokio::test]
async fn a_wrong_key_gets_the_providers_own_refusal() {
    let world = specs().await;
    for (provider, operation) in operations(&world) {
        world.simulator.put(&provider.name, SimulatedOrder::new("JD1")).unwrap();
        let client = world.client_with(Arc::clone(provider), world.wrong_key(provider));
        let refusal = refusal(ask(&client, operation, "JD1").await);
        let (code, reason, authentic) = match &*provider.name {
            "umf_service_provider" => ("11", Some(Reason::BadSignature), true),
            "umf_merchant" => ("3333", Some(Reason::BadSignature), true),
            "leshua" => ("-20006", Some(Reason::BadSignature), true),
            "ktspay" => ("9999", Some(Reason::BadSignature), false),
            // Its specification lists no reasons; what fails in the transport tier is not signed.
            _ => ("FAIL", None, false),
        };
        assert_eq!(
            (&*refusal.code, refusal.reason, refusal.authentic),
            (code, reason, authentic),
            "{}",
            provider.name
        );
        if reason.is_none() {
            let words = "bad signature: the specification lists no code for it";
            assert_eq!(refusal.text.as_deref(), Some(words));
        }
        let last = world.simulator.exchanges().pop().unwrap();
        assert!(matches!(last.verdict, Verdict::Refused { reason: Reason::BadSignature, .. }), "{last:?}");
        assert!(last.signature.is_some() && last.canonical.is_some_and(|string| !string.is_empty()));
    }
}

#[tokio::test]
async fn an_unknown_order_gets_the_providers_own_refusal() {
    let world = specs().await;
    for (provider, operation) in operations(&world) {
        let refusal = refusal(ask(&world.client(&provider.name), operation, "nobody").await);
        let (code, reason) = match &*provider.name {
            "umf_service_provider" => ("17", Some(Reason::OrderNotFound)),
            "leshua" => ("-20004", Some(Reason::OrderNotFound)),
            "ktspay" => ("9999", Some(Reason::OrderNotFound)),
            "umf_merchant" => ("99", None),
            _ => ("FAIL", None),
        };
        assert_eq!((&*refusal.code, refusal.reason), (code, reason), "{}", provider.name);
    }
}

#[tokio::test]
async fn another_merchant_is_unknown() {
    let world = specs().await;
    for (provider, operation) in operations(&world) {
        world.simulator.put(&provider.name, SimulatedOrder::new("JD1")).unwrap();
        let mut credentials = world.simulator.credentials(&provider.name).unwrap();
        for name in world.simulator.merchant(&provider.name).unwrap().texts.keys() {
            credentials = credentials.text(name.clone(), "1");
        }
        let client = world.client_with(Arc::clone(provider), credentials);
        refusal(ask(&client, operation, "JD1").await);
        let last = world.simulator.exchanges().pop().unwrap();
        assert!(matches!(last.verdict, Verdict::Refused { reason: Reason::UnknownMerchant, .. }), "{last:?}");
    }
}

/// The provider's table with a field of the merchant's own, which is signed or not.
fn with_extra_field(provider: &Provider, signed: bool) -> Arc<Provider> {
    let mut table = provider.clone();
    let mut operations = table.operations.to_vec();
    for operation in &mut operations {
        let mut fields = operation.request.fields.to_vec();
        fields.push(Field::text("zzz", ""));
        operation.request.fields = fields.into();
        let rule = operation.request.signing.as_mut().unwrap();
        if !signed {
            let excluded: Vec<String> = rule.exclude.iter().chain(["zzz"]).map(str::to_owned).collect();
            rule.exclude = excluded.into();
        }
    }
    table.operations = operations.into();
    Arc::new(table)
}

#[tokio::test]
async fn a_field_of_ones_own_is_refused_if_it_is_signed() {
    let world = specs().await;
    for (provider, operation) in operations(&world) {
        world.simulator.put(&provider.name, SimulatedOrder::new("JD1").state(OrderState::Paid)).unwrap();
        let credentials = world.simulator.credentials(&provider.name).unwrap();
        let request = about(operation, "JD1").with("zzz", "1");
        let client = world.client_with(with_extra_field(provider, true), credentials.clone());
        refusal(client.call_dynamic(&operation.name, &request).await);
        let last = world.simulator.exchanges().pop().unwrap();
        assert!(matches!(last.verdict, Verdict::Refused { reason: Reason::BadSignature, .. }), "{last:?}");
        assert!(!last.canonical.unwrap().contains("zzz"));
        let client = world.client_with(with_extra_field(provider, false), credentials);
        let reply = client.call_dynamic(&operation.name, &request).await.unwrap();
        assert_eq!(reply.orders()[0].state, OrderState::Paid, "{}", provider.name);
    }
}

/// The provider's table without rules of length and presence, so that the client sends what the document forbids.
fn lenient(provider: &Provider) -> Arc<Provider> {
    let mut table = provider.clone();
    let mut operations = table.operations.to_vec();
    for operation in &mut operations {
        let mut fields = operation.request.fields.to_vec();
        for field in &mut fields {
            field.max_length = None;
            field.presence = payspec_table::Presence::Optional;
        }
        operation.request.fields = fields.into();
        operation.request.groups = Vec::new().into();
    }
    table.operations = operations.into();
    Arc::new(table)
}

#[tokio::test]
async fn a_request_that_the_document_forbids_is_a_bad_one() {
    let world = specs().await;
    for (provider, operation) in operations(&world) {
        let credentials = world.simulator.credentials(&provider.name).unwrap();
        let client = world.client_with(lenient(provider), credentials);
        let long = "x".repeat(300);
        let nothing = payspec_runtime::DynamicRequest::new();
        for request in [about(operation, &long), nothing] {
            let refusal = refusal(client.call_dynamic(&operation.name, &request).await);
            match &*provider.name {
                "umf_service_provider" => assert_eq!(refusal.code, "10"),
                "leshua" => assert_eq!(refusal.code, "-20001"),
                "ktspay" => assert_eq!(refusal.code, "11"),
                _ => {}
            }
            let last = world.simulator.exchanges().pop().unwrap();
            assert!(matches!(last.verdict, Verdict::Refused { reason: Reason::BadRequest, .. }), "{last:?}");
        }
    }
}

#[tokio::test]
async fn a_state_that_the_provider_has_no_code_for_is_read_as_unknown() {
    let world = specs().await;
    for (provider, operation) in operations(&world) {
        let states = states(provider, operation);
        let Some(state) = OrderState::ALL.into_iter().find(|state| !states.contains(state)) else { continue };
        world.simulator.put(&provider.name, SimulatedOrder::new("JD1").state(state)).unwrap();
        let reply = ask(&world.client(&provider.name), operation, "JD1").await.unwrap();
        assert_eq!(reply.orders()[0].state, OrderState::Unknown, "{} {state}", provider.name);
        assert_eq!(reply.deviations().len(), 1, "{:?}", reply.deviations());
    }
}

#[tokio::test]
async fn every_encoding_that_a_provider_takes_is_answered() {
    let world = specs().await;
    for (provider, operation) in operations(&world) {
        world.simulator.put(&provider.name, SimulatedOrder::new("JD1").state(OrderState::Paid)).unwrap();
        for encoding in &operation.request.encodings {
            let client = world.client(&provider.name).encoding(encoding.clone());
            let reply = ask(&client, operation, "JD1").await.unwrap();
            assert_eq!(reply.orders()[0].state, OrderState::Paid, "{} {encoding:?}", provider.name);
        }
    }
}

#[tokio::test]
async fn a_batch_answers_for_each_order_and_for_one_that_nobody_knows() {
    let world = specs().await;
    for (provider, operation) in operations(&world) {
        if operation.purpose != Purpose::OrderQueryBatch {
            continue;
        }
        world
            .simulator
            .put(&provider.name, SimulatedOrder::new("a").state(OrderState::Paid).amount(Fen::new(523_000)))
            .unwrap();
        world
            .simulator
            .put(&provider.name, SimulatedOrder::new("b").state(OrderState::Closed).paid_at(paid_at()))
            .unwrap();
        let numbers = ["a", "b", "c"].map(str::to_owned).to_vec();
        let request = payspec_runtime::DynamicRequest::new().with("orderNo", numbers);
        let reply = world.client(&provider.name).call_dynamic(&operation.name, &request).await.unwrap();
        let states: Vec<_> = reply.orders().iter().map(|order| order.state).collect();
        assert_eq!(states, [OrderState::Paid, OrderState::Closed, OrderState::Unknown]);
        assert_eq!(reply.orders()[0].amount, Some(Money::cny(523_000)));
        assert_eq!(reply.orders()[1].paid_at, None);
        let text = reply.message().root().member("orders").unwrap().text().unwrap().to_owned();
        assert!(text.contains(r#""amount":5230.00,"#), "{text}");
    }
}

#[tokio::test]
async fn a_reply_that_is_signed_with_another_key_is_not_taken() {
    let world = specs().await;
    for (provider, operation) in operations(&world) {
        let rule = operation.request.signing.as_ref().unwrap();
        if rule.algorithm.is_rsa() || !matches!(rule.placement, Placement::Field(_)) {
            continue;
        }
        let credentials =
            world.simulator.credentials(&provider.name).unwrap().secret(rule.key.to_string(), "wrong");
        let client = world.client_with(Arc::clone(provider), credentials);
        match ask(&client, operation, "JD1").await {
            Err(Error::Unverified(VerifyError::Wrong)) => {}
            Err(Error::Refused(refusal)) => assert!(!refusal.authentic, "{}", provider.name),
            other => panic!("{}: {other:?}", provider.name),
        }
    }
}

#[tokio::test]
async fn the_log_shows_no_key() {
    let world = specs().await;
    for (provider, operation) in operations(&world) {
        world.simulator.put(&provider.name, SimulatedOrder::new("JD1")).unwrap();
        ask(&world.client(&provider.name), operation, "JD1").await.unwrap();
        let log = format!("{:?}{:?}", world.simulator.exchanges(), world.simulator);
        for secret in world.simulator.merchant(&provider.name).unwrap().secrets.values() {
            assert!(!log.contains(secret.expose()));
        }
    }
}
