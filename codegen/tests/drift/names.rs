//! Fields under another name or in another place: one change each, and only where that is likely.

use payspec_codegen::drift;

use crate::{DOCUMENT, SPECIFICATION, against, edited, lines, read};

#[test]
fn a_field_that_moves_to_the_other_message_has_moved_and_is_not_gone_and_new() {
    let row = "| 门店编号 | storeNo | 否 | String(8) | 001 | 门店 |\n";
    let without = edited(DOCUMENT, row, "");
    let new = edited(&without, "| 订单金额 | amount |", &format!("{row}| 订单金额 | amount |"));
    let moved = ["breaks_signing field_moved request storeNo"];
    assert_eq!(lines(&drift::between(&read(DOCUMENT), &read(&new))), moved);
    assert_eq!(lines(&against(&new, SPECIFICATION)), moved);
    let back = drift::between(&read(&new), &read(DOCUMENT));
    assert_eq!(lines(&back), ["new_information field_moved response storeNo"]);
    assert!(back.changes[0].message.contains("from the response to the request"), "{back:?}");
}

#[test]
fn what_is_probably_a_new_name_says_why() {
    for (to, why) in [
        ("| 门店编号 | shopNo | 否 | String(8) | 001 | 门店 |", "same position and title"),
        ("| 门店编号 | store_no | 否 | String(8) | 001 | 门店 |", "the same letters"),
        (
            "| 店铺 | storeNum | 否 | String(8) | 001 | 门店 |",
            "same position and length, and a name that is near",
        ),
    ] {
        let new = edited(DOCUMENT, "| 门店编号 | storeNo | 否 | String(8) | 001 | 门店 |", to);
        let drift = drift::between(&read(DOCUMENT), &read(&new));
        let renamed = drift.changes.iter().find(|change| change.what == drift::What::FieldRenamed);
        assert_eq!(renamed.and_then(|change| change.note.as_deref()), Some(why), "{to}: {drift:?}");
    }
}

#[test]
fn a_field_of_another_name_title_and_length_is_another_field() {
    let new = edited(
        DOCUMENT,
        "| 门店编号 | storeNo | 否 | String(8) | 001 | 门店 |",
        "| 设备指纹 | fingerprint | 否 | String(64) | f | 设备 |",
    );
    let expected =
        ["breaks_signing field_removed request storeNo", "new_information field_added request fingerprint"];
    assert_eq!(lines(&drift::between(&read(DOCUMENT), &read(&new))), expected);
    assert_eq!(lines(&against(&new, SPECIFICATION)), expected);
}
