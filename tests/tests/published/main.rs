//! Every message that a provider published together with its key: the string to sign, the signature, what a client sends,
//! and what a reply means.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod fixture;
mod replies;
mod requests;
mod unpublished;

use fixture::{Published, published};
use payspec::table::{Provider, Signing, Verification};
use payspec::{
    Credentials, PublicKey, VerifyError, canonical, json, ktspay, leopard, sign, umf_service_provider, verify,
};
use payspec_tests::naive;

/// The messages that were published together with a key.
const WITH_A_KEY: [&str; 6] = [
    "umf_service_provider/request",
    "umf_service_provider/response",
    "ktspay/request",
    "ktspay/response",
    "jeepay/worked-example",
    "leopard/request",
];

/// The rules of an operation: of its request and of its reply.
pub(crate) fn rules(provider: &'static Provider, operation: &str) -> [&'static Signing; 2] {
    let operation = provider.operation(operation).expect("the operation is in the table");
    let request = operation.request.signing.as_ref().expect("requests are signed");
    match &operation.response.verification {
        Verification::Signed { rule, .. } => [request, rule],
        Verification::Unsigned => panic!("replies are signed"),
    }
}

/// The rule under which a message was published.
fn rule(id: &str) -> &'static Signing {
    let [request, response] = match id.split('/').next() {
        Some("umf_service_provider") => rules(umf_service_provider::PROVIDER, "query_order"),
        Some("leopard") => rules(leopard::PROVIDER, "query_single"),
        _ => rules(ktspay::PROVIDER, "query"),
    };
    if id.ends_with("/response") { response } else { request }
}

/// What verifies a message: the published key under the name that the rule gives it.
fn verifier(message: &Published, rule: &Signing) -> Credentials {
    let name = rule.key.clone();
    match &message.public_key {
        Some(key) => {
            let key = PublicKey::parse(key.as_bytes()).expect("the published key is one");
            Credentials::new().public_key(name, key)
        }
        None => Credentials::new().secret(name, message.key.as_str()),
    }
}

fn verified(id: &str, body: &str) -> Result<(), VerifyError> {
    let (message, rule) = (published(id), rule(id));
    let received = json::read(body.as_bytes()).expect("it is JSON");
    verify(rule, received, &[], body, &verifier(&message, rule)).map(|_| ())
}

/// Compares the string to sign, by the runtime and by the naive signer, and the signature.
fn check(id: &str, naive: impl Fn(&naive::Message, &str) -> String, string: &str) {
    let (message, rule) = (published(id), rule(id));
    let credentials = verifier(&message, rule);
    let received = json::read(message.body.as_bytes()).expect("it is JSON");
    let by_runtime = canonical::string(rule, received.root(), &message.body, &message.key, &credentials);
    let string = string.replace("{key}", &message.key);
    assert_eq!(*by_runtime.expect("it has a string"), string, "{id}");
    assert_eq!(naive(&message.signed_members(), &message.key), string, "{id}");
    assert!(message.string_to_sign.as_ref().is_none_or(|printed| *printed == string), "{id}");
    assert_eq!(verified(id, &message.body), Ok(()), "{id}");
    if message.public_key.is_none() {
        let signature = sign(rule, received.root(), &message.body, &credentials).expect("it can be signed");
        assert_eq!(signature, message.signature(), "{id}");
    }
}

#[test]
fn the_request_of_umf_service_provider_verifies() {
    check(
        "umf_service_provider/request",
        |message, _| naive::umf_service_provider_request(message),
        "acqMerId=41509208&acqSpId=Y471790403&orderNo=JD201909250317100002",
    );
}

#[test]
fn the_reply_of_umf_service_provider_verifies() {
    check(
        "umf_service_provider/response",
        |message, _| naive::umf_service_provider_response(message),
        "4200000395201909251384927907|00|支付成功|9268151710507213|0925152411|20190925|00|处理成功|2019092515170000002850|1",
    );
}

#[test]
fn the_request_of_ktspay_verifies() {
    check(
        "ktspay/request",
        naive::ktspay_request,
        "appId=60cc09bce4b0f1c0b83761c9&mchNo=M1623984572&payOrderId=P202106181104177050002&reqTime=1624006009&\
         signType=MD5&version=1.0&key={key}",
    );
}

#[test]
fn the_reply_of_ktspay_verifies() {
    check(
        "ktspay/response",
        naive::ktspay_response,
        "amount=58&appId=60cc09bce4b0f1c0b83761c9&body=商品描述&channelOrderNo=2021061822001423031419593035&\
         clientIp=192.166.1.132&createdAt=1623985457705&currency=cny&ifCode=alipay&mchNo=M1623984572&\
         mchOrderNo=mho1623985457320&payOrderId=P202106181104177050002&state=2&subject=商品标题&\
         successTime=1623985459000&wayCode=ALI_BAR&key={key}",
    );
}

#[test]
fn the_worked_example_of_jeepay_has_another_digest_than_its_page_prints() {
    check(
        "jeepay/worked-example",
        naive::ktspay_request,
        "amount=10000&clientIp=192.168.0.111&mchOrderNo=P0123456789101&notifyUrl=https://www.baidu.com&platId=1000&\
         reqTime=20190723141000&returnUrl=https://www.baidu.com&version=1.0&key={key}",
    );
    let message = published("jeepay/worked-example");
    let misprint = message.printed_signature.as_ref().expect("the page prints a digest");
    let body = message.body.replace(&message.signature(), misprint);
    assert_eq!(verified("jeepay/worked-example", &body), Err(VerifyError::Wrong));
}

#[test]
fn a_request_of_another_operation_of_leopard_verifies_by_the_rule_alone() {
    check(
        "leopard/request",
        naive::leopard_request,
        "alipayCategory=2016062900190320&bankCard=1234569871258453526&bankLinked=102405041035&cardAccountType=01&\
         extendParams={\"03\":[{\"01\":\"0.38\"}],\"04\":[{\"01\":\"0.38\"}]}&idCard=610321199203020082&merchantAlias=张三&\
         merchantName=张三&mid=812017081524279&noise=5b923105cd0644a9b195663d13d673a4&phoneNumber=18628271614&\
         realName=张三&weChatCategory=297&{key}",
    );
}

#[test]
fn a_changed_value_in_a_published_message_is_refused() {
    let mut changes = 0;
    for id in WITH_A_KEY {
        for (from, to) in published(id).changed_values() {
            let body = published(id).body.replacen(&from, &to, 1);
            assert!(body != published(id).body, "{id}: {from} is not there");
            assert_eq!(verified(id, &body), Err(VerifyError::Wrong), "{id}: {from} -> {to}");
            changes += 1;
        }
    }
    assert!(changes > 400, "{changes} changes");
}

#[test]
fn a_changed_character_of_a_published_signature_is_refused() {
    for id in WITH_A_KEY {
        let message = published(id);
        let signature = message.signature();
        for place in 0..signature.len() {
            let mut changed = signature.clone().into_bytes();
            changed[place] ^= 1;
            let changed = String::from_utf8(changed).expect("ASCII");
            let found = verified(id, &message.body.replacen(&signature, &changed, 1));
            let refused = matches!(found, Err(VerifyError::Wrong | VerifyError::Malformed { .. }));
            assert!(refused, "{id}: {changed}: {found:?}");
        }
    }
}
