//! The JSON API.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{Response, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::refusal::{Named, Refusal, can_tell, shop, state};
use super::{Control, body, json};
use crate::shop::Shop;
use crate::shop::offer;
use crate::{ArmError, ChanceScript, FaultScript, OrderScript};

type Answer = Result<Response<Body>, Refusal>;
type Controlled = State<Arc<Control>>;
type OfOrder = Named<(String, String)>;

/// How many exchanges are answered unless the question says, and at most.
const USUAL_LIMIT: usize = 100;
const MOST: usize = 1_000;

pub(crate) async fn providers(State(control): Controlled) -> Answer {
    let providers = control.shops.by_name.iter();
    good(json!({
        "providers": providers.map(|(name, shop)| json::provider(&control, name, shop)).collect::<Vec<_>>()
    }))
}

pub(crate) async fn orders(State(control): Controlled, RawQuery(query): RawQuery) -> Answer {
    let query = Query::read(query.as_deref(), &["provider"])?;
    let only = query.get("provider");
    if let Some(only) = only {
        shop(&control, only)?;
    }
    let shops = control.shops.by_name.iter().filter(|(name, _)| only.is_none_or(|only| only == *name));
    let orders = shops.flat_map(|(name, shop)| {
        shop.orders_now().into_iter().map(move |order| json::order(name, shop, &order))
    });
    good(json!({ "orders": orders.collect::<Vec<_>>() }))
}

pub(crate) async fn order(State(control): Controlled, Named((provider, number)): OfOrder) -> Answer {
    as_it_is(&control, &provider, &number)
}

pub(crate) async fn put(
    State(control): Controlled,
    Named((provider, number)): OfOrder,
    sent: Body,
) -> Answer {
    let shop = shop(&control, &provider)?;
    put_order(shop, &number, object(&body(sent).await?)?)?;
    as_it_is(&control, &provider, &number)
}

pub(crate) async fn remove(State(control): Controlled, Named((provider, number)): OfOrder) -> Answer {
    let shop = shop(&control, &provider)?;
    if shop.remove(&number) {
        good(json!({ "removed": number }))
    } else {
        Err(Refusal::no_order(&provider, shop, &number))
    }
}

pub(crate) async fn set_state(
    State(control): Controlled,
    Named((provider, number)): OfOrder,
    sent: Body,
) -> Answer {
    let shop = shop(&control, &provider)?;
    let sent = object(&body(sent).await?)?;
    members(&sent, &["state"])?;
    if shop.set_state(&number, state(shop, text(&sent, "state")?)?) {
        as_it_is(&control, &provider, &number)
    } else {
        Err(Refusal::no_order(&provider, shop, &number))
    }
}

pub(crate) async fn arm(
    State(control): Controlled,
    Named((provider, number)): OfOrder,
    sent: Body,
) -> Answer {
    let shop = shop(&control, &provider)?;
    let sent = object(&body(sent).await?)?;
    let script = FaultScript::deserialize(Value::Object(sent)).map_err(|error| in_words(&error))?;
    let armed = script.armed();
    shop.arm(&number, armed.fault, armed.left)
        .map_err(|error| Refusal::arm(error, &provider, shop, &number))?;
    as_it_is(&control, &provider, &number)
}

pub(crate) async fn disarm(State(control): Controlled, Named((provider, number)): OfOrder) -> Answer {
    let shop = shop(&control, &provider)?;
    if shop.disarm(&number) {
        as_it_is(&control, &provider, &number)
    } else {
        Err(Refusal::no_order(&provider, shop, &number))
    }
}

pub(crate) async fn chance(State(control): Controlled, Named(provider): Named<String>, sent: Body) -> Answer {
    let shop = shop(&control, &provider)?;
    let sent = object(&body(sent).await?)?;
    let script = ChanceScript::deserialize(Value::Object(sent)).map_err(|error| in_words(&error))?;
    shop.set_chance(Some(script.chance()).filter(|chance| chance.percent() > 0));
    good(json::provider(&control, &provider, shop))
}

pub(crate) async fn exchanges(State(control): Controlled, RawQuery(query): RawQuery) -> Answer {
    let query = Query::read(query.as_deref(), &["provider", "order", "after", "limit"])?;
    let (provider, order) = (query.get("provider"), query.get("order"));
    if let Some(provider) = provider {
        shop(&control, provider)?;
    }
    let after: Option<u64> = query.number("after")?;
    let limit = query.number("limit")?.unwrap_or(USUAL_LIMIT).min(MOST);
    let mut found = control.shops.exchanges();
    found.retain(|exchange| {
        provider.is_none_or(|provider| exchange.provider.as_deref() == Some(provider))
            && order.is_none_or(|order| exchange.orders.iter().any(|known| known == order))
            && after.is_none_or(|after| exchange.number > after)
    });
    let skipped = if after.is_some() { 0 } else { found.len().saturating_sub(limit) };
    let shown: Vec<Value> = found.iter().skip(skipped).take(limit).map(json::exchange).collect();
    good(json!({ "count": control.shops.count(), "exchanges": shown }))
}

pub(crate) async fn forget(State(control): Controlled) -> Answer {
    control.shops.forget_exchanges();
    good(json!({ "count": control.shops.count(), "exchanges": [] }))
}

/// Puts an order with its faults, or nothing.
fn put_order(shop: &Shop, number: &str, sent: Map<String, Value>) -> Result<(), Refusal> {
    let script = OrderScript::deserialize(Value::Object(sent)).map_err(|error| in_words(&error))?;
    fits(shop, number)?;
    script.states().try_for_each(|(state, _)| can_tell(shop, state))?;
    let room = shop.faults();
    if let Some(armed) = script.faults().find(|armed| !room.contains(&armed.fault)) {
        return Err(Refusal::value(ArmError::NoRoom(armed.fault).to_string()));
    }
    shop.put(script.order(number)).map_err(|error| Refusal::put(&error))?;
    for armed in script.faults() {
        shop.arm(number, armed.fault, armed.left).map_err(|error| Refusal::value(error.to_string()))?;
    }
    Ok(())
}

/// Whether the provider can be asked about an order of this number.
pub(super) fn fits(shop: &Shop, number: &str) -> Result<(), Refusal> {
    offer::has_room(shop.provider(), number).map_err(Refusal::value)
}

/// What the reader of JSON says, with what was probably meant by a member that there is not.
fn in_words(error: &serde_json::Error) -> Refusal {
    let message = error.to_string();
    let mut quoted = message.split('`');
    match (quoted.next(), quoted.next()) {
        (Some("unknown field "), Some(name)) => {
            let known: Vec<&str> = quoted.skip(1).step_by(2).collect();
            super::refusal::unknown("member", name, &known)
        }
        _ => Refusal::value(message),
    }
}

fn as_it_is(control: &Control, provider: &str, number: &str) -> Answer {
    let shop = shop(control, provider)?;
    let order = shop.order(number).ok_or_else(|| Refusal::no_order(provider, shop, number))?;
    good(json::order(provider, shop, &order))
}

#[expect(clippy::needless_pass_by_value, reason = "it is made for this")]
fn good(value: Value) -> Answer {
    Ok(json::written(StatusCode::OK, &value))
}

/// The parameters of a question.
struct Query(Vec<(String, String)>);

impl Query {
    fn read(query: Option<&str>, known: &[&str]) -> Result<Self, Refusal> {
        let query = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let query: Vec<(String, String)> = query.into_owned().collect();
        match query.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(super::refusal::unknown("parameter", name, known)),
            None => Ok(Self(query)),
        }
    }

    /// A parameter, unless it is empty.
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    fn number<N: std::str::FromStr>(&self, name: &str) -> Result<Option<N>, Refusal> {
        let words = || Refusal::value(format!("`{name}` is no number"));
        self.get(name).map(|text| text.parse().map_err(|_| words())).transpose()
    }
}

fn object(text: &str) -> Result<Map<String, Value>, Refusal> {
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(Refusal::value("the request is JSON, but no object")),
        Err(error) => Err(Refusal::new(StatusCode::BAD_REQUEST, format!("the request is no JSON: {error}"))),
    }
}

fn members(object: &Map<String, Value>, known: &[&str]) -> Result<(), Refusal> {
    match object.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(super::refusal::unknown("member", name, known)),
        None => Ok(()),
    }
}

fn text<'o>(object: &'o Map<String, Value>, name: &str) -> Result<&'o str, Refusal> {
    let found = object.get(name).and_then(Value::as_str);
    found.ok_or_else(|| Refusal::value(format!("`{name}` is missing or no text")))
}
