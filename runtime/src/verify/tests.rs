use payspec_table::{Algorithm, DigestEncoding, List, Over, Str};

use super::*;
use crate::{PublicKey, json, sign};

/// Published by a provider (tests/fixtures/published.json says by whom).
const PUBLISHED: &str = r#"{"respCode":"00","respMsg":"处理成功","signature":"lkD1PuEv/tb+f1JNWRAC8EHIStWi/smtpCZBXRYwbHJsO4Rt+wzNMtal4apAqvQqH8hVgJLJF7OxLby4pwTdfcbAfuOJQ8MR4K8oWoBXkeLIFKQJhSda3qqxHtZBVz5d0OGsqxgdNs0oSIC44W5Ep2TXkTGcopDfi8K+mi2v5es=","platDate":"20190925","payTime":"0925152411","txnAmt":1,"paySeq":"9268151710507213","transactionId":"2019092515170000002850","origRespCode":"00","origRespDescMsg":"支付成功","isClosed":"","depBankSeq":"4200000395201909251384927907"}"#;
const PUBLISHED_KEY: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDAZhF6SMGSm3wg+vK8zJsZazyRh2a2SzQrF0sqVWK4M3TfI4+Ig7d6gjSJzz2SnG98Anz2/nedYTgfJs4ys9mJHoerRew5K4/PGy9OlRiF3lwQyCK/q5l9KJPAl+t6g/7QqWTq5otz0GFY8xrDreLFZEc2hjkdR4UujuFI7OdquQIDAQAB";
/// Published by the same provider: another key.
const OTHER_KEY: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCq2sr+CcGn+XKozY1OUbLiJk5MP9QU17kx+c4zF4Wsm26dtNttnqm28l6ngNZ4hxoLS6WZ+D/WB0pihhiMjC62yEv9zUn90U7GhVGqBVvrD+nl4LIXoZE4qO5GvnXSxUZ76OP6f+qFFO+aHZIc6/N9hFyQn2ymWC85k59YJXi1yQIDAQAB";

fn values() -> Signing {
    Signing {
        piece: List::Owned(vec![Part::Value]),
        joint: Str::Borrowed("|"),
        ..Signing::new(
            Algorithm::RsaSha1,
            DigestEncoding::Base64,
            "platform_key",
            Placement::field(&["signature"]),
        )
    }
}

fn md5() -> Signing {
    Signing {
        suffix: List::Owned(vec![Part::literal("&key="), Part::Key]),
        ..Signing::new(Algorithm::Md5, DigestEncoding::HexUpper, "key", Placement::field(&["sign"]))
    }
}

fn header() -> Signing {
    Signing {
        over: Over::Body,
        suffix: List::Owned(vec![Part::Key]),
        placement: Placement::Header {
            name: Str::Borrowed("X-Signature"),
            value: List::Owned(vec![
                Part::literal("PAY "),
                Part::credential("merchant"),
                Part::literal(":"),
                Part::Signature,
            ]),
        },
        ..md5()
    }
}

fn key(text: &str) -> PublicKey {
    PublicKey::parse(text.as_bytes()).unwrap()
}

fn try_verify(
    rule: &Signing,
    body: &str,
    headers: &[(&str, &str)],
    credentials: &Credentials,
) -> Result<VouchedBy, VerifyError> {
    let headers: Vec<_> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let message = json::read(body.as_bytes()).unwrap();
    verify(rule, message, &headers, body, credentials).map(|verified| verified.by())
}

fn secret() -> Credentials {
    Credentials::new().text("merchant", "0018").secret("key", "KEY")
}

#[test]
fn a_published_reply_verifies_under_its_key_and_no_other() {
    let credentials = Credentials::new().public_key("platform_key", key(PUBLISHED_KEY));
    assert_eq!(try_verify(&values(), PUBLISHED, &[], &credentials), Ok(VouchedBy::Signature));
    let other = Credentials::new().public_key("platform_key", key(OTHER_KEY));
    assert_eq!(try_verify(&values(), PUBLISHED, &[], &other), Err(VerifyError::Wrong));
    let rotating = other.also_public_key("platform_key", key(PUBLISHED_KEY));
    assert_eq!(try_verify(&values(), PUBLISHED, &[], &rotating), Ok(VouchedBy::Signature));
}

#[test]
fn a_changed_number_and_an_added_field_are_both_noticed() {
    let credentials = Credentials::new().public_key("platform_key", key(PUBLISHED_KEY));
    for forged in [
        PUBLISHED.replace("\"txnAmt\":1", "\"txnAmt\":1.0"),
        PUBLISHED.replace("\"txnAmt\":1", "\"txnAmt\":1,\"new\":\"x\""),
        PUBLISHED.replace("处理成功", "处理失败"),
    ] {
        assert_eq!(try_verify(&values(), &forged, &[], &credentials), Err(VerifyError::Wrong), "{forged}");
    }
}

#[test]
fn either_case_of_a_hexadecimal_digest_is_right() {
    let message = json::read(br#"{"a":"1"}"#).unwrap();
    let signature = sign(&md5(), message.root(), "", &secret()).unwrap();
    assert_eq!(signature, signature.to_uppercase());
    for signature in [signature.to_lowercase(), signature] {
        let body = format!(r#"{{"a":"1","sign":"{signature}"}}"#);
        assert_eq!(try_verify(&md5(), &body, &[], &secret()), Ok(VouchedBy::Signature));
        let second = Credentials::new().secret("key", "OLD").also_secret("key", "KEY");
        assert_eq!(try_verify(&md5(), &body, &[], &second), Ok(VouchedBy::Signature));
    }
}

#[test]
fn each_kind_of_bad_signature_has_its_own_words() {
    let words = |body: &str| try_verify(&md5(), body, &[], &secret()).unwrap_err().to_string();
    assert_eq!(words(r#"{"a":"1"}"#), "the signature in the field `sign` is missing");
    assert_eq!(words(r#"{"a":"1","sign":null}"#), "the signature in the field `sign` is missing");
    assert_eq!(words(r#"{"a":"1","sign":""}"#), "the signature in the field `sign` is empty");
    assert!(words(r#"{"a":"1","sign":7}"#).ends_with("malformed: it is not a text"));
    assert!(words(r#"{"a":"1","sign":"xyz"}"#).ends_with("malformed: it is not in the rule's encoding"));
    assert!(words(r#"{"a":"1","sign":"00FF"}"#).ends_with("malformed: it has another length"));
    let wrong = words(r#"{"a":"1","sign":"00000000000000000000000000000000"}"#);
    assert!(wrong.starts_with("the signature is wrong"), "{wrong}");
}

#[test]
fn a_missing_key_is_not_a_wrong_signature() {
    let body = r#"{"a":"1","sign":"00000000000000000000000000000000"}"#;
    for (credentials, words) in [
        (Credentials::new(), "the credential `key` is missing"),
        (Credentials::new().secret("key", ""), "the credential `key` is empty"),
        (Credentials::new().text("key", "KEY"), "the credential `key` must be a secret"),
    ] {
        assert_eq!(try_verify(&md5(), body, &[], &credentials).unwrap_err().to_string(), words);
    }
}

#[test]
fn what_cannot_be_verified_is_not_skipped() {
    let body = r#"{"a":{"b":1},"sign":"00000000000000000000000000000000"}"#;
    let error = try_verify(&md5(), body, &[], &secret()).unwrap_err();
    assert!(error.to_string().starts_with("it cannot be verified"), "{error}");
}

#[test]
fn a_signature_in_a_header_stands_beside_the_merchants_number() {
    let body = r#"{"a":1}"#;
    let message = json::read(body.as_bytes()).unwrap();
    let signature = sign(&header(), message.root(), body, &secret()).unwrap();
    let value = format!("PAY 0018:{signature}");
    let check = |headers: &[(&str, &str)]| try_verify(&header(), body, headers, &secret());
    assert_eq!(check(&[("x-signature", &value)]), Ok(VouchedBy::Signature));
    assert!(matches!(check(&[]), Err(VerifyError::Missing { .. })));
    assert!(matches!(check(&[("x-signature", " ")]), Err(VerifyError::Empty { .. })));
    let other = format!("PAY 0019:{signature}");
    assert!(matches!(check(&[("x-signature", &other)]), Err(VerifyError::Malformed { .. })));
    let twice = [("x-signature", &*value), ("X-Signature", &*value)];
    assert!(matches!(check(&twice), Err(VerifyError::Malformed { .. })));
    let spaced = try_verify(&header(), r#"{"a": 1}"#, &[("x-signature", &value)], &secret());
    assert_eq!(spaced, Err(VerifyError::Wrong));
}

#[test]
fn a_message_cannot_choose_how_it_is_verified() {
    // The rule asks for MD5; a reply that speaks of another algorithm changes nothing.
    let message = json::read(br#"{"a":"1","signType":"NONE"}"#).unwrap();
    let signature = sign(&md5(), message.root(), "", &secret()).unwrap();
    let body = format!(r#"{{"a":"1","signType":"NONE","sign":"{signature}"}}"#);
    assert_eq!(try_verify(&md5(), &body, &[], &secret()), Ok(VouchedBy::Signature));
    let unsigned = r#"{"a":"1","signType":"NONE"}"#;
    assert!(matches!(try_verify(&md5(), unsigned, &[], &secret()), Err(VerifyError::Missing { .. })));
}

#[test]
fn by_a_rule_that_nobody_has_written_down_nothing_is_verified_and_nothing_is_signed() {
    let places = [Placement::field(&["sign"]), Placement::field(&[]), header().placement];
    for place in places {
        let rule = Signing::undecided(place);
        for keys in [Credentials::new(), secret().secret("", "s3cret")] {
            for body in [r#"{"a":"1"}"#, r#"{"a":"1","sign":""}"#, r#"{"a":"1","sign":"00"}"#] {
                let open = CanonicalError::Undecided;
                assert_eq!(
                    try_verify(&rule, body, &[("X-Signature", "PAY M1:00")], &keys),
                    Err(VerifyError::Canonical(open.clone()))
                );
                let message = json::read(body.as_bytes()).unwrap();
                assert_eq!(
                    sign(&rule, message.root(), body, &keys).unwrap_err().to_string(),
                    format!("it cannot be signed: {open}")
                );
                let explained = canonical::explain(&rule, message.root(), body, &keys, &[]);
                assert_eq!(explained, Err(open.clone()));
                assert_eq!(canonical::string(&rule, message.root(), body, "", &keys).err(), Some(open));
            }
        }
        let verification = Verification::signed_except(rule, const { &[Condition::absent(&["data"])] });
        assert!(!is_covered(&verification, &Path::Static(&["a"])));
    }
}
