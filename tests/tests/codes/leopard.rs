//! `leopard`, query_single: code, then resultCode, then status.

use payspec::OrderState::{Closed, Failed, Paid, Pending, Unknown};
use payspec::leopard::{
    Client, Credentials, Environment, OrderStatus, PROVIDER, PayType, QuerySingle, QuerySingleReply,
};
use payspec::{Error, Fen, OrderState, Text};
use payspec_tests::bodies;
use payspec_tests::memory::{Memory, at_once};
use payspec_tests::naive::{Message, Value};
use payspec_tests::naive_provider;
use payspec_tests::wallet::MD5_KEY;

use crate::{Expected, Told, check, lists, number, others, shown, texts, with, without};

/// Of both operations; 6 (获取交易信息失败) is listed for query_multi alone, and Unknown in either.
pub(crate) const STATES: [(&str, OrderState); 5] =
    [("0", Pending), ("1", Paid), ("2", Failed), ("3", Closed), ("6", Unknown)];

pub(crate) fn client(body: String) -> Client {
    let url = Environment::Url("https://provider.example".to_owned());
    let client = Client::new(url, Credentials::new("100000510983456", MD5_KEY));
    client.with(|client| client.transport(Memory { body }))
}

fn ask(reply: &Message) -> Result<QuerySingleReply, Error> {
    ask_body(naive_provider::leopard(reply))
}

fn ask_body(body: String) -> Result<QuerySingleReply, Error> {
    at_once(client(body).query_single(QuerySingle::by_order_no("M201611101010100002")))
}

fn reply() -> Message {
    let texts = texts(&[
        ("code", "SUCCESS"),
        ("msg", "ok"),
        ("resultCode", "SUCCESS"),
        ("noise", "6W5H246V"),
        ("mid", "100000510983456"),
        // With a leading blank, as in the sample.
        ("orderNo", " M201611101010100002"),
        ("flowNo", "20161101010100198763"),
        ("type", "wechat"),
        ("status", "1"),
        ("orderTime", "20161110101010"),
        ("payTime", "20161110101323"),
    ]);
    with(&texts, "amount", number("5230.00"))
}

fn check_tiers(reply: &Message, expected: Expected<'_>, what: &str) {
    for (status, _) in STATES {
        let reply = with(reply, "status", Value::of(status));
        check(ask(&reply).map(|reply| reply.order().clone()), expected, what);
    }
    check(ask(&without(reply, "status")).map(|reply| reply.order().clone()), expected, what);
}

#[test]
fn the_tables_hold_what_is_known_and_nothing_else() {
    lists(PROVIDER, "order_status", STATES.map(|(code, _)| code));
    lists(PROVIDER, "return_code", ["SUCCESS", "FAIL"]);
    lists(PROVIDER, "result_code", ["SUCCESS", "FAIL"]);
    lists(PROVIDER, "pay_type", ["wechat", "alipay", "QQwallet", "netpay", "quickpay", "jd"]);
}

#[test]
fn each_trade_state_is_what_the_document_says_as_a_text_or_as_a_number() {
    for (code, state) in STATES {
        for value in [Value::of(code), number(code)] {
            let reply = ask(&with(&reply(), "status", value)).expect("it is authentic");
            check(Ok(reply.order().clone()), Expected::Order(state, code), code);
            assert!(!matches!(reply.status, Some(OrderStatus::Other(_)) | None), "{code}");
        }
    }
}

#[test]
fn every_other_trade_state_is_unknown_and_kept() {
    for text in others(STATES.map(|(code, _)| code)) {
        let reply = ask(&with(&reply(), "status", Value::of(text.as_str()))).expect("it is authentic");
        check(Ok(reply.order().clone()), Expected::Order(Unknown, &text), &text);
        assert_eq!(reply.status, Some(OrderStatus::Other(Text::from(text))));
    }
    assert_eq!(ask(&with(&reply(), "status", Value::of(""))).expect("it is authentic").state(), Unknown);
}

#[test]
fn any_result_but_success_is_a_refusal_whatever_the_state_says() {
    for text in others(["SUCCESS"]).into_iter().chain(["FAIL".to_owned(), String::new()]) {
        let reply = with(&reply(), "resultCode", Value::of(text.as_str()));
        check_tiers(&reply, Expected::Refused(&text, Told::Nothing), &text);
    }
}

#[test]
fn any_code_but_success_is_a_refusal_signed_or_not() {
    for text in others(["SUCCESS"]).into_iter().chain(["FAIL".to_owned(), String::new()]) {
        let reply = with(&reply(), "code", Value::of(text.as_str()));
        check_tiers(&reply, Expected::Refused(&text, Told::Nothing), &text);
        let unsigned = ask_body(bodies::json(&reply));
        assert!(matches!(&unsigned, Err(Error::Refused(refusal)) if !refusal.authentic), "{unsigned:?}");
    }
}

#[test]
fn an_amount_in_yuan_becomes_fen_exactly_or_not_at_all() {
    for (text, fen) in [
        ("5230.00", Some(523_000)),
        ("5230", Some(523_000)),
        ("5230.5", Some(523_050)),
        ("0.01", Some(1)),
        ("1E3", Some(100_000)),
        ("9999999999999999.99", Some(999_999_999_999_999_999)),
        ("5230.001", None),
        ("12345678901234567890", None),
    ] {
        for value in [number(text), Value::of(text)] {
            let reply = ask(&with(&reply(), "amount", value)).expect("it is authentic");
            assert_eq!((reply.amount, reply.state()), (fen.map(Fen::new), Paid), "{text}");
        }
    }
}

#[test]
fn the_merchant_may_be_a_number_and_the_order_may_have_a_blank_in_front() {
    let reply = ask(&with(&reply(), "mid", number("100000510983456"))).expect("it is authentic");
    assert_eq!(reply.mid.as_deref(), Some("100000510983456"));
    assert_eq!(reply.order_no.as_deref(), Some(" M201611101010100002"));
}

#[test]
fn times_are_at_08_00_and_may_be_empty_or_absent() {
    let paid = ask(&reply()).expect("it is authentic");
    assert_eq!(shown(paid.order().paid_at), "2016-11-10T10:13:23+08:00");
    assert_eq!(shown(paid.order().created_at), "2016-11-10T10:10:10+08:00");
    for value in [Some(Value::of("")), Some(Value::Null), None] {
        let reply = without(&reply(), "payTime");
        let reply = value.map_or(reply.clone(), |value| with(&reply, "payTime", value));
        let reply = ask(&reply).expect("it is authentic");
        assert_eq!((reply.order().paid_at, reply.pay_time, reply.state()), (None, None, Paid));
    }
}

#[test]
fn each_channel_keeps_its_code_and_others_are_kept_too() {
    let listed = ["wechat", "alipay", "QQwallet", "netpay", "quickpay", "jd"];
    for code in listed {
        let reply = ask(&with(&reply(), "type", Value::of(code))).expect("it is authentic");
        assert_eq!(reply.order().channel.as_ref().map(|channel| &*channel.text), Some(code));
        assert!(!matches!(reply.pay_type, Some(PayType::Other(_)) | None), "{code}");
    }
    for text in others(listed) {
        let reply = ask(&with(&reply(), "type", Value::of(text.as_str()))).expect("it is authentic");
        assert_eq!((reply.state(), reply.pay_type), (Paid, Some(PayType::Other(Text::from(text)))));
    }
}
