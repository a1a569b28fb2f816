//! Asking about an order until its state is final.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use payspec_table::OrderState;

use crate::{Client, Error, Order, OrderKey, Patience};

mod by_asking;
mod poll;
mod sharing;
mod verdict;

pub(crate) use by_asking::by_asking;
pub(crate) use sharing::Polls;

impl Client {
    /// Asks about the order of this number until its state is [final](OrderState::is_final), as long as the patience
    /// lasts. Needs a tokio runtime with its timers.
    ///
    /// Each question is one exchange: the schedule takes the place of the client's retries, while its limits and its
    /// circuit hold. What becomes of an answer:
    ///
    /// | answer | what follows |
    /// |---|---|
    /// | a final state | [`Outcome::Final`] |
    /// | a final state over plain http to another host than loopback, in a reply that repeats no order number that was asked for | [`Why::Untied`], unless the patience [accepts it](Patience::accept_untied): anyone on the way can send a genuine reply about another order |
    /// | `Pending`, `Unknown` | it goes on; an `Unknown` never takes the place of something that was known |
    /// | a refusal that the provider vouches for and that cannot get better: the specification says `stop`, or gives the reason `bad_signature` or `unknown_merchant` and no advice | [`Why::Pointless`]; over plain http to another host than loopback only the second one in a row, since it names no order and may be an old one |
    /// | a refusal because it is asked too often, HTTP 429 | it goes on after 5 s, doubling to 60 s while that lasts |
    /// | any other refusal, among them all that nobody vouches for | it goes on |
    /// | an amount other than the [expected](Patience::expect_amount) one in a reply that must repeat the order number | [`Why::Pointless`] |
    /// | any other mismatch | it goes on: anyone on the way can send a genuine reply about another order once more |
    /// | nothing, or what proves nothing: a failed connection, any HTTP status, a redirect, a reply that cannot be read, is too large, incomplete or not verified | it goes on: it can be the doing of somebody on the way, once |
    /// | nothing was sent and nothing will be: an invalid request, a missing credential, an unusable URL, an operation that the provider does not have | [`Why::Pointless`] |
    /// | nothing was sent, and the next try may succeed: no random bytes, a signer that is out of reach | it goes on |
    /// | the circuit is open | it waits until that lets a question through; it does not count as an attempt |
    ///
    /// Dropping the future stops it: nothing goes on in the background. Callers that ask about the same order at the
    /// same time, on the same tokio runtime, through clones of one client, with the same expected amount and the same view
    /// of what is not tied to the order share one poll: each has its own deadline, the rest of the schedule is that of the caller who began it.
    ///
    /// ```no_run
    /// use payspec_runtime::{Client, OrderKey, Outcome, Patience};
    ///
    /// # async fn example(client: Client) {
    /// let key = OrderKey::Merchant("JD201909250317100002".into());
    /// match client.until_final(key, Patience::documented()).await {
    ///     Outcome::Final(order) => println!("{}", order.state.name()),
    ///     Outcome::Unresolved(unresolved) => println!("to be asked about again later: {unresolved}"),
    /// }
    /// # }
    /// ```
    pub async fn until_final(&self, key: OrderKey, patience: Patience) -> Outcome {
        sharing::until_final(self, key, &patience).await
    }
}

/// What became of an order, as far as it could be learned.
///
/// There will be no third: an order is known, or it is not and must be asked about again. Whatever is added finds its
/// place in [`Unresolved`].
#[must_use = "an order whose state stayed unresolved must be asked about again later"]
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Its state is final: the reply repeats the number that was asked for, or came over a connection that vouches for it
    /// (https, loopback), or the caller [accepted](Patience::accept_untied) one that has neither.
    Final(Order),
    /// Its state is not known to be final. It may have been paid.
    Unresolved(Unresolved),
}

impl Outcome {
    /// The order, if its state is final.
    #[must_use]
    pub const fn order(&self) -> Option<&Order> {
        match self {
            Self::Final(order) => Some(order),
            Self::Unresolved(_) => None,
        }
    }

    /// The same as a `Result`, for `?`.
    ///
    /// # Errors
    /// [`Unresolved`], which never means that a payment failed.
    pub fn into_result(self) -> Result<Order, Box<Unresolved>> {
        match self {
            Self::Final(order) => Ok(order),
            Self::Unresolved(unresolved) => Err(Box::new(unresolved)),
        }
    }

    /// Of an order that could not be asked about at all.
    pub(crate) fn not_asked(error: Error) -> Self {
        Self::Unresolved(Unresolved {
            last: None,
            last_error: Some(Arc::new(error)),
            attempts: 0,
            elapsed: Duration::ZERO,
            why: Why::Pointless,
        })
    }
}

/// What is known of an order whose state did not become final.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Unresolved {
    /// The latest answer whose state was known, else the latest answer. Its state is `Pending` or `Unknown`: what ended it
    /// as [`Why::Untied`] is not here, so that nobody books it.
    pub last: Option<Order>,
    /// The latest error. An answer that came after it does not take it away.
    pub last_error: Option<Arc<Error>>,
    /// How many questions were asked. One that was dropped at the deadline counts, even while it waited for the
    /// client's limits.
    pub attempts: u32,
    /// How long this caller waited.
    pub elapsed: Duration,
    /// Why it ended.
    pub why: Why,
}

impl Unresolved {
    /// The state that is known: `Pending` or `Unknown`.
    #[must_use]
    pub fn state(&self) -> OrderState {
        self.last.as_ref().map_or(OrderState::Unknown, |order| order.state)
    }
}

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.why {
            Why::Deadline => "time is up",
            Why::Attempts => "no further question is allowed",
            Why::Pointless => "asking again would bring nothing else",
            Why::Untied => {
                "the final state that came names no order that was asked for, and over plain http it can be that of \
                 another one; ask by the provider's number too, or over https"
            }
        };
        let (state, attempts, elapsed) = (self.state().name(), self.attempts, self.elapsed.as_secs());
        write!(f, "{why}; the order was last known as {state} (attempts: {attempts}, in {elapsed} s)")?;
        match &self.last_error {
            Some(error) => write!(f, "; the latest error: {error}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Unresolved {}

/// Why a poll ended without a final state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Why {
    /// The time was up, or too short for another question.
    Deadline,
    /// As many questions were asked as the patience or the provider's document allows.
    Attempts,
    /// Asking again would bring the same answer until something is corrected; see [`Unresolved::last_error`].
    Pointless,
    /// A final state came that is not to be booked: over plain http to another host than loopback, in a reply that repeats no
    /// order number that was asked for. Asking again would bring no better one. Ask by the provider's number too
    /// ([`OrderKey::Both`]) or over https; [`Patience::accept_untied`] takes it nevertheless.
    Untied,
}

#[cfg(test)]
mod tests;
