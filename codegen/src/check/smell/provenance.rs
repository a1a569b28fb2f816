//! Rules that do not say how well they are known, and differences from the document that are none.

use super::fields;
use crate::diagnostic::Rule;
use crate::reporter::Reporter;
use crate::source::Place;
use crate::spec::{Basis, OperationSpec};

/// Reports decisions, unsigned refusals and polling without a `basis:`, and an empty `documented:`.
pub(super) fn check(spec: &OperationSpec, reporter: &mut Reporter<'_>) {
    if let Some(decision) = &spec.response.decision {
        require_basis(decision.basis, "the decision", &decision.place, reporter);
    }
    if let Some(refusals) = &spec.response.unsigned_refusals {
        require_basis(refusals.basis, "the rule for unsigned refusals", &refusals.place, reporter);
    }
    if let Some(polling) = &spec.polling {
        require_basis(polling.basis, "the rule for polling", &polling.place, reporter);
    }
    for message in [&spec.request.fields, &spec.response.fields] {
        for field in fields(message) {
            let documented = field.entry.value.documented.as_ref();
            if let Some(documented) = documented.filter(|documented| documented.is_empty()) {
                let message = format!("`{}` has a `documented:` in which nothing differs", field.dotted());
                reporter.key(Rule::EmptyDocumented, &documented.place, message).help = Some(
                    "say what the document has instead (`name`, `title`, `presence`, `max_length`, `type`), or leave it out"
                        .to_owned(),
                );
            }
        }
    }
}

fn require_basis(basis: Option<Basis>, what: &str, place: &Place, reporter: &mut Reporter<'_>) {
    if basis.is_none() {
        let message = format!("{what} does not say how well it is known");
        reporter.key(Rule::NoProvenance, place, message).help = Some(
            "add `basis: doc` where the document says so; otherwise `verified`, `stated`, `inferred` or `unknown`"
                .to_owned(),
        );
    }
}
