//! From a question to what the reply has to say.

use std::time::Duration;

use payspec_table::{OrderState, Provider, Purpose, Reason};

use crate::order::{Numbers, Orders};
use crate::question::objection::{self, Objection};
use crate::reply::plan::{Plan, Planner, Shows, Subject};
use crate::shop::shops::Pace;
use crate::{Told, Verdict};

/// What a question is answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) verdict: Verdict,
    /// The orders that it is about, those that nobody knows too. Empty if the question was refused.
    pub(crate) subjects: Vec<Subject>,
    /// `None` where the specification does not tell how to answer.
    pub(crate) plan: Option<Plan>,
}

impl Answer {
    /// What it tells, if everything goes well.
    pub(crate) fn told(&self) -> Vec<Told> {
        told(&self.subjects)
    }
}

/// What a reply about these orders tells.
pub(crate) fn told(subjects: &[Subject]) -> Vec<Told> {
    let told = |subject: &Subject| {
        let order = subject.order.as_ref()?;
        let state = match subject.shows {
            Shows::State => order.state,
            Shows::Unlisted | Shows::Nothing => OrderState::Unknown,
        };
        Some(Told { order: order.merchant_order_no.clone(), state })
    };
    subjects.iter().filter_map(told).collect()
}

/// Decides what a question is answered.
pub(crate) fn answer(provider: &Provider, planner: Planner<'_>, orders: &mut Orders, pace: Pace) -> Answer {
    let subjects = objection::check(provider, planner.question, planner.account)
        .and_then(|()| about_orders(planner, orders, pace));
    match subjects {
        Ok(subjects) => {
            let states = told(&subjects).iter().map(|told| told.state).collect();
            let plan = Some(planner.reply(&subjects));
            Answer { verdict: Verdict::Answered { states }, subjects, plan }
        }
        Err(objection) => refused(planner, objection),
    }
}

fn refused(planner: Planner<'_>, Objection { reason, why }: Objection) -> Answer {
    let (verdict, plan) = match planner.tiers.refusing(reason) {
        Some(stop) => (Verdict::Refused { reason, why }, Some(planner.refusal(&stop))),
        None => {
            (Verdict::Failed { why: format!("the specification has no tier that could say: {why}") }, None)
        }
    };
    Answer { verdict, subjects: Vec::new(), plan }
}

/// The orders that are asked about. That they were is noted, unless there is something against it.
fn about_orders(planner: Planner<'_>, orders: &mut Orders, pace: Pace) -> Result<Vec<Subject>, Objection> {
    let key = planner.question.key();
    let asked: Vec<(String, Numbers<'_>)> = match planner.tiers.operation.purpose {
        Purpose::OrderQueryBatch => {
            let numbers = key.numbers.merchant.unwrap_or_default();
            match key.joint.filter(|joint| !joint.is_empty()) {
                Some(joint) => numbers.split(joint).map(by_merchant).collect(),
                None => vec![by_merchant(numbers)],
            }
        }
        Purpose::OrderQuery => {
            let number = key.numbers.merchant.or(key.numbers.provider).unwrap_or_default();
            vec![(number.to_owned(), key.numbers)]
        }
        _ => return Ok(Vec::new()),
    };
    if asked.iter().all(|(_, numbers)| orders.find(*numbers).is_none()) {
        return Err(Objection::new(Reason::OrderNotFound, "no such order was put into the simulator"));
    }
    if let (Pace::AsDocumented, Some(interval)) = (pace, planner.tiers.operation.polling.interval_ms) {
        check_pace(&asked, orders, Duration::from_millis(interval))?;
    }
    let subject = |(number, numbers)| {
        let order = orders.find(numbers).map(|kept| kept.answer());
        Subject { number, order, shows: Shows::State }
    };
    Ok(asked.into_iter().map(subject).collect())
}

fn by_merchant(number: &str) -> (String, Numbers<'_>) {
    (number.to_owned(), Numbers { merchant: Some(number), provider: None })
}

/// Refuses questions that come sooner than the interval after the last one that was answered.
fn check_pace(
    asked: &[(String, Numbers<'_>)],
    orders: &mut Orders,
    interval: Duration,
) -> Result<(), Objection> {
    for (number, numbers) in asked {
        let since = orders.find(*numbers).and_then(|kept| kept.since_answer());
        if let Some(since) = since.filter(|since| *since < interval) {
            let (since, interval) = (since.as_millis(), interval.as_millis());
            let why =
                format!("`{number}` was asked about {since} ms ago, and every {interval} ms is documented");
            return Err(Objection::new(Reason::TooOften, why));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SimulatedOrder;

    #[tokio::test(start_paused = true)]
    async fn a_question_is_too_early_until_the_interval_after_the_last_answer_is_over() {
        let (interval, moment) = (Duration::from_secs(3), Duration::from_millis(1));
        let mut orders = Orders::new(4);
        orders.put(SimulatedOrder::new("a")).unwrap();
        orders.put(SimulatedOrder::new("b")).unwrap();
        let asked = [by_merchant("b"), by_merchant("nobody"), by_merchant("a")];
        assert!(check_pace(&asked, &mut orders, interval).is_ok());
        orders.find(asked[2].1).unwrap().answer();
        tokio::time::advance(interval - moment).await;
        let objection = check_pace(&asked, &mut orders, interval).unwrap_err();
        assert_eq!(objection.reason, Reason::TooOften);
        assert_eq!(objection.why, "`a` was asked about 2999 ms ago, and every 3000 ms is documented");
        assert!(check_pace(&asked[..2], &mut orders, interval).is_ok());
        tokio::time::advance(moment).await;
        assert!(check_pace(&asked, &mut orders, interval).is_ok());
    }
}
