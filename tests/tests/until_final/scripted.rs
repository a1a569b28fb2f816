//! Providers that answer as a test says, on a clock that stands still until everybody waits.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use payspec_runtime::{Boxed, Client, Error, Incoming, Outgoing, Transport};
use payspec_tests::subject::{Draft, Subject};
use payspec_tests::wallet::Wallet;
use tokio::time::Instant;

/// Gives one body after the other, and the last one again and again.
#[derive(Debug, Clone)]
pub(crate) struct Scripted {
    subject: Subject,
    bodies: Arc<Vec<String>>,
    asked: Arc<Mutex<Vec<Duration>>>,
    start: Instant,
}

impl Scripted {
    pub(crate) fn new(subject: Subject, bodies: impl IntoIterator<Item = String>) -> Self {
        let bodies = Arc::new(bodies.into_iter().collect());
        Self { subject, bodies, asked: Arc::default(), start: Instant::now() }
    }

    /// A client of the provider as its specification says.
    pub(crate) fn client(&self) -> Client {
        self.client_at("https://provider.example")
    }

    /// The same at another URL.
    pub(crate) fn client_at(&self, url: &str) -> Client {
        let credentials = self.subject.credentials(&Wallet::agreed());
        Client::new(self.subject.provider(), url, credentials).transport(self.clone())
    }

    /// When it was asked, in milliseconds from the start.
    pub(crate) fn asked_at(&self) -> Vec<u128> {
        self.asked.lock().expect("nobody panicked here").iter().map(Duration::as_millis).collect()
    }
}

impl Transport for Scripted {
    fn send<'a>(&'a self, _: &'a Outgoing) -> Boxed<'a, Result<Incoming, Error>> {
        Box::pin(async move {
            let mut asked = self.asked.lock().expect("nobody panicked here");
            let body = self.bodies.get(asked.len()).or(self.bodies.last()).expect("there is one");
            asked.push(self.start.elapsed());
            assert!(asked.len() < 1_000, "asked in a busy loop");
            Ok(Incoming { status: 200, headers: Vec::new(), body: body.clone().into_bytes() })
        })
    }
}

/// A reply that says that the order is paid.
pub(crate) fn paid(subject: Subject) -> String {
    subject.paid().signed()
}

/// A reply that says that the order is not paid yet.
pub(crate) fn pending(subject: Subject) -> String {
    match subject {
        Subject::UmfServiceProvider => subject
            .draft(&format!(r#"{{"respCode":"02","respMsg":"支付中","signature":"{}"}}"#, Draft::SIGNATURE))
            .signed(),
        _ => with_state(subject, "NOTPAY", "0", "1", "0"),
    }
}

/// A reply with a state that the specification does not list.
pub(crate) fn unlisted(subject: Subject) -> String {
    match subject {
        Subject::UmfServiceProvider => {
            subject.paid().with("\"origRespCode\":\"00\"", "\"origRespCode\":\"77\"").signed()
        }
        _ => with_state(subject, "STRANGE", "77", "77", "77"),
    }
}

fn with_state(subject: Subject, umf: &str, leshua: &str, ktspay: &str, leopard: &str) -> String {
    let paid = subject.paid();
    match subject {
        Subject::UmfMerchant => paid.with("SUCCESS", umf),
        Subject::Leshua => paid.with("<status><![CDATA[2]]>", &format!("<status><![CDATA[{leshua}]]>")),
        Subject::Ktspay => paid.with("\"state\":2", &format!("\"state\":{ktspay}")),
        _ => paid.with("\"status\":\"1\"", &format!("\"status\":\"{leopard}\"")),
    }
    .signed()
}
