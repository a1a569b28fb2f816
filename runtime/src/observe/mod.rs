//! What happened, for those who watch: each attempt, and each query as a whole.
//!
//! Two ways lead there. A `tracing` subscriber sees the spans `query` and `attempt` (target `payspec_runtime`, level
//! `INFO`) and the events inside them; an [`Observer`] is told the same with everything that it may ask for: the reply
//! or the error, where the reply departs from its document, and a [`Transcript`]. With the feature `metrics` there is an
//! observer that counts, `Metrics`.
//!
//! | span | fields |
//! |---|---|
//! | `query` | `provider`, `operation`, `merchant`, `order`, `attempts`, `outcome`, `state`, `duration_ms` |
//! | `attempt` | `number`, `outcome`, `state`, `status`, `duration_ms` |
//!
//! `merchant` is the name that [`Client::merchant_name`](crate::Client::merchant_name) gave; `order` is there only with
//! [`Exposure::order_numbers`]; `state` where the outcome is `answered`; `status` is that of HTTP. A query that is
//! dropped before its end leaves a span without an outcome.
//!
//! Keys are in none of it. Order numbers and personal values are not either, unless an [`Exposure`] was chosen; but
//! whoever is handed a [`Reply`](crate::Reply) or an [`Error`](crate::Error) by [`Attempt::result`] can read in it what the
//! provider sent.

use std::fmt::Debug;

mod attempt;
mod exposure;
mod field;
mod hidden;
#[cfg(feature = "metrics")]
mod metrics;
mod outcome;
mod query;
mod redaction;
pub(crate) mod spans;
mod transcript;
mod unknown_code;

pub use attempt::Attempt;
pub use exposure::Exposure;
pub(crate) use hidden::order_numbers;
#[cfg(feature = "metrics")]
pub use metrics::Metrics;
pub use outcome::Outcome;
pub use query::Query;
pub use transcript::Transcript;
pub use unknown_code::UnknownCode;

/// Is told what a client does. Its methods are called in the task that asks, inside the span of what has ended: they
/// must be quick, and must not wait.
///
/// A query that is dropped before its end is told to nobody.
///
/// ```
/// use payspec_runtime::observe::{Attempt, Observer, Outcome};
///
/// /// Keeps what a support desk asks for.
/// #[derive(Debug)]
/// struct Failures;
///
/// impl Observer for Failures {
///     fn attempt(&self, attempt: &Attempt<'_>) {
///         if !matches!(attempt.outcome(), Outcome::Answered(_)) {
///             eprintln!("{} {}\n{}", attempt.provider(), attempt.outcome().name(), attempt.transcript());
///         }
///     }
/// }
/// ```
pub trait Observer: Send + Sync + Debug {
    /// One exchange has ended.
    fn attempt(&self, attempt: &Attempt<'_>) {
        let _ = attempt;
    }

    /// A query has ended, with all its attempts.
    fn query(&self, query: &Query<'_>) {
        let _ = query;
    }
}
