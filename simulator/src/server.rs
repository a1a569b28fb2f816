//! HTTP: requests to the shops, replies from them.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method as HttpMethod, Response, StatusCode};
use payspec_runtime::ProviderRef;
use payspec_table::Method;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::Exchange;
use crate::question::Asked;
use crate::seal::Sealed;
use crate::shop::Shop;

/// The most bytes of a request that are read.
const MAX_REQUEST: usize = 1 << 20;
/// How many exchanges are remembered.
const MAX_EXCHANGES: usize = 1_000;

/// Answers until the sender of `stopped` is dropped, then finishes what it has begun.
pub(crate) async fn serve(listener: TcpListener, shops: Arc<Shops>, stopped: oneshot::Receiver<()>) {
    let router = Router::new().fallback(answer).with_state(shops);
    let stop = async {
        // An error means that the sender was dropped, which is how it says "stop".
        let _ = stopped.await;
    };
    // It fails only where it cannot accept connections, and that it retries by itself.
    let _ = axum::serve(listener, router).with_graceful_shutdown(stop).await;
}

/// The simulated providers, and what happened.
#[derive(Debug)]
pub(crate) struct Shops {
    by_name: BTreeMap<String, Shop>,
    exchanges: Mutex<VecDeque<Exchange>>,
}

impl Shops {
    pub(crate) fn new(providers: impl IntoIterator<Item = ProviderRef>) -> Self {
        let by_name = providers.into_iter().map(|provider| (provider.name.to_string(), Shop::new(provider)));
        Self { by_name: by_name.collect(), exchanges: Mutex::default() }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Shop> {
        self.by_name.get(name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        self.exchanges.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn remember(&self, exchange: Exchange) {
        let mut exchanges = self.exchanges.lock().unwrap_or_else(PoisonError::into_inner);
        if exchanges.len() == MAX_EXCHANGES {
            exchanges.pop_front();
        }
        exchanges.push_back(exchange);
    }
}

async fn answer(State(shops): State<Arc<Shops>>, request: Request) -> Response<Body> {
    let (head, body) = request.into_parts();
    let path = head.uri.path().trim_start_matches('/');
    let (name, path) = match path.find('/') {
        Some(slash) => path.split_at(slash),
        None => (path, ""),
    };
    let Some(shop) = shops.get(name) else {
        let names: Vec<&str> = shops.names().collect();
        return plain(StatusCode::NOT_FOUND, format!("no provider `{name}` here, only {}", names.join(", ")));
    };
    let method = match head.method {
        HttpMethod::GET => Method::Get,
        HttpMethod::POST => Method::Post,
        other => return plain(StatusCode::METHOD_NOT_ALLOWED, format!("{other} is used by no operation")),
    };
    let Ok(body) = to_bytes(body, MAX_REQUEST).await else {
        let words = format!("the request broke off, or has more than {MAX_REQUEST} bytes");
        return plain(StatusCode::PAYLOAD_TOO_LARGE, words);
    };
    let header = |(name, value): (&HeaderName, &HeaderValue)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let asked = Asked {
        method,
        path: path.to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers.iter().map(header).collect(),
        body: body.to_vec(),
    };
    let (sealed, exchange) = shop.answer(&asked);
    shops.remember(exchange);
    written(sealed)
}

fn written(sealed: Sealed) -> Response<Body> {
    let status = StatusCode::from_u16(sealed.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = Response::builder().status(status);
    for (name, value) in sealed.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(sealed.body)).unwrap_or_else(|error| {
        plain(StatusCode::INTERNAL_SERVER_ERROR, format!("the reply is no HTTP: {error}"))
    })
}

/// An answer that no provider gives: the simulator's own.
fn plain(status: StatusCode, words: String) -> Response<Body> {
    let mut response = Response::new(Body::from(words));
    *response.status_mut() = status;
    response
}
