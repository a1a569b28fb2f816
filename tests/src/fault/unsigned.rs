//! Messages without a signature that say something else than "paid".

use super::faults;
use crate::answer::Answer;
use crate::subject::{Draft, Subject, replace_once};

faults! {
    expects_amount: false;

    /// A refusal without a signature, where the document says that such refusals have none.
    REFUSAL(subject, _) {
        Some(Answer::ok(match subject {
            Subject::Leshua => "<leshua><resp_code>1</resp_code><resp_msg>通讯失败</resp_msg></leshua>",
            Subject::Ktspay => r#"{"code":9999,"msg":"订单不存在"}"#,
            Subject::LeopardSingle | Subject::LeopardMulti => r#"{"code":"FAIL","msg":"签名错误"}"#,
            _ => return None,
        }))
    }

    /// A refusal without a signature, where every message has one.
    REFUSAL_THAT_IS_DUE_SIGNED(subject, _) {
        Some(Answer::ok(match subject {
            Subject::UmfServiceProvider => r#"{"respCode":"17","respMsg":"交易不存在"}"#,
            Subject::UmfMerchant => r#"{"retCode":"3333","retMsg":"验签失败"}"#,
            Subject::Leshua => {
                "<leshua><resp_code>0</resp_code><result_code>1</result_code>\
                 <error_code>-4006</error_code><error_msg>订单不存在</error_msg></leshua>"
            }
            Subject::Ktspay => r#"{"code":9999,"msg":"订单不存在","data":{"state":2}}"#,
            Subject::LeopardSingle | Subject::LeopardMulti => {
                r#"{"code":"SUCCESS","msg":"x","resultCode":"FAIL"}"#
            }
        }))
    }

    /// A paid order under a code that was changed on the way to that of a refusal, where the signature does not cover it.
    REFUSAL_BY_A_CODE_THAT_IS_NOT_SIGNED(subject, _) {
        let signed = subject.paid().signed();
        Some(Answer::ok(match subject {
            Subject::Leshua => replace_once(&signed, "<resp_code><![CDATA[0]]>", "<resp_code>1"),
            Subject::Ktspay => replace_once(&signed, "\"code\":0", "\"code\":9999"),
            _ => return None,
        }))
    }

    /// "In progress" without a signature.
    IN_PROGRESS(subject, _) {
        Some(Answer::ok(match subject {
            Subject::UmfServiceProvider => r#"{"respCode":"02","respMsg":"支付中"}"#,
            Subject::UmfMerchant => r#"{"retCode":"01000000","retMsg":"支付中"}"#,
            Subject::Leshua => {
                "<leshua><resp_code>0</resp_code><result_code>1</result_code>\
                 <error_code>-4004</error_code></leshua>"
            }
            _ => return None,
        }))
    }

    /// A refusal that could come without a signature, with an empty one.
    REFUSAL_WITH_EMPTY_SIGNATURE(subject, _) {
        Some(Answer::ok(match subject {
            Subject::Leshua => "<leshua><resp_code>1</resp_code><sign></sign></leshua>",
            Subject::Ktspay => r#"{"code":9999,"msg":"订单不存在","sign":""}"#,
            Subject::LeopardSingle | Subject::LeopardMulti => r#"{"code":"FAIL","msg":"签名错误","sign":""}"#,
            _ => return None,
        }))
    }

    /// A message without a signature and without anything that says what it is.
    NOTHING(subject, _) { Some(Answer::ok(if subject.is_json() { "{}" } else { "<leshua></leshua>" })) }

    /// A success without the object that is signed.
    SUCCESS_WITHOUT_DATA(subject, _) {
        (subject == Subject::Ktspay).then(|| Answer::ok(r#"{"code":0,"msg":"SUCCESS"}"#))
    }

    /// A success whose object is null.
    SUCCESS_WITH_NULL_DATA(subject, _) {
        (subject == Subject::Ktspay).then(|| Answer::ok(r#"{"code":0,"msg":"SUCCESS","data":null}"#))
    }

    /// A success with a signature and nothing that it could be of.
    SIGNATURE_WITHOUT_DATA(subject, _) {
        let draft = format!(r#"{{"code":0,"msg":"SUCCESS","sign":"{}"}}"#, Draft::SIGNATURE);
        let signature = subject.paid().signature();
        (subject == Subject::Ktspay).then(|| Answer::ok(subject.draft(&draft).with_signature(&signature)))
    }
}
