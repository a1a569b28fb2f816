//! What a reply has to say.

use payspec_runtime::{Input, Node, places, reading};
use payspec_table::{EACH, Expected, Field, Identity, Kind, OrderState, Path, Role, Source, ViewEntry};

use crate::merchant::Account;
use crate::order::SimulatedOrder;
use crate::question::{Question, each_field};
use crate::tiers::{Stop, Tiers};
use crate::values::Values;

/// What a reply has to say: at its top, and for each order of its list.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) top: Values,
    pub(crate) elements: Vec<Values>,
}

/// Plans replies to one question.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Planner<'a> {
    pub(crate) tiers: Tiers<'a>,
    pub(crate) question: &'a Question<'a>,
    pub(crate) account: &'a Account,
}

/// How much a reply says about the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// What is known of it.
    Order,
    /// Nothing but what the question said, and only where the specification wants it.
    Refusal,
}

impl<'a> Planner<'a> {
    /// A reply that refuses.
    pub(crate) fn refusal(self, stop: &Stop) -> Plan {
        let mut plan = Plan::default();
        self.tiers.write(Some(stop), &mut plan.top);
        self.identity(None, About::Refusal, &mut plan.top);
        for entry in self.view(None) {
            plan.top.if_needed(&entry.field, "");
        }
        plan
    }

    /// A reply that is about no order.
    pub(crate) fn success(self) -> Plan {
        let mut plan = Plan::default();
        self.tiers.write(None, &mut plan.top);
        self.identity(None, About::Order, &mut plan.top);
        plan
    }

    /// A reply about one order.
    pub(crate) fn order(self, order: &SimulatedOrder) -> Plan {
        let mut plan = self.success();
        match (self.tiers.trade_state(order.state), self.tiers.stating(order.state)) {
            (None, Some(stop)) => self.tiers.write(Some(&stop), &mut plan.top),
            (code, _) => self.trade_state(code, &mut plan.top),
        }
        self.known(order, None, &mut plan.top);
        plan
    }

    /// A reply about several orders: those that are known, and under their numbers those that are not, where the
    /// specification has a state for "unknown".
    pub(crate) fn batch(self, orders: &[(&str, Option<&SimulatedOrder>)]) -> Plan {
        let mut plan = self.success();
        for (number, order) in orders {
            let state = order.map_or(OrderState::Unknown, |order| order.state);
            let code = self.tiers.trade_state(state);
            if order.is_none() && code.is_none() {
                continue;
            }
            let mut values = Values::default();
            self.trade_state(code, &mut values);
            self.identity(Some(number), About::Order, &mut values);
            match order {
                Some(order) => self.known(order, Some(number), &mut values),
                None => {
                    for entry in self.view(Some(number)) {
                        values.if_needed(&entry.field, "");
                    }
                }
            }
            plan.elements.push(values);
        }
        plan
    }

    fn trade_state(self, code: Option<&str>, values: &mut Values) {
        if let Some(path) = &self.tiers.operation.response.decision.state {
            let code = code.map_or_else(|| self.tiers.unlisted_trade_state(), str::to_owned);
            values.say(path, code);
        }
    }

    /// The fields that must equal what was asked: at the top, or of the order of this number.
    fn identity(self, number: Option<&str>, about: About, values: &mut Values) {
        let here = |entry: &&Identity| entry.field.contains(EACH) == number.is_some();
        for entry in self.tiers.operation.response.identity.iter().filter(here) {
            let expected = match (&entry.expected, number) {
                (Expected::Credential(name), _) => self.credential(name),
                (Expected::Request(name), Some(number)) if self.is_key(name) => Some(number.to_owned()),
                (Expected::Request(name), _) => self.question.text(name).map(str::to_owned),
            };
            match (about, expected) {
                (About::Order, Some(text)) => values.say(&entry.field, text),
                (About::Order, None) => {}
                (About::Refusal, text) => values.if_needed(&entry.field, text.unwrap_or_default()),
            }
        }
    }

    /// Whether a request's field holds the merchant's order numbers.
    fn is_key(self, name: &str) -> bool {
        let view = &self.tiers.operation.request.view;
        view.iter().any(|entry| entry.role == Role::MerchantOrderNo && entry.field.iter().eq([name]))
    }

    /// A credential as the question has it, otherwise that of the merchant.
    fn credential(self, name: &str) -> Option<String> {
        let mut found = None;
        if let Some(root) = self.question.root() {
            each_field(&self.tiers.operation.request.fields, root, &mut |field, node| {
                if matches!(&field.source, Source::Credential(known) if known == name) {
                    found = node.and_then(Node::text).map(str::to_owned);
                }
            });
        }
        found.or_else(|| self.account.merchant.texts.get(name).cloned())
    }

    /// The fields of the unified order: at the top, or of the order of a list.
    fn view(self, number: Option<&str>) -> impl Iterator<Item = &'a ViewEntry> + use<'a> {
        let in_list = number.is_some();
        self.tiers.operation.response.view.iter().filter(move |entry| entry.field.contains(EACH) == in_list)
    }

    /// What is known of an order.
    fn known(self, order: &SimulatedOrder, number: Option<&str>, values: &mut Values) {
        for entry in self.view(number) {
            let Some(field) = places::field(&self.tiers.operation.response.fields, &entry.field) else {
                continue;
            };
            let path = &entry.field;
            let text = match entry.role {
                Role::MerchantOrderNo => Some(order.merchant_order_no.clone()),
                Role::ProviderOrderNo => order.provider_order_no.clone(),
                Role::ChannelOrderNo => order.channel_order_no.clone(),
                Role::Channel => order.channel.clone(),
                Role::Amount => order.amount.and_then(|amount| written(&Input::Fen(amount), field)),
                Role::PaidAt | Role::PaidDate | Role::PaidTime => self.paid_at(order, field, values),
                Role::MerchantNo => {
                    if let Some((_, merchant)) = self.account.merchant.texts.first_key_value() {
                        values.if_needed(path, merchant);
                    }
                    None
                }
                Role::Currency => {
                    if field.example.is_none() {
                        values.if_needed(path, &*self.tiers.provider.currency);
                    }
                    None
                }
                _ => None,
            };
            if let Some(text) = text {
                values.say(path, text);
            }
        }
    }

    /// When an order was paid, in the form of a field. A field from which it takes its year says the same day.
    fn paid_at(self, order: &SimulatedOrder, field: &Field, values: &mut Values) -> Option<String> {
        let paid_at = order.paid_at.filter(|_| order.state != OrderState::Pending)?;
        if let Kind::DateTime { year_from: Some(path), .. } = &field.kind
            && let Some(text) = self.instant(order, path)
        {
            values.say(path, text);
        }
        written(&instant(paid_at, field), field)
    }

    fn instant(self, order: &SimulatedOrder, path: &Path) -> Option<String> {
        let field = places::field(&self.tiers.operation.response.fields, path)?;
        written(&instant(order.paid_at?, field), field)
    }
}

/// As much of an instant as a field shows.
pub(crate) fn instant(instant: payspec_runtime::ChinaTime, field: &Field) -> Input<'static> {
    match &field.kind {
        Kind::Date(_) => Input::Date(instant.date()),
        Kind::Time(_) => Input::Time(instant.time()),
        _ => Input::Instant(instant),
    }
}

/// A value as a field's kind writes it.
pub(crate) fn written(input: &Input<'_>, field: &Field) -> Option<String> {
    let mut text = String::new();
    reading::write(input, &field.kind, &mut text).then_some(text)
}
