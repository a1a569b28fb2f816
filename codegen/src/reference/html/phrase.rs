//! Sentences, names and badges as markup.

use maud::{Markup, html};
use payspec_table::OrderState;

use crate::model::{Basis, Provenance};
use crate::reference::prose::{Prose, Run, is_unseen};
use crate::reference::words;

/// A sentence with its names and values in code.
pub(super) fn prose(prose: &Prose) -> Markup {
    with_code(prose, |code| html! { (visible(code)) })
}

/// A sentence in a narrow column: a long name or an address breaks behind its parts, not in the middle of a word.
pub(super) fn narrow(prose: &Prose) -> Markup {
    with_code(prose, breakable)
}

fn with_code(prose: &Prose, shown: impl Fn(&str) -> Markup) -> Markup {
    html! {
        @for run in &prose.runs {
            @match run {
                Run::Text(text) => (text),
                Run::Code(code) => code { (shown(code)) },
            }
        }
    }
}

/// A long name or an address that breaks behind its parts where it must.
pub(super) fn breakable(code: &str) -> Markup {
    html! { @for part in visible(code).split_inclusive(['_', '.', '/', '-', '=', '&', ':', ',']) { (part) wbr; } }
}

/// The author's own words, with their language; what stands between two backticks is code.
pub(super) fn by_author(text: &str) -> Markup {
    html! {
        span lang=[language(text)] {
            @if text.matches('`').count().is_multiple_of(2) {
                @for (index, part) in text.split('`').enumerate() {
                    @if index % 2 == 0 { (part) } @else { code { (part) } }
                }
            } @else {
                (text)
            }
        }
    }
}

/// The language of a text, where it is not the page's.
pub(super) fn language(text: &str) -> Option<&'static str> {
    let has_letters = text.chars().any(char::is_alphabetic);
    (has_letters && !text.chars().any(is_chinese)).then_some("en")
}

const fn is_chinese(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Blanks at the ends, and characters that nobody sees, would be lost on a page.
pub(super) fn visible(text: &str) -> String {
    let at_end = text.starts_with(' ') || text.ends_with(' ');
    text.chars()
        .map(|character| match character {
            '\n' => '⏎',
            '\t' => '⇥',
            ' ' if at_end => '␣',
            character if is_unseen(character) => '\u{fffd}',
            character => character,
        })
        .collect()
}

/// How well something is known, and why it is so.
pub(super) fn known(provenance: &Provenance) -> Markup {
    html! {
        (badge(provenance.basis))
        @if let Some(because) = &provenance.because {
            " " span.because { (by_author(because)) }
        }
    }
}

/// How well something is known.
pub(super) fn badge(basis: Basis) -> Markup {
    let (word, meaning) = words::basis(basis);
    html! {
        span class={ "basis " (basis.word()) } title=(meaning) { (word) " " small lang="en" { (basis.word()) } }
    }
}

/// A state of an order.
pub(super) fn state(state: OrderState) -> Markup {
    html! {
        span class={ "state " (state.name()) } { span lang="en" { (state.name()) } " " small { (words::state(state)) } }
    }
}

/// A term in Chinese, and the same for developers.
pub(super) fn term(chinese: &str, english: &str) -> Markup {
    html! { (chinese) " " small.term lang="en" { (english) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_no_chinese_in_it_is_english() {
        assert_eq!(language("Nobody could find it."), Some("en"));
        assert_eq!(language("文档 says so"), None);
        assert_eq!(language("—"), None);
    }

    #[test]
    fn what_nobody_would_see_is_shown() {
        assert_eq!(visible(" a"), "␣a");
        assert_eq!(visible("a b"), "a b");
        assert_eq!(visible("a\n"), "a⏎");
    }
}
