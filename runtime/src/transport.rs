//! What carries bytes to a provider and back.

use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use payspec_table::Method;

use crate::Error;

/// A boxed future, so that traits with asynchronous methods stay object-safe.
pub type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries one request and brings its reply. It never follows redirects and never repeats a request on its own.
///
/// What it returns is checked again by the engine (status, size, signature); it need not look at it.
pub trait Transport: Send + Sync + Debug {
    /// Sends a request.
    ///
    /// # Errors
    /// [`Error::transport`] for everything that goes wrong with the connection, the time-out included;
    /// [`Error::TooLarge`] once the body exceeds the limit.
    fn send<'a>(&'a self, request: &'a Outgoing) -> Boxed<'a, Result<Incoming, Error>>;
}

/// A request as it goes to the transport.
#[derive(Clone)]
#[non_exhaustive]
pub struct Outgoing {
    /// The HTTP method.
    pub method: Method,
    /// The URL, with its query.
    pub url: String,
    /// The headers, the content type among them.
    pub headers: Vec<(String, String)>,
    /// The body; empty for GET.
    pub body: String,
    /// How long the whole exchange may take.
    pub timeout: Duration,
    /// The most bytes that the body of the reply may have.
    pub max_body: usize,
    /// The header of the reply that the engine wants to see; others need not be returned.
    pub reply_header: Option<String>,
}

/// Without values: a body and headers hold signatures and whatever the merchant sends.
impl Debug for Outgoing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outgoing")
            .field("method", &self.method)
            .field("url", &self.url.split('?').next())
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// A reply as the transport brings it.
#[derive(Clone, Default)]
pub struct Incoming {
    /// The HTTP status.
    pub status: u16,
    /// The headers, at least the one that was asked for.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming")
            .field("status", &self.status)
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Headers by any case of their names.
#[derive(Clone, Copy)]
pub(crate) struct Headers<'a>(pub(crate) &'a [(String, String)]);

impl<'a> Headers<'a> {
    /// Every value of a name.
    pub(crate) fn all<'n>(self, name: &'n str) -> impl Iterator<Item = &'a str> + use<'a, 'n> {
        self.0
            .iter()
            .filter(move |(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}
