//! A page of Markdown, block by block.

use super::escape;
use crate::reference::prose::is_turning;
use crate::{document, model};

/// Words as a heading, where they survive there and read as nothing else.
pub(super) fn heading(words: &str) -> Option<&str> {
    (escape::survives(words) && document::is_name(words)).then_some(words)
}

/// A page on which blocks are put one below the other.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
}

impl Page {
    /// The heading of the page.
    pub(super) fn title(&mut self, provider: &model::Provider) {
        self.titled(1, provider.title(), "平台", provider.name());
    }

    /// A heading of words of our own.
    pub(super) fn heading(&mut self, level: usize, words: &str) {
        self.block(&format!("{} {words}", "#".repeat(level)));
    }

    /// A heading with a name, or a place in the specification.
    pub(super) fn named(&mut self, level: usize, words: &str, name: &str) {
        self.block(&format!("{} {} `{name}`", "#".repeat(level), escape::words(words)));
    }

    /// A heading of an author's words with a name; where they do not do, they stand below a word for what it is.
    pub(super) fn titled(&mut self, level: usize, words: &str, what: &str, name: &str) {
        match heading(words) {
            Some(words) => self.named(level, words, name),
            None => {
                self.named(level, what, name);
                self.words("名称", words);
            }
        }
    }

    /// A paragraph of an author's words.
    pub(super) fn words(&mut self, label: &str, words: &str) {
        self.paragraph(&format!("{label}：{}", escape::words(words)));
    }

    /// A paragraph of Markdown.
    pub(super) fn paragraph(&mut self, markdown: &str) {
        if !markdown.is_empty() {
            self.block(markdown);
        }
    }

    /// A list; an item may have lines of its own below it.
    pub(super) fn list(&mut self, items: impl IntoIterator<Item = String>) {
        let lines: Vec<String> =
            items.into_iter().map(|item| format!("- {}", item.replace('\n', "\n  "))).collect();
        self.paragraph(&lines.join("\n"));
    }

    /// A list with numbers.
    pub(super) fn steps(&mut self, items: impl IntoIterator<Item = String>) {
        let lines: Vec<String> = items
            .into_iter()
            .enumerate()
            .map(|(index, item)| format!("{}. {}", index + 1, item.replace('\n', "\n   ")))
            .collect();
        self.paragraph(&lines.join("\n"));
    }

    /// A block of code, between fences that it does not hold.
    pub(super) fn code(&mut self, code: &str) {
        let code = code.replace(is_turning, "\u{fffd}");
        let longest = code.split(|character| character != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.block(&format!("{fence}text\n{code}\n{fence}"));
    }

    /// A table.
    pub(super) fn table(&mut self, headings: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
        let mut lines = vec![row(headings.iter().copied()), row(headings.iter().map(|_| "---"))];
        lines.extend(rows.into_iter().map(|cells| row(cells.iter().map(String::as_str))));
        self.block(&lines.join("\n"));
    }

    /// The text of the page.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn block(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
        self.text.push('\n');
    }
}

fn row<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
}
