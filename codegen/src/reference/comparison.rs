//! All providers side by side, as plain tables.

use payspec_table::{
    Expected, Field, Kind, MoneyUnit, OrderState, Presence, Purpose, Role, Signing, TierName, Verification,
    ViewEntry,
};

use super::prose::{Prose, code, text};
use super::{deciding, signing_words, words};
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
    let at = sections.len().min(4);
    sections.insert(at, states(&all));
    Comparison { columns: all.iter().map(column).collect(), sections }
}

const SECTIONS: &[(&str, &[Subject])] = &[
    (
        "接口",
        &[
            ("用途", "purpose", |_, operation| {
                let (chinese, term) = words::purpose(operation.facts.purpose);
                text(format!("{chinese} ")).code(term).into()
            }),
            ("地址", "path", |_, operation| {
                let method = words::method(operation.facts.method);
                code(format!("{method} {}", operation.facts.path).trim_end()).into()
            }),
            ("环境", "environments", |provider, _| {
                let environments = provider.environments.iter();
                let lines: Vec<Prose> = environments
                    .map(|known| code(&*known.facts.name).text(" ").code(&*known.facts.url))
                    .collect();
                if lines.is_empty() { text("由调用方给出").into() } else { lines.into() }
            }),
            ("请求编码", "request.encoding", |_, operation| {
                operation.facts.request.encodings.iter().map(words::encoding).collect::<Vec<_>>().into()
            }),
            ("应答编码", "response.encoding", |_, operation| {
                words::encoding(&operation.facts.response.encoding).into()
            }),
            ("订单号", "by", |_, operation| numbers(operation)),
        ],
    ),
    (
        "请求签名",
        &[
            ("签名范围", "over", |_, operation| request(operation, "over")),
            ("排除", "exclude", |_, operation| request(operation, "exclude")),
            ("空值", "skip", |_, operation| request(operation, "skip")),
            ("对象与列表", "nested", |_, operation| request(operation, "nested")),
            ("顺序", "order", |_, operation| request(operation, "order")),
            ("每个字段", "piece", |_, operation| request(operation, "piece")),
            ("连接符", "joint", |_, operation| request(operation, "joint")),
            ("前缀", "prefix", |_, operation| request(operation, "prefix")),
            ("后缀", "suffix", |_, operation| request(operation, "suffix")),
            ("算法", "algorithm", |_, operation| request(operation, "algorithm")),
            ("编码", "encoding", |_, operation| request(operation, "encoding")),
            ("位置", "signature", |_, operation| request(operation, "signature")),
            ("依据", "basis", |_, operation| {
                known(operation, &[subject::REQUEST_SIGNATURE, subject::REQUEST_UNSIGNED])
            }),
        ],
    ),
    (
        "应答签名",
        &[
            ("签名范围", "over", |_, operation| response(operation, "over")),
            ("排除", "exclude", |_, operation| response(operation, "exclude")),
            ("空值", "skip", |_, operation| response(operation, "skip")),
            ("对象与列表", "nested", |_, operation| response(operation, "nested")),
            ("顺序", "order", |_, operation| response(operation, "order")),
            ("每个字段", "piece", |_, operation| response(operation, "piece")),
            ("连接符", "joint", |_, operation| response(operation, "joint")),
            ("前缀", "prefix", |_, operation| response(operation, "prefix")),
            ("后缀", "suffix", |_, operation| response(operation, "suffix")),
            ("算法", "algorithm", |_, operation| response(operation, "algorithm")),
            ("编码", "encoding", |_, operation| response(operation, "encoding")),
            ("位置", "signature", |_, operation| response(operation, "signature")),
            ("不签名的拒绝", "unsigned_refusals", |_, operation| {
                match &operation.facts.response.verification {
                    Verification::Signed { unsigned_refusals, .. } if !unsigned_refusals.is_empty() => {
                        text("当 ").and(words::conditions(unsigned_refusals)).into()
                    }
                    _ => Cell::default(),
                }
            }),
            ("依据", "basis", |_, operation| {
                known(operation, &[subject::RESPONSE_SIGNATURE, subject::RESPONSE_UNSIGNED])
            }),
        ],
    ),
    (
        "判定",
        &[
            ("通信层", "transport", |_, operation| tier(operation, TierName::Transport)),
            ("业务层", "business", |_, operation| tier(operation, TierName::Business)),
            ("交易状态", "state", |_, operation| {
                operation
                    .facts
                    .response
                    .decision
                    .state
                    .as_ref()
                    .map_or_else(Prose::new, |path| code(path.dotted()))
                    .into()
            }),
            ("依据", "basis", |_, operation| known(operation, &[subject::DECISION])),
        ],
    ),
    (
        "订单与金额",
        &[
            ("身份核对", "identity", |_, operation| {
                operation.facts.response.identity.iter().map(words::identity).collect::<Vec<_>>().into()
            }),
            ("应答归属", "tied_by", |_, operation| tied_by(operation)),
            ("金额单位", "unit", |_, operation| amount(operation)),
            ("支付时间", "paid_at", |_, operation| times(operation)),
            ("轮询", "polling", |_, operation| {
                let said = words::polling(&operation.facts.polling);
                if said.is_empty() { text("文档未说明").into() } else { said.into() }
            }),
        ],
    ),
];

fn numbers(operation: &Operation) -> Cell {
    let view = &operation.facts.request.view;
    let line = |entry: &ViewEntry| text(format!("{} ", words::role(entry.role).0)).code(entry.field.dotted());
    view.iter().map(line).collect::<Vec<_>>().into()
}

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
    lines.extend(tier.text.as_ref().map(|path| text("说明 ").code(path.dotted())));
    lines.into()
}

/// Whether a reply names the order that was asked about.
fn tied_by(operation: &Operation) -> Cell {
    if operation.facts.purpose == Purpose::Other {
        return Cell::default();
    }
    let is_number =
        |role| matches!(role, Role::MerchantOrderNo | Role::ProviderOrderNo | Role::ChannelOrderNo);
    let request = &operation.facts.request;
    let entries = request.view.iter().filter(|entry| is_number(entry.role));
    let numbers: Vec<String> = entries.map(|entry| entry.field.dotted()).collect();
    let identity = &operation.facts.response.identity;
    let is_compared = |name: &&String| {
        identity.iter().any(|entry| matches!(&entry.expected, Expected::Request(known) if *known == **name))
    };
    let compared: Vec<&String> = numbers.iter().filter(is_compared).collect();
    let by_connection = || text("仅由连接 ").code("Connection");
    if compared.is_empty() {
        return by_connection().into();
    }
    let is_required = |name: &&String| {
        request.fields.iter().any(|field| field.name == **name && field.presence == Presence::Required)
    };
    let is_always = compared.len() == numbers.len() || compared.iter().any(is_required);
    let given = text("订单号 ").code("OrderNumber");
    let given = given.text("（请求带了 ").codes(compared, " 或 ").text(" 时）");
    let otherwise = (!is_always).then(|| text("否则").and(by_connection()));
    std::iter::once(given).chain(otherwise).collect::<Vec<_>>().into()
}

fn amount(operation: &Operation) -> Cell {
    let line = |field: &Field, path: String| match field.kind {
        Kind::Money(MoneyUnit::Fen) => Some(code(path).text("，分")),
        Kind::Money(MoneyUnit::Yuan) => Some(code(path).text("，元")),
        _ => None,
    };
    viewed(operation, &[Role::Amount], line)
}

fn times(operation: &Operation) -> Cell {
    viewed(operation, &[Role::PaidAt, Role::PaidDate, Role::PaidTime], |field, path| {
        Some(code(path).text("：").and(words::kind(&field.kind)))
    })
}

fn viewed(operation: &Operation, roles: &[Role], line: impl Fn(&Field, String) -> Option<Prose>) -> Cell {
    let response = &operation.facts.response;
    let entries = response.view.iter().filter(|entry| roles.contains(&entry.role));
    let lines: Vec<Prose> = entries
        .filter_map(|entry| {
            let field = payspec_runtime::places::field(&response.fields, &entry.field)?;
            line(field, entry.field.dotted())
        })
        .collect();
    if lines.is_empty() { text("应答没有").into() } else { lines.into() }
}

/// Which codes mean which state.
fn states(all: &[(&Provider, &Operation)]) -> Section {
    let rows = OrderState::ALL.into_iter().map(|state| Row {
        title: words::state(state),
        term: state.name(),
        cells: all.iter().map(|(provider, operation)| codes_of(provider, operation, state)).collect(),
    });
    Section { title: "状态对照", rows: rows.collect() }
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
        lines.push(text("其余取值"));
    }
    lines.into()
}
