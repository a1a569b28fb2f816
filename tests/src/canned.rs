//! A server on loopback that answers every request with the same bytes, right or wrong.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::answer::{Answer, Ending};

/// A server on loopback. It keeps what it was asked, and stops when it is dropped.
#[derive(Debug)]
pub struct Canned {
    port: u16,
    seen: Arc<Seen>,
    /// The connections that [`connections`](Self::connections) made itself.
    own: AtomicUsize,
    accepting: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Seen {
    connections: AtomicUsize,
    requests: Mutex<Vec<String>>,
}

impl Canned {
    /// Starts to answer.
    pub async fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let seen = Arc::new(Seen::default());
        let accepting = tokio::spawn(accept(listener, Arc::new(answer), Arc::clone(&seen)));
        Self { port, seen, own: AtomicUsize::new(0), accepting }
    }

    /// Where it is.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The port on which it listens.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// How many connections were made to it, whether or not anything was sent on them.
    pub async fn connections(&self) -> usize {
        // Connections are accepted in the order in which they were made: once this one is answered, the earlier ones
        // have been counted.
        let own = self.own.fetch_add(1, Ordering::SeqCst) + 1;
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.expect("it listens");
        while self.seen.connections.load(Ordering::SeqCst) < own {
            tokio::task::yield_now().await;
        }
        stream.write_all(SENTINEL).await.expect("it reads");
        let _ = stream.read(&mut [0]).await;
        self.seen.connections.load(Ordering::SeqCst) - own
    }

    /// What it was asked, heads and bodies.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        self.seen.requests.lock().expect("nobody panicked here").clone()
    }
}

impl Drop for Canned {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// What no client sends: it is answered at once, by the end of the connection.
const SENTINEL: &[u8] = b"\0";

async fn accept(listener: TcpListener, answer: Arc<Answer>, seen: Arc<Seen>) {
    while let Ok((stream, _)) = listener.accept().await {
        seen.connections.fetch_add(1, Ordering::SeqCst);
        tokio::spawn(serve(stream, Arc::clone(&answer), Arc::clone(&seen)));
    }
}

async fn serve(mut stream: TcpStream, answer: Arc<Answer>, seen: Arc<Seen>) {
    let Some(request) = read_request(&mut stream).await else { return };
    let request = String::from_utf8_lossy(&request).into_owned();
    seen.requests.lock().expect("nobody panicked here").push(request);
    // A client that has seen enough goes away in the middle of a large body.
    if stream.write_all(&answer.bytes).await.is_err() {
        return;
    }
    match answer.ending {
        Ending::Close => {
            let _ = stream.shutdown().await;
        }
        Ending::Silence => {}
        Ending::Endless => {
            let white_space = format!("4000\r\n{}\r\n", " ".repeat(0x4000));
            // 64 MiB are enough: a client that has read so much reads everything.
            for _ in 0..0x1000 {
                if stream.write_all(white_space.as_bytes()).await.is_err() {
                    return;
                }
            }
        }
    }
    // Until the client closes: closing first, with something unread, would take back what was written.
    while stream.read(&mut [0; 512]).await.is_ok_and(|count| count > 0) {}
}

/// The head and the body of a request; `None` of what is none.
async fn read_request(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(bytes.get(..end)?).to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = length.map_or(Ok(0), |length| length.trim().parse()).ok()?;
            if bytes.len() >= end + 4 + length {
                return Some(bytes);
            }
        }
        let mut buffer = [0; 4096];
        let count = stream.read(&mut buffer).await.ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(buffer.get(..count)?);
        if bytes == SENTINEL {
            return None;
        }
    }
}
