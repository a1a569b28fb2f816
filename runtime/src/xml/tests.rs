use proptest::prelude::*;

use crate::table::Field;
use crate::table::Kind;
use crate::{Appearance, Format, MAX_DEPTH, Malformed, Message, json, xml};

const ORDER: &[Field] = &[Field::text("no", "订单号")];
const REPEATED: &[Field] = &[Field::new("order", "订单", Kind::objects(ORDER))];
const FIELDS: &[Field] = &[
    Field::text("a", "甲"),
    Field::new("data", "数据", Kind::object(REPEATED)),
    Field::new("orders", "订单", Kind::wrapped_objects("order", ORDER)),
    Field::new("order", "订单", Kind::objects(ORDER)),
    Field::new("nos", "订单号", Kind::joined(",")),
];

fn read(body: &str) -> Result<Message, Malformed> {
    xml::read(body.as_bytes(), "leaf", FIELDS)
}

/// The document as JSON.
fn seen(body: &str) -> String {
    let mut out = String::new();
    json::write(read(body).unwrap().root(), &mut out);
    out
}

fn error(body: &str) -> Malformed {
    read(body).unwrap_err()
}

fn is_syntax(body: &str) -> bool {
    matches!(error(body), Malformed::Syntax { format: Format::Xml, .. })
}

#[test]
fn elements_become_members_in_their_order() {
    let body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- hi -->\n<leaf>\n  <b><![CDATA[0]]></b>\n  \
                <?pi x?><a>SUCCESS</a><!-- between -->\n</leaf>\n<!-- end -->\n";
    assert_eq!(seen(body), r#"{"b":"0","a":"SUCCESS"}"#);
}

#[test]
fn the_text_of_a_leaf_is_what_stands_there() {
    assert_eq!(seen("<leaf><b> 1 \r\n\t</b></leaf>"), r#"{"b":" 1 \r\n\t"}"#);
    assert_eq!(seen("<leaf><b> </b></leaf>"), r#"{"b":" "}"#);
    assert_eq!(seen("<leaf><b>x<![CDATA[<&amp;]]>y<![CDATA[]]> </b></leaf>"), r#"{"b":"x<&amp;y "}"#);
    assert_eq!(
        seen("<leaf><b>&lt;&gt;&amp;&quot;&apos;&#20013;&#x4e2D;</b></leaf>"),
        r#"{"b":"<>&\"'中中"}"#
    );
    assert_eq!(seen("<leaf><b>&#32;</b></leaf>"), r#"{"b":" "}"#);
}

#[test]
fn an_empty_element_is_an_empty_text_and_an_empty_root_an_empty_message() {
    assert_eq!(
        seen("<leaf><b/><c></c><d a='1' /><data/><orders/></leaf>"),
        r#"{"b":"","c":"","d":"","data":"","orders":""}"#
    );
    for body in ["<leaf/>", "<leaf></leaf>", " <leaf>\n<!-- nothing --></leaf >", "\u{feff}<leaf/>"] {
        assert_eq!(seen(body), "{}");
    }
}

#[test]
fn elements_inside_elements_become_objects_whether_or_not_the_table_knows_them() {
    assert_eq!(seen("<leaf><data> <x>1</x> </data></leaf>"), r#"{"data":{"x":"1"}}"#);
    assert_eq!(seen("<leaf><u><v><w>1</w></v></u></leaf>"), r#"{"u":{"v":{"w":"1"}}}"#);
    assert_eq!(seen("<leaf><a><x>1</x></a></leaf>"), r#"{"a":{"x":"1"}}"#);
}

#[test]
fn a_list_has_an_element_of_its_own_or_repeats_one_as_the_table_says() {
    assert_eq!(
        seen("<leaf><orders>\n<order><no>1</no></order><order><no>2</no></order></orders></leaf>"),
        r#"{"orders":[{"no":"1"},{"no":"2"}]}"#
    );
    assert_eq!(
        seen("<leaf><order><no>1</no></order><a>x</a><order><no>2</no></order><order/></leaf>"),
        r#"{"order":[{"no":"1"},{"no":"2"},""],"a":"x"}"#
    );
    assert_eq!(seen("<leaf><order><no>1</no></order></leaf>"), r#"{"order":[{"no":"1"}]}"#);
    assert_eq!(
        seen("<leaf><data><order><no>1</no></order><x/><order><no>2</no></order></data></leaf>"),
        r#"{"data":{"order":[{"no":"1"},{"no":"2"}],"x":""}}"#
    );
    assert_eq!(seen("<leaf><nos>1,2</nos></leaf>"), r#"{"nos":"1,2"}"#);
}

#[test]
fn an_element_in_a_list_that_is_not_of_the_list_is_an_error() {
    assert_eq!(
        error("<leaf><orders><order/><other/></orders></leaf>").to_string(),
        "the list <orders> holds an element <other>, not <order>"
    );
}

#[test]
fn an_element_that_stands_twice_is_an_error_unless_it_is_a_list() {
    let duplicate = |name: &str| Malformed::Duplicate { name: name.to_owned() };
    assert_eq!(error("<leaf><a>1</a><a>1</a></leaf>"), duplicate("a"));
    assert_eq!(error("<leaf><nos>1</nos><nos>2</nos></leaf>"), duplicate("nos"));
    assert_eq!(error("<leaf><orders/><orders/></leaf>"), duplicate("orders"));
    assert_eq!(error("<leaf><data><x/><y/><x/></data></leaf>"), duplicate("x"));
    assert_eq!(error("<leaf><order><no/><no/></order></leaf>"), duplicate("no"));
    assert!(read("<leaf><a/><A/><data><a/></data></leaf>").is_ok());
}

#[test]
fn another_root_is_an_error() {
    let wrong = |found: &str| Malformed::WrongRoot { expected: "leaf".to_owned(), found: found.to_owned() };
    assert_eq!(error("<htm><leaf/></htm>"), wrong("htm"));
    assert_eq!(error("<Leaf/>"), wrong("Leaf"));
    assert_eq!(error("<x:leaf/>"), wrong("x:leaf"));
}

#[test]
fn what_is_something_else_from_its_first_character_on_is_called_by_its_kind() {
    for (body, found) in [
        ("接口为可用状态", Appearance::Text),
        ("{\"a\":1}", Appearance::Json),
        ("[ERROR] hunter2", Appearance::Text),
        ("<html><leaf/></html>", Appearance::Html),
        ("<!DOCTYPE html>\n<html><hr></html>", Appearance::Html),
    ] {
        assert_eq!(error(body), Malformed::SomethingElse { expected: Format::Xml, found }, "{body}");
    }
    assert!(super::read(b"<body><a>1</a></body>", "body", &[]).is_ok(), "a root of that name is no page");
    assert_eq!(error("<!DOCTYPE leaf><leaf/>"), Malformed::Doctype);
    assert_eq!(error(""), Malformed::Empty);
    assert_eq!(error("\u{feff} \n"), Malformed::Empty);
    assert_eq!(error("<leaf>text</leaf>"), Malformed::NotAnObject);
}

#[test]
fn a_document_type_is_refused_wherever_it_stands() {
    for body in [
        "<!DOCTYPE leaf><leaf/>",
        "<?xml version='1.0'?><!DOCTYPE leaf [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><leaf><a>&e;</a></leaf>",
        "<!DOCTYPE leaf [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><leaf>&b;</leaf>",
        "<leaf><!DOCTYPE a></leaf>",
    ] {
        assert_eq!(error(body), Malformed::Doctype, "{body}");
    }
}

#[test]
fn an_entity_beyond_the_five_is_an_error() {
    for body in ["<leaf><a>&nbsp;</a></leaf>", "<leaf a='&nbsp;'/>"] {
        assert_eq!(error(body), Malformed::Entity { name: "nbsp".to_owned() });
    }
    for body in [
        "<leaf><a>&</a></leaf>",
        "<leaf><a>& </a></leaf>",
        "<leaf><a>a&b</a></leaf>",
        "<leaf><a>&;</a></leaf>",
        "<leaf><a>&#;</a></leaf>",
        "<leaf><a>&#x;</a></leaf>",
        "<leaf><a>&#0;</a></leaf>",
        "<leaf><a>&#8;</a></leaf>",
        "<leaf><a>&#xD800;</a></leaf>",
        "<leaf><a>&#x110000;</a></leaf>",
        "<leaf><a>&#+65;</a></leaf>",
        "<leaf><a>&#X41;</a></leaf>",
        "<leaf><a>&a b;</a></leaf>",
        "<leaf a='&'/>",
    ] {
        assert!(is_syntax(body), "{body}");
    }
}

#[test]
fn another_encoding_is_an_error_and_utf8_is_none_in_any_case() {
    for encoding in ["utf-8", "UTF-8", "Utf-8"] {
        assert!(read(&format!("<?xml version='1.0' encoding='{encoding}'?><leaf/>")).is_ok());
    }
    assert!(read("<?xml version='1.0' standalone='yes'?><leaf/>").is_ok());
    assert_eq!(
        error("<?xml version='1.0' encoding='GBK'?><leaf/>"),
        Malformed::DeclaredEncoding { name: "GBK".to_owned() }
    );
    assert_eq!(xml::read(b"<leaf><a>\xd6\xd0</a></leaf>", "leaf", FIELDS).unwrap_err(), Malformed::NotUtf8);
}

#[test]
fn text_and_elements_in_one_element_are_an_error() {
    let mixed = |name: &str| Malformed::MixedContent { name: name.to_owned() };
    assert_eq!(error("<leaf><a>x<b/></a></leaf>"), mixed("a"));
    assert_eq!(error("<leaf><a><b/>x</a></leaf>"), mixed("a"));
    assert_eq!(error("<leaf><a><b/>&#32;</a></leaf>"), mixed("a"));
    assert_eq!(error("<leaf><a><![CDATA[ ]]><b/></a></leaf>"), mixed("a"));
    assert_eq!(error("<leaf><orders>x<order/></orders></leaf>"), mixed("orders"));
    assert_eq!(error("<leaf><a/>x</leaf>"), mixed("leaf"));
}

#[test]
fn a_comment_inside_a_text_is_an_error() {
    let interrupted = Malformed::Interrupted { name: "a".to_owned() };
    for body in [
        "<leaf><a>1<!-- -->0</a></leaf>",
        "<leaf><a><!-- -->1</a></leaf>",
        "<leaf><a>1<?pi?></a></leaf>",
        "<leaf><a><!-- --></a></leaf>",
    ] {
        assert_eq!(error(body), interrupted, "{body}");
    }
    assert_eq!(seen("<leaf><data><!-- --> <x/></data></leaf>"), r#"{"data":{"x":""}}"#);
}

#[test]
fn what_follows_the_root_is_an_error() {
    for body in ["<leaf/><leaf/>", "<leaf/>x", "<leaf></leaf><x>"] {
        assert_eq!(error(body), Malformed::TrailingData, "{body}");
    }
}

#[test]
fn what_is_not_well_formed_is_an_error() {
    for body in [
        "<",
        "<leaf",
        "<leaf>",
        "<leaf><a></leaf>",
        "<leaf></a></leaf>",
        "</leaf>",
        "<leaf/></leaf>",
        "<leaf><a></A></leaf>",
        "<leaf><></></leaf>",
        "<leaf>< a/></leaf>",
        "<leaf><1/></leaf>",
        "<leaf><a&b/></leaf>",
        "<leaf><a b/></leaf>",
        "<leaf><a b=c/></leaf>",
        "<leaf><a b='1' b='2'/></leaf>",
        "<leaf><a b='<'/></leaf>",
        "<leaf><a>]]></a></leaf>",
        "<leaf><a>\u{1}</a></leaf>",
        "<leaf><a>\0</a></leaf>",
        "<leaf><a>\u{ffff}</a></leaf>",
        "<leaf><a><![CDATA[x</a></leaf>",
        "<leaf><!-- -- --></leaf>",
        "<leaf><!-- </leaf>",
        "<![CDATA[x]]><leaf/>",
        " <?xml version='1.0'?><leaf/>",
        "<leaf><?xml version='1.0'?></leaf>",
        "<?xml?><leaf/>",
        "<?xml version='2.0'?><leaf/>",
        "<!-- only -->",
        "<?pi?>",
    ] {
        assert!(is_syntax(body), "{body}: {:?}", read(body));
    }
    assert!(is_syntax("<!---->x<leaf/>"));
}

#[test]
fn an_error_says_where_and_shows_no_value() {
    let words = error("<leaf>\n<key>hunter2</kex></leaf>").to_string();
    assert!(words.starts_with("the body is not well-formed XML at line 2, column "), "{words}");
    assert!(!words.contains("hunter2") && !words.contains("kex"), "{words}");
}

#[test]
fn nesting_ends_at_the_limit() {
    let nested = |depth: usize| format!("<leaf>{}{}</leaf>", "<a>".repeat(depth), "</a>".repeat(depth));
    assert!(read(&nested(MAX_DEPTH)).is_ok());
    assert_eq!(error(&nested(MAX_DEPTH + 1)), Malformed::TooDeep);
    assert_eq!(error(&"<leaf>".repeat(100_000)), Malformed::TooDeep);
}

#[test]
fn many_elements_and_attributes_are_read_in_time() {
    let started = std::time::Instant::now();
    let elements: String = (0..60_000).map(|number| format!("<a{number}/>")).collect();
    assert_eq!(read(&format!("<leaf>{elements}</leaf>")).unwrap().root().members().count(), 60_000);
    let attributes: String = (0..60_000).map(|number| format!(" a{number}=''")).collect();
    assert!(read(&format!("<leaf{attributes}/>")).is_ok());
    let orders = "<order><no>1</no></order><orders/>".repeat(20_000);
    assert!(matches!(error(&format!("<leaf>{orders}</leaf>")), Malformed::Duplicate { .. }));
    assert!(started.elapsed().as_secs() < 10);
}

fn written(message: &Message, cdata: bool) -> Result<String, Malformed> {
    let mut out = String::new();
    xml::write(message.root(), "leaf", cdata, FIELDS, &mut out)?;
    Ok(out)
}

#[test]
fn a_message_is_written_as_the_table_says() {
    let message = json::read(
        br#"{"a":"<x&y>","n":5230.00,"z":null,"orders":[{"no":"1"}],"order":[{"no":"2"},{"no":"3"}],"data":{"e":""}}"#,
    )
    .unwrap();
    assert_eq!(
        written(&message, false).unwrap(),
        "<leaf><a>&lt;x&amp;y&gt;</a><n>5230.00</n><z></z><orders><order><no>1</no></order></orders>\
         <order><no>2</no></order><order><no>3</no></order><data><e></e></data></leaf>"
    );
    assert_eq!(
        written(&json::read(br#"{"a":"<x&y>","n":1}"#).unwrap(), true).unwrap(),
        "<leaf><a><![CDATA[<x&y>]]></a><n>1</n></leaf>"
    );
}

#[test]
fn the_end_of_a_cdata_section_inside_a_text_is_split() {
    let message = json::read(br#"{"a":"x]]>y]]]>\r]"}"#).unwrap();
    let out = written(&message, true).unwrap();
    assert_eq!(out, "<leaf><a><![CDATA[x]]]]><![CDATA[>y]]]]]><![CDATA[>]]>&#13;<![CDATA[]]]></a></leaf>");
    assert_eq!(seen(&out), r#"{"a":"x]]>y]]]>\r]"}"#);
}

#[test]
fn what_xml_cannot_carry_is_an_error() {
    for (body, name) in [
        (&br#"{"a":"\u0001"}"#[..], "a"),
        (br#"{"a":"\uffff"}"#, "a"),
        (br#"{"1":"x"}"#, "1"),
        (br#"{"":"x"}"#, ""),
        (br#"{"a><b":"x"}"#, "a><b"),
        (br#"{"l":[[1]]}"#, "l"),
    ] {
        for cdata in [false, true] {
            let error = written(&json::read(body).unwrap(), cdata).unwrap_err();
            let is_named = matches!(&error, Malformed::NotRepresentable { name: n, .. } if n == name);
            assert!(is_named, "{error}");
        }
    }
    let mut builder = Message::builder();
    for _ in 0..100_000 {
        builder.open_object("o");
    }
    assert!(written(&builder.finish(), false).is_err());
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(
        fields in prop::collection::btree_map("[a-z_\u{4e00}-\u{4fff}][a-z0-9.-]{0,6}", "[ -~\t\r\n\u{4e00}-\u{4fff}]{0,12}|[]>\r&]{0,8}", 0..12),
        cdata: bool,
    ) {
        let mut builder = Message::builder();
        builder.open_object("data");
        for (name, value) in &fields {
            builder.text(name, value);
        }
        let message = builder.finish();
        let out = written(&message, cdata).unwrap();
        let again = read(&out).unwrap();
        if !fields.is_empty() {
            let read: Vec<_> = again.root().member("data").unwrap().members()
                .map(|node| (node.name().to_owned(), node.text().unwrap().to_owned())).collect();
            prop_assert_eq!(read, fields.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn no_body_makes_it_panic(
        bytes: Vec<u8>,
        text in "(<leaf>|</leaf>|<a>|</a>|<order>|</order>|<orders>|</orders>|<a/>|<!--|-->|<!\\[CDATA\\[|\\]\\]>|&#65;|&amp;|x| ){0,24}",
    ) {
        let _ = xml::read(&bytes, "leaf", FIELDS);
        let _ = read(&text);
        let _ = read(&format!("<leaf>{text}</leaf>"));
    }
}
