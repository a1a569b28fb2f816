//! A transport that answers from memory, so that generated clients can be asked without a network.
#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use payspec_runtime::{Boxed, Error, Incoming, Outgoing, Transport};

/// Answers every request with the same body under the status 200.
#[derive(Debug, Clone)]
pub struct Memory {
    /// The body.
    pub body: String,
}

impl Transport for Memory {
    fn send<'a>(&'a self, _: &'a Outgoing) -> Boxed<'a, Result<Incoming, Error>> {
        Box::pin(async { Ok(incoming(&self.body)) })
    }
}

/// A body under the status 200.
#[must_use]
pub fn incoming(body: &str) -> Incoming {
    Incoming { status: 200, headers: Vec::new(), body: body.as_bytes().to_vec() }
}

/// What a future gives that waits for nothing.
///
/// # Panics
/// If it does wait.
pub fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a transport that answers from memory has nothing to wait for"),
    }
}
