//! `application/x-www-form-urlencoded`, read strictly.

use crate::json;
use crate::message::{NodeData, Span, repeated_name, shown};
use crate::{Malformed, Message, Node, NodeKind};

/// Reads a form: `name=value` joined by `&`, `+` for a blank, `%` and two hexadecimal digits for a byte of UTF-8.
///
/// Every value is a text. A name without `=` has an empty one; empty pieces between two `&` are passed over, and an
/// empty body is a message without members.
///
/// # Errors
/// When a `%` is not followed by two hexadecimal digits, when a name or a value is not in UTF-8, and when a name
/// stands twice.
pub fn read(body: &[u8]) -> Result<Message, Malformed> {
    let mut decoded = Vec::with_capacity(body.len());
    // Members of these messages take 20 to 40 bytes.
    let mut nodes = Vec::with_capacity(body.len() / 24 + 2);
    nodes.push(NodeData::nameless(NodeKind::Object));
    for piece in body.split(|byte| *byte == b'&').filter(|piece| !piece.is_empty()) {
        let mut sides = piece.splitn(2, |byte| *byte == b'=');
        let name = decode(sides.next().unwrap_or_default(), &mut decoded)?;
        let value = decode(sides.next().unwrap_or_default(), &mut decoded)?;
        nodes.push(NodeData { name, value, ..NodeData::nameless(NodeKind::Text) });
    }
    let size = nodes.len();
    if let Some(root) = nodes.first_mut() {
        root.size = size;
    }
    let text = String::from_utf8(decoded).map_err(|_| Malformed::NotUtf8)?;
    for node in &mut nodes {
        *node = NodeData { size: node.size, ..NodeData::new(&text, node.kind, node.name, node.value) };
    }
    if let Some(name) = repeated_name(&text, nodes.get(1..).unwrap_or_default()) {
        return Err(Malformed::Duplicate { name: shown(name) });
    }
    Ok(Message::from_parts(text, nodes))
}

fn decode(encoded: &[u8], out: &mut Vec<u8>) -> Result<Span, Malformed> {
    let start = out.len();
    let mut bytes = encoded.iter();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => {
                let high = hex_digit(bytes.next()).ok_or(Malformed::BrokenPercent)?;
                let low = hex_digit(bytes.next()).ok_or(Malformed::BrokenPercent)?;
                high << 4 | low
            }
            byte => *byte,
        });
    }
    // Each by itself: the end of one and the start of the next must not make up a character.
    std::str::from_utf8(out.get(start..).unwrap_or_default()).map_err(|_| Malformed::NotUtf8)?;
    Ok(Span { start, end: out.len() })
}

fn hex_digit(digit: Option<&u8>) -> Option<u8> {
    char::from(*digit?).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// Writes the members of a message as a form, in their order. Letters, digits, `*`, `-`, `.` and `_` are written as they are,
/// a blank as `+`, every other byte of UTF-8 as `%` and two capital hexadecimal digits.
///
/// Null is written as an empty text, an object or a list as its JSON text: as it came where it came from JSON,
/// without white space otherwise.
pub fn write(node: Node<'_>, out: &mut String) {
    let mut json = String::new();
    for (position, member) in node.members().enumerate() {
        if position > 0 {
            out.push('&');
        }
        encode(member.name(), out);
        out.push('=');
        match (member.kind(), member.json_text()) {
            (_, Some(text)) => encode(text, out),
            (NodeKind::Object | NodeKind::List, None) => {
                json.clear();
                json::write(member, &mut json);
                encode(&json, out);
            }
            _ => encode(member.text().unwrap_or_default(), out),
        }
    }
}

fn encode(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !IS_PLAIN[usize::from(byte)]) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let mut letters = special.chars();
        match letters.next() {
            Some(' ') => out.push('+'),
            Some(letter) => {
                const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
                for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
                    out.push('%');
                    out.push(char::from(DIGITS[usize::from(byte >> 4)]));
                    out.push(char::from(DIGITS[usize::from(byte & 0xf)]));
                }
            }
            None => {}
        }
        rest = letters.as_str();
    }
    out.push_str(rest);
}

/// Which bytes stand for themselves.
const IS_PLAIN: [bool; 256] = {
    let mut is_plain = [false; 256];
    let mut byte = 0;
    while byte < is_plain.len() {
        is_plain[byte] =
            matches!(byte as u8, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_');
        byte += 1;
    }
    is_plain
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pairs(form: &str) -> Result<Vec<(String, String)>, Malformed> {
        let message = read(form.as_bytes())?;
        let pair = |node: Node<'_>| (node.name().to_owned(), node.text().unwrap().to_owned());
        Ok(message.root().members().map(pair).collect())
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn names_and_values_are_decoded_in_their_order() {
        assert_eq!(
            pairs("b=%E5%95%86+%e5%93%81%2B&a=1%3D=2&c&d=&=e"),
            Ok(vec![pair("b", "商 品+"), pair("a", "1==2"), pair("c", ""), pair("d", ""), pair("", "e")])
        );
    }

    #[test]
    fn an_empty_form_has_no_members() {
        assert_eq!(pairs(""), Ok(vec![]));
        assert_eq!(pairs("&&"), Ok(vec![]));
        assert_eq!(pairs("&a=1&&b=2&"), Ok(vec![pair("a", "1"), pair("b", "2")]));
    }

    #[test]
    fn a_percent_without_two_hexadecimal_digits_is_an_error() {
        for form in ["a=%", "a=%4", "a=%4&b=1", "a=%4g", "%=1", "a=%+1", "a=100%25%"] {
            assert_eq!(pairs(form), Err(Malformed::BrokenPercent), "{form}");
        }
    }

    #[test]
    fn bytes_that_are_no_utf8_are_an_error() {
        assert_eq!(pairs("a=%FF"), Err(Malformed::NotUtf8));
        assert_eq!(pairs("%E5=1"), Err(Malformed::NotUtf8));
        assert_eq!(read(b"a=\xff").map(|_| ()), Err(Malformed::NotUtf8));
    }

    #[test]
    fn a_character_cut_in_two_by_the_end_of_a_value_is_an_error() {
        assert_eq!(pairs("a%E5=%95%86"), Err(Malformed::NotUtf8));
    }

    #[test]
    fn a_name_that_stands_twice_is_an_error_however_it_is_written() {
        for form in ["a=1&a=1", "a=1&%61=2", "a&b&a"] {
            assert_eq!(pairs(form), Err(Malformed::Duplicate { name: "a".to_owned() }), "{form}");
        }
    }

    #[test]
    fn a_form_is_written_as_browsers_write_it() {
        let mut builder = Message::builder();
        builder.text("名", "a b&c=d+e*-._~%");
        builder.number("n", "5230.00");
        builder.boolean("t", true);
        builder.null("z");
        builder.open_list("l");
        builder.number("", "1");
        let mut out = String::new();
        write(builder.finish().root(), &mut out);
        assert_eq!(out, "%E5%90%8D=a+b%26c%3Dd%2Be*-._%7E%25&n=5230.00&t=true&z=&l=%5B1%5D");
    }

    #[test]
    fn an_object_from_json_is_written_in_the_text_in_which_it_came() {
        let mut out = String::new();
        write(json::read(br#"{"o": {"a" : 1.0}}"#).unwrap().root(), &mut out);
        assert_eq!(pairs(&out), Ok(vec![pair("o", r#"{"a" : 1.0}"#)]));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(fields in prop::collection::btree_map(".*", ".*", 0..40)) {
            let mut builder = Message::builder();
            for (name, value) in &fields {
                builder.text(name, value);
            }
            let mut out = String::new();
            write(builder.finish().root(), &mut out);
            prop_assert!(out.is_ascii());
            prop_assert_eq!(pairs(&out), Ok(fields.into_iter().collect::<Vec<_>>()));
        }

        #[test]
        fn no_body_makes_it_panic(body in prop::collection::vec(prop_oneof![Just(b'%'), Just(b'&'), any::<u8>()], 0..60)) {
            let _ = read(&body);
        }
    }
}
