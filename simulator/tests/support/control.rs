//! A simulator whose control interface is asked, byte by byte, over a socket.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

use std::sync::Arc;

use payspec_codegen::load;
use payspec_runtime::{Client, ProviderRef};
use payspec_simulator::Simulator;
use payspec_table::{Provider, Purpose};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(crate) struct Controlled {
    pub(crate) simulator: Simulator,
    /// One of its providers, that can be asked about one order.
    pub(crate) provider: String,
    table: Arc<Provider>,
}

/// A request that is to be sent.
#[derive(Debug)]
pub(crate) struct Sent {
    method: &'static str,
    path: String,
    headers: Vec<(String, String)>,
    body: String,
}

/// What came back; the head in lower case.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) text: String,
    pub(crate) json: Value,
}

impl Controlled {
    pub(crate) async fn start() -> Self {
        let providers = load([concat!(env!("CARGO_MANIFEST_DIR"), "/../specs")]).into_result().unwrap();
        let tables: Vec<Arc<Provider>> =
            providers.into_iter().map(|provider| Arc::new(provider.table)).collect();
        let builder = Simulator::new(tables.iter().cloned()).control("127.0.0.1:0");
        let simulator = builder.bind("127.0.0.1:0").await.unwrap();
        let one =
            |table: &&Arc<Provider>| table.operations.iter().any(|each| each.purpose == Purpose::OrderQuery);
        let table = tables.iter().find(one).unwrap().clone();
        Self { simulator, provider: table.name.to_string(), table }
    }

    pub(crate) fn origin(&self) -> String {
        self.simulator.control_url().unwrap().trim_end_matches('/').to_owned()
    }

    /// The path of an order.
    pub(crate) fn order(&self, number: &str) -> String {
        let number: String = url::form_urlencoded::byte_serialize(number.as_bytes()).collect();
        format!("/api/providers/{}/orders/{}", self.provider, number.replace('+', "%20"))
    }

    /// Asks the provider about an order, whatever comes of it.
    pub(crate) async fn ask(&self, number: &str) {
        let url = self.simulator.url(&self.provider).unwrap();
        let credentials = self.simulator.credentials(&self.provider).unwrap();
        let client = Client::new(ProviderRef::from(Arc::clone(&self.table)), url, credentials);
        let operation =
            self.table.operations.iter().find(|each| each.purpose == Purpose::OrderQuery).unwrap();
        let _ = crate::support::ask(&client, operation, number).await;
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Sent::bare("GET", path)).await
    }

    pub(crate) async fn send(&self, sent: Sent) -> Answer {
        let host = self.origin().trim_start_matches("http://").to_owned();
        let mut stream = TcpStream::connect(&host).await.unwrap();
        let mut message = format!("{} {} HTTP/1.1\r\nconnection: close\r\n", sent.method, sent.path);
        if sent.headers.iter().all(|(name, _)| name != "host") {
            message.push_str(&format!("host: {host}\r\n"));
        }
        for (name, value) in &sent.headers {
            message.push_str(&format!("{name}: {value}\r\n"));
        }
        message.push_str(&format!("content-length: {}\r\n\r\n{}", sent.body.len(), sent.body));
        stream.write_all(message.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, text) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let json = serde_json::from_str(text).unwrap_or_default();
        Answer { status, head: head.to_lowercase(), text: text.to_owned(), json }
    }
}

impl Sent {
    pub(crate) fn bare(method: &'static str, path: &str) -> Self {
        Self::text(method, path, "")
    }

    pub(crate) fn text(method: &'static str, path: &str, body: &str) -> Self {
        Self { method, path: path.to_owned(), headers: Vec::new(), body: body.to_owned() }
    }

    pub(crate) fn json(method: &'static str, path: &str, body: &Value) -> Self {
        Self::text(method, path, &body.to_string())
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}
