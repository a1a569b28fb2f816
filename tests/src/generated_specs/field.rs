//! Fields.

use super::choices::Choices;
use super::codes::Table;
use super::texts::{self, Alphabet};
use super::tree::Tree;
use super::{example, provider};

/// Which way a message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Request,
    Response,
}

/// What fields of a message may refer to.
pub(super) struct Context<'a> {
    pub(super) direction: Direction,
    pub(super) alphabet: Alphabet,
    pub(super) tables: &'a [Table],
    /// Fields that conditions can be about.
    pub(super) targets: Vec<Target>,
}

/// A field that a condition can be about.
pub(super) struct Target {
    pub(super) path: String,
    /// The values that its table lists, where it has one.
    pub(super) values: Option<Vec<String>>,
}

/// Adds a field of any type below a path; objects and lists hold fields of their own.
pub(super) fn add(
    fields: &mut Tree,
    path: &str,
    depth: usize,
    context: &mut Context<'_>,
    choices: &mut Choices,
) {
    let name = texts::wire(choices, context.alphabet);
    let nested = depth < 3 && choices.one_in(6);
    let field = if nested {
        nested_field(&format!("{path}{name}"), depth, context, choices)
    } else {
        let (field, values) = single(context, choices);
        // Conditions come after what they are about, so that nothing hangs on itself.
        if !path.contains("[]") || choices.one_in(2) {
            context.targets.push(Target { path: format!("{path}{name}"), values });
        }
        field
    };
    fields.set(name, field);
}

/// A field that holds one value, and the values that its table lists.
fn single(context: &Context<'_>, choices: &mut Choices) -> (Tree, Option<Vec<String>>) {
    let mut field = begun(context, choices);
    if !context.tables.is_empty() && choices.one_in(5) {
        let table = &context.tables[choices.below(context.tables.len())];
        field.set("type", "code");
        field.set("table", table.name.as_str());
        let value = &table.values[choices.below(table.values.len())];
        finish(&mut field, "code", value, context, choices);
        return (field, Some(table.values.clone()));
    }
    let word = example::SINGLE[choices.below(example::SINGLE.len())];
    let typed = example::set(&mut field, word, choices);
    finish(&mut field, typed.word, &typed.value, context, choices);
    (field, None)
}

fn nested_field(path: &str, depth: usize, context: &mut Context<'_>, choices: &mut Choices) -> Tree {
    let mut field = begun(context, choices);
    let list = choices.one_in(2);
    field.set("type", if list { "list" } else { "object" });
    if list && choices.one_in(3) {
        field.set("element", "item");
    }
    if choices.one_in(4) {
        field.set("written", "json_text");
    }
    marks(&mut field, choices);
    let inside = format!("{path}{}.", if list { "[]" } else { "" });
    let mut fields = Tree::map();
    for _ in 0..=choices.below(3) {
        add(&mut fields, &inside, depth + 1, context, choices);
    }
    field.set("fields", fields);
    field
}

/// A field with its title, presence and conditions.
fn begun(context: &Context<'_>, choices: &mut Choices) -> Tree {
    let mut field = Tree::map();
    field.set("title", texts::any(choices));
    if choices.one_in(8) {
        field.set("name", format!("renamed{}", choices.unique()));
    }
    if choices.one_in(4) {
        field.set("description", texts::any(choices));
    }
    let presence = choices.pick(&["optional", "conditional", "required"]);
    field.set("presence", presence);
    if presence != "required" && choices.one_in(3) {
        set_when(&mut field, context, choices);
    }
    field
}

fn set_when(field: &mut Tree, context: &Context<'_>, choices: &mut Choices) {
    let mut when = Tree::map();
    for _ in 0..=choices.below(2) {
        if context.targets.is_empty() {
            return;
        }
        let target = &context.targets[choices.below(context.targets.len())];
        if when.get(&target.path).is_none() {
            when.set(target.path.as_str(), condition(target, choices));
        }
    }
    field.set("when", when);
}

/// A condition about a field.
pub(super) fn condition(target: &Target, choices: &mut Choices) -> Tree {
    let mut value = || match &target.values {
        Some(values) => values[choices.below(values.len())].clone(),
        None => texts::any(choices),
    };
    let (one, other) = (value(), value());
    let mut long = Tree::map();
    match choices.below(5) {
        0 => return one.into(),
        1 => return vec![one, other].into(),
        2 => long.set("not", one),
        3 => long.set("not", vec![one, other]),
        _ => long.set("present", choices.one_in(2)),
    }
    long
}

/// Gives a field what depends on its value: an example, a source, a length.
fn finish(field: &mut Tree, word: &str, value: &str, context: &Context<'_>, choices: &mut Choices) {
    let number = matches!(word, "integer" | "decimal" | "money" | "milliseconds" | "boolean");
    let has_example = choices.one_in(3);
    if has_example {
        field.set("example", value);
    }
    let mut has_constant = false;
    if context.direction == Direction::Request {
        match choices.below(9) {
            5 => {
                field.set("constant", value);
                has_constant = true;
            }
            6 if word == "text" => field.set("from", "credentials.mid"),
            7 if word == "text" => field.set("generate", "nonce"),
            8 if matches!(word, "date" | "time" | "datetime" | "milliseconds") => {
                field.set("generate", "clock");
            }
            _ => {}
        }
    }
    if choices.one_in(2) {
        let bytes = choices.one_in(4);
        let shortest = if bytes { value.len() } else { value.chars().count() };
        field.set("max_length", shortest + choices.below(40) + 1);
        if bytes {
            field.set("length_unit", "bytes");
        } else if choices.one_in(3) {
            field.set("length_unit", "characters");
        }
    }
    if number && choices.one_in(4) {
        field.set("written", choices.pick(&["quoted", "bare"]));
    } else if !number && !has_example && !has_constant && choices.one_in(10) {
        field.set("written", "bare");
    }
    if choices.one_in(12) {
        field.set("secret", true);
    }
    if choices.one_in(12) {
        field.set("personal", true);
    }
    marks(field, choices);
}

/// Says what the document says otherwise, and how well it is known.
fn marks(field: &mut Tree, choices: &mut Choices) {
    if !choices.one_in(6) {
        if choices.one_in(6) {
            provider::provenance(field, choices);
        }
        return;
    }
    let mut documented = Tree::map();
    if choices.one_in(2) {
        documented.set("presence", choices.pick(&["required", "optional", "conditional"]));
    }
    for key in ["name", "title", "type"] {
        if choices.one_in(4) {
            documented.set(key, texts::any(choices));
        }
    }
    if choices.one_in(4) {
        documented.set("max_length", choices.below(512));
    }
    field.set("documented", documented);
    if choices.one_in(2) {
        field.set("basis", choices.pick(&["doc", "verified", "stated", "inferred", "unknown"]));
    }
    field.set("because", texts::any(choices));
}
