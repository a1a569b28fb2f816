//! How a reply is decided: the diagram, and the same in words.

use maud::{Markup, html};
use payspec_table::{Code, OrderState, Path, Tier, Verification};

use super::anchors;
use super::diagram::{Branch, Diagram, Outcome, Stage};
use super::phrase::{known, prose, state, term, visible};
use crate::model::{Operation, Provider, subject};
use crate::reference::deciding::{self, Deciding, Trust};
use crate::reference::prose::Prose;
use crate::reference::words;

/// The diagram and the words of a decision.
pub(super) fn decision(provider: &Provider, operation: &Operation) -> Markup {
    let of = Of { provider, operation };
    let stages = of.stages();
    html! {
        div.decision {
            @if !stages.is_empty() {
                figure {
                    (Diagram { id: &anchors::part(&operation.name, "diagram"), start: of.start(), stages: &stages }.svg())
                    figcaption { "从应答到订单状态。左侧为取值，右侧为结论。" }
                }
            }
            div { (of.in_words()) }
        }
    }
}

struct Of<'a> {
    provider: &'a Provider,
    operation: &'a Operation,
}

impl<'a> Of<'a> {
    /// The codes of a tier that decide at once, each as people find it in a reply.
    fn deciding(&self, tier: &'a Tier) -> Vec<(String, &'a Code)> {
        let shown = |found: Deciding<'a>| {
            let value = visible(&found.code.wire);
            let elsewhere = *found.path != tier.field;
            (if elsewhere { format!("{}={value}", found.path.dotted()) } else { value }, found.code)
        };
        deciding::at_once(self.provider, self.operation, tier).into_iter().map(shown).collect()
    }

    fn codes(&self, path: &Path) -> &'a [Code] {
        deciding::codes(self.provider, self.operation, path)
    }

    /// What the decision begins with.
    fn start(&self) -> &'static str {
        match deciding::trust(self.operation) {
            Trust::Signature => "验签通过的应答 verified reply",
            Trust::Connection => "应答（不签名） reply",
            Trust::Nothing => "应答（无法验签） reply",
        }
    }

    fn stages(&self) -> Vec<Stage> {
        let decision = &self.operation.facts.response.decision;
        let mut stages = Vec::new();
        for tier in &decision.tiers {
            let (chinese, english) = words::tier(tier.name);
            let mut branches: Vec<Branch> =
                self.deciding(tier).into_iter().map(|(value, code)| branch(value, code)).collect();
            branches
                .push(Branch { values: vec![], title: "其他取值".to_owned(), outcome: Outcome::Refused });
            let pass = tier.pass.iter().map(visible).collect();
            let outcome =
                if self.goes_on_after(tier) { Outcome::Next } else { Outcome::State(OrderState::Unknown) };
            branches.push(Branch { values: pass, title: "通过".to_owned(), outcome });
            stages.push(Stage {
                title: format!("{chinese} {english}"),
                field: tier.field.dotted(),
                branches,
            });
        }
        if let Some(path) = &decision.state {
            let mut branches: Vec<Branch> =
                self.codes(path).iter().map(|code| branch(visible(&code.wire), code)).collect();
            let other = Branch {
                values: vec![],
                title: if deciding::promises_state(self.operation) {
                    "其他取值"
                } else {
                    "其他取值或没有"
                }
                .to_owned(),
                outcome: Outcome::State(OrderState::Unknown),
            };
            branches.push(other);
            stages.push(Stage { title: "交易状态 state".to_owned(), field: path.dotted(), branches });
        }
        stages
    }

    /// Whether anything is looked at behind a tier that passes.
    fn goes_on_after(&self, tier: &Tier) -> bool {
        let decision = &self.operation.facts.response.decision;
        decision.state.is_some() || decision.tiers.iter().next_back() != Some(tier)
    }

    fn in_words(&self) -> Markup {
        let response = &self.operation.facts.response;
        let rule = |subject: &str| words::provenance(self.operation, subject);
        html! {
            ol.in-words {
                li { (self.verification()) }
                @for tier in &response.decision.tiers {
                    @let (chinese, english) = words::tier(tier.name);
                    li {
                        p { strong { (term(chinese, english)) } " " code { (tier.field.dotted()) } }
                        ul {
                            li {
                                (prose(&Prose::new().codes(tier.pass.iter(), " 或 ")))
                                @if self.goes_on_after(tier) { " 通过，进入下一步" } @else { " 通过，请求成功" }
                            }
                            @for (value, code) in self.deciding(tier) {
                                li { code { (value) } " " (code.title) " → " (outcome(code)) }
                            }
                            li {
                                "其他取值：被拒绝 " small.term lang="en" { "refused" } "，代码取自 "
                                code { (tier.code.dotted()) }
                                @if let Some(table) = deciding::table_of(self.operation, &tier.code) {
                                    "（" a href={ "#" (anchors::code_table(table)) } { "各代码的含义与建议" } "）"
                                }
                                @if let Some(text) = &tier.text { "，说明取自 " code { (text.dotted()) } }
                                "；订单状态仍为 " (state(OrderState::Unknown))
                            }
                        }
                        @if let Some(provenance) = rule(&subject::tier(english)) { p.note { (known(provenance)) } }
                    }
                }
                @if let Some(path) = &response.decision.state {
                    li {
                        p { strong { (term("交易状态", "state")) } " " code { (path.dotted()) } }
                        ul.states {
                            @for code in self.codes(path) {
                                li {
                                    code { (visible(&code.wire)) } " " (code.title) " → " (outcome(code))
                                }
                            }
                            @if deciding::promises_state(self.operation) {
                                li { "其他取值 → " (state(OrderState::Unknown)) }
                                li { "应有而没有此字段 → 报错 " small.term lang="en" { "Error::Incomplete" } }
                            } @else {
                                li { "其他取值或没有此字段 → " (state(OrderState::Unknown)) }
                            }
                        }
                    }
                }
            }
            @if let Some(provenance) = rule(subject::DECISION) { p.note { (known(provenance)) } }
            p.warn { (self.warning()) }
        }
    }

    fn verification(&self) -> Markup {
        match deciding::trust(self.operation) {
            Trust::Connection => {
                html! { p { strong { "不验签" } "：平台声明应答不签名，只能信任 https 连接" } }
            }
            Trust::Nothing => html! {
                p { strong { "无法验签" } "：规则尚未写明；写明之前，客户端不发出任何请求 " small.term lang="en" { "Error::Undecided" } }
            },
            Trust::Signature => html! {
                p { strong { (term("验签", "verify")) } "：未通过则报错，不给出任何状态" }
                @if let Some(refusals) = self.unsigned_refusals() { (refusals) }
            },
        }
    }

    fn warning(&self) -> &'static str {
        match deciding::trust(self.operation) {
            Trust::Connection => "“未知”和一切错误都不是支付失败；只有代码表列出的取值才决定状态。",
            Trust::Nothing | Trust::Signature => {
                "“未知”和一切错误都不是支付失败；只有验签通过、且代码表列出的取值才决定状态。"
            }
        }
    }

    fn unsigned_refusals(&self) -> Option<Markup> {
        let Verification::Signed { unsigned_refusals, .. } = &self.operation.facts.response.verification
        else {
            return None;
        };
        (!unsigned_refusals.is_empty()).then(|| {
            html! {
                p.note {
                    "当 " (prose(&words::conditions(unsigned_refusals)))
                    " 时应答可以没有签名，只作为未经认证的拒绝 "
                    @if let Some(provenance) = words::provenance(self.operation, subject::UNSIGNED_REFUSALS) {
                        (known(provenance))
                    }
                }
            }
        })
    }
}

fn branch(value: String, code: &Code) -> Branch {
    let outcome = deciding::state(code).map_or(Outcome::Refused, Outcome::State);
    Branch { values: vec![value], title: code.title.to_string(), outcome }
}

fn outcome(code: &Code) -> Markup {
    html! {
        @if let Some(known) = deciding::state(code) {
            (state(known)) " " span.note { (words::next_step(known)) }
        }
    }
}
