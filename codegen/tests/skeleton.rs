//! The beginning of a specification says everything that a specification can say.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use payspec_codegen::load_text;
use payspec_codegen::skeleton::skeleton;
use serde_yaml::Value;

fn acme() -> String {
    skeleton("acme").unwrap_or_else(|error| panic!("{error}"))
}

/// Whether a line holds a key that is commented out.
fn is_commented_key(line: &str) -> bool {
    line.trim_start()
        .strip_prefix("# ")
        .and_then(|rest| rest.split_once(':'))
        .is_some_and(|(key, _)| !key.contains(' ') && key != "yaml-language-server")
}

fn uncommented(line: &str) -> String {
    line.replacen("# ", "", 1)
}

#[test]
fn a_new_specification_has_no_mistake_and_names_its_schema() {
    let text = acme();
    let loaded = load_text("acme.yaml", &text);
    assert!(loaded.diagnostics.is_empty(), "{}", loaded.diagnostics);
    let names: Vec<&str> = loaded.providers.iter().map(|provider| provider.name()).collect();
    assert_eq!(names, ["acme"]);
    assert_eq!(text.lines().next(), Some("# yaml-language-server: $schema=payspec.schema.json"));
    assert!(text.lines().all(|line| line.chars().count() <= 130), "long lines");
}

#[test]
fn every_key_that_is_commented_out_is_understood_when_it_counts() {
    let text = acme();
    let lines: Vec<&str> = text.lines().collect();
    let commented: Vec<usize> = (0..lines.len()).filter(|at| is_commented_key(lines[*at])).collect();
    assert!(commented.len() > 50, "only {} keys are commented out", commented.len());
    for at in commented {
        let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        changed[at] = uncommented(lines[at]);
        let found = load_text("acme.yaml", &(changed.join("\n") + "\n")).diagnostics;
        for diagnostic in found.files.iter().flat_map(|file| &file.diagnostics) {
            // The checker may see what does not go together with the rest; the reader understands every key.
            let code = diagnostic.rule.code();
            assert!(code >= "PS0201", "{}: {found}", lines[at].trim());
        }
    }
}

#[test]
fn every_key_of_the_language_stands_in_it_and_no_other() {
    let text = acme();
    let everything: Vec<String> = text
        .lines()
        .map(|line| if is_commented_key(line) { uncommented(line) } else { line.to_owned() })
        .collect();
    let tree: Value = serde_yaml::from_str(&everything.join("\n")).expect("YAML");
    let mut found: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    collect(&tree, "ProviderSpec", &mut found);
    let language = language();
    assert_eq!(found.keys().copied().collect::<Vec<_>>(), language.keys().collect::<Vec<_>>());
    for (node, keys) in &language {
        assert_eq!(found.get(node.as_str()), Some(keys), "{node}");
    }
}

/// The keys of every node that the reader knows, out of its source.
fn language() -> BTreeMap<String, BTreeSet<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/spec");
    let mut nodes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("the folder of the language") {
        let path = entry.expect("an entry").path();
        // That file defines the macro itself.
        if path.file_name().is_some_and(|name| name == "read.rs") {
            continue;
        }
        let mut node = None;
        for line in std::fs::read_to_string(path).expect("a source").lines() {
            if let Some(rest) = line.strip_prefix("    pub(crate) struct ") {
                node = rest.strip_suffix(" {").map(str::to_owned);
            }
            let line = line.trim();
            let rest = line.strip_prefix("required ").or_else(|| line.strip_prefix("optional "));
            if let (Some(rest), Some(node)) = (rest.filter(|rest| rest.contains(": ")), &node) {
                let declared = rest.split(": ").next().unwrap_or_default();
                let key = declared.split_once(" = ").map_or(declared, |(_, wire)| wire.trim_matches('"'));
                nodes.entry(node.clone()).or_default().insert(key.to_owned());
            }
        }
    }
    assert!(nodes.len() > 15, "the source of the language was not understood: {nodes:?}");
    nodes
}

/// Collects the keys of a node and of those inside it.
fn collect(value: &Value, node: &'static str, found: &mut BTreeMap<&str, BTreeSet<String>>) {
    let Some(map) = value.as_mapping() else { return };
    for (key, value) in map {
        let key = key.as_str().expect("keys are texts");
        found.entry(node).or_default().insert(key.to_owned());
        let named = |inner: &'static str, found: &mut BTreeMap<&str, BTreeSet<String>>| {
            for (_, entry) in value.as_mapping().into_iter().flatten() {
                collect(entry, inner, found);
            }
        };
        match (node, key) {
            ("ProviderSpec", "documents") => named("DocumentSpec", found),
            ("ProviderSpec", "environments") => named("LongEnvironment", found),
            ("ProviderSpec", "credentials") => named("CredentialSpec", found),
            ("ProviderSpec", "codes") => {
                for (_, table) in value.as_mapping().into_iter().flatten() {
                    for (_, code) in table.as_mapping().into_iter().flatten() {
                        collect(code, "CodeSpec", found);
                    }
                }
            }
            ("ProviderSpec", "signing") => named("SigningSpec", found),
            ("ProviderSpec", "operations") => named("OperationSpec", found),
            ("SigningSpec", "over") => collect(value, "OverMember", found),
            ("SigningSpec", "header") => collect(value, "HeaderSpec", found),
            ("OperationSpec", "polling") => collect(value, "PollingSpec", found),
            ("OperationSpec", "request") => collect(value, "RequestSpec", found),
            ("OperationSpec", "response") => collect(value, "ResponseSpec", found),
            ("RequestSpec" | "ResponseSpec" | "FieldSpec", "fields") => named("FieldSpec", found),
            ("FieldSpec" | "UnsignedRefusalsSpec", "when") => named("LongCondition", found),
            ("FieldSpec", "documented") => collect(value, "DocumentedSpec", found),
            ("ResponseSpec", "unsigned_refusals") => collect(value, "UnsignedRefusalsSpec", found),
            ("ResponseSpec", "decision") => collect(value, "DecisionSpec", found),
            ("ResponseSpec", "identity") => named("LongIdentity", found),
            ("DecisionSpec", "transport" | "business") => collect(value, "TierSpec", found),
            _ => {}
        }
    }
}

#[test]
fn what_cannot_be_the_name_of_a_provider_is_refused_in_words() {
    for (name, says) in [
        ("", "a letter first"),
        ("Acme", "a to z"),
        ("1pay", "a letter first"),
        ("acme pay", "a to z"),
        ("乐", "a to z"),
        ("acme\nprovider: other", "a to z"),
        ("acme__pay", "write `acme_pay`"),
        ("match", "keyword"),
        ("std", "of its own"),
    ] {
        let error = skeleton(name).expect_err(name);
        assert!(error.contains(says) && !error.contains('\n'), "{name}: {error}");
    }
    for name in ["acme", "acme_pay", "pay2go", "null", "yes", "no"] {
        let loaded = load_text("spec.yaml", &skeleton(name).expect(name));
        let names: Vec<&str> = loaded.providers.iter().map(|provider| provider.name()).collect();
        assert_eq!(names, [name]);
    }
}
