//! The asynchronous client.

use std::sync::Arc;
use std::time::Duration;

use payspec_table::Encoding;

use crate::conduct::{Asking, Conduct};
use crate::exchange::Orders;
use crate::observe::{Exposure, Observer};
use crate::until_final::Polls;
use crate::{
    Ambient, Circuit, Credentials, DynamicRequest, Endpoint, Error, Exchange, Fields, Limits, Money,
    PlainHttp, ProviderRef, Reply, Request, Retries, SystemAmbient, Transport,
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
    conduct: Conduct,
    polls: Polls,
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
        let inner = Inner {
            endpoint,
            transport: Arc::new(transport),
            ambient: Arc::new(SystemAmbient),
            conduct: Conduct::default(),
            polls: Polls::default(),
        };
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

    /// Sets what carries requests, which other clients use too.
    #[cfg(feature = "config")]
    pub(crate) fn shared_transport(self, transport: Arc<dyn Transport>) -> Self {
        self.with(|inner| inner.transport = transport)
    }

    /// Sets where the time and nonces come from, for tests.
    #[must_use]
    pub fn ambient(self, ambient: impl Ambient + 'static) -> Self {
        self.with(|inner| inner.ambient = Arc::new(ambient))
    }

    /// Sets the limits that it keeps to: none, unless set. Clones made afterwards keep to them together.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        let guest = limits.guest(self.endpoint().provider()).map(Arc::new);
        self.with(|inner| inner.conduct.guest = guest)
    }

    /// Keeps to the limits of another client, together with it.
    #[cfg(feature = "config")]
    pub(crate) fn within_limits_of(self, other: &Self) -> Self {
        let guest = other.inner.conduct.guest.clone();
        self.with(|inner| inner.conduct.guest = guest)
    }

    /// Sets when a query is asked again before the caller hears of a failure: never, unless set.
    #[must_use]
    pub fn retries(self, retries: Retries) -> Self {
        self.with(|inner| inner.conduct.retries = Some(retries))
    }

    /// Sets when the provider is left alone: never, unless set. Clients of one provider at one URL should share one circuit.
    #[must_use]
    pub fn circuit(self, circuit: Circuit) -> Self {
        self.with(|inner| inner.conduct.circuit = Some(circuit))
    }

    /// Sets who is told what happens.
    #[must_use]
    pub fn observer(self, observer: Arc<dyn Observer>) -> Self {
        self.with(|inner| inner.conduct.observer = Some(observer))
    }

    /// Sets how much observers and traces are shown: no order numbers and nothing personal, unless set.
    #[must_use]
    pub fn exposure(self, exposure: Exposure) -> Self {
        self.with(|inner| inner.conduct.exposure = exposure)
    }

    /// Sets the name under which observers and traces know the merchant.
    #[must_use]
    pub fn merchant_name(self, name: impl Into<Arc<str>>) -> Self {
        let name = name.into();
        self.with(|inner| inner.conduct.merchant_name = Some(name))
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
        let reply = self.ask(R::OPERATION, request, request.expected_amount()).await?;
        reply.typed(self.endpoint().provider())
    }

    /// Asks any operation of the provider's table.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub async fn call_dynamic(&self, operation: &str, request: &DynamicRequest) -> Result<Reply, Error> {
        self.ask(operation, request, request.expected_amount()).await
    }

    /// Asks, within limits and circuit, and again as the retries say.
    pub(crate) async fn ask(
        &self,
        operation: &str,
        fields: &dyn Fields,
        expected: Option<Money>,
    ) -> Result<Reply, Error> {
        self.asking(operation, fields, expected).repeatedly().await
    }

    /// As [`ask`](Self::ask), judging each order of the reply by itself.
    pub(crate) async fn ask_each(&self, operation: &str, fields: &dyn Fields) -> Result<Reply, Error> {
        Asking { orders: Orders::Each, ..self.asking(operation, fields, None) }.repeatedly().await
    }

    /// Asks with at most one exchange, within limits and circuit.
    pub(crate) async fn ask_once(
        &self,
        operation: &str,
        fields: &dyn Fields,
        expected: Option<Money>,
    ) -> Result<Reply, Error> {
        self.asking(operation, fields, expected).once().await
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

    /// Whether two clones share everything.
    #[cfg(all(test, feature = "config"))]
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }

    #[cfg(test)]
    pub(crate) fn conduct(&self) -> &Conduct {
        &self.inner.conduct
    }

    fn asking<'a>(
        &'a self,
        operation: &'a str,
        fields: &'a dyn Fields,
        expected: Option<Money>,
    ) -> Asking<'a> {
        let Inner { endpoint, transport, ambient, conduct, .. } = &*self.inner;
        Asking {
            endpoint,
            transport: &**transport,
            ambient: &**ambient,
            conduct,
            operation,
            fields,
            expected,
            orders: Orders::Together,
        }
    }

    /// Where the time and nonces come from.
    pub(crate) fn surroundings(&self) -> &dyn Ambient {
        &*self.inner.ambient
    }

    /// The polls that are under way.
    pub(crate) fn polls(&self) -> &Polls {
        &self.inner.polls
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
