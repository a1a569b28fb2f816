//! Texts and names, many of them hard to write in YAML or in a table of Markdown.

use super::choices::Choices;

/// What texts are made of.
const PIECES: &[&str] = &[
    "商户号",
    "订单状态",
    "a",
    "A|B",
    "`code`",
    "\"quoted\"",
    "'",
    "<br>",
    "\n",
    " ",
    "  ",
    "|---|",
    "| a | b |",
    "😀",
    "#",
    "## 请求参数",
    "0-待支付，1-已支付",
    "1：借记卡；2：信用卡",
    "code为SUCCESS时返回",
    "以下字段在 resp_code 为 0 的时候有返回",
    "null",
    "~",
    "true",
    "0",
    "1.0",
    "- ",
    "? ",
    ": ",
    " # ",
    "{a: b}",
    "[x](y)",
    "**b**",
    "_i_",
    "\\",
    "\\|",
    "\\n",
    "&amp;",
    "&",
    "*",
    "<",
    "<b>",
    "-->",
    "\t",
    "\u{3000}",
    "\u{a0}",
    "二选一",
    "固定值：MD5",
    "必填",
    "是",
    "-",
    "无",
    "String(32)",
    "https://pay.example/a?b=c#d",
    "\r\n",
    "\r",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{7f}",
    "e\u{301}",
    "%",
    "@",
    "!x",
    "'x",
    "\"",
    "```",
    "~~~",
    "1. ",
    "> ",
    "   x",
    "\u{200d}",
];

/// Texts that nobody has trouble with.
const PLAIN: &[&str] = &["商户订单号", "支付金额", "Amount of the order", "签名", "随机字符串"];

/// A text of any kind; not often an empty one.
pub(super) fn any(choices: &mut Choices) -> String {
    match choices.below(8) {
        0..=3 => choices.pick(PLAIN).to_owned(),
        7 if choices.one_in(6) => String::new(),
        _ => (0..=choices.below(4)).map(|_| choices.pick(PIECES)).collect(),
    }
}

/// A text of any kind that has characters.
pub(super) fn some(choices: &mut Choices) -> String {
    let text = any(choices);
    if text.is_empty() { "x".to_owned() } else { text }
}

/// A text for a place in a template, where braces are doubled.
pub(super) fn literal(choices: &mut Choices) -> String {
    choices
        .pick(&["&", "", "=", "|", "{{", "}}", "{{x}}", "`", " ", "\n", "签名", "|---|", ": ", "#"])
        .to_owned()
}

/// A name in snake case that nothing else has.
pub(super) fn name(choices: &mut Choices) -> String {
    let word = choices.pick(&["alpha", "order_no", "x", "pay_way", "true_value", "n_o"]);
    format!("{word}{}", choices.unique())
}

/// The name of a field on the wire that nothing else has, in the message or elsewhere.
pub(super) fn wire(choices: &mut Choices, encoding: Alphabet) -> String {
    const PLAIN: &[&str] =
        &["order_no", "orderNo", "Amount", "RESP_CODE", "x", "_id", "trade-type", "订单号"];
    const ODD: &[&str] = &[
        "$type",
        "a*b",
        "_under_",
        "x|y",
        "tick`s",
        "<tag>",
        "#",
        "a:b",
        "~",
        "&amp;",
        "back\\slash",
        "quo\"te",
        "'",
        "-",
        "?",
        "!",
        "@type",
        "%p",
        "{k}",
        "😀q",
        "`",
        "*",
        "**b**",
        "a,b",
    ];
    let odd = matches!(encoding, Alphabet::Any) && choices.one_in(5);
    let word = choices.pick(if odd { ODD } else { PLAIN });
    // A digit alone makes no name in Rust.
    let word = if word.chars().any(char::is_alphabetic) { word.to_owned() } else { format!("{word}z") };
    format!("{word}{}", choices.unique())
}

/// What names of fields may be made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// What elements of XML may be called.
    Elements,
    /// Nearly anything.
    Any,
}
