//! What is written into a specification, and what is left alone.

use payspec_codegen::drift::{self, Applied, Remedy, What};
use payspec_codegen::load_text;

use crate::{DOCUMENT, SPECIFICATION, against, edited, lines};

/// Applies the drift between a document and a specification, and checks what always holds.
pub(crate) fn apply(document: &str, specification: &str) -> Applied {
    let before = against(document, specification);
    let applied = drift::apply(specification, &before);
    let loaded = load_text("acme.yaml", &applied.text);
    assert_eq!(loaded.diagnostics.errors(), 0, "{}\n{}", loaded.diagnostics, applied.text);
    assert_eq!(applied.applied.len() + applied.left.len(), before.changes.len());
    assert!(applied.left.iter().all(|change| change.remedy == Some(Remedy::ByHand)), "{:?}", applied.left);
    // What was applied is not reported again, and nothing else is.
    let left: Vec<String> = applied.left.iter().map(|change| change.message.clone()).collect();
    let again: Vec<String> =
        against(document, &applied.text).changes.into_iter().map(|change| change.message).collect();
    assert_eq!(again, left, "{}", applied.text);
    if applied.applied.is_empty() {
        assert_eq!(applied.text, specification);
    }
    applied
}

/// The lines that are different: what was removed, and what was added.
fn difference(old: &str, new: &str) -> (Vec<String>, Vec<String>) {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split('\n').collect(), new.split('\n').collect());
    let first = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let rest = old.len().min(new.len()) - first;
    let last = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
    let own = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
    (own(&old[first..old.len() - last]), own(&new[first..new.len() - last]))
}

/// An edit of the document, and the lines of the specification that it removes and adds.
const CASES: &[(&str, &str, &[&str], &[&str])] = &[
    // A longer limit, in either message.
    (
        "storeNo | 否 | String(8)",
        "storeNo | 否 | String(16)",
        &["        storeNo: { title: 门店编号, presence: optional, max_length: 8 }"],
        &["        storeNo: { title: 门店编号, presence: optional, max_length: 16 }"],
    ),
    (
        "attach | 否 | String(96)",
        "attach | 否 | String(255)",
        &["        attach: { title: 附加数据, presence: optional, max_length: 96 }"],
        &["        attach: { title: 附加数据, presence: optional, max_length: 255 }"],
    ),
    // A new optional field of a request, behind the one before it.
    (
        "| 接口版本 | version |",
        "| 终端号 | terminalNo | 否 | String(8) | T1 | 终端 |\n| 接口版本 | version |",
        &[],
        &["        terminalNo: { title: 终端号, presence: optional, max_length: 8 }"],
    ),
    // New fields of a reply: the first, between others, the last.
    (
        "| 返回码 | code |",
        "| 版本 | ver | 是 | String(3) | 1.0 | 版本 |\n| 返回码 | code |",
        &[],
        &["        ver: { title: 版本, presence: required, max_length: 3 }"],
    ),
    (
        "| 订单金额 | amount |",
        "| 结算日期 | stlDate | 否 | String | 20240101 | 日期 |\n| 费率 | rate | 否 | int | 1 | 费率 |\n| 订单金额 | amount |",
        &[],
        &[
            "        stlDate: { title: 结算日期, presence: optional }",
            "        rate: { title: 费率, presence: optional, type: integer }",
        ],
    ),
    // One with codes brings a table, or takes the one that there is.
    (
        "| 附加数据 | attach |",
        "| 卡类型 | cardType | 否 | String(2) | 1 | 1-借记卡<br>2-Credit card |\n| 附加数据 | attach |",
        &[],
        &[],
    ),
    (
        "| 附加数据 | attach |",
        "| 子渠道 | subChannel | 否 | String(2) | WX | WX-微信<br>AL-支付宝 |\n| 附加数据 | attach |",
        &[],
        &[
            "        subChannel: { title: 子渠道, presence: optional, max_length: 2, type: code, table: channel }",
        ],
    ),
    // A new code of those that tell refusals asks whether it is one.
    (
        "1-验签失败<br>",
        "1-验签失败<br>5-余额不足<br>",
        &[],
        &[
            "    # ? Is it a refusal, and what then (`advice`, `reason`)?",
            "    \"5\": { name: Code5, title: 余额不足 }",
        ],
    ),
    // One of the trade state is what it is without the entry, and asks. Behind one that takes several lines.
    (
        "<br>2-支付失败",
        "<br>2-支付失败<br>3-已关闭",
        &[],
        &[
            "    # ? Which state is it? Until it is said here, an order with it is Unknown.",
            "    \"3\": { name: Closed, title: 已关闭, state: Unknown }",
        ],
    ),
    // Behind one with a comment on its line.
    (
        "<br>1-支付成功<br>",
        "<br>1-支付成功<br>5-已退款<br>",
        &[],
        &[
            "    # ? Which state is it? Until it is said here, an order with it is Unknown.",
            "    \"5\": { name: Refunded, title: 已退款, state: Unknown }",
        ],
    ),
    // In a table between braces.
    (
        "AL-支付宝",
        "AL-支付宝<br>YL-银联",
        &["  channel: { WX: { name: Wechat, title: 微信 }, AL: { name: Alipay, title: \"支付宝\" } }"],
        &[
            "  channel: { WX: { name: Wechat, title: 微信 }, AL: { name: Alipay, title: \"支付宝\" }, YL: { name: UnionPay, title: 银联 } }",
        ],
    ),
    // Other words, in the quotes that were there.
    (
        "AL-支付宝",
        "AL-支付宝支付",
        &["  channel: { WX: { name: Wechat, title: 微信 }, AL: { name: Alipay, title: \"支付宝\" } }"],
        &["  channel: { WX: { name: Wechat, title: 微信 }, AL: { name: Alipay, title: \"支付宝支付\" } }"],
    ),
    (
        "| 门店编号 | storeNo |",
        "| 门店: 编号 # | storeNo |",
        &["        storeNo: { title: 门店编号, presence: optional, max_length: 8 }"],
        &["        storeNo: { title: \"门店: 编号 #\", presence: optional, max_length: 8 }"],
    ),
    (
        "# 订单查询接口",
        "# 单笔查询",
        &["  query: { title: 订单查询接口 }"],
        &["  query: { title: 单笔查询 }"],
    ),
    // What somebody has to decide.
    ("storeNo | 否 | String(8)", "storeNo | 否 | String(6)", &[], &[]),
    ("| 门店编号 | storeNo | 否 |", "| 门店编号 | storeNo | 是 |", &[], &[]),
    ("| 门店编号 | storeNo |", "| 门店编号 | shopNo |", &[], &[]),
    ("固定：1.0", "固定：2.0", &[], &[]),
    ("<br>2-支付失败", "<br>2-交易失败", &[], &[]),
    (
        "| 接口版本 | version |",
        "| 终端号 | terminalNo | 是 | String(8) | T1 | 终端 |\n| 接口版本 | version |",
        &[],
        &[],
    ),
    (
        "| 接口版本 | version |",
        "| 终端号 | terminalNo | 条件必填 | String(8) | T1 | 终端 |\n| 接口版本 | version |",
        &[],
        &[],
    ),
    // A code without words has no title to give.
    ("| WX-微信<br>AL-支付宝 |", "| WX/AL/YL |", &[], &[]),
    // A name that Rust already has in that message.
    ("| 附加数据 | attach |", "| 另一个 | order_no | 否 | String | x | y |\n| 附加数据 | attach |", &[], &[]),
];

#[test]
fn what_is_mechanical_is_written_and_everything_else_stays_to_the_byte() {
    for (from, to, removed, added) in CASES {
        let new = edited(DOCUMENT, from, to);
        let applied = apply(&new, SPECIFICATION);
        if to.contains("cardType") {
            continue;
        }
        let (gone, fresh) = difference(SPECIFICATION, &applied.text);
        assert_eq!((gone, fresh), (own(removed), own(added)), "{from} → {to}");
        let is_written = !removed.is_empty() || !added.is_empty();
        assert_eq!(applied.left.is_empty(), is_written, "{from} → {to}: {:?}", applied.left);
    }
}

fn own(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

#[test]
fn a_new_field_with_codes_brings_a_table_behind_the_others() {
    let new = edited(
        DOCUMENT,
        "| 附加数据 | attach |",
        "| 卡类型 | cardType | 否 | String(2) | 1 | 1-借记卡<br>2-Credit card |\n| 附加数据 | attach |",
    );
    let applied = apply(&new, SPECIFICATION);
    assert!(applied.left.is_empty(), "{:?}", applied.left);
    let table = "\n\n  card_type:\n    \"1\": { name: DebitCard, title: 借记卡 }\n    \"2\": { name: Code2, title: Credit card }\n\nsigning:";
    assert!(applied.text.contains(table), "{}", applied.text);
    let field = "        cardType: { title: 卡类型, presence: optional, max_length: 2, type: code, table: card_type }\n        # What the merchant sent along.";
    // Behind the amount, before the comment of the next field.
    assert!(applied.text.contains(field), "{}", applied.text);
}

#[test]
fn several_changes_are_applied_together_and_the_order_of_the_document_is_kept() {
    let new = edited(DOCUMENT, "storeNo | 否 | String(8)", "storeNo | 否 | String(16)");
    let new = edited(
        &new,
        "| 订单金额 | amount |",
        "| 甲 | a | 否 | String | x | y |\n| 乙 | b | 否 | String | x | y |\n| 订单金额 | amount |",
    );
    let new = edited(&new, "2-订单不存在", "2-订单不存在<br>7-甲<br>8-乙");
    let new = edited(&new, "固定：1.0", "固定：2.0");
    let applied = apply(&new, SPECIFICATION);
    let left = applied.left.iter().map(|change| change.what).collect::<Vec<_>>();
    assert_eq!(left, [What::Constant]);
    assert_eq!(applied.applied.len(), 5);
    let position = |text: &str| applied.text.find(text).unwrap_or_else(|| panic!("{text}: {}", applied.text));
    assert!(
        position("\n        a: {") < position("\n        b: {")
            && position("\n        b: {") < position("\n        amount: {")
    );
    assert!(
        position("\"7\": {") < position("\"8\": {")
            && position("\"8\": {") < position("# From another page.")
    );
}

#[test]
fn one_change_that_would_be_a_mistake_does_not_keep_the_others_from_being_applied() {
    let new = edited(
        DOCUMENT,
        "| 附加数据 | attach |",
        "| 甲 | order_no | 否 | String | x | y |\n| 乙 | good | 否 | String | x | y |\n| 附加数据 | attach |",
    );
    let applied = apply(&new, SPECIFICATION);
    assert_eq!(
        applied.applied.iter().filter_map(|change| change.field.as_deref()).collect::<Vec<_>>(),
        ["good"]
    );
    assert_eq!(
        applied.left.iter().filter_map(|change| change.field.as_deref()).collect::<Vec<_>>(),
        ["order_no"]
    );
}

#[test]
fn the_line_ends_and_the_mark_of_a_file_stay_what_they_are() {
    let new =
        edited(DOCUMENT, "| 附加数据 | attach |", "| 甲 | a | 否 | String | x | y |\n| 附加数据 | attach |");
    let crlf = format!("\u{feff}{}", SPECIFICATION.replace('\n', "\r\n"));
    let applied = apply(&new, &crlf);
    assert!(applied.text.starts_with('\u{feff}'));
    assert_eq!(applied.text.matches('\n').count(), applied.text.matches("\r\n").count());
    assert_eq!(
        applied.text.replace("\r\n", "\n").trim_start_matches('\u{feff}'),
        apply(&new, SPECIFICATION).text
    );
}

#[test]
fn a_field_is_added_at_the_end_of_a_file_without_a_last_line_break() {
    // The response comes last, and its fields after everything else in it.
    let (head, fields) = SPECIFICATION.split_once("    response:\n      encoding: json\n").unwrap();
    let (fields, rest) = fields.split_once("      decision:\n").unwrap();
    let text = format!("{head}    response:\n      encoding: json\n      decision:\n{rest}{fields}");
    let text = text.trim_end().replace("        fee:\n          title: 手续费\n          presence: optional\n          type: money\n          unit: fen\n          basis: stated\n          because: Another page lists it.", "        ");
    let text = text.trim_end();
    let row = "| 签名 | sign | 是 | String(32) | 0A1B | 详见签名算法 |\n\n返回示例";
    let new = edited(
        DOCUMENT,
        row,
        "| 签名 | sign | 是 | String(32) | 0A1B | 详见签名算法 |\n| 甲 | a | 否 | String | x | y |\n\n返回示例",
    );
    let applied = apply(&new, text);
    assert_eq!(applied.text, format!("{text}\n        a: {{ title: 甲, presence: optional }}"));
}

#[test]
fn a_new_object_is_written_with_what_is_inside() {
    let new = edited(
        DOCUMENT,
        "| 签名 | sign | 是 | String(32) | 0A1B | 详见签名算法 |\n\n返回示例",
        "| 签名 | sign | 是 | String(32) | 0A1B | 详见签名算法 |\n| 门店 | store | 否 | object | {} | 门店信息 |\n\n\
         ## store数据格式\n\n| 字段名 | 变量名 | 必填 | 类型 | 示例值 | 描述 |\n|---|---|---|---|---|---|\n\
         | 店名 | storeName | 是 | String(32) | x | 店名 |\n\n返回示例",
    );
    let drift = against(&new, SPECIFICATION);
    assert_eq!(lines(&drift), ["new_information field_added response store"]);
    let applied = apply(&new, SPECIFICATION);
    let expected = "        store:\n          title: 门店\n          presence: optional\n          type: object\n          fields:\n            storeName: { title: 店名, presence: required, max_length: 32 }\n";
    assert!(applied.text.contains(expected), "{}", applied.text);
}

#[test]
fn a_moment_is_written_in_the_format_that_the_document_states() {
    for (row, written) in [
        (
            "| 支付时间 | payTime | 否 | String(14) | x | 格式：yyyyMMddHHmmss |",
            "payTime: { title: 支付时间, presence: optional, max_length: 14, type: datetime, format: yyyyMMddHHmmss }",
        ),
        (
            "| 结算日期 | stlDate | 是 | String(8) | x | 格式yyyyMMdd |",
            "stlDate: { title: 结算日期, presence: required, max_length: 8, type: date, format: yyyyMMdd }",
        ),
        (
            "| 创建时间 | createdAt | 否 | long | x | 13位时间戳 |",
            "createdAt: { title: 创建时间, presence: optional, type: milliseconds }",
        ),
        (
            "| 创建时间 | createdAt | 否 | String(13) | x | 13位时间戳 |",
            "createdAt: { title: 创建时间, presence: optional, max_length: 13, type: milliseconds, written: quoted }",
        ),
    ] {
        let new = edited(DOCUMENT, "| 附加数据 | attach |", &format!("{row}\n| 附加数据 | attach |"));
        let applied = apply(&new, SPECIFICATION);
        assert!(applied.text.contains(&format!("\n        {written}\n")), "{written}: {}", applied.text);
        assert!(applied.questions.is_empty() && applied.left.is_empty(), "{applied:?}");
    }
}

#[test]
fn what_a_format_leaves_open_is_a_question_in_the_specification() {
    for (row, question, written) in [
        (
            "| 支付时间 | payTime | 否 | String(14) | x | 格式：YYYYMMDDhhmmss |",
            "`payTime`: the document writes “YYYYMMDDhhmmss”: is this what it means?",
            "payTime: { title: 支付时间, presence: optional, max_length: 14, type: datetime, format: yyyyMMddHHmmss }",
        ),
        (
            "| 支付时间 | payTime | 否 | String(10) | x | 格式：MMddHHmmss |",
            "`payTime`: the format “MMddHHmmss” has no year: `type: datetime` needs `year_from`, a field with a date",
            "payTime: { title: 支付时间, presence: optional, max_length: 10 }",
        ),
    ] {
        let new = edited(DOCUMENT, "| 附加数据 | attach |", &format!("{row}\n| 附加数据 | attach |"));
        let applied = apply(&new, SPECIFICATION);
        assert!(
            applied.text.contains(&format!("\n        # ? {question}\n        {written}\n")),
            "{written}: {}",
            applied.text
        );
        let [asked] = applied.questions.as_slice() else { panic!("{:?}", applied.questions) };
        assert_eq!(asked.text, question);
        assert!(applied.text.lines().nth(asked.line - 1).unwrap().contains("# ? "), "{asked:?}");
    }
}

#[test]
fn a_moment_without_a_year_takes_it_from_the_date_before_it() {
    let rows = "| 结算日期 | stlDate | 是 | String(8) | x | 格式yyyyMMdd |\n";
    let new = edited(DOCUMENT, "| 附加数据 | attach |", &format!("{rows}| 附加数据 | attach |"));
    let with_date = apply(&new, SPECIFICATION).text;
    let row = "| 支付时间 | payTime | 否 | String(10) | x | 格式：MMddHHmmss |\n";
    let new = edited(&new, "| 附加数据 | attach |", &format!("{row}| 附加数据 | attach |"));
    let applied = apply(&new, &with_date);
    assert!(
        applied.text.contains("\n          format: MMddHHmmss\n          year_from: stlDate\n"),
        "{}",
        applied.text
    );
    assert_eq!(applied.questions.len(), 1, "it is likely, and asked");
}

#[test]
fn words_of_which_the_document_has_two_are_not_written_back_and_forth() {
    let second = "| 子渠道 | subChannel | 否 | String(16) | WX | WX-微信<br>AL-支付宝 |\n";
    let with_second = edited(DOCUMENT, "| 附加数据 | attach |", &format!("{second}| 附加数据 | attach |"));
    let specification = apply(&with_second, SPECIFICATION).text;
    let new = edited(
        &with_second,
        "| 支付渠道 | channel | 否 | String(16) | WX | WX-微信",
        "| 支付渠道 | channel | 否 | String(16) | WX | WX-微信支付",
    );
    let applied = apply(&new, &specification);
    assert_eq!((applied.text.as_str(), applied.left.len()), (specification.as_str(), 1));
    assert!(
        applied.left[0].note.as_deref().unwrap_or_default().contains("another list"),
        "{:?}",
        applied.left
    );
}

#[test]
fn nothing_is_applied_where_nothing_drifts() {
    assert_eq!(apply(DOCUMENT, SPECIFICATION).text, SPECIFICATION);
}
