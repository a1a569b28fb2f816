//! What is final over plain http, where anyone on the way can send once more what the provider signed about another order.

use payspec_runtime::{OrderKey, OrderState, Outcome, Patience, TiedBy, Why};
use payspec_tests::subject::{ORDER_NO, PROVIDER_ORDER_NO, Subject};

use crate::scripted::{Scripted, paid};
use crate::{SINGLE, final_state, key, unresolved};

async fn ask(subject: Subject, key: OrderKey, patience: Patience) -> Outcome {
    let script = Scripted::new(subject, [paid(subject)]);
    script.client_at("http://provider.example").allow_plain_http().until_final(key, patience).await
}

/// Whether the replies to a question by the merchant's number repeat it.
fn repeats_our_number(subject: Subject) -> bool {
    !matches!(subject, Subject::UmfServiceProvider | Subject::UmfMerchant)
}

#[tokio::test(start_paused = true)]
async fn a_reply_that_does_not_repeat_the_number_is_not_final_by_itself() {
    for subject in SINGLE {
        let outcome = ask(subject, key(), Patience::documented()).await;
        if repeats_our_number(subject) {
            assert_eq!(final_state(&outcome), OrderState::Paid, "{subject:?}");
            continue;
        }
        let ended = unresolved(outcome);
        assert_eq!((ended.why, ended.last.is_none()), (Why::Untied, true), "{subject:?}: {ended}");
        let accepted = ask(subject, key(), Patience::documented().accept_untied()).await;
        assert_eq!(final_state(&accepted), OrderState::Paid, "{subject:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn asked_by_both_numbers_it_is_final() {
    for subject in SINGLE {
        let both = |provider: &str| OrderKey::Both { merchant: ORDER_NO.into(), provider: provider.into() };
        let outcome = ask(subject, both(PROVIDER_ORDER_NO), Patience::documented()).await;
        if subject == Subject::LeopardSingle {
            // It takes the merchant's number alone.
            assert_eq!(unresolved(outcome).why, Why::Pointless);
            continue;
        }
        assert_eq!(final_state(&outcome), OrderState::Paid, "{subject:?}");
        assert_eq!(outcome.order().map(|order| order.tied_by), Some(TiedBy::OrderNumber), "{subject:?}");
        // The same reply to a question about another order.
        let ended = unresolved(ask(subject, both("2019092515179999"), Patience::documented()).await);
        assert_eq!((ended.why, ended.last.is_none()), (Why::Deadline, true), "{subject:?}: {ended}");
    }
}
