//! When fields are there, which of several are enough, how often to ask, and rows that contradict each other.

use payspec_codegen::drift;

use crate::{against, edited, lines, read};

const DOCUMENT: &str = include_str!("../documents/drift-sections.md");
const SPECIFICATION: &str = include_str!("../documents/drift-sections.yaml");

/// An edit of the document, what it is against the older one, and what it is against the specification.
type Case = (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

const CASES: &[Case] = &[
    // Another condition holds for every row below, and below what is below.
    (
        "code为OK时返回",
        "code为ERR时返回",
        &["breaks_signing condition response result"],
        &["breaks_signing condition response result"],
    ),
    (
        "result为DONE时返回",
        "result为NONE时返回",
        &["new_information condition response outNo"],
        &["new_information condition response outNo"],
    ),
    // None holds any more.
    (
        "| result为DONE时返回 | | | | | |\n",
        "",
        &["new_information condition response outNo"],
        &["new_information condition response outNo"],
    ),
    // Fields of which one is enough.
    (
        "outNo和boltNo必填1个，优先使用boltNo",
        "商户的单号",
        &["new_information choice request outNo"],
        &["new_information choice request boltNo"],
    ),
    (
        "outNo和boltNo必填1个，优先使用boltNo",
        "outNo和boltNo二选一",
        &["breaks_requests choice request outNo"],
        &["breaks_requests choice request outNo"],
    ),
    (
        "outNo和boltNo必填1个，优先使用boltNo",
        "outNo、boltNo和salt必填1个",
        &["new_information choice request outNo"],
        &["new_information choice request outNo"],
    ),
    // How often to ask, and how long to wait.
    ("间隔在3秒以上", "间隔在10秒以上", &["breaks_requests polling"], &["breaks_requests polling"]),
    ("间隔在3秒以上", "间隔在1秒以上", &["new_information polling"], &["new_information polling"]),
    ("设置为60秒", "设置为90秒", &["breaks_requests polling"], &["breaks_requests polling"]),
    ("建议查询间隔在3秒以上，", "", &["new_information polling"], &["new_information polling"]),
    // A row that stands twice.
    (
        "| salt | 随机串 | string | 32 | Y | 随机字符串 |\n",
        "| salt | 随机串 | string | 32 | Y | 随机字符串 |\n| salt | 随机串 | string | 16 | N | 随机字符串 |\n",
        &["breaks_requests duplicate_row request salt"],
        &["breaks_requests duplicate_row request salt"],
    ),
    (
        "| salt | 随机串 | string | 32 | Y | 随机字符串 |\n",
        "| salt | 随机串 | string | 32 | Y | 随机字符串 |\n| salt | 随机串 | string | 32 | Y | 每次不同 |\n",
        &[],
        &[],
    ),
];

#[test]
fn a_section_is_told_once_with_all_its_fields_and_where_its_heading_is() {
    let new = edited(DOCUMENT, "code为OK时返回", "code为ERR时返回");
    let drift = against(&new, SPECIFICATION);
    let change = &drift.changes[0];
    assert_eq!(
        change.message,
        "`result`, `shopId`, `sign` and 5 more are there when `code` is `ERR` now, the specification has when `code` is `OK`"
    );
    assert!(new[change.document.span.clone()].contains("code为ERR时返回"), "{change:?}");
    assert!(SPECIFICATION[change.against.span.clone()].starts_with("when"), "{change:?}");
    assert!(change.note.as_deref().unwrap_or_default().contains("stays unknown"), "{change:?}");
}

#[test]
fn a_condition_that_only_the_specification_knows_is_no_drift() {
    let with = edited(
        SPECIFICATION,
        "msg: { title: 通信消息, presence: optional, max_length: 64 }",
        "msg: { title: 通信消息, presence: optional, when: { code: { not: OK } }, max_length: 64 }",
    );
    assert_eq!(lines(&against(DOCUMENT, &with)), [""; 0]);
    let with = edited(
        SPECIFICATION,
        "when: { code: OK, result: DONE }\n          max_length: 2",
        "when: { code: { not: ERR }, result: DONE }\n          max_length: 2",
    );
    assert_eq!(lines(&against(DOCUMENT, &with)), [""; 0]);
}

#[test]
fn a_choice_from_elsewhere_or_in_words_that_nobody_understands_is_not_missed() {
    let new = edited(DOCUMENT, "outNo和boltNo必填1个，优先使用boltNo", "商户的单号");
    let other = edited(
        SPECIFICATION,
        "boltNo: { title: 平台单号, presence: optional, max_length: 32, is: provider_order_no }",
        "boltNo: { title: 平台单号, presence: optional, max_length: 32, is: provider_order_no, documented: { presence: optional }, basis: stated, because: Another page asks for one. }",
    );
    assert_eq!(lines(&against(&new, &other)), [""; 0]);
    let new = edited(DOCUMENT, "outNo和boltNo必填1个，优先使用boltNo", "与boltNo任一个都行");
    assert_eq!(lines(&against(&new, SPECIFICATION)), [""; 0]);
}

#[test]
fn one_that_is_not_enough_any_more_breaks_requests_where_the_table_asks_for_both() {
    let new = edited(DOCUMENT, "| 64 | N | outNo和boltNo必填1个，优先使用boltNo", "| 64 | Y | 商户的单号");
    let with = edited(
        SPECIFICATION,
        "outNo: { title: 商户单号, presence: optional, max_length: 64, is: merchant_order_no }",
        "outNo: { title: 商户单号, presence: optional, max_length: 64, is: merchant_order_no, documented: { presence: required }, because: One is enough. }",
    );
    assert_eq!(lines(&against(&new, &with)), ["breaks_requests choice request boltNo"]);
}

#[test]
fn times_from_elsewhere_are_compared_only_where_the_document_asks_for_more_patience() {
    let elsewhere = "polling: { interval: 5s, timeout: 60s, basis: stated }";
    let with = edited(SPECIFICATION, "polling: { interval: 3s, timeout: 60s, basis: doc }", elsewhere);
    assert_eq!(lines(&against(DOCUMENT, &with)), [""; 0]);
    let silent = edited(DOCUMENT, "建议查询间隔在3秒以上，接口超时时间设置为60秒。", "请按需查询。");
    assert_eq!(lines(&against(&silent, &with)), [""; 0]);
    let slower = edited(DOCUMENT, "间隔在3秒以上", "间隔在8秒以上");
    assert_eq!(lines(&against(&slower, &with)), ["breaks_requests polling"]);
    let without = edited(SPECIFICATION, "    polling: { interval: 3s, timeout: 60s, basis: doc }\n", "");
    assert_eq!(
        lines(&against(DOCUMENT, &without)),
        ["new_information polling", "new_information polling"],
        "the specification says nothing of either"
    );
}

#[test]
fn a_time_that_stands_with_another_operation_is_no_news_of_this_one() {
    let rows = &DOCUMENT[DOCUMENT.find("请求参数:").unwrap()..DOCUMENT.find("## 交易状态").unwrap()];
    let second = |words: &str| {
        let head = "# 补单查询\n\n地址：`https://gate.bolt.example/trade/again`\n\n方式：POST\n\n提交方式：`application/x-www-form-urlencoded`";
        edited(DOCUMENT, "## 交易状态", &format!("{head}\n\n{words}\n\n{rows}## 交易状态"))
    };
    let operation = &SPECIFICATION[SPECIFICATION.find("  query:\n    title").unwrap()..];
    let polling = "    polling: { interval: 3s, timeout: 60s, basis: doc }\n";
    let again = operation
        .replacen("  query:\n    title: 交易查询", "  again:\n    title: 补单查询", 1)
        .replace("/trade/query", "/trade/again");
    assert!(again.contains(polling));
    let without = format!("{SPECIFICATION}{}", again.replace(polling, ""));
    assert_eq!(lines(&against(&second(""), &without)), [""; 0]);
    let stated = against(&second("查询间隔在5秒以上"), &without);
    assert_eq!(lines(&stated), ["new_information polling"]);
    assert_eq!(stated.changes[0].operation.as_deref(), Some("again"));
    let with = format!("{SPECIFICATION}{again}");
    assert_eq!(
        lines(&against(&second(""), &with)),
        [""; 0],
        "what stands with the first may be meant for both"
    );
    let slower = against(&second("查询间隔在5秒以上"), &with);
    assert_eq!(lines(&slower), ["breaks_requests polling"]);
    assert_eq!(slower.changes[0].operation.as_deref(), Some("again"));
}

#[test]
fn both_places_of_a_row_that_stands_twice_are_told_and_only_where_that_is_new() {
    let row = "| salt | 随机串 | string | 32 | Y | 随机字符串 |\n";
    let new = edited(DOCUMENT, row, &format!("{row}| salt | 随机串 | string | 16 | N | 随机字符串 |\n"));
    let drift = against(&new, SPECIFICATION);
    let change = &drift.changes[0];
    let line = change.document.line;
    assert!(change.message.contains(&format!("mandatory, length 32 in line {}", line - 1)), "{change:?}");
    assert!(change.message.contains(&format!("optional, length 16 in line {line}")), "{change:?}");
    assert_eq!(lines(&drift::between(&read(&new), &read(&new))), [""; 0]);
    assert_eq!(
        lines(&drift::between(&read(&new), &read(DOCUMENT))),
        ["new_information duplicate_row request salt"]
    );
}

#[test]
fn conditions_choices_times_and_contradictions_are_seen_against_both() {
    assert_eq!(lines(&against(DOCUMENT, SPECIFICATION)), [""; 0]);
    for (from, to, forth, expected) in CASES {
        let new = edited(DOCUMENT, from, to);
        let between = drift::between(&read(DOCUMENT), &read(&new));
        assert_eq!(lines(&between), *forth, "between: {from} → {to}");
        assert_eq!(lines(&against(&new, SPECIFICATION)), *expected, "against: {from} → {to}");
    }
}
