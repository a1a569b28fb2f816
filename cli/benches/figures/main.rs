//! The figures that the project wants to reach, each a ratio to its floor measured in the same run, or a count.
//!
//! `cargo bench` runs all; a word after `--` only those rows whose name holds it. `BENCHMARKS.md` keeps a record.
#![allow(
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::print_stdout,
    reason = "a benchmark talks to a terminal, stops where it cannot measure, and its numbers are no money"
)]

mod build;
mod generate;
mod load;
mod measure;
mod merchants;
mod message;

/// A figure: its name, what measures it and what is to be reached.
type Row = (&'static str, fn() -> String, &'static str);

fn main() {
    let filter = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let rows: [Row; 10] = [
        ("request, MD5", message::request, "≤ 2.0 ×"),
        ("response, MD5", message::response, "≤ 2.5 ×"),
        ("request, RSA", message::rsa_request, "≤ 1.05 ×"),
        ("response, RSA", message::rsa_response, "≤ 1.05 ×"),
        ("allocations of an MD5 request and response", message::allocations, "≤ 25"),
        ("queries over loopback, 64 in flight", load::queries, "≥ 0.9 ×"),
        ("10,000 orders as a stream, 64 in flight", load::streams, "≥ 0.9 ×"),
        ("opening 10,000 merchants, each with an RSA key", merchants::opening, "≤ 1 s"),
        ("generating", generate::specifications, "five ≤ 30 ms; 1,000 linear, ≤ 5 s"),
        ("building after an edit", build::after_an_edit, "≤ 4 s"),
    ];
    println!("{:<48} {:<34} measured", "figure", "to reach");
    for (name, measure, target) in rows.iter().filter(|(name, ..)| name.contains(&filter)) {
        println!("{name:<48} {target:<34} {}", measure());
    }
}
