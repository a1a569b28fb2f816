//! What the control interface answers to what it cannot do.

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use payspec_codegen::did_you_mean;
use payspec_table::OrderState;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::control::Control;
use crate::control::json::written;
use crate::script::words;
use crate::shop::Shop;
use crate::shop::offer;
use crate::simulator::{ArmError, PutError};
use crate::{Fault, OrderRecord};

/// Why something is not done.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) words: String,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, words: impl Into<String>) -> Self {
        Self { status, words: words.into() }
    }

    /// A value that cannot be.
    pub(crate) fn value(words: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, words)
    }

    pub(crate) fn no_order(provider: &str, shop: &Shop, number: &str) -> Self {
        let orders = shop.orders_now();
        let known = orders.iter().map(|order: &OrderRecord| order.merchant_order_no.as_str());
        let near = did_you_mean(number, known).unwrap_or_else(|| "it has no order".to_owned());
        Self::new(StatusCode::NOT_FOUND, format!("`{provider}` has no order `{number}`; {near}"))
    }

    pub(crate) fn put(error: &PutError) -> Self {
        match error {
            PutError::NumberTaken { .. } => Self::new(StatusCode::CONFLICT, error.to_string()),
            PutError::NoProvider => Self::new(StatusCode::NOT_FOUND, error.to_string()),
        }
    }

    pub(crate) fn arm(error: ArmError, provider: &str, shop: &Shop, number: &str) -> Self {
        match error {
            ArmError::NoOrder => Self::no_order(provider, shop, number),
            other => Self::value(other.to_string()),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response<Body> {
        written(self.status, &json!({ "error": self.words }))
    }
}

/// The names in a path. One that is no UTF-8 is refused like everything else.
pub(crate) struct Named<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Named<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let path = Path::from_request_parts(parts, state).await;
        let wrong = |rejection: PathRejection| Refusal::new(rejection.status(), rejection.body_text());
        path.map(|Path(names)| Self(names)).map_err(wrong)
    }
}

/// The shop of a provider.
pub(crate) fn shop<'c>(control: &'c Control, provider: &str) -> Result<&'c Shop, Refusal> {
    let known: Vec<&str> = control.shops.names().collect();
    control.shops.get(provider).ok_or_else(|| {
        let near = did_you_mean(provider, known).unwrap_or_else(|| "none is simulated".to_owned());
        Refusal::new(StatusCode::NOT_FOUND, format!("there is no provider `{provider}` here; {near}"))
    })
}

/// The state of this name, which the provider has to be able to tell.
pub(crate) fn state(shop: &Shop, name: &str) -> Result<OrderState, Refusal> {
    let state = words::state(name).map_err(Refusal::value)?;
    can_tell(shop, state)?;
    Ok(state)
}

/// Whether the provider can tell a state.
pub(crate) fn can_tell(shop: &Shop, state: OrderState) -> Result<(), Refusal> {
    offer::can_tell(shop.provider(), state).map_err(Refusal::value)
}

/// The fault of this name.
pub(crate) fn fault(name: &str) -> Result<Fault, Refusal> {
    words::fault(name).map_err(Refusal::value)
}

/// Something that has names was given one that is none.
pub(crate) fn unknown(what: &str, name: &str, known: &[&str]) -> Refusal {
    Refusal::value(words::unknown(what, name, known.iter().copied()))
}
