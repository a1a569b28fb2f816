//! Code tables.

use super::choices::Choices;
use super::texts;
use super::tree::Tree;

/// A table and what fields may hold of it.
pub(super) struct Table {
    pub(super) name: String,
    pub(super) tree: Tree,
    /// Its wire values.
    pub(super) values: Vec<String>,
    /// Whether a code of it decides about an order.
    pub(super) decides: bool,
}

/// What the codes of a table mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// States of an order.
    States,
    /// Answers: the first passes, the others are refusals.
    Answers,
    /// Answers of which some decide at once.
    Decisive,
    /// Nothing.
    Nothing,
}

pub(super) const STATES: &[&str] =
    &["Pending", "Paid", "Failed", "Closed", "Cancelled", "Refunding", "Refunded", "RefundFailed", "Unknown"];
const REASONS: &[&str] =
    &["bad_signature", "bad_request", "order_not_found", "unknown_merchant", "too_often", "system_error"];

/// A table.
pub(super) fn table(choices: &mut Choices, meaning: Meaning) -> Table {
    let mut tree = Tree::map();
    let mut values: Vec<String> = Vec::new();
    let mut decides = false;
    for index in 0..=choices.below(4) {
        let mut wire = match choices.below(3) {
            0 => index.to_string(),
            1 => format!(
                "{}{index}",
                choices.pick(&["SUCCESS", "-", "0", "x|y", "`", "支付成功", "true", "1."])
            ),
            _ => texts::any(choices),
        };
        // Also apart from aliases, which have a letter in front.
        if values.contains(&wire) {
            wire = format!("w{}", choices.unique());
        }
        let mut code = Tree::map();
        code.set("name", format!("{}{}", choices.pick(&["Paid", "NotFound", "X"]), choices.unique()));
        code.set("title", texts::any(choices));
        if choices.one_in(4) {
            let aliases: Vec<String> = (0..=choices.below(2))
                .map(|_| format!("{}{}", choices.pick(&["a", "A|", "支付", "` "]), choices.unique()))
                .collect();
            code.set("aliases", aliases);
        }
        match meaning {
            Meaning::States => code.set("state", choices.pick(STATES)),
            Meaning::Answers | Meaning::Decisive if index > 0 => {
                let decisive = meaning == Meaning::Decisive;
                match choices.below(if decisive { 5 } else { 3 }) {
                    0 => {}
                    1 => code.set("advice", "again_later"),
                    2 => code.set("advice", "stop"),
                    3 => {
                        code.set("advice", "in_progress");
                        decides = true;
                    }
                    _ => {
                        code.set("state", choices.pick(STATES));
                        decides = true;
                    }
                }
                reasons(&mut code, choices);
            }
            _ => {}
        }
        if choices.one_in(5) {
            super::provider::provenance(&mut code, choices);
        }
        values.push(wire.clone());
        tree.set(wire, code);
    }
    Table { name: texts::name(choices), tree, values, decides }
}

fn reasons(code: &mut Tree, choices: &mut Choices) {
    match choices.below(4) {
        0 | 1 => {}
        2 => code.set("reason", choices.pick(REASONS)),
        _ => {
            let mut reasons = Tree::map();
            for reason in &REASONS[..=choices.below(REASONS.len())] {
                reasons.set(*reason, texts::any(choices));
            }
            code.set("reason", reasons);
        }
    }
}
