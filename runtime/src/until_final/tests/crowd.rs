//! Many callers on several threads, who come and go as they like.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use payspec_table::{OrderState, Polling, Provider};

use super::{exact, scripted};
use crate::{Boxed, Client, Credentials, Error, Incoming, OrderKey, Outcome, Outgoing, Transport};

const MILLISECOND: Duration = Duration::from_millis(1);

/// Answers each question after some time, every fourth with a final state.
#[derive(Debug, Default)]
struct Counting {
    under_way: Mutex<HashMap<String, usize>>,
    most: Mutex<usize>,
    asked: AtomicU64,
    chance: RandomState,
}

impl Counting {
    fn chance(&self, number: u64) -> u64 {
        self.chance.hash_one(number)
    }
}

/// A question about an order that is under way.
struct UnderWay<'a>(&'a Counting, String);

impl<'a> UnderWay<'a> {
    fn begin(counting: &'a Counting, order: String) -> Self {
        let mut under_way = counting.under_way.lock().unwrap();
        let number = under_way.entry(order.clone()).or_default();
        *number += 1;
        let mut most = counting.most.lock().unwrap();
        *most = (*most).max(*number);
        drop(most);
        drop(under_way);
        Self(counting, order)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        *self.0.under_way.lock().unwrap().get_mut(&self.1).unwrap() -= 1;
    }
}

#[derive(Debug, Clone)]
struct Shared(Arc<Counting>);

impl Transport for Shared {
    fn send<'a>(&'a self, outgoing: &'a Outgoing) -> Boxed<'a, Result<Incoming, Error>> {
        Box::pin(async move {
            let counting = &*self.0;
            let _under_way = UnderWay::begin(counting, outgoing.body.clone());
            let chance = counting.chance(counting.asked.fetch_add(1, Ordering::Relaxed));
            if chance & 1 == 0 {
                tokio::time::sleep(MILLISECOND).await;
            } else {
                tokio::task::yield_now().await;
            }
            let no = outgoing.body.split('"').nth(3).unwrap();
            let status = if chance % 8 < 2 { "P" } else { "W" };
            let body = format!(r#"{{"code":"0","no":"{no}","status":"{status}"}}"#);
            Ok(Incoming { status: 200, headers: Vec::new(), body: body.into_bytes() })
        })
    }
}

/// The provider of the other tests, who may be asked as often as one likes.
fn provider() -> Provider {
    let mut operation = scripted::PROVIDER.operations[0].clone();
    operation.polling = Polling::new();
    Provider { operations: vec![operation].into(), ..scripted::PROVIDER.clone() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_comes_and_goes_no_order_is_asked_about_twice_at_once_and_nobody_is_left_waiting() {
    let counting = Arc::new(Counting::default());
    let client = Client::new(provider(), "https://crowd.example", Credentials::new())
        .transport(Shared(Arc::clone(&counting)));
    let end = Instant::now() + 100 * MILLISECOND;
    let callers = (0..32_u64).map(|caller| {
        let (client, counting) = (client.clone(), Arc::clone(&counting));
        tokio::spawn(async move {
            let (mut round, mut finals) = (caller << 32, 0_u32);
            while Instant::now() < end || finals == 0 {
                round += 1;
                let chance = counting.chance(round);
                let key = OrderKey::Merchant(format!("JD{}", chance % 3));
                let asking = client.until_final(key.clone(), exact().interval(MILLISECOND));
                let leaves_after = MILLISECOND * u32::try_from(chance >> 8 & 7).unwrap();
                // Once the time is over nobody leaves before he knows.
                let stays = Instant::now() >= end;
                let leaves_after = if stays { Duration::from_secs(30) } else { leaves_after };
                match tokio::time::timeout(leaves_after, asking).await {
                    Ok(Outcome::Final(order)) => {
                        assert_eq!(order.state, OrderState::Paid);
                        let number = order.merchant_order_no.expect("it names the order");
                        assert_eq!(OrderKey::Merchant(number.to_string()), key, "another's order");
                        finals += 1;
                    }
                    Ok(Outcome::Unresolved(unresolved)) => panic!("{unresolved}"),
                    Err(_) => assert!(!stays, "he waits for ever"),
                }
            }
        })
    });
    for caller in callers.collect::<Vec<_>>() {
        caller.await.unwrap();
    }
    assert_eq!(*counting.most.lock().unwrap(), 1, "two questions about one order at once");
    assert!(counting.under_way.lock().unwrap().values().all(|number| *number == 0));
    assert_eq!(client.polls().count(), 0);
}
