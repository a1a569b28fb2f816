//! A provider at a URL, asked by one merchant.

use std::fmt;
use std::time::Duration;

use payspec_table::{Encoding, Method, Operation, Part, Placement, Signing, Verification};
use url::{Host, Position, Url};

use crate::error::{Direction, Replies};
use crate::{
    Ambient, Credentials, Error, Exchange, Fields, Message, Money, Outgoing, ProviderRef, assemble, signing,
    wire,
};

/// A provider at a URL, asked by one merchant: everything about a request but the request.
///
/// It does no I/O: [`prepare`](Self::prepare) makes bytes, and the [`Exchange`] reads the bytes that come back. The example
/// `other_http` of the crate `payspec` sends them with another HTTP library.
#[derive(Debug, Clone)]
pub struct Endpoint {
    provider: ProviderRef,
    base: Base,
    credentials: Credentials,
    policy: Policy,
}

/// What a caller may decide about the exchange.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Policy {
    /// Whether plain http is allowed to hosts other than loopback.
    pub plain_http: PlainHttp,
    /// The most bytes that the body of a reply may have: 1 MiB unless set.
    pub max_body: usize,
    /// How long an exchange may take; unless set, what the provider's document asks for, else 30 s.
    pub timeout: Option<Duration>,
    /// The request encoding, where an operation offers several; unless set, the first. The content of an
    /// [`Encoding::Xml`] does not matter here.
    pub encoding: Option<Encoding>,
}

/// Whether plain http is allowed to hosts other than loopback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum PlainHttp {
    /// It is not.
    #[default]
    Refused,
    /// It is, for providers that offer nothing else and sign their replies. Others on the way can read everything.
    Allowed,
}

impl Default for Policy {
    fn default() -> Self {
        Self { plain_http: PlainHttp::default(), max_body: 1 << 20, timeout: None, encoding: None }
    }
}

impl Endpoint {
    /// A provider at the URL of one of its environments, or at another one. A URL that cannot be used is an error of
    /// each request.
    #[must_use]
    pub fn new(provider: impl Into<ProviderRef>, url: impl Into<String>, credentials: Credentials) -> Self {
        Self {
            provider: provider.into(),
            base: Base::parse(url.into()),
            credentials,
            policy: Policy::default(),
        }
    }

    /// What the caller decides about the exchange.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// What the caller decides about the exchange.
    pub fn policy_mut(&mut self) -> &mut Policy {
        &mut self.policy
    }

    /// The provider's table.
    #[must_use]
    pub fn provider(&self) -> &ProviderRef {
        &self.provider
    }

    /// What the merchant holds.
    #[must_use]
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// What the caller decided about the exchange.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// What the connection to this URL is worth.
    pub(crate) const fn connection(&self) -> Connection {
        match self.base.checked {
            Ok(None) => Connection::Vouching,
            Ok(Some(_)) | Err(_) => Connection::Open,
        }
    }

    /// Checks, signs and encodes a request.
    ///
    /// `expected` is the amount that the order must have; it cannot be given with a question about several. The keys that the reply needs are looked for here too, so
    /// that nothing is asked whose answer could not be verified.
    ///
    /// # Errors
    /// Every error of this method means that nothing was sent.
    pub fn prepare(
        &self,
        operation: &str,
        request: &dyn Fields,
        expected: Option<Money>,
        ambient: &dyn Ambient,
    ) -> Result<Exchange<'_>, Error> {
        let (index, table) = self.operation(operation)?;
        let encoding = self.encoding(table)?;
        if expected.is_some() && table.response.orders.is_some() {
            let what =
                format!("`{}` answers about several orders, of which no amount can be expected", table.name);
            return Err(self.unsupported(what));
        }
        self.check_decided(table)?;
        self.check_host(table)?;
        self.check_keys(table)?;
        let fields = &table.request.fields;
        let mut message = assemble::assemble(table, encoding, request, &self.credentials, ambient)?;
        let mut headers = Vec::with_capacity(2 + table.request.headers.len());
        let mut body = None;
        match table.request.signing.as_ref().map(|rule| (rule, &rule.placement)) {
            None => {}
            Some((rule, Placement::Field(place))) => {
                let signature = signing::sign(rule, message.root(), "", &self.credentials)?;
                message.insert_signature(fields, place, &signature);
            }
            Some((rule, Placement::Header { name, value })) => {
                let text = &*body.insert(self.encode(encoding, &message, table)?);
                let signature = signing::sign(rule, message.root(), text, &self.credentials)?;
                headers
                    .push((name.to_string(), signing::header_value(value, &signature, &self.credentials)?));
            }
        }
        let body = match body {
            Some(body) => body,
            None => self.encode(encoding, &message, table)?,
        };
        for header in &table.request.headers {
            headers.push((
                header.name.to_string(),
                signing::header_value(&header.value, "", &self.credentials)?,
            ));
        }
        let outgoing = self.outgoing(table, encoding, headers, body)?;
        Ok(Exchange::new(self, (index, table), outgoing, message, expected))
    }

    fn outgoing(
        &self,
        table: &Operation,
        encoding: &Encoding,
        mut headers: Vec<(String, String)>,
        body: String,
    ) -> Result<Outgoing, Error> {
        let mut url = self.base.join(&table.path)?;
        let in_url = table.method == Method::Get || *encoding == Encoding::Query;
        let body = if in_url {
            if !body.is_empty() {
                url.push('?');
                url.push_str(&body);
            }
            String::new()
        } else {
            if let Some(content_type) = wire::content_type(encoding) {
                headers.push(("content-type".to_owned(), content_type.to_owned()));
            }
            body
        };
        let documented = table.polling.timeout_ms.map(Duration::from_millis);
        let reply_header = match &table.response.verification {
            Verification::Signed { rule, .. } => match &rule.placement {
                Placement::Header { name, .. } => Some(name.to_string()),
                Placement::Field(_) => None,
            },
            Verification::Unsigned => None,
        };
        Ok(Outgoing {
            method: table.method,
            url,
            headers,
            body,
            timeout: self.policy.timeout.or(documented).unwrap_or(Duration::from_secs(30)),
            max_body: self.policy.max_body,
            reply_header,
        })
    }

    fn encode(&self, encoding: &Encoding, message: &Message, table: &Operation) -> Result<String, Error> {
        let mut text = String::with_capacity(512);
        wire::write(encoding, message.root(), &table.request.fields, &mut text).map_err(|error| {
            self.unsupported(format!("a request of `{}` cannot be written: {error}", table.name))
        })?;
        Ok(text)
    }

    fn operation(&self, name: &str) -> Result<(usize, &Operation), Error> {
        let found = self.provider.operations.iter().enumerate().find(|(_, operation)| operation.name == name);
        found.ok_or_else(|| self.unsupported(format!("there is no operation `{name}`")))
    }

    pub(crate) fn encoding<'t>(&self, table: &'t Operation) -> Result<&'t Encoding, Error> {
        let wanted = self.policy.encoding.as_ref();
        let kind = std::mem::discriminant::<Encoding>;
        table
            .request
            .encodings
            .iter()
            .find(|encoding| wanted.is_none_or(|wanted| kind(wanted) == kind(encoding)))
            .ok_or_else(|| {
                self.unsupported(format!("`{}` does not take requests in this encoding", table.name))
            })
    }

    fn unsupported(&self, what: String) -> Error {
        Error::Unsupported { provider: self.provider.name.to_string(), what }
    }

    fn check_host(&self, table: &Operation) -> Result<(), Error> {
        let replies = match table.response.verification {
            Verification::Signed { .. } => Replies::Signed,
            Verification::Unsigned => Replies::Unsigned,
        };
        match self.base.plain_host()? {
            Some(host) if replies == Replies::Unsigned || self.policy.plain_http == PlainHttp::Refused => {
                Err(Error::PlainHttp { host: host.to_owned(), replies })
            }
            _ => Ok(()),
        }
    }

    /// Nothing is sent that nobody can sign, and nothing is asked whose answer nobody can verify.
    fn check_decided(&self, table: &Operation) -> Result<(), Error> {
        let reply = match &table.response.verification {
            Verification::Signed { rule, .. } => Some(rule),
            Verification::Unsigned => None,
        };
        let rules = [(table.request.signing.as_ref(), Direction::Request), (reply, Direction::Response)];
        match rules.into_iter().find(|(rule, _)| rule.is_some_and(Signing::is_undecided)) {
            None => Ok(()),
            Some((_, direction)) => {
                let (provider, operation) = (self.provider.name.to_string(), table.name.to_string());
                Err(Error::Undecided { provider, operation, direction })
            }
        }
    }

    fn check_keys(&self, table: &Operation) -> Result<(), Error> {
        if let Some(rule) = &table.request.signing {
            signing::check_signing_key(rule, &self.credentials)?;
        }
        if let Verification::Signed { rule, .. } = &table.response.verification {
            signing::check_verifying_key(rule, &self.credentials)?;
        }
        for part in table.request.headers.iter().flat_map(|header| header.value.iter()) {
            if let Part::Credential(name) = part {
                self.credentials.value(name)?;
            }
        }
        for entry in &table.response.identity {
            if let payspec_table::Expected::Credential(name) = &entry.expected {
                self.credentials.value(name)?;
            }
        }
        Ok(())
    }
}

/// A URL without what can be secret in it: `Debug` and `Display` show `***` for a user name and password, and neither
/// query nor fragment; of a text that is no such URL they show `***` alone, for it may be anything.
#[derive(Clone, Copy)]
pub struct PublicUrl<'a>(pub &'a str);

impl fmt::Display for PublicUrl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(text) = *self;
        let Ok(url) = Url::parse(text) else { return f.write_str("***") };
        // An `@` behind the host may be the end of a password that was not escaped.
        if !url.has_host() || url[Position::AfterPort..].contains('@') {
            return f.write_str("***");
        }
        let has_user = !url.username().is_empty() || url.password().is_some();
        if !has_user && url.query().is_none() && url.fragment().is_none() {
            return f.write_str(text);
        }
        let user = if has_user { "***@" } else { "" };
        write!(f, "{}://{user}{}", url.scheme(), &url[Position::BeforeHost..Position::AfterPath])
    }
}

impl fmt::Debug for PublicUrl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.to_string().escape_debug())
    }
}

/// What a connection is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connection {
    /// Nobody on the way can answer in the provider's place: https, or a loopback address.
    Vouching,
    /// Anyone on the way can, with whatever the provider once signed.
    Open,
}

/// The root under which the operations lie.
#[derive(Debug, Clone)]
struct Base {
    /// Without a slash at its end.
    text: String,
    /// The host that would be asked over plain http, unless it is loopback.
    checked: Result<Option<String>, &'static str>,
}

impl Base {
    fn parse(mut text: String) -> Self {
        let checked = match Url::parse(&text) {
            Err(_) => Err("it is no URL"),
            Ok(url) => match (url.scheme(), url.host()) {
                _ if url.query().is_some() || url.fragment().is_some() => Err("it has a query or a fragment"),
                _ if !url.username().is_empty() || url.password().is_some() => Err("it has a user name"),
                ("https", Some(_)) => Ok(None),
                ("http", Some(host)) => Ok((!is_loopback(&host)).then(|| host.to_string())),
                _ => Err("it is neither https nor http"),
            },
        };
        text.truncate(text.trim_end_matches('/').len());
        if checked.is_err() {
            // It may hold a password, and nobody asks there.
            text.clear();
        }
        Self { text, checked }
    }

    fn plain_host(&self) -> Result<Option<&str>, Error> {
        match &self.checked {
            Ok(host) => Ok(host.as_deref()),
            Err(what) => Err(Error::Url { what }),
        }
    }

    fn join(&self, path: &str) -> Result<String, Error> {
        self.plain_host()?;
        let slash = if path.is_empty() || path.starts_with('/') { "" } else { "/" };
        Ok([&self.text, slash, path].concat())
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => name.eq_ignore_ascii_case("localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests;
