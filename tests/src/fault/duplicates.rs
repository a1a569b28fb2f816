//! Names that stand twice: two readers could see two values.

use super::faults;
use crate::answer::Answer;
use crate::subject::{ORDER_NO, Subject, replace_once};

faults! {
    expects_amount: false;

    /// A member twice.
    JSON_MEMBER(subject, _) {
        let name = member(subject)?;
        Some(Answer::ok(subject.paid().signed().replacen('{', &format!("{{\"{name}\":\"\","), 1)))
    }

    /// A member twice, once written with an escape.
    JSON_MEMBER_AS_ESCAPE(subject, _) {
        let name = member(subject)?;
        let first = u32::from(name.chars().next()?);
        let escaped = format!("{{\"\\u{first:04x}{}\":\"\",", &name[1..]);
        Some(Answer::ok(subject.paid().signed().replacen('{', &escaped, 1)))
    }

    /// A member twice with the same value.
    JSON_MEMBER_WITH_SAME_VALUE(subject, _) {
        let (name, body) = (member(subject)?, subject.paid().signed());
        let start = body.find(&format!("\"{name}\":"))?;
        let (before, rest) = body.split_at(start);
        let (piece, _) = rest.split_once(',')?;
        Some(Answer::ok(format!("{before}{piece},{rest}")))
    }

    /// The signature twice.
    JSON_SIGNATURE(subject, _) {
        let name = subject.signature_field();
        subject.is_json().then(|| {
            Answer::ok(subject.paid().signed().replacen('{', &format!("{{\"{name}\":\"00\","), 1))
        })
    }

    /// A member twice inside an object.
    JSON_MEMBER_INSIDE(subject, _) { Some(Answer::ok(inside(subject, "s")?)) }

    /// A member twice inside an object, once written with an escape.
    JSON_MEMBER_INSIDE_AS_ESCAPE(subject, _) { Some(Answer::ok(inside(subject, "\\u0073")?)) }

    /// A member twice inside an object that stands in a text, authentic as the text is.
    JSON_MEMBER_INSIDE_TEXT(subject, _) {
        (subject == Subject::LeopardMulti).then(|| {
            let orders = format!(r#""[{{\"orderNo\":\"{ORDER_NO}\",\"status\":\"1\",\"status\":\"0\"}}]""#);
            let draft = subject.paid().signed();
            let list = draft.split_once("\"orders\":").and_then(|(_, rest)| rest.split_once(",\"sign\""));
            let (list, _) = list.unwrap_or_default();
            Answer::ok(subject.paid().with(list, &orders).signed())
        })
    }

    /// An element twice.
    XML_ELEMENT(subject, _) {
        (subject == Subject::Leshua).then(|| {
            Answer::ok(replace_once(&subject.paid().signed(), "<status>", "<status>0</status><status>"))
        })
    }

    /// An element twice, once empty.
    XML_ELEMENT_EMPTY(subject, _) {
        (subject == Subject::Leshua).then(|| {
            Answer::ok(replace_once(&subject.paid().signed(), "</leshua>", "<status/></leshua>"))
        })
    }

    /// The signature twice.
    XML_SIGNATURE(subject, _) {
        (subject == Subject::Leshua).then(|| {
            Answer::ok(replace_once(&subject.paid().signed(), "<sign>", "<sign>00</sign><sign>"))
        })
    }
}

/// The member on which the meaning of a reply hangs, among those at its top.
#[must_use]
pub fn member(subject: Subject) -> Option<&'static str> {
    Some(match subject {
        Subject::UmfServiceProvider => "origRespCode",
        Subject::UmfMerchant => "transState",
        Subject::Leshua => return None,
        Subject::Ktspay => "code",
        Subject::LeopardSingle => "status",
        Subject::LeopardMulti => "resultCode",
    })
}

/// A reply with the state twice, where it stands in an object; the first time, its first letter is written so.
fn inside(subject: Subject, first: &str) -> Option<String> {
    let signed = subject.paid().signed();
    match subject {
        Subject::Ktspay => {
            Some(replace_once(&signed, "\"data\":{", &format!("\"data\":{{\"{first}tate\":0,")))
        }
        Subject::LeopardMulti => {
            Some(replace_once(&signed, "\"orders\":[{", &format!("\"orders\":[{{\"{first}tatus\":\"0\",")))
        }
        _ => None,
    }
}
