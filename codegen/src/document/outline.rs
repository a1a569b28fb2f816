//! The headings above the place that is being read.

use super::headings::{Direction, Kind};
use super::inline::Inline;

/// The headings that are open, from the outermost to the innermost.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) open: Vec<Opened>,
}

/// An open heading.
#[derive(Debug)]
pub(super) struct Opened {
    level: u8,
    pub(super) kind: Kind,
    pub(super) words: Inline,
    /// The field whose fields follow.
    pub(super) inside: Option<(Direction, usize)>,
    /// The operation that it names, once something of it was read.
    pub(super) draft: Option<usize>,
}

impl Outline {
    /// Closes what a heading of a level ends.
    pub(super) fn close(&mut self, level: u8) {
        while self.open.last().is_some_and(|opened| opened.level >= level) {
            self.open.pop();
        }
    }

    pub(super) fn open(&mut self, level: u8, kind: Kind, words: Inline, inside: Option<(Direction, usize)>) {
        self.open.push(Opened { level, kind, words, inside, draft: None });
    }

    /// The innermost heading.
    pub(super) fn nearest(&self) -> Option<&Opened> {
        self.open.last()
    }

    /// The headings that may name the operation at hand, as positions, from the innermost on.
    pub(super) fn named(&self) -> impl Iterator<Item = usize> + '_ {
        let end = self.open.iter().position(|opened| opened.is_about_a_message()).unwrap_or(self.open.len());
        (0..end).rev().filter(|at| self.open[*at].kind == Kind::Named)
    }

    /// The side that the headings name.
    pub(super) fn direction(&self) -> Option<Direction> {
        self.open.iter().rev().find_map(|opened| match opened.kind {
            Kind::Message(direction) => Some(direction),
            _ => None,
        })
    }

    /// The field whose fields follow.
    pub(super) fn inside(&self) -> Option<(Direction, usize)> {
        self.open.iter().rev().find_map(|opened| opened.inside)
    }

    /// The words of a heading below that of a message which may name an object around the fields.
    pub(super) fn wraps(&self) -> Option<&Inline> {
        let nearest = self.open.last()?;
        let named = matches!(nearest.kind, Kind::Named | Kind::Part) && nearest.inside.is_none();
        (named && self.direction().is_some()).then_some(&nearest.words)
    }

    /// Whether what follows belongs to no message.
    pub(super) fn is_apart(&self) -> bool {
        self.open.iter().any(|opened| opened.kind == Kind::Apart)
    }
}

impl Opened {
    fn is_about_a_message(&self) -> bool {
        self.inside.is_some() || !matches!(self.kind, Kind::Named | Kind::About)
    }
}
