//! Fields that have another name, at every place that mentions them by a path.

use payspec_table as table;

use super::each;
use crate::diff::field;
use crate::model::{Field, Operation, subject};
use crate::restate;

/// The operation as if its fields had had before the names that they have now; what is said of the fields themselves is
/// as it was.
pub(in crate::diff) fn mentions(old: &Operation, new: &Operation) -> Operation {
    let mut operation = old.clone();
    let (mut asked, mut answered) = (Paths::default(), Paths::default());
    asked.collect((&[], &old.request), (&[], &new.request));
    answered.collect((&[], &old.response), (&[], &new.response));
    operation.request.iter_mut().for_each(|field| asked.field(field));
    operation.response.iter_mut().for_each(|field| answered.field(field));
    let table::Operation { request, response, .. } = &mut operation.facts;
    each(&mut request.groups, |group| asked.names(&[], &mut group.members));
    each(&mut request.view, |entry| asked.path(&mut entry.field));
    if let Some(rule) = &mut request.signing {
        asked.rule(rule);
    }
    if let table::Verification::Signed { rule, unsigned_refusals } = &mut response.verification {
        answered.rule(rule);
        each(unsigned_refusals, |condition| answered.path(&mut condition.path));
    }
    each(&mut response.decision.tiers, |tier| {
        [&mut tier.field, &mut tier.code]
            .into_iter()
            .chain(&mut tier.text)
            .for_each(|path| answered.path(path));
    });
    response.decision.state.iter_mut().chain(&mut response.orders).for_each(|path| answered.path(path));
    each(&mut response.view, |entry| answered.path(&mut entry.field));
    let rules = &mut operation.rules;
    each(&mut response.identity, |entry| {
        let known = |entry: &table::Identity| {
            subject::identity(&entry.field.dotted(), &restate::expected(&entry.expected))
        };
        let before = known(entry);
        answered.path(&mut entry.field);
        if let table::Expected::Request(name) = &mut entry.expected {
            *name = asked.renamed(std::slice::from_ref(&&**name)).concat().into();
        }
        for rule in rules.iter_mut().filter(|rule| rule.subject == before) {
            rule.subject = known(entry);
        }
    });
    operation
}

/// Old paths and new ones, of the fields whose own name is another.
#[derive(Default)]
struct Paths(Vec<(Vec<String>, Vec<String>)>);

impl Paths {
    fn collect(&mut self, (before, old): (&[String], &[Field]), (after, new): (&[String], &[Field])) {
        let inside = |path: &[String], field: &Field| -> Vec<String> {
            path.iter().cloned().chain([field.facts.name.to_string()]).collect()
        };
        for (one, other) in field::paired(old, new).both {
            let (mut before, mut after) = (inside(before, one), inside(after, other));
            if one.facts.name != other.facts.name {
                self.0.push((before.clone(), after.clone()));
            }
            for (field, path) in [(one, &mut before), (other, &mut after)] {
                if matches!(field.facts.kind, table::Kind::List(_)) {
                    path.push(table::EACH.to_owned());
                }
            }
            self.collect((&before, &one.children), (&after, &other.children));
        }
    }

    /// The path now: what is deepest inside knows the names of all that is around it.
    fn renamed(&self, path: &[&str]) -> Vec<String> {
        let around = self.0.iter().filter(|(old, _)| path.iter().take(old.len()).eq(old));
        let (old, new) = match around.max_by_key(|(old, _)| old.len()) {
            Some((old, new)) => (old.len(), &**new),
            None => (0, &[][..]),
        };
        new.iter().cloned().chain(path.iter().skip(old).map(|name| (*name).to_owned())).collect()
    }

    fn path(&self, path: &mut table::Path) {
        let names: Vec<&str> = path.iter().collect();
        *path = self.renamed(&names).into();
    }

    /// Names of what stands in one object.
    fn names(&self, object: &[&str], names: &mut table::Names) {
        let renamed =
            names.iter().map(|name| self.renamed(&[object, &[name]].concat()).pop().unwrap_or_default());
        *names = renamed.collect::<Vec<String>>().into();
    }

    fn field(&self, field: &mut Field) {
        each(&mut field.facts.when, |condition| self.path(&mut condition.path));
        if let table::Kind::DateTime { formats: _, year_from: Some(path) } = &mut field.facts.kind {
            self.path(path);
        }
        field.children.iter_mut().for_each(|field| self.field(field));
    }

    fn rule(&self, rule: &mut table::Signing) {
        let object = match &rule.over {
            table::Over::Member(path) => path.clone(),
            table::Over::Message | table::Over::Body => Vec::new().into(),
        };
        let object: Vec<&str> = object.iter().collect();
        self.names(&object, &mut rule.exclude);
        if let table::Order::Fixed(names) = &mut rule.order {
            self.names(&object, names);
        }
        if let table::Over::Member(path) = &mut rule.over {
            self.path(path);
        }
        if let table::Placement::Field(path) = &mut rule.placement {
            self.path(path);
        }
    }
}
