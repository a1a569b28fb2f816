//! The question asked of a simulator inside the process, for trials.

use std::time::Duration;

use payspec_codegen::model::Provider;
use payspec_runtime::{ChinaTime, Credentials, Fen, OrderState};
use payspec_simulator::{SimulatedOrder, Simulator};

use crate::failure::Failure;
use crate::query::By;

/// The amount of the order that is invented.
const AMOUNT: Fen = Fen::new(12_800);
/// How long ago it was paid.
const PAID_AGO: Duration = Duration::from_secs(300);

/// A simulator that knows one paid order.
pub(crate) struct Simulated {
    pub(crate) url: String,
    pub(crate) credentials: Credentials,
    /// Runs as long as it is held.
    _simulator: Simulator,
}

impl Simulated {
    /// Starts it on loopback. It needs a tokio runtime around it.
    pub(crate) async fn start(provider: &Provider, order_no: &str, by: By) -> Result<Self, Failure> {
        let failed = |error: &dyn std::fmt::Display| Failure::Simulator(error.to_string());
        let simulator = Simulator::new([provider.table.clone()])
            .bind("127.0.0.1:0")
            .await
            .map_err(|error| failed(&error))?;
        let name = provider.name();
        let (Some(url), Some(credentials)) = (simulator.url(name), simulator.credentials(name)) else {
            return Err(Failure::Simulator(format!("it does not serve {name}")));
        };
        let order = match by {
            By::Merchant => SimulatedOrder::new(order_no),
            By::Provider => SimulatedOrder::new("INVENTED").provider_order_no(order_no),
        };
        let paid_at = ChinaTime::from(ChinaTime::now().timestamp() - PAID_AGO);
        simulator
            .put(name, order.state(OrderState::Paid).amount(AMOUNT).paid_at(paid_at))
            .map_err(|error| failed(&error))?;
        Ok(Self { url, credentials, _simulator: simulator })
    }
}
