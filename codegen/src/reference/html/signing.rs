//! Signature rules.

use maud::{Markup, html};
use payspec_table::Verification;

use super::phrase::{known, prose, term};
use crate::model::{Operation, subject};
use crate::reference::{Direction, signing_words, terms, words};

/// The rule of a direction, step by step, and how well it is known.
pub(super) fn rule(operation: &Operation, direction: Direction) -> Markup {
    let (rule, signed, unsigned) = match direction {
        Direction::Request => {
            (operation.facts.request.signing.as_ref(), subject::REQUEST_SIGNATURE, subject::REQUEST_UNSIGNED)
        }
        Direction::Response => {
            let rule = match &operation.facts.response.verification {
                Verification::Signed { rule, .. } => Some(rule),
                Verification::Unsigned => None,
            };
            (rule, subject::RESPONSE_SIGNATURE, subject::RESPONSE_UNSIGNED)
        }
    };
    let provenance = words::provenance(operation, if rule.is_some() { signed } else { unsigned });
    html! {
        @if let Some(rule) = rule {
            dl.facts.two {
                @for (chinese, english, says) in signing_words::rule(rule) {
                    div { dt { (term(chinese, english)) } dd { (prose(&says)) } }
                }
            }
        } @else {
            p { (terms::UNSIGNED) "。" }
        }
        @if let Some(provenance) = provenance { p.note { (terms::BASIS) "：" (known(provenance)) } }
    }
}
