use proptest::prelude::*;

use super::*;

const ZERO: Duration = Duration::ZERO;
const FOREVER: Duration = Duration::from_secs(u32::MAX as u64);

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

fn documented(interval: u64) -> Polling {
    Polling { interval_ms: Some(interval), ..Polling::default() }
}

/// The pauses without jitter, until the deadline.
fn pauses(patience: &Patience, polling: &Polling) -> (Vec<u64>, Why) {
    let schedule = patience.clone().jitter(0).schedule(polling);
    let (mut left, mut pauses) = (patience.patient_for(), Vec::new());
    loop {
        let asked = u32::try_from(pauses.len() + 1).unwrap();
        match schedule.next(asked, left, u64::MAX, ZERO) {
            Ok(pause) => {
                left -= pause;
                pauses.push(u64::try_from(pause.as_millis()).unwrap());
            }
            Err(why) => return (pauses, why),
        }
    }
}

#[test]
fn without_jitter_pauses_grow_by_half_up_to_the_longest() {
    let patience = Patience::documented().deadline(ms(140_000));
    let (pauses, why) = pauses(&patience, &documented(3_000));
    // 108.6 s are over after eight; the ninth is shortened, and has 3 s for its answer.
    assert_eq!(pauses, [3_000, 4_500, 6_750, 10_125, 15_187, 22_781, 30_000, 30_000, 14_656]);
    assert_eq!(why, Why::Deadline);
}

#[test]
fn five_seconds_are_the_interval_where_the_document_says_nothing() {
    let (pauses, _) = pauses(&Patience::documented().deadline(ms(60_000)), &Polling::default());
    assert_eq!(pauses[0], 5_000);
}

#[test]
fn the_document_says_how_often_unless_the_caller_does() {
    let polling = Polling { attempts: Some(6), ..documented(5_000) };
    let (by_document, why) = pauses(&Patience::documented(), &polling);
    assert_eq!((by_document.len(), why), (5, Why::Attempts));
    let (by_caller, why) = pauses(&Patience::documented().attempts(NonZeroU32::new(2).unwrap()), &polling);
    assert_eq!((by_caller.len(), why), (1, Why::Attempts));
}

#[test]
fn a_shorter_interval_than_the_documented_one_has_no_effect_and_a_longer_one_has() {
    let first = |interval| {
        Patience::documented().interval(ms(interval)).jitter(0).schedule(&documented(3_000)).grown(1)
    };
    assert_eq!(first(10), ms(3_000));
    assert_eq!(first(0), ms(3_000));
    assert_eq!(first(4_000), ms(4_000));
}

#[test]
fn no_interval_makes_a_busy_loop() {
    let schedule = Patience::documented().interval(ZERO).longest(ZERO).schedule(&Polling::default());
    assert_eq!(schedule.next(1, FOREVER, 0, ZERO), Ok(SHORTEST));
    let schedule = Patience::documented().schedule(&documented(0));
    assert_eq!(schedule.next(1, FOREVER, 0, ZERO), Ok(SHORTEST));
}

#[test]
fn a_pause_that_does_not_fit_before_the_deadline_is_not_waited_for() {
    let schedule = Patience::documented().schedule(&documented(3_000));
    assert_eq!(schedule.next(1, ms(3_000), 0, ZERO), Err(Why::Deadline));
    assert_eq!(schedule.next(1, ms(3_001), 0, ZERO), Ok(ms(3_000)));
    assert_eq!(schedule.next(1, ZERO, 0, ZERO), Err(Why::Deadline));
}

#[test]
fn a_pause_that_something_else_asks_for_is_not_cut_short() {
    let schedule = Patience::documented().schedule(&documented(3_000));
    assert_eq!(schedule.next(1, ms(60_000), 0, ms(50_000)), Ok(ms(50_000)));
    assert_eq!(schedule.next(1, ms(51_000), 0, ms(50_000)), Ok(ms(50_000)));
    assert_eq!(schedule.next(1, ms(50_000), 0, ms(50_000)), Err(Why::Deadline));
}

#[test]
fn jitter_reaches_both_ends_of_its_range() {
    let schedule = Patience::documented().schedule(&documented(3_000));
    assert_eq!(schedule.pause(3, 0), ms(6_075));
    assert!(schedule.pause(3, u64::MAX) > ms(7_424) && schedule.pause(3, u64::MAX) <= ms(7_425));
    // The first is never shorter than the interval.
    assert_eq!(schedule.pause(1, 0), ms(3_000));
    assert!(schedule.pause(1, u64::MAX) > ms(3_299));
}

#[test]
fn more_than_all_is_no_jitter() {
    assert_eq!(Patience::documented().jitter(101), Patience::documented().jitter(100));
}

prop_compose! {
    fn times()(time in prop_oneof![
        Just(ZERO), Just(Duration::MAX), (0..100_u64).prop_map(Duration::from_nanos), (0..100_000_u64).prop_map(ms)
    ]) -> Duration {
        time
    }
}

prop_compose! {
    fn patiences()(
        interval in proptest::option::of(times()),
        longest in times(),
        growth in prop_oneof![0..300_u32, Just(u32::MAX)],
        jitter in 0..200_u32,
        attempts in proptest::option::of(1..50_u32),
    ) -> Patience {
        let mut patience = Patience::documented().longest(longest).growth(growth).jitter(jitter);
        patience.interval = interval;
        patience.attempts = attempts.and_then(NonZeroU32::new);
        patience
    }
}

prop_compose! {
    fn documents()(
        interval_ms in proptest::option::of(prop_oneof![0..100_000_u64, Just(u64::MAX)]),
        attempts in proptest::option::of(0..50_u32),
    ) -> Polling {
        Polling { interval_ms, attempts, ..Polling::default() }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_pause_is_under_the_documented_interval_or_over_the_deadline(
        patience in patiences(), polling in documents(), asked in 0..10_000_u32, left in times(), chance: u64,
        at_least in times(),
    ) {
        let schedule = patience.schedule(&polling);
        match schedule.next(asked, left, chance, at_least) {
            Ok(pause) => {
                prop_assert!(pause >= Duration::from_millis(polling.interval_ms.unwrap_or(0)));
                prop_assert!(pause >= patience.interval.unwrap_or(SHORTEST));
                prop_assert!(pause >= SHORTEST && pause >= at_least && pause < left);
                let most = patience.attempts.map(NonZeroU32::get).or(polling.attempts);
                prop_assert!(most.is_none_or(|most| asked < most));
            }
            Err(Why::Attempts) => {
                prop_assert!(patience.attempts.is_some() || polling.attempts.is_some());
            }
            Err(why) => {
                prop_assert_eq!(why, Why::Deadline);
                prop_assert!(left <= schedule.interval.max(at_least));
            }
        }
    }

    #[test]
    fn jitter_stays_within_its_share(
        patience in patiences(), polling in documents(), asked in 0..10_000_u32, chance: u64,
    ) {
        let schedule = patience.schedule(&polling);
        let (grown, pause) = (schedule.grown(asked), schedule.pause(asked, chance));
        let swing = grown.saturating_mul(patience.jitter) / 100;
        prop_assert!(pause >= grown.saturating_sub(swing) && pause <= grown.saturating_add(swing));
        prop_assert!(pause >= schedule.interval);
        let exact = patience.jitter(0).schedule(&polling);
        prop_assert_eq!(exact.pause(asked, chance), grown);
    }

    #[test]
    fn pauses_never_shrink_and_never_grow_past_the_longest(
        patience in patiences(), polling in documents(), asked in 0..10_000_u32,
    ) {
        let schedule = patience.schedule(&polling);
        prop_assert!(schedule.grown(asked) <= schedule.grown(asked + 1));
        prop_assert!(schedule.grown(asked) <= patience.longest.max(schedule.interval));
    }

    #[test]
    fn a_larger_random_number_never_makes_a_shorter_pause(
        patience in patiences(), polling in documents(), asked in 0..100_u32, one: u64, other: u64,
    ) {
        let schedule = patience.schedule(&polling);
        prop_assert!(schedule.pause(asked, one.min(other)) <= schedule.pause(asked, one.max(other)));
    }
}

#[test]
fn what_something_else_asks_for_is_never_shortened_and_lengthened_by_chance() {
    let schedule = Patience::documented().schedule(&documented(3_000));
    let next = |chance, at_least| schedule.next(1, FOREVER, chance, at_least).unwrap();
    assert_eq!(next(0, ms(60_000)), ms(60_000));
    assert!((ms(65_999)..=ms(66_000)).contains(&next(u64::MAX, ms(60_000))));
    assert_eq!(next(0, ZERO), ms(3_000));
    assert_eq!(schedule.next(1, FOREVER, u64::MAX, Duration::MAX), Err(Why::Deadline));
}
