//! That callers who wait for one order share one poll.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use payspec_table::OrderState;
use tokio::time::{Instant, sleep, timeout};

use super::scripted::{Answer, Scripted, key, order, state};
use super::{SECOND, exact, final_state, unresolved};
use crate::until_final::poll::Learned;
use crate::{Ambient, Boxed, ChinaTime, Money, OrderKey, Outcome, RandomError, Why};

#[tokio::test(start_paused = true)]
async fn two_callers_for_one_order_ask_once_and_get_the_same() {
    let script = Scripted::new([state("W"), state("P")]);
    let (one, other) = (script.client(), script.client());
    let clone = one.clone();
    let (first, second) = tokio::join!(one.until_final(key(), exact()), clone.until_final(key(), exact()));
    assert_eq!(first.order(), second.order());
    assert_eq!(final_state(&first), OrderState::Paid);
    assert_eq!(script.asked_at(), [0, 3_000]);
    // Another client has no part in it.
    let outcome = other.until_final(key(), exact()).await;
    assert_eq!(final_state(&outcome), OrderState::Paid);
    assert_eq!(script.asked(), 3);
}

#[tokio::test(start_paused = true)]
async fn another_client_asks_for_itself() {
    let script = Scripted::new([state("W"), state("W"), state("P")]);
    let client = script.client();
    let changed = client.clone().timeout(SECOND);
    tokio::join!(async { client.until_final(key(), exact()).await.into_result().unwrap() }, async {
        changed.until_final(key(), exact()).await.into_result().unwrap()
    });
    assert_eq!(script.asked_at(), [0, 0, 3_000, 3_000]);
}

#[tokio::test(start_paused = true)]
async fn other_orders_and_other_amounts_are_asked_about_for_themselves() {
    let script = Scripted::new([order("JD1", "P", 100)]);
    let client = script.client();
    let expecting = |fen| exact().expect_amount(Money::cny(fen));
    let (right, wrong) =
        tokio::join!(client.until_final(key(), expecting(100)), client.until_final(key(), expecting(99)));
    assert_eq!(final_state(&right), OrderState::Paid);
    assert_eq!(unresolved(wrong).why, Why::Pointless);
    assert_eq!(script.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_second_caller_gets_his_answer_though_the_first_is_dropped() {
    // Asleep between two questions, and in the middle of one.
    for (leaves_at, answers) in [
        (1, vec![state("W"), state("P")]),
        (4, vec![state("W"), Answer::After(5 * SECOND, Box::new(state("P")))]),
    ] {
        let script = Scripted::new(answers);
        let client = script.client();
        let first = timeout(leaves_at * SECOND, client.until_final(key(), exact()));
        let second = async {
            sleep(SECOND / 2).await;
            client.until_final(key(), exact()).await
        };
        let (first, second) = tokio::join!(first, second);
        assert!(first.is_err());
        assert_eq!(final_state(&second), OrderState::Paid);
        assert_eq!((script.asked_at(), script.dropped()), (vec![0, 3_000], 0), "{leaves_at}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_first_caller_who_stops_looking_does_not_hold_up_the_second() {
    let script = Scripted::new([state("W"), state("P")]);
    let client = script.client();
    let mut first = Box::pin(client.until_final(key(), exact()));
    assert!(timeout(SECOND, &mut first).await.is_err());
    let second = timeout(10 * SECOND, client.until_final(key(), exact())).await.unwrap();
    assert_eq!(final_state(&second), OrderState::Paid);
    assert_eq!(final_state(&first.await), OrderState::Paid);
    assert_eq!(script.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn each_caller_has_a_deadline_of_his_own() {
    let script = Scripted::new([state("W"), Answer::Never]);
    let client = script.client();
    let (short, long) = tokio::join!(
        client.until_final(key(), exact().deadline(20 * SECOND)),
        client.until_final(key(), exact().deadline(5 * SECOND))
    );
    let (short, long) = (unresolved(long), unresolved(short));
    assert_eq!((short.elapsed, long.elapsed), (5 * SECOND, 20 * SECOND));
    assert_eq!((short.state(), long.state()), (OrderState::Pending, OrderState::Pending));
    assert_eq!((script.asked(), script.under_way()), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn a_more_patient_second_caller_makes_the_poll_go_on() {
    let script = Scripted::new([state("W"), state("W"), state("W"), state("P")]);
    let client = script.client();
    let (first, second) = tokio::join!(
        client.until_final(key(), exact().deadline(4 * SECOND)),
        client.until_final(key(), exact().deadline(60 * SECOND))
    );
    assert_eq!((unresolved(first).why, final_state(&second)), (Why::Deadline, OrderState::Paid));
    assert_eq!(script.asked_at(), [0, 3_000, 7_500, 14_250]);
}

/// Lets another caller join in the moment in which a poll decides whether it goes on.
#[derive(Clone, Default)]
struct Joining(Arc<Mutex<Vec<Option<Boxed<'static, Outcome>>>>>);

impl fmt::Debug for Joining {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Joining")
    }
}

impl Ambient for Joining {
    fn now(&self) -> ChinaTime {
        ChinaTime::now()
    }

    fn nonce(&self, _: u32, nonce: &mut String) -> Result<(), RandomError> {
        nonce.push('a');
        let joining = self.0.lock().unwrap().pop().flatten();
        if let Some(mut joining) = joining {
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            assert!(joining.as_mut().poll(&mut context).is_pending());
            self.0.lock().unwrap().push(Some(joining));
        }
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn a_caller_who_joins_while_the_poll_decides_is_not_sent_away() {
    let script = Scripted::new([state("W"), state("W"), state("P")]);
    let joining = Joining::default();
    let client = script.client().ambient(joining.clone());
    let other = client.clone();
    let second = Box::pin(async move { other.until_final(key(), exact().deadline(60 * SECOND)).await });
    // At the second decision.
    *joining.0.lock().unwrap() = vec![Some(second), None];
    let first = unresolved(client.until_final(key(), exact().deadline(4 * SECOND)).await);
    assert_eq!((first.why, first.attempts), (Why::Deadline, 2));
    let second = joining.0.lock().unwrap().pop().flatten().unwrap();
    assert_eq!(final_state(&second.await), OrderState::Paid);
    assert_eq!(script.asked_at(), [0, 3_000, 7_500]);
}

#[tokio::test(start_paused = true)]
async fn nobody_joins_a_poll_that_has_given_up() {
    let until = Instant::now() + SECOND;
    let learned = Learned::nothing_yet(until);
    assert!(learned.waits(until));
    let _ = learned.now().next(|_, _| Err::<(), _>(Why::Deadline));
    assert!(!learned.waits(until + SECOND));
}

#[tokio::test(start_paused = true)]
async fn when_all_callers_are_gone_nobody_asks() {
    let script = Scripted::new([state("W")]);
    let client = script.client();
    let gone = |seconds: u32| timeout(seconds * SECOND, client.until_final(key(), exact()));
    let (first, second) = tokio::join!(gone(4), gone(8));
    assert!(first.is_err() && second.is_err());
    let asked = script.asked();
    sleep(3_600 * SECOND).await;
    assert_eq!((script.asked(), client.polls().count()), (asked, 0));
}

#[tokio::test(start_paused = true)]
async fn whoever_comes_after_the_end_begins_anew() {
    let script = Scripted::new([state("P"), state("C")]);
    let client = script.client();
    let first = client.until_final(key(), exact()).await;
    let second = client.until_final(key(), exact()).await;
    assert_eq!((final_state(&first), final_state(&second)), (OrderState::Paid, OrderState::Closed));

    // Also while somebody has not yet fetched how it ended.
    let script = Scripted::new([state("W"), state("P"), state("C")]);
    let client = script.client();
    let mut late = Box::pin(client.until_final(key(), exact()));
    assert!(timeout(SECOND, &mut late).await.is_err());
    assert_eq!(final_state(&client.until_final(key(), exact()).await), OrderState::Paid);
    assert_eq!(final_state(&client.until_final(key(), exact()).await), OrderState::Closed);
    assert_eq!(final_state(&late.await), OrderState::Paid);
    assert_eq!(client.polls().count(), 0);
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_ended_polls_leave_nothing_behind() {
    // The script is one of 1,000 questions at most.
    for round in 0..20 {
        let script = Scripted::new([Answer::Status(404)]);
        let client = script.client();
        for number in 0..500 {
            let key = OrderKey::Merchant(format!("JD{round}-{number}"));
            let _ = client.until_final(key, super::attempts(1)).await;
        }
        assert_eq!((script.asked(), client.polls().count()), (500, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn a_panic_reaches_one_caller_and_the_other_goes_on() {
    let script = Scripted::new([state("W"), Answer::Panic, state("P")]);
    let client = script.client();
    let ask = || AssertUnwindSafe(client.until_final(key(), exact())).catch_unwind();
    let (first, second) = tokio::join!(ask(), ask());
    let (panicked, went_on) = if first.is_err() { (first, second) } else { (second, first) };
    assert!(panicked.is_err(), "{panicked:?}");
    assert_eq!(final_state(&went_on.unwrap()), OrderState::Paid);
    assert_eq!(client.polls().count(), 0);
    // Nor is the client spoiled.
    assert_eq!(final_state(&client.until_final(key(), exact()).await), OrderState::Paid);
}

#[test]
fn callers_on_different_runtimes_do_not_wait_on_each_others_timers() {
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_time().start_paused(true).build().unwrap()
    };
    let (one, other) = (runtime(), runtime());
    let script = {
        let _entered = one.enter();
        Scripted::new([state("W"), state("W"), state("P")])
    };
    let client = script.client();
    let mut first = Box::pin(client.until_final(key(), exact()));
    one.block_on(async { assert!(timeout(SECOND, &mut first).await.is_err()) });
    // The timers of the first runtime stand still.
    let second =
        other.block_on(async { timeout(Duration::from_secs(60), client.until_final(key(), exact())).await });
    assert_eq!(final_state(&second.unwrap()), OrderState::Paid);
    drop(one);
    drop(first);
    assert_eq!(client.polls().count(), 0);
}
