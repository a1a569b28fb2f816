//! `payspec sign`.

use serde_json::{Value, json};

use crate::payspec::{Folder, Run, own_file, run};
use crate::published;

const KEY: &str = "abcdefgh12345678";

fn sign(provider: &str, operation: &str, direction: &str, fields: &str, more: &[&str]) -> Run {
    let folder = Folder::new();
    let (fields, key) = (folder.file("fields.json", fields), folder.file("key.txt", format!("{KEY}\r\n")));
    let arguments = [
        "sign",
        "--provider",
        provider,
        "--operation",
        operation,
        "--direction",
        direction,
        "--fields",
        &fields,
        "--key-file",
        &key,
    ];
    run(arguments.into_iter().chain(more.iter().copied()))
}

fn string_to_sign(run: &Run) -> String {
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.json()["string_to_sign"].as_str().unwrap().to_owned()
}

#[test]
fn exactly_the_fields_of_the_file_are_signed_with_numbers_in_their_own_text() {
    let fields =
        r#"{"b":5230.00,"a":1E3,"long":12345678901234567890,"unknown":"é & = +","flag":true,"sign":"OLD"}"#;
    let run = sign("leshua", "query_status", "request", fields, &["--json"]);
    assert_eq!(
        string_to_sign(&run),
        format!("a=1E3&b=5230.00&flag=true&long=12345678901234567890&unknown=é & = +&key={KEY}")
    );
    assert_eq!(run.json().as_object().unwrap().keys().collect::<Vec<_>>(), ["signature", "string_to_sign"]);
}

#[test]
fn empty_values_take_part_or_not_as_the_direction_says() {
    let fields = r#"{"a":"","b":null,"c":"1","resp_code":"0"}"#;
    let request = sign("leshua", "query_status", "request", fields, &["--json"]);
    assert_eq!(string_to_sign(&request), format!("c=1&resp_code=0&key={KEY}"));
    let response = sign("leshua", "query_status", "response", fields, &["--json"]);
    assert_eq!(string_to_sign(&response), format!("a=&b=&c=1&key={KEY}"));
}

#[test]
fn members_are_signed_alike_whether_the_file_has_the_whole_message_or_them_alone() {
    let whole = r#"{"code":0,"msg":"SUCCESS","data":{"state":2,"amount":58},"sign":"OLD"}"#;
    let alone = r#"{"state":2,"amount":58,"sign":"OLD"}"#;
    let expected = format!("amount=58&state=2&key={KEY}");
    for fields in [whole, alone] {
        let run = sign("ktspay", "query", "response", fields, &["--json"]);
        assert_eq!(string_to_sign(&run), expected, "{fields}");
    }
}

#[test]
fn the_explanation_tells_what_took_part_what_did_not_and_why_without_the_key() {
    let fields = r#"{"merchant_id":"18","third_order_id":"JD1","leshua_order_id":"","more":"x","sign":"00"}"#;
    let run = sign("leshua", "query_status", "request", fields, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.hides(KEY));
    for line in [
        "more            more=x              not in the specification",
        "leshua_order_id  it is empty",
        "sign             it holds the signature",
        "at the end   &key=***",
        "string to sign  merchant_id=18&more=x&third_order_id=JD1&key=***",
        "service, nonce_str",
        "another signature: 00",
        "MD5 in upper-case hexadecimal",
        "goes into       the field `sign`",
    ] {
        assert!(run.stdout.contains(line), "no line has {line:?} in:\n{}", run.stdout);
    }
}

#[test]
fn a_body_is_signed_byte_for_byte_and_the_header_is_shown() {
    let spec = own_file("tests/fixtures/acme.yaml");
    let body = "{\"mid\": \"M1\",  \"orderNo\": \"7\"}\n";
    let run = sign("acme", "query", "request", body, &["--json", "--spec", &spec]);
    assert_eq!(string_to_sign(&run), body);
    let answer = run.json();
    // printf '{"mid": "M1",  "orderNo": "7"}\n' | openssl dgst -sha256 -hmac abcdefgh12345678
    let signature = "abd50e4e93a8a9a5222da833f4be525fe8f5f9ace43090b61afb76d6dbe97d4b";
    assert_eq!(answer["signature"], signature);
    assert_eq!(answer["header"], json!({ "name": "X-Signature", "value": format!("M1:{signature}") }));
}

#[test]
fn a_header_whose_credential_nobody_gave_is_asked_for() {
    let spec = own_file("tests/fixtures/acme.yaml");
    let body = r#"{"orderNo":"7"}"#;
    let run = sign("acme", "query", "request", body, &["--spec", &spec]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("`mid` is missing") && run.stderr.contains("--credential"), "{}", run.stderr);
    let run = sign("acme", "query", "request", body, &["--spec", &spec, "--credential", "mid=M2"]);
    assert!(run.stdout.contains("X-Signature: M2:"), "{}", run.stdout);
}

#[test]
fn a_message_that_is_not_signed_has_no_rule() {
    let spec = own_file("tests/fixtures/acme.yaml");
    let run = sign("acme", "query_unsigned", "response", "{}", &["--spec", &spec, "--json"]);
    assert_eq!(run.code, 1);
    assert_eq!(run.json()["error"]["kind"], "no_rule");
}

#[test]
fn an_object_that_nobody_knows_how_to_sign_is_an_error() {
    let run = sign("leshua", "query_status", "request", r#"{"a":{"b":1}}"#, &[]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("`a` is an object or a list"), "{}", run.stderr);
}

#[test]
fn duplicate_fields_a_wrong_operation_and_a_wrong_key_are_errors_with_their_own_words() {
    let run = sign("leshua", "query_status", "request", r#"{"a":1,"\u0061":2}"#, &[]);
    assert!(run.code == 1 && run.stderr.contains("fields.json"), "{}", run.stderr);
    let run = sign("leshua", "query_state", "request", "{}", &[]);
    assert!(run.code == 1 && run.stderr.contains("did you mean `query_status`?"), "{}", run.stderr);
    // A text is no RSA key, and is not shown.
    let run = sign("umf_merchant", "order_query", "request", "{}", &["--json"]);
    assert_eq!((run.code, &run.json()["error"]["kind"]), (1, &Value::from("key")));
    assert!(run.hides(KEY));
}

#[test]
fn an_empty_key_and_a_key_that_is_too_large_are_refused() {
    let folder = Folder::new();
    let fields = folder.file("fields.json", "{}");
    for (contents, words) in [("\n".to_owned(), "the key is empty"), ("k".repeat(70_000), "larger than")] {
        let key = folder.file("key", contents);
        let selection = ["--provider", "leshua", "--operation", "query_status", "--direction", "request"];
        let run = run(["sign", "--fields", &fields, "--key-file", &key].into_iter().chain(selection));
        assert!(run.code == 1 && run.stderr.contains(words), "{}", run.stderr);
    }
}

#[test]
fn an_rsa_signature_verifies_with_the_public_half() {
    let folder = Folder::new();
    let private = payspec_runtime::PrivateKey::generate(1024).unwrap();
    let (pem, public) = (private.to_pkcs8_pem().unwrap(), private.public_key().to_spki_pem().unwrap());
    let (private, public) = (folder.file("private.pem", pem.expose()), folder.file("public.pem", public));
    let message = published::vector("umf_service_provider/response")["message"].clone();
    let selection = [
        "--provider",
        "umf_service_provider",
        "--operation",
        "query_order",
        "--direction",
        "response",
        "--json",
    ];
    let fields = folder.file("fields.json", message.to_string());
    let signed =
        run(["sign", "--fields", &fields, "--key-file", &private].into_iter().chain(selection)).json();
    let mut message = message;
    message["signature"] = signed["signature"].clone();
    let body = folder.file("body.json", message.to_string());
    let verified = run(["verify", "--body", &body, "--key-file", &public].into_iter().chain(selection));
    assert_eq!(verified.code, 0, "{}", verified.stdout);
    assert_eq!(verified.json()["string_to_sign"], signed["string_to_sign"]);
    let wrong_half = run(["verify", "--body", &body, "--key-file", &private].into_iter().chain(selection));
    assert!(
        wrong_half.code == 1 && wrong_half.stderr.contains("give the public key"),
        "{}",
        wrong_half.stderr
    );
}

#[test]
fn white_space_around_the_key_is_pointed_out() {
    let folder = Folder::new();
    let (fields, key) = (folder.file("fields.json", "{}"), folder.file("key", format!("{KEY} \n")));
    let selection = ["--provider", "leshua", "--operation", "query_status", "--direction", "request"];
    let run = run(["sign", "--fields", &fields, "--key-file", &key].into_iter().chain(selection));
    assert!(run.stdout.contains("ends with white space") && run.hides(KEY), "{}", run.stdout);
}

#[test]
fn a_missing_argument_is_an_error_of_the_command_line() {
    assert_eq!(run(["sign", "--provider", "leshua"]).code, 2);
}
