//! What ties an order to the question.

use payspec_table::{
    Algorithm, DigestEncoding, Identity, OrderState, Placement, Provider, Role, Signing, Verification,
    ViewEntry,
};

use super::*;
use crate::exchange::tests::{OPERATIONS, PROVIDER};
use crate::{
    Credentials, DynamicRequest, SystemAmbient,
    TiedBy::{self, Connection, OrderNumber},
    digest,
};

const SINGLE: usize = 0;
const SEVERAL: usize = 1;

static VIEW: &[ViewEntry] =
    &[ViewEntry::new(Role::MerchantNo, &["mid"]), ViewEntry::new(Role::MerchantOrderNo, &["orderNo"])];

/// An operation of the provider of the tests, whose request says which of its fields is an order number.
fn asking(operation: usize, change: impl FnOnce(&mut Operation)) -> Endpoint {
    let mut operation = OPERATIONS[operation].clone();
    operation.request.view = VIEW.to_vec().into();
    change(&mut operation);
    let provider = Provider { operations: vec![operation].into(), ..PROVIDER.clone() };
    Endpoint::new(provider, "https://a.example", Credentials::new().text("mid", "M1").secret("key", "K"))
}

fn receive(endpoint: &Endpoint, asked: Option<&str>, body: &str) -> Reply {
    let request = match asked {
        Some(number) => DynamicRequest::new().with("orderNo", number),
        None => DynamicRequest::new(),
    };
    let operation = endpoint.provider().operations[0].name.clone();
    let exchange = endpoint.prepare(&operation, &request, None, &SystemAmbient).unwrap();
    let incoming = Incoming { status: 200, headers: Vec::new(), body: body.as_bytes().to_vec() };
    exchange.receive(&incoming).unwrap_or_else(|error| panic!("{body}: {error}"))
}

fn tie(endpoint: &Endpoint, asked: Option<&str>, body: &str) -> TiedBy {
    receive(endpoint, asked, body).order().tied_by
}

const PAID: &str = r#"{"code":"0","mid":"M1","orderNo":"A","status":"1"}"#;

#[test]
fn a_reply_that_repeats_the_number_that_was_asked_for_is_tied_by_it() {
    let endpoint = asking(SINGLE, |_| {});
    assert_eq!(tie(&endpoint, Some("A"), PAID), OrderNumber);
    assert_eq!(tie(&endpoint, None, PAID), Connection, "no number was asked for");
}

#[test]
fn every_order_number_ties_and_no_other_field_of_the_request_does() {
    let as_role = |role| {
        asking(SINGLE, |operation| {
            operation.request.view = vec![ViewEntry { role, ..VIEW[1].clone() }].into();
        })
    };
    for role in [Role::MerchantOrderNo, Role::ProviderOrderNo, Role::ChannelOrderNo] {
        assert_eq!(tie(&as_role(role), Some("A"), PAID), OrderNumber, "{role:?}");
    }
    for role in [Role::MerchantNo, Role::Channel, Role::CreatedAt] {
        assert_eq!(tie(&as_role(role), Some("A"), PAID), Connection, "{role:?}");
    }
    let without_roles = asking(SINGLE, |operation| operation.request.view = Vec::new().into());
    assert_eq!(tie(&without_roles, Some("A"), PAID), Connection);
}

#[test]
fn a_merchant_number_ties_no_order() {
    for identity in [Identity::credential(&["mid"], "mid"), Identity::request(&["mid"], "mid")] {
        let endpoint = asking(SINGLE, |operation| operation.response.identity = vec![identity].into());
        assert_eq!(tie(&endpoint, Some("A"), PAID), Connection);
    }
}

#[test]
fn a_number_that_is_in_the_reply_but_not_compared_ties_nothing() {
    let endpoint = asking(SINGLE, |operation| operation.response.identity = Vec::new().into());
    let reply = receive(&endpoint, Some("A"), PAID);
    assert_eq!(reply.order().tied_by, Connection);
}

#[test]
fn an_order_in_progress_is_tied_only_where_the_reply_names_it() {
    let endpoint = asking(SINGLE, |_| {});
    for (body, expected) in [
        (r#"{"code":"02","orderNo":"A"}"#, OrderNumber),
        (r#"{"code":"02","mid":"M1"}"#, Connection),
        (r#"{"code":"02","orderNo":""}"#, Connection),
        (r#"{"code":"02","orderNo":null}"#, Connection),
    ] {
        let reply = receive(&endpoint, Some("A"), body);
        assert_eq!((reply.state(), reply.order().tied_by), (OrderState::Pending, expected), "{body}");
    }
}

#[test]
fn each_of_several_orders_is_tied_by_its_own_number_alone() {
    let body = r#"{"code":"0","mid":"M1","orderNo":"A","orders":[{"orderNo":" B","status":1},{"orderNo":"A","status":0}]}"#;
    let ties = |endpoint: &Endpoint, asked| {
        let reply = receive(endpoint, asked, body);
        reply.orders().iter().map(|order| order.tied_by).collect::<Vec<_>>()
    };
    let endpoint = asking(SEVERAL, |_| {});
    assert_eq!(ties(&endpoint, Some("A,B")), [OrderNumber; 2]);
    assert_eq!(ties(&endpoint, None), [Connection; 2], "no number was asked for");
    assert_eq!(tie(&endpoint, Some("A,B"), body), Connection, "the reply as a whole names no order");
    let at_the_top = asking(SEVERAL, |operation| {
        operation.response.identity = vec![Identity::request(&["orderNo"], "orderNo")].into();
    });
    assert_eq!(ties(&at_the_top, Some("A,B")), [Connection; 2]);
    assert_eq!(tie(&at_the_top, Some("A,B"), body), OrderNumber);
}

#[test]
fn a_number_that_the_signature_does_not_cover_ties_nothing() {
    let signed = |excluded: &'static [&'static str], body: &str, string: &[u8]| {
        let rule = Signing::new(Algorithm::Md5, DigestEncoding::HexUpper, "key", Placement::field(&["sign"]))
            .suffix(const { &[payspec_table::Part::Key] })
            .exclude(excluded);
        let endpoint =
            asking(SINGLE, |operation| operation.response.verification = Verification::signed(rule));
        let digest = digest::digest(Algorithm::Md5, string, "").unwrap();
        let sign = digest::encode(&digest, DigestEncoding::HexUpper);
        tie(&endpoint, Some("A"), &body.replace("SIGN", &sign))
    };
    let body = r#"{"code":"02","orderNo":"A","sign":"SIGN"}"#;
    assert_eq!(signed(&[], body, b"code=02&orderNo=AK"), OrderNumber);
    assert_eq!(signed(&["orderNo"], body, b"code=02K"), Connection);
}
