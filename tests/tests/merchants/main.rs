//! Many merchants of several providers, opened from a configuration, asking a simulator over sockets.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod connect;
mod files;
mod limits;
mod reload;
mod shops;
