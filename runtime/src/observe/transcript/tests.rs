//! Transcripts of messages in every encoding, with everything that must not be shown in every place.

use payspec_table::{
    Algorithm, Credential, CredentialKind, Decision, DigestEncoding, Field, Header, Identity, Kind,
    Operation, Placement, Provider, Purpose, RequestTable, ResponseTable, Role, Signing, Source,
    Verification, ViewEntry, Written,
};

use super::*;
use crate::{Credentials, DynamicRequest, Endpoint, SystemAmbient};

const KEY: &str = "0f3c9a71hunter2";
const NUMBER: &str = "JD20190925";

static ORDER: &[Field] =
    &[Field::text("no", ""), Field::text("buyer", "").personal(), Field::text("kind", "")];
static CREDENTIALS: &[Credential] = &[
    Credential::new("mid", "", CredentialKind::Text),
    Credential::new("key", "", CredentialKind::Secret),
    Credential::new("token", "", CredentialKind::Secret),
];
static REQUEST: &[Field] = &[
    Field::text("mid", "").source(Source::credential("mid")),
    Field::text("token", "").source(Source::credential("token")),
    Field::text("orderNo", ""),
    Field::text("phone", "").personal(),
    Field::text("pin", "").secret(),
    Field::text("note", ""),
    Field::new("goods", "", Kind::objects(ORDER)).written(Written::JsonText),
    Field::text("sign", "").source(Source::Signature),
];
static RESPONSE: &[Field] = &[
    Field::text("msg", ""),
    Field::text("theirs", ""),
    Field::new("again", "", Kind::Integer),
    Field::new("goods", "", Kind::objects(ORDER)).written(Written::JsonText),
    Field::new("data", "", Kind::object(ORDER)),
    Field::text("status", ""),
    Field::text("sign", ""),
];
static VIEW: &[ViewEntry] = &[ViewEntry::new(Role::MerchantOrderNo, &["orderNo"])];
static THEIRS: &[ViewEntry] = &[
    ViewEntry::new(Role::ProviderOrderNo, &["theirs"]),
    ViewEntry::new(Role::ChannelOrderNo, &["goods", "[]", "no"]),
];

const fn rule(placement: Placement) -> Signing {
    Signing::new(Algorithm::HmacSha256, DigestEncoding::HexLower, "key", placement)
        .nested(payspec_table::Nested::JsonText)
}

fn operation(encoding: Encoding) -> Operation {
    let request =
        RequestTable::new(&[], REQUEST).view(VIEW).signing(rule(Placement::field(&["sign"]))).headers(
            const {
                &[
                    Header::new("x-merchant", const { &[Part::literal("v1 "), Part::credential("mid")] }),
                    Header::new("x-token", const { &[Part::credential("token")] }),
                ]
            },
        );
    let response = ResponseTable::new(
        encoding.clone(),
        RESPONSE,
        Verification::signed(rule(Placement::field(&["sign"]))),
        Decision::new(&[], &["status"]),
    )
    .view(THEIRS)
    .identity(const { &[Identity::request(&["again"], "orderNo")] });
    let request = RequestTable { encodings: vec![encoding].into(), ..request };
    Operation::new("ask", "", Purpose::OrderQuery, request, response)
}

fn endpoint(operation: Operation) -> Endpoint {
    let provider = Provider {
        operations: vec![operation].into(),
        ..Provider::new("test", "", "CNY").credentials(CREDENTIALS)
    };
    let credentials = Credentials::new().text("mid", "M1").secret("key", KEY).secret("token", "s3cr3t-token");
    Endpoint::new(provider, "https://a.example/pay", credentials)
}

fn request() -> DynamicRequest {
    DynamicRequest::new()
        .with("orderNo", NUMBER)
        .with("phone", "13800138000")
        .with("pin", "9911")
        .with("note", format!("for {NUMBER}"))
}

/// What is shown of the request, and of a reply with this body.
fn shown(operation: Operation, exposure: Exposure, body: &str) -> (String, String) {
    let endpoint = endpoint(operation);
    let exchange = endpoint.prepare("ask", &request(), None, &SystemAmbient).unwrap();
    let headers = vec![
        ("Content-Type".to_owned(), "application/json".to_owned()),
        ("x-signature".to_owned(), "c0ffee".to_owned()),
    ];
    let incoming = Incoming { status: 200, headers, body: body.as_bytes().to_vec() };
    let transcript = Transcript::new(&exchange, Some(&incoming), exposure);
    let texts = (transcript.request(), transcript.reply().unwrap());
    assert_eq!(transcript.to_string(), format!("{}\n\n{}", texts.0, texts.1));
    texts
}

fn reply(encoding: Encoding, exposure: Exposure, body: &str) -> String {
    let (_, text) = shown(operation(encoding), exposure, body);
    text.strip_prefix("HTTP 200\nContent-Type: application/json\nx-signature: ***\n\n").unwrap().to_owned()
}

#[test]
fn a_request_shows_what_everybody_may_see() {
    let (text, _) = shown(operation(Encoding::Json), Exposure::default(), "{}");
    assert_eq!(
        text,
        "POST https://a.example/pay\nx-merchant: v1 M1\nx-token: ***\ncontent-type: application/json; charset=utf-8\n\n\
         {\"mid\":\"M1\",\"token\":\"***\",\"orderNo\":\"***\",\"phone\":\"***\",\"pin\":\"***\",\"note\":\"***\",\
         \"sign\":\"***\"}"
    );
}

#[test]
fn a_caller_may_choose_to_see_more_and_never_a_secret() {
    let exposure = Exposure::default().order_numbers();
    let (text, _) = shown(operation(Encoding::Json), exposure, "{}");
    assert!(
        text.contains("\"orderNo\":\"JD20190925\",\"phone\":\"***\",\"pin\":\"***\",\"note\":\"for JD"),
        "{text}"
    );
    let (text, _) = shown(operation(Encoding::Json), exposure.personal(), "{}");
    assert!(text.contains("\"phone\":\"13800138000\",\"pin\":\"***\""), "{text}");
    assert!(text.contains("\"token\":\"***\"") && text.contains("\"sign\":\"***\""), "{text}");
}

#[test]
fn fields_in_the_url_are_shown_like_those_of_a_body() {
    let get = Operation { method: Method::Get, ..operation(Encoding::Query) };
    let (text, _) = shown(get, Exposure::default(), "");
    assert_eq!(
        text,
        "GET https://a.example/pay?mid=M1&token=***&orderNo=***&phone=***&pin=***&note=***&sign=***\n\
         x-merchant: v1 M1\nx-token: ***"
    );
}

#[test]
fn a_signature_in_a_header_is_not_shown() {
    let mut operation = operation(Encoding::Json);
    let placement = Placement::header("authorization", const { &[Part::literal("HMAC "), Part::Signature] });
    operation.request.signing = Some(rule(placement));
    let (text, _) = shown(operation, Exposure::default().order_numbers().personal(), "{}");
    assert!(text.contains("\nauthorization: ***\n"), "{text}");
}

#[test]
fn an_order_number_is_hidden_wherever_the_provider_repeats_it() {
    let body = format!(
        r#"{{"msg":"no order {NUMBER}","theirs":"P1","again":"{NUMBER}","status":"1","data":{{"kind":"of P1","no":"x-{NUMBER}-x"}},"sign":""}}"#
    );
    assert_eq!(
        reply(Encoding::Json, Exposure::default(), &body),
        r#"{"msg":"***","theirs":"***","again":"***","status":"1","data":{"kind":"of P1","no":"***"},"sign":""}"#
    );
    assert_eq!(reply(Encoding::Json, Exposure::default().order_numbers(), &body), body);
}

#[test]
fn what_is_hidden_in_one_field_is_hidden_in_free_text_too() {
    let body = r#"{"msg":"paid by openid-4711, see 4200001234","data":{"buyer":"openid-4711"},"theirs":"4200001234"}"#;
    let hidden = r#"{"msg":"***","data":{"buyer":"***"},"theirs":"***"}"#;
    assert_eq!(reply(Encoding::Json, Exposure::default(), body), hidden);
    let numbers = reply(Encoding::Json, Exposure::default().order_numbers(), body);
    assert_eq!(numbers, r#"{"msg":"***","data":{"buyer":"***"},"theirs":"4200001234"}"#);
    assert_eq!(reply(Encoding::Json, Exposure::default().order_numbers().personal(), body), body);
}

#[test]
fn where_more_is_hidden_than_can_be_looked_for_no_text_is_shown() {
    let filler: String = (0..300).map(|index| format!(r#"{{"no":"42000{index:05}"}},"#)).collect();
    let body = format!(
        r#"{{"goods":[{filler}{{"buyer":"openid-4711"}}],"msg":"paid by openid-4711","status":"openid-4711","openid-4711":1}}"#
    );
    let text = reply(Encoding::Json, Exposure::default(), &body);
    assert!(!text.contains("4711"), "{text}");
    assert!(text.ends_with(r#""msg":"***","status":"***","_":"***"}"#), "{text}");
    let all = Exposure::default().order_numbers().personal();
    assert!(reply(Encoding::Json, all, &body).contains("paid by openid-4711"));
}

#[test]
fn no_text_turns_around_or_breaks_the_line_in_which_it_is_shown() {
    let body = "{\"msg\":\"a\u{202e}b\u{2028}c\u{2066}d\",\"x\u{200f}\":null}";
    assert_eq!(
        reply(Encoding::Json, Exposure::default(), body),
        "{\"msg\":\"a\u{fffd}b\u{fffd}c\u{fffd}d\",\"x\u{fffd}\":null}"
    );
}

/// Some providers answer a wrong signature with the string that they signed.
#[test]
fn a_key_that_the_provider_repeats_is_not_shown() {
    let body = format!(r#"{{"msg":"expected md5(mid=M1&key={KEY})","status":{{"a":1}},"{KEY}":1}}"#);
    let all = Exposure::default().order_numbers().personal();
    assert_eq!(reply(Encoding::Json, all, &body), r#"{"msg":"***","status":"***","_":"***"}"#);
}

#[test]
fn what_no_table_lists_is_known_by_its_name_alone() {
    let body = r#"{"new":"13800138000","newer":{"phone":"13800138000"},"newest":[1],"none":null,"goods":[{"new":1},5]}"#;
    assert_eq!(
        reply(Encoding::Json, Exposure::default().order_numbers().personal(), body),
        r#"{"new":"***","newer":"***","newest":"***","none":null,"goods":[{"new":"***"},"***"]}"#
    );
}

#[test]
fn json_in_a_text_is_opened_and_what_cannot_be_opened_is_not_shown() {
    let body = r#"{"goods":"[{\"no\":\"420000\",\"buyer\":\"wang\",\"kind\":\"tea\"}]"}"#;
    let opened = r#"{"goods":[{"no":"***","buyer":"***","kind":"tea"}]}"#;
    assert_eq!(reply(Encoding::Json, Exposure::default(), body), opened);
    for broken in [r#"{"goods":"[{\"no\":\"420000\""}"#, r#"{"goods":"[{\"no\":\"1\",\"no\":\"2\"}]"}"#] {
        assert_eq!(reply(Encoding::Json, Exposure::default(), broken), r#"{"goods":"***"}"#);
    }
}

#[test]
fn xml_and_forms_are_shown_as_such() {
    let xml = Encoding::Xml { root: "r".into(), cdata: false };
    let body = "<r><msg>fine\u{9b}2J</msg><theirs>P12345678</theirs><new>x</new><sign>AB</sign></r>";
    assert_eq!(
        reply(xml, Exposure::default(), body),
        "<r><msg>fine\u{fffd}2J</msg><theirs>***</theirs><new>***</new><sign>***</sign></r>"
    );
    let body = format!("msg=ok&theirs=P1&{NUMBER}=1&sign=AB");
    assert_eq!(reply(Encoding::Form, Exposure::default(), &body), "msg=ok&theirs=***&_=***&sign=***");
}

#[test]
fn a_body_that_is_no_message_is_told_by_its_length_and_kind() {
    for (body, told) in [
        (
            "<html>JD20190925</html>",
            "(23 bytes that are no message: an HTML page, as proxies and gateways send it)",
        ),
        ("", "(0 bytes that are no message: nothing but white space)"),
        (r#"{"a":1,"a":1}"#, "(13 bytes that are no message: JSON)"),
    ] {
        assert_eq!(reply(Encoding::Json, Exposure::default().order_numbers(), body), told);
    }
    let endpoint = endpoint(operation(Encoding::Json));
    let exchange = endpoint.prepare("ask", &request(), None, &SystemAmbient).unwrap();
    let told = |incoming: Incoming| Transcript::new(&exchange, Some(&incoming), Exposure::default()).reply();
    let incoming = |status, body: &[u8]| Incoming { status, headers: Vec::new(), body: body.to_vec() };
    let gateway = told(incoming(502, b"{\"msg\":\"x\"}"));
    assert_eq!(gateway.as_deref(), Some("HTTP 502\n\n(the body is not read)"));
    let binary = told(incoming(200, b"\xff"));
    assert_eq!(binary.as_deref(), Some("HTTP 200\n\n(1 bytes that are no message: not UTF-8)"));
    let large = told(incoming(200, &vec![b' '; (1 << 20) + 1]));
    assert_eq!(large.as_deref(), Some("HTTP 200\n\n(1048577 bytes, more than are read)"));
    let nothing = Transcript::new(&exchange, None, Exposure::default());
    assert_eq!(nothing.reply(), None);
    assert!(nothing.to_string().ends_with("\n\n(no reply)"));
}
