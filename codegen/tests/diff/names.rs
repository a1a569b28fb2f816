//! What has another name and is the same is one change, which breaks.

use payspec_codegen::diff::{Change, Class, Diff};

use super::{COMPLETE, compare, edited, expect, load, told};

/// The only change of a diff.
#[track_caller]
fn only(diff: &Diff) -> &Change {
    let [change] = &*diff.changes().collect::<Vec<_>>() else { panic!("{}", told(diff).join("\n")) };
    change
}

fn paths(change: &Change) -> Vec<&str> {
    change.items.iter().map(|item| item.path.as_str()).collect()
}

#[test]
fn an_operation_with_another_name_is_one_change_of_its_name() {
    let diff = edited("\n  query:\n    title: 订单查询\n", "\n  ask:\n    title: 订单查询\n");
    let change = only(&diff);
    assert_eq!((change.class, &*change.places), (Class::Breaking, &["operations.ask".to_owned()][..]));
    assert_eq!(
        change.sentence(),
        "`ask`, the operation `query` → `ask`: it has another name, and so have its request and its reply."
    );
    assert_eq!(
        paths(change),
        [
            "acme::Client::query()",
            "acme::Client::blocking::query()",
            "acme::Query",
            "acme::QueryDetail",
            "acme::QueryGoodsItem",
            "acme::QueryReply",
            "acme::QueryReplyData",
            "acme::QueryReplyDataPartsItem",
            "acme::Client::ask()",
            "acme::Client::blocking::ask()",
            "acme::Ask",
            "acme::AskDetail",
            "acme::AskGoodsItem",
            "acme::AskReply",
            "acme::AskReplyData",
            "acme::AskReplyDataPartsItem",
        ]
    );
}

#[test]
fn an_operation_that_asks_elsewhere_is_another_one() {
    let old = COMPLETE;
    let new = old.replace("\n  ping:\n", "\n  pong:\n").replace("path: /ping", "path: /pong");
    let told = told(&compare(&load(old), &load(&new)));
    assert!(
        told.iter()
            .any(|told| told.starts_with("Breaking: the operation `ping`") && told.contains("is gone"))
    );
    assert!(
        told.iter().any(|told| told.starts_with("Additive: the operation `pong`") && told.contains("is new"))
    );
}

#[test]
fn a_code_table_with_another_name_is_one_change_wherever_it_is_used() {
    let new = COMPLETE.replace("order_status", "trade_status");
    let diff = compare(&load(COMPLETE), &load(&new));
    let change = only(&diff);
    assert_eq!(change.class, Class::Breaking);
    assert_eq!(
        change.sentence(),
        "the code table `trade_status` `order_status` → `trade_status`: it has another name."
    );
    assert_eq!(
        paths(change),
        [
            "acme::QueryReplyData::status",
            "acme::QueryManyReplyDataOrdersItem::status",
            "acme::OrderStatus",
            "acme::TradeStatus"
        ]
    );
}

#[test]
fn a_code_of_a_table_with_another_name_is_a_change_of_its_own() {
    let new =
        COMPLETE.replace("order_status", "trade_status").replace("state: Refunded }", "state: Closed }");
    let diff = compare(&load(COMPLETE), &load(&new));
    let told: Vec<String> =
        diff.changes().map(|change| format!("{:?}: {}", change.class, change.summary)).collect();
    assert_eq!(
        told,
        [
            "Breaking: the code table `trade_status` `order_status` → `trade_status`",
            "Outcome: `\"5\"` (已退款) of `trade_status`, `state` `Refunded` → `Closed`"
        ]
    );
}

#[test]
fn a_credential_with_another_name_is_one_change_wherever_it_is_used() {
    let new = COMPLETE.replace("credentials.mid", "credentials.shop").replace(
        "\n  mid: { title: 商户号, max_length: 15, d",
        "\n  shop: { title: 商户号, max_length: 15, d",
    );
    expect(
        &compare(&load(COMPLETE), &load(&new)),
        &[
            "Breaking: the credential `shop` (商户号) `mid` → `shop`: configurations that give it by its name must give it by the new one.",
        ],
    );
}

#[test]
fn an_environment_with_another_name_is_one_change_of_its_name() {
    let diff = edited("\n  production: https", "\n  live: https");
    let change = only(&diff);
    assert_eq!((change.class, &*change.places), (Class::Breaking, &["environments.live".to_owned()][..]));
    assert_eq!(paths(change), ["acme::Environment::Production", "acme::Environment::Live"]);
}

#[test]
fn an_object_with_another_name_takes_its_types_along() {
    let diff = edited("            parts:\n", "            shares:\n");
    let change = only(&diff);
    assert_eq!(change.class, Class::Breaking);
    assert_eq!(
        paths(change),
        [
            "acme::QueryReplyData::parts",
            "acme::QueryReplyDataPartsItem",
            "acme::QueryReplyData::shares",
            "acme::QueryReplyDataSharesItem"
        ]
    );
}

#[test]
fn an_argument_with_another_name_is_none_of_a_callers_business_and_another_argument_in_its_place_is() {
    let line =
        "        day: { title: 交易日期, presence: required, type: date, format: [yyyyMMdd, yyyy-MM-dd] }\n";
    let renamed = edited(line, &line.replace("day:", "date:"));
    expect(
        &renamed,
        &["Behaviour: `query`, request field `date` (交易日期) `day` → `date`: it is sent under that name."],
    );
    let diff = edited(line, &line.replace("day:", "from:").replace("交易日期", "开始日期"));
    assert_eq!(diff.class(), Some(Class::Breaking));
    for change in diff.changes() {
        let sentence = change.sentence();
        assert!(
            sentence.ends_with("calls compile all the same, and give another value in the same place."),
            "{sentence}"
        );
    }
}

/// The only change that comes of several edits; each stands somewhere.
#[track_caller]
fn one_change_of(edits: &[(&str, &str)]) -> (Class, String) {
    let mut new = COMPLETE.to_owned();
    for (from, to) in edits {
        assert!(new.contains(from), "`{from}` stands somewhere");
        new = new.replace(from, to);
    }
    let diff = compare(&load(COMPLETE), &load(&new));
    let change = only(&diff);
    (change.class, change.sentence())
}

#[test]
fn a_field_with_another_name_is_one_change_wherever_it_is_mentioned() {
    let state = [
        ("state: data.status\n", "state: data.state\n"),
        ("{ data.status: \"1\" }", "{ data.state: \"1\" }"),
    ];
    let status = "status: { title: 订单状态, presence: required, type: code, table: order_status, written";
    let of_status = |now: &str| {
        let now = status.replace("status: { ", now);
        one_change_of(&[state[0], state[1], (status, &now)])
    };
    let read =
        "`query`, response field `data.state` (订单状态) `status` → `state`: it is read under that name.";
    assert_eq!(of_status("state: { "), (Class::Breaking, read.to_owned()));
    // The same reply no longer tells a state.
    assert_eq!(of_status("state: { name: status, "), (Class::Outcome, read.to_owned()));
    let asked = one_change_of(&[
        ("        orderNo:\n", "        number:\n"),
        ("[orderNo, tradeNo]", "[number, tradeNo]"),
        ("data.orderNo: request.orderNo", "data.orderNo: request.number"),
    ]);
    let sent =
        "`query`, request field `number` (商户订单号) `orderNo` → `number`: it is sent under that name.";
    assert_eq!(asked, (Class::Breaking, sent.to_owned()));
}

#[test]
fn an_object_with_another_name_is_one_change_wherever_a_path_leads_through_it() {
    let (one, many) = COMPLETE.split_once("  query_many:\n").expect("the other operation");
    let edited = |part: &str| {
        let mut part = part.replace("        data:\n", "        body:\n");
        for before in [" ", "{ "] {
            part = part.replace(&format!("{before}data."), &format!("{before}body."));
        }
        part.replace("when: { data: {", "when: { body: {").replace("orders: data.", "orders: body.")
    };
    let of = |one: &str, many: &str| {
        let diff = compare(&load(COMPLETE), &load(&format!("{one}  query_many:\n{many}")));
        let change = only(&diff);
        (change.class, change.sentence())
    };
    let sentence = |operation: &str| {
        format!("`{operation}`, response field `body` (数据) `data` → `body`: it is read under that name.")
    };
    assert_eq!(of(&edited(one), many), (Class::Breaking, sentence("query")));
    let signed = one.replace("over: { member: data }", "over: { member: body }");
    assert_eq!(of(&signed, &edited(many)), (Class::Breaking, sentence("query_many")));
}
