//! `leshua`: resp_code, then result_code, then status.

use payspec::OrderState::{Closed, Failed, Paid, Pending, RefundFailed, Refunded, Refunding, Unknown};
use payspec::leshua::{
    Client, Credentials, Environment, ErrorCode, OrderStatus, PROVIDER, QueryStatus, QueryStatusReply,
};
use payspec::{Error, Fen, OrderState, Text};
use payspec_tests::bodies::{self, Characters};
use payspec_tests::memory::{Memory, at_once};
use payspec_tests::naive::{Message, Value};
use payspec_tests::naive_provider;
use payspec_tests::wallet::MD5_KEY;

use crate::{Expected, Told, check, lists, others, shown, texts, with, without};

const LATER: [&str; 3] = ["-20005", "-20010", "-4027"];
const REFUSED: [&str; 17] = [
    "-20001", "-20002", "-20003", "-20004", "-20006", "-20007", "-20008", "-20009", "-20011", "-20016",
    "-20018", "-20021", "-20024", "-20027", "-4006", "-1002", "-2125",
];
const IN_PROGRESS: &str = "-4004";
const STATES: [(&str, OrderState); 7] = [
    ("0", Pending),
    ("2", Paid),
    ("6", Closed),
    ("8", Failed),
    ("10", Refunding),
    ("11", Refunded),
    ("12", RefundFailed),
];

fn ask_body(body: String) -> Result<QueryStatusReply, Error> {
    let credentials = Credentials::new("0000000018", MD5_KEY);
    let client = Client::new(Environment::Production, credentials);
    let client = client.with(|client| client.transport(Memory { body }));
    at_once(client.query_status(QueryStatus::by_third_order_id("JD201909250317100002")))
}

fn ask(reply: &Message) -> Result<QueryStatusReply, Error> {
    ask_body(naive_provider::leshua(reply))
}

fn reply() -> Message {
    texts(&[
        ("resp_code", "0"),
        ("result_code", "0"),
        ("merchant_id", "0000000018"),
        ("third_order_id", "JD201909250317100002"),
        ("leshua_order_id", "18082019191900000000"),
        ("nonce_str", "n"),
        ("status", "2"),
        ("pay_way", "WXZF"),
        ("pay_time", "20180820191919"),
        ("amount", "5230"),
    ])
}

/// A reply of the business tier's error, with each trade state and without.
fn check_tiers(reply: &Message, expected: Expected<'_>, what: &str) {
    for (status, _) in STATES {
        let reply = with(reply, "status", Value::of(status));
        check(ask(&reply).map(|reply| reply.order().clone()), expected, what);
    }
    let bare = without(&without(reply, "status"), "leshua_order_id");
    check(ask(&bare).map(|reply| reply.order().clone()), expected, what);
}

fn refused_with(code: &str) -> Message {
    with(&with(&reply(), "result_code", Value::of("1")), "error_code", Value::of(code))
}

#[test]
fn the_tables_hold_what_is_known_and_nothing_else() {
    lists(PROVIDER, "error_code", [IN_PROGRESS].into_iter().chain(LATER).chain(REFUSED));
    lists(PROVIDER, "order_status", STATES.map(|(code, _)| code));
    // The document knows 0 and "not 0": the second entry stands for every other value.
    lists(PROVIDER, "resp_code", ["0", "1"]);
    lists(PROVIDER, "result_code", ["0", "1"]);
}

#[test]
fn each_trade_state_is_what_the_document_says() {
    for (code, state) in STATES {
        let reply = ask(&with(&reply(), "status", Value::of(code))).expect("it is authentic");
        check(Ok(reply.order().clone()), Expected::Order(state, code), code);
        assert!(!matches!(reply.status, Some(OrderStatus::Other(_)) | None), "{code}");
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
fn still_processing_is_pending_whatever_the_trade_state_says() {
    check_tiers(&refused_with(IN_PROGRESS), Expected::Order(Pending, IN_PROGRESS), IN_PROGRESS);
}

#[test]
fn every_error_code_is_a_refusal_whatever_the_trade_state_says() {
    for (codes, told) in [(&LATER[..], Told::Later), (&REFUSED, Told::Nothing)] {
        for code in codes {
            check_tiers(&refused_with(code), Expected::Refused(code, told), code);
        }
    }
}

#[test]
fn an_error_code_that_no_list_has_is_a_refusal_with_that_code() {
    let listed = [IN_PROGRESS].into_iter().chain(LATER).chain(REFUSED);
    for text in others(listed) {
        let reply = refused_with(&text);
        check(ask(&reply).map(|reply| reply.order().clone()), Expected::Refused(&text, Told::Nothing), &text);
    }
}

#[test]
fn any_result_but_0_is_a_refusal_also_without_an_error_code() {
    for text in others(["0"]).into_iter().chain(["1".to_owned(), String::new()]) {
        let reply = with(&reply(), "result_code", Value::of(text.as_str()));
        check_tiers(&reply, Expected::Refused(&text, Told::Nothing), &text);
        check_tiers(
            &with(&reply, "error_code", Value::of("")),
            Expected::Refused(&text, Told::Nothing),
            &text,
        );
    }
}

#[test]
fn an_error_code_beside_success_decides_nothing() {
    let reply = ask(&with(&reply(), "error_code", Value::of("-4006"))).expect("it is authentic");
    assert_eq!((reply.state(), reply.error_code), (Paid, Some(ErrorCode::OrderNotFound)));
}

#[test]
fn any_transport_code_but_0_is_a_refusal_signed_or_not() {
    for text in others(["0"]).into_iter().chain(["1".to_owned(), String::new()]) {
        let reply = with(&reply(), "resp_code", Value::of(text.as_str()));
        check_tiers(&reply, Expected::Refused(&text, Told::Nothing), &text);
        let unsigned = ask_body(bodies::xml(&reply, "leshua", Characters::Cdata));
        assert!(matches!(&unsigned, Err(Error::Refused(refusal)) if !refusal.authentic), "{unsigned:?}");
    }
}

#[test]
fn only_a_refusal_whose_code_is_signed_is_authentic() {
    for (reply, authentic) in [
        (refused_with("-4006"), true),
        (with(&reply(), "result_code", Value::of("1")), true),
        // The rule leaves resp_code out: whoever is on the way can have written it.
        (with(&reply(), "resp_code", Value::of("1")), false),
    ] {
        let found = ask(&reply);
        assert!(
            matches!(&found, Err(Error::Refused(refusal)) if refusal.authentic == authentic),
            "{found:?}"
        );
    }
}

#[test]
fn a_state_that_nobody_signed_is_no_state() {
    for (code, _) in STATES {
        let unsigned = bodies::xml(&with(&reply(), "status", Value::of(code)), "leshua", Characters::Cdata);
        assert!(matches!(ask_body(unsigned), Err(Error::Unverified(_))), "{code}");
    }
}

#[test]
fn both_forms_of_the_time_are_read_and_no_other() {
    for (text, expected) in [
        ("20180820191919", "2018-08-20T19:19:19+08:00"),
        ("2018-08-20 19:19:19", "2018-08-20T19:19:19+08:00"),
        ("2018-08-20T19:19:19", "-"),
        ("20180820", "-"),
        ("20180230191919", "-"),
        ("", "-"),
    ] {
        let reply = ask(&with(&reply(), "pay_time", Value::of(text))).expect("it is authentic");
        assert_eq!((shown(reply.order().paid_at), reply.state()), (expected.to_owned(), Paid), "{text}");
    }
    let absent = ask(&without(&reply(), "pay_time")).expect("it is authentic");
    assert_eq!((absent.order().paid_at, absent.state()), (None, Paid));
}

#[test]
fn the_amount_is_fen_in_a_text() {
    for (text, fen) in
        [("5230", Some(5230)), ("0", Some(0)), ("52.30", None), ("1E3", None), ("", None), (" 1", None)]
    {
        let reply = ask(&with(&reply(), "amount", Value::of(text))).expect("it is authentic");
        assert_eq!((reply.amount, reply.state()), (fen.map(Fen::new), Paid), "{text}");
    }
}
