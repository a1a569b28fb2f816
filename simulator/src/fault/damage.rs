//! What becomes of a message on its way.

use payspec_runtime::ChinaTime;
use payspec_table::Encoding;

use super::Fault;
use crate::reply::delivery::{Delivery, Parcel};

/// How many bytes follow an honest body that is too large.
const PADDING: usize = 8 << 20;
/// How many bytes are announced and never come.
const NEVER_SENT: usize = 64;

const CONTENT_TYPE: &str = "content-type";
const HTML: &str = "text/html; charset=utf-8";

/// Damages a sealed reply; faults of another sort leave it as it is. `now` is the present by the provider's clock.
pub(super) fn damage(fault: Fault, encoding: &Encoding, now: ChinaTime, parcel: &mut Parcel) {
    match fault {
        Fault::NoAnswer => parcel.delivery = Delivery::Never,
        Fault::SlowHead => parcel.delivery = Delivery::SlowHead,
        Fault::SlowBody => parcel.delivery = Delivery::SlowBody,
        Fault::ResetBeforeAnswer => parcel.delivery = Delivery::ResetBeforeAnswer,
        Fault::ResetInBody => parcel.delivery = Delivery::ResetInBody,
        Fault::LengthTooLong => parcel.delivery = Delivery::Announcing(parcel.body.len() + NEVER_SENT),
        Fault::LengthTooShort => parcel.delivery = Delivery::Announcing(parcel.body.len() / 2),
        Fault::HugeBody => parcel.delivery = Delivery::Padded(PADDING),
        Fault::EmptyBody => parcel.body.clear(),
        Fault::WrongContentType => set_content_type(&mut parcel.headers),
        Fault::Http500 => *parcel = page(500, "Internal error", "The request could not be processed."),
        Fault::Http502 => *parcel = page(502, "Bad gateway", "The server behind this proxy does not answer."),
        Fault::BrokenEncoding => break_encoding(encoding, &mut parcel.body),
        Fault::ClockAhead | Fault::ClockBehind => {
            let date = now.timestamp().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
            parcel.headers.push(("date".to_owned(), date));
        }
        _ => {}
    }
}

fn set_content_type(headers: &mut Vec<(String, String)>) {
    headers.retain(|(name, _)| name != CONTENT_TYPE);
    headers.push((CONTENT_TYPE.to_owned(), HTML.to_owned()));
}

/// A page such as proxies make, for people.
fn page(status: u16, title: &str, words: &str) -> Parcel {
    let body = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><title>{status} {title}</title></head>\n\
         <body><h1>{status} {title}</h1><p>{words}</p></body></html>\n"
    );
    let headers = vec![(CONTENT_TYPE.to_owned(), HTML.to_owned())];
    Parcel { status, headers, body: body.into_bytes(), delivery: Delivery::Whole }
}

/// Puts the byte 0xFF into the middle of a text. No text of UTF-8 has it, wherever it stands.
fn break_encoding(encoding: &Encoding, body: &mut Vec<u8>) {
    let broken: &[u8] = match encoding {
        Encoding::Form | Encoding::Query => b"%FF",
        Encoding::Json | Encoding::Xml { .. } => b"\xFF",
    };
    let place = text_at(encoding, body).unwrap_or(body.len() / 2);
    body.splice(place..place, broken.iter().copied());
}

/// Where the first text is that has something in it: behind what every encoding opens a text with.
fn text_at(encoding: &Encoding, body: &[u8]) -> Option<usize> {
    let opening: &[u8] = match encoding {
        Encoding::Json => b":\"",
        Encoding::Xml { cdata: true, .. } => b"<![CDATA[",
        Encoding::Xml { cdata: false, .. } => b">",
        Encoding::Form | Encoding::Query => b"=",
    };
    let starts = body.windows(opening.len()).enumerate().filter(|(_, found)| *found == opening);
    let mut inside = starts.map(|(start, _)| start + opening.len());
    inside.find(|place| body.get(*place).is_some_and(u8::is_ascii_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(encoding: &Encoding, body: &str) -> Vec<u8> {
        let mut body = body.as_bytes().to_vec();
        break_encoding(encoding, &mut body);
        body
    }

    #[test]
    fn the_byte_that_is_no_utf_8_stands_in_a_text_whatever_the_encoding() {
        assert_eq!(
            broken(&Encoding::Json, r#"{"a":1,"b":"","c":"x"}"#),
            b"{\"a\":1,\"b\":\"\",\"c\":\"\xFFx\"}"
        );
        let xml = |cdata| Encoding::Xml { root: "r".into(), cdata };
        assert_eq!(broken(&xml(false), "<r><a>x</a></r>"), b"<r><a>\xFFx</a></r>");
        assert_eq!(broken(&xml(true), "<r><a><![CDATA[x]]></a></r>"), b"<r><a><![CDATA[\xFFx]]></a></r>");
        assert_eq!(broken(&Encoding::Form, "a=&b=x"), b"a=&b=%FFx");
        assert_eq!(broken(&Encoding::Json, r#"{"a":1}"#), b"{\"a\xFF\":1}");
    }

    #[test]
    fn a_clock_that_is_wrong_shows_in_the_date_of_the_answer() {
        let mut parcel = page(200, "", "");
        let now = ChinaTime::from_milliseconds(784_111_777_000).unwrap();
        damage(Fault::ClockAhead, &Encoding::Json, now, &mut parcel);
        let date = ("date".to_owned(), "Sun, 06 Nov 1994 08:49:37 GMT".to_owned());
        assert_eq!(parcel.headers.last(), Some(&date));
    }
}
