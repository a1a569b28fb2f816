//! Generated clients of invented providers ask the simulator that is made from the same files.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use payspec_invented::{aspen, birch, cedar, hazel, willow};
use payspec_runtime::{ChinaTime, Error, Fen, Money, OrderState, PrivateKey, PublicKey, Secret};
use payspec_simulator::{Merchant, SimulatedOrder, Simulator};

/// 2026-01-31T23:59:58+08:00.
const PAID_AT: i64 = 1_769_875_198_000;

async fn simulator() -> Simulator {
    Simulator::from_specs([concat!(env!("CARGO_MANIFEST_DIR"), "/specs")])
        .expect("the specifications are right")
        .bind("127.0.0.1:0")
        .await
        .expect("a port")
}

fn order(state: OrderState) -> SimulatedOrder {
    SimulatedOrder::new("order&1=<雪>")
        .state(state)
        .amount(Fen::new(523_001))
        .paid_at(ChinaTime::from_milliseconds(PAID_AT).expect("a time"))
}

fn text(merchant: &Merchant, name: &str) -> String {
    merchant.texts.get(name).unwrap_or_else(|| panic!("no `{name}`")).clone()
}

fn secret(merchant: &Merchant) -> Secret {
    merchant.secrets.get("key").expect("a key").clone()
}

/// Puts an order, asks about it and checks what came of it.
macro_rules! check {
    ($simulator:ident, $provider:literal, $state:expr, $ask:expr) => {{
        $simulator.put($provider, order($state)).expect("it is put");
        let reply = $ask.await.unwrap_or_else(|error: Error| {
            panic!("{} {}: {error}\n{:#?}", $provider, $state, $simulator.exchanges().last())
        });
        assert_eq!(reply.state(), $state, "{}", $provider);
        assert_eq!(reply.deviations(), [], "{} {}", $provider, $state);
        reply
    }};
}

fn cedar_client(simulator: &Simulator) -> cedar::Client {
    let merchant = simulator.merchant("cedar").expect("a merchant");
    cedar::Client::new(
        cedar::Environment::Url(simulator.url("cedar").expect("a URL")),
        cedar::Credentials::new(text(merchant, "merchant_no"), secret(merchant)),
    )
}

#[tokio::test]
async fn xml_in_both_directions_under_hmac_gives_every_state() {
    let simulator = simulator().await;
    let client = cedar_client(&simulator);
    for state in [OrderState::Pending, OrderState::Paid, OrderState::Failed, OrderState::Closed] {
        let ask = client.query(cedar::Query::by_order_no("order&1=<雪>").remark("a]]>b & 中文"));
        let reply = check!(simulator, "cedar", state, ask);
        assert_eq!(reply.total, Some(Fen::new(523_001)), "yuan as text");
        assert_eq!(reply.message().root().member("total").and_then(|total| total.text()), Some("5230.01"));
        let paid_at = reply.paid_at.map(|time| time.to_string());
        assert_eq!(paid_at.as_deref(), (state == OrderState::Paid).then_some("2026-01-31T23:59:58+08:00"));
    }
}

#[tokio::test]
async fn bytes_are_counted_where_the_document_counts_bytes() {
    let simulator = simulator().await;
    let client = cedar_client(&simulator);
    let remark = "雪".repeat(31);
    let error = client.query(cedar::Query::by_order_no("1").remark(remark)).await.expect_err("93 bytes");
    assert!(matches!(error, Error::Invalid(_)), "{error}");
    assert!(simulator.exchanges().is_empty(), "nothing was sent");
}

#[tokio::test]
async fn a_signature_in_a_header_beside_the_merchants_number_covers_the_body() {
    let simulator = simulator().await;
    let merchant = simulator.merchant("birch").expect("a merchant");
    let environment = birch::Environment::Url(simulator.url("birch").expect("a URL"));
    let number = text(merchant, "merchant_no");
    let client =
        birch::Client::new(environment.clone(), birch::Credentials::new(number.clone(), secret(merchant)));
    for state in [OrderState::Pending, OrderState::Paid, OrderState::Refunding, OrderState::Refunded] {
        let filter = birch::FindQuery::by_with_refunds(true);
        let reply = check!(
            simulator,
            "birch",
            state,
            client.find(birch::Find::by_out_trade_no("order&1=<雪>").query(filter))
        );
        assert_eq!(reply.order().amount, Some(Money::cny(523_001)));
    }
    let other = birch::Client::new(environment.clone(), birch::Credentials::new(number, "another key"));
    let error = other.find(birch::Find::by_out_trade_no("order&1=<雪>")).await.expect_err("a wrong key");
    assert!(
        matches!(error, Error::Unverified(_) | Error::Refused(_)),
        "a refusal under a key that this client does not hold: {error}"
    );
    let both = birch::Find::by_out_trade_no("1").trade_no("2");
    let error = client.find(both).await.expect_err("exactly one of two");
    assert!(matches!(error, Error::Invalid(_)), "{error}");
}

#[tokio::test]
async fn a_fixed_order_of_values_with_the_key_in_front_is_signed_in_forms() {
    let simulator = simulator().await;
    let merchant = simulator.merchant("willow").expect("a merchant");
    let client = willow::Client::new(
        willow::Environment::Url(simulator.url("willow").expect("a URL")),
        willow::Credentials::new(text(merchant, "partner"), secret(merchant)),
    );
    for state in [OrderState::Paid, OrderState::Failed] {
        let reply = check!(simulator, "willow", state, client.ask(willow::Ask::by_order_id("order&1=<雪>")));
        assert_eq!(reply.money, Some(Fen::new(523_001)));
    }
    for state in [OrderState::Cancelled, OrderState::Pending] {
        let reply = check!(simulator, "willow", state, client.ask(willow::Ask::by_order_id("order&1=<雪>")));
        assert_eq!(reply.state, None, "the business tier decided {state}");
    }
    let error = client.ask(willow::Ask::by_order_id("nobody's")).await.expect_err("no such order");
    let Error::Refused(refusal) = error else { panic!("{error}") };
    assert_eq!(refusal.code, "N");
}

#[tokio::test]
async fn a_get_with_a_query_string_is_signed_with_rsa_and_sha256() {
    let simulator = simulator().await;
    let merchant = simulator.merchant("aspen").expect("a merchant");
    let private = merchant.private_keys.get("private_key").expect("a private key");
    let public = merchant.public_keys.get("platform_key").expect("a public key");
    let client = aspen::Client::new(
        aspen::Environment::Url(simulator.url("aspen").expect("a URL")),
        aspen::Credentials::new(
            text(merchant, "app_id"),
            PrivateKey::parse(private.expose().as_bytes()).expect("a private key"),
            PublicKey::parse(public.as_bytes()).expect("a public key"),
        ),
    );
    for state in [OrderState::Pending, OrderState::Paid, OrderState::Closed, OrderState::RefundFailed] {
        let ask = client.trade_query(aspen::TradeQuery::by_out_no("order&1=<雪>"));
        let reply = check!(simulator, "aspen", state, ask);
        let paid_at = reply.order().paid_at.map(|time| time.to_string());
        assert_eq!(paid_at.as_deref(), (state == OrderState::Paid).then_some("2026-01-31T23:59:58+08:00"));
    }
}

#[tokio::test]
async fn several_orders_come_as_a_list_of_xml_objects() {
    let simulator = simulator().await;
    let merchant = simulator.merchant("hazel").expect("a merchant");
    let client = hazel::Client::new(
        hazel::Environment::Url(simulator.url("hazel").expect("a URL")),
        hazel::Credentials::new(text(merchant, "shop"), secret(merchant)),
    );
    for (number, state) in [("1", OrderState::Paid), ("2", OrderState::Pending), ("3", OrderState::Unknown)] {
        simulator
            .put("hazel", SimulatedOrder::new(number).state(state).amount(Fen::new(7)))
            .expect("it is put");
    }
    let reply = client.orders(hazel::Orders::by_orders(["3", "1", "2"])).await.expect("an answer");
    let mut states: Vec<(String, OrderState)> = reply
        .orders()
        .iter()
        .map(|order| (order.merchant_order_no.as_deref().unwrap_or_default().to_owned(), order.state))
        .collect();
    states.sort();
    assert_eq!(
        states,
        [
            ("1".into(), OrderState::Paid),
            ("2".into(), OrderState::Pending),
            ("3".into(), OrderState::Unknown)
        ]
    );
    assert_eq!(reply.list.len(), 3);
    let error = client.orders(hazel::Orders::by_orders(["a;b"])).await.expect_err("the joint inside a value");
    assert!(matches!(error, Error::Invalid(_)), "{error}");
}

#[tokio::test]
async fn an_unsigned_answer_is_vouched_for_by_the_transport_alone() {
    let simulator = simulator().await;
    let merchant = simulator.merchant("hazel").expect("a merchant");
    let client = hazel::Client::new(
        hazel::Environment::Url(simulator.url("hazel").expect("a URL")),
        hazel::Credentials::new(text(merchant, "shop"), secret(merchant)),
    );
    let reply = client.rate(hazel::Rate::by_pair("USDCNY")).await.expect("an answer");
    assert_eq!(reply.reply().vouched_by(), payspec_runtime::VouchedBy::Transport);
}
