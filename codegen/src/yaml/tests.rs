use std::path::Path;

use proptest::prelude::*;
use serde_yaml::Value;

use super::*;
use crate::source::SourceFile;

/// Reads what was written, by both readers, and compares it with what was meant.
fn assert_reads_back(map: &Map) {
    let text = write(map);
    let read: Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(read, value(&Node::Map(map.clone())), "{text}");
    assert_eq!(order(&read), order(&value(&Node::Map(map.clone()))), "{text}");
    let (_, complaints) = SourceFile::parse(Path::new("written.yaml"), &text);
    assert!(complaints.is_empty(), "{complaints:?}\n{text}");
}

fn value(node: &Node) -> Value {
    match node {
        Node::Text(text) => Value::String(text.clone()),
        Node::Number(number) => Value::Number((*number).into()),
        Node::Bool(truth) => Value::Bool(*truth),
        Node::List(items) => Value::Sequence(items.iter().map(value).collect()),
        Node::Map(map) => Value::Mapping(
            map.entries.iter().map(|entry| (Value::String(entry.key.clone()), value(&entry.value))).collect(),
        ),
    }
}

/// Every key, in the order of the file: equality of mappings does not look at it.
fn order(value: &Value) -> Vec<String> {
    match value {
        Value::Mapping(mapping) => mapping
            .iter()
            .flat_map(|(key, value)| {
                let mut keys = vec![key.as_str().unwrap_or("no text").to_owned()];
                keys.extend(order(value));
                keys
            })
            .collect(),
        Value::Sequence(items) => items.iter().flat_map(order).collect(),
        _ => Vec::new(),
    }
}

fn map(entries: &[(&str, Node)]) -> Map {
    let mut map = Map::default();
    for (key, value) in entries {
        map.set(*key, value.clone());
    }
    map
}

const AWKWARD: &[&str] = &[
    "",
    "0",
    "00",
    "007",
    "1.0",
    "-1",
    "-20001",
    "+1",
    "1e3",
    "1_000",
    "0x1",
    "0o17",
    "0b1",
    "+0x1",
    ".5",
    "5.",
    ".inf",
    "-.inf",
    ".NaN",
    "yes",
    "No",
    "ON",
    "off",
    "y",
    "N",
    "true",
    "False",
    "null",
    "NULL",
    "~",
    "2019-09-25",
    "20190925",
    "2019-09-25T15:17:00Z",
    "2019-9-1 1:2:3",
    "12:30",
    "190:20:30",
    "a: b",
    "a:b",
    "a:",
    "a #b",
    "a#b",
    "# a",
    "#",
    " a",
    "a ",
    "\ta",
    "a\t",
    "\u{3000}a",
    "\u{a0}",
    "{",
    "}",
    "[a]",
    "a, b",
    "*",
    "*a",
    "&a",
    "&",
    "!",
    "!!str a",
    "%",
    "%a",
    "@",
    "`",
    "-",
    "- a",
    "--",
    "---",
    "...",
    "....",
    "?",
    "? a",
    "?a",
    ":",
    ": a",
    ":a",
    ",",
    "|",
    "|-",
    ">",
    "'",
    "\"",
    "'a'",
    "\"a\"",
    "it's",
    "a\"b",
    "\\",
    "a\\nb",
    "<<",
    "=",
    "a\nb",
    "a\nb\n",
    "\na",
    "a\n\n\nb",
    "a\n  b",
    "a \nb",
    "\n",
    "a\r\nb",
    "\r",
    "\0",
    "\u{7}",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "\u{fffe}",
    "\u{202e}abc",
    "商户号",
    "商户号，由平台分配: 见附录",
    "支付成功(0)",
    "😀",
    "\u{1fffe}",
    "https://pay.example/a?b=c&d=e#f",
    "a=b&c=d",
    "{name}={value}",
];

#[test]
fn every_awkward_text_is_read_back_wherever_it_stands() {
    for text in AWKWARD {
        let short = map(&[("key", (*text).into()), (*text, "value".into())]);
        assert_reads_back(&short);
        let in_flow = map(&[("chapter", map(&[("a", short.clone().into())]).into())]);
        assert_reads_back(&in_flow);
        let long = "一".repeat(70);
        assert_reads_back(&map(&[(
            "list",
            Node::List(vec![
                (*text).into(),
                long.as_str().into(),
                short.clone().into(),
                Node::List(vec![(*text).into()]),
            ]),
        )]));
        let mut commented = short;
        commented.entries[1].comments = vec![(*text).to_owned(), format!("? {text}")];
        assert_reads_back(&commented);
        assert_reads_back(&map(&[("list", Node::List(vec![commented.clone().into(), commented.into()]))]));
    }
}

#[test]
fn what_stands_in_a_cell_has_neither_pipe_nor_backtick_nor_line_break() {
    for text in AWKWARD.iter().chain(&["a|b", "a`b", "`|\\\"", "\u{a0}a|"]) {
        let node: Node = map(&[("a", (*text).into()), (*text, Node::List(vec![(*text).into()]))]).into();
        for node in [node, (*text).into()] {
            let cell = cell(&node);
            assert!(!cell.contains(['|', '`', '\n', '\r']), "{cell}");
            assert_eq!(cell.trim(), cell);
            assert!(!cell.is_empty());
            let read: Value = serde_yaml::from_str(&cell).unwrap_or_else(|error| panic!("{error}\n{cell}"));
            assert_eq!(read, value(&node), "{cell}");
        }
    }
}

#[test]
fn a_key_that_is_too_long_for_its_colon_is_read_back() {
    for length in [999, 1000, 1001, 1100, 5000] {
        let key = "k".repeat(length);
        assert_reads_back(&map(&[("a", map(&[(&key, map(&[(&key, "v".into())]).into())]).into())]));
        assert_reads_back(&map(&[(&key, Node::List(vec![map(&[(&key, "v".into())]).into()]))]));
    }
}

#[test]
fn an_empty_file_is_an_empty_mapping() {
    assert_eq!(write(&Map::default()), "{}\n");
    assert_reads_back(&map(&[("a", Map::default().into()), ("b", Node::List(Vec::new()))]));
}

#[test]
fn it_is_written_as_people_write_it() {
    let field =
        |title: &str| -> Node { map(&[("title", title.into()), ("presence", "required".into())]).into() };
    let mut state = map(&[("title", "状态".into()), ("type", "code".into())]);
    state.entries[1].comments = vec!["? Is it a code?".into()];
    let mut root = map(&[
        ("payspec", 1.into()),
        ("provider", "acme".into()),
        (
            "codes",
            map(&[
                ("status", map(&[("0", map(&[("name", "Paid".into()), ("title", "支付成功".into())]).into())]).into()),
                ("kind", map(&[("A", map(&[("name", "A".into())]).into())]).into()),
            ])
            .into(),
        ),
        (
            "operations",
            map(&[(
                "query",
                map(&[
                    ("title", "查询".into()),
                    ("polling", map(&[("interval", "3s".into())]).into()),
                    (
                        "request",
                        map(&[
                            ("encoding", Node::List(vec!["json".into(), "form".into()])),
                            ("fields", map(&[("mid", field("商户号")), ("state", state.into())]).into()),
                        ])
                        .into(),
                    ),
                    (
                        "description",
                        "Ask again until a final state comes, also after an error. An order that stays unpaid may be closed by \
                         another operation."
                            .into(),
                    ),
                ])
                .into(),
            )])
            .into(),
        ),
    ]);
    root.entries[0].comments = vec!["The first line.".into(), String::new(), "The third.".into()];
    let expected = r#"# The first line.
#
# The third.
payspec: 1
provider: acme

codes:
  status:
    "0": { name: Paid, title: 支付成功 }

  kind:
    A: { name: A }

operations:
  query:
    title: 查询
    polling: { interval: 3s }
    request:
      encoding: [json, form]
      fields:
        mid: { title: 商户号, presence: required }
        state:
          title: 状态
          # ? Is it a code?
          type: code
    description: >-
      Ask again until a final state comes, also after an error. An order that stays unpaid may be closed by another
      operation.
"#;
    assert_eq!(write(&root), expected);
    assert_reads_back(&root);
}

#[test]
fn a_line_is_not_wider_than_120_columns_where_chinese_characters_take_two() {
    for length in 30..50 {
        let inner = map(&[("title", "商".repeat(length).as_str().into()), ("presence", "required".into())]);
        let text = write(&map(&[("a", map(&[("b", inner.into())]).into())]));
        let widest = text.lines().map(width).max().unwrap();
        assert_eq!(text.lines().count() == 2, length <= 42, "{text}");
        assert!(widest <= 120, "{text}");
    }
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(AWKWARD).prop_map(str::to_owned),
        2 => "[-a-zA-Z0-9_:#,. 商户号\\[\\]{}&*!|>'\"%@`~?=\\\\]{0,12}",
        1 => "[0-9a-fxobeE_.:+ -]{0,8}",
        1 => "([a-zA-Z商户号:#-]{1,9} ?){0,40}",
        1 => any::<String>(),
    ]
}

fn nodes() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        6 => texts().prop_map(Node::Text),
        1 => any::<u64>().prop_map(Node::Number),
        1 => any::<bool>().prop_map(Node::Bool),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..5).prop_map(Node::List),
            3 => maps(inner).prop_map(Node::Map),
        ]
    })
}

fn maps(inner: impl Strategy<Value = Node>) -> impl Strategy<Value = Map> {
    let comments = prop_oneof![4 => Just(Vec::new()), 1 => prop::collection::vec(texts(), 1..3)];
    let key = prop_oneof![
        3 => texts(),
        1 => prop::sample::select(&["codes", "operations", "request", "fields", "decision"][..]).prop_map(str::to_owned),
    ];
    prop::collection::vec((key, inner, comments), 0..6).prop_map(|entries| {
        let mut map = Map::default();
        for (key, value, comments) in entries {
            if map.get(&key).is_none() {
                map.entries.push(Entry { key, value, comments });
            }
        }
        map
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_is_read_back(map in maps(nodes())) {
        assert_reads_back(&map);
    }

    #[test]
    fn whatever_stands_in_one_line_is_read_back(node in nodes()) {
        for line in [flow(&node), cell(&node)] {
            prop_assert!(!line.contains('\n'), "{}", line);
            let read: Value = serde_yaml::from_str(&line).unwrap_or_else(|error| panic!("{error}\n{line}"));
            prop_assert_eq!(&read, &value(&node));
        }
    }
}
