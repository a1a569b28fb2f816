//! How a reply is decided: the diagram, and the same in words.

use maud::{Markup, html};
use payspec_table::{Advice, Code, Field, Kind, List, Path, Tier, Verification};

use super::anchors;
use super::diagram::{Branch, Diagram, Outcome, Stage};
use super::phrase::{known, prose, state, term, visible};
use crate::model::{Operation, Provider};
use crate::reference::words;

/// The diagram and the words of a decision.
pub(super) fn decision(provider: &Provider, operation: &Operation) -> Markup {
    let of = Of { provider, operation };
    let stages = of.stages();
    html! {
        div.decision {
            @if !stages.is_empty() {
                figure {
                    (Diagram { id: &anchors::part(&operation.name, "diagram"), stages: &stages }.svg())
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
    fn codes(&self, path: &Path) -> &'a [Code] {
        let fields: &List<Field> = &self.operation.facts.response.fields;
        match payspec_runtime::places::field(fields, path).map(|field| &field.kind) {
            Some(Kind::Code(name)) => self.provider.table.code_table(name).map_or(&[], |table| &table.codes),
            _ => &[],
        }
    }

    /// The codes of a tier that decide at once, with a state or in progress, each as people find it in a reply.
    fn deciding(&self, tier: &Tier) -> Vec<(String, &'a Code)> {
        let mut codes: Vec<(String, &Code)> = Vec::new();
        if tier.code != tier.field {
            let elsewhere = |code: &Code| format!("{}={}", tier.code.dotted(), visible(&code.wire));
            codes.extend(self.codes(&tier.code).iter().map(|code| (elsewhere(code), code)));
        }
        codes.extend(self.codes(&tier.field).iter().map(|code| (visible(&code.wire), code)));
        codes.retain(|(_, code)| code.state.is_some() || code.advice == Some(Advice::InProgress));
        codes
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
            branches.push(Branch { values: pass, title: "通过".to_owned(), outcome: Outcome::Next });
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
                title: "其他取值或没有".to_owned(),
                outcome: Outcome::State(payspec_table::OrderState::Unknown),
            };
            branches.push(other);
            stages.push(Stage { title: "交易状态 state".to_owned(), field: path.dotted(), branches });
        }
        stages
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
                                (prose(&crate::reference::prose::Prose::new().codes(tier.pass.iter(), " 或 ")))
                                " 通过，进入下一步"
                            }
                            @for (value, code) in self.deciding(tier) {
                                li { code { (value) } " " (code.title) " → " (outcome(code)) }
                            }
                            li {
                                "其他取值：被拒绝 " small.term lang="en" { "refused" } "，代码取自 "
                                code { (tier.code.dotted()) }
                                @if let Some(text) = &tier.text { "，说明取自 " code { (text.dotted()) } }
                                "；订单状态仍为 " (state(payspec_table::OrderState::Unknown))
                            }
                        }
                        @if let Some(provenance) = rule(&format!("the {english} tier")) { p.note { (known(provenance)) } }
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
                            li { "其他取值或没有此字段 → " (state(payspec_table::OrderState::Unknown)) }
                        }
                    }
                }
            }
            @if let Some(provenance) = rule("the decision") { p.note { (known(provenance)) } }
            p.warn {
                "“未知”和一切错误都不是支付失败；只有验签通过、且码表列出的取值才决定状态。"
            }
        }
    }

    fn verification(&self) -> Markup {
        match &self.operation.facts.response.verification {
            Verification::Unsigned => {
                html! { p { strong { "不验签" } "：平台声明应答不签名，只能信任 https 连接" } }
            }
            Verification::Signed { unsigned_refusals, .. } => html! {
                p { strong { (term("验签", "verify")) } "：未通过则报错，不给出任何状态" }
                @if !unsigned_refusals.is_empty() {
                    p.note {
                        "当 " (prose(&words::conditions(unsigned_refusals)))
                        " 时应答可以没有签名，只作为未经认证的拒绝 "
                        @if let Some(provenance) = words::provenance(self.operation, "which refusals are not signed") {
                            (known(provenance))
                        }
                    }
                }
            },
        }
    }
}

fn branch(value: String, code: &Code) -> Branch {
    let outcome = match (code.state, code.advice) {
        (Some(state), _) => Outcome::State(state),
        (None, Some(Advice::InProgress)) => Outcome::State(payspec_table::OrderState::Pending),
        _ => Outcome::Refused,
    };
    Branch { values: vec![value], title: code.title.to_string(), outcome }
}

fn outcome(code: &Code) -> Markup {
    match (code.state, code.advice) {
        (Some(known), _) => state(known),
        (None, Some(Advice::InProgress)) => state(payspec_table::OrderState::Pending),
        _ => html! {},
    }
}
