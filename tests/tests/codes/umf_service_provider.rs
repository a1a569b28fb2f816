//! `umf_service_provider`: respCode first; under 00 origRespCode is the trade state.

use payspec::OrderState::{Cancelled, Closed, Failed, Paid, Pending, Refunding, Unknown};
use payspec::umf_service_provider::{
    Client, Credentials, Environment, OrderStatus, OrderStatusDetail, PROVIDER, QueryOrder, QueryOrderReply,
};
use payspec::{Code as _, Error, Fen, OrderState, Text};
use payspec_tests::memory::{Memory, at_once};
use payspec_tests::naive::{Message, Value};
use payspec_tests::naive_provider::{self, wallet};

use crate::{Expected, Told, check, lists, number, others, texts, with, without};

const IN_PROGRESS: [&str; 3] = ["02", "04", "62"];
const LATER: [&str; 4] = ["01", "06", "37", "99"];
const NEVER: [&str; 5] = ["11", "13", "10", "31", "32"];
const REFUSED: [&str; 18] = [
    "03", "05", "08", "09", "12", "14", "15", "16", "17", "20", "21", "23", "33", "35", "36", "38", "39",
    "43",
];
const STATES: [(&str, OrderState); 6] =
    [("00", Paid), ("01", Refunding), ("02", Unknown), ("03", Closed), ("04", Cancelled), ("06", Failed)];

pub(crate) fn ask(reply: &Message) -> Result<QueryOrderReply, Error> {
    let memory = Memory { body: naive_provider::umf_service_provider(reply) };
    let keys = wallet();
    let credentials =
        Credentials::new("Y471790403", "41509208", keys.private_key.clone(), keys.platform_public_key());
    let url = Environment::Url("https://provider.example".to_owned());
    let client = Client::new(url, credentials).with(|client| client.transport(memory));
    let request = QueryOrder::by_order_no("JD201909250317100002").transaction_id("2019092515170000002850");
    at_once(client.query_order(request))
}

pub(crate) fn reply() -> Message {
    texts(&[
        ("respCode", "00"),
        ("respMsg", "处理成功"),
        ("platDate", "20190925"),
        ("payTime", "0925152411"),
        ("txnAmt", "1"),
        ("transactionId", "2019092515170000002850"),
        ("origRespCode", "00"),
    ])
}

fn check_tier(code: &str, expected: Expected<'_>) {
    let reply = with(&reply(), "respCode", Value::of(code));
    for state in STATES.map(|(state, _)| Value::of(state)).into_iter().chain([Value::Null]) {
        let reply = with(&reply, "origRespCode", state);
        check(ask(&reply).map(|reply| reply.order().clone()), expected, code);
    }
    // As genuine error replies have it.
    let bare = with(&with(&reply, "transactionId", Value::Null), "platDate", Value::of(""));
    check(ask(&without(&bare, "origRespCode")).map(|reply| reply.order().clone()), expected, code);
}

#[test]
fn the_tables_hold_what_is_known_and_nothing_else() {
    let codes = ["00"].into_iter().chain(IN_PROGRESS).chain(LATER).chain(NEVER).chain(REFUSED);
    lists(PROVIDER, "resp_code", codes);
    lists(PROVIDER, "order_status", STATES.map(|(code, _)| code));
    lists(PROVIDER, "order_status_detail", DETAILS.map(|(code, _)| code));
}

#[test]
fn under_00_each_trade_state_is_what_the_document_says() {
    for (code, state) in STATES {
        let reply = ask(&with(&reply(), "origRespCode", Value::of(code))).expect("it is authentic");
        check(Ok(reply.order().clone()), Expected::Order(state, code), code);
        assert!(!matches!(reply.orig_resp_code, Some(OrderStatus::Other(_)) | None), "{code}");
    }
}

#[test]
fn every_other_trade_state_is_unknown_and_kept() {
    for text in others(STATES.map(|(code, _)| code)) {
        let reply = ask(&with(&reply(), "origRespCode", Value::of(text.as_str()))).expect("it is authentic");
        check(Ok(reply.order().clone()), Expected::Order(Unknown, &text), &text);
        assert_eq!(reply.orig_resp_code, Some(OrderStatus::Other(Text::from(text))));
    }
}

#[test]
fn without_a_trade_state_nothing_is_said() {
    let empty = ask(&with(&reply(), "origRespCode", Value::of(""))).expect("it is authentic");
    assert_eq!(empty.state(), Unknown);
    for reply in [without(&reply(), "origRespCode"), with(&reply(), "origRespCode", Value::Null)] {
        assert!(matches!(ask(&reply), Err(Error::Incomplete { field }) if field == "origRespCode"));
    }
}

#[test]
fn in_progress_is_pending_whatever_the_trade_state_says() {
    for code in IN_PROGRESS {
        check_tier(code, Expected::Order(Pending, code));
    }
}

#[test]
fn every_other_response_code_is_a_refusal_whatever_the_trade_state_says() {
    for (codes, told) in [(&LATER[..], Told::Later), (&NEVER, Told::Never), (&REFUSED, Told::Nothing)] {
        for code in codes {
            check_tier(code, Expected::Refused(code, told));
        }
    }
}

#[test]
fn a_response_code_that_no_list_has_is_a_refusal_with_that_code() {
    let listed = ["00"].into_iter().chain(IN_PROGRESS).chain(LATER).chain(NEVER).chain(REFUSED);
    for text in
        others(listed).into_iter().chain(["001100WN".to_owned(), "0000".to_owned(), "01000000".to_owned()])
    {
        let reply = with(&reply(), "respCode", Value::of(text.as_str()));
        check(ask(&reply).map(|reply| reply.order().clone()), Expected::Refused(&text, Told::Nothing), &text);
    }
}

/// Documented as numbers; the published sample carries the text.
const DETAILS: [(&str, &str); 12] = [
    ("0", "支付成功"),
    ("1", "支付失败"),
    ("2", "被撤销"),
    ("3", "被退货"),
    ("4", "被冲正"),
    ("5", "被确认"),
    ("6", "支付中"),
    ("7", "无交易"),
    ("8", "未明"),
    ("9", "异常"),
    ("99", "其他"),
    ("98", "订单关闭"),
];

#[test]
fn the_detailed_code_may_be_its_number_or_its_text_and_decides_nothing() {
    for (code, text) in DETAILS {
        for shown in [code, text] {
            let reply = ask(&with(&reply(), "origRespDescMsg", Value::of(shown))).expect("it is authentic");
            assert_eq!(reply.state(), Paid, "{shown}");
            assert_eq!(reply.orig_resp_desc_msg.as_ref().map(OrderStatusDetail::wire), Some(code), "{shown}");
        }
    }
}

#[test]
fn the_amount_is_fen_as_a_number_or_as_a_text() {
    for (value, fen) in [(number("1"), Some(1)), (Value::of("1"), Some(1)), (number("5230"), Some(5230))]
        .into_iter()
        .chain([(number("0.01"), None), (Value::of(""), None), (Value::Null, None), (number("1E3"), None)])
    {
        let reply = ask(&with(&reply(), "txnAmt", value.clone())).expect("it is authentic");
        assert_eq!((reply.state(), reply.txn_amt), (Paid, fen.map(Fen::new)), "{value:?}");
        assert_eq!(reply.order().amount.map(payspec::Money::fen), fen.map(Fen::new), "{value:?}");
    }
}
