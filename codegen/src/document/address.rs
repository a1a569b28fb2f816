//! Where an operation is reached and how: URL, method, media types.

use super::Stated;
use super::headings::plain;
use super::inline::Inline;

/// What a label such as `请求URL：` announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Url,
    Method,
    MediaType,
}

const URLS: [&str; 18] = [
    "请求url",
    "url",
    "地址",
    "请求地址",
    "接口地址",
    "接口url",
    "请求路径",
    "接口链接",
    "请求链接",
    "接口路径",
    "访问地址",
    "调用地址",
    "endpoint",
    "requesturl",
    "https请求地址",
    "http请求地址",
    "网关地址",
    "请求网关",
];
const METHODS: [&str; 9] =
    ["请求方式", "请求方法", "提交方式", "方式", "方法", "method", "http方法", "httpmethod", "http请求方式"];
const MEDIA_TYPES: [&str; 8] =
    ["请求类型", "content-type", "contenttype", "数据类型", "提交类型", "请求格式", "数据格式", "媒体类型"];
const VERBS: [&str; 5] = ["GET", "POST", "PUT", "DELETE", "PATCH"];

/// The label of a line, and where what it announces begins in its text.
pub(super) fn label(line: &Inline) -> Option<(Label, usize)> {
    let text = line.text.as_str();
    let (words, rest) = match text.find([':', '：']) {
        Some(at) => (&text[..at], at + text[at..].chars().next().map_or(1, char::len_utf8)),
        None => (text, text.len()),
    };
    labelled(words).map(|label| (label, rest))
}

/// What some words announce.
pub(super) fn labelled(words: &str) -> Option<Label> {
    if words.len() > 60 {
        return None;
    }
    let words = plain(words);
    let words = words.as_str();
    if URLS.contains(&words) {
        Some(Label::Url)
    } else if METHODS.contains(&words) {
        Some(Label::Method)
    } else if MEDIA_TYPES.contains(&words) {
        Some(Label::MediaType)
    } else {
        None
    }
}

/// The URL or path in a line, from a place of its text on.
pub(super) fn url(line: &Inline, from: usize) -> Option<Stated<String>> {
    let text = &line.text[from..];
    let start = text
        .find("http://")
        .or_else(|| text.find("https://"))
        .or_else(|| text.find(['{', '$', '<']).filter(|at| text[*at..].contains('/')))
        .or_else(|| text.find('/'))?;
    let mut depth = 0_usize;
    let ends = |character: char| {
        match character {
            '{' | '<' => depth += 1,
            '}' | '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let printed =
            character.is_ascii_graphic() && !matches!(character, '`' | '"' | '\'' | ')' | '|' | ',' | ';');
        !(printed || depth > 0 && character != '\n')
    };
    let length = text[start..].find(ends).unwrap_or(text.len() - start);
    (length > 1).then(|| line.stated(from + start..from + start + length))
}

/// The method in a line, in capitals; nothing where it names several, of which a caller chooses.
pub(super) fn method(line: &Inline, from: usize) -> Option<Stated<String>> {
    let upper = line.text[from..].to_ascii_uppercase();
    let mut verbs = VERBS.iter().filter_map(|verb| word(&upper, verb).map(|at| (at, verb)));
    let (at, verb) = verbs.next().filter(|_| verbs.next().is_none())?;
    Some(Stated { value: (*verb).to_owned(), span: line.stated(from + at..from + at + verb.len()).span })
}

fn word(text: &str, wanted: &str) -> Option<usize> {
    let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    text.match_indices(wanted).map(|(at, _)| at).find(|at| {
        let bytes = text.as_bytes();
        !letter(at.checked_sub(1).and_then(|before| bytes.get(before)))
            && !letter(bytes.get(at + wanted.len()))
    })
}

/// The media types in a line.
pub(super) fn media_types(line: &Inline) -> Vec<Stated<String>> {
    let mut found: Vec<Stated<String>> = Vec::new();
    for start in ["application/", "text/", "multipart/"] {
        for (at, _) in line.text.match_indices(start) {
            let name = line.text[at + start.len()..]
                .bytes()
                .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'+'))
                .count();
            if name > 0 {
                found.push(line.stated(at..at + start.len() + name));
            }
        }
    }
    found.sort_by_key(|found| found.span.start);
    found
}
