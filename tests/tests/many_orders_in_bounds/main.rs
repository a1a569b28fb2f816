//! A hundred thousand orders of a provider that answers several at once, and thirty thousand of one that answers each
//! alone: every key is answered once, and memory does not grow with their number.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream};
use payspec_runtime::{Concurrency, Error, Fen, Found, OrderKey, OrderQuery, OrderState};
use payspec_simulator::{Chance, Fault, SimulatedOrder, Simulator};
use payspec_tests::simulated::{Clients, simulator};
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

const MANY: usize = 100_000;
/// Where each is a question of its own, fewer: a minute is enough for a test.
const SINGLE: usize = 30_000;
const IN_FLIGHT: usize = 64;
/// How much more or less the buffers of both ends hold at once, by chance and on a busy machine: a few bytes for each key.
/// What `query_all` itself holds is measured without sockets, by a test of the runtime.
const SOCKETS: usize = 512 << 10;
/// Of so many answers in a hundred something is wrong.
const PERCENT: u8 = 5;
/// Those that cost no time and no memory.
const FAULTS: [Fault; 12] = [
    Fault::WrongSignature,
    Fault::NoSignature,
    Fault::Http500,
    Fault::Http502,
    Fault::EmptyBody,
    Fault::OtherOrder,
    Fault::OtherMerchant,
    Fault::DuplicateField,
    Fault::NewField,
    Fault::MissingState,
    Fault::UnknownStatus,
    Fault::SystemError,
];
const STATES: [OrderState; 4] =
    [OrderState::Pending, OrderState::Paid, OrderState::Closed, OrderState::Failed];

fn number(index: usize) -> String {
    format!("J{index:06}")
}

fn state(index: usize) -> OrderState {
    STATES[index % STATES.len()]
}

/// What became of the keys of one run.
#[derive(Default)]
struct Count {
    told: usize,
    unknown: usize,
    errors: usize,
    unanswered: usize,
    /// Orders that nobody asked about.
    foreign: usize,
}

/// Asks about the first orders. `answered` has room for each of them and is all zeros.
async fn ask(client: &Arc<dyn OrderQuery>, answered: &mut [u8], in_flight: Concurrency) -> Count {
    let keys = stream::iter(0..answered.len()).map(|index| OrderKey::Merchant(number(index)));
    let mut answers = client.query_all(Box::pin(keys), in_flight);
    let mut count = Count::default();
    while let Some((key, answer)) = answers.next().await {
        let OrderKey::Merchant(number) = &key else { panic!("{key:?} was not asked about") };
        if let Err(Error::Mismatch { field, found: Found::Different, .. }) = &answer
            && field == "orders[].orderNo"
        {
            count.foreign += 1;
            continue;
        }
        let index: usize = number[1..].parse().unwrap_or_else(|_| panic!("{key:?} was not asked about"));
        answered[index] += 1;
        match answer {
            Ok(order) if order.state == state(index) => count.told += 1,
            Ok(order) if order.state == OrderState::Unknown => count.unknown += 1,
            Ok(order) => panic!("{key:?} is {}, not {}", order.state, state(index)),
            Err(Error::Unanswered { .. }) => count.unanswered += 1,
            Err(_) => count.errors += 1,
        }
    }
    assert!(answered.iter().all(|times| *times == 1), "a key was not answered exactly once");
    count
}

async fn world() -> Simulator {
    let simulator = simulator().remember(0).seed(20_190_925).bind("127.0.0.1:0").await.expect("a free port");
    for provider in ["leshua", "leopard"] {
        for index in 0..MANY {
            let order = SimulatedOrder::new(number(index)).state(state(index)).amount(Fen::new(58));
            simulator.put(provider, order).expect("it is put");
        }
        assert!(simulator.chance(provider, Some(Chance::new(PERCENT).of(FAULTS))));
    }
    simulator
}

#[test]
fn a_hundred_thousand_orders_are_answered_once_each_in_the_memory_of_a_tenth_of_them() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime");
    let simulator = runtime.block_on(world());
    let clients = Clients::new(&simulator, |client| client.timeout(Duration::from_secs(30)));
    for (provider, client) in clients.each() {
        if provider != "leshua" && provider != "leopard" {
            continue;
        }
        let orders = if provider == "leopard" { MANY } else { SINGLE };
        let ask = |answered: &mut [u8]| runtime.block_on(ask(&client, answered, Concurrency::new(IN_FLIGHT)));
        // What is made once and stays is made here: connections, and the buffers of each at their full size.
        ask(&mut vec![0; if orders == MANY { orders } else { orders / 3 }]);
        let before = ALLOCATED.current_usage();
        let mut peaks = Vec::new();
        // Chance decides how much comes together at once, so that the few are looked at three times.
        for orders in [orders / 10, orders / 10, orders / 10, orders] {
            let mut answered = vec![0; orders];
            let started = Instant::now();
            ALLOCATED.reset_peak_usage();
            let count = ask(&mut answered);
            let peak = ALLOCATED.peak_usage().saturating_sub(before + answered.len());
            let took = started.elapsed();
            say(&format!(
                "{provider}, {orders} orders in {took:.1?}: {} as they are, {} without a state, {} errors, {} \
                 unanswered, {} foreign; {peak} bytes at once",
                count.told, count.unknown, count.errors, count.unanswered, count.foreign
            ));
            assert!(count.told > orders * 6 / 10, "{provider}: few orders were told");
            assert!(count.errors > 0, "{provider}: no fault struck");
            let packed = orders == MANY;
            assert!(!packed || count.foreign > 0 && count.unanswered >= count.foreign, "nothing foreign");
            peaks.push(peak);
        }
        let many = peaks.pop().expect("the last run");
        let few = peaks.into_iter().max().expect("the runs before it");
        assert!(
            many <= few + few / 10 + SOCKETS,
            "{provider}: {many} bytes at once, {few} for a tenth of the orders"
        );
    }
}

/// Shown whether or not the test fails: the figures are what it is for.
fn say(words: &str) {
    std::io::stderr().write_all(format!("{words}\n").as_bytes()).expect("stderr is open");
}
