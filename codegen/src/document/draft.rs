//! An operation while its document is read.

use super::headings::Direction;
use super::inline::Inline;
use super::message::Message;
use super::{OperationText, Stated};

#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The heading that names it.
    pub(super) heading: Option<Inline>,
    /// The operations whose headings are above its own.
    pub(super) above: Vec<usize>,
    pub(super) url: Option<Stated<String>>,
    pub(super) method: Option<Stated<String>>,
    pub(super) media_types: Vec<Stated<String>>,
    pub(super) request: Message,
    pub(super) response: Message,
    /// The side of the table that was read last.
    pub(super) last: Option<Direction>,
    /// How many headings were read before the last sample, if no table was read since.
    pub(super) sampled: Option<usize>,
}

impl Draft {
    pub(super) fn message(&mut self, direction: Direction) -> &mut Message {
        match direction {
            Direction::Request => &mut self.request,
            Direction::Response => &mut self.response,
        }
    }

    /// Whether a table of fields was read.
    pub(super) fn has_fields(&self) -> bool {
        self.request.is_stated() || self.response.is_stated()
    }

    /// The side of a table, given what the headings say, whether the nearest of them names a part of a message, and
    /// how many headings there were so far.
    pub(super) fn side(&self, stated: Option<Direction>, part: Continues, headings: usize) -> Direction {
        // After the sample of a request comes the answer, also where its heading was forgotten.
        let answered = self.sampled == Some(headings) && self.last == Some(Direction::Request);
        match (stated, self.last) {
            (Some(_), Some(_)) if answered && part == Continues::No => Direction::Response,
            (Some(direction), _) => direction,
            (None, None) => Direction::Request,
            (None, Some(Direction::Request)) if part == Continues::Yes && self.sampled.is_none() => {
                Direction::Request
            }
            (None, Some(_)) => Direction::Response,
        }
    }

    pub(super) fn add_media_types(&mut self, found: Vec<Stated<String>>) {
        for media_type in found {
            if !self.media_types.iter().any(|known| known.value == media_type.value) {
                self.media_types.push(media_type);
            }
        }
    }

    pub(super) fn finish(self, title: Stated<String>) -> OperationText {
        let (title, name) = self.heading.as_ref().map_or((title, None), Inline::titled);
        OperationText {
            title,
            name,
            url: self.url,
            method: self.method,
            media_types: self.media_types,
            request: self.request.finish(),
            response: self.response.finish(),
        }
    }
}

/// Whether a table goes on with the message of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Continues {
    /// Its heading names a part of a message.
    Yes,
    /// Nothing says so.
    No,
}
