//! A reply that was verified and decided.

use std::fmt;

use payspec_table::{Operation, OrderState, Provider};

use crate::{Decoder, Deviation, Error, Message, Order, ProviderRef, Text, TypedReply, VouchedBy};

/// A reply that was verified and decided: what came, and what it means.
///
/// Only [`Exchange::receive`](crate::Exchange::receive) makes one. Cloning shares the message.
#[derive(Clone)]
pub struct Reply {
    pub(crate) provider: ProviderRef,
    /// The position of the operation in the provider's table.
    pub(crate) operation: usize,
    pub(crate) message: Message,
    /// The message with JSON texts opened, which is what fields are read from.
    pub(crate) opened: Message,
    pub(crate) order: Order,
    pub(crate) orders: Vec<Order>,
    pub(crate) deviations: Vec<Deviation>,
    /// The orders of a list one by one, with those that must not be believed; empty where all had to be fine.
    pub(crate) listed: Vec<Listed>,
}

/// An order of a list, judged by itself.
#[derive(Clone)]
pub(crate) struct Listed {
    /// Its number, as it is compared with those that were asked for.
    pub(crate) number: Option<Text>,
    pub(crate) order: Result<Order, Error>,
}

impl Reply {
    /// What became of the order; in a reply about several, what the reply as a whole says (`Unknown`, or `Pending`
    /// where the provider answers that it is still busy).
    #[must_use]
    pub fn state(&self) -> OrderState {
        self.order.state
    }

    /// The unified order. In a reply about several orders, or about none, one whose state is [`state`](Self::state).
    #[must_use]
    pub fn order(&self) -> &Order {
        &self.order
    }

    /// The unified orders: one, or those of a reply about several in the order in which they came.
    #[must_use]
    pub fn orders(&self) -> &[Order] {
        if self.table().is_some_and(|operation| operation.response.orders.is_some()) {
            &self.orders
        } else {
            std::slice::from_ref(&self.order)
        }
    }

    /// What came, every field in its own text.
    #[must_use]
    pub fn message(&self) -> &Message {
        &self.message
    }

    /// Where the provider departed from its document. Never a reason not to trust the reply.
    #[must_use]
    pub fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }

    /// Who vouches for it.
    #[must_use]
    pub fn vouched_by(&self) -> VouchedBy {
        self.order.vouched_by
    }

    /// The reply as its type.
    pub(crate) fn typed<T: TypedReply>(self, provider: &Provider) -> Result<T, Error> {
        let fields = provider.operations.get(self.operation).map(|operation| &operation.response.fields);
        let opened = self.opened.clone();
        T::decode(&Decoder::top(opened.root(), fields.map_or(&[][..], |fields| fields)), self)
    }

    pub(crate) fn table(&self) -> Option<&Operation> {
        self.provider.operations.get(self.operation)
    }
}

/// Without the values of the message: they may be secret or personal.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("provider", &self.provider.name)
            .field("operation", &self.table().map(|operation| &operation.name))
            .field("orders", &self.orders())
            .field("deviations", &self.deviations)
            .field("message", &self.message)
            .finish()
    }
}
