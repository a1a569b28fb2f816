//! A specification, said in other words and read back, is the same specification.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;

use payspec_codegen::document::{self, Document};
use payspec_codegen::import::import;
use payspec_codegen::model::Provider;
use payspec_codegen::{load, load_text, reference};
use payspec_tests::generated_specs::{Tree, generated_specs};
use proptest::prelude::{Strategy as _, TestCaseError, prop_assert, prop_assume};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

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
    let mut texts = BTreeSet::new();
    for_trees(300, |tree| collect(tree, &mut texts));
    let types = "text integer decimal money boolean date time datetime milliseconds code object list";
    let roles = "merchant_no merchant_order_no provider_order_no channel_order_no amount currency channel paid_at \
                 paid_date paid_time created_at";
    let keys = "when not present max_length length_unit unit format year_from table element joint written constant \
                generate from signature secret personal example documented basis because headers at_least_one exactly_one \
                unsigned_refusals unsigned undecided like over member exclude skip nested order prefix suffix header identity trim \
                orders transport business polling aliases reason advice state documents environments description cdata";
    let rules = "body name_ignoring_case piece_ignoring_case md5 sha256 hmac_sha256 rsa_sha1 rsa_sha256 hex_upper hex_lower \
                 base64 json form xml query GET nonce clock json_text bytes";
    for word in [types, roles, keys, rules].iter().flat_map(|words| words.split_whitespace()) {
        assert!(texts.contains(word), "no generated specification has `{word}`");
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
fn collect(tree: &Tree, texts: &mut BTreeSet<String>) {
    match tree {
        Tree::Text(text) => {
            texts.insert(text.clone());
        }
        Tree::List(items) => items.iter().for_each(|item| collect(item, texts)),
        Tree::Map(entries) => entries.iter().for_each(|(key, value)| {
            texts.insert(key.clone());
            collect(value, texts);
        }),
        Tree::Number(_) | Tree::Bool(_) => {}
    }
}
