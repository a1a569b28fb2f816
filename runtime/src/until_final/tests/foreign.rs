//! What is given to those who implement `OrderQuery` themselves and say only how to ask once.

use std::collections::VecDeque;
use std::num::NonZeroU32;
use std::sync::Mutex;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use payspec_table::OrderState;
use tokio::time::Instant;

use super::scripted::key;
use super::{SECOND, exact, final_state, unresolved};
use crate::{
    Boxed, Concurrency, Error, Money, Order, OrderKey, OrderQuery, Outcome, Patience, TiedBy, VouchedBy, Why,
};

struct Foreign {
    answers: Mutex<VecDeque<Result<Order, Error>>>,
    asked_at: Mutex<Vec<Duration>>,
    start: Instant,
}

impl Foreign {
    fn new(answers: impl IntoIterator<Item = Result<Order, Error>>) -> Self {
        let answers = Mutex::new(answers.into_iter().collect());
        Self { answers, asked_at: Mutex::default(), start: Instant::now() }
    }

    fn asked_at(&self) -> Vec<u128> {
        self.asked_at.lock().unwrap().iter().map(Duration::as_millis).collect()
    }
}

impl OrderQuery for Foreign {
    fn order_by(&self, _: OrderKey) -> Boxed<'_, Result<Order, Error>> {
        self.asked_at.lock().unwrap().push(self.start.elapsed());
        let answer = self.answers.lock().unwrap().pop_front();
        Box::pin(async move {
            match answer {
                Some(answer) => answer,
                None => std::future::pending().await,
            }
        })
    }
}

fn tied(state: OrderState, fen: i64) -> Result<Order, Error> {
    let amount = Some(Money::cny(fen));
    let order = Order::unknown("foreign".into(), VouchedBy::Signature);
    Ok(Order { state, amount, tied_by: TiedBy::OrderNumber, ..order })
}

fn untied(state: OrderState) -> Result<Order, Error> {
    tied(state, 100).map(|order| Order { tied_by: TiedBy::Connection, ..order })
}

async fn until_final(foreign: &Foreign, patience: Patience) -> Outcome {
    let foreign: &dyn OrderQuery = foreign;
    foreign.until_final(key(), patience).await
}

#[tokio::test(start_paused = true)]
async fn it_is_asked_by_the_same_schedule_and_the_same_rules() {
    let foreign = Foreign::new([
        tied(OrderState::Pending, 100),
        Err(Error::Status { status: 500 }),
        Err(Error::Status { status: 429 }),
        tied(OrderState::Paid, 99),
        tied(OrderState::Paid, 100),
    ]);
    let outcome = until_final(&foreign, exact().growth(0).expect_amount(Money::cny(100))).await;
    assert_eq!(final_state(&outcome), OrderState::Paid);
    assert_eq!(outcome.order().and_then(|order| order.amount), Some(Money::cny(100)));
    assert_eq!(foreign.asked_at(), [0, 5_000, 10_000, 15_000, 20_000]);
}

#[tokio::test(start_paused = true)]
async fn it_ends_as_a_poll_of_a_client_does() {
    let waiting = || Foreign::new([tied(OrderState::Pending, 100), tied(OrderState::Pending, 100)]);
    let ended = unresolved(until_final(&waiting(), exact().attempts(NonZeroU32::new(2).unwrap())).await);
    assert_eq!((ended.why, ended.attempts, ended.state()), (Why::Attempts, 2, OrderState::Pending));
    // The third is never answered.
    let ended = unresolved(until_final(&waiting(), exact().deadline(60 * SECOND)).await);
    assert_eq!((ended.why, ended.attempts, ended.elapsed), (Why::Deadline, 3, 60 * SECOND));
    let foreign = waiting();
    let ended = unresolved(until_final(&foreign, exact().deadline(Duration::ZERO)).await);
    assert_eq!((ended.why, foreign.asked_at().len()), (Why::Deadline, 0));
    let unusable = Error::Unusable { what: "x".to_owned() };
    let ended = unresolved(until_final(&Foreign::new([Err(unusable)]), exact()).await);
    assert_eq!((ended.why, ended.attempts), (Why::Pointless, 1));
}

#[tokio::test(start_paused = true)]
async fn what_names_no_order_is_final_only_for_who_accepts_it() {
    let ended = unresolved(until_final(&Foreign::new([untied(OrderState::Paid)]), exact()).await);
    assert_eq!((ended.why, ended.last.is_none()), (Why::Untied, true));
    let outcome = until_final(&Foreign::new([untied(OrderState::Paid)]), exact().accept_untied()).await;
    assert_eq!(final_state(&outcome), OrderState::Paid);
}

#[tokio::test]
async fn each_key_is_asked_about_once() {
    let foreign = Foreign::new((0..9).map(|_| tied(OrderState::Paid, 100)));
    let keys = stream::iter(0..9).map(|number| OrderKey::Merchant(number.to_string()));
    let answers: Vec<_> = foreign.query_all(Box::pin(keys), Concurrency::new(4)).collect().await;
    let mut numbers: Vec<_> = answers.iter().map(|(key, _)| format!("{key:?}")).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..9).map(|number| format!("MerchantOrderNo(\"{number}\")")).collect::<Vec<_>>());
    assert!(answers.iter().all(|(_, answer)| answer.is_ok()));
}

#[test]
fn outside_a_runtime_it_says_so() {
    let foreign = Foreign { answers: Mutex::default(), asked_at: Mutex::default(), start: Instant::now() };
    let outcome = futures_util::FutureExt::now_or_never(until_final(&foreign, exact())).expect("it waits");
    let ended = unresolved(outcome);
    assert!(matches!(ended.last_error.as_deref(), Some(Error::Unusable { .. })), "{ended}");
}
