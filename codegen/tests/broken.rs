//! What an author sees: every rule broken in a file of its own, next to the diagnostics that are shown for it.
//!
//! `broken/valid.yaml` has no mistake; every other file differs from it in one. After a change of words look at the
//! difference, then run `UPDATE_GOLDEN=1 cargo test -p payspec-codegen --test broken`.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use payspec_codegen::{Diagnostics, Rule, load};

/// Rules that a small file cannot break.
const WITHOUT_A_FILE: &[Rule] = &[Rule::Unreadable, Rule::TooLarge];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken")
}

/// The cases, by name: files, and folders of files that are wrong together.
fn cases() -> Vec<(String, PathBuf)> {
    let mut cases: Vec<(String, PathBuf)> = std::fs::read_dir(folder())
        .expect("the folder of broken specifications")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir() || path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| (path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned(), path))
        .filter(|(name, _)| name != "valid")
        .collect();
    cases.sort();
    cases
}

fn diagnostics(path: &Path) -> Diagnostics {
    load([path]).diagnostics
}

/// As an author sees it who calls it in the folder of the cases.
fn rendered(diagnostics: &Diagnostics) -> String {
    let folder = format!("{}{}", folder().display(), std::path::MAIN_SEPARATOR);
    diagnostics.render(false).replace(&folder, "")
}

fn check(case: &str, path: &Path, stale: &mut Vec<String>) {
    let found = diagnostics(path);
    let code = case.split('_').next().unwrap_or_default();
    let codes: Vec<&str> =
        found.files.iter().flat_map(|file| &file.diagnostics).map(|one| one.rule.code()).collect();
    assert_eq!(codes, [code], "{case} has one mistake, and one diagnostic says so:\n{found}");

    let golden = folder().join(format!("{case}.txt"));
    let actual = rendered(&found);
    if std::fs::read_to_string(&golden).is_ok_and(|expected| expected == actual) {
        return;
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&golden, actual).expect("the golden file can be written");
    } else {
        stale.push(format!("{case}:\n{actual}"));
    }
}

#[test]
fn every_mistake_is_shown_as_reviewed() {
    let mut stale = Vec::new();
    for (case, path) in cases() {
        check(&case, &path, &mut stale);
    }
    assert!(stale.is_empty(), "other diagnostics than in tests/broken/*.txt:\n\n{}", stale.join("\n"));
}

#[test]
fn every_rule_that_a_file_can_break_has_a_file() {
    let cases = cases();
    let covered = |rule: &Rule| cases.iter().any(|(name, _)| name.split('_').next() == Some(rule.code()));
    let missing: Vec<&Rule> =
        Rule::ALL.iter().filter(|rule| !WITHOUT_A_FILE.contains(rule) && !covered(rule)).collect();
    assert!(missing.is_empty(), "no file in tests/broken breaks {missing:?}");
}

#[test]
fn one_mistake_does_not_hide_the_next() {
    let mut text = std::fs::read_to_string(folder().join("valid.yaml")).expect("a specification");
    let mistakes = [
        ("PS0101", "max_length: 32", "max_lenght: 32"),
        ("PS0103", "title: 商户号 }", "title: 15 }"),
        ("PS0104", "state: Pending", "state: Waiting"),
        ("PS0307", "unit: fen, ", ""),
        ("PS0308", "yyyyMMddHHmmss", "yyyyMMddhhmmss"),
        ("PS0304", "pass: \"0\"", "pass: \"7\""),
        ("PS0402", "&key={key}", "&key={secret}"),
        ("PS0302", "key: credentials.key", "key: credentials.kye"),
        ("PS0007", "\"0\": { name: Success", "0: { name: Success"),
        ("PS0006", "        amount: {", "        code: { titel: 返回码 }\n        amount: {"),
        ("PS0604", "purpose: order_query\n", "purpose: order_query\n    polling: { interval: 3 }\n"),
    ];
    for (_, right, wrong) in mistakes {
        assert_eq!(text.matches(right).count(), 1, "{right}");
        text = text.replace(right, wrong);
    }
    let found = payspec_codegen::load_text("several.yaml", &text).diagnostics;
    let mut codes: Vec<&str> =
        found.files.iter().flat_map(|file| &file.diagnostics).map(|one| one.rule.code()).collect();
    let mut expected: Vec<&str> = mistakes.iter().map(|(code, ..)| *code).collect();
    codes.sort_unstable();
    expected.sort_unstable();
    assert_eq!(codes, expected, "{found}");
}

#[test]
fn what_is_given_again_leaves_the_place_of_the_first_alone() {
    let text = std::fs::read_to_string(folder().join("valid.yaml")).expect("a specification");
    let amount = "        amount: {";
    let text = text.replace(amount, &format!("        status: {{ title: 状态 }}\n{amount}"));
    let text = text.replace("table: order_status", "table: order_statsu");
    let found = payspec_codegen::load_text("again.yaml", &text).diagnostics;
    let report = found.files.first().expect("a report");
    let lines: Vec<(&str, &str)> = report
        .diagnostics
        .iter()
        .map(|one| (one.rule.code(), text.lines().nth(report.position(one).0 - 1).expect("a line").trim()))
        .collect();
    let [("PS0303", first), ("PS0006", second)] = lines.as_slice() else { panic!("{found}") };
    assert!(first.contains("order_statsu") && *second == "status: { title: 状态 }", "{found}");
}

#[test]
fn a_length_has_neither_quotes_nor_zeros_in_front() {
    let text = std::fs::read_to_string(folder().join("valid.yaml")).expect("a specification");
    let refused = |length: &str| {
        let text = text.replace("max_length: 32", &format!("max_length: {length}"));
        let found = payspec_codegen::load_text("length.yaml", &text).diagnostics.findings();
        found.first().and_then(|finding| finding.help.clone())
    };
    assert_eq!(refused("032").as_deref(), Some("leave out the zeros in front: 32"));
    assert_eq!(refused("\"032\"").as_deref(), Some("leave out the quotes: 32"));
    assert_eq!(refused("32"), None);
}

#[test]
fn what_a_rule_takes_over_is_wrong_where_it_is_written() {
    let text = std::fs::read_to_string(folder().join("valid.yaml")).expect("a specification");
    let chain = "  response: { like: middle, basis: doc }\n  middle: { like: request, basis: doc }\n";
    let text = text.replace("  response: { like: request, basis: doc }\n", chain);
    assert!(payspec_codegen::load_text("chain.yaml", &text).diagnostics.is_empty());
    let text = text.replace("{name}={value}", "{name}={amount}");
    let found = payspec_codegen::load_text("chain.yaml", &text).diagnostics;
    let positions: Vec<_> = found
        .files
        .iter()
        .flat_map(|file| file.diagnostics.iter().map(|one| (one.rule, file.position(one))))
        .collect();
    assert_eq!(positions, [(Rule::UnknownPlaceholder, (20, 20))], "{found}");
}

#[test]
fn what_the_files_are_made_from_is_right() {
    let loaded = load([folder().join("valid.yaml")]);
    assert!(loaded.diagnostics.is_empty(), "{}", loaded.diagnostics);
    assert_eq!(loaded.providers.len(), 1);
}

#[test]
fn every_golden_file_has_its_case() {
    let names: Vec<String> = cases().into_iter().map(|(name, _)| name).collect();
    for entry in std::fs::read_dir(folder()).expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let golden = path.extension().is_some_and(|extension| extension == "txt");
        assert!(!golden || names.contains(&name), "{} is the golden file of no case", path.display());
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let found = diagnostics(&folder().join("nowhere.yaml"));
    let report = found.files.first().expect("a report");
    assert_eq!(report.diagnostics.iter().map(|one| one.rule).collect::<Vec<_>>(), [Rule::Unreadable]);
    assert!(rendered(&found).contains("nowhere.yaml"), "{found}");
}
