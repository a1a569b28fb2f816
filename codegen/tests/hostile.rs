//! Whatever is in a file, what comes of it is a provider or a diagnostic: never a panic, never a hang.
//!
//! `PAYSPEC_THOROUGH=1` tries every truncation and many more mutations of the five specifications; that takes minutes.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use payspec_codegen::{Loaded, Rule, load, load_text, source};

/// Far more than any file takes, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(10);

/// Reads a text; it must become a provider whose code can be printed, or diagnostics that can be shown.
fn check(name: &str, text: &str) -> Loaded {
    settle(name, || load_text(name, text))
}

fn settle(name: &str, read: impl FnOnce() -> Loaded) -> Loaded {
    let start = Instant::now();
    let loaded = read();
    let shown = loaded.diagnostics.to_string();
    for provider in &loaded.providers {
        source(provider).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    let (errors, providers) = (loaded.diagnostics.errors(), loaded.providers.len());
    assert!(
        (errors == 0) == (providers == 1),
        "{name}: {providers} providers and {errors} mistakes\n{shown}"
    );
    for report in &loaded.diagnostics.files {
        let findings = report.findings();
        assert_eq!(findings.len(), report.diagnostics.len(), "{name}");
        for finding in findings {
            let inside = finding.start.offset <= finding.end.offset
                && report.file.text().get(finding.start.offset..finding.end.offset).is_some();
            assert!(inside && !finding.to_string().contains('\n'), "{name}: {finding}");
        }
    }
    let taken = start.elapsed();
    assert!(taken < PATIENCE, "{name} took {taken:?}");
    loaded
}

fn rules(loaded: &Loaded) -> Vec<Rule> {
    loaded.diagnostics.files.iter().flat_map(|file| &file.diagnostics).map(|one| one.rule).collect()
}

fn check_refused(name: &str, text: &str, rule: Rule) {
    let loaded = check(name, text);
    assert_eq!(rules(&loaded), [rule], "{name}:\n{}", loaded.diagnostics);
}

fn valid() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken/valid.yaml");
    std::fs::read_to_string(path).expect("the specification without mistakes")
}

/// The specifications of the repository; none where the crate was packaged without them.
fn specifications() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let Ok(entries) = std::fs::read_dir(&folder) else { return Vec::new() };
    let mut files: Vec<(String, String)> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a specification");
            (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), text)
        })
        .collect();
    files.sort();
    files
}

fn is_thorough() -> bool {
    std::env::var_os("PAYSPEC_THOROUGH").is_some()
}

fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[test]
fn a_bomb_of_aliases_does_not_go_off() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}, ", level - 1).repeat(8);
        text.push_str(&format!("a{level}: &a{level} [{before}]\n"));
    }
    let loaded = check("bomb.yaml", &text);
    assert!(rules(&loaded).iter().all(|rule| *rule == Rule::Alias), "{}", loaded.diagnostics);
}

#[test]
fn ten_thousand_levels_are_too_deep() {
    let depth = 10_000;
    check_refused("lists.yaml", &format!("a: {}", "[".repeat(depth)), Rule::TooDeep);
    check_refused("mappings.yaml", &"{a: ".repeat(depth), Rule::TooDeep);
    check_refused("dashes.yaml", &"- ".repeat(depth), Rule::TooDeep);
    let block: String = (0..1_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    check_refused("block.yaml", &block, Rule::TooDeep);
    check("keys.yaml", &"? ".repeat(depth));
    check("closed.yaml", &format!("{}{}", "[".repeat(depth), "]".repeat(depth)));
}

#[test]
fn what_is_too_large_is_not_read() {
    let size = 50 << 20;
    check_refused("large.yaml", &"#".repeat(size), Rule::TooLarge);
    let path = scratch("large.yaml");
    std::fs::File::create(&path).and_then(|file| file.set_len(size as u64)).expect("a file");
    let loaded = settle("large.yaml", || load([&path]));
    assert_eq!(rules(&loaded), [Rule::TooLarge]);
    std::fs::remove_file(path).expect("it was made");
}

#[test]
fn bytes_that_are_no_text_are_shown_where_they_stand() {
    for (name, bytes, line, column) in [
        ("latin.yaml", &b"payspec: 1\ntitle: Caf\xe9\n"[..], 2, 11),
        ("utf16.yaml", b"\xff\xfep\0a\0y\0", 1, 1),
        ("cut.yaml", "title: 商".as_bytes().split_last().expect("bytes").1, 1, 8),
    ] {
        let path = scratch(name);
        std::fs::write(&path, bytes).expect("a file");
        let loaded = settle(name, || load([&path]));
        assert_eq!(rules(&loaded), [Rule::NotUtf8]);
        let report = &loaded.diagnostics.files[0];
        assert_eq!(report.position(&report.diagnostics[0]), (line, column), "{name}");
    }
}

#[test]
fn files_without_a_specification_are_refused() {
    for text in
        ["", "\n\n\n", "# nothing\n# at all\n", "---\n", "--- \n...\n", "\u{feff}", "~", "\t", "\t\t# x\n"]
    {
        check(&format!("{text:?}"), text);
    }
    check_refused("empty.yaml", "", Rule::WrongType);
    check_refused("comments.yaml", "# payspec: 1\n", Rule::WrongType);
    check_refused("tab.yaml", "payspec:\n\t1: x\n", Rule::Syntax);
    for text in [
        "5",
        "text",
        "- a\n- b\n",
        "!!binary x",
        "!custom {a: b}",
        "[",
        "}",
        "'",
        "\"",
        "&",
        "*",
        "|",
        ">",
        "%",
        "@",
        "?",
    ] {
        check(&format!("{text:?}"), text);
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_a_file_that_cannot_be_read() {
    let folder = scratch("links");
    std::fs::create_dir_all(&folder).expect("a folder");
    for (name, to) in [("nowhere.yaml", "gone.yaml"), ("loop.yaml", "loop.yaml")] {
        let link = folder.join(name);
        // Of an earlier run.
        let _ = std::fs::remove_file(&link);
        std::os::unix::fs::symlink(to, link).expect("a link");
    }
    let loaded = settle("links", || payspec_codegen::load([&folder]));
    assert_eq!(rules(&loaded), [Rule::Unreadable, Rule::Unreadable], "{}", loaded.diagnostics);
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let text = valid();
    for (name, text) in [("crlf.yaml", text.replace('\n', "\r\n")), ("bom.yaml", format!("\u{feff}{text}"))] {
        assert_eq!(check(name, &text).providers.len(), 1, "{name}");
    }
    let wrong = text.replace("state: status", "state: statsu").replace('\n', "\r\n");
    let loaded = check("crlf.yaml", &wrong);
    let report = &loaded.diagnostics.files[0];
    assert_eq!(report.position(&report.diagnostics[0]), (49, 16), "{}", loaded.diagnostics);
}

#[test]
fn a_file_of_mistakes_is_reported_in_time() {
    let many: String = (0..5_000).map(|number| format!("unknown_key_{number}: x\n")).collect();
    let loaded = check("many.yaml", &many);
    assert!(loaded.diagnostics.to_string().contains("more in many.yaml"));
    check("wide.yaml", &format!("{}: x\n", "k".repeat(500_000)));
    check("line.yaml", &format!("payspec: {{ {} }}\n", "a1: [x, y], ".repeat(2_000)));
}

#[test]
fn a_file_of_smells_is_reported_in_time() {
    let text = valid();
    let codes: String = (0..2_000).map(|code| format!("    \"A{code}\": {{ name: A{code} }}\n")).collect();
    let field = |number: usize, length: usize| {
        format!("        f{number}: {{ title: a, presence: optional, max_length: {length} }}\n")
    };
    let fields = |length: usize| (0..2_000).map(|number| field(number, length)).collect::<String>();
    let text = text
        .replace("  order_status:\n", &format!("{codes}  order_status:\n"))
        .replace("        mid: {", &format!("{}        mid: {{", fields(1)))
        .replace("        code: {", &format!("{}        code: {{", fields(2)));
    let loaded = check("smells.yaml", &text);
    assert_eq!(loaded.diagnostics.warnings(), 6_000);
    assert!(loaded.diagnostics.to_string().contains("more in smells.yaml"));
}

#[test]
fn names_that_keep_nothing_out_of_a_signature_are_looked_at_in_time() {
    let text = valid();
    let names: String = (0..2_000).map(|number| format!("left_out_{number}, ")).collect();
    let field = |number: usize| format!("        given_{number}: {{ title: a, presence: optional }}\n");
    let fields: String = (0..2_000).map(field).collect();
    let text = text
        .replacen(
            "    key: credentials.key\n",
            &format!("    key: credentials.key\n    exclude: [givn_77, {names}]\n"),
            1,
        )
        .replace("        code: {", &format!("{fields}        code: {{"));
    let loaded = check("excluded.yaml", &text);
    assert_eq!(rules(&loaded), [Rule::Unused], "{}", loaded.diagnostics);
}

#[test]
fn a_character_that_is_cut_in_two_is_not_utf8() {
    let text = valid();
    let path = scratch("character_cut.yaml");
    let cuts = (0..text.len()).filter(|at| !text.is_char_boundary(*at));
    let mut count = 0;
    for at in cuts {
        std::fs::write(&path, &text.as_bytes()[..at]).expect("a file");
        let loaded = settle("character_cut.yaml", || load([&path]));
        assert_eq!(rules(&loaded), [Rule::NotUtf8], "up to byte {at}");
        count += 1;
    }
    assert!(count > 0);
}

#[test]
fn every_beginning_of_a_file_is_settled() {
    let text = valid();
    for (at, _) in text.char_indices() {
        check(&format!("valid.yaml up to {at}"), &text[..at]);
    }
    let specifications = specifications();
    if specifications.is_empty() {
        println!("skipped for the five specifications, which a packaged crate does not have");
    }
    let step = if is_thorough() { 1 } else { 601 };
    for (name, text) in &specifications {
        for (at, _) in text.char_indices().step_by(step) {
            check(&format!("{name} up to {at}"), &text[..at]);
        }
    }
}

#[test]
fn a_changed_byte_is_settled() {
    let mut random = Random(0x0070_6179_7370_6563);
    let mut files = specifications();
    files.push(("valid.yaml".to_owned(), valid()));
    let times = if is_thorough() { 5_000 } else { 20 };
    for (name, text) in &files {
        for _ in 0..times {
            let mut bytes = text.clone().into_bytes();
            let at = random.below(bytes.len());
            let new = random.byte();
            match random.below(3) {
                0 => bytes[at] = new,
                1 => bytes.insert(at, new),
                _ => {
                    bytes.remove(at);
                }
            }
            check(&format!("{name}, changed at {at}"), &String::from_utf8_lossy(&bytes));
        }
    }
}

/// Numbers that are the same in every run (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).expect("below a usize")
    }

    /// Mostly characters that mean something in YAML.
    fn byte(&mut self) -> u8 {
        const MEANINGFUL: &[u8] = b" \t\n\r:,-?[]{}#&*!|>'\"%@`~<=\\0x.\0\x07\x7f";
        match self.below(4) {
            0 => self.next().to_le_bytes()[0],
            _ => MEANINGFUL[self.below(MEANINGFUL.len())],
        }
    }
}
