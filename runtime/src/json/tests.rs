use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::MAX_DEPTH;

fn error(body: &str) -> Malformed {
    read(body.as_bytes()).unwrap_err()
}

fn is_syntax(body: &str) -> bool {
    matches!(error(body), Malformed::Syntax { format: Format::Json, .. })
}

fn rewritten(body: &str) -> String {
    let mut out = String::new();
    write(read(body.as_bytes()).unwrap().root(), &mut out);
    out
}

#[test]
fn members_keep_their_order_their_kind_and_their_text() {
    let message =
        read(br#" { "z" : "a\u0062\n" , "n":null,"t":true,"f" :false, "o":{ }, "l":[ 1 ,"x"] } "#).unwrap();
    let seen: Vec<_> = message.root().members().map(|node| (node.name(), node.kind(), node.text())).collect();
    assert_eq!(
        seen,
        [
            ("z", NodeKind::Text, Some("ab\n")),
            ("n", NodeKind::Null, None),
            ("t", NodeKind::Boolean, Some("true")),
            ("f", NodeKind::Boolean, Some("false")),
            ("o", NodeKind::Object, None),
            ("l", NodeKind::List, None),
        ]
    );
    let list: Vec<_> =
        message.root().member("l").unwrap().members().map(|node| (node.name(), node.text())).collect();
    assert_eq!(list, [("", Some("1")), ("", Some("x"))]);
}

#[test]
fn a_number_keeps_the_text_in_which_it_stands() {
    for number in ["5230.00", "1E3", "-0", "0.10", "12345678901234567890123", "1e-7", "1e400"] {
        let body = format!("{{\"n\":{number} }}");
        let message = read(body.as_bytes()).unwrap();
        let node = message.root().member("n").unwrap();
        assert_eq!((node.kind(), node.text()), (NodeKind::Number, Some(number)));
        assert_eq!(rewritten(&body), format!("{{\"n\":{number}}}"));
    }
}

#[test]
fn objects_and_lists_know_their_text_as_it_came() {
    let message = read(br#"{"d": { "a" : 1.0,"b":[ ] } ,"e":"x"}"#).unwrap();
    let data = message.root().member("d").unwrap();
    assert_eq!(data.json_text(), Some(r#"{ "a" : 1.0,"b":[ ] }"#));
    assert_eq!(data.member("b").unwrap().json_text(), Some("[ ]"));
    assert_eq!(data.member("a").unwrap().json_text(), None);
    assert_eq!(message.root().json_text(), Some(r#"{"d": { "a" : 1.0,"b":[ ] } ,"e":"x"}"#));
}

#[test]
fn a_name_that_stands_twice_is_an_error_at_every_level() {
    let duplicate = |body: &str| error(body) == Malformed::Duplicate { name: "a".to_owned() };
    assert!(duplicate(r#"{"a":1,"a":1}"#));
    assert!(duplicate(r#"{"a":1,"b":{"x":1},"a":null}"#));
    assert!(duplicate(r#"{"o":{"a":1,"a":2}}"#));
    assert!(duplicate(r#"{"o":[[{"a":1,"a":2}]]}"#));
    assert!(read(br#"{"a":{"a":1},"b":{"a":1},"A":[{"a":1},{"a":2}]}"#).is_ok());
}

#[test]
fn a_name_that_stands_twice_is_an_error_when_one_is_written_with_an_escape() {
    assert_eq!(error(r#"{"a":1,"\u0061":2}"#), Malformed::Duplicate { name: "a".to_owned() });
    assert_eq!(error(r#"{"a/b":1,"a\/b":2}"#), Malformed::Duplicate { name: "a/b".to_owned() });
}

#[test]
fn a_name_that_stands_twice_among_many_is_an_error() {
    let members: Vec<_> = (0..1000).map(|number| format!("\"m{number}\":1")).collect();
    assert!(read(format!("{{{}}}", members.join(",")).as_bytes()).is_ok());
    for repeated in ["m0", "m999"] {
        let body = format!("{{{},\"{repeated}\":1}}", members.join(","));
        assert_eq!(error(&body), Malformed::Duplicate { name: repeated.to_owned() });
    }
    for count in 20..30 {
        let body = format!("{{{},\"m{}\":1}}", members[..count].join(","), count - 1);
        assert_eq!(error(&body), Malformed::Duplicate { name: format!("m{}", count - 1) });
    }
}

#[test]
fn a_body_of_a_megabyte_of_names_is_read_in_time() {
    let members: Vec<_> = (0..100_000).map(|number| format!("\"{number}\":1")).collect();
    let started = std::time::Instant::now();
    let message = read(format!("{{{}}}", members.join(",")).as_bytes()).unwrap();
    assert_eq!(message.root().members().count(), 100_000);
    assert!(started.elapsed().as_secs() < 5);
}

#[test]
fn nesting_ends_at_the_limit() {
    let nested = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1));
    assert!(read(nested(MAX_DEPTH).as_bytes()).is_ok());
    assert_eq!(error(&nested(MAX_DEPTH + 1)), Malformed::TooDeep);
    assert_eq!(error(&nested(500_000)), Malformed::TooDeep);
    assert!(is_syntax(&"{\"a\":".repeat(100_000)));
}

#[test]
fn a_body_that_is_no_object_is_an_error_of_its_own() {
    for body in ["[]", "[{}]", "1", "\"{}\"", "null", "true"] {
        assert_eq!(error(body), Malformed::NotAnObject, "{body}");
    }
    assert_eq!(error(""), Malformed::Empty);
    assert_eq!(error(" \n"), Malformed::Empty);
    assert_eq!(read(b"{\"a\":\"\xff\"}").unwrap_err(), Malformed::NotUtf8);
    assert_eq!(read("{\"a\":\"中\"}".as_bytes()).unwrap().root().member("a").unwrap().text(), Some("中"));
}

#[test]
fn something_after_the_object_is_an_error() {
    for body in ["{}{}", "{} x", "{}]", "{},", "{}\0", "{}\u{feff}"] {
        assert_eq!(error(body), Malformed::TrailingData, "{body}");
    }
    assert!(read(b"\t{} \r\n").is_ok());
}

#[test]
fn what_is_not_json_is_an_error() {
    for body in [
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":+1}",
        "{\"a\":NaN}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":tru}",
        "{\"a\":[1 2]}",
        "{\"a\":\"\\ud800\"}",
        "{\"\\udc00\":1}",
        "\u{feff}{}",
        "[ {",
        "\"",
    ] {
        assert!(is_syntax(body), "{body}");
    }
}

#[test]
fn what_is_something_else_from_its_first_character_on_is_called_by_its_kind() {
    for (body, found) in [
        ("接口为可用状态", Appearance::Text),
        ("ok", Appearance::Text),
        ("404 page not found", Appearance::Text),
        ("[ERROR] hunter2", Appearance::Text),
        ("<xml/>", Appearance::Xml),
        ("\u{feff}\n<!DOCTYPE html><html>{}</html>", Appearance::Html),
    ] {
        assert_eq!(error(body), Malformed::SomethingElse { expected: Format::Json, found }, "{body}");
    }
    assert_eq!(
        error("<html/>").to_string(),
        "the body is no JSON but an HTML page, as proxies and gateways send it"
    );
}

#[test]
fn an_error_says_where_and_shows_no_value() {
    let error = error("{\"key\": \"hunter2\",\n \"b\": hunter2}");
    assert_eq!(error.to_string(), "the body is not well-formed JSON at line 2, column 7: expected value");
    let long = format!("{{\"{0}\":1,\"{0}\":2}}", "n\\n".repeat(100));
    let words = read(long.as_bytes()).unwrap_err().to_string();
    assert!(words.len() < 200 && !words.contains('\n'), "{words}");
}

#[test]
fn a_fragment_may_be_any_value() {
    let message = read_fragment(r#" [{"a":"1"},{"a":"2"}] "#).unwrap();
    assert_eq!(message.root().members().count(), 1);
    let list = message.root().member("").unwrap();
    assert_eq!(list.kind(), NodeKind::List);
    assert_eq!(list.members().filter_map(|order| order.member("a")?.text()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(read_fragment("\"x\"").unwrap().root().member("").unwrap().text(), Some("x"));
    assert_eq!(read_fragment("").unwrap_err(), Malformed::Empty);
    assert_eq!(read_fragment("[] []").unwrap_err(), Malformed::TrailingData);
    assert_eq!(
        read_fragment(&format!("{}{}", "[".repeat(40), "]".repeat(40))).unwrap_err(),
        Malformed::TooDeep
    );
}

#[test]
fn written_json_is_compact_and_escapes_only_what_it_must() {
    let mut builder = Message::builder();
    builder.text("q\"", "\\ / \n\r\t\u{1} 中\u{7f}");
    builder.open_object("o");
    builder.open_list("l");
    builder.number("", "1.0");
    builder.null("");
    builder.open_object("");
    builder.close();
    builder.close();
    builder.open_list("e");
    builder.close();
    builder.close();
    builder.boolean("b", false);
    let mut out = String::new();
    write(builder.finish().root(), &mut out);
    assert_eq!(
        out,
        "{\"q\\\"\":\"\\\\ / \\n\\r\\t\\u0001 中\u{7f}\",\"o\":{\"l\":[1.0,null,{}],\"e\":[]},\"b\":false}"
    );
    out.clear();
    write(Message::builder().finish().root(), &mut out);
    assert_eq!(out, "{}");
}

#[test]
fn a_message_of_ones_own_may_be_nested_deeper_than_the_stack() {
    let mut builder = Message::builder();
    for _ in 0..200_000 {
        builder.open_list("l");
    }
    let message = builder.finish();
    let mut out = String::new();
    write(message.root(), &mut out);
    assert_eq!(out.len(), "{\"l\":}".len() + 400_000);
    let _ = format!("{message:?}");
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(".{0,4}", inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

#[test]
fn of_every_short_text_what_is_accepted_is_what_serde_json_accepts() {
    let structure = ["{", "}", "[", "]", ":", ",", "\"\"", "1", " "];
    let numbers = ["0", "1", "-", "+", ".", "e", "E", " "];
    let strings = ["\"", "\\", "u", "d", "8", "0", "n", "\u{1f}", "订"];
    for (around, pieces) in [("", &structure[..]), ("", &numbers), ("\"", &strings)] {
        for length in 0..=5 {
            let count = u32::try_from(pieces.len()).unwrap().pow(length) as usize;
            for number in 0..count {
                let digits = std::iter::successors(Some(number), |rest| Some(rest / pieces.len()));
                let inside: String =
                    digits.take(length as usize).map(|rest| pieces[rest % pieces.len()]).collect();
                let text = format!("{around}{inside}{around}");
                let expected = serde_json::from_str::<Value>(&text).is_ok();
                match read_fragment(&text) {
                    Ok(_) => assert!(expected, "{text:?} is read"),
                    // Two names that are both empty.
                    Err(Malformed::Duplicate { name }) => assert!(expected && name == "\"\"", "{text:?}"),
                    Err(_) => assert!(!expected, "{text:?} is refused"),
                }
            }
        }
    }
}

/// Bodies that are nearly JSON.
const NEARLY: &str =
    r#"([{}\[\]:,]|"a"|"\\u0061"|"\\n"|"\\ud83d\\ude00"|"\\ud800"|1|-0\.0e1|01|true|null| ){0,24}"#;

proptest! {
    #[test]
    fn what_serde_json_writes_is_read_and_written_again(value in any_json()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            let message = read_fragment(&text).unwrap();
            let node = message.root().member("").unwrap();
            let mut out = String::new();
            write(node, &mut out);
            prop_assert_eq!(&serde_json::from_str::<Value>(&out).unwrap(), &value);
            // A copy reads the same, and so does the copy of a copy's part.
            let mut builder = Message::builder();
            builder.text("before", "x");
            builder.copy("c", node);
            let copy = builder.finish();
            let mut again = String::new();
            write(copy.root().member("c").unwrap(), &mut again);
            prop_assert_eq!(&again, &out);
            prop_assert_eq!(copy.root().member("c").unwrap().json_text(), node.json_text());
        }
    }

    #[test]
    fn what_is_accepted_is_what_serde_json_accepts(text in NEARLY) {
        let ours = read_fragment(&text);
        match serde_json::from_str::<Value>(&text) {
            Ok(value) => match ours {
                Ok(message) => {
                    let mut out = String::new();
                    write(message.root().member("").unwrap(), &mut out);
                    prop_assert_eq!(serde_json::from_str::<Value>(&out).unwrap(), value);
                }
                Err(error) => {
                    let is_duplicate = matches!(error, Malformed::Duplicate { .. });
                    prop_assert!(is_duplicate, "{error}");
                }
            },
            Err(_) => prop_assert!(ours.is_err()),
        }
    }

    #[test]
    fn no_body_makes_it_panic(body: Vec<u8>, text in "\\PC{0,40}") {
        let _ = read(&body);
        let _ = read(text.as_bytes());
        let _ = read_fragment(&text);
    }
}
