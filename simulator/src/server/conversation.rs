//! One connection: question and answer in turn, until one goes astray.

use std::future::pending;
use std::sync::OnceLock;

use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::time::sleep;

use super::line::Line;
use super::{answer, astray};
use crate::reply::delivery::{Delivery, Parcel};
use crate::shop::shops::Shops;

/// Answers what is asked over a line, until the client has had enough or an answer goes astray.
///
/// hyper carries the answers that are HTTP, however late. For one that is not, or that must break at a certain byte, the
/// line is taken back from hyper, which has written nothing of it by then.
pub(super) async fn converse<L: Line>(line: L, shops: &Shops) {
    let astray = OnceLock::new();
    let service = service_fn(|request| reply(shops, &astray, request));
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(line), service);
    if (&mut connection).await.is_ok() {
        return;
    }
    let line = connection.into_parts().io.into_inner();
    if let Some((delivery, response)) = astray.into_inner() {
        astray::deliver(line, delivery, response, shops.settings.slowness).await;
    }
}

/// hyper is to write nothing: the answer goes astray.
#[derive(Debug, thiserror::Error)]
#[error("the answer goes astray")]
struct Astray;

async fn reply(
    shops: &Shops,
    astray: &OnceLock<(Delivery, Response<Vec<u8>>)>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Astray> {
    let parcel = answer(shops, request).await;
    let delivery = parcel.delivery;
    let response = written(parcel);
    match delivery {
        Delivery::Whole => {}
        Delivery::SlowHead => sleep(shops.settings.slowness).await,
        // hyper ends it when the client is gone.
        Delivery::Never => pending().await,
        Delivery::SlowBody
        | Delivery::ResetBeforeAnswer
        | Delivery::ResetInBody
        | Delivery::Announcing(_)
        | Delivery::Padded(_) => {
            // The connection ends with it, so that there is only one.
            let _ = astray.set((delivery, response));
            return Err(Astray);
        }
    }
    Ok(response.map(Body::from))
}

/// A parcel as HTTP. One with a status or a header that HTTP does not have becomes an answer that says so.
fn written(parcel: Parcel) -> Response<Vec<u8>> {
    let mut response = Response::builder().status(parcel.status);
    for (name, value) in parcel.headers {
        response = response.header(name, value);
    }
    response.body(parcel.body).unwrap_or_else(|error| {
        let mut response = Response::new(format!("the reply is no HTTP: {error}").into_bytes());
        *response.status_mut() = hyper::StatusCode::INTERNAL_SERVER_ERROR;
        response
    })
}
