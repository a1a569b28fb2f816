//! Texts that are not shown, wherever they stand.

use std::borrow::Cow;

use super::Exposure;
use crate::Exchange;
use crate::conduct::each_order;

/// The order numbers that a request asks about, joined by commas.
pub(crate) fn order_numbers<'a>(exchange: &'a Exchange<'_>) -> Cow<'a, str> {
    let mut joined = Cow::Borrowed("");
    each_order(exchange, &mut |_, number| {
        if joined.is_empty() {
            joined = Cow::Borrowed(number);
        } else {
            let joined = joined.to_mut();
            joined.push(',');
            joined.push_str(number);
        }
    });
    joined
}

/// Texts that are not shown, wherever they stand: providers repeat order numbers in free text, and some have repeated
/// the string that they signed, with the key in it.
#[derive(Default)]
pub(super) struct Hidden<'a> {
    secrets: Vec<&'a str>,
    others: Vec<&'a str>,
    /// There are more, which are not looked for: any text may hold one of them.
    is_incomplete: bool,
}

/// A text that is shorter is hidden where it stands alone: it is a part of too many others.
const SHORTEST_PART: usize = 6;
/// The most texts that are looked for: a reply can hold a hundred thousand orders. With more of them nothing is shown.
const MOST: usize = 256;

impl<'a> Hidden<'a> {
    /// The secrets of the merchant, and the order numbers that were asked for if they are not shown.
    pub(super) fn of(exchange: &'a Exchange<'_>, exposure: Exposure) -> Self {
        let secrets = exchange.endpoint().credentials().secret_texts().collect();
        let mut hidden = Self { secrets, ..Self::default() };
        if !exposure.shows_order_numbers() {
            each_order(exchange, &mut |_, number| hidden.others.push(number));
        }
        hidden
    }

    /// Hides another text.
    pub(super) fn add(&mut self, text: &'a str) {
        if text.is_empty() || self.is_incomplete || self.others.contains(&text) {
            return;
        }
        if self.others.len() < MOST {
            self.others.push(text);
        } else {
            self.is_incomplete = true;
        }
    }

    /// Whether one of them stands in a text, or may stand in it.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let other =
            |hidden: &&str| text == *hidden || (hidden.len() >= SHORTEST_PART && text.contains(*hidden));
        self.is_incomplete
            || self.secrets.iter().any(|secret| text.contains(secret))
            || self.others.iter().any(other)
    }
}
