//! Signature rules that nobody has written down yet.

use crate::diagnostic::Rule;
use crate::reporter::Reporter;
use crate::spec::ProviderSpec;
use crate::spec::read::Entries;

/// Reports the rules that say so: a client of such a provider sends nothing.
pub(super) fn check(spec: &ProviderSpec, reporter: &mut Reporter<'_>) {
    for entry in spec.signing.iter().flat_map(Entries::iter) {
        if entry.value.undecided == Some(true) {
            let message =
                format!("nobody has written down yet how messages by the rule `{}` are signed", entry.name);
            reporter.key(Rule::Undecided, &entry.place.key("undecided"), message).help = Some(
                "a client sends nothing before that; write the rule in place of `undecided`, or `unsigned: true` with its source"
                    .to_owned(),
            );
        }
    }
}
