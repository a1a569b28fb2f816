//! A provider changes its document, someone edits YAML: the generated code follows, and only that of the provider.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A copy of the specifications and a folder for what is generated from it.
struct Workshop {
    folder: PathBuf,
}

impl Workshop {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(folder.join("specs")).expect("a folder");
        std::fs::create_dir_all(folder.join("out")).expect("a folder");
        let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
        for entry in std::fs::read_dir(specs).expect("the specifications") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|extension| extension == "yaml") {
                let name = path.file_name().expect("a name");
                std::fs::copy(&path, folder.join("specs").join(name)).expect("a copy");
            }
        }
        Self { folder }
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.folder.join("specs").join(file);
        let text = std::fs::read_to_string(&path).expect("a specification");
        assert_eq!(text.matches(from).count(), 1, "`{from}` stands once in {file}");
        std::fs::write(path, text.replace(from, to)).expect("written");
    }

    fn generate(&self) -> Result<BTreeMap<String, (SystemTime, String)>, String> {
        let out = self.folder.join("out");
        payspec_codegen::Generator::new()
            .specs(self.folder.join("specs"))
            .generate(&out)
            .map_err(|error| error.to_string())?;
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(out).expect("generated files") {
            let entry = entry.expect("an entry");
            let written = entry.metadata().and_then(|metadata| metadata.modified()).expect("a time");
            let text = std::fs::read_to_string(entry.path()).expect("a file");
            files.insert(entry.file_name().to_string_lossy().into_owned(), (written, text));
        }
        Ok(files)
    }
}

/// Edits one file and expects a text in its generated code; every other file must not even be touched.
fn check(name: &str, (file, from, to): (&str, &str, &str), expected: &[&str]) {
    let workshop = Workshop::new(name);
    let before = workshop.generate().expect("the specifications are right");
    std::thread::sleep(std::time::Duration::from_millis(20));
    workshop.edit(file, from, to);
    let after = workshop.generate().expect("the edit is right");
    let changed = file.replace(".yaml", ".rs");
    for (generated, (written, text)) in &after {
        if *generated == changed {
            for expected in expected {
                assert!(text.contains(expected), "no `{expected}` in {generated}");
                assert!(!before[generated].1.contains(expected), "`{expected}` was in {generated} before");
            }
        } else {
            assert_eq!(before[generated].1, *text, "{generated} has other contents");
            assert_eq!(before[generated].0, *written, "{generated} was written again");
        }
    }
}

#[test]
fn a_renamed_field_is_renamed_in_the_types_and_on_the_wire() {
    check(
        "rename",
        ("umf_merchant.yaml", "      paySeq:", "      paySerial:"),
        &["pub pay_serial: Option<Text>", "Field::text(\"paySerial\""],
    );
}

#[test]
fn a_new_field_is_in_the_next_build() {
    check(
        "new_field",
        (
            "umf_merchant.yaml",
            "        paySeq:",
            "        stlDate: { title: 对账结算日期, presence: optional, type: date, format: yyyyMMdd }\n        paySeq:",
        ),
        &["pub stl_date: Option<Date>", "对账结算日期"],
    );
}

#[test]
fn a_new_code_is_a_new_variant_that_decides() {
    check(
        "new_code",
        (
            "leshua.yaml",
            "  order_status:\n",
            "  order_status:\n    \"14\": { name: Revoked, title: 已撤销, state: Cancelled }\n",
        ),
        &["\"14\" => Self::Revoked", "Code::new(\"14\", \"Revoked\", \"已撤销\")"],
    );
}

#[test]
fn a_longer_limit_is_checked_from_the_next_build_on() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/ktspay.yaml"))
        .expect("text");
    let line =
        text.lines().find(|line| line.contains("mchNo:") || line.trim() == "mchNo:").expect("the field");
    let (from, to) = if line.contains("max_length") {
        (line.to_owned(), line.replace("max_length: 30", "max_length: 31"))
    } else {
        let at = text.find(line).expect("the line");
        let rest = &text[at..];
        let end = rest.find("max_length: 30").expect("its length") + "max_length: 30".len();
        (rest[..end].to_owned(), rest[..end].replace("max_length: 30", "max_length: 31"))
    };
    check("limit", ("ktspay.yaml", &from, &to), &[".max_length(31)"]);
}

#[test]
fn a_broken_edit_is_shown_with_file_line_column_and_a_hint() {
    let workshop = Workshop::new("broken");
    workshop.edit("leshua.yaml", "  order_status:\n", "  order_stat:\n");
    let error = workshop.generate().expect_err("the edit is wrong");
    assert!(error.contains("leshua.yaml:"), "{error}");
    assert!(error.contains("error[PS0303]: the provider has no code table `order_status`"), "{error}");
    assert!(error.contains("help: did you mean `order_stat`?"), "{error}");
    let place = error.split("leshua.yaml:").nth(1).expect("a place");
    let mut numbers = place.split([':', '\n', ' ']);
    let line: usize = numbers.next().and_then(|line| line.parse().ok()).expect("a line");
    let column: usize = numbers.next().and_then(|column| column.parse().ok()).expect("a column");
    let text = std::fs::read_to_string(workshop.folder.join("specs/leshua.yaml")).expect("text");
    let pointed: String =
        text.lines().nth(line - 1).expect("the line").chars().skip(column - 1).take(12).collect();
    assert_eq!(pointed, "order_status");
}

#[test]
fn every_mistake_of_a_file_is_reported_at_once() {
    let workshop = Workshop::new("several");
    workshop.edit("leshua.yaml", "  order_status:\n", "  order_stat:\n");
    workshop.edit("leshua.yaml", "provider: leshua", "provider: Leshua\ntitel: 乐刷");
    let error = workshop.generate().expect_err("the edits are wrong");
    for code in ["PS0101", "PS0201", "PS0303"] {
        assert!(error.contains(code), "no {code} in {error}");
    }
}
