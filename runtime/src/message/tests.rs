use super::builder::is_json_number;
use super::*;
use crate::json;

fn sample() -> Message {
    let mut builder = Message::builder();
    builder.text("a", "甲");
    builder.open_object("o");
    builder.number("n", "5230.00");
    builder.open_list("l");
    builder.text("ignored", "x");
    builder.open_object("ignored");
    builder.null("z");
    builder.close();
    builder.close();
    builder.boolean("t", true);
    builder.close();
    builder.text("e", "");
    builder.finish()
}

#[test]
fn members_come_in_the_order_in_which_they_were_given() {
    let message = sample();
    let names: Vec<_> = message.root().members().map(Node::name).collect();
    assert_eq!(names, ["a", "o", "e"]);
    let inner: Vec<_> = message.root().member("o").unwrap().members().map(Node::name).collect();
    assert_eq!(inner, ["n", "l", "t"]);
}

#[test]
fn elements_of_a_list_have_no_names() {
    let message = sample();
    let list = message.root().at(["o", "l"]).unwrap();
    assert_eq!(list.members().map(Node::name).collect::<Vec<_>>(), ["", ""]);
    assert_eq!(list.members().next().unwrap().text(), Some("x"));
    assert!(list.members().nth(1).unwrap().member("z").unwrap().is_null());
}

#[test]
fn a_path_leads_through_objects_and_never_into_a_list() {
    let message = sample();
    assert_eq!(message.root().at(["o", "n"]).and_then(Node::text), Some("5230.00"));
    assert!(message.root().at(["o", "l", ""]).is_none());
    assert!(message.root().at(["o", "l", "z"]).is_none());
    assert!(message.root().at(["a", "o"]).is_none());
    assert!(message.root().at(["o", "x"]).is_none());
    assert_eq!(message.root().at([]).unwrap().kind(), NodeKind::Object);
}

#[test]
fn only_leaves_have_a_text_and_null_has_none() {
    let message = sample();
    let root = message.root();
    assert_eq!(root.text(), None);
    assert_eq!(root.at(["o", "l"]).unwrap().text(), None);
    assert_eq!(root.member("e").unwrap().text(), Some(""));
    assert_eq!(root.at(["o", "t"]).unwrap().text(), Some("true"));
    assert_eq!(json::read(br#"{"n":null}"#).unwrap().root().member("n").unwrap().text(), None);
}

#[test]
fn a_shared_text_outlives_its_message() {
    let text = sample().root().member("a").unwrap().shared().unwrap();
    assert_eq!(text, "甲");
    assert_eq!(sample().root().member("o").unwrap().shared(), None);
}

#[test]
fn a_leaf_has_no_members() {
    let message = sample();
    assert_eq!(message.root().member("a").unwrap().members().count(), 0);
    assert!(message.root().member("a").unwrap().member("o").is_none());
    assert_eq!(Message::builder().finish().root().members().count(), 0);
}

#[test]
fn a_close_too_many_does_nothing_and_one_too_few_is_made_up_for() {
    let mut builder = Message::builder();
    builder.close();
    builder.open_object("o");
    builder.close();
    builder.close();
    builder.text("a", "1");
    builder.open_object("p");
    builder.open_list("l");
    builder.text("", "2");
    let message = builder.finish();
    let names: Vec<_> = message.root().members().map(Node::name).collect();
    assert_eq!(names, ["o", "a", "p"]);
    assert_eq!(message.root().at(["p", "l"]).unwrap().members().count(), 1);
}

#[test]
fn what_is_no_number_is_added_as_a_text() {
    for number in ["0", "-1", "5230.00", "1E3", "0.1e-7", "-0"] {
        assert!(is_json_number(number), "{number}");
    }
    for text in ["", "-", "+1", "01", "1.", ".5", "1e", "1e+", "NaN", "1 ", "0x1", "1,\"a\":2", "１"] {
        assert!(!is_json_number(text), "{text}");
        let mut builder = Message::builder();
        builder.number("n", text);
        assert_eq!(builder.finish().root().member("n").unwrap().kind(), NodeKind::Text);
    }
}

#[test]
fn a_copy_keeps_everything_but_the_name() {
    let from = json::read(br#"{"d": {"a" : "x\ny","l":[1, {"b":null}]}}"#).unwrap();
    let mut builder = Message::builder();
    builder.text("first", "1");
    builder.copy("e", from.root().member("d").unwrap());
    builder.open_list("l");
    builder.copy("ignored", from.root().at(["d", "a"]).unwrap());
    builder.copy("ignored", sample().root());
    builder.close();
    builder.copy("last", sample().root().member("o").unwrap());
    let copy = builder.finish();
    let mut out = String::new();
    json::write(copy.root(), &mut out);
    assert_eq!(
        out,
        r#"{"first":"1","e":{"a":"x\ny","l":[1,{"b":null}]},"l":["x\ny",{"a":"甲","o":{"n":5230.00,"l":["x",{"z":null}],"t":true},"e":""}],"last":{"n":5230.00,"l":["x",{"z":null}],"t":true}}"#
    );
    assert_eq!(copy.root().member("e").unwrap().json_text(), from.root().member("d").unwrap().json_text());
    assert_eq!(copy.root().at(["e", "l"]).unwrap().json_text(), Some(r#"[1, {"b":null}]"#));
    assert_eq!(copy.root().member("last").unwrap().json_text(), None);
}

#[test]
fn debug_shows_names_and_kinds_and_no_values() {
    let message = sample();
    assert_eq!(
        format!("{message:?}"),
        "{a: Text, o: {n: Number, l: [Text, {z: Null}], t: Boolean}, e: Text}"
    );
    let parts = format!("{:?} {:?}", message.root().members(), message.root().member("a"));
    assert!(!parts.contains('甲') && !parts.contains("5230"), "{parts}");
    let mut builder = Message::builder();
    builder.text("key", "hunter2");
    assert!(!format!("{builder:?}").contains("hunter2"));
}

#[test]
fn names_are_shown_short_and_without_control_characters() {
    assert_eq!(shown("respCode"), "respCode");
    assert_eq!(shown("订单\n\u{1b}[31m"), "订单\\n\\u{1b}[31m");
    assert_eq!(shown(&"x".repeat(64)), "x".repeat(64));
    assert_eq!(shown(&"订".repeat(65)), format!("{}…", "订".repeat(64)));
}
