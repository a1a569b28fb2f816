//! Queries that never answer "not yet".

use super::fields;
use crate::check::reference::segments;
use crate::diagnostic::Rule;
use crate::reporter::{At, Reporter};
use crate::spec::read::Entries;
use crate::spec::{AdviceWord, CodeSpec, OperationSpec, PurposeWord, StateWord};

/// Reports a query of which no reply can be Pending: whoever waits for an order never knows that it is worth while.
pub(super) fn check(
    spec: &OperationSpec,
    tables: Option<&Entries<Entries<CodeSpec>>>,
    reporter: &mut Reporter<'_>,
) {
    let Some(decision) = &spec.response.decision else { return };
    if spec.purpose == PurposeWord::Other || decision.because.is_some() {
        return;
    }
    let response = fields(&spec.response.fields);
    let table = |path: &str| {
        let field = response.iter().find(|field| field.path == segments(path))?;
        tables?.get(field.entry.value.table.as_deref()?)
    };
    let tiers = [&decision.transport, &decision.business].into_iter().flatten();
    let deciding = tiers
        .flat_map(|tier| [Some(tier.field.as_str()), tier.code.as_deref()])
        .chain([decision.state.as_deref()])
        .flatten();
    let mut codes = deciding.filter_map(table).flat_map(|table| table.value.iter());
    if codes.any(|code| is_pending(&code.value)) {
        return;
    }
    let states = decision.state.as_deref().and_then(table).map(|table| reporter.span(&table.place));
    let at = decision.place.key("state");
    let message = "no reply to this query can be Pending: no state is, and no code means \"in progress\"";
    let diagnostic = reporter.word(Rule::NeverPending, At::Value(&at), "", message);
    diagnostic.also.extend(states.map(|span| (span, "the states".to_owned())));
    diagnostic.help = Some(
        "give the code of an unpaid order `state: Pending`, or a code of a tier `advice: in_progress`; where the provider has no such answer, say so with `because:` on the decision"
            .to_owned(),
    );
}

fn is_pending(code: &CodeSpec) -> bool {
    code.state == Some(StateWord::Pending) || code.advice == Some(AdviceWord::InProgress)
}
