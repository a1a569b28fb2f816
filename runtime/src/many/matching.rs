//! Which order of a reply answers which number.

use std::collections::{HashMap, HashSet};

use payspec_table::{Identity, OrderState};

use super::Answer;
use super::packing::Packed;
use crate::identity::Shown;
use crate::reply::Listed;
use crate::{Error, Order, OrderKey, Reply};

/// The answers that a reply gives to a question about these numbers: one to each occurrence, and one under its own number
/// for each order that nobody asked about.
pub(super) fn answers(reply: &Reply, asked: Vec<Packed>, entry: &Identity) -> Vec<Answer> {
    let whole = of_all(reply);
    let mut listed: HashMap<&str, &Listed> = HashMap::new();
    for one in &reply.listed {
        if let Some(number) = &one.number {
            listed.entry(number).or_insert(one);
        }
    }
    let mut answers = Vec::with_capacity(asked.len());
    let mut foreign: HashSet<&str> = listed.keys().copied().collect();
    for Packed { number, times } in asked {
        let shown = entry.shown(&number);
        foreign.remove(shown);
        let answer = match (listed.get(shown), whole) {
            (Some(one), _) => one.order.clone(),
            (None, Some(order)) => Ok(order.clone()),
            (None, None) => Err(Error::Unanswered { order: number.clone() }),
        };
        answer_all(number, times, answer, &mut answers);
    }
    for one in &reply.listed {
        let number = one.number.as_deref().filter(|number| foreign.remove(number));
        if let (Some(number), Err(error)) = (number, &one.order) {
            answers.push((OrderKey::Merchant(number.to_owned()), Err(error.clone())));
        }
    }
    answers
}

/// The same answer to each occurrence of a number.
pub(super) fn answer_all(
    number: String,
    times: usize,
    answer: Result<Order, Error>,
    answers: &mut Vec<Answer>,
) {
    for _ in 1..times {
        answers.push((OrderKey::Merchant(number.clone()), answer.clone()));
    }
    answers.push((OrderKey::Merchant(number), answer));
}

/// What the reply says of all orders at once: that the provider is still busy with them.
///
/// A tier that names any other state does not say of which order.
fn of_all(reply: &Reply) -> Option<&Order> {
    Some(reply.order()).filter(|order| order.state == OrderState::Pending)
}
