//! What is asked, the same on every run.

use payspec_runtime::{Error, Fen, Money, OrderState, TiedBy};
use payspec_simulator::{After, SimulatedOrder, Simulator};
use payspec_tests::simulated::{Clients, Key};
use payspec_tests::subject::Subject;

/// Questions about one order, one after another; in a batch about two.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    /// Its place in the plan.
    pub(crate) number: usize,
    pub(crate) subject: Subject,
    pub(crate) orders: Vec<Planned>,
    times: usize,
}

/// An order.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    pub(crate) merchant_order_no: String,
    pub(crate) provider_order_no: String,
    pub(crate) state: OrderState,
    /// What becomes of it after it was asked about once.
    pub(crate) later: Option<OrderState>,
    pub(crate) amount: Fen,
}

/// What one question was answered: of each order its number, state and amount.
pub(crate) type Answered = Result<Vec<Seen>, Error>;

/// What a client told of an order.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) merchant_order_no: Option<String>,
    pub(crate) state: OrderState,
    pub(crate) amount: Option<Money>,
    pub(crate) tied_by: TiedBy,
}

/// So many questions: the six operations in turn, in all states, one order in ten with a life.
pub(crate) fn of(questions: usize) -> Vec<Task> {
    let mut plan = Vec::new();
    let mut left = questions;
    while left > 0 {
        let number = plan.len();
        let subject = Subject::ALL[number % Subject::ALL.len()];
        let round = number / Subject::ALL.len();
        let lives = round % 10 == 7;
        let times = if lives { 3 } else { 1 }.min(left);
        let orders = if subject == Subject::LeopardMulti { 2 } else { 1 };
        let orders = (0..orders).map(|index| planned(number, index, round, lives)).collect();
        plan.push(Task { number, subject, orders, times });
        left -= times;
    }
    plan
}

fn planned(number: usize, index: usize, round: usize, lives: bool) -> Planned {
    let ends = [OrderState::Paid, OrderState::Closed, OrderState::Failed];
    Planned {
        merchant_order_no: format!("S{number:06}-{index}"),
        provider_order_no: format!("7{number:09}{index}"),
        state: if lives {
            OrderState::Pending
        } else {
            OrderState::ALL[(round + index) % OrderState::ALL.len()]
        },
        later: lives.then(|| ends[(round / 10 + index) % ends.len()]),
        amount: Fen::new(i64::try_from(number * 2 + index + 1).expect("it is small")),
    }
}

impl Task {
    pub(crate) fn provider(&self) -> &'static str {
        &self.subject.provider().name
    }

    pub(crate) fn put(&self, simulator: &Simulator) {
        for order in &self.orders {
            let put = SimulatedOrder::new(&order.merchant_order_no)
                .provider_order_no(&order.provider_order_no)
                .state(order.state)
                .amount(order.amount);
            let put = match order.later {
                Some(state) => put.then(After::Queries(1), state),
                None => put,
            };
            simulator.put(self.provider(), put).expect("it is put");
        }
    }

    /// Asks as often as was planned.
    pub(crate) async fn ask(&self, clients: &Clients) -> Vec<Answered> {
        let mut answers = Vec::new();
        for _ in 0..self.times {
            let reply = match &*self.orders {
                [order] => clients.ask(self.subject, self.key(order)).await,
                orders => {
                    let numbers: Vec<&str> = orders.iter().map(|order| &*order.merchant_order_no).collect();
                    clients.ask_several(&numbers).await
                }
            };
            let seen = |order: &payspec_runtime::Order| Seen {
                merchant_order_no: order.merchant_order_no.as_deref().map(str::to_owned),
                state: order.state,
                amount: order.amount,
                tied_by: order.tied_by,
            };
            answers.push(reply.map(|reply| reply.orders().iter().map(seen).collect()));
        }
        answers
    }

    /// The number by which an order is asked for: each that is offered in turn, but the merchant's alone where no reply
    /// repeats it. What happens then is the subject of the fault matrix.
    fn key<'a>(&self, order: &'a Planned) -> Key<'a> {
        let (merchant, provider) = (&*order.merchant_order_no, &*order.provider_order_no);
        let mut keys = Key::offered(self.subject, merchant, provider);
        if matches!(self.subject, Subject::UmfServiceProvider | Subject::UmfMerchant) {
            keys.retain(|key| matches!(key, Key::Both(..)));
        }
        keys[self.number / Subject::ALL.len() % keys.len()]
    }
}
