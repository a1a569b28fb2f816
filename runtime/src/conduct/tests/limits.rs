//! Rate, number at the same moment, and the time between two questions about one order.

use super::*;

/// The most questions that began in any second: each window that begins with a question, its end excluded.
fn busiest_second(times: &[Duration]) -> usize {
    let window = |start: &Duration| times.iter().filter(|at| *at >= start && **at < *start + SECOND).count();
    times.iter().map(window).max().unwrap_or(0)
}

#[tokio::test(start_paused = true)]
async fn no_second_ever_has_more_requests_than_the_rate_and_the_rate_is_used() {
    for rate in [1, 3, 7, 10, 250, 1_000] {
        let memory = Memory::answering(|_| Answer::Paid);
        let client = memory.client().limits(Limits::none().per_second(at_most(rate)));
        let start = Instant::now();
        let orders = rate as usize * 4;
        let answered = ask_all(&client, "ask", orders).await;
        assert!(answered.iter().all(Result::is_ok));
        let times = memory.times(start);
        assert_eq!(times.len(), orders);
        assert!(busiest_second(&times) <= rate as usize, "{rate}: {}", busiest_second(&times));
        // Four seconds' worth of requests, less what the ticks of the clock cost.
        assert!(start.elapsed() < Duration::from_millis(5_200), "{rate}: {:?}", start.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn a_rate_has_no_burst_after_a_quiet_time() {
    let memory = Memory::answering(|_| Answer::Paid);
    let client = memory.client().limits(Limits::none().per_second(at_most(10)));
    ask_all(&client, "ask", 1).await;
    tokio::time::sleep(Duration::from_secs(3_600)).await;
    let start = Instant::now();
    ask_all(&client, "ask", 3).await;
    let times = memory.times(start - Duration::from_secs(7_200));
    let apart: Vec<_> = times.windows(2).skip(1).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(apart.len(), 2);
    assert!(apart.iter().all(|apart| *apart >= Duration::from_millis(100)), "{apart:?}");
}

#[tokio::test(start_paused = true)]
async fn a_rate_serves_in_the_order_of_asking() {
    let memory = Memory::answering(|_| Answer::Paid);
    let client = memory.client().limits(Limits::none().per_second(at_most(10)));
    ask_all(&client, "ask", 20).await;
    let bodies: Vec<String> = memory.asked().into_iter().map(|(_, body)| body).collect();
    for (number, body) in bodies.iter().enumerate() {
        assert!(body.contains(&format!(r#""no":"{number}""#)), "{number}: {body}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_documented_rate_and_number_at_the_same_moment_hold_for_their_operation_alone() {
    let memory = Memory::slowly(SECOND * 2, |_| Answer::Paid);
    let client = memory.client().limits(Limits::documented());
    let start = Instant::now();
    ask_all(&client, "narrowly", 40).await;
    assert_eq!(memory.most_under_way(), 4);
    assert!(busiest_second(&memory.times(start)) <= 10);
    let free = Memory::slowly(SECOND * 2, |_| Answer::Paid);
    let client = free.client().limits(Limits::documented());
    ask_all(&client, "ask", 40).await;
    assert_eq!(free.most_under_way(), 40);
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_is_set_takes_the_place_of_the_documented_one_and_counts_all_operations() {
    let memory = Memory::slowly(SECOND, |_| Answer::Paid);
    let client = memory.client().limits(Limits::documented().in_flight(places(6)));
    tokio::join!(ask_all(&client, "narrowly", 30), ask_all(&client, "ask", 30));
    assert_eq!(memory.most_under_way(), 6);
}

#[tokio::test(start_paused = true)]
async fn a_question_that_is_dropped_gives_its_place_back() {
    let memory = Memory::slowly(Duration::from_secs(3_600), |_| Answer::Paid);
    let client = memory.client().limits(Limits::none().in_flight(places(2)));
    for _ in 0..5 {
        let both = async { tokio::join!(ask(&client, "ask", "1"), ask(&client, "ask", "2")) };
        assert!(tokio::time::timeout(SECOND, both).await.is_err());
        // And one that is dropped while it waits for a place.
        let three = async {
            tokio::join!(ask(&client, "ask", "5"), ask(&client, "ask", "6"), ask(&client, "ask", "7"))
        };
        assert!(tokio::time::timeout(SECOND, three).await.is_err());
    }
    assert_eq!(memory.most_under_way(), 2);
    assert_eq!(memory.count(), 5 * 4);
}

#[tokio::test(start_paused = true)]
async fn the_interval_holds_for_an_order_and_not_across_orders() {
    let memory = Memory::answering(|_| Answer::Paid);
    let client = memory.client().limits(Limits::documented());
    let start = Instant::now();
    let again = async |number: &str| {
        for _ in 0..4 {
            ask(&client, "slowly", number).await.unwrap();
        }
    };
    // Twice at once, as two tasks would that know nothing of each other.
    tokio::join!(again("a"), again("a"), again("b"));
    let of = |number: &str| -> Vec<Duration> {
        let times = memory.asked();
        let times = times.iter().filter(|(_, body)| body.contains(&format!(r#""no":"{number}""#)));
        times.map(|(at, _)| *at - start).collect()
    };
    let (a, b) = (of("a"), of("b"));
    assert_eq!((a.len(), b.len()), (8, 4));
    for times in [&a, &b] {
        assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= SECOND * 3), "{times:?}");
        assert!(times[0] < MILLISECOND * 10, "{times:?}");
    }
    // No slower than it must be.
    assert!(a[7] < SECOND * 3 * 7 + MILLISECOND * 20, "{a:?}");
    assert!(b[3] < SECOND * 3 * 3 + MILLISECOND * 20, "{b:?}");
}

#[tokio::test(start_paused = true)]
async fn an_interval_is_counted_from_the_end_of_an_exchange() {
    let memory = Memory::slowly(SECOND * 2, |_| Answer::Paid);
    let client = memory.client().limits(Limits::none().interval(SECOND * 3));
    let start = Instant::now();
    ask(&client, "ask", "a").await.unwrap();
    ask(&client, "ask", "a").await.unwrap();
    let times = memory.times(start);
    assert!(times[1] >= SECOND * 5 && times[1] < SECOND * 5 + MILLISECOND * 10, "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn questions_that_were_dropped_while_they_waited_do_not_make_the_next_one_wait_longer() {
    let memory = Memory::answering(|_| Answer::Paid);
    let client = memory.client().limits(Limits::documented());
    let start = Instant::now();
    ask(&client, "slowly", "a").await.unwrap();
    for _ in 0..10 {
        assert!(tokio::time::timeout(MILLISECOND * 50, ask(&client, "slowly", "a")).await.is_err());
    }
    ask(&client, "slowly", "a").await.unwrap();
    assert!(start.elapsed() < SECOND * 3 + MILLISECOND * 10, "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn an_exchange_that_was_dropped_counts_for_the_interval() {
    let memory = Memory::slowly(SECOND * 10, |_| Answer::Paid);
    let client = memory.client().limits(Limits::documented());
    let start = Instant::now();
    assert!(tokio::time::timeout(SECOND, ask(&client, "slowly", "a")).await.is_err());
    ask(&client, "slowly", "a").await.unwrap();
    let times = memory.times(start);
    assert!(times[1] >= SECOND * 4, "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn an_order_that_nothing_was_sent_about_may_be_asked_about_at_once() {
    let memory = Memory::answering(|number| match number {
        0 => Answer::Breaks(Phase::Connecting),
        1 => Answer::Unusable,
        _ => Answer::Paid,
    });
    let client = memory.client().limits(Limits::documented());
    let start = Instant::now();
    assert!(ask(&client, "slowly", "a").await.is_err());
    assert!(ask(&client, "slowly", "a").await.is_err());
    ask(&client, "slowly", "a").await.unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn an_order_of_a_question_about_many_has_its_interval_too() {
    let memory = Memory::answering(|_| Answer::Paid);
    let client = memory.client().limits(Limits::documented());
    let start = Instant::now();
    let many = |numbers: &[&str]| {
        let numbers: Vec<String> = numbers.iter().map(|number| (*number).to_owned()).collect();
        DynamicRequest::new().with("nos", numbers)
    };
    client.call_dynamic("many", &many(&["a", "b"])).await.unwrap();
    client.call_dynamic("many", &many(&["c", "d"])).await.unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO);
    client.call_dynamic("many", &many(&["d", "e"])).await.unwrap();
    assert!(start.elapsed() >= SECOND * 3);
    let start = Instant::now();
    ask(&client, "slowly", "e").await.unwrap();
    assert!(start.elapsed() >= SECOND * 3);
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_for_an_order_keeps_no_place_from_others() {
    let memory = Memory::answering(|_| Answer::Paid);
    let client =
        memory.client().limits(Limits::none().in_flight(places(1)).interval(Duration::from_secs(3_600)));
    ask(&client, "ask", "a").await.unwrap();
    let start = Instant::now();
    let (_, other) = tokio::join!(
        tokio::time::timeout(SECOND, ask(&client, "ask", "a")),
        tokio::time::timeout(SECOND, ask(&client, "ask", "b")),
    );
    other.unwrap().unwrap();
    assert_eq!(memory.times(start).last(), Some(&Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn many_who_ask_about_one_order_take_no_turns_from_others() {
    let memory = Memory::answering(|_| Answer::Paid);
    let limits = Limits::none().per_second(at_most(1)).interval(Duration::from_secs(3_600));
    let client = memory.client().limits(limits);
    let start = Instant::now();
    ask(&client, "ask", "c").await.unwrap();
    let same: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { ask(&client, "ask", "a").await })
        })
        .collect();
    // All of them are in the queue before the first of them has asked.
    tokio::task::yield_now().await;
    ask(&client, "ask", "b").await.unwrap();
    assert!(start.elapsed() <= SECOND * 3, "{:?}", start.elapsed());
    assert_eq!(memory.count(), 3);
    same.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test(start_paused = true)]
async fn what_is_known_of_orders_does_not_grow_with_their_number() {
    let memory = Memory::answering(|_| Answer::Paid);
    let client = memory.client().limits(Limits::none().interval(SECOND));
    let guest = client.conduct().guest.clone().unwrap();
    let mut most = 0;
    for number in 0..20_000 {
        ask(&client, "ask", &number.to_string()).await.unwrap();
        most = most.max(guest.orders_known());
        // A thousand in a second, so that a thousand intervals go on at any moment.
        tokio::time::advance(MILLISECOND).await;
    }
    assert!((1_000..=2_100).contains(&most), "{most}");
}

#[tokio::test(start_paused = true)]
async fn what_waited_is_made_again_with_the_time_at_which_it_is_sent() {
    let memory = Memory::answering(|_| Answer::Paid);
    let client = memory.client().limits(Limits::none().per_second(at_most(1)));
    ask_all(&client, "ask", 3).await;
    let times: Vec<i64> = memory.asked().iter().map(|(_, body)| retries::time(body)).collect();
    assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= 1_000), "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn a_request_that_breaks_a_rule_waits_for_nothing() {
    let memory = Memory::answering(|_| Answer::Paid);
    let client = memory.client().limits(Limits::none().per_second(at_most(1)));
    ask(&client, "ask", "a").await.unwrap();
    let start = Instant::now();
    let error = client.call_dynamic("ask", &DynamicRequest::new()).await.unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error}");
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn clones_keep_to_the_limits_together_and_other_clients_to_their_own() {
    let memory = Memory::slowly(SECOND, |_| Answer::Paid);
    let limits = Limits::none().in_flight(places(3));
    let one = memory.client().limits(limits);
    let clone = one.clone().timeout(SECOND * 9);
    tokio::join!(ask_all(&one, "ask", 10), ask_all(&clone, "ask", 10));
    assert_eq!(memory.most_under_way(), 3);
    let other = memory.client().limits(limits);
    tokio::join!(ask_all(&one, "ask", 10), ask_all(&other, "ask", 10));
    assert_eq!(memory.most_under_way(), 6);
}

#[test]
fn waiting_outside_a_runtime_is_an_error() {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    let memory = Memory::answering(|_| Answer::Paid);
    let client = memory.client().limits(Limits::documented());
    let mut context = Context::from_waker(Waker::noop());
    let mut poll = || pin!(ask(&client, "slowly", "a")).poll(&mut context);
    assert!(matches!(poll(), Poll::Ready(Ok(_))));
    let Poll::Ready(Err(Error::Unusable { what })) = poll() else { panic!("it must not wait") };
    assert!(what.contains("outside a tokio runtime"), "{what}");
}

#[test]
fn limits_beyond_all_clocks_and_counters_are_kept_to() {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let memory = Memory::answering(|_| Answer::Paid);
        let limits =
            Limits::none().interval(Duration::MAX).per_second(NonZeroU32::MAX).in_flight(NonZeroUsize::MAX);
        let client = memory.client().limits(limits);
        ask(&client, "ask", "a").await.unwrap();
        let again = ask(&client, "ask", "a");
        assert!(tokio::time::timeout(Duration::from_secs(86_400 * 365), again).await.is_err());
    });
}

#[tokio::test(start_paused = true)]
async fn an_exchange_that_outlasts_its_interval_and_sends_nothing_ends_no_interval_of_another() {
    let nothing_sent = |number| if number == 0 { Answer::Breaks(Phase::Connecting) } else { Answer::Paid };
    let memory = Memory::slowly(SECOND * 5, nothing_sent);
    let client = memory.client().limits(Limits::none().interval(SECOND * 3));
    let start = Instant::now();
    let after = async |time| {
        tokio::time::sleep(time).await;
        ask(&client, "ask", "a").await
    };
    // At 5 s the first of them fails, while the interval of the second goes on.
    let (first, second, third) =
        tokio::join!(after(Duration::ZERO), after(SECOND * 3), after(MILLISECOND * 5_500));
    assert!(first.is_err() && second.is_ok() && third.is_ok());
    let times = memory.times(start);
    assert!(times[2] - times[1] >= SECOND * 3, "{times:?}");
}
