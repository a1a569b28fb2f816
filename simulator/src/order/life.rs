//! How the state of an order moves.

use std::time::Duration;

use payspec_table::OrderState;

/// When an order leaves a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum After {
    /// After so many questions were answered in it.
    Queries(u32),
    /// After so much time in it.
    Time(Duration),
}

/// One step in the life of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// When it is taken, counted from the step before.
    pub after: After,
    /// Where it leads.
    pub state: OrderState,
}
