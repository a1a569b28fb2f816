//! The orders of one provider, and their lives.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use payspec_runtime::{ChinaTime, Fen};
use payspec_table::OrderState;
use tokio::time::Instant;

use super::twin::twin;
use super::{After, SimulatedOrder, Step};
use crate::PutError;
use crate::fault::{Armed, Fault, Times};

/// What a simulated provider knows of an order, now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OrderRecord {
    /// The order number that the merchant gave.
    pub merchant_order_no: String,
    /// The order number that the provider gave.
    pub provider_order_no: String,
    /// The number of the channel behind the provider.
    pub channel_order_no: Option<String>,
    /// What became of it.
    pub state: OrderState,
    /// Its amount.
    pub amount: Option<Fen>,
    /// The channel, in the provider's own code.
    pub channel: Option<String>,
    /// When it was created.
    pub created_at: Option<ChinaTime>,
    /// When it was paid.
    pub paid_at: Option<ChinaTime>,
    /// The next step of its life.
    pub next: Option<Step>,
    /// How often it was asked about, by questions that nothing was wrong with.
    pub asked: u64,
    /// The faults that wait for a question about it, the next one first.
    pub armed: Vec<Armed>,
}

/// The orders of one provider, found by either number.
#[derive(Debug)]
pub(crate) struct Orders {
    by_merchant: BTreeMap<String, Kept>,
    /// From the provider's number to the merchant's.
    by_provider: HashMap<String, String>,
    /// How many digits the provider's numbers have.
    digits: usize,
    numbered: u64,
}

/// The numbers by which an order is asked for: all that are given must be its own.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Numbers<'a> {
    pub(crate) merchant: Option<&'a str>,
    pub(crate) provider: Option<&'a str>,
}

impl Orders {
    pub(crate) fn new(digits: usize) -> Self {
        Self { by_merchant: BTreeMap::new(), by_provider: HashMap::new(), digits, numbered: 0 }
    }

    /// Adds an order, in the place of one with the same merchant's number. How often that one was asked about, and its
    /// faults, are forgotten.
    ///
    /// # Errors
    /// If another order has the provider's number; then nothing changes.
    pub(crate) fn put(&mut self, mut order: SimulatedOrder) -> Result<(), PutError> {
        let known = self.by_merchant.get(&order.merchant_order_no).map(|old| old.number.clone());
        let number = order.provider_order_no.take().or(known).unwrap_or_else(|| self.next_number());
        if let Some(of) = self.by_provider.get(&number).filter(|of| **of != order.merchant_order_no) {
            return Err(PutError::NumberTaken { of: of.clone(), number });
        }
        self.by_provider.insert(number.clone(), order.merchant_order_no.clone());
        order.provider_order_no = Some(number.clone());
        let old = self.by_merchant.insert(order.merchant_order_no.clone(), Kept::new(order, number.clone()));
        if let Some(old) = old.map(|old| old.number).filter(|old| *old != number) {
            self.by_provider.remove(&old);
        }
        Ok(())
    }

    pub(crate) fn remove(&mut self, merchant_order_no: &str) -> bool {
        let removed = self.by_merchant.remove(merchant_order_no);
        if let Some(kept) = &removed {
            self.by_provider.remove(&kept.number);
        }
        removed.is_some()
    }

    /// Every order as it is now, by the merchant's numbers.
    pub(crate) fn all(&mut self) -> Vec<OrderRecord> {
        let now = Instant::now();
        self.by_merchant.values_mut().map(|kept| kept.at(now).record()).collect()
    }

    /// The order of these numbers as it is now.
    pub(crate) fn find(&mut self, numbers: Numbers<'_>) -> Option<&mut Kept> {
        let merchant = match (numbers.merchant, numbers.provider) {
            (Some(merchant), _) => merchant,
            (None, Some(provider)) => self.by_provider.get(provider)?,
            (None, None) => return None,
        };
        let kept = self.by_merchant.get_mut(merchant)?;
        let same = numbers.provider.is_none_or(|number| kept.number == number);
        same.then(|| kept.at(Instant::now()))
    }

    /// An order that nobody knows and that looks like this one; its number is none of those that are taken.
    pub(crate) fn twin(&self, order: &SimulatedOrder, taken: &[&str]) -> Option<SimulatedOrder> {
        twin(order, |numbers| {
            numbers
                .merchant
                .is_some_and(|number| self.by_merchant.contains_key(number) || taken.contains(&number))
                || numbers.provider.is_some_and(|number| self.by_provider.contains_key(number))
        })
    }

    fn next_number(&mut self) -> String {
        loop {
            self.numbered += 1;
            // A one in front, so that nobody who takes it for a number loses its zeros.
            let number = format!("1{:0width$}", self.numbered, width = self.digits.saturating_sub(1));
            if !self.by_provider.contains_key(&number) {
                return number;
            }
        }
    }
}

/// An order, how far its life has come, and what waits for it.
#[derive(Debug)]
pub(crate) struct Kept {
    order: SimulatedOrder,
    /// The provider's number of it.
    number: String,
    /// How many steps were taken.
    steps: usize,
    /// When the last one was.
    since: Instant,
    /// How many answers there were since.
    answered: u32,
    asked: u64,
    /// When the last question about it was answered.
    last_answer: Option<Instant>,
    armed: Vec<Armed>,
}

impl Kept {
    fn new(order: SimulatedOrder, number: String) -> Self {
        Self {
            order,
            number,
            steps: 0,
            since: Instant::now(),
            answered: 0,
            asked: 0,
            last_answer: None,
            armed: Vec::new(),
        }
    }

    /// Lets its life go on to a moment.
    fn at(&mut self, now: Instant) -> &mut Self {
        while let Some(step) = self.order.life.get(self.steps).copied() {
            self.since = match step.after {
                After::Queries(count) if self.answered >= count => now,
                After::Time(time) if now.duration_since(self.since) >= time => self.since + time,
                _ => break,
            };
            self.steps += 1;
            self.answered = 0;
            self.enter(step.state, now);
        }
        self
    }

    fn enter(&mut self, state: OrderState, now: Instant) {
        self.order.state = state;
        match state {
            // Should it be paid once more, it is paid then.
            OrderState::Pending => self.order.paid_at = None,
            OrderState::Paid if self.order.paid_at.is_none() => {
                let paid_at = ChinaTime::now().timestamp() - now.duration_since(self.since);
                self.order.paid_at = Some(paid_at.into());
            }
            _ => {}
        }
    }

    /// The order as it is answered to a question, which counts.
    pub(crate) fn answer(&mut self) -> SimulatedOrder {
        self.asked += 1;
        self.answered = self.answered.saturating_add(1);
        self.last_answer = Some(Instant::now());
        self.order.clone()
    }

    /// How often it was asked about.
    pub(crate) fn asked(&self) -> u64 {
        self.asked
    }

    /// How long ago the last question about it was answered.
    pub(crate) fn since_answer(&self) -> Option<Duration> {
        self.last_answer.map(|last| last.elapsed())
    }

    /// Sets its state; the rest of its life is forgotten.
    pub(crate) fn set_state(&mut self, state: OrderState) {
        self.order.life.clear();
        self.steps = 0;
        self.answered = 0;
        self.since = Instant::now();
        self.enter(state, self.since);
    }

    /// Lets a fault wait for a question.
    pub(crate) fn arm(&mut self, fault: Fault, times: Times) {
        if times != Times::Count(0) {
            self.armed.push(Armed { fault, left: times });
        }
    }

    /// Whether a fault waits.
    pub(crate) fn is_armed(&self) -> bool {
        !self.armed.is_empty()
    }

    pub(crate) fn disarm(&mut self) {
        self.armed.clear();
    }

    /// The first fault that waits and fits; it has struck once more.
    pub(crate) fn strike(&mut self, fits: impl Fn(Fault) -> bool) -> Option<Fault> {
        let index = self.armed.iter().position(|armed| fits(armed.fault))?;
        let armed = self.armed.get_mut(index)?;
        let fault = armed.fault;
        match &mut armed.left {
            Times::Always => {}
            Times::Count(left) => {
                *left -= 1;
                if *left == 0 {
                    self.armed.remove(index);
                }
            }
        }
        Some(fault)
    }

    pub(crate) fn record(&self) -> OrderRecord {
        let order = self.order.clone();
        OrderRecord {
            merchant_order_no: order.merchant_order_no,
            provider_order_no: self.number.clone(),
            channel_order_no: order.channel_order_no,
            state: order.state,
            amount: order.amount,
            channel: order.channel,
            created_at: order.created_at,
            paid_at: order.paid_at,
            next: order.life.get(self.steps).copied(),
            asked: self.asked,
            armed: self.armed.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(orders: &mut Orders, merchant: Option<&str>, provider: Option<&str>) -> Option<OrderState> {
        orders.find(Numbers { merchant, provider }).map(|kept| kept.order.state)
    }

    fn put(orders: &mut Orders, order: SimulatedOrder) {
        orders.put(order).unwrap();
    }

    fn answered(orders: &mut Orders, merchant: &str) -> OrderState {
        let numbers = Numbers { merchant: Some(merchant), provider: None };
        orders.find(numbers).unwrap().answer().state
    }

    #[test]
    fn an_order_is_found_by_either_number_and_by_both_only_if_both_are_its_own() {
        let mut orders = Orders::new(4);
        orders.put(SimulatedOrder::new("a").state(OrderState::Paid)).unwrap();
        orders.put(SimulatedOrder::new("b").provider_order_no("P")).unwrap();
        assert_eq!(find(&mut orders, Some("a"), None), Some(OrderState::Paid));
        assert_eq!(find(&mut orders, None, Some("1001")), Some(OrderState::Paid));
        assert_eq!(find(&mut orders, Some("b"), Some("P")), Some(OrderState::Pending));
        assert_eq!(find(&mut orders, Some("b"), Some("1001")), None);
        assert_eq!(find(&mut orders, None, None), None);
    }

    #[test]
    fn an_order_that_is_put_again_without_a_number_keeps_its_own() {
        let mut orders = Orders::new(4);
        orders.put(SimulatedOrder::new("a")).unwrap();
        orders.put(SimulatedOrder::new("a").state(OrderState::Paid)).unwrap();
        assert_eq!(find(&mut orders, None, Some("1001")), Some(OrderState::Paid));
    }

    #[test]
    fn an_order_that_is_put_again_is_replaced_with_its_numbers() {
        let mut orders = Orders::new(4);
        orders.put(SimulatedOrder::new("a").provider_order_no("P")).unwrap();
        orders.put(SimulatedOrder::new("a").provider_order_no("Q").state(OrderState::Closed)).unwrap();
        assert_eq!(find(&mut orders, None, Some("P")), None);
        assert_eq!(find(&mut orders, None, Some("Q")), Some(OrderState::Closed));
    }

    #[test]
    fn an_order_with_the_number_of_another_is_refused_and_both_are_as_they_were() {
        let mut orders = Orders::new(4);
        put(&mut orders, SimulatedOrder::new("a").provider_order_no("P"));
        put(&mut orders, SimulatedOrder::new("b").provider_order_no("Q"));
        let refused = orders.put(SimulatedOrder::new("b").provider_order_no("P").state(OrderState::Paid));
        let taken = PutError::NumberTaken { number: "P".to_owned(), of: "a".to_owned() };
        assert_eq!(refused, Err(taken));
        assert_eq!(find(&mut orders, Some("a"), Some("P")), Some(OrderState::Pending));
        assert_eq!(find(&mut orders, Some("b"), Some("Q")), Some(OrderState::Pending));
        assert!(orders.remove("a"));
        put(&mut orders, SimulatedOrder::new("b").provider_order_no("P"));
        assert_eq!(find(&mut orders, Some("b"), Some("P")), Some(OrderState::Pending));
    }

    #[test]
    fn an_order_that_is_pending_again_was_not_paid_and_is_paid_anew() {
        let mut orders = Orders::new(4);
        let long_ago = ChinaTime::from_milliseconds(1_000_000_000_000).unwrap();
        put(&mut orders, SimulatedOrder::new("a").state(OrderState::Paid).paid_at(long_ago));
        let numbers = Numbers { merchant: Some("a"), provider: None };
        orders.find(numbers).unwrap().set_state(OrderState::Refunding);
        assert_eq!(orders.find(numbers).unwrap().record().paid_at, Some(long_ago));
        orders.find(numbers).unwrap().set_state(OrderState::Pending);
        assert_eq!(orders.find(numbers).unwrap().record().paid_at, None);
        orders.find(numbers).unwrap().set_state(OrderState::Paid);
        let paid_at = orders.find(numbers).unwrap().record().paid_at.unwrap();
        assert!(paid_at.as_milliseconds() > long_ago.as_milliseconds());
    }

    #[test]
    fn an_order_that_was_removed_is_found_by_no_number() {
        let mut orders = Orders::new(4);
        orders.put(SimulatedOrder::new("a")).unwrap();
        assert!(orders.remove("a"));
        assert!(!orders.remove("a"));
        assert_eq!(find(&mut orders, None, Some("1001")), None);
    }

    #[test]
    fn a_step_is_taken_after_as_many_answers_as_it_says() {
        let mut orders = Orders::new(4);
        let order = SimulatedOrder::new("a").then(After::Queries(2), OrderState::Paid);
        orders.put(order.then(After::Queries(1), OrderState::Refunding)).unwrap();
        let states: Vec<OrderState> = (0..5).map(|_| answered(&mut orders, "a")).collect();
        use OrderState::{Paid, Pending, Refunding};
        assert_eq!(states, [Pending, Pending, Paid, Refunding, Refunding]);
        let record = orders.all().remove(0);
        assert_eq!((record.asked, record.next), (5, None));
        assert!(record.paid_at.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn steps_are_taken_on_time_however_late_it_is_looked() {
        let mut orders = Orders::new(4);
        let (minute, hour) = (Duration::from_secs(60), Duration::from_secs(3_600));
        let order = SimulatedOrder::new("a").then(After::Time(minute), OrderState::Paid);
        orders.put(order.then(After::Time(hour), OrderState::Refunding)).unwrap();
        tokio::time::advance(minute - Duration::from_millis(1)).await;
        assert_eq!(answered(&mut orders, "a"), OrderState::Pending);
        tokio::time::advance(hour).await;
        assert_eq!(answered(&mut orders, "a"), OrderState::Paid);
        tokio::time::advance(Duration::from_millis(1)).await;
        assert_eq!(answered(&mut orders, "a"), OrderState::Refunding);
    }

    #[test]
    fn a_state_that_is_set_stays() {
        let mut orders = Orders::new(4);
        orders.put(SimulatedOrder::new("a").then(After::Queries(1), OrderState::Closed)).unwrap();
        orders.find(Numbers { merchant: Some("a"), provider: None }).unwrap().set_state(OrderState::Paid);
        assert_eq!([answered(&mut orders, "a"), answered(&mut orders, "a")], [OrderState::Paid; 2]);
    }

    #[test]
    fn faults_strike_in_the_order_in_which_they_were_armed_and_as_often() {
        let mut kept = Kept::new(SimulatedOrder::new("a"), "1".to_owned());
        kept.arm(Fault::NoAnswer, Times::Count(0));
        kept.arm(Fault::Http500, Times::Count(2));
        kept.arm(Fault::Http502, Times::Always);
        let mut strike = || kept.strike(|fault| fault != Fault::NoAnswer);
        let struck = [strike(), strike(), strike(), strike()];
        assert_eq!(struck, [Fault::Http500, Fault::Http500, Fault::Http502, Fault::Http502].map(Some));
        assert_eq!(kept.strike(|fault| fault != Fault::Http502), None);
        kept.disarm();
        assert_eq!(kept.record().armed, []);
    }
}
