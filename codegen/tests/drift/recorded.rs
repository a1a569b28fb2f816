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

/// What the specification has and records, what the document says now that agrees, and what it says that does neither.
#[test]
fn a_document_that_was_put_right_or_says_a_third_thing_is_news() {
    let row = "| 附加数据 | attach | 否 | String(96) |";
    for (own, recorded, (agrees, what), (third, other)) in [
        (
            "title: 附带数据, presence: optional, max_length: 96",
            "title: 附加数据",
            ("| 附带数据 | attach | 否 | String(96) |", "title"),
            ("| 别的数据 | attach | 否 | String(96) |", "wording title"),
        ),
        (
            "title: 附加数据, presence: required, max_length: 96",
            "presence: optional",
            ("| 附加数据 | attach | 是 | String(96) |", "presence"),
            ("| 附加数据 | attach | 条件必填 | String(96) |", "new_information presence"),
        ),
        (
            "title: 附加数据, presence: optional, max_length: 64",
            "max_length: 96",
            ("| 附加数据 | attach | 否 | String(64) |", "length"),
            ("| 附加数据 | attach | 否 | String(128) |", "new_information length"),
        ),
        (
            "title: 附加数据, presence: optional",
            "max_length: 96",
            ("| 附加数据 | attach | 否 | String |", "length"),
            ("| 附加数据 | attach | 否 | String(90) |", "new_information length"),
        ),
        (
            "title: 附加数据, presence: optional, max_length: 96, type: integer",
            "type: boolean",
            ("| 附加数据 | attach | 否 | int(96) |", "type"),
            ("| 附加数据 | attach | 否 | object(96) |", "new_information type"),
        ),
    ] {
        let with = edited(
            SPECIFICATION,
            "attach: { title: 附加数据, presence: optional, max_length: 96 }",
            &format!("attach: {{ {own}, documented: {{ {recorded} }}, because: It is so. }}"),
        );
        let drift = against(&edited(DOCUMENT, row, agrees), &with);
        assert_eq!(lines(&drift), [format!("new_information {what} response attach")], "{agrees}");
        assert!(drift.changes[0].message.ends_with("as the specification has it"), "{drift:?}");
        assert_eq!(drift.changes[0].remedy, Some(drift::Remedy::ByHand), "a reason is a person's");
        assert_eq!(drift::apply(&with, &drift).text, with);
        let drift = against(&edited(DOCUMENT, row, third), &with);
        assert_eq!(lines(&drift), [format!("{other} response attach")], "{third}");
        assert!(!drift.changes[0].message.ends_with("as the specification has it"), "{drift:?}");
    }
}

#[test]
fn a_name_that_was_put_right_is_news_and_breaks_nothing() {
    let with = edited(
        SPECIFICATION,
        "attach: { title: 附加数据, presence: optional, max_length: 96 }",
        "extra: { title: 附加数据, presence: optional, max_length: 96, documented: { name: attach }, because: Replies call it so. }",
    );
    let new = edited(DOCUMENT, "| 附加数据 | attach |", "| 附加数据 | extra |");
    let drift = against(&new, &with);
    assert_eq!(lines(&drift), ["new_information field_renamed response extra"]);
    assert!(drift.changes[0].message.ends_with("as the specification has it"), "{drift:?}");
}

#[test]
fn a_code_from_elsewhere_is_noticed_when_the_document_lists_it() {
    let new = edited(DOCUMENT, "2-订单不存在", "2-订单不存在<br>9-系统异常");
    let drift = against(&new, SPECIFICATION);
    assert_eq!(lines(&drift), ["new_information code_added response code 9"]);
    assert!(drift.changes[0].note.as_deref().unwrap_or_default().contains("basis"), "{drift:?}");
    let other = edited(DOCUMENT, "2-订单不存在", "2-订单不存在<br>9-验签失败");
    assert_eq!(lines(&against(&other, SPECIFICATION)), ["breaks_requests code_meaning response code 9"]);
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

const UNSIGNED_REFUSALS: &str = "      unsigned_refusals: { when: { code: { not: \"0\" } }, basis: doc }\n";

#[test]
fn a_signature_in_a_section_is_explained_by_refusals_that_lack_it() {
    let row = "| 商户上送的数据 |\n";
    let within = |value: &str| edited(DOCUMENT, row, &format!("{row}| code为{value}时返回 | | | | | |\n"));
    let signed = ["breaks_signing condition response sign"];
    assert_eq!(lines(&against(&within("0"), SPECIFICATION)), signed, "every reply is expected to have it");
    for unsigned in
        [UNSIGNED_REFUSALS.to_owned(), UNSIGNED_REFUSALS.replace("{ not: \"0\" }", "[\"1\", \"2\", \"9\"]")]
    {
        let with = edited(SPECIFICATION, "      decision:\n", &format!("{unsigned}      decision:\n"));
        assert_eq!(lines(&against(&within("0"), &with)), [""; 0], "{unsigned}");
        assert_eq!(lines(&against(&within("1"), &with)), signed, "{unsigned}");
        assert_eq!(lines(&against(DOCUMENT, &with)), [""; 0], "{unsigned}");
    }
    let conditional = edited(
        SPECIFICATION,
        "max_length: 96 }\n        sign: { title: 签名, presence: required,",
        "max_length: 96 }\n        sign: { title: 签名, presence: conditional, when: { code: \"0\" },",
    );
    assert_eq!(lines(&against(&within("0"), &conditional)), [""; 0]);
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
    let with = edited(&with, "      decision:\n", &format!("{UNSIGNED_REFUSALS}      decision:\n"));
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
    assert_eq!(lines(&against(&new, &with)), ["breaks_requests choice request tradeNo"]);
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
