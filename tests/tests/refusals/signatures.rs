//! Signatures that are missing, broken, or of something else.

use payspec_runtime::{Error, Known, OrderState, Retry, VerifyError};
use payspec_tests::answer::Answer;
use payspec_tests::canned::Canned;
use payspec_tests::fault::{Fault, signatures};
use payspec_tests::question::Question;
use payspec_tests::refused::{refused, says};
use payspec_tests::subject::Subject;

/// Every such error can be told from the others by its words; nothing is known, and asking again is of no use.
async fn unverified(fault: &Fault, expected: impl Fn(&VerifyError) -> bool, words: impl Fn(&str) -> String) {
    refused(fault, |subject, error| {
        let Error::Unverified(verify) = error else { panic!("{subject:?} {}: {error:?}", fault.name) };
        assert!(expected(verify), "{subject:?} {}: {verify:?}", fault.name);
        let place = format!("the field `{}`", subject.signature_field());
        says(
            error,
            Known::NotTrusted,
            Retry::Pointless,
            &format!("the reply cannot be trusted: {}", words(&place)),
        );
    })
    .await;
}

fn wrong(_: &str) -> String {
    "the signature is wrong".to_owned()
}

#[tokio::test]
async fn a_reply_without_a_signature_is_not_believed() {
    for fault in [signatures::MISSING, signatures::NULL, signatures::NAMES_NO_ALGORITHM] {
        unverified(
            &fault,
            |error| matches!(error, VerifyError::Missing { .. }),
            |place| format!("the signature in {place} is missing"),
        )
        .await;
    }
}

#[tokio::test]
async fn a_reply_with_an_empty_signature_is_not_believed() {
    unverified(
        &signatures::EMPTY,
        |error| matches!(error, VerifyError::Empty { .. }),
        |place| format!("the signature in {place} is empty"),
    )
    .await;
}

#[tokio::test]
async fn a_signature_that_is_none_by_its_form_is_malformed() {
    for (fault, what) in [
        (signatures::MALFORMED, "it is not in the rule's encoding"),
        (signatures::WITH_LINE_BREAK, "it is not in the rule's encoding"),
        (signatures::SHORT, "it has another length"),
        (signatures::NOT_A_TEXT, "it is not a text"),
    ] {
        unverified(
            &fault,
            |error| matches!(error, VerifyError::Malformed { .. }),
            |place| format!("the signature in {place} is malformed: {what}"),
        )
        .await;
    }
}

#[tokio::test]
async fn a_signature_with_one_digit_changed_is_wrong() {
    unverified(&signatures::WRONG, |error| *error == VerifyError::Wrong, wrong).await;
}

#[tokio::test]
async fn a_signature_with_the_key_of_a_stranger_is_wrong() {
    unverified(&signatures::OF_A_STRANGER, |error| *error == VerifyError::Wrong, wrong).await;
}

#[tokio::test]
async fn the_signature_of_another_message_is_wrong() {
    unverified(&signatures::OF_ANOTHER_MESSAGE, |error| *error == VerifyError::Wrong, wrong).await;
}

#[tokio::test]
async fn a_message_that_was_changed_after_signing_is_not_believed() {
    for fault in [signatures::STATE_CHANGED, signatures::AMOUNT_CHANGED, signatures::MEMBER_ADDED] {
        unverified(&fault, |error| *error == VerifyError::Wrong, wrong).await;
    }
}

#[tokio::test]
async fn a_member_of_which_nobody_knows_how_it_is_signed_cannot_be_verified() {
    unverified(
        &signatures::NESTED,
        |error| matches!(error, VerifyError::Canonical(_)),
        |_| "it cannot be verified: the member `added` is an object or a list".to_owned(),
    )
    .await;
}

#[tokio::test]
async fn the_algorithm_is_never_that_which_the_message_names() {
    refused(&signatures::NAMES_ANOTHER_ALGORITHM, |subject, error| {
        let Error::Unverified(verify) = error else { panic!("{subject:?}: {error:?}") };
        // An HMAC is longer than the MD5 that is due; RSA signatures are as long as the key.
        match verify {
            VerifyError::Malformed { what, .. } => {
                assert!(!subject.is_rsa());
                assert_eq!(*what, "it has another length");
            }
            other => {
                assert!(subject.is_rsa());
                assert_eq!(*other, VerifyError::Wrong);
            }
        }
        assert_eq!((error.known(), error.retry()), (Known::NotTrusted, Retry::Pointless));
    })
    .await;
    unverified(&signatures::NAMES_MD5, |error| *error == VerifyError::Wrong, wrong).await;
}

#[tokio::test]
async fn a_rightly_signed_reply_is_believed_whatever_algorithm_it_names() {
    for subject in Subject::ALL {
        for name in ["NONE", "none", "MD5", "RSA2", "HMAC-SHA256", ""] {
            let server = Canned::start(Answer::ok(signatures::naming(subject, name).signed())).await;
            let answered = Question::about(subject).ask(&server.url()).await;
            let answered = answered.unwrap_or_else(|error| panic!("{subject:?} {name}: {error}"));
            assert!(answered.states.contains(&OrderState::Paid), "{subject:?} {name}");
        }
    }
}

/// It would help whoever can read logs to forge the next one.
#[tokio::test]
async fn no_error_tells_the_signature_that_would_have_been_right() {
    for fault in [signatures::WRONG, signatures::OF_ANOTHER_MESSAGE, signatures::EMPTY, signatures::MISSING] {
        refused(&fault, |subject, error| {
            let right = subject.paid().signature();
            let shown = format!("{error} {error:?}").to_lowercase();
            assert!(!shown.contains(&right.to_lowercase()), "{subject:?}: {shown}");
        })
        .await;
    }
}

/// Where both directions are signed with one key, a request is a message with a good signature.
#[tokio::test]
async fn a_request_that_is_sent_back_is_no_reply() {
    for subject in Subject::ALL {
        let server = Canned::start(Answer::ok("")).await;
        let _ = Question::about(subject).ask(&server.url()).await;
        let requests = server.requests();
        let body =
            requests.first().and_then(|request| request.split_once("\r\n\r\n")).expect("it was asked").1;
        let echo = echoed(subject, body);
        let mirror = Canned::start(Answer::ok(&echo)).await;
        let error = Question::about(subject).ask(&mirror.url()).await.expect_err("a request is no reply");
        assert_eq!(error.known(), Known::NotTrusted, "{subject:?}: {error}");
    }
}

/// What somebody on the way makes of a request: its members in the encoding of a reply, with a success in front where
/// that is not signed.
fn echoed(subject: Subject, request: &str) -> String {
    let members = if request.starts_with('{') {
        payspec_runtime::json::read(request.as_bytes())
    } else {
        payspec_runtime::form::read(request.as_bytes())
    };
    let members = members.expect("a request can be read");
    let text = |name: &str| members.root().member(name).and_then(|node| node.text()).unwrap_or_default();
    let signature = text(subject.signature_field()).to_owned();
    let json: Vec<String> = members
        .root()
        .members()
        .filter(|member| member.name() != subject.signature_field())
        .map(|member| format!("\"{}\":\"{}\"", member.name(), member.text().unwrap_or_default()))
        .collect();
    match subject {
        Subject::Leshua => {
            let elements: String = members
                .root()
                .members()
                .map(|member| format!("<{0}>{1}</{0}>", member.name(), member.text().unwrap_or_default()))
                .collect();
            format!("<leshua><resp_code>0</resp_code>{elements}</leshua>")
        }
        Subject::Ktspay => {
            format!(r#"{{"code":0,"msg":"SUCCESS","data":{{{}}},"sign":"{signature}"}}"#, json.join(","))
        }
        _ => format!(r#"{{{},"{}":"{signature}"}}"#, json.join(","), subject.signature_field()),
    }
}
