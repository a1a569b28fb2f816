//! All providers side by side, as plain tables.

mod glance;
mod order;

use payspec_table::{Advice, OrderState, Reason, Role, Signing, TierName, Verification};

use super::prose::{Prose, code, text};
use super::{Direction, deciding, signing_words, terms, words};
use crate::model::{Basis, Operation, Provider, subject};

/// Providers side by side: a column for each operation, rows in sections.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Comparison {
    /// One for each operation of each provider, in their order.
    pub columns: Vec<Column>,
    /// What is compared.
    pub sections: Vec<Section>,
}

/// An operation of a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Column {
    /// The provider's name for programs.
    pub provider: String,
    /// The provider's name for people.
    pub provider_title: String,
    /// The operation's name for programs.
    pub operation: String,
    /// The operation's name for people.
    pub operation_title: String,
}

/// Rows about one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Section {
    /// The subject.
    pub title: &'static str,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// What is compared, and what each column has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// What is compared, in Chinese.
    pub title: &'static str,
    /// The key of the language, or the term of the generated code.
    pub term: &'static str,
    /// As many cells as there are columns.
    pub cells: Vec<Cell>,
}

/// What one operation has to say: lines, none where it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Cell {
    /// The lines.
    pub lines: Vec<Prose>,
    /// How well it is known, where that is said.
    pub basis: Option<Basis>,
}

impl From<Prose> for Cell {
    fn from(line: Prose) -> Self {
        Self { lines: if line.is_empty() { Vec::new() } else { vec![line] }, basis: None }
    }
}

impl From<Vec<Prose>> for Cell {
    fn from(lines: Vec<Prose>) -> Self {
        Self { lines, basis: None }
    }
}

/// What an operation says about the subject of a row.
type Say = fn(&Provider, &Operation) -> Cell;

/// Title, term, and what is said.
type Subject = (&'static str, &'static str, Say);

/// Compares providers.
#[must_use]
pub fn comparison(providers: &[Provider]) -> Comparison {
    let all: Vec<(&Provider, &Operation)> = providers
        .iter()
        .flat_map(|provider| provider.operations.iter().map(move |operation| (provider, operation)))
        .collect();
    let row = |(title, term, say): &Subject| Row {
        title,
        term,
        cells: all.iter().map(|(provider, operation)| say(provider, operation)).collect(),
    };
    let column = |(provider, operation): &(&Provider, &Operation)| Column {
        provider: provider.name().to_owned(),
        provider_title: provider.title().to_owned(),
        operation: operation.name.clone(),
        operation_title: operation.facts.title.to_string(),
    };
    let mut sections: Vec<Section> = SECTIONS
        .iter()
        .map(|(title, rows)| Section { title, rows: rows.iter().map(row).collect() })
        .collect();
    // Beside the decision, whose outcomes they are.
    let decision = sections.iter().position(|section| section.title == terms::DECISION);
    let at = decision.map_or(sections.len(), |at| at + 1);
    sections.insert(at, states(&all));
    Comparison { columns: all.iter().map(column).collect(), sections }
}

const SECTIONS: &[(&str, &[Subject])] = &[
    (
        "概览",
        &[
            (terms::PURPOSE, "purpose", |_, operation| {
                let (chinese, term) = words::purpose(operation.facts.purpose);
                text(format!("{chinese} ")).code(term).into()
            }),
            ("凭什么查", "by", |_, operation| glance::numbers(operation)),
            (terms::signature(Direction::Request), "signing.request", |_, operation| {
                glance::family(operation.facts.request.signing.as_ref())
            }),
            (terms::signature(Direction::Response), "signing.response", |_, operation| {
                glance::family(match &operation.facts.response.verification {
                    Verification::Signed { rule, .. } => Some(rule),
                    Verification::Unsigned => None,
                })
            }),
            ("签名不覆盖", "unsigned", |_, operation| glance::not_covered(operation)),
            (terms::CREDENTIALS, "credentials", |provider, _| glance::credentials(provider)),
            ("返回归属", "tied_by", |_, operation| glance::tied_by(operation)),
            (terms::ORDER_STATE, "states", glance::states),
            (terms::POLLING, "polling", |_, operation| {
                let said = words::polling(&operation.facts.polling);
                if said.is_empty() { text(terms::NOT_DOCUMENTED).into() } else { said.into() }
            }),
            (terms::DEPARTURES, "departures", |_, operation| glance::departed(operation)),
            ("未经证实", "basis", |_, operation| glance::unconfirmed(operation)),
        ],
    ),
    (
        "接口",
        &[
            ("地址", "path", |_, operation| {
                let method = words::method(operation.facts.method);
                code(format!("{method} {}", operation.facts.path).trim_end()).into()
            }),
            (terms::ENVIRONMENTS, "environments", |provider, _| {
                let environments = provider.environments.iter();
                let lines: Vec<Prose> = environments
                    .map(|known| {
                        let warning =
                            if known.facts.url.starts_with("http://") { " 明文 http" } else { "" };
                        code(&*known.facts.name).text(" ").code(&*known.facts.url).text(warning)
                    })
                    .collect();
                if lines.is_empty() { text(terms::NO_ENVIRONMENTS).into() } else { lines.into() }
            }),
            ("请求编码", "request.encoding", |_, operation| {
                operation.facts.request.encodings.iter().map(words::encoding).collect::<Vec<_>>().into()
            }),
            ("返回编码", "response.encoding", |_, operation| {
                words::encoding(&operation.facts.response.encoding).into()
            }),
        ],
    ),
    (
        terms::signature(Direction::Request),
        &[
            ("签名范围", "over", |_, operation| request(operation, "over")),
            (terms::LEFT_OUT, "exclude", |_, operation| request(operation, "exclude")),
            ("空值", "skip", |_, operation| request(operation, "skip")),
            ("对象与列表", "nested", |_, operation| request(operation, "nested")),
            ("顺序", "order", |_, operation| request(operation, "order")),
            ("每个字段", "piece", |_, operation| request(operation, "piece")),
            ("连接符", "joint", |_, operation| request(operation, "joint")),
            ("前缀", "prefix", |_, operation| request(operation, "prefix")),
            ("后缀", "suffix", |_, operation| request(operation, "suffix")),
            ("算法", "algorithm", |_, operation| request(operation, "algorithm")),
            ("编码", "encoding", |_, operation| request(operation, "encoding")),
            ("签名位置", "signature", |_, operation| request(operation, "signature")),
            (terms::BASIS, "basis", |_, operation| {
                known(operation, &[subject::REQUEST_SIGNATURE, subject::REQUEST_UNSIGNED])
            }),
        ],
    ),
    (
        terms::signature(Direction::Response),
        &[
            ("签名范围", "over", |_, operation| response(operation, "over")),
            (terms::LEFT_OUT, "exclude", |_, operation| response(operation, "exclude")),
            ("空值", "skip", |_, operation| response(operation, "skip")),
            ("对象与列表", "nested", |_, operation| response(operation, "nested")),
            ("顺序", "order", |_, operation| response(operation, "order")),
            ("每个字段", "piece", |_, operation| response(operation, "piece")),
            ("连接符", "joint", |_, operation| response(operation, "joint")),
            ("前缀", "prefix", |_, operation| response(operation, "prefix")),
            ("后缀", "suffix", |_, operation| response(operation, "suffix")),
            ("算法", "algorithm", |_, operation| response(operation, "algorithm")),
            ("编码", "encoding", |_, operation| response(operation, "encoding")),
            ("签名位置", "signature", |_, operation| response(operation, "signature")),
            ("不签名的拒绝", "unsigned_refusals", |_, operation| {
                match &operation.facts.response.verification {
                    Verification::Signed { unsigned_refusals, .. } if !unsigned_refusals.is_empty() => {
                        text("当 ").and(words::conditions(unsigned_refusals)).into()
                    }
                    _ => Cell::default(),
                }
            }),
            (terms::BASIS, "basis", |_, operation| {
                known(operation, &[subject::RESPONSE_SIGNATURE, subject::RESPONSE_UNSIGNED])
            }),
        ],
    ),
    (
        terms::DECISION,
        &[
            ("通信层", "transport", |_, operation| tier(operation, TierName::Transport)),
            ("业务层", "business", |_, operation| tier(operation, TierName::Business)),
            (terms::TRADE_STATE, "state", |_, operation| {
                operation
                    .facts
                    .response
                    .decision
                    .state
                    .as_ref()
                    .map_or_else(Prose::new, |path| code(path.dotted()))
                    .into()
            }),
            (words::reason(Reason::OrderNotFound).0, Reason::OrderNotFound.name(), |provider, operation| {
                refused(provider, operation, Reason::OrderNotFound)
            }),
            (words::reason(Reason::TooOften).0, Reason::TooOften.name(), |provider, operation| {
                refused(provider, operation, Reason::TooOften)
            }),
            (words::advice(Advice::AgainLater).0, Advice::AgainLater.name(), |provider, operation| {
                glance::refusals(provider, operation, |code| code.advice == Some(Advice::AgainLater))
            }),
            (terms::BASIS, "basis", |_, operation| known(operation, &[subject::DECISION])),
        ],
    ),
    (
        "订单与金额",
        &[
            (terms::IDENTITY, "identity", |_, operation| {
                operation.facts.response.identity.iter().map(words::identity).collect::<Vec<_>>().into()
            }),
            ("金额单位", "unit", |_, operation| order::amount(operation)),
            ("支付时间", "paid_at", |_, operation| order::times(operation)),
            ("币种", "currency", order::currency),
            ("支付渠道", "channel", |_, operation| order::fields_of(operation, &[Role::Channel])),
            ("各方订单号", "order_no", |_, operation| {
                order::fields_of(
                    operation,
                    &[Role::MerchantOrderNo, Role::ProviderOrderNo, Role::ChannelOrderNo],
                )
            }),
            ("个人信息", "personal", |_, operation| order::personal(operation)),
        ],
    ),
];

fn request(operation: &Operation, key: &str) -> Cell {
    signed(operation.facts.request.signing.as_ref(), key)
}

fn response(operation: &Operation, key: &str) -> Cell {
    match &operation.facts.response.verification {
        Verification::Signed { rule, .. } => signed(Some(rule), key),
        Verification::Unsigned => signed(None, key),
    }
}

fn signed(rule: Option<&Signing>, key: &str) -> Cell {
    match rule {
        None if key == "over" => text("不签名").into(),
        None => Cell::default(),
        Some(rule) if rule.is_undecided() && key == "over" => text(words::UNDECIDED).into(),
        Some(rule) => {
            let step = signing_words::rule(rule).into_iter().find(|(_, term, _)| *term == key);
            step.map_or_else(Cell::default, |(_, _, says)| says.into())
        }
    }
}

/// How well the first of these rules is known that the operation has.
fn known(operation: &Operation, subjects: &[&str]) -> Cell {
    let found = subjects.iter().find_map(|subject| words::provenance(operation, subject));
    Cell { lines: Vec::new(), basis: found.map(|provenance| provenance.basis) }
}

fn tier(operation: &Operation, name: TierName) -> Cell {
    let Some(tier) = operation.facts.response.decision.tiers.iter().find(|tier| tier.name == name) else {
        return Cell::default();
    };
    let mut lines = vec![code(tier.field.dotted()).text(" = ").codes(tier.pass.iter(), " 或 ").text(" 通过")];
    if tier.code != tier.field {
        lines.push(text("错误码 ").code(tier.code.dotted()));
    }
    lines.extend(tier.text.as_ref().map(|path| text("原因 ").code(path.dotted())));
    lines.into()
}

fn refused(provider: &Provider, operation: &Operation, reason: Reason) -> Cell {
    glance::refusals(provider, operation, |code| code.reasons.iter().any(|(known, _)| *known == reason))
}

/// Which codes mean which state.
fn states(all: &[(&Provider, &Operation)]) -> Section {
    let rows = OrderState::ALL.into_iter().map(|state| Row {
        title: words::state(state),
        term: state.name(),
        cells: all.iter().map(|(provider, operation)| codes_of(provider, operation, state)).collect(),
    });
    Section { title: terms::STATE_MAP, rows: rows.collect() }
}

fn codes_of(provider: &Provider, operation: &Operation, state: OrderState) -> Cell {
    let decision = &operation.facts.response.decision;
    let mut lines = Vec::new();
    let mut seen = Vec::new();
    let tiers = decision.tiers.iter().flat_map(|tier| [&tier.field, &tier.code]);
    for path in decision.state.iter().chain(tiers) {
        if seen.contains(&path) {
            continue;
        }
        seen.push(path);
        for known in deciding::codes(provider, operation, path) {
            if deciding::state(known) == Some(state) {
                lines.push(
                    code(format!("{}={}", path.dotted(), known.wire)).text(format!(" {}", known.title)),
                );
            }
        }
    }
    if state == OrderState::Unknown && decision.state.is_some() {
        lines.push(text(terms::OTHER_VALUES));
    }
    few(lines).into()
}

/// The first of many lines, and how many there are.
fn few(mut lines: Vec<Prose>) -> Vec<Prose> {
    const MANY: usize = 24;
    let count = lines.len();
    if count > MANY {
        lines.truncate(MANY);
        lines.push(text(format!("……共 {count} 个，见码表")));
    }
    lines
}
