//! A poll of whatever can be asked about an order.

use std::time::Duration;

use payspec_table::Polling;
use tokio::runtime::Handle;
use tokio::time::{Instant, timeout_at};

use super::poll::{Course, Ended, Learned};
use super::sharing::{later, no_runtime};
use super::verdict::Judge;
use super::{Outcome, Why};
use crate::endpoint::Connection;
use crate::identity::check_amount;
use crate::{OrderKey, OrderQuery, Patience, SystemAmbient, TiedBy};

/// Asks until the state is final or the patience ends; shared with nobody, and with nothing known of the connection.
pub(crate) async fn by_asking<Q: OrderQuery + ?Sized>(
    asked: &Q,
    key: OrderKey,
    patience: Patience,
) -> Outcome {
    if Handle::try_current().is_err() {
        return Outcome::not_asked(no_runtime());
    }
    let start = Instant::now();
    let until = later(start, patience.patient_for());
    let learned = Learned::nothing_yet(until);
    let ask = || async {
        let order = asked.order_by(key.clone()).await?;
        check_amount(&order, patience.expected_amount(), None, None)?;
        Ok(order)
    };
    let course = Course {
        schedule: patience.schedule(&Polling::new()),
        judge: Judge::new(TiedBy::Connection, Connection::Open),
        untied: patience.untied(),
        ambient: &SystemAmbient,
    };
    let why = if patience.patient_for() == Duration::ZERO {
        Why::Deadline
    } else {
        match timeout_at(until, course.ask_on(ask, &learned)).await {
            Ok(Ended::Final(order)) => return Outcome::Final(*order),
            Ok(Ended::GaveUp(why)) => why,
            Err(_) => Why::Deadline,
        }
    };
    Outcome::Unresolved(learned.now().unresolved(why, start.elapsed()))
}
