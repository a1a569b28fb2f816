//! Through a proxy, and past one.

use payspec_runtime::{Error, Phase};
use payspec_tests::subject::Subject;

use crate::proxy::Proxy;
use crate::{all_are_paid, ask_all, reqwest_builder, simulated};

#[tokio::test]
async fn a_client_with_a_proxy_asks_through_it() {
    let (simulator, proxy) = (simulated(|builder| builder).await, Proxy::start().await);
    let through = reqwest::Proxy::all(proxy.url()).expect("a URL");
    let client = reqwest_builder().proxy(through).pool_max_idle_per_host(0).build().expect("a client");
    all_are_paid(&ask_all(&simulator, &client).await);
    let heads = proxy.heads();
    assert_eq!(heads.len(), Subject::ALL.len());
    let absolute = format!("POST {}", simulator.url("leshua").expect("it is simulated"));
    assert!(heads.iter().any(|head| head.starts_with(&absolute)), "{heads:?}");
}

#[tokio::test]
async fn a_proxy_of_https_sees_where_the_client_goes_and_nothing_else() {
    let (simulator, proxy) = (simulated(|builder| builder.tls()).await, Proxy::start().await);
    let through = reqwest::Proxy::all(proxy.url()).expect("a URL");
    let root = simulator.root_certificate_pem().expect("it has one");
    let root = reqwest::Certificate::from_pem(root.as_bytes()).expect("a certificate");
    let client = reqwest_builder().proxy(through).tls_certs_only([root]).build().expect("a client");
    all_are_paid(&ask_all(&simulator, &client).await);
    let heads = proxy.heads();
    assert!(!heads.is_empty());
    for head in heads {
        assert!(head.starts_with(&format!("CONNECT {} ", simulator.address())), "{head}");
        assert!(!head.contains("JD20260101"), "{head}");
    }
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_no_connection() {
    let simulator = simulated(|builder| builder).await;
    let gone = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.local_addr().expect("an address")
    };
    let through = reqwest::Proxy::all(format!("http://shop:hunter2@{gone}")).expect("a URL");
    let client = reqwest_builder().proxy(through).build().expect("a client");
    for (subject, answer) in ask_all(&simulator, &client).await {
        let error = answer.expect_err("nobody passes it on");
        assert!(matches!(error, Error::Transport { phase: Phase::Connecting, .. }), "{subject:?}: {error:?}");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    assert_eq!(simulator.exchange_count(), 0);
}
