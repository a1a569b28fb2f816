//! Every fault of the simulator, and the choice to see order numbers.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use payspec_runtime::observe::{Exposure, Metrics};
use payspec_runtime::{Client, Fen, OrderState};
use payspec_simulator::{Fault, SimulatedOrder, Simulator, Times};
use payspec_tests::secrecy::Secrets;
use payspec_tests::simulated::{Clients, Key, simulator};
use payspec_tests::subject::Subject;
use payspec_tests::{capture, states, tally};

use crate::watcher::{Seen, Watcher};
use crate::{are_not_in, label};

static HIDING: Watcher = Watcher::new(Metrics::new());
static SHOWING: Watcher = Watcher::new(Metrics::new());
static APART: Watcher = Watcher::new(Metrics::new().by_merchant());

/// What can come of a fault.
fn outcomes(fault: Fault) -> &'static [&'static str] {
    match fault {
        Fault::NoAnswer | Fault::SlowHead | Fault::ResetBeforeAnswer => &["no_answer"],
        Fault::SlowBody | Fault::ResetInBody | Fault::LengthTooLong => &["broken_off"],
        Fault::LengthTooShort
        | Fault::EmptyBody
        | Fault::HugeBody
        | Fault::BrokenEncoding
        | Fault::DuplicateField => &["unreadable"],
        Fault::Http500 | Fault::Http502 => &["status"],
        Fault::WrongSignature | Fault::NoSignature => &["unverified"],
        // Some replies name no order, and one needs no state.
        Fault::OtherOrder => &["mismatch", "answered"],
        Fault::OtherMerchant => &["mismatch"],
        Fault::MissingState => &["unreadable", "answered"],
        Fault::UnsignedRefusal => &["refused", "unverified"],
        Fault::TooOften | Fault::SystemError => &["refused"],
        Fault::WrongContentType
        | Fault::UnknownStatus
        | Fault::NewField
        | Fault::MissingField
        | Fault::NumberAsText
        | Fault::TextAsNumber
        | Fault::ClockAhead
        | Fault::ClockBehind => &["answered"],
        fault => panic!("nobody has said what comes of `{fault}`"),
    }
}

async fn simulated(settings: impl Fn(Client) -> Client) -> (Simulator, Clients) {
    capture::start();
    tally::start();
    let builder = simulator().slowness(Duration::from_secs(60));
    let simulator = builder.bind("127.0.0.1:0").await.expect("a free port");
    // Long enough for an answer on a busy machine.
    let clients = Clients::new(&simulator, |client| settings(client).timeout(Duration::from_millis(500)));
    (simulator, clients)
}

/// Asks once for each fault of each operation, and hands over what was seen. Both numbers of the order begin with `prefix`.
async fn ask_everything(
    (simulator, clients): &(Simulator, Clients),
    prefix: &str,
    watcher: &'static Watcher,
    mut check: impl FnMut(Subject, Fault, &[&str], Seen),
) -> usize {
    let mut asked = 0;
    for subject in Subject::ALL {
        let name = &subject.provider().name;
        for (index, fault) in Fault::ALL.iter().enumerate() {
            let number = format!("{prefix}{index:04}");
            let order = SimulatedOrder::new(&number).state(OrderState::Paid).amount(Fen::new(58));
            simulator.put(name, order).expect("it is put");
            if simulator.arm(name, &number, *fault, Times::Count(1)).is_err() {
                continue;
            }
            let record = simulator.order(name, &number).expect("it was put");
            let theirs = &record.provider_order_no;
            let key = match subject {
                Subject::LeopardSingle | Subject::LeopardMulti => Key::Merchant(&number),
                _ => Key::Both(&number, theirs),
            };
            let returned = clients.ask(subject, key).await;
            let seen = watcher.take();
            let place = format!("{subject:?} {fault}");
            let told = label(&returned);
            assert!(outcomes(*fault).contains(&told), "{place}: {told}, {returned:?}");
            assert_eq!((&*seen.attempts, &*seen.queries), (&[told][..], &[(told, 1)][..]), "{place}");
            Secrets::of_merchant(simulator.merchant(name).expect("there is one"))
                .are_not_in(&seen.text, &place);
            check(subject, *fault, &[&number, theirs], seen);
            asked += 1;
        }
    }
    asked
}

fn secrets_are_not_in_logs_or_counters(simulator: &Simulator) {
    let (log, counted) = (capture::logged(), format!("{:?}", tally::counted()));
    for subject in Subject::ALL {
        let merchant = simulator.merchant(&subject.provider().name).expect("there is one");
        let secrets = Secrets::of_merchant(merchant);
        secrets.are_not_in(&log, "the log");
        secrets.are_not_in(&counted, "what is counted");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_fault_shows_a_key_or_an_order_number() {
    let both = simulated(|client| client.observer(Arc::new(&HIDING))).await;
    let mut hidden = Vec::new();
    let asked = ask_everything(&both, "UNSEEN2026", &HIDING, |subject, fault, numbers, seen| {
        let place = format!("{subject:?} {fault}");
        are_not_in(numbers, &seen.text, &place);
        are_not_in(&["UNSEEN2026"], &seen.text, &place);
        assert!(seen.orders.is_empty() && seen.requests.contains("***"), "{place}: {seen:?}");
        hidden.extend(numbers.iter().map(|number| (*number).to_owned()));
        // What the transcript says of a reply is what an operator has to know.
        let words: &[&str] = match fault {
            Fault::NoAnswer | Fault::ResetInBody | Fault::HugeBody => &[],
            Fault::Http502 => &["HTTP 502", "(the body is not read)"],
            Fault::EmptyBody => &["HTTP 200", "(0 bytes that are no message"],
            Fault::BrokenEncoding => &["bytes that are no message: not UTF-8"],
            Fault::NewField => &["newField"],
            Fault::WrongSignature | Fault::WrongContentType => &["HTTP 200", "***"],
            _ => return,
        };
        assert!(words.is_empty() == seen.replies.is_empty(), "{place}: {}", seen.replies);
        for word in words {
            assert!(seen.replies.contains(word), "{place}: no {word} in {}", seen.replies);
        }
    })
    .await;
    assert!(asked > 150, "{asked}");
    secrets_are_not_in_logs_or_counters(&both.0);
    let hidden: Vec<_> = hidden.iter().map(String::as_str).collect();
    are_not_in(&hidden, &capture::logged(), "the log");
    are_not_in(&hidden, &format!("{:?}", tally::counted()), "what is counted");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_chose_to_see_order_numbers_sees_them_and_no_key() {
    let exposure = Exposure::default().order_numbers();
    let settings = |client: Client| client.observer(Arc::new(&SHOWING)).exposure(exposure);
    let both = simulated(settings).await;
    let mut shown = Vec::new();
    ask_everything(&both, "SHOWN2026", &SHOWING, |subject, fault, numbers, seen| {
        let place = format!("{subject:?} {fault}");
        let number = numbers[0];
        assert!(seen.requests.contains(number), "{place}: {}", seen.requests);
        assert_eq!(seen.orders.len(), 2, "{place}: {:?}", seen.orders);
        assert!(seen.orders.iter().all(|order| order.contains(number)), "{place}: {:?}", seen.orders);
        shown.push(number.to_owned());
    })
    .await;
    secrets_are_not_in_logs_or_counters(&both.0);
    let log = capture::logged();
    for number in &shown {
        assert!(log.contains(&format!("order=\"{number}")), "{number} is in no span");
    }
    // Labels are for numbers that end.
    are_not_in(&["SHOWN2026"], &format!("{:?}", tally::counted()), "what is counted");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_counted_tells_outcomes_states_reasons_unknown_codes_and_deviations() {
    let settings = |client: Client| client.observer(Arc::new(&APART)).merchant_name("shop-7");
    let both = simulated(settings).await;
    let mut expected = BTreeMap::<String, u64>::new();
    let asked = ask_everything(&both, "COUNTED2026", &APART, |subject, fault, _, seen| {
        let (provider, operation) = (&subject.provider().name, &subject.operation().name);
        let labels = format!("{{provider={provider},operation={operation},merchant=shop-7,");
        let mut count = |name: &str, rest: &str| {
            *expected.entry(format!("{name}{labels}{rest}}}")).or_default() += 1;
        };
        let outcome = format!("outcome={}", seen.attempts[0]);
        count("payspec_queries_total", &outcome);
        count("payspec_query_duration_seconds", &outcome);
        count("payspec_attempts_total", &outcome);
        count("payspec_attempt_duration_seconds", &outcome);
        if fault == Fault::UnknownStatus {
            let field = states::field(subject).replace(".0.", "[].");
            let [(named, value)] = &*seen.unknown else { panic!("{subject:?}: {:?}", seen.unknown) };
            assert_eq!(*named, field, "{subject:?}");
            assert!(value.as_ref().is_some_and(|value| !value.is_empty()), "{subject:?}: {value:?}");
            count("payspec_unknown_codes_total", &format!("field={field}"));
            count("payspec_deviations_total", &format!("field={field},departure=unlisted"));
            count("payspec_orders_total", "state=Unknown");
        }
        // Without a state the document allows that reply too.
        if fault == Fault::MissingState && subject == Subject::UmfMerchant {
            count("payspec_orders_total", "state=Unknown");
        }
        if fault == Fault::SystemError && matches!(subject, Subject::Leshua | Subject::Ktspay) {
            count("payspec_refusals_total", "reason=system_error");
        }
        if fault == Fault::MissingField && subject == Subject::Ktspay {
            count("payspec_deviations_total", "field=data.wayCode,departure=missing");
        }
    })
    .await;
    let counted = tally::counted();
    for (key, count) in &expected {
        assert_eq!(counted.get(key), Some(count), "{key}\n{counted:#?}");
    }
    assert!(asked > 150 && expected.len() > 60, "{asked} {}", expected.len());
    // Most of these orders are paid, and most faults hide it.
    let paid = |(key, _): &(&String, &u64)| key.contains("shop-7") && key.contains("state=Paid");
    let paid: u64 = counted.iter().filter(paid).map(|(_, count)| *count).sum();
    assert!(paid > 30, "{counted:#?}");
    assert!(counted.keys().any(|key| key.starts_with("payspec_queries_total: ")), "it is described");
}
