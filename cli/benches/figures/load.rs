//! Many queries at once over loopback.

use std::time::Instant;

use payspec::leshua;
use payspec::{Fen, OrderState};
use payspec_simulator::{SimulatedOrder, Simulator};

/// Queries of one batch.
const QUERIES: usize = 2_000;
/// Queries in flight.
const IN_FLIGHT: usize = 64;
/// Pairs of batches.
const ROUNDS: usize = 5;

/// The client against bare `reqwest` that posts the same bytes and reads the reply, both to the simulator.
pub(crate) fn queries() -> String {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(measure())
}

async fn measure() -> String {
    let specs = concat!(env!("CARGO_MANIFEST_DIR"), "/specs/leshua.yaml");
    let simulator =
        Simulator::from_specs([specs]).expect("a specification").bind("127.0.0.1:0").await.expect("a port");
    simulator.put("leshua", SimulatedOrder::new("JD1").state(OrderState::Paid).amount(Fen::new(1)));
    let merchant = simulator.merchant("leshua").expect("a merchant");
    let url = simulator.url("leshua").expect("a URL");
    let client = leshua::Client::new(
        leshua::Environment::Url(url.clone()),
        leshua::Credentials::new(merchant.texts["merchant_id"].as_str(), merchant.secrets["key"].clone()),
    );
    let body = bytes::Bytes::from(body(&simulator, &url));
    // Bare reqwest wants a provider of cryptography even where nothing is encrypted.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let bare = reqwest::Client::builder().no_proxy().tcp_nodelay(true).build().expect("a client");
    let mut ratios = Vec::new();
    let mut rates = Vec::new();
    for _ in 0..ROUNDS {
        let ours = rate(|| {
            let client = client.clone();
            async move {
                let reply = client
                    .query_status(leshua::QueryStatus::by_third_order_id("JD1"))
                    .await
                    .expect("a reply");
                assert_eq!(reply.state(), OrderState::Paid);
            }
        })
        .await;
        let floor = rate(|| {
            let request = bare
                .post(&url)
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body.clone());
            async move {
                let reply = request.send().await.expect("a reply").bytes().await.expect("a body");
                assert!(!reply.is_empty());
            }
        })
        .await;
        ratios.push(ours / floor);
        rates.push((ours, floor));
    }
    ratios.sort_by(f64::total_cmp);
    rates.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (ours, floor) = rates[rates.len() / 2];
    format!("{:.2} × ({ours:.0} against {floor:.0} queries per second)", ratios[ratios.len() / 2])
}

/// The bytes that the client posts.
fn body(simulator: &Simulator, url: &str) -> String {
    let credentials = simulator.credentials("leshua").expect("credentials");
    let endpoint = payspec::Endpoint::new(leshua::PROVIDER, url, credentials);
    let request = leshua::QueryStatus::by_third_order_id("JD1");
    let exchange =
        endpoint.prepare("query_status", &request, None, &payspec::SystemAmbient).expect("a request");
    exchange.outgoing().body.clone()
}

/// Calls per second with a number of them in flight.
async fn rate<F: Future<Output = ()> + Send + 'static>(call: impl Fn() -> F) -> f64 {
    let start = Instant::now();
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..QUERIES {
        if running.len() >= IN_FLIGHT {
            running.join_next().await;
        }
        running.spawn(call());
    }
    while let Some(result) = running.join_next().await {
        result.expect("every query is answered");
    }
    QUERIES as f64 / start.elapsed().as_secs_f64()
}
