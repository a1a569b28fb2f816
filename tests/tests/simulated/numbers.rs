//! Order numbers that are odd.

use std::collections::BTreeMap;

use payspec_runtime::{Error, Known, OrderState};
use payspec_simulator::SimulatedOrder;
use payspec_tests::simulated::Key;
use payspec_tests::subject::Subject;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Numbers that somebody might give an order, and some that nobody should; the same on every run.
fn numbers() -> Vec<String> {
    let mut numbers: Vec<String> = [
        "JD201909250317100002",
        "订单-0001",
        "Ⅻ № ½",
        "🧧🧧🧧",
        "e\u{301}",
        "a b",
        " a",
        "a ",
        "a&b=c",
        "a+b%20c",
        "a,b",
        "<a>&amp;</a>",
        "]]>",
        "\"\\",
        "a|b",
        "a\nb",
        "a\r\nb",
        "a\tb",
        "a\0b",
        "a\u{b}b",
        "\u{feff}a",
        "\u{202e}a",
        "\u{ffff}",
        "sign",
        "null",
        "0",
        "-1",
        "1e3",
        "0x10",
        "00000000000000000000",
    ]
    .map(str::to_owned)
    .to_vec();
    for length in [16, 17, 30, 31, 32, 33, 64, 65, 256, 257, 4096] {
        numbers.extend(["7".repeat(length), "号".repeat(length)]);
    }
    let mut runner =
        TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    for pattern in ["[0-9A-Za-z_-]{1,40}", "[ -~]{1,30}", "\\PC{1,12}", "(?s).{1,6}"] {
        let strategy = proptest::string::string_regex(pattern).expect("a pattern");
        numbers
            .extend((0..15).map(|_| strategy.new_tree(&mut runner).expect("it rejects nothing").current()));
    }
    numbers
}

/// Numbers that a question can hold and its answer cannot; nobody is told a state then.
fn has_no_answer(subject: Subject, number: &str) -> bool {
    let is_no_xml = |character| matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    match subject {
        // XML has no way to write these characters.
        Subject::Leshua => number.contains(is_no_xml),
        // What is blank is not signed, and no number.
        Subject::LeopardSingle | Subject::LeopardMulti => number.trim().is_empty(),
        Subject::UmfServiceProvider | Subject::UmfMerchant | Subject::Ktspay => false,
    }
}

/// Either the order of that number is told, or nothing was sent.
#[tokio::test]
async fn an_odd_order_number_is_told_as_it_was_asked_or_is_not_sent() {
    let (simulator, clients) = crate::world().await;
    let mut wrong = Vec::new();
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for subject in Subject::ALL {
        for number in numbers() {
            simulator
                .put(&subject.provider().name, SimulatedOrder::new(&number).state(OrderState::Paid))
                .expect("it is put");
            let theirs = simulator.order(&subject.provider().name, &number).expect("it was put");
            let before = simulator.exchange_count();
            let answered = clients.ask(subject, Key::Merchant(&number)).await;
            let sent = simulator.exchange_count() - before;
            let as_asked = match &answered {
                Ok(reply) => {
                    let [order] = reply.orders() else { panic!("{subject:?}, {number:?}: {reply:?}") };
                    *told.entry(format!("{subject:?}")).or_default() += 1;
                    let same = order.merchant_order_no.as_deref().is_none_or(|told| told == number)
                        && order.provider_order_no.as_deref() == Some(&*theirs.provider_order_no);
                    order.state == OrderState::Paid && same && sent == 1
                }
                Err(error @ Error::Invalid(_)) => error.known() == Known::NothingSent && sent == 0,
                Err(_) => has_no_answer(subject, &number),
            };
            if !as_asked {
                let answered = answered.map(|reply| reply.orders().to_vec());
                wrong.push(format!("{subject:?}, {number:?}: {answered:?}, {sent} sent"));
            }
            simulator.remove(&subject.provider().name, &number);
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(told.len() == Subject::ALL.len() && told.values().all(|count| *count >= 50), "{told:?}");
}
