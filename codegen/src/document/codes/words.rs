//! What the words of a list of codes look like.

use crate::document::inline::is_blank;

/// How long what separates a value from its title is.
pub(in crate::document) fn separator(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if let Some(word) = ["表示", "代表"].iter().find(|word| text.starts_with(*word)) {
        return Some(word.len());
    }
    match first {
        ':' | '：' | '＝' | '→' => Some(first.len_utf8()),
        '=' => Some(if text.starts_with("=>") { 2 } else { 1 }),
        '-' | '—' | '–' | '－' | '―' => {
            let dashes = |next: &char| matches!(next, '-' | '—' | '–' | '－' | '―');
            let length = text.chars().take_while(dashes).map(char::len_utf8).sum::<usize>();
            Some(if text[length..].starts_with('>') { length + 1 } else { length })
        }
        _ => None,
    }
}

/// How long what stands between a number and its title is, where that is a word or nothing: `0为成功`, `1失败`.
pub(in crate::document) fn joined(value: &str, rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    let counted = "位天元分秒月年日时个次号级笔字点款种条至到以倍折~～%".contains(first);
    if !is_number(value) || !is_chinese(rest) || counted || !is_chinese(first.encode_utf8(&mut [0; 4])) {
        return None;
    }
    Some(if matches!(first, '为' | '是') { first.len_utf8() } else { 0 })
}

pub(in crate::document) fn is_title(value: &str, title: &str, dash: bool, equals: bool) -> bool {
    let Some(first) = title.chars().next() else { return false };
    if title.chars().count() > 100
        || title.contains("{\"")
        || matches!(first, '/' | '"' | '“' | ':' | '{' | '[')
    {
        return false;
    }
    if first.is_ascii_digit() && (dash || is_number(value)) {
        return false;
    }
    if is_date(value) || (is_date(title) && !is_number(value)) {
        return false;
    }
    if is_chinese(title) {
        return true;
    }
    let letters = title.bytes().filter(u8::is_ascii_alphabetic).count();
    let value_is_code = is_number(value) || (value.len() > 1 && is_constant_like(value));
    !equals && letters > 1 && value_is_code && !is_date(title)
}

/// `其他-处理有误`, `非0 - 失败`: no code.
pub(in crate::document) fn is_other(words: &str) -> bool {
    ["其他", "其它", "其余", "other", "else"].iter().any(|word| words.starts_with(word))
        || words
            .strip_prefix('非')
            .is_some_and(|rest| rest.trim_start().starts_with(|next: char| next.is_ascii_alphanumeric()))
}

/// Whether words before a colon say something of the field, and are not what one of its values means: `默认：CNY`,
/// `签名方式：MD5`.
pub(in crate::document) fn is_about_field(title: &str) -> bool {
    const ABOUT: [&str; 28] = [
        "默认",
        "默认值",
        "缺省",
        "缺省值",
        "初始值",
        "固定值",
        "格式",
        "示例",
        "示例值",
        "样例",
        "范例",
        "举例",
        "例",
        "例如",
        "如",
        "推荐",
        "建议",
        "参考",
        "取值",
        "版本",
        "版本号",
        "字符集",
        "编码",
        "算法",
        "方式",
        "类型",
        "标准",
        "单位",
    ];
    ABOUT.iter().any(|word| title.ends_with(word))
}

/// Whether the words before a list call it an example or a format.
pub(in crate::document) fn is_example(before: &str) -> bool {
    let before = before
        .trim_end_matches(|last: char| is_blank(last) || matches!(last, ':' | '：' | '(' | '（' | '"' | '“'));
    ["如", "比如", "例", "格式", "e.g.", "such as"].iter().any(|word| before.ends_with(word))
}

pub(in crate::document) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Digits, or capitals with digits.
pub(in crate::document) fn is_constant_like(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase() || byte == b'_')
        && text.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

pub(in crate::document) fn is_chinese(text: &str) -> bool {
    text.chars().any(|character| ('\u{3400}'..='\u{9fff}').contains(&character))
}

/// `yyyyMMdd`, `HH:mm`, `MM-dd HH:mm:ss`.
pub(in crate::document) fn is_date(text: &str) -> bool {
    let letters: Vec<u8> = text.bytes().filter(u8::is_ascii_alphabetic).collect();
    letters.len() > 1
        && letters.iter().all(|letter| b"yYmMdDhHsSfT".contains(letter))
        && letters.windows(2).any(|pair| pair[0] == pair[1] && !matches!(pair[0], b'f' | b'T'))
        && !is_chinese(text)
}
