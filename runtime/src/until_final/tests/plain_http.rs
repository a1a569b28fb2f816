//! What is final, and what stops it, where anyone on the way can answer with what the provider once signed.

use payspec_table::OrderState;

use super::scripted::{Answer, Scripted, key, signed};
use super::{SECOND, exact, final_state, unresolved};
use crate::{OrderKey, OrderQuery, TiedBy, Why};

const PLAIN: &str = "http://scripted.example";
const VOUCHING: [&str; 4] =
    ["https://scripted.example", "http://localhost:80", "http://127.0.0.1:80", "http://[::1]:80"];

fn reply(status: &str) -> Answer {
    signed(&[("code", "0"), ("status", status), ("their_no", "T1")])
}

fn both() -> OrderKey {
    OrderKey::Both { merchant: "JD1".to_owned(), provider: "T1".to_owned() }
}

#[tokio::test(start_paused = true)]
async fn a_final_state_that_nothing_ties_to_the_order_is_not_final_over_plain_http() {
    let script = Scripted::new([reply("W"), reply("P")]);
    let client = script.signing_client(PLAIN);
    let ended = unresolved(client.until_final(key(), exact()).await);
    assert_eq!((ended.why, ended.attempts, ended.state()), (Why::Untied, 2, OrderState::Pending));
    assert_eq!(script.asked_at(), [0, 3_000]);
    let words = ended.to_string();
    assert!(words.contains("ask by the provider's number too, or over https"), "{words}");

    // Nothing that could be booked is handed out.
    let script = Scripted::new([reply("P")]);
    let ended = unresolved(script.signing_client(PLAIN).until_final(key(), exact()).await);
    assert_eq!((ended.why, ended.last.is_none(), ended.last_error.is_none()), (Why::Untied, true, true));
}

#[tokio::test(start_paused = true)]
async fn over_a_connection_that_vouches_for_itself_it_is_final() {
    for url in VOUCHING {
        let script = Scripted::new([reply("P")]);
        let outcome = script.signing_client(url).until_final(key(), exact()).await;
        assert_eq!(final_state(&outcome), OrderState::Paid, "{url}");
        assert_eq!(outcome.order().map(|order| order.tied_by), Some(TiedBy::Connection), "{url}");
    }
}

#[tokio::test(start_paused = true)]
async fn asked_by_both_numbers_it_is_final_and_one_about_another_order_is_not() {
    for key in [both(), OrderKey::Provider("T1".to_owned())] {
        let foreign = signed(&[("code", "0"), ("status", "P"), ("their_no", "T2")]);
        let script = Scripted::new([foreign, reply("P")]);
        let client = script.signing_client(PLAIN);
        let outcome = client.until_final(key.clone(), exact()).await;
        assert_eq!(final_state(&outcome), OrderState::Paid, "{key:?}");
        assert_eq!(outcome.order().map(|order| order.tied_by), Some(TiedBy::OrderNumber), "{key:?}");
        assert_eq!(script.asked(), 2, "{key:?}");
        assert_eq!(client.order_by(key).await.unwrap().tied_by, TiedBy::OrderNumber);
    }
}

#[tokio::test(start_paused = true)]
async fn who_accepts_it_gets_it_and_nobody_who_asks_at_the_same_time() {
    let script = Scripted::new([Answer::After(SECOND, Box::new(reply("P")))]);
    let client = script.signing_client(PLAIN);
    let (accepted, refused) =
        tokio::join!(client.until_final(key(), exact().accept_untied()), client.until_final(key(), exact()));
    assert_eq!(final_state(&accepted), OrderState::Paid);
    assert_eq!(unresolved(refused).why, Why::Untied);
}

#[tokio::test(start_paused = true)]
async fn only_callers_with_the_same_numbers_share_a_poll() {
    let script = Scripted::new([Answer::After(SECOND, Box::new(reply("P")))]);
    let client = script.signing_client(PLAIN);
    let other = OrderKey::Both { merchant: "JD1".to_owned(), provider: "T2".to_owned() };
    let patience = || exact().attempts(std::num::NonZeroU32::MIN);
    let (one, same, other, alone) = tokio::join!(
        client.until_final(both(), patience()),
        client.until_final(both(), patience()),
        client.until_final(other, patience()),
        client.until_final(key(), patience()),
    );
    assert_eq!((final_state(&one), final_state(&same)), (OrderState::Paid, OrderState::Paid));
    assert_eq!((unresolved(other).why, unresolved(alone).why), (Why::Attempts, Why::Untied));
    assert_eq!(script.asked(), 3);
}

#[tokio::test(start_paused = true)]
async fn one_refusal_stops_nothing_over_plain_http_and_the_second_in_a_row_does() {
    let stop = || signed(&[("code", "stop")]);
    for between in [vec![], vec![reply("W")], vec![Answer::Status(502)], vec![signed(&[("code", "later")])]] {
        let answers = [stop()].into_iter().chain(between).chain([reply("P")]);
        let script = Scripted::new(answers);
        let outcome = script.signing_client(PLAIN).until_final(both(), exact()).await;
        assert_eq!(final_state(&outcome), OrderState::Paid);
    }
    let script = Scripted::new([stop(), reply("W"), stop(), stop(), reply("P")]);
    let ended = unresolved(script.signing_client(PLAIN).until_final(both(), exact()).await);
    assert_eq!((ended.why, ended.attempts, ended.state()), (Why::Pointless, 4, OrderState::Pending));
    for url in VOUCHING {
        let script = Scripted::new([stop(), reply("P")]);
        let ended = unresolved(script.signing_client(url).until_final(both(), exact()).await);
        assert_eq!((ended.why, ended.attempts), (Why::Pointless, 1), "{url}");
    }
}
