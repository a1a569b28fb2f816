//! Every kind of change: between two documents in both directions, and against a specification.

use payspec_codegen::drift;

use crate::{DOCUMENT, SPECIFICATION, against, edited, lines, read};

/// An edit of the document, and what it is.
struct Case {
    from: &'static str,
    to: &'static str,
    /// From the old document to the new one.
    forth: &'static [&'static str],
    /// From the new document to the old one.
    back: &'static [&'static str],
    /// The new document against the specification.
    against: &'static [&'static str],
}

const CASES: &[Case] = &[
    // A field of a request.
    Case {
        from: "| 门店编号 | storeNo | 否 | String(8) | 001 | 门店 |\n",
        to: "",
        forth: &["breaks_signing field_removed request storeNo"],
        back: &["new_information field_added request storeNo"],
        against: &["breaks_signing field_removed request storeNo"],
    },
    Case {
        from: "| 随机串 | nonce |",
        to: "| 终端号 | terminalNo | 是 | String(8) | T1 | 终端 |\n| 随机串 | nonce |",
        forth: &["breaks_requests field_added request terminalNo"],
        back: &["breaks_signing field_removed request terminalNo"],
        against: &["breaks_requests field_added request terminalNo"],
    },
    // A field of a reply: nothing hangs on one, the others decide, tie the reply to its request, or are shown.
    Case {
        from: "| 附加数据 | attach | 否 | String(96) | abc | 商户上送的数据 |\n",
        to: "",
        forth: &["new_information field_removed response attach"],
        back: &["new_information field_added response attach"],
        against: &["new_information field_removed response attach"],
    },
    Case {
        from: "| 订单状态 | status | 是 | String(2) | 1 | 0-支付中<br>1-支付成功<br>2-支付失败 |\n",
        to: "",
        forth: &["breaks_requests field_removed response status"],
        back: &["new_information field_added response status"],
        against: &["breaks_requests field_removed response status"],
    },
    Case {
        from: "| 订单金额 | amount | 是 | int | 100 | 单位分 |\n",
        to: "",
        forth: &["breaks_requests field_removed response amount"],
        back: &["new_information field_added response amount"],
        against: &["breaks_requests field_removed response amount"],
    },
    // Another unit is other money under the same name and type.
    Case {
        from: "| 订单金额 | amount | 是 | int | 100 | 单位分 |",
        to: "| 订单金额 | amount | 是 | int | 100 | 单位元 |",
        forth: &["breaks_requests type response amount"],
        back: &["breaks_requests type response amount"],
        against: &["breaks_requests type response amount"],
    },
    // Another word for the same type.
    Case {
        from: "| 附加数据 | attach | 否 | String(96) |",
        to: "| 附加数据 | attach | 否 | varchar(96) |",
        forth: &["wording type response attach"],
        back: &["wording type response attach"],
        against: &[],
    },
    // Another name.
    Case {
        from: "| 门店编号 | storeNo |",
        to: "| 门店编号 | shopNo |",
        forth: &["breaks_signing field_renamed request storeNo"],
        back: &["breaks_signing field_renamed request shopNo"],
        against: &["breaks_signing field_renamed request storeNo"],
    },
    Case {
        from: "| 附加数据 | attach |",
        to: "| 附加数据 | at_tach |",
        forth: &["new_information field_renamed response attach"],
        back: &["new_information field_renamed response at_tach"],
        against: &["new_information field_renamed response attach"],
    },
    // Presence.
    Case {
        from: "tradeNo | 否 |",
        to: "tradeNo | 是 |",
        forth: &["breaks_requests presence request tradeNo"],
        back: &["new_information presence request tradeNo"],
        against: &["breaks_requests presence request tradeNo"],
    },
    Case {
        from: "amount | 是 |",
        to: "amount | 否 |",
        forth: &["new_information presence response amount"],
        back: &["new_information presence response amount"],
        against: &["new_information presence response amount"],
    },
    // Length.
    Case {
        from: "storeNo | 否 | String(8)",
        to: "storeNo | 否 | String(16)",
        forth: &["new_information length request storeNo"],
        back: &["breaks_requests length request storeNo"],
        against: &["new_information length request storeNo"],
    },
    Case {
        from: "storeNo | 否 | String(8)",
        to: "storeNo | 否 | String(6)",
        forth: &["breaks_requests length request storeNo"],
        back: &["new_information length request storeNo"],
        against: &["breaks_requests length request storeNo"],
    },
    Case {
        from: "storeNo | 否 | String(8)",
        to: "storeNo | 否 | String",
        forth: &["new_information length request storeNo"],
        back: &["breaks_requests length request storeNo"],
        against: &["new_information length request storeNo"],
    },
    Case {
        from: "attach | 否 | String(96)",
        to: "attach | 否 | String(64)",
        forth: &["new_information length response attach"],
        back: &["new_information length response attach"],
        against: &["new_information length response attach"],
    },
    // Type.
    Case {
        from: "storeNo | 否 | String(8)",
        to: "storeNo | 否 | int(8)",
        forth: &["breaks_requests type request storeNo"],
        back: &["breaks_requests type request storeNo"],
        against: &["breaks_requests type request storeNo"],
    },
    Case {
        from: "| 附加数据 | attach | 否 | String(96)",
        to: "| 附加数据 | attach | 否 | int(96)",
        forth: &["new_information type response attach"],
        back: &["new_information type response attach"],
        against: &["new_information type response attach"],
    },
    // Titles and descriptions.
    Case {
        from: "| 门店编号 | storeNo |",
        to: "| 门店号码 | storeNo |",
        forth: &["wording title request storeNo"],
        back: &["wording title request storeNo"],
        against: &["wording title request storeNo"],
    },
    Case {
        from: "| 商户上送的数据 |",
        to: "| 商户上送的附加信息 |",
        forth: &["wording description response attach"],
        back: &["wording description response attach"],
        against: &[],
    },
    Case {
        from: "# 订单查询接口",
        to: "# 单笔订单查询接口",
        forth: &["wording document_title"],
        back: &["wording document_title"],
        against: &["wording document_title"],
    },
    Case {
        from: "- 除了支付成功，其他状态请再次查询。",
        to: "- 除了支付成功，其他状态请在5秒后再次查询。",
        forth: &["wording text"],
        back: &["wording text"],
        against: &[],
    },
    // Codes.
    Case {
        from: "2-订单不存在",
        to: "2-订单不存在<br>3-商户不存在",
        forth: &["new_information code_added response code 3"],
        back: &["new_information code_removed response code 3"],
        against: &["new_information code_added response code 3"],
    },
    Case {
        from: "<br>2-支付失败",
        to: "<br>2-支付失败<br>3-已关闭",
        forth: &["new_information code_added response status 3"],
        back: &["new_information code_removed response status 3"],
        against: &["new_information code_added response status 3"],
    },
    Case {
        from: "<br>2-支付失败",
        to: "<br>2-交易失败",
        forth: &["new_information code_meaning response status 2"],
        back: &["new_information code_meaning response status 2"],
        against: &["new_information code_meaning response status 2"],
    },
    Case {
        from: "1-支付成功<br>2-支付失败",
        to: "1-支付失败<br>2-支付成功",
        forth: &[
            "breaks_requests code_meaning response status 1",
            "breaks_requests code_meaning response status 2",
        ],
        back: &[
            "breaks_requests code_meaning response status 1",
            "breaks_requests code_meaning response status 2",
        ],
        against: &[
            "breaks_requests code_meaning response status 1",
            "breaks_requests code_meaning response status 2",
        ],
    },
    Case {
        from: "AL-支付宝",
        to: "AL-支付宝支付",
        forth: &["wording code_meaning response channel AL"],
        back: &["wording code_meaning response channel AL"],
        against: &["wording code_meaning response channel AL"],
    },
    Case {
        from: "0-成功<br>1-验签失败",
        to: "00-成功<br>1-验签失败",
        forth: &["breaks_requests code_value response code 0"],
        back: &["breaks_requests code_value response code 00"],
        against: &["breaks_requests code_value response code 0"],
    },
    // A constant takes part in the signature.
    Case {
        from: "固定：1.0",
        to: "固定：2.0",
        forth: &["breaks_signing constant request version"],
        back: &["breaks_signing constant request version"],
        against: &["breaks_signing constant request version"],
    },
    // Where and how.
    Case {
        from: "/api/order/query`",
        to: "/api/v2/order/find`",
        forth: &["breaks_requests url"],
        back: &["breaks_requests url"],
        against: &["breaks_requests url"],
    },
    Case {
        from: "https://pay.acme.example/api",
        to: "https://pay2.acme.example/api",
        forth: &["breaks_requests url"],
        back: &["breaks_requests url"],
        against: &["breaks_requests url"],
    },
    Case {
        from: "请求方式：** POST",
        to: "请求方式：** GET",
        forth: &["breaks_requests method"],
        back: &["breaks_requests method"],
        against: &["breaks_requests method"],
    },
    Case {
        from: "application/json",
        to: "application/x-www-form-urlencoded",
        forth: &["breaks_requests media_types"],
        back: &["breaks_requests media_types"],
        against: &["breaks_requests media_types"],
    },
    // A member of a sample that no table lists.
    Case {
        from: "\"amount\": 100, ",
        to: "\"amount\": 100, \"coupon\": 5, ",
        forth: &["new_information sample_member response coupon"],
        back: &[],
        against: &[],
    },
];

#[test]
fn every_kind_of_change_is_reported_once_and_as_grave_as_it_is() {
    for case in CASES {
        let new = edited(DOCUMENT, case.from, case.to);
        let what = format!("{} → {}", case.from, case.to);
        let forth = drift::between(&read(DOCUMENT), &read(&new));
        assert_eq!(lines(&forth), case.forth, "between: {what}");
        let back = drift::between(&read(&new), &read(DOCUMENT));
        assert_eq!(lines(&back), case.back, "between, backwards: {what}");
        assert_eq!(lines(&against(&new, SPECIFICATION)), case.against, "against: {what}");
    }
}

#[test]
fn every_change_has_its_place_in_both_files() {
    for case in CASES {
        let new = edited(DOCUMENT, case.from, case.to);
        for (drift, other) in [
            (drift::between(&read(DOCUMENT), &read(&new)), DOCUMENT),
            (against(&new, SPECIFICATION), SPECIFICATION),
        ] {
            for change in &drift.changes {
                for (spot, text) in [(&change.document, new.as_str()), (&change.against, other)] {
                    let before = &text[..spot.span.start];
                    assert_eq!(spot.line, before.matches('\n').count() + 1, "{change:?}");
                    assert!(spot.column >= 1 && text.get(spot.span.clone()).is_some(), "{change:?}");
                }
                assert!(change.document.path.ends_with("query.md"), "{change:?}");
            }
        }
    }
}

#[test]
fn a_place_is_that_of_the_word_that_is_different() {
    let new = edited(DOCUMENT, "storeNo | 否 | String(8)", "storeNo | 否 | String(16)");
    let drift = against(&new, SPECIFICATION);
    let change = &drift.changes[0];
    assert!(new[change.document.span.clone()].contains("16"), "{change:?}");
    assert_eq!(&SPECIFICATION[change.against.span.clone()], "8");
    assert_eq!((change.before.as_deref(), change.now.as_deref()), (Some("8"), Some("16")));
    assert_eq!(change.operation.as_deref(), Some("query"));
}

#[test]
fn the_signature_is_grave_whatever_is_different_about_it_but_its_title() {
    let request = "| 签名 | sign | 是 | String(32) | 0A1B | 详见签名算法 |\n\n请求示例";
    for (to, forth) in [
        ("请求示例", vec!["breaks_signing field_removed request sign"]),
        (
            "| 签名 | signature | 是 | String(32) | 0A1B | 详见签名算法 |\n\n请求示例",
            vec!["breaks_signing field_renamed request sign"],
        ),
        (
            "| 签名 | sign | 是 | String(64) | 0A1B | 详见签名算法 |\n\n请求示例",
            vec!["breaks_signing length request sign"],
        ),
        (
            "| 签名 | sign | 否 | String(32) | 0A1B | 详见签名算法 |\n\n请求示例",
            vec!["breaks_signing presence request sign"],
        ),
        (
            "| 签名值 | sign | 是 | String(32) | 0A1B | 详见签名算法 |\n\n请求示例",
            vec!["wording title request sign"],
        ),
    ] {
        let new = edited(DOCUMENT, request, to);
        assert_eq!(lines(&drift::between(&read(DOCUMENT), &read(&new))), forth, "{to}");
        let drift = against(&new, SPECIFICATION);
        assert_eq!(lines(&drift), forth, "{to}");
        let by_hand = drift.changes.iter().filter(|change| change.what != drift::What::Title);
        assert!(by_hand.into_iter().all(|change| change.remedy == Some(drift::Remedy::ByHand)), "{to}");
    }
}

#[test]
fn changes_stand_by_operation_and_the_gravest_first() {
    let new = edited(DOCUMENT, "# 订单查询接口", "# 查询接口");
    let new = edited(&new, "AL-支付宝", "AL-支付宝支付");
    let new = edited(&new, "固定：1.0", "固定：2.0");
    let new = edited(&new, "tradeNo | 否 |", "tradeNo | 是 |");
    let drift = against(&new, SPECIFICATION);
    assert_eq!(
        lines(&drift),
        [
            "breaks_signing constant request version",
            "breaks_requests presence request tradeNo",
            "wording code_meaning response channel AL",
            "wording document_title",
        ]
    );
    assert_eq!(drift.severity(), Some(drift::Severity::BreaksSigning));
}

#[test]
fn a_line_about_signing_is_more_than_wording() {
    let new = edited(
        DOCUMENT,
        "- 返回码不为0时不返回订单状态。",
        "- 返回码不为0时不返回订单状态。\n- 签名算法改为SHA256。",
    );
    let drift = drift::between(&read(DOCUMENT), &read(&new));
    assert_eq!(lines(&drift), ["new_information text"]);
}

#[test]
fn a_warning_goes_with_every_change_of_what_decides() {
    for (from, to) in [("<br>2-支付失败", "<br>2-交易失败"), ("<br>2-支付失败", "<br>2-支付失败<br>3-已关闭")]
    {
        let new = edited(DOCUMENT, from, to);
        for drift in [drift::between(&read(DOCUMENT), &read(&new)), against(&new, SPECIFICATION)] {
            assert!(drift.changes.iter().all(|change| change.note.is_some()), "{drift:?}");
        }
    }
}
