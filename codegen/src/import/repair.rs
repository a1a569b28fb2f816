//! A draft that the checker accepts, whatever the documents say: what it refuses is taken out, and stays as a question.

use std::collections::BTreeSet;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::load::load_text;
use crate::source::SourceFile;
use crate::yaml::{self, Map, Node};

use super::draft::Draft;
use super::question::quoted;

/// How often a draft is checked before it is given up. Each time what is wrong becomes less.
const ROUNDS: usize = 400;

/// Takes out what the checker refuses.
pub(super) fn repair(root: &mut Map, draft: &mut Draft<'_>) {
    for _ in 0..ROUNDS {
        let text = yaml::write(root);
        let loaded = load_text("draft.yaml", &text);
        let errors: Vec<&Diagnostic> = loaded
            .diagnostics
            .files
            .iter()
            .flat_map(|file| &file.diagnostics)
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .collect();
        if errors.is_empty() {
            return;
        }
        let (file, _) = SourceFile::parse(Path::new("draft.yaml"), &text);
        let mut done = BTreeSet::new();
        let mut nowhere = false;
        for error in errors {
            let place = file.keys_at(&error.span);
            // One remedy for a place, and none inside what has just been changed.
            if done.iter().any(|known: &Vec<String>| place.starts_with(known)) {
                continue;
            }
            nowhere |= place.is_empty() && error.rule != Rule::MissingKey;
            mend(root, &place, error, draft);
            done.insert(place);
        }
        if nowhere {
            break;
        }
    }
    let comment = draft
        .ask_about("what the documents say does not make a specification: begin with `payspec new`", None);
    let provider = match root.get("provider") {
        Some(Node::Text(name)) => name.clone(),
        _ => "provider".to_owned(),
    };
    let operations = std::iter::once(("query", super::operation::placeholder()));
    let mut skeleton = Map::default();
    skeleton.put("payspec", 1, vec![comment]);
    skeleton.set("provider", provider);
    skeleton.set("title", "?");
    skeleton.set("signing", super::undecided());
    let mut chapter = Map::default();
    operations.for_each(|(name, map)| chapter.set(name, map));
    skeleton.set("operations", chapter);
    *root = skeleton;
}

/// Mends one mistake.
fn mend(root: &mut Map, place: &[String], error: &Diagnostic, draft: &mut Draft<'_>) {
    let steps: Vec<&str> = place.iter().map(String::as_str).collect();
    match steps[..] {
        [] => complete(root),
        ["payspec"] => root.replace("payspec", 1),
        ["provider"] => root.replace("provider", "provider_1"),
        ["operations"] if matches!(error.rule, Rule::NothingToAsk) => {
            let mut chapter = Map::default();
            chapter.set("query", super::operation::placeholder());
            root.replace("operations", chapter);
        }
        ["operations", name, ..] if demands_decision(error.rule, &steps) => demote(root, name, error, draft),
        ["operations", name] if matches!(error.rule, Rule::NameClash | Rule::BadName) => {
            rename(
                root,
                &["operations"],
                name,
                &format!(
                    "{}_question",
                    super::names::snake(name).unwrap_or_default().trim_start_matches('_')
                ),
            );
        }
        ["operations", _, message @ ("request" | "response")] if error.rule == Rule::UnknownSigning => {
            if let Some(Node::Map(signing)) = root.entry_mut("signing").map(|entry| &mut entry.value) {
                signing.replace(message, super::undecided_rule());
            } else {
                root.replace("signing", super::undecided());
            }
        }
        ["operations", _, "request" | "response", "fields", .., name]
            if matches!(error.rule, Rule::NameClash) && is_even(&steps) =>
        {
            let unique = format!(
                "field_{}",
                super::names::snake(&format!("n_{name}")).unwrap_or_else(|| "x".to_owned())
            );
            let has_name = inside(root, place).is_some_and(|field| field.get("name").is_some());
            match inside(root, place) {
                Some(field) if !has_name => field.set("name", unique),
                _ => take_out(root, place, error, draft),
            }
        }
        ["codes", name] if matches!(error.rule, Rule::NameClash | Rule::BadName) => {
            let new = format!("{}_codes", super::names::snake(name).unwrap_or_else(|| "some".to_owned()));
            rename(root, &["codes"], name, &new);
            let (old, new) = (Node::from(name), Node::from(new));
            replace_tables(root, &old, &new);
        }
        ["codes", table, code, "name"] => {
            let index = position(root, table, code);
            if let Some(entry) = inside(root, &place[..3]) {
                entry.replace(
                    "name",
                    format!(
                        "Code{index}Of{}",
                        super::names::variant(table).unwrap_or_else(|| "Table".to_owned())
                    ),
                );
            }
        }
        ["operations", name, message @ ("request" | "response"), "fields", ..]
            if error.rule == Rule::SignaturePlace =>
        {
            leave_signature_open(root, name, message, error, draft);
        }
        ["operations", _, "request" | "response", "fields"] => match inside(root, &place[..3]) {
            Some(message) if !matches!(message.get("fields"), Some(Node::Map(_))) => {
                message.replace("fields", Map::default());
            }
            _ => take_out(root, &place[..2], error, draft),
        },
        [.., "encoding"] => set(root, place, "json", error, draft),
        [.., "presence"] => set(root, place, "optional", error, draft),
        [.., "purpose"] => set(root, place, "other", error, draft),
        _ => take_out(root, place, error, draft),
    }
}

/// Whether fields take turns with their keys so that the last step is a field.
fn is_even(steps: &[&str]) -> bool {
    steps.len() >= 5 && (steps.len() - 5).is_multiple_of(2)
}

/// What the head of every specification has.
fn complete(root: &mut Map) {
    for (key, value) in [
        ("payspec", Node::from(1)),
        ("provider", "provider_1".into()),
        ("title", "?".into()),
        ("operations", Map::default().into()),
    ] {
        if root.get(key).is_none() {
            root.set(key, value);
        }
    }
}

/// Whether a mistake is about what a query must have beyond its fields.
fn demands_decision(rule: Rule, steps: &[&str]) -> bool {
    let about_reply = matches!(steps, [_, _, "response", "decision" | "identity" | "orders", ..]);
    let of_message = matches!(steps, [_, _] | [_, _, "request" | "response"]);
    about_reply || of_message && matches!(rule, Rule::BadDecision | Rule::BadRole | Rule::BadPass)
}

/// Makes an operation one that decides nothing.
fn demote(root: &mut Map, name: &str, error: &Diagnostic, draft: &mut Draft<'_>) {
    let question = draft.ask_about(
        &format!(
            "no decision was found that the checker takes ({}): write it, and then the purpose",
            error.message
        ),
        None,
    );
    let path = ["operations".to_owned(), name.to_owned()];
    let Some(operation) = inside(root, &path) else { return };
    operation.replace("purpose", "other");
    if let Some(entry) = operation.entry_mut("purpose") {
        entry.comments.push(question);
    }
    if let Some(Node::Map(response)) = operation.entry_mut("response").map(|entry| &mut entry.value) {
        response.entries.retain(|entry| !["decision", "identity", "orders"].contains(&entry.key.as_str()));
    }
}

/// The documents state a rule, and not where the signature of a message stands: that message keeps a rule of its own.
fn leave_signature_open(
    root: &mut Map,
    name: &str,
    message: &str,
    error: &Diagnostic,
    draft: &mut Draft<'_>,
) {
    const OPEN: &str = "open";
    let question = draft.ask_about(
        &format!("{}: mark the field with `signature: true`, and take this line away", error.message),
        None,
    );
    let path = ["operations".to_owned(), name.to_owned(), message.to_owned()];
    let Some(message) = inside(root, &path) else { return };
    if message.get("signing") == Some(&Node::from(OPEN)) {
        take_out(root, &path[..2], error, draft);
        return;
    }
    message.entries.retain(|entry| entry.key != "signing");
    message.put("signing", OPEN, vec![question]);
    if let Some(signing) = inside(root, &["signing".to_owned()]) {
        signing.replace(OPEN, super::undecided_rule());
    }
}

fn rename(root: &mut Map, around: &[&str], old: &str, new: &str) {
    let path: Vec<String> = around.iter().map(|step| (*step).to_owned()).collect();
    let Some(map) = inside(root, &path) else { return };
    let mut name = new.to_owned();
    let mut number = 1;
    while map.get(&name).is_some() {
        number += 1;
        name = format!("{new}_{number}");
    }
    if let Some(entry) = map.entry_mut(old) {
        entry.key = name;
    }
}

/// Follows the new name of a code table.
fn replace_tables(map: &mut Map, old: &Node, new: &Node) {
    for entry in &mut map.entries {
        if entry.key == "table" && entry.value == *old {
            entry.value = new.clone();
        }
        if let Node::Map(inner) = &mut entry.value {
            replace_tables(inner, old, new);
        }
    }
}

fn position(root: &mut Map, table: &str, code: &str) -> usize {
    let table = inside(root, &["codes".to_owned(), table.to_owned()]);
    table.and_then(|table| table.entries.iter().position(|entry| entry.key == code)).unwrap_or_default()
}

/// Sets a key that cannot be missing; where it has that value already, what is around it is taken out.
fn set(root: &mut Map, place: &[String], value: &str, error: &Diagnostic, draft: &mut Draft<'_>) {
    let Some((key, around)) = place.split_last() else { return };
    match inside(root, around) {
        Some(map) if map.get(key) != Some(&Node::from(value)) => map.replace(key, value),
        _ => take_out(root, around, error, draft),
    }
}

/// Takes an entry out and says so above what it was in, or above its neighbour.
fn take_out(root: &mut Map, place: &[String], error: &Diagnostic, draft: &mut Draft<'_>) {
    let Some((key, around)) = place.split_last() else { return };
    let Some(map) = inside(root, around) else { return };
    let Some(index) = map.entries.iter().position(|entry| entry.key == *key) else { return };
    let entry = map.entries.remove(index);
    let was = quoted(&format!("{key}: {}", yaml::flow(&entry.value)));
    let question =
        draft.ask_about(&format!("left out {was}, which `payspec check` refuses: {}", error.message), None);
    let Some((name, outside)) = around.split_last() else {
        if let Some(first) = root.entries.first_mut() {
            first.comments.push(question);
        }
        return;
    };
    if let Some(entry) = inside(root, outside).and_then(|map| map.entry_mut(name)) {
        entry.comments.push(question);
    }
}

/// The mapping at a place.
fn inside<'m>(root: &'m mut Map, place: &[String]) -> Option<&'m mut Map> {
    let mut map = root;
    for step in place {
        map = match &mut map.entry_mut(step)?.value {
            Node::Map(map) => map,
            _ => return None,
        };
    }
    Some(map)
}
