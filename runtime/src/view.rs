//! The unified order out of a provider's fields.

use std::borrow::Cow;

use payspec_table::{EACH, Field, Kind, Operation, OrderState, Path, Provider, Role};

use crate::decide::code_table;
use crate::places::{self, Scope};
use crate::{Channel, ChinaTime, Currency, Money, Node, Order, Text, VouchedBy, reading, verify};

/// Makes the order that the scope is in. Fields that are missing, empty, unreadable or outside the signature stay `None`.
pub(crate) fn order(
    provider: &Provider,
    operation: &Operation,
    scope: Scope<'_>,
    (state, state_text): (OrderState, Option<Text>),
    vouched_by: VouchedBy,
) -> Order {
    let view = View { provider, operation, scope };
    Order {
        state,
        state_text,
        amount: view.amount().ok().flatten(),
        paid_at: view.paid_at(),
        created_at: view.field(Role::CreatedAt).and_then(|(field, text)| scope.instant(field, text)),
        merchant_no: view.shared(Role::MerchantNo),
        merchant_order_no: view.shared(Role::MerchantOrderNo),
        provider_order_no: view.shared(Role::ProviderOrderNo),
        channel_order_no: view.shared(Role::ChannelOrderNo),
        channel: view.channel(),
        ..Order::unknown(provider.name.clone(), vouched_by)
    }
}

/// Where an operation's reply has the field of a role.
pub(crate) fn path(operation: &Operation, role: Role) -> Option<&Path> {
    operation.response.view.iter().find(|entry| entry.role == role).map(|entry| &entry.field)
}

/// The field that came and cannot be read, if that is why the order has no amount.
pub(crate) fn unreadable_amount<'a>(
    provider: &'a Provider,
    operation: &'a Operation,
    scope: Scope<'a>,
) -> Option<&'a Path> {
    View { provider, operation, scope }.amount().err()
}

#[derive(Clone, Copy)]
struct View<'a> {
    provider: &'a Provider,
    operation: &'a Operation,
    scope: Scope<'a>,
}

impl<'a> View<'a> {
    /// What stands in the place of a role, unless it is null or an empty text.
    fn value(self, role: Role) -> Option<Node<'a>> {
        let path = path(self.operation, role)?;
        let response = &self.operation.response;
        let in_orders =
            || response.orders.as_ref().is_some_and(|orders| places::is_inside_each(path, orders));
        let is_of_this_order = !path.contains(EACH) || in_orders();
        (is_of_this_order && verify::is_covered(&response.verification, path))
            .then(|| self.scope.value(path))?
            .filter(|node| node.text() != Some(""))
    }

    fn node(self, role: Role) -> Option<Node<'a>> {
        self.value(role).filter(|node| node.text().is_some())
    }

    fn text(self, role: Role) -> Option<&'a str> {
        self.node(role)?.text()
    }

    fn shared(self, role: Role) -> Option<Text> {
        self.node(role)?.shared()
    }

    fn field(self, role: Role) -> Option<(&'a Field, &'a str)> {
        let field = places::field(self.scope.fields, path(self.operation, role)?)?;
        Some((field, self.text(role)?))
    }

    /// The amount, if one came; an error is the field that came and cannot be read.
    fn amount(self) -> Result<Option<Money>, &'a Path> {
        let Some((path, node)) = path(self.operation, Role::Amount).zip(self.value(Role::Amount)) else {
            return Ok(None);
        };
        let unit = match places::field(self.scope.fields, path).map(|field| &field.kind) {
            Some(Kind::Money(unit)) => *unit,
            _ => return Err(path),
        };
        let fen = node.text().and_then(|text| reading::fen(text, unit)).ok_or(path)?;
        let (from, currency) = match self.value(Role::Currency) {
            Some(node) => (self::path(self.operation, Role::Currency).unwrap_or(path), node.text()),
            None => (path, Some(&*self.provider.currency)),
        };
        let currency = currency.and_then(|text| text.parse::<Currency>().ok()).ok_or(from)?;
        Ok(Some(Money::new(fen, currency)))
    }

    fn paid_at(self) -> Option<ChinaTime> {
        if let Some((field, text)) = self.field(Role::PaidAt) {
            return self.scope.instant(field, text);
        }
        self.node(Role::PaidDate)?;
        let date = self.scope.date(path(self.operation, Role::PaidDate)?)?;
        let (field, text) = self.field(Role::PaidTime)?;
        let Kind::Time(formats) = &field.kind else { return None };
        ChinaTime::from_civil(date, reading::time(text, formats)?)
    }

    fn channel(self) -> Option<Channel> {
        let text = self.shared(Role::Channel)?;
        let table = code_table(self.provider, self.scope, path(self.operation, Role::Channel)?);
        let title: Option<Cow<'static, str>> =
            table.and_then(|table| table.find(&text)).map(|code| code.title.clone());
        Some(Channel { text, title })
    }
}
