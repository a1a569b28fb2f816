//! How a client behaves: the limits that it keeps to, when it asks again, and when it leaves a provider alone.
//!
//! All of it is waiting and counting; nothing here looks into a reply. Every clock is tokio's.

use std::sync::Arc;

mod asking;
mod backoff;
mod budget;
mod circuit;
mod guest;
mod intervals;
mod limits;
mod orders;
mod queue;
mod rate;
mod retries;
pub(crate) mod too_often;
mod wait;

#[cfg(test)]
mod tests;

pub(crate) use asking::Asking;
pub use budget::Budget;
pub use circuit::Circuit;
pub(crate) use guest::Guest;
pub use limits::Limits;
pub(crate) use orders::each_order;
pub use retries::Retries;

use crate::observe::{Exposure, Observer};
use crate::{Error, Exchange, Reply};

/// What a client keeps to. Nothing, unless it is told.
#[derive(Debug, Clone, Default)]
pub(crate) struct Conduct {
    pub(crate) guest: Option<Arc<Guest>>,
    pub(crate) retries: Option<Retries>,
    pub(crate) circuit: Option<Circuit>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) merchant_name: Option<Arc<str>>,
    pub(crate) exposure: Exposure,
}

/// Leave to send one request.
#[derive(Debug)]
pub(crate) struct Leave<'c> {
    ticket: Option<guest::Ticket<'c>>,
    admission: Option<circuit::Admission<'c>>,
    waited: bool,
}

impl Conduct {
    /// Waits until a request may be sent.
    async fn leave(&self, exchange: &Exchange<'_>) -> Result<Leave<'_>, Error> {
        let provider = &*exchange.endpoint().provider().name;
        let admit = || {
            let circuit = self.circuit.as_ref();
            circuit.map(Circuit::admit).transpose().map_err(|open| open.error(provider))
        };
        let Some(guest) = &self.guest else {
            return Ok(Leave { ticket: None, admission: admit()?, waited: false });
        };
        let check = || match &self.circuit {
            None => Ok(()),
            Some(circuit) => circuit.check().map_err(|open| open.error(provider)),
        };
        let mut waited = false;
        loop {
            check()?;
            let mut ticket = guest.wait(exchange, &check, &mut waited).await?;
            let admission = admit()?;
            if ticket.start() {
                return Ok(Leave { ticket: Some(ticket), admission, waited });
            }
            waited = true;
        }
    }
}

impl Leave<'_> {
    /// Tells everybody what came of it.
    fn settle(self, result: Result<&Reply, &Error>) {
        if let Some(admission) = self.admission {
            admission.settle(result);
        }
        if let Some(ticket) = self.ticket {
            ticket.settle(result);
        }
    }
}
