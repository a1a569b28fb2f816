//! Authentic replies about another amount than the one that was expected.

use super::faults;
use crate::answer::Answer;
use crate::subject::{FEN, Subject};

faults! {
    expects_amount: true;

    /// One fen more.
    ANOTHER_AMOUNT(subject, _) { with_amount(subject, "5801", "58.01") }

    /// A hundredth: yuan taken for fen.
    AMOUNT_IN_ANOTHER_UNIT(subject, _) { with_amount(subject, "58", "5800") }

    /// An amount that is no whole number of fen.
    AMOUNT_WITH_A_PART_OF_A_FEN(subject, _) { with_amount(subject, "5800.5", "58.001") }

    /// An amount of nothing.
    NO_AMOUNT(subject, _) {
        let draft = subject.paid();
        Some(Answer::ok(match subject {
            Subject::UmfServiceProvider => draft.with(&format!("\"txnAmt\":{FEN},"), ""),
            Subject::UmfMerchant => draft.with(&format!("\"amount\":\"{FEN}\","), ""),
            Subject::Leshua => draft.with(&format!("<amount><![CDATA[{FEN}]]></amount>"), ""),
            Subject::Ktspay => draft.with(&format!("\"amount\":{FEN},"), ""),
            Subject::LeopardSingle => draft.with("\"amount\":58.00,", ""),
            Subject::LeopardMulti => return None,
        }.signed()))
    }

    /// The same number of cents of another currency.
    ANOTHER_CURRENCY(subject, _) {
        (subject == Subject::Ktspay).then(|| Answer::ok(subject.paid().with("\"cny\"", "\"usd\"").signed()))
    }
}

/// A paid reply with another amount, in fen or in yuan. A query of several orders expects none.
fn with_amount(subject: Subject, fen: &str, yuan: &str) -> Option<Answer> {
    let draft = subject.paid();
    Some(Answer::ok(
        match subject {
            Subject::LeopardSingle => draft.with("58.00", yuan),
            Subject::LeopardMulti => return None,
            _ => draft.with(&FEN.to_string(), fen),
        }
        .signed(),
    ))
}
