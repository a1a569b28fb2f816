//! Whatever a document says, comparing it ends, and what is applied has no mistake.

use payspec_codegen::drift::{self, What};
use payspec_codegen::load_text;
use proptest::prelude::*;

use crate::{DOCUMENT, SPECIFICATION, against, edited, lines, read};

#[test]
fn every_beginning_of_a_document_is_compared_and_applied_without_a_mistake() {
    let whole = read(DOCUMENT);
    for (at, _) in DOCUMENT.char_indices().step_by(29) {
        let text = &DOCUMENT[..at];
        let part = read(text);
        let _ = drift::between(&whole, &part);
        let _ = drift::between(&part, &whole);
        let drift = against(text, SPECIFICATION);
        let applied = drift::apply(SPECIFICATION, &drift);
        assert_eq!(load_text("acme.yaml", &applied.text).diagnostics.errors(), 0, "cut at {at}");
    }
}

#[test]
fn a_document_without_anything_lacks_everything() {
    let drift = against("", SPECIFICATION);
    assert_eq!(lines(&drift), ["breaks_requests operation_removed"]);
    assert!(lines(&drift::between(&read(""), &read(""))).is_empty());
}

#[test]
fn a_long_text_that_is_another_is_compared_in_no_time() {
    let lines = |word: &str| (0..10_000).map(|line| format!("{word}{line}\n\n")).collect::<String>();
    let drift = drift::between(&read(&lines("甲")), &read(&lines("乙")));
    assert_eq!(drift.changes.len(), 20_000);
}

#[test]
fn a_thousand_fields_that_are_all_others_are_compared_in_no_time() {
    // Cubic effort takes minutes here.
    let document = |word: &str, length: usize| {
        let row = |at: usize| {
            format!(
                "| {word}{at} | {word}{at} | 否 | String({length}) | x | y |\n| 同 | same{at} | 否 | String | x | y |\n"
            )
        };
        let rows: String = (0..2_000).map(row).collect();
        read(&edited(DOCUMENT, "| 订单金额 | amount |", &format!("{rows}| 订单金额 | amount |")))
    };
    let drift = drift::between(&document("old", 8), &document("fresh", 9));
    assert_eq!(drift.changes.len(), 4_000);
}

/// Rows as providers write them, good and bad.
fn row() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        "[a-z]{1,6}[A-Z]?[a-z]{0,4}",
        "[a-z]{1,4}_[a-z]{1,4}",
        Just("orderNo".to_owned()),
        Just("order_no".to_owned()),
        Just("type".to_owned()),
        Just("a.b".to_owned()),
        Just("9x".to_owned()),
        Just("商户".to_owned()),
        Just("reply".to_owned()),
    ];
    let title = prop_oneof![
        "[甲乙丙丁]{1,4}",
        Just("a: b # \"c\"".to_owned()),
        Just("- x".to_owned()),
        Just(String::new())
    ];
    let presence = prop_oneof![Just("是"), Just("否"), Just("条件必填"), Just("")];
    let kind = prop_oneof![
        Just("String(32)"),
        Just("int"),
        Just("number"),
        Just("object"),
        Just("array"),
        Just("decimal(18,2)"),
        Just("String(0)"),
        Just("boolean")
    ];
    let description = prop_oneof![
        Just("说明"),
        Just("1-甲<br>2-乙"),
        Just("0：Paid<br>1：Not paid<br>1：again"),
        Just("A-甲<br>B"),
        Just("固定：x")
    ];
    (name, title, presence, kind, description).prop_map(|(name, title, presence, kind, description)| {
        format!("| {title} | {name} | {presence} | {kind} | x | {description} |\n")
    })
}

/// The lines that a text does not have any more, in the order in which it had them.
fn lost_lines<'t>(text: &'t str, now: &str) -> Vec<&'t str> {
    let now: Vec<&str> = now.lines().collect();
    let mut from = 0;
    let mut lost = Vec::new();
    for line in text.lines() {
        match now[from..].iter().position(|other| *other == line) {
            Some(at) => from += at + 1,
            None => lost.push(line),
        }
    }
    lost
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_applied_has_no_mistake_and_is_not_reported_again(
        request in prop::collection::vec(row(), 0..3),
        response in prop::collection::vec(row(), 0..4),
        state in prop_oneof![Just(""), Just("<br>3-已关闭"), Just("<br>3-甲<br>4-甲"), Just("<br>X")],
        length in 1_u32..300,
    ) {
        let new = edited(DOCUMENT, "| 接口版本 | version |", &format!("{}| 接口版本 | version |", request.concat()));
        let new = edited(&new, "| 订单金额 | amount |", &format!("{}| 订单金额 | amount |", response.concat()));
        let new = edited(&new, "<br>2-支付失败", &format!("<br>2-支付失败{state}"));
        let new = edited(&new, "attach | 否 | String(96)", &format!("attach | 否 | String({length})"));
        let drift = against(&new, SPECIFICATION);
        let applied = drift::apply(SPECIFICATION, &drift);
        let loaded = load_text("acme.yaml", &applied.text);
        prop_assert_eq!(loaded.diagnostics.errors(), 0, "{}", loaded.diagnostics);
        let again: Vec<String> = against(&new, &applied.text).changes.into_iter().map(|change| change.message).collect();
        for change in &applied.applied {
            prop_assert!(!again.contains(&change.message), "{}\n{}", change.message, applied.text);
        }
        // What people wrote is there as it was and where it was, but for the lines in which a limit is another.
        let limits = applied.applied.iter().filter(|change| change.what == What::Length).count();
        let lost = lost_lines(SPECIFICATION, &applied.text);
        prop_assert!(lost.len() <= limits, "{lost:?}\n{}", applied.text);
        // Between the documents it is the same, both ways.
        let forth = drift::between(&read(DOCUMENT), &read(&new));
        prop_assert_eq!(forth.is_empty(), drift::between(&read(&new), &read(DOCUMENT)).is_empty());
    }
}
