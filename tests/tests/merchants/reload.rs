//! Reading the configuration again while everybody asks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use payspec::{Client, ConfigError, Merchants, OrderQuery, OrderState, Reloaded};
use payspec_simulator::{Fault, Times};

use crate::shops::{Keys, ORDER, Shops, key};

const OF_EACH: usize = 10;
const RELOADS: usize = 20;
/// Queries that ask all the time.
const ASKING: usize = 8;
/// So often, and no interval between two questions about the same order.
const LIMITS: &str = "limits = { interval = \"0s\" }";

/// The configuration of a round: a quarter of the merchants holds its keys in another way than before.
fn configuration(shops: &Shops, round: usize) -> String {
    let mut text = String::new();
    for (index, shop) in shops.all().iter().enumerate() {
        let rotated = (round + 3).saturating_sub(index % 4) / 4;
        let keys = match rotated {
            0 => Keys::One,
            odd if odd % 2 == 1 => Keys::Before(odd),
            even => Keys::After(even),
        };
        text.push_str(&shop.entry(LIMITS, keys));
    }
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_query_is_lost_or_fails_while_keys_are_rotated_and_the_file_is_read_again() {
    let shops = Shops::open(OF_EACH).await;
    let merchants = shops.merchants(&configuration(&shops, 0));
    let names = merchants.names();
    assert_eq!(names.len(), 50);
    let answered = Arc::new(AtomicU64::new(0));
    let stop = Arc::new(AtomicBool::new(false));
    let asking: Vec<_> = (0..ASKING)
        .map(|worker| {
            let (merchants, names) = (merchants.clone(), names.clone());
            let (answered, stop) = (Arc::clone(&answered), Arc::clone(&stop));
            tokio::spawn(async move {
                for name in names.iter().cycle().skip(worker * 7) {
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    let client = merchants.get(name).expect("nobody is ever missing");
                    let order = client.order_by(key()).await;
                    let order = order.unwrap_or_else(|error| panic!("{name}: {error}"));
                    assert_eq!(order.state, OrderState::Paid, "{name}");
                    answered.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    let mut changed = 0;
    for round in 1..=RELOADS {
        shops.file("shops.toml", &configuration(&shops, round));
        let reloaded = reload(&merchants).await.expect("the configuration is right");
        assert!(reloaded.added.is_empty() && reloaded.removed.is_empty(), "{reloaded:?}");
        assert_eq!(reloaded.changed.len() + reloaded.unchanged, 50);
        assert!(reloaded.unchanged >= 25, "{reloaded:?}");
        changed += reloaded.changed.len();
        // Everybody is asked with the new keys before they change again.
        let before = answered.load(Ordering::Relaxed);
        while answered.load(Ordering::Relaxed) < before + 50 {
            assert!(asking.iter().all(|task| !task.is_finished()), "a query failed");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
    assert!(changed >= 100, "{changed}");
    stop.store(true, Ordering::Relaxed);
    for task in asking {
        task.await.expect("no query failed");
    }
    // Nothing was asked twice, nothing was asked in vain.
    assert_eq!(shops.simulator.exchange_count(), answered.load(Ordering::Relaxed));
}

/// As a program does that has other things to do meanwhile.
async fn reload(merchants: &Merchants) -> Result<Reloaded, ConfigError> {
    let merchants = merchants.clone();
    tokio::task::spawn_blocking(move || merchants.reload()).await.expect("nobody panicked")
}

#[tokio::test]
async fn a_file_that_is_broken_keeps_every_merchant_and_they_go_on_asking() {
    let shops = Shops::open(1).await;
    let text = configuration(&shops, 0);
    let merchants = shops.merchants(&text);
    for broken in
        ["[merchants", "[merchants.new]\nprovider = \"leshua\"", "[merchants.new]\nprovider = \"nobody\""]
    {
        shops.file("shops.toml", &(text.clone() + broken));
        reload(&merchants).await.expect_err("it is broken");
        assert_eq!(merchants.len(), 5);
    }
    for name in merchants.names() {
        let order = merchants.get(&name).expect("it is there").order_by(key()).await;
        assert_eq!(order.expect("it is answered").state, OrderState::Paid, "{name}");
    }
}

#[tokio::test]
async fn a_query_that_is_under_way_ends_with_the_client_that_it_has_although_its_merchant_is_gone() {
    let shops = Shops::open(1).await;
    let merchants = shops.merchants(&configuration(&shops, 0));
    let client: Client = merchants.get("leshua-0").expect("it is there");
    shops.simulator.arm("leshua", ORDER, Fault::SlowHead, Times::Count(1)).expect("there is room");
    let under_way = tokio::spawn(async move { client.order_by(key()).await });
    // It has come when the simulator knows about it, which is before it answers.
    shops.simulator.exchanges_after(0).await;
    shops.file("shops.toml", "[merchants]\n");
    let reloaded = reload(&merchants).await.expect("a file without merchants is right");
    assert_eq!((reloaded.removed.len(), merchants.len()), (5, 0));
    let order = under_way.await.expect("nobody panicked").expect("it is answered");
    assert_eq!(order.state, OrderState::Paid);
}
