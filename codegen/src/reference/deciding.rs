//! Which codes of a reply decide about an order.

use payspec_runtime::places;
use payspec_table::{Advice, Code, Kind, OrderState, Path, Presence, Tier, Verification};

use crate::model::{CodeTable, Operation, Provider};

/// A code that decides before the trade state is looked at.
pub(crate) struct Deciding<'a> {
    /// Where it stands: the code of the tier, or the field of the tier itself.
    pub(crate) path: &'a Path,
    /// The code.
    pub(crate) code: &'a Code,
    /// What it makes of the order.
    pub(crate) state: OrderState,
}

/// The codes of a tier that decide at once where its field does not pass, in the order in which they are asked for.
pub(crate) fn at_once<'a>(
    provider: &'a Provider,
    operation: &'a Operation,
    tier: &'a Tier,
) -> Vec<Deciding<'a>> {
    let decides = |path: &'a Path| move |code: &'a Code| Some(Deciding { path, code, state: state(code)? });
    places_of(tier)
        .flat_map(|path| codes(provider, operation, path).iter().filter_map(decides(path)))
        .collect()
}

/// Where the codes of a tier stand, each place once.
pub(crate) fn places_of(tier: &Tier) -> impl Iterator<Item = &Path> {
    [&tier.code, &tier.field].into_iter().take(if tier.code == tier.field { 1 } else { 2 })
}

/// The codes that a field of the reply can hold; none where it has no table.
pub(crate) fn codes<'a>(provider: &'a Provider, operation: &'a Operation, path: &Path) -> &'a [Code] {
    let table = table_of(operation, path).and_then(|name| provider.table.code_table(name));
    table.map_or(&[], |table| &table.codes)
}

/// The code table of a field of the reply.
pub(crate) fn table_of<'a>(operation: &'a Operation, path: &Path) -> Option<&'a str> {
    match &places::field(&operation.facts.response.fields, path)?.kind {
        Kind::Code(name) => Some(name),
        _ => None,
    }
}

/// The code tables in which a decision looks up what becomes of an order. Those of other fields may have states too, and
/// decide nothing.
pub(crate) fn tables(provider: &Provider) -> Vec<&CodeTable> {
    let looked_up = |operation: &Operation, table: &CodeTable| {
        let decision = &operation.facts.response.decision;
        let mut paths = decision.tiers.iter().flat_map(places_of).chain(&decision.state);
        paths.any(|path| table_of(operation, path) == Some(&*table.name))
    };
    let is_meant = |table: &&CodeTable| {
        table.codes.iter().any(|code| state(&code.facts).is_some())
            && provider.operations.iter().any(|operation| looked_up(operation, table))
    };
    provider.code_tables.iter().filter(is_meant).collect()
}

/// Whether a reply that passes every tier must have the trade state: without it, it is an error.
pub(crate) fn promises_state(operation: &Operation) -> bool {
    let response = &operation.facts.response;
    let field = response.decision.state.as_ref().and_then(|path| places::field(&response.fields, path));
    field.is_some_and(|field| match field.presence {
        Presence::Required => true,
        Presence::Conditional => !field.when.is_empty(),
        Presence::Optional => false,
    })
}

/// The state of an order that a code means; `None` where it says nothing about one.
pub(crate) fn state(code: &Code) -> Option<OrderState> {
    code.state.or_else(|| (code.advice == Some(Advice::InProgress)).then_some(OrderState::Pending))
}

/// Whom a reply is believed, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Its signature.
    Signature,
    /// The connection alone: the provider says that it does not sign.
    Connection,
    /// Nobody: it is not known how it is signed, and the client asks nothing.
    Nothing,
}

/// Whom the replies of an operation are believed.
pub(crate) fn trust(operation: &Operation) -> Trust {
    match &operation.facts.response.verification {
        Verification::Unsigned => Trust::Connection,
        Verification::Signed { rule, .. } if rule.is_undecided() => Trust::Nothing,
        Verification::Signed { .. } => Trust::Signature,
    }
}
