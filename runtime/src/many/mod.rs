//! Asking about many orders.

use std::fmt;
use std::num::NonZeroUsize;
use std::pin::Pin;

use futures_util::Stream;

use crate::{Client, Error, Order, OrderKey};

mod asking;
mod matching;
mod packing;
mod stream;

/// What became of one order of many, under the number that was asked for.
pub type Answer = (OrderKey, Result<Order, Error>);

/// A stream on the heap, as [`OrderQuery`](crate::OrderQuery) takes and gives it: `Box::pin(stream)`.
pub type BoxedStream<'a, T> = Pin<Box<dyn Stream<Item = T> + Send + 'a>>;

impl Client {
    /// Asks about the order of each key, in the order in which the provider answers. Memory does not grow with the number
    /// of keys.
    ///
    /// Every key is answered exactly once, and one that comes several times as often as it comes. Each question goes
    /// through the client's limits, retries and circuit; an error of one order ends nothing.
    ///
    /// Where the provider has an operation that takes a list of the merchant's order numbers, and its replies name each
    /// order, the numbers are packed: as many as the field has room for by the table, and at most 100. A question is sent
    /// when no further number fits, when the keys end, or 10 ms after the keys had nothing more ready. A number that occurs
    /// several times in one question is asked once. Provider's numbers, both numbers, numbers that contain what joins the list, and
    /// numbers that are too long for it are asked alone.
    ///
    /// Of a reply about several orders each is judged by itself:
    ///
    /// | the reply | the answer |
    /// |---|---|
    /// | names an order and its state | the order |
    /// | does not name it | [`Error::Unanswered`] |
    /// | names it twice | [`Error::Mismatch`] with [`Found::Repeated`](crate::Found::Repeated) |
    /// | names it without a readable state | [`Error::Incomplete`] or [`Error::Unreadable`] |
    /// | names an order that was not asked for | an answer more than there were keys, under that number: [`Error::Mismatch`] |
    /// | says that the provider is still busy with all of it | a pending order |
    ///
    /// What goes wrong with a whole exchange is the answer to each of its orders. But where one order can be the reason for
    /// all, each is asked again alone: the request is invalid; it is refused as malformed, for an order that is not
    /// known, or for a reason that the specification does not know; the reply is too large, or has a text that is not UTF-8,
    /// a field twice, or too many levels.
    ///
    /// Nothing happens unless the stream is polled. It takes a key when there is room for another question and not before;
    /// dropping it drops the questions that are on their way.
    ///
    /// ```no_run
    /// use futures_util::{StreamExt, stream};
    /// use payspec_runtime::{Client, Concurrency, OrderKey};
    ///
    /// # async fn example(client: Client, numbers: Vec<String>) {
    /// let keys = stream::iter(numbers).map(OrderKey::Merchant);
    /// let mut answers = client.query_all(keys, Concurrency::new(16));
    /// while let Some((key, answer)) = answers.next().await {
    ///     match answer {
    ///         Ok(order) => println!("{key:?}: {:?}", order.state),
    ///         Err(error) => println!("{key:?}: {error}"),
    ///     }
    /// }
    /// # }
    /// ```
    #[must_use = "nothing is asked unless the stream is polled"]
    pub fn query_all<S: Stream<Item = OrderKey>>(
        &self,
        keys: S,
        concurrency: Concurrency,
    ) -> impl Stream<Item = Answer> + Unpin + use<S> {
        stream::Answers::new(self.clone(), keys, concurrency)
    }
}

/// How many questions are on their way at the same time; one about several orders counts once.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Concurrency(NonZeroUsize);

impl Concurrency {
    /// So many questions; none is one.
    #[must_use]
    pub const fn new(questions: usize) -> Self {
        match NonZeroUsize::new(questions) {
            Some(questions) => Self(questions),
            None => Self(NonZeroUsize::MIN),
        }
    }

    /// How many.
    #[must_use]
    pub const fn get(self) -> usize {
        self.0.get()
    }
}

/// 16 questions.
impl Default for Concurrency {
    fn default() -> Self {
        Self::new(16)
    }
}

impl From<NonZeroUsize> for Concurrency {
    fn from(questions: NonZeroUsize) -> Self {
        Self(questions)
    }
}

impl fmt::Debug for Concurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Concurrency({})", self.0)
    }
}

#[cfg(test)]
mod tests;
