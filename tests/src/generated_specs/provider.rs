//! Whole specifications.

use super::choices::Choices;
use super::codes::{self, Meaning};
use super::operation::{self, Shared};
use super::response::Deciding;
use super::texts;
use super::tree::Tree;

/// A specification.
pub(super) fn provider(choices: &mut Choices) -> Tree {
    let tables = (0..choices.below(3)).map(|_| codes::table(choices, Meaning::Nothing)).collect();
    let mut shared = Shared { deciding: Deciding::new(choices), tables, rules: Vec::new() };
    let mut operations = Tree::map();
    for index in 0..=choices.below(2) {
        operations.set(format!("ask{index}"), operation::operation(&mut shared, choices));
    }

    let mut tree = Tree::map();
    tree.set("payspec", 1);
    tree.set("provider", texts::name(choices));
    tree.set("title", texts::any(choices));
    if choices.one_in(2) {
        tree.set("description", texts::any(choices));
    }
    if choices.one_in(3) {
        tree.set("currency", choices.pick(&["CNY", "USD"]));
    }
    if choices.one_in(2) {
        tree.set("documents", documents(choices));
    }
    if choices.one_in(2) {
        tree.set("environments", environments(choices));
    }
    tree.set("credentials", credentials(choices));
    let mut codes = Tree::map();
    let deciding = shared.deciding;
    for table in shared.tables.into_iter().chain([deciding.states, deciding.answers]) {
        codes.set(table.name, table.tree);
    }
    tree.set("codes", codes);
    let mut signing = Tree::map();
    for (name, rule) in shared.rules {
        signing.set(name, rule.tree);
    }
    tree.set("signing", signing);
    tree.set("operations", operations);
    tree
}

/// Says where something comes from.
pub(super) fn provenance(tree: &mut Tree, choices: &mut Choices) {
    let basis = choices.pick(&["doc", "verified", "stated", "inferred", "unknown"]);
    if basis != "doc" || choices.one_in(2) {
        tree.set("basis", basis);
    }
    // Where it was inferred, a reason is needed.
    if matches!(basis, "inferred" | "unknown") || choices.one_in(2) {
        tree.set("because", texts::any(choices));
    }
}

fn documents(choices: &mut Choices) -> Tree {
    let mut documents = Tree::map();
    for index in 0..=choices.below(2) {
        let mut document = Tree::map();
        document.set("title", texts::any(choices));
        if choices.one_in(2) {
            document.set("url", texts::any(choices));
        }
        if choices.one_in(2) {
            document.set("date", choices.pick(&["2024-02-29", "2024年"]));
        }
        documents.set(format!("{}{index}", choices.pick(&["query", "v1.", "a|b", "查询 ", "`"])), document);
    }
    documents
}

fn environments(choices: &mut Choices) -> Tree {
    let mut environments = Tree::map();
    for name in ["production", "test"] {
        let url = choices.pick(&[
            "https://pay.example/api",
            "https://[::1]:8080",
            "https://pay.example/a_b|`<br>*",
        ]);
        if choices.one_in(2) {
            let mut long = Tree::map();
            long.set("url", url);
            provenance(&mut long, choices);
            environments.set(name, long);
        } else {
            environments.set(name, url);
        }
    }
    environments
}

fn credentials(choices: &mut Choices) -> Tree {
    let mut credentials = Tree::map();
    for (name, kind) in [
        ("mid", None),
        ("key", None),
        ("merchant_key", Some("private_key")),
        ("provider_key", Some("public_key")),
    ] {
        let mut credential = Tree::map();
        credential.set("title", texts::any(choices));
        if let Some(kind) = kind {
            credential.set("type", kind);
        } else if choices.one_in(3) {
            credential.set("max_length", choices.below(64) + 1);
        }
        if name == "key" {
            credential.set("secret", true);
        }
        if choices.one_in(4) {
            credential.set("description", texts::any(choices));
        }
        if choices.one_in(4) {
            provenance(&mut credential, choices);
        }
        credentials.set(name, credential);
    }
    credentials
}
