//! Whoever reads an error knows which fault it was.

use std::collections::BTreeMap;

use payspec_tests::fault::{self, Fault};
use payspec_tests::refused::refused;

/// Faults of different kinds, one of each kind.
fn kinds() -> Vec<Fault> {
    use fault::{amounts, duplicates, encodings, identity, signatures, transport, unsigned};
    vec![
        signatures::MISSING,
        signatures::EMPTY,
        signatures::MALFORMED,
        signatures::SHORT,
        signatures::WRONG,
        signatures::NESTED,
        unsigned::REFUSAL,
        unsigned::SIGNATURE_WITHOUT_DATA,
        duplicates::JSON_MEMBER,
        duplicates::XML_ELEMENT,
        encodings::XML,
        encodings::JSON,
        encodings::TEXT,
        encodings::HTML,
        encodings::NO_BODY,
        encodings::JSON_ARRAY,
        encodings::SOMETHING_AFTER_IT,
        encodings::XML_ROOT,
        encodings::DOCTYPE,
        encodings::UNDEFINED_ENTITY,
        encodings::DECLARED_ENCODING,
        encodings::NOT_UTF8,
        identity::ANOTHER_ORDER,
        identity::ANOTHER_MERCHANT,
        identity::ORDER_MISSING,
        identity::REPEATED_ORDER,
        amounts::ANOTHER_AMOUNT,
        amounts::NO_AMOUNT,
        amounts::AMOUNT_WITH_A_PART_OF_A_FEN,
        transport::CUT_SHORT,
        transport::NO_ANSWER,
        transport::LARGE,
        transport::REDIRECT_302,
        transport::HTML_UNDER_404,
        transport::HTML_UNDER_500,
    ]
}

#[tokio::test]
async fn no_two_kinds_of_fault_are_told_in_the_same_words() {
    let mut told = BTreeMap::new();
    for fault in kinds() {
        refused(&fault, |subject, error| {
            let before = told.insert((format!("{subject:?}"), error.to_string()), fault.name);
            assert_eq!(before, None, "{subject:?}: {} is told as: {error}", fault.name);
        })
        .await;
    }
}
