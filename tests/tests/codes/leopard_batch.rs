//! `leopard`, query_multi: several orders, each with a state of its own.

use payspec::OrderState::{self, Closed, Failed, Paid, Unknown};
use payspec::leopard::{OrderStatus, QueryMulti, QueryMultiReply};
use payspec::{Error, Fen, Text};
use payspec_tests::bodies;
use payspec_tests::memory::at_once;
use payspec_tests::naive::{Message, Value};
use payspec_tests::naive_provider;

use crate::leopard::{STATES, client};
use crate::{number, others, shown, texts, with, without};

/// How `orders` comes: as in the table, or as in the sample.
const FORMS: [fn(String) -> Value; 2] = [Value::Json, Value::Text];

fn ask(form: fn(String) -> Value, orders: &[Message]) -> Result<QueryMultiReply, Error> {
    let orders: Vec<String> = orders.iter().map(bodies::json).collect();
    let reply = with(&envelope(), "orders", form(format!("[{}]", orders.join(",\n  "))));
    receive(&reply)
}

fn receive(reply: &Message) -> Result<QueryMultiReply, Error> {
    let request = QueryMulti::by_order_no(["M1", "M2", "M3"]);
    at_once(client(naive_provider::leopard(reply)).query_multi(request))
}

fn envelope() -> Message {
    texts(&[
        ("code", "SUCCESS"),
        ("msg", "ok"),
        ("resultCode", "SUCCESS"),
        ("noise", "83NDI0Q93"),
        ("mid", "100000510983456"),
    ])
}

fn order(number_of: &str, status: Value) -> Message {
    let texts = texts(&[
        ("orderNo", number_of),
        ("flowNo", "20161101010100198763"),
        ("type", "wechat"),
        ("orderTime", "20161110101010"),
        ("payTime", ""),
    ]);
    with(&with(&texts, "amount", number("5230.00")), "status", status)
}

/// The states of the orders in a reply.
fn check(reply: &QueryMultiReply, expected: &[(&str, OrderState)]) {
    let found: Vec<(&str, OrderState)> = reply
        .orders()
        .iter()
        .map(|order| (order.merchant_order_no.as_deref().unwrap_or("-").trim(), order.state))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn each_order_has_its_own_state() {
    for form in FORMS {
        let orders = [order(" M1", Value::of("1")), order("M2", number("2")), order("M3", Value::of("3"))];
        let reply = ask(form, &orders).expect("it is authentic");
        check(&reply, &[("M1", Paid), ("M2", Failed), ("M3", Closed)]);
        assert_eq!(reply.orders[0].amount, Some(Fen::new(523_000)));
        assert_eq!(shown(reply.orders()[0].created_at), "2016-11-10T10:10:10+08:00");
        assert_eq!(shown(reply.orders()[0].paid_at), "-");
    }
}

#[test]
fn each_trade_state_is_what_the_document_says() {
    for form in FORMS {
        for (code, state) in STATES {
            let reply = ask(form, &[order("M2", Value::of(code))]).expect("it is authentic");
            check(&reply, &[("M2", state)]);
            assert_eq!(reply.orders()[0].state_text.as_deref(), Some(code));
        }
    }
}

#[test]
fn every_other_trade_state_is_unknown_and_kept_and_touches_no_other_order() {
    for text in others(STATES.map(|(code, _)| code)) {
        let orders = [order("M1", Value::of("1")), order("M2", Value::of(text.as_str()))];
        let reply = ask(Value::Text, &orders).expect("it is authentic");
        check(&reply, &[("M1", Paid), ("M2", Unknown)]);
        assert_eq!(reply.orders()[1].state_text.as_deref(), Some(text.as_str()));
        assert_eq!(reply.orders[1].status, OrderStatus::Other(Text::from(text)));
    }
}

#[test]
fn a_refusal_is_one_whatever_the_orders_say() {
    for (name, value) in [("code", "FAIL"), ("resultCode", "FAIL"), ("resultCode", "success")] {
        let orders = Value::Text(format!("[{}]", bodies::json(&order("M1", Value::of("2")))));
        let reply = with(&with(&envelope(), "orders", orders), name, Value::of(value));
        for reply in [without(&reply, "orders"), reply] {
            let found = receive(&reply);
            assert!(matches!(&found, Err(Error::Refused(refusal)) if refusal.code == value), "{found:?}");
        }
    }
}

#[test]
fn orders_that_were_not_asked_for_or_come_twice_are_refused() {
    for form in FORMS {
        for orders in [["M1", "M4"], ["M1", " M1"]] {
            let found = ask(form, &orders.map(|number| order(number, Value::of("1"))));
            assert!(matches!(found, Err(Error::Mismatch { .. })), "{orders:?}: {found:?}");
        }
    }
}

#[test]
fn orders_that_are_missing_or_no_list_are_an_error_and_an_empty_list_is_none() {
    check(&ask(Value::Text, &[]).expect("it is authentic"), &[]);
    for orders in [Value::Null, Value::of("x"), Value::of("{}"), number("1"), Value::of("[1]")] {
        let found = receive(&with(&envelope(), "orders", orders.clone()));
        let expected = matches!(found, Err(Error::Incomplete { .. } | Error::Unreadable { .. }));
        assert!(expected, "{orders:?}: {found:?}");
    }
    assert!(matches!(receive(&envelope()), Err(Error::Incomplete { .. })));
}

#[test]
fn an_order_without_a_state_is_an_error_and_never_guessed() {
    let found = ask(Value::Text, &[without(&order("M1", Value::Null), "status")]);
    assert!(matches!(found, Err(Error::Incomplete { .. })), "{found:?}");
}
