//! Sample messages. What is not well-formed is read as far as it goes: samples are written by hand.

use std::collections::HashSet;
use std::ops::Range;

use super::columns::is_name;
use super::{Sample, SampleEncoding};

/// Members deeper inside each other, or with longer names, are left out.
const DEEPEST: usize = 32;
const LONGEST_NAME: usize = 200;

type Member = (String, Option<String>);

/// Reads a block of code; `None` if it is no message.
pub(super) fn read(text: &str, span: Range<usize>) -> Option<Sample> {
    let code = text[span.clone()].trim();
    let (encoding, members) = match code.bytes().next()? {
        b'{' | b'[' => (SampleEncoding::Json, json(code)),
        b'<' => (SampleEncoding::Xml, xml(code)),
        _ => match form(code) {
            members if !members.is_empty() => (SampleEncoding::Form, members),
            // A line such as `POST /pay/query` may stand before the message.
            _ => (SampleEncoding::Json, json(code.split_once("\n{").map(|(_, body)| body)?)),
        },
    };
    (!members.is_empty()).then_some(Sample { encoding, members, span })
}

/// The members of a sample, each path once.
#[derive(Default)]
struct Members {
    members: Vec<Member>,
    seen: HashSet<String>,
}

impl Members {
    fn push(&mut self, path: String, value: Option<String>) {
        if self.seen.insert(path.clone()) {
            self.members.push((path, value));
        }
    }
}

/// A bracket that is open.
struct Open {
    /// How much of the path is that of the bracket's owner.
    path: usize,
    /// It stands in quotes: JSON in a string.
    quoted: bool,
}

fn json(code: &str) -> Vec<Member> {
    let bytes = code.as_bytes();
    let mut members = Members::default();
    let mut open: Vec<Open> = Vec::new();
    // The path of the member at hand; it is empty where a value has no name of its own.
    let (mut path, mut named, mut at) = (String::new(), false, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => {
                if named {
                    members.push(path.clone(), None);
                }
                open.push(Open { path: path.len(), quoted: false });
                named = false;
                at += 1;
            }
            b'}' | b']' => {
                let closed = open.pop();
                path.truncate(open.last().map_or(0, |owner| owner.path));
                named = false;
                at += 1;
                if closed.is_some_and(|closed| closed.quoted) {
                    at += usize::from(bytes.get(at) == Some(&b'\\'));
                    at += usize::from(bytes.get(at) == Some(&b'"'));
                }
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => at = line_end(bytes, at),
            b'"' => {
                let escaped = at > 0 && bytes[at - 1] == b'\\';
                let inner = blanks_end(bytes, at + 1);
                if named && matches!(bytes.get(inner), Some(b'{' | b'[')) {
                    members.push(path.clone(), None);
                    open.push(Open { path: path.len(), quoted: true });
                    named = false;
                    at = inner + 1;
                    continue;
                }
                let (string, end) = string(code, at + 1, escaped);
                let after = blanks_end(bytes, end);
                at = end;
                let owner = open.last().map_or(0, |owner| owner.path);
                if !named && bytes.get(after) == Some(&b':') {
                    at = after + 1;
                    path.truncate(owner);
                    named = open.len() <= DEEPEST && string.len() <= LONGEST_NAME && !string.is_empty();
                    if named {
                        if owner > 0 {
                            path.push('.');
                        }
                        path.push_str(&string);
                    }
                } else if named {
                    members.push(path.clone(), Some(string));
                    path.truncate(owner);
                    named = false;
                }
            }
            b',' => {
                path.truncate(open.last().map_or(0, |owner| owner.path));
                named = false;
                at += 1;
            }
            b':' | b'\\' | b' ' | b'\t' | b'\r' | b'\n' => at += 1,
            _ => {
                let end = (at..bytes.len())
                    .find(|end| {
                        matches!(bytes[*end], b',' | b'}' | b']' | b'\n' | b'\r' | b'"' | b'{' | b'[')
                    })
                    .unwrap_or(bytes.len());
                if named {
                    let value = code[at..end].split("//").next().unwrap_or_default().trim();
                    members.push(path.clone(), Some(value.to_owned()));
                    path.truncate(open.last().map_or(0, |owner| owner.path));
                    named = false;
                }
                at = end;
            }
        }
    }
    members.members
}

fn blanks_end(bytes: &[u8], from: usize) -> usize {
    (from..bytes.len()).find(|at| !bytes[*at].is_ascii_whitespace()).unwrap_or(bytes.len())
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    (from..bytes.len()).find(|at| bytes[*at] == b'\n').unwrap_or(bytes.len())
}

/// A string up to its quotation mark or, where that was forgotten, the end of the line; and where it ends.
fn string(code: &str, start: usize, escaped: bool) -> (String, usize) {
    let bytes = code.as_bytes();
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return (unescaped(&code[start..at]), at + 1),
            b'\\' if escaped && bytes.get(at + 1) == Some(&b'"') => {
                return (unescaped(&code[start..at]), at + 2);
            }
            b'\\' if at + 1 < bytes.len() && bytes[at + 1].is_ascii() && bytes[at + 1] != b'\n' => at += 2,
            b'\n' => break,
            _ => at += 1,
        }
    }
    (code[start..at].trim_end_matches([',', '"', '\\', ' ', '\r', '\t']).to_owned(), at)
}

fn unescaped(string: &str) -> String {
    if !string.contains('\\') {
        return string.to_owned();
    }
    serde_json::from_str(&format!("\"{string}\"")).unwrap_or_else(|_| string.to_owned())
}

fn form(code: &str) -> Vec<Member> {
    let code = match code.split_once('?') {
        Some((address, query)) if !address.contains('=') && address.contains('/') => query,
        _ => code,
    };
    let lines = code.lines().map(str::trim).filter(|line| !line.is_empty());
    let pairs: Vec<String> = if code.contains('&') {
        lines.collect::<String>().split('&').map(str::to_owned).collect()
    } else {
        lines.map(str::to_owned).collect()
    };
    let mut members = Members::default();
    let mut others = 0;
    for pair in pairs.iter().filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some((name, value)) if is_name(name.trim()) && name.len() <= LONGEST_NAME => {
                members.push(name.trim().to_owned(), Some(value.trim().to_owned()));
            }
            _ => others += 1,
        }
    }
    if members.members.len() > others { members.members } else { Vec::new() }
}

/// An element that is open.
struct Element<'a> {
    name: &'a str,
    /// How much of the path is that of the element.
    path: usize,
    member: Option<usize>,
    text: usize,
    is_leaf: bool,
}

fn xml(code: &str) -> Vec<Member> {
    let mut members = Members::default();
    let mut open: Vec<Element<'_>> = Vec::new();
    let mut path = String::new();
    let mut rest = 0;
    while let Some(at) = code[rest..].find('<').map(|at| rest + at) {
        let tag = &code[at..];
        let skipped = [("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", ">"), ("<!", ">")];
        if let Some((begin, end)) = skipped.iter().find(|(begin, _)| tag.starts_with(begin)) {
            rest =
                tag[begin.len()..].find(end).map_or(code.len(), |found| at + begin.len() + found + end.len());
            continue;
        }
        let Some(end) = tag.find('>').map(|end| at + end) else { break };
        let inner = &code[at + 1..end];
        rest = end + 1;
        if let Some(name) = inner.strip_prefix('/') {
            let name = name.trim();
            let Some(depth) = open.iter().rev().take(DEEPEST).position(|element| element.name == name) else {
                continue;
            };
            for _ in 0..depth {
                open.pop();
            }
            if let Some(Element { member: Some(member), is_leaf: true, text, .. }) = open.pop() {
                members.members[member].1 = Some(content(&code[text..at]).to_owned());
            }
            path.truncate(open.last().map_or(0, |element| element.path));
            continue;
        }
        let name = inner.split([' ', '\t', '\r', '\n', '/']).next().unwrap_or_default();
        if name.is_empty() || name.len() > LONGEST_NAME {
            continue;
        }
        if let Some(parent) = open.last_mut() {
            parent.is_leaf = false;
        }
        let mut member = None;
        // The outermost element is the message itself.
        if !open.is_empty() && open.len() <= DEEPEST {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(name);
            let before = members.members.len();
            members.push(path.clone(), None);
            member = (members.members.len() > before).then_some(before);
        }
        if inner.ends_with('/') {
            path.truncate(open.last().map_or(0, |element| element.path));
        } else {
            open.push(Element { name, path: path.len(), member, text: end + 1, is_leaf: true });
        }
    }
    members.members
}

fn content(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix("<![CDATA[").and_then(|text| text.strip_suffix("]]>")).unwrap_or(text)
}
