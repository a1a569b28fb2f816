//! How much a change matters. The reasons stand at [`Severity`].

use super::change::{Direction, Severity};
use super::expected::Hangs;
use crate::document::PresenceText;

/// A field is gone, or has another name or place.
pub(super) fn of_gone(hangs: Hangs) -> Severity {
    match hangs {
        Hangs::Signature | Hangs::Signed => Severity::BreaksSigning,
        Hangs::Sent | Hangs::Decision | Hangs::Identity | Hangs::Promise => Severity::BreaksRequests,
        Hangs::Nothing => Severity::NewInformation,
    }
}

/// A field is new. A conditional field of a request is mandatory in some case: a request of that case is refused.
pub(super) fn of_new(direction: Direction, presence: Option<PresenceText>, signature: bool) -> Severity {
    match (direction, presence) {
        _ if signature => Severity::BreaksSigning,
        (Direction::Response, _) | (_, None | Some(PresenceText::Optional)) => Severity::NewInformation,
        (Direction::Request, Some(PresenceText::Required | PresenceText::Conditional)) => {
            Severity::BreaksRequests
        }
    }
}

/// Whether a field is there. Less strictness breaks nothing: an order whose reply lacks what decides stays unknown.
pub(super) fn of_presence(
    direction: Direction,
    hangs: Hangs,
    was: Option<PresenceText>,
    is: PresenceText,
) -> Severity {
    let strictness = |presence| match presence {
        PresenceText::Optional => 0,
        PresenceText::Conditional => 1,
        PresenceText::Required => 2,
    };
    match direction {
        _ if hangs == Hangs::Signature => Severity::BreaksSigning,
        Direction::Request if strictness(is) > was.map_or(0, strictness) => Severity::BreaksRequests,
        _ => Severity::NewInformation,
    }
}

/// Another type. Replies are read in either form as long as nothing hangs on the field.
pub(super) fn of_kind(direction: Direction, hangs: Hangs) -> Severity {
    match (direction, hangs) {
        (_, Hangs::Signature) => Severity::BreaksSigning,
        (Direction::Request, _) | (_, Hangs::Decision | Hangs::Identity | Hangs::Signed) => {
            Severity::BreaksRequests
        }
        _ => Severity::NewInformation,
    }
}

/// Another limit. A reply that is longer or shorter than the document allows is read all the same.
pub(super) fn of_length(direction: Direction, hangs: Hangs, was: Option<u32>, is: Option<u32>) -> Severity {
    let shrinks = match (was, is) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(was), Some(is)) => is < was,
    };
    match direction {
        _ if hangs == Hangs::Signature => Severity::BreaksSigning,
        Direction::Request if shrinks => Severity::BreaksRequests,
        _ => Severity::NewInformation,
    }
}
