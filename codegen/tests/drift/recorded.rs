//! What a specification records about its document, and what therefore is no drift.

use payspec_codegen::drift;

use crate::{DOCUMENT, SPECIFICATION, against, edited, lines, read};

#[test]
fn the_document_says_what_the_specification_says_that_it_says() {
    assert_eq!(lines(&against(DOCUMENT, SPECIFICATION)), [""; 0]);
}

/// A departure from the document, and the line that is reported without its record.
#[test]
fn a_departure_that_is_recorded_is_not_reported_again() {
    let attach = "attach: { title: 附加数据, presence: optional, max_length: 96 }";
    for (own, recorded, unrecorded) in [
        ("title: 附带数据, presence: optional, max_length: 96", "title: 附加数据", "wording title"),
        (
            "title: 附加数据, presence: required, max_length: 96",
            "presence: optional",
            "new_information presence",
        ),
        ("title: 附加数据, presence: optional, max_length: 255", "max_length: 96", "new_information length"),
        (
            "title: 附加数据, presence: optional, max_length: 96, type: integer, written: bare",
            "type: string",
            "",
        ),
    ] {
        let without = edited(SPECIFICATION, attach, &format!("attach: {{ {own} }}"));
        let with = edited(
            SPECIFICATION,
            attach,
            &format!("attach: {{ {own}, documented: {{ {recorded} }}, because: It is so. }}"),
        );
        assert_eq!(lines(&against(DOCUMENT, &with)), [""; 0], "{recorded}");
        if !unrecorded.is_empty() {
            assert_eq!(lines(&against(DOCUMENT, &without)), [format!("{unrecorded} response attach")]);
        }
    }
}

#[test]
fn a_name_that_is_recorded_is_the_one_that_is_looked_for() {
    let with = edited(
        SPECIFICATION,
        "attach: { title: 附加数据, presence: optional, max_length: 96 }",
        "extra: { title: 附加数据, presence: optional, max_length: 96, documented: { name: attach }, because: Replies call it so. }",
    );
    assert_eq!(lines(&against(DOCUMENT, &with)), [""; 0]);
}

#[test]
fn what_was_recorded_and_is_different_again_is_reported() {
    let with = edited(
        SPECIFICATION,
        "attach: { title: 附加数据, presence: optional, max_length: 96 }",
        "attach: { title: 附加数据, presence: optional, max_length: 255, documented: { max_length: 96 }, because: Longer ones were seen. }",
    );
    let new = edited(DOCUMENT, "String(96)", "String(128)");
    let drift = against(&new, &with);
    assert_eq!(lines(&drift), ["new_information length response attach"]);
    assert_eq!(
        drift.changes[0].remedy,
        Some(drift::Remedy::ByHand),
        "somebody gave a reason, and has to look at it"
    );
    assert_eq!(&with[drift.changes[0].against.span.clone()], "96");
}

#[test]
fn a_field_from_elsewhere_is_not_missed_but_noticed_when_the_document_lists_it() {
    let new = edited(
        DOCUMENT,
        "| 附加数据 | attach |",
        "| 手续费 | fee | 否 | int | 1 | 单位分 |\n| 附加数据 | attach |",
    );
    let drift = against(&new, SPECIFICATION);
    assert_eq!(lines(&drift), ["new_information field_added response fee"]);
    assert!(drift.changes[0].note.as_deref().unwrap_or_default().contains("basis"), "{drift:?}");
}

#[test]
fn a_code_from_elsewhere_is_not_missed() {
    assert!(SPECIFICATION.contains("title: 系统异常, advice: again_later, basis: stated"));
    let with = edited(
        SPECIFICATION,
        "title: 系统异常, advice: again_later, basis: stated",
        "title: 系统异常, advice: again_later",
    );
    assert_eq!(lines(&against(DOCUMENT, &with)), ["new_information code_removed response code 9"]);
}

#[test]
fn a_code_that_the_document_only_speaks_of_is_listed_well_enough() {
    let with = edited(
        SPECIFICATION,
        "\"9\": { name: SystemError, title: 系统异常, advice: again_later, basis: stated }",
        "\"0901\": { name: SystemError, title: 系统异常, advice: again_later }",
    );
    assert_eq!(lines(&against(DOCUMENT, &with)), ["new_information code_removed response code 0901"]);
    let new = edited(DOCUMENT, "**备注**\n", "**备注**\n\n- 返回0901时请联系客服。\n");
    assert_eq!(lines(&against(&new, &with)), [""; 0]);
}

#[test]
fn an_alias_counts_as_a_value_and_as_a_title() {
    let with = edited(
        SPECIFICATION,
        "title: 支付成功, state: Paid }",
        "title: 成功, state: Paid, aliases: [支付成功, S] }",
    );
    assert_eq!(lines(&against(DOCUMENT, &with)), [""; 0]);
    let new = edited(DOCUMENT, "<br>1-支付成功<br>", "<br>S-支付成功<br>");
    assert_eq!(lines(&against(&new, &with)), [""; 0]);
}

#[test]
fn a_list_of_codes_on_a_field_without_a_table_is_reported_unless_the_field_departs_with_a_reason() {
    let new = edited(DOCUMENT, "| 商户上送的数据 |", "| A-甲<br>B-乙 |");
    assert_eq!(lines(&against(&new, SPECIFICATION)), ["new_information code_added response attach"]);
    let with = edited(
        SPECIFICATION,
        "attach: { title: 附加数据, presence: optional, max_length: 96 }",
        "attach: { title: 附加数据, presence: optional, max_length: 96, documented: { presence: optional }, because: Merchants send what they like. }",
    );
    assert_eq!(lines(&against(&new, &with)), [""; 0]);
}

#[test]
fn a_row_in_a_section_may_be_mandatory_where_the_specification_is_conditional() {
    let new = edited(
        DOCUMENT,
        "| 附加数据 | attach | 否 |",
        "| code为0时返回 | | | | | |\n| 附加数据 | attach | 是 |",
    );
    let document = read(&new);
    let attach =
        document.operations[0].response.fields.iter().find(|field| field.name.value == "attach").unwrap();
    assert_eq!(attach.sections.len(), 1, "the section is read: {attach:?}");
    let with = edited(
        SPECIFICATION,
        "attach: { title: 附加数据, presence: optional, max_length: 96 }",
        "attach: { title: 附加数据, presence: conditional, when: { code: \"0\" }, max_length: 96 }",
    );
    assert_eq!(lines(&against(&new, &with)), [""; 0]);
    assert!(
        lines(&against(&new, SPECIFICATION)).contains(&"new_information presence response attach".to_owned())
    );
}

#[test]
fn a_choice_that_the_document_offers_belongs_into_a_group() {
    let new = edited(DOCUMENT, "| 平台给出的订单号 |", "| orderNo和tradeNo必填1个 |");
    let new = edited(
        &new,
        "orderNo | 是 | String(32) | A20240101 | 商户自己的订单号 |",
        "orderNo | 否 | String(32) | A20240101 | 商户自己的订单号 |",
    );
    let with = edited(
        SPECIFICATION,
        "orderNo: { title: 商户订单号, presence: required, max_length: 32, is: merchant_order_no }\n        tradeNo",
        "orderNo: { title: 商户订单号, presence: optional, max_length: 32, is: merchant_order_no }\n        tradeNo",
    );
    assert_eq!(lines(&against(&new, &with)), ["breaks_requests presence request tradeNo"]);
    let grouped = edited(
        &with,
        "    response:\n      encoding: json",
        "      at_least_one: [orderNo, tradeNo]\n    response:\n      encoding: json",
    );
    assert_eq!(lines(&against(&new, &grouped)), [""; 0]);
}

#[test]
fn a_document_that_restates_one_of_several_is_not_blamed_for_the_others() {
    let other = "
  refund_query:
    title: 退款查询
    purpose: other
    path: /refund/query
    request:
      encoding: json
      fields:
        mid: { title: 商户号, presence: required, max_length: 15, from: credentials.mid }
        sign: { title: 签名, presence: required, max_length: 32, signature: true }
    response:
      encoding: json
      fields:
        sign: { title: 签名, presence: required, max_length: 32, signature: true }
";
    let one = format!("{SPECIFICATION}{other}");
    assert_eq!(lines(&against(DOCUMENT, &one)), ["breaks_requests operation_removed"]);
    let two = edited(
        &one,
        "  query: { title: 订单查询接口 }",
        "  query: { title: 订单查询接口 }\n  refund_query: { title: 退款查询 }",
    );
    assert_eq!(lines(&against(DOCUMENT, &two)), [""; 0]);
}

#[test]
fn a_specification_with_mistakes_is_not_compared() {
    let broken = edited(SPECIFICATION, "table: order_status", "table: order_state");
    let error = drift::against(&read(DOCUMENT), "acme.yaml", &broken).unwrap_err();
    assert_eq!(error.errors(), 1);
}
