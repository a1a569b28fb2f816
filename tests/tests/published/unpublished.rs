//! leshua and umf_merchant: nobody outside can verify a message of theirs.
//!
//! leshua published no message together with its key. umf_merchant published one request whose signature was pasted
//! from elsewhere, and no key. What stands here is therefore no proof that the providers sign so: the keys are made for
//! the test, the rules are those of `PROVIDERS.md`, stated or inferred.

use payspec::{Error, OrderState, PublicKey, VerifyError, json, leshua, umf_merchant, verify};
use payspec_tests::memory::{Memory, at_once};
use payspec_tests::naive::{Message, Value};
use payspec_tests::naive_provider::{self, wallet};
use payspec_tests::wallet::MD5_KEY;

use crate::fixture::published;
use crate::rules;

/// The state that a body leads to.
fn check(received: Result<OrderState, Error>, expected: Option<OrderState>) {
    match (received, expected) {
        (Ok(state), Some(expected)) => assert_eq!(state, expected),
        (Err(Error::Unverified(VerifyError::Wrong)), None) => {}
        (found, expected) => panic!("expected {expected:?}, found {found:?}"),
    }
}

fn message(members: &[(&str, &str)]) -> Message {
    members.iter().map(|(name, value)| ((*name).to_owned(), Value::of(*value))).collect()
}

fn ask_leshua(body: &str) -> Result<OrderState, Error> {
    let memory = Memory { body: body.to_owned() };
    let credentials = leshua::Credentials::new("0000000018", MD5_KEY);
    let client = leshua::Client::new(leshua::Environment::Production, credentials);
    let client = client.with(|client| client.transport(memory));
    let request = leshua::QueryStatus::by_third_order_id("JD201909250317100002");
    at_once(client.query_status(request)).map(|reply| reply.state())
}

fn ask_umf_merchant(body: &str) -> Result<OrderState, Error> {
    let memory = Memory { body: body.to_owned() };
    let keys = (wallet().private_key.clone(), wallet().platform_public_key());
    let credentials = umf_merchant::Credentials::new("30000102", keys.0, keys.1);
    let client = umf_merchant::Client::new(umf_merchant::Environment::Production, credentials);
    let client = client.with(|client| client.transport(memory));
    at_once(client.order_query(umf_merchant::OrderQuery::by_order_id("1509518653211")))
        .map(|reply| reply.state())
}

#[test]
fn no_message_of_leshua_can_be_verified_by_us_but_one_under_a_key_of_the_test_is() {
    let body = naive_provider::leshua(&message(&[
        ("resp_code", "0"),
        ("result_code", "0"),
        ("merchant_id", "0000000018"),
        ("third_order_id", "JD201909250317100002"),
        ("leshua_order_id", "18082019191900000000"),
        ("nonce_str", "n"),
        ("status", "2"),
        ("pay_way", "WXZF"),
        ("attach", ""),
        ("pay_time", "20180820191919"),
    ]));
    check(ask_leshua(&body), Some(OrderState::Paid));
    check(ask_leshua(&body.replace("<status><![CDATA[2]]>", "<status><![CDATA[8]]>")), None);
}

#[test]
fn no_message_of_umf_merchant_can_be_verified_by_us_but_one_under_a_key_of_the_test_is() {
    let body = naive_provider::umf_merchant(&message(&[
        ("retCode", "0000"),
        ("retMsg", "成功"),
        ("transactionId", "2017110114440000000001"),
        ("transState", "SUCCESS"),
        ("amount", "1"),
        ("payType", "WX"),
        ("paySeq", ""),
    ]));
    check(ask_umf_merchant(&body), Some(OrderState::Paid));
    check(ask_umf_merchant(&body.replace("\"amount\":\"1\"", "\"amount\":\"2\"")), None);
}

#[test]
fn the_signature_that_umf_merchant_prints_verifies_under_no_published_key() {
    let body = published("umf_merchant/request").body;
    for owner in ["umf_service_provider/request", "umf_service_provider/response"] {
        let key = published(owner).public_key.expect("it is published");
        let key = PublicKey::parse(key.as_bytes()).expect("the published key is one");
        let [rule, _] = rules(umf_merchant::PROVIDER, "order_query");
        let credentials = payspec::Credentials::new().public_key(rule.key.clone(), key);
        let received = json::read(body.as_bytes()).expect("it is JSON");
        let found = verify(rule, received, &[], &body, &credentials).map(|_| ());
        assert_eq!(found, Err(VerifyError::Wrong), "under the key of {owner}");
    }
}
