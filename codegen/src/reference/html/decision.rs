//! How a reply is decided: the diagram, and the same in words.

use maud::{Markup, html};
use payspec_table::{Code, OrderState, Path, Tier, Verification};

use super::anchors;
use super::diagram::{Branch, Diagram, Outcome, Stage};
use super::phrase::{known, prose, state, term, visible};
use crate::model::{Operation, Provider, subject};
use crate::reference::deciding::{self, Deciding, Trust};
use crate::reference::prose::Prose;
use crate::reference::{terms, words};

/// The diagram and the words of a decision.
pub(super) fn decision(provider: &Provider, operation: &Operation) -> Markup {
    let of = Of { provider, operation };
    let stages = of.stages();
    html! {
        div.decision {
            @if !stages.is_empty() {
                figure {
                    (Diagram { id: &anchors::part(&operation.name, "diagram"), start: of.start(), stages: &stages }.svg())
                    figcaption { "从上往下读：每个方框看返回报文里的一个字段。它的取值对上哪一行，右边就是订单状态；标“下一步”的，接着看下一个方框。" }
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
    fn deciding(&self, tier: &'a Tier) -> Vec<Known> {
        let shown = |found: Deciding<'a>| {
            let value = visible(&found.code.wire);
            let elsewhere = *found.path != tier.field;
            (if elsewhere { format!("{}={value}", found.path.dotted()) } else { value }, found.code)
        };
        few(deciding::at_once(self.provider, self.operation, tier).into_iter().map(shown).collect())
    }

    /// The codes of the trade state.
    fn codes(&self, path: &Path) -> Vec<Known> {
        let codes = deciding::codes(self.provider, self.operation, path);
        few(codes.iter().map(|code| (visible(&code.wire), code)).collect())
    }

    /// What the decision begins with.
    fn start(&self) -> &'static str {
        match deciding::trust(self.operation) {
            Trust::Signature => "验签通过的返回报文 verified reply",
            Trust::Connection => "返回报文（不签名） reply",
            Trust::Nothing => "返回报文（无法验签） reply",
        }
    }

    fn stages(&self) -> Vec<Stage> {
        let decision = &self.operation.facts.response.decision;
        let mut stages = Vec::new();
        for tier in &decision.tiers {
            let (chinese, english) = words::tier(tier.name);
            let mut branches: Vec<Branch> = self.deciding(tier).into_iter().map(branch).collect();
            branches.push(Branch {
                values: vec![],
                title: terms::OTHER_VALUES.to_owned(),
                outcome: Outcome::Refused,
            });
            let pass = tier.pass.iter().map(visible).collect();
            let outcome =
                if self.goes_on_after(tier) { Outcome::Next } else { Outcome::State(OrderState::Unknown) };
            branches.push(Branch { values: pass, title: terms::PASSES.to_owned(), outcome });
            stages.push(Stage {
                title: format!("{chinese} {english}"),
                field: tier.field.dotted(),
                branches,
            });
        }
        if let Some(path) = &decision.state {
            let mut branches: Vec<Branch> = self.codes(path).into_iter().map(branch).collect();
            let other = Branch {
                values: vec![],
                title: if deciding::promises_state(self.operation) {
                    terms::OTHER_VALUES.to_owned()
                } else {
                    format!("{}或没有", terms::OTHER_VALUES)
                },
                outcome: Outcome::State(OrderState::Unknown),
            };
            branches.push(other);
            stages.push(Stage {
                title: format!("{} state", terms::TRADE_STATE),
                field: path.dotted(),
                branches,
            });
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
                        p { strong { (term(chinese, english)) } " " code { (tier.field.dotted()) } span.note { "：" (words::tier_means(tier.name)) } }
                        ul {
                            li {
                                (prose(&Prose::new().codes(tier.pass.iter(), " 或 ")))
                                @if self.goes_on_after(tier) { " " (terms::PASSES) "，进入下一步" } @else { " " (terms::PASSES) "，请求成功" }
                            }
                            @for known in self.deciding(tier) { li { (in_words(&known)) } }
                            li {
                                (terms::OTHER_VALUES) "：" (terms::REFUSED) " " small.term lang="en" { "refused" } "，错误码在 "
                                code { (tier.code.dotted()) }
                                @if let Some(table) = deciding::table_of(self.operation, &tier.code) {
                                    "（" a href={ "#" (anchors::code_table(table)) } { "各错误码的含义与建议" } "）"
                                }
                                @if let Some(text) = &tier.text { "，原因在 " code { (text.dotted()) } }
                                "；" (terms::ORDER_STATE) "仍为 " (state(OrderState::Unknown))
                            }
                        }
                        @if let Some(provenance) = rule(&subject::tier(english)) { p.note { (known(provenance)) } }
                    }
                }
                @if let Some(path) = &response.decision.state {
                    li {
                        p { strong { (term(terms::TRADE_STATE, "state")) } " " code { (path.dotted()) } }
                        ul.states {
                            @for known in self.codes(path) { li { (in_words(&known)) } }
                            @if deciding::promises_state(self.operation) {
                                li { (terms::OTHER_VALUES) " → " (state(OrderState::Unknown)) }
                                li { (terms::MISSING_STATE) " → 报错 " small.term lang="en" { "Error::Incomplete" } }
                            } @else {
                                li { (terms::OTHER_VALUES) "或没有这个字段 → " (state(OrderState::Unknown)) }
                            }
                        }
                    }
                }
            }
            @if let Some(provenance) = rule(subject::DECISION) { p.note { (terms::BASIS) "：" (known(provenance)) } }
            p.warn { (self.warning()) }
        }
    }

    fn verification(&self) -> Markup {
        match deciding::trust(self.operation) {
            Trust::Connection => {
                html! { p { strong { "不验签" } "：" (terms::UNSIGNED) } }
            }
            Trust::Nothing => html! {
                p { strong { "无法验签" } "：" (terms::UNDECIDED) " " small.term lang="en" { "Error::Undecided" } }
            },
            Trust::Signature => html! {
                p { strong { (term("验签", "verify")) } "：未通过则报错，不给出任何状态" }
                @if let Some(refusals) = self.unsigned_refusals() { (refusals) }
            },
        }
    }

    fn warning(&self) -> &'static str {
        match deciding::trust(self.operation) {
            Trust::Connection => "“未知”和一切错误都不是支付失败；只有码表列出的取值才决定状态。",
            Trust::Nothing | Trust::Signature => {
                "“未知”和一切错误都不是支付失败；只有验签通过、且码表列出的取值才决定状态。"
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
                    " 时返回报文可以没有签名，只作为未经认证的拒绝 "
                    @if let Some(provenance) = words::provenance(self.operation, subject::UNSIGNED_REFUSALS) {
                        (known(provenance))
                    }
                }
            }
        })
    }
}

/// So many codes are shown one by one; of more, those with the same outcome stand together.
const MANY: usize = 24;

/// A value, or several with the same outcome.
struct Known {
    value: String,
    title: String,
    state: Option<OrderState>,
}

fn few(codes: Vec<(String, &Code)>) -> Vec<Known> {
    if codes.len() <= MANY {
        let known = |(value, code): (String, &Code)| Known {
            value,
            title: code.title.to_string(),
            state: deciding::state(code),
        };
        return codes.into_iter().map(known).collect();
    }
    let mut groups: Vec<(Known, usize)> = Vec::new();
    for (value, code) in codes {
        let state = deciding::state(code);
        match groups.iter_mut().find(|(known, _)| known.state == state) {
            Some((_, count)) => *count += 1,
            None => groups.push((Known { value, title: code.title.to_string(), state }, 1)),
        }
    }
    let merged = |(known, count): (Known, usize)| match count {
        1 => known,
        _ => Known { title: format!("等 {count} 个取值，见码表"), ..known },
    };
    groups.into_iter().map(merged).collect()
}

fn branch(known: Known) -> Branch {
    let outcome = known.state.map_or(Outcome::Refused, Outcome::State);
    Branch { values: vec![known.value], title: known.title, outcome }
}

fn in_words(known: &Known) -> Markup {
    html! {
        code { (known.value) } " " bdi { (known.title) } " → "
        @if let Some(known) = known.state {
            (state(known)) " " span.note { (words::next_step(known)) }
        }
    }
}
