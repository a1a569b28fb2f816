//! What every code means, as `PROVIDERS.md` says it, written out by hand: signed replies through the generated clients.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod ktspay;
mod leopard;
mod leopard_batch;
mod leshua;
mod umf_merchant;
mod umf_service_provider;
mod umf_service_provider_times;

use std::collections::BTreeSet;

use payspec::table::Provider;
use payspec::{Advice, Error, Order, OrderState};
use payspec_tests::naive::{Message, Value};
use proptest::prop_oneof;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// What a reply must lead to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Expected<'a> {
    /// An order in this state, decided from this text.
    Order(OrderState, &'a str),
    /// A refusal with this code.
    Refused(&'a str, Told),
}

/// What `PROVIDERS.md` says about asking again after a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// Another try later is worth it.
    Later,
    /// Another try is not worth it.
    Never,
    /// Nothing: the specification decides.
    Nothing,
}

/// Compares what a reply led to with what it must lead to.
pub(crate) fn check(found: Result<Order, Error>, expected: Expected<'_>, what: &str) {
    match (found, expected) {
        (Ok(order), Expected::Order(state, text)) => {
            assert_eq!((order.state, order.state_text.as_deref()), (state, Some(text)), "{what}");
        }
        (Err(Error::Refused(refusal)), Expected::Refused(code, told)) => {
            assert_eq!(refusal.code, code, "{what}");
            match told {
                Told::Later => assert_eq!(refusal.advice, Some(Advice::AgainLater), "{what}"),
                Told::Never => assert_eq!(refusal.advice, Some(Advice::Stop), "{what}"),
                Told::Nothing => assert_ne!(refusal.advice, Some(Advice::InProgress), "{what}"),
            }
        }
        (found, expected) => panic!("{what}: expected {expected:?}, found {found:?}"),
    }
}

/// That a table lists these codes and no others.
pub(crate) fn lists<'a>(provider: &Provider, table: &str, codes: impl IntoIterator<Item = &'a str>) {
    let table = provider.code_table(table).expect("the table is there");
    let found: BTreeSet<&str> = table.codes.iter().map(|code| &*code.wire).collect();
    assert_eq!(found, codes.into_iter().collect(), "{}: {}", provider.name, table.name);
}

/// Texts that are not among these, many of them close to one that is; the same on every run.
pub(crate) fn others<'a>(listed: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let listed: Vec<&str> = listed.into_iter().collect();
    let mut texts: Vec<String> = Vec::new();
    for code in &listed {
        texts.extend([
            format!("{code} "),
            format!(" {code}"),
            format!("0{code}"),
            format!("{code}0"),
            format!("+{code}"),
        ]);
        texts.extend([
            code.to_lowercase(),
            code.to_uppercase(),
            format!("{code}.0"),
            format!("{code}{code}"),
        ]);
    }
    let mut runner =
        TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let strategy = prop_oneof!["-?[0-9]{1,5}", "[A-Z]{1,8}", "[ -~]{1,8}", "\\PC{1,6}"].boxed();
    texts.extend((0..200).map(|_| strategy.new_tree(&mut runner).expect("it rejects nothing").current()));
    texts.retain(|text| !listed.contains(&text.as_str()));
    texts
}

/// A message of texts.
pub(crate) fn texts(members: &[(&str, &str)]) -> Message {
    members.iter().map(|(name, value)| ((*name).to_owned(), Value::of(*value))).collect()
}

/// The message with a member set.
pub(crate) fn with(message: &Message, name: &str, value: Value) -> Message {
    let mut changed = without(message, name);
    changed.push((name.to_owned(), value));
    changed
}

/// The message without a member.
pub(crate) fn without(message: &Message, name: &str) -> Message {
    message.iter().filter(|(known, _)| known != name).cloned().collect()
}

/// A bare number.
pub(crate) fn number(text: &str) -> Value {
    Value::Number(text.to_owned())
}

/// A moment in words.
pub(crate) fn shown(time: Option<payspec::ChinaTime>) -> String {
    time.map_or("-".to_owned(), |time| time.to_string())
}

#[test]
fn others_are_many_and_never_a_listed_code() {
    let listed = ["0", "SUCCESS"];
    let others = others(listed);
    assert!(
        others.len() > 150 && others.iter().all(|text| !text.is_empty() && !listed.contains(&text.as_str()))
    );
}
