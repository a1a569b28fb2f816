//! Reads specifications and prints what is wrong with them: `cargo run --example check -- specs`.
#![allow(clippy::print_stderr, reason = "an example talks to a terminal")]

use std::process::ExitCode;

fn main() -> ExitCode {
    let loaded = payspec_codegen::load(std::env::args_os().skip(1).map(std::path::PathBuf::from));
    eprint!("{}", loaded.diagnostics.render(true));
    eprintln!("{} specifications, {} mistakes", loaded.providers.len(), loaded.diagnostics.errors());
    ExitCode::from(u8::from(loaded.diagnostics.errors() > 0))
}
