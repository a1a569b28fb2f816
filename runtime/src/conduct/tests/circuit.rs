//! Leaving a provider alone.

use super::*;
use crate::{Known, Retry};

fn quick() -> Circuit {
    Circuit::new().failures(at_most(3)).pauses(SECOND * 2, SECOND * 16)
}

/// Since when it is open and when it is asked again, if it is open.
fn open(error: &Error) -> Option<(Duration, Duration)> {
    match error {
        Error::CircuitOpen { provider, open_for, retry_in } => {
            assert_eq!(provider, "memory");
            Some((*open_for, *retry_in))
        }
        _ => None,
    }
}

async fn fail(client: &Client, times: usize) {
    for _ in 0..times {
        let error = ask(client, "ask", "a").await.unwrap_err();
        assert_eq!(open(&error), None);
    }
}

#[tokio::test(start_paused = true)]
async fn it_opens_after_so_many_failures_and_says_when_it_tries_again() {
    let memory = Memory::answering(|_| Answer::Status(502));
    let client = memory.client().circuit(quick());
    fail(&client, 3).await;
    let error = ask(&client, "ask", "a").await.unwrap_err();
    assert_eq!(open(&error), Some((Duration::ZERO, SECOND * 2)));
    assert_eq!((error.known(), error.retry()), (Known::NothingSent, Retry::Later));
    tokio::time::advance(MILLISECOND * 500).await;
    let error = ask(&client, "ask", "a").await.unwrap_err();
    assert_eq!(open(&error), Some((MILLISECOND * 500, MILLISECOND * 1_500)));
    assert_eq!(
        error.to_string(),
        "the request was not sent: `memory` failed again and again and has been left alone for 0 s; ask again in 2 s"
    );
    assert_eq!(memory.count(), 3);
    tokio::time::advance(MILLISECOND * 1_500).await;
    fail(&client, 1).await;
    assert_eq!(memory.count(), 4);
}

#[tokio::test(start_paused = true)]
async fn failures_with_an_answer_between_them_do_not_open_it() {
    let memory = Memory::answering(|number| match number % 3 {
        0 => Answer::Paid,
        1 => Answer::Breaks(Phase::Sending),
        _ => Answer::Status(500),
    });
    let client = memory.client().circuit(quick());
    for _ in 0..60 {
        let _ = ask(&client, "ask", "a").await;
    }
    assert_eq!(memory.count(), 60);
}

#[tokio::test(start_paused = true)]
async fn only_transport_and_5xx_are_failures() {
    for answer in
        [Answer::NoSuchOrder, Answer::TooOften, Answer::Status(404), Answer::Status(429), Answer::Unusable]
    {
        let memory = Memory::answering(move |_| answer);
        let client = memory.client().circuit(quick());
        for _ in 0..50 {
            ask(&client, "ask", "a").await.unwrap_err();
        }
        assert_eq!(memory.count(), 50);
    }
    let memory = Memory::answering(|_| Answer::Paid);
    let client = memory.client().circuit(quick());
    for _ in 0..50 {
        let error = ask(&client, "signed", "a").await.unwrap_err();
        assert!(matches!(error, Error::Unverified(_)), "{error}");
    }
    assert_eq!(memory.count(), 50);
}

#[tokio::test(start_paused = true)]
async fn the_pause_doubles_with_each_probe_that_fails_up_to_the_longest() {
    let memory = Memory::answering(|_| Answer::Breaks(Phase::Connecting));
    let client = memory.client().circuit(quick());
    fail(&client, 3).await;
    let mut open_for = Duration::ZERO;
    for seconds in [2, 4, 8, 16, 16, 16] {
        let error = ask(&client, "ask", "a").await.unwrap_err();
        assert_eq!(open(&error), Some((open_for, SECOND * seconds)));
        tokio::time::advance(SECOND * seconds).await;
        open_for += SECOND * seconds;
        fail(&client, 1).await;
    }
    assert_eq!(memory.count(), 3 + 6);
}

#[tokio::test(start_paused = true)]
async fn exactly_one_question_is_let_through_and_its_answer_closes_it() {
    let memory =
        Memory::slowly(SECOND * 5, |number| if number < 3 { Answer::Status(500) } else { Answer::Paid });
    let client = memory.client().circuit(quick());
    fail(&client, 3).await;
    tokio::time::advance(SECOND * 2).await;
    let answers = ask_all(&client, "ask", 100).await;
    assert_eq!(memory.count(), 4);
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    for error in answers.iter().filter_map(|answer| answer.as_ref().err()) {
        let (_, retry_in) = open(error).unwrap();
        assert!(!retry_in.is_zero(), "somebody would ask again and again");
    }
    let answers = ask_all(&client, "ask", 100).await;
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(memory.count(), 104);
}

#[tokio::test(start_paused = true)]
async fn after_it_closed_it_takes_as_many_failures_again_and_the_first_pause() {
    let memory =
        Memory::answering(|number| if number == 5 { Answer::NoSuchOrder } else { Answer::Status(500) });
    let client = memory.client().circuit(quick());
    fail(&client, 3).await;
    for seconds in [2, 4] {
        tokio::time::advance(SECOND * seconds).await;
        fail(&client, 1).await;
    }
    tokio::time::advance(SECOND * 8).await;
    // A refusal is an answer.
    fail(&client, 1).await;
    fail(&client, 3).await;
    let error = ask(&client, "ask", "a").await.unwrap_err();
    assert_eq!(open(&error), Some((Duration::ZERO, SECOND * 2)));
}

#[tokio::test(start_paused = true)]
async fn clients_that_share_it_open_and_close_it_together() {
    let memory = Memory::answering(|number| if number < 3 { Answer::Status(500) } else { Answer::Paid });
    let circuit = quick();
    let (one, other) = (memory.client().circuit(circuit.clone()), memory.client().circuit(circuit));
    let alone = memory.client().circuit(quick());
    fail(&one, 2).await;
    fail(&other, 1).await;
    for client in [&one, &other] {
        assert!(open(&ask(client, "ask", "a").await.unwrap_err()).is_some());
    }
    ask(&alone, "ask", "a").await.unwrap();
    tokio::time::advance(SECOND * 2).await;
    ask(&other, "ask", "a").await.unwrap();
    ask(&one, "ask", "a").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_is_dropped_leaves_its_place_to_the_next() {
    let memory = Memory::slowly(SECOND, |number| if number < 3 { Answer::Status(500) } else { Answer::Paid });
    let client = memory.client().circuit(quick());
    fail(&client, 3).await;
    tokio::time::advance(SECOND * 2).await;
    for _ in 0..5 {
        let probe = ask(&client, "ask", "a");
        assert!(tokio::time::timeout(MILLISECOND * 10, probe).await.is_err());
    }
    assert_eq!(memory.count(), 8);
    ask(&client, "ask", "a").await.unwrap();
    ask(&client, "ask", "a").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_is_given_up_after_a_second_has_failed() {
    let memory =
        Memory::slowly(SECOND * 60, |number| if number < 3 { Answer::Status(500) } else { Answer::Paid });
    let client = memory.client().circuit(quick());
    ask_all(&client, "ask", 3).await;
    for seconds in [4, 8, 16] {
        tokio::time::advance(SECOND * seconds / 2).await;
        let probe = ask(&client, "ask", "a");
        assert!(tokio::time::timeout(SECOND, probe).await.is_err());
        let (_, retry_in) =
            open(&ask(&client, "ask", "a").await.unwrap_err()).expect("a second probe at once");
        assert!(retry_in > SECOND * (seconds - 1), "{seconds}: {retry_in:?}");
    }
    assert_eq!(memory.count(), 3 + 3);
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_could_not_be_sent_leaves_its_place_to_the_next() {
    let memory = Memory::answering(|number| match number {
        0..3 => Answer::Status(500),
        3 => Answer::Unusable,
        _ => Answer::Paid,
    });
    let client = memory.client().circuit(quick());
    fail(&client, 3).await;
    tokio::time::advance(SECOND * 2).await;
    fail(&client, 1).await;
    ask(&client, "ask", "a").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_was_sent_before_it_opened_neither_closes_it_nor_makes_it_longer() {
    let memory =
        Memory::slowly(
            SECOND,
            |number| if number < 4 { Answer::Breaks(Phase::Sending) } else { Answer::Paid },
        );
    let client = memory.client().circuit(quick());
    // All are under way when the third failure opens it.
    ask_all(&client, "ask", 20).await;
    let error = ask(&client, "ask", "a").await.unwrap_err();
    assert_eq!(open(&error), Some((Duration::ZERO, SECOND * 2)));
}

#[tokio::test(start_paused = true)]
async fn an_open_circuit_is_told_before_any_waiting() {
    let memory = Memory::answering(|_| Answer::Status(500));
    let circuit = Circuit::new().failures(at_most(3)).pauses(SECOND * 600, SECOND * 600);
    let client = memory.client().limits(Limits::none().per_second(at_most(1))).circuit(circuit);
    let start = Instant::now();
    let answers = ask_all(&client, "ask", 100).await;
    // Those who were in the queue when it opened leave it too.
    assert!(start.elapsed() <= SECOND * 3, "{:?}", start.elapsed());
    assert_eq!(memory.count(), 3);
    assert_eq!(answers.iter().filter(|answer| open(answer.as_ref().unwrap_err()).is_some()).count(), 97);
    let start = Instant::now();
    assert!(open(&ask(&client, "ask", "a").await.unwrap_err()).is_some());
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn an_open_circuit_is_told_before_the_wait_for_an_order() {
    let memory = Memory::answering(|_| Answer::Status(500));
    let circuit = Circuit::new().failures(at_most(1)).pauses(SECOND * 600, SECOND * 600);
    let client = memory.client().limits(Limits::none().interval(SECOND * 3_600)).circuit(circuit);
    let start = Instant::now();
    fail(&client, 1).await;
    assert!(open(&ask(&client, "ask", "a").await.unwrap_err()).is_some());
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_merchant_that_waits_for_its_limits_does_not_hold_the_probe() {
    let memory = Memory::answering(|number| match number {
        0 => Answer::Paid,
        1..4 => Answer::Status(500),
        _ => Answer::Paid,
    });
    let circuit = quick();
    let slow = memory.client().limits(Limits::none().interval(SECOND * 3_600)).circuit(circuit.clone());
    let other = memory.client().circuit(circuit);
    ask(&slow, "ask", "a").await.unwrap();
    fail(&other, 3).await;
    tokio::time::advance(SECOND * 2).await;
    let waiting = tokio::time::timeout(SECOND, ask(&slow, "ask", "a"));
    let (_, answer) = tokio::join!(waiting, ask(&other, "ask", "b"));
    answer.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_nobody_polls_does_not_keep_all_others_out_for_good() {
    for end in ["dropped", "answered"] {
        let memory =
            Memory::slowly(SECOND, |number| if number < 3 { Answer::Status(500) } else { Answer::Paid });
        let client = memory.client().circuit(quick());
        fail(&client, 3).await;
        tokio::time::advance(SECOND * 2).await;
        let mut parked = Box::pin(ask(&client, "ask", "a"));
        assert!(tokio::time::timeout(MILLISECOND, &mut parked).await.is_err());
        tokio::time::advance(SECOND * 119).await;
        assert!(open(&ask(&client, "ask", "b").await.unwrap_err()).is_some());
        tokio::time::advance(SECOND).await;
        // The first one of them is the probe now, and the one that was parked has no say in what follows.
        let mut probe = Box::pin(ask(&client, "ask", "b"));
        assert!(tokio::time::timeout(MILLISECOND, &mut probe).await.is_err());
        if end == "dropped" {
            drop(parked);
            assert!(open(&ask(&client, "ask", "c").await.unwrap_err()).is_some(), "two probes");
        } else {
            parked.await.unwrap();
            ask(&client, "ask", "c").await.unwrap();
        }
        probe.await.unwrap();
        ask(&client, "ask", "c").await.unwrap();
    }
}
