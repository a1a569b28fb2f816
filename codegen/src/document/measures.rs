//! What cells say about presence, length and type.

use super::inline::is_blank;
use super::{LengthText, LengthUnit, PresenceText};

/// Reads a presence; `None` for words that say something else.
pub(super) fn presence(words: &str) -> Option<PresenceText> {
    let words: String = narrow(words)
        .chars()
        .filter(|character| !is_blank(*character))
        .flat_map(char::to_uppercase)
        .collect();
    let bare = words.split(['(', '（', '，', ',', '；', ';', '。']).next().unwrap_or_default();
    let conditional = bare != words
        && ["时", "必填", "必传", "必须", "条件"].iter().any(|word| words[bare.len()..].contains(word));
    match bare {
        "M" | "R" | "Y" | "是" | "YES" | "TRUE" | "T" | "必填" | "必须" | "必选" | "必传" | "必输"
        | "必需" | "必返" | "REQUIRED" | "MANDATORY" | "√" | "✓" | "✔" => {
            Some(PresenceText::Required)
        }
        "O" | "N" | "否" | "NO" | "FALSE" | "F" | "可选" | "选填" | "可填" | "非必填" | "非必须"
        | "非必选" | "非必传" | "非必输" | "非必需" | "不必填" | "不必须" | "可空" | "OPTIONAL" | "×"
        | "✗"
            if conditional =>
        {
            Some(PresenceText::Conditional)
        }
        "O" | "N" | "否" | "NO" | "FALSE" | "F" | "可选" | "选填" | "可填" | "非必填" | "非必须"
        | "非必选" | "非必传" | "非必输" | "非必需" | "不必填" | "不必须" | "可空" | "OPTIONAL" | "×"
        | "✗" => Some(PresenceText::Optional),
        "C" | "二选一" | "三选一" | "多选一" | "EITHER" | "条件" | "条件必填" | "条件可选" | "条件必选"
        | "条件必传" | "条件必须" | "特殊可选" | "特殊必填" | "特殊必选" | "有条件必填" | "CONDITIONAL" => {
            Some(PresenceText::Conditional)
        }
        _ => None,
    }
}

/// With the letters and digits that keyboards for Chinese make wide in their usual form.
pub(super) fn narrow(words: &str) -> String {
    words.chars().map(|character| narrow_letter(character).unwrap_or(character)).collect()
}

/// The usual form of a wide letter or digit.
pub(super) fn narrow_letter(character: char) -> Option<char> {
    const SHIFT: u32 = 'Ａ' as u32 - 'A' as u32;
    let wide = matches!(character, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    if wide { char::from_u32(character as u32 - SHIFT) } else { None }
}

/// What a word means in a column that says whether a field may be missing.
pub(super) fn reversed(presence: PresenceText) -> PresenceText {
    match presence {
        PresenceText::Required => PresenceText::Optional,
        PresenceText::Optional => PresenceText::Required,
        PresenceText::Conditional => PresenceText::Conditional,
    }
}

/// What a cell says about a length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    /// The longest text.
    Text(LengthText),
    /// 无, `-`: none that is stated.
    Unstated,
    /// Words that say something else.
    Unclear,
}

/// Reads a length.
pub(super) fn length(words: &str) -> Length {
    let bare = narrow(words.trim_matches(is_blank)).to_lowercase();
    if matches!(
        bare.as_str(),
        "" | "-"
            | "--"
            | "—"
            | "——"
            | "/"
            | "\\"
            | "无"
            | "不限"
            | "无限制"
            | "none"
            | "n/a"
            | "变长"
            | "不定长"
    ) {
        return Length::Unstated;
    }
    let inner = inner(&bare).map_or(bare.as_str(), |(_, inner)| inner);
    match numbers(inner).or_else(|| lettered(&bare)?.1) {
        Some(length) => Length::Text(length),
        None => Length::Unclear,
    }
}

/// A type and the length in its parentheses, or behind the letters for what is in it: `AN8..40`, `ANS..256`, `N2`.
pub(super) fn kind(words: &str) -> (&str, Option<LengthText>) {
    if let Some(found) = lettered(words) {
        return found;
    }
    match inner(words) {
        Some((before, inner)) => match numbers(&narrow(inner).to_lowercase()) {
            Some(length) if !before.is_empty() => (before, Some(length)),
            _ => (words, None),
        },
        None => beside(words).unwrap_or((words, None)),
    }
}

/// `String/32`, `varchar 32`
fn beside(words: &str) -> Option<(&str, Option<LengthText>)> {
    let (word, length) = words.split_once(['/', ' ', '\n'])?;
    let letters = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let length = numbers(&narrow(length).to_lowercase()).filter(|_| letters)?;
    Some((word, Some(length)))
}

/// `AN8..40`: letters, digits and how many of them, as messages of banks are described. Letters that also begin other
/// words, such as `X509` and `B64`, need the dots or the parentheses.
fn lettered(words: &str) -> Option<(&str, Option<LengthText>)> {
    let end = words.find(|character: char| !character.is_ascii_alphabetic())?;
    let (letters, rest) = words.split_at(end);
    let is_one_of = |known: &[&str]| known.iter().any(|known| known.eq_ignore_ascii_case(letters));
    let inner = rest.strip_prefix(['(', '（']).and_then(|rest| rest.strip_suffix([')', '）']));
    let marked = inner.is_some() || rest.contains("..");
    let known = is_one_of(&["A", "N", "S", "AN", "AS", "NS", "ANS", "ANC"]);
    if !(known || marked && is_one_of(&["X", "B", "C", "Z", "H", "HEX"])) {
        return None;
    }
    Some((letters, Some(numbers(inner.unwrap_or(rest))?)))
}

/// Whether a type is that of something with fields inside it.
pub(super) fn is_structured(kind: &str) -> bool {
    let kind = kind.to_lowercase();
    ["object", "array", "list", "json", "map", "struct", "[]", "对象", "数组", "列表", "集合"]
        .iter()
        .any(|word| kind.contains(word))
}

/// What stands before parentheses at the end of a text, and in them.
fn inner(words: &str) -> Option<(&str, &str)> {
    let closed = words.strip_suffix([')', '）', ']'])?;
    let at = closed.rfind(['(', '（', '['])?;
    let opening = closed[at..].chars().next().map_or(1, char::len_utf8);
    Some((words[..at].trim_matches(is_blank), closed[at + opening..].trim_matches(is_blank)))
}

/// `30`, `18,2`, `1-32`, `≤32`, with words for characters.
fn numbers(words: &str) -> Option<LengthText> {
    let mut bare = words.trim_matches(is_blank);
    for word in [
        "不超过",
        "不大于",
        "小于等于",
        "最长",
        "最大",
        "最多",
        "定长",
        "固定",
        "长度",
        "max",
        "len",
        "≤",
        "<=",
        "＜=",
        "=",
        ":",
        "：",
    ] {
        bare = bare.strip_prefix(word).unwrap_or(bare).trim_matches(is_blank);
    }
    let mut unit = LengthUnit::Characters;
    for (word, counted) in [
        ("以内", None),
        ("以下", None),
        ("个字符", None),
        ("字符", None),
        ("个字节", Some(LengthUnit::Bytes)),
        ("字节", Some(LengthUnit::Bytes)),
        ("位数字", None),
        ("位", None),
        ("chars", None),
        ("characters", None),
        ("bytes", Some(LengthUnit::Bytes)),
        ("byte", Some(LengthUnit::Bytes)),
        ("digits", None),
    ] {
        if let Some(shorter) = bare.strip_suffix(word) {
            bare = shorter.trim_matches(is_blank);
            unit = counted.unwrap_or(unit);
        }
    }
    // `8..40`, `..40`
    if let Some((shortest, longest)) = bare.split_once("..") {
        let begins = shortest.is_empty() || number(shortest).is_some();
        let longest = longest.trim_start_matches('.');
        let length = if begins && !longest.contains("..") { numbers(longest)? } else { return None };
        return Some(LengthText { unit, ..length });
    }
    let (first, separator, second) = match bare.find([',', '，', '-', '~', '～', '–', '—', '.']) {
        Some(at) => {
            let separator = bare[at..].chars().next()?;
            let rest = bare[at + separator.len_utf8()..].trim_matches(is_blank);
            (number(bare[..at].trim_matches(is_blank))?, Some(separator), Some(number(rest)?))
        }
        None => (number(bare)?, None, None),
    };
    let length = match (separator, second) {
        (Some(',' | '，' | '.'), Some(second)) if second < first => {
            LengthText { max: first, decimals: Some(second), unit }
        }
        (_, Some(second)) => LengthText { max: second, decimals: None, unit },
        (_, None) => LengthText { max: first, decimals: None, unit },
    };
    (length.max > 0).then_some(length)
}

fn number(digits: &str) -> Option<u32> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}
