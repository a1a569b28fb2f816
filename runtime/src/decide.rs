//! What a reply means: tier after tier, then the trade state.

use payspec_table::{
    Advice, Code, CodeTable, Kind, Operation, OrderState, Path, Presence, Provider, Reason, Tier,
};

use crate::places::{self, Scope};
use crate::{Error, NodeKind, Refusal, Text, conditions, verify};

/// What the tiers say.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// Every tier passes: the trade state decides.
    Passed,
    /// A tier decides.
    State(OrderState, Text),
    /// A tier refuses.
    Refused(Box<Refusal>),
}

/// Reads the tiers in their order.
///
/// In a verified message: a refusal is authentic if its code is signed, and a state is decided by nothing else.
pub(crate) fn tiers(provider: &Provider, operation: &Operation, scope: Scope<'_>) -> Result<Outcome, Error> {
    for tier in &operation.response.decision.tiers {
        let value = places::node(scope.root, scope.elements, &tier.field)
            .and_then(|node| node.text())
            .ok_or_else(|| Error::Incomplete { field: tier.field.dotted() })?;
        if !tier.pass.contains(value) {
            return Ok(stopped(provider, operation, scope, tier, value));
        }
    }
    Ok(Outcome::Passed)
}

/// What a tier means whose value does not pass.
fn stopped(
    provider: &Provider,
    operation: &Operation,
    scope: Scope<'_>,
    tier: &Tier,
    value: &str,
) -> Outcome {
    let code = places::text(scope.root, scope.elements, &tier.code).filter(|code| !code.is_empty());
    let entry =
        |path: &Path, text: &str| code_table(provider, scope, path).and_then(|table| table.find(text));
    let entries =
        [code.and_then(|code| entry(&tier.code, code)), entry(&tier.field, value)].into_iter().flatten();
    let verification = &operation.response.verification;
    let signed = [&tier.field, &tier.code].into_iter().all(|field| verify::is_covered(verification, field));
    for entry in entries.clone().filter(|_| signed) {
        let state = match entry.advice {
            Some(Advice::InProgress) => Some(entry.state.unwrap_or(OrderState::Pending)),
            _ => entry.state,
        };
        if let Some(state) = state {
            return Outcome::State(state, Text::from(code.unwrap_or(value)));
        }
    }
    let text = tier.text.as_ref().and_then(|path| places::text(scope.root, scope.elements, path));
    // An authentic code keeps its meaning, whatever words somebody on the way puts beside it.
    let trusted = !signed || tier.text.as_ref().is_some_and(|path| verify::is_covered(verification, path));
    let telling = text.filter(|_| trusted).unwrap_or_default();
    let described = entries.clone().next();
    Outcome::Refused(Box::new(Refusal {
        provider: provider.name.to_string(),
        operation: operation.name.to_string(),
        tier: tier.name,
        code: code.unwrap_or(value).to_owned(),
        title: described.map(|code| code.title.to_string()).filter(|title| !title.is_empty()),
        text: text.filter(|text| !text.is_empty()).map(str::to_owned),
        advice: described.and_then(|code| code.advice),
        reason: described.and_then(|code| reason(code, telling)),
        authentic: signed,
    }))
}

/// Why a provider answers with a code: the reason whose text is in the refusal's, else the one without a text.
fn reason(code: &Code, text: &str) -> Option<Reason> {
    let told_apart = code.reasons.iter().find(|(_, part)| !part.is_empty() && text.contains(&**part));
    let any = || code.reasons.iter().find(|(_, part)| part.is_empty());
    told_apart.or_else(any).map(|(reason, _)| *reason)
}

/// The trade state of the order that the scope is in, and the text from which it was read.
///
/// Nothing but a value that the signature covers and the table lists is anything but `Unknown`.
pub(crate) fn trade_state(
    provider: &Provider,
    operation: &Operation,
    scope: Scope<'_>,
) -> Result<(OrderState, Option<Text>), Error> {
    let Some(path) = &operation.response.decision.state else { return Ok((OrderState::Unknown, None)) };
    if !verify::is_covered(&operation.response.verification, path) {
        return Ok((OrderState::Unknown, None));
    }
    let Some(node) = scope.value(path) else {
        let promised = places::field(scope.fields, path).is_some_and(|field| match field.presence {
            Presence::Required => true,
            Presence::Conditional => {
                !field.when.is_empty() && conditions::hold(scope.root, scope.elements, &field.when)
            }
            Presence::Optional => false,
        });
        return if promised {
            Err(Error::Incomplete { field: path.dotted() })
        } else {
            Ok((OrderState::Unknown, None))
        };
    };
    if matches!(node.kind(), NodeKind::Object | NodeKind::List) {
        return Err(Error::Unreadable { field: path.dotted(), expected: "a text" });
    }
    let state = node
        .text()
        .and_then(|text| code_table(provider, scope, path)?.find(text)?.state)
        .unwrap_or(OrderState::Unknown);
    Ok((state, node.shared()))
}

/// The code table of the field at a path.
pub(crate) fn code_table<'p>(provider: &'p Provider, scope: Scope<'_>, path: &Path) -> Option<&'p CodeTable> {
    match &places::field(scope.fields, path)?.kind {
        Kind::Code(name) => provider.code_table(name),
        _ => None,
    }
}
