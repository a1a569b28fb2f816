//! HTTP by reqwest.

use std::sync::OnceLock;
use std::time::Duration;

use payspec_table::Method;
use reqwest::redirect::Policy;
use rustls::pki_types::CertificateDer;

use crate::error::Phase;
use crate::{Boxed, Error, Incoming, Outgoing, Transport, tls};

/// HTTP by reqwest: no redirects, no cookies, no proxy, no repetition, and TLS by rustls with ring, checked as the
/// platform checks it.
///
/// The connection pool is made when it is first needed.
#[derive(Default)]
pub struct HttpTransport {
    roots: Vec<CertificateDer<'static>>,
    /// The PEM text that was given holds no certificate; every request says so.
    broken_roots: bool,
    client: OnceLock<Result<Clients, String>>,
}

/// The client, and why it can do no https if so.
struct Clients {
    client: reqwest::Client,
    no_https: Option<String>,
}

impl HttpTransport {
    /// The transport of every client that is not given another one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A reqwest client of the caller's own, with its proxies, time-outs and certificates.
    ///
    /// Where no crate of the program enables a TLS backend of reqwest's own choice, building one with `https` needs a
    /// provider first: `rustls::crypto::ring::default_provider().install_default()`.
    ///
    /// It must not follow redirects, as reqwest does unless told otherwise: one that does sends the request to somebody
    /// else. What it brings back from there is not read, each request is [`Error::RedirectFollowed`].
    #[must_use]
    pub fn with_client(client: reqwest::Client) -> Self {
        Self { client: OnceLock::from(Ok(Clients { client, no_https: None })), ..Self::default() }
    }

    /// Trusts these certificates besides those of the platform. No effect on a client of the caller's own.
    #[must_use]
    pub fn root_certificate_pem(mut self, pem: &[u8]) -> Self {
        match tls::certificates(pem) {
            Some(roots) => self.roots.extend(roots),
            None => self.broken_roots = true,
        }
        self
    }

    fn client(&self, url: &str) -> Result<&reqwest::Client, Error> {
        let clients = self.client.get_or_init(|| self.build());
        let unusable = |what: &str| Error::Unusable { what: what.to_owned() };
        if self.broken_roots {
            return Err(unusable("the root certificate that was given is no PEM certificate"));
        }
        match clients {
            Ok(Clients { no_https: Some(why), .. }) if url.starts_with("https:") => Err(unusable(why)),
            Ok(clients) => Ok(&clients.client),
            Err(why) => Err(unusable(why)),
        }
    }

    fn build(&self) -> Result<Clients, String> {
        let words = |error: &dyn std::error::Error| format!("TLS cannot be set up: {error}");
        let (config, no_https) = match tls::config(&self.roots) {
            Ok(config) => (config, None),
            Err(error) => (tls::trusting_nobody().map_err(|error| words(&error))?, Some(words(&error))),
        };
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(config)
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .tcp_nodelay(true)
            .connect_timeout(Duration::from_secs(10))
            .build()
            .map_err(|error| words(&error))?;
        Ok(Clients { client, no_https })
    }
}

impl Transport for HttpTransport {
    fn send<'a>(&'a self, request: &'a Outgoing) -> Boxed<'a, Result<Incoming, Error>> {
        Box::pin(async move {
            if tokio::runtime::Handle::try_current().is_err() {
                let what = "the asynchronous client was called outside a tokio runtime; use the blocking one";
                return Err(Error::Unusable { what: what.to_owned() });
            }
            let client = self.client(&request.url)?;
            let method = match request.method {
                Method::Get => reqwest::Method::GET,
                Method::Post => reqwest::Method::POST,
            };
            let mut builder = client.request(method, &request.url).timeout(request.timeout);
            for (name, value) in &request.headers {
                builder = builder.header(name, value);
            }
            if request.method == Method::Post {
                builder = builder.body(request.body.clone());
            }
            let message = builder.build().map_err(not_http)?;
            let asked = message.url().clone();
            let response = client.execute(message).await.map_err(|error| match error.is_builder() {
                true => not_http(error),
                false => failed(if error.is_connect() { Phase::Connecting } else { Phase::Sending }, error),
            })?;
            // Only a client of the caller's own does that.
            if *response.url() != asked {
                return Err(Error::RedirectFollowed);
            }
            read(response, request).await
        })
    }
}

/// Reads a response no further than the limit.
async fn read(mut response: reqwest::Response, request: &Outgoing) -> Result<Incoming, Error> {
    let status = response.status().as_u16();
    if !(200..300).contains(&status) {
        // Nothing in it can be trusted, so nothing of it is read.
        return Ok(Incoming { status, ..Incoming::default() });
    }
    let limit = request.max_body;
    let announced =
        response.content_length().map_or(0, |length| usize::try_from(length).unwrap_or(usize::MAX));
    if announced > limit {
        return Err(Error::TooLarge { limit });
    }
    let mut headers = Vec::new();
    if let Some(name) = &request.reply_header {
        for value in response.headers().get_all(name.as_str()) {
            let value = value.to_str().unwrap_or_default().to_owned();
            headers.push((name.clone(), value));
        }
    }
    // What is announced need not come.
    let mut body = Vec::with_capacity(announced.min(1 << 16));
    while let Some(chunk) = response.chunk().await.map_err(|error| failed(Phase::Receiving, error))? {
        if body.len() + chunk.len() > limit {
            return Err(Error::TooLarge { limit });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Incoming { status, headers, body })
}

/// Without the settings of a client of the caller's own: its headers can be secret.
impl std::fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpTransport").field("roots", &self.roots.len()).finish_non_exhaustive()
    }
}

/// A request that HTTP cannot carry, such as a header with a line break in it. reqwest's words quote no value.
fn not_http(error: reqwest::Error) -> Error {
    Error::Unusable { what: Causes(error.without_url()).to_string() }
}

/// The failure without the URL, which may hold a signature and order numbers.
fn failed(phase: Phase, error: reqwest::Error) -> Error {
    Error::transport(phase, Causes(error.without_url()))
}

/// An error that says its causes too: reqwest's own words are "error sending request".
#[derive(Debug)]
struct Causes(reqwest::Error);

impl std::fmt::Display for Causes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = std::error::Error::source(&self.0);
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl std::error::Error for Causes {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.0)
    }
}

#[cfg(test)]
mod tests;
