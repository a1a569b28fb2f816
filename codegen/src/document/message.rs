//! The fields of a message while its document is read: a list in which each knows the field that it is inside of.

use std::collections::HashMap;
use std::ops::Range;

use super::notes::table_title;
use super::{FieldText, MessageText, Sample, Stated};

/// Fields deeper inside each other are not read.
const DEEPEST: usize = 16;

#[derive(Debug, Default)]
pub(super) struct Message {
    pub(super) span: Option<Range<usize>>,
    pub(super) samples: Vec<Sample>,
    /// Words that may be the title of a table of codes.
    mentions: Vec<(usize, Stated<String>)>,
    fields: Vec<Held>,
    /// The first of each name inside each field.
    first: HashMap<(Option<usize>, String), usize>,
    /// The only one of each name; `None` where there are more.
    only: HashMap<String, Option<usize>>,
}

#[derive(Debug)]
struct Held {
    field: FieldText,
    parent: Option<usize>,
    depth: usize,
}

impl Message {
    /// Whether a table was read.
    pub(super) fn is_stated(&self) -> bool {
        self.span.is_some()
    }

    /// Adds a field inside another, or at the top; `None` where that is too deep.
    pub(super) fn push(&mut self, parent: Option<usize>, field: FieldText) -> Option<usize> {
        let depth = parent.map_or(0, |parent| self.fields[parent].depth + 1);
        if depth > DEEPEST {
            return None;
        }
        let index = self.fields.len();
        self.first.entry((parent, field.name.value.clone())).or_insert(index);
        let only = self.only.entry(field.name.value.clone());
        only.and_modify(|only| *only = None).or_insert(Some(index));
        self.fields.push(Held { field, parent, depth });
        Some(index)
    }

    /// The first field of a name inside another, or at the top.
    pub(super) fn find(&self, parent: Option<usize>, name: &str) -> Option<usize> {
        self.first.get(&(parent, name.to_owned())).copied()
    }

    /// The field at a path with dots; a dot may also belong to a name.
    pub(super) fn at(&self, path: &str) -> Option<usize> {
        let path = path.trim_end_matches("[]");
        let mut parent = None;
        let mut rest = path;
        loop {
            if let Some(found) = self.find(parent, rest) {
                return Some(found);
            }
            let cut = rest.match_indices('.').map(|(at, _)| at).find_map(|at| {
                let name = rest[..at].trim_end_matches("[]");
                self.find(parent, name).map(|found| (found, at))
            });
            let (found, at) = cut?;
            parent = Some(found);
            rest = &rest[at + 1..];
        }
    }

    /// The field of a name, wherever it stands, if there is only one.
    pub(super) fn only(&self, name: &str) -> Option<usize> {
        self.only.get(name).copied().flatten()
    }

    pub(super) fn field(&self, index: usize) -> &FieldText {
        &self.fields[index].field
    }

    pub(super) fn field_mut(&mut self, index: usize) -> &mut FieldText {
        &mut self.fields[index].field
    }

    pub(super) fn len(&self) -> usize {
        self.fields.len()
    }

    /// Keeps words of a field that may be the title of a table of codes.
    pub(super) fn mention(&mut self, index: usize, words: Stated<String>) {
        self.mentions.push((index, words));
    }

    /// Keeps the line that gave fields their conditions, at the first of them from a position on.
    pub(super) fn introduce(&mut self, from: usize, line: Stated<String>) {
        let is_given = |held: &&mut Held| held.field.sections.iter().any(|section| section.span == line.span);
        if let Some(held) = self.fields[from..].iter_mut().find(is_given) {
            held.field.introduced_by = Some(line);
        }
    }

    /// The titles of tables of codes to which fields refer or may refer.
    pub(super) fn references(&self) -> impl Iterator<Item = &str> {
        let anchors = self.fields.iter().filter_map(|held| held.field.refers_to.as_ref());
        let stated = anchors.chain(self.mentions.iter().map(|(_, words)| words));
        stated.map(|stated| table_title(stated.value.trim_start_matches('#')))
    }

    /// Lets the fields refer to the tables of codes that they mention.
    pub(super) fn refer(&mut self, tables: &HashMap<String, String>) {
        for (index, words) in std::mem::take(&mut self.mentions) {
            if let Some(title) = tables.get(&words.value) {
                self.fields[index].field.refers_to = Some(Stated { value: title.clone(), span: words.span });
            }
        }
    }

    /// The message with its fields inside each other.
    pub(super) fn finish(self) -> MessageText {
        let mut inside: Vec<Vec<FieldText>> = self.fields.iter().map(|_| Vec::new()).collect();
        let mut top = Vec::new();
        // What is inside a field comes after it.
        for (index, held) in self.fields.into_iter().enumerate().rev() {
            let mut field = held.field;
            field.children = inside.pop().unwrap_or_default();
            field.children.reverse();
            debug_assert_eq!(inside.len(), index, "fields are taken from the last to the first");
            match held.parent {
                Some(parent) => inside[parent].push(field),
                None => top.push(field),
            }
        }
        top.reverse();
        MessageText { span: self.span, fields: top, samples: self.samples }
    }
}
