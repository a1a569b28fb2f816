//! What a client does not believe, over HTTP, for every provider that can send it.
//!
//! Each fault is refused with an error of its own; none of them gives a state.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod amounts;
mod duplicates;
mod encodings;
mod identity;
mod keys;
mod plain_http;
mod signatures;
mod transport;
mod unsigned;
mod words;

use payspec_runtime::OrderState;
use payspec_tests::answer::Answer;
use payspec_tests::canned::Canned;
use payspec_tests::question::{Question, SharedTransport};
use payspec_tests::subject::{FEN, Subject};

/// Without this, every refusal would prove nothing.
#[tokio::test]
async fn an_honest_reply_is_believed() {
    let transport = SharedTransport::default();
    for subject in Subject::ALL {
        for answer in [Answer::ok(subject.paid().signed()), Answer::chunked(subject.paid().signed())] {
            let server = Canned::start(answer).await;
            let question = Question {
                expected: Some(payspec_runtime::Money::cny(FEN)),
                transport: transport.clone(),
                ..Question::about(subject)
            };
            let answered =
                question.ask(&server.url()).await.unwrap_or_else(|error| panic!("{subject:?}: {error}"));
            assert!(!answered.states.is_empty(), "{subject:?}");
            assert!(
                answered.states.iter().all(|state| *state == OrderState::Paid),
                "{subject:?} {answered:?}"
            );
            assert_eq!(server.connections().await, 1, "{subject:?}");
        }
    }
}

/// The signature of `pending` is used as that of another message.
#[tokio::test]
async fn an_honest_reply_about_an_order_that_is_not_paid_is_believed() {
    for subject in Subject::ALL {
        let body = payspec_tests::fault::signatures::pending(subject).signed();
        let server = Canned::start(Answer::ok(body)).await;
        let answered = Question::about(subject).ask(&server.url()).await.expect("it is honest");
        assert!(answered.states.iter().any(|state| *state != OrderState::Paid), "{subject:?} {answered:?}");
    }
}
