//! Roots and certificates of a caller's own client.

use std::sync::Arc;

use payspec_runtime::{Client, Error, OrderState, Phase};
use payspec_tests::subject::Subject;
use payspec_tests::wallet::Wallet;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::RootCertStore;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::server::WebPkiClientVerifier;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::{all_are_paid, ask_all, reqwest_builder, simulated};

#[tokio::test]
async fn the_roots_of_the_callers_client_decide_who_is_trusted() {
    let simulator = simulated(|builder| builder.tls()).await;
    let other = simulated(|builder| builder.tls()).await;
    let trusting = |simulator: &payspec_simulator::Simulator| {
        let pem = simulator.root_certificate_pem().expect("it has one");
        let root = reqwest::Certificate::from_pem(pem.as_bytes()).expect("a certificate");
        reqwest_builder().tls_certs_only([root]).build().expect("a client")
    };
    all_are_paid(&ask_all(&simulator, &trusting(&simulator)).await);
    let before = simulator.exchange_count();
    for (subject, answer) in ask_all(&simulator, &trusting(&other)).await {
        let error = answer.expect_err("somebody else's root");
        assert!(matches!(error, Error::Transport { phase: Phase::Connecting, .. }), "{subject:?}: {error:?}");
    }
    assert_eq!(simulator.exchange_count(), before);
}

/// A provider's gateway that wants a certificate, and the certificate.
struct Gateway {
    url: String,
    root: reqwest::Certificate,
    identity: reqwest::Identity,
}

/// Answers with a signed reply to whoever shows a certificate of its authority.
async fn gateway(subject: Subject) -> Gateway {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    let authority =
        CertifiedIssuer::self_signed(authority, KeyPair::generate().expect("a key")).expect("an authority");
    let certified = |name: &str| {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new([name.to_owned()]).expect("a name");
        (params.signed_by(&key, &authority).expect("a certificate"), key)
    };
    let (server, server_key) = certified("localhost");
    let (client, client_key) = certified("shop.example");

    let mut roots = RootCertStore::empty();
    roots.add(authority.der().clone()).expect("a root");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_client_cert_verifier(verifier.build().expect("a verifier"))
        .with_single_cert(
            vec![server.der().clone()],
            PrivatePkcs8KeyDer::from(server_key.serialize_der()).into(),
        )
        .expect("a certificate and its key");
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let body = subject.paid().signed();
    let answer =
        format!("HTTP/1.1 200 x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    tokio::spawn(async move {
        let acceptor = TlsAcceptor::from(Arc::new(config));
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut request = Vec::new();
            while !request.ends_with(b"}") && !request.windows(5).any(|five| five == b"sign=") {
                let mut buffer = [0; 4096];
                match stream.read(&mut buffer).await {
                    Ok(count) if count > 0 => request.extend_from_slice(&buffer[..count]),
                    _ => break,
                }
            }
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    let identity = format!("{}{}", client.pem(), client_key.serialize_pem());
    Gateway {
        url: format!("https://localhost:{port}"),
        root: reqwest::Certificate::from_pem(authority.pem().as_bytes()).expect("a certificate"),
        identity: reqwest::Identity::from_pem(identity.as_bytes()).expect("a certificate and its key"),
    }
}

#[tokio::test]
async fn a_gateway_that_wants_a_certificate_answers_who_has_one() {
    let subject = Subject::Ktspay;
    let Gateway { url, root, identity } = gateway(subject).await;
    let ask = async |http: reqwest::ClientBuilder| {
        let http = http.tls_certs_only([root.clone()]).build().expect("a client");
        let credentials = subject.credentials(&Wallet::agreed());
        let client = Client::new(subject.provider(), url.clone(), credentials).reqwest(http);
        let request = payspec::ktspay::Query::by_mch_order_no(payspec_tests::subject::ORDER_NO);
        client.call(&request).await.map(|reply| reply.state())
    };
    let state = ask(reqwest_builder().identity(identity)).await;
    assert!(matches!(state, Ok(OrderState::Paid)), "{state:?}");
    let refused = ask(reqwest_builder()).await.expect_err("no certificate, no answer");
    assert!(matches!(refused, Error::Transport { .. }), "{refused:?}");
}
