//! Canned replies, right and wrong in exactly one way each.

use std::collections::BTreeMap;
use std::sync::Arc;

use payspec_runtime::Client;
use payspec_runtime::observe::{Exposure, Metrics};
use payspec_tests::answer::Answer;
use payspec_tests::canned::Canned;
use payspec_tests::fault::{
    Fault, amounts, duplicates, encodings, identity, signatures, transport, unsigned,
};
use payspec_tests::question::{Question, SharedTransport};
use payspec_tests::refused::question;
use payspec_tests::secrecy::Secrets;
use payspec_tests::subject::{Draft, MERCHANT, ORDER_NO, PROVIDER_ORDER_NO, SECOND_ORDER_NO, Subject};
use payspec_tests::wallet::Wallet;
use payspec_tests::{capture, tally};

use crate::watcher::Watcher;
use crate::{are_not_in, label};

static FAULTS: Watcher = Watcher::new(Metrics::new());
static SUCCESSES: Watcher = Watcher::new(Metrics::new());

static ECHOES: Watcher = Watcher::new(Metrics::new());

fn watching_echoes(client: Client) -> Client {
    client.observer(Arc::new(&ECHOES)).exposure(Exposure::default().personal())
}

fn watching_faults(client: Client) -> Client {
    client.observer(Arc::new(&FAULTS)).merchant_name("shop-3")
}

fn watching_successes(client: Client) -> Client {
    client.observer(Arc::new(&SUCCESSES)).merchant_name("shop-4")
}

/// What no default shows.
const NUMBERS: [&str; 3] = [ORDER_NO, SECOND_ORDER_NO, PROVIDER_ORDER_NO];
/// Personal values of [`paid`].
const PERSONAL: [&str; 4] = ["203.0.113.77", "oUpF8uMuAJO", "2088102146225135", "62170012****9876"];

/// A reply with everything in it that a specification calls personal, and an order number in free text.
fn paid(subject: Subject) -> Draft {
    let paid = subject.paid();
    match subject {
        Subject::UmfServiceProvider => paid
            .with(r#","signature""#, r#","payerInfo":"62170012****9876","signature""#)
            .with("处理成功", &format!("{ORDER_NO} 处理成功")),
        Subject::Leshua => paid.with(
            "<sign>",
            "<openid><![CDATA[oUpF8uMuAJO]]></openid><sub_openid><![CDATA[2088102146225135]]></sub_openid><sign>",
        ),
        Subject::Ktspay => paid
            .with(r#""createdAt""#, r#""clientIp":"203.0.113.77","createdAt""#)
            .with("商品描述", &format!("商品描述 {PROVIDER_ORDER_NO}, 203.0.113.77")),
        Subject::UmfMerchant | Subject::LeopardSingle | Subject::LeopardMulti => paid,
    }
}

#[tokio::test]
async fn a_success_shows_what_came_of_it_and_nothing_that_is_nobodys_business() {
    capture::start();
    tally::start();
    let secrets = Secrets::of(&Wallet::agreed());
    for subject in Subject::ALL {
        let server = Canned::start(Answer::ok(paid(subject).signed())).await;
        let about = Question { settings: watching_successes, ..Question::about(subject) };
        about.ask(&server.url()).await.expect("it is honest");
        let seen = SUCCESSES.take();
        let place = format!("a success of {subject:?}");
        secrets.are_not_in(&seen.text, &place);
        are_not_in(&[&NUMBERS[..], &PERSONAL[..]].concat(), &seen.text, &place);
        assert_eq!(seen.attempts, ["answered"], "{place}");
        assert_eq!(seen.queries, [("answered", 1)], "{place}");
        assert!(seen.orders.is_empty() && seen.unknown.is_empty(), "{place}: {seen:?}");
        let sent = &server.requests()[0];
        let signature = signature_of(subject, sent);
        are_not_in(&[&signature, &subject.paid().signature()], &seen.text, &place);
        assert!(seen.requests.starts_with("POST http://127.0.0.1:"), "{place}: {}", seen.requests);
        assert!(seen.requests.contains("***") && seen.requests.contains("content-type: "), "{place}");
        assert!(seen.replies.starts_with("HTTP 200\n\n"), "{place}: {}", seen.replies);
        // An amount is neither a number of an order nor personal.
        assert!(seen.replies.contains("5800") || seen.replies.contains("58.00"), "{place}: {}", seen.replies);
        assert!(seen.text.contains(r#"merchant: Some("shop-4")"#), "{place}: {}", seen.text);
    }
    let log = capture::logged();
    secrets.are_not_in(&log, "the log");
    are_not_in(&[&NUMBERS[..], &PERSONAL[..]].concat(), &log, "the log");
}

/// Some providers answer with the string that they signed, to help with a wrong signature.
#[tokio::test]
async fn a_key_that_the_provider_repeats_is_seen_by_nobody() {
    capture::start();
    tally::start();
    let wallet = Wallet::agreed();
    let secrets = Secrets::of(&wallet);
    let echo = format!("mid={MERCHANT}&nonce=5K8264IL&key={}", wallet.md5_key);
    let mut asked = 0;
    for (subject, old, new) in [
        (Subject::Leshua, "<attach><![CDATA[]]>", format!("<attach><![CDATA[{echo}]]>")),
        (Subject::Ktspay, r#""msg":"SUCCESS""#, format!(r#""msg":"{echo}""#)),
        (Subject::LeopardSingle, r#""msg":"ok""#, format!(r#""msg":"{echo}""#)),
        (Subject::LeopardMulti, r#""msg":"ok""#, format!(r#""msg":"{echo}","{echo}":"{echo}""#)),
    ] {
        let draft = subject.paid().with(old, &new);
        for body in [draft.signed(), draft.with_signature("0123456789abcdef0123456789abcdef")] {
            assert!(body.contains(&wallet.md5_key));
            let server = Canned::start(Answer::ok(body)).await;
            let about = Question { settings: watching_echoes, ..Question::about(subject) };
            let returned = about.ask(&server.url()).await;
            let seen = ECHOES.take();
            assert_eq!(seen.attempts, [label(&returned)], "{subject:?}");
            assert!(seen.replies.contains("***"), "{subject:?}: {}", seen.replies);
            secrets.are_not_in(&seen.text, &format!("an echo of {subject:?}"));
            asked += 1;
        }
    }
    assert_eq!(asked, 8);
    secrets.are_not_in(&capture::logged(), "the log");
    secrets.are_not_in(&format!("{:?}", tally::counted()), "what is counted");
}

/// The signature of a request as it was sent.
fn signature_of(subject: Subject, request: &str) -> String {
    let name = subject.signature_field();
    let after = ["\":\"", "="].iter().find_map(|joint| request.split_once(&format!("{name}{joint}")));
    let (_, after) = after.expect("it is signed");
    after.chars().take_while(|character| !matches!(character, '"' | '&' | ' ')).collect()
}

/// What can come of the faults of a theme.
const THEMES: [(&[Fault], &[&str]); 7] = [
    (signatures::ALL, &["unverified", "unreadable"]),
    (unsigned::ALL, &["unverified", "refused"]),
    (duplicates::ALL, &["unreadable"]),
    (encodings::ALL, &["unreadable", "unverified"]),
    (identity::ALL, &["mismatch", "unreadable"]),
    (amounts::ALL, &["mismatch", "unreadable", "unverified"]),
    (transport::ALL, &["status", "unreadable", "no_answer", "broken_off"]),
];

#[tokio::test]
async fn every_fault_is_seen_for_what_it_is_and_shows_nothing_that_is_nobodys_business() {
    capture::start();
    tally::start();
    let secrets = Secrets::of(&Wallet::agreed());
    let shared = SharedTransport::default();
    let mut labels = BTreeMap::<&str, u32>::new();
    for (faults, possible) in THEMES {
        for fault in faults {
            for subject in Subject::ALL {
                let elsewhere = Canned::start(Answer::ok(subject.paid().signed())).await;
                let Some(answer) = fault.answer(subject, &elsewhere.url()) else { continue };
                let server = Canned::start(answer).await;
                let about = Question { settings: watching_faults, ..question(fault, subject, &shared) };
                let returned = about.ask(&server.url()).await;
                let seen = FAULTS.take();
                let place = format!("{subject:?} {}", fault.name);
                secrets.are_not_in(&seen.text, &place);
                are_not_in(&NUMBERS, &seen.text, &place);
                let label = label(&returned);
                assert!(possible.contains(&label), "{place}: {label}, {returned:?}");
                assert_eq!(seen.attempts, [label], "{place}");
                assert_eq!(seen.queries, [(label, 1)], "{place}");
                assert!(seen.requests.contains("***"), "{place}: {}", seen.requests);
                *labels.entry(label).or_default() += 1;
            }
        }
    }
    let log = capture::logged();
    secrets.are_not_in(&log, "the log");
    are_not_in(&NUMBERS, &log, "the log");
    let counted = tally::counted();
    let text = format!("{counted:?}");
    secrets.are_not_in(&text, "what is counted");
    are_not_in(&NUMBERS, &text, "what is counted");
    are_not_in(&["shop-3"], &text, "what is counted together");
    assert_eq!(Fault::all().count(), THEMES.iter().map(|(faults, _)| faults.len()).sum::<usize>());
    assert!(labels.values().sum::<u32>() > 200 && labels.len() >= 6, "{labels:?}");
    for (label, count) in labels {
        let of_label = |name: &str| {
            let keys = counted.iter().filter(|(key, _)| {
                key.starts_with(&format!("{name}{{")) && key.ends_with(&format!("outcome={label}}}"))
            });
            keys.map(|(_, count)| *count).sum::<u64>()
        };
        for name in [
            "payspec_queries_total",
            "payspec_query_duration_seconds",
            "payspec_attempts_total",
            "payspec_attempt_duration_seconds",
        ] {
            assert!(of_label(name) >= u64::from(count), "{name} {label}: {counted:#?}");
        }
    }
}
