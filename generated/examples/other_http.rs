//! Asks a simulated 乐刷 with another HTTP library: `cargo run -p payspec --example other_http`.
//!
//! The engine does no I/O: it makes bytes and reads bytes. What carries them is up to you; here it is `ureq`, which
//! blocks, and nothing of the client's own HTTP is used.
#![allow(clippy::print_stdout, reason = "an example talks to a terminal")]

use payspec::leshua::{Credentials, PROVIDER, QueryStatus, QueryStatusReply};
use payspec::table::Method;
use payspec::{Endpoint, Error, Fen, Incoming, Money, OrderState, Outgoing, Phase, Request, SystemAmbient};
use payspec_simulator::{SimulatedOrder, Simulator};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Only the simulator needs a runtime.
    let runtime = tokio::runtime::Runtime::new()?;
    let simulator = runtime.block_on(Simulator::new([PROVIDER]).bind("127.0.0.1:0"))?;
    let order = SimulatedOrder::new("JD201909250317100002").state(OrderState::Paid).amount(Fen::new(5800));
    simulator.put("leshua", order)?;
    let merchant = simulator.merchant("leshua").ok_or("not simulated")?;
    let url = simulator.url("leshua").ok_or("not simulated")?;

    let credentials =
        Credentials::new(merchant.texts["merchant_id"].as_str(), merchant.secrets["key"].clone());
    let endpoint = Endpoint::new(PROVIDER, url, credentials.into());

    // Checked, signed and encoded; then sent; then verified, decoded and decided.
    let question = QueryStatus::by_third_order_id("JD201909250317100002").expect_amount(Money::cny(5800));
    let exchange =
        endpoint.prepare(QueryStatus::OPERATION, &question, question.expected_amount(), &SystemAmbient)?;
    let incoming = send(exchange.outgoing())?;
    let reply: QueryStatusReply = exchange.receive_as(&incoming)?;
    match reply.state() {
        OrderState::Paid => println!("paid: {:?}", reply.order().amount),
        OrderState::Pending | OrderState::Unknown => println!("not known yet: ask again"),
        state => println!("not paid: {state}"),
    }
    Ok(())
}

/// Sends a request once: no redirects, no repetition, and no more bytes than the engine wants.
fn send(request: &Outgoing) -> Result<Incoming, Error> {
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(request.timeout))
        // A variable of the environment is no reason to show anybody else what is asked.
        .proxy(None)
        .max_redirects(0)
        .max_redirects_will_error(false)
        // The engine wants to see every status.
        .http_status_as_error(false)
        .build();
    let agent = ureq::Agent::from(config);
    let mut message = ureq::http::Request::builder().uri(&request.url);
    for (name, value) in &request.headers {
        message = message.header(name, value);
    }
    let unusable = |error: ureq::http::Error| Error::Unusable { what: error.to_string() };
    let response = match request.method {
        Method::Get => agent.run(message.method("GET").body(()).map_err(unusable)?),
        Method::Post => agent.run(message.method("POST").body(&*request.body).map_err(unusable)?),
    };
    let mut response = response.map_err(|error| match error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => {
            Error::transport(Phase::Connecting, error)
        }
        error => Error::transport(Phase::Sending, error),
    })?;
    let headers = response.headers().iter();
    let headers =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()));
    let (status, headers) = (response.status().as_u16(), headers.collect());
    let limit = u64::try_from(request.max_body).unwrap_or(u64::MAX);
    let body = response.body_mut().with_config().limit(limit).read_to_vec();
    let body = body.map_err(|error| match error {
        ureq::Error::BodyExceedsLimit(_) => Error::TooLarge { limit: request.max_body },
        error => Error::transport(Phase::Receiving, error),
    })?;
    Ok(Incoming { status, headers, body })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use payspec::{Ambient, Client};
    use payspec_simulator::{Fault, Times};

    use super::*;

    #[test]
    fn the_example_learns_that_the_order_is_paid() {
        main().expect("it is paid");
    }

    #[test]
    fn whatever_goes_wrong_on_the_way_has_the_same_name_as_with_the_clients_own_http() {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let simulator = Simulator::new([PROVIDER]).slowness(Duration::from_secs(60)).bind("127.0.0.1:0");
        let simulator = runtime.block_on(simulator).expect("a free port");
        let url = simulator.url("leshua").expect("it is simulated");
        let credentials = simulator.credentials("leshua").expect("it is simulated");
        simulator.put("leshua", SimulatedOrder::new("JD1").state(OrderState::Paid)).expect("it is put");
        let mut endpoint = Endpoint::new(PROVIDER, url.clone(), credentials.clone());
        endpoint.policy_mut().timeout = Some(Duration::from_millis(500));
        let client = Client::new(PROVIDER, url, credentials).timeout(Duration::from_millis(500));
        let question = QueryStatus::by_third_order_id("JD1");
        let ambient: &dyn Ambient = &SystemAmbient;
        for fault in simulator.faults("leshua") {
            simulator.arm("leshua", "JD1", fault, Times::Count(2)).expect("there is room");
            let exchange = endpoint.prepare(QueryStatus::OPERATION, &question, None, ambient).expect("right");
            let here = send(exchange.outgoing()).and_then(|incoming| exchange.receive(&incoming));
            let there = runtime.block_on(client.call(&question));
            assert!(simulator.disarm("leshua", "JD1"));
            let here = here.map(|reply| reply.state());
            let there = there.map(|reply: QueryStatusReply| reply.state());
            match (&here, &there) {
                (Ok(here), Ok(there)) => assert_eq!(here, there, "{fault}"),
                (Err(here), Err(there)) => {
                    assert_eq!(
                        std::mem::discriminant(here),
                        std::mem::discriminant(there),
                        "{fault}: {here}"
                    );
                }
                _ => panic!("{fault}: {here:?} and {there:?}"),
            }
            assert!(fault != Fault::Http502 || here.is_err());
        }
    }
}
