//! Asks servers that answer wrongly, and sees that nobody believes them.
#![allow(clippy::panic, reason = "a test fails by panicking")]

use payspec_runtime::{Error, Known, Money, Retry};

use crate::answer::Answer;
use crate::canned::Canned;
use crate::fault::Fault;
use crate::question::{Question, SharedTransport};
use crate::subject::{FEN, Subject};

/// Asks every provider that can answer with this fault, and hands each error to `check`.
///
/// # Panics
/// If an answer is believed, if a question is asked other than once, if somebody else is asked, or if no provider can
/// answer with this fault.
pub async fn refused(fault: &Fault, mut check: impl FnMut(Subject, &Error)) {
    let mut tried = 0;
    let transport = SharedTransport::default();
    for subject in Subject::ALL {
        let elsewhere = Canned::start(Answer::ok(subject.paid().signed())).await;
        let Some(answer) = fault.answer(subject, &elsewhere.url()) else { continue };
        tried += 1;
        let server = Canned::start(answer).await;
        let error = match question(fault, subject, &transport).ask(&server.url()).await {
            Err(error) => error,
            Ok(answered) => panic!("{subject:?} {} was believed: {:?}", fault.name, answered.states),
        };
        assert_eq!(server.connections().await, 1, "{subject:?} {}: asked once", fault.name);
        assert_eq!(elsewhere.connections().await, 0, "{subject:?} {}: somebody else was asked", fault.name);
        check(subject, &error);
    }
    assert!(tried > 0, "no provider can answer with {}", fault.name);
}

/// The question with which a fault shows.
#[must_use]
pub fn question(fault: &Fault, subject: Subject, transport: &SharedTransport) -> Question {
    Question {
        expected: fault.expects_amount.then(|| Money::cny(FEN)),
        transport: transport.clone(),
        ..Question::about(subject)
    }
}

/// Checks what an error says: what is known, whether asking again is sensible, and that these words are in it.
///
/// # Panics
/// If it says something else.
pub fn says(error: &Error, known: Known, retry: Retry, words: &str) {
    assert_eq!((error.known(), error.retry()), (known, retry), "{error}");
    let told = error.to_string();
    assert!(told.contains(words), "`{words}` is not in: {told}");
}
