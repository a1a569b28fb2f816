//! What the typed clients send, compared with the requests that were published.

use payspec::table::{Algorithm, Encoding};
use payspec::{
    ChinaTime, Endpoint, Exchange, FixedAmbient, Policy, PublicKey, Request, Signer, SignerError, ktspay,
    umf_service_provider,
};
use payspec_tests::bodies;
use payspec_tests::naive::Message;

use crate::fixture::{Published, published};

/// Holds the published signature, in place of the private key, which was not published; and hands it out for the
/// published string alone.
#[derive(Debug)]
struct Publisher {
    string: String,
    signature: Vec<u8>,
}

impl Signer for Publisher {
    fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        assert_eq!(algorithm, Algorithm::RsaSha1);
        assert_eq!(String::from_utf8_lossy(message), self.string);
        Ok(self.signature.clone())
    }
}

/// Compares what is sent with what was published: the same members with the same texts, in whatever order.
fn check<R: Request>(endpoint: &Endpoint, now: i64, request: &R, published: &Published) -> String {
    let now = ChinaTime::from_milliseconds(now).expect("a time");
    let ambient = FixedAmbient { now, nonce: "n".to_owned() };
    let exchange = endpoint.prepare(R::OPERATION, request, None, &ambient).expect("the request is right");
    assert_eq!(sorted(sent(&exchange)), sorted(published.members()));
    exchange.outgoing().body.clone()
}

/// The members of a request as texts.
fn sent(exchange: &Exchange<'_>) -> Message {
    let members = exchange.request().root().members();
    members.map(|member| (member.name().to_owned(), payspec_tests::naive::Value::of(text(member)))).collect()
}

fn text(member: payspec::Node<'_>) -> &str {
    member.text().expect("a text or a number")
}

fn sorted(mut message: Message) -> Message {
    message.sort_by(|(a, _), (b, _)| a.cmp(b));
    message
}

#[test]
fn the_client_of_umf_service_provider_sends_the_published_request() {
    let message = published("umf_service_provider/request");
    let publisher = Publisher {
        string: message.string_to_sign.clone().expect("it is printed"),
        signature: payspec::digest::decode(&message.signature(), payspec::table::DigestEncoding::Base64)
            .expect("the signature is base64"),
    };
    let key = published("umf_service_provider/response").public_key.expect("it is published");
    let key = PublicKey::parse(key.as_bytes()).expect("the published key is one");
    let credentials = umf_service_provider::Credentials::new("Y471790403", "41509208", publisher, key);
    let endpoint =
        Endpoint::new(umf_service_provider::PROVIDER, "https://provider.example", credentials.into());
    let request = umf_service_provider::QueryOrder::by_order_no("JD201909250317100002");
    let body = check(&endpoint, 0, &request, &message);
    let by_hand: Message =
        ["acqSpId", "acqMerId", "orderNo", "signature"].map(|name| member(&message, name)).to_vec();
    assert_eq!(body, bodies::json(&by_hand));
}

#[test]
fn the_client_of_ktspay_sends_the_published_request() {
    let message = published("ktspay/request");
    let credentials =
        ktspay::Credentials::new("M1623984572", "60cc09bce4b0f1c0b83761c9", message.key.as_str());
    let endpoint = Endpoint::new(ktspay::PROVIDER, "https://provider.example", credentials.into());
    let request = ktspay::Query::by_pay_order_id("P202106181104177050002");
    let body = check(&endpoint, 1_624_006_009, &request, &message);
    // The document gives reqTime the type long; its sample puts it in quotes, which the signature does not see.
    assert!(body.contains("\"reqTime\":1624006009"), "{body}");

    let mut policy = Policy::default();
    policy.encoding = Some(Encoding::Form);
    let body = check(&endpoint.with_policy(policy), 1_624_006_009, &request, &message);
    let names = ["mchNo", "appId", "payOrderId", "reqTime", "version", "sign", "signType"];
    assert_eq!(body, bodies::form(&names.map(|name| member(&message, name)).to_vec()));
}

fn member(message: &Published, name: &str) -> (String, payspec_tests::naive::Value) {
    message.members().into_iter().find(|(known, _)| known == name).expect("it was published")
}
