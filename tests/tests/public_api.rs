//! What each crate promises is checked in, so that a change of it shows in review.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The crates that people name in their code. `payspec` adds to the runtime what `tests/golden` shows.
const CRATES: [&str; 4] = ["payspec-table", "payspec-runtime", "payspec-codegen", "payspec-simulator"];

#[test]
fn the_public_api_is_as_reviewed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("public-api");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut stale = Vec::new();
    for name in CRATES {
        let listed = match listed(&described(name)) {
            Ok(listed) => listed,
            Err(why) => {
                // Not captured by the test runner: who reads its summary sees what was not looked at.
                let words = format!("\nskipped: the public API is not compared; {why}\n");
                std::io::stderr().write_all(words.as_bytes()).expect("stderr is open");
                return;
            }
        };
        let path = folder.join(format!("{name}.txt"));
        let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
        if reviewed == listed {
            continue;
        }
        if update {
            std::fs::create_dir_all(&folder).expect("the folder can be made");
            std::fs::write(&path, listed).expect("the list can be written");
        } else {
            stale.push(format!("{name}\n{}", difference(&reviewed, &listed)));
        }
    }
    assert!(
        stale.is_empty(),
        "the public API is not what tests/public-api lists: look at the difference, then run \
         `UPDATE_GOLDEN=1 cargo test -p payspec-tests --test public_api`\n{}",
        stale.join("\n")
    );
}

/// Lets rustdoc describe a crate with all its features, for programs.
fn described(name: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from);
    let output = Command::new(env!("CARGO"))
        .args(["rustdoc", "--quiet", "--package", name, "--lib", "--all-features", "--target-dir"])
        .arg(&target)
        .args(["--", "-Z", "unstable-options", "--output-format", "json"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        // The format is unstable: it is read by a library of the same time, or not at all.
        .env("RUSTC_BOOTSTRAP", "1")
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    target.join("doc").join(format!("{}.json", name.replace('-', "_")))
}

fn listed(description: &Path) -> Result<String, String> {
    let api = public_api::Builder::from_rustdoc_json(description)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .build()
        .map_err(|error| format!("this toolchain describes crates in another format: {error}"))?;
    Ok(api.items().map(|item| format!("{item}\n")).collect())
}

/// The lines that only one of two lists has.
fn difference(reviewed: &str, found: &str) -> String {
    let only = |sign: &str, here: &str, there: &str| -> String {
        let there: std::collections::HashSet<&str> = there.lines().collect();
        here.lines().filter(|line| !there.contains(line)).map(|line| format!("{sign} {line}\n")).collect()
    };
    only("-", reviewed, found) + &only("+", found, reviewed)
}

#[test]
fn a_difference_names_what_went_and_what_came() {
    assert_eq!(difference("a\nb\n", "b\nc\n"), "- a\n+ c\n");
}
