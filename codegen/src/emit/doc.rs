//! Text from a specification on its way into rustdoc.

use proc_macro2::TokenStream;
use quote::quote;

/// The widest line of a comment, in columns; a Chinese character takes two.
const WIDTH: usize = 108;

/// Rustdoc of lines of Markdown that the generator wrote. Text from a specification goes through [`prose`] first.
pub(crate) fn doc(lines: &[String]) -> TokenStream {
    let lines = lines.iter().flat_map(|line| wrap(line)).map(|line| {
        let line = if line.is_empty() { line } else { format!(" {line}") };
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// Text from a specification as one line of plain Markdown: nothing in it is markup, a link, or code that rustdoc
/// would run as a test. Only `code` between single ticks stays code.
pub(crate) fn prose(text: &str) -> String {
    let line = visible(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let ticks = line.matches('`').count();
    if ticks % 2 == 1 || line.contains("``") {
        return escape(&line);
    }
    line.split('`')
        .enumerate()
        .map(|(index, part)| if index % 2 == 0 { escape(part) } else { code(part) })
        .collect()
}

/// A text with a blank for every character that steers a terminal or turns the direction of what follows: rustc refuses
/// them in comments.
fn visible(text: &str) -> String {
    let steers = |character: char| {
        character.is_control() || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|character| if steers(character) { ' ' } else { character }).collect()
}

/// Takes the meaning from every character that means something in Markdown.
fn escape(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut line = String::with_capacity(text.len());
    for (at, &character) in characters.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| characters[at]);
        let after = characters.get(at + 1);
        let starts_word = before.is_none_or(|before| before == ' ');
        let escaped = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' => true,
            // Inside a word it is a plain character.
            '_' => {
                !(before.is_some_and(char::is_alphanumeric)
                    && after.is_some_and(|after| after.is_alphanumeric()))
            }
            // A bare URL is a warning of rustdoc's.
            ':' => characters[at + 1..].starts_with(&['/', '/']),
            '&' => after.is_some_and(|after| after.is_alphabetic() || *after == '#'),
            '#' | '-' | '+' | '=' => {
                starts_word && after.is_none_or(|after| *after == ' ' || *after == character)
            }
            '.' | ')' => {
                // A number in front would begin a list.
                !line.is_empty() && line.chars().all(|character| character.is_ascii_digit())
            }
            _ => false,
        };
        if escaped {
            line.push('\\');
        }
        line.push(character);
    }
    line
}

/// Text from a specification as code.
pub(crate) fn code(text: &str) -> String {
    let text = visible(text);
    let ticks = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    // Three ticks and more could be the beginning of a block.
    if ticks > 1 {
        return escape(text.trim());
    }
    let fence = "`".repeat(ticks + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Breaks a line of Markdown between words.
fn wrap(line: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut width = 0;
    // The continuation of a list item is indented under it.
    let indent = if line.starts_with("- ") { "  " } else { "" };
    for word in line.split(' ') {
        let word_width: usize = word.chars().map(|character| if character.is_ascii() { 1 } else { 2 }).sum();
        if width > 0 && width + 1 + word_width > WIDTH && !begins_block(word) {
            lines.push(indent.to_owned());
            width = indent.len();
        } else if width > 0 {
            if let Some(last) = lines.last_mut() {
                last.push(' ');
            }
            width += 1;
        }
        if let Some(last) = lines.last_mut() {
            last.push_str(word);
        }
        width += word_width;
    }
    lines
}

/// Whether a word at the beginning of a line could be read as the beginning of a list or a heading.
fn begins_block(word: &str) -> bool {
    word.starts_with(['-', '+', '#', '=', '>', '*', ':', '~', '<', '|', '_'])
        || word.trim_start_matches(|character: char| character.is_ascii_digit()).starts_with(['.', ')'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_specification_is_markup() {
        assert_eq!(prose("a [link](x) and `code` *b* <i>"), "a \\[link\\](x) and `code` \\*b\\* \\<i\\>");
        assert_eq!(prose("an odd ` tick"), "an odd \\` tick");
        assert_eq!(prose("resp_code and _b_"), "resp_code and \\_b\\_");
        assert_eq!(
            prose("    fn main() {}\n\n```rust\npanic!()\n```"),
            "fn main() {} \\`\\`\\`rust panic!() \\`\\`\\`"
        );
        assert_eq!(prose("# title\n- item"), "\\# title \\- item");
        assert_eq!(prose("1. first"), "1\\. first");
        assert_eq!(prose("see https://example.invalid"), "see https\\://example.invalid");
    }

    #[test]
    fn code_holds_ticks() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a\nb"), "`a b`");
        assert_eq!(code("```a"), "\\`\\`\\`a");
        assert_eq!(code("a\u{202e}b"), "`a b`");
    }

    #[test]
    fn long_lines_are_broken_between_words() {
        let line = "word ".repeat(60);
        let lines = wrap(line.trim());
        assert!(lines.len() > 2 && lines.iter().all(|line| line.len() <= WIDTH), "{lines:?}");
        assert_eq!(lines.join(" "), line.trim());
    }
}
