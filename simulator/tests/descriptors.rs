//! What connections cost is given back. Alone in its file: it counts the descriptors of its process.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod support;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use payspec_runtime::table::Provider;
use payspec_runtime::{Client, ProviderRef};
use payspec_simulator::{Fault, SimulatedOrder, Simulator, Times};
use support::ask;
use tokio::runtime::Handle;
use tokio::time::{Instant, sleep, timeout};

const DESCRIPTORS: &str = "/proc/self/fd";

const ASTRAY: [Fault; 8] = [
    Fault::NoAnswer,
    Fault::SlowHead,
    Fault::SlowBody,
    Fault::ResetBeforeAnswer,
    Fault::ResetInBody,
    Fault::LengthTooLong,
    Fault::LengthTooShort,
    Fault::HugeBody,
];

/// What this process holds: descriptors, and tasks of the runtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Held {
    descriptors: usize,
    tasks: usize,
}

impl Held {
    fn now() -> Self {
        let descriptors = std::fs::read_dir(DESCRIPTORS).unwrap().count();
        Self { descriptors, tasks: Handle::current().metrics().num_alive_tasks() }
    }

    /// Waits until no more is held than this.
    async fn again(self) {
        let deadline = Instant::now() + Duration::from_secs(10);
        while Self::now() != self {
            assert!(Instant::now() < deadline, "{:?} are held, where {self:?} were before", Self::now());
            sleep(Duration::from_millis(10)).await;
        }
    }
}

#[tokio::test]
async fn connections_are_given_back_however_they_end() {
    if !Path::new(DESCRIPTORS).exists() {
        // The test's own words, for who reads why it proves nothing here.
        #[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
        {
            eprintln!("skipped: this system has no {DESCRIPTORS}");
        }
        return;
    }
    let before = Held::now();
    for tls in [false, true] {
        let (simulator, provider) = simulator(tls).await;
        let listening = Held::now();

        let client = client(&simulator, &provider);
        for fault in ASTRAY {
            assert!(simulator.disarm(&provider.name, "JD1"));
            simulator.arm(&provider.name, "JD1", fault, Times::Always).unwrap();
            let questions = (0..25).map(|number| {
                let (client, provider) = (client.clone(), Arc::clone(&provider));
                tokio::spawn(async move {
                    let patience = Duration::from_millis(40 * number);
                    let _ = timeout(patience, ask(&client, &provider.operations[0], "JD1")).await;
                })
            });
            for question in questions.collect::<Vec<_>>() {
                question.await.unwrap();
            }
        }
        assert!(simulator.exchange_count() > 50, "{} arrived", simulator.exchange_count());
        drop(client);
        listening.again().await;

        held_are_let_go(simulator, &provider).await;
        before.again().await;
    }
}

/// Stops a simulator while it keeps questions waiting, and a client keeps a connection for later.
async fn held_are_let_go(simulator: Simulator, provider: &Arc<Provider>) {
    assert!(simulator.disarm(&provider.name, "JD1"));
    let client = client(&simulator, provider);
    ask(&client, &provider.operations[0], "JD1").await.unwrap();
    let asked = simulator.exchange_count();
    simulator.arm(&provider.name, "JD1", Fault::NoAnswer, Times::Count(10)).unwrap();
    simulator.arm(&provider.name, "JD1", Fault::SlowHead, Times::Count(10)).unwrap();
    simulator.arm(&provider.name, "JD1", Fault::SlowBody, Times::Count(10)).unwrap();
    let questions = (0..30).map(|_| {
        let (client, provider) = (client.clone(), Arc::clone(provider));
        tokio::spawn(async move { ask(&client, &provider.operations[0], "JD1").await.map(|_| ()) })
    });
    let questions: Vec<_> = questions.collect();
    while simulator.exchange_count() < asked + 30 {
        sleep(Duration::from_millis(5)).await;
    }
    drop(simulator);
    for question in questions {
        let answer = timeout(Duration::from_secs(5), question).await;
        assert!(matches!(answer, Ok(Ok(Err(_)))), "{answer:?}");
    }
}

/// A provider whose slow answers take an hour.
async fn simulator(tls: bool) -> (Simulator, Arc<Provider>) {
    let loaded = payspec_codegen::load([concat!(env!("CARGO_MANIFEST_DIR"), "/../specs")]);
    let provider = Arc::new(loaded.providers.into_iter().next().unwrap().table);
    let builder = Simulator::new([Arc::clone(&provider)]).slowness(Duration::from_secs(3600));
    let builder = if tls { builder.tls() } else { builder };
    let simulator = builder.bind("127.0.0.1:0").await.unwrap();
    simulator.put(&provider.name, SimulatedOrder::new("JD1")).unwrap();
    (simulator, provider)
}

fn client(simulator: &Simulator, provider: &Arc<Provider>) -> Client {
    let url = simulator.url(&provider.name).unwrap();
    let credentials = simulator.credentials(&provider.name).unwrap();
    let client = Client::new(ProviderRef::from(Arc::clone(provider)), url, credentials);
    match simulator.root_certificate_pem() {
        Some(root) => client.root_certificate_pem(root.as_bytes()),
        None => client,
    }
}
