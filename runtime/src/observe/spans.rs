//! The spans of queries and attempts. Where nobody listens they cost a look at a flag each.

use tracing::Span;
use tracing::field::Empty;

use super::{Attempt, Outcome, Query};

const TARGET: &str = "payspec_runtime";

/// The span of a query.
pub(crate) fn query(provider: &str, operation: &str, merchant: Option<&str>) -> Span {
    tracing::info_span!(
        target: TARGET,
        "query",
        provider,
        operation,
        merchant,
        order = Empty,
        attempts = Empty,
        outcome = Empty,
        state = Empty,
        duration_ms = Empty
    )
}

/// The span of one exchange.
pub(crate) fn attempt(number: u32) -> Span {
    tracing::info_span!(
        target: TARGET,
        "attempt",
        number,
        outcome = Empty,
        state = Empty,
        status = Empty,
        duration_ms = Empty
    )
}

/// What is known of a query when it has ended.
pub(crate) fn end_query(span: &Span, query: &Query<'_>) {
    span.record("attempts", query.attempts);
    end(span, query.outcome(), query.duration);
}

/// What is known of an exchange when it has ended.
pub(crate) fn end_attempt(span: &Span, attempt: &Attempt<'_>) {
    if let Some(status) = attempt.status() {
        span.record("status", status);
    }
    end(span, attempt.outcome(), attempt.duration);
}

fn end(span: &Span, outcome: Outcome, duration: std::time::Duration) {
    span.record("outcome", outcome.name());
    if let Some(state) = outcome.state() {
        span.record("state", state.name());
    }
    span.record("duration_ms", u64::try_from(duration.as_millis()).unwrap_or(u64::MAX));
}
