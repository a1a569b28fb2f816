//! Authentic replies about something else than what was asked.

use super::faults;
use crate::answer::Answer;
use crate::subject::{APP, Draft, MERCHANT, ORDER_NO, PROVIDER_ORDER_NO, SECOND_ORDER_NO, Subject};

faults! {
    expects_amount: false;

    /// Another order, by the merchant's number.
    ANOTHER_ORDER(subject, _) {
        let draft = subject.paid();
        Some(Answer::ok(match subject {
            Subject::UmfServiceProvider | Subject::UmfMerchant => return None,
            _ => draft.with(ORDER_NO, "JD201909250317100009").signed(),
        }))
    }

    /// Another order, by the provider's number.
    ANOTHER_PROVIDER_ORDER(subject, _) {
        let draft = subject.paid();
        Some(Answer::ok(match subject {
            Subject::LeopardSingle | Subject::LeopardMulti => return None,
            _ => draft.with(PROVIDER_ORDER_NO, "2019092515170009").signed(),
        }))
    }

    /// An order that was not asked about, among those that were.
    FOREIGN_ORDER(subject, _) {
        (subject == Subject::LeopardMulti)
            .then(|| Answer::ok(subject.paid().with(SECOND_ORDER_NO, "JD201909250317100009").signed()))
    }

    /// The same order twice.
    REPEATED_ORDER(subject, _) {
        (subject == Subject::LeopardMulti)
            .then(|| Answer::ok(subject.paid().with(SECOND_ORDER_NO, ORDER_NO).signed()))
    }

    /// Another merchant.
    ANOTHER_MERCHANT(subject, _) {
        let draft = subject.paid();
        Some(Answer::ok(match subject {
            Subject::UmfServiceProvider | Subject::UmfMerchant => return None,
            _ => draft.with(MERCHANT, "0000000019").signed(),
        }))
    }

    /// Another application of the merchant.
    ANOTHER_APP(subject, _) {
        (subject == Subject::Ktspay)
            .then(|| Answer::ok(subject.paid().with(APP, "60cc09bce4b0f1c0b83761c0").signed()))
    }

    /// No word of which order it is about.
    ORDER_MISSING(subject, _) {
        let draft = subject.paid();
        Some(Answer::ok(match subject {
            Subject::UmfServiceProvider | Subject::UmfMerchant => {
                draft.with(&format!("\"transactionId\":\"{PROVIDER_ORDER_NO}\","), "")
            }
            Subject::Leshua => {
                draft.with(&format!("<third_order_id><![CDATA[{ORDER_NO}]]></third_order_id>"), "")
            }
            Subject::Ktspay => draft.with(&format!("\"mchOrderNo\":\"{ORDER_NO}\","), ""),
            Subject::LeopardSingle | Subject::LeopardMulti => {
                draft.with(&format!("\"orderNo\":\"{ORDER_NO}\","), "")
            }
        }.signed()))
    }

    /// An empty text in the place of the order.
    ORDER_EMPTY(subject, _) {
        let draft = subject.paid();
        let number = match subject {
            Subject::UmfServiceProvider | Subject::UmfMerchant => PROVIDER_ORDER_NO,
            _ => ORDER_NO,
        };
        Some(Answer::ok(draft.with(number, "").signed()))
    }

    /// A refusal that was meant for another merchant.
    REFUSAL_TO_ANOTHER_MERCHANT(subject, _) {
        let body = match subject {
            Subject::Leshua => {
                "<leshua><resp_code>0</resp_code><result_code>1</result_code><error_code>-4006</error_code>\
                 <merchant_id>0000000019</merchant_id><sign>@</sign></leshua>"
            }
            Subject::LeopardSingle | Subject::LeopardMulti => {
                r#"{"code":"SUCCESS","msg":"x","resultCode":"FAIL","mid":"0000000019","sign":"@"}"#
            }
            _ => return None,
        };
        Some(Answer::ok(subject.draft(&body.replace('@', Draft::SIGNATURE)).signed()))
    }
}
