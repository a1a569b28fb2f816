//! Codes that a description lists: `0-订单生成<br>1-支付中`, `1：借记卡；2：信用卡`, `支付成功(0)`, `SUCCESS/FAIL`.
//!
//! A list is taken for one only where several of its parts have the same form. Prose, dates, formats, examples and
//! addresses have parts that look alike; what is in doubt is no code.

mod words;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::inline::{Inline, is_blank, offset, trimmed};
use super::{CodeText, Stated, measures};

pub(super) use words::is_date;
use words::{
    is_about_field, is_chinese, is_constant_like, is_example, is_number, is_other, is_title, joined,
    separator,
};

/// Longer descriptions are prose.
const LONGEST: usize = 1 << 15;

/// The codes of a description.
pub(super) fn listed(description: &Inline) -> Vec<CodeText> {
    let printed = description.text.as_str();
    if printed.len() > LONGEST {
        return Vec::new();
    }
    let (text, places) = narrow(printed);
    let text = text.as_ref();
    if !text.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
        return Vec::new();
    }
    let entries = list(text, 0..text.len())
        .or_else(|| parentheses(text).into_iter().find_map(|inner| list(text, inner)))
        .or_else(|| values(text));
    let stated = |range: Range<usize>| {
        let place = |at: usize| places.get(at).copied().unwrap_or(at);
        Stated {
            value: text[range.clone()].to_owned(),
            ..description.stated(place(range.start)..place(range.end))
        }
    };
    let mut seen = HashSet::new();
    let mut codes = Vec::new();
    for (value, title) in entries.unwrap_or_default() {
        // The same again; under another title it stays, as a question.
        if seen.insert((&text[value.clone()], title.clone().map(|title| &text[title]))) {
            codes.push(CodeText { value: stated(value), title: title.map(stated), keys: Vec::new() });
        }
    }
    codes
}

/// A text with wide letters and digits in their usual form, and where each of its bytes stood; none where nothing moved.
fn narrow(text: &str) -> (Cow<'_, str>, Vec<usize>) {
    let narrowed = |character: char| measures::narrow_letter(character).unwrap_or(character);
    if text.chars().all(|character| narrowed(character) == character) {
        return (text.into(), Vec::new());
    }
    let (mut narrow, mut places) = (String::with_capacity(text.len()), Vec::with_capacity(text.len() + 1));
    for (at, character) in text.char_indices() {
        let character = narrowed(character);
        narrow.push(character);
        places.extend((at..).take(character.len_utf8()));
    }
    places.push(text.len());
    (narrow.into(), places)
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

/// `支付成功(0)`: every part has this form.
fn title_first(text: &str, pieces: &[Range<usize>]) -> Option<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    for piece in pieces {
        let words = trimmed(&text[piece.clone()]);
        if words.is_empty() {
            continue;
        }
        let before_colon = titled_before_colon(text, words);
        if before_colon.as_ref().is_some_and(|(_, title)| is_about_field(&text[title.clone()])) {
            continue;
        }
        let before_colon = before_colon.map(|(value, title)| (value, Some(title)));
        let entry = before_colon.or_else(|| {
            words.strip_suffix([')', '）']).and_then(|open| {
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
            })
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

/// `微信：WECHAT`
fn titled_before_colon(text: &str, words: &str) -> Option<(Range<usize>, Range<usize>)> {
    let at = words.find([':', '：'])?;
    let (title, value) = (trimmed(&words[..at]), trimmed(words[at..].trim_start_matches([':', '：'])));
    let good = value.len() > 1
        && is_constant_like(value)
        && !is_number(value)
        && !is_date(value)
        && is_chinese(title);
    let (value_at, title_at) = (offset(text, value), offset(text, title));
    good.then(|| (value_at..value_at + value.len(), title_at..title_at + title.len()))
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
