//! Values for fields that have to be there and about which nothing is known.

use payspec_runtime::{ChinaTime, Fen, Input};
use payspec_table::{Field, Item, Kind, Provider};

use crate::reply::plan::{instant, written};

/// Makes values: the specification's example, or something that fits. The same for the same field of one reply.
#[derive(Debug)]
pub(crate) struct Filler<'a> {
    pub(crate) provider: &'a Provider,
    pub(crate) now: ChinaTime,
    /// Random letters and digits.
    pub(crate) nonce: String,
}

/// The longest text that is made up.
const TEXT_LENGTH: usize = 16;

impl Filler<'_> {
    /// A value for a field that is neither an object nor a list of objects.
    pub(crate) fn fill(&self, field: &Field) -> String {
        if let Some(example) = &field.example {
            return example.to_string();
        }
        match &field.kind {
            Kind::Integer | Kind::Decimal => "1".to_owned(),
            Kind::Boolean => "true".to_owned(),
            Kind::Money(_) => written(&Input::Fen(Fen::new(1)), field).unwrap_or_default(),
            Kind::Date(_) | Kind::Time(_) | Kind::DateTime { .. } | Kind::Milliseconds => {
                written(&instant(self.now, field), field).unwrap_or_default()
            }
            Kind::Code(name) => {
                let code = self.provider.code_table(name).and_then(|table| table.codes.first());
                code.map_or_else(|| self.text(field), |code| code.wire.to_string())
            }
            Kind::Text | Kind::List(Item::Joined { .. }) => self.text(field),
            Kind::Object(_) | Kind::List(Item::Object { .. }) => String::new(),
        }
    }

    fn text(&self, field: &Field) -> String {
        let longest = field.max_length.map_or(TEXT_LENGTH, |length| length.max as usize);
        self.nonce.chars().take(longest.min(TEXT_LENGTH)).collect()
    }
}
