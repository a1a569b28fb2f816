//! One request and one response, without a network.

use md5::{Digest, Md5};
use payspec::{ChinaTime, PrivateKey, SystemAmbient};
use payspec::{Endpoint, FixedAmbient, Incoming, Secret, canonical};
use payspec::{ktspay, leshua, umf_service_provider as umf};
use serde::de::IgnoredAny;

use crate::measure::{Ratio, ratio};

/// The test key that the vendor of Jeepay publishes in its SDK.
const JEEPAY_KEY: &str = "z6d0xyeraqyrpyfh4cq4rwafh2bvj0mk6xcf4wge3aj1hhjy670bn2np1nn6oa46lo1ztlxc4pnusnbtb0j68j5vfi7ie4hqhyqpu6x121ir6cbx9ka0v8hkyz34jgl7";

/// The reply that Jeepay publishes with its interface.
const REPLY: &str = r#"{"code":0,"data":{"amount":58,"appId":"60cc09bce4b0f1c0b83761c9","body":"商品描述","channelOrderNo":"2021061822001423031419593035","clientIp":"192.166.1.132","createdAt":1623985457705,"currency":"cny","extParam":"","ifCode":"alipay","mchNo":"M1623984572","mchOrderNo":"mho1623985457320","payOrderId":"P202106181104177050002","state":2,"subject":"商品标题","successTime":1623985459000,"wayCode":"ALI_BAR"},"msg":"SUCCESS","sign":"9548145EA12D0CD8C1628BCF44E19E0D"}"#;

/// Checking, the string, its MD5 and the body, against the MD5 alone over the same bytes.
pub(crate) fn request() -> String {
    let credentials =
        leshua::Credentials::new("0000000018", Secret::from("a key of thirty-two letters and digits"));
    let endpoint = Endpoint::new(leshua::PROVIDER, "https://pay.invalid", credentials.clone().into());
    let request = leshua::QueryStatus::by_third_order_id("JD201909250317100002");
    let prepare = || endpoint.prepare("query_status", &request, None, &SystemAmbient).expect("a request");
    let string = {
        let exchange = prepare();
        let rule = leshua::PROVIDER.operations[0].request.signing.as_ref().expect("a rule");
        let key = "a key of thirty-two letters and digits";
        canonical::string(rule, exchange.request().root(), "", key, endpoint.credentials()).expect("a string")
    };
    let ours = ratio(|| prepare().outgoing().body.len(), || Md5::digest(string.as_bytes()));
    with_bytes(&ours, string.len())
}

/// Verifying, decoding and deciding, against MD5 over the same string and `serde_json` into `IgnoredAny`.
pub(crate) fn response() -> String {
    let endpoint = Endpoint::new(ktspay::PROVIDER, "https://pay.invalid", ktspay_credentials().into());
    let request = ktspay::Query::by_pay_order_id("P202106181104177050002");
    let exchange = endpoint.prepare("query", &request, None, &SystemAmbient).expect("a request");
    let incoming = reply(REPLY);
    let string = {
        let payspec::table::Verification::Signed { rule, .. } =
            &ktspay::PROVIDER.operations[0].response.verification
        else {
            return "its replies are not signed".to_owned();
        };
        let message = payspec::json::read(REPLY.as_bytes()).expect("the published reply");
        canonical::string(rule, message.root(), "", JEEPAY_KEY, endpoint.credentials()).expect("a string")
    };
    let ours = ratio(
        || exchange.receive_as::<ktspay::QueryReply>(&incoming).expect("the published reply verifies"),
        || {
            let digest = Md5::digest(string.as_bytes());
            let parsed: IgnoredAny = serde_json::from_slice(&incoming.body).expect("JSON");
            (digest, parsed)
        },
    );
    with_bytes(&ours, string.len())
}

/// Signing with RSA and all around it, against the bare signature.
pub(crate) fn rsa_request() -> String {
    let (merchant, platform) = rsa_keys();
    let endpoint = Endpoint::new(
        umf::PROVIDER,
        "https://pay.invalid",
        umf::Credentials::new("Y471790403", "41509208", merchant.clone(), platform.public_key()).into(),
    );
    let request = umf::QueryOrder::by_order_no("JD201909250317100002");
    let string = b"acqMerId=41509208&acqSpId=Y471790403&orderNo=JD201909250317100002";
    ratio(
        || {
            endpoint
                .prepare("query_order", &request, None, &SystemAmbient)
                .expect("a request")
                .outgoing()
                .body
                .len()
        },
        || payspec::Signer::sign(&merchant, payspec::table::Algorithm::RsaSha1, string).expect("a signature"),
    )
    .to_string()
}

/// Verifying with RSA and all around it, against the bare verification.
pub(crate) fn rsa_response() -> String {
    let (merchant, platform) = rsa_keys();
    let public = platform.public_key();
    let endpoint = Endpoint::new(
        umf::PROVIDER,
        "https://pay.invalid",
        umf::Credentials::new("Y471790403", "41509208", merchant, public.clone()).into(),
    );
    let request = umf::QueryOrder::by_order_no("JD201909250317100002");
    let exchange = endpoint.prepare("query_order", &request, None, &SystemAmbient).expect("a request");
    let string = "4200000395201909251384927907|00|支付成功|9268151710507213|0925152411|20190925|00|处理成功|2019092515170000002850|1";
    let signature = payspec::Signer::sign(&platform, payspec::table::Algorithm::RsaSha1, string.as_bytes())
        .expect("a signature");
    let text = payspec::digest::encode(&signature, payspec::table::DigestEncoding::Base64);
    let body = format!(
        r#"{{"respCode":"00","respMsg":"处理成功","signature":"{text}","platDate":"20190925","payTime":"0925152411","txnAmt":1,"paySeq":"9268151710507213","transactionId":"2019092515170000002850","origRespCode":"00","origRespDescMsg":"支付成功","isClosed":"","depBankSeq":"4200000395201909251384927907"}}"#
    );
    let incoming = reply(&body);
    ratio(
        || exchange.receive_as::<umf::QueryOrderReply>(&incoming).expect("it verifies"),
        || public.verify(payspec::table::Algorithm::RsaSha1, string.as_bytes(), &signature),
    )
    .to_string()
}

/// How often one request and its response ask for memory.
pub(crate) fn allocations() -> String {
    let endpoint = Endpoint::new(ktspay::PROVIDER, "https://pay.invalid", ktspay_credentials().into());
    let request = ktspay::Query::by_pay_order_id("P202106181104177050002");
    let incoming = reply(REPLY);
    let ambient = FixedAmbient { now: ChinaTime::now(), nonce: "n".to_owned() };
    let once = || {
        let exchange = endpoint.prepare("query", &request, None, &ambient).expect("a request");
        exchange.receive_as::<ktspay::QueryReply>(&incoming).expect("the published reply verifies")
    };
    drop(once());
    let counted = allocation_counter::measure(|| drop(std::hint::black_box(once())));
    format!("{} ({} bytes in all, {} at once)", counted.count_total, counted.bytes_total, counted.bytes_max)
}

fn ktspay_credentials() -> ktspay::Credentials {
    ktspay::Credentials::new("M1623984572", "60cc09bce4b0f1c0b83761c9", JEEPAY_KEY)
}

fn reply(body: &str) -> Incoming {
    Incoming { status: 200, body: body.as_bytes().to_vec(), ..Incoming::default() }
}

fn rsa_keys() -> (PrivateKey, PrivateKey) {
    (PrivateKey::generate(1024).expect("a key"), PrivateKey::generate(1024).expect("a key"))
}

fn with_bytes(ratio: &Ratio, bytes: usize) -> String {
    format!("{ratio}, {bytes} bytes signed")
}
