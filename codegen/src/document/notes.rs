//! What a description says besides: a constant, fields of which one is enough, a table of codes elsewhere.

use std::collections::HashMap;

use super::inline::{Inline, is_blank, offset, trimmed};
use super::{HowMany, OneOf, Stated};

/// Longer descriptions are prose.
const LONGEST: usize = 1 << 15;

/// The value that a description calls fixed.
pub(super) fn constant(description: &Inline) -> Option<Stated<String>> {
    let text = description.text.as_str();
    if text.len() > LONGEST {
        return None;
    }
    let found = called_fixed(text).or_else(|| after_words(text))?;
    let start = offset(text, found);
    Some(description.stated(start..start + found.len()))
}

/// `query_status（此为固定值）`
fn called_fixed(text: &str) -> Option<&str> {
    let at = ["此为固定值", "该值固定", "固定值"].iter().find_map(|words| {
        let at = text.find(words)?;
        text[..at].ends_with(['(', '（', '，', ',']).then_some(at)
    })?;
    // `固定值：1.0` says it behind.
    let words = text[at..].find("固定值").map_or(text.len(), |inner| at + inner + "固定值".len());
    if text[words..].starts_with([':', '：', '为']) {
        return None;
    }
    let before = text[..at]
        .trim_end_matches(|last: char| is_blank(last) || matches!(last, '(' | '（' | '，' | ',' | '"' | '”'));
    let start = before
        .rfind(|character: char| !is_value(character))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let found = &before[start..];
    (!found.is_empty()).then_some(found)
}

/// `固定：1.0`, `目前只支持 MD5`
fn after_words(text: &str) -> Option<&str> {
    const WORDS: [&str; 16] = [
        "固定值为",
        "固定值 ",
        "固定值：",
        "固定值:",
        "固定值是",
        "固定：",
        "固定:",
        "固定为",
        "固定传",
        "固定填写",
        "固定填",
        "固定是",
        "目前只支持",
        "目前仅支持",
        "仅支持",
        "只支持",
    ];
    WORDS.iter().find_map(|words| {
        let after = &text[text.find(words)? + words.len()..];
        let after = after.trim_start_matches(|next: char| {
            is_blank(next) || matches!(next, '"' | '“' | '\'' | '‘' | ':' | '：' | '为')
        });
        let length = after.find(|character: char| !is_value(character)).unwrap_or(after.len());
        let found = after[..length].trim_end_matches(['.', '-', '/']);
        let rest = after[found.len()..]
            .trim_start_matches(|next: char| is_blank(next) || matches!(next, '"' | '”' | '\'' | '’'));
        let rest = ["编码", "签名", "加密", "算法", "格式", "方式"]
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .unwrap_or(rest);
        let ends = rest.is_empty() || rest.starts_with(['，', ',', '。', '；', ';', ')', '）', '\n', '.']);
        (!found.is_empty() && ends).then_some(found)
    })
}

fn is_value(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.' | '/')
}

/// The value that a description gives as an example: `商户号；示例值：6666`.
pub(super) fn example(description: &Inline) -> Option<Stated<String>> {
    let text = description.text.as_str();
    if text.len() > LONGEST {
        return None;
    }
    let at = ["示例值：", "示例值:", "示例：", "示例:"]
        .iter()
        .find_map(|words| Some(text.find(words)? + words.len()))?;
    let words = text[at..].trim_start_matches(is_blank);
    let length = words.find(['；', ';', '。', '，', '\n', '）']).unwrap_or(words.len());
    let start = offset(text, words);
    (length > 0 && length <= 128).then(|| description.stated(start..start + length))
}

/// The fields of a table by what people call them.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The wire names, by themselves and by their titles.
    names: HashMap<String, String>,
}

impl Names {
    pub(super) fn insert(&mut self, name: &str, title: &str) {
        self.names.entry(title.to_owned()).or_insert_with(|| name.to_owned());
        self.names.insert(name.to_owned(), name.to_owned());
    }

    pub(super) fn holds(&self, name: &str) -> bool {
        self.names.get(name).is_some_and(|found| found == name)
    }

    fn get(&self, words: &str) -> Option<&String> {
        self.names.get(words)
    }
}

const EXACTLY: [&str; 16] = [
    "有且只能",
    "有且仅能",
    "二选一",
    "三选一",
    "四选一",
    "多选一",
    "任选其一",
    "只能传一个",
    "只能填一个",
    "只能传其中一个",
    "只能填其中一个",
    "只能上送一个",
    "只能选一个",
    "仅能传一个",
    "仅能填一个",
    "择一",
];
/// Words that allow no more than one, whatever else is said: `优先` and `同时上送` are soft only without them.
const HARDER: [&str; 10] = [
    "有且只能",
    "有且仅能",
    "只能传一个",
    "只能填一个",
    "只能传其中一个",
    "只能填其中一个",
    "只能上送一个",
    "只能选一个",
    "仅能传一个",
    "仅能填一个",
];
const AT_LEAST: [&str; 28] = [
    "至少一个",
    "至少填一个",
    "至少传一个",
    "至少有一个",
    "至少一项",
    "至少填一项",
    "至少必填一个",
    "必填1个",
    "必填一个",
    "必填其一",
    "必传其一",
    "必传一个",
    "必传1个",
    "传一即可",
    "填一即可",
    "传一个即可",
    "填一个即可",
    "选一即可",
    "不能同时为空",
    "不可同时为空",
    "不能都为空",
    "不得同时为空",
    "其一必填",
    "其一必传",
    "Either ",
    "either ",
    "At least one of",
    "at least one of",
];
const SOFTER: [&str; 9] =
    ["至少", "即可", "不能同时为空", "优先", "都传", "同时传", "同时存在", "同时上送", "为准"];

/// Whether a description forbids to send more than one.
fn allows_no_more(text: &str) -> bool {
    let not_both = text.match_indices("同时").any(|(at, both)| {
        ["不可", "不能", "不得", "不允许", "请勿"].iter().any(|not| text[..at].ends_with(not))
            && ["上送", "传", "填", "存在"].iter().any(|verb| text[at + both.len()..].starts_with(verb))
    });
    not_both || HARDER.iter().any(|word| text.contains(word))
}

/// Whether a description may speak of fields of which one is enough.
pub(super) fn may_group(description: &Inline) -> bool {
    let says = |words: &[&str]| words.iter().any(|word| description.text.contains(word));
    description.text.len() <= LONGEST && (says(&AT_LEAST) || says(&EXACTLY))
}

/// Fields of which a description says that one, together with the row's own, is enough.
pub(super) fn one_of(own: &str, description: &Inline, names: &Names) -> Option<Stated<OneOf>> {
    let text = description.text.as_str();
    if text.len() > LONGEST {
        return None;
    }
    let says = |words: &[&str]| words.iter().find_map(|word| text.find(word));
    let hard = allows_no_more(text);
    let (at, soft) = match says(&AT_LEAST) {
        Some(at) => (at, !hard),
        None => (says(&EXACTLY)?, !hard && SOFTER.iter().any(|word| text.contains(word))),
    };
    let clause = text[..at]
        .rfind(['。', '；', ';', '\n'])
        .map_or(0, |before| before + text[before..].chars().next().map_or(1, char::len_utf8));
    let end = text[at..].find(['。', '；', ';', '\n']).map_or(text.len(), |after| at + after);
    let mut listed = mentioned(&text[clause..at], names);
    if listed.is_empty() {
        // `二选一：A、B`
        listed = mentioned(&text[at..end], names);
    }
    if !listed.iter().any(|name| name == own) {
        listed.insert(0, own.to_owned());
    }
    if listed.len() < 2 {
        return None;
    }
    let preferred = preferred(text, names).filter(|name| listed.contains(name));
    let how_many = if soft { HowMany::AtLeastOne } else { HowMany::ExactlyOne };
    let whole = description.stated(clause..end);
    Some(Stated { value: OneOf { names: listed, preferred, how_many }, span: whole.span })
}

/// The fields that a text names, in its order.
fn mentioned(text: &str, names: &Names) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let ends = |character: char| {
        matches!(
            character,
            '和' | '与'
                | '或'
                | '、'
                | '/'
                | '|'
                | '，'
                | ','
                | '及'
                | '跟'
                | '`'
                | '('
                | ')'
                | '（'
                | '）'
                | '：'
                | ':'
                | ' '
                | '【'
                | '】'
                | '“'
                | '”'
                | '"'
        )
    };
    for words in text.split(ends) {
        let words = trimmed(words);
        let latin =
            words.trim_matches(|character: char| !(character.is_ascii_alphanumeric() || character == '_'));
        let name = names.get(words).or_else(|| names.get(latin)).or_else(|| names.get(two_of(words)));
        if let Some(name) = name
            && !found.contains(name)
        {
            found.push(name.clone());
        }
    }
    found
}

/// Without the words of a number at the end: `平台订单号二者`.
fn two_of(words: &str) -> &str {
    ["二者", "两者", "三者", "两个", "必填", "必须", "不能", "二"]
        .iter()
        .find_map(|word| words.strip_suffix(word))
        .unwrap_or(words)
}

fn preferred(text: &str, names: &Names) -> Option<String> {
    if let Some(at) = text.find("优先使用").or_else(|| text.find("优先取")).or_else(|| text.find("优先传"))
    {
        let after = text[at..].trim_start_matches(['优', '先', '使', '用', '取', '传', ' ', '`']);
        let end = after.find(['，', ',', '。', '；', ';', '）', ')', '\n', ' ', '`']).unwrap_or(after.len());
        return mentioned(&after[..end], names).into_iter().next();
    }
    let at = text.find("优先")?;
    let before = &text[..at];
    let start = before
        .rfind(['，', ',', '。', '；', ';', '（', '(', '\n'])
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    // `trade_no优先`, and otherwise `优先trade_no`.
    mentioned(&before[start..], names).into_iter().next_back().or_else(|| {
        let after = &text[at + "优先".len()..];
        let end = after.find(['，', ',', '。', '；', ';', '）', ')', '\n']).unwrap_or(after.len());
        mentioned(&after[..end], names).into_iter().next()
    })
}

/// The anchor in this document that a description links to.
pub(super) fn anchor(description: &Inline) -> Option<Stated<String>> {
    description.links.iter().find_map(|link| {
        let anchor = link.target.strip_prefix('#').filter(|anchor| !anchor.is_empty())?;
        Some(Stated { value: decoded(anchor), span: link.text.span.clone() })
    })
}

/// The words behind 详见 or 参考, which may be the title of a table.
pub(super) fn reference(description: &Inline) -> Option<Stated<String>> {
    let text = description.text.as_str();
    if text.len() > LONGEST {
        return None;
    }
    let after = [
        "请参看",
        "请参见",
        "请参考",
        "请参照",
        "请查看",
        "参看",
        "参见",
        "参考",
        "参照",
        "详见",
        "查看",
        "请见",
        "见",
    ]
    .iter()
    .find_map(|word| text.find(word).map(|at| at + word.len()))?;
    let marks = [':', '：', ' ', '《', '“', '"', '「', '【', '[', '\u{3000}'];
    let begin = text[after..].trim_start_matches(marks);
    let begin =
        begin.strip_prefix("附录").unwrap_or(begin).trim_start_matches(marks).trim_start_matches(['-', '—']);
    let end = begin
        .find(['，', ',', '。', '；', ';', '》', '”', '"', '」', '】', ']', '\n', '（', '(', ' '])
        .unwrap_or(begin.len());
    let start = offset(text, begin);
    let words = description.stated(start..start + end);
    Some(Stated { value: table_title(&words.value).to_owned(), span: words.span })
}

/// What people mention of the title of a table.
pub(super) fn table_title(title: &str) -> &str {
    let title = trimmed(title);
    ["说明", "列表", "定义", "一览", "表"].iter().find_map(|word| title.strip_suffix(word)).unwrap_or(title)
}

/// Without percent-encoding, as browsers put anchors.
fn decoded(anchor: &str) -> String {
    let bytes = anchor.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digits = anchor.get(at + 1..at + 3).filter(|_| *byte == b'%');
        if let Some(value) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            plain.push(value);
            at += 3;
        } else {
            plain.push(*byte);
            at += 1;
        }
    }
    String::from_utf8(plain).unwrap_or_else(|_| anchor.to_owned())
}
