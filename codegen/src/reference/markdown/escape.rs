//! Texts in Markdown: what survives as it is, what is shown, and what stands in code spans.

use crate::reference::prose::{Prose, Run, is_turning, is_unseen};
use crate::yaml::{self, Node};

/// Whether words read from a cell or a heading are the words that were written there.
///
/// Only what no reader of Markdown, however it understands the odd cases, takes for anything but text.
pub(super) fn survives(words: &str) -> bool {
    let outer = |character: Option<char>| {
        character.is_some_and(|character| character.is_alphanumeric() || is_bracket(character))
    };
    let plain = |character: char| {
        character.is_alphanumeric()
            || is_bracket(character)
            || " .,;:/%+-='_，。、；：“”‘’？！·—…".contains(character)
    };
    // Between letters an underscore is one of a name; anywhere else it may be markup.
    let names = words.split('_').map(str::as_bytes).collect::<Vec<_>>();
    let joined = names.windows(2).all(|sides| {
        sides[0].last().is_some_and(u8::is_ascii_alphanumeric)
            && sides[1].first().is_some_and(u8::is_ascii_alphanumeric)
    });
    outer(words.chars().next())
        && (outer(words.chars().next_back()) || words.ends_with(['.', '。', '+', '%']))
        && words.chars().all(plain)
        && joined
        && !words.contains("  ")
        && words.chars().any(char::is_alphanumeric)
}

const fn is_bracket(character: char) -> bool {
    matches!(character, '(' | ')' | '（' | '）' | '《' | '》')
}

/// Whether a code span holds a value to the letter: nothing in it that Markdown or a table would take for its own.
pub(super) fn survives_as_code(value: &str) -> bool {
    value
        .chars()
        .all(|character| character.is_ascii_graphic() || character.is_alphanumeric() || character == ' ')
        && !value.contains(['`', '|', '\\', '<', '&'])
        && value.strip_prefix('-').unwrap_or(value).starts_with(char::is_alphanumeric)
        && value.ends_with(char::is_alphanumeric)
        && !value.contains("  ")
}

/// Whether a code span in the column of names holds the name of a field to the letter.
pub(super) fn survives_as_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | '$'))
        && name.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | '-' | '$'))
}

/// Words as people see them, in one line.
pub(super) fn words(text: &str) -> String {
    let mut out = String::new();
    let mut blank = true;
    for character in text.chars() {
        if character.is_whitespace() || character.is_control() || character == '\u{feff}' {
            if !blank {
                out.push(' ');
            }
            blank = true;
            continue;
        }
        blank = false;
        // It would turn the text behind it.
        if is_turning(character) {
            continue;
        }
        if "\\`*_{}[]<>#|~&$^!".contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
    out.truncate(out.trim_end().len());
    out
}

/// A name or a value as a code span, or as words where no code span holds it.
pub(super) fn code(value: &str) -> String {
    let holds = !value.is_empty()
        && value.chars().all(|character| !is_unseen(character) && !matches!(character, '`' | '|' | '\\'))
        && value.trim() == value;
    if holds { format!("`{value}`") } else { format!("“{}”", visible(value)) }
}

/// A value whose blanks and line breaks are seen.
fn visible(value: &str) -> String {
    let seen = value.replace('\n', "⏎").replace('\r', "␍").replace('\t', "⇥").replace(' ', "␣");
    words(&seen)
}

/// A key and its value in the terms of the language, as a code span.
pub(super) fn setting(key: &str, value: &Node) -> String {
    format!("`{key}: {}`", yaml::cell(value))
}

/// A sentence.
pub(super) fn prose(prose: &Prose) -> String {
    let run = |run: &Run| match run {
        Run::Text(text) => blanks_kept(text),
        Run::Code(value) => code(value),
    };
    prose.runs.iter().map(run).collect()
}

/// Words between code spans: their blanks at the ends count.
fn blanks_kept(text: &str) -> String {
    let words = words(text);
    let before = if text.starts_with(' ') { " " } else { "" };
    let after = if text.ends_with(' ') && !words.is_empty() { " " } else { "" };
    format!("{before}{words}{after}")
}
