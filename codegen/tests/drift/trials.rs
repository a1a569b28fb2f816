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

/// The document with rows before that of the channel.
fn with_rows(row: impl Fn(usize) -> String) -> String {
    let rows: String = (0..4_000).map(row).collect();
    edited(DOCUMENT, "| 附加数据 | attach |", &format!("{rows}| 附加数据 | attach |"))
}

#[test]
fn thousands_of_notes_headings_and_contradictions_are_compared_in_no_time() {
    // Quadratic effort takes minutes here.
    let notes = |second: &str, note: &dyn Fn(usize) -> String| {
        with_rows(|at| {
            let note = note(at);
            format!(
                "| 甲 | a{at} | 否 | String | x | {note} |\n| 乙{at} | {second}{at} | 否 | String | x | y |\n"
            )
        })
    };
    let headings = |value: &str| {
        with_rows(|at| format!("| k{at}为{value}时返回 | | | | | |\n| 甲 | a{at} | 否 | String | x | y |\n"))
    };
    let twice = with_rows(|at| {
        format!("| 甲 | a{at} | 否 | String | x | y |\n| 乙 | a{at} | 否 | String | x | y |\n")
    });
    let once = with_rows(|at| format!("| 甲 | a{at} | 否 | String | x | y |\n"));
    let one_of = notes("b", &|at| format!("a{at}和b{at}二选一"));
    let some_of = notes("b", &|at| format!("a{at}和b{at}必填1个"));
    let none = notes("b", &|_| "y".to_owned());
    let none_and_renamed = notes("b_", &|_| "y".to_owned());
    for (old, new, what, count) in [
        (&one_of, &one_of, What::Choice, 0),
        (&one_of, &some_of, What::Choice, 4_000),
        (&one_of, &none, What::Choice, 4_000),
        (&none, &one_of, What::Choice, 4_000),
        (&one_of, &none_and_renamed, What::Choice, 4_000),
        (&headings("1"), &headings("2"), What::Condition, 4_000),
        (&once, &twice, What::DuplicateRow, 4_000),
        (&twice, &once, What::DuplicateRow, 4_000),
    ] {
        let drift = drift::between(&read(old), &read(new));
        assert_eq!(drift.changes.iter().filter(|change| change.what == what).count(), count, "{what:?}");
    }
}

/// The document with a table of codes of its own for the channel, or for the return code.
fn with_table(from: &str, codes: impl Iterator<Item = (u32, String)>) -> String {
    let rows: String = codes.map(|(value, title)| format!("| {value} | {title} |\n")).collect();
    let referring = edited(DOCUMENT, from, "[详见附录大表](#大表)");
    format!("{referring}\n## 大表\n\n| 值 | 说明 |\n|---|---|\n{rows}")
}

#[test]
fn twenty_thousand_codes_are_compared_in_no_time_whatever_became_of_them() {
    // Quadratic effort takes minutes here.
    let document = |first: u32, word: &str| {
        read(&with_table(
            "WX-微信<br>AL-支付宝",
            (first..first + 20_000).map(|at| (at, format!("{word}{at}"))),
        ))
    };
    let old = document(10_000, "甲");
    assert_eq!(old.code_tables[0].codes.len(), 20_000);
    for (new, count) in
        [(document(10_000, "甲"), 0), (document(10_000, "乙"), 20_000), (document(40_000, "甲"), 40_000)]
    {
        assert_eq!(drift::between(&old, &new).changes.len(), count);
    }
    let drift = drift::against(&old, "acme.yaml", SPECIFICATION).unwrap();
    assert_eq!(drift.changes.len(), 20_002, "all of them are new, and the two that were known are gone");
    let last = &drift.changes[20_001].document;
    assert_eq!(last.line, old.text[..last.span.start].matches('\n').count() + 1);
}

#[test]
fn twenty_thousand_codes_of_a_specification_are_looked_for_in_no_time() {
    let listed: String =
        (10_000..20_000).map(|at| format!(", \"{at}\": {{ name: C{at}, title: 甲{at} }}")).collect();
    let specification =
        edited(SPECIFICATION, "title: \"支付宝\" }", &format!("title: \"支付宝\" }}{listed}"));
    let drift = against(DOCUMENT, &specification);
    assert_eq!(drift.changes.len(), 10_000);
    assert!(drift.changes.iter().all(|change| change.what == What::CodeRemoved));
}

#[test]
fn one_bad_code_among_thousands_does_not_make_applying_them_slow() {
    let codes = || (100..2_000).map(|at| (at, "同一句话".to_owned()));
    let known = [(0, "成功".to_owned()), (1, "验签失败".to_owned()), (2, "订单不存在".to_owned())];
    let new = with_table("0-成功<br>1-验签失败<br>2-订单不存在", known.into_iter().chain(codes()));
    // Two names in Rust that are one.
    let new = edited(
        &new,
        "| 附加数据 | attach |",
        "| 另一个 | order_no | 否 | String | x | y |\n| 附加数据 | attach |",
    );
    let drift = against(&new, SPECIFICATION);
    assert_eq!(drift.changes.len(), 1_901);
    let applied = drift::apply(SPECIFICATION, &drift);
    assert_eq!((applied.applied.len(), applied.left.len()), (1_900, 1));
    assert_eq!(applied.left[0].field.as_deref(), Some("order_no"));
    assert_eq!(load_text("acme.yaml", &applied.text).diagnostics.errors(), 0);
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
