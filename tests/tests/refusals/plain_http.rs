//! Plain http to a host that is not loopback is refused before a packet leaves.

use payspec_runtime::{Boxed, Client, Error, Incoming, Known, OrderState, Outgoing, Retry, Transport};
use payspec_tests::answer::Answer;
use payspec_tests::canned::Canned;
use payspec_tests::question::Question;
use payspec_tests::refused::says;
use payspec_tests::subject::Subject;

/// No address of loopback by its text, and yet an address of this machine, so that a packet would be seen.
fn not_loopback_by_name(port: u16) -> String {
    format!("http://0.0.0.0:{port}")
}

fn allowed(client: Client) -> Client {
    client.allow_plain_http()
}

#[tokio::test]
async fn plain_http_to_a_host_that_is_not_loopback_is_refused_and_no_packet_leaves() {
    for subject in Subject::ALL {
        let server = Canned::start(Answer::ok(subject.paid().signed())).await;
        let url = not_loopback_by_name(server.port());
        let error = Question::about(subject).ask(&url).await.expect_err("it is plain http");
        assert!(
            matches!(&error, Error::PlainHttp { host, .. } if host == "0.0.0.0"),
            "{subject:?}: {error:?}"
        );
        says(
            &error,
            Known::NothingSent,
            Retry::Pointless,
            "`0.0.0.0` would be asked over plain http; use https",
        );
        assert_eq!(server.connections().await, 0, "{subject:?}");
    }
}

/// Without this, the test before proves nothing.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn plain_http_is_asked_where_it_was_allowed() {
    for subject in Subject::ALL {
        let server = Canned::start(Answer::ok(subject.paid().signed())).await;
        let question = Question { settings: allowed, ..Question::about(subject) };
        let answered = question.ask(&not_loopback_by_name(server.port())).await.expect("it was allowed");
        assert!(answered.states.contains(&OrderState::Paid), "{subject:?}");
        assert_eq!(server.connections().await, 1, "{subject:?}");
    }
}

/// What carries nothing and fails the test that uses it.
#[derive(Debug)]
struct Untouched;

impl Transport for Untouched {
    fn send<'a>(&'a self, request: &'a Outgoing) -> Boxed<'a, Result<Incoming, Error>> {
        panic!("{} was about to be asked", request.url)
    }
}

fn untouched(client: Client) -> Client {
    client.transport(Untouched)
}

#[tokio::test]
async fn names_that_look_like_loopback_are_refused() {
    for host in [
        "localhost.example.com",
        "127.0.0.1.example.com",
        "10.0.0.1",
        "[::ffff:7f00:1]",
        "[fe80::1]",
        "pay.invalid",
    ] {
        for subject in Subject::ALL {
            let question = Question { settings: untouched, ..Question::about(subject) };
            let error = question.ask(&format!("http://{host}/")).await.expect_err("it is plain http");
            assert!(matches!(&error, Error::PlainHttp { .. }), "{subject:?} {host}: {error:?}");
            assert_eq!(error.known(), Known::NothingSent);
        }
    }
}

/// Its provider offers nothing else.
#[tokio::test]
async fn an_environment_over_plain_http_is_refused_as_well() {
    use payspec::umf_service_provider::{Client, Credentials, Environment, QueryOrder};
    let wallet = payspec_tests::wallet::Wallet::agreed();
    let credentials =
        Credentials::new("Y471790403", "41509208", wallet.private_key.clone(), wallet.platform_public_key());
    for environment in [Environment::Production, Environment::Test] {
        let client = Client::new(environment, credentials.clone()).with(untouched);
        let error = client.query_order(QueryOrder::by_order_no("1")).await.expect_err("it is plain http");
        says(&error, Known::NothingSent, Retry::Pointless, "allow plain http explicitly");
    }
}

#[tokio::test]
async fn a_url_that_is_none_is_refused() {
    for url in
        ["", "pay.example.com", "ftp://127.0.0.1", "http://user:password@127.0.0.1", "http://127.0.0.1/?a=b"]
    {
        let question = Question { settings: untouched, ..Question::about(Subject::Leshua) };
        let error = question.ask(url).await.expect_err("it cannot be used");
        assert!(matches!(error, Error::Url { .. }), "{url}: {error:?}");
        says(&error, Known::NothingSent, Retry::Pointless, "the provider's URL is unusable");
        assert!(!format!("{error} {error:?}").contains("password"), "{error:?}");
    }
}
