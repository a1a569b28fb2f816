//! The control interface: a JSON API and a page, on a port of its own.
//!
//! | asked | does |
//! |---|---|
//! | `GET /api/providers` | the providers: URL, the merchants' public numbers, the states that each can tell, the faults it has room for |
//! | `GET /api/orders?provider=` | the orders, of all providers or of one |
//! | `GET`, `PUT`, `DELETE /api/providers/{provider}/orders/{number}` | one order, by the merchant's number; `PUT` takes what a script says of one |
//! | `POST …/orders/{number}/state` `{"state": "Paid"}` | sets its state; the rest of its life is forgotten |
//! | `POST …/orders/{number}/faults` `{"fault": "wrong_signature", "times": 1}` | arms a fault, once, so many `times`, or `"always"` |
//! | `DELETE …/orders/{number}/faults` | disarms all that wait |
//! | `POST /api/providers/{provider}/chance` `{"percent": 20, "faults": […]}` | lets faults strike by chance, all of them unless some are named; 0 ends that |
//! | `GET /api/exchanges?provider=&order=&after=&limit=` | what was asked and answered, the oldest first: those after a number, or the last |
//! | `DELETE /api/exchanges` | forgets them |
//!
//! What is wrong is answered as `{"error": "…"}` with 400 (no JSON), 403 (from another site), 404 (no such provider or
//! order), 405, 413 or 422 (a value that cannot be). No answer holds a key.
//!
//! The page at `/` shows the same and needs no script: its forms are sent to `/orders/…` and come back by 303.
//!
//! Architecture invariant: every request passes `guard`, and every text of a page passes `maud`, which escapes it.

mod api;
mod comparison;
mod forms;
mod guard;
mod json;
mod page;
mod refusal;
mod view;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, Response, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use payspec_table::OrderState;
use tokio::net::TcpListener;
use tokio::sync::watch;

pub(crate) use guard::{Guard, Reach};
use refusal::Refusal;

use crate::server::accept;
use crate::shop::Shop;
use crate::shop::offer;
use crate::shop::shops::Shops;

/// What the control interface works on.
#[derive(Debug)]
pub(crate) struct Control {
    pub(crate) shops: Arc<Shops>,
    /// Where the providers are, without a slash at the end: a provider's URL goes on with its name.
    pub(crate) root: String,
    pub(crate) guard: Guard,
}

/// Answers until the sender of `stopped` is dropped.
pub(crate) async fn serve(listener: TcpListener, control: Control, stopped: watch::Receiver<()>) {
    let service = TowerToHyperService::new(router(control));
    // `axum::serve` would keep connections whose question is not finished, for as long as the client likes.
    accept(listener, stopped, |stream| {
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service.clone());
        // What goes wrong on a connection is the client's affair.
        async { drop(connection.await) }
    })
    .await;
}

fn router(control: Control) -> Router {
    let control = Arc::new(control);
    Router::new()
        .route("/api/providers", get(api::providers))
        .route("/api/providers/{provider}/chance", post(api::chance))
        .route("/api/providers/{provider}/orders/{number}", get(api::order).put(api::put).delete(api::remove))
        .route("/api/providers/{provider}/orders/{number}/state", post(api::set_state))
        .route("/api/providers/{provider}/orders/{number}/faults", post(api::arm).delete(api::disarm))
        .route("/api/orders", get(api::orders))
        .route("/api/exchanges", get(api::exchanges).delete(api::forget))
        .route("/", get(page::page))
        .route("/style.css", get(|| file("text/css; charset=utf-8", include_str!("style.css"))))
        .route("/script.js", get(|| file("text/javascript; charset=utf-8", include_str!("script.js"))))
        .route("/icon.svg", get(|| file("image/svg+xml", include_str!("icon.svg"))))
        .route("/orders/{what}", post(forms::sent))
        .route("/exchanges/forget", post(forms::forget))
        .route("/chance", post(forms::chance))
        .fallback(nothing_here)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(Arc::clone(&control), guarded))
        .with_state(control)
}

/// Lets nobody in whom the guard refuses, and tells browsers what they must not do with an answer.
async fn guarded(State(control): State<Arc<Control>>, request: Request, next: Next) -> Response<Body> {
    let mut response = match control.guard.admit(request.method(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(words) => Refusal::new(StatusCode::FORBIDDEN, words).into_response(),
    };
    for (name, value) in [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
        // Not `no-referrer`, with which browsers send `origin: null` from the page's own forms.
        (header::REFERRER_POLICY, "same-origin"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn file(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind)], text)
}

async fn nothing_here(uri: Uri) -> Refusal {
    let words = format!("nothing is at {}; the page is at /, and its foot lists the API", uri.path());
    Refusal::new(StatusCode::NOT_FOUND, words)
}

async fn wrong_method(method: Method, uri: Uri) -> Refusal {
    let words = format!("{method} does nothing at {}; the foot of the page at / lists the API", uri.path());
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, words)
}

/// The whole body of a request.
async fn body(body: Body) -> Result<String, Refusal> {
    const MOST: usize = 1 << 20;
    let bytes = to_bytes(body, MOST).await.map_err(|_| {
        let words = format!("the request broke off, or has more than {MOST} bytes");
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, words)
    })?;
    String::from_utf8(bytes.into())
        .map_err(|_| Refusal::new(StatusCode::BAD_REQUEST, "the request is no UTF-8"))
}

/// The states that a provider has a code for, and `Unknown`, which it tells by a code that nobody lists.
pub(crate) fn states(shop: &Shop) -> Vec<OrderState> {
    let mut states = offer::states(shop.provider());
    if !states.contains(&OrderState::Unknown) {
        states.push(OrderState::Unknown);
    }
    states
}
