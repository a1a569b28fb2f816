//! What ends the asking at once.

use payspec_runtime::{Error, Money, OrderState, Patience, Why};
use payspec_tests::subject::{Draft, FEN, ORDER_NO, Subject};

use crate::scripted::{Scripted, paid, pending};
use crate::{SINGLE, final_state, key, unresolved};

/// That the signature of the question is bad, in a refusal that is signed and whose code the specification knows.
fn bad_signature(subject: Subject) -> Option<String> {
    let body = match subject {
        Subject::UmfServiceProvider => r#"{"respCode":"11","respMsg":"验签失败","signature":"@"}"#,
        Subject::UmfMerchant => r#"{"retCode":"3333","retMsg":"验签失败","sign":"@"}"#,
        Subject::Leshua => {
            "<leshua><resp_code>0</resp_code><result_code>1</result_code><error_code>-20006</error_code>\
             <error_msg>验签失败</error_msg><sign><![CDATA[@]]></sign></leshua>"
        }
        // They sign no such refusals, or have no code for it.
        _ => return None,
    };
    Some(subject.draft(&body.replace('@', Draft::SIGNATURE)).signed())
}

/// That the provider knows no such merchant, likewise.
fn unknown_merchant(subject: Subject) -> Option<String> {
    let body = match subject {
        Subject::UmfServiceProvider => r#"{"respCode":"31","respMsg":"商户状态不正确","signature":"@"}"#,
        Subject::Leshua => {
            "<leshua><resp_code>0</resp_code><result_code>1</result_code><error_code>-20002</error_code>\
             <error_msg>无效商户号</error_msg><sign><![CDATA[@]]></sign></leshua>"
        }
        _ => return None,
    };
    Some(subject.draft(&body.replace('@', Draft::SIGNATURE)).signed())
}

#[tokio::test(start_paused = true)]
async fn an_authentic_refusal_that_cannot_get_better_ends_it() {
    let mut stopped = 0;
    for subject in SINGLE {
        for refusal in [bad_signature(subject), unknown_merchant(subject)].into_iter().flatten() {
            stopped += 1;
            let script = Scripted::new(subject, [pending(subject), refusal, paid(subject)]);
            let ended = unresolved(script.client().until_final(key(), Patience::documented()).await);
            assert_eq!((ended.why, ended.attempts), (Why::Pointless, 2), "{subject:?}: {ended}");
            assert_eq!(ended.state(), OrderState::Pending, "{subject:?}");
            let error = ended.last_error.expect("there was one");
            assert!(matches!(&*error, Error::Refused(refusal) if refusal.authentic), "{subject:?}: {error}");
            assert_eq!(script.asked_at().len(), 2, "{subject:?}");
        }
    }
    assert_eq!(stopped, 5);
}

#[tokio::test(start_paused = true)]
async fn the_same_refusal_under_another_key_does_not() {
    for subject in SINGLE {
        let Some(refusal) = bad_signature(subject) else { continue };
        let signed = refusal.len();
        let spoiled = refusal.replace("验签失败", "签名错误");
        assert_eq!(spoiled.len(), signed);
        let script = Scripted::new(subject, [spoiled, paid(subject)]);
        let outcome = script.client().until_final(key(), Patience::documented()).await;
        assert_eq!(final_state(&outcome), OrderState::Paid, "{subject:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn another_amount_ends_it_where_the_reply_repeats_the_order_number() {
    for subject in SINGLE {
        let script = Scripted::new(subject, [paid(subject)]);
        let patience = Patience::documented().expect_amount(Money::cny(FEN + 1));
        let ended = unresolved(script.client().until_final(key(), patience).await);
        assert!(ended.last.is_none(), "{subject:?}: a mismatch is no answer");
        assert!(matches!(ended.last_error.as_deref(), Some(Error::Mismatch { .. })), "{subject:?}: {ended}");
        let repeats = paid(subject).contains(ORDER_NO);
        assert_eq!(ended.why, if repeats { Why::Pointless } else { Why::Deadline }, "{subject:?}");
        assert_eq!(ended.attempts == 1, repeats, "{subject:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_expected_amount_is_final() {
    for subject in SINGLE {
        let script = Scripted::new(subject, [paid(subject)]);
        let patience = Patience::documented().expect_amount(Money::cny(FEN));
        let outcome = script.client().until_final(key(), patience).await;
        assert_eq!(final_state(&outcome), OrderState::Paid, "{subject:?}");
    }
}
