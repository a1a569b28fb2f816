//! Scripts: what they say is so, and what is wrong with them is told where it stands.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that panics has failed")]

mod support;

use std::time::Duration;

use payspec_runtime::{Fen, OrderState};
use payspec_simulator::{After, Armed, Fault, OrderScript, Script, ScriptError, Simulator, Times};

/// Nothing is simulated but the providers of `specs/`.
fn played(text: &str) -> Result<(), ScriptError> {
    let builder = Simulator::from_specs([concat!(env!("CARGO_MANIFEST_DIR"), "/../specs")]).unwrap();
    builder.script(&Script::read(text)?).map(drop)
}

/// The script is refused with this one line.
#[track_caller]
fn check(text: &str, line: &str) {
    let error = played(text).map_or_else(|error| error.to_string(), |()| panic!("nothing was wrong"));
    assert!(error.contains(line), "not said: {line}\n{error}");
}

/// The same of one line of an order.
#[track_caller]
fn check_order(line: &str, words: &str) {
    check(&format!("orders:\n  leshua:\n    A:\n      {line}\n"), words);
}

#[tokio::test]
async fn what_a_script_says_of_an_order_is_so() {
    let script = Script::read(
        "
orders:
  leshua:
    0042:
      state: Paid
      amount_fen: 5800
      channel: WXZF
      created_at: 2026-11-21T10:00:00+08:00
      paid_at: 2026-11-21 10:01:00
      provider_order_no: 007
      channel_order_no: '420000'
      then:
        - { after_queries: 2, state: Refunding }
        - { after: 1m 30s, state: Refunded }
      faults: [no_answer, { fault: wrong_signature, times: 3 }, { fault: http_500, times: always }]
    B:
",
    );
    let specs = [concat!(env!("CARGO_MANIFEST_DIR"), "/../specs")];
    let builder = Simulator::from_specs(specs).unwrap().script(&script.unwrap()).unwrap();
    let simulator = builder.bind("127.0.0.1:0").await.unwrap();
    let order = simulator.order("leshua", "0042").unwrap();
    assert_eq!((order.state, order.amount), (OrderState::Paid, Some(Fen::new(5800))));
    assert_eq!((order.channel.as_deref(), &*order.provider_order_no), (Some("WXZF"), "007"));
    assert_eq!(order.channel_order_no.as_deref(), Some("420000"));
    assert_eq!(order.created_at.unwrap().to_string(), "2026-11-21T10:00:00+08:00");
    assert_eq!(order.paid_at.unwrap().to_string(), "2026-11-21T10:01:00+08:00");
    let next = order.next.unwrap();
    assert_eq!((next.after, next.state), (After::Queries(2), OrderState::Refunding));
    let armed = |fault, left| Armed { fault, left };
    let expected = [
        armed(Fault::NoAnswer, Times::Count(1)),
        armed(Fault::WrongSignature, Times::Count(3)),
        armed(Fault::Http500, Times::Always),
    ];
    assert_eq!(order.armed, expected);
    let bare = simulator.order("leshua", "B").unwrap();
    assert_eq!((bare.state, bare.amount, bare.next), (OrderState::Pending, None, None));
}

#[test]
fn an_order_is_read_from_json_as_well() {
    let json = r#"{"state": "Paid", "amount_fen": 58, "then": [{"after": "30s", "state": "Refunding"}],
        "faults": ["no_answer", {"fault": "http_500", "times": 2}]}"#;
    let script: OrderScript = serde_json::from_str(json).unwrap();
    let order = script.order("A");
    let expected = payspec_simulator::SimulatedOrder::new("A")
        .state(OrderState::Paid)
        .amount(Fen::new(58))
        .then(After::Time(Duration::from_secs(30)), OrderState::Refunding);
    assert_eq!(order, expected);
    let faults: Vec<_> = script.faults().map(|armed| (armed.fault, armed.left)).collect();
    assert_eq!(faults, [(Fault::NoAnswer, Times::Count(1)), (Fault::Http500, Times::Count(2))]);
    let error = serde_json::from_str::<OrderScript>(r#"{"state": "Payd"}"#).unwrap_err().to_string();
    assert!(error.contains("there is no state `Payd`; did you mean `Paid`?"), "{error}");
}

#[test]
fn a_script_of_nothing_is_none_and_none_is_wrong() {
    for text in ["", "# nothing\n\n", "orders:\n", "orders:\n  leshua:\n", "seed: 1", "{}"] {
        played(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    }
}

#[test]
fn names_that_there_are_not_are_answered_with_the_nearest() {
    check_order("stat: Paid", "script:4:7: orders.leshua.A: there is no key `stat`; did you mean `state`?");
    check_order(
        "state: Payd",
        "script:4:14: orders.leshua.A.state: there is no state `Payd`; did you mean `Paid`?",
    );
    check_order("faults: [http_500, no_anwser]", "script:4:26: ");
    check_order("faults: [no_anwser]", "there is no fault `no_anwser`; did you mean `no_answer`?");
    check_order("faults: [{ fault: no_anwser }]", "script:4:25: ");
    check_order("then: [{ after_querys: 1, state: Paid }]", "did you mean `after_queries`?");
    check("sed: 1", "script:1:1: there is no key `sed`; did you mean `seed`?");
    check("chance: { percent: 5, faults: [no_anwser] }", "script:1:32: ");
    check(
        "orders:\n  leshau:\n    A:\n",
        "script:2:3: there is no simulated provider `leshau`; did you mean `leshua`?",
    );
}

#[test]
fn what_cannot_be_is_told_in_the_authors_words() {
    check_order(
        "amount_fen: -1",
        "script:4:19: orders.leshua.A.amount_fen: an amount of -1 fen is less than nothing",
    );
    check_order("amount_fen: 58.00", "a whole number of fen");
    check_order("amount_fen: 18446744073709551615", "more than there can be");
    check_order("paid_at: yesterday", "`yesterday` is no time; write 2026-11-21T10:00:00+08:00");
    check_order("paid_at: 2026-11-21", "`2026-11-21` is no time");
    check_order("then: [{ after: 5 apples, state: Paid }]", "`5 apples` is no length of time; write 5s");
    check_order("then: [{ after: -5s, state: Paid }]", "`-5s` is less than nothing");
    check_order("then: [{ state: Paid }]", "script:4:14: ");
    check_order("then: [{ state: Paid }]", "a step needs `after_queries: 2` or `after: 30s`");
    check_order("then: [{ after: 1s, after_queries: 1, state: Paid }]", "not both");
    check_order("then: [{ after: 1s }]", "the `state` that it leads to");
    check_order("faults: [{ times: 1 }]", "the name of the `fault` is missing");
    check_order("faults: [{ fault: no_answer, times: ever }]", "`always`, not `ever`");
    check_order("faults: [{ fault: no_answer, times: -1 }]", "-1 times is less than never");
    check("chance: { percent: 101 }", "`percent` is a whole number from 0 to 100");
    check("chance: { percent: 5, faults: [] }", "`faults` is empty");
    check("slowness: fast", "script:1:11: slowness: `fast` is no length of time");
    check("seed: -1", "script:1:7: ");
    check("orders: [", "script:");
}

#[test]
fn what_the_provider_cannot_tell_or_cannot_be_asked_is_told() {
    let word = "leshua has no code for Cancelled";
    check_order("state: Cancelled", &format!("script:4:14: {word}"));
    let life = "orders:\n  leshua:\n    A:\n      then:\n        - { after: 1s, state: Paid }\n        - { after: 1s, state: Cancelled }\n";
    check(life, &format!("script:6:31: {word}"));
    played("orders:\n  leshua:\n    A: { state: Unknown }\n").unwrap();
    let number = "9".repeat(200);
    check(
        &format!("orders:\n  leshua:\n    {number}:\n"),
        "script:3:5: an order number of 200 characters is too long: questions to leshua have room for 64",
    );
    let twice =
        "orders:\n  leshua:\n    A: { provider_order_no: '77' }\n    B: { provider_order_no: '77' }\n";
    check(twice, "script:4:29: the provider's order number `77` is that of the order `A` already");
}

#[tokio::test]
async fn a_fault_that_no_reply_has_room_for_is_told_where_it_stands() {
    let world = support::specs().await;
    let mut without_room = Vec::new();
    for provider in &world.providers {
        world.simulator.put(&provider.name, payspec_simulator::SimulatedOrder::new("A")).unwrap();
        let faults = Fault::ALL
            .iter()
            .filter(|fault| world.simulator.arm(&provider.name, "A", **fault, Times::Always).is_err());
        without_room.extend(faults.map(|fault| (provider.name.to_string(), *fault)));
    }
    let (provider, fault) = without_room.first().expect("every provider has room for every fault");
    check(
        &format!("orders:\n  {provider}:\n    A:\n      faults: [no_answer, {fault}]\n"),
        &format!("script:4:27: no reply of {provider} has room for the fault `{fault}`"),
    );
}

#[test]
fn an_order_that_is_given_twice_is_a_mistake_and_not_the_last_of_the_two() {
    check(
        "orders:\n  leshua:\n    A: { state: Paid }\n    B:\n    A: { state: Closed }\n",
        "script:5:5: `A` is given twice",
    );
}

#[test]
fn a_file_that_is_not_there_is_told_by_its_name() {
    let error = Script::from_file("/nowhere/orders.yaml").unwrap_err();
    assert!(error.to_string().starts_with("/nowhere/orders.yaml: cannot be read: "), "{error}");
    assert_eq!(error.line(), None);
}
