//! Requests as they come over the wire, those among them that are none.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod support;

use std::time::Duration;

use payspec_simulator::{Exchange, SimulatedOrder, Verdict};
use payspec_table::Reason;
use support::{World, specs};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::form_urlencoded;

const MEBIBYTE: usize = 1 << 20;

/// Sends bytes, and gives what comes until the connection ends.
async fn sent(world: &World, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(world.simulator.address()).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await.unwrap().unwrap();
    String::from_utf8(answer).unwrap()
}

/// A request to the first provider, at a path where nothing is asked.
fn posted(world: &World, body_length: usize) -> Vec<u8> {
    let name = &world.providers[0].name;
    let head = format!(
        "POST /{name}/nowhere HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {body_length}\r\n\r\n"
    );
    [head.as_bytes(), &vec![b'x'; body_length]].concat()
}

/// The last exchange, which was no question.
fn assert_remembered(world: &World, provider: Option<&str>, with: u16, words: &str) -> Exchange {
    let last = world.simulator.exchanges().pop().unwrap();
    assert_eq!(last.provider.as_deref(), provider);
    match &last.verdict {
        Verdict::NoQuestion { status, why } => {
            assert!(*status == with && why.contains(words), "{status}: {why}");
        }
        other => panic!("{other:?}"),
    }
    assert!(last.answer.head.starts_with(&format!("HTTP {with}\n")), "{}", last.answer.head);
    last
}

#[tokio::test]
async fn a_request_of_a_mebibyte_is_read_and_a_longer_one_is_not() {
    let world = specs().await;
    let answer = sent(&world, &posted(&world, MEBIBYTE)).await;
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    assert_eq!(world.simulator.exchange_count(), 1);
    let answer = sent(&world, &posted(&world, MEBIBYTE + 1)).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert_remembered(&world, Some(&world.providers[0].name), 413, "has more than 1048576 bytes");
}

#[tokio::test]
async fn a_request_that_breaks_off_is_no_question() {
    let world = specs().await;
    let whole = posted(&world, 100);
    for cut in [5, 30, whole.len() - 1] {
        let mut stream = TcpStream::connect(world.simulator.address()).await.unwrap();
        stream.write_all(&whole[..cut]).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        let ended = timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await;
        assert!(ended.is_ok(), "after {cut} bytes the connection is held");
    }
    assert_eq!(world.simulator.exchange_count(), 0);
}

/// A provider whose questions have a code, and that signs nothing.
const CODE_IN_QUESTION: &str = r#"
payspec: 1
provider: acme_pay
title: Acme Pay
codes:
  kind:
    "1": { name: Sale, title: 收款 }
  return_code:
    "0": { name: Success, title: 成功 }
    "9": { name: BadRequest, title: 参数错误, advice: stop, reason: bad_request }
  order_status:
    "0": { name: Paying, title: 支付中, state: Pending }
    "1": { name: Paid, title: 支付成功, state: Paid }
signing:
  none: { unsigned: true, basis: doc, because: The invented document says that nothing is signed. }
operations:
  query:
    title: 订单查询
    purpose: order_query
    method: GET
    path: /q
    request:
      encoding: query
      signing: none
      fields:
        no: { presence: required, title: 订单号, is: merchant_order_no }
        kind: { presence: required, title: 类型, type: code, table: kind }
    response:
      encoding: json
      signing: none
      fields:
        code: { presence: required, title: 返回码, type: code, table: return_code }
        no: { presence: required, title: 订单号, is: merchant_order_no }
        status: { title: 状态, presence: conditional, when: { code: "0" }, type: code, table: order_status }
      decision: { business: { field: code, pass: ["0"] }, state: status, basis: doc }
      identity: { no: request.no }
"#;

#[tokio::test]
async fn a_code_that_the_table_of_its_field_does_not_list_is_a_bad_request() {
    let world = support::spec(CODE_IN_QUESTION).await;
    world.simulator.put("acme_pay", SimulatedOrder::new("JD1")).unwrap();
    for (kind, is_listed) in [("1", true), ("2", false), ("01", false)] {
        let head =
            format!("GET /acme_pay/q?no=JD1&kind={kind} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        sent(&world, head.as_bytes()).await;
        let last = world.simulator.exchanges().pop().unwrap();
        match &last.verdict {
            Verdict::Answered { .. } => assert!(is_listed, "{kind}"),
            Verdict::Refused { reason: Reason::BadRequest, why } => {
                assert!(!is_listed && why.contains("kind"), "{kind}: {why}");
            }
            other => panic!("{kind}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn what_is_no_http_is_refused_as_that() {
    let world = specs().await;
    let answer = sent(&world, b"\x16\x03\x01 hello\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
}

#[tokio::test]
async fn who_asks_nobody_is_told_who_is_there() {
    let world = specs().await;
    let answer = sent(&world, b"GET /nobody/x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    assert!(answer.contains(&*world.providers[0].name), "{answer}");
    let last = assert_remembered(&world, None, 404, "no provider `nobody` here, only ");
    assert!(last.request.head.starts_with("GET /nobody/x\n"), "{}", last.request.head);
}

#[tokio::test]
async fn a_method_of_no_operation_is_refused() {
    let world = specs().await;
    let name = &world.providers[0].name;
    let request = format!("DELETE /{name}/x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    let answer = sent(&world, request.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
    let last = assert_remembered(&world, Some(name), 405, "DELETE is used by no operation");
    assert!(last.request.head.starts_with("DELETE /x\n"), "{}", last.request.head);
}

#[tokio::test]
async fn whoever_errs_in_the_url_shows_no_key() {
    let world = specs().await;
    for provider in &world.providers {
        for secret in world.simulator.merchant(&provider.name).unwrap().secrets.values() {
            let key: String = form_urlencoded::byte_serialize(secret.expose().as_bytes()).collect();
            let body = format!("key={key}");
            let head = format!(
                "POST /nobody HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}",
                body.len()
            );
            sent(&world, format!("{head}\r\n\r\n{body}").as_bytes()).await;
            assert_eq!(assert_remembered(&world, None, 404, "no provider").request.body, "key=***");
        }
    }
}

#[tokio::test]
async fn one_connection_carries_many_questions() {
    let world = specs().await;
    let name = &world.providers[0].name;
    let one = format!("GET /{name}/nowhere HTTP/1.1\r\nhost: x\r\n\r\n");
    let last = format!("GET /{name}/nowhere HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    let answer = sent(&world, format!("{one}{one}{last}").as_bytes()).await;
    assert_eq!(answer.matches("HTTP/1.1 404 ").count(), 3, "{answer}");
    assert_eq!(world.simulator.exchange_count(), 3);
}
