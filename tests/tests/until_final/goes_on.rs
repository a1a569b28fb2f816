//! What does not end the asking.

use payspec_runtime::{Error, OrderState, Patience};
use payspec_tests::fault::{Fault, identity, signatures, unsigned};
use payspec_tests::subject::{Draft, Subject};

use crate::scripted::{Scripted, paid};
use crate::{SINGLE, final_state, key};

#[tokio::test(start_paused = true)]
async fn an_unsigned_refusal_that_says_stop_does_not_stop() {
    for subject in SINGLE {
        let refusals: &[&str] = match subject {
            Subject::UmfServiceProvider => &[r#"{"respCode":"11","respMsg":"验签失败"}"#],
            Subject::UmfMerchant => &[r#"{"retCode":"3333","retMsg":"验签失败"}"#],
            Subject::Leshua => &["<leshua><resp_code>1</resp_code><resp_msg>验签失败</resp_msg></leshua>"],
            Subject::Ktspay => &[r#"{"code":11,"msg":"参数有误"}"#, r#"{"code":9999,"msg":"验签失败"}"#],
            _ => &[r#"{"code":"FAIL","msg":"签名错误"}"#],
        };
        for refusal in refusals {
            let script = Scripted::new(subject, [(*refusal).to_owned(), paid(subject)]);
            let outcome = script.client().until_final(key(), Patience::documented()).await;
            assert_eq!(final_state(&outcome), OrderState::Paid, "{subject:?}: {refusal}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_the_specification_gives_no_advice_for_does_not_stop() {
    for subject in SINGLE {
        let refusal = match subject {
            Subject::UmfServiceProvider => r#"{"respCode":"17","respMsg":"交易不存在","signature":"@"}"#,
            Subject::UmfMerchant => r#"{"retCode":"5555","retMsg":"x","sign":"@"}"#,
            Subject::Leshua => {
                "<leshua><resp_code>0</resp_code><result_code>1</result_code><error_code>-4006</error_code>\
                 <sign><![CDATA[@]]></sign></leshua>"
            }
            Subject::LeopardSingle => r#"{"code":"SUCCESS","msg":"x","resultCode":"FAIL","sign":"@"}"#,
            // None of its refusals is signed.
            _ => continue,
        };
        let refusal = subject.draft(&refusal.replace('@', Draft::SIGNATURE)).signed();
        let script = Scripted::new(subject, [refusal, paid(subject)]);
        let client = script.client();
        let error = payspec_runtime::OrderQuery::order_by(&client, key()).await.expect_err("it is refused");
        assert!(matches!(&error, Error::Refused(refusal) if refusal.authentic), "{subject:?}: {error}");
        let outcome = client.until_final(key(), Patience::documented()).await;
        assert_eq!(final_state(&outcome), OrderState::Paid, "{subject:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_answer_that_proves_nothing_stops() {
    let faults: Vec<&Fault> = [signatures::ALL, unsigned::ALL, identity::ALL].into_iter().flatten().collect();
    let mut tried = 0;
    for fault in faults {
        for subject in SINGLE {
            let Some(answer) = fault.answer(subject, "https://elsewhere.example") else { continue };
            let text = String::from_utf8(answer.bytes).expect("such faults are texts");
            let (_, body) = text.split_once("\r\n\r\n").expect("a head and a body");
            let script = Scripted::new(subject, [body.to_owned(), paid(subject)]);
            let outcome = script.client().until_final(key(), Patience::documented()).await;
            assert_eq!(final_state(&outcome), OrderState::Paid, "{subject:?} {}", fault.name);
            tried += usize::from(script.asked_at().len() == 2);
        }
    }
    assert!(tried > 50, "{tried}");
}
