//! What is said of each exchange, and at the end.

use payspec_codegen::model::Provider;
use payspec_simulator::{Exchange, Verdict};
use serde::Serialize;

use crate::output::{Paint, Shown};

/// What was shown so far.
pub(super) struct Journal {
    /// The number of the last exchange.
    pub(super) last: u64,
    answered: u64,
    refused: u64,
    faults: u64,
    /// How many nobody looked at before they were forgotten.
    missed: u64,
    /// How wide a provider and its operation are.
    width: usize,
}

#[derive(Serialize)]
pub(super) struct ExchangeJson<'a> {
    event: &'static str,
    number: u64,
    at: String,
    provider: Option<&'a str>,
    operation: Option<&'a str>,
    orders: &'a [String],
    verdict: &'static str,
    text: String,
    told: Vec<ToldJson<'a>>,
    fault: Option<&'static str>,
}

#[derive(Serialize)]
struct ToldJson<'a> {
    order: &'a str,
    state: &'static str,
}

#[derive(Serialize)]
pub(super) struct EndedJson {
    event: &'static str,
    exchanges: u64,
    answered: u64,
    refused: u64,
    faults: u64,
}

pub(super) fn as_json(exchange: &Exchange) -> ExchangeJson<'_> {
    let told = exchange.told.iter().map(|told| ToldJson { order: &told.order, state: told.state.name() });
    ExchangeJson {
        event: "exchange",
        number: exchange.number,
        at: exchange.at.to_string(),
        provider: exchange.provider.as_deref(),
        operation: exchange.operation.as_deref(),
        orders: &exchange.orders,
        verdict: match exchange.verdict {
            Verdict::Answered { .. } => "answered",
            Verdict::Refused { .. } => "refused",
            Verdict::NoOperation => "no_operation",
            Verdict::NoQuestion { .. } => "no_question",
            _ => "failed",
        },
        text: exchange.verdict.to_string(),
        told: told.collect(),
        fault: exchange.fault.map(|fault| fault.name()),
    }
}

impl Journal {
    pub(super) fn new(providers: &[Provider]) -> Self {
        let width = |provider: &Provider| {
            let operations = provider.operations.iter().map(|operation| operation.name.len());
            provider.name().len() + 1 + operations.max().unwrap_or_default()
        };
        let width = providers.iter().map(width).max().unwrap_or_default();
        Self { last: 0, answered: 0, refused: 0, faults: 0, missed: 0, width }
    }

    /// Counts an exchange, and tells how many before it nobody looked at in time.
    pub(super) fn count(&mut self, exchange: &Exchange) -> u64 {
        let missed = exchange.number.saturating_sub(self.last + 1);
        self.missed += missed;
        self.last = exchange.number;
        match exchange.verdict {
            Verdict::Answered { .. } => self.answered += 1,
            Verdict::Refused { .. } => self.refused += 1,
            _ => {}
        }
        self.faults += u64::from(exchange.fault.is_some());
        missed
    }

    /// A line: when, who was asked what about which orders, what came of it, and what went wrong on purpose.
    pub(super) fn as_text(&self, exchange: &Exchange, missed: u64, paint: Paint) -> String {
        let time = exchange.at.civil().time();
        let time = format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
        let operation = exchange.operation.as_deref().unwrap_or("-");
        let who = format!("{} {operation}", exchange.provider.as_deref().unwrap_or("-"));
        let orders = if exchange.orders.is_empty() { "-".to_owned() } else { exchange.orders.join(",") };
        let words = Shown(&exchange.verdict.to_string()).to_string();
        let words = match exchange.verdict {
            Verdict::Answered { .. } => words,
            Verdict::Refused { .. } => paint.yellow(&words),
            _ => paint.red(&words),
        };
        let fault = exchange.fault.map(|fault| paint.red(&format!("  fault: {fault}"))).unwrap_or_default();
        let gap = match missed {
            0 => String::new(),
            missed => paint.dim(&format!("… {missed} exchanges not shown\n")),
        };
        let time = paint.dim(&time);
        format!("{gap}{time}  {who:width$}  {}  {words}{fault}\n", Shown(&orders), width = self.width)
    }

    pub(super) fn summary(&self) -> String {
        let Self { last, answered, refused, faults, missed, .. } = self;
        let exchanges = if *last == 1 { "exchange" } else { "exchanges" };
        let other = last.saturating_sub(answered + refused + missed);
        let other = if other > 0 { format!(", {other} neither") } else { String::new() };
        let missed = if *missed > 0 { format!(", {missed} not looked at") } else { String::new() };
        format!(
            "ended: {last} {exchanges}, {answered} answered, {refused} refused{other}{missed}, {faults} with a fault\n"
        )
    }

    pub(super) const fn ended(&self) -> EndedJson {
        let Self { last, answered, refused, faults, .. } = *self;
        EndedJson { event: "ended", exchanges: last, answered, refused, faults }
    }
}
