//! Authentic replies about another amount than the one that was expected.

use payspec_runtime::{Against, Error, Found, Known, Retry};
use payspec_tests::fault::{Fault, amounts};
use payspec_tests::refused::{refused, says};
use payspec_tests::subject::Subject;

async fn mismatch(fault: &Fault, expected: Found) {
    refused(fault, |subject, error| {
        let Error::Mismatch { field, found, against } = error else {
            panic!("{subject:?} {}: {error:?}", fault.name)
        };
        let amount = match subject {
            Subject::UmfServiceProvider => "txnAmt",
            Subject::Ktspay => "data.amount",
            _ => "amount",
        };
        assert_eq!(
            (field.as_str(), *found, against),
            (amount, expected, &Against::Amount),
            "{subject:?} {}",
            fault.name
        );
        let words = format!("its `{amount}` {found} the expected amount; do not book it");
        says(error, Known::NotTrusted, Retry::Pointless, &words);
    })
    .await;
}

#[tokio::test]
async fn another_amount_than_the_expected_one_is_a_mismatch() {
    mismatch(&amounts::ANOTHER_AMOUNT, Found::Different).await;
    mismatch(&amounts::AMOUNT_IN_ANOTHER_UNIT, Found::Different).await;
}

#[tokio::test]
async fn the_same_number_in_another_currency_is_a_mismatch() {
    mismatch(&amounts::ANOTHER_CURRENCY, Found::Different).await;
}

#[tokio::test]
async fn a_paid_order_without_an_amount_is_a_mismatch_where_one_was_expected() {
    mismatch(&amounts::NO_AMOUNT, Found::Missing).await;
}

#[tokio::test]
async fn an_amount_that_is_no_whole_number_of_fen_is_not_rounded_to_the_expected_one() {
    mismatch(&amounts::AMOUNT_WITH_A_PART_OF_A_FEN, Found::Unreadable).await;
}
