//! A reference stays readable and true when a specification is large and its words are hostile.
#![cfg(feature = "toolbox")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "reference/scanned.rs"]
#[allow(dead_code, reason = "what is asked of pages elsewhere")]
mod scanned;

use payspec_codegen::model::Provider;
use payspec_codegen::reference::{comparison_markdown, html, markdown};
use payspec_codegen::{document, import, load_text};
use scanned::Scanned;

const FIELDS: usize = 120;
const CODES: usize = 600;

/// Words that mean something to HTML, to Markdown or to the direction of a text, and words that nobody sees or ends.
const WORDS: &[&str] = &[
    "<script>alert(1)</script>",
    "| a | b |",
    "# 标题\n\n| 字段名 | 变量名 |\n| --- | --- |",
    "**粗** _斜_ `码` [去](javascript:alert(1))",
    "مرحبا بالعالم 12",
    "\u{202e}支付失败",
    "\u{2066}isolated",
    "👩‍👩‍👧‍👦💳",
    "a\u{200b}b\u{200d}\u{feff}",
    "a &amp; b &lt; c",
    "  blanks  ",
    "\\",
    "```",
    "<!-- x",
    "~~s~~ $m$ ^a^",
    "line \u{2028} line",
];

/// Such words, or as long ones as anybody writes.
fn words(index: usize) -> String {
    match index % (WORDS.len() + 2) {
        0 => "很长的标题".repeat(60),
        1 => "TitleWithoutAnyBlank".repeat(30),
        at => WORDS[at - 2].to_owned(),
    }
}

fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|character| match character {
        '"' | '\\' => format!("\\{character}"),
        plain if plain.is_ascii_graphic() || plain == ' ' => plain.to_string(),
        other => format!("\\U{:08x}", u32::from(other)),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

fn large() -> Provider {
    let code = |index: usize| {
        let state = ["Pending", "Failed", "Closed"][index % 3];
        let title = quoted(&format!("{}{index}", words(index)));
        format!(
            "    \"c{index}\": {{ name: C{index}, title: {title}, state: {state}, basis: inferred, because: {} }}\n",
            quoted(&words(index + 3))
        )
    };
    let field = |index: usize| {
        format!(
            "        f{index}: {{ title: {}, description: {}, presence: optional, example: {}, documented: {{ presence: required }}, because: {} }}\n",
            quoted(&words(index)),
            quoted(&words(index + 5)),
            quoted(&words(index + 7)),
            quoted(&words(index + 2))
        )
    };
    let text = format!(
        r#"
payspec: 1
provider: elm
title: {}
description: {}
credentials: {{ key: {{ title: {}, secret: true }} }}
codes:
  state:
    "1": {{ name: Paid, title: {}, state: Paid }}
{}signing:
  request: {{ skip: empty, order: name, piece: "{{name}}={{value}}", joint: "&", suffix: "{{key}}", algorithm: md5, encoding: hex_upper, key: credentials.key, basis: doc }}
  response: {{ like: request, basis: doc }}
operations:
  query:
    title: {}
    purpose: order_query
    request:
      encoding: json
      fields:
        orderNo: {{ title: {}, presence: required, is: merchant_order_no }}
        sign: {{ title: 签名, presence: required, signature: true }}
    response:
      encoding: json
      fields:
        orderNo: {{ title: 商户订单号, presence: required, is: merchant_order_no }}
        state: {{ title: {}, presence: required, type: code, table: state }}
        sign: {{ title: 签名, presence: required, signature: true }}
{}      decision: {{ state: state, basis: doc }}
      identity: {{ orderNo: request.orderNo }}
"#,
        quoted(&words(2)),
        quoted(&words(5)),
        quoted(&words(9)),
        quoted(&words(7)),
        (0..CODES).map(code).collect::<String>(),
        quoted(&words(4)),
        quoted(&words(6)),
        quoted(&words(8)),
        (0..FIELDS).map(field).collect::<String>(),
    );
    load_text("elm.yaml", &text).into_result().unwrap_or_else(|error| panic!("{error}")).remove(0)
}

#[test]
fn hostile_words_change_no_markup_and_turn_no_text_in_either_format() {
    let provider = large();
    let mut texts = vec![markdown(&provider), comparison_markdown(std::slice::from_ref(&provider))];
    for page in html(std::slice::from_ref(&provider)) {
        let scanned = Scanned::new(&page.contents);
        scanned.check_nesting(&page.name);
        // The script of the theme, the index and the script of the page.
        assert_eq!(scanned.names.iter().filter(|name| *name == "script").count(), 3, "{}", page.name);
        texts.push(page.contents);
    }
    let turning = |character: &char| matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    for text in texts {
        let found = text.chars().position(|character| turning(&character));
        assert_eq!(
            found,
            None,
            "{:?}",
            found.map(|at| text.chars().skip(at - 20).take(60).collect::<String>())
        );
    }
}

#[test]
fn the_markdown_of_hostile_words_reads_back_as_the_same_provider() {
    let provider = large();
    let document = document::read("elm.md", &markdown(&provider));
    assert!(document.not_understood.is_empty(), "{:?}", document.not_understood);
    let yaml = import::import(&[document], "elm").yaml;
    let imported = load_text("elm.yaml", &yaml).into_result().unwrap_or_else(|error| panic!("{error}"));
    assert!(imported == [provider], "{yaml}");
}

#[test]
fn thousands_of_codes_stand_together_in_a_diagram_and_one_by_one_in_their_table() {
    let provider = large();
    let pages = html(std::slice::from_ref(&provider));
    let page = &pages.iter().find(|page| page.name == "elm.html").expect("a page").contents;
    let diagram = page.split("<svg").nth(1).and_then(|rest| rest.split("</svg>").next()).expect("a diagram");
    assert_eq!(diagram.matches("class=\"pill ").count(), 5, "four states, and what no table lists");
    let each = CODES / 3;
    assert_eq!(
        diagram.matches(&format!("等 {each} 个取值")).count(),
        2 * 3,
        "each in the picture and in its text"
    );
    assert_eq!(page.matches(" id=\"codes-state.").count(), CODES + 1);
    let index = &pages.iter().find(|page| page.name == "index.html").expect("a page").contents;
    assert!(index.contains(&format!("共 {each} 个，见码表")), "no cell of the comparison is cut");
}
