//! Messages without a signature that say something else than "paid".

use payspec_runtime::table::Verification;
use payspec_runtime::{Client, Error, Known, Retry, VerifyError};
use payspec_tests::answer::Answer;
use payspec_tests::canned::Canned;
use payspec_tests::fault::unsigned;
use payspec_tests::question::Question;
use payspec_tests::refused::{refused, says};
use payspec_tests::subject::{Draft, ORDER_NO, Subject};
use payspec_tests::wallet::Wallet;

#[tokio::test]
async fn an_unsigned_refusal_is_a_refusal_that_nobody_vouches_for() {
    let mut seen = Vec::new();
    refused(&unsigned::REFUSAL, |subject, error| {
        let Error::Refused(refusal) = error else { panic!("{subject:?}: {error:?}") };
        assert!(!refusal.authentic, "{refusal:?}");
        says(error, Known::NotTrusted, Retry::Later, "in what is not signed");
        assert!(error.to_string().contains("the state of the order is unknown"), "{error}");
        seen.push(subject);
    })
    .await;
    // The others sign all their messages.
    assert_eq!(seen, [Subject::Leshua, Subject::Ktspay, Subject::LeopardSingle, Subject::LeopardMulti]);
}

/// Anyone on the way could have written that code under a good signature.
#[tokio::test]
async fn a_refusal_whose_code_is_not_signed_is_not_authentic_in_a_message_that_is() {
    refused(&unsigned::REFUSAL_BY_A_CODE_THAT_IS_NOT_SIGNED, |subject, error| {
        let Error::Refused(refusal) = error else { panic!("{subject:?}: {error:?}") };
        assert!(!refusal.authentic, "{refusal:?}");
        says(error, Known::NotTrusted, Retry::Later, "in what is not signed");
    })
    .await;
}

/// None of the five specifications lets such a code decide; somebody's own might.
#[tokio::test]
async fn a_code_that_is_not_signed_decides_no_state() {
    let subject = Subject::UmfMerchant;
    let mut provider = subject.provider().clone();
    let mut operations = provider.operations.to_vec();
    let Some(Verification::Signed { rule, .. }) =
        operations.first_mut().map(|operation| &mut operation.response.verification)
    else {
        panic!("the replies are signed")
    };
    rule.exclude = vec!["retCode".to_owned()].into();
    let rule = rule.clone();
    provider.operations = operations.into();
    for code in ["01000000", "88881137"] {
        let draft =
            subject.draft(&format!(r#"{{"retCode":"{code}","retMsg":"x","sign":"{}"}}"#, Draft::SIGNATURE));
        let wallet = Wallet::agreed();
        let body = draft.with_signature(&draft.signature_by(&wallet, &rule));
        let server = Canned::start(Answer::ok(body)).await;
        let client = Client::new(provider.clone(), server.url(), subject.credentials(&wallet));
        let error = client.call(&payspec::umf_merchant::OrderQuery::by_order_id(ORDER_NO)).await;
        let error = error.map(|reply| reply.state()).expect_err("the code is not signed");
        assert!(matches!(&error, Error::Refused(refusal) if !refusal.authentic), "{code}: {error:?}");
    }
}

/// Otherwise the tests about refusals that are not authentic prove nothing.
#[tokio::test]
async fn a_refusal_whose_code_is_signed_is_authentic_and_no_state() {
    for (subject, body, code) in [
        (Subject::UmfServiceProvider, r#"{"respCode":"17","respMsg":"x","signature":"@"}"#, "17"),
        (Subject::UmfMerchant, r#"{"retCode":"3333","retMsg":"x","sign":"@"}"#, "3333"),
        (
            Subject::Leshua,
            "<leshua><resp_code>0</resp_code><result_code>1</result_code><error_code>-4006</error_code><sign>@</sign></leshua>",
            "-4006",
        ),
        (Subject::LeopardSingle, r#"{"code":"SUCCESS","msg":"x","resultCode":"FAIL","sign":"@"}"#, "FAIL"),
        (Subject::LeopardMulti, r#"{"code":"SUCCESS","msg":"x","resultCode":"FAIL","sign":"@"}"#, "FAIL"),
    ] {
        let body = subject.draft(&body.replace('@', Draft::SIGNATURE)).signed();
        let server = Canned::start(Answer::ok(body)).await;
        let error = Question::about(subject).ask(&server.url()).await.expect_err("it is a refusal");
        let Error::Refused(refusal) = &error else { panic!("{subject:?}: {error:?}") };
        assert_eq!((refusal.code.as_str(), refusal.authentic), (code, true), "{subject:?}");
        assert_eq!(error.known(), Known::Refused, "{subject:?}");
        assert!(error.to_string().contains("the state of the order is unknown"), "{error}");
    }
}

#[tokio::test]
async fn an_unsigned_message_that_is_due_signed_is_not_even_a_refusal() {
    for fault in [unsigned::REFUSAL_THAT_IS_DUE_SIGNED, unsigned::IN_PROGRESS, unsigned::NOTHING] {
        refused(&fault, |subject, error| {
            let missing = matches!(error, Error::Unverified(VerifyError::Missing { .. }));
            assert!(missing, "{subject:?} {}: {error:?}", fault.name);
            says(error, Known::NotTrusted, Retry::Pointless, "is missing");
        })
        .await;
    }
}

#[tokio::test]
async fn a_refusal_with_an_empty_signature_is_not_taken_for_an_unsigned_one() {
    refused(&unsigned::REFUSAL_WITH_EMPTY_SIGNATURE, |subject, error| {
        assert!(matches!(error, Error::Unverified(VerifyError::Empty { .. })), "{subject:?}: {error:?}");
        says(error, Known::NotTrusted, Retry::Pointless, "is empty");
    })
    .await;
}

#[tokio::test]
async fn a_success_of_ktspay_without_data_is_no_success() {
    for fault in [unsigned::SUCCESS_WITHOUT_DATA, unsigned::SUCCESS_WITH_NULL_DATA] {
        refused(&fault, |_, error| {
            assert!(matches!(error, Error::Unverified(VerifyError::Missing { .. })), "{error:?}");
            says(error, Known::NotTrusted, Retry::Pointless, "the signature in the field `sign` is missing");
        })
        .await;
    }
}

#[tokio::test]
async fn a_signature_of_ktspay_without_data_is_of_nothing() {
    refused(&unsigned::SIGNATURE_WITHOUT_DATA, |_, error| {
        assert!(matches!(error, Error::Unverified(VerifyError::Canonical(_))), "{error:?}");
        let words = "the object `data`, over which the signature goes, is missing";
        says(error, Known::NotTrusted, Retry::Pointless, words);
    })
    .await;
}
