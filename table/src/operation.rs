//! Operations: what a provider can be asked, and how both messages look.

use crate::collections::setters;
use crate::{Decision, Field, Group, Identity, List, Path, Signing, Str, Template, Verification, ViewEntry};

/// What an operation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// Asks what became of one order.
    OrderQuery,
    /// Asks what became of several orders.
    OrderQueryBatch,
    /// Anything else.
    Other,
}

impl Purpose {
    /// Its word in specifications.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OrderQuery => "order_query",
            Self::OrderQueryBatch => "order_query_batch",
            Self::Other => "other",
        }
    }
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// GET; the fields are in the query string.
    Get,
    /// POST.
    Post,
}

/// How fields become bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encoding {
    /// A JSON object.
    Json,
    /// `application/x-www-form-urlencoded` in the body.
    Form,
    /// `application/x-www-form-urlencoded` in the query string of the URL.
    Query,
    /// An XML document.
    Xml {
        /// The name of the root element.
        root: Str,
        /// Whether texts are written as CDATA sections.
        cdata: bool,
    },
}

impl Encoding {
    /// Its word in specifications.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Form => "form",
            Self::Query => "query",
            Self::Xml { .. } => "xml",
        }
    }
}

/// A header of a request, besides those of HTTP itself and that of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Its name.
    pub name: Str,
    /// Its value, of literal texts and credentials.
    pub value: Template,
}

impl Header {
    /// A header.
    #[must_use]
    pub const fn new(name: &'static str, value: &'static [crate::Part]) -> Self {
        Self { name: Str::Borrowed(name), value: List::Static(value) }
    }
}

/// One question that a provider can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The name by which programs know it, `snake_case`.
    pub name: Str,
    /// The name by which people know it.
    pub title: Str,
    /// What it is for.
    pub purpose: Purpose,
    /// The HTTP method.
    pub method: Method,
    /// What is appended to the environment's URL.
    pub path: Str,
    /// The request.
    pub request: RequestTable,
    /// The response.
    pub response: ResponseTable,
    /// How often to ask.
    pub polling: Polling,
}

impl Operation {
    /// An operation that is asked by POST.
    #[must_use]
    pub const fn new(
        name: &'static str,
        title: &'static str,
        purpose: Purpose,
        request: RequestTable,
        response: ResponseTable,
    ) -> Self {
        Self {
            name: Str::Borrowed(name),
            title: Str::Borrowed(title),
            purpose,
            method: Method::Post,
            path: Str::Borrowed(""),
            request,
            response,
            polling: Polling::new(),
        }
    }

    setters! {
        /// Sets the HTTP method.
        method(method: Method) { method = method }
        /// Sets what is appended to the environment's URL.
        path(path: &'static str) { path = Str::Borrowed(path) }
        /// Sets how often to ask.
        polling(polling: Polling) { polling = polling }
    }
}

/// The request of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestTable {
    /// The encodings that the provider accepts; the first is the default.
    pub encodings: List<Encoding>,
    /// The fields in the order of the document.
    pub fields: List<Field>,
    /// Either-or rules over the fields.
    pub groups: List<Group>,
    /// Headers.
    pub headers: List<Header>,
    /// Which fields name the order.
    pub view: List<ViewEntry>,
    /// How it is signed; `None` where the document says that it is not.
    pub signing: Option<Signing>,
}

impl RequestTable {
    /// A request that is not signed.
    #[must_use]
    pub const fn new(encodings: &'static [Encoding], fields: &'static [Field]) -> Self {
        Self {
            encodings: List::Static(encodings),
            fields: List::Static(fields),
            groups: List::Static(&[]),
            headers: List::Static(&[]),
            view: List::Static(&[]),
            signing: None,
        }
    }

    setters! {
        /// Sets the either-or rules.
        groups(groups: &'static [Group]) { groups = List::Static(groups) }
        /// Sets the headers.
        headers(headers: &'static [Header]) { headers = List::Static(headers) }
        /// Sets which fields name the order.
        view(view: &'static [ViewEntry]) { view = List::Static(view) }
        /// Sets how it is signed.
        signing(signing: Signing) { signing = Some(signing) }
    }
}

/// The response of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseTable {
    /// How it is encoded.
    pub encoding: Encoding,
    /// The fields in the order of the document.
    pub fields: List<Field>,
    /// How it is verified.
    pub verification: Verification,
    /// How it is decided.
    pub decision: Decision,
    /// What ties it to the request.
    pub identity: List<Identity>,
    /// Which fields are what in the unified order.
    pub view: List<ViewEntry>,
    /// Where the orders are, in a reply about several.
    pub orders: Option<Path>,
}

impl ResponseTable {
    /// A response about one order.
    #[must_use]
    pub const fn new(
        encoding: Encoding,
        fields: &'static [Field],
        verification: Verification,
        decision: Decision,
    ) -> Self {
        Self {
            encoding,
            fields: List::Static(fields),
            verification,
            decision,
            identity: List::Static(&[]),
            view: List::Static(&[]),
            orders: None,
        }
    }

    setters! {
        /// Sets what ties it to the request.
        identity(identity: &'static [Identity]) { identity = List::Static(identity) }
        /// Sets which fields are what in the unified order.
        view(view: &'static [ViewEntry]) { view = List::Static(view) }
        /// Sets where the orders are.
        orders(orders: &'static [&'static str]) { orders = Some(Path::Static(orders)) }
    }
}

/// How often to ask, as far as the provider says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Polling {
    /// The shortest time between two queries of one order, in milliseconds.
    pub interval_ms: Option<u64>,
    /// The time-out of a query that the provider asks for, in milliseconds.
    pub timeout_ms: Option<u64>,
    /// How many queries of one order the provider asks for; at least 1.
    pub attempts: Option<u32>,
    /// How many requests the provider takes in a second from one merchant; at least 1.
    pub per_second: Option<u32>,
    /// How many requests of one merchant the provider takes at the same moment; at least 1.
    pub in_flight: Option<u32>,
}

impl Polling {
    /// The provider says nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self { interval_ms: None, timeout_ms: None, attempts: None, per_second: None, in_flight: None }
    }

    setters! {
        /// Sets the shortest time between two queries of one order, in milliseconds.
        interval_ms(milliseconds: u64) { interval_ms = Some(milliseconds) }
        /// Sets the time-out of a query, in milliseconds.
        timeout_ms(milliseconds: u64) { timeout_ms = Some(milliseconds) }
        /// Sets how many queries of one order the provider asks for.
        attempts(queries: u32) { attempts = Some(queries) }
        /// Sets how many requests the provider takes in a second from one merchant.
        per_second(requests: u32) { per_second = Some(requests) }
        /// Sets how many requests of one merchant the provider takes at the same moment.
        in_flight(requests: u32) { in_flight = Some(requests) }
    }
}
