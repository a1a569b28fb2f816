//! The forms of the page: each does one thing and leads back to the page.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use payspec_runtime::{ChinaTime, Fen};
use payspec_table::OrderState;
use url::form_urlencoded;

use super::api::fits;
use super::refusal::{Named, Refusal, fault, shop, state};
use super::view::View;
use super::{Control, body, page};
use crate::shop::Shop;
use crate::{After, Chance, SimulatedOrder, Times};

type Controlled = State<Arc<Control>>;

/// A form about an order was sent: to put, to set its state, to arm a fault, to disarm, to remove it.
pub(crate) async fn sent(
    State(control): Controlled,
    Named(what): Named<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    sent: Body,
) -> Response<Body> {
    let view = View::read(query.as_deref(), &headers);
    let done = async {
        let form = Form::read(&body(sent).await?);
        form.act(&control, &what)?;
        let (provider, number) = (form.get("provider"), form.get("number"));
        Ok(Some(page::orders::id(provider.unwrap_or_default(), number.unwrap_or_default())))
    };
    back(&control, &view, done.await)
}

/// All exchanges are to be forgotten.
pub(crate) async fn forget(
    State(control): Controlled,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response<Body> {
    control.shops.forget_exchanges();
    back(&control, &View::read(query.as_deref(), &headers), Ok(Some("exchanges".to_owned())))
}

/// Faults are to strike by chance.
pub(crate) async fn chance(
    State(control): Controlled,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    sent: Body,
) -> Response<Body> {
    let done = async {
        let form = Form::read(&body(sent).await?);
        let shop = shop(&control, form.needed("provider")?)?;
        let percent = form.get("percent").unwrap_or("0").parse().ok().filter(|percent| *percent <= 100);
        let percent: u8 =
            percent.ok_or_else(|| Refusal::value("the chance is no whole number from 0 to 100"))?;
        shop.set_chance((percent > 0).then(|| Chance::new(percent)));
        Ok(Some("providers".to_owned()))
    };
    let done = done.await;
    back(&control, &View::read(query.as_deref(), &headers), done)
}

/// Leads back to the page, to the element of this id, or shows the page with what was wrong.
fn back(control: &Control, view: &View, done: Result<Option<String>, Refusal>) -> Response<Body> {
    let id = match done {
        Ok(id) => id,
        Err(refusal) => return page::written(control, view, Some(&refusal)),
    };
    let fragment: String = form_urlencoded::byte_serialize(id.unwrap_or_default().as_bytes()).collect();
    // A fragment has no `+` for a space.
    let address = format!("{}#{}", view.at("/"), fragment.replace('+', "%20"));
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let address = HeaderValue::try_from(address).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, address);
    response
}

/// What was typed and chosen.
struct Form(Vec<(String, String)>);

impl Form {
    fn read(text: &str) -> Self {
        Self(form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    /// A field, unless it is blank.
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    fn needed(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name).ok_or_else(|| Refusal::value(format!("`{name}` is missing")))
    }

    fn act(&self, control: &Control, what: &str) -> Result<(), Refusal> {
        let provider = self.needed("provider")?;
        let shop = shop(control, provider)?;
        let number = self.needed("number")?;
        let found = match what {
            "put" => {
                fits(shop, number)?;
                shop.put(self.order(shop, number)?).map_err(|error| Refusal::put(&error))?;
                true
            }
            "state" => shop.set_state(number, state(shop, self.needed("state")?)?),
            "arm" => {
                let fault = fault(self.needed("fault")?)?;
                let armed = shop.arm(number, fault, self.times()?);
                return armed.map_err(|error| Refusal::arm(error, provider, shop, number));
            }
            "disarm" => shop.disarm(number),
            "remove" => shop.remove(number),
            other => return Err(super::refusal::unknown("form", other, &[])),
        };
        if found { Ok(()) } else { Err(Refusal::no_order(provider, shop, number)) }
    }

    fn times(&self) -> Result<Times, Refusal> {
        match self.get("times") {
            None => Ok(Times::Count(1)),
            Some("always") => Ok(Times::Always),
            Some(text) => {
                let count = text.parse().ok().filter(|count| *count > 0);
                count
                    .map(Times::Count)
                    .ok_or_else(|| Refusal::value("`times` is a whole number from 1 on, or `always`"))
            }
        }
    }

    fn order(&self, shop: &Shop, number: &str) -> Result<SimulatedOrder, Refusal> {
        let mut order = SimulatedOrder::new(number).created_at(ChinaTime::now());
        if let Some(name) = self.get("state") {
            let state = state(shop, name)?;
            order = order.state(state);
            if state == OrderState::Paid {
                order = order.paid_at(ChinaTime::now());
            }
        }
        if let Some(text) = self.get("amount") {
            let wrong = |error| Refusal::value(format!("the amount `{text}`: {error}"));
            let amount = Fen::parse_yuan(text).map_err(wrong)?;
            if amount.get() < 0 {
                return Err(Refusal::value(format!("the amount `{text}` is less than nothing")));
            }
            order = order.amount(amount);
        }
        if let Some(channel) = self.get("channel") {
            order = order.channel(channel);
        }
        if let Some(next) = self.get("next") {
            order = order.then(self.after()?, state(shop, next)?);
        }
        Ok(order)
    }

    /// When the state moves.
    fn after(&self) -> Result<After, Refusal> {
        let text = self.get("after").unwrap_or("1");
        let wrong = |_| Refusal::value(format!("`after` is a whole number, not `{text}`"));
        let count: u32 = text.parse().map_err(wrong)?;
        match self.get("unit").unwrap_or("queries") {
            "queries" => Ok(After::Queries(count)),
            "seconds" => Ok(After::Time(Duration::from_secs(count.into()))),
            other => Err(super::refusal::unknown("unit", other, &["queries", "seconds"])),
        }
    }
}
