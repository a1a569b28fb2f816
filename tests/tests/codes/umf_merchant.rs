//! `umf_merchant`: retCode first; under 0000 transState is the trade state, 0000 alone says nothing.

use payspec::OrderState::{Cancelled, Failed, Paid, Pending, Refunding, Unknown};
use payspec::umf_merchant::{
    Client, Credentials, Environment, OrderQuery, OrderQueryReply, OrderStatus, PROVIDER, PayType,
};
use payspec::{Error, Fen, OrderState, Text};
use payspec_tests::memory::{Memory, at_once};
use payspec_tests::naive::{Message, Value};
use payspec_tests::naive_provider::{self, wallet};

use crate::{Expected, Told, check, lists, number, others, shown, texts, with, without};

const DECIDING: [(&str, OrderState); 5] = [
    ("01000000", Pending),
    ("02000000", Pending),
    ("03000000", Pending),
    ("88881220", Refunding),
    ("88881137", Cancelled),
];
const REFUSED: [&str; 2] = ["9999", "3333"];
const STATES: [(&str, OrderState); 3] = [("SUCCESS", Paid), ("NOTPAY", Pending), ("PAYERROR", Failed)];

fn ask(reply: &Message) -> Result<OrderQueryReply, Error> {
    let memory = Memory { body: naive_provider::umf_merchant(reply) };
    let keys = wallet();
    let credentials = Credentials::new("30000102", keys.private_key.clone(), keys.platform_public_key());
    let client = Client::new(Environment::Production, credentials).with(|client| client.transport(memory));
    let request = OrderQuery::by_order_id("1509518653211").transaction_id("T1");
    at_once(client.order_query(request))
}

fn reply() -> Message {
    texts(&[
        ("retCode", "0000"),
        ("retMsg", "成功"),
        ("platDate", "20171101"),
        ("platTime", "144401"),
        ("transactionId", "T1"),
        ("transState", "SUCCESS"),
        ("amount", "5230"),
        ("payType", "WX"),
    ])
}

fn check_tier(code: &str, expected: Expected<'_>) {
    let reply = with(&reply(), "retCode", Value::of(code));
    for state in STATES.map(|(state, _)| Value::of(state)).into_iter().chain([Value::Null, Value::of("")]) {
        let reply = with(&reply, "transState", state);
        check(ask(&reply).map(|reply| reply.order().clone()), expected, code);
    }
    check(ask(&without(&reply, "transState")).map(|reply| reply.order().clone()), expected, code);
}

#[test]
fn the_tables_hold_what_is_known_and_nothing_else() {
    lists(PROVIDER, "ret_code", ["0000"].into_iter().chain(DECIDING.map(|(code, _)| code)).chain(REFUSED));
    lists(PROVIDER, "order_status", STATES.map(|(code, _)| code));
    lists(PROVIDER, "pay_type", ["WX", "AL", "YL"]);
}

#[test]
fn under_0000_each_trade_state_is_what_the_document_says() {
    for (code, state) in STATES {
        let reply = with(&reply(), "transState", Value::of(code));
        check(ask(&reply).map(|reply| reply.order().clone()), Expected::Order(state, code), code);
    }
}

#[test]
fn every_other_trade_state_is_unknown_and_kept() {
    for text in others(STATES.map(|(code, _)| code)) {
        let reply = ask(&with(&reply(), "transState", Value::of(text.as_str()))).expect("it is authentic");
        check(Ok(reply.order().clone()), Expected::Order(Unknown, &text), &text);
        assert_eq!(reply.trans_state, Some(OrderStatus::Other(Text::from(text))));
    }
}

#[test]
fn success_without_a_trade_state_is_never_paid() {
    let replies = [without(&reply(), "transState"), with(&reply(), "transState", Value::Null)];
    for reply in replies.into_iter().chain([with(&reply(), "transState", Value::of(""))]) {
        assert_eq!(ask(&reply).expect("it is authentic").state(), Unknown);
    }
}

#[test]
fn codes_that_decide_do_so_whatever_the_trade_state_says() {
    for (code, state) in DECIDING {
        check_tier(code, Expected::Order(state, code));
    }
}

#[test]
fn every_other_return_code_is_a_refusal_and_closes_nothing() {
    for code in REFUSED {
        check_tier(code, Expected::Refused(code, Told::Nothing));
    }
    let listed = ["0000"].into_iter().chain(DECIDING.map(|(code, _)| code)).chain(REFUSED);
    for text in others(listed).into_iter().chain(["00".to_owned(), "1000000".to_owned()]) {
        let reply = with(&reply(), "retCode", Value::of(text.as_str()));
        check(ask(&reply).map(|reply| reply.order().clone()), Expected::Refused(&text, Told::Nothing), &text);
    }
}

#[test]
fn the_time_is_made_of_a_date_and_a_time_of_day() {
    let paid_at = |reply: Message| shown(ask(&reply).expect("it is authentic").order().paid_at);
    assert_eq!(paid_at(reply()), "2017-11-01T14:44:01+08:00");
    for name in ["platDate", "platTime"] {
        for value in [Value::Null, Value::of(""), Value::of("x")] {
            assert_eq!(paid_at(with(&reply(), name, value)), "-");
        }
        assert_eq!(paid_at(without(&reply(), name)), "-");
    }
}

#[test]
fn numbers_may_be_texts_and_texts_numbers() {
    for amount in [number("5230"), Value::of("5230")] {
        let reply = ask(&with(&reply(), "amount", amount)).expect("it is authentic");
        assert_eq!(reply.amount, Some(Fen::new(5230)));
    }
    let date = with(&with(&reply(), "platDate", number("20171101")), "platTime", number("144401"));
    let reply = ask(&date).expect("it is authentic");
    assert_eq!(shown(reply.order().paid_at), "2017-11-01T14:44:01+08:00");
}

#[test]
fn the_channel_keeps_its_code_and_gets_its_title() {
    let channels = [
        ("WX", "微信", PayType::Wechat),
        ("AL", "支付宝", PayType::Alipay),
        ("YL", "银联二维码", PayType::UnionPay),
    ];
    for (code, title, variant) in channels {
        let reply = ask(&with(&reply(), "payType", Value::of(code))).expect("it is authentic");
        let channel = reply.order().channel.as_ref().expect("there is a channel");
        assert_eq!((&*channel.text, channel.title.as_deref()), (code, Some(title)));
        assert_eq!(reply.pay_type, Some(variant));
    }
}
