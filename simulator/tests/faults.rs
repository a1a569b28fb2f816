//! What a client makes of each fault of a message, for every operation of every specification in `specs/`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod support;

use std::sync::Arc;

use payspec_runtime::{
    Against, ChinaTime, Departure, DynamicRequest, Error, Fen, Malformed, OrderState, Reason, Reply,
    VerifyError, places,
};
use payspec_simulator::{ArmError, Armed, Exchange, Fault, SimulatedOrder, Times, Told};
use payspec_table::{Expected, Kind, Operation, Provider, Role};
use support::{World, about, ask, specs};

/// The provider's number of the order.
const NUMBER: &str = "1234567890123456";

/// What the client returned for a question, and what the simulator remembers of it.
struct Case<'w> {
    world: &'w World,
    provider: &'w Arc<Provider>,
    operation: &'w Operation,
    fault: Fault,
    state: OrderState,
    result: Result<Reply, Error>,
    exchange: Exchange,
}

impl Case<'_> {
    fn place(&self) -> String {
        format!(
            "{} {} {} {}: {:?}; {}",
            self.provider.name,
            self.operation.name,
            self.fault,
            self.state,
            self.result,
            self.exchange.in_words()
        )
    }

    /// The states of the orders that the client read.
    fn states(&self) -> Vec<OrderState> {
        match &self.result {
            Ok(reply) => reply.orders().iter().map(|order| order.state).collect(),
            Err(_) => panic!("{}", self.place()),
        }
    }

    fn told(&self) -> Vec<OrderState> {
        self.exchange.told.iter().map(|told| told.state).collect()
    }
}

/// A question about an order, so that the reply can be tied to it: by the provider's number where replies name no other.
fn tied(operation: &Operation, merchant: &str, provider: &str) -> DynamicRequest {
    let request = about(operation, merchant);
    let name = |wanted: Role| {
        let mut view = operation.request.view.iter();
        view.find(|entry| entry.role == wanted).map(|entry| entry.field.get(0).unwrap())
    };
    let names_it = operation.response.identity.iter().any(
        |entry| matches!(&entry.expected, Expected::Request(field) if Some(&**field) == name(Role::MerchantOrderNo)),
    );
    match name(Role::ProviderOrderNo) {
        Some(field) if !names_it => request.with(field.to_owned(), provider.to_owned()),
        _ => request,
    }
}

/// Lets a fault strike once for every operation that has room for it, with an order that is pending and one that is paid,
/// and asks once more.
async fn each(fault: Fault, check: impl Fn(&Case<'_>)) {
    let world = specs().await;
    let mut struck = 0;
    for provider in &world.providers {
        let simulator = &world.simulator;
        for operation in &provider.operations {
            for state in [OrderState::Pending, OrderState::Paid] {
                let order = SimulatedOrder::new("JD1").provider_order_no(NUMBER).state(state);
                simulator.put(&provider.name, order.amount(Fen::new(523_000))).unwrap();
                match simulator.arm(&provider.name, "JD1", fault, Times::Count(1)) {
                    Ok(()) => assert!(simulator.faults(&provider.name).contains(&fault)),
                    Err(error) => {
                        assert_eq!(error, ArmError::NoRoom(fault), "{}", provider.name);
                        assert!(!simulator.faults(&provider.name).contains(&fault));
                        continue;
                    }
                }
                let client = world.client(&provider.name);
                let request = tied(operation, "JD1", NUMBER);
                let result = client.call_dynamic(&operation.name, &request).await;
                let exchange = simulator.exchanges().pop().unwrap();
                let case = Case { world: &world, provider, operation, fault, state, result, exchange };
                if case.exchange.fault.is_none() && state == OrderState::Pending {
                    // Where a tier tells the state, a reply can be too short to have room; the fault waits.
                    let waiting = simulator.order(&provider.name, "JD1").unwrap().armed;
                    assert_eq!(waiting, [Armed { fault, left: Times::Count(1) }], "{}", case.place());
                    assert!(simulator.disarm(&provider.name, "JD1"));
                    continue;
                }
                assert_eq!(case.exchange.fault, Some(fault), "{}", case.place());
                if let Ok(reply) = &case.result {
                    assert_eq!(reply.orders().len(), 1, "{}", case.place());
                    assert_eq!(case.states(), case.told(), "{}", case.place());
                }
                check(&case);
                let after = client.call_dynamic(&operation.name, &request).await;
                let after = after.unwrap_or_else(|error| panic!("{error}: {}", case.place()));
                assert_eq!(after.orders()[0].state, state, "{}", case.place());
                assert_eq!(simulator.exchanges().pop().unwrap().fault, None);
                struck += 1;
            }
        }
    }
    assert!(struck > 0, "{fault} struck nothing");
}

/// The client reads the state that the order is in, and finds nothing odd.
async fn is_read_as_it_is(fault: Fault) {
    each(fault, |case| {
        assert_eq!(case.states(), [case.state], "{}", case.place());
        assert_eq!(case.result.as_ref().unwrap().deviations(), &[], "{}", case.place());
    })
    .await;
}

/// The client returns this error, and the simulator says that it told nothing.
async fn is_refused(fault: Fault, is_expected: impl Fn(&Error) -> bool) {
    each(fault, |case| {
        assert!(case.result.as_ref().is_err_and(&is_expected), "{}", case.place());
        assert_eq!(case.exchange.told, [], "{}", case.place());
    })
    .await;
}

#[tokio::test]
async fn a_page_of_html_is_an_error_of_its_status() {
    is_refused(Fault::Http500, |error| matches!(error, Error::Status { status: 500 })).await;
    is_refused(Fault::Http502, |error| matches!(error, Error::Status { status: 502 })).await;
}

#[tokio::test]
async fn an_empty_body_and_one_that_is_no_utf_8_are_malformed() {
    is_refused(Fault::EmptyBody, |error| matches!(error, Error::Malformed(_))).await;
    is_refused(Fault::BrokenEncoding, |error| matches!(error, Error::Malformed(_))).await;
}

#[tokio::test]
async fn a_field_that_stands_twice_is_read_as_neither() {
    is_refused(Fault::DuplicateField, |error| match error {
        Error::Malformed(malformed) => matches!(malformed, Malformed::Duplicate { .. }),
        // In a JSON text inside the message, whose signature is right.
        Error::Unreadable { expected, .. } => *expected == "a list of orders",
        _ => false,
    })
    .await;
}

#[tokio::test]
async fn a_pending_order_is_paid_in_front_of_the_state_that_was_signed() {
    each(Fault::DuplicateField, |case| {
        let path = case.operation.response.decision.state.as_ref().unwrap();
        let Kind::Code(table) = &places::field(&case.operation.response.fields, path).unwrap().kind else {
            panic!()
        };
        let codes = &case.provider.code_table(table).unwrap().codes;
        let wires = codes.iter().filter(|code| code.state == Some(OrderState::Paid)).map(|code| &*code.wire);
        let name = path.iter().next_back().unwrap();
        let body = case.exchange.answer.body.replace(['"', '\\'], "").replace("<![CDATA[", "");
        if case.state == OrderState::Pending && body.contains(name) {
            let first = body.split(name).nth(1).unwrap().trim_start_matches([':', '>']);
            assert!(wires.clone().any(|wire| first.starts_with(wire)), "{} {name}: {body}", case.place());
        }
    })
    .await;
}

#[tokio::test]
async fn a_wrong_content_type_is_not_looked_at() {
    is_read_as_it_is(Fault::WrongContentType).await;
}

#[tokio::test]
async fn a_wrong_signature_proves_nothing() {
    is_refused(Fault::WrongSignature, |error| matches!(error, Error::Unverified(VerifyError::Wrong))).await;
}

#[tokio::test]
async fn a_missing_signature_proves_nothing() {
    let is_missing = |error: &Error| matches!(error, Error::Unverified(VerifyError::Missing { .. }));
    is_refused(Fault::NoSignature, is_missing).await;
}

#[tokio::test]
async fn another_order_is_not_the_one_that_was_asked_about() {
    each(Fault::OtherOrder, |case| {
        assert!(matches!(&case.result, Err(Error::Mismatch { .. })), "{}", case.place());
        let [Told { order, state: OrderState::Paid, .. }] = &*case.exchange.told else {
            panic!("{}", case.place())
        };
        assert!(order != "JD1" && order.len() == 3, "{order}");
        assert_eq!(case.world.simulator.order(&case.provider.name, order), None);
    })
    .await;
}

/// What no client can do anything about: where a reply names no order, only the provider's number ties it to a question.
#[tokio::test]
async fn another_order_is_believed_only_where_the_specification_cannot_tell() {
    let world = specs().await;
    let mut believed = Vec::new();
    for provider in &world.providers {
        for operation in &provider.operations {
            world.simulator.put(&provider.name, SimulatedOrder::new("JD1").amount(Fen::new(58))).unwrap();
            world.simulator.arm(&provider.name, "JD1", Fault::OtherOrder, Times::Count(1)).unwrap();
            if ask(&world.client(&provider.name), operation, "JD1").await.is_ok() {
                let named = operation.response.view.iter().any(|entry| entry.role == Role::MerchantOrderNo);
                assert!(!named, "{} {}", provider.name, operation.name);
                believed.push(&*provider.name);
            }
        }
    }
    assert_eq!(believed, ["umf_merchant", "umf_service_provider"]);
}

#[tokio::test]
async fn another_merchant_is_not_the_one_who_asked() {
    is_refused(Fault::OtherMerchant, |error| {
        matches!(error, Error::Mismatch { against: Against::Credential(_), .. })
    })
    .await;
}

#[tokio::test]
async fn a_state_that_no_table_lists_is_unknown() {
    each(Fault::UnknownStatus, |case| {
        assert_eq!(case.states(), [OrderState::Unknown], "{}", case.place());
        let deviations = case.result.as_ref().unwrap().deviations();
        let [deviation] = deviations else { panic!("{}", case.place()) };
        assert!(matches!(deviation.departure, Departure::Unlisted { .. }), "{}", case.place());
    })
    .await;
}

#[tokio::test]
async fn a_state_that_is_missing_is_unknown() {
    each(Fault::MissingState, |case| {
        match &case.result {
            Ok(_) => assert_eq!(case.states(), [OrderState::Unknown], "{}", case.place()),
            Err(error) => assert!(matches!(error, Error::Incomplete { .. }), "{}", case.place()),
        }
        assert_eq!(case.told(), [OrderState::Unknown]);
    })
    .await;
}

#[tokio::test]
async fn a_field_that_nobody_needs_is_missed_and_the_state_is_read() {
    each(Fault::MissingField, |case| {
        assert_eq!(case.states(), [case.state], "{}", case.place());
        let [deviation] = case.result.as_ref().unwrap().deviations() else { panic!("{}", case.place()) };
        assert_eq!(deviation.departure, Departure::Missing, "{}", case.place());
    })
    .await;
}

#[tokio::test]
async fn a_new_field_is_kept_and_the_state_is_read() {
    each(Fault::NewField, |case| {
        assert_eq!(case.states(), [case.state], "{}", case.place());
        assert!(
            format!("{:?}", case.result.as_ref().unwrap().message()).contains("newField"),
            "{}",
            case.place()
        );
    })
    .await;
}

#[tokio::test]
async fn a_number_is_read_from_a_text_and_a_text_from_a_number() {
    is_read_as_it_is(Fault::NumberAsText).await;
    is_read_as_it_is(Fault::TextAsNumber).await;
}

#[tokio::test]
async fn a_number_that_comes_as_a_text_is_the_same_text_and_no_number() {
    let amount = |text: &str| text.contains(":523000") || text.contains(":5230.00");
    each(Fault::NumberAsText, |case| {
        let body = case.exchange.answer.body.replace('\\', "");
        assert!(!amount(&body) && body.contains("523000\"") | body.contains("5230.00\""), "{}", case.place());
    })
    .await;
}

#[tokio::test]
async fn an_unsigned_refusal_is_a_refusal_that_proves_nothing_or_none() {
    is_refused(Fault::UnsignedRefusal, |error| match error {
        Error::Refused(refusal) => !refusal.authentic,
        error => matches!(error, Error::Unverified(VerifyError::Missing { .. })),
    })
    .await;
}

#[tokio::test]
async fn a_provider_in_trouble_refuses_with_its_own_code() {
    let refuses = |reason: Reason| {
        move |error: &Error| match error {
            Error::Refused(refusal) => refusal.reason.is_none_or(|known| known == reason),
            _ => false,
        }
    };
    is_refused(Fault::TooOften, refuses(Reason::TooOften)).await;
    is_refused(Fault::SystemError, refuses(Reason::SystemError)).await;
}

#[tokio::test]
async fn a_clock_that_is_a_day_off_moves_the_time_of_payment_and_nothing_else() {
    let paid_at = ChinaTime::from_milliseconds(1_569_396_251_000).unwrap();
    let world = specs().await;
    let mut struck = 0;
    for provider in &world.providers {
        for operation in &provider.operations {
            let order =
                SimulatedOrder::new("JD1").state(OrderState::Paid).paid_at(paid_at).created_at(paid_at);
            world.simulator.put(&provider.name, order.amount(Fen::new(1))).unwrap();
            for (fault, hours) in [(Fault::ClockAhead, 24), (Fault::ClockBehind, -24)] {
                world.simulator.arm(&provider.name, "JD1", fault, Times::Count(1)).unwrap();
                let reply = ask(&world.client(&provider.name), operation, "JD1").await.unwrap();
                let [order] = reply.orders() else { panic!("{reply:?}") };
                assert_eq!(order.state, OrderState::Paid, "{}", provider.name);
                let shifted = paid_at.as_milliseconds() + hours * 3_600_000;
                assert_eq!(order.paid_at.unwrap().as_milliseconds(), shifted, "{} {fault}", provider.name);
                assert_eq!(reply.deviations(), &[]);
                struck += 1;
            }
        }
    }
    assert_eq!(struck, 12);
}

#[tokio::test]
async fn who_reads_a_huge_body_to_its_end_believes_what_the_record_says_that_it_tells() {
    let world = specs().await;
    let mut believed = 0;
    for provider in &world.providers {
        let client = world.client(&provider.name).max_body(16 << 20);
        let order = SimulatedOrder::new("JD1").state(OrderState::Paid).amount(Fen::new(58));
        world.simulator.put(&provider.name, order).unwrap();
        for operation in
            provider.operations.iter().filter(|operation| operation.purpose != payspec_table::Purpose::Other)
        {
            world.simulator.arm(&provider.name, "JD1", Fault::HugeBody, Times::Count(1)).unwrap();
            let answer = support::ask(&client, operation, "JD1").await;
            let exchange = world.simulator.exchanges().pop().unwrap();
            assert_eq!(exchange.fault, Some(Fault::HugeBody));
            let read = answer.map(|reply| reply.orders().iter().map(|order| order.state).collect());
            let told: Vec<OrderState> = exchange.told.iter().map(|told| told.state).collect();
            assert_eq!(read.unwrap_or_else(|_| Vec::new()), told, "{} {}", provider.name, operation.name);
            believed += told.len();
        }
    }
    assert!(believed > 0, "nobody believed it");
}
