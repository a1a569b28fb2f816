//! A reply as it goes over HTTP, and how it gets there.

/// A reply as it goes over HTTP.
#[derive(Debug)]
pub(crate) struct Parcel {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) delivery: Delivery,
}

/// How a reply gets there. Over TLS bytes are counted before they are encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// As it should.
    Whole,
    /// Not at all; the connection stays open until the client goes away.
    Never,
    /// The status line comes late.
    SlowHead,
    /// The head and the first byte come at once, the rest in drops.
    SlowBody,
    /// The connection is reset before the status line.
    ResetBeforeAnswer,
    /// The connection is reset when half of the body is out.
    ResetInBody,
    /// The head announces so many bytes, then comes the body with as many as it has, and the connection is closed.
    Announcing(usize),
    /// So many bytes of white space follow the body, in chunks, so that no head announces them.
    Padded(usize),
}

impl Parcel {
    /// An answer in the simulator's own words, which no client takes for a provider's.
    pub(crate) fn plain(status: u16, words: &str) -> Self {
        let content_type = ("content-type".to_owned(), "text/plain; charset=utf-8".to_owned());
        Self { status, headers: vec![content_type], body: words.into(), delivery: Delivery::Whole }
    }
}
