//! The command as a user runs it: the binary, its streams and its exit codes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "tests")]

mod check;
mod configuration;
mod describe;
mod diff;
mod docs;
mod drift;
mod explain;
mod import;
mod new;
mod payspec;
mod published;
mod query;
mod sign;
mod simulate;
mod verify;
