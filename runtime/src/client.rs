//! The asynchronous client.

use std::sync::Arc;
use std::time::Duration;

use payspec_table::Encoding;

use crate::{
    Ambient, Credentials, DynamicRequest, Endpoint, Error, Exchange, PlainHttp, ProviderRef, Reply, Request,
    SystemAmbient, Transport,
};

/// Asks a provider. Generated clients wrap one; with [`call_dynamic`](Self::call_dynamic) it works on any table.
///
/// Making one does no I/O and cannot fail; what is wrong with a URL or a credential is an error of each request.
/// Cloning shares everything, the connection pool too.
#[derive(Debug, Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug, Clone)]
struct Inner {
    endpoint: Endpoint,
    transport: Arc<dyn Transport>,
    ambient: Arc<dyn Ambient>,
}

impl Client {
    /// A client of a provider at a URL.
    #[must_use]
    pub fn new(provider: impl Into<ProviderRef>, url: impl Into<String>, credentials: Credentials) -> Self {
        let endpoint = Endpoint::new(provider, url, credentials);
        #[cfg(feature = "reqwest")]
        let transport = crate::HttpTransport::new();
        #[cfg(not(feature = "reqwest"))]
        let transport = NoTransport;
        let inner = Inner { endpoint, transport: Arc::new(transport), ambient: Arc::new(SystemAmbient) };
        Self { inner: Arc::new(inner) }
    }

    /// Allows plain http to hosts other than loopback, for providers that offer nothing else.
    ///
    /// Others on the way can read everything. It stays refused for operations whose replies are not signed.
    #[must_use]
    pub fn allow_plain_http(self) -> Self {
        self.with(|inner| inner.endpoint.policy_mut().plain_http = PlainHttp::Allowed)
    }

    /// Sets how long an exchange may take.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        self.with(|inner| inner.endpoint.policy_mut().timeout = Some(timeout))
    }

    /// Sets the most bytes that the body of a reply may have.
    #[must_use]
    pub fn max_body(self, bytes: usize) -> Self {
        self.with(|inner| inner.endpoint.policy_mut().max_body = bytes)
    }

    /// Sets the encoding of requests, for operations that offer several.
    #[must_use]
    pub fn encoding(self, encoding: Encoding) -> Self {
        self.with(|inner| inner.endpoint.policy_mut().encoding = Some(encoding))
    }

    /// Sets what carries requests.
    #[must_use]
    pub fn transport(self, transport: impl Transport + 'static) -> Self {
        self.with(|inner| inner.transport = Arc::new(transport))
    }

    /// Sets where the time and nonces come from, for tests.
    #[must_use]
    pub fn ambient(self, ambient: impl Ambient + 'static) -> Self {
        self.with(|inner| inner.ambient = Arc::new(ambient))
    }

    /// Trusts these certificates (one PEM text) besides those of the platform. Takes the place of a transport that was
    /// set before.
    #[cfg(feature = "reqwest")]
    #[must_use]
    pub fn root_certificate_pem(self, pem: &[u8]) -> Self {
        self.transport(crate::HttpTransport::new().root_certificate_pem(pem))
    }

    /// Uses a reqwest client of the caller's own; see [`HttpTransport::with_client`](crate::HttpTransport::with_client).
    #[cfg(feature = "reqwest")]
    #[must_use]
    pub fn reqwest(self, client: reqwest::Client) -> Self {
        self.transport(crate::HttpTransport::with_client(client))
    }

    /// Asks a typed question.
    ///
    /// # Errors
    /// [`Error`] says what is known afterwards; none of them means that a payment failed.
    pub async fn call<R: Request>(&self, request: &R) -> Result<R::Reply, Error> {
        let exchange = self.prepare(request)?;
        let incoming = self.inner.transport.send(exchange.outgoing()).await?;
        exchange.receive_as(&incoming)
    }

    /// Asks any operation of the provider's table.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub async fn call_dynamic(&self, operation: &str, request: &DynamicRequest) -> Result<Reply, Error> {
        let Inner { endpoint, transport, ambient } = &*self.inner;
        let exchange = endpoint.prepare(operation, request, request.expected_amount(), &**ambient)?;
        let incoming = transport.send(exchange.outgoing()).await?;
        exchange.receive(&incoming)
    }

    /// What would be sent for a request: to look at it, or to send it by other means.
    ///
    /// # Errors
    /// As [`Endpoint::prepare`].
    pub fn prepare<R: Request>(&self, request: &R) -> Result<Exchange<'_>, Error> {
        let Inner { endpoint, ambient, .. } = &*self.inner;
        endpoint.prepare(R::OPERATION, request, request.expected_amount(), &**ambient)
    }

    /// The provider, the URL and the credentials.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.inner.endpoint
    }

    fn with(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.inner));
        self
    }
}

/// What carries nothing, where there is no HTTP in this build.
#[cfg(not(feature = "reqwest"))]
#[derive(Debug)]
struct NoTransport;

#[cfg(not(feature = "reqwest"))]
impl Transport for NoTransport {
    fn send<'a>(&'a self, _: &'a crate::Outgoing) -> crate::Boxed<'a, Result<crate::Incoming, Error>> {
        let what = "no transport was given, and payspec-runtime was built without the feature `reqwest`";
        Box::pin(async move { Err(Error::Unusable { what: what.to_owned() }) })
    }
}
