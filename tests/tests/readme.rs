//! What the README shows is what there is.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The fenced blocks of a Markdown file, each with its language.
fn blocks(markdown: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in markdown.lines() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(language), None) => open = Some((language.to_owned(), String::new())),
            (Some(_), Some(block)) => blocks.push(block),
            (None, Some((language, mut text))) => {
                text.push_str(line);
                text.push('\n');
                open = Some((language, text));
            }
            (None, None) => {}
        }
    }
    blocks
}

#[test]
fn the_examples_of_the_readme_are_those_that_are_compiled() {
    let readme = blocks(&read("README.md"));
    for name in ["order", "reconcile"] {
        let example = read(&format!("generated/examples/{name}.rs"));
        let code = example.split_once("\nuse ").map(|(_, code)| format!("use {code}")).expect("imports");
        let shown = |(language, text): &&(String, String)| language == "rust" && *text == code;
        assert!(readme.iter().any(|block| shown(&block)), "the README does not show {name}.rs as it is");
    }
}

#[test]
fn both_languages_show_the_same_code() {
    assert_eq!(blocks(&read("README.md")), blocks(&read("README.zh-CN.md")));
}

#[test]
fn every_provider_is_a_feature_of_the_library_and_a_row_of_the_readme() {
    let providers = payspec_codegen::load([Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs")])
        .into_result()
        .expect("the specifications are right");
    let (manifest, readme) = (read("generated/Cargo.toml"), read("README.md"));
    for provider in &providers {
        let name = provider.name();
        assert!(manifest.lines().any(|line| line == format!("{name} = []")), "no feature `{name}`");
        assert!(readme.contains(&format!("| `{name}` |")), "no row for `{name}`");
        for operation in &provider.operations {
            assert!(readme.contains(&format!("`{}`", operation.name)), "no word of `{}`", operation.name);
        }
    }
}
