//! Specifications that nobody wrote: valid ones, rich in what the language can say and in texts that are hard to write.
//!
//! A stream of numbers stands for an author's choices, and a specification is made of it. A shorter stream and smaller
//! numbers make a smaller and plainer specification, so that what a failing test leaves is short.

mod choices;
mod codes;
mod example;
mod field;
mod message;
mod operation;
mod provider;
mod response;
mod rule;
mod texts;
mod tree;

use proptest::collection::vec;
use proptest::prelude::*;

use self::choices::Choices;
pub use self::tree::Tree;

/// Specifications, as trees. Nearly all of them have no mistake; a few break a rule that no author would think of.
pub fn generated_specs() -> impl Strategy<Value = Tree> {
    vec(any::<u16>(), 0..600).prop_map(|stream| provider::provider(&mut Choices::new(stream)))
}
