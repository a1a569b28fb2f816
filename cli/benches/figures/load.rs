//! Many queries at once over loopback.

use std::time::Instant;

use futures_util::{StreamExt, stream};
use payspec::leshua;
use payspec::{Concurrency, Fen, OrderKey, OrderQuery, OrderState};
use payspec_simulator::{SimulatedOrder, Simulator};

/// Queries of one batch.
const QUERIES: usize = 2_000;
/// Orders of one stream.
const ORDERS: usize = 10_000;
/// Queries in flight.
const IN_FLIGHT: usize = 64;
/// Pairs of batches.
const ROUNDS: usize = 5;

/// The client against bare `reqwest` that posts the same bytes and reads the reply, both to the simulator.
pub(crate) fn queries() -> String {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(measure())
}

/// A stream of orders against bare `reqwest` that posts the same questions, both to the simulator.
pub(crate) fn streams() -> String {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(measure_streams())
}

async fn simulator() -> Simulator {
    let specs = concat!(env!("CARGO_MANIFEST_DIR"), "/specs/leshua.yaml");
    let simulator = Simulator::from_specs([specs]).expect("a specification");
    let simulator = simulator.bind("127.0.0.1:0").await.expect("a port");
    for index in 0..ORDERS {
        let order = SimulatedOrder::new(number(index)).state(OrderState::Paid).amount(Fen::new(1));
        simulator.put("leshua", order).expect("it is put");
    }
    simulator
}

fn client(simulator: &Simulator, url: &str) -> leshua::Client {
    let merchant = simulator.merchant("leshua").expect("a merchant");
    leshua::Client::new(
        leshua::Environment::Url(url.to_owned()),
        leshua::Credentials::new(merchant.texts["merchant_id"].as_str(), merchant.secrets["key"].clone()),
    )
}

fn bare() -> reqwest::Client {
    // Bare reqwest wants a provider of cryptography even where nothing is encrypted.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().tcp_nodelay(true).build().expect("a client")
}

async fn measure_streams() -> String {
    let simulator = simulator().await;
    let url = simulator.url("leshua").expect("a URL");
    let client = client(&simulator, &url);
    let bodies: Vec<_> =
        (0..ORDERS).map(|index| bytes::Bytes::from(body(&simulator, &url, &number(index)))).collect();
    let bare = bare();
    let (mut ratios, mut rates) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let keys = Box::pin(stream::iter(0..ORDERS).map(|index| OrderKey::Merchant(number(index))));
        let mut answers = client.query_all(keys, Concurrency::new(IN_FLIGHT));
        while let Some((_, answer)) = answers.next().await {
            assert_eq!(answer.expect("an order").state, OrderState::Paid);
        }
        let ours = ORDERS as f64 / start.elapsed().as_secs_f64();
        let mut posts = bodies.iter();
        let floor = rate(ORDERS, || post(&bare, &url, posts.next().expect("one for each"))).await;
        ratios.push(ours / floor);
        rates.push((ours, floor));
    }
    summed_up(ratios, rates)
}

async fn measure() -> String {
    let simulator = simulator().await;
    let url = simulator.url("leshua").expect("a URL");
    let client = client(&simulator, &url);
    let body = bytes::Bytes::from(body(&simulator, &url, &number(0)));
    let bare = bare();
    let (mut ratios, mut rates) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let ours = rate(QUERIES, || {
            let client = client.clone();
            async move {
                let reply = client
                    .query_status(leshua::QueryStatus::by_third_order_id(number(0)))
                    .await
                    .expect("a reply");
                assert_eq!(reply.state(), OrderState::Paid);
            }
        })
        .await;
        let floor = rate(QUERIES, || post(&bare, &url, &body)).await;
        ratios.push(ours / floor);
        rates.push((ours, floor));
    }
    summed_up(ratios, rates)
}

/// Posts bytes and reads the reply.
fn post(bare: &reqwest::Client, url: &str, body: &bytes::Bytes) -> impl Future<Output = ()> + use<> {
    let request =
        bare.post(url).header("content-type", "application/x-www-form-urlencoded").body(body.clone());
    async move {
        let reply = request.send().await.expect("a reply").bytes().await.expect("a body");
        assert!(!reply.is_empty());
    }
}

fn summed_up(mut ratios: Vec<f64>, mut rates: Vec<(f64, f64)>) -> String {
    ratios.sort_by(f64::total_cmp);
    rates.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (ours, floor) = rates[rates.len() / 2];
    format!("{:.2} × ({ours:.0} against {floor:.0} queries per second)", ratios[ratios.len() / 2])
}

/// The bytes that the client posts.
fn body(simulator: &Simulator, url: &str, number: &str) -> String {
    let credentials = simulator.credentials("leshua").expect("credentials");
    let endpoint = payspec::Endpoint::new(leshua::PROVIDER, url, credentials);
    let request = leshua::QueryStatus::by_third_order_id(number);
    let exchange =
        endpoint.prepare("query_status", &request, None, &payspec::SystemAmbient).expect("a request");
    exchange.outgoing().body.clone()
}

/// Calls per second with a number of them in flight.
async fn rate<F: Future<Output = ()> + Send + 'static>(calls: usize, mut call: impl FnMut() -> F) -> f64 {
    let start = Instant::now();
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..calls {
        if running.len() >= IN_FLIGHT {
            running.join_next().await;
        }
        running.spawn(call());
    }
    while let Some(result) = running.join_next().await {
        result.expect("every query is answered");
    }
    calls as f64 / start.elapsed().as_secs_f64()
}

fn number(index: usize) -> String {
    format!("JD{index}")
}
