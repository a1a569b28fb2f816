//! A provider: where it is, what it asks of a merchant, its code tables and operations.

use std::fmt;

use crate::collections::setters;
use crate::{
    Decision, Field, Group, Identity, List, Names, Path, Signing, Str, Template, Verification, ViewEntry,
};

/// A provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// The name by which programs know it, `snake_case`.
    pub name: Str,
    /// The name by which people know it.
    pub title: Str,
    /// ISO 4217 code of the currency of every amount that does not name its own.
    pub currency: Str,
    /// What a merchant is given by the provider.
    pub credentials: List<Credential>,
    /// Where the provider is.
    pub environments: List<Environment>,
    /// Wire values and what they mean.
    pub code_tables: List<CodeTable>,
    /// What it can be asked.
    pub operations: List<Operation>,
}

impl Provider {
    /// A provider without contents.
    #[must_use]
    pub const fn new(name: &'static str, title: &'static str, currency: &'static str) -> Self {
        Self {
            name: Str::Borrowed(name),
            title: Str::Borrowed(title),
            currency: Str::Borrowed(currency),
            credentials: List::Static(&[]),
            environments: List::Static(&[]),
            code_tables: List::Static(&[]),
            operations: List::Static(&[]),
        }
    }

    setters! {
        /// Sets the credentials.
        credentials(items: &'static [Credential]) { credentials = List::Static(items) }
        /// Sets the environments.
        environments(items: &'static [Environment]) { environments = List::Static(items) }
        /// Sets the code tables.
        code_tables(items: &'static [CodeTable]) { code_tables = List::Static(items) }
        /// Sets the operations.
        operations(items: &'static [Operation]) { operations = List::Static(items) }
    }

    /// The operation of a name.
    #[must_use]
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.name == name)
    }

    /// The code table of a name.
    #[must_use]
    pub fn code_table(&self, name: &str) -> Option<&CodeTable> {
        self.code_tables.iter().find(|table| table.name == name)
    }

    /// The credential of a name.
    #[must_use]
    pub fn credential(&self, name: &str) -> Option<&Credential> {
        self.credentials.iter().find(|credential| credential.name == name)
    }
}

/// Where a provider is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// `production`, `test`, …
    pub name: Str,
    /// The root under which the operations' paths lie, without a slash at its end.
    pub url: Str,
}

impl Environment {
    /// An environment.
    #[must_use]
    pub const fn new(name: &'static str, url: &'static str) -> Self {
        Self { name: Str::Borrowed(name), url: Str::Borrowed(url) }
    }
}

/// What a merchant is given by the provider, or gives to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// The name by which fields and rules refer to it.
    pub name: Str,
    /// The name by which people know it.
    pub title: Str,
    /// What it is.
    pub kind: CredentialKind,
}

impl Credential {
    /// A credential.
    #[must_use]
    pub const fn new(name: &'static str, title: &'static str, kind: CredentialKind) -> Self {
        Self { name: Str::Borrowed(name), title: Str::Borrowed(title), kind }
    }
}

/// What a credential is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialKind {
    /// A public text, such as a merchant's number.
    Text,
    /// A text that only the merchant and the provider know, such as an MD5 key.
    Secret,
    /// The merchant's RSA private key.
    PrivateKey,
    /// The provider's RSA public key.
    PublicKey,
}

/// Wire values and what they mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeTable {
    /// The name by which fields refer to it.
    pub name: Str,
    /// The values that are known; a provider may send others.
    pub codes: List<Code>,
}

impl CodeTable {
    /// A code table.
    #[must_use]
    pub const fn new(name: &'static str, codes: &'static [Code]) -> Self {
        Self { name: Str::Borrowed(name), codes: List::Static(codes) }
    }

    /// The code of a wire value or of one of its aliases.
    #[must_use]
    pub fn find(&self, wire: &str) -> Option<&Code> {
        self.codes
            .iter()
            .find(|code| code.wire == wire)
            .or_else(|| self.codes.iter().find(|code| code.aliases.contains(wire)))
    }
}

/// One value of a code table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The value as it stands on the wire.
    pub wire: Str,
    /// The name of the generated variant.
    pub name: Str,
    /// What the document calls it.
    pub title: Str,
    /// Other texts that the provider sends for it.
    pub aliases: Names,
    /// The order state that it means, for values that decide.
    pub state: Option<OrderState>,
    /// What to do after a refusal with this code.
    pub advice: Option<Advice>,
    /// Why the provider answers so, with the text that tells it apart from others under the same code (empty: any text).
    pub reasons: List<(Reason, Str)>,
}

impl Code {
    /// A code without a meaning.
    #[must_use]
    pub const fn new(wire: &'static str, name: &'static str, title: &'static str) -> Self {
        Self {
            wire: Str::Borrowed(wire),
            name: Str::Borrowed(name),
            title: Str::Borrowed(title),
            aliases: Names::Static(&[]),
            state: None,
            advice: None,
            reasons: List::Static(&[]),
        }
    }

    setters! {
        /// Sets other texts that the provider sends for it.
        aliases(aliases: &'static [&'static str]) { aliases = Names::Static(aliases) }
        /// Sets the order state that it means.
        state(state: OrderState) { state = Some(state) }
        /// Sets what to do after a refusal with this code.
        advice(advice: Advice) { advice = Some(advice) }
        /// Sets why the provider answers so.
        reasons(reasons: &'static [(Reason, Str)]) { reasons = List::Static(reasons) }
    }
}

/// What became of an order.
///
/// `Pending` and `Unknown` are not final: ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum OrderState {
    /// Not paid yet, or in progress.
    Pending,
    /// Paid.
    Paid,
    /// The payment failed.
    Failed,
    /// Closed without payment.
    Closed,
    /// Cancelled (撤销).
    Cancelled,
    /// A refund was accepted; its result is not known yet.
    Refunding,
    /// Refunded.
    Refunded,
    /// A refund failed: the payment stands.
    RefundFailed,
    /// Nobody can say: the provider sent no state, or one that its specification does not list.
    Unknown,
}

impl OrderState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Pending,
        Self::Paid,
        Self::Failed,
        Self::Closed,
        Self::Cancelled,
        Self::Refunding,
        Self::Refunded,
        Self::RefundFailed,
        Self::Unknown,
    ];

    /// Whether asking again can bring no other answer to "was it paid?" (a later refund can still change the order).
    #[must_use]
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Pending | Self::Unknown)
    }

    /// The name in English, as it stands in specifications.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Paid => "Paid",
            Self::Failed => "Failed",
            Self::Closed => "Closed",
            Self::Cancelled => "Cancelled",
            Self::Refunding => "Refunding",
            Self::Refunded => "Refunded",
            Self::RefundFailed => "RefundFailed",
            Self::Unknown => "Unknown",
        }
    }
}

impl fmt::Display for OrderState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What to do after a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Advice {
    /// The provider is in trouble or busy: the same question may be answered later.
    AgainLater,
    /// Asking the same question again brings the same answer.
    Stop,
    /// Not a refusal: the payment is still in progress.
    InProgress,
}

/// Why a provider refused to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The signature of the request does not verify.
    BadSignature,
    /// A field of the request is missing, too long or malformed.
    BadRequest,
    /// The provider knows no such order.
    OrderNotFound,
    /// The provider knows no such merchant, or the merchant may not ask.
    UnknownMerchant,
    /// Asked too often.
    TooOften,
    /// The provider is in trouble.
    SystemError,
}

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
            polling: Polling { interval_ms: None, timeout_ms: None, attempts: None },
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
    /// How many queries the provider asks for.
    pub attempts: Option<u32>,
}
