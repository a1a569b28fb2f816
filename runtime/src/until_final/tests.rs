//! Polls on a clock that stands still until everybody waits.

use std::num::NonZeroU32;
use std::time::Duration;

use payspec_table::OrderState;
use tokio::time::{Instant, timeout};

use self::scripted::{Answer, Scripted, key, order, refusal, state};
use super::*;
use crate::{FixedAmbient, Known, Limits, Money, Phase};

mod crowd;
mod foreign;
mod plain_http;
mod scripted;
mod sharing;

const SECOND: Duration = Duration::from_secs(1);

/// Without chance.
fn exact() -> Patience {
    Patience::documented().jitter(0)
}

fn attempts(number: u32) -> Patience {
    exact().attempts(NonZeroU32::new(number).unwrap())
}

fn unresolved(outcome: Outcome) -> Unresolved {
    match outcome {
        Outcome::Unresolved(unresolved) => unresolved,
        Outcome::Final(order) => panic!("final: {:?}", order.state),
    }
}

fn final_state(outcome: &Outcome) -> OrderState {
    outcome.order().unwrap_or_else(|| panic!("{outcome:?}")).state
}

#[tokio::test(start_paused = true)]
async fn a_final_first_answer_is_given_without_waiting() {
    let script = Scripted::new([state("P")]);
    let outcome = script.client().until_final(key(), exact()).await;
    assert_eq!(final_state(&outcome), OrderState::Paid);
    assert_eq!(script.asked_at(), [0]);
    assert_eq!(script.start_elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn it_asks_at_growing_intervals_until_the_state_is_final() {
    let script = Scripted::new([state("W"), state("W"), state("W"), state("W"), state("C"), state("P")]);
    let outcome = script.client().until_final(key(), exact()).await;
    assert_eq!(final_state(&outcome), OrderState::Closed);
    assert_eq!(script.asked_at(), [0, 3_000, 7_500, 14_250, 24_375]);
}

#[tokio::test(start_paused = true)]
async fn pauses_begin_with_the_answer() {
    let slow = |answer| Answer::After(2 * SECOND, Box::new(answer));
    let script = Scripted::new([slow(state("W")), slow(state("W")), state("P")]);
    script.client().until_final(key(), exact()).await.into_result().unwrap();
    assert_eq!(script.asked_at(), [0, 5_000, 11_500]);
}

#[tokio::test(start_paused = true)]
async fn with_jitter_no_pause_is_under_the_interval_and_chance_is_the_clients() {
    let mut schedules = std::collections::HashSet::new();
    for nonce in ["a", "b", "c", "d", "e", "f"] {
        let script = Scripted::new([state("W")]);
        let client =
            script.client().ambient(FixedAmbient { now: crate::ChinaTime::now(), nonce: nonce.to_owned() });
        let _ = client.until_final(key(), Patience::documented().growth(0)).await;
        let times = script.asked_at();
        assert!(times.len() > 150, "{}", times.len());
        for pair in times.windows(2) {
            assert!((3_000..=3_300).contains(&(pair[1] - pair[0])), "{pair:?}");
        }
        schedules.insert(times);
    }
    assert!(schedules.len() > 1, "chance is the same for all");
}

#[tokio::test(start_paused = true)]
async fn the_deadline_ends_it_and_the_last_question_has_an_interval_for_its_answer() {
    let script = Scripted::new([state("W")]);
    let ended = unresolved(script.client().until_final(key(), exact().deadline(60 * SECOND)).await);
    // Timers round up to milliseconds. 57 s leave 3 s.
    assert_eq!(script.asked_at(), [0, 3_000, 7_500, 14_250, 24_375, 39_563, 57_000]);
    assert_eq!((ended.why, ended.attempts, ended.state()), (Why::Deadline, 7, OrderState::Pending));
    assert_eq!(ended.elapsed.as_millis(), 57_000);
}

#[tokio::test(start_paused = true)]
async fn a_question_that_is_on_its_way_at_the_deadline_is_dropped() {
    let script = Scripted::new([state("W"), Answer::Never]);
    let ended = unresolved(script.client().until_final(key(), exact().deadline(10 * SECOND)).await);
    assert_eq!((ended.why, ended.attempts, ended.state()), (Why::Deadline, 2, OrderState::Pending));
    assert_eq!(ended.elapsed, 10 * SECOND);
    assert!(ended.last_error.is_none());
    assert_eq!((script.asked_at(), script.under_way(), script.dropped()), (vec![0, 3_000], 0, 1));
}

#[tokio::test(start_paused = true)]
async fn nobody_is_asked_after_a_deadline_that_has_passed() {
    let script = Scripted::new([Answer::Never]);
    let ended = unresolved(script.client().until_final(key(), exact().deadline(Duration::ZERO)).await);
    assert_eq!((ended.why, ended.attempts), (Why::Deadline, 0));
    assert_eq!(script.asked(), 0);

    // The timer of the second question fires late.
    let script = Scripted::new([state("W"), state("P")]);
    let client = script.client();
    let late = async {
        tokio::time::sleep(SECOND).await;
        tokio::time::advance(10 * SECOND).await;
    };
    let (outcome, ()) = tokio::join!(client.until_final(key(), exact().deadline(9 * SECOND)), late);
    let ended = unresolved(outcome);
    assert_eq!((ended.why, ended.attempts, script.asked()), (Why::Deadline, 1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_deadline_beyond_all_clocks_is_none() {
    let script = Scripted::new([state("W"), state("P")]);
    let outcome = script.client().until_final(key(), exact().deadline(Duration::MAX)).await;
    assert_eq!(final_state(&outcome), OrderState::Paid);
}

#[tokio::test(start_paused = true)]
async fn the_last_allowed_question_ends_it_without_a_pause() {
    let script = Scripted::new([state("W")]);
    let ended = unresolved(script.client().until_final(key(), attempts(3)).await);
    assert_eq!((ended.why, ended.attempts), (Why::Attempts, 3));
    assert_eq!(script.asked_at(), [0, 3_000, 7_500]);
    assert_eq!(ended.elapsed.as_millis(), 7_500);
}

#[tokio::test(start_paused = true)]
async fn an_unknown_state_never_takes_the_place_of_a_known_one() {
    let last = async |answers: &[Answer]| {
        let script = Scripted::new(answers.iter().cloned());
        let number = u32::try_from(answers.len()).unwrap();
        let last = unresolved(script.client().until_final(key(), attempts(number)).await).last;
        last.map(|order| (order.state, order.amount.map(|amount| amount.fen().get())))
    };
    let [waiting, strange] = ["W", "X"].map(|status| move |fen| order("JD1", status, fen));
    let (pending, unknown) = (OrderState::Pending, OrderState::Unknown);
    assert_eq!(last(&[waiting(1), strange(2)]).await, Some((pending, Some(1))));
    assert_eq!(last(&[strange(1), waiting(2), strange(3)]).await, Some((pending, Some(2))));
    assert_eq!(last(&[waiting(1), waiting(2)]).await, Some((pending, Some(2))));
    assert_eq!(last(&[strange(1), strange(2)]).await, Some((unknown, Some(2))));
    assert_eq!(last(&[waiting(1), Answer::Status(500)]).await, Some((pending, Some(1))));
    assert_eq!(last(&[Answer::Status(500)]).await, None);
}

#[tokio::test(start_paused = true)]
async fn it_goes_on_through_everything_that_may_pass() {
    let go_on = [
        state("W"),
        state("X"),
        refusal("later"),
        refusal("silent"),
        refusal("unlisted"),
        Answer::Fails(Phase::Connecting),
        Answer::Fails(Phase::Sending),
        Answer::Fails(Phase::Receiving),
        Answer::Status(301),
        Answer::Status(401),
        Answer::Status(404),
        Answer::Status(500),
        Answer::Status(503),
        Answer::Body("<html>busy</html>".to_owned()),
        Answer::Body(String::new()),
        Answer::Body("{}".to_owned()),
        Answer::Body(" ".repeat(2 << 20)),
        Answer::Body(r#"{"code":"0","no":"JD1","status":{}}"#.to_owned()),
        order("JD2", "P", 100),
    ];
    for answer in go_on {
        let script = Scripted::new([answer.clone(), state("P")]);
        let outcome = script.client().until_final(key(), exact()).await;
        assert!(
            outcome.order().is_some_and(|order| order.state == OrderState::Paid),
            "{answer:?}: {outcome:?}"
        );
        assert_eq!(script.asked_at(), [0, 3_000], "{answer:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn it_leaves_alone_who_is_asked_too_often_though_the_client_has_no_limits() {
    for too_often in [refusal("busy"), Answer::Status(429)] {
        let mut answers = vec![too_often.clone(); 6];
        answers.extend([state("W"), too_often, state("P")]);
        let script = Scripted::new(answers);
        let patience = exact().growth(0).deadline(3_600 * SECOND);
        assert_eq!(final_state(&script.client().until_final(key(), patience).await), OrderState::Paid);
        let seconds = [0, 5, 15, 35, 75, 135, 195, 198, 203];
        assert_eq!(script.asked_at(), seconds.map(|second| second * 1_000));
    }
}

#[tokio::test(start_paused = true)]
async fn what_fails_on_the_way_is_no_rest_for_who_was_asked_too_often() {
    let script = Scripted::new([refusal("busy"), Answer::Status(500), refusal("busy"), state("P")]);
    script.client().until_final(key(), exact().growth(0)).await.into_result().unwrap();
    assert_eq!(script.asked_at(), [0, 5_000, 8_000, 18_000]);
}

#[tokio::test(start_paused = true)]
async fn it_stops_at_once_at_an_authentic_refusal_that_cannot_get_better() {
    for code in ["stop", "signature", "merchant"] {
        let script = Scripted::new([state("W"), refusal(code), state("P")]);
        let ended = unresolved(script.client().until_final(key(), exact()).await);
        assert_eq!(
            (ended.why, ended.attempts, ended.state()),
            (Why::Pointless, 2, OrderState::Pending),
            "{code}"
        );
        let error = ended.last_error.unwrap();
        assert!(matches!(&*error, Error::Refused(refusal) if refusal.code == code), "{error}");
        assert_eq!(script.asked_at(), [0, 3_000], "{code}");
    }
}

#[tokio::test(start_paused = true)]
async fn another_amount_in_a_reply_that_is_tied_to_the_order_stops_it_and_elsewhere_it_goes_on() {
    let script = || Scripted::new([order("JD1", "P", 99), order("JD1", "P", 100)]);
    let expecting = || exact().expect_amount(Money::cny(100));
    let tied = script();
    let ended = unresolved(tied.client().until_final(key(), expecting()).await);
    assert_eq!((ended.why, ended.attempts, ended.last.is_none()), (Why::Pointless, 1, true));
    assert!(matches!(ended.last_error.as_deref(), Some(Error::Mismatch { .. })));

    let untied = script();
    let outcome = untied.client_of(scripted::untied()).until_final(key(), expecting()).await;
    assert_eq!(final_state(&outcome), OrderState::Paid);
    assert_eq!(untied.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn another_amount_in_a_reply_that_need_not_name_the_order_stops_nothing() {
    let in_progress = Answer::Body(r#"{"code":"progress","amount":99}"#.to_owned());
    let script = Scripted::new([in_progress, order("JD1", "P", 100)]);
    let outcome = script.client().until_final(key(), exact().expect_amount(Money::cny(100))).await;
    assert_eq!(final_state(&outcome), OrderState::Paid);
    // Where it names it, it does.
    let named = Answer::Body(r#"{"code":"progress","no":"JD1","amount":99}"#.to_owned());
    let script = Scripted::new([named, order("JD1", "P", 100)]);
    let ended = unresolved(script.client().until_final(key(), exact().expect_amount(Money::cny(100))).await);
    assert_eq!((ended.why, ended.attempts), (Why::Pointless, 1));
}

#[tokio::test(start_paused = true)]
async fn polls_that_wait_for_one_circuit_do_not_come_back_at_once() {
    let circuit = crate::Circuit::new().failures(NonZeroU32::MIN).pauses(40 * SECOND, 40 * SECOND);
    let mut came_back = std::collections::HashSet::new();
    for nonce in ["a", "b", "c", "d"] {
        let script = Scripted::new([Answer::Status(500), state("P")]);
        let client = script
            .client()
            .circuit(circuit.clone().pauses(40 * SECOND, 40 * SECOND))
            .ambient(FixedAmbient { now: crate::ChinaTime::now(), nonce: nonce.to_owned() });
        client.until_final(key(), Patience::documented()).await.into_result().unwrap();
        let second = script.asked_at()[1];
        assert!((40_000..=44_001).contains(&second), "{second}");
        came_back.insert(second);
    }
    assert!(came_back.len() > 2, "{came_back:?}");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_sent_is_tried_once() {
    let script = Scripted::new([state("P")]);
    let stopped = async |client: Client, key: OrderKey| {
        let ended = unresolved(client.until_final(key, exact()).await);
        assert_eq!((ended.why, ended.elapsed), (Why::Pointless, Duration::ZERO));
        let error = ended.last_error.unwrap();
        assert_eq!(error.known(), Known::NothingSent, "{error}");
        error.to_string()
    };
    let blank = stopped(script.client(), OrderKey::Merchant(" ".to_owned())).await;
    assert!(blank.contains("`no` is missing"), "{blank}");
    let theirs = stopped(script.client(), OrderKey::Provider("1".to_owned())).await;
    assert!(theirs.contains("provider's order number"), "{theirs}");
    let without = payspec_table::Provider::new("none", "", "CNY");
    let batch = stopped(script.client_of(without), key()).await;
    assert!(batch.contains("no operation asks about one order"), "{batch}");
    let client = Client::new(&scripted::PROVIDER, "ftp://x", crate::Credentials::new());
    let url = stopped(client.transport(script.clone()), key()).await;
    assert!(url.contains("URL"), "{url}");
    assert_eq!(script.asked(), 0);
}

#[test]
fn outside_a_runtime_it_says_so() {
    let client = Client::new(&scripted::PROVIDER, "https://x.example", crate::Credentials::new());
    let mut waiting = std::pin::pin!(client.until_final(key(), exact()));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(outcome) = waiting.as_mut().poll(&mut context) else { panic!("it waits") };
    let ended = unresolved(outcome);
    assert!(matches!(ended.last_error.as_deref(), Some(Error::Unusable { .. })), "{ended}");
    assert_eq!((ended.why, ended.attempts), (Why::Pointless, 0));
}

#[tokio::test(start_paused = true)]
async fn an_open_circuit_is_waited_for_and_is_no_attempt() {
    let circuit = crate::Circuit::new().failures(NonZeroU32::MIN).pauses(40 * SECOND, 40 * SECOND);
    let script = Scripted::new([Answer::Status(500), state("P")]);
    let client = script.client().circuit(circuit);
    let outcome = client.until_final(key(), attempts(2)).await;
    assert_eq!(final_state(&outcome), OrderState::Paid);
    // At 3 s it heard that the circuit opens again at 40 s.
    assert_eq!(script.asked_at(), [0, 40_000]);
}

#[tokio::test(start_paused = true)]
async fn it_keeps_to_the_limits_of_the_client_between_two_polls() {
    let script = Scripted::new([state("P")]);
    let client = script.client().limits(Limits::none().interval(7 * SECOND));
    for _ in 0..3 {
        client.until_final(key(), exact()).await.into_result().unwrap();
    }
    assert_eq!(script.asked_at(), [0, 7_000, 14_000]);
}

#[tokio::test(start_paused = true)]
async fn dropping_it_stops_the_asking_and_gives_everything_back() {
    let script = Scripted::new([state("W"), Answer::Never]);
    let limits = Limits::none().in_flight(std::num::NonZeroUsize::MIN);
    let client = script.client().limits(limits);
    assert!(timeout(10 * SECOND, client.until_final(key(), exact())).await.is_err());
    assert_eq!((script.asked(), script.under_way(), script.dropped()), (2, 0, 1));
    tokio::time::sleep(3_600 * SECOND).await;
    assert_eq!((script.asked(), client.polls().count()), (2, 0));
    // The only permit is free again.
    let start = Instant::now();
    assert!(timeout(SECOND, client.until_final(key(), exact())).await.is_err());
    assert_eq!((script.asked(), start.elapsed()), (3, SECOND));
}

#[test]
fn what_stayed_unresolved_says_so_in_words() {
    let error = Error::Status { status: 502 };
    let ended = unresolved(Outcome::not_asked(error));
    assert_eq!(
        ended.to_string(),
        "asking again would bring nothing else; the order was last known as Unknown (attempts: 0, in 0 s); the latest \
         error: the provider answered with HTTP status 502"
    );
}
