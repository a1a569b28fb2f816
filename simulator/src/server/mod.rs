//! HTTP: requests to the shops, replies from them.
//!
//! `listener` accepts connections, `conversation` holds one for as long as HTTP goes as it should, `astray` takes it
//! over where an answer has to go wrong on the way.

pub(crate) mod address;
mod astray;
mod conversation;
mod line;
mod listener;
pub(crate) mod tls;

use std::future::poll_fn;
use std::pin::Pin;

use hyper::Request;
use hyper::body::{Body as _, Incoming};
use hyper::header::{HeaderName, HeaderValue};

pub(crate) use listener::{accept, serve};

use crate::question::Asked;
use crate::reply::delivery::Parcel;
use crate::shop::shops::Shops;

/// The most bytes of a request that are read.
const MAX_REQUEST: usize = 1 << 20;

/// What a request is answered with.
async fn answer(shops: &Shops, request: Request<Incoming>) -> Parcel {
    let (head, body) = request.into_parts();
    let path = head.uri.path();
    let (name, below) = split(path);
    let shop = shops.get(name);
    let header = |(name, value): (&HeaderName, &HeaderValue)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let mut asked = Asked {
        method: head.method.as_str().to_owned(),
        path: if shop.is_some() { below } else { path }.to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers.iter().map(header).collect(),
        body: Vec::new(),
    };
    let provider = shop.map(|_| name);
    asked.body = match read(body).await {
        Ok(body) => body,
        Err(Unread::TooLong) => {
            let why = format!("the request has more than {MAX_REQUEST} bytes");
            return shops.no_question(413, why, provider, &asked);
        }
        // Nobody is left to be answered, nor was anything asked.
        Err(Unread::BrokenOff) => return Parcel::plain(400, "the request broke off"),
    };
    let Some(shop) = shop else {
        let names: Vec<&str> = shops.names().collect();
        let why = format!("no provider `{name}` here, only {}", names.join(", "));
        return shops.no_question(404, why, None, &asked);
    };
    if !["GET", "POST"].contains(&&*asked.method) {
        let why = format!("{} is used by no operation", asked.method);
        return shops.no_question(405, why, provider, &asked);
    }
    let (parcel, exchange) = shop.answer(&asked, &shops.settings);
    shops.remember(exchange);
    parcel
}

/// The provider's name at the start of a path, and what follows it.
fn split(path: &str) -> (&str, &str) {
    let path = path.trim_start_matches('/');
    match path.find('/') {
        Some(slash) => path.split_at(slash),
        None => (path, ""),
    }
}

/// Why there is no body of a request.
enum Unread {
    TooLong,
    BrokenOff,
}

async fn read(mut body: Incoming) -> Result<Vec<u8>, Unread> {
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(data) = frame.map_err(|_| Unread::BrokenOff)?.into_data() else { continue };
        if bytes.len() + data.len() > MAX_REQUEST {
            return Err(Unread::TooLong);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}
