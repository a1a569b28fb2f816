//! Turns specifications of payment providers into typed Rust clients.
