//! Changes of a few characters that make something else of what is sent: formats, units, signs.

use payspec_codegen::drift;

use crate::{DOCUMENT, SPECIFICATION, against, edited, lines, read};

/// The document with another row in its response, and the specification that has it.
fn with_moment(says: &str) -> String {
    let row = "| 附加数据 | attach |";
    edited(DOCUMENT, row, &format!("| 支付时间 | paidAt | 否 | String(19) | | {says} |\n{row}"))
}

fn specification(kind: &str) -> String {
    let field = "        attach: {";
    let comment = "        # What the merchant sent along.\n";
    let place = format!("{comment}{field}");
    edited(
        SPECIFICATION,
        &place,
        &format!(
            "        paidAt: {{ title: 支付时间, presence: optional, max_length: 19, {kind} }}\n{place}"
        ),
    )
}

#[test]
fn another_format_of_a_moment_breaks_requests() {
    let known = specification("type: datetime, format: yyyyMMddHHmmss");
    let (old, new) = (with_moment("格式yyyyMMddHHmmss"), with_moment("格式yyyy-MM-dd HH:mm:ss"));
    assert_eq!(lines(&against(&old, &known)), [""; 0]);
    assert_eq!(lines(&against(&new, &known)), ["breaks_requests type response paidAt"]);
    let between = drift::between(&read(&old), &read(&new));
    assert_eq!(lines(&between), ["breaks_requests type response paidAt"]);
    assert!(between.changes[0].message.contains("`yyyy-MM-dd HH:mm:ss`"), "{between:?}");
    let either = with_moment("格式yyyyMMddHHmmss或yyyy-MM-dd HH:mm:ss");
    assert_eq!(lines(&against(&either, &known)), [""; 0], "one of both is what is written");
    let spelled = with_moment("格式YYYYMMDDhhmmss");
    assert_eq!(lines(&against(&spelled, &known)), [""; 0], "documents are not careful with case");
}

#[test]
fn the_unit_of_all_amounts_counts_where_a_row_states_none() {
    let silent = edited(DOCUMENT, "| 单位分 |", "| 实付 |");
    let with = |text: &str, line: &str| edited(text, "**备注**\n\n", &format!("**备注**\n\n- {line}\n"));
    let (fen, yuan) = ("所有涉及到金额的单位都为分", "所有涉及到金额的单位都为元");
    assert_eq!(lines(&against(&with(&silent, fen), SPECIFICATION)), [""; 0]);
    for line in [yuan, "金额单位为元。"] {
        let drift = against(&with(&silent, line), SPECIFICATION);
        assert_eq!(lines(&drift), ["breaks_requests type response amount"], "{line}");
    }
    assert_eq!(lines(&against(&with(DOCUMENT, yuan), SPECIFICATION)), [""; 0], "the row knows better");
    let between = drift::between(&read(&with(&silent, fen)), &read(&with(&silent, yuan)));
    assert_eq!(lines(&between), ["breaks_requests text"]);
}

#[test]
fn signs_between_words_are_no_spelling() {
    let line = |says: &str| edited(DOCUMENT, "**备注**\n\n", &format!("**备注**\n\n- {says}\n"));
    for (from, to, severity) in [
        ("末尾拼接\"&key=密钥\"", "末尾拼接\"key密钥\"", "new_information"),
        ("误差<=0.5", "误差>=0.5", "wording"),
        ("时区为+8", "时区为-8", "wording"),
        ("多个值以|分隔", "多个值以,分隔", "wording"),
        ("倍率1.5", "倍率15", "wording"),
        ("所有参数按名称排序后以MD5计算签名", "所有参数按名称排序后以SHA256计算签名", "breaks_signing"),
    ] {
        let between = drift::between(&read(&line(from)), &read(&line(to)));
        assert_eq!(lines(&between), [format!("{severity} text")], "{from} / {to}");
    }
}

#[test]
fn several_methods_are_a_choice() {
    let either = edited(DOCUMENT, "**请求方式：** POST", "**请求方式：** GET/POST");
    assert_eq!(lines(&against(&either, SPECIFICATION)), [""; 0]);
    let other = edited(DOCUMENT, "**请求方式：** POST", "**请求方式：** GET");
    assert_eq!(lines(&against(&other, SPECIFICATION)), ["breaks_requests method"]);
}

#[test]
fn no_more_than_one_is_exactly_one() {
    let old =
        edited(DOCUMENT, "| P1 | 平台给出的订单号 |", "| P1 | orderNo和tradeNo必填1个，优先使用tradeNo |");
    for says in ["二选一，不可同时上送", "只能传一个，优先使用tradeNo", "有且只能传其中一个"]
    {
        let new = edited(&old, "必填1个，优先使用tradeNo", says);
        let drift = drift::between(&read(&old), &read(&new));
        let told = drift.changes.iter().find(|change| change.message.contains("exactly one"));
        assert!(told.is_some(), "{says}: {drift:?}");
    }
}
