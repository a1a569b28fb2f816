//! What the published replies mean, through the core that does no I/O.

use payspec::{
    ChinaTime, Endpoint, Error, Fen, FixedAmbient, Money, Order, OrderState, PublicKey, Request, VouchedBy,
    ktspay, umf_service_provider,
};
use payspec_tests::memory::incoming;
use payspec_tests::naive_provider::wallet;

use crate::fixture::published;

/// Asks for what the published reply answers, and receives a body.
fn receive<R: Request>(
    provider: &'static payspec::table::Provider,
    credentials: impl Into<payspec::Credentials>,
    request: &R,
    body: &str,
) -> Result<R::Reply, Error> {
    let endpoint = Endpoint::new(provider, "https://provider.example", credentials.into());
    let now = ChinaTime::from_milliseconds(0).expect("a time");
    let ambient = FixedAmbient { now, nonce: "n".to_owned() };
    let exchange = endpoint.prepare(R::OPERATION, request, request.expected_amount(), &ambient)?;
    exchange.receive_as(&incoming(body))
}

fn receive_umf(body: &str) -> Result<umf_service_provider::QueryOrderReply, Error> {
    let key = published("umf_service_provider/response").public_key.expect("it is published");
    let credentials = umf_service_provider::Credentials::new(
        "Y471790403",
        "41509208",
        wallet().private_key.clone(),
        PublicKey::parse(key.as_bytes()).expect("the published key is one"),
    );
    let request = umf_service_provider::QueryOrder::by_order_no("JD201909250317100002")
        .transaction_id("2019092515170000002850")
        .expect_amount(Money::cny(1));
    receive(umf_service_provider::PROVIDER, credentials, &request, body)
}

fn receive_ktspay(body: &str) -> Result<ktspay::QueryReply, Error> {
    let key = published("ktspay/response").key;
    let credentials = ktspay::Credentials::new("M1623984572", "60cc09bce4b0f1c0b83761c9", key);
    let request = ktspay::Query::by_pay_order_id("P202106181104177050002")
        .mch_order_no("mho1623985457320")
        .expect_amount(Money::cny(58));
    receive(ktspay::PROVIDER, credentials, &request, body)
}

/// Compares an order with lines of `name: value`, in the words in which a person would see them.
fn check(order: &Order, expected: &str) {
    let text = |text: &Option<payspec::Text>| text.as_deref().unwrap_or("-").to_owned();
    let time = |time: Option<ChinaTime>| time.map_or("-".to_owned(), |time| time.to_string());
    let channel = order.channel.as_ref();
    let lines = [
        format!("provider: {}", order.provider),
        format!("state: {} from {}", order.state, text(&order.state_text)),
        format!("amount: {}", order.amount.map_or("-".to_owned(), |amount| amount.to_string())),
        format!("paid at: {}", time(order.paid_at)),
        format!("created at: {}", time(order.created_at)),
        format!("merchant: {}", text(&order.merchant_no)),
        format!("merchant's number: {}", text(&order.merchant_order_no)),
        format!("provider's number: {}", text(&order.provider_order_no)),
        format!("channel's number: {}", text(&order.channel_order_no)),
        format!("channel: {}", channel.map_or("-", |channel| &channel.text)),
        format!("title: {}", channel.and_then(|channel| channel.title.as_deref()).unwrap_or("-")),
    ];
    assert_eq!(lines.join("\n"), expected.trim());
    assert_eq!(order.vouched_by, VouchedBy::Signature);
}

#[test]
fn the_reply_of_umf_service_provider_is_one_fen_paid() {
    let reply = receive_umf(&published("umf_service_provider/response").body).expect("it is authentic");
    check(
        reply.order(),
        "
provider: umf_service_provider
state: Paid from 00
amount: 0.01 CNY
paid at: 2019-09-25T15:24:11+08:00
created at: -
merchant: -
merchant's number: -
provider's number: 2019092515170000002850
channel's number: 4200000395201909251384927907
channel: -
title: -",
    );
    assert_eq!(reply.txn_amt, Some(Fen::new(1)));
    assert_eq!(reply.orig_resp_code, Some(umf_service_provider::OrderStatus::Paid));
    assert_eq!(reply.orig_resp_desc_msg, Some(umf_service_provider::OrderStatusDetail::Paid));
    assert_eq!(reply.is_closed.as_deref(), Some(""));
    assert_eq!(reply.deviations(), []);
}

#[test]
fn the_reply_of_ktspay_is_58_fen_paid() {
    let reply = receive_ktspay(&published("ktspay/response").body).expect("it is authentic");
    check(
        reply.order(),
        "
provider: ktspay
state: Paid from 2
amount: 0.58 CNY
paid at: 2021-06-18T11:04:19+08:00
created at: 2021-06-18T11:04:17.705+08:00
merchant: M1623984572
merchant's number: mho1623985457320
provider's number: P202106181104177050002
channel's number: 2021061822001423031419593035
channel: alipay
title: 支付宝官方支付",
    );
    assert_eq!(reply.data.amount, Some(Fen::new(58)));
    assert_eq!(reply.data.created_at.map(ChinaTime::as_milliseconds), Some(1_623_985_457_705));
    assert_eq!(reply.data.success_time.map(ChinaTime::as_milliseconds), Some(1_623_985_459_000));
    assert_eq!(reply.data.state, ktspay::OrderStatus::Paid);
    assert_eq!(reply.deviations(), []);
}

#[test]
fn a_changed_value_in_a_published_reply_yields_no_order() {
    let mut changes = 0;
    let mut refuses = |id: &str, receive: &dyn Fn(&str) -> Result<OrderState, Error>| {
        let reply = published(id);
        for (from, to) in reply.changed_values() {
            let found = receive(&reply.body.replacen(&from, &to, 1));
            assert!(matches!(found, Err(Error::Unverified(_))), "{id}: {from} -> {to}: {found:?}");
            changes += 1;
        }
    };
    refuses("ktspay/response", &|body| receive_ktspay(body).map(|reply| reply.state()));
    refuses("umf_service_provider/response", &|body| receive_umf(body).map(|reply| reply.state()));
    assert!(changes > 200, "{changes} changes");
}

#[test]
fn what_ktspay_leaves_unsigned_can_refuse_but_never_pay() {
    let body = published("ktspay/response").body;
    let refused = receive_ktspay(&body.replacen("\"code\": 0", "\"code\": 9999", 1));
    assert!(matches!(&refused, Err(Error::Refused(refusal)) if !refusal.authentic), "{refused:?}");
    let other_words = receive_ktspay(&body.replacen("\"msg\": \"SUCCESS\"", "\"msg\": \"FAIL\"", 1));
    assert_eq!(other_words.expect("the text decides nothing").state(), OrderState::Paid);
}
