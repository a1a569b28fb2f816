//! Orders, how they change, and where they are kept.

mod kept;
mod life;
mod twin;

use payspec_runtime::{ChinaTime, Fen};
use payspec_table::OrderState;

pub use kept::OrderRecord;
pub(crate) use kept::{Numbers, Orders};
pub use life::{After, Step};

/// An order that a simulated provider knows.
///
/// What is not set is left out of replies where the specification allows that; otherwise the reply has the example of
/// the specification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimulatedOrder {
    pub(crate) merchant_order_no: String,
    pub(crate) provider_order_no: Option<String>,
    pub(crate) channel_order_no: Option<String>,
    pub(crate) state: OrderState,
    pub(crate) amount: Option<Fen>,
    pub(crate) created_at: Option<ChinaTime>,
    pub(crate) paid_at: Option<ChinaTime>,
    pub(crate) channel: Option<String>,
    pub(crate) life: Vec<Step>,
}

impl SimulatedOrder {
    /// A pending order with this number of the merchant's.
    pub fn new(merchant_order_no: impl Into<String>) -> Self {
        Self {
            merchant_order_no: merchant_order_no.into(),
            provider_order_no: None,
            channel_order_no: None,
            state: OrderState::Pending,
            amount: None,
            created_at: None,
            paid_at: None,
            channel: None,
            life: Vec::new(),
        }
    }

    /// Sets what became of it. A state that the provider has no code for is answered with an unlisted one, which
    /// clients read as [`OrderState::Unknown`].
    #[must_use]
    pub fn state(mut self, state: OrderState) -> Self {
        self.state = state;
        self
    }

    /// Sets the amount.
    #[must_use]
    pub fn amount(mut self, amount: Fen) -> Self {
        self.amount = Some(amount);
        self
    }

    /// Adds a step to its life: after so many answers or so much time in the state before, it is in another.
    ///
    /// ```
    /// use std::time::Duration;
    /// use payspec_runtime::OrderState;
    /// use payspec_simulator::{After, SimulatedOrder};
    ///
    /// let order = SimulatedOrder::new("JD1")
    ///     .then(After::Queries(2), OrderState::Paid)
    ///     .then(After::Time(Duration::from_secs(30)), OrderState::Refunding);
    /// ```
    #[must_use]
    pub fn then(mut self, after: After, state: OrderState) -> Self {
        self.life.push(Step { after, state });
        self
    }

    /// Sets when it was created.
    #[must_use]
    pub fn created_at(mut self, created_at: ChinaTime) -> Self {
        self.created_at = Some(created_at);
        self
    }

    /// Sets when it was paid; an order that its life makes paid is paid at that moment. Replies about a pending order do
    /// not have it, nor those in a state in which the specification leaves it out.
    #[must_use]
    pub fn paid_at(mut self, paid_at: ChinaTime) -> Self {
        self.paid_at = Some(paid_at);
        self
    }

    /// Sets the channel, in the provider's own code.
    #[must_use]
    pub fn channel(mut self, channel: impl Into<String>) -> Self {
        self.channel = Some(channel.into());
        self
    }

    /// Sets the provider's number of it; without one it keeps the number that it had, or is given the next that is free.
    #[must_use]
    pub fn provider_order_no(mut self, number: impl Into<String>) -> Self {
        self.provider_order_no = Some(number.into());
        self
    }

    /// Sets the number of the channel behind the provider.
    #[must_use]
    pub fn channel_order_no(mut self, number: impl Into<String>) -> Self {
        self.channel_order_no = Some(number.into());
        self
    }
}
