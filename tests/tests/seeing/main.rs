//! What observers, traces, counters and transcripts show: everything that an operator needs, no key ever, and no order
//! number and nothing personal unless the caller chose so.
//!
//! Everything is collected at the most talkative level, for every operation, on success and on every fault.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod canned;
mod simulated;
mod spans;
mod watcher;

use payspec_runtime::Error;

/// The label of what a client returned, by the words of the errors' documentation.
fn label<T>(returned: &Result<T, Error>) -> &'static str {
    use payspec_runtime::Phase::{Connecting, Receiving, Sending};
    match returned {
        Ok(_) => "answered",
        Err(Error::Refused(_)) => "refused",
        Err(Error::Transport { phase: Connecting, .. }) => "not_connected",
        Err(Error::Transport { phase: Sending, .. }) => "no_answer",
        Err(Error::Transport { phase: Receiving, .. }) => "broken_off",
        Err(Error::Status { .. } | Error::Redirect { .. }) => "status",
        Err(Error::Unverified(_)) => "unverified",
        Err(Error::Mismatch { .. }) => "mismatch",
        Err(
            Error::Malformed(_)
            | Error::TooLarge { .. }
            | Error::Incomplete { .. }
            | Error::Unreadable { .. },
        ) => "unreadable",
        Err(_) => "not_sent",
    }
}

/// Sees to it that none of these texts stands in another one.
fn are_not_in(texts: &[&str], shown: &str, place: &str) {
    for text in texts {
        assert!(!shown.contains(text), "{place} shows {text}:\n{shown}");
    }
}
