//! Answers of HTTP, byte for byte, so that they can be wrong.

/// What a [`Canned`](crate::canned::Canned) server sends.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The bytes, from the status line on.
    pub bytes: Vec<u8>,
    /// What follows them.
    pub ending: Ending,
}

/// What follows an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The server closes the connection.
    Close,
    /// The server says nothing more and keeps the connection open.
    Silence,
    /// The server sends chunks of white space until the client goes away, and after 64 MiB nothing more.
    Endless,
}

impl Answer {
    /// A body under the status 200.
    #[must_use]
    pub fn ok(body: impl AsRef<[u8]>) -> Self {
        Self::status(200, body)
    }

    /// A body under any status.
    #[must_use]
    pub fn status(status: u16, body: impl AsRef<[u8]>) -> Self {
        let length = body.as_ref().len();
        Self::with_head(status, &format!("content-length: {length}\r\n"), body)
    }

    /// A redirect that carries a body.
    #[must_use]
    pub fn redirect(status: u16, location: &str, body: impl AsRef<[u8]>) -> Self {
        let length = body.as_ref().len();
        Self::with_head(status, &format!("location: {location}\r\ncontent-length: {length}\r\n"), body)
    }

    /// A body that announces another length than it has.
    #[must_use]
    pub fn announcing(length: usize, body: impl AsRef<[u8]>) -> Self {
        Self::with_head(200, &format!("content-length: {length}\r\n"), body)
    }

    /// A body in chunks of at most 16 KiB.
    #[must_use]
    pub fn chunked(body: impl AsRef<[u8]>) -> Self {
        let mut answer = Self::chunked_without_end(body);
        answer.bytes.extend_from_slice(b"0\r\n\r\n");
        answer
    }

    /// A body in chunks, without the chunk that ends it.
    #[must_use]
    pub fn chunked_without_end(body: impl AsRef<[u8]>) -> Self {
        let mut chunks = Vec::new();
        for chunk in body.as_ref().chunks(16 << 10) {
            chunks.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
            chunks.extend_from_slice(chunk);
            chunks.extend_from_slice(b"\r\n");
        }
        Self::with_head(200, "transfer-encoding: chunked\r\n", chunks)
    }

    /// A body in chunks that never ends.
    #[must_use]
    pub fn endless(body: impl AsRef<[u8]>) -> Self {
        Self { ending: Ending::Endless, ..Self::chunked_without_end(body) }
    }

    /// No answer at all.
    #[must_use]
    pub const fn none(ending: Ending) -> Self {
        Self { bytes: Vec::new(), ending }
    }

    fn with_head(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Self {
        let head = format!("HTTP/1.1 {status} x\r\nconnection: close\r\n{headers}\r\n");
        Self { bytes: [head.as_bytes(), body.as_ref()].concat(), ending: Ending::Close }
    }
}
