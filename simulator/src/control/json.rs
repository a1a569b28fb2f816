//! What the API says, as JSON.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use payspec_runtime::{ChinaTime, Fen};
use payspec_table::CredentialKind;
use serde_json::{Map, Value, json};

use crate::control::comparison::Comparison;
use crate::control::{Control, states};
use crate::shop::Shop;
use crate::{After, Armed, Exchange, Fault, OrderRecord, Shown, Step, Times, Verdict};

/// A JSON answer.
pub(crate) fn written(status: StatusCode, value: &Value) -> Response<Body> {
    let mut text = value.to_string();
    text.push('\n');
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

pub(crate) fn provider(control: &Control, name: &str, shop: &Shop) -> Value {
    let merchants: Vec<Value> = merchants(shop).into_iter().map(Value::Object).collect();
    json!({
        "name": name,
        "title": shop.provider().title,
        "url": format!("{}/{name}", control.root),
        "merchants": merchants,
        "states": states(shop).iter().map(|state| state.name()).collect::<Vec<_>>(),
        "faults": names(&shop.faults()),
        "chance": shop.chance().map(|chance| json!({
            "percent": chance.percent(),
            "faults": names(chance.faults()),
        })),
    })
}

fn names(faults: &[Fault]) -> Vec<&'static str> {
    faults.iter().map(|fault| fault.name()).collect()
}

/// What is public of each merchant.
fn merchants(shop: &Shop) -> Vec<Map<String, Value>> {
    let is_text = |name: &str| {
        let known = shop.provider().credentials.iter().find(|credential| credential.name == name);
        known.is_some_and(|credential| credential.kind == CredentialKind::Text)
    };
    let accounts = shop.accounts().unwrap_or_default();
    let texts = |texts: &std::collections::BTreeMap<String, String>| {
        let public = texts.iter().filter(|(name, _)| is_text(name));
        public.map(|(name, text)| (name.clone(), Value::from(text.as_str()))).collect()
    };
    accounts.iter().map(|account| texts(&account.merchant.texts)).collect()
}

pub(crate) fn order(provider: &str, shop: &Shop, order: &OrderRecord) -> Value {
    json!({
        "provider": provider,
        "merchant_order_no": order.merchant_order_no,
        "provider_order_no": order.provider_order_no,
        "channel_order_no": order.channel_order_no,
        "state": order.state.name(),
        "amount": order.amount.map(|amount| self::amount(amount, &shop.provider().currency)),
        "channel": order.channel,
        "created_at": order.created_at.map(time),
        "paid_at": order.paid_at.map(time),
        "next": order.next.map(step),
        "asked": order.asked,
        "armed": order.armed.iter().copied().map(armed).collect::<Vec<_>>(),
    })
}

fn amount(amount: Fen, currency: &str) -> Value {
    json!({ "minor": amount.get(), "currency": currency, "text": format!("{} {currency}", amount.yuan()) })
}

fn time(time: ChinaTime) -> String {
    time.to_string()
}

fn step(step: Step) -> Value {
    let after = match step.after {
        After::Queries(queries) => json!({ "queries": queries }),
        After::Time(time) => {
            json!({ "milliseconds": u64::try_from(time.as_millis()).unwrap_or(u64::MAX) })
        }
    };
    json!({ "after": after, "state": step.state.name() })
}

fn armed(armed: Armed) -> Value {
    let times = match armed.left {
        Times::Count(times) => Value::from(times),
        Times::Always => Value::from("always"),
    };
    json!({ "fault": armed.fault.name(), "times": times })
}

pub(crate) fn exchange(exchange: &Exchange) -> Value {
    let told = exchange.told.iter().map(|told| json!({ "order": told.order, "state": told.state.name() }));
    json!({
        "number": exchange.number,
        "at": time(exchange.at),
        "provider": exchange.provider,
        "operation": exchange.operation,
        "orders": exchange.orders,
        "verdict": verdict(&exchange.verdict),
        "told": told.collect::<Vec<_>>(),
        "fault": exchange.fault.map(Fault::name),
        "canonical": exchange.canonical,
        "signature": {
            "computed": exchange.computed,
            "arrived": exchange.signature,
            "comparison": Comparison::of(exchange).name(),
        },
        "request": shown(&exchange.request),
        "answer": shown(&exchange.answer),
    })
}

fn verdict(verdict: &Verdict) -> Value {
    let (kind, reason) = match verdict {
        Verdict::Answered { .. } => ("answered", None),
        Verdict::Refused { reason, .. } => ("refused", Some(format!("{reason:?}"))),
        Verdict::NoOperation => ("no_operation", None),
        Verdict::NoQuestion { .. } => ("no_question", None),
        Verdict::Failed { .. } => ("failed", None),
    };
    json!({ "kind": kind, "reason": reason, "words": verdict.to_string() })
}

fn shown(shown: &Shown) -> Value {
    json!({ "head": shown.head, "body": shown.body, "length": shown.length })
}
