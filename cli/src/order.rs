//! An order as people and as scripts read it.

use payspec_codegen::model::Operation;
use payspec_runtime::table::{CodeTable, Expected, Kind, Path, Role};
use payspec_runtime::{Deviation, Order, OrderState, TiedBy, VouchedBy, places};
use serde::Serialize;

use crate::output::{Cell, Paint, Shown, Table};

/// What was answered.
pub(crate) struct Answer<'a> {
    /// The provider's title.
    pub(crate) title: &'a str,
    /// The number that was asked for.
    pub(crate) order_no: &'a str,
    pub(crate) order: &'a Order,
    pub(crate) operation: &'a Operation,
    pub(crate) code_tables: &'a [CodeTable],
    pub(crate) deviations: &'a [Deviation],
    /// Whether a simulator answered: the order is invented.
    pub(crate) simulated: bool,
}

/// The JSON of an order. Its shape is documented by `payspec query --help`.
#[derive(Serialize)]
pub(crate) struct OrderJson<'a> {
    provider: &'a str,
    operation: &'a str,
    simulated: bool,
    state: &'static str,
    r#final: bool,
    state_text: Option<&'a str>,
    amount: Option<AmountJson>,
    paid_at: Option<String>,
    created_at: Option<String>,
    merchant_no: Option<&'a str>,
    merchant_order_no: Option<&'a str>,
    provider_order_no: Option<&'a str>,
    channel_order_no: Option<&'a str>,
    channel: Option<ChannelJson<'a>>,
    vouched_by: &'static str,
    tied_by: &'static str,
    deviations: Vec<DeviationJson<'a>>,
}

#[derive(Serialize)]
struct AmountJson {
    minor: i64,
    currency: String,
    text: String,
}

#[derive(Serialize)]
struct ChannelJson<'a> {
    text: &'a str,
    title: Option<&'a str>,
}

#[derive(Serialize)]
struct DeviationJson<'a> {
    field: &'a str,
    what: String,
}

impl Answer<'_> {
    pub(crate) fn as_json(&self) -> OrderJson<'_> {
        let order = self.order;
        OrderJson {
            provider: &order.provider,
            operation: &self.operation.name,
            simulated: self.simulated,
            state: order.state.name(),
            r#final: order.state.is_final(),
            state_text: order.state_text.as_deref(),
            amount: order.amount.map(|amount| AmountJson {
                minor: amount.fen().get(),
                currency: amount.currency().to_string(),
                text: amount.to_string(),
            }),
            paid_at: order.paid_at.map(|time| time.to_string()),
            created_at: order.created_at.map(|time| time.to_string()),
            merchant_no: order.merchant_no.as_deref(),
            merchant_order_no: order.merchant_order_no.as_deref(),
            provider_order_no: order.provider_order_no.as_deref(),
            channel_order_no: order.channel_order_no.as_deref(),
            channel: order
                .channel
                .as_ref()
                .map(|channel| ChannelJson { text: &channel.text, title: channel.title.as_deref() }),
            vouched_by: vouched_by(order.vouched_by),
            tied_by: tied_by(order.tied_by),
            deviations: self
                .deviations
                .iter()
                .map(|deviation| DeviationJson { field: &deviation.field, what: deviation.to_string() })
                .collect(),
        }
    }

    /// The order as a table: what, its value, and the provider's field that it comes from.
    pub(crate) fn as_table(&self, paint: Paint) -> String {
        let order = self.order;
        let invented = if self.simulated { " · simulated" } else { "" };
        let heading = format!("{} · {}{invented}", self.title, self.order_no);
        let heading = paint.bold(&Shown(&heading).to_string());
        let mut table = Table::default();
        let mut row = |name: &str, value: Cell, from: String| {
            table.row([
                Cell::painted(name, |text| paint.dim(text)),
                value,
                Cell::painted(from, |text| paint.dim(text)),
            ]);
        };
        let state = order.state;
        row(
            "state",
            Cell::painted(state.name(), |text| paint_state(paint, state, text)),
            self.origin_of_state(),
        );
        let text = |value: &Option<_>| value.as_ref().map(ToString::to_string);
        let channel = order.channel.as_ref().map(|channel| match &channel.title {
            Some(title) => format!("{title} ({})", channel.text),
            None => channel.text.to_string(),
        });
        let paid_at = if self.has(Role::PaidAt) { Role::PaidAt } else { Role::PaidDate };
        for (name, value, role) in [
            ("amount", order.amount.map(|amount| amount.to_string()), Role::Amount),
            ("paid at", order.paid_at.map(|time| time.to_string()), paid_at),
            ("created at", order.created_at.map(|time| time.to_string()), Role::CreatedAt),
            ("merchant", text(&order.merchant_no), Role::MerchantNo),
            ("merchant order no", text(&order.merchant_order_no), Role::MerchantOrderNo),
            ("provider order no", text(&order.provider_order_no), Role::ProviderOrderNo),
            ("channel order no", text(&order.channel_order_no), Role::ChannelOrderNo),
            ("channel", channel, Role::Channel),
        ] {
            if let Some(value) = value {
                row(name, Cell::new(value), self.origin(role));
            }
        }
        let vouched = match order.vouched_by {
            VouchedBy::Signature => "the provider's signature",
            _ => "the connection alone: this provider does not sign its replies",
        };
        row("vouched for by", Cell::new(vouched), String::new());
        if !self.is_named() {
            let tie = "the connection alone: the reply repeats no order number that was asked for";
            row("tied to the question by", Cell::painted(tie, |text| paint.yellow(text)), String::new());
        }
        let mut text = format!("{heading}\n{table}");
        if !self.deviations.is_empty() {
            text.push_str(&format!("\n{}\n", paint.dim("departs from the provider's document:")));
            let mut table = Table::default();
            for deviation in self.deviations {
                table.row([Cell::painted(deviation.to_string(), |text| paint.yellow(text))]);
            }
            text.push_str(&table.to_string());
        }
        text
    }

    /// What to be careful about when nothing but the connection says that the answer is about this order.
    pub(crate) fn warning(&self) -> Option<String> {
        if self.is_named() {
            return None;
        }
        let advice = self.telling_field().map_or_else(String::new, |field| {
            format!(" Give `--field {field}=NUMBER` too: the reply repeats that one.")
        });
        Some(format!(
            "the reply repeats no order number that was asked for; nothing but the connection ties it to the question, \
             and over plain http that proves nothing.{advice}"
        ))
    }

    /// Whether the reply itself names the order.
    fn is_named(&self) -> bool {
        self.order.tied_by == TiedBy::OrderNumber
    }

    /// A field of the request with an order number that the reply repeats.
    fn telling_field(&self) -> Option<&str> {
        let is_order_no = |name: &str| {
            self.operation.facts.request.view.iter().any(|entry| {
                matches!(entry.role, Role::MerchantOrderNo | Role::ProviderOrderNo | Role::ChannelOrderNo)
                    && entry.field.len() == 1
                    && entry.field.get(0) == Some(name)
            })
        };
        self.operation.facts.response.identity.iter().find_map(|entry| match &entry.expected {
            Expected::Request(name) if is_order_no(name) => Some(&**name),
            _ => None,
        })
    }

    fn has(&self, role: Role) -> bool {
        self.operation.facts.response.view.iter().any(|entry| entry.role == role)
    }

    fn origin(&self, role: Role) -> String {
        let entry = self.operation.facts.response.view.iter().find(|entry| entry.role == role);
        entry.map(|entry| self.place(&entry.field)).unwrap_or_default()
    }

    /// The field that decided, its value, and what the document calls it.
    fn origin_of_state(&self) -> String {
        let (Some(path), Some(text)) =
            (&self.operation.facts.response.decision.state, &self.order.state_text)
        else {
            return String::new();
        };
        let field = places::field(&self.operation.facts.response.fields, path);
        let code = field.and_then(|field| match &field.kind {
            Kind::Code(table) => self.code_tables.iter().find(|known| known.name == *table)?.find(text),
            _ => None,
        });
        let title = code.map_or_else(String::new, |code| format!(" {}", code.title));
        format!("{} = {text}{title}", self.place(path))
    }

    fn place(&self, path: &Path) -> String {
        let wire = path.dotted();
        match places::field(&self.operation.facts.response.fields, path) {
            Some(field) => format!("{wire} {}", field.title),
            None => wire,
        }
    }
}

const fn vouched_by(by: VouchedBy) -> &'static str {
    match by {
        VouchedBy::Signature => "signature",
        _ => "transport",
    }
}

const fn tied_by(by: TiedBy) -> &'static str {
    match by {
        TiedBy::OrderNumber => "order_number",
        _ => "connection",
    }
}

fn paint_state(paint: Paint, state: OrderState, text: &str) -> String {
    match state {
        OrderState::Paid => paint.green(text),
        OrderState::Failed => paint.red(text),
        OrderState::Pending | OrderState::Unknown => paint.yellow(text),
        _ => paint.bold(text),
    }
}
