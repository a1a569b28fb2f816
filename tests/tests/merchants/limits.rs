//! Each merchant keeps to its own limits.

use std::time::Duration;

use payspec::{ChinaTime, Error, Fen, OrderKey, OrderQuery, OrderState, PROVIDERS};
use payspec_runtime::table::{Provider, Reason};
use payspec_simulator::{Fault, SimulatedOrder, Times};

use crate::shops::{Keys, ORDER, Shops, key};

/// Requests of each merchant.
const REQUESTS: usize = 20;
/// What its rate leaves between two of them, in milliseconds: 25 in a second.
const APART: i64 = 40;

#[tokio::test]
async fn no_merchant_asks_more_often_than_its_rate_and_none_waits_for_another() {
    let shops = Shops::open(2).await;
    let mut text = String::new();
    let mut names = Vec::new();
    for shop in shops.all() {
        // The first of each provider is limited, the second is not.
        let limited = shop.name.ends_with("-0");
        let lines = if limited {
            "limits = { per_second = 25, interval = \"0s\" }"
        } else {
            "limits = { interval = \"0s\" }"
        };
        text.push_str(&shop.entry(lines, Keys::One));
        for number in 0..REQUESTS {
            let order = SimulatedOrder::new(format!("{}-{number}", &shop.name[shop.name.len() - 1..]));
            let _ = shops.simulator.put(shop.provider, order.state(OrderState::Paid).amount(Fen::new(1)));
        }
        names.push((shop.name, shop.provider, limited));
    }
    let merchants = shops.merchants(&text);
    let start = ChinaTime::now().as_milliseconds();
    let mut queries = tokio::task::JoinSet::new();
    for number in 0..REQUESTS {
        for (name, ..) in &names {
            let client = merchants.get(name).expect("it is there");
            let order = OrderKey::Merchant(format!("{}-{number}", &name[name.len() - 1..]));
            queries.spawn(async move { client.order_by(order).await });
        }
    }
    while let Some(result) = queries.join_next().await {
        assert_eq!(result.expect("nobody panicked").expect("it is answered").state, OrderState::Paid);
    }
    let exchanges = shops.simulator.exchanges();
    assert_eq!(exchanges.len(), REQUESTS * names.len());
    let arrivals = |provider: &str, limited: bool| -> Vec<i64> {
        let prefix = if limited { "0-" } else { "1-" };
        let of = exchanges
            .iter()
            .filter(|one| one.provider.as_deref() == Some(provider) && one.orders[0].starts_with(prefix));
        let mut at: Vec<i64> = of.map(|one| one.at.as_milliseconds() - start).collect();
        at.sort_unstable();
        at
    };
    for provider in PROVIDERS {
        let limited = arrivals(&provider.name, true);
        assert_eq!(limited.len(), REQUESTS);
        // However late they are: none is there before its time. Clocks are read in whole milliseconds.
        for (index, at) in (0..).zip(&limited) {
            assert!(*at >= index * APART - 2, "{}: {limited:?}", provider.name);
        }
        let free = arrivals(&provider.name, false);
        assert!(free.last() < limited.last(), "{}: {free:?} {limited:?}", provider.name);
    }
}

/// Whether a code of the provider says that it is asked too often.
fn says_too_often(provider: &Provider) -> bool {
    let mut codes = provider.code_tables.iter().flat_map(|table| table.codes.iter());
    codes.any(|code| code.reasons.iter().any(|(reason, _)| *reason == Reason::TooOften))
}

#[tokio::test]
async fn a_merchant_that_asked_too_often_is_silent_for_a_while_and_it_alone() {
    let shops = Shops::open(2).await;
    let text: String = shops.all().iter().map(|shop| shop.entry("", Keys::One)).collect();
    let merchants = shops.merchants(&text);
    let mut tried = 0;
    for provider in PROVIDERS.iter().filter(|provider| says_too_often(provider)) {
        let name = &*provider.name;
        let [guilty, other] =
            [0, 1].map(|index| merchants.get(&format!("{name}-{index}")).expect("it is there"));
        let order = SimulatedOrder::new("JD2").state(OrderState::Paid).amount(Fen::new(1));
        let _ = shops.simulator.put(name, order);
        shops.simulator.arm(name, ORDER, Fault::TooOften, Times::Count(1)).expect("there is room");
        let refused = guilty.order_by(key()).await.expect_err("it is refused");
        let Error::Refused(refusal) = &refused else { panic!("{name}: {refused}") };
        assert_eq!(refusal.reason, Some(Reason::TooOften), "{name}");

        let count = shops.simulator.exchange_count();
        let about = || OrderKey::Merchant("JD2".to_owned());
        let waiting = tokio::time::timeout(Duration::from_millis(300), guilty.order_by(about())).await;
        assert!(waiting.is_err(), "{name}: it did not wait: {waiting:?}");
        assert_eq!(shops.simulator.exchange_count(), count, "{name}: it asked");
        assert_eq!(other.order_by(about()).await.expect("it may ask").state, OrderState::Paid, "{name}");
        tried += 1;
    }
    assert!(tried > 0, "no provider says that it is asked too often");
}
