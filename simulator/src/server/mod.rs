//! HTTP: requests to the shops, replies from them.
//!
//! `listener` accepts connections, `conversation` holds one for as long as HTTP goes as it should, `astray` takes it
//! over where an answer has to go wrong on the way.

mod astray;
mod conversation;
mod line;
mod listener;

use axum::body::{Body, to_bytes};
use hyper::body::{Body as _, Incoming};
use hyper::header::{HeaderName, HeaderValue};
use hyper::{Method as HttpMethod, Request};
use payspec_table::Method;

pub(crate) use listener::serve;

use crate::delivery::Parcel;
use crate::question::Asked;
use crate::shops::Shops;

/// The most bytes of a request that are read.
const MAX_REQUEST: usize = 1 << 20;

/// What a request is answered with.
async fn answer(shops: &Shops, request: Request<Incoming>) -> Parcel {
    let (head, body) = request.into_parts();
    let path = head.uri.path().trim_start_matches('/');
    let (name, path) = match path.find('/') {
        Some(slash) => path.split_at(slash),
        None => (path, ""),
    };
    let Some(shop) = shops.get(name) else {
        let names: Vec<&str> = shops.names().collect();
        return Parcel::plain(404, &format!("no provider `{name}` here, only {}", names.join(", ")));
    };
    let method = match head.method {
        HttpMethod::GET => Method::Get,
        HttpMethod::POST => Method::Post,
        other => return Parcel::plain(405, &format!("{other} is used by no operation")),
    };
    let Some(body) = read(body).await else {
        return Parcel::plain(413, &format!("the request broke off, or has more than {MAX_REQUEST} bytes"));
    };
    let header = |(name, value): (&HeaderName, &HeaderValue)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let asked = Asked {
        method,
        path: path.to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers.iter().map(header).collect(),
        body,
    };
    let (parcel, exchange) = shop.answer(&asked, &shops.settings);
    shops.remember(exchange);
    parcel
}

/// The body of a request; `None` if it broke off or is too long.
async fn read(body: Incoming) -> Option<Vec<u8>> {
    if body.is_end_stream() {
        return Some(Vec::new());
    }
    to_bytes(Body::new(body), MAX_REQUEST).await.ok().map(Into::into)
}
