//! Codes that a description lists: `0-订单生成<br>1-支付中`, `1：借记卡；2：信用卡`, `支付成功(0)`, `SUCCESS/FAIL`.
//!
//! A list is taken for one only where several of its parts have the same form. Prose, dates, formats, examples and
//! addresses have parts that look alike; what is in doubt is no code.

use std::ops::Range;

use super::CodeText;
use super::inline::{Inline, is_blank, offset, trimmed};

/// Longer descriptions are prose.
const LONGEST: usize = 1 << 15;

/// The codes of a description.
pub(super) fn listed(description: &Inline) -> Vec<CodeText> {
    let text = description.text.as_str();
    if text.len() > LONGEST || !text.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
        return Vec::new();
    }
    let entries = list(text, 0..text.len())
        .or_else(|| parentheses(text).into_iter().find_map(|inner| list(text, inner)))
        .or_else(|| values(text));
    let mut seen = std::collections::HashSet::new();
    let mut codes = Vec::new();
    for (value, title) in entries.unwrap_or_default() {
        if seen.insert(text[value.clone()].to_owned()) {
            let title = title.map(|title| description.stated(title));
            codes.push(CodeText { value: description.stated(value), title, keys: Vec::new() });
        }
    }
    codes
}

/// A value and its title, as places in the description.
type Entry = (Range<usize>, Option<Range<usize>>);

/// What separates the entries of a list; a stronger one separates too where a weaker one does.
const LEVELS: [&[char]; 6] = [&['\n', '。'], &['；', ';'], &['，', ','], &['、'], &['/', '|'], &[' ']];

fn list(text: &str, part: Range<usize>) -> Option<Vec<Entry>> {
    let mut best: Option<(usize, Vec<Entry>)> = None;
    let mut consider = |weight: usize, entries: Vec<Entry>| {
        if best.as_ref().is_none_or(|(most, _)| weight > *most) {
            best = Some((weight, entries));
        }
    };
    for level in 0..LEVELS.len() {
        let pieces = pieces(text, part.clone(), level);
        if let Some((size, entries)) = value_first(text, &pieces) {
            // Between two readings of the same size the one with fewer separators wins, and a value in front.
            consider(size * 2 + 1, entries);
        }
        if let Some(entries) = title_first(text, &pieces) {
            consider(entries.len() * 2, entries);
        }
    }
    best.map(|(_, entries)| entries)
}

/// The parts of a text between separators up to a level, outside of parentheses.
fn pieces(text: &str, part: Range<usize>, level: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let (mut start, mut depth) = (part.start, 0_usize);
    for (at, character) in text[part.clone()].char_indices() {
        let at = part.start + at;
        match character {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            '\n' => depth = 0,
            _ => {}
        }
        let separates =
            depth == 0 && LEVELS[..=level].iter().any(|separators| separators.contains(&character));
        let after = at + character.len_utf8();
        if separates && (character != ' ' || begins_entry(&text[after..part.end])) {
            pieces.push(start..at);
            start = after;
        }
    }
    pieces.push(start..part.end);
    pieces
}

/// Whether a value and a separator stand at the start of a text, or a number and its title, or what is no code.
fn begins_entry(text: &str) -> bool {
    is_other(text)
        || value_at(text).is_some_and(|(value, rest)| {
            (separator(rest.trim_start_matches(is_blank)).is_some() || joined(value, rest).is_some())
                && value.bytes().any(|byte| byte.is_ascii_alphanumeric())
        })
}

/// `0-订单生成`, `1：借记卡`; how many entries there are with those that are no codes, and the codes.
fn value_first(text: &str, pieces: &[Range<usize>]) -> Option<(usize, Vec<Entry>)> {
    let mut entries: Vec<Entry> = Vec::new();
    let (mut others, mut begins) = (0, 0);
    for piece in pieces {
        let words = trimmed(&text[piece.clone()]);
        if is_other(words) {
            others += 1;
        } else if let Some(entry) = entry(text, words) {
            if entries.is_empty() {
                begins = entry.0.start;
            }
            entries.push(entry);
        } else if entries.is_empty()
            && let Some(entry) = entry_after_words(text, words)
        {
            begins = entry.0.start;
            entries.push(entry);
        }
    }
    let alone = entries.len() == 1 && others == 0;
    let enough = match entries.as_slice() {
        [] => false,
        [(value, Some(title))] if alone => {
            pieces.len() == 1
                && begins == 0
                && is_number(&text[value.clone()])
                && is_chinese(&text[title.clone()])
        }
        _ => true,
    };
    (enough && !is_example(&text[..begins])).then(|| {
        let size = entries.len() + others;
        add_untitled(text, pieces, &mut entries);
        (size, entries)
    })
}

/// `WX-微信<br>AL-支付宝<br>YL`: between codes with titles, a value of their form is one, too.
fn add_untitled(text: &str, pieces: &[Range<usize>], entries: &mut Vec<Entry>) {
    let is_like = |one: &str, other: &str| {
        is_number(one) == is_number(other) && (!is_number(one) || one.len() == other.len())
    };
    let untitled: Vec<Entry> = pieces
        .iter()
        .map(|piece| trimmed(&text[piece.clone()]))
        .filter(|words| {
            is_constant_like(words)
                && !is_date(words)
                && entries.iter().all(|(value, _)| {
                    let value = &text[value.clone()];
                    is_constant_like(value) && is_like(value, words)
                })
        })
        .map(|words| (offset(text, words)..offset(text, words) + words.len(), None))
        .collect();
    if entries.len() > 1 && !untitled.is_empty() {
        entries.extend(untitled);
        entries.sort_by_key(|(value, _)| value.start);
    }
}

fn entry(text: &str, words: &str) -> Option<Entry> {
    let opened = words.trim_start_matches(['"', '“', '\'', '‘', '「', '【', '`']);
    let (value, rest) = value_at(opened)?;
    let rest = rest.trim_start_matches(['"', '”', '\'', '’', '」', '】', '`']).trim_start_matches(is_blank);
    let start = offset(text, value);
    let value_range = start..start + value.len();
    if let Some(length) = separator(rest).or_else(|| joined(value, rest)) {
        let title = trimmed(&rest[length..]).trim_end_matches(['，', ',', '；', ';', '、', '。']);
        let title = trimmed(title);
        let dash = rest.starts_with(['-', '-', '—', '–', '－', '―']);
        let equals = rest.starts_with(['=', '＝']);
        let start = offset(text, title);
        return is_title(value, title, dash, equals).then(|| (value_range, Some(start..start + title.len())));
    }
    // `0（成功）`
    let inner = rest.strip_prefix(['(', '（'])?.strip_suffix([')', '）'])?;
    let title = trimmed(inner);
    let start = offset(text, title);
    let plain = !title.contains(['(', '（', ')', '）']) && is_chinese(title) && is_constant_like(value);
    plain.then(|| (value_range, Some(start..start + title.len())))
}

/// An entry behind the words that introduce a list: `订单状态：0-订单生成`.
fn entry_after_words(text: &str, words: &str) -> Option<Entry> {
    let mut before = '：';
    for (at, character) in words.char_indices() {
        let begins = !before.is_ascii_alphanumeric() && !matches!(before, '_' | '.' | '/' | '-' | '(' | '（');
        if at > 0
            && begins
            && character.is_ascii_alphanumeric()
            && let Some(entry) = entry(text, &words[at..])
        {
            return Some(entry);
        }
        before = character;
    }
    None
}

/// The value at the start of a text, and what follows.
fn value_at(text: &str) -> Option<(&str, &str)> {
    let run = |text: &str| {
        text.bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'+'))
            .count()
    };
    let length = run(text);
    if length == 0 || length > 64 || text[..length].ends_with('.') {
        return None;
    }
    // A dash belongs to the value where a colon follows: `APP-H5：支付`.
    let mut longer = length;
    while text[longer..].starts_with('-') && run(&text[longer + 1..]) > 0 && longer < 64 {
        longer += 1 + run(&text[longer + 1..]);
        if text[longer..].trim_start_matches(' ').starts_with([':', '：']) {
            return Some((&text[..longer], &text[longer..]));
        }
    }
    Some((&text[..length], &text[length..]))
}

/// How long what separates a value from its title is.
fn separator(text: &str) -> Option<usize> {
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
fn joined(value: &str, rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    let counted = "位天元分秒月年日时个次号级笔字点款种条至到以倍折~～%".contains(first);
    if !is_number(value) || !is_chinese(rest) || counted || !is_chinese(first.encode_utf8(&mut [0; 4])) {
        return None;
    }
    Some(if matches!(first, '为' | '是') { first.len_utf8() } else { 0 })
}

fn is_title(value: &str, title: &str, dash: bool, equals: bool) -> bool {
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
fn is_other(words: &str) -> bool {
    ["其他", "其它", "其余", "other", "else"].iter().any(|word| words.starts_with(word))
        || words
            .strip_prefix('非')
            .is_some_and(|rest| rest.trim_start().starts_with(|next: char| next.is_ascii_alphanumeric()))
}

/// `支付成功(0)`: every part has this form.
fn title_first(text: &str, pieces: &[Range<usize>]) -> Option<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    for piece in pieces {
        let words = trimmed(&text[piece.clone()]);
        if words.is_empty() {
            continue;
        }
        let entry = words.strip_suffix([')', '）']).and_then(|open| {
            let at = open.rfind(['(', '（'])?;
            let width = open[at..].chars().next()?.len_utf8();
            let value = trimmed(&open[at + width..]);
            let mut title = trimmed(&words[..at]);
            if entries.is_empty()
                && let Some(at) = title.rfind([':', '：'])
            {
                title = trimmed(&title[at..]).trim_start_matches([':', '：']).trim_start();
            }
            let good = is_constant_like(value)
                && !is_date(value)
                && is_chinese(title)
                && !title.contains(['(', '（']);
            let (value_at, title_at) = (offset(text, value), offset(text, title));
            good.then(|| (value_at..value_at + value.len(), Some(title_at..title_at + title.len())))
        });
        match entry {
            Some(entry) => entries.push(entry),
            // Words that introduce the list.
            None if entries.is_empty() && words.ends_with([':', '：']) => {}
            None => return None,
        }
    }
    (entries.len() > 1).then_some(entries)
}

/// What stands in the parentheses of a text.
fn parentheses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, character) in text.char_indices() {
        match character {
            '(' | '（' => {
                depth += 1;
                if depth == 1 {
                    start = at + character.len_utf8();
                }
            }
            ')' | '）' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    found.push(start..at);
                }
            }
            _ => {}
        }
    }
    found
}

/// `SUCCESS/FAIL`: values without titles, at the start of the text or behind a colon.
fn values(text: &str) -> Option<Vec<Entry>> {
    let start =
        text.find([':', '：']).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    values_at(text, 0).or_else(|| if start > 0 { values_at(text, start) } else { None })
}

fn values_at(text: &str, start: usize) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut rest = text[start..].trim_start_matches(is_blank);
    let whole = start == 0;
    loop {
        let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        let value = &rest[..length];
        let good = is_constant_like(value)
            && !is_date(value)
            && (length > 1 || whole)
            && (whole || !is_number(value));
        if !good {
            break;
        }
        let at = offset(text, value);
        entries.push((at..at + length, None));
        rest = rest[length..].trim_start_matches(' ');
        let Some(next) = rest.chars().next() else { break };
        let separates = matches!(next, '/' | '|' | '、' | '或')
            || (matches!(next, ',' | '，') && continues(&rest[next.len_utf8()..]));
        if separates {
            rest = rest[next.len_utf8()..].trim_start_matches(' ');
        } else {
            break;
        }
    }
    let ended = rest.is_empty() || (rest.starts_with([',', '，', '。', '；', ';', '\n', '(', '（']));
    let numbers = entries.iter().any(|(value, _)| is_number(&text[value.clone()]));
    let known = trimmed(text) == "N/A";
    (entries.len() > 1 && ended && !known && (!numbers || rest.is_empty())).then_some(entries)
}

/// Whether another bare value follows.
fn continues(text: &str) -> bool {
    let text = text.trim_start_matches(is_blank);
    let length = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let after = text[length..].trim_start_matches(is_blank);
    length > 1
        && is_constant_like(&text[..length])
        && (after.is_empty() || after.starts_with([',', '，', '/', '、', '或', '|']))
}

/// Whether the words before a list call it an example or a format.
fn is_example(before: &str) -> bool {
    let before = before
        .trim_end_matches(|last: char| is_blank(last) || matches!(last, ':' | '：' | '(' | '（' | '"' | '“'));
    ["如", "比如", "例", "格式", "e.g.", "such as"].iter().any(|word| before.ends_with(word))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Digits, or capitals with digits.
fn is_constant_like(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase() || byte == b'_')
        && text.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|character| ('\u{3400}'..='\u{9fff}').contains(&character))
}

/// `yyyyMMdd`, `HH:mm`, `MM-dd HH:mm:ss`.
pub(super) fn is_date(text: &str) -> bool {
    let letters: Vec<u8> = text.bytes().filter(u8::is_ascii_alphabetic).collect();
    letters.len() > 1
        && letters.iter().all(|letter| b"yYmMdDhHsSfT".contains(letter))
        && letters.windows(2).any(|pair| pair[0] == pair[1] && !matches!(pair[0], b'f' | b'T'))
        && !is_chinese(text)
}
