//! What an author has to do about a file that is not valid YAML. A parser says what it looked for and did not find.

use std::ops::Range;

pub(crate) const CLOSE_QUOTES: &str = "close the quotes where the text ends";
const COMMA: &str = "a `,` stands between two entries";
const COLUMN: &str = "the keys of a mapping stand in one column";

/// What an author has to do, and where it is to be done, if that is not where the parser noticed it.
pub(crate) struct Remedy {
    pub(crate) help: String,
    pub(crate) at: Option<Range<usize>>,
    /// The key above, where it stands in another column.
    pub(crate) beside: Option<Range<usize>>,
}

impl Remedy {
    fn at(help: impl Into<String>, at: Range<usize>) -> Self {
        Self { help: help.into(), at: Some(at), beside: None }
    }

    fn here(help: impl Into<String>) -> Self {
        Self { help: help.into(), at: None, beside: None }
    }
}

/// How the collection is written in which the parser noticed a mistake.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Line by line.
    Block,
    /// In brackets.
    Flow,
}

/// The remedy for a mistake that the parser noticed at a byte of the text, where there is one.
pub(crate) fn remedy(why: &str, text: &str, at: usize, style: Style) -> Option<Remedy> {
    let (before, after) = text.split_at_checked(at)?;
    let (above, line_before) = before.rsplit_once('\n').unwrap_or(("", before));
    let own = indentation(line_before);
    let says = |words: &str| why.contains(words);
    if says("in quoted scalar") {
        return Some(Remedy::here(CLOSE_QUOTES));
    }
    if says("tab") {
        return Some(Remedy::here("indent with blanks"));
    }
    if says("expected ','") {
        return if let Some(comma) = fullwidth_comma(before) {
            Some(Remedy::at(letter('，', "`,`"), comma..comma + '，'.len_utf8()))
        } else if after.starts_with(':') && line_before.contains(": ") {
            Some(Remedy::here("a text with a colon and a blank in it needs quotes"))
        } else {
            None
        };
    }
    if says("document start") {
        return keyless(before).or_else(|| Some(column(before, own)));
    }
    if says("simple key") {
        // What is said is that the key above has none: this one was read as more of it.
        let reported = if after.starts_with(':') { around(above, own) } else { before };
        return keyless(reported);
    }
    if says("comment intercepting") {
        return keyless(before);
    }
    if says("trailing content") {
        return Some(behind_quotes(line_before, after, at, style));
    }
    if says("mapping values are not allowed") {
        return if line_before.contains(": ") {
            Some(Remedy::here("a text with a colon and a blank in it needs quotes"))
        } else {
            keyless(above).or_else(|| Some(column(above, own)))
        };
    }
    if says("unexpected character") || says("anchor") {
        let first = after.chars().next().filter(|first| first.is_ascii_punctuation())?;
        return Some(Remedy::here(format!("a text that begins with `{first}` needs quotes")));
    }
    if says("expected key") {
        return if before.trim_end().ends_with(['}', ']']) && !before.ends_with([' ', '\n']) {
            Some(Remedy::here("a text that begins with a bracket needs quotes"))
        } else {
            keyless(above).or_else(|| Some(column(above, own)))
        };
    }
    None
}

/// Keys in different columns: that above may be the one that stands in a wrong one.
fn column(above: &str, column: usize) -> Remedy {
    let Some(Line { start, indentation, said }) = last_line(above) else {
        return Remedy::here(COLUMN);
    };
    if let Some(tab) = above[start - indentation..start].find('\t') {
        let tab = start - indentation + tab;
        return Remedy::at("indent with blanks", tab..tab + 1);
    }
    let name = said.find(": ").or_else(|| said.strip_suffix(':').map(str::len));
    let beside = name.filter(|_| indentation != column).map(|length| start..start + length);
    Remedy { help: COLUMN.to_owned(), at: None, beside }
}

/// What to do about something that follows a text in quotes.
fn behind_quotes(line: &str, after: &str, at: usize, style: Style) -> Remedy {
    let rest = after.lines().next().unwrap_or_default();
    match rest.chars().next() {
        Some('：') => Remedy::at(letter('：', "`:` and a blank"), at..at + '：'.len_utf8()),
        Some('，') if style == Style::Flow => Remedy::at(letter('，', "`,`"), at..at + '，'.len_utf8()),
        _ if style == Style::Flow && line.ends_with(' ') => Remedy::here(COMMA),
        _ if line.ends_with('\'') && rest.contains('\'') => {
            Remedy::here("a quote in a text in single quotes is written twice")
        }
        _ if line.ends_with('"') && rest.contains('"') => {
            Remedy::here("a quote in a text in double quotes is written `\\\"`")
        }
        _ => Remedy::here("the text ends with its quotes: take out what follows, or put it inside"),
    }
}

/// A key that was meant to end before a colon which is none to YAML.
pub(crate) fn colon_in_key(key: &str) -> Option<String> {
    if key.contains('：') {
        Some(letter('：', "`:` and a blank"))
    } else if key.contains(':') {
        Some("a blank follows the colon".to_owned())
    } else {
        None
    }
}

/// What a key was meant to be that goes on after its colon.
pub(crate) fn before_colon(key: &str) -> &str {
    key.split([':', '：']).next().unwrap_or(key)
}

fn letter(character: char, instead: &str) -> String {
    format!("`{character}` is a letter to YAML: write {instead}")
}

/// The fullwidth comma after which a key stands.
fn fullwidth_comma(before: &str) -> Option<usize> {
    let (above, key) = before.rsplit_once('，')?;
    let key = key.trim();
    let is_key = |character: char| character.is_ascii_alphanumeric() || character == '_';
    (!key.is_empty() && key.chars().all(is_key)).then_some(above.len())
}

/// What the last line lacks, if no key ends in it; of an item of a list, what the line lacks that the list belongs to.
fn keyless(text: &str) -> Option<Remedy> {
    let line = last_line(text)?;
    if line.is_item() {
        return keyless(around(&text[..line.start], line.indentation + 1));
    }
    let goes_on =
        last_line(around(&text[..line.start], line.indentation)).is_some_and(|above| above.gives_a_value());
    if goes_on || line.said.contains(": ") || line.said.ends_with(':') {
        return None;
    }
    let Line { start, said, .. } = line;
    Some(match (colon_in_key(said), said.find([':', '：'])) {
        (Some(help), Some(colon)) => {
            let length = said[colon..].chars().next().map_or(0, char::len_utf8);
            Remedy::at(help, start + colon..start + colon + length)
        }
        _ => Remedy::at(format!("`{said}` lacks the colon after its key"), start..start + said.len()),
    })
}

/// A line that says something.
struct Line<'t> {
    /// Where it begins, behind its indentation.
    start: usize,
    indentation: usize,
    said: &'t str,
}

impl Line<'_> {
    fn is_item(&self) -> bool {
        self.said == "-" || self.said.starts_with("- ")
    }

    /// Whether a value begins in it, so that a line that is indented further goes on with that.
    fn gives_a_value(&self) -> bool {
        self.is_item()
            || self.said.split_once(": ").is_some_and(|(_, value)| !value.trim_start().starts_with('#'))
    }
}

/// The last line that says something.
fn last_line(text: &str) -> Option<Line<'_>> {
    let mut end = text.len();
    text.split_inclusive('\n').rev().find_map(|line| {
        let start = end - line.len();
        end = start;
        let said = line.trim();
        let indentation = indentation(line);
        (!said.is_empty() && !said.starts_with('#')).then_some(Line {
            start: start + indentation,
            indentation,
            said,
        })
    })
}

/// A text to the end of its last line that is indented less.
fn around(mut text: &str, indentation: usize) -> &str {
    while let Some(line) = last_line(text) {
        if line.indentation < indentation {
            return &text[..line.start + line.said.len()];
        }
        text = &text[..line.start];
    }
    ""
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use crate::load_text;

    fn help(text: &str) -> String {
        let found = load_text("acme.yaml", text).diagnostics;
        let mut diagnostics = found.files.iter().flat_map(|file| &file.diagnostics);
        diagnostics.find_map(|diagnostic| diagnostic.help.clone()).unwrap_or_default()
    }

    #[test]
    fn what_looks_like_yaml_and_is_none_has_a_remedy() {
        for (text, expected) in [
            ("a: 1\n\tb: 2\n", "indent with blanks"),
            ("a: { b: 商户号， c: 2 }\n", "`，` is a letter to YAML: write `,`"),
            ("a: { b: 商户: 号 }\n", "a text with a colon and a blank in it needs quotes"),
            ("a: b: c\n", "a text with a colon and a blank in it needs quotes"),
            ("a：1\nb: 2\n", "`：` is a letter to YAML: write `:` and a blank"),
            ("a:1\nb: 2\n", "a blank follows the colon"),
            ("abc\nb: 2\n", "`abc` lacks the colon after its key"),
            ("abc\n# of b\nb: 2\n", "`abc` lacks the colon after its key"),
            ("abc # of b\nb: 2\n", "`abc` lacks the colon after its key"),
            ("a: 1\nabc\n  b: 2\n", "`abc` lacks the colon after its key"),
            ("a: 1\nabc\n  # of b\n  b: 2\n", "`abc` lacks the colon after its key"),
            ("a: 1\nabc\n  - b\nc: 2\n", "`abc` lacks the colon after its key"),
            ("a: 1\nabc\n- b\nc: 2\n", "`abc` lacks the colon after its key"),
            ("a: 1\nabc：\n  b: 2\n", "`：` is a letter to YAML: write `:` and a blank"),
            ("a:\n  b: 1\n  abc\n  # of c\n  c: 2\n", "`abc` lacks the colon after its key"),
            ("a:\n  b: a text\n    that goes on\n    c: 2\n", "the keys of a mapping stand in one column"),
            ("a:\n  b: a text\n    that goes on\n c: 2\n", "the keys of a mapping stand in one column"),
            ("a:\n  - b\n    c\n d: 2\n", "the keys of a mapping stand in one column"),
            ("a: { b: c,\n  d: e }\n b: 2\n", "the keys of a mapping stand in one column"),
            ("a: \"b\"，\n", "the text ends with its quotes: take out what follows, or put it inside"),
            ("\"a\"：1\nb: 2\n", "`：` is a letter to YAML: write `:` and a blank"),
            ("a: { b: \"c\"， d: 1 }\n", "`，` is a letter to YAML: write `,`"),
            ("a: { b: \"c\" d: 1 }\n", "a `,` stands between two entries"),
            ("a: [\"b\" \"c\"]\n", "a `,` stands between two entries"),
            ("a: 'it's'\n", "a quote in a text in single quotes is written twice"),
            ("a: \"b \"c\" d\"\n", "a quote in a text in double quotes is written `\\\"`"),
            ("a: *b\n", "a text that begins with `*` needs quotes"),
            ("a: &\n", "a text that begins with `&` needs quotes"),
            ("a: @b\n", "a text that begins with `@` needs quotes"),
            ("a: {b}={c}\n", "a text that begins with a bracket needs quotes"),
            ("a: 1\n b: 2\n", "the keys of a mapping stand in one column"),
            ("a:\n  b: 1\n c: 2\n", "the keys of a mapping stand in one column"),
            ("{ payspec：1 }\n", "`：` is a letter to YAML: write `:` and a blank"),
            ("{ payspec:1 }\n", "a blank follows the colon"),
        ] {
            assert_eq!(help(text), expected, "{text}");
        }
    }
}
