//! The tree that some tables draw before the names of fields: `└─ name`, `» name`, `&emsp;&emsp;name`.

use super::inline::{Inline, is_blank};

/// Marks before the name of a field that is inside the one above.
const BRANCHES: [char; 10] = ['└', '├', '─', '│', '-', '>', '»', '—', '+', '\u{3000}'];
/// Blanks of which editors and generators make an indent.
const INDENTS: [&str; 3] = ["&emsp;", "&ensp;", "&nbsp;"];
const WIDE: [char; 4] = ['\u{2003}', '\u{2002}', '\u{3000}', '\u{a0}'];

/// The fields under which the next one may stand.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Their depths, which increase, and their positions.
    above: Vec<(usize, usize)>,
}

impl Tree {
    /// The field under which one at a depth stands.
    pub(super) fn above(&mut self, depth: usize) -> Option<usize> {
        while self.above.last().is_some_and(|(above, _)| *above >= depth) {
            self.above.pop();
        }
        self.above.last().map(|(_, index)| *index)
    }

    /// Adds a field at a depth.
    pub(super) fn grow(&mut self, depth: usize, index: usize) {
        self.above.push((depth, index));
    }
}

/// A name without the marks before it.
pub(super) fn bare(name: &str) -> &str {
    name.trim_start_matches(|first| BRANCHES.contains(&first) || first == ' ')
}

/// How deep a name stands. What a depth means is told by those above it.
pub(super) fn depth(text: &str, name: &Inline) -> usize {
    let marks = &name.text[..name.text.len() - bare(&name.text).len()];
    let drawn = match marks.chars().filter(|mark| matches!(mark, '-' | '—' | '>' | '»' | '+')).count() {
        0 => usize::from(!marks.is_empty()),
        depth => depth,
    };
    let before =
        text[..name.span.start].chars().rev().take_while(|before| is_blank(*before) && *before != '\n');
    let mut printed = &text[name.span.clone()];
    let mut indent = before.filter(|before| WIDE.contains(before)).count();
    while let Some(rest) = INDENTS.iter().find_map(|blank| printed.strip_prefix(blank)) {
        indent += 1;
        printed = rest.trim_start_matches(' ');
    }
    drawn + indent
}
