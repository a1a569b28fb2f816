//! Counting with the crate `metrics`.

use std::sync::Once;

use metrics::{Label, Unit, counter, describe_counter, describe_histogram, histogram};
use payspec_table::Reason;

use super::{Attempt, Observer, Query, field};
use crate::{Departure, Error};

/// Counts with the crate `metrics`, for whichever exporter the program has installed.
///
/// | name | kind | labels |
/// |---|---|---|
/// | `payspec_queries_total` | counter | `provider`, `operation`, `outcome` |
/// | `payspec_query_duration_seconds` | histogram, waiting and retries included | `provider`, `operation`, `outcome` |
/// | `payspec_attempts_total` | counter | `provider`, `operation`, `outcome` |
/// | `payspec_attempt_duration_seconds` | histogram, one exchange | `provider`, `operation`, `outcome` |
/// | `payspec_orders_total` | counter, each order of each answer | `provider`, `operation`, `state` |
/// | `payspec_refusals_total` | counter | `provider`, `operation`, `reason` |
/// | `payspec_unknown_codes_total` | counter | `provider`, `operation`, `field` |
/// | `payspec_deviations_total` | counter | `provider`, `operation`, `field`, `departure` |
///
/// `outcome` is [`Outcome::name`](super::Outcome::name): how often a circuit stood in the way is `circuit_open`. `state` is that of
/// specifications (`Paid`). `reason` is `bad_signature`, `bad_request`, `order_not_found`, `unknown_merchant`, `too_often`,
/// `system_error` or `other`. `field` is a path of the table (`orders[].status`), `departure` one of `missing`,
/// `too_long`, `unreadable`, `unlisted`. No label holds an order number or anything else that a provider sent; an operation that
/// the provider does not have is `none`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Metrics {
    merchants: Merchants,
}

/// Whether merchants have counters of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Merchants {
    #[default]
    Together,
    Apart,
}

impl Metrics {
    /// Counts all merchants together.
    #[must_use]
    pub const fn new() -> Self {
        Self { merchants: Merchants::Together }
    }

    /// Adds the label `merchant` to each of them: the name that [`Client::merchant_name`](crate::Client::merchant_name)
    /// gave, or nothing. For a handful of merchants; each costs as much memory as all of them together.
    #[must_use]
    pub const fn by_merchant(self) -> Self {
        Self { merchants: Merchants::Apart }
    }

    fn labels(self, provider: &str, operation: &str, merchant: Option<&str>) -> Vec<Label> {
        let mut labels = Vec::with_capacity(5);
        labels.push(Label::new("provider", provider.to_owned()));
        labels.push(Label::new("operation", operation.to_owned()));
        if self.merchants == Merchants::Apart {
            labels.push(Label::new("merchant", merchant.unwrap_or_default().to_owned()));
        }
        labels
    }
}

impl Observer for Metrics {
    fn attempt(&self, attempt: &Attempt<'_>) {
        describe();
        let labels = self.labels(attempt.provider(), attempt.operation(), attempt.merchant());
        let with = |label| with(&labels, [label]);
        let outcome = with(Label::from_static_parts("outcome", attempt.outcome().name()));
        counter!("payspec_attempts_total", outcome.clone()).increment(1);
        histogram!("payspec_attempt_duration_seconds", outcome).record(attempt.duration().as_secs_f64());
        if let Err(Error::Refused(refusal)) = attempt.result() {
            let reason = Label::from_static_parts("reason", reason(refusal.reason));
            counter!("payspec_refusals_total", with(reason)).increment(1);
        }
        for code in attempt.unknown_codes() {
            counter!("payspec_unknown_codes_total", with(Label::new("field", code.field))).increment(1);
        }
        for deviation in attempt.deviations() {
            let (field, _) = field::in_table(&attempt.exchange.table().response.fields, &deviation.field);
            let departure = Label::from_static_parts("departure", departure(&deviation.departure));
            let labels = self::with(&labels, [Label::new("field", field), departure]);
            counter!("payspec_deviations_total", labels).increment(1);
        }
    }

    fn query(&self, query: &Query<'_>) {
        describe();
        // What a caller made up is no label: there is no end of it.
        let known = query.endpoint.provider().operation(query.operation()).is_some();
        let operation = if known { query.operation() } else { "none" };
        let labels = self.labels(query.provider(), operation, query.merchant());
        let outcome = with(&labels, [Label::from_static_parts("outcome", query.outcome().name())]);
        counter!("payspec_queries_total", outcome.clone()).increment(1);
        histogram!("payspec_query_duration_seconds", outcome).record(query.duration().as_secs_f64());
        for order in query.result().map(crate::Reply::orders).unwrap_or_default() {
            let state = Label::from_static_parts("state", order.state.name());
            counter!("payspec_orders_total", with(&labels, [state])).increment(1);
        }
    }
}

fn with<const N: usize>(labels: &[Label], more: [Label; N]) -> Vec<Label> {
    let mut all = Vec::with_capacity(labels.len() + N);
    all.extend_from_slice(labels);
    all.extend(more);
    all
}

const fn reason(reason: Option<Reason>) -> &'static str {
    match reason {
        Some(Reason::BadSignature) => "bad_signature",
        Some(Reason::BadRequest) => "bad_request",
        Some(Reason::OrderNotFound) => "order_not_found",
        Some(Reason::UnknownMerchant) => "unknown_merchant",
        Some(Reason::TooOften) => "too_often",
        Some(Reason::SystemError) => "system_error",
        _ => "other",
    }
}

const fn departure(departure: &Departure) -> &'static str {
    match departure {
        Departure::Missing => "missing",
        Departure::TooLong { .. } => "too_long",
        Departure::Unreadable { .. } => "unreadable",
        Departure::Unlisted { .. } => "unlisted",
    }
}

/// Tells the exporter once what is counted, when the first is counted: it is installed by then.
fn describe() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        describe_counter!("payspec_queries_total", "Queries that ended, by outcome.");
        describe_histogram!(
            "payspec_query_duration_seconds",
            Unit::Seconds,
            "How long queries took, with waiting and retries."
        );
        describe_counter!("payspec_attempts_total", "Exchanges with providers, by outcome.");
        describe_histogram!("payspec_attempt_duration_seconds", Unit::Seconds, "How long exchanges took.");
        describe_counter!("payspec_orders_total", "Orders that answers told of, by state.");
        describe_counter!("payspec_refusals_total", "Refusals of providers, by reason.");
        describe_counter!("payspec_unknown_codes_total", "Codes that no specification lists, by field.");
        describe_counter!(
            "payspec_deviations_total",
            "Where answers departed from the provider's document, by field."
        );
    });
}
