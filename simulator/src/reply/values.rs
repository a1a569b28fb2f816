//! What the fields of a reply have to say.

use std::collections::BTreeMap;

use payspec_table::Path;

/// What fields of a reply have to say, by their paths in words: `data.amount`, `orders[].status`.
#[derive(Debug, Default)]
pub(crate) struct Values(BTreeMap<String, Value>);

/// What a field has to say.
#[derive(Debug)]
pub(crate) enum Value {
    /// This. The field is there, unless its conditions do not hold.
    Said(String),
    /// This, if the specification wants the field to be there.
    IfNeeded(String),
    /// Nothing: the field is left out, whatever the specification wants.
    LeftOut,
}

impl Values {
    /// The field says this, whatever it was to say before.
    pub(crate) fn say(&mut self, path: &Path, text: impl Into<String>) {
        self.0.insert(path.dotted(), Value::Said(text.into()));
    }

    /// The field says this if it is needed, unless it has something to say already.
    pub(crate) fn if_needed(&mut self, path: &Path, text: impl Into<String>) {
        self.0.entry(path.dotted()).or_insert_with(|| Value::IfNeeded(text.into()));
    }

    /// The field is left out, whatever the specification wants.
    pub(crate) fn leave_out(&mut self, path: &Path) {
        self.0.insert(path.dotted(), Value::LeftOut);
    }

    pub(crate) fn get(&self, path: &str) -> Option<&Value> {
        self.0.get(path)
    }

    /// Whether a field inside this one has something to say.
    pub(crate) fn say_something_inside(&self, path: &str) -> bool {
        let inside = |known: &str| known.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
        self.0.iter().any(|(known, value)| matches!(value, Value::Said(_)) && inside(known))
    }
}
