//! Whether a reply is about what was asked.

use std::collections::{HashMap, HashSet};
use std::fmt;

use payspec_table::{Expected, Field, Identity, Item, Kind, Operation, OrderState, Path, Role};

use crate::places::{self, Scope};
use crate::{Credentials, Error, Message, Money, Node, Order, Text, TiedBy, verify};

/// What a reply is compared with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) operation: &'a Operation,
    pub(crate) request: &'a Message,
    pub(crate) credentials: &'a Credentials,
}

/// How much a reply must say about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// Every field of the identity must be there.
    Full,
    /// Fields may be missing, as in refusals and "still in progress"; those that are there must match.
    WherePresent,
}

/// What a field of a reply was compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Against {
    /// The credential of this name.
    Credential(String),
    /// The request's field of this name.
    Request(String),
    /// The amount that was expected.
    Amount,
    /// The other orders of the same reply.
    OtherOrders,
}

impl fmt::Display for Against {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Credential(name) => write!(f, "the credential `{name}`"),
            Self::Request(name) => write!(f, "`{name}` of the request"),
            Self::Amount => f.write_str("the expected amount"),
            Self::OtherOrders => f.write_str("that of another order of the same reply"),
        }
    }
}

/// How a field of a reply fails a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Found {
    /// It is missing or empty.
    Missing,
    /// It is there and cannot be read.
    Unreadable,
    /// It has another value.
    Different,
    /// It has the same value, and must not.
    Repeated,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "is missing and must equal",
            Self::Unreadable => "cannot be read and compared with",
            Self::Different => "differs from",
            Self::Repeated => "repeats",
        })
    }
}

impl Asked<'_> {
    /// Compares the fields of the identity that stand at the top of the reply, and tells what ties it to the question.
    ///
    /// One inside a list that does not hold the orders has no place that could be compared: it counts as missing.
    pub(crate) fn check_top(&self, scope: Scope<'_>, strictness: Strictness) -> Result<TiedBy, Error> {
        let top = |entry: &&Identity| !self.in_orders(&entry.field);
        self.operation
            .response
            .identity
            .iter()
            .filter(top)
            .try_fold(TiedBy::Connection, |tied, entry| Ok(tied.or(self.check(entry, scope, strictness)?)))
    }

    /// Compares the fields of the identity of each order in a list, and tells what ties each of them to the question.
    ///
    /// An order number at the top of the reply does not say which orders belong into its list, so that it ties none.
    pub(crate) fn check_elements(&self, scope: Scope<'_>, elements: &[Node<'_>]) -> Result<TiedBy, Error> {
        // No field may be missing here: what ties one of them ties all.
        let mut tied = TiedBy::Connection;
        for entry in self.operation.response.identity.iter().filter(|entry| self.in_orders(&entry.field)) {
            let mut seen = HashSet::new();
            let one_of_several = self.is_list(&entry.expected);
            for element in elements {
                let scope = Scope { elements: std::slice::from_ref(element), ..scope };
                tied = tied.or(self.check(entry, scope, Strictness::Full)?);
                let value =
                    places::text(scope.root, scope.elements, &entry.field).map(|text| entry.shown(text));
                if one_of_several && !seen.insert(value) {
                    return Err(mismatch(&entry.field, Found::Repeated, Against::OtherOrders));
                }
            }
        }
        Ok(tied)
    }

    /// Compares the fields of the identity of each order in a list by itself: its number, if it has one, and what ties
    /// it to the question or why it must not be believed.
    pub(crate) fn check_each(
        &self,
        scope: Scope<'_>,
        elements: &[Node<'_>],
    ) -> Vec<(Option<Text>, Result<TiedBy, Error>)> {
        let key = order_number(self.operation).map(|(entry, _)| entry);
        let entries = || {
            let identity = self.operation.response.identity.iter();
            identity.filter(|entry| self.in_orders(&entry.field))
        };
        let mut seen: HashMap<Text, u32> = HashMap::new();
        let mut checked: Vec<_> = Vec::with_capacity(elements.len());
        for element in elements {
            let scope = Scope { elements: std::slice::from_ref(element), ..scope };
            let number = key.and_then(|entry| self.number(scope, entry));
            if let Some(number) = &number {
                *seen.entry(number.clone()).or_default() += 1;
            }
            let tied = entries().try_fold(TiedBy::Connection, |tied, entry| {
                Ok(tied.or(self.check(entry, scope, Strictness::Full)?))
            });
            checked.push((number, tied));
        }
        for (number, tied) in &mut checked {
            let times = number.as_ref().and_then(|number| seen.get(number));
            if let Some(entry) = key.filter(|_| tied.is_ok() && times.is_some_and(|times| *times > 1)) {
                *tied = Err(mismatch(&entry.field, Found::Repeated, Against::OtherOrders));
            }
        }
        checked
    }

    /// The number of an order in a list, as it is compared.
    fn number(&self, scope: Scope<'_>, entry: &Identity) -> Option<Text> {
        let covered = verify::is_covered(&self.operation.response.verification, &entry.field);
        let node = scope.value(&entry.field).filter(|_| covered)?;
        let shown = entry.shown(node.text()?);
        let number = if shown.len() == node.text()?.len() { node.shared()? } else { Text::from(shown) };
        Some(number).filter(|number| !number.is_empty())
    }

    /// Compares one field, and tells whether it ties the reply to the question.
    fn check(&self, entry: &Identity, scope: Scope<'_>, strictness: Strictness) -> Result<TiedBy, Error> {
        let against = || match &entry.expected {
            Expected::Credential(name) => Against::Credential(name.to_string()),
            Expected::Request(name) => Against::Request(name.to_string()),
        };
        let expected = match &entry.expected {
            Expected::Credential(name) => self.credentials.value(name)?,
            Expected::Request(name) => match self.request.root().member(name).and_then(Node::text) {
                Some(text) => text,
                None => return Ok(TiedBy::Connection),
            },
        };
        let covered = verify::is_covered(&self.operation.response.verification, &entry.field);
        let node = scope.value(&entry.field).filter(|_| covered);
        let found = match node.map(|node| node.text().map(|text| entry.shown(text))) {
            None | Some(Some("")) if strictness == Strictness::WherePresent => return Ok(TiedBy::Connection),
            None | Some(Some("")) => return Err(mismatch(&entry.field, Found::Missing, against())),
            Some(None) => return Err(mismatch(&entry.field, Found::Different, against())),
            Some(Some(text)) => text,
        };
        let same = match self.joint(&entry.expected) {
            Some(joint) => expected.split(joint).any(|text| entry.shown(text) == found),
            None => entry.shown(expected) == found,
        };
        if same {
            Ok(self.tie(&entry.expected))
        } else {
            Err(mismatch(&entry.field, Found::Different, against()))
        }
    }

    /// What a field that equals this says. A credential is the same in every question, and so may be every other field
    /// of a request: an order is named by an order number alone.
    fn tie(&self, expected: &Expected) -> TiedBy {
        use Role::{ChannelOrderNo, MerchantOrderNo, ProviderOrderNo};
        let Expected::Request(name) = expected else { return TiedBy::Connection };
        let is_order_no = self.operation.request.view.iter().any(|entry| {
            matches!(entry.role, MerchantOrderNo | ProviderOrderNo | ChannelOrderNo)
                && entry.field.len() == 1
                && entry.field.get(0) == Some(&**name)
        });
        if is_order_no { TiedBy::OrderNumber } else { TiedBy::Connection }
    }

    /// Whether a field stands inside each of the orders.
    fn in_orders(&self, field: &Path) -> bool {
        self.operation.response.orders.as_ref().is_some_and(|orders| places::is_inside_each(field, orders))
    }

    fn is_list(&self, expected: &Expected) -> bool {
        self.joint(expected).is_some()
    }

    /// What stands between the values of the request's field, if it is a list.
    fn joint(&self, expected: &Expected) -> Option<&str> {
        joined(self.operation, expected).map(|(_, joint)| joint)
    }
}

/// The entry that compares the number of each order in the reply's list with the numbers that were asked for, and the
/// request's field that joins those: without one, nothing tells which order of the list is which.
pub(crate) fn order_number(operation: &Operation) -> Option<(&Identity, &Field)> {
    let orders = operation.response.orders.as_ref()?;
    operation.response.identity.iter().find_map(|entry| {
        let (field, _) = joined(operation, &entry.expected)?;
        places::is_inside_each(&entry.field, orders).then_some((entry, field))
    })
}

/// The field that an entry compares with and its joint, if that is a joined list.
fn joined<'o>(operation: &'o Operation, expected: &Expected) -> Option<(&'o Field, &'o str)> {
    let Expected::Request(name) = expected else { return None };
    let field = operation.request.fields.iter().find(|field| field.name == *name)?;
    match &field.kind {
        Kind::List(Item::Joined { joint }) => Some((field, joint)),
        _ => None,
    }
}

/// What an entry compares of a text.
pub(crate) trait Shown {
    fn shown<'a>(&self, text: &'a str) -> &'a str;
}

impl Shown for Identity {
    fn shown<'a>(&self, text: &'a str) -> &'a str {
        if self.trim { text.trim() } else { text }
    }
}

/// Compares the amount of an order with the one that was expected.
///
/// An order that nobody paid may come without an amount. `unreadable` is the field that stands against reading one.
pub(crate) fn check_amount(
    order: &Order,
    expected: Option<Money>,
    field: Option<&Path>,
    unreadable: Option<&Path>,
) -> Result<(), Error> {
    let Some(expected) = expected else { return Ok(()) };
    let (field, found) = match (order.amount, unreadable) {
        (Some(amount), _) if amount == expected => return Ok(()),
        (Some(_), _) => (field, Found::Different),
        (None, _) if !was_paid(order.state) => return Ok(()),
        (None, Some(unreadable)) => (Some(unreadable), Found::Unreadable),
        (None, None) => (field, Found::Missing),
    };
    let field = field.map_or_else(|| "amount".to_owned(), Path::dotted);
    Err(Error::Mismatch { field, found, against: Against::Amount })
}

/// Whether money moved in this state.
const fn was_paid(state: OrderState) -> bool {
    use OrderState::{Paid, RefundFailed, Refunded, Refunding};
    matches!(state, Paid | Refunding | Refunded | RefundFailed)
}

fn mismatch(field: &Path, found: Found, against: Against) -> Error {
    Error::Mismatch { field: field.dotted(), found, against }
}
