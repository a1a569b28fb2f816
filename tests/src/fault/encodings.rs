//! Bodies that are no message in the encoding that is due.

use super::faults;
use crate::answer::Answer;
use crate::subject::{Subject, replace_once};

/// What leshua's gateway says to a request that it cannot read.
pub const BARE_TEXT: &str = "接口为可用状态";

faults! {
    expects_amount: false;

    /// XML where JSON is due.
    XML(subject, _) {
        subject.is_json().then(|| Answer::ok(Subject::Leshua.paid().signed()))
    }

    /// JSON where XML is due.
    JSON(subject, _) {
        (!subject.is_json()).then(|| Answer::ok(Subject::LeopardSingle.paid().signed()))
    }

    /// A bare text.
    TEXT(_, _) { Some(Answer::ok(BARE_TEXT)) }

    /// A page for people, under the status of a success.
    HTML(_, _) { Some(Answer::ok("<html><body>系统维护</body></html>")) }

    /// Nothing.
    NO_BODY(_, _) { Some(Answer::ok("")) }

    /// A JSON array around an honest reply.
    JSON_ARRAY(subject, _) {
        subject.is_json().then(|| Answer::ok(format!("[{}]", subject.paid().signed())))
    }

    /// An honest reply, and something after it.
    SOMETHING_AFTER_IT(subject, _) {
        let body = subject.paid().signed();
        Some(Answer::ok(if subject.is_json() { body + "{}" } else { body + "<leshua></leshua>" }))
    }

    /// A root element of another name around an honest reply.
    XML_ROOT(subject, _) {
        let body = subject.paid().signed();
        (!subject.is_json())
            .then(|| Answer::ok(replace_once(&replace_once(&body, "<leshua>", "<xml>"), "</leshua>", "</xml>")))
    }

    /// A document type declaration.
    DOCTYPE(subject, _) { with_prolog(subject, "<!DOCTYPE leshua>", "2") }

    /// An entity that the document defines itself.
    INTERNAL_ENTITY(subject, _) {
        with_prolog(subject, "<!DOCTYPE leshua [<!ENTITY paid \"2\">]>", "&paid;")
    }

    /// An entity that is to be fetched.
    EXTERNAL_ENTITY(subject, elsewhere) {
        with_prolog(subject, &format!("<!DOCTYPE leshua [<!ENTITY paid SYSTEM \"{elsewhere}/paid\">]>"), "&paid;")
    }

    /// A document type that is to be fetched.
    EXTERNAL_DOCTYPE(subject, elsewhere) {
        with_prolog(subject, &format!("<!DOCTYPE leshua SYSTEM \"{elsewhere}/leshua.dtd\">"), "2")
    }

    /// Entities that grow.
    GROWING_ENTITIES(subject, _) {
        let mut entities = "<!ENTITY a0 \"222222222222\">".to_owned();
        for level in 1..20 {
            let once = format!("&a{};", level - 1);
            entities += &format!("<!ENTITY a{level} \"{}\">", once.repeat(10));
        }
        with_prolog(subject, &format!("<!DOCTYPE leshua [{entities}]>"), "&a19;")
    }

    /// An entity that nobody defines.
    UNDEFINED_ENTITY(subject, _) { with_prolog(subject, "", "&paid;") }

    /// A declaration of another encoding.
    DECLARED_ENCODING(subject, _) {
        (!subject.is_json()).then(|| {
            Answer::ok(replace_once(&subject.paid().signed(), "encoding=\"UTF-8\"", "encoding=\"GBK\""))
        })
    }

    /// Bytes of another encoding: 支付 in GBK, in a member more.
    NOT_UTF8(subject, _) {
        let body = subject.paid().signed();
        let (marker, more) = if subject.is_json() {
            ("{", &b"{\"added\":\"\xd6\xa7\xb8\xb6\","[..])
        } else {
            ("<leshua>", &b"<leshua><added>\xd6\xa7\xb8\xb6</added>"[..])
        };
        let (before, after) = body.split_once(marker)?;
        Some(Answer::ok([before.as_bytes(), more, after.as_bytes()].concat()))
    }

    /// An honest reply in UTF-16.
    UTF16(subject, _) {
        let units = subject.paid().signed().encode_utf16().collect::<Vec<_>>();
        let bytes = units.into_iter().flat_map(u16::to_le_bytes);
        Some(Answer::ok([0xff, 0xfe].into_iter().chain(bytes).collect::<Vec<u8>>()))
    }
}

/// An honest reply with something in front of its root, and something in the place of its state.
fn with_prolog(subject: Subject, prolog: &str, state: &str) -> Option<Answer> {
    if subject.is_json() {
        return None;
    }
    let body = replace_once(&subject.paid().signed(), "<leshua>", &format!("{prolog}<leshua>"));
    let state = format!("<status>{state}</status>");
    Some(Answer::ok(replace_once(&body, "<status><![CDATA[2]]></status>", &state)))
}
