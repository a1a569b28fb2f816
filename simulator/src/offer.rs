//! What a provider can be asked about, and what it can answer, by its tables.

use payspec_runtime::places;
use payspec_table::{Advice, Kind, Operation, OrderState, Path, Provider, Purpose, Role};

/// The states that a provider has codes for, in some operation, in the order of [`OrderState::ALL`].
pub(crate) fn states(provider: &Provider) -> Vec<OrderState> {
    let told: Vec<OrderState> =
        provider.operations.iter().flat_map(|operation| told(provider, operation)).collect();
    OrderState::ALL.into_iter().filter(|state| told.contains(state)).collect()
}

/// By the trade state, and where it is about one order by the tiers as well.
fn told(provider: &Provider, operation: &Operation) -> Vec<OrderState> {
    let decision = &operation.response.decision;
    let mut paths: Vec<&Path> = decision.state.iter().collect();
    if operation.purpose == Purpose::OrderQuery {
        paths.extend(decision.tiers.iter().flat_map(|tier| [&tier.field, &tier.code]));
    }
    let fields = &operation.response.fields;
    let tables = paths.into_iter().filter_map(|path| match &places::field(fields, path)?.kind {
        Kind::Code(name) => provider.code_table(name),
        _ => None,
    });
    let states = tables.flat_map(|table| &table.codes).filter_map(|code| match code.advice {
        Some(Advice::InProgress) => Some(code.state.unwrap_or(OrderState::Pending)),
        _ => code.state,
    });
    states.collect()
}

/// How many characters a merchant's order number can have at most; `None` if some question has no limit.
pub(crate) fn longest_order_no(provider: &Provider) -> Option<usize> {
    let mut longest = None;
    for operation in &provider.operations {
        let view = &operation.request.view;
        let Some(entry) = view.iter().find(|entry| entry.role == Role::MerchantOrderNo) else { continue };
        let field = places::field(&operation.request.fields, &entry.field)?;
        // Where several are asked about, the field's limit is not that of each.
        let limit = field.max_length.filter(|_| operation.purpose == Purpose::OrderQuery)?;
        longest = longest.max(usize::try_from(limit.max).ok());
    }
    longest
}
