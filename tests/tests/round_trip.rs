//! A specification, said in other words and read back, is the same specification.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;

use payspec_codegen::document::{self, Document};
use payspec_codegen::import::import;
use payspec_codegen::model::Provider;
use payspec_codegen::schema::schema;
use payspec_codegen::{load, load_text, reference};
use payspec_tests::generated_specs::{Tree, generated_specs};
use proptest::prelude::{Strategy as _, TestCaseError, prop_assert, prop_assume};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;

#[test]
fn a_provider_says_its_specification_again() {
    for provider in written() {
        let yaml = reference::specification(&provider);
        assert!(loaded(&yaml).expect("no mistake") == provider, "{yaml}");
    }
}

#[test]
fn a_provider_of_any_specification_says_it_again() {
    for_generated(|provider| {
        let yaml = reference::specification(provider);
        prop_assert!(loaded(&yaml).map_err(TestCaseError::fail)? == *provider, "{yaml}");
        Ok(())
    });
}

#[test]
fn the_markdown_of_a_provider_imports_as_its_specification() {
    for provider in written() {
        let document = read(&provider);
        assert!(document.not_understood.is_empty(), "{:?}", document.not_understood);
        let imported = import(&[document], provider.name());
        assert!(imported.summary.questions.is_empty(), "{:?}", imported.summary.questions);
        assert!(imported.summary.not_understood.is_empty(), "{:?}", imported.summary.not_understood);
        assert!(loaded(&imported.yaml).expect("no mistake") == provider, "{}", imported.yaml);
    }
}

#[test]
fn the_markdown_of_any_provider_imports_as_its_specification() {
    for_generated(|provider| {
        let yaml = import(&[read(provider)], provider.name()).yaml;
        let imported = loaded(&yaml).map_err(|why| TestCaseError::fail(format!("{why}\n{yaml}")))?;
        prop_assert!(imported == *provider, "{}\n{yaml}", reference::markdown(provider));
        Ok(())
    });
}

#[test]
fn markdown_is_the_same_on_every_run() {
    let written = written();
    let again = self::written();
    for (provider, again) in written.iter().zip(&again) {
        assert_eq!(reference::markdown(provider), reference::markdown(again));
    }
    assert_eq!(reference::comparison_markdown(&written), reference::comparison_markdown(&again));
    for_generated(|provider| {
        prop_assert!(reference::markdown(provider) == reference::markdown(&provider.clone()));
        Ok(())
    });
}

#[test]
fn no_words_of_an_author_become_a_table_or_a_heading() {
    for_generated(|provider| {
        let document = read(provider);
        let names: Vec<&str> = document
            .operations
            .iter()
            .filter_map(|operation| Some(operation.name.as_ref()?.value.as_str()))
            .collect();
        let expected: Vec<&str> =
            provider.operations.iter().map(|operation| operation.name.as_str()).collect();
        prop_assert!(names == expected, "{names:?}");
        let tables = document.code_tables.len();
        prop_assert!(tables == provider.code_tables.len(), "{tables} code tables");
        prop_assert!(document.not_understood.is_empty(), "{:?}", document.not_understood);
        Ok(())
    });
}

#[test]
fn most_generated_specifications_have_no_mistake() {
    let (mut good, all) = (0_u32, 300_u32);
    for_trees(all, |tree| good += u32::from(loaded(&tree.yaml()).is_ok()));
    assert!(good * 100 > all * 60, "{good} of {all}");
}

#[test]
fn generated_specifications_have_everything_that_the_language_has() {
    let (mut keys, mut texts) = (BTreeSet::new(), BTreeSet::new());
    for_trees(300, |tree| collect(tree, &mut keys, &mut texts));
    let schema: Value = serde_json::from_str(&schema()).expect("JSON");
    let (mut all_keys, mut all_words) = (BTreeSet::new(), BTreeSet::new());
    language(&schema, &mut all_keys, &mut all_words);
    assert!(
        all_keys.len() > 80 && all_words.len() > 80,
        "{} keys, {} words",
        all_keys.len(),
        all_words.len()
    );
    let missing: Vec<&String> = all_keys.difference(&keys).collect();
    assert_eq!(missing, Vec::<&String>::new(), "keys that no generated specification has");
    let missing: Vec<&String> = all_words.difference(&texts).collect();
    assert_eq!(missing, Vec::<&String>::new(), "words that no generated specification has");
}

/// The keys and the words that a schema knows.
fn language(schema: &Value, keys: &mut BTreeSet<String>, words: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get("properties") {
                keys.extend(properties.keys().cloned());
            }
            let listed = members.get("enum").and_then(Value::as_array).into_iter().flatten();
            words.extend(listed.chain(members.get("const")).filter_map(Value::as_str).map(str::to_owned));
            members.values().for_each(|inside| language(inside, keys, words));
        }
        Value::Array(items) => items.iter().for_each(|item| language(item, keys, words)),
        _ => {}
    }
}

/// The specifications of this repository.
fn written() -> Vec<Provider> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["../specs", "invented/specs"];
    folders.iter().flat_map(|folder| load([tests.join(folder)]).into_result().expect("no mistake")).collect()
}

fn loaded(yaml: &str) -> Result<Provider, String> {
    let loaded = load_text("restated.yaml", yaml);
    let mistakes = loaded.diagnostics.to_string();
    loaded.into_result().map_err(|_| mistakes)?.into_iter().next().ok_or_else(|| "no provider".to_owned())
}

fn read(provider: &Provider) -> Document {
    document::read("reference.md", &reference::markdown(provider))
}

/// The same specifications on every run.
fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// Tests providers of generated specifications: as many as `PROPTEST_CASES` says, or some.
fn for_generated(test: impl Fn(&Provider) -> Result<(), TestCaseError>) {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200);
    let result = runner(cases).run(&generated_specs(), |tree| {
        let provider = loaded(&tree.yaml());
        prop_assume!(provider.is_ok());
        test(&provider.map_err(TestCaseError::fail)?)
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}

fn for_trees(count: u32, mut see: impl FnMut(&Tree)) {
    let mut runner = runner(count);
    for _ in 0..count {
        see(&generated_specs().new_tree(&mut runner).expect("a specification").current());
    }
}

/// Every key and every text.
fn collect(tree: &Tree, keys: &mut BTreeSet<String>, texts: &mut BTreeSet<String>) {
    match tree {
        Tree::Text(text) => {
            texts.insert(text.clone());
        }
        Tree::List(items) => items.iter().for_each(|item| collect(item, keys, texts)),
        Tree::Map(entries) => entries.iter().for_each(|(key, value)| {
            keys.insert(key.clone());
            collect(value, keys, texts);
        }),
        Tree::Number(_) | Tree::Bool(_) => {}
    }
}
