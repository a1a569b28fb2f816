//! What arrives at the other end, to the byte.

use std::io::ErrorKind;
use std::sync::Arc;

use tokio::io::AsyncRead;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::*;
use crate::server::tls::Identity;

const BODY: &str = r#"{"state":"PAID","amount":58}"#;
const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
const NOW: Duration = Duration::from_millis(100);
const HOUR: Duration = Duration::from_secs(3600);

#[derive(Debug, Clone, Copy)]
enum Over {
    Tcp,
    Tls,
}

const BOTH: [Over; 2] = [Over::Tcp, Over::Tls];

/// The client's end of a connection.
type End = Box<dyn AsyncRead + Unpin + Send>;

/// Sends an answer astray; gives the client's end, and the server's work.
async fn astray(
    over: Over,
    delivery: Delivery,
    body: &'static str,
    slowness: Duration,
) -> (End, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
    let (server, address) = listener.accept().await.unwrap();
    let response = Response::builder().header("content-type", "application/json");
    // What the shop says about framing is not what goes out.
    let response = response.header("content-length", "7").body(body.into()).unwrap();
    match over {
        Over::Tcp => (Box::new(client), tokio::spawn(deliver(server, delivery, response, slowness))),
        Over::Tls => {
            let identity = Identity::new(address.ip()).unwrap();
            let server = identity.acceptor.accept(server);
            let client = trusting(&identity.root_pem).connect(ServerName::from(address.ip()), client);
            let (server, client) = tokio::join!(server, client);
            (Box::new(client.unwrap()), tokio::spawn(deliver(server.unwrap(), delivery, response, slowness)))
        }
    }
}

fn trusting(root_pem: &str) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(root_pem.as_bytes()).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap();
    TlsConnector::from(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
}

/// All that arrives, and whether the connection ended in order.
async fn arrived(over: Over, delivery: Delivery, body: &'static str) -> (String, Result<(), ErrorKind>) {
    let (mut client, _server) = astray(over, delivery, body, NOW).await;
    let mut bytes = Vec::new();
    let ended = timeout(Duration::from_secs(10), client.read_to_end(&mut bytes)).await.unwrap();
    (String::from_utf8(bytes).unwrap(), ended.map(|_| ()).map_err(|error| error.kind()))
}

#[tokio::test]
async fn nothing_comes_before_a_reset() {
    for over in BOTH {
        let (text, ended) = arrived(over, Delivery::ResetBeforeAnswer, BODY).await;
        assert_eq!((text.as_str(), ended), ("", Err(ErrorKind::ConnectionReset)), "{over:?}");
    }
}

#[tokio::test]
async fn half_of_the_body_comes_before_a_reset_in_it() {
    for over in BOTH {
        let (text, ended) = arrived(over, Delivery::ResetInBody, BODY).await;
        let half = &BODY[..BODY.len() / 2];
        assert_eq!(text, format!("{HEAD}content-length: 28\r\nconnection: close\r\n\r\n{half}"), "{over:?}");
        assert_eq!(ended, Err(ErrorKind::ConnectionReset), "{over:?}");
    }
}

#[tokio::test]
async fn an_answer_without_a_body_is_not_complete_before_a_reset_in_it() {
    for over in BOTH {
        let (text, ended) = arrived(over, Delivery::ResetInBody, "").await;
        assert_eq!(text, format!("{HEAD}content-length: 1\r\nconnection: close\r\n\r\n"), "{over:?}");
        assert_eq!(ended, Err(ErrorKind::ConnectionReset), "{over:?}");
    }
}

#[tokio::test]
async fn a_wrong_length_stands_before_the_whole_body_and_the_connection_ends_in_order() {
    for over in BOTH {
        for wrong in [0, 27, 29, 100_000] {
            let (text, ended) = arrived(over, Delivery::Announcing(wrong), BODY).await;
            let head = format!("{HEAD}content-length: {wrong}\r\nconnection: close\r\n\r\n");
            assert_eq!((text, ended), (format!("{head}{BODY}"), Ok(())), "{over:?}");
        }
    }
}

#[tokio::test]
async fn blanks_follow_the_body_in_chunks_and_there_are_as_many_as_were_asked_for() {
    for over in BOTH {
        for (body, blanks) in [(BODY, 0), (BODY, 5), (BODY, 200_000), ("", 65_536)] {
            let (text, ended) = arrived(over, Delivery::Padded(blanks), body).await;
            assert_eq!(ended, Ok(()), "{over:?}");
            let head = format!("{HEAD}transfer-encoding: chunked\r\nconnection: close\r\n\r\n");
            let content = unchunked(text.strip_prefix(&head).unwrap());
            assert_eq!(content, format!("{body}{}", " ".repeat(blanks)), "{over:?}");
        }
    }
}

/// What chunks hold; the last one must be the empty one, and the end.
fn unchunked(mut text: &str) -> String {
    let mut content = String::new();
    loop {
        let (size, rest) = text.split_once("\r\n").unwrap();
        let (chunk, rest) = rest.split_at(usize::from_str_radix(size, 16).unwrap());
        text = rest.strip_prefix("\r\n").unwrap();
        if chunk.is_empty() {
            assert_eq!(text, "");
            return content;
        }
        content.push_str(chunk);
    }
}

#[tokio::test]
async fn a_slow_body_is_the_body_in_the_end() {
    for over in BOTH {
        for body in [BODY, "{", ""] {
            let started = Instant::now();
            let (text, ended) = arrived(over, Delivery::SlowBody, body).await;
            let head = format!("{HEAD}content-length: {}\r\nconnection: close\r\n\r\n", body.len());
            assert_eq!((text, ended), (format!("{head}{body}"), Ok(())), "{over:?}");
            assert!(body.len() < 2 || started.elapsed() >= NOW, "{over:?}: {:?}", started.elapsed());
        }
    }
}

#[tokio::test]
async fn of_a_slow_body_the_first_byte_comes_with_the_head() {
    for over in BOTH {
        let (mut client, _server) = astray(over, Delivery::SlowBody, BODY, HOUR).await;
        let mut first = [0; 1024];
        let read = timeout(Duration::from_secs(10), client.read(&mut first)).await.unwrap().unwrap();
        let head = format!("{HEAD}content-length: 28\r\nconnection: close\r\n\r\n");
        assert_eq!(String::from_utf8_lossy(&first[..read]), format!("{head}{{"), "{over:?}");
    }
}

#[tokio::test]
async fn nothing_is_done_for_a_client_that_went_away() {
    const ENDLESS: usize = 1 << 40;
    for over in BOTH {
        for delivery in [Delivery::SlowBody, Delivery::ResetInBody, Delivery::Padded(ENDLESS)] {
            let (mut client, server) = astray(over, delivery, BODY, HOUR).await;
            client.read_u8().await.unwrap();
            drop(client);
            let ended = timeout(Duration::from_secs(10), server).await;
            assert!(matches!(ended, Ok(Ok(()))), "{over:?} {delivery:?}: {ended:?}");
        }
    }
}
