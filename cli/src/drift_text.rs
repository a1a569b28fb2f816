//! Drift as people read it.

use std::path::Path;

use payspec_codegen::drift::{Change, Direction, Question, Remedy, Severity, Spot};
use unicode_width::UnicodeWidthChar;

use crate::output::{Paint, Shown};

/// The widest line, in columns of a terminal.
const WIDTH: usize = 100;

/// Every change: by operation, the gravest first; what was applied apart from what is left.
pub(crate) fn changes(applied: &[&Change], open: &[&Change], paint: Paint) -> String {
    let mut text = String::new();
    if !applied.is_empty() {
        text.push_str(&format!("{}\n", paint.green("applied")));
        groups(applied, Stage::Applied, paint, &mut text);
        if !open.is_empty() {
            text.push_str(&format!("\n{}\n", paint.bold("left to you")));
        }
    }
    groups(open, if applied.is_empty() { Stage::Found } else { Stage::Left }, paint, &mut text);
    text
}

/// How many, in a line.
pub(crate) fn summary(applied: &[&Change], open: &[&Change], not_understood: usize) -> String {
    let mut parts = Vec::new();
    for severity in Severity::ALL {
        let count = open.iter().filter(|change| change.severity == severity).count();
        if count > 0 {
            parts.push(format!("{count} × {}", heading(severity)));
        }
    }
    let mut line = match (applied.len(), parts.is_empty()) {
        (0, true) => "no drift".to_owned(),
        (0, false) => parts.join(", "),
        (count, true) => format!("{count} applied, nothing left"),
        (count, false) => format!("{count} applied, left: {}", parts.join(", ")),
    };
    let mechanical = open.iter().filter(|change| change.remedy == Some(Remedy::Mechanical)).count();
    if mechanical > 0 && applied.is_empty() {
        line.push_str(&format!("; --apply does {mechanical} of it"));
    }
    if not_understood > 0 {
        let places = if not_understood == 1 { "place" } else { "places" };
        line.push_str(&format!("; {not_understood} {places} of the document not understood, see --json"));
    }
    line.push('\n');
    line
}

/// What a specification asks after `--apply`, in a line; nothing, where it asks nothing.
pub(crate) fn questions(spec: &Path, questions: &[Question]) -> String {
    const SHOWN: usize = 10;
    let mut lines: Vec<String> =
        questions.iter().take(SHOWN).map(|question| question.line.to_string()).collect();
    if questions.len() > SHOWN {
        lines.push("…".to_owned());
    }
    let (questions, line, them) = match questions.len() {
        0 => return String::new(),
        1 => ("1 question".to_owned(), "line", "it, then delete the comment"),
        count => (format!("{count} questions"), "lines", "them, then delete the comments"),
    };
    let spec = Shown(&spec.display().to_string()).to_string();
    format!("{spec} has {questions} (`# ?`) for you, {line} {}: answer {them}\n", lines.join(", "))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Found,
    Applied,
    Left,
}

fn groups(changes: &[&Change], stage: Stage, paint: Paint, text: &mut String) {
    let mut operation: Option<Option<&str>> = None;
    let mut severity = None;
    for change in changes {
        if operation != Some(change.operation.as_deref()) {
            if operation.is_some() {
                text.push('\n');
            }
            operation = Some(change.operation.as_deref());
            severity = None;
            let name = change.operation.as_deref().unwrap_or("the document");
            text.push_str(&format!("{}\n", paint.bold(&Shown(name).to_string())));
        }
        if severity != Some(change.severity) {
            severity = Some(change.severity);
            let words = heading(change.severity);
            let words = match change.severity {
                Severity::BreaksSigning | Severity::BreaksRequests => paint.red(words),
                Severity::NewInformation => paint.yellow(words),
                _ => paint.dim(words),
            };
            text.push_str(&format!("  {words}\n"));
        }
        one(change, stage, paint, text);
    }
}

fn one(change: &Change, stage: Stage, paint: Paint, text: &mut String) {
    let message = match change.direction {
        Some(Direction::Request) => format!("request: {}", change.message),
        Some(_) => format!("response: {}", change.message),
        None => change.message.clone(),
    };
    push_wrapped(&Shown(&message).to_string(), 4, 6, text);
    if let Some(note) = &change.note {
        push_wrapped(&format!("({})", Shown(note)), 6, 7, text);
    }
    let applies = match (stage, change.remedy) {
        (Stage::Found, Some(Remedy::Mechanical)) => " · --apply does it",
        _ => "",
    };
    let places = format!("{} · {}{applies}", place(&change.document), place(&change.against));
    text.push_str(&format!("      {}\n", paint.dim(&places)));
}

fn place(spot: &Spot) -> String {
    Shown(&format!("{}:{}", spot.path.display(), spot.line)).to_string()
}

const fn heading(severity: Severity) -> &'static str {
    match severity {
        Severity::BreaksSigning => "breaks signing",
        Severity::BreaksRequests => "breaks requests",
        Severity::NewInformation => "new information",
        _ => "wording",
    }
}

/// Writes a sentence in lines of [`WIDTH`] columns. Chinese, which has no blanks, is broken anywhere.
fn push_wrapped(sentence: &str, first: usize, indent: usize, text: &mut String) {
    let mut line = " ".repeat(first);
    let mut column = first;
    // A line has nothing on it yet but its indent.
    let mut is_empty = true;
    for word in words(sentence) {
        let width: usize = word.chars().map(|character| character.width().unwrap_or(0)).sum();
        if column + width > WIDTH && !is_empty {
            text.push_str(line.trim_end());
            text.push('\n');
            line = " ".repeat(indent);
            column = indent;
            is_empty = true;
        }
        let word = if is_empty { word.trim_start() } else { word };
        is_empty = false;
        line.push_str(word);
        column += word.chars().map(|character| character.width().unwrap_or(0)).sum::<usize>();
    }
    text.push_str(line.trim_end());
    text.push('\n');
}

/// The pieces between which a line may end: blanks stay with the word behind them.
fn words(sentence: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, character) in sentence.char_indices() {
        let wide = |character: char| character.width() == Some(2);
        // A comma or a closing quote does not begin a line.
        let may_begin = character == ' ' || wide(character) && !"，。、；：）”".contains(character);
        let ends = before.is_some_and(wide) && character.is_alphanumeric();
        if at > start && (may_begin || ends) {
            words.push(&sentence[start..at]);
            start = at;
        }
        before = Some(character);
    }
    words.push(&sentence[start..]);
    words
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn a_short_first_word_keeps_the_blank_behind_it() {
        let mut text = String::new();
        push_wrapped("an order may be asked about", 4, 6, &mut text);
        assert_eq!(text, "    an order may be asked about\n");
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_although_chinese_has_no_blanks() {
        let mut text = String::new();
        push_wrapped(
            &format!("`attach` is described as “{}” now", "支付成功时原样返回，".repeat(20)),
            4,
            6,
            &mut text,
        );
        assert!(text.lines().count() > 3, "{text}");
        assert!(text.lines().all(|line| line.width() <= WIDTH), "{text}");
        assert!(
            text.lines().skip(1).all(|line| line.starts_with("      ") && !line.contains("      ，")),
            "{text}"
        );
    }
}
