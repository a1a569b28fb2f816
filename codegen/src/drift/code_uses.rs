//! What a specification uses the codes of a table for.

use payspec_table::{Kind, Path};

use super::expected::Decide;
use crate::model::{Field, Provider};

/// The fields with the codes of one table, and what is decided by them.
pub(super) struct Uses<'a> {
    pub(super) decide: Decide,
    /// The titles of the fields.
    pub(super) titles: Vec<String>,
    /// The values by which a reply is no refusal.
    pub(super) pass: Vec<&'a str>,
}

/// Which fields of a provider use a code table, and what for.
pub(super) fn of<'a>(provider: &'a Provider, table: &str) -> Uses<'a> {
    let mut found = Uses { decide: Decide::Nothing, titles: Vec::new(), pass: Vec::new() };
    for operation in &provider.operations {
        let decision = &operation.facts.response.decision;
        each(&operation.request, &mut Vec::new(), &mut |field, _| {
            if uses(field, table) {
                found.titles.push(field.facts.title.clone().into_owned());
            }
        });
        each(&operation.response, &mut Vec::new(), &mut |field, path| {
            if !uses(field, table) {
                return;
            }
            found.titles.push(field.facts.title.clone().into_owned());
            let is = |other: &Path| other.iter().eq(path.iter().copied());
            if decision.state.as_ref().is_some_and(is) {
                found.decide = Decide::State;
            }
            for tier in &decision.tiers {
                if is(&tier.field) || is(&tier.code) {
                    if found.decide == Decide::Nothing {
                        found.decide = Decide::Refusal;
                    }
                    if is(&tier.field) {
                        found.pass.extend(tier.pass.iter());
                    }
                }
            }
        });
    }
    found
}

fn uses(field: &Field, table: &str) -> bool {
    matches!(&field.facts.kind, Kind::Code(name) if name == table)
}

/// Goes through fields and those inside them, each with its path.
fn each<'a>(fields: &'a [Field], path: &mut Vec<&'a str>, act: &mut impl FnMut(&'a Field, &[&'a str])) {
    for field in fields {
        path.push(&field.facts.name);
        act(field, path);
        let list = matches!(field.facts.kind, Kind::List(_));
        if list {
            path.push(payspec_table::EACH);
        }
        each(&field.children, path, act);
        if list {
            path.pop();
        }
        path.pop();
    }
}
