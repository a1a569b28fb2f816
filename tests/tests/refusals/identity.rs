//! Authentic replies about something else than what was asked.

use payspec_runtime::table::Role::{self, MerchantOrderNo, ProviderOrderNo};
use payspec_runtime::{Against, Client, DynamicRequest, Error, Found, Known, OrderState, Retry, TiedBy};
use payspec_tests::answer::Answer;
use payspec_tests::canned::Canned;
use payspec_tests::fault::{Fault, identity};
use payspec_tests::question::SharedTransport;
use payspec_tests::refused::{refused, says};
use payspec_tests::subject::Subject::{
    self, Ktspay, LeopardMulti, LeopardSingle, Leshua, UmfMerchant, UmfServiceProvider,
};
use payspec_tests::subject::{ORDER_NO, PROVIDER_ORDER_NO, SECOND_ORDER_NO};
use payspec_tests::wallet::Wallet;

/// A fault is a mismatch of this field of each of these providers, and of no others.
async fn mismatch(fault: &Fault, expected: Found, fields: &[(Subject, &str)]) {
    let mut seen = Vec::new();
    refused(fault, |subject, error| {
        let Error::Mismatch { field, found, against } = error else {
            panic!("{subject:?} {}: {error:?}", fault.name)
        };
        assert_eq!(*found, expected, "{subject:?} {}: {error}", fault.name);
        let words = format!("its `{field}` {found} {against}; do not book it");
        says(error, Known::NotTrusted, Retry::Pointless, &words);
        seen.push((subject, field.clone()));
    })
    .await;
    let fields: Vec<_> = fields.iter().map(|(subject, field)| (*subject, (*field).to_owned())).collect();
    assert_eq!(seen, fields, "{}", fault.name);
}

#[tokio::test]
async fn a_reply_about_another_order_is_a_mismatch() {
    mismatch(
        &identity::ANOTHER_ORDER,
        Found::Different,
        &[
            (Leshua, "third_order_id"),
            (Ktspay, "data.mchOrderNo"),
            (LeopardSingle, "orderNo"),
            (LeopardMulti, "orders[].orderNo"),
        ],
    )
    .await;
    mismatch(
        &identity::ANOTHER_PROVIDER_ORDER,
        Found::Different,
        &[
            (UmfServiceProvider, "transactionId"),
            (UmfMerchant, "transactionId"),
            (Leshua, "leshua_order_id"),
            (Ktspay, "data.payOrderId"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_reply_to_another_merchant_is_a_mismatch() {
    mismatch(
        &identity::ANOTHER_MERCHANT,
        Found::Different,
        &[(Leshua, "merchant_id"), (Ktspay, "data.mchNo"), (LeopardSingle, "mid"), (LeopardMulti, "mid")],
    )
    .await;
    mismatch(&identity::ANOTHER_APP, Found::Different, &[(Ktspay, "data.appId")]).await;
}

#[tokio::test]
async fn a_refusal_to_another_merchant_is_a_mismatch_and_no_refusal() {
    mismatch(
        &identity::REFUSAL_TO_ANOTHER_MERCHANT,
        Found::Different,
        &[(Leshua, "merchant_id"), (LeopardSingle, "mid"), (LeopardMulti, "mid")],
    )
    .await;
}

#[tokio::test]
async fn a_reply_that_does_not_tell_which_order_it_is_about_is_a_mismatch() {
    let fields = [
        (UmfServiceProvider, "transactionId"),
        (UmfMerchant, "transactionId"),
        (Leshua, "third_order_id"),
        (Ktspay, "data.mchOrderNo"),
        (LeopardSingle, "orderNo"),
        (LeopardMulti, "orders[].orderNo"),
    ];
    for fault in [identity::ORDER_MISSING, identity::ORDER_EMPTY] {
        mismatch(&fault, Found::Missing, &fields).await;
    }
}

#[tokio::test]
async fn an_order_that_was_not_asked_about_spoils_a_reply_about_several() {
    mismatch(&identity::FOREIGN_ORDER, Found::Different, &[(LeopardMulti, "orders[].orderNo")]).await;
}

#[tokio::test]
async fn an_order_that_stands_twice_spoils_a_reply_about_several() {
    mismatch(&identity::REPEATED_ORDER, Found::Repeated, &[(LeopardMulti, "orders[].orderNo")]).await;
    refused(&identity::REPEATED_ORDER, |_, error| {
        assert!(matches!(error, Error::Mismatch { against: Against::OtherOrders, .. }), "{error:?}");
    })
    .await;
}

/// What ties each order of an answer to a question by these numbers; nothing if the provider does not take them.
async fn ties(subject: Subject, numbers: &[Role], answer: &str) -> Option<Vec<(OrderState, TiedBy)>> {
    let operation = subject.operation();
    let mut request = DynamicRequest::new();
    for role in numbers {
        let entry = operation.request.view.iter().find(|entry| entry.role == *role)?;
        let number = match (role, subject) {
            (MerchantOrderNo, LeopardMulti) => format!("{ORDER_NO},{SECOND_ORDER_NO}"),
            (MerchantOrderNo, _) => ORDER_NO.to_owned(),
            _ => PROVIDER_ORDER_NO.to_owned(),
        };
        request.set(entry.field.dotted(), number);
    }
    let server = Canned::start(Answer::ok(answer)).await;
    let client = Client::new(subject.provider(), server.url(), subject.credentials(&Wallet::agreed()))
        .transport(SharedTransport::default());
    let reply = client.call_dynamic(&operation.name, &request).await;
    let reply = reply.unwrap_or_else(|error| panic!("{subject:?} by {numbers:?}: {error}"));
    Some(reply.orders().iter().map(|order| (order.state, order.tied_by)).collect())
}

#[tokio::test]
async fn a_question_by_the_merchants_number_alone_is_answered_by_name_except_by_the_two_that_name_no_order() {
    for subject in Subject::ALL {
        let expected = match subject {
            UmfServiceProvider | UmfMerchant => TiedBy::Connection,
            Leshua | Ktspay | LeopardSingle | LeopardMulti => TiedBy::OrderNumber,
        };
        let found = ties(subject, &[MerchantOrderNo], &subject.paid().signed()).await;
        let found = found.unwrap_or_else(|| panic!("{subject:?} takes the merchant's number"));
        let orders = if subject == LeopardMulti { 2 } else { 1 };
        assert_eq!(found, vec![(OrderState::Paid, expected); orders], "{subject:?}");
    }
}

#[tokio::test]
async fn with_the_providers_number_beside_it_every_reply_names_the_order() {
    let mut asked = Vec::new();
    for subject in Subject::ALL {
        let numbers = [MerchantOrderNo, ProviderOrderNo];
        let Some(found) = ties(subject, &numbers, &subject.paid().signed()).await else { continue };
        assert_eq!(found, [(OrderState::Paid, TiedBy::OrderNumber)], "{subject:?}");
        asked.push(subject);
    }
    assert_eq!(asked, [UmfServiceProvider, UmfMerchant, Leshua, Ktspay]);
}

/// That is why it is marked: nobody can tell such a reply from the right one.
#[tokio::test]
async fn a_genuine_reply_about_another_order_passes_for_the_two_that_name_no_order_and_is_marked() {
    for subject in [UmfServiceProvider, UmfMerchant] {
        let stale = subject.paid().with(PROVIDER_ORDER_NO, "2019092515170009").signed();
        let found = ties(subject, &[MerchantOrderNo], &stale).await;
        assert_eq!(found, Some(vec![(OrderState::Paid, TiedBy::Connection)]), "{subject:?}");
    }
}
