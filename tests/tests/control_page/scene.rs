//! A simulator of every provider, some orders, and clients that ask.

use std::path::Path;
use std::time::Duration;

use payspec::leshua::{Client, Credentials, Environment, QueryStatus};
use payspec_runtime::{ChinaTime, Error, Fen, OrderState};
use payspec_simulator::{After, Fault, SimulatedOrder, Simulator, Times};

/// The order that the tests are about, at the provider whose generated client asks.
pub(crate) const ORDER: &str = "JD201909250317100002";
const PROVIDER: &str = "leshua";

/// A simulator of every provider, with a control page.
pub(crate) struct Scene {
    pub(crate) simulator: Simulator,
    client: Client,
}

impl Scene {
    pub(crate) async fn set() -> Self {
        let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
        let builder = Simulator::from_specs([specs]).unwrap().control("127.0.0.1:0");
        let simulator = builder.bind("127.0.0.1:0").await.unwrap();
        let created = SimulatedOrder::new(ORDER).amount(Fen::new(5_800)).created_at(ChinaTime::now());
        simulator.put(PROVIDER, created.channel("WXZF")).unwrap();
        let merchant = simulator.merchant(PROVIDER).unwrap();
        let credentials =
            Credentials::new(merchant.texts["merchant_id"].as_str(), merchant.secrets["key"].clone());
        let client = Client::new(Environment::Url(simulator.url(PROVIDER).unwrap()), credentials);
        Self { simulator, client }
    }

    pub(crate) fn url(&self) -> String {
        self.simulator.control_url().unwrap()
    }

    /// Asks what became of the order.
    pub(crate) async fn ask(&self) -> Result<OrderState, Error> {
        self.ask_about(ORDER).await
    }

    pub(crate) async fn ask_about(&self, number: &str) -> Result<OrderState, Error> {
        self.client.query_status(QueryStatus::by_third_order_id(number)).await.map(|reply| reply.state())
    }

    /// Lets something happen, so that the page has something to show.
    pub(crate) async fn busy(&self) {
        let now = ChinaTime::now();
        let order = |number: &str, fen| SimulatedOrder::new(number).amount(Fen::new(fen)).created_at(now);
        self.simulator
            .put(PROVIDER, order("JD201909250317100003", 129_900).state(OrderState::Refunding))
            .unwrap();
        for (provider, number) in [("ktspay", "M1621873433953315"), ("umf_merchant", "20260925151200017")] {
            let moving = order(number, 880).then(After::Queries(3), OrderState::Paid);
            self.simulator
                .put(provider, moving.then(After::Time(Duration::from_secs(30)), OrderState::Refunded))
                .unwrap();
        }
        self.simulator.arm("ktspay", "M1621873433953315", Fault::Http502, Times::Always).unwrap();
        assert_eq!(self.ask().await.unwrap(), OrderState::Pending);
        assert!(self.simulator.set_state(PROVIDER, ORDER, OrderState::Paid));
        assert_eq!(self.ask().await.unwrap(), OrderState::Paid);
        self.simulator.arm(PROVIDER, ORDER, Fault::WrongSignature, Times::Count(1)).unwrap();
        self.ask().await.unwrap_err();
        self.ask_about("JD201909250317199999").await.unwrap_err();
        let merchant = self.simulator.merchant(PROVIDER).unwrap();
        let wrong_key = Credentials::new(merchant.texts["merchant_id"].as_str(), "0".repeat(32));
        let client = Client::new(Environment::Url(self.simulator.url(PROVIDER).unwrap()), wrong_key);
        client.query_status(QueryStatus::by_third_order_id(ORDER)).await.unwrap_err();
    }
}
