//! What is said of a change helps who reads a changelog.

use payspec_codegen::diff::Class;

use super::{COMPLETE, compare, edited, expect, load, told};

#[test]
fn another_reason_is_told_without_repeating_what_is_the_same() {
    expect(
        &edited("basis: stated, because: Another page. }", "basis: stated, because: The page of codes. }"),
        &[
            "Documentation: `\"1\"` (验签失败) of `return_code`, the reason is told in other words: The page of codes.",
        ],
    );
    expect(
        &edited("basis: stated, because: Another page. }", "because: Another page. }"),
        &[
            "Documentation: `\"1\"` (验签失败) of `return_code`, `basis` `stated` → `doc`: it is stated by the document now.",
        ],
    );
    expect(
        &edited("because: Both tiers.", "because: 两层。"),
        &["Documentation: `query`, the decision, the reason is told in other words: 两层。"],
    );
    expect(
        &edited("        because: Both tiers.\n", ""),
        &["Documentation: `query`, the decision, the reason is no longer told."],
    );
}

#[test]
fn the_source_of_a_rule_has_its_place() {
    let places = |from: &str, to: &str| -> Vec<String> {
        edited(from, to).changes().flat_map(|change| change.places.clone()).collect()
    };
    assert_eq!(
        places("because: Both tiers.", "because: Both."),
        ["operations.query.response.decision.because"]
    );
    assert_eq!(
        places("because: The second tier.", "because: It."),
        ["operations.query.response.decision.business.because"]
    );
    assert_eq!(
        places("because: They are alike.", "because: Alike."),
        ["operations.query.response.identity.mid.because"]
    );
    assert_eq!(places("because: A mail. }", "because: Mail. }"), ["operations.query.polling.because"]);
    assert_eq!(
        places("because: Without data there is none.", "because: It."),
        ["operations.query.response.unsigned_refusals.because"]
    );
}

#[test]
fn another_description_says_what_it_says_now() {
    expect(
        &edited("description: One of two.", "description: One of the two numbers."),
        &[
            "Documentation: `query`, request field `orderNo` (商户订单号), the description is told in other words: One of the two numbers.",
        ],
    );
}

#[test]
fn what_makes_a_payment_of_an_order_or_none_stands_above_all_other_behaviour() {
    let words = |from: &str, to: &str| {
        let diff = edited(from, to);
        assert_eq!(diff.class(), Some(Class::Outcome), "{}", told(&diff).join("\n"));
        told(&diff).join("\n")
    };
    let paid = words("title: 支付成功, state: Paid", "title: 支付成功, state: Pending");
    assert!(
        paid.contains("orders that were Paid are now Pending: what was money received is none"),
        "{paid}"
    );
    let pending = words("title: 支付中, state: Pending", "title: 支付中, state: Paid");
    assert!(pending.contains("orders that were Pending are now Paid: they are money received"), "{pending}");
    for (from, to) in [
        ("aliases: [支付成功]", "aliases: [支付完成]"),
        ("advice: in_progress }", "advice: again_later }"),
        ("pass: [\"0\"], text: msg, basis: doc }", "pass: [\"0\", \"9\"], text: msg, basis: doc }"),
        ("unit: fen, is: amount, example: \"58\"", "unit: yuan, is: amount, example: \"58\""),
        ("currency: CNY\n", "currency: HKD\n"),
    ] {
        words(from, to);
    }
    let changelog = compare(&load(COMPLETE), &load(&COMPLETE.replace("state: Pending }", "state: Failed }")));
    assert!(changelog.markdown(None).contains("\n### Behaviour, states and amounts of orders\n"));
}
