//! What the tests that cross crates share.

pub mod bodies;
pub mod memory;
pub mod naive;
pub mod naive_provider;
pub mod wallet;
