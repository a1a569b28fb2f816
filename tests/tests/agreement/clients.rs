//! What the generated clients send is what the naive signer would sign and what a naive writer would write.

use payspec::table::{Encoding, Provider};
use payspec::{
    Credentials, Endpoint, NodeKind, Policy, Request, SystemAmbient, ktspay, leopard, leshua, umf_merchant,
    umf_service_provider,
};
use payspec_tests::bodies;
use payspec_tests::naive::{self, Message, Value};
use payspec_tests::naive_provider::{rsa_key, wallet};
use payspec_tests::wallet::MD5_KEY;

use crate::messages::{generated, letters};

/// Order numbers per operation.
const REQUESTS: usize = 200;

/// Order numbers that are hard to write and to sign; the same on every run.
fn order_numbers() -> Vec<String> {
    generated(&letters("[A-Za-z0-9&=|+%\"\\\\/<中é😀 ._*~-]{1,12}"), REQUESTS)
}

/// Prepares a request and compares its signature and its bytes.
fn check<R: Request>(
    endpoint: &Endpoint,
    request: &R,
    signature_name: &str,
    signature: impl Fn(&Message) -> String,
    write: fn(&Message) -> String,
) {
    let exchange =
        endpoint.prepare(R::OPERATION, request, None, &SystemAmbient).expect("the request is right");
    let message: Message = exchange
        .request()
        .root()
        .members()
        .map(|member| {
            let text = member.text().expect("requests are flat").to_owned();
            let value =
                if member.kind() == NodeKind::Number { Value::Number(text) } else { Value::Text(text) };
            (member.name().to_owned(), value)
        })
        .collect();
    let sent = message.iter().find(|(name, _)| name == signature_name).map(|(_, value)| value.clone());
    assert_eq!(sent, Some(Value::Text(signature(&message))), "{message:#?}");
    assert_eq!(exchange.outgoing().body, write(&message), "{message:#?}");
    assert!(
        message.iter().all(|(_, value)| *value != Value::of("")),
        "an empty value is sent in {message:#?}"
    );
}

fn endpoint(provider: &'static Provider, credentials: impl Into<Credentials>) -> Endpoint {
    Endpoint::new(provider, "https://provider.example", credentials.into())
}

#[test]
fn requests_of_umf_service_provider_are_signed_as_they_are_sent() {
    let keys = wallet();
    let credentials = umf_service_provider::Credentials::new(
        "Y471790403",
        "41509208",
        keys.private_key.clone(),
        keys.platform_public_key(),
    );
    let endpoint = endpoint(umf_service_provider::PROVIDER, credentials);
    let private_key = rsa_key(&keys.private_key);
    for number in order_numbers() {
        let request = umf_service_provider::QueryOrder::by_order_no(number.as_str()).transaction_id("");
        let sign = |message: &Message| {
            naive::sha1_with_rsa(&naive::umf_service_provider_request(message), &private_key)
        };
        check(&endpoint, &request, "signature", sign, bodies::json);
    }
}

#[test]
fn requests_of_umf_merchant_are_signed_as_they_are_sent() {
    let keys = wallet();
    let credentials =
        umf_merchant::Credentials::new("30000102", keys.private_key.clone(), keys.platform_public_key());
    let endpoint = endpoint(umf_merchant::PROVIDER, credentials);
    let private_key = rsa_key(&keys.private_key);
    for number in order_numbers() {
        let request = umf_merchant::OrderQuery::by_order_id(number.as_str()).transaction_id(number);
        let sign =
            |message: &Message| naive::sha1_with_rsa(&naive::umf_merchant_request(message), &private_key);
        check(&endpoint, &request, "sign", sign, bodies::json);
    }
}

#[test]
fn requests_of_leshua_are_signed_as_they_are_sent() {
    let endpoint = endpoint(leshua::PROVIDER, leshua::Credentials::new("0000000018", MD5_KEY));
    for number in order_numbers() {
        let request = leshua::QueryStatus::by_leshua_order_id("").third_order_id(number);
        let sign = |message: &Message| naive::md5_upper(&naive::leshua_request(message, MD5_KEY));
        check(&endpoint, &request, "sign", sign, bodies::form);
    }
}

#[test]
fn requests_of_ktspay_are_signed_as_they_are_sent_in_both_encodings() {
    let credentials = ktspay::Credentials::new("M1623984572", "60cc09bce4b0f1c0b83761c9", MD5_KEY);
    let json = endpoint(ktspay::PROVIDER, credentials);
    let mut policy = Policy::default();
    policy.encoding = Some(Encoding::Form);
    let form = json.clone().with_policy(policy);
    for number in order_numbers() {
        let request = ktspay::Query::by_mch_order_no(number.as_str()).pay_order_id(number);
        let sign = |message: &Message| naive::md5_upper(&naive::ktspay_request(message, MD5_KEY));
        check(&json, &request, "sign", sign, bodies::json);
        check(&form, &request, "sign", sign, bodies::form);
    }
}

#[test]
fn requests_of_leopard_are_signed_as_they_are_sent() {
    let endpoint = endpoint(leopard::PROVIDER, leopard::Credentials::new("100000510983456", MD5_KEY));
    let sign = |message: &Message| naive::md5_upper(&naive::leopard_request(message, MD5_KEY));
    for number in order_numbers() {
        check(&endpoint, &leopard::QuerySingle::by_order_no(number.as_str()), "sign", sign, bodies::form);
        let several = [number.as_str(), "M2", "M3"];
        check(&endpoint, &leopard::QueryMulti::by_order_no(several), "sign", sign, bodies::form);
    }
}
