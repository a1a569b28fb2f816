//! What the simulator cannot take.

use crate::Fault;

/// Why an order cannot be put.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PutError {
    /// The provider is not simulated.
    #[error("no such provider is simulated")]
    NoProvider,
    /// Another order of the provider has this provider's order number.
    #[error(
        "the provider's order number `{number}` is that of the order `{of}` already; remove that one first, or give another"
    )]
    NumberTaken {
        /// The provider's order number.
        number: String,
        /// The merchant's number of the order that has it.
        of: String,
    },
}

/// Why a fault cannot be armed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ArmError {
    /// The provider is not simulated.
    #[error("no such provider is simulated")]
    NoProvider,
    /// There is no such order.
    #[error("no order of this number was put into the simulator")]
    NoOrder,
    /// No reply of the provider has room for the fault.
    #[error("no reply of this provider has room for the fault `{0}`")]
    NoRoom(Fault),
}
