//! What an author has to do about a file that is not valid YAML. A parser says what it looked for and did not find.

const COLUMN: &str = "the keys of a mapping stand in one column";

/// The remedy for a mistake that the parser noticed at a byte of the text, where there is one.
pub(crate) fn remedy(why: &str, text: &str, at: usize) -> Option<String> {
    let (before, after) = text.split_at_checked(at)?;
    let (above, line_before) = before.rsplit_once('\n').unwrap_or(("", before));
    let says = |words: &str| why.contains(words);
    if says("tab") {
        return Some("indent with blanks".to_owned());
    }
    if says("expected ','") {
        return Some(if let Some(comma) = fullwidth_comma(before) {
            letter(comma, "`,`")
        } else if after.starts_with(':') && line_before.contains(": ") {
            "a text with a colon and a blank in it needs quotes".to_owned()
        } else {
            return None;
        });
    }
    if says("simple key") {
        return keyless(before);
    }
    if says("mapping values are not allowed") {
        return if line_before.contains(": ") {
            Some("a text with a colon and a blank in it needs quotes".to_owned())
        } else {
            keyless(above).or_else(|| Some(COLUMN.to_owned()))
        };
    }
    if says("unexpected character") || says("anchor or alias") {
        let first = after.chars().next().filter(|first| first.is_ascii_punctuation())?;
        return Some(format!("a text that begins with `{first}` needs quotes"));
    }
    if says("expected key") {
        return Some(if before.trim_end().ends_with(['}', ']']) && !before.ends_with([' ', '\n']) {
            "a text that begins with a bracket needs quotes".to_owned()
        } else {
            COLUMN.to_owned()
        });
    }
    None
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
fn fullwidth_comma(before: &str) -> Option<char> {
    let (_, key) = before.rsplit_once('，')?;
    let key = key.trim();
    let is_key = |character: char| character.is_ascii_alphanumeric() || character == '_';
    (!key.is_empty() && key.chars().all(is_key)).then_some('，')
}

/// What the last line lacks, if no key ends in it.
fn keyless(text: &str) -> Option<String> {
    let line = text.lines().rev().map(str::trim).find(|line| !line.is_empty())?;
    if line.contains(": ") || line.ends_with(':') {
        return None;
    }
    Some(colon_in_key(line).map_or_else(
        || format!("`{line}` lacks the colon after its key"),
        |what| format!("in the line above, {what}"),
    ))
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
            ("a：1\nb: 2\n", "in the line above, `：` is a letter to YAML: write `:` and a blank"),
            ("a:1\nb: 2\n", "in the line above, a blank follows the colon"),
            ("abc\nb: 2\n", "`abc` lacks the colon after its key"),
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
