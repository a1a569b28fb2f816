//! What the five providers do not do: other encodings, signatures in headers, several operations at one URL.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod support;

use payspec_runtime::{DynamicRequest, Error, Fen, Money, NodeKind, OrderState, Reason, VerifyError};
use payspec_simulator::{Fault, SimulatedOrder, Times, Verdict};
use payspec_table::Encoding;
use support::{ask, refusal, spec};

/// A specification with these signing rules and operations.
fn acme(signing: &str, operations: &str) -> String {
    format!(
        r#"
payspec: 1
provider: acme_pay
title: Acme Pay
credentials:
  mid: {{ title: 商户号, max_length: 3 }}
  key: {{ title: 签名密钥, secret: true }}
codes:
  return_code:
    "0": {{ name: Success, title: 成功 }}
    "1": {{ name: BadSignature, title: 验签失败, reason: bad_signature }}
    "2": {{ name: BadRequest, title: 参数错误, reason: bad_request }}
    "3": {{ name: NotFound, title: 订单不存在, reason: order_not_found }}
  order_status:
    "0": {{ name: Paying, title: 支付中, state: Pending }}
    "1": {{ name: Paid, title: 支付成功, state: Paid }}
signing:
{signing}
operations:
{operations}
"#
    )
}

/// One operation about one order.
fn query(name: &str, how: &str, request: &str, response: &str) -> String {
    format!(
        r#"
  {name}:
    title: 订单查询
    purpose: order_query
    {how}
    request:
      {request}
    response:
      {response}
      decision: {{ business: {{ field: code, pass: ["0"], text: msg }}, state: status, basis: doc }}
      identity: {{ no: request.orderNo }}
"#
    )
}

const ASKED: &str = "mid: { presence: required, title: 商户号, from: credentials.mid }, orderNo: { presence: required, title: 订单号, is: merchant_order_no }";
const ANSWERED: &str = r#"code: { presence: required, title: 返回码, type: code, table: return_code }, msg: { presence: required, title: 返回信息, max_length: 4 },
        no: { presence: required, title: 订单号, is: merchant_order_no },
        status: { title: 状态, presence: conditional, when: { code: "0" }, type: code, table: order_status },
        amount: { title: 金额, presence: conditional, when: { code: "0" }, type: money, unit: yuan, is: amount },
        detail: { title: 详情, presence: conditional, when: { status: "1" }, type: object, written: json_text, fields: {
          by: { presence: required, title: 人, max_length: 5 }, at: { presence: required, title: 时间, type: datetime, format: "yyyy-MM-dd HH:mm:ss" } } },
        goods: { presence: required, title: 商品, type: list, element: good, fields: { name: { presence: required, title: 名, example: 书 }, count: { presence: required, title: 数, type: integer } } }"#;

const PAIRS: &str = r#"skip: empty, order: name, piece: "{name}={value}", joint: "&", suffix: "&key={key}", algorithm: md5, encoding: hex_upper, key: credentials.key, nested: json_text, basis: doc"#;
const HEADER: &str = r#"over: body, algorithm: hmac_sha256, encoding: hex_lower, key: credentials.key, header: { name: Authorization, value: "{credentials.mid}:{signature}" }, basis: doc"#;

async fn check(yaml: &str) {
    let world = spec(yaml).await;
    let (provider, client) = (world.provider("acme_pay"), world.client("acme_pay"));
    world
        .simulator
        .put("acme_pay", SimulatedOrder::new("a").state(OrderState::Paid).amount(Fen::new(5)))
        .unwrap();
    world.simulator.put("acme_pay", SimulatedOrder::new("b")).unwrap();
    for operation in &provider.operations {
        let reply = ask(&client, operation, "a")
            .await
            .unwrap_or_else(|error| panic!("{error}: {:?}", world.simulator.exchanges()));
        assert_eq!((reply.state(), reply.order().amount), (OrderState::Paid, Some(Money::cny(5))));
        assert_eq!(reply.deviations(), &[]);
        // Only JSON has numbers that are no texts.
        let is_number = reply.message().root().member("amount").unwrap().kind() == NodeKind::Number;
        assert_eq!(is_number, operation.response.encoding == Encoding::Json);
        let goods = reply.message().root().member("goods").unwrap();
        assert!(goods.members().count() == 1 || goods.text().is_some(), "{:?}", reply.message());
        assert_eq!(ask(&client, operation, "b").await.unwrap().state(), OrderState::Pending);
        assert_eq!(refusal(ask(&client, operation, "c").await).reason, Some(Reason::OrderNotFound));
        let stranger = world.client_with(provider.clone(), world.wrong_key(provider));
        assert_eq!(refusal(ask(&stranger, operation, "a").await).reason, Some(Reason::BadSignature));
        assert_eq!(world.simulator.exchanges().pop().unwrap().operation.as_deref(), Some(&*operation.name));
    }
}

#[tokio::test]
async fn the_body_is_signed_in_a_header_in_both_directions() {
    let operation = query(
        "query",
        "path: /q",
        &format!("{{ encoding: json, fields: {{ {ASKED} }} }}"),
        &format!("encoding: json\n      fields: {{ {ANSWERED} }}"),
    );
    check(&acme(
        &format!("  request: {{ {HEADER} }}\n  response: {{ like: request, basis: doc }}"),
        &operation,
    ))
    .await;
}

#[tokio::test]
async fn a_query_string_is_answered_in_xml() {
    let request = format!(
        "{{ encoding: query, fields: {{ {ASKED}, sign: {{ presence: required, title: 签名, signature: true }} }} }}"
    );
    let response = format!(
        "encoding: xml\n      root: reply\n      cdata: true\n      fields: {{ {ANSWERED}, sign: {{ presence: required, title: 签名, signature: true }} }}"
    );
    let operation = query("query", "method: GET\n    path: /q", &request, &response);
    check(&acme(
        &format!("  request: {{ {PAIRS} }}\n  response: {{ like: request, exclude: [goods], basis: doc }}"),
        &operation,
    ))
    .await;
}

#[tokio::test]
async fn constants_tell_operations_at_one_url_apart() {
    // In a form a list is a JSON text.
    let answered = ANSWERED.replace("element: good,", "written: json_text,");
    let operation = |name: &str| {
        let request = format!(
            "{{ encoding: xml, root: ask, fields: {{ service: {{ presence: required, title: 接口, constant: {name} }}, {ASKED}, sign: {{ presence: required, title: 签名, signature: true }} }} }}"
        );
        let response = format!(
            "encoding: form\n      fields: {{ {answered}, sign: {{ presence: required, title: 签名, signature: true }} }}"
        );
        query(name, "description: one of two", &request, &response)
    };
    let operations = operation("first") + &operation("second");
    check(&acme(
        &format!("  request: {{ {PAIRS} }}\n  response: {{ like: request, basis: doc }}"),
        &operations,
    ))
    .await;
}

#[tokio::test]
async fn a_header_that_the_document_wants_is_missed() {
    let request = |headers: &str| {
        format!(
            "{{ encoding: json, {headers} fields: {{ {ASKED}, sign: {{ presence: required, title: 签名, signature: true }} }} }}"
        )
    };
    let response = format!(
        "encoding: json\n      fields: {{ {ANSWERED}, sign: {{ presence: required, title: 签名, signature: true }} }}"
    );
    let yaml = |headers: &str| {
        let operation = query("query", "path: /q", &request(headers), &response);
        acme(&format!("  request: {{ {PAIRS} }}\n  response: {{ like: request, basis: doc }}"), &operation)
    };
    let with_header = yaml("headers: { X-Merchant: \"{credentials.mid}\" },");
    check(&with_header).await;
    let (world, without) = (spec(&with_header).await, spec(&yaml("")).await);
    let client = world
        .client_with(without.provider("acme_pay").clone(), world.simulator.credentials("acme_pay").unwrap());
    let error = client.call_dynamic("query", &DynamicRequest::new().with("orderNo", "a")).await.unwrap_err();
    assert!(
        matches!(&error, Error::Refused(refusal) if refusal.reason == Some(Reason::BadRequest)),
        "{error}"
    );
    let last = world.simulator.exchanges().pop().unwrap();
    assert!(matches!(&last.verdict, Verdict::Refused { why, .. } if why.contains("X-Merchant")), "{last:?}");
}

#[tokio::test]
async fn replies_that_the_document_says_are_unsigned_are_vouched_for_by_loopback() {
    let request = format!(
        "{{ encoding: form, fields: {{ {ASKED}, sign: {{ presence: required, title: 签名, signature: true }} }} }}"
    );
    let operation =
        query("query", "path: /q", &request, &format!("encoding: json\n      fields: {{ {ANSWERED} }}"));
    let rules = format!(
        "  request: {{ {PAIRS} }}\n  response: {{ unsigned: true, basis: doc, because: It says so. }}"
    );
    check(&acme(&rules, &operation)).await;
}

/// A provider that signs its replies in a header, over the body.
const SIGNED_IN_HEADER: &str = r#"
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
  request: { over: body, algorithm: hmac_sha256, encoding: hex_lower, key: credentials.key, header: { name: Authorization, value: "{credentials.mid}:{signature}" }, basis: doc }
  response: { like: request, basis: doc }
operations:
  query:
    title: 订单查询
    purpose: order_query
    path: /q
    request:
      encoding: json
      fields: { mid: { presence: required, title: 商户号, from: credentials.mid }, orderNo: { presence: required, title: 订单号, is: merchant_order_no } }
    response:
      encoding: form
      fields: { code: { presence: required, title: 返回码, type: code, table: return_code }, no: { presence: required, title: 订单号 }, status: { title: 状态, presence: required, type: code, table: order_status } }
      decision: { business: { field: code, pass: ["0"] }, state: status, basis: doc }
      identity: { no: request.orderNo }
"#;

#[tokio::test]
async fn a_signature_in_a_header_and_a_form_are_struck_like_others() {
    let world = spec(SIGNED_IN_HEADER).await;
    let (provider, client) = (world.provider("acme_pay"), world.client("acme_pay"));
    for fault in [Fault::OtherMerchant, Fault::NumberAsText, Fault::TextAsNumber, Fault::MissingField] {
        assert!(!world.simulator.faults("acme_pay").contains(&fault), "{fault}");
    }
    let mut found = Vec::new();
    for fault in [
        Fault::WrongSignature,
        Fault::NoSignature,
        Fault::DuplicateField,
        Fault::BrokenEncoding,
        Fault::OtherOrder,
        Fault::NewField,
    ] {
        world.simulator.put("acme_pay", SimulatedOrder::new("JD1")).unwrap();
        world.simulator.arm("acme_pay", "JD1", fault, Times::Count(1)).unwrap();
        found.push(match ask(&client, &provider.operations[0], "JD1").await {
            Ok(reply) => reply.state().name(),
            Err(Error::Unverified(VerifyError::Wrong)) => "wrong",
            Err(Error::Unverified(VerifyError::Missing { .. })) => "missing",
            Err(Error::Malformed(_)) => "malformed",
            Err(Error::Mismatch { .. }) => "mismatch",
            Err(error) => panic!("{fault}: {error}"),
        });
    }
    assert_eq!(found, ["wrong", "missing", "malformed", "malformed", "mismatch", "Pending"]);
}
