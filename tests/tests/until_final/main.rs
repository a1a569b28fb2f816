//! Orders are asked about until their state is final, by the policy of each provider.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod goes_on;
mod plain_http;
mod schedules;
mod scripted;
mod simulated;
mod stops;

use payspec_runtime::{OrderKey, OrderState, Outcome, Unresolved};
use payspec_tests::subject::{ORDER_NO, Subject};

/// The operations that ask about one order, one of each provider.
pub(crate) const SINGLE: [Subject; 5] = [
    Subject::UmfServiceProvider,
    Subject::UmfMerchant,
    Subject::Leshua,
    Subject::Ktspay,
    Subject::LeopardSingle,
];

/// The order that is asked about.
pub(crate) fn key() -> OrderKey {
    OrderKey::Merchant(ORDER_NO.to_owned())
}

pub(crate) fn unresolved(outcome: Outcome) -> Unresolved {
    match outcome {
        Outcome::Unresolved(unresolved) => unresolved,
        Outcome::Final(order) => panic!("final: {:?}", order.state),
    }
}

pub(crate) fn final_state(outcome: &Outcome) -> OrderState {
    match outcome {
        Outcome::Final(order) => order.state,
        Outcome::Unresolved(unresolved) => panic!("{unresolved}"),
    }
}
