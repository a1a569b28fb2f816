use payspec_table::{
    Algorithm, Decision, DigestEncoding, Encoding, Field, Operation, Part, Placement, Provider, Purpose,
    RequestTable, ResponseTable, Signing, Source, Verification,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;
use crate::{Client, Credentials, DynamicRequest, Known, Reply, VerifyError};

const fn signing() -> Signing {
    Signing::new(
        Algorithm::Md5,
        DigestEncoding::HexUpper,
        "key",
        Placement::header("x-signature", const { &[Part::Signature] }),
    )
    .over(payspec_table::Over::Body)
    .suffix(const { &[Part::Key] })
}

static FIELDS: &[Field] = &[Field::text("no", "").required()];
static ANSWER: &[Field] = &[Field::text("text", "").source(Source::Caller)];
static SIGNED: Operation = operation("signed", Verification::signed(signing()));

const fn operation(name: &'static str, verification: Verification) -> Operation {
    Operation::new(
        name,
        "",
        Purpose::Other,
        RequestTable::new(const { &[Encoding::Json] }, FIELDS).signing(signing()),
        ResponseTable::new(Encoding::Json, ANSWER, verification, Decision::without_state(&[])),
    )
}

fn provider() -> Provider {
    Provider {
        operations: vec![SIGNED.clone(), operation("unsigned", Verification::Unsigned)].into(),
        ..Provider::new("loopback", "", "CNY")
    }
}

/// A provider that answers one connection with these bytes and closes it.
async fn answering(reply: Vec<u8>) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = vec![0; 65_536];
        let mut length = 0;
        while !String::from_utf8_lossy(&request[..length]).contains('}') {
            length += stream.read(&mut request[length..]).await.unwrap();
        }
        stream.write_all(&reply).await.unwrap();
        stream.shutdown().await.unwrap();
        String::from_utf8_lossy(&request[..length]).into_owned()
    });
    (url, asked)
}

fn client(url: &str) -> Client {
    Client::new(provider(), url, Credentials::new().secret("key", "KEY"))
}

async fn ask(client: &Client, operation: &str) -> Result<Reply, Error> {
    client.call_dynamic(operation, &DynamicRequest::new().with("no", "1")).await
}

async fn asked_of(reply: &str) -> Result<Reply, Error> {
    let (url, _) = answering(reply.as_bytes().to_vec()).await;
    ask(&client(&url), "signed").await
}

fn ok(headers: &str, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len())
}

#[tokio::test]
async fn a_signed_exchange_goes_over_loopback_in_headers() {
    let body = r#"{"text":"hi"}"#;
    let signature = {
        let digest = crate::digest::digest(Algorithm::Md5, format!("{body}KEY").as_bytes(), "").unwrap();
        crate::digest::encode(&digest, DigestEncoding::HexUpper)
    };
    let (url, asked) = answering(ok(&format!("X-Signature: {signature}\r\n"), body).into_bytes()).await;
    let reply = ask(&client(&url), "signed").await.unwrap();
    assert_eq!(reply.message().root().member("text").and_then(|node| node.text()), Some("hi"));
    let asked = asked.await.unwrap();
    assert!(asked.starts_with("POST / HTTP/1.1\r\n"), "{asked}");
    assert!(asked.contains("content-type: application/json; charset=utf-8\r\n"), "{asked}");
    assert!(asked.contains("x-signature: "), "{asked}");
    assert!(asked.ends_with(r#"{"no":"1"}"#), "{asked}");
}

#[tokio::test]
async fn an_answer_without_the_header_is_not_trusted() {
    let error = asked_of(&ok("", "{}")).await.unwrap_err();
    assert!(matches!(error, Error::Unverified(VerifyError::Missing { .. })), "{error}");
}

#[tokio::test]
async fn a_redirect_is_an_error_and_is_not_followed() {
    let error =
        asked_of("HTTP/1.1 307 x\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n").await;
    assert!(matches!(error, Err(Error::Redirect { status: 307 })), "{error:?}");
}

#[tokio::test]
async fn a_failure_status_is_an_error_whatever_the_body_says() {
    let reply = ok("", r#"{"text":"paid"}"#).replace("200 OK", "502 Bad Gateway");
    assert!(matches!(asked_of(&reply).await, Err(Error::Status { status: 502 })));
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_cut_off_whether_announced_or_not() {
    for reply in [
        "HTTP/1.1 200 OK\r\ncontent-length: 9999999\r\n\r\n{}".to_owned(),
        format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n40\r\n{}\r\n0\r\n\r\n", "x".repeat(64)),
        format!("HTTP/1.0 200 OK\r\n\r\n{}", "x".repeat(64)),
    ] {
        let (url, _) = answering(reply.into_bytes()).await;
        let error = ask(&client(&url).max_body(63), "signed").await.unwrap_err();
        assert!(matches!(error, Error::TooLarge { limit: 63 }), "{error}");
    }
}

#[tokio::test]
async fn an_answer_that_breaks_off_may_have_been_received() {
    for reply in [
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"text\"",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n8\r\n{\"te",
        "HTTP/1.1 200 OK\r\ncontent-le",
        "",
    ] {
        let error = asked_of(reply).await.unwrap_err();
        assert!(matches!(error, Error::Transport { .. }), "{error}");
        assert_eq!(error.known(), Known::MayHaveBeenReceived, "{error}");
    }
}

#[tokio::test]
async fn nobody_listening_means_that_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = ask(&client(&url), "signed").await.unwrap_err();
    assert_eq!(error.known(), Known::NothingSent, "{error}");
}

#[tokio::test]
async fn a_provider_that_does_not_answer_in_time_may_have_received_it() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = client(&url).timeout(Duration::from_millis(50));
    let error = ask(&client, "signed").await.unwrap_err();
    assert_eq!(error.known(), Known::MayHaveBeenReceived, "{error}");
}

#[tokio::test]
async fn plain_http_is_refused_before_anything_is_sent() {
    // 192.0.2.0/24 is reserved for documentation: nothing answers there.
    let plain = || client("http://192.0.2.1").timeout(Duration::from_millis(50));
    let error = ask(&plain(), "signed").await.unwrap_err();
    assert!(matches!(error, Error::PlainHttp { .. }), "{error}");
    let error = ask(&plain().allow_plain_http(), "signed").await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }), "{error}");
    let error = ask(&plain().allow_plain_http(), "unsigned").await.unwrap_err();
    assert!(matches!(error, Error::PlainHttp { .. }), "an unsigned reply over plain http: {error}");
}

#[tokio::test]
async fn a_root_certificate_that_is_none_is_said_when_asking() {
    let (url, _) = answering(Vec::new()).await;
    let error = ask(&client(&url).root_certificate_pem(b"nonsense"), "signed").await.unwrap_err();
    assert!(error.to_string().contains("no PEM certificate"), "{error}");
}

/// Answers every connection with the same bytes, as often as it is asked.
async fn always_answering(reply: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let reply = reply.clone();
            tokio::spawn(async move {
                let mut request = vec![0; 65_536];
                let _ = stream.read(&mut request).await;
                let _ = stream.write_all(reply.as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    url
}

#[tokio::test]
async fn a_redirect_that_the_callers_own_client_followed_is_an_error_all_the_same() {
    let elsewhere = always_answering(ok("", r#"{"text":"paid"}"#)).await;
    for status in ["302 Found", "307 Temporary Redirect"] {
        let redirect = format!(
            "HTTP/1.1 {status}\r\nlocation: {elsewhere}/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
        let url = always_answering(redirect).await;
        // Its default is to follow.
        let following =
            reqwest::Client::builder().no_proxy().tls_backend_preconfigured(tls::trusting_nobody().unwrap());
        let client = client(&url).reqwest(following.build().unwrap());
        let error = ask(&client, "unsigned").await.map(|reply| reply.state()).unwrap_err();
        assert!(matches!(error, Error::RedirectFollowed), "{status}: {error}");
    }
}

#[tokio::test]
async fn an_announced_length_reserves_no_memory_before_anything_came() {
    for announced in ["9223372036854775000", "18446744073709551614"] {
        let reply = format!("HTTP/1.1 200 OK\r\ncontent-length: {announced}\r\n\r\n{{}}");
        let (url, _) = answering(reply.into_bytes()).await;
        let error = ask(&client(&url).max_body(usize::MAX), "signed").await.unwrap_err();
        assert!(matches!(error, Error::Transport { .. } | Error::TooLarge { .. }), "{error}");
    }
}

#[test]
fn debug_shows_nothing_of_a_client_of_the_callers_own() {
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("authorization", "Bearer hunter2".parse().unwrap());
    let own = reqwest::Client::builder()
        .default_headers(headers)
        .tls_backend_preconfigured(tls::trusting_nobody().unwrap());
    let shown = format!("{:?}", client("http://127.0.0.1:1").reqwest(own.build().unwrap()));
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn outside_a_tokio_runtime_it_is_an_error_and_no_panic() {
    use std::future::Future;
    use std::task::{Context, Poll, Waker};
    let client = client("http://127.0.0.1:1");
    let mut question = Box::pin(ask(&client, "signed"));
    let Poll::Ready(answer) = question.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("it waits for nobody");
    };
    let error = answer.unwrap_err();
    assert!(matches!(error, Error::Unusable { .. }), "{error}");
    assert_eq!(error.known(), Known::NothingSent);
}

#[tokio::test]
async fn what_http_cannot_carry_is_not_worth_another_try() {
    let mut provider = provider();
    let mut operation = SIGNED.clone();
    operation.request.headers =
        vec![payspec_table::Header::new("x-merchant", const { &[Part::credential("merchant")] })].into();
    provider.operations = vec![operation].into();
    let credentials = Credentials::new().secret("key", "KEY").text("merchant", "0018\r\nx-evil: 1");
    let (url, _) = answering(Vec::new()).await;
    let error = ask(&Client::new(provider, url, credentials), "signed").await.unwrap_err();
    assert_eq!((error.known(), error.retry()), (Known::NothingSent, crate::Retry::Pointless), "{error}");
    assert!(!error.to_string().contains("0018"), "{error}");
}

#[tokio::test]
async fn neither_words_nor_debug_of_a_failure_show_the_url() {
    let mut provider = provider();
    let mut operation = SIGNED.clone();
    operation.request.encodings = vec![Encoding::Query].into();
    operation.method = Method::Get;
    provider.operations = vec![operation].into();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let broken = answering(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{".to_vec()).await.0;
    for url in [url, broken] {
        let client = Client::new(provider.clone(), url, Credentials::new().secret("key", "KEY"))
            .timeout(Duration::from_millis(300));
        let request = DynamicRequest::new().with("no", "SECRETNUMBER");
        let error = client.call_dynamic("signed", &request).await.unwrap_err();
        let mut shown = format!("{error} {error:?} {error:#?}");
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            shown += &format!("{cause} {cause:?}");
            source = cause.source();
        }
        assert!(!shown.contains("SECRETNUMBER"), "{shown}");
    }
}

#[tokio::test]
async fn any_time_out_is_taken() {
    for timeout in [Duration::ZERO, Duration::MAX] {
        let (url, _) = answering(ok("", "{}").into_bytes()).await;
        ask(&client(&url).timeout(timeout), "signed").await.unwrap_err();
    }
}

#[tokio::test]
async fn the_time_out_covers_a_body_that_drips() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 4096]).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n").await.unwrap();
        while stream.write_all(b" ").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    let start = std::time::Instant::now();
    let error = ask(&client(&url).timeout(Duration::from_millis(200)), "signed").await.unwrap_err();
    assert!(matches!(error, Error::Transport { phase: Phase::Receiving, .. }), "{error}");
    assert!(start.elapsed() < Duration::from_secs(5));
}
