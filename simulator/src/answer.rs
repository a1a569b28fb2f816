//! From a question to what the reply has to say.

use payspec_table::{Provider, Purpose, Reason};

use crate::Verdict;
use crate::merchant::Account;
use crate::objection::{self, Objection};
use crate::order::{Numbers, Orders};
use crate::plan::{Plan, Planner};
use crate::question::Question;
use crate::tiers::Tiers;

/// Decides what a question is answered. `None` instead of a plan where the specification does not tell how.
pub(crate) fn answer(
    provider: &Provider,
    question: &Question<'_>,
    account: &Account,
    orders: &Orders,
) -> (Verdict, Option<Plan>) {
    let planner = Planner { tiers: Tiers { provider, operation: question.operation }, question, account };
    match objection::check(provider, question, account) {
        Ok(()) => about_orders(planner, orders),
        Err(objection) => refused(planner, objection),
    }
}

fn refused(planner: Planner<'_>, Objection { reason, why }: Objection) -> (Verdict, Option<Plan>) {
    match planner.tiers.refusing(reason) {
        Some(stop) => (Verdict::Refused { reason, why }, Some(planner.refusal(&stop))),
        None => {
            (Verdict::Failed { why: format!("the specification has no tier that could say: {why}") }, None)
        }
    }
}

fn about_orders(planner: Planner<'_>, orders: &Orders) -> (Verdict, Option<Plan>) {
    let key = planner.question.key();
    let unknown = || Objection::new(Reason::OrderNotFound, "no such order was put into the simulator");
    match (planner.tiers.operation.purpose, key.joint) {
        (Purpose::OrderQueryBatch, joint) => {
            let numbers = key.numbers.merchant.unwrap_or_default();
            let found = |number| (number, orders.find(Numbers { merchant: Some(number), provider: None }));
            let found: Vec<_> = match joint.filter(|joint| !joint.is_empty()) {
                Some(joint) => numbers.split(joint).map(found).collect(),
                None => vec![found(numbers)],
            };
            if found.iter().all(|(_, order)| order.is_none()) {
                return refused(planner, unknown());
            }
            let states = found.iter().filter_map(|(_, order)| order.map(|order| order.state)).collect();
            (Verdict::Answered { states }, Some(planner.batch(&found)))
        }
        (Purpose::OrderQuery, _) => match orders.find(key.numbers) {
            Some(order) => (Verdict::Answered { states: vec![order.state] }, Some(planner.order(order))),
            None => refused(planner, unknown()),
        },
        _ => (Verdict::Answered { states: Vec::new() }, Some(planner.success())),
    }
}
