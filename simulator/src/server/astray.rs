//! Answers that go wrong on the way, written byte by byte. The connection ends with each.

use std::io;
use std::time::Duration;

use hyper::Response;
use hyper::header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Instant, timeout_at};

use super::line::Line;
use crate::reply::delivery::Delivery;

/// How long the first half of an answer has to arrive and be read before the connection is reset, so that the client sees
/// an answer that broke off, and not that there was none: some systems throw away at a reset what has arrived and was not
/// read. There is no way to be told that it was read; so long a client needs only on a machine that is overloaded.
const ARRIVAL: Duration = Duration::from_millis(200);

/// In so many drops a slow body comes, after its first byte.
const DROPS: u32 = 20;

/// Sends an answer astray. A client that goes away in the meantime ends it.
pub(super) async fn deliver<L: Line>(
    mut line: L,
    delivery: Delivery,
    response: Response<Vec<u8>>,
    slowness: Duration,
) {
    let body = response.body();
    let sent = match delivery {
        Delivery::ResetBeforeAnswer => return line.reset(),
        Delivery::ResetInBody => {
            // An answer without a body has a middle too, if it announces one.
            let length = Framing::Length(body.len().max(1));
            let half = [&*head(&response, length), &body[..body.len() / 2]].concat();
            if write(&mut line, &half).await.is_ok() {
                // Whether the client waited for it or went away, what follows is the same.
                let _ = pause(&mut line, ARRIVAL).await;
            }
            return line.reset();
        }
        Delivery::SlowBody => {
            let head = head(&response, Framing::Length(body.len()));
            drops(&mut line, head, body, slowness).await
        }
        Delivery::Announcing(length) => {
            let answer = [&*head(&response, Framing::Length(length)), body].concat();
            write(&mut line, &answer).await
        }
        Delivery::Padded(blanks) => pad(&mut line, &response, blanks).await,
        // Those do not come here; whole is what they would be.
        Delivery::Whole | Delivery::Never | Delivery::SlowHead => {
            let answer = [&*head(&response, Framing::Length(body.len())), body].concat();
            write(&mut line, &answer).await
        }
    };
    if sent.is_ok() {
        // A client that is gone by now has all that there was.
        let _ = line.shutdown().await;
    }
}

/// How the end of a body is told.
#[derive(Clone, Copy)]
enum Framing {
    /// By `content-length`, true or not.
    Length(usize),
    /// By a last chunk.
    Chunks,
}

/// The status line and the headers, up to the body.
fn head(response: &Response<Vec<u8>>, framing: Framing) -> Vec<u8> {
    let status = response.status();
    let reason = status.canonical_reason().unwrap_or_default();
    let mut head = format!("HTTP/1.1 {} {reason}\r\n", status.as_str()).into_bytes();
    for (name, value) in response.headers() {
        if ![CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING].contains(name) {
            for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
                head.extend_from_slice(part);
            }
        }
    }
    let framing = match framing {
        Framing::Length(length) => format!("content-length: {length}"),
        Framing::Chunks => "transfer-encoding: chunked".to_owned(),
    };
    // Nobody is to reuse the connection: what follows on it belongs to no answer.
    head.extend_from_slice(format!("{framing}\r\nconnection: close\r\n\r\n").as_bytes());
    head
}

/// Writes until it has left this program.
async fn write<L: Line>(line: &mut L, bytes: &[u8]) -> io::Result<()> {
    line.write_all(bytes).await?;
    line.flush().await
}

/// Writes the head with the first byte at once and the rest in drops.
async fn drops<L: Line>(line: &mut L, mut head: Vec<u8>, body: &[u8], slowness: Duration) -> io::Result<()> {
    let (first, rest) = body.split_at(body.len().min(1));
    head.extend_from_slice(first);
    write(line, &head).await?;
    let size = rest.len().div_ceil(DROPS as usize).max(1);
    let drops = rest.chunks(size);
    let interval = slowness / u32::try_from(drops.len()).unwrap_or(DROPS).max(1);
    for drop in drops {
        pause(line, interval).await?;
        write(line, drop).await?;
    }
    Ok(())
}

/// Writes the body and so many blanks, without having them all in memory.
async fn pad<L: Line>(line: &mut L, response: &Response<Vec<u8>>, blanks: usize) -> io::Result<()> {
    const MOST: usize = 1 << 16;
    let mut first = head(response, Framing::Chunks);
    if !response.body().is_empty() {
        first.extend(chunk(response.body()));
    }
    write(line, &first).await?;
    let full = chunk(&[b' '; MOST]);
    for _ in 0..blanks / MOST {
        line.write_all(&full).await?;
    }
    let left = blanks % MOST;
    if left > 0 {
        line.write_all(&chunk(&vec![b' '; left])).await?;
    }
    write(line, b"0\r\n\r\n").await
}

/// A chunk; an empty one would be the last.
fn chunk(content: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", content.len()).as_bytes(), content, b"\r\n"].concat()
}

/// Waits; an error if the client goes away meanwhile. What it says meanwhile is not heard.
async fn pause<L: Line>(line: &mut L, length: Duration) -> io::Result<()> {
    let end = Instant::now() + length;
    let mut ignored = [0; 256];
    while let Ok(read) = timeout_at(end, line.read(&mut ignored)).await {
        if read? == 0 {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
