//! Backing off from a provider that says it is asked too often.

use super::*;

/// Pauses may be a quarter longer, by chance.
fn assert_pause(pause: Duration, documented: Duration) {
    assert!(pause >= documented, "{pause:?} {documented:?}");
    assert!(pause <= documented + documented / 4 + MILLISECOND * 2, "{pause:?} {documented:?}");
}

fn pauses(memory: &Memory, start: Instant) -> Vec<Duration> {
    memory.times(start).windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[tokio::test(start_paused = true)]
async fn the_pause_grows_from_5_s_to_60_s_and_an_answer_ends_it() {
    let memory = Memory::answering(|number| match number {
        0..=5 | 7 => Answer::TooOften,
        _ => Answer::Paid,
    });
    let client = memory.client().limits(Limits::documented());
    let start = Instant::now();
    for _ in 0..10 {
        let _ = ask(&client, "ask", "a").await;
    }
    let pauses = pauses(&memory, start);
    for (pause, seconds) in pauses.iter().zip([5, 10, 20, 40, 60, 60]) {
        assert_pause(*pause, SECOND * seconds);
    }
    // The seventh was answered: the next pause is a first one again.
    assert_eq!(pauses[6], Duration::ZERO);
    assert_pause(pauses[7], SECOND * 5);
    assert_eq!(pauses[8], Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn it_backs_off_alone() {
    let memory = Memory::answering(|number| if number == 0 { Answer::TooOften } else { Answer::Paid });
    let (one, other) =
        (memory.client().limits(Limits::documented()), memory.client().limits(Limits::documented()));
    let start = Instant::now();
    ask(&one, "ask", "a").await.unwrap_err();
    ask_all(&other, "ask", 20).await;
    assert_eq!(start.elapsed(), Duration::ZERO);
    ask(&one, "ask", "b").await.unwrap();
    assert_pause(start.elapsed(), SECOND * 5);
}

#[tokio::test(start_paused = true)]
async fn refusals_of_requests_that_were_under_way_together_are_one() {
    let memory = Memory::slowly(SECOND, |number| if number < 50 { Answer::TooOften } else { Answer::Paid });
    let client = memory.client().limits(Limits::documented());
    let start = Instant::now();
    ask_all(&client, "ask", 50).await;
    ask(&client, "ask", "a").await.unwrap();
    let sent = memory.times(start)[50];
    assert_pause(sent - SECOND, SECOND * 5);
}

#[tokio::test(start_paused = true)]
async fn those_who_waited_do_not_come_back_in_one_moment() {
    let memory = Memory::answering(|number| if number == 0 { Answer::TooOften } else { Answer::Paid });
    let client = memory.client().limits(Limits::documented());
    let start = Instant::now();
    ask(&client, "ask", "a").await.unwrap_err();
    ask_all(&client, "ask", 100).await;
    let mut times = memory.times(start);
    times.sort_unstable();
    assert_pause(times[1], SECOND * 5);
    assert_pause(times[100], SECOND * 5);
    times.dedup();
    assert!(times.len() > 50, "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn http_429_says_too_often_and_another_refusal_does_not() {
    let memory = Memory::answering(|number| match number {
        0 => Answer::Status(429),
        1 => Answer::NoSuchOrder,
        _ => Answer::Paid,
    });
    let client = memory.client().limits(Limits::documented());
    let start = Instant::now();
    for _ in 0..3 {
        let _ = ask(&client, "ask", "a").await;
    }
    let pauses = pauses(&memory, start);
    assert_pause(pauses[0], SECOND * 5);
    assert_eq!(pauses[1], Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_client_without_limits_never_backs_off() {
    let memory = Memory::answering(|_| Answer::TooOften);
    let client = memory.client().limits(Limits::none());
    let start = Instant::now();
    for _ in 0..5 {
        ask(&client, "ask", "a").await.unwrap_err();
    }
    assert_eq!((memory.count(), start.elapsed()), (5, Duration::ZERO));
}
