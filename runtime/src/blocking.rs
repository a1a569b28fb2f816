//! A client for programs without an async runtime.

use std::sync::{Arc, OnceLock};

use tokio::runtime::{Builder, Handle, Runtime};

use crate::{DynamicRequest, Error, Order, OrderKey, OrderQuery, Reply, Request};

/// The client of [`crate::Client`], waiting for each answer. Cloning shares everything.
///
/// It runs its exchanges on a small runtime of its own, which it makes when it is first needed. Inside an async
/// runtime it would block it: there every call is [`Error::Unusable`].
#[derive(Debug, Clone)]
pub struct Client {
    client: crate::Client,
    runtime: Arc<OnceLock<Option<Runtime>>>,
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
        self.runtime
            .get_or_init(|| Builder::new_current_thread().enable_all().build().ok())
            .as_ref()
            .ok_or_else(|| unusable("the operating system gave no resources for a runtime"))
    }
}
