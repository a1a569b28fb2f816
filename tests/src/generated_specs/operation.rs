//! Operations.

use super::choices::Choices;
use super::codes::Table;
use super::field::Direction;
use super::message;
use super::response::{self, Deciding, Purpose};
use super::rule::{self, Rule};
use super::tree::Tree;
use super::{provider, texts};

/// What operations share.
pub(super) struct Shared {
    pub(super) deciding: Deciding,
    pub(super) tables: Vec<Table>,
    /// The rules so far: names and rules.
    pub(super) rules: Vec<(String, Rule)>,
}

/// An operation. It follows the usual rules, or rules of its own.
pub(super) fn operation(shared: &mut Shared, choices: &mut Choices) -> Tree {
    let mut tree = Tree::map();
    tree.set("title", texts::any(choices));
    if choices.one_in(3) {
        tree.set("description", texts::any(choices));
    }
    let (purpose, word) = match choices.below(5) {
        0..=2 => (Purpose::Query, "order_query"),
        3 => (Purpose::Batch, "order_query_batch"),
        _ => (Purpose::Other, "other"),
    };
    tree.set("purpose", word);
    let request_rule = chosen(Direction::Request, shared, choices);
    let response_rule = chosen(Direction::Response, shared, choices);
    let rule = &shared.rules[request_rule].1;
    let mut request = message::request(purpose != Purpose::Other, rule, &shared.tables, choices);
    let rule = &shared.rules[response_rule].1;
    let mut response = response::response(purpose, &request, rule, &shared.deciding, &shared.tables, choices);
    for (message, index) in [(&request.tree, request_rule), (&response, response_rule)] {
        // Others may follow a rule that was there before.
        if index + 2 >= shared.rules.len()
            && choices.one_in(4)
            && let Some(fields) = message.get("fields")
        {
            shared.rules[index].1.fix(fields);
        }
    }
    for (message, index, usual) in
        [(&mut request.tree, request_rule, "request"), (&mut response, response_rule, "response")]
    {
        let name = &shared.rules[index].0;
        if name != usual || choices.one_in(4) {
            message.set("signing", name.as_str());
        }
    }
    if request.method == "GET" || choices.one_in(2) {
        tree.set("method", request.method);
    }
    tree.set("path", format!("/{}/{}", choices.pick(&["query", "a_b", "$x", "*"]), choices.unique()));
    if choices.one_in(3) {
        tree.set("polling", polling(choices));
    }
    if choices.one_in(4) {
        provider::provenance(&mut tree, choices);
    }
    tree.set("request", request.tree);
    tree.set("response", response);
    tree
}

fn polling(choices: &mut Choices) -> Tree {
    let mut polling = Tree::map();
    for key in ["interval", "timeout"] {
        if choices.one_in(2) {
            polling.set(key, choices.pick(&["3s", "61s", "1500ms", "60s", "2m", "3600s", "2h"]));
        }
    }
    for key in ["attempts", "per_second", "in_flight"] {
        if choices.one_in(3) {
            polling.set(key, choices.below(20) + 1);
        }
    }
    if choices.one_in(2) {
        provider::provenance(&mut polling, choices);
    }
    polling
}

/// The rule that a message follows: that of its direction, or a new one.
fn chosen(direction: Direction, shared: &mut Shared, choices: &mut Choices) -> usize {
    let usual = match direction {
        Direction::Request => "request",
        Direction::Response => "response",
    };
    let known = shared.rules.iter().position(|(name, _)| name == usual);
    match known {
        Some(known) if !shared.rules[known].1.fixed && !choices.one_in(3) => known,
        _ => {
            let name =
                if known.is_none() && !choices.one_in(6) { usual.to_owned() } else { texts::name(choices) };
            let like = known.filter(|known| {
                let rule = &shared.rules[*known].1;
                rule.can_be_like() && choices.one_in(3)
            });
            let rule = match like {
                Some(like) => shared.rules[like].1.like(usual, choices),
                None => rule::rule(direction, choices),
            };
            shared.rules.push((name, rule));
            shared.rules.len() - 1
        }
    }
}
