//! A key that is empty, missing or of another kind: nothing is asked.

use payspec_runtime::{
    Client, Credentials, CredentialsError, Error, KeyError, Known, PrivateKey, PublicKey, Retry,
};
use payspec_tests::answer::Answer;
use payspec_tests::canned::Canned;
use payspec_tests::question::Question;
use payspec_tests::refused::says;
use payspec_tests::subject::{MERCHANT, ORDER_NO, Subject};
use payspec_tests::wallet::{MD5_KEY, Wallet};

/// Asks leshua with these credentials: an error that nothing was sent, and a server that was not asked.
async fn not_asked(credentials: Credentials, expected: &CredentialsError, words: &str) {
    let server = Canned::start(Answer::ok(Subject::Leshua.paid().signed())).await;
    let client = Client::new(payspec::leshua::PROVIDER, server.url(), credentials);
    let request = payspec::leshua::QueryStatus::by_third_order_id(ORDER_NO);
    let error = client.call(&request).await.expect_err("there is no key");
    found(&error, expected, words);
    assert_eq!(server.connections().await, 0);
}

fn found(error: &Error, expected: &CredentialsError, words: &str) {
    let credentials = match error {
        Error::Credentials(credentials) => credentials,
        other => panic!("{other:?}"),
    };
    assert_eq!(credentials, expected);
    says(error, Known::NothingSent, Retry::Pointless, &format!("the request was not sent: {words}"));
}

fn empty(name: &str) -> CredentialsError {
    CredentialsError::Empty { name: name.to_owned() }
}

fn missing(name: &str) -> CredentialsError {
    CredentialsError::Missing { name: name.to_owned() }
}

#[tokio::test]
async fn with_an_empty_key_nothing_is_asked() {
    for subject in Subject::ALL.into_iter().filter(|subject| !subject.is_rsa()) {
        // A forger would sign with no key, too.
        let wallet = Wallet { md5_key: String::new(), ..Wallet::agreed() };
        let server = Canned::start(Answer::ok(subject.paid().signed_without_key())).await;
        let question = Question { wallet, ..Question::about(subject) };
        let error = question.ask(&server.url()).await.expect_err("there is no key");
        found(&error, &empty("key"), "the credential `key` is empty");
        assert_eq!(server.connections().await, 0, "{subject:?}");
    }
}

#[tokio::test]
async fn with_an_empty_second_key_nothing_is_asked() {
    let credentials =
        Credentials::new().text("merchant_id", MERCHANT).secret("key", MD5_KEY).also_secret("key", "");
    not_asked(credentials, &empty("key"), "the credential `key` is empty").await;
}

#[tokio::test]
async fn without_a_key_nothing_is_asked() {
    let credentials = Credentials::new().text("merchant_id", MERCHANT);
    not_asked(credentials, &missing("key"), "the credential `key` is missing").await;
}

#[tokio::test]
async fn with_a_key_of_another_kind_nothing_is_asked() {
    let wallet = Wallet::agreed();
    let credentials = Credentials::new().text("merchant_id", MERCHANT).private_key("key", wallet.private_key);
    let expected = CredentialsError::WrongKind {
        name: "key".to_owned(),
        expected: payspec_runtime::table::CredentialKind::Secret,
    };
    not_asked(credentials, &expected, "the credential `key` must be a secret").await;
    // A key that is given as a public text would be shown.
    let credentials = Credentials::new().text("merchant_id", MERCHANT).text("key", MD5_KEY);
    not_asked(credentials, &expected, "the credential `key` must be a secret").await;
}

#[tokio::test]
async fn without_a_merchant_nothing_is_asked() {
    let credentials = Credentials::new().secret("key", MD5_KEY);
    not_asked(credentials, &missing("merchant_id"), "the credential `merchant_id` is missing").await;
    let credentials = Credentials::new().text("merchant_id", "").secret("key", MD5_KEY);
    not_asked(credentials, &empty("merchant_id"), "the credential `merchant_id` is empty").await;
}

/// The key of the reply is looked for before the question is asked: an answer that cannot be verified is of no use.
#[tokio::test]
async fn without_one_of_the_two_rsa_keys_nothing_is_asked() {
    let wallet = Wallet::agreed();
    let texts =
        || Credentials::new().text("mer_id", "30000102").text("acq_sp_id", "Y4").text("acq_mer_id", "41");
    let without_public = texts().private_key("private_key", wallet.private_key.clone());
    let without_private = texts().public_key("platform_public_key", wallet.platform_public_key());
    for (credentials, name) in [(without_public, "platform_public_key"), (without_private, "private_key")] {
        for subject in [Subject::UmfServiceProvider, Subject::UmfMerchant] {
            let server = Canned::start(Answer::ok(subject.paid().signed())).await;
            let client = Client::new(subject.provider(), server.url(), credentials.clone());
            let error = match subject {
                Subject::UmfMerchant => {
                    client.call(&payspec::umf_merchant::OrderQuery::by_order_id(ORDER_NO)).await.map(|_| ())
                }
                _ => client
                    .call(&payspec::umf_service_provider::QueryOrder::by_order_no(ORDER_NO))
                    .await
                    .map(|_| ()),
            };
            let error = error.expect_err("a key is missing");
            found(&error, &missing(name), &format!("the credential `{name}` is missing"));
            assert_eq!(server.connections().await, 0, "{subject:?}");
        }
    }
}

#[test]
fn an_empty_rsa_key_is_none() {
    assert_eq!(PrivateKey::parse(b"").err(), Some(KeyError::Empty));
    assert_eq!(PublicKey::parse(b"").err(), Some(KeyError::Empty));
}

/// A key that was taken for the other half of a pair, which is a frequent mistake.
#[test]
fn the_other_half_of_a_pair_is_told_from_a_broken_key() {
    let wallet = Wallet::agreed();
    let private = wallet.private_key.to_pkcs8_pem().expect("it can be written");
    let public = wallet.platform_public_key().to_spki_pem().expect("it can be written");
    assert_eq!(PublicKey::parse(private.expose().as_bytes()).err(), Some(KeyError::PublicExpected));
    assert_eq!(PrivateKey::parse(public.as_bytes()).err(), Some(KeyError::PrivateExpected));
}
