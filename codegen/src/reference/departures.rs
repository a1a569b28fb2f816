//! Where a specification departs from the document that it restates, and why.

use super::Direction;
use super::prose::{Prose, text};
use super::words;
use crate::model::{Basis, Field, Operation, Provenance};

/// One departure from the document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Departure {
    /// The message that it is in.
    pub direction: Direction,
    /// The field: names from the top of the message.
    pub path: Vec<String>,
    /// What the document says.
    pub document: Prose,
    /// What the specification says.
    pub here: Prose,
    /// How well that is known.
    pub basis: Basis,
    /// Why, in the author's words.
    pub because: Option<String>,
}

/// Every departure of an operation's fields, in the order of the fields.
#[must_use]
pub fn departures(operation: &Operation) -> Vec<Departure> {
    let mut all = Vec::new();
    level(&operation.request, Direction::Request, &[], &mut all);
    level(&operation.response, Direction::Response, &[], &mut all);
    all
}

fn level(fields: &[Field], direction: Direction, above: &[String], all: &mut Vec<Departure>) {
    for field in fields {
        let mut path = above.to_vec();
        path.push(field.facts.name.to_string());
        if let Some((document, here)) = of_field(field) {
            let Provenance { basis, because } = field.provenance.clone();
            all.push(Departure { direction, path: path.clone(), document, here, basis, because });
        }
        level(&field.children, direction, &path, all);
    }
}

/// What the document says of a field, and what the specification says instead.
pub(crate) fn of_field(field: &Field) -> Option<(Prose, Prose)> {
    let (documented, facts) = (&field.documented, &field.facts);
    let mut differences: Vec<(Prose, Prose)> = Vec::new();
    if let Some(name) = &documented.name {
        differences.push((text("变量名 ").code(name.as_str()), text("变量名 ").code(facts.name.to_string())));
    }
    if let Some(title) = &documented.title {
        differences.push((text(format!("字段名“{title}”")), text(format!("字段名“{}”", facts.title))));
    }
    match documented.presence {
        None => differences.push((text("未列出此字段"), text(words::presence(facts.presence)))),
        Some(presence) if presence != facts.presence => {
            differences.push((text(words::presence(presence)), text(words::presence(facts.presence))));
        }
        Some(_) => {}
    }
    if let Some(length) = documented.max_length {
        let here = words::length(facts).unwrap_or_else(|| "不限".to_owned());
        differences.push((text(format!("长度 {length}")), text(format!("长度 {here}"))));
    }
    if let Some(kind) = &documented.kind {
        differences.push((text("类型 ").code(kind.as_str()), text("类型 ").code(facts.kind.name())));
    }
    if differences.is_empty() && field.provenance.basis != Basis::Document {
        differences.push((text("未写明"), words::kind(&facts.kind)));
    }
    let joined = |sides: Vec<Prose>| {
        sides
            .into_iter()
            .enumerate()
            .fold(Prose::new(), |all, (index, side)| all.text(if index > 0 { "；" } else { "" }).and(side))
    };
    let (document, here) = differences.into_iter().unzip();
    let (document, here): (Prose, Prose) = (joined(document), joined(here));
    (!document.is_empty()).then_some((document, here))
}
