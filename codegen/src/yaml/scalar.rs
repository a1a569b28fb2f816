//! Texts: plain where every reader of YAML 1.1 and 1.2 reads the same text, in double quotes elsewhere.

use std::fmt::Write as _;

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// Behind a key, with a line of its own.
    Block,
    /// Before a colon, with a line of its own.
    Key,
    /// Between brackets.
    Flow,
    /// Likewise, in a code span in a cell of a Markdown table.
    Cell,
}

/// A text in one line.
pub(super) fn text(text: &str, context: Context) -> String {
    if is_plain(text, context) { text.to_owned() } else { quoted(text, context) }
}

/// Writes a text behind a key, from a column on. One that is too long for the line is folded at its blanks, and one with
/// lines keeps them, where nothing is lost by that.
pub(super) fn write_in_block(text: &str, column: usize, indent: usize, line_width: usize, out: &mut String) {
    let line = self::text(text, Context::Block);
    if text.contains('\n') && keeps_lines(text) {
        out.push_str("|-");
        for line in text.split('\n') {
            out.push('\n');
            if !line.is_empty() {
                out.extend(std::iter::repeat_n(' ', indent));
                out.push_str(line);
            }
        }
    } else if column + width(&line) > line_width && can_fold(text) {
        out.push_str(">-");
        let mut column = line_width;
        for word in text.split(' ') {
            if column + 1 + width(word) > line_width {
                out.push('\n');
                out.extend(std::iter::repeat_n(' ', indent));
                column = indent;
            } else {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += width(word);
        }
    } else {
        out.push_str(&line);
    }
}

/// A line of a comment: what could end it early, or does not belong into a file, becomes a blank.
pub(super) fn comment(line: &str) -> String {
    line.chars().map(|character| if is_hidden(character) { ' ' } else { character }).collect()
}

/// The columns that a text takes on a terminal; a Chinese character takes two.
pub(super) fn width(text: &str) -> usize {
    let wide = |character: char| {
        matches!(
            u32::from(character),
            0x1100..=0x115f
                | 0x2e80..=0xa4cf
                | 0xac00..=0xd7a3
                | 0xf900..=0xfaff
                | 0xfe30..=0xfe6f
                | 0xff00..=0xff60
                | 0xffe0..=0xffe6
                | 0x1f300..=0x1faff
                | 0x20000..=0x3fffd
        )
    };
    text.chars().map(|character| if wide(character) { 2 } else { 1 }).sum()
}

/// Whether a text can stand as it is.
fn is_plain(text: &str, context: Context) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let ends_well = !first.is_whitespace() && !text.ends_with(char::is_whitespace);
    let starts_well = !"-?:,[]{}#&*!|>'\"%@`=<~".contains(first);
    let inside = text.chars().all(|character| !is_hidden(character) && !"[]{}".contains(character));
    let no_key = !text.contains(": ") && !text.ends_with(':') && !text.contains(" #");
    // A dash or a question mark before a comma or a bracket begins something, for some readers.
    let no_sign = !text.ends_with(['-', '?']);
    let fits = match context {
        Context::Block => true,
        Context::Key => !text.contains([':', '#']),
        Context::Flow => no_sign && !text.contains([',', ':', '#', '"', '\'']),
        Context::Cell => no_sign && !text.contains([',', ':', '#', '"', '\'', '|', '`', '\\', '\u{a0}']),
    };
    ends_well && starts_well && inside && no_key && fits && !reads_as_something_else(text)
}

/// Whether some version of YAML reads a plain text as a number, a truth value, nothing, a date or a sign of its own.
fn reads_as_something_else(text: &str) -> bool {
    const WORDS: &[&str] =
        &["null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", ".nan", "+.inf", "inf", "nan"];
    let bytes = text.as_bytes();
    let made_of = |allowed: &str| text.chars().all(|character| allowed.contains(character));
    let based = bytes[0] == b'0'
        && bytes.get(1).is_some_and(|base| b"xXoObB".contains(base))
        && bytes[2..].iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'_');
    let dated = bytes.len() > 4 && bytes[..4].iter().all(u8::is_ascii_digit) && bytes[4] == b'-';
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
        || made_of("0123456789_+-.,:eE ") && (bytes[0].is_ascii_digit() || b"+.".contains(&bytes[0]))
        || text.starts_with("...")
        || (text.starts_with('+') && based_after_sign(&bytes[1..]))
        || based
        || dated
}

fn based_after_sign(bytes: &[u8]) -> bool {
    bytes.first() == Some(&b'0') && bytes.get(1).is_some_and(|base| b"xXoObB".contains(base))
}

/// Whether a character must not stand in a file as it is: YAML forbids it, reads it as the end of a line, or nobody sees it.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            u32::from(character),
            0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff | 0xfff0..=0xfffc | 0xfffe | 0xffff
        )
        // The last two of every plane are no characters.
        || u32::from(character) & 0xfffe == 0xfffe
}

fn quoted(text: &str, context: Context) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        let in_cell = context == Context::Cell && matches!(character, '|' | '`' | '\\' | '\u{a0}');
        match character {
            '"' if context == Context::Cell => out.push_str("\\u0022"),
            '\\' | '"' if !in_cell => {
                out.push('\\');
                out.push(character);
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if in_cell || is_hidden(character) => {
                let number = u32::from(character);
                // Writing into a text cannot fail.
                let _ = if number > 0xffff {
                    write!(out, "\\U{number:08x}")
                } else {
                    write!(out, "\\u{number:04x}")
                };
            }
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

/// Whether the lines of a text can stand below its key as they are.
fn keeps_lines(text: &str) -> bool {
    !text.ends_with('\n')
        && text.lines().next().is_some_and(|line| !line.is_empty())
        && text.split('\n').all(|line| {
            !line.starts_with(char::is_whitespace)
                && !line.ends_with(char::is_whitespace)
                && !line.chars().any(is_hidden)
        })
}

/// Whether a line break can stand for a blank wherever there is one.
fn can_fold(text: &str) -> bool {
    text.contains(' ')
        && !text.contains("  ")
        && !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace)
        && !text
            .chars()
            .any(|character| is_hidden(character) || (character.is_whitespace() && character != ' '))
}
