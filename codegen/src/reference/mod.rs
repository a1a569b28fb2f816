//! A readable reference of providers, as Markdown and as HTML.

mod comparison;
mod deciding;
mod departures;
mod example;
mod html;
mod markdown;
mod prose;
mod rust_names;
mod signing_words;
mod terms;
mod words;
mod worked;

pub use comparison::{Cell, Column, Comparison, Row, Section, comparison};
pub use departures::{Departure, departures};
pub use html::{GENERATOR, Page, html};
pub use markdown::{MADE_HERE, comparison_markdown, markdown};
pub use prose::{Prose, Run};
pub use worked::{Direction, Key, LeftOut, Outcome, Piece, Placed, ShellLine, Steps, Wire, Worked, worked};

use crate::model;
use crate::{restate, yaml};

/// A specification that says everything of a provider and nothing else: who loads it gets the same provider.
///
/// Comments, the way something was put, and signature rules that no message follows are not in it: a provider does not
/// keep them.
#[must_use]
pub fn specification(provider: &model::Provider) -> String {
    yaml::write(&restate::provider(provider))
}
