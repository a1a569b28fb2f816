//! What the runtime does with a change decides its class, and a change is told once.

use super::{edited, expect};

#[test]
fn a_new_code_that_speaks_of_refusals_is_behaviour() {
    let new_code = |line: &str| {
        edited("    \"2\": { name: OrderNotFound", &format!("    {line}\n    \"2\": {{ name: OrderNotFound"))
    };
    expect(
        &new_code("\"4\": { name: Stranger, title: 不明, reason: unknown_merchant }"),
        &[
            "Behaviour: `\"4\"` (不明) of `return_code` is new: it came as `Other` before; refusals with it have a reason now.\n  Additive acme::ReturnCode::Stranger None Some(\"Stranger\")",
        ],
    );
    expect(
        &new_code("\"4\": { name: Stopped, title: 停用, advice: stop, reason: unknown_merchant }"),
        &[
            "Behaviour: `\"4\"` (停用) of `return_code` is new: it came as `Other` before; after such a refusal nobody asks again; refusals with it have a reason now.\n  Additive acme::ReturnCode::Stopped None Some(\"Stopped\")",
        ],
    );
    expect(
        &new_code("\"4\": { name: Plain, title: 其它 }"),
        &[
            "Additive: `\"4\"` (其它) of `return_code` is new: it came as `Other` before.\n  Additive acme::ReturnCode::Plain None Some(\"Plain\")",
        ],
    );
}

#[test]
fn a_code_that_is_gone_says_what_refusals_had() {
    expect(
        &edited("    \"2\": { name: OrderNotFound, title: 订单不存在, reason: order_not_found }\n", ""),
        &[
            "Breaking: `\"2\"` (订单不存在) of `return_code` is gone: refusals with it had a reason; now nobody knows it.\n  Breaking acme::ReturnCode::OrderNotFound Some(\"OrderNotFound\") None",
        ],
    );
}

#[test]
fn a_looser_identity_lets_another_order_be_an_answer_and_is_told_once() {
    expect(
        &edited("        data.orderNo: request.orderNo\n", ""),
        &[
            "Outcome: `query`, the identity of `data.orderNo` is gone: a reply with another value is no longer a mismatch: it is an answer.",
        ],
    );
    expect(
        &edited("data.orderNo: request.orderNo", "data.orderNo: { equals: request.orderNo, trim: true }"),
        &[
            "Outcome: `query`, the identity of `data.orderNo`, `trim` `false` → `true`: blanks around it are ignored: such a reply was a mismatch.",
        ],
    );
    expect(
        &edited("data.orderNo: request.orderNo", "data.orderNo: request.tradeNo"),
        &[
            "Outcome: `query`, the identity of `data.orderNo`, `equals` `request.orderNo` → `request.tradeNo`: replies are compared with that, and another value is a mismatch.",
        ],
    );
    expect(
        &edited(
            "        data.orderNo: request.orderNo\n",
            "        data.orderNo: request.orderNo\n        data.tradeNo: request.tradeNo\n",
        ),
        &[
            "Behaviour: `query`, the identity of `data.tradeNo` is new: a reply with another value is a mismatch now, and no answer.",
        ],
    );
    let mid =
        "        mid: { equals: credentials.mid, trim: true, basis: inferred, because: They are alike. }\n";
    let order = "        data.orderNo: request.orderNo\n";
    expect(
        &edited(&format!("{mid}{order}"), &format!("{order}{mid}")),
        &["Documentation: `query`, the entries of the identity stand in another order."],
    );
}

#[test]
fn what_comes_or_goes_takes_its_source_along() {
    expect(
        &edited(
            "      unsigned_refusals: { when: { data: { present: false } }, basis: doc, because: Without data there is none. }\n",
            "",
        ),
        &[
            "Behaviour: `query`, the response, `unsigned_refusals` `{ data: { present: false } }` is gone: a refusal without a signature is no longer taken as one: it is an error.",
        ],
    );
    expect(
        &edited("    path: /ping\n", "    path: /ping\n    polling: { interval: 3s }\n"),
        &[
            "Behaviour: `ping`, polling, `interval` 3 s is new: clients that keep to the provider's pace ask at another one.",
        ],
    );
    // The tier stays; its source alone is gone.
    expect(
        &edited(", because: The second tier. }", " }"),
        &["Documentation: `query`, how well the business tier is known is gone."],
    );
}

#[test]
fn a_number_that_no_longer_asks_for_orders_is_stricter() {
    expect(
        &edited("max_length: 40, is: provider_order_no }", "max_length: 40 }"),
        &[
            "Stricter: `query`, `is: provider_order_no` of the request is gone: orders can no longer be asked for by it.",
        ],
    );
}

#[test]
fn a_new_field_that_every_reply_must_have_is_behaviour() {
    let told = |field: &str, class: &str, effect: &str| {
        expect(
            &edited(
                "            rate: {",
                &format!("            fee: {{ title: 手续费, {field} }}\n            rate: {{"),
            ),
            &[&format!(
                "{class}: `query`, response field `data.fee` (手续费) is new{effect}.\n  Additive acme::QueryReplyData::fee None Some(\"Option<Text>\")"
            )],
        );
    };
    told("presence: required", "Behaviour", ": a reply without it is a deviation");
    told(
        "presence: conditional, when: { data.status: \"1\" }",
        "Behaviour",
        ": a reply without it is a deviation when `{ data.status: \"1\" }`",
    );
    told("presence: conditional", "Additive", "");
}

#[test]
fn the_effect_says_what_is_the_case_now() {
    expect(
        &edited("pass: [\"0\"], code: result, text: msg, because", "pass: [\"0\"], code: result, because"),
        &["Behaviour: `query`, the business tier, `text` `msg` is gone: refusals have no text any more."],
    );
    expect(
        &edited(
            "format: yyyyMMddHHmmss, is: created_at",
            "format: [yyyyMMddHHmmss, yyyyMMdd HHmmss], is: created_at",
        ),
        &[
            "Behaviour: `query`, response field `data.created` (下单时间), `type` `datetime, format: [yyyyMMddHHmmss]` → `datetime, format: [yyyyMMddHHmmss, \"yyyyMMdd HHmmss\"]`: times written as `yyyyMMdd HHmmss` are read now.",
        ],
    );
    expect(
        &edited("format: yyyyMMddHHmmss, is: created_at", "format: yyyyMMdd HHmmss, is: created_at"),
        &[
            "Behaviour: `query`, response field `data.created` (下单时间), `type` `datetime, format: [yyyyMMddHHmmss]` → `datetime, format: [\"yyyyMMdd HHmmss\"]`: times written as `yyyyMMdd HHmmss` are read now; times written as `yyyyMMddHHmmss` are no longer read.",
        ],
    );
    expect(
        &edited("      encoding: form\n", "      encoding: json\n"),
        &["Behaviour: `query_many`, the request, `encoding` `form` → `json`: requests are written so."],
    );
}

#[test]
fn a_group_that_every_request_kept_to_is_no_check_that_is_new() {
    let old = super::COMPLETE
        .replace(
            "          presence: optional\n          max_length: 32\n",
            "          presence: required\n          max_length: 32\n",
        )
        .replace("      at_least_one: [orderNo, tradeNo]\n", "");
    let diff = super::compare(&super::load(&old), &super::load(super::COMPLETE));
    let told = super::told(&diff).join("\n");
    assert!(told.contains("`tradeNo` is new: every request had one of them before."), "{told}");
    assert!(!told.contains("Stricter"), "{told}");
}
