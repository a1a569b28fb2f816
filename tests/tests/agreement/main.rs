//! The runtime and an independent, naive signer agree on every generated message, and on what a change of it breaks.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod clients;
mod messages;
mod rules;

use messages::{Change, Sample};
use payspec::{Message as Received, VerifyError, canonical, sign, verify};
use payspec_tests::naive::{self, Message, Value};
use rules::{Algorithm, PROVIDERS, RULES, Rule, rule};

/// Messages per provider and direction.
const MESSAGES: usize = 2_000;
/// Every so many messages are also signed, where that is slow.
const RSA_STRIDE: usize = 20;

fn samples(rule: &'static Rule, count: usize) -> Vec<Sample> {
    messages::generated(&messages::sample(rule), count)
}

fn check(name: &str) {
    let rule = rule(name);
    let (mut signed, mut broken, mut harmless) = (0, 0, 0);
    for (index, sample) in samples(rule, MESSAGES).iter().enumerate() {
        let string = rule.string(&sample.message);
        let unsigned = rule.read(&rule.body(&sample.message, None, sample.characters));
        assert_eq!(runtime_string(rule, &unsigned), string, "{name}, message {index}: {sample:#?}");
        if rule.algorithm == Algorithm::Sha1WithRsa && index % RSA_STRIDE != 0 {
            continue;
        }
        signed += 1;
        let signature = rule.signature(&string);
        let by_runtime =
            sign(rule.signing(), unsigned.root(), "", &rule.signing_credentials()).expect("it can be signed");
        assert_eq!(by_runtime, signature, "{name}, message {index}");
        let verified = |message: &Message, signature: &str| {
            let place = sample.place.index(message.len() + 1);
            let body = rule.body(message, Some((signature, place)), sample.characters);
            verify(rule.signing(), rule.read(&body), &[], "", &rule.verifying_credentials()).map(|_| ())
        };
        assert_eq!(verified(&sample.message, &signature), Ok(()), "{name}, message {index}: {sample:#?}");
        assert!(verified(&sample.message, &sample.misspelt(&signature)).is_err(), "{name}, message {index}");
        for change in &sample.changes {
            let changed = messages::changed(&sample.message, change);
            if rule.string(&changed) == string {
                // A field that takes no part, or another way to write the same text.
                harmless += 1;
                assert_eq!(
                    verified(&changed, &signature),
                    Ok(()),
                    "{name}, {index}: {change:?} of {sample:#?}"
                );
            } else {
                broken += 1;
                let found = verified(&changed, &signature);
                assert_eq!(found, Err(VerifyError::Wrong), "{name}, {index}: {change:?} of {sample:#?}");
            }
        }
    }
    assert!(
        signed >= MESSAGES / RSA_STRIDE && broken > signed && harmless > 0,
        "{signed} {broken} {harmless}"
    );
}

fn runtime_string(rule: &Rule, message: &Received) -> String {
    let string =
        canonical::string(rule.signing(), message.root(), "", rule.md5_key(), &rule.verifying_credentials());
    string.expect("it has a canonical string").to_string()
}

#[test]
fn umf_service_provider_requests_are_signed_alike() {
    check("umf_service_provider request");
}

#[test]
fn umf_service_provider_responses_are_signed_alike() {
    check("umf_service_provider response");
}

#[test]
fn umf_merchant_requests_are_signed_alike() {
    check("umf_merchant request");
}

#[test]
fn umf_merchant_responses_are_signed_alike() {
    check("umf_merchant response");
}

#[test]
fn leshua_requests_are_signed_alike() {
    check("leshua request");
}

#[test]
fn leshua_responses_are_signed_alike() {
    check("leshua response");
}

#[test]
fn ktspay_requests_are_signed_alike() {
    check("ktspay request");
}

#[test]
fn ktspay_requests_as_a_form_are_signed_alike() {
    check("ktspay form request");
}

#[test]
fn ktspay_responses_are_signed_alike() {
    check("ktspay response");
}

#[test]
fn leopard_requests_are_signed_alike() {
    check("leopard request");
}

#[test]
fn leopard_responses_are_signed_alike() {
    check("leopard response");
}

#[test]
fn leopard_batch_responses_are_signed_alike() {
    check("leopard batch response");
}

#[test]
fn every_rule_of_every_table_is_compared() {
    let mut rules: Vec<&payspec::table::Signing> = Vec::new();
    for provider in PROVIDERS {
        for operation in &provider().operations {
            rules.extend(operation.request.signing.as_ref());
            match &operation.response.verification {
                payspec::table::Verification::Signed { rule, .. } => rules.push(rule),
                payspec::table::Verification::Unsigned => panic!("none of the five leaves replies unsigned"),
            }
        }
    }
    for rule in rules {
        assert!(RULES.iter().any(|known| known.signing() == rule), "no naive signer for {rule:#?}");
    }
}

#[test]
fn the_messages_hold_everything_that_a_signer_can_get_wrong() {
    let messages: Vec<Message> =
        samples(rule("ktspay response"), MESSAGES).into_iter().map(|s| s.message).collect();
    let holds = |wanted: &dyn Fn(&str, &Value) -> bool| {
        messages.iter().flatten().filter(|(name, value)| wanted(name, value)).count() > 20
    };
    let text =
        |wanted: fn(&str) -> bool| holds(&move |_, value| matches!(value, Value::Text(text) if wanted(text)));
    assert!(holds(&|_, value| *value == Value::Null) && text(str::is_empty));
    assert!(text(|text| !text.is_empty() && text.trim().is_empty()) && text(|text| !text.is_ascii()));
    for special in ["&", "=", "|", "+", "%"] {
        assert!(holds(&|_, value| matches!(value, Value::Text(text) if text.contains(special))), "{special}");
    }
    for number in ["5230.00", "1E3", "12345678901234567890"] {
        assert!(holds(&|_, value| *value == Value::Number(number.to_owned())), "{number}");
    }
    assert!(holds(&|_, value| matches!(value, Value::Boolean(_))));
    let mixed = |message: &Message| {
        message.iter().any(|(a, _)| message.iter().any(|(b, _)| a != b && a.eq_ignore_ascii_case(b)))
    };
    assert!(messages.iter().filter(|message| mixed(message)).count() > 20, "names that differ in case alone");
    assert!(messages.iter().any(Vec::is_empty));
}

#[test]
fn what_nobody_knows_how_to_sign_is_never_verified() {
    for rule in RULES.iter().filter(|rule| rule.is_json() && !rule.signs_nested()) {
        for nested in ["{}", "[]", r#"{"a":"1"}"#, r#"["1"]"#] {
            let mut message = vec![("a".to_owned(), Value::of("1"))];
            let signature = rule.signature(&rule.string(&message));
            message.push(("nested".to_owned(), Value::Json(nested.to_owned())));
            let body = rule.body(&message, Some((&signature, 0)), messages::CDATA);
            let found = verify(rule.signing(), rule.read(&body), &[], "", &rule.verifying_credentials());
            assert!(matches!(found, Err(VerifyError::Canonical(_))), "{}: {nested}: {found:?}", rule.name);
        }
    }
}

#[test]
fn an_md5_in_lower_case_is_as_good() {
    for rule in RULES.iter().filter(|rule| rule.algorithm == Algorithm::Md5) {
        let message = vec![("a".to_owned(), Value::of("1"))];
        let signature = naive::md5_upper(&rule.string(&message)).to_lowercase();
        let body = rule.body(&message, Some((&signature, 0)), messages::CDATA);
        let found = verify(rule.signing(), rule.read(&body), &[], "", &rule.verifying_credentials());
        assert!(found.is_ok(), "{}: {found:?}", rule.name);
    }
}

#[test]
fn a_change_is_a_change() {
    for sample in samples(rule("leshua response"), 200) {
        for change in &sample.changes {
            let changed = messages::changed(&sample.message, change);
            assert!(changed != sample.message || sample.message.is_empty(), "{change:?} of {sample:#?}");
            let names: std::collections::HashSet<_> = changed.iter().map(|(name, _)| name).collect();
            assert_eq!(names.len(), changed.len(), "{change:?} repeats a name");
        }
    }
    let empty = messages::changed(&Vec::new(), &Change::add());
    assert_eq!(empty.len(), 1);
}
