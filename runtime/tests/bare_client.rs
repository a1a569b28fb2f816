//! That a client which was told nothing costs no more than the exchange that it makes.
#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use payspec_runtime::table::{
    Decision, Encoding, Field, Operation, Provider, Purpose, RequestTable, ResponseTable, Verification,
};
use payspec_runtime::{
    Boxed, Client, Credentials, DynamicRequest, Endpoint, Error, Incoming, Outgoing, Reply, SystemAmbient,
    Transport,
};

static OPERATIONS: &[Operation] = &[Operation::new(
    "ask",
    "",
    Purpose::OrderQuery,
    RequestTable::new(const { &[Encoding::Json] }, const { &[Field::text("no", "").required()] }),
    ResponseTable::new(
        Encoding::Json,
        const { &[Field::text("status", "")] },
        Verification::Unsigned,
        Decision::new(&[], &["status"]),
    ),
)];
static PROVIDER: Provider = Provider::new("memory", "", "CNY").operations(OPERATIONS);

#[derive(Debug)]
struct Memory;

impl Transport for Memory {
    fn send<'a>(&'a self, _: &'a Outgoing) -> Boxed<'a, Result<Incoming, Error>> {
        Box::pin(async {
            Ok(Incoming { status: 200, headers: Vec::new(), body: br#"{"status":"1"}"#.to_vec() })
        })
    }
}

fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("there is nothing to wait for"),
    }
}

fn by_hand(endpoint: &Endpoint, request: &DynamicRequest) -> Result<Reply, Error> {
    let exchange = endpoint.prepare("ask", request, None, &SystemAmbient)?;
    let incoming = at_once(Memory.send(exchange.outgoing()))?;
    exchange.receive(&incoming)
}

#[test]
fn a_bare_client_allocates_nothing_beyond_its_exchange() {
    let request = DynamicRequest::new().with("no", "1");
    let client = Client::new(&PROVIDER, "https://a.example", Credentials::new()).transport(Memory);
    let endpoint = client.endpoint().clone();
    let ask = || at_once(client.call_dynamic("ask", &request));
    // What is made once is made before.
    assert!(by_hand(&endpoint, &request).is_ok() && ask().is_ok());
    let by_hand = allocation_counter::measure(|| drop(by_hand(&endpoint, &request)));
    let by_client = allocation_counter::measure(|| drop(ask()));
    assert!(by_hand.count_total > 0);
    assert_eq!(by_client.count_total, by_hand.count_total);
}
