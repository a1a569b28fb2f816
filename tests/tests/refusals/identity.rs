//! Authentic replies about something else than what was asked.

use payspec_runtime::{Against, Error, Found, Known, Retry};
use payspec_tests::fault::{Fault, identity};
use payspec_tests::refused::{refused, says};
use payspec_tests::subject::Subject::{
    self, Ktspay, LeopardMulti, LeopardSingle, Leshua, UmfMerchant, UmfServiceProvider,
};

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
