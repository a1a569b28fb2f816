//! What hangs on the fields of a specification.

use payspec_table::{Condition, Field, Order, Over, Path, Placement, Signing, Source, Verification};

use super::Direction;
use super::expected::Hangs;
use crate::model;

/// What an operation takes from the fields of one of its messages.
pub(super) struct Reliance<'a> {
    direction: Direction,
    rule: Option<&'a Signing>,
    decision: Vec<&'a Path>,
    identity: Vec<&'a Path>,
    shown: Vec<&'a Path>,
    unsigned: &'a [Condition],
}

impl<'a> Reliance<'a> {
    pub(super) fn new(operation: &'a model::Operation, direction: Direction) -> Self {
        let (request, response) = (&operation.facts.request, &operation.facts.response);
        if direction == Direction::Request {
            return Self {
                direction,
                rule: request.signing.as_ref(),
                decision: Vec::new(),
                identity: Vec::new(),
                shown: Vec::new(),
                unsigned: &[],
            };
        }
        let (rule, unsigned) = match &response.verification {
            Verification::Signed { rule, unsigned_refusals } => (Some(rule), &**unsigned_refusals),
            Verification::Unsigned => (None, &[][..]),
        };
        let tiers = response.decision.tiers.iter();
        let decision = tiers
            .flat_map(|tier| [&tier.field, &tier.code])
            .chain(&response.decision.state)
            .chain(&response.orders)
            .chain(unsigned.iter().map(|condition| &condition.path));
        Self {
            direction,
            rule,
            decision: decision.collect(),
            identity: response.identity.iter().map(|identity| &identity.field).collect(),
            shown: response.view.iter().map(|entry| &entry.field).collect(),
            unsigned,
        }
    }

    pub(super) fn is_request(&self) -> bool {
        self.direction == Direction::Request
    }

    /// When a refusal need not have the signature.
    pub(super) fn unsigned_refusals(&self) -> &'a [Condition] {
        self.unsigned
    }

    /// What hangs on a field with this path.
    pub(super) fn of(&self, field: &Field, path: &[&str]) -> Hangs {
        let needs = |paths: &[&Path]| paths.iter().any(|needed| begins(needed, path));
        if field.source == Source::Signature {
            Hangs::Signature
        } else if self.is_request() {
            if self.rule.is_some_and(|rule| signs(rule, path)) { Hangs::Signed } else { Hangs::Sent }
        } else if self.rule.is_some_and(|rule| holds_or_orders(rule, path)) {
            Hangs::Signed
        } else if needs(&self.decision) {
            Hangs::Decision
        } else if needs(&self.identity) {
            Hangs::Identity
        } else if needs(&self.shown) {
            Hangs::Promise
        } else {
            Hangs::Nothing
        }
    }
}

/// Whether a request's field takes part in the string.
fn signs(rule: &Signing, path: &[&str]) -> bool {
    let name = match (&rule.over, path) {
        (Over::Body, _) => return true,
        (Over::Message, [name, ..]) => name,
        (Over::Member(member), path) if begins(member, path) => return true,
        (Over::Member(member), path) if member.iter().eq(path.iter().take(member.len()).copied()) => {
            match path.get(member.len()) {
                Some(name) => name,
                None => return true,
            }
        }
        _ => return false,
    };
    match &rule.order {
        Order::Fixed(names) => names.contains(name),
        _ => !rule.exclude.contains(name),
    }
}

/// Whether a reply cannot be verified without the field: the object that is signed, one of the fields of a fixed order, or an
/// object in which the signature stands.
fn holds_or_orders(rule: &Signing, path: &[&str]) -> bool {
    let member = match &rule.over {
        Over::Member(member) => Some(member),
        _ => None,
    };
    let fixed = match (&rule.order, member, path) {
        (Order::Fixed(names), None, [name]) => names.contains(name),
        (Order::Fixed(names), Some(member), [above @ .., name]) => {
            member.iter().eq(above.iter().copied()) && names.contains(name)
        }
        _ => false,
    };
    let holds = matches!(&rule.placement, Placement::Field(place) if begins(place, path));
    fixed || holds || member.is_some_and(|member| begins(member, path))
}

/// Whether a path begins with another: whoever needs the former needs the latter.
fn begins(needed: &Path, path: &[&str]) -> bool {
    path.len() <= needed.len() && needed.iter().zip(path).all(|(needed, given)| needed == *given)
}
