//! What a reply has to say.

use payspec_runtime::{Input, Node, places, reading};
use payspec_table::{
    EACH, Expected, Field, Identity, Kind, Operation, OrderState, Path, Purpose, Role, Source, ViewEntry,
};

use crate::order::SimulatedOrder;
use crate::question::{Question, each_field};
use crate::reply::tiers::{Stop, Tiers};
use crate::reply::values::{Value, Values};
use crate::shop::merchant::Account;

/// What a reply has to say: at its top, and for each order of its list.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) top: Values,
    pub(crate) elements: Vec<Values>,
}

/// An order that a reply is about.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    /// The number that it was asked by, or stands under.
    pub(crate) number: String,
    /// `None` if nobody knows it.
    pub(crate) order: Option<SimulatedOrder>,
    pub(crate) shows: Shows,
}

/// What a reply shows of the state of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shows {
    /// What it is.
    State,
    /// A trade state that no table lists.
    Unlisted,
    /// No trade state.
    Nothing,
}

/// Plans replies to one question.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Planner<'a> {
    pub(crate) tiers: Tiers<'a>,
    pub(crate) question: &'a Question<'a>,
    pub(crate) account: &'a Account,
}

/// How much a reply says about the order.
#[derive(Debug, Clone, Copy)]
enum About<'o> {
    /// What is known of it.
    Order(Option<&'o SimulatedOrder>),
    /// Nothing but what the question said, and only where the specification wants it.
    Refusal,
}

impl<'o> About<'o> {
    const fn order(self) -> Option<&'o SimulatedOrder> {
        match self {
            Self::Order(order) => order,
            Self::Refusal => None,
        }
    }
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

    /// The reply to a question that nothing is wrong with.
    pub(crate) fn reply(self, subjects: &[Subject]) -> Plan {
        match (self.tiers.operation.purpose, subjects) {
            (Purpose::OrderQueryBatch, _) => self.batch(subjects),
            (_, [Subject { order: Some(order), shows, .. }]) => self.order(order, *shows),
            _ => self.success(None),
        }
    }

    /// A reply to another merchant: the numbers of the one who asks are changed into others.
    pub(crate) fn to_another_merchant(self, subjects: &[Subject]) -> Plan {
        let mut plan = self.reply(subjects);
        for path in merchant_paths(self.tiers.operation) {
            for values in std::iter::once(&mut plan.top).chain(&mut plan.elements) {
                if let Some(Value::Said(text)) = values.get(&path.dotted()) {
                    let other = another(text);
                    values.say(path, other);
                }
            }
        }
        plan
    }

    /// A reply about no order, or the top of one about several.
    fn success(self, order: Option<&SimulatedOrder>) -> Plan {
        let mut plan = Plan::default();
        self.tiers.write(None, &mut plan.top);
        self.identity(None, About::Order(order), &mut plan.top);
        plan
    }

    /// A reply about one order.
    fn order(self, order: &SimulatedOrder, shows: Shows) -> Plan {
        let mut plan = self.success(Some(order));
        match (self.tiers.trade_state(order.state), self.tiers.stating(order.state)) {
            (None, Some(stop)) if shows == Shows::State => self.tiers.write(Some(&stop), &mut plan.top),
            (code, _) => self.trade_state(code, shows, &mut plan.top),
        }
        self.known(order, None, &mut plan.top);
        plan
    }

    /// A reply about several orders: those that are known, and under their numbers those that are not, where the
    /// specification has a state for "unknown".
    fn batch(self, subjects: &[Subject]) -> Plan {
        let mut plan = self.success(None);
        for Subject { number, order, shows } in subjects {
            let state = order.as_ref().map_or(OrderState::Unknown, |order| order.state);
            let code = self.tiers.trade_state(state);
            if order.is_none() && code.is_none() {
                continue;
            }
            let mut values = Values::default();
            self.trade_state(code, *shows, &mut values);
            self.identity(Some(number), About::Order(order.as_ref()), &mut values);
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

    fn trade_state(self, code: Option<&str>, shows: Shows, values: &mut Values) {
        let Some(path) = &self.tiers.operation.response.decision.state else { return };
        match (shows, code) {
            (Shows::Nothing, _) => values.leave_out(path),
            (Shows::State, Some(code)) => values.say(path, code),
            _ => values.say(path, self.tiers.unlisted_trade_state()),
        }
    }

    /// The fields that must equal what was asked: at the top, or of the order of this number.
    fn identity(self, number: Option<&str>, about: About<'_>, values: &mut Values) {
        let here = |entry: &&Identity| entry.field.contains(EACH) == number.is_some();
        for entry in self.tiers.operation.response.identity.iter().filter(here) {
            let expected = match (&entry.expected, number) {
                (Expected::Credential(name), _) => self.credential(name),
                (Expected::Request(name), Some(number)) if self.is_key(name) => Some(number.to_owned()),
                (Expected::Request(name), _) => self.question.text(name).map(|asked| {
                    let own = about.order().and_then(|order| self.own_number(name, order));
                    own.unwrap_or(asked).to_owned()
                }),
            };
            match (about, expected) {
                (About::Order(_), Some(text)) => values.say(&entry.field, text),
                (About::Order(_), None) => {}
                (About::Refusal, text) => values.if_needed(&entry.field, text.unwrap_or_default()),
            }
        }
    }

    /// The number of an order that a request's field holds; `None` if it holds something else.
    fn own_number<'o>(self, name: &str, order: &'o SimulatedOrder) -> Option<&'o str> {
        let view = &self.tiers.operation.request.view;
        match view.iter().find(|entry| entry.field.iter().eq([name]))?.role {
            Role::MerchantOrderNo => Some(&order.merchant_order_no),
            Role::ProviderOrderNo => order.provider_order_no.as_deref(),
            _ => None,
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
                Role::CreatedAt => {
                    order.created_at.and_then(|created_at| written(&instant(created_at, field), field))
                }
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

/// The fields of a reply that must equal a credential: those that name the merchant.
pub(crate) fn merchant_paths(operation: &Operation) -> impl Iterator<Item = &Path> {
    let merchant = |entry: &&Identity| matches!(entry.expected, Expected::Credential(_));
    operation.response.identity.iter().filter(merchant).map(|entry| &entry.field)
}

/// Another text of the same form and length, as long as there is anything in it.
pub(crate) fn another(text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    if let Some(last) = characters.iter_mut().rev().find(|character| !character.is_whitespace()) {
        *last = if *last == '1' { '2' } else { '1' };
    }
    characters.into_iter().collect()
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
