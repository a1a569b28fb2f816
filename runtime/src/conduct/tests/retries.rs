//! What is asked again, when, and how often at most.

use std::collections::HashSet;

use super::*;

/// The time in a request's body, in milliseconds.
pub(super) fn time(body: &str) -> i64 {
    let (_, rest) = body.split_once(r#""time":"#).unwrap();
    rest.trim_start_matches('"').split(['"', ',', '}']).next().unwrap().parse().unwrap()
}

fn nonce(body: &str) -> &str {
    let (_, rest) = body.split_once(r#""nonce":""#).unwrap();
    rest.split('"').next().unwrap()
}

#[tokio::test(start_paused = true)]
async fn what_may_pass_is_asked_three_times_and_nothing_else_twice() {
    use Answer::{Breaks, NoSuchOrder, Paid, Status, TooOften, Unusable};
    let cases = [
        (Breaks(Phase::Connecting), 3),
        (Breaks(Phase::Sending), 3),
        (Breaks(Phase::Receiving), 3),
        (Status(500), 3),
        (Status(503), 3),
        (Status(408), 3),
        (Status(429), 3),
        (Status(404), 1),
        (Status(302), 1),
        (NoSuchOrder, 1),
        (TooOften, 1),
        (Unusable, 1),
        (Paid, 1),
    ];
    for (index, (answer, expected)) in cases.into_iter().enumerate() {
        let memory = Memory::answering(move |_| answer);
        let client = memory.client().retries(Retries::standard());
        let _ = ask(&client, "ask", "a").await;
        assert_eq!(memory.count(), expected, "case {index}");
    }
    // A reply without its signature proves nothing, and will not the next time.
    let memory = Memory::answering(|_| Answer::Paid);
    let error = ask(&memory.client().retries(Retries::standard()), "signed", "a").await.unwrap_err();
    assert!(matches!(error, Error::Unverified(_)), "{error}");
    assert_eq!(memory.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_operation_that_is_no_query_is_never_repeated() {
    let memory = Memory::answering(|_| Answer::Breaks(Phase::Connecting));
    let client = memory.client().retries(Retries::standard());
    ask(&client, "other", "a").await.unwrap_err();
    assert_eq!(memory.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn asking_once_is_one_exchange_whatever_the_retries() {
    let memory = Memory::answering(|_| Answer::Status(503));
    let client = memory.client().retries(Retries::standard());
    client.ask_once("ask", &order("a"), None).await.unwrap_err();
    assert_eq!(memory.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn pauses_double_to_the_longest_and_are_cut_by_no_more_than_half() {
    let mut shares = HashSet::new();
    for _ in 0..20 {
        let memory = Memory::answering(|_| Answer::Status(503));
        let retries = Retries::standard().attempts(at_most(9));
        let start = Instant::now();
        ask(&memory.client().retries(retries), "ask", "a").await.unwrap_err();
        let times = memory.times(start);
        assert_eq!(times.len(), 9);
        for (pair, full) in times.windows(2).zip([200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000]) {
            let (pause, full) = (pair[1] - pair[0], Duration::from_millis(full));
            assert!(pause >= full / 2 && pause <= full + MILLISECOND * 2, "{pause:?} of {full:?}");
            shares.insert(pause.as_millis() * 100 / full.as_millis());
        }
    }
    assert!(shares.len() > 25, "the pauses are no matter of chance: {shares:?}");
}

#[tokio::test(start_paused = true)]
async fn each_attempt_has_a_nonce_of_its_own_and_a_later_time() {
    let memory = Memory::answering(|_| Answer::Status(503));
    let client = memory.client().retries(Retries::standard());
    ask(&client, "ask", "a").await.unwrap_err();
    let asked = memory.asked();
    let nonces: HashSet<&str> = asked.iter().map(|(_, body)| nonce(body)).collect();
    assert_eq!(nonces.len(), 3, "{asked:?}");
    assert!(asked.windows(2).all(|pair| time(&pair[1].1) >= time(&pair[0].1) + 100), "{asked:?}");
}

#[tokio::test(start_paused = true)]
async fn the_second_answer_is_the_answer() {
    let memory = Memory::answering(|number| if number == 0 { Answer::Status(503) } else { Answer::Paid });
    let reply = ask(&memory.client().retries(Retries::standard()), "ask", "a").await.unwrap();
    assert_eq!((reply.state(), memory.count()), (OrderState::Paid, 2));
}

#[tokio::test(start_paused = true)]
async fn a_dead_provider_gets_a_tenth_more_than_it_was_asked_and_the_reserve() {
    let memory = Memory::answering(|_| Answer::Breaks(Phase::Connecting));
    let budget = Budget::new();
    let clients = [0, 1].map(|_| memory.client().retries(Retries::standard().budget(budget.clone())));
    for number in 0..1_000 {
        ask(&clients[number % 2], "ask", &number.to_string()).await.unwrap_err();
    }
    // 1,000 questions, and 100 + 10 retries; not the 2,000 that three attempts each would be.
    assert!(memory.count() <= 1_110, "{}", memory.count());
    assert!(memory.count() >= 1_100, "{}", memory.count());
}

#[tokio::test(start_paused = true)]
async fn answers_do_not_save_up_more_than_the_reserve() {
    let memory = Memory::answering(|number| if number < 5_000 { Answer::Paid } else { Answer::Status(503) });
    let budget = Budget::new().percent(50).reserve(4);
    let client = memory.client().retries(Retries::standard().attempts(at_most(100)).budget(budget));
    for number in 0..5_001 {
        let _ = ask(&client, "ask", &number.to_string()).await;
    }
    assert_eq!(memory.count(), 5_001 + 4);
}

#[tokio::test(start_paused = true)]
async fn without_a_reserve_or_with_one_attempt_nothing_is_repeated() {
    for retries in [Retries::none(), Retries::standard().budget(Budget::new().reserve(0))] {
        let memory = Memory::answering(|_| Answer::Status(503));
        let client = memory.client().retries(retries);
        for _ in 0..200 {
            ask(&client, "ask", "a").await.unwrap_err();
        }
        assert_eq!(memory.count(), 200);
    }
}

#[tokio::test(start_paused = true)]
async fn a_retry_keeps_to_the_limits() {
    let memory = Memory::answering(|_| Answer::Status(503));
    let client = memory.client().limits(Limits::documented()).retries(Retries::standard());
    let start = Instant::now();
    ask(&client, "slowly", "a").await.unwrap_err();
    let times = memory.times(start);
    assert_eq!(times.len(), 3);
    assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= SECOND * 3), "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_told_although_the_circuit_forbids_the_retry() {
    let memory = Memory::answering(|_| Answer::Status(503));
    let client = memory.client().retries(Retries::standard()).circuit(Circuit::new().failures(at_most(2)));
    let error = ask(&client, "ask", "a").await.unwrap_err();
    assert!(matches!(error, Error::Status { status: 503 }), "{error}");
    assert_eq!(memory.count(), 2);
    let error = ask(&client, "ask", "a").await.unwrap_err();
    assert!(matches!(error, Error::CircuitOpen { .. }), "{error}");
    assert_eq!(memory.count(), 2);
}
