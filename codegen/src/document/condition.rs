//! Rows that are no fields: "code为SUCCESS时返回" begins a section, "order详情" begins the fields of `orders`.

/// What the words of such a row say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Section {
    /// The rows below are there when these fields have these values.
    When(Vec<(String, String)>),
    /// The rows below are inside the field of about this name.
    Inside(String),
}

/// Words between a field and its value; 位 is the slip of a keyboard for 为.
const IS: [&str; 10] = ["的值为", "值为", "都为", "均为", "等于", "==", "为", "位", "是", "="];
const WHEN: [&str; 6] = ["的时候", "时", "返回", "有值", "存在", "情况"];
const INSIDE: [&str; 16] = [
    "数据格式",
    "数据结构",
    "参数说明",
    "字段说明",
    "参数列表",
    "字段列表",
    "业务数据",
    "详情",
    "明细",
    "内容",
    "结构",
    "对象",
    "参数",
    "字段",
    "说明",
    "格式",
];

/// Whether a line reads as such a row.
pub(super) fn reads_as_section(line: &str) -> bool {
    line.len() < 200
        && (line.contains('时') || line.contains("返回") || line.contains("详情"))
        && section(line).is_some()
}

/// Whether a line between tables says when the fields of the next are there: `以下字段在code为0时返回`.
pub(super) fn introduces_section(line: &str, bold: bool) -> bool {
    let about_below = ["以下", "如下", "下列", "下面"].iter().any(|word| line.contains(word))
        && ["返回", "有值", "存在", "字段", "参数"].iter().any(|word| line.contains(word));
    (about_below || bold) && matches!(section(line), Some(Section::When(_)))
}

/// Reads the words of a row.
pub(super) fn section(words: &str) -> Option<Section> {
    if words.len() > 300 {
        return None;
    }
    when(words).map(Section::When).or_else(|| inside(words).map(|name| Section::Inside(name.to_owned())))
}

fn when(words: &str) -> Option<Vec<(String, String)>> {
    if !WHEN.iter().any(|word| words.contains(word)) {
        return None;
    }
    let mut names: Vec<&str> = Vec::new();
    let mut conditions = Vec::new();
    let mut rest = words;
    while let Some((name, after)) = next_name(rest) {
        rest = after;
        let after = after.trim_start_matches([' ', '`', '\u{3000}', '"']);
        let value = IS.iter().find_map(|is| after.strip_prefix(is)).and_then(value);
        names.push(name);
        if let Some((value, after)) = value {
            // One of several values is no condition that a section can have.
            if after.trim_start().starts_with(['或', '/']) {
                return None;
            }
            conditions.extend(names.drain(..).map(|name| (name.to_owned(), value.to_owned())));
            rest = after;
        }
    }
    (!conditions.is_empty()).then_some(conditions)
}

/// The next name of a field in a text, and what follows it.
fn next_name(text: &str) -> Option<(&str, &str)> {
    let start = text.find(|character: char| character.is_ascii_alphabetic() || character == '_')?;
    let length = name_length(&text[start..]);
    Some((&text[start..start + length], &text[start + length..]))
}

fn value(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches([' ', '`', '"', '“', '\'', '‘', '\u{3000}']);
    let end = text
        .find(|character: char| !(character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.')));
    let end = end.unwrap_or(text.len());
    (end > 0).then(|| (&text[..end], &text[end..]))
}

/// The name before 详情 or another word for what is inside a field.
pub(super) fn inside(words: &str) -> Option<&str> {
    let words = words.trim_end_matches([':', '：', ' ']);
    let length = name_length(words);
    let rest = words[length..].trim_start_matches([' ', '`', '\u{3000}']);
    let rest = rest.strip_prefix('的').or_else(|| rest.strip_prefix("中的")).unwrap_or(rest);
    (length > 0 && INSIDE.contains(&rest.trim())).then(|| &words[..length])
}

/// The only name of a field in words such as `业务参数 biz_content`.
pub(super) fn only_name(words: &str) -> Option<&str> {
    let mut names = words
        .split(|character: char| !(character.is_ascii_alphanumeric() || matches!(character, '_' | '.')))
        .filter(|name| name_length(name) == name.len() && name.len() > 1);
    let name = names.next()?;
    names.next().is_none().then_some(name)
}

/// Whether words say, next to the name of a field, that what is inside it follows.
pub(super) fn names_inside(words: &str) -> bool {
    words.is_empty() || INSIDE.contains(&words.strip_prefix('的').unwrap_or(words))
}

/// How much of the start of a text is the name of a field.
pub(super) fn name_length(text: &str) -> usize {
    if !text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
        return 0;
    }
    text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.')).count()
}
