//! Requests as they come over the wire, those among them that are none.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod support;

use std::time::Duration;

use support::{World, specs};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

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

#[tokio::test]
async fn a_request_of_a_mebibyte_is_read_and_a_longer_one_is_not() {
    let world = specs().await;
    let answer = sent(&world, &posted(&world, MEBIBYTE)).await;
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    assert_eq!(world.simulator.exchange_count(), 1);
    let answer = sent(&world, &posted(&world, MEBIBYTE + 1)).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert_eq!(world.simulator.exchange_count(), 1);
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
}

#[tokio::test]
async fn a_method_of_no_operation_is_refused() {
    let world = specs().await;
    let name = &world.providers[0].name;
    let request = format!("DELETE /{name}/x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    let answer = sent(&world, request.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
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
