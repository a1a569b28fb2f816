//! What the signature of a reply does not cover gives nothing to a caller.

use payspec_table::{
    Algorithm, Code, CodeTable, DigestEncoding, OrderState, Part, Placement, Provider, Reason, Signing, Str,
};

use super::*;
use crate::exchange::tests::{OPERATIONS, PROVIDER};
use crate::{Credentials, DynamicRequest, SystemAmbient, digest};

/// A provider that signs its replies, all but the members `amount` and `status`.
fn with_signed_replies() -> Endpoint {
    let rule = Signing::new(Algorithm::Md5, DigestEncoding::HexUpper, "key", Placement::field(&["sign"]))
        .suffix(const { &[Part::Key] })
        .exclude(&["amount", "status", "words"]);
    let mut operation = OPERATIONS[0].clone();
    operation.response.verification = Verification::signed(rule);
    let mut provider = PROVIDER.clone();
    provider.operations = vec![operation].into();
    Endpoint::new(provider, "https://a.example", Credentials::new().text("mid", "M1").secret("key", "K"))
}

fn receive_signed(body: &str, signed: &str, expected: Option<Money>) -> Result<Reply, Error> {
    let endpoint = with_signed_replies();
    let request = DynamicRequest::new().with("orderNo", "A");
    let exchange = endpoint.prepare("single", &request, expected, &SystemAmbient).unwrap();
    let digest = digest::digest(Algorithm::Md5, signed.as_bytes(), "").unwrap();
    let sign = digest::encode(&digest, DigestEncoding::HexUpper);
    let body = body.replace("SIGN", &sign).into_bytes();
    exchange.receive(&Incoming { status: 200, headers: Vec::new(), body })
}

#[test]
fn what_the_signature_does_not_cover_is_in_no_order() {
    let body = r#"{"code":"0","mid":"M1","orderNo":"A","status":"1","amount":"58.00","sign":"SIGN"}"#;
    let signed = "code=0&mid=M1&orderNo=AK";
    let reply = receive_signed(body, signed, None).unwrap();
    assert_eq!((reply.state(), reply.order().amount), (OrderState::Unknown, None));
    assert_eq!(reply.order().state_text, None);
}

#[test]
fn a_reason_is_not_told_apart_by_words_that_anybody_can_change() {
    let reason = |verification: Option<()>| {
        static REASONS: &[(Reason, Str)] =
            &[(Reason::OrderNotFound, Str::Borrowed("不存在")), (Reason::BadRequest, Str::Borrowed(""))];
        static CODES: &[Code] = &[Code::new("9", "Business", "").reasons(REASONS)];
        let mut endpoint = with_signed_replies();
        let mut provider = Provider::clone(endpoint.provider());
        provider.code_tables = vec![CodeTable::new("error", CODES)].into();
        if verification.is_none() {
            let mut operation = provider.operations[0].clone();
            operation.response.verification = Verification::Unsigned;
            provider.operations = vec![operation].into();
        }
        endpoint = Endpoint::new(provider, "https://a.example", endpoint.credentials().clone());
        let exchange = endpoint.prepare("single", &DynamicRequest::new(), None, &SystemAmbient).unwrap();
        let digest = digest::digest(Algorithm::Md5, b"code=7&error=9K", "").unwrap();
        let sign = digest::encode(&digest, DigestEncoding::HexUpper);
        let body = format!(r#"{{"code":"7","error":"9","words":"订单不存在","sign":"{sign}"}}"#);
        let incoming = Incoming { status: 200, headers: Vec::new(), body: body.into_bytes() };
        match exchange.receive(&incoming) {
            Err(Error::Refused(refusal)) => refusal.reason,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(reason(Some(())), Some(Reason::BadRequest));
    assert_eq!(reason(None), Some(Reason::OrderNotFound));
}
