//! Code tables.

use std::collections::HashMap;
use std::ops::Range;

use payspec_table as table;

use super::name::{Scope, camel_case, require_snake_case};
use super::provenance;
use crate::diagnostic::Rule;
use crate::model;
use crate::reporter::{At, Reporter};
use crate::source::Place;
use crate::spec::read::Entries;
use crate::spec::{AdviceWord, CodeSpec, FieldSpec, ReasonWord, StateWord};
use crate::suggestion::did_you_mean;

/// The code tables of a specification.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known<'a>(pub(crate) &'a Entries<Entries<CodeSpec>>);

impl<'a> Known<'a> {
    /// The table of a field, where it has one.
    pub(crate) fn table(&self, field: &FieldSpec) -> Option<&'a Entries<CodeSpec>> {
        let name = field.table.as_deref()?;
        self.0.get(name).map(|entry| &entry.value)
    }

    /// Reports a value that the field's table does not list, and tells whether it may stand there.
    pub(crate) fn require(
        &self,
        field: &FieldSpec,
        value: &str,
        place: &Place,
        reporter: &mut Reporter<'_>,
    ) -> bool {
        let Some(table) = self.table(field) else { return true };
        let listed = table.iter().any(|code| {
            code.name == value || code.value.aliases.iter().flatten().any(|alias| alias == value)
        });
        // A code that could not be read as a whole may have it among its aliases.
        let unread = table.has_unread() || table.iter().any(|code| reporter.is_unread(&code.place));
        let may_stand = listed || unread || !table.lacks(value);
        if !may_stand {
            let name = field.table.as_deref().unwrap_or_default();
            reporter
                .value(Rule::UnknownCode, place, format!("the code table `{name}` does not list `{value}`"))
                .help = did_you_mean(value, table.names());
        }
        may_stand
    }
}

/// Checks every code table.
pub(crate) fn check(
    tables: &Entries<Entries<CodeSpec>>,
    types: &mut Scope,
    reporter: &mut Reporter<'_>,
) -> Vec<model::CodeTable> {
    tables
        .iter()
        .map(|entry| {
            let type_name = camel_case(&entry.name);
            if require_snake_case(&entry.name, At::Key(&entry.place), reporter) {
                types.claim(&type_name, At::Key(&entry.place), reporter);
            }
            if entry.value.is_empty() {
                reporter.key(
                    Rule::MissingKey,
                    &entry.place,
                    format!("the code table `{}` is empty", entry.name),
                );
            }
            model::CodeTable { type_name, name: entry.name.clone(), codes: codes(&entry.value, reporter) }
        })
        .collect()
}

fn codes(table: &Entries<CodeSpec>, reporter: &mut Reporter<'_>) -> Vec<model::Code> {
    let mut variants = Scope::new("variant");
    let mut wires = HashMap::new();
    let mut codes = Vec::new();
    for entry in table.iter() {
        let spec = &entry.value;
        let place = entry.place.key("name");
        if spec.name == "Other" {
            reporter
                .value(
                    Rule::NameClash,
                    &place,
                    "`Other` is the variant for values that the table does not list",
                )
                .help = Some("give another name".to_owned());
        } else if camel_case(&spec.name) != spec.name {
            reporter
                .value(Rule::BadName, &place, format!("`{}` is not in upper camel case", spec.name))
                .help = Some(format!("write `{}`", camel_case(&spec.name)));
        } else {
            variants.claim(&spec.name, At::Value(&place), reporter);
        }
        claim_wire(&entry.name, At::Key(&entry.place), &mut wires, reporter);
        for (index, alias) in spec.aliases.iter().flatten().enumerate() {
            let place = reporter.item(&entry.place.key("aliases"), index);
            claim_wire(alias, At::Value(&place), &mut wires, reporter);
        }
        if spec.state.is_some() && spec.advice.is_some() {
            let span = reporter.span(&entry.place.key("state"));
            let message = "a code either means a state or says what to do after a refusal";
            let diagnostic = reporter.key(Rule::Misplaced, &entry.place.key("advice"), message);
            diagnostic.also.push((span, "it means a state".to_owned()));
        }
        let reasons = spec.reason.iter().flat_map(|reasons| &reasons.0);
        codes.push(model::Code {
            provenance: provenance(spec.basis, spec.because.as_ref()),
            facts: table::Code {
                wire: entry.name.clone().into(),
                name: spec.name.clone().into(),
                title: title(spec).to_owned().into(),
                aliases: spec.aliases.clone().unwrap_or_default().into(),
                state: spec.state.map(state),
                advice: spec.advice.map(advice),
                reasons: reasons
                    .map(|(word, text)| (reason(*word), text.clone().into()))
                    .collect::<Vec<_>>()
                    .into(),
            },
        });
    }
    codes
}

/// What people call a code: its name, where the author has nothing better.
fn title(spec: &CodeSpec) -> &str {
    spec.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(&spec.name)
}

/// Takes a text of the wire for one code.
fn claim_wire<'a>(
    text: &'a str,
    at: At<'_>,
    wires: &mut HashMap<&'a str, Range<usize>>,
    reporter: &mut Reporter<'_>,
) {
    let Some(first) = wires.get(text) else {
        wires.insert(text, reporter.span_of(at));
        return;
    };
    let message = format!("`{text}` stands for two codes");
    let diagnostic = reporter.word(Rule::DuplicateCode, at, "", message);
    diagnostic.also.push((first.clone(), "the other one".to_owned()));
    diagnostic.help = Some(
        "leave it to one of them; a text that can mean either is a code of its own, with `state: Unknown`"
            .to_owned(),
    );
}

fn state(word: StateWord) -> table::OrderState {
    match word {
        StateWord::Pending => table::OrderState::Pending,
        StateWord::Paid => table::OrderState::Paid,
        StateWord::Failed => table::OrderState::Failed,
        StateWord::Closed => table::OrderState::Closed,
        StateWord::Cancelled => table::OrderState::Cancelled,
        StateWord::Refunding => table::OrderState::Refunding,
        StateWord::Refunded => table::OrderState::Refunded,
        StateWord::RefundFailed => table::OrderState::RefundFailed,
        StateWord::Unknown => table::OrderState::Unknown,
    }
}

fn advice(word: AdviceWord) -> table::Advice {
    match word {
        AdviceWord::AgainLater => table::Advice::AgainLater,
        AdviceWord::Stop => table::Advice::Stop,
        AdviceWord::InProgress => table::Advice::InProgress,
    }
}

fn reason(word: ReasonWord) -> table::Reason {
    match word {
        ReasonWord::BadSignature => table::Reason::BadSignature,
        ReasonWord::BadRequest => table::Reason::BadRequest,
        ReasonWord::OrderNotFound => table::Reason::OrderNotFound,
        ReasonWord::UnknownMerchant => table::Reason::UnknownMerchant,
        ReasonWord::TooOften => table::Reason::TooOften,
        ReasonWord::SystemError => table::Reason::SystemError,
    }
}
