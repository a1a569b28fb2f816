//! Signatures that are missing, broken, or of something else.

use payspec_runtime::table::Algorithm;

use super::faults;
use crate::answer::Answer;
use crate::subject::{Draft, FEN, Subject, replace_once};
use crate::wallet::Wallet;

faults! {
    expects_amount: false;

    /// No signature.
    MISSING(subject, _) { Some(Answer::ok(subject.paid().unsigned())) }

    /// A signature that is null.
    NULL(subject, _) {
        let quoted = format!("\"{}\"", Draft::SIGNATURE);
        subject.is_json().then(|| Answer::ok(subject.paid().with(&quoted, "null").without_signature()))
    }

    /// An empty signature.
    EMPTY(subject, _) { Some(Answer::ok(subject.paid().with_signature(""))) }

    /// A signature in letters that its encoding does not have.
    MALFORMED(subject, _) { Some(Answer::ok(subject.paid().with_signature("!no signature!"))) }

    /// A signature with a line break at its end, as careless encoders make it.
    WITH_LINE_BREAK(subject, _) {
        let signature = subject.paid().signature() + if subject.is_json() { "\\n" } else { "\n" };
        Some(Answer::ok(subject.paid().with_signature(&signature)))
    }

    /// A digest without its last byte.
    SHORT(subject, _) {
        let signature = subject.paid().signature();
        (!subject.is_rsa()).then(|| Answer::ok(subject.paid().with_signature(&signature[..signature.len() - 2])))
    }

    /// A signature that is a number, or an element.
    NOT_A_TEXT(subject, _) {
        let draft = subject.paid();
        Some(Answer::ok(if subject.is_json() {
            draft.with(&format!("\"{}\"", Draft::SIGNATURE), "12345678").without_signature()
        } else {
            let text = format!("<![CDATA[{}]]>", Draft::SIGNATURE);
            draft.with(&text, "<text>12345678</text>").without_signature()
        }))
    }

    /// A signature with one digit changed.
    WRONG(subject, _) {
        let signature = subject.paid().signature();
        let other = if signature.starts_with('A') { "B" } else { "A" };
        Some(Answer::ok(subject.paid().with_signature(&format!("{other}{}", &signature[1..]))))
    }

    /// A signature with another key.
    OF_A_STRANGER(subject, _) { Some(Answer::ok(subject.paid().signed_by(&Wallet::of_a_stranger()))) }

    /// The signature of another reply of the provider.
    OF_ANOTHER_MESSAGE(subject, _) {
        let another = pending(subject).signature();
        Some(Answer::ok(subject.paid().with_signature(&another)))
    }

    /// A state that was changed after signing.
    STATE_CHANGED(subject, _) {
        let (paid, other) = states(subject);
        Some(Answer::ok(replace_once(&pending(subject).signed(), other, paid)))
    }

    /// An amount that was changed after signing.
    AMOUNT_CHANGED(subject, _) {
        let (amount, other) = match subject {
            Subject::LeopardSingle => ("58.00".to_owned(), "58.0".to_owned()),
            // The amount stands in both orders.
            Subject::LeopardMulti => return None,
            _ => (FEN.to_string(), format!("0{FEN}")),
        };
        let (amount, other) = match subject {
            // A number cannot start with a zero.
            Subject::UmfServiceProvider | Subject::Ktspay => (amount, "5801".to_owned()),
            _ => (amount, other),
        };
        Some(Answer::ok(replace_once(&subject.paid().signed(), &amount, &other)))
    }

    /// A member that was added after signing.
    MEMBER_ADDED(subject, _) {
        let signed = subject.paid().signed();
        Some(Answer::ok(insert(subject, &signed, ("\"added\":\"1\"", "<added>1</added>"))))
    }

    /// A member that is an object, of which nobody knows how it is signed.
    NESTED(subject, _) {
        // The several orders of one reply are such a member, and there the specification tells.
        if subject == Subject::LeopardMulti {
            return None;
        }
        let signed = subject.paid().signed();
        Some(Answer::ok(insert(subject, &signed, ("\"added\":{\"a\":\"1\"}", "<added><a>1</a></added>"))))
    }

    /// No signature, and a message that says that none is needed.
    NAMES_NO_ALGORITHM(subject, _) {
        Some(Answer::ok(replace_once(&naming(subject, "NONE").unsigned(), "NONE", "none")))
    }

    /// A signature with a stronger algorithm, which the message names.
    NAMES_ANOTHER_ALGORITHM(subject, _) {
        let (name, algorithm) = if subject.is_rsa() {
            ("RSA2", Algorithm::RsaSha256)
        } else {
            ("HMAC-SHA256", Algorithm::HmacSha256)
        };
        let mut rule = subject.rule().clone();
        rule.algorithm = algorithm;
        let draft = naming(subject, name);
        let signature = draft.signature_by(&Wallet::agreed(), &rule);
        Some(Answer::ok(draft.with_signature(&signature)))
    }

    /// An MD5 of the message, which the message names, where RSA is due: the public key is no secret.
    NAMES_MD5(subject, _) {
        let public_key = Wallet::agreed().platform_public_key().to_spki_pem().ok()?;
        let mut rule = subject.rule().clone();
        rule.algorithm = Algorithm::Md5;
        rule.key = "key".into();
        let draft = naming(subject, "MD5");
        let signature = draft.signature_by(&Wallet { md5_key: public_key, ..Wallet::agreed() }, &rule);
        subject.is_rsa().then(|| Answer::ok(draft.with_signature(&signature)))
    }
}

/// A reply that names the algorithm of its signature.
#[must_use]
pub fn naming(subject: Subject, algorithm: &str) -> Draft {
    let name = subject.signature_field();
    if subject.is_json() {
        let member = format!(",\"{name}\":\"");
        subject.paid().with(&member, &format!(",\"signType\":\"{algorithm}\"{member}"))
    } else {
        let member = format!("<{name}>");
        subject.paid().with(&member, &format!("<signType>{algorithm}</signType>{member}"))
    }
}

/// A reply that says that the order is not paid yet, or that one of several is not.
#[must_use]
pub fn pending(subject: Subject) -> Draft {
    let (paid, other) = states(subject);
    subject.paid().with(paid, other)
}

/// The state of a paid order, and that of one that is not, each in a text that stands in the reply once.
fn states(subject: Subject) -> (&'static str, &'static str) {
    match subject {
        Subject::UmfServiceProvider => (r#""origRespCode":"00""#, r#""origRespCode":"02""#),
        Subject::UmfMerchant => (r#""transState":"SUCCESS""#, r#""transState":"NOTPAY""#),
        Subject::Leshua => ("<status><![CDATA[2]]>", "<status><![CDATA[0]]>"),
        Subject::Ktspay => (r#""state":2"#, r#""state":1"#),
        Subject::LeopardSingle => (r#""status":"1""#, r#""status":"0""#),
        Subject::LeopardMulti => (
            r#"100003","flowNo":"20161101010100198763","amount":58.00,"type":"wechat","status":"1""#,
            r#"100003","flowNo":"20161101010100198763","amount":58.00,"type":"wechat","status":"0""#,
        ),
    }
}

/// A body with one member more among those that are signed, in JSON or in XML.
fn insert(subject: Subject, body: &str, (json, xml): (&str, &str)) -> String {
    match subject {
        Subject::Leshua => replace_once(body, "<resp_code>", &format!("{xml}<resp_code>")),
        Subject::Ktspay => replace_once(body, "\"data\":{", &format!("\"data\":{{{json},")),
        _ => body.replacen('{', &format!("{{{json},"), 1),
    }
}
