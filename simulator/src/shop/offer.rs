//! What a provider can be asked about, and what it can answer, by its tables.

use payspec_runtime::places;
use payspec_table::{
    Advice, Kind, Operation, OrderState, Path, Provider, Purpose, Role, Signing, Verification,
};

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

/// Whether a provider can tell a state; in words, if it cannot. Every provider can tell `Unknown`, by a code that it does not list.
pub(crate) fn can_tell(provider: &Provider, state: OrderState) -> Result<(), String> {
    let known = states(provider);
    if state == OrderState::Unknown || known.contains(&state) {
        return Ok(());
    }
    let known: Vec<String> = known.iter().map(|state| format!("`{state}`")).collect();
    Err(format!(
        "{} has no code for {state}; known here: {}; `Unknown` is answered with a code that nobody lists",
        provider.name,
        known.join(", ")
    ))
}

/// How many characters a merchant's order number can have, so that every question about one order has room for it; `None` if
/// there is no limit. Where several are asked about, the field's limit is not that of each, and does not count.
pub(crate) fn longest_order_no(provider: &Provider) -> Option<usize> {
    let about_one = provider.operations.iter().filter(|operation| operation.purpose == Purpose::OrderQuery);
    let limits = about_one.filter_map(|operation| {
        let entry = operation.request.view.iter().find(|entry| entry.role == Role::MerchantOrderNo)?;
        places::field(&operation.request.fields, &entry.field)?.max_length
    });
    limits.map(|length| usize::try_from(length.max).unwrap_or(usize::MAX)).min()
}

/// Whether every question about one order has room for its number; in words, if not.
pub(crate) fn has_room(provider: &Provider, number: &str) -> Result<(), String> {
    match longest_order_no(provider).filter(|longest| number.chars().count() > *longest) {
        None => Ok(()),
        Some(longest) => Err(format!(
            "an order number of {} characters is too long: questions to {} have room for {longest}",
            number.chars().count(),
            provider.name
        )),
    }
}

/// Why a provider cannot be simulated, if its specification leaves open how something is signed.
pub(crate) fn undecided(provider: &Provider) -> Option<String> {
    let open = |operation: &&Operation| {
        let reply = match &operation.response.verification {
            Verification::Signed { rule, .. } => Some(rule),
            Verification::Unsigned => None,
        };
        [operation.request.signing.as_ref(), reply].into_iter().flatten().any(Signing::is_undecided)
    };
    let operation = provider.operations.iter().find(open)?;
    Some(format!(
        "{} cannot be simulated: its specification leaves open how `{}` is signed; write the rules down under `signing`",
        provider.name, operation.name
    ))
}

#[cfg(test)]
mod tests {
    use payspec_table::{
        Algorithm, Decision, DigestEncoding, Encoding, Placement, RequestTable, ResponseTable,
    };

    use super::*;

    #[test]
    fn a_provider_is_simulated_when_both_signature_rules_are_written_down() {
        let place = || Placement::field(&["sign"]);
        let known = || Signing::new(Algorithm::Md5, DigestEncoding::HexUpper, "key", place());
        for (request, response, refused) in [
            (known(), known(), false),
            (Signing::undecided(place()), known(), true),
            (known(), Signing::undecided(place()), true),
        ] {
            let request = RequestTable::new(const { &[Encoding::Json] }, &[]).signing(request);
            let verification = Verification::signed(response);
            let response =
                ResponseTable::new(Encoding::Json, &[], verification, Decision::without_state(&[]));
            let provider = Provider {
                operations: vec![Operation::new("ask", "", Purpose::Other, request, response)].into(),
                ..Provider::new("acme", "", "CNY")
            };
            assert_eq!(undecided(&provider).is_some_and(|why| why.contains("`ask`")), refused);
        }
    }
}
