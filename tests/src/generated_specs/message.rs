//! Requests.

use super::choices::Choices;
use super::field::{self, Context, Direction};
use super::rule::Rule;
use super::texts::{self, Alphabet};
use super::tree::Tree;
use super::{codes::Table, example};

/// A request and what a reply can be compared with.
pub(super) struct Request {
    pub(super) tree: Tree,
    pub(super) method: &'static str,
    /// Fields at its top that name the order.
    pub(super) keys: Vec<String>,
}

/// A request; `query` ones have a field that names the order.
pub(super) fn request(query: bool, rule: &Rule, tables: &[Table], choices: &mut Choices) -> Request {
    let mut tree = Tree::map();
    let method = if choices.one_in(5) { "GET" } else { "POST" };
    let encodings: &[&str] = match method {
        "GET" => &["query"],
        _ => choices.pick::<[&str]>(&[
            &["form"],
            &["json"],
            &["xml"],
            &["json", "form"],
            &["form", "xml", "json"],
        ]),
    };
    if encodings.len() == 1 && choices.one_in(2) {
        tree.set("encoding", encodings[0]);
    } else {
        tree.set("encoding", encodings.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
    }
    let xml = encodings.contains(&"xml");
    if xml {
        tree.set("root", "xml");
        if choices.one_in(2) {
            tree.set("cdata", choices.one_in(2));
        }
    }
    if choices.one_in(5) {
        let mut headers = Tree::map();
        headers.set("X-Mid", choices.pick(&["{credentials.mid}", "a {{b}} {credentials.mid}|`"]));
        headers.set("X-Version", texts::literal(choices));
        tree.set("headers", headers);
    }
    let alphabet = if xml { Alphabet::Elements } else { Alphabet::Any };
    let mut context = Context { direction: Direction::Request, alphabet, tables, targets: Vec::new() };
    let mut fields = Tree::map();
    let mut keys = Vec::new();
    if query {
        for role in ["merchant_order_no", "provider_order_no"] {
            if role == "merchant_order_no" || choices.one_in(2) {
                let name = texts::wire(choices, alphabet);
                let mut field = Tree::map();
                field.set("title", texts::any(choices));
                field.set("presence", "optional");
                example::set(&mut field, choices.pick(&["text", "text", "integer", "joined"]), choices);
                field.set("is", role);
                fields.set(name.as_str(), field);
                keys.push(name);
            }
        }
    }
    for _ in 0..choices.below(5) {
        field::add(&mut fields, "", 0, &mut context, choices);
    }
    if rule.signed && !rule.in_header {
        fields.set(texts::wire(choices, alphabet), signature(choices));
    }
    tree.set("fields", fields);
    if keys.len() == 2 && choices.one_in(2) {
        let group = choices.pick(&["at_least_one", "exactly_one"]);
        if choices.one_in(3) {
            tree.set(
                group,
                Tree::List(vec![keys.clone().into(), keys.iter().rev().cloned().collect::<Vec<_>>().into()]),
            );
        } else {
            tree.set(group, keys.clone());
        }
    }
    Request { tree, method, keys }
}

/// The field of a signature.
pub(super) fn signature(choices: &mut Choices) -> Tree {
    let mut field = Tree::map();
    field.set("title", texts::any(choices));
    field.set("presence", choices.pick(&["required", "conditional", "optional"]));
    field.set("signature", true);
    field
}
