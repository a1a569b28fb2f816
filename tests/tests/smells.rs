//! What the repository gives as an example has no smell itself.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn no_specification_has_a_warning() {
    let paths = ["specs", "tests/invented/specs", "cli/tests/fixtures"].map(|path| root().join(path));
    for path in paths {
        let loaded = payspec_codegen::load([&path]);
        assert!(loaded.diagnostics.is_empty(), "{}", loaded.diagnostics);
        assert!(!loaded.providers.is_empty(), "{}", path.display());
    }
}

#[test]
fn the_complete_provider_of_the_language_reference_has_no_warning() {
    let reference = std::fs::read_to_string(root().join("specs/README.md")).expect("the reference");
    let (_, rest) = reference.split_once("```yaml\n").expect("a block");
    let (provider, _) = rest.split_once("```\n").expect("its end");
    let loaded = payspec_codegen::load_text("specs/README.md", provider);
    assert!(loaded.diagnostics.is_empty(), "{}", loaded.diagnostics);
    assert_eq!(loaded.providers.len(), 1);
}

#[test]
fn every_rule_stands_in_the_language_reference() {
    let reference = std::fs::read_to_string(root().join("specs/README.md")).expect("the reference");
    let (_, diagnostics) = reference.split_once("## Diagnostics").expect("the chapter");
    let ranges: Vec<(u32, u32)> = diagnostics
        .lines()
        .filter_map(|line| line.strip_prefix("| PS")?.split_once(" |").map(|(codes, _)| codes))
        .map(|codes| {
            let number = |code: &str| code.trim_start_matches("PS").parse().expect("a number");
            let (first, last) = codes.split_once('–').unwrap_or((codes, codes));
            (number(first), number(last))
        })
        .collect();
    for rule in payspec_codegen::Rule::ALL {
        let number: u32 = rule.code()[2..].parse().expect("a number");
        assert!(ranges.iter().any(|(first, last)| (*first..=*last).contains(&number)), "{}", rule.code());
    }
}
