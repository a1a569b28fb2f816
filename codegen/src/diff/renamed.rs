//! What has another name and is the same: operations are compared as if it had had that name before, so that one change is
//! told once and not again at every mention.

mod fields;

use payspec_table as table;

pub(super) use self::fields::mentions;

use crate::model::{Field, Operation};

/// Old names and new ones.
#[derive(Debug, Default)]
pub(super) struct Names(Vec<(String, String)>);

impl Names {
    /// Those of pairs that differ.
    pub(super) fn of<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let differ = pairs.filter(|(old, new)| old != new);
        Self(differ.map(|(old, new)| (old.to_owned(), new.to_owned())).collect())
    }

    fn apply(&self, name: &mut table::Str) {
        if let Some((_, new)) = self.0.iter().find(|(old, _)| *old == **name) {
            *name = new.clone().into();
        }
    }
}

/// What other things of a provider are called by name in its operations.
#[derive(Debug, Default)]
pub(super) struct Renamed {
    pub(super) credentials: Names,
    pub(super) code_tables: Names,
    /// The enums of the code tables.
    pub(super) code_types: Names,
}

impl Renamed {
    /// The operations with the new names in them.
    pub(super) fn operations(&self, old: &[Operation]) -> Vec<Operation> {
        let mut operations = old.to_vec();
        for operation in &mut operations {
            operation.request.iter_mut().chain(&mut operation.response).for_each(|field| self.field(field));
            let table::Operation { request, response, .. } = &mut operation.facts;
            each(&mut request.headers, |header| self.template(&mut header.value));
            if let Some(rule) = &mut request.signing {
                self.rule(rule);
            }
            if let table::Verification::Signed { rule, unsigned_refusals: _ } = &mut response.verification {
                self.rule(rule);
            }
            each(&mut response.identity, |entry| {
                if let table::Expected::Credential(name) = &mut entry.expected {
                    self.credentials.apply(name);
                }
            });
            for rule in &mut operation.rules {
                for (old, new) in &self.credentials.0 {
                    let mention = |name: &str| format!("`credentials.{name}`");
                    rule.subject = rule.subject.replace(&mention(old), &mention(new));
                }
            }
        }
        operations
    }

    fn field(&self, field: &mut Field) {
        match &mut field.facts.kind {
            table::Kind::Code(name) => self.code_tables.apply(name),
            // The fields inside stand in the model, too.
            _ => field.children.iter_mut().for_each(|field| self.field(field)),
        }
        if let table::Source::Credential(name) = &mut field.facts.source {
            self.credentials.apply(name);
        }
        if let Some(name) = &mut field.code_type
            && let Some((_, new)) = self.code_types.0.iter().find(|(old, _)| old == name)
        {
            name.clone_from(new);
        }
    }

    fn rule(&self, rule: &mut table::Signing) {
        self.credentials.apply(&mut rule.key);
        self.template(&mut rule.piece);
        self.template(&mut rule.prefix);
        self.template(&mut rule.suffix);
        if let table::Placement::Header { name: _, value } = &mut rule.placement {
            self.template(value);
        }
    }

    fn template(&self, template: &mut table::Template) {
        each(template, |part| {
            if let table::Part::Credential(name) = part {
                self.credentials.apply(name);
            }
        });
    }
}

fn each<T: Clone>(list: &mut table::List<T>, change: impl FnMut(&mut T)) {
    let mut items = list.to_vec();
    items.iter_mut().for_each(change);
    *list = items.into();
}
