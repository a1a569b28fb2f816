//! Orders to ask about at once.

use std::time::Duration;

use payspec_codegen::model::Provider;
use payspec_runtime::{ChinaTime, Fen, OrderState};
use payspec_simulator::{After, PutError, SimulatedOrder, Simulator};

/// How long ago the orders were created, and how long ago they were paid.
const CREATED_AGO: Duration = Duration::from_secs(600);
const PAID_AGO: Duration = Duration::from_secs(300);
/// After how many questions the order is paid that is pending first.
const QUESTIONS: u32 = 2;

/// Gives each provider an order in every state that it can tell, and one that becomes paid.
pub(super) fn put(simulator: &Simulator, providers: &[Provider]) -> Result<(), PutError> {
    let now = ChinaTime::now().timestamp();
    for provider in providers {
        let states = simulator.states(provider.name());
        let longest = simulator.longest_order_no(provider.name());
        let mut amount = 0;
        let mut order = |name: &str| {
            amount += 1_280;
            let name = fitting(name, amount / 1_280, longest);
            SimulatedOrder::new(name).amount(Fen::new(amount)).created_at((now - CREATED_AGO).into())
        };
        for &state in states.iter().filter(|state| **state != OrderState::Unknown) {
            let order = order(&number(state)).state(state);
            let was_paid = matches!(
                state,
                OrderState::Paid | OrderState::Refunding | OrderState::Refunded | OrderState::RefundFailed
            );
            let order = if was_paid { order.paid_at((now - PAID_AGO).into()) } else { order };
            simulator.put(provider.name(), order)?;
        }
        if [OrderState::Pending, OrderState::Paid].iter().all(|state| states.contains(state)) {
            let soon = order("DEMO-SOON").then(After::Queries(QUESTIONS), OrderState::Paid);
            simulator.put(provider.name(), soon)?;
        }
    }
    Ok(())
}

/// `DEMO-REFUND-FAILED` for `RefundFailed`.
fn number(state: OrderState) -> String {
    let mut number = "DEMO".to_owned();
    for letter in state.name().chars() {
        number.extend(letter.is_uppercase().then_some('-'));
        number.push(letter.to_ascii_uppercase());
    }
    number
}

/// A number that the provider's questions have room for.
fn fitting(name: &str, index: i64, longest: Option<usize>) -> String {
    match longest {
        Some(longest) if name.len() > longest => format!("D{index}"),
        _ => name.to_owned(),
    }
}
