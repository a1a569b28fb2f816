//! The spans of queries and attempts, and the events in them.

use std::num::NonZeroU32;
use std::sync::Arc;

use payspec_runtime::observe::{Attempt, Exposure, Observer, Query};
use payspec_runtime::{Client, Fen, OrderState, Retries};
use payspec_simulator::{Fault, SimulatedOrder, Times};
use payspec_tests::capture;
use payspec_tests::simulated::{Clients, Key, simulator};
use payspec_tests::subject::Subject;

/// What was logged of the first query of a merchant: the query's span, and those of its attempts.
struct Trace {
    query: Vec<String>,
    attempts: Vec<Vec<String>>,
    events: Vec<String>,
}

impl Trace {
    fn of(merchant: &str) -> Self {
        let log = capture::logged();
        let number = |line: &str| line.split([' ', ':']).nth(1).expect("a number").to_owned();
        let named = format!("merchant=\"{merchant}\"");
        let first = log.lines().find(|line| line.starts_with("span ") && line.contains(&named));
        let id = number(first.expect("the query has a span"));
        let about = |id: &str| -> Vec<String> {
            let begun = format!("span {id} in ");
            let told = format!("span {id}:");
            let lines = log.lines().filter(|line| line.starts_with(&begun) || line.starts_with(&told));
            lines.map(str::to_owned).collect()
        };
        let inside = format!(" in {id}: payspec_runtime attempt");
        let attempts: Vec<_> = log.lines().filter(|line| line.contains(&inside)).map(number).collect();
        let events = log
            .lines()
            .filter(|line| attempts.iter().any(|attempt| line.starts_with(&format!("event in {attempt}: "))));
        Self {
            query: about(&id),
            events: events.map(str::to_owned).collect(),
            attempts: attempts.iter().map(|id| about(id)).collect(),
        }
    }
}

fn says(lines: &[String], words: &[&str]) {
    let told = lines.join("\n");
    for word in words {
        assert!(told.contains(word), "`{word}` is not in:\n{told}");
    }
}

/// Writes an event of its own.
#[derive(Debug)]
struct Talkative;

impl Observer for Talkative {
    fn attempt(&self, attempt: &Attempt<'_>) {
        tracing::warn!(outcome = attempt.outcome().name(), "observed");
    }

    fn query(&self, _: &Query<'_>) {}
}

#[tokio::test]
async fn a_query_has_a_span_with_its_attempts_and_their_events_inside() {
    capture::start();
    let simulator = simulator().bind("127.0.0.1:0").await.expect("a free port");
    let name = &Subject::Leshua.provider().name;
    let order = SimulatedOrder::new("SPAN20260101").state(OrderState::Paid).amount(Fen::new(58));
    simulator.put(name, order).expect("it is put");
    simulator.arm(name, "SPAN20260101", Fault::Http502, Times::Count(1)).expect("there is room");
    simulator.arm(name, "SPAN20260101", Fault::MissingField, Times::Count(1)).expect("there is room");
    let retries = || Retries::standard().attempts(NonZeroU32::new(3).expect("three"));
    let settings = |client: Client| {
        let client = client.retries(retries()).merchant_name("shop-of-spans").observer(Arc::new(Talkative));
        client.exposure(Exposure::default().order_numbers())
    };
    let clients = Clients::new(&simulator, settings);
    let reply = clients.ask(Subject::Leshua, Key::Merchant("SPAN20260101")).await.expect("the second time");
    assert_eq!(reply.state(), OrderState::Paid);
    let trace = Trace::of("shop-of-spans");
    says(
        &trace.query,
        &[
            r#" in 0: payspec_runtime query provider="leshua" operation="query_status" merchant="shop-of-spans""#,
            r#" order="SPAN20260101""#,
            " attempts=2",
            r#" outcome="answered""#,
            r#" state="Paid""#,
            " duration_ms=",
        ],
    );
    assert_eq!(trace.attempts.len(), 2);
    says(&trace.attempts[0], &[" number=1", " status=502", r#" outcome="status""#, " duration_ms="]);
    says(&trace.attempts[1], &[" number=2", " status=200", r#" outcome="answered""#, r#" state="Paid""#]);
    says(
        &trace.events,
        &[
            r#"message=observed outcome="status""#,
            "message=answered",
            r#"field="nonce_str" departure="missing""#,
        ],
    );
}

#[tokio::test]
async fn a_query_that_cannot_be_sent_has_a_span_without_attempts() {
    capture::start();
    let simulator = simulator().bind("127.0.0.1:0").await.expect("a free port");
    let clients = Clients::new(&simulator, |client| client.merchant_name("shop-of-mistakes"));
    let number = "X".repeat(100);
    clients.ask(Subject::Leshua, Key::Merchant(&number)).await.expect_err("it is too long");
    let trace = Trace::of("shop-of-mistakes");
    says(&trace.query, &[" attempts=0", r#" outcome="not_sent""#]);
    assert!(trace.attempts.is_empty());
    assert!(!trace.query.join("\n").contains("order="), "{:?}", trace.query);
}
