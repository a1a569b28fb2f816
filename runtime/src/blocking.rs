//! A client for programs without an async runtime.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use futures_util::{StreamExt, stream};
use tokio::runtime::{Builder, Handle, Runtime};

use crate::{
    Answer, Concurrency, DynamicRequest, Error, Order, OrderKey, OrderQuery, Outcome, Patience, Reply,
    Request,
};

/// The client of [`crate::Client`], waiting for each answer. Cloning shares everything.
///
/// It runs its exchanges on a runtime of its own with one thread, which it makes when it is first needed. Inside an async
/// runtime it would block it: there every call is [`Error::Unusable`].
#[derive(Debug, Clone)]
pub struct Client {
    client: crate::Client,
    runtime: Arc<Background>,
}

/// The runtime. Its thread sees to connections between two questions too: without it, one that the provider has closed
/// meanwhile would be noticed by the question that fails on it.
#[derive(Debug, Default)]
struct Background(OnceLock<Option<Runtime>>);

/// A runtime that is dropped like other values waits for its tasks, and panics inside another runtime.
impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take().flatten() {
            runtime.shutdown_background();
        }
    }
}

impl From<crate::Client> for Client {
    fn from(client: crate::Client) -> Self {
        Self { client, runtime: Arc::default() }
    }
}

impl Client {
    /// Asks a typed question.
    ///
    /// # Errors
    /// As [`crate::Client::call`].
    pub fn call<R: Request>(&self, request: &R) -> Result<R::Reply, Error> {
        self.runtime()?.block_on(self.client.call(request))
    }

    /// Asks any operation of the provider's table.
    ///
    /// # Errors
    /// As [`crate::Client::call`].
    pub fn call_dynamic(&self, operation: &str, request: &DynamicRequest) -> Result<Reply, Error> {
        self.runtime()?.block_on(self.client.call_dynamic(operation, request))
    }

    /// Asks about the order of this number.
    ///
    /// # Errors
    /// As [`crate::OrderQuery::order_by`].
    pub fn order_by(&self, key: OrderKey) -> Result<Order, Error> {
        self.runtime()?.block_on(self.client.order_by(key))
    }

    /// Asks about the order of this number until its state is final, as long as the patience lasts; see
    /// [`crate::Client::until_final`]. Threads that ask about one order at the same time share one poll.
    pub fn until_final(&self, key: OrderKey, patience: Patience) -> Outcome {
        match self.runtime() {
            Ok(runtime) => runtime.block_on(self.client.until_final(key, patience)),
            Err(error) => Outcome::not_asked(error),
        }
    }

    /// Asks about the order of each key; see [`crate::Client::query_all`]. Questions go on only while the iterator is asked
    /// for the next answer; inside an async runtime it answers keys that were not asked about with [`Error::Unusable`].
    pub fn query_all<'c>(
        &'c self,
        keys: impl IntoIterator<Item = OrderKey> + 'c,
        concurrency: Concurrency,
    ) -> impl Iterator<Item = Answer> + 'c {
        let keys = Arc::new(Mutex::new(keys.into_iter()));
        let next =
            |keys: &Mutex<_>| Iterator::next(&mut *keys.lock().unwrap_or_else(PoisonError::into_inner));
        let taken = Arc::clone(&keys);
        let asked = stream::iter(std::iter::from_fn(move || next(&taken)));
        let mut answers = self.client.query_all(asked, concurrency);
        std::iter::from_fn(move || match self.runtime() {
            Ok(runtime) => runtime.block_on(answers.next()),
            Err(error) => next(&keys).map(|key| (key, Err(error))),
        })
    }

    /// The asynchronous client.
    #[must_use]
    pub fn as_async(&self) -> &crate::Client {
        &self.client
    }

    fn runtime(&self) -> Result<&Runtime, Error> {
        let unusable = |what: &str| Error::Unusable { what: what.to_owned() };
        if Handle::try_current().is_ok() {
            return Err(unusable(
                "the blocking client was called inside an async runtime; use the asynchronous one",
            ));
        }
        let build = || Builder::new_multi_thread().worker_threads(1).enable_all().build().ok();
        self.runtime
            .0
            .get_or_init(build)
            .as_ref()
            .ok_or_else(|| unusable("the operating system gave no resources for a runtime"))
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::time::Duration;

    use payspec_table::{
        Decision, Encoding, Operation, Provider, Purpose, RequestTable, ResponseTable, Verification,
    };

    use super::*;
    use crate::Credentials;

    static OPERATIONS: &[Operation] = &[Operation::new(
        "ask",
        "",
        Purpose::Other,
        RequestTable::new(const { &[Encoding::Json] }, &[]),
        ResponseTable::new(Encoding::Json, &[], Verification::Unsigned, Decision::without_state(&[])),
    )];
    static PROVIDER: Provider = Provider::new("loopback", "", "CNY").operations(OPERATIONS);

    /// Answers on each connection once and leaves it open for a moment, as servers do with idle connections.
    fn closing_idle_connections() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                std::thread::spawn(move || {
                    let mut request = [0; 4096];
                    let _ = stream.read(&mut request);
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
                    std::thread::sleep(Duration::from_millis(50));
                });
            }
        });
        url
    }

    fn client(url: &str) -> Client {
        Client::from(crate::Client::new(&PROVIDER, url, Credentials::new()))
    }

    fn ask(client: &Client) -> Result<Reply, Error> {
        client.call_dynamic("ask", &DynamicRequest::new())
    }

    #[test]
    fn a_connection_that_the_provider_closed_meanwhile_is_not_used_again() {
        let client = client(&closing_idle_connections());
        for round in 0..5 {
            ask(&client).unwrap_or_else(|error| panic!("round {round}: {error}"));
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    #[test]
    fn a_client_that_was_used_may_be_dropped_inside_an_async_runtime() {
        let client = client(&closing_idle_connections());
        ask(&client).unwrap();
        let other = tokio::runtime::Builder::new_current_thread().build().unwrap();
        other.block_on(async move { drop(client) });
    }

    #[test]
    fn inside_an_async_runtime_it_says_so() {
        let client = client("http://127.0.0.1:1");
        let other = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let error = other.block_on(async { ask(&client) }).unwrap_err();
        assert!(matches!(error, Error::Unusable { .. }), "{error}");
    }
}
