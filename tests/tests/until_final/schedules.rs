//! When each provider is asked.

use std::num::NonZeroU32;
use std::time::Duration;

use payspec_runtime::{FixedAmbient, OrderState, Patience, Why};
use payspec_tests::subject::Subject;

use crate::scripted::{Scripted, paid, pending, unlisted};
use crate::{SINGLE, final_state, key, unresolved};

/// The interval that the document asks for, 5 s without one, and the number of questions.
const fn policy(subject: Subject) -> (u128, Option<u32>) {
    match subject {
        Subject::Leshua | Subject::UmfMerchant => (3_000, None),
        Subject::LeopardSingle | Subject::LeopardMulti => (5_000, Some(6)),
        Subject::Ktspay | Subject::UmfServiceProvider => (5_000, None),
    }
}

#[tokio::test(start_paused = true)]
async fn the_first_question_is_asked_at_once_and_the_second_after_the_documented_interval() {
    for subject in SINGLE {
        let script = Scripted::new(subject, [pending(subject), paid(subject)]);
        let outcome = script.client().until_final(key(), Patience::documented().jitter(0)).await;
        assert_eq!(final_state(&outcome), OrderState::Paid, "{subject:?}");
        assert_eq!(script.asked_at(), [0, policy(subject).0], "{subject:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn without_jitter_the_schedule_of_each_provider_is_exact() {
    for subject in SINGLE {
        let script = Scripted::new(subject, [pending(subject)]);
        let ended = unresolved(script.client().until_final(key(), Patience::documented().jitter(0)).await);
        let (interval, attempts) = policy(subject);
        let times = script.asked_at();
        let mut expected = vec![interval];
        while *expected.last().expect("there is one") < 30_000 {
            expected.push((expected.last().expect("there is one") * 3).div_ceil(2).min(30_000));
        }
        let pauses: Vec<u128> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
        for (pause, expected) in pauses.iter().zip(expected.iter().chain(std::iter::repeat(&30_000))) {
            // The last one may be shortened, and timers round up.
            let is_last = std::ptr::eq(pause, pauses.last().expect("there is one"));
            assert!(
                pause.abs_diff(*expected) <= 3 || (is_last && *pause >= interval),
                "{subject:?}: {pauses:?}"
            );
        }
        assert_eq!(ended.state(), OrderState::Pending, "{subject:?}");
        assert_eq!(ended.attempts as usize, times.len(), "{subject:?}");
        match attempts {
            Some(attempts) => assert_eq!((ended.why, ended.attempts), (Why::Attempts, attempts)),
            None => {
                assert_eq!(ended.why, Why::Deadline, "{subject:?}");
                assert_eq!(times.last(), Some(&(600_000 - interval)), "{subject:?}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn with_jitter_nobody_is_asked_faster_than_documented() {
    for subject in SINGLE {
        let (interval, _) = policy(subject);
        let mut patience = Patience::documented().growth(0).jitter(100);
        if subject.operation().polling.interval_ms.is_some() {
            // Where the document asks for an interval, nobody can ask for a shorter one.
            patience = patience.interval(Duration::ZERO);
        }
        let mut pauses = Vec::new();
        for nonce in ["a1", "b2", "c3", "d4", "e5"] {
            let script = Scripted::new(subject, [pending(subject)]);
            let now = payspec_runtime::ChinaTime::now();
            let client = script.client().ambient(FixedAmbient { now, nonce: nonce.to_owned() });
            let _ = client.until_final(key(), patience.clone().deadline(Duration::from_secs(60))).await;
            let times = script.asked_at();
            pauses.extend(times.windows(2).map(|pair| pair[1] - pair[0]));
        }
        assert!(
            pauses.iter().all(|pause| (interval..=2 * interval + 1).contains(pause)),
            "{subject:?}: {pauses:?}"
        );
        assert!(pauses.iter().any(|pause| *pause > interval + 100), "{subject:?}: no jitter: {pauses:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_caller_may_allow_fewer_questions_or_more() {
    for subject in SINGLE {
        for number in [1, 9] {
            let script = Scripted::new(subject, [pending(subject)]);
            let patience = Patience::documented().attempts(NonZeroU32::new(number).expect("not zero"));
            let ended = unresolved(script.client().until_final(key(), patience).await);
            assert_eq!((ended.why, ended.attempts), (Why::Attempts, number), "{subject:?}");
            assert_eq!(script.asked_at().len(), number as usize, "{subject:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_unlisted_state_never_takes_the_place_of_pending() {
    for subject in SINGLE {
        let script = Scripted::new(subject, [unlisted(subject), pending(subject), unlisted(subject)]);
        let patience = Patience::documented().attempts(NonZeroU32::new(4).expect("not zero"));
        let ended = unresolved(script.client().until_final(key(), patience).await);
        assert_eq!(ended.state(), OrderState::Pending, "{subject:?}");
        assert!(ended.last_error.is_none(), "{subject:?}: {ended}");
    }
}
