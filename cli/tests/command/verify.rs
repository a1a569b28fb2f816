//! `payspec verify`.

use serde_json::Value;

use crate::payspec::{Folder, Run, own_file, run};
use crate::published;

const KEY: &str = "abcdefgh12345678";

fn verify(provider: &str, operation: &str, direction: &str, body: impl AsRef<[u8]>, more: &[&str]) -> Run {
    let folder = Folder::new();
    let (body, key) = (folder.file("body", body), folder.file("key.txt", KEY));
    let arguments = [
        "verify",
        "--provider",
        provider,
        "--operation",
        operation,
        "--direction",
        direction,
        "--body",
        &body,
        "--key-file",
        &key,
    ];
    run(arguments.into_iter().chain(more.iter().copied()))
}

/// A reply of leshua, signed by hand: `printf 'merchant_id=18&openid=&result_code=0&key=abcdefgh12345678' | md5sum`.
const XML: &str = "<leshua><result_code><![CDATA[0]]></result_code><resp_code>0</resp_code><openid/>\
                   <merchant_id>18</merchant_id><sign>7EABBE4E8624CB7A645207278478A761</sign></leshua>";

#[test]
fn xml_is_verified_with_its_empty_values_and_without_its_transport_tier() {
    let run = verify("leshua", "query_status", "response", XML, &["--json"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let answer = run.json();
    assert_eq!(answer["string_to_sign"], format!("merchant_id=18&openid=&result_code=0&key={KEY}"));
    assert_eq!(
        answer.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["authentic", "reason", "string_to_sign"]
    );
}

#[test]
fn a_form_is_verified_also_with_the_line_break_of_an_editor() {
    // printf 'a=x y&service=q&key=abcdefgh12345678' | md5sum, in lower case: case does not count.
    let body = "service=q&a=x+y&sign=5d9da5b79519ad5269c0c5ed24637209\n";
    let run = verify("leshua", "query_status", "request", body, &[]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.hides(KEY));
}

#[test]
fn a_changed_message_is_not_authentic_and_its_string_is_shown_all_the_same() {
    let mut vector = published::vector("umf_service_provider/response");
    vector["message"]["txnAmt"] = 2.into();
    let folder = Folder::new();
    let arguments = published::arguments("verify", &vector, &folder);
    let answer = run(arguments.iter().cloned().chain(["--json".to_owned()]));
    assert_eq!(answer.code, 1);
    let json = answer.json();
    assert_eq!(json["authentic"], false);
    assert!(json["string_to_sign"].as_str().unwrap().ends_with("|2"), "{json}");
    assert!(json["reason"].as_str().unwrap().contains("the signature is wrong"), "{json}");
    let words = run(arguments);
    assert_eq!(words.code, 1);
    assert!(words.stdout.contains("authentic       no"), "{}", words.stdout);
}

#[test]
fn each_way_not_to_be_authentic_has_its_own_reason() {
    let cases = [
        (r#"{"code":"0"}"#, "cannot be read: "),
        ("<leshua><a>1</a></leshua>", "is missing"),
        ("<leshua><a>1</a><sign></sign></leshua>", "is empty"),
        ("<leshua><a>1</a><sign>zz</sign></leshua>", "is malformed"),
        ("<leshua><a>1</a><sign>00</sign></leshua>", "another length"),
        ("<leshua><a>1</a><sign>00000000000000000000000000000000</sign></leshua>", "is wrong"),
        ("<leshua><a>1</a><a>2</a><sign>00</sign></leshua>", "`a`"),
        ("<!DOCTYPE leshua><leshua/>", "document type declaration"),
        ("接口为可用状态", "cannot be read: "),
    ];
    for (body, reason) in cases {
        let run = verify("leshua", "query_status", "response", body, &["--json"]);
        let answer = run.json();
        assert_eq!((run.code, &answer["authentic"]), (1, &Value::from(false)), "{body}");
        assert!(answer["reason"].as_str().unwrap().contains(reason), "{body}: {answer}");
    }
}

#[test]
fn bytes_that_are_no_text_are_not_authentic() {
    let run = verify("leshua", "query_status", "response", b"<leshua>\xff</leshua>", &["--json"]);
    assert_eq!((run.code, &run.json()["string_to_sign"]), (1, &Value::Null));
}

#[test]
fn a_reply_without_its_signed_member_has_no_string_and_no_signature() {
    let run = verify("ktspay", "query", "response", r#"{"code":0,"msg":"SUCCESS","sign":"00"}"#, &["--json"]);
    let answer = run.json();
    assert_eq!((run.code, &answer["string_to_sign"]), (1, &Value::Null));
    let run = verify("ktspay", "query", "response", r#"{"code":9999,"msg":"x"}"#, &["--json"]);
    let reason = run.json()["reason"].as_str().unwrap().to_owned();
    assert!(reason.contains("is missing") && reason.contains("prove nothing"), "{reason}");
}

#[test]
fn a_request_in_either_of_its_encodings_is_read() {
    let json = published::vector("ktspay/request");
    let message = json["message"].as_object().unwrap();
    let form: Vec<String> =
        message.iter().map(|(name, value)| format!("{name}={}", value.as_str().unwrap())).collect();
    let folder = Folder::new();
    let mut arguments = published::arguments("verify", &json, &folder);
    assert_eq!(run(&arguments).code, 0);
    let form = folder.file("form", form.join("&"));
    let at = arguments.iter().position(|argument| argument == "--body").unwrap() + 1;
    arguments[at] = form;
    assert_eq!(run(&arguments).code, 0);
}

#[test]
fn a_signature_in_a_header_is_verified_over_the_bytes() {
    let spec = own_file("tests/fixtures/acme.yaml");
    let body = "{\"mid\": \"M1\",  \"orderNo\": \"7\"}\n";
    let header = "x-signature: M1:abd50e4e93a8a9a5222da833f4be525fe8f5f9ace43090b61afb76d6dbe97d4b";
    let with = |body: &str, more: &[&str]| {
        let more: Vec<&str> = ["--spec", &spec, "--json"].into_iter().chain(more.iter().copied()).collect();
        verify("acme", "query", "request", body, &more)
    };
    assert_eq!(with(body, &["--header", header]).code, 0);
    let missing = with(body, &[]);
    assert!(missing.code == 1 && missing.stdout.contains("--header"), "{}", missing.stdout);
    let changed = with(&body.replace("  ", " "), &["--header", header]);
    assert!(changed.code == 1 && changed.stdout.contains("line break at the end"), "{}", changed.stdout);
    let other = with(body, &["--header", header, "--credential", "mid=M2"]);
    assert!(other.code == 1 && other.stdout.contains("not in the rule's form"), "{}", other.stdout);
}

#[test]
fn keys_are_read_as_pem_and_as_one_line_of_base64() {
    let mut vector = published::vector("umf_service_provider/response");
    let line = vector["public_key_spki_base64"].as_str().unwrap().to_owned();
    let pem = payspec_runtime::PublicKey::parse(line.as_bytes()).unwrap().to_spki_pem().unwrap();
    for key in [line, pem] {
        vector["public_key_spki_base64"] = key.into();
        let folder = Folder::new();
        assert_eq!(run(published::arguments("verify", &vector, &folder)).code, 0);
    }
}

#[test]
fn a_message_that_says_another_algorithm_is_verified_by_the_rule_all_the_same() {
    let mut vector = published::vector("ktspay/request");
    vector["message"]["signType"] = "NONE".into();
    let folder = Folder::new();
    assert_eq!(run(published::arguments("verify", &vector, &folder)).code, 1);
}

#[test]
fn a_body_that_is_not_there_is_an_error() {
    let folder = Folder::new();
    let key = folder.file("key", KEY);
    let selection =
        ["--provider", "leshua", "--operation", "query_status", "--direction", "response", "--json"];
    let run = run(["verify", "--body", "/nowhere/body", "--key-file", &key].into_iter().chain(selection));
    assert_eq!((run.code, &run.json()["error"]["kind"]), (1, &Value::from("file")));
}
