//! The choices of an author who does not exist.

/// A stream of choices. Where it ends, every choice is the first, which is the plainest.
pub(super) struct Choices {
    stream: std::vec::IntoIter<u16>,
    made: u32,
}

impl Choices {
    pub(super) fn new(stream: Vec<u16>) -> Self {
        Self { stream: stream.into_iter(), made: 0 }
    }

    /// A number below `limit`.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        usize::from(self.stream.next().unwrap_or_default()) % limit.max(1)
    }

    /// True once in `times`.
    pub(super) fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    /// One of several.
    pub(super) fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    /// A number that no other name of the specification has.
    pub(super) fn unique(&mut self) -> u32 {
        self.made += 1;
        self.made
    }
}
