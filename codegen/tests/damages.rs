//! What one slip of the hand gives: one diagnostic, in the line of the slip, and the word that was meant.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use payspec_codegen::{Finding, load_text};

/// The specification from which the broken ones are made, and those of the repository, where the crate has them beside it.
fn specifications() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = std::fs::read_dir(root.join("../specs")).into_iter().flatten();
    let mut paths: Vec<PathBuf> = beside.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.push(root.join("tests/broken/valid.yaml"));
    paths.sort();
    let read = |path: &Path| std::fs::read_to_string(path).expect("a specification");
    paths.iter().map(|path| (path.display().to_string(), read(path))).collect()
}

/// A line that gives a key a value.
struct Row<'t> {
    number: usize,
    indentation: &'t str,
    key: &'t str,
    value: &'t str,
}

impl Row<'_> {
    /// The specification with something else in this line.
    fn damaged(&self, text: &str, entry: &str) -> String {
        let line = format!("{}{entry}", self.indentation);
        let mut lines: Vec<&str> = text.lines().collect();
        lines[self.number - 1] = &line;
        lines.join("\n") + "\n"
    }
}

/// The lines whose keys are words of the language, with single values; of those that look like an earlier one the first.
fn rows<'t>(text: &'t str, seen: &mut HashSet<(usize, String)>) -> Vec<Row<'t>> {
    /// Keys that are also names of fields in these specifications.
    const NAMES: &[&str] = &[
        "amount",
        "attach",
        "code",
        "data",
        "key",
        "message",
        "msg",
        "order",
        "production",
        "sign",
        "state",
        "status",
        "test",
    ];
    let mut rows = Vec::new();
    let mut prose = None;
    for (number, line) in text.lines().enumerate() {
        let key = line.trim_start();
        let indentation = &line[..line.len() - key.len()];
        // A text that goes on for lines.
        if prose.is_some_and(|column| indentation.len() > column) {
            continue;
        }
        prose = [">-", ">", "|"].iter().any(|mark| key.ends_with(mark)).then_some(indentation.len());
        let Some((key, value)) = key.split_once(": ") else { continue };
        let is_word = key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let is_single = !value.starts_with(['{', '[', '>', '|']);
        if is_word && is_single && !NAMES.contains(&key) && seen.insert((indentation.len(), key.to_owned())) {
            rows.push(Row { number: number + 1, indentation, key, value });
        }
    }
    rows
}

/// The lines that are a key alone, of those that look like an earlier one the first; what belongs to it follows.
fn parents<'t>(text: &'t str, seen: &mut HashSet<(usize, String)>) -> Vec<Row<'t>> {
    let lines = text.lines().enumerate().filter_map(|(number, line)| {
        let key = line.trim_start().strip_suffix(':')?;
        let indentation = &line[..line.len() - key.len() - 1];
        let is_word = key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        (is_word && seen.insert((indentation.len(), key.to_owned()))).then_some(Row {
            number: number + 1,
            indentation,
            key,
            value: "",
        })
    });
    lines.collect()
}

#[track_caller]
fn the_only_error(name: &str, text: &str, line: usize) -> Finding {
    let found = load_text(name, text).diagnostics;
    let findings: Vec<Finding> =
        found.findings().into_iter().filter(|finding| finding.severity == "error").collect();
    let [finding] = findings.as_slice() else { panic!("{name}:{line} gives one diagnostic:\n{found}") };
    assert_eq!(finding.start.line, line, "{name}:\n{found}");
    finding.clone()
}

#[test]
fn a_misspelt_key_is_the_only_mistake_and_the_key_is_named() {
    let mut count = 0;
    for (name, text) in specifications() {
        for row in rows(&text, &mut HashSet::new()).into_iter().filter(|row| row.key.len() > 2) {
            let (head, tail) = row.key.split_at(row.key.len() / 2);
            let damaged = row.damaged(&text, &format!("{head}{}: {}", &tail[1..], row.value));
            let finding = the_only_error(&name, &damaged, row.number);
            let help = finding.help.expect("a hint");
            assert_eq!(help, format!("did you mean `{}`?", row.key), "{name}:{}", row.number);
            count += 1;
        }
    }
    assert!(count > 10, "{count} keys");
}

#[test]
fn a_value_that_is_missing_or_none_of_its_kind_is_the_only_mistake() {
    let mut count = 0;
    for (name, text) in specifications() {
        for row in rows(&text, &mut HashSet::new()) {
            for value in ["", " [[]]", " !odd x"] {
                the_only_error(&name, &row.damaged(&text, &format!("{}:{value}", row.key)), row.number);
                count += 1;
            }
        }
    }
    assert!(count > 30, "{count} values");
}

#[test]
fn a_line_that_yaml_does_not_take_is_shown_itself() {
    let mut seen = HashSet::new();
    let mut count = 0;
    for (name, text) in specifications() {
        for row in rows(&text, &mut seen) {
            let Row { key, value, number, .. } = row;
            for entry in [
                format!("{key}: \"{}", value.trim_matches('"')),
                format!("{key}：{value}"),
                format!("{key}:{value}"),
                format!("{key} {value}"),
                format!("\t{key}: {value}"),
            ] {
                the_only_error(&name, &row.damaged(&text, &entry), number);
                count += 1;
            }
        }
    }
    assert!(count > 100, "{count} lines");
}

#[test]
fn a_key_without_its_colon_is_shown_itself_whatever_stands_below() {
    let mut seen = HashSet::new();
    let mut count = 0;
    for (name, text) in specifications() {
        for row in parents(&text, &mut seen) {
            let Row { number, indentation, key, .. } = row;
            for (entry, help) in [
                (key.to_owned(), format!("`{key}` lacks the colon after its key")),
                (format!("{key} # above"), format!("`{key}` lacks the colon after its key")),
                (format!("{key}\n{indentation}  # below"), format!("`{key}` lacks the colon after its key")),
                (format!("{key}："), "`：` is a letter to YAML: write `:` and a blank".to_owned()),
            ] {
                let finding = the_only_error(&name, &row.damaged(&text, &entry), number);
                assert_eq!(finding.help.as_ref(), Some(&help), "{name}:{number}: {entry}");
                count += 1;
            }
        }
    }
    assert!(count > 40, "{count} keys");
}

#[test]
fn a_quote_in_a_comment_is_not_taken_for_the_one_that_is_open() {
    let mut seen = HashSet::new();
    let mut count = 0;
    for (name, text) in specifications() {
        for row in rows(&text, &mut seen) {
            let Row { indentation, key, value, number } = row;
            let entry = format!("# \"{key}\" was: 'old'\n{indentation}{key}: \"{}", value.trim_matches('"'));
            the_only_error(&name, &row.damaged(&text, &entry), number + 1);
            let entry = format!("# \"{key}\" was: 'old'\n{indentation}\"{key}: {value}");
            the_only_error(&name, &row.damaged(&text, &entry), number + 1);
            count += 1;
        }
    }
    assert!(count > 20, "{count} lines");
}
