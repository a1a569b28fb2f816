//! Honest replies that do not arrive as they should.

use std::time::{Duration, Instant};

use payspec_runtime::{Client, Error, Known, Malformed, Phase, Retry};
use payspec_tests::answer::{Answer, Ending};
use payspec_tests::canned::Canned;
use payspec_tests::fault::transport;
use payspec_tests::question::{Question, impatient};
use payspec_tests::refused::{refused, says};
use payspec_tests::subject::Subject;

#[tokio::test]
async fn a_body_that_is_cut_short_is_not_read_even_if_a_whole_message_is_in_it() {
    for fault in [
        transport::CUT_SHORT,
        transport::SHORTER_THAN_ANNOUNCED,
        transport::CHUNKS_CUT_SHORT,
        transport::CHUNKS_WITHOUT_END,
    ] {
        refused(&fault, |subject, error| {
            let receiving = matches!(error, Error::Transport { phase: Phase::Receiving, .. });
            assert!(receiving, "{subject:?} {}: {error:?}", fault.name);
            says(error, Known::MayHaveBeenReceived, Retry::Sensible, "the provider's answer broke off");
        })
        .await;
    }
}

#[tokio::test]
async fn a_body_that_ends_where_it_was_announced_to_is_no_message_if_that_is_too_soon() {
    refused(&transport::LONGER_THAN_ANNOUNCED, |subject, error| {
        // Half of the bytes can end inside a character.
        let malformed = matches!(error, Error::Malformed(Malformed::Syntax { .. } | Malformed::NotUtf8));
        assert!(malformed, "{subject:?}: {error:?}");
        says(error, Known::NotTrusted, Retry::Later, "the reply cannot be read: ");
    })
    .await;
}

#[tokio::test]
async fn a_server_that_closes_without_an_answer_may_have_received_the_question() {
    refused(&transport::NO_ANSWER, |subject, error| {
        assert!(matches!(error, Error::Transport { phase: Phase::Sending, .. }), "{subject:?}: {error:?}");
        says(error, Known::MayHaveBeenReceived, Retry::Sensible, "no answer from the provider");
    })
    .await;
}

#[tokio::test]
async fn a_server_that_says_nothing_may_have_received_the_question() {
    for subject in Subject::ALL {
        let server = Canned::start(Answer::none(Ending::Silence)).await;
        let question = Question { settings: impatient, ..Question::about(subject) };
        let started = Instant::now();
        let error = question.ask(&server.url()).await.expect_err("it said nothing");
        assert!(started.elapsed() < Duration::from_secs(5), "{subject:?}");
        assert!(matches!(error, Error::Transport { phase: Phase::Sending, .. }), "{subject:?}: {error:?}");
        says(&error, Known::MayHaveBeenReceived, Retry::Sensible, "no answer from the provider");
    }
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_sent() {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    for subject in Subject::ALL {
        let error = Question::about(subject).ask(&url).await.expect_err("nobody listens");
        assert!(matches!(error, Error::Transport { phase: Phase::Connecting, .. }), "{subject:?}: {error:?}");
        says(&error, Known::NothingSent, Retry::Sensible, "no connection to the provider, nothing was sent");
    }
}

#[tokio::test]
async fn a_body_of_two_mebibytes_is_not_read() {
    for fault in
        [transport::LARGE, transport::LARGE_IN_CHUNKS, transport::ENDLESS, transport::ANNOUNCED_TO_BE_ENDLESS]
    {
        refused(&fault, |subject, error| {
            let too_large = matches!(error, Error::TooLarge { limit: 1_048_576 });
            assert!(too_large, "{subject:?} {}: {error:?}", fault.name);
            says(error, Known::NotTrusted, Retry::Pointless, "the reply is larger than 1048576 bytes");
        })
        .await;
    }
}

#[tokio::test]
async fn a_body_of_two_mebibytes_is_read_by_a_caller_who_asks_for_it() {
    fn generous(client: Client) -> Client {
        client.max_body(2 << 20)
    }
    let subject = Subject::Leshua;
    for fault in [transport::LARGE, transport::LARGE_IN_CHUNKS] {
        let server = Canned::start(fault.answer(subject, "").expect("it applies")).await;
        let question = Question { settings: generous, ..Question::about(subject) };
        question.ask(&server.url()).await.expect("it is honest, and not too large");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for (status, fault) in [
        (301, transport::REDIRECT_301),
        (302, transport::REDIRECT_302),
        (303, transport::REDIRECT_303),
        (307, transport::REDIRECT_307),
        (308, transport::REDIRECT_308),
    ] {
        refused(&fault, |subject, error| {
            let redirect = matches!(error, Error::Redirect { status: found } if *found == status);
            assert!(redirect, "{subject:?} {}: {error:?}", fault.name);
            let words = format!("a redirect (HTTP {status}), which is never followed");
            says(error, Known::NotTrusted, Retry::Pointless, &words);
        })
        .await;
    }
}

#[tokio::test]
async fn nothing_is_believed_under_the_status_of_an_error() {
    for (status, retry, fault) in [
        (404, Retry::Pointless, transport::HTML_UNDER_404),
        (500, Retry::Later, transport::HTML_UNDER_500),
        (502, Retry::Later, transport::HTML_UNDER_502),
        (500, Retry::Later, transport::HONEST_UNDER_500),
    ] {
        refused(&fault, |subject, error| {
            let found = matches!(error, Error::Status { status: found } if *found == status);
            assert!(found, "{subject:?} {}: {error:?}", fault.name);
            says(
                error,
                Known::MayHaveBeenReceived,
                retry,
                &format!("the provider answered with HTTP status {status}"),
            );
        })
        .await;
    }
}
