//! Keys are never shown: not by errors, not by `Debug`, not in logs; not on success, not on any failure.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;

use payspec_runtime::{
    Ambient, Client, Credentials, Endpoint, Error, HttpTransport, Incoming, PrivateKey, PublicKey, Secret,
    SystemAmbient, canonical,
};
use payspec_tests::answer::{Answer, Ending};
use payspec_tests::canned::Canned;
use payspec_tests::fault::Fault;
use payspec_tests::question::{Question, SharedTransport, impatient, show};
use payspec_tests::refused::question;
use payspec_tests::secrecy::Secrets;
use payspec_tests::subject::{Draft, MERCHANT, ORDER_NO, SECOND_ORDER_NO, Subject};
use payspec_tests::wallet::Wallet;
use payspec_tests::{capture, fault};

fn secrets() -> Secrets {
    capture::start();
    Secrets::of(&Wallet::agreed())
}

/// Looks through everything that was logged until now, by whichever test.
fn are_not_logged(secrets: &Secrets) {
    secrets.are_not_in(&capture::logged(), "the log");
}

#[tokio::test]
async fn no_key_is_shown_by_a_success() {
    let secrets = secrets();
    for subject in Subject::ALL {
        let server = Canned::start(Answer::ok(subject.paid().signed())).await;
        let answered = Question::about(subject).ask(&server.url()).await.expect("it is honest");
        assert!(answered.shown.contains("Client") && answered.shown.contains("Paid"), "{}", answered.shown);
        secrets.are_not_in(&answered.shown, &format!("a success of {subject:?}"));
    }
    let logged = capture::logged();
    assert!(logged.contains("answered") && logged.contains("leshua"), "successes are logged: {logged}");
    are_not_logged(&secrets);
}

#[tokio::test]
async fn no_key_is_shown_by_any_error() {
    let secrets = secrets();
    let transport = SharedTransport::default();
    let mut refusals = 0;
    for fault in Fault::all() {
        for subject in Subject::ALL {
            let elsewhere = Canned::start(Answer::ok(subject.paid().signed())).await;
            let Some(answer) = fault.answer(subject, &elsewhere.url()) else { continue };
            let server = Canned::start(answer).await;
            let error =
                question(fault, subject, &transport).ask(&server.url()).await.expect_err("it is a fault");
            secrets.are_not_in_error(&error, &format!("the error of {subject:?} {}", fault.name));
            refusals += 1;
        }
    }
    assert!(refusals > 200, "{refusals} faults were tried");
    are_not_logged(&secrets);
}

/// Some providers answer a wrong signature with the string that they signed.
#[tokio::test]
async fn no_key_is_shown_by_a_refusal_that_repeats_it() {
    let secrets = secrets();
    let echo = format!("sign error: mid={MERCHANT}&key={}", Wallet::agreed().md5_key);
    for (subject, code) in [(Subject::LeopardSingle, "FAIL"), (Subject::LeopardMulti, &*echo)] {
        let body = format!(r#"{{"code":"{code}","msg":"{echo}","sign":"{}"}}"#, Draft::SIGNATURE);
        let draft = subject.draft(&body);
        for body in [draft.signed(), draft.unsigned()] {
            assert!(body.contains(&echo));
            let server = Canned::start(Answer::ok(body)).await;
            let error = Question::about(subject).ask(&server.url()).await.expect_err("it refuses");
            let Error::Refused(refusal) = &error else { panic!("{subject:?}: {error:?}") };
            assert_eq!(refusal.text.as_deref(), Some("***"), "{subject:?}");
            secrets.are_not_in_error(&error, &format!("the refusal of {subject:?}"));
        }
    }
    are_not_logged(&secrets);
}

#[tokio::test]
async fn no_key_is_shown_by_an_error_before_anything_is_sent() {
    fn dearer(client: Client) -> Client {
        client.encoding(payspec_runtime::table::Encoding::Query)
    }
    let secrets = secrets();
    let silent = Canned::start(Answer::none(Ending::Silence)).await;
    for subject in Subject::ALL {
        let about = || Question::about(subject);
        let stranger = Question { wallet: Wallet::of_a_stranger(), ..about() };
        for (question, url) in [
            (about(), "http://192.0.2.1/".to_owned()),
            (about(), "no url".to_owned()),
            (about(), "http://127.0.0.1:1/".to_owned()),
            (Question { settings: impatient, ..about() }, silent.url()),
            (Question { settings: dearer, ..about() }, silent.url()),
            (Question { settings: impatient, ..stranger }, silent.url()),
        ] {
            let error = question.ask(&url).await.expect_err("it cannot be asked");
            secrets.are_not_in_error(&error, &format!("the error of {subject:?} at {url}"));
        }
    }
    are_not_logged(&secrets);
}

/// A key that was put where a number belongs is an error about its length, not its text.
#[tokio::test]
async fn no_key_is_shown_by_an_error_about_the_request() {
    let secrets = secrets();
    let wallet = Wallet::agreed();
    let pem = wallet.private_key.to_pkcs8_pem().expect("it can be written");
    let server = Canned::start(Answer::ok("")).await;
    for text in [format!("{0}{0}{0}", wallet.md5_key), pem.expose().to_owned()] {
        let client =
            Client::new(Subject::Leshua.provider(), server.url(), Subject::Leshua.credentials(&wallet));
        let request = payspec::leshua::QueryStatus::by_third_order_id(text);
        let error = client.call(&request).await.expect_err("it is too long");
        assert!(matches!(error, Error::Invalid(_)), "{error:?}");
        secrets.are_not_in_error(&error, "an error about the request");
    }
    are_not_logged(&secrets);
}

#[test]
fn no_key_is_shown_by_an_error_about_a_key() {
    let secrets = secrets();
    let pem = Wallet::agreed().private_key.to_pkcs8_pem().expect("it can be written");
    let broken = pem.expose().replacen("MII", "MIJ", 1);
    let errors = [
        PrivateKey::parse(broken.as_bytes()).err(),
        PublicKey::parse(broken.as_bytes()).err(),
        PublicKey::parse(pem.expose().as_bytes()).err(),
        PrivateKey::parse(&pem.expose().as_bytes()[..400]).err(),
    ];
    for error in errors {
        secrets.are_not_in_error(&error.expect("it is no such key"), "an error about a key");
    }
    are_not_logged(&secrets);
}

#[test]
fn no_key_is_shown_by_debug() {
    let secrets = secrets();
    let wallet = Wallet::agreed();
    for subject in Subject::ALL {
        let credentials = subject.credentials(&wallet);
        let endpoint = Endpoint::new(subject.provider(), "http://127.0.0.1:1", credentials.clone());
        let exchange = prepared(subject, &endpoint).expect("the request is right");
        let body = subject.paid().signed();
        let incoming = Incoming { status: 200, headers: Vec::new(), body: body.clone().into_bytes() };
        let reply = exchange.receive(&incoming).expect("it is honest");
        let rule = subject.rule();
        let verified = payspec_runtime::verify(rule, reply.message().clone(), &[], &body, &credentials);
        let explained = canonical::explain(
            rule,
            reply.message().root(),
            &body,
            &credentials,
            &subject.operation().response.fields,
        );
        let explained = explained.expect("it was verified");
        let mut shown = String::new();
        show(&mut shown, &credentials);
        show(&mut shown, &endpoint);
        show(&mut shown, &exchange);
        show(&mut shown, exchange.outgoing());
        show(&mut shown, exchange.request());
        show(&mut shown, &incoming);
        show(&mut shown, &reply);
        show(&mut shown, reply.orders());
        show(&mut shown, reply.message());
        show(&mut shown, &verified.expect("it is honest"));
        show(&mut shown, &explained);
        show(&mut shown, &explained.masked());
        show(&mut shown, &Client::new(subject.provider(), "http://127.0.0.1:1", credentials));
        secrets.are_not_in(&shown, &format!("`Debug` of {subject:?}"));
        assert!(shown.len() > 1_000, "{shown}");
    }
    are_not_logged(&secrets);
}

fn prepared(subject: Subject, endpoint: &Endpoint) -> Result<payspec_runtime::Exchange<'_>, Error> {
    let request = payspec_runtime::DynamicRequest::new();
    let request = match subject {
        Subject::UmfServiceProvider => request.with("orderNo", ORDER_NO),
        Subject::UmfMerchant => request.with("orderId", ORDER_NO),
        Subject::Leshua => request.with("third_order_id", ORDER_NO),
        Subject::Ktspay => request.with("mchOrderNo", ORDER_NO),
        Subject::LeopardSingle => request.with("orderNo", ORDER_NO),
        Subject::LeopardMulti => {
            request.with("orderNo", vec![ORDER_NO.to_owned(), SECOND_ORDER_NO.to_owned()])
        }
    };
    endpoint.prepare(&subject.operation().name, &request, None, &SystemAmbient as &dyn Ambient)
}

#[test]
fn no_key_is_shown_by_debug_of_what_holds_it() {
    let secrets = secrets();
    let wallet = Wallet::agreed();
    let mut shown = String::new();
    show(&mut shown, &Secret::from(&*wallet.md5_key));
    show(&mut shown, &wallet.private_key);
    show(&mut shown, &wallet.private_key.to_pkcs8_pem());
    show(&mut shown, &Arc::new(wallet.private_key.clone()));
    show(&mut shown, &wallet.platform_public_key());
    show(&mut shown, &HttpTransport::new());
    let both = Credentials::new().secret("key", &*wallet.md5_key).also_secret("key", &*wallet.md5_key);
    show(&mut shown, &both);
    show(
        &mut shown,
        &payspec::leshua::Credentials::new(MERCHANT, &*wallet.md5_key).also_key(&*wallet.md5_key),
    );
    show(
        &mut shown,
        &payspec::umf_merchant::Credentials::new("3", wallet.private_key, wallet.platform_key.public_key()),
    );
    secrets.are_not_in(&shown, "what holds a key");
    assert!(shown.contains("***") && shown.contains("PrivateKey(1024 bits)"), "{shown}");
}

/// Without this, the searches prove nothing.
#[test]
fn a_key_that_is_shown_is_found() {
    let secrets = secrets();
    let wallet = Wallet::agreed();
    let key = &wallet.md5_key;
    let pem = wallet.private_key.to_pkcs8_pem().expect("it can be written");
    for shown in [
        format!("a=1&key={key}"),
        format!("{:?}", key.as_bytes()),
        format!("{}…", &key[..12]),
        key.to_uppercase(),
        format!("{:?}", pem.expose()),
    ] {
        let searched = std::panic::catch_unwind(|| secrets.are_not_in(&shown, "a leak"));
        assert!(searched.is_err(), "it was not found");
    }
}

#[test]
fn every_theme_has_its_faults() {
    let count = Fault::all().count();
    assert!(count > 60, "{count}");
    assert!(fault::signatures::ALL.iter().any(|fault| fault.name == "WRONG"));
}

#[test]
fn no_environment_shows_the_password_in_its_url() {
    use payspec::{ktspay, leopard, leshua, umf_merchant, umf_service_provider};
    let url = || "https://shop:hunter2@provider.example/pay".to_owned();
    for shown in [
        format!("{:?}", ktspay::Environment::Url(url())),
        format!("{:?}", leopard::Environment::Url(url())),
        format!("{:?}", leshua::Environment::Url(url())),
        format!("{:?}", umf_merchant::Environment::Url(url())),
        format!("{:?}", umf_service_provider::Environment::Url(url())),
    ] {
        assert_eq!(shown, r#"Url("https://***@provider.example/pay")"#);
    }
    assert_eq!(format!("{:?}", leshua::Environment::Production), "Production");
}

#[tokio::test]
async fn no_client_and_no_error_shows_the_password_in_its_url() {
    let subject = Subject::Leshua;
    let server = Canned::start(Answer::ok(subject.paid().signed())).await;
    let url = server.url().replace("://", "://shop:hunter2@");
    let client = Client::new(subject.provider(), url.clone(), subject.credentials(&Wallet::agreed()));
    let error = Question::about(subject).ask(&url).await.expect_err("such a URL is not asked");
    for shown in [format!("{client:?}"), format!("{client:#?}"), format!("{error:?}"), error.to_string()] {
        assert!(!shown.contains("hunter2") && !shown.contains("shop"), "{shown}");
    }
    assert_eq!(server.connections().await, 0);
}
