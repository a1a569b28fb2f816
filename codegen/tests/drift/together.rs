//! Changes that are written at one place, each into its own mapping.

use payspec_codegen::drift::{self, What};

use crate::applied::apply;
use crate::{DOCUMENT, SPECIFICATION, against, edited};

const SECTIONS: &str = include_str!("../documents/drift-sections.md");
const OF_SECTIONS: &str = include_str!("../documents/drift-sections.yaml");

/// Something new: a row behind which it stands in the document, or a part of one, and what stands there then.
type Addition = (&'static str, &'static str);

const TO_DOCUMENT: &[Addition] = &[
    (
        "| 0A1B | 详见签名算法 |\n\n请求示例",
        "| 0A1B | 详见签名算法 |\n| 终端 | term | 否 | String(8) | 1 | 01-POS<br>02-扫码盒 |\n\n请求示例",
    ),
    (
        "| 门店编号 | storeNo |",
        "| 来源 | source | 否 | String(8) | 1 | A-网页<br>B-门店 |\n| 门店编号 | storeNo |",
    ),
    (
        "| 附加数据 | attach |",
        "| 卡类型 | cardType | 否 | String(2) | 1 | 1-借记卡<br>2-贷记卡 |\n| 附加数据 | attach |",
    ),
    (
        "0A1B | 详见签名算法 |\n\n返回示例",
        "0A1B | 详见签名算法 |\n| 备用 | spare | 否 | String(9) | 1 | 备用 |\n\n返回示例",
    ),
    ("<br>2-订单不存在", "<br>2-订单不存在<br>3-请求过于频繁"),
    ("<br>2-支付失败", "<br>2-支付失败<br>3-已关闭"),
    ("AL-支付宝", "AL-支付宝<br>YL-银联"),
];

const TO_SECTIONS: &[Addition] = &[
    ("| salt |", "| term | 终端 | string | 8 | N | 01：POS<br>02：扫码盒 |\n| salt |"),
    (
        "| sign | 签名 | string | 32 | Y | - |\n\n响应",
        "| sign | 签名 | string | 32 | Y | - |\n| tag | 标记 | string | 8 | N | 标记 |\n\n响应",
    ),
    ("| endTime |", "| card | 卡类型 | string | 8 | N | D：借记卡<br>C：贷记卡 |\n| endTime |"),
    ("yyyyMMddHHmmss |", "yyyyMMddHHmmss |\n| spare | 备用 | string | 8 | N | 备用 |"),
    ("<br>BUSY：繁忙", "<br>BUSY：繁忙<br>SLOW：过慢"),
    ("<br>SIGN：验签失败", "<br>SIGN：验签失败<br>ARGS：参数错误"),
    ("| 3 | 已关闭 |", "| 3 | 已关闭 |\n| 4 | 已退款 |"),
];

#[test]
fn two_additions_at_once_are_both_written_and_both_where_they_belong() {
    for (document, specification, additions) in
        [(DOCUMENT, SPECIFICATION, TO_DOCUMENT), (SECTIONS, OF_SECTIONS, TO_SECTIONS)]
    {
        for (index, (from, to)) in additions.iter().enumerate() {
            let one = edited(document, from, to);
            for (other_from, other_to) in &additions[index + 1..] {
                let both = edited(&one, other_from, other_to);
                let applied = apply(&both, specification);
                assert_eq!(applied.applied.len(), 2, "{to} and {other_to}\n{}", applied.text);
            }
        }
    }
}

#[test]
fn a_code_behind_the_last_of_the_last_table_is_not_taken_along_by_a_table_that_is_new() {
    let new = TO_SECTIONS.iter().fold(SECTIONS.to_owned(), |text, (from, to)| edited(&text, from, to));
    let applied = apply(&new, OF_SECTIONS);
    assert_eq!(applied.applied.len(), TO_SECTIONS.len(), "{}", applied.text);
    let tables = "    \"4\": { name: Refunded, title: 已退款, state: Unknown }\n\n  term:\n";
    let unspaced = tables.replace("\n\n", "\n");
    assert!(applied.text.contains(tables) || applied.text.contains(&unspaced), "{}", applied.text);
}

#[test]
fn a_field_behind_an_object_and_one_behind_the_last_inside_it_are_told_apart() {
    let sign = "0A1B | 详见签名算法 |\n\n返回示例";
    let row = "0A1B | 详见签名算法 |\n| 返回数据 | data | 否 | object | {} | 订单 |\n\n返回示例";
    let inside = "## data数据格式\n\n| 字段名 | 变量名 | 必填 | 类型 | 示例值 | 描述 |\n|---|---|---|---|---|---|\n\
                  | 门店名称 | shopName | 否 | String(32) | x | 门店 |\n\n**备注**";
    let with_object = edited(&edited(DOCUMENT, sign, row), "**备注**", inside);
    let specification = apply(&with_object, SPECIFICATION).text;
    assert!(specification.contains("            shopName: {"), "{specification}");

    let new = edited(
        &with_object,
        "{} | 订单 |\n",
        "{} | 订单 |\n| 跟踪号 | traceId | 否 | String(32) | x | 跟踪号 |\n",
    );
    let new = edited(
        &new,
        "| x | 门店 |\n",
        "| x | 门店 |\n| 门店电话 | shopPhone | 否 | String(16) | x | 电话 |\n",
    );
    let applied = apply(&new, &specification);
    assert_eq!(applied.applied.len(), 2, "{:?}", applied.left);
    let fields = "\n            shopPhone: { title: 门店电话, presence: optional, max_length: 16 }\n        traceId: {";
    assert!(applied.text.contains(fields), "{}", applied.text);
}

#[test]
fn a_table_behind_one_whose_brace_stands_on_a_line_of_its_own_does_not_end_up_in_it() {
    let table = "{ WX: { name: Wechat, title: 微信 }, AL: { name: Alipay, title: \"支付宝\" } }";
    let over_lines = "{\n    WX: { name: Wechat, title: 微信 }, # first\n    AL: { name: Alipay, title: 支付宝 }, # last\n  }";
    let specification = edited(SPECIFICATION, table, over_lines);
    let (from, to) = TO_DOCUMENT[0];
    let applied = apply(&edited(DOCUMENT, from, to), &specification);
    assert!(applied.text.contains("# last\n  }\n\n  term:\n"), "{:?}\n{}", applied.left, applied.text);
    let (from, to) = TO_DOCUMENT[6];
    let applied = apply(&edited(DOCUMENT, from, to), &specification);
    assert_eq!(applied.applied.len(), 1, "{}", applied.text);
}

#[test]
fn what_is_new_in_an_amount_says_its_unit_or_asks_for_it() {
    for (row, question, written) in [
        (
            "| 优惠金额 | discount | 否 | int | 1 | 单位分 |",
            None,
            "discount: { title: 优惠金额, presence: optional, type: money, unit: fen }",
        ),
        (
            "| 优惠金额 | discount | 否 | String(12) | 1 | 单位：元 |",
            None,
            "discount: { title: 优惠金额, presence: optional, max_length: 12, type: money, unit: yuan, written: quoted }",
        ),
        (
            "| 优惠金额 | discount | 否 | int | 1 | 优惠 |",
            Some("`discount`: an amount is `type: money` with `unit: fen` or `unit: yuan`: which?"),
            "discount: { title: 优惠金额, presence: optional, type: integer }",
        ),
    ] {
        let new = edited(DOCUMENT, "| 附加数据 | attach |", &format!("{row}\n| 附加数据 | attach |"));
        let applied = apply(&new, SPECIFICATION);
        assert!(applied.text.contains(&format!("\n        {written}\n")), "{written}: {}", applied.text);
        let asked: Vec<&str> = applied.questions.iter().map(|question| question.text.as_str()).collect();
        assert_eq!(asked, question.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn what_cannot_be_written_is_not_promised_and_says_why() {
    let in_braces = edited(
        SPECIFICATION,
        "    \"2\":\n      name: Failed\n      title: 支付失败\n      state: Failed\n    # Nothing else is listed.\n",
        "",
    );
    let in_braces = edited(
        &in_braces,
        "  order_status:\n    \"0\": { name: Paying, title: 支付中, state: Pending }\n    \"1\": { name: Paid, title: 支付成功, state: Paid } # the good one\n",
        "  order_status: { \"0\": { name: Paying, title: 支付中, state: Pending }, \"1\": { name: Paid, title: 支付成功, state: Paid } }\n",
    );
    let taken = "| 另一个 | order_no | 否 | String | x | y |\n| 附加数据 | attach |";
    let taken = edited(DOCUMENT, "| 附加数据 | attach |", taken);
    for (document, specification, what, reason) in [
        (DOCUMENT, in_braces.as_str(), What::CodeAdded, "it asks something in a comment"),
        (taken.as_str(), SPECIFICATION, What::FieldAdded, "the specification would have a mistake: "),
    ] {
        let found = against(document, specification);
        let [change] = found.changes.as_slice() else { panic!("{found:?}") };
        assert_eq!((change.what, change.remedy), (what, Some(drift::Remedy::ByHand)));
        assert!(change.note.as_deref().unwrap_or_default().contains(reason), "{change:?}");
        let applied = apply(document, specification);
        assert_eq!(applied.left[0].note, change.note, "it says the same afterwards");
    }
}
