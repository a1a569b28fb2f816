//! What the simulator says that it told, and whether the clients heard the same.

use std::collections::{BTreeMap, HashMap};

use payspec_runtime::OrderState::{Paid, Unknown};
use payspec_runtime::{Money, OrderState, TiedBy};
use payspec_simulator::{Exchange, Fault, Verdict};
use payspec_tests::states;

use crate::plan::{Answered, Planned, Seen, Task};

/// Which fault struck which question: of this task, the so manieth.
pub(crate) type Faults = BTreeMap<(usize, usize), Fault>;

/// The exchanges of each task, in the order in which they happened.
pub(crate) struct Record(HashMap<usize, Vec<Exchange>>);

/// What became of a question.
pub(crate) struct Judged {
    pub(crate) fault: Option<Fault>,
    /// In one word, or what is wrong.
    pub(crate) verdict: Result<&'static str, String>,
}

impl Record {
    pub(crate) fn new(plan: &[Task], exchanges: Vec<Exchange>) -> Self {
        let tasks: HashMap<(&str, &str), usize> = plan
            .iter()
            .flat_map(|task| {
                task.orders.iter().flat_map(move |order| {
                    [&*order.merchant_order_no, &*order.provider_order_no]
                        .map(|number| ((task.provider(), number), task.number))
                })
            })
            .collect();
        let mut record: HashMap<usize, Vec<Exchange>> = HashMap::new();
        for exchange in exchanges {
            let number = exchange.orders.first().expect("every question names an order");
            let task = tasks
                .get(&(exchange.provider.as_deref().expect("a provider"), &**number))
                .expect("nobody else asked");
            record.entry(*task).or_default().push(exchange);
        }
        Self(record)
    }

    /// Compares the answers that a task was given with what the simulator told.
    pub(crate) fn judge(&self, task: &Task, answers: &[Answered]) -> Vec<Judged> {
        let exchanges = self.0.get(&task.number).map_or(&[][..], Vec::as_slice);
        if exchanges.len() != answers.len() {
            let wrong = format!("{task:?}: {} answers, {} exchanges", answers.len(), exchanges.len());
            return vec![Judged { fault: None, verdict: Err(wrong) }];
        }
        let pairs = exchanges.iter().zip(answers);
        pairs
            .map(|(exchange, answered)| Judged {
                fault: exchange.fault,
                verdict: judge(task, exchange, answered).map_err(|why| describe(why, exchange, answered)),
            })
            .collect()
    }
}

fn describe(why: &str, exchange: &Exchange, answered: &Answered) -> String {
    let Exchange { number, provider, operation, orders, fault, told, answer, .. } = exchange;
    format!(
        "{why}: {provider:?} {operation:?} {orders:?}, fault {fault:?}, told {told:?}, heard {answered:?}, exchange {number}: {answer:?}"
    )
}

/// What may become of a question that a fault strikes. Which error it is, is the subject of the fault matrix.
#[derive(PartialEq, Eq)]
enum Effect {
    /// The answer is as honest as without it.
    None,
    /// There is no answer.
    Error,
    /// There is no answer, or one without a state.
    NoState,
}

fn effect(fault: Fault) -> Effect {
    match fault {
        Fault::SlowHead
        | Fault::SlowBody
        | Fault::WrongContentType
        | Fault::NewField
        | Fault::MissingField
        | Fault::NumberAsText
        | Fault::TextAsNumber
        | Fault::ClockAhead
        | Fault::ClockBehind => Effect::None,
        Fault::UnknownStatus | Fault::MissingState => Effect::NoState,
        Fault::NoAnswer
        | Fault::ResetBeforeAnswer
        | Fault::ResetInBody
        | Fault::LengthTooLong
        | Fault::LengthTooShort
        | Fault::Http500
        | Fault::Http502
        | Fault::EmptyBody
        | Fault::HugeBody
        | Fault::BrokenEncoding
        | Fault::DuplicateField
        | Fault::WrongSignature
        | Fault::NoSignature
        | Fault::OtherOrder
        | Fault::OtherMerchant
        | Fault::UnsignedRefusal
        | Fault::TooOften
        | Fault::SystemError => Effect::Error,
        other => panic!("nobody has said what becomes of a question with the fault `{other}`"),
    }
}

/// What a question came to, in one word, or what is wrong.
fn judge(task: &Task, exchange: &Exchange, answered: &Answered) -> Result<&'static str, &'static str> {
    let effect = exchange.fault.map_or(Effect::None, effect);
    let seen = match (answered, effect) {
        (Err(_), Effect::None) => return Err("an honest answer was not believed"),
        (Err(_), _) => return Ok("errors"),
        (Ok(_), Effect::Error) => return Err("what must not be believed was"),
        (Ok(seen), Effect::NoState) if seen.iter().all(|seen| seen.state != Unknown) => {
            return Err("a state that nobody told");
        }
        (Ok(seen), _) => seen,
    };
    if exchange.fault.is_none() && !matches!(exchange.verdict, Verdict::Answered { .. }) {
        return Err("the simulator refused");
    }
    if seen.len() != task.orders.len() {
        return Err("not as many orders as were asked for");
    }
    let expected = |index: usize, seen: &Seen| about(task, exchange, index, seen);
    seen.iter().enumerate().try_for_each(|(index, seen)| expected(index, seen))?;
    Ok(match seen {
        seen if seen.iter().any(|seen| seen.state == Paid) => "paid",
        seen if seen.iter().all(|seen| seen.state == Unknown) => "unknown",
        _ => "in other states",
    })
}

/// Whether a client told of an order what the simulator did.
fn about(task: &Task, exchange: &Exchange, index: usize, seen: &Seen) -> Result<(), &'static str> {
    let order = &task.orders[index];
    let told = exchange.told.iter().find(|told| told.order == order.merchant_order_no);
    let told = told.ok_or("the record has nothing about the order")?.state;
    let is_silent = exchange.fault.is_some_and(|fault| effect(fault) == Effect::NoState);
    if seen.state != states::read(task.subject, told) && !(is_silent && seen.state == Unknown) {
        return Err("another state than the record's");
    }
    if seen.state == Paid && !could_be(order, Paid) {
        return Err("an order is paid that nobody paid");
    }
    if seen.state == Paid && seen.tied_by != TiedBy::OrderNumber {
        return Err("an order is paid by a reply that does not name it");
    }
    if seen.merchant_order_no.as_ref().is_some_and(|number| *number != order.merchant_order_no) {
        return Err("another order");
    }
    if seen.amount.is_some_and(|amount| amount != Money::cny(order.amount.get())) {
        return Err("another amount");
    }
    Ok(())
}

fn could_be(order: &Planned, state: OrderState) -> bool {
    order.state == state || order.later == Some(state)
}
