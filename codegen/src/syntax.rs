//! What an author has to do about a file that is not valid YAML. A parser says what it looked for and did not find.

use std::ops::Range;

pub(crate) const CLOSE_QUOTES: &str = "close the quotes where the text ends";
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

    fn here(help: impl Into<String>) -> Option<Self> {
        Some(Self { help: help.into(), at: None, beside: None })
    }
}

/// The remedy for a mistake that the parser noticed at a byte of the text, where there is one.
pub(crate) fn remedy(why: &str, text: &str, at: usize) -> Option<Remedy> {
    let (before, after) = text.split_at_checked(at)?;
    let (above, line_before) = before.rsplit_once('\n').unwrap_or(("", before));
    let says = |words: &str| why.contains(words);
    if says("in quoted scalar") {
        return Remedy::here(CLOSE_QUOTES);
    }
    if says("tab") {
        return Remedy::here("indent with blanks");
    }
    if says("expected ','") {
        return if let Some(comma) = fullwidth_comma(before) {
            Some(Remedy::at(letter('，', "`,`"), comma..comma + '，'.len_utf8()))
        } else if after.starts_with(':') && line_before.contains(": ") {
            Remedy::here("a text with a colon and a blank in it needs quotes")
        } else {
            None
        };
    }
    if says("document start") {
        return keyless(before).or_else(|| Some(column(before, line_before)));
    }
    if says("simple key") {
        return keyless(before);
    }
    if says("mapping values are not allowed") {
        return if line_before.contains(": ") {
            Remedy::here("a text with a colon and a blank in it needs quotes")
        } else {
            keyless(above).or_else(|| Some(column(above, line_before)))
        };
    }
    if says("unexpected character") || says("anchor or alias") {
        let first = after.chars().next().filter(|first| first.is_ascii_punctuation())?;
        return Remedy::here(format!("a text that begins with `{first}` needs quotes"));
    }
    if says("expected key") {
        return if before.trim_end().ends_with(['}', ']']) && !before.ends_with([' ', '\n']) {
            Remedy::here("a text that begins with a bracket needs quotes")
        } else {
            Some(column(above, line_before))
        };
    }
    None
}

/// Keys in different columns: that above may be the one that stands in a wrong one.
fn column(above: &str, line: &str) -> Remedy {
    let Some((start, key)) = last_line(above) else {
        return Remedy { help: COLUMN.to_owned(), at: None, beside: None };
    };
    let indentation = &above[above[..start].rfind('\n').map_or(0, |at| at + 1)..start];
    if let Some(tab) = indentation.find('\t') {
        let tab = start - indentation.len() + tab;
        return Remedy::at("indent with blanks", tab..tab + 1);
    }
    let own = line.len() - line.trim_start().len();
    let name = key.find(": ").or_else(|| key.strip_suffix(':').map(str::len));
    let beside = name.filter(|_| indentation.len() != own).map(|length| start..start + length);
    Remedy { help: COLUMN.to_owned(), at: None, beside }
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

/// What the last line lacks, if no key ends in it.
fn keyless(text: &str) -> Option<Remedy> {
    let (start, line) = last_line(text)?;
    if line.contains(": ") || line.ends_with(':') {
        return None;
    }
    Some(match (colon_in_key(line), line.find([':', '：'])) {
        (Some(help), Some(colon)) => {
            let length = line[colon..].chars().next().map_or(0, char::len_utf8);
            Remedy::at(help, start + colon..start + colon + length)
        }
        _ => Remedy::at(format!("`{line}` lacks the colon after its key"), start..start + line.len()),
    })
}

/// The last line that says something, and where it begins.
fn last_line(text: &str) -> Option<(usize, &str)> {
    let mut end = text.len();
    text.split_inclusive('\n').rev().find_map(|line| {
        let start = end - line.len();
        end = start;
        let said = line.trim();
        let indentation = line.len() - line.trim_start().len();
        (!said.is_empty() && !said.starts_with('#')).then_some((start + indentation, said))
    })
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
