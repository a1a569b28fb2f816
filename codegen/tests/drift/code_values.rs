//! Codes whose words and values part company.

use payspec_codegen::drift::{self, Remedy};

use crate::applied::apply;
use crate::{DOCUMENT, SPECIFICATION, against, edited, lines, read};

fn since(new: &str) -> Vec<String> {
    lines(&drift::between(&read(DOCUMENT), &read(new)))
}

#[test]
fn meanings_that_change_places_are_never_mere_words_even_where_nothing_is_decided() {
    let new = edited(DOCUMENT, "WX-微信<br>AL-支付宝", "WX-支付宝<br>AL-微信");
    let expected = [
        "breaks_requests code_meaning response channel WX",
        "breaks_requests code_meaning response channel AL",
    ];
    assert_eq!(lines(&against(&new, SPECIFICATION)), expected);
    assert_eq!(since(&new), expected);
    let applied = apply(&new, SPECIFICATION);
    assert_eq!(applied.text, SPECIFICATION);
    let notes: Vec<&str> = applied.left.iter().filter_map(|change| change.note.as_deref()).collect();
    assert!(notes[0].contains("the words of `AL`") && notes[1].contains("the words of `WX`"), "{notes:?}");
}

#[test]
fn a_code_with_another_value_is_one_change_that_is_left_to_a_person() {
    for (from, to, expected, message) in [
        (
            "<br>1-支付成功<br>",
            "<br>9-支付成功<br>",
            "breaks_requests code_value response status 1",
            "“支付成功” is written `9` now, the specification has `1`",
        ),
        (
            "| 0-成功<br>",
            "| 00-成功<br>",
            "breaks_requests code_value response code 0",
            "“成功” is written `00` now, the specification has `0`",
        ),
        (
            "AL-支付宝",
            "ZF-支付宝",
            "new_information code_value response channel AL",
            "“支付宝” is written `ZF` now, the specification has `AL`",
        ),
    ] {
        let new = edited(DOCUMENT, from, to);
        let found = against(&new, SPECIFICATION);
        assert_eq!(lines(&found), [expected]);
        assert_eq!(found.changes[0].message, message);
        assert_eq!(found.changes[0].remedy, Some(Remedy::ByHand));
        assert_eq!(since(&new), [expected]);
        assert_eq!(apply(&new, SPECIFICATION).text, SPECIFICATION);
    }
}

#[test]
fn a_code_with_the_words_of_one_that_is_still_there_is_a_new_one() {
    let new = edited(DOCUMENT, "<br>2-支付失败", "<br>2-支付失败<br>7-支付失败");
    assert_eq!(lines(&against(&new, SPECIFICATION)), ["new_information code_added response status 7"]);
}

#[test]
fn the_code_of_a_success_decides_whatever_an_older_document_calls_its_field() {
    let row = "| 附加数据 | attach |";
    let old = edited(
        DOCUMENT,
        row,
        &format!("| 业务结果 | outcome | 是 | String(1) | 0 | 0-成功<br>2-失败 |\n{row}"),
    );
    let new = edited(&old, "0-成功<br>2-失败", "1-成功<br>2-失败");
    assert_eq!(
        lines(&drift::between(&read(&old), &read(&new))),
        ["breaks_requests code_value response outcome 0"]
    );
    let new = edited(&old, "0-成功<br>2-失败", "0-成功<br>3-失败");
    assert_eq!(
        lines(&drift::between(&read(&old), &read(&new))),
        ["new_information code_value response outcome 2"]
    );
}
