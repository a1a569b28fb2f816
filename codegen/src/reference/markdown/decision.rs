//! How a reply is decided, in words and as a tree of text.

use payspec_table as table;

use super::escape;
use super::page::Page;
use crate::model::{Operation, Provider};
use crate::reference::deciding::{self, Deciding, Trust};
use crate::reference::prose::is_unseen;
use crate::reference::{terms, words};

/// The decision of an operation.
pub(super) fn decision(provider: &Provider, operation: &Operation, page: &mut Page) {
    let facts = &operation.facts.response;
    if facts.decision.tiers.is_empty() && facts.decision.state.is_none() {
        return;
    }
    page.heading(3, terms::DECISION);
    page.paragraph(&match deciding::trust(operation) {
        Trust::Signature => "先验签：未通过则报错，不给出任何状态。然后逐层看下去：".to_owned(),
        Trust::Connection => format!("不验签：{}。逐层看下去：", terms::UNSIGNED),
        Trust::Nothing => format!("无法验签：{}。判定本身逐层看下去：", terms::UNDECIDED),
    });
    let scene = Scene { provider, operation, facts };
    let mut steps: Vec<String> =
        facts.decision.tiers.iter().enumerate().map(|(at, tier)| scene.tier(at, tier)).collect();
    steps.extend(facts.decision.state.as_ref().map(|path| scene.state(path)));
    page.steps(steps);
    page.code(&scene.tree());
    if !facts.identity.is_empty() {
        page.paragraph(&format!("{}：{}：", terms::IDENTITY, terms::MISMATCH));
        page.list(facts.identity.iter().map(|entry| escape::prose(&words::identity(entry))));
    }
}

struct Scene<'a> {
    provider: &'a Provider,
    operation: &'a Operation,
    facts: &'a table::ResponseTable,
}

impl<'a> Scene<'a> {
    fn codes(&self, path: &table::Path) -> &'a [table::Code] {
        deciding::codes(self.provider, self.operation, path)
    }

    /// Where a code that decides stands, if not in the field of its tier.
    fn elsewhere(found: &Deciding<'_>, tier: &table::Tier) -> Option<String> {
        (*found.path != tier.field).then(|| found.path.dotted())
    }

    /// What comes after a tier.
    fn after(&self, at: usize) -> String {
        let decision = &self.facts.decision;
        match (decision.tiers.get(at + 1), &decision.state) {
            (Some(next), _) => {
                format!("看{} {}", words::tier(next.name).0, escape::code(&next.field.dotted()))
            }
            (None, Some(path)) => format!("看{} {}", terms::TRADE_STATE, escape::code(&path.dotted())),
            (None, None) => "请求成功".to_owned(),
        }
    }

    fn tier(&self, at: usize, tier: &table::Tier) -> String {
        let passes: Vec<String> = tier.pass.iter().map(escape::code).collect();
        let mut lines = vec![format!(
            "{} {} 为 {}：{}，{}。{}。",
            words::tier(tier.name).0,
            escape::code(&tier.field.dotted()),
            passes.join(" 或 "),
            terms::PASSES,
            self.after(at),
            words::tier_means(tier.name)
        )];
        let decides = self.deciding(tier).into_iter().map(|found| {
            let path = Self::elsewhere(&found, tier).map(|path| format!("{} 为 ", escape::code(&path)));
            format!(
                "{}{} {} 直接说明订单：{} `{}`",
                path.unwrap_or_default(),
                escape::code(&found.code.wire),
                escape::words(&found.code.title),
                words::state(found.state),
                found.state.name()
            )
        });
        lines.extend(decides.map(|line| format!("- {line}")));
        let mut refused = format!(
            "- {}：{}，{}仍为 `Unknown`，错误码在 {}",
            terms::OTHER_VALUES,
            terms::REFUSED,
            terms::ORDER_STATE,
            escape::code(&tier.code.dotted())
        );
        if let Some(text) = &tier.text {
            refused.push_str(&format!("，原因在 {}", escape::code(&text.dotted())));
        }
        lines.push(refused);
        for advice in [table::Advice::AgainLater, table::Advice::Stop] {
            let codes: Vec<String> = deciding::places_of(tier)
                .flat_map(|path| self.codes(path))
                .filter(|code| code.advice == Some(advice))
                .map(|code| escape::code(&code.wire))
                .collect();
            if !codes.is_empty() {
                lines.push(format!("- {}：{}", words::advice(advice).0, codes.join("、")));
            }
        }
        lines.join("\n")
    }

    fn deciding(&self, tier: &'a table::Tier) -> Vec<Deciding<'a>> {
        deciding::at_once(self.provider, self.operation, tier)
    }

    fn state(&self, path: &table::Path) -> String {
        let mut lines = vec![format!("{} {}：", terms::TRADE_STATE, escape::code(&path.dotted()))];
        lines.extend(self.codes(path).iter().filter_map(|code| {
            let state = deciding::state(code)?;
            Some(format!(
                "- {} {}：{} `{}`",
                escape::code(&code.wire),
                escape::words(&code.title),
                words::state(state),
                state.name()
            ))
        }));
        lines.push(format!("- {}：未知 `Unknown`", terms::OTHER_VALUES));
        if deciding::promises_state(self.operation) {
            lines.push(format!("- {}：报错，不是状态", terms::MISSING_STATE));
        }
        lines.join("\n")
    }

    /// The same as a tree of text.
    fn tree(&self) -> String {
        let mut lines = Vec::new();
        let mut indent = String::new();
        for tier in &self.facts.decision.tiers {
            lines.push(format!("{indent}{}", one_line(&tier.field.dotted())));
            for found in self.deciding(tier) {
                let path = Self::elsewhere(&found, tier).map(|path| format!("{} = ", one_line(&path)));
                let (path, value) = (path.unwrap_or_default(), one_line(&found.code.wire));
                lines.push(format!("{indent}├─ {path}{value} → {}", found.state.name()));
            }
            lines.push(format!("{indent}├─ {} → {}，Unknown", terms::OTHER_VALUES, terms::REFUSED));
            let passes: Vec<String> = tier.pass.iter().map(one_line).collect();
            lines.push(format!("{indent}└─ {} → 下一步", passes.join("、")));
            indent.push_str("   ");
        }
        if let Some(path) = &self.facts.decision.state {
            lines.push(format!("{indent}{}", one_line(&path.dotted())));
            for code in self.codes(path) {
                let name = deciding::state(code).map_or("Unknown", table::OrderState::name);
                lines.push(format!("{indent}├─ {} → {name}", one_line(&code.wire)));
            }
            lines.push(format!("{indent}└─ {} → Unknown", terms::OTHER_VALUES));
        }
        lines.join("\n")
    }
}

fn one_line(value: &str) -> String {
    value
        .chars()
        .map(|character| if is_unseen(character) || character.is_whitespace() { '␣' } else { character })
        .collect()
}
