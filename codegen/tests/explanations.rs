//! The explanations of the rules: their examples break what they say they break, and nothing else.
//!
//! An example is a piece of a specification. It is laid over `explanations/acme_pay.yaml`, which has no mistake: where
//! both have a block under a key, the blocks become one; anything else in the example stands in place of what was there.
//! The few rules about files and folders show a command, which is carried out in a folder made for it.
#![cfg(feature = "toolbox")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use payspec_codegen::{Diagnostics, Rule, explanation, load, load_text};

/// What the examples are laid over.
const BASE: &str = include_str!("explanations/acme_pay.yaml");

/// The columns of a narrow terminal; examples may be a little wider.
const PROSE_COLUMNS: usize = 80;
const EXAMPLE_COLUMNS: usize = 100;

#[test]
fn the_wrong_example_of_a_rule_breaks_this_rule_alone() {
    for &rule in Rule::ALL {
        let found = diagnostics(rule, "wrong");
        assert_eq!(rules(&found), [rule], "the wrong example of {}\n{found}", rule.code());
    }
}

#[test]
fn the_right_example_of_a_rule_breaks_no_rule() {
    for &rule in Rule::ALL {
        let found = diagnostics(rule, "right");
        assert!(found.is_empty(), "the right example of {}\n{}", rule.code(), found.render(false));
    }
}

#[test]
fn what_the_examples_are_laid_over_breaks_no_rule() {
    let found = load_text("acme_pay.yaml", BASE).diagnostics;
    assert!(found.is_empty(), "{}", found.render(false));
}

#[test]
fn the_heading_has_the_code_and_the_summary() {
    for &rule in Rule::ALL {
        let heading = explanation::of(rule).lines().next().expect("a heading");
        assert_eq!(heading, format!("# {}: {}", rule.code(), explanation::summary(rule)));
        assert!(!explanation::summary(rule).is_empty(), "{heading}");
    }
}

#[test]
fn no_two_rules_have_the_same_summary() {
    let mut summaries: Vec<&str> = Rule::ALL.iter().map(|rule| explanation::summary(*rule)).collect();
    summaries.sort_unstable();
    let all = summaries.len();
    summaries.dedup();
    assert_eq!(summaries.len(), all);
}

#[test]
fn a_text_fits_into_a_terminal() {
    for &rule in Rule::ALL {
        let text = explanation::of(rule);
        let lines = text.lines().count();
        assert!((15..=45).contains(&lines), "{} has {lines} lines", rule.code());
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{} ends with its last line", rule.code());
        let mut example = false;
        for line in text.lines() {
            example ^= line.starts_with("```");
            let columns = if example { EXAMPLE_COLUMNS } else { PROSE_COLUMNS };
            assert!(width(line) <= columns, "{}: {line}", rule.code());
            let ticks = line.matches('`').count();
            assert!(example || ticks % 2 == 0 || line == "```", "a code span ends in its line: {line}");
        }
    }
}

#[test]
fn a_text_refers_to_rules_that_there_are() {
    let codes: Vec<&str> = Rule::ALL.iter().map(|rule| rule.code()).collect();
    for &rule in Rule::ALL {
        let text = explanation::of(rule);
        for (at, _) in text.match_indices("PS0") {
            let code = text.get(at..at + 6).unwrap_or_default();
            assert!(codes.contains(&code), "{} refers to {code}", rule.code());
        }
    }
}

#[test]
fn every_text_belongs_to_a_rule() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/explanations");
    for entry in std::fs::read_dir(folder).expect("the folder of the texts") {
        let path = entry.expect("an entry").path();
        let code = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        assert!(Rule::ALL.iter().any(|rule| rule.code() == code), "{} explains no rule", path.display());
    }
}

/// The columns that a line takes: Chinese characters take two.
fn width(line: &str) -> usize {
    line.chars().map(|character| if character < '\u{2e80}' { 1 } else { 2 }).sum()
}

fn rules(found: &Diagnostics) -> Vec<Rule> {
    found.files.iter().flat_map(|file| &file.diagnostics).map(|one| one.rule).collect()
}

/// The only example of a text that is called `wrong`, or `right`: its language and its lines.
fn example(rule: Rule, called: &str) -> (String, String) {
    let mut found = Vec::new();
    let mut lines = explanation::of(rule).lines();
    while let Some(line) = lines.next() {
        let Some(fence) = line.strip_prefix("```") else { continue };
        let body: String =
            lines.by_ref().take_while(|line| *line != "```").flat_map(|line| [line, "\n"]).collect();
        if let Some((language, name)) = fence.split_once(' ')
            && name == called
        {
            found.push((language.to_owned(), body));
        }
    }
    assert_eq!(found.len(), 1, "{} has one example that is {called}", rule.code());
    found.remove(0)
}

/// What is said of the example of a rule that is called so.
fn diagnostics(rule: Rule, called: &str) -> Diagnostics {
    let (language, text) = example(rule, called);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("explanations").join(rule.code()).join(called);
    if language == "console" {
        fill(&folder);
        return load([folder.join(last_path(&text))]).diagnostics;
    }
    assert_eq!(language, "yaml", "{}", rule.code());
    if rule == Rule::DuplicateProvider {
        return load([two_files(&folder, &text)]).diagnostics;
    }
    // A document of its own cannot be laid over another.
    let text = if rule == Rule::SeveralDocuments { text.replace('…', BASE) } else { laid_over_base(&text) };
    load_text("acme_pay.yaml", &text).diagnostics
}

/// What the last command of an example is about.
fn last_path(commands: &str) -> &str {
    let last = commands.lines().last().expect("a command");
    assert!(last.starts_with("$ payspec check "), "{last}");
    last.split(' ').next_back().unwrap_or_default()
}

/// Writes what the commands are about.
fn fill(folder: &Path) {
    let mut gbk = BASE.split("商户号").next().expect("the head").as_bytes().to_vec();
    gbk.extend([0xc9, 0xcc, 0xbb, 0xa7, 0xba, 0xc5]);
    let large = format!("{BASE}# {}\n", "0".repeat(1 << 20));
    for (path, bytes) in [
        ("specs/acme_pay.yaml", BASE.as_bytes()),
        ("docs/acme_pay.md", b"# Acme Pay\n"),
        ("drafts/acme_pay.yaml", &gbk),
        ("exports/acme_pay.yaml", large.as_bytes()),
    ] {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        std::fs::write(path, bytes).expect("the file can be written");
    }
}

/// A folder with the files of an example, each after its path: `# specs/acme_pay.yaml`.
fn two_files(folder: &Path, text: &str) -> PathBuf {
    let _ = std::fs::remove_dir_all(folder);
    let specs = folder.join("specs");
    std::fs::create_dir_all(&specs).expect("the folder can be made");
    for file in text.split("# specs/").skip(1) {
        let (name, example) = file.split_once('\n').expect("a name");
        std::fs::write(specs.join(name), laid_over_base(example)).expect("the file can be written");
    }
    specs
}

/// One key of a block, with what stands under it.
#[derive(Clone)]
struct Entry {
    key: String,
    under: Under,
}

#[derive(Clone)]
enum Under {
    Block(Vec<Entry>),
    /// Anything else, as it is written.
    Text(String),
}

fn laid_over_base(example: &str) -> String {
    let mut base = entries(&mut lines(BASE), 0);
    let example = entries(&mut lines(example), 0);
    lay_over(&mut base, example);
    let mut text = String::new();
    write(&base, 0, &mut text);
    text
}

fn lay_over(base: &mut Vec<Entry>, example: Vec<Entry>) {
    // A key that the example gives twice stays twice.
    let mut given = Vec::new();
    for entry in example {
        let first = !given.contains(&entry.key);
        given.push(entry.key.clone());
        match base.iter_mut().find(|other| first && other.key == entry.key) {
            None => base.push(entry),
            Some(other) => match (&mut other.under, entry.under) {
                (Under::Block(below), Under::Block(entries)) => lay_over(below, entries),
                (below, under) => *below = under,
            },
        }
    }
}

type Lines<'a> = std::iter::Peekable<Box<dyn Iterator<Item = &'a str> + 'a>>;

fn lines(text: &str) -> Lines<'_> {
    let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    (Box::new(lines) as Box<dyn Iterator<Item = &str>>).peekable()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Reads the keys of a block that are so far from the left.
fn entries(lines: &mut Lines<'_>, column: usize) -> Vec<Entry> {
    let mut entries = Vec::new();
    while let Some(line) = lines.next_if(|line| indent(line) >= column) {
        let (key, rest) =
            line[column..].split_once(':').unwrap_or_else(|| panic!("a key and a colon: {line}"));
        let deeper = lines.peek().map_or(0, |next| indent(next));
        let under = if rest.is_empty() && deeper > column {
            Under::Block(self::entries(lines, deeper))
        } else {
            let mut text = rest.to_owned();
            while let Some(more) = lines.next_if(|next| indent(next) > column) {
                text.push('\n');
                text.push_str(more);
            }
            Under::Text(text)
        };
        entries.push(Entry { key: key.to_owned(), under });
    }
    entries
}

fn write(entries: &[Entry], column: usize, text: &mut String) {
    for entry in entries {
        text.push_str(&format!("{}{}:", " ".repeat(column), entry.key));
        match &entry.under {
            Under::Text(rest) => text.push_str(&format!("{rest}\n")),
            Under::Block(entries) => {
                text.push('\n');
                write(entries, column + 2, text);
            }
        }
    }
}
