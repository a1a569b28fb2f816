//! What a heading says about the tables and samples below it.

use super::address::labelled;

/// A side of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// What is sent.
    Request,
    /// What is answered.
    Response,
}

/// What stands below a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The fields of a message.
    Message(Direction),
    /// Fields, of the message at hand: 公共参数, 业务参数.
    Part,
    /// A sample message.
    Sample(Option<Direction>),
    /// Signatures and headers of HTTP, whose tables and blocks of code are no messages.
    Apart,
    /// Words about the operation: 简要描述, 请求URL.
    About,
    /// An operation, a table of codes, or anything else with a name of its own.
    Named,
}

const SAMPLES: [&str; 9] = ["示例", "样例", "例子", "范例", "举例", "示范", "example", "sample", "demo"];
const AFTER_SAMPLES: [&str; 9] = ["数据", "报文", "代码", "参数", "说明", "如下", "json", "xml", "s"];
const SIGNING: [&str; 7] = ["签名", "验签", "加签", "加密", "signature", "signing", "encryption"];
const RULES: [&str; 13] =
    ["算法", "机制", "规则", "规范", "示例", "方法", "步骤", "流程", "说明", "过程", "串", "example", "rule"];
const HEADERS: [&str; 4] = ["请求头", "响应头", "header", "headers"];
const AFTER_MESSAGES: [&str; 10] =
    ["说明", "列表", "如下", "描述", "定义", "格式", "结构", "明细", "表", "s"];
const NOUNS: [&str; 16] = [
    "信息",
    "包",
    "参数",
    "字段",
    "报文",
    "数据",
    "结果",
    "内容",
    "消息",
    "parameter",
    "param",
    "field",
    "body",
    "message",
    "体",
    "值",
];
/// What stands between the direction and such a noun: `请求Body参数`, `返回结果参数`.
const BETWEEN: [&str; 11] =
    ["body", "query", "json", "form", "data", "业务", "公共", "结果", "报文", "数据", "消息"];
const REQUESTS: [&str; 10] =
    ["请求", "输入", "入参", "上送", "提交", "传入", "传参", "request", "input", "发送"];
const RESPONSES: [&str; 11] =
    ["返回", "响应", "应答", "回应", "回传", "输出", "出参", "返参", "response", "reply", "output"];
const PARTS: [&str; 12] = [
    "参数",
    "字段",
    "接口参数",
    "公共参数",
    "业务参数",
    "系统参数",
    "公共字段",
    "业务字段",
    "报文头",
    "报文体",
    "parameter",
    "field",
];
const ABOUT: [&str; 49] = [
    "接口规范",
    "接口定义",
    "接口概述",
    "接口详情",
    "基本信息",
    "调用说明",
    "使用说明",
    "通信方式",
    "接口状态",
    "认证方式",
    "简要描述",
    "描述",
    "说明",
    "备注",
    "注意",
    "注意事项",
    "注意事项说明",
    "接口信息",
    "接口说明",
    "接口描述",
    "接口地址",
    "接口简介",
    "请求地址",
    "请求url",
    "url",
    "请求路径",
    "请求方式",
    "请求方法",
    "请求类型",
    "接口规则",
    "协议规定",
    "安全规范",
    "数据格式",
    "文档说明",
    "应用场景",
    "使用场景",
    "功能说明",
    "功能描述",
    "业务说明",
    "更新记录",
    "版本历史",
    "常见问题",
    "faq",
    "附录",
    "概述",
    "简介",
    "测试账户",
    "环境",
    "地址",
];

/// Reads a heading.
pub(super) fn kind(words: &str) -> Kind {
    let words = plain(words);
    if words.chars().count() > 30 {
        return Kind::Named;
    }
    let signing = SIGNING.iter().any(|word| words.contains(word))
        && (SIGNING.iter().any(|word| words.ends_with(word))
            || RULES.iter().any(|word| words.contains(word)));
    let bare = words.trim_end_matches("参数");
    if signing || HEADERS.iter().any(|word| bare.ends_with(word)) {
        return Kind::Apart;
    }
    if is_sample(&words) {
        return Kind::Sample(sample_direction(&words));
    }
    if let Some(direction) = message(&words) {
        return Kind::Message(direction);
    }
    let bare = without(&words, &AFTER_MESSAGES);
    if PARTS.contains(&bare) || PARTS.contains(&words.as_str()) {
        return Kind::Part;
    }
    if ABOUT.contains(&words.as_str()) || labelled(&words).is_some() { Kind::About } else { Kind::Named }
}

/// Whether words make a heading that names something of its own: no part of a message, no sample.
pub(crate) fn is_name(words: &str) -> bool {
    kind(words) == Kind::Named
}

/// Without numbers before it, remarks in parentheses and colons after it, and blanks, in small letters.
pub(super) fn plain(words: &str) -> String {
    let words = words.trim_end_matches([':', '：', '。', ' ']);
    let words = match words.find(['(', '（']) {
        Some(at) if at > 0 && words.ends_with([')', '）']) => &words[..at],
        _ => words,
    };
    let numbers = ['.', '、', '(', ')', '（', '）', ' ', '-'];
    let ordinals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    let bare = words.trim_start_matches(|first: char| first.is_ascii_digit() || numbers.contains(&first));
    let bare = match bare.find('、') {
        Some(at) if bare[..at].chars().all(|first| ordinals.contains(&first)) => {
            &bare[at + '、'.len_utf8()..]
        }
        _ => bare,
    };
    let bare = bare.trim_end_matches([':', '：', ' ']);
    bare.chars().filter(|character| !character.is_whitespace()).flat_map(char::to_lowercase).collect()
}

fn is_sample(words: &str) -> bool {
    let bare = without(words, &AFTER_SAMPLES);
    SAMPLES.iter().any(|word| bare.ends_with(word) || words.ends_with(word))
        || ["example", "sample"].iter().any(|word| words.starts_with(word))
}

fn sample_direction(words: &str) -> Option<Direction> {
    let asks = REQUESTS.iter().any(|word| words.contains(word));
    let answers = RESPONSES.iter().any(|word| words.contains(word));
    match (asks, answers) {
        (true, true) => None,
        (_, true) => Some(Direction::Response),
        (true, _) => Some(Direction::Request),
        _ => words.contains("参数").then_some(Direction::Request),
    }
}

fn message(words: &str) -> Option<Direction> {
    let bare = without(words, &AFTER_MESSAGES);
    if bare == "查询参数" {
        return Some(Direction::Request);
    }
    if bare.ends_with("请求结果") {
        return Some(Direction::Response);
    }
    let owner = NOUNS.iter().find_map(|noun| bare.strip_suffix(noun).filter(|rest| !rest.is_empty()));
    let owner = owner.map(|owner| without(owner, &BETWEEN));
    let of = |words: &[&str]| match owner {
        Some(owner) => words.iter().any(|word| owner.ends_with(word)),
        None => words.contains(&bare),
    };
    if of(&RESPONSES) {
        Some(Direction::Response)
    } else if of(&REQUESTS) {
        Some(Direction::Request)
    } else {
        None
    }
}

/// The side that a sentence above a table announces: `平台会返回以下内容：`, `平台返回的参数如下：`, `以下为返回字段：`. What
/// is sent or answered must stand next to the word for what follows; elsewhere a sentence may speak of either side.
pub(super) fn announced(sentence: &str) -> Option<Direction> {
    const BELOW: [&str; 6] = ["以下", "如下", "下列", "下表", "下面", "下述"];
    let sentence = sentence.to_lowercase();
    for (at, below) in BELOW.iter().flat_map(|below| sentence.match_indices(below)) {
        let before = sentence[..at].trim_end_matches([' ', '的', '了', '为', '出']);
        let before = NOUNS.iter().find_map(|noun| before.strip_suffix(noun)).unwrap_or(before);
        let before = without(before, &BETWEEN).trim_end_matches('的');
        let after = sentence[at + below.len()..].trim_start_matches([' ', '为', '是', '的']);
        for (direction, words) in [(Direction::Response, &RESPONSES[..]), (Direction::Request, &REQUESTS)] {
            if words.iter().any(|word| before.ends_with(word) || after.starts_with(word)) {
                return Some(direction);
            }
        }
    }
    let follows = ["following", "below"].iter().any(|word| sentence.contains(word));
    let says = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    match (says(&REQUESTS), says(&RESPONSES) || sentence.contains("returns")) {
        (true, false) if follows => Some(Direction::Request),
        (false, true) if follows => Some(Direction::Response),
        _ => None,
    }
}

/// Whether words name both sides, so that they may be about either.
pub(super) fn names_both_sides(words: &str) -> bool {
    let words = words.to_lowercase();
    [&REQUESTS[..], &RESPONSES].iter().all(|side| side.iter().any(|word| words.contains(word)))
}

/// Without any of some words at its end.
fn without<'a>(words: &'a str, endings: &[&str]) -> &'a str {
    let mut rest = words;
    while let Some(shorter) =
        endings.iter().find_map(|ending| rest.strip_suffix(ending).filter(|shorter| !shorter.is_empty()))
    {
        rest = shorter;
    }
    rest
}
