//! What a change of a specification means to callers: nothing is missed, and what breaks is said to break.
#![cfg(feature = "toolbox")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "diff/meaning.rs"]
mod meaning;
#[path = "diff/mutation.rs"]
mod mutation;
#[path = "diff/naive.rs"]
mod naive;
#[path = "diff/names.rs"]
mod names;
#[path = "diff/whole.rs"]
mod whole;
#[path = "diff/words.rs"]
mod words;

use std::collections::{BTreeMap, BTreeSet};

use payspec_codegen::diff::{Bump, Change, Class, Diff, between};
use payspec_codegen::load_text;
use payspec_codegen::model::Provider;

const COMPLETE: &str = include_str!("diff/complete.yaml");

fn load(text: &str) -> Vec<Provider> {
    load_text("acme.yaml", text).into_result().unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn compare(old: &[Provider], new: &[Provider]) -> Diff {
    between(old, new).unwrap_or_else(|error| panic!("{error}"))
}

/// The diff of one edit of the complete specification; what is replaced stands there once.
fn edited(from: &str, to: &str) -> Diff {
    assert_eq!(COMPLETE.matches(from).count(), 1, "`{from}` stands once");
    compare(&load(COMPLETE), &load(&COMPLETE.replace(from, to)))
}

/// The class and the sentence of each change, and the items that change by it.
fn told(diff: &Diff) -> Vec<String> {
    let items = |change: &Change| {
        let items = change
            .items
            .iter()
            .map(|item| format!("\n  {:?} {} {:?} {:?}", item.class, item.path, item.old, item.new));
        items.collect::<String>()
    };
    diff.changes()
        .map(|change| format!("{:?}: {}{}", change.class, change.sentence(), items(change)))
        .collect()
}

#[test]
fn every_difference_of_two_models_is_told_and_every_broken_item_is_breaking() {
    let base = load(COMPLETE);
    let items = naive::items(&base);
    let mut sorts: BTreeMap<String, Vec<mutation::Mutant>> = BTreeMap::new();
    for mutant in mutation::mutants(COMPLETE) {
        sorts.entry(mutant.sort.clone()).or_default().push(mutant);
    }
    // All of them take minutes in a debug build.
    let thorough = std::env::var_os("PAYSPEC_THOROUGH").is_some();
    let sorts: Vec<Vec<mutation::Mutant>> =
        sorts.into_values().step_by(if thorough { 1 } else { 4 }).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let told_of: usize = std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|part| {
                let sorts = sorts.iter().skip(part).step_by(threads);
                let (base, items) = (&base, &items);
                scope.spawn(move || sorts.filter(|sort| is_told(sort, base, items)).count())
            })
            .collect();
        parts
            .into_iter()
            .map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .sum()
    });
    let few = if thorough { 500 } else { 125 };
    assert!(told_of > few, "only {told_of} sorts of change make a difference");
}

/// Whether a change of one sort makes a difference, which is told. What is told at one place is told at all of its kind, and
/// what makes no specification at three makes one nowhere.
fn is_told(sort: &[mutation::Mutant], base: &[Provider], items: &BTreeSet<String>) -> bool {
    let mut refused = 0;
    for mutant in sort {
        let loaded = load_text("acme.yaml", &mutant.of(COMPLETE));
        if loaded.diagnostics.errors() > 0 {
            refused += 1;
            if refused == 3 {
                return false;
            }
            continue;
        }
        let diff = compare(base, &loaded.providers);
        assert_eq!(diff.is_empty(), base == loaded.providers, "{}", mutant.what);
        if !diff.is_empty() {
            check(&mutant.what, &diff, items, &naive::items(&loaded.providers));
            return true;
        }
    }
    false
}

/// Every change has its place, and the items are those that a naive reader finds.
fn check(what: &str, diff: &Diff, items: &BTreeSet<String>, now: &BTreeSet<String>) {
    let told = || format!("{what}:\n{}", told(diff).join("\n"));
    assert!(
        diff.changes().all(|change| !change.places.is_empty()),
        "nothing explains a change of {}",
        told()
    );
    let told_names = told().to_lowercase().replace('_', "");
    let is_known = |old: &str, new: &str| {
        told_names.contains(&format!("`{old}` → `{new}`").to_lowercase().replace('_', ""))
    };
    let came: Vec<&String> = now.difference(items).collect();
    let lost: Vec<&String> = items
        .difference(now)
        .filter(|item| !came.iter().any(|new| naive::differ_in_arguments(item, new, is_known)))
        .collect();
    assert!(
        lost.is_empty() || diff.class() == Some(Class::Breaking),
        "{lost:?} is lost, and told is {}",
        told()
    );
    let breaks = diff.changes().flat_map(|change| &change.items).any(|item| item.class == Class::Breaking);
    assert_eq!(breaks, !lost.is_empty(), "{}", told());
    let came = came.iter().any(|new| !items.iter().any(|old| naive::differ_in_arguments(old, new, is_known)));
    let changes = came || !lost.is_empty();
    assert_eq!(diff.changes().any(|change| !change.items.is_empty()), changes, "{}", told());
}

#[test]
fn a_specification_does_not_differ_from_itself() {
    assert!(compare(&load(COMPLETE), &load(COMPLETE)).is_empty());
}

/// The class, the sentence and the items of the changes that are told.
#[track_caller]
fn expect(diff: &Diff, expected: &[&str]) {
    assert_eq!(told(diff), expected, "\n{}", told(diff).join("\n"));
}

#[test]
fn another_state_of_a_code_is_said_in_terms_of_orders() {
    expect(
        &edited("state: Refunded }", "state: Closed }"),
        &[
            "Outcome: `\"5\"` (已退款) of `order_status`, `state` `Refunded` → `Closed`: orders that were Refunded are now Closed.",
        ],
    );
}

#[test]
fn a_new_code_that_leaves_orders_unknown_is_additive() {
    expect(
        &edited(
            "state: Refunded }\n",
            "state: Refunded }\n    \"8\": { name: Odd, title: 奇怪, state: Unknown }\n",
        ),
        &[
            "Additive: `\"8\"` (奇怪) of `order_status` is new: it came as `Other` before; orders with it stay Unknown.\n  Additive acme::OrderStatus::Odd None Some(\"Odd\")",
        ],
    );
}

#[test]
fn fields_in_another_order_move_arguments_only_where_every_caller_gives_them() {
    let kind = "        kind: { title: 类型, name: order_kind, presence: required, type: code, table: channel, example: WX }\n";
    let day =
        "        day: { title: 交易日期, presence: required, type: date, format: [yyyyMMdd, yyyy-MM-dd] }\n";
    let moment = "        moment: { title: 时刻, presence: optional, type: time, format: HHmmss }\n";
    let told = |one: &str, other: &str| {
        let diff = edited(&format!("{one}{other}"), &format!("{other}{one}"));
        (diff.class(), told(&diff).join("\n").contains("Breaking acme::Query::by_order_no()"))
    };
    assert_eq!(told(kind, day), (Some(Class::Breaking), true));
    assert_eq!(told(day, moment), (Some(Class::Behaviour), false));
}

#[test]
fn a_new_field_of_a_reply_is_additive() {
    expect(
        &edited(
            "            rate: {",
            "            fee: { title: 手续费, presence: optional, type: money, unit: fen }\n            rate: {",
        ),
        &[
            "Additive: `query`, response field `data.fee` (手续费) is new.\n  Additive acme::QueryReplyData::fee None Some(\"Option<Fen>\")",
        ],
    );
}

#[test]
fn a_first_field_of_a_request_is_additive_where_it_may_be_left_out() {
    expect(
        &edited("fields: {}", "fields: { depth: { title: 深度, presence: optional } }"),
        &["Additive: `ping`, request field `depth` (深度) is new.\
           \n  Additive acme::Ping::depth() None Some(\"fn depth(mut self, depth: impl Into<String>) -> Self\")"],
    );
}

#[test]
fn a_field_that_must_be_given_breaks_the_constructors() {
    expect(
        &edited("        moment: {", "        till: { title: 终端, presence: required }\n        moment: {"),
        &["Breaking: `query`, request field `till` (终端) is new: every request must have it.\
           \n  Breaking acme::Query::by_order_no() Some(\"fn by_order_no(order_kind: Channel, day: Date, order_no: impl Into<String>) -> Self\") Some(\"fn by_order_no(order_kind: Channel, day: Date, till: impl Into<String>, order_no: impl Into<String>) -> Self\")\
           \n  Breaking acme::Query::by_trade_no() Some(\"fn by_trade_no(order_kind: Channel, day: Date, trade_no: impl Into<String>) -> Self\") Some(\"fn by_trade_no(order_kind: Channel, day: Date, till: impl Into<String>, trade_no: impl Into<String>) -> Self\")"],
    );
}

#[test]
fn an_amount_in_another_unit_is_other_money_in_the_same_type() {
    let told = told(&edited(
        "type: money, unit: fen, is: amount, example",
        "type: money, unit: yuan, is: amount, example",
    ));
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("Outcome: ") && told[0].contains("a hundred times as much money"),
        "{told:?}"
    );
}

#[test]
fn a_rule_that_several_messages_follow_is_told_once() {
    let old = COMPLETE.replace("signing: fixed", "signing: request").replace("[mid, orders]", "[mid]");
    let new = old.replace("suffix: \"&key={key}\"", "suffix: \"{key}\"");
    let diff = compare(&load(&old), &load(&new));
    expect(
        &diff,
        &[
            "Behaviour: `query`, `query_many`, the signature of the request, `suffix` `\"&key={key}\"` → `\"{key}\"`: requests carry another signature.",
            "Behaviour: `query`, the signature of the response, `suffix` `\"&key={key}\"` → `\"{key}\"`: replies that are signed as before are refused.",
        ],
    );
    let places: Vec<&String> = diff.changes().flat_map(|change| &change.places).collect();
    assert_eq!(
        places,
        [
            "operations.query.request.signing.suffix",
            "operations.query_many.request.signing.suffix",
            "operations.query.response.signing.suffix"
        ]
    );
}

#[test]
fn a_rule_that_is_not_written_down_yet_is_not_compared_piece_by_piece() {
    let start = COMPLETE.find("  request:\n    over: message\n").expect("the rule of requests");
    let end = start + COMPLETE[start..].find("  fixed:\n").expect("the rule behind those of both directions");
    let rules = "  request: { undecided: true }\n  response: { undecided: true }\n";
    let new = load(&format!("{}{rules}{}", &COMPLETE[..start], &COMPLETE[end..]));
    let forth = compare(&load(COMPLETE), &new);
    let told_forth = told(&forth).join("\n");
    assert_eq!(forth.class(), Some(Class::Stricter), "{told_forth}");
    assert!(told_forth.contains("no request is sent until the rule is written down"), "{told_forth}");
    assert!(!told_forth.contains("another signature"), "{told_forth}");
    let back = compare(&new, &load(COMPLETE));
    assert_eq!(back.class(), Some(Class::Behaviour), "{}", told(&back).join("\n"));
}

#[test]
fn a_limit_is_stricter_for_requests_where_it_refuses_what_was_sent() {
    let class = |from: &str, to: &str| edited(from, to).class();
    let line = "max_length: 40, is: provider_order_no";
    assert_eq!(class(line, "max_length: 39, is: provider_order_no"), Some(Class::Stricter));
    assert_eq!(class(line, "max_length: 41, is: provider_order_no"), Some(Class::Behaviour));
    assert_eq!(
        class(line, "max_length: 159, length_unit: bytes, is: provider_order_no"),
        Some(Class::Stricter)
    );
    assert_eq!(
        class(line, "max_length: 160, length_unit: bytes, is: provider_order_no"),
        Some(Class::Behaviour)
    );
    assert_eq!(
        class("presence: optional, max_length: 64", "presence: optional, max_length: 63"),
        Some(Class::Behaviour)
    );
}

#[test]
fn arguments_that_change_places_are_breaking_although_calls_compile() {
    let told = told(&edited(
        "  mid: { title: 商户号, max_length: 15, description: Given at the beginning., basis: stated, because: A mail says so. }\n  key: { title: 签名密钥, secret: true }\n",
        "  key: { title: 签名密钥, secret: true }\n  mid: { title: 商户号, max_length: 15, description: Given at the beginning., basis: stated, because: A mail says so. }\n",
    ));
    assert!(told[0].starts_with("Breaking: the credentials stand in another order"), "{told:?}");
    assert!(told[0].contains("acme::Credentials::new()"), "{told:?}");
}

#[test]
fn a_field_with_another_name_is_told_as_one_change_of_its_name() {
    let diff = edited("            payer: {", "            buyer: {");
    let [change] = &*diff.changes().collect::<Vec<_>>() else { panic!("{:?}", told(&diff)) };
    assert_eq!(change.class, Class::Breaking);
    let paths: Vec<&str> = change.items.iter().map(|item| item.path.as_str()).collect();
    assert_eq!(paths, ["acme::QueryReplyData::payer", "acme::QueryReplyData::buyer"]);
}

#[test]
fn providers_that_come_and_go_are_modules_and_features() {
    let (acme, other) = (load(COMPLETE), load(&COMPLETE.replace("provider: acme", "provider: other")));
    let diff = compare(&acme, &other);
    let told: Vec<(Class, &str, &str)> = diff
        .providers
        .iter()
        .flat_map(|provider| {
            provider
                .changes
                .iter()
                .map(|change| (change.class, provider.provider.as_str(), change.summary.as_str()))
        })
        .collect();
    assert_eq!(
        told,
        [
            (Class::Breaking, "acme", "the provider `acme` (Acme 支付) is gone"),
            (Class::Additive, "other", "the provider `other` (Acme 支付) is new")
        ]
    );
    assert_eq!(diff.bump(), Bump::Major);
}

#[test]
fn the_changelog_names_the_next_version_and_every_change_under_its_class() {
    let diff = edited("state: Refunded }", "state: Closed }");
    let version = "0.3.1".parse().expect("a version");
    assert_eq!(
        diff.markdown(Some(version)),
        "## 0.3.2\n\n### Behaviour, states and amounts of orders\n\n**acme** (Acme 支付)\n\n- `\"5\"` (已退款) of `order_status`, `state` `Refunded` → \
         `Closed`: orders that were Refunded are now Closed.\n"
    );
    assert!(compare(&load(COMPLETE), &load(COMPLETE)).markdown(None).contains("Nothing changes"));
}
