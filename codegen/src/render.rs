//! Mistakes as text, in the form in which rustc shows them.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Diagnostics, Elsewhere, Severity};
use crate::source::SourceFile;

/// How many mistakes of one file are shown.
const SHOWN: usize = 100;

/// The mistakes of several files, with colour or without.
pub(crate) fn diagnostics(diagnostics: &Diagnostics, colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled().decor_style(DecorStyle::Unicode)
    } else {
        Renderer::plain().decor_style(DecorStyle::Ascii)
    };
    let mut text = String::new();
    for report in &diagnostics.files {
        for mistake in report.diagnostics.iter().take(SHOWN) {
            text.push_str(&diagnostic(&report.file, mistake, &renderer));
            text.push_str("\n\n");
        }
        if let Some(more) = report.diagnostics.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            text.push_str(&format!("and {more} more in {}\n\n", report.file.path().display()));
        }
    }
    text
}

/// One mistake of a file.
fn diagnostic(file: &SourceFile, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = shortened(&diagnostic.message);
    let mut marks = vec![(AnnotationKind::Primary, &diagnostic.span, "")];
    marks.extend(diagnostic.also.iter().map(|(span, label)| (AnnotationKind::Context, span, label.as_str())));
    let path = file.path().display().to_string();
    let title = level.primary_title(&message).id(diagnostic.rule.code());
    let mut group = Group::with_title(title).element(snippet(file.text(), &path, &marks));
    let others: Vec<(String, &Elsewhere)> =
        diagnostic.elsewhere.iter().map(|other| (other.file.path().display().to_string(), other)).collect();
    for (path, other) in &others {
        let marks = [(AnnotationKind::Context, &other.span, other.label.as_str())];
        group = group.element(snippet(other.file.text(), path, &marks));
    }
    let help = diagnostic.help.as_deref().map(shortened);
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// The lines of a text around some spans, with the spans marked.
fn snippet<'s>(
    text: &'s str,
    path: &'s str,
    marks: &[(AnnotationKind, &Range<usize>, &'s str)],
) -> Snippet<'s, Annotation<'s>> {
    let spans: Vec<Range<usize>> = marks.iter().map(|(_, span, _)| first_line(text, span)).collect();
    let first = spans.iter().map(|span| span.start).min().unwrap_or(0);
    let last = spans.iter().map(|span| span.end).max().unwrap_or(0);
    // What a renderer is given it reads from the beginning, for every mistake again.
    let start = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let end = text[last..].find('\n').map_or(text.len(), |at| last + at);
    let mut snippet =
        Snippet::source(&text[start..end]).path(path).line_start(text[..start].matches('\n').count() + 1);
    for ((kind, _, label), span) in marks.iter().zip(spans) {
        let annotation = kind.span(span.start - start..span.end - start);
        let label = (!label.is_empty()).then_some(*label);
        snippet = snippet.annotation(annotation.label(label));
    }
    snippet
}

/// A span that lies in the text, between characters; a value of many lines is shown by its first.
fn first_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let boundary =
        |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = boundary(span.start);
    let end = boundary(span.end).max(start);
    let line = text[start..end].find(['\n', '\r']).map_or(end, |at| start + at);
    start..line
}

/// A message on one line, without what a terminal would act on or show in another order; one that repeats an endless value
/// shows its ends.
pub(crate) fn shortened(message: &str) -> String {
    const HEAD: usize = 400;
    const TAIL: usize = 100;
    let steers = |character: char| {
        character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let printable = |character: char| if steers(character) { '\u{fffd}' } else { character };
    let length = message.chars().count();
    if length <= HEAD + TAIL {
        return message.chars().map(printable).collect();
    }
    let head = message.chars().take(HEAD).map(printable);
    let tail = message.chars().skip(length - TAIL).map(printable);
    head.chain(" … ".chars()).chain(tail).collect()
}
