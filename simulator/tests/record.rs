//! What the record of an exchange holds: no key, and nothing that nobody was told.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod support;

use payspec_codegen::load_text;
use payspec_runtime::{Client, OrderState, ProviderRef, Secret};
use payspec_simulator::{Fault, Merchant, SimulatedOrder, Simulator, Times, Verdict};
use support::ask;

/// A provider that wants the key itself in the question, as some do, and that answers in XML.
const KEY_IN_QUESTION: &str = r#"
payspec: 1
provider: acme_pay
title: Acme Pay
credentials:
  mid: { title: 商户号, max_length: 3 }
  key: { title: 签名密钥, secret: true }
codes:
  return_code: { "0": { name: Success, title: 成功 } }
  order_status:
    "0": { name: Paying, title: 支付中, state: Pending }
    "1": { name: Paid, title: 支付成功, state: Paid }
signing:
  request: { skip: empty, order: name, piece: "{name}={value}", joint: "&", suffix: "&key={key}", algorithm: md5, encoding: hex_upper, key: credentials.key, basis: doc }
  response: { like: request, basis: doc }
operations:
  query:
    title: 订单查询
    purpose: order_query
    path: /q
    request:
      encoding: form
      fields:
        mid: { presence: required, title: 商户号, from: credentials.mid }
        password: { presence: required, title: 密钥, from: credentials.key }
        orderNo: { presence: required, title: 订单号, is: merchant_order_no }
        sign: { presence: required, title: 签名, signature: true }
    response:
      encoding: xml
      root: xml
      fields:
        code: { presence: required, title: 返回码, type: code, table: return_code }
        no: { presence: required, title: 订单号, is: merchant_order_no }
        status: { title: 状态, presence: conditional, when: { code: "0" }, type: code, table: order_status }
        channel: { title: 渠道, presence: optional, is: channel }
        sign: { presence: required, title: 签名, signature: true }
      decision: { business: { field: code, pass: ["0"] }, state: status, basis: doc }
      identity: { no: request.orderNo }
"#;

const KEY: &str = "a+b=/c&<d>%é";

async fn simulated() -> (Simulator, Client, payspec_table::Provider) {
    let loaded = load_text("acme_pay.yaml", KEY_IN_QUESTION);
    assert!(loaded.diagnostics.is_empty(), "{}", loaded.diagnostics.render(false));
    let table = loaded.providers.into_iter().next().unwrap().table;
    let mut merchant = Merchant::default();
    merchant.secrets.insert("key".to_owned(), Secret::from(KEY));
    let builder = Simulator::new([table.clone()]).merchant("acme_pay", merchant);
    let simulator = builder.bind("127.0.0.1:0").await.unwrap();
    let (url, credentials) = (simulator.url("acme_pay").unwrap(), simulator.credentials("acme_pay").unwrap());
    let client = Client::new(ProviderRef::from(table.clone()), url, credentials);
    (simulator, client, table)
}

#[tokio::test]
async fn no_exchange_holds_a_key_that_the_question_has_as_a_field() {
    let (simulator, client, provider) = simulated().await;
    simulator.put("acme_pay", SimulatedOrder::new("a").state(OrderState::Paid)).unwrap();
    assert_eq!(ask(&client, &provider.operations[0], "a").await.unwrap().state(), OrderState::Paid);
    let exchange = simulator.exchanges().remove(0);
    let canonical = exchange.canonical.as_deref().unwrap();
    assert!(canonical.contains("&password=***&key=***"), "{canonical}");
    assert!(exchange.request.body.contains("&password=***"), "{}", exchange.request.body);
    let everything = format!("{exchange:?}");
    for start in ["a+b", "a%2Bb", "a%2bb"] {
        assert!(!everything.contains(start), "{everything}");
    }
}

#[tokio::test]
async fn a_reply_that_cannot_be_written_tells_nothing_and_no_fault_struck_it() {
    let (simulator, client, provider) = simulated().await;
    // XML has no way to write this character.
    simulator.put("acme_pay", SimulatedOrder::new("a").state(OrderState::Paid).channel("\u{1}")).unwrap();
    simulator.arm("acme_pay", "a", Fault::NewField, Times::Count(1)).unwrap();
    assert!(ask(&client, &provider.operations[0], "a").await.is_err());
    let exchange = simulator.exchanges().remove(0);
    assert!(matches!(exchange.verdict, Verdict::Failed { .. }), "{:?}", exchange.verdict);
    assert_eq!((exchange.told, exchange.fault), (Vec::new(), None));
}

#[tokio::test]
async fn of_a_long_question_the_start_is_kept() {
    let (simulator, client, provider) = simulated().await;
    let number = "9".repeat(100_000);
    assert!(ask(&client, &provider.operations[0], &number).await.is_err());
    let exchange = simulator.exchanges().remove(0);
    let most = payspec_simulator::Shown::MAX_BODY;
    assert_eq!(exchange.canonical.unwrap().len(), most);
    assert_eq!(exchange.request.body.len(), most);
    assert_eq!(exchange.orders.iter().map(String::len).collect::<Vec<_>>(), [most]);
    assert!(exchange.request.length > number.len());
}
