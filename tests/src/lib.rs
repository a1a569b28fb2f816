//! What the tests that cross crates share.

pub mod answer;
pub mod bodies;
pub mod canned;
pub mod capture;
pub mod fault;
pub mod generated_specs;
pub mod memory;
pub mod naive;
pub mod naive_provider;
pub mod question;
pub mod refused;
pub mod secrecy;
pub mod simulated;
pub mod states;
pub mod subject;
pub mod tally;
pub mod wallet;
