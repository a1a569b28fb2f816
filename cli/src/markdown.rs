//! Markdown as a terminal shows it best: the Markdown that this project writes itself, no more.

use crate::output::Paint;

/// Headings without their signs and bold, code indented.
pub(crate) fn for_terminal(text: &str, paint: Paint) -> String {
    let mut shown = String::new();
    let mut in_code = false;
    for line in text.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
            continue;
        }
        let line = match line.strip_prefix('#') {
            _ if in_code && line.is_empty() => String::new(),
            _ if in_code => format!("    {line}"),
            Some(heading) => paint.bold(heading.trim_start_matches('#').trim_start()),
            None => without_ticks(line, paint),
        };
        shown.push_str(&line);
        shown.push('\n');
    }
    shown
}

/// A line whose `words of code` are bold.
fn without_ticks(line: &str, paint: Paint) -> String {
    let parts: Vec<&str> = line.split('`').collect();
    // An odd tick is one that is meant.
    if parts.len().is_multiple_of(2) {
        return line.to_owned();
    }
    let shown = parts.iter().enumerate().map(|(index, part)| match index % 2 {
        0 => (*part).to_owned(),
        _ => paint.bold(part),
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "# PS0001: a heading\n\nSome `code` here.\n\n```yaml wrong\na: `b`\n\n# c\n```\n\nAn ` odd tick.\n";

    #[test]
    fn headings_and_words_of_code_are_bold_and_blocks_are_indented() {
        let shown = for_terminal(TEXT, Paint::ON);
        let bold = |text: &str| Paint::ON.bold(text);
        let expected = format!(
            "{}\n\nSome {} here.\n\n    a: `b`\n\n    # c\n\nAn ` odd tick.\n",
            bold("PS0001: a heading"),
            bold("code")
        );
        assert_eq!(shown, expected);
    }
}
