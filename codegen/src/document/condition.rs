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
/// Words that turn a condition around, or leave open what it is.
const DOUBTS: [&str; 10] = ["不", "无", "没有", "未", "除", "非", "或", "任一", "之一", "以外"];
/// Words for fields that are there.
const THERE: [&str; 11] =
    ["返回", "有值", "存在", "出现", "下发", "有效", "必填", "必传", "必输", "必须", "上送"];
const BELOW: [&str; 5] = ["以下", "如下", "下列", "下面", "下表"];
const QUOTES: [char; 9] = [' ', '`', '"', '“', '”', '\'', '‘', '’', '\u{3000}'];
/// Longer words are no such row.
const LONGEST: usize = 300;
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

/// Whether a line between tables says when the fields of the next are there, also where `section` makes nothing of it:
/// `以下字段在code为0时返回`, `code为0时，以下字段不返回`.
pub(super) fn introduces_section(line: &str, bold: bool) -> bool {
    let short = line.len() <= LONGEST;
    short && (bold || is_about_below(line)) && is_there(line) && !compared(main_clause(line)).0.is_empty()
}

/// Whether a line between tables speaks of a case in which the fields of the next are there, but tests no field:
/// `以下字段仅在支付成功时返回`.
pub(super) fn mentions_case(line: &str) -> bool {
    const AFTER: [&str; 10] = ["返回", "才", "有", "必", "存在", "出现", "上送", "会", "，", ","];
    let fields = ["字段", "参数"].iter().any(|word| line.contains(word));
    let temporal = line.contains("情况")
        || line.contains("的时候")
        || line
            .split('时')
            .skip(1)
            .any(|after| AFTER.iter().any(|word| after.trim_start().starts_with(word)));
    line.len() <= LONGEST && fields && temporal && is_about_below(line) && is_there(line)
}

fn is_about_below(line: &str) -> bool {
    BELOW.iter().any(|word| line.contains(word))
}

/// Whether words say that fields are there, and not what else is done or what a code of an answer means.
fn is_there(words: &str) -> bool {
    THERE.iter().any(|there| {
        words.match_indices(there).any(|(at, _)| {
            let after = words[at + there.len()..].trim_start_matches([' ', '的']);
            let ends = |next: char| !(next.is_alphanumeric() || next == '_');
            after.is_empty()
                || after.starts_with(ends)
                || ["字段", "参数", "内容", "数据", "信息"]
                    .iter()
                    .chain(&BELOW)
                    .any(|word| after.starts_with(word))
        })
    })
}

/// Reads the words of a row.
pub(super) fn section(words: &str) -> Option<Section> {
    if words.len() > LONGEST {
        return None;
    }
    when(words).map(Section::When).or_else(|| inside(words).map(|name| Section::Inside(name.to_owned())))
}

fn when(words: &str) -> Option<Vec<(String, String)>> {
    let clause = main_clause(words);
    let says = |words: &[&str]| words.iter().any(|word| clause.contains(word));
    let (conditions, several) = compared(clause);
    (says(&WHEN) && !says(&DOUBTS) && !several && !conditions.is_empty()).then_some(conditions)
}

/// The sentence that compares fields with values, without what it says of other cases.
fn main_clause(words: &str) -> &str {
    const OTHERWISE: [&str; 10] =
        ["否则", "，如", ",如", "，若", ",若", "，其他", "，其它", "，其余", "（其他", "(其他"];
    let tests = |words: &str| !compared(words).0.is_empty();
    let clause = words.split(['。', '；', ';', '\n']).find(|sentence| tests(sentence)).unwrap_or(words);
    let ends = OTHERWISE.iter().filter_map(|word| clause.find(word)).filter(|end| tests(&clause[..*end]));
    &clause[..ends.min().unwrap_or(clause.len())]
}

/// The fields that words compare with values, and whether with one of several.
fn compared(words: &str) -> (Vec<(String, String)>, bool) {
    let mut names: Vec<&str> = Vec::new();
    let mut conditions = Vec::new();
    let mut several = false;
    let mut rest = words;
    while let Some((name, after)) = next_name(rest) {
        rest = after;
        let after = after.trim_start_matches([' ', '`', '\u{3000}', '"']);
        names.push(name);
        if let Some((value, after)) = is(after).and_then(value) {
            several |= is_one_of_several(after);
            conditions.extend(names.drain(..).map(|name| (name.to_owned(), value.to_owned())));
            rest = after;
        }
    }
    (conditions, several)
}

/// What stands behind a word between a field and its value.
fn is(text: &str) -> Option<&str> {
    IS.iter().find_map(|is| text.strip_prefix(is))
}

/// Whether other values follow a value, and not other fields with theirs: `、1时返回`, but not `、b为1时返回`.
fn is_one_of_several(after: &str) -> bool {
    let mut rest = after.trim_start_matches(QUOTES);
    let mut more = false;
    while let Some(next) =
        ["、", "和", "与", "及", "或", "/", "|"].iter().find_map(|word| rest.strip_prefix(word))
        && let Some((_, after)) = value(next)
    {
        rest = after.trim_start_matches(QUOTES);
        more = true;
    }
    more && is(rest).is_none()
}

/// The next name of a field in a text, and what follows it.
fn next_name(text: &str) -> Option<(&str, &str)> {
    let start = text.find(|character: char| character.is_ascii_alphabetic() || character == '_')?;
    let length = name_length(&text[start..]);
    Some((&text[start..start + length], &text[start + length..]))
}

fn value(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches(QUOTES);
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

/// The name with which a line begins that introduces what is below it: `其中result为JSON对象，包含以下字段：`.
pub(super) fn first_name(words: &str) -> Option<&str> {
    let bare = words.trim_start_matches(['其', '中', '，', ' ', '`']);
    let length = name_length(bare);
    (length > 1 && words.ends_with([':', '：'])).then(|| &bare[..length])
}

/// The only name of a field in a sentence that says that others are inside it: `业务参数（biz_content 中）如下`.
pub(super) fn inside_of(words: &str) -> Option<&str> {
    let name = only_name(words)?;
    let (_, after) = words.split_once(name)?;
    let after = after.trim_start_matches(['`', ' ', '"', '”', '的']);
    ["中", "里", "内", "字段", "对象", "节点", "数组", "结构"]
        .iter()
        .any(|word| after.starts_with(word))
        .then_some(name)
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
