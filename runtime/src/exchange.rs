//! One question and its answer.

use std::fmt;

use payspec_table::{EACH, Operation, Verification};

use crate::decide::{self, Outcome};
use crate::identity::{self, Asked, Strictness};
use crate::places::Scope;
use crate::reply::Listed;
use crate::verify::{self, VerifyError};
use crate::{
    Deviation, Endpoint, Error, Incoming, Message, Money, Node, NodeKind, Order, Outgoing, Refusal, Reply,
    TypedReply, Verified, deviations, unfold, view, wire,
};

/// A request that is ready to be sent, and what its reply must be about.
pub struct Exchange<'e> {
    endpoint: &'e Endpoint,
    /// The position of the operation in the provider's table.
    operation: usize,
    table: &'e Operation,
    outgoing: Outgoing,
    request: Message,
    expected: Option<Money>,
}

impl<'e> Exchange<'e> {
    pub(crate) fn new(
        endpoint: &'e Endpoint,
        (operation, table): (usize, &'e Operation),
        outgoing: Outgoing,
        request: Message,
        expected: Option<Money>,
    ) -> Self {
        Self { endpoint, operation, table, outgoing, request, expected }
    }

    /// What is to be sent.
    #[must_use]
    pub fn outgoing(&self) -> &Outgoing {
        &self.outgoing
    }

    /// The request as a message, with its signature where that is a field.
    #[must_use]
    pub fn request(&self) -> &Message {
        &self.request
    }

    /// The provider, the URL and the credentials.
    pub(crate) fn endpoint(&self) -> &'e Endpoint {
        self.endpoint
    }

    /// The operation's table.
    pub(crate) fn table(&self) -> &'e Operation {
        self.table
    }

    /// The position of the operation in the provider's table.
    pub(crate) fn operation(&self) -> usize {
        self.operation
    }

    /// Verifies, decodes and decides what came back.
    ///
    /// # Errors
    /// Everything but an authentic reply about what was asked. The provider's refusal is [`Error::Refused`].
    pub fn receive(&self, incoming: &Incoming) -> Result<Reply, Error> {
        self.receive_orders(incoming, Orders::Together)
    }

    /// As [`receive`](Self::receive), judging the orders of a list as told.
    pub(crate) fn receive_orders(&self, incoming: &Incoming, orders: Orders) -> Result<Reply, Error> {
        match incoming.status {
            200..=299 => {}
            status @ 300..=399 => return Err(Error::Redirect { status }),
            status => return Err(Error::Status { status }),
        }
        if incoming.body.len() > self.outgoing.max_body {
            return Err(Error::TooLarge { limit: self.outgoing.max_body });
        }
        let response = &self.table.response;
        let message = wire::read(&response.encoding, &incoming.body, &response.fields)?;
        let verified = match self.verify(message, incoming)? {
            Ok(verified) => verified,
            Err((unsigned, missing)) => return Err(self.unsigned_refusal(&unsigned, missing)),
        };
        let reply = self.decide(&verified, orders)?;
        self.log(&reply);
        Ok(reply)
    }

    /// As [`receive`](Self::receive), into a typed reply.
    ///
    /// # Errors
    /// As [`receive`](Self::receive), and those of the reply's type.
    pub fn receive_as<T: TypedReply>(&self, incoming: &Incoming) -> Result<T, Error> {
        self.receive(incoming)?.typed(self.endpoint.provider())
    }

    /// The verified message, or one that may be a refusal which nobody vouches for.
    fn verify(
        &self,
        message: Message,
        incoming: &Incoming,
    ) -> Result<Result<Verified, (Message, VerifyError)>, Error> {
        let verification = &self.table.response.verification;
        let Verification::Signed { rule, .. } = verification else {
            return Ok(Ok(Verified::by_transport(message)));
        };
        let unsigned = verify::is_unsigned_refusal(verification, message.root(), &incoming.headers)
            .then(|| message.clone());
        let body = std::str::from_utf8(&incoming.body).map_err(|_| crate::Malformed::NotUtf8)?;
        let credentials = self.endpoint.credentials();
        match (verify::verify(rule, message, &incoming.headers, body, credentials), unsigned) {
            (Ok(verified), _) => Ok(Ok(verified)),
            (Err(missing @ VerifyError::Missing { .. }), Some(message)) => Ok(Err((message, missing))),
            (Err(error), _) => Err(error.into()),
        }
    }

    /// An unsigned message says nothing but that the provider refused.
    fn unsigned_refusal(&self, message: &Message, missing: VerifyError) -> Error {
        let scope = self.scope(message.root());
        match decide::tiers(self.endpoint.provider(), self.table, scope) {
            Ok(Outcome::Refused(refusal)) => self.refused(Refusal { authentic: false, ..*refusal }),
            _ => missing.into(),
        }
    }

    /// Some providers answer a wrong signature with the string that they signed, and the key in it.
    fn refused(&self, mut refusal: Refusal) -> Error {
        let credentials = self.endpoint.credentials();
        for words in [Some(&mut refusal.code), refusal.text.as_mut()].into_iter().flatten() {
            if credentials.secret_texts().any(|secret| words.contains(secret)) {
                "***".clone_into(words);
            }
        }
        Error::Refused(Box::new(refusal))
    }

    fn decide(&self, verified: &Verified, judged: Orders) -> Result<Reply, Error> {
        let (provider, by) = (self.endpoint.provider(), verified.by());
        let opened = unfold::unfold(verified.message(), &self.table.response.fields);
        let scope = self.scope(opened.root());
        let asked =
            Asked { operation: self.table, request: &self.request, credentials: self.endpoint.credentials() };
        let order = |scope: Scope<'_>, state, tied_by| Order {
            tied_by,
            ..view::order(provider, self.table, scope, state, by)
        };
        let outcome = decide::tiers(provider, self.table, scope);
        let strictness = match &outcome {
            Ok(Outcome::Passed) => Strictness::Full,
            Ok(Outcome::State(state, _)) if *state != payspec_table::OrderState::Pending => Strictness::Full,
            _ => Strictness::WherePresent,
        };
        let tied_by = asked.check_top(scope, strictness)?;
        let mut listed = Vec::new();
        let (top, orders) = match outcome? {
            Outcome::Refused(refusal) => return Err(self.refused(*refusal)),
            Outcome::State(state, text) => (order(scope, (state, Some(text)), tied_by), Vec::new()),
            Outcome::Passed => match &self.table.response.orders {
                None => {
                    let state = decide::trade_state(provider, self.table, scope)?;
                    (order(scope, state, tied_by), Vec::new())
                }
                Some(path) => {
                    let elements = elements(opened.root(), path)?;
                    let stated = |element: &Node<'_>, tied_by| {
                        let scope = Scope { elements: std::slice::from_ref(element), ..scope };
                        Ok(order(scope, decide::trade_state(provider, self.table, scope)?, tied_by))
                    };
                    let orders = match judged {
                        Orders::Together => {
                            let tied_by = asked.check_elements(scope, &elements)?;
                            let orders = elements.iter().map(|element| stated(element, tied_by));
                            orders.collect::<Result<Vec<Order>, Error>>()?
                        }
                        Orders::Each => {
                            let checked = asked.check_each(scope, &elements);
                            let each = elements.iter().zip(checked).map(|(element, (number, tied_by))| {
                                Listed { number, order: tied_by.and_then(|tied_by| stated(element, tied_by)) }
                            });
                            listed = each.collect();
                            listed.iter().filter_map(|listed| listed.order.clone().ok()).collect()
                        }
                    };
                    (Order { tied_by, ..Order::unknown(provider.name.clone(), by) }, orders)
                }
            },
        };
        if self.expected.is_some() && self.table.response.orders.is_none() {
            let field = view::path(self.table, payspec_table::Role::Amount);
            let unreadable = view::unreadable_amount(provider, self.table, scope);
            if let Err(mismatch) = identity::check_amount(&top, self.expected, field, unreadable) {
                // Another amount says something about the order only in a reply that says which order it is about.
                asked.check_top(scope, Strictness::Full)?;
                return Err(mismatch);
            }
        }
        Ok(Reply {
            provider: provider.clone(),
            operation: self.operation,
            deviations: deviations::find(provider, opened.root(), &self.table.response.fields),
            message: verified.message().clone(),
            order: top,
            orders,
            listed,
            opened,
        })
    }

    fn scope<'a>(&'a self, root: Node<'a>) -> Scope<'a> {
        Scope { root, elements: &[], fields: &self.table.response.fields }
    }

    /// Names only: what a provider sends can be personal.
    fn log(&self, reply: &Reply) {
        let (provider, operation) = (&*self.endpoint.provider().name, &*self.table.name);
        for Deviation { field, departure } in reply.deviations() {
            tracing::debug!(
                provider,
                operation,
                field,
                departure = departure.name(),
                "the reply departs from its document"
            );
        }
        tracing::debug!(
            provider,
            operation,
            state = reply.state().name(),
            orders = reply.orders().len(),
            "answered"
        );
    }
}

/// How the orders of a list are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Orders {
    /// The reply is as good as the worst of them.
    Together,
    /// Each by itself; see [`Reply::listed`].
    Each,
}

/// Without the table, which would drown a log.
impl fmt::Debug for Exchange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("endpoint", self.endpoint)
            .field("operation", &self.table.name)
            .field("outgoing", &self.outgoing)
            .field("request", &self.request)
            .field("expected", &self.expected)
            .finish()
    }
}

/// The elements of the list that holds the orders.
fn elements<'a>(root: Node<'a>, path: &payspec_table::Path) -> Result<Vec<Node<'a>>, Error> {
    let node = root.at(path.iter().filter(|segment| *segment != EACH)).filter(|node| !node.is_null());
    let list = node.ok_or_else(|| Error::Incomplete { field: path.dotted() })?;
    let unreadable = || Error::Unreadable { field: path.dotted(), expected: "a list of orders" };
    if list.kind() != NodeKind::List {
        return Err(unreadable());
    }
    let elements: Vec<_> = list.members().collect();
    if elements.iter().all(|element| element.kind() == NodeKind::Object) {
        Ok(elements)
    } else {
        Err(unreadable())
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tied;
#[cfg(test)]
mod uncovered;
#[cfg(test)]
mod work;
