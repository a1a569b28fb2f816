//! `ktspay`: code, then the state inside what is signed.

use payspec::OrderState::{Cancelled, Closed, Failed, Paid, Pending, Refunded, Unknown};
use payspec::ktspay::{Client, Credentials, Environment, OrderStatus, PROVIDER, Query, QueryReply};
use payspec::{Error, Fen, OrderState, Reason, Text};
use payspec_tests::bodies;
use payspec_tests::memory::{Memory, at_once};
use payspec_tests::naive::{Message, Value};
use payspec_tests::naive_provider;
use payspec_tests::wallet::MD5_KEY;

use crate::{Expected, Told, check, lists, number, others, shown, texts, with, without};

const LATER: [&str; 2] = ["10", "12"];
const REFUSED: [&str; 7] = ["9999", "11", "5000", "5001", "5002", "5003", "5004"];
const STATES: [(&str, OrderState); 7] = [
    ("0", Pending),
    ("1", Pending),
    ("2", Paid),
    ("3", Failed),
    ("4", Cancelled),
    ("5", Refunded),
    ("6", Closed),
];

fn ask_body(body: String) -> Result<QueryReply, Error> {
    let credentials = Credentials::new("M1623984572", "60cc09bce4b0f1c0b83761c9", MD5_KEY);
    let client = Client::new(Environment::Production, credentials);
    let client = client.with(|client| client.transport(Memory { body }));
    at_once(client.query(Query::by_mch_order_no("mho1623985457320")))
}

fn ask(data: &Message) -> Result<QueryReply, Error> {
    ask_body(naive_provider::ktspay(number("0"), data))
}

fn data() -> Message {
    let texts = texts(&[
        ("payOrderId", "P202106181104177050002"),
        ("mchNo", "M1623984572"),
        ("appId", "60cc09bce4b0f1c0b83761c9"),
        ("mchOrderNo", "mho1623985457320"),
        ("ifCode", "alipay"),
        ("currency", "cny"),
    ]);
    let amount = with(&with(&texts, "amount", number("58")), "createdAt", number("1623985457705"));
    with(&with(&amount, "successTime", number("1623985459000")), "state", number("2"))
}

/// A refusal, with and without signed data of an order in each state.
fn check_tier(code: &Value, expected: Expected<'_>, what: &str) {
    for (state, _) in STATES {
        let body = naive_provider::ktspay(code.clone(), &with(&data(), "state", number(state)));
        check(ask_body(body).map(|reply| reply.order().clone()), expected, what);
    }
    for data in [None, Some(Value::Null)] {
        let mut envelope = vec![("code".to_owned(), code.clone()), ("msg".to_owned(), Value::of("x"))];
        envelope.extend(data.map(|null| ("data".to_owned(), null)));
        check(ask_body(bodies::json(&envelope)).map(|reply| reply.order().clone()), expected, what);
    }
}

#[test]
fn the_tables_hold_what_is_known_and_nothing_else() {
    lists(PROVIDER, "return_code", ["0"].into_iter().chain(LATER).chain(REFUSED));
    lists(PROVIDER, "order_status", STATES.map(|(code, _)| code));
}

#[test]
fn each_trade_state_is_what_the_document_says_as_a_number_or_as_a_text() {
    for (code, state) in STATES {
        for value in [number(code), Value::of(code)] {
            let reply = ask(&with(&data(), "state", value)).expect("it is authentic");
            check(Ok(reply.order().clone()), Expected::Order(state, code), code);
            assert!(!matches!(reply.data.state, OrderStatus::Other(_)), "{code}");
        }
    }
}

#[test]
fn every_other_trade_state_is_unknown_and_kept() {
    let numbers = ["7", "-1", "-0", "20", "2.0", "2e0", "12345678901234567890"].map(number);
    let texts = others(STATES.map(|(code, _)| code)).into_iter().map(Value::Text);
    for value in texts.chain(numbers).chain([Value::Boolean(true), Value::of("")]) {
        let text = value.text().unwrap_or_default();
        let reply = ask(&with(&data(), "state", value)).expect("it is authentic");
        check(Ok(reply.order().clone()), Expected::Order(Unknown, &text), &text);
        assert_eq!(reply.data.state, OrderStatus::Other(Text::from(text)));
    }
}

#[test]
fn without_a_trade_state_nothing_is_said() {
    for data in [without(&data(), "state"), with(&data(), "state", Value::Null)] {
        assert!(matches!(ask(&data), Err(Error::Incomplete { field }) if field == "data.state"));
    }
}

#[test]
fn every_code_but_0_is_a_refusal_whatever_the_data_says() {
    for (codes, told) in [(&LATER[..], Told::Later), (&REFUSED, Told::Nothing)] {
        for code in codes {
            check_tier(&number(code), Expected::Refused(code, told), code);
            check_tier(&Value::of(*code), Expected::Refused(code, told), code);
        }
    }
}

#[test]
fn a_code_that_no_list_has_is_a_refusal_with_that_code() {
    let listed = ["0"].into_iter().chain(LATER).chain(REFUSED);
    for text in others(listed) {
        check_tier(&Value::of(text.as_str()), Expected::Refused(&text, Told::Nothing), &text);
    }
    for text in ["1", "-1", "0.0", "0e0"] {
        check_tier(&number(text), Expected::Refused(text, Told::Nothing), text);
    }
}

#[test]
fn the_text_of_9999_says_which_error_it_is() {
    for (text, reason) in [
        ("订单不存在", Some(Reason::OrderNotFound)),
        ("验签失败", Some(Reason::BadSignature)),
        ("商户应用不存在", None),
    ] {
        let envelope = vec![("code".to_owned(), number("9999")), ("msg".to_owned(), Value::of(text))];
        match ask_body(bodies::json(&envelope)) {
            Err(Error::Refused(refusal)) => {
                assert_eq!(
                    (refusal.text.as_deref(), refusal.reason, refusal.authentic),
                    (Some(text), reason, false)
                );
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn success_without_data_or_without_a_signature_is_not_authentic() {
    let code = || ("code".to_owned(), number("0"));
    let data = || ("data".to_owned(), Value::Json(bodies::json(&data())));
    for envelope in [vec![code()], vec![code(), ("data".to_owned(), Value::Null)], vec![code(), data()]] {
        let found = ask_body(bodies::json(&envelope));
        assert!(matches!(found, Err(Error::Unverified(_))), "{envelope:?}: {found:?}");
    }
}

#[test]
fn amounts_and_times_may_be_numbers_or_texts() {
    let texts = with(&with(&data(), "amount", Value::of("58")), "createdAt", Value::of("1623985457705"));
    for data in [data(), texts] {
        let reply = ask(&data).expect("it is authentic");
        assert_eq!(reply.data.amount, Some(Fen::new(58)));
        assert_eq!(shown(reply.order().created_at), "2021-06-18T11:04:17.705+08:00");
    }
    let success =
        ask(&with(&data(), "code", Value::of("0"))).expect("a code inside the data is nobody's business");
    assert_eq!(success.state(), Paid);
}

#[test]
fn a_time_that_is_empty_or_absent_is_none() {
    for value in [Some(Value::of("")), Some(Value::Null), None] {
        let data = without(&data(), "successTime");
        let data = value.map_or(data.clone(), |value| with(&data, "successTime", value));
        let reply = ask(&data).expect("it is authentic");
        assert_eq!((reply.order().paid_at, reply.state()), (None, Paid));
    }
}
