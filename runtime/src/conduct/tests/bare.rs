//! A client that nobody told anything: one call, one exchange; and what observers are told of the others.

use super::*;
use crate::observe::{Attempt, Outcome, Query};

#[tokio::test(start_paused = true)]
async fn a_bare_client_makes_one_exchange_and_waits_for_nothing() {
    for answer in [Answer::Paid, Answer::Status(503), Answer::TooOften, Answer::Breaks(Phase::Sending)] {
        let memory = Memory::answering(move |_| answer);
        let client = memory.client();
        let start = Instant::now();
        for calls in 1..=50 {
            let _ = ask(&client, "slowly", "a").await;
            assert_eq!(memory.count(), calls);
        }
        assert_eq!(start.elapsed(), Duration::ZERO);
    }
}

/// Writes down what it is told.
#[derive(Debug, Default)]
struct Told(Mutex<Vec<String>>);

impl Observer for Told {
    fn attempt(&self, attempt: &Attempt<'_>) {
        assert!(attempt.result().is_err() == (attempt.outcome() != Outcome::Answered(OrderState::Paid)));
        self.0.lock().unwrap().push(format!(
            "attempt {} of {} {} {} {} {:?}",
            attempt.number(),
            attempt.provider(),
            attempt.operation(),
            attempt.merchant().unwrap_or("-"),
            attempt.outcome().name(),
            attempt.duration(),
        ));
    }

    fn query(&self, query: &Query<'_>) {
        self.0.lock().unwrap().push(format!(
            "query {} {} {} {} {}",
            query.attempts(),
            query.provider(),
            query.operation(),
            query.merchant().unwrap_or("-"),
            query.outcome().name(),
        ));
    }
}

#[tokio::test(start_paused = true)]
async fn an_observer_hears_of_each_attempt_and_of_the_query() {
    let memory = Memory::slowly(SECOND, |number| match number {
        0 => Answer::Status(503),
        1 => Answer::Breaks(Phase::Sending),
        _ => Answer::Paid,
    });
    let told = Arc::new(Told::default());
    let client = memory.client().retries(Retries::standard()).observer(told.clone()).merchant_name("shop-3");
    ask(&client, "ask", "a").await.unwrap();
    ask(&client, "ask", "").await.unwrap_err();
    ask(&client, "none", "a").await.unwrap_err();
    let told = told.0.lock().unwrap();
    assert_eq!(
        *told,
        [
            "attempt 1 of memory ask shop-3 status 1s",
            "attempt 2 of memory ask shop-3 no_answer 1s",
            "attempt 3 of memory ask shop-3 answered 1s",
            "query 3 memory ask shop-3 answered",
            "query 0 memory ask shop-3 not_sent",
            "query 0 memory none shop-3 not_sent",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn an_open_circuit_is_a_query_without_attempts() {
    let memory = Memory::answering(|_| Answer::Status(503));
    let told = Arc::new(Told::default());
    let client = memory.client().circuit(Circuit::new().failures(at_most(1))).observer(told.clone());
    ask(&client, "ask", "a").await.unwrap_err();
    ask(&client, "ask", "a").await.unwrap_err();
    let told = told.0.lock().unwrap();
    assert_eq!(
        *told,
        [
            "attempt 1 of memory ask - status 0ns",
            "query 1 memory ask - status",
            "query 0 memory ask - circuit_open"
        ]
    );
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_client_keeps_to_the_same() {
    let memory = Memory::answering(|number| if number == 0 { Answer::Status(503) } else { Answer::Paid });
    let retries = Retries::standard().pauses(MILLISECOND, MILLISECOND);
    let limits = Limits::none().interval(MILLISECOND * 20);
    let client = crate::blocking::Client::from(memory.client().retries(retries).limits(limits));
    let start = std::time::Instant::now();
    assert_eq!(client.call_dynamic("ask", &order("a")).unwrap().state(), OrderState::Paid);
    assert!(start.elapsed() >= MILLISECOND * 20);
    assert_eq!(memory.count(), 2);
}
