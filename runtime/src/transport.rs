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
///
/// A proxy, roots or a certificate need none of one's own: [`Client::reqwest`](crate::Client::reqwest) takes a client that
/// has them. Another HTTP library, a queue or a recording is a transport; this one plays a recording back:
///
/// ```
/// use payspec_runtime::table::{
///     Code, CodeTable, Decision, Encoding, Field, Kind, Operation, Provider, Purpose, RequestTable, ResponseTable,
///     Verification,
/// };
/// use payspec_runtime::{
///     Boxed, Client, Credentials, DynamicRequest, Error, Incoming, OrderState, Outgoing, Phase, Transport,
/// };
///
/// /// What a provider answered once.
/// #[derive(Debug)]
/// struct Recording(Option<&'static str>);
///
/// impl Transport for Recording {
///     fn send<'a>(&'a self, request: &'a Outgoing) -> Boxed<'a, Result<Incoming, Error>> {
///         Box::pin(async move {
///             assert_eq!(request.url, "https://pay.example/query");
///             let body = self.0.ok_or_else(|| Error::transport(Phase::Receiving, "nothing was recorded"))?;
///             Ok(Incoming { status: 200, headers: Vec::new(), body: body.into() })
///         })
///     }
/// }
///
/// // A generated client is changed with its method `with`: `client.with(|client| client.transport(recording))`.
/// static CODES: &[CodeTable] =
///     &[CodeTable::new("state", const { &[Code::new("1", "Paid", "paid").state(OrderState::Paid)] })];
/// static OPERATIONS: &[Operation] = &[Operation::new(
///     "query",
///     "",
///     Purpose::OrderQuery,
///     RequestTable::new(const { &[Encoding::Json] }, const { &[Field::text("no", "").required()] }),
///     ResponseTable::new(
///         Encoding::Json,
///         const { &[Field::new("state", "", Kind::code("state"))] },
///         Verification::Unsigned,
///         Decision::new(&[], &["state"]),
///     ),
/// )
/// .path("/query")];
/// static PROVIDER: Provider = Provider::new("example", "", "CNY").operations(OPERATIONS).code_tables(CODES);
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// let client = Client::new(&PROVIDER, "https://pay.example", Credentials::new());
/// let client = client.transport(Recording(Some(r#"{"state":"1"}"#)));
/// let reply = client.call_dynamic("query", &DynamicRequest::new().with("no", "JD1")).await?;
/// assert_eq!(reply.state(), OrderState::Paid);
/// # let broken = client.transport(Recording(None));
/// # let error = broken.call_dynamic("query", &DynamicRequest::new().with("no", "JD1")).await.unwrap_err();
/// # assert!(error.to_string().contains("nothing was recorded"));
/// # Ok(()) }
/// ```
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
