//! Entries of specifications, as their authors write them.

use std::collections::{HashMap, HashSet};

use super::super::expected::Decide;
use super::draft::Draft;
use super::{Applying, Splice, splice};
use crate::check::snake_case;
use crate::document::PresenceText;
use crate::import::naming::{self, About};
use crate::model::Provider;
use crate::source::Place;
use crate::yaml::{self, Map, Node};

/// An entry of a mapping.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) value: Map,
    /// Lines of comment above it, without `#`.
    pub(super) comments: Vec<String>,
}

impl Applying {
    /// A field, and the table of its codes where it needs a new one.
    pub(super) fn field(
        &mut self,
        fields: &Place,
        after: Option<&str>,
        draft: &Draft,
    ) -> Option<Vec<Splice>> {
        let mut splices = Vec::new();
        let value = self.field_map(draft, &mut splices)?;
        let mut comments = Vec::new();
        ask(draft, &draft.name, &mut comments);
        let entry = Entry { key: draft.name.clone(), value, comments };
        let place = match after {
            Some(after) => splice::entry(&self.file, fields, Some(after), &entry),
            None => splice::first_entry(&self.file, fields, &entry),
        };
        splices.push(place?);
        Some(splices)
    }

    fn field_map(&mut self, draft: &Draft, splices: &mut Vec<Splice>) -> Option<Map> {
        let mut map = Map::default();
        map.set("title", draft.title.clone());
        map.set(
            "presence",
            match draft.presence {
                PresenceText::Required => "required",
                PresenceText::Optional => "optional",
                PresenceText::Conditional => "conditional",
            },
        );
        if !draft.when.is_empty() {
            let mut when = Map::default();
            for (name, value) in &draft.when {
                when.set(name.clone(), value.clone());
            }
            map.set("when", when);
        }
        if let Some(length) = draft.length {
            map.set("max_length", length);
        }
        match &draft.exact {
            Some(exact) => map.entries.extend(exact.entries.iter().cloned()),
            None if draft.kind != "text" => map.set("type", draft.kind),
            None => {}
        }
        if !draft.codes.is_empty() {
            map.set("table", self.table(draft, splices)?);
        }
        if !draft.children.is_empty() {
            let mut fields = Map::default();
            for child in &draft.children {
                fields.set(child.name.clone(), self.field_map(child, splices)?);
            }
            map.set("fields", fields);
        }
        Some(map)
    }

    /// A table with the codes of a field: one that there is, or a new one behind the others.
    fn table(&mut self, draft: &Draft, splices: &mut Vec<Splice>) -> Option<String> {
        let provider = self.provider.as_ref()?;
        let has_all = |table: &&crate::model::CodeTable| {
            let known: HashSet<(&str, &str)> =
                table.codes.iter().map(|code| (&*code.facts.wire, &*code.facts.title)).collect();
            draft.codes.iter().all(|(value, title)| known.contains(&(&**value, &**title)))
        };
        if let Some(table) = provider.code_tables.iter().find(has_all) {
            return Some(table.name.clone());
        }
        if let Some((name, _)) = self.tables.iter().find(|(_, codes)| *codes == draft.codes) {
            return Some(name.clone());
        }
        let is_taken = |name: &str| {
            provider.code_tables.iter().any(|table| table.name == name)
                || self.tables.iter().any(|(known, _)| known == name)
        };
        let name = unlike(&snake_case(&draft.name), "_", is_taken);
        let all = Place::default().key("codes");
        let mut value = Map::default();
        for (wire, title) in &draft.codes {
            let code = self.code(&all.key(&*name), wire, title, Decide::Nothing)?;
            value.set(code.key, code.value);
        }
        let last = (*self.file.keys(&all).last()?).to_owned();
        let entry = Entry { key: name.clone(), value, comments: Vec::new() };
        splices.push(splice::chapter(&self.file, &all, &last, &entry)?);
        self.tables.push((name.clone(), draft.codes.clone()));
        Some(name)
    }

    /// A code. One that decides what became of an order is what it would be without the entry, and asks.
    pub(super) fn code(&mut self, table: &Place, value: &str, title: &str, decide: Decide) -> Option<Entry> {
        let provider = self.provider.as_ref()?;
        let title: Vec<&str> = title.split_whitespace().collect();
        let title = title.join(" ");
        let name = table.last().to_owned();
        let taken = self.taken.entry(name).or_insert_with_key(|name| Taken::of(provider, name));
        let about = if decide == Decide::State { About::Orders } else { About::Anything };
        let variant = taken.claim(naming::variant(value, &title, about));
        let mut map = Map::default();
        map.set("name", variant);
        map.set("title", title);
        let question = match decide {
            Decide::State => {
                map.set("state", "Unknown");
                Some("? Which state is it? Until it is said here, an order with it is Unknown.")
            }
            Decide::Refusal => Some("? Is it a refusal, and what then (`advice`, `reason`)?"),
            Decide::Nothing => None,
        };
        let comments = question.into_iter().map(str::to_owned).collect();
        Some(Entry { key: value.to_owned(), value: map, comments })
    }
}

/// What is asked of a field and of those inside it.
fn ask(draft: &Draft, path: &str, comments: &mut Vec<String>) {
    comments.extend(draft.questions.iter().map(|question| format!("? `{path}`: {question}")));
    for child in &draft.children {
        ask(child, &format!("{path}.{}", child.name), comments);
    }
}

/// The names of codes of one table that are taken.
#[derive(Debug, Default)]
pub(super) struct Taken {
    names: HashSet<String>,
    /// The last number behind a name.
    numbers: HashMap<String, u32>,
}

impl Taken {
    fn of(provider: &Provider, table: &str) -> Self {
        let known = provider.code_tables.iter().filter(|known| known.name == table);
        let names = known.flat_map(|known| &known.codes).map(|code| code.facts.name.clone().into_owned());
        Self { names: names.collect(), numbers: HashMap::new() }
    }

    /// Takes a name: itself, or with a number behind it.
    fn claim(&mut self, name: String) -> String {
        if self.names.insert(name.clone()) {
            return name;
        }
        let number = self.numbers.entry(name.clone()).or_insert(1);
        loop {
            *number += 1;
            let numbered = format!("{name}{number}");
            if self.names.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

/// A name that is not taken: itself, or with a number behind it.
fn unlike(name: &str, joint: &str, is_taken: impl Fn(&str) -> bool) -> String {
    if !is_taken(name) {
        return name.to_owned();
    }
    (2..=u32::MAX)
        .map(|number| format!("{name}{joint}{number}"))
        .find(|name| !is_taken(name))
        .unwrap_or_default()
}

/// The widest line in which a mapping is written without line breaks.
const WIDTH: usize = 120;

impl Entry {
    /// Its lines in a block, without their indentation's first part.
    pub(super) fn lines(&self, indent: usize) -> Vec<String> {
        let mut lines: Vec<String> = self.comments.iter().map(|comment| format!("# {comment}")).collect();
        push(&self.key, &self.value, 0, indent, Shape::Short, &mut lines);
        lines
    }

    /// Its lines in a block, each of what it holds on a line of its own.
    pub(super) fn long_lines(&self, indent: usize) -> Vec<String> {
        let mut lines = Vec::new();
        push(&self.key, &self.value, 0, indent, Shape::Long, &mut lines);
        lines
    }

    /// The same between brackets; `None` with comments, for which there is no room.
    pub(super) fn in_flow(&self) -> Option<String> {
        self.comments
            .is_empty()
            .then(|| format!("{}: {}", key(&self.key), yaml::flow(&Node::Map(self.value.clone()))))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// In one line where there is room and no fields are inside.
    Short,
    Long,
}

fn push(name: &str, value: &Map, depth: usize, indent: usize, shape: Shape, lines: &mut Vec<String>) {
    let line = format!("{:depth$}{}: {}", "", key(name), yaml::flow(&Node::Map(value.clone())));
    if shape == Shape::Short && indent + width(&line) <= WIDTH && value.get("fields").is_none() {
        lines.push(line);
        return;
    }
    lines.push(format!("{:depth$}{}:", "", key(name)));
    for entry in &value.entries {
        match &entry.value {
            Node::Map(fields) if entry.key == "fields" => {
                lines.push(format!("{:1$}fields:", "", depth + 2));
                for field in &fields.entries {
                    if let Node::Map(value) = &field.value {
                        push(&field.key, value, depth + 4, indent, Shape::Short, lines);
                    }
                }
            }
            Node::Map(value) => push(&entry.key, value, depth + 2, indent, Shape::Short, lines),
            value => lines.push(format!("{:1$}{2}: {3}", "", depth + 2, key(&entry.key), yaml::flow(value))),
        }
    }
}

fn key(name: &str) -> String {
    yaml::flow(&Node::Text(name.to_owned()))
}

/// The columns of a line; what is not ASCII takes two at most.
fn width(line: &str) -> usize {
    line.chars().map(|character| if character.is_ascii() { 1 } else { 2 }).sum()
}
