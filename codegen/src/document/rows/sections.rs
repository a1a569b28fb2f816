//! Rows and lines that are no fields, but say where the fields below them stand and when they are there.

use crate::document::Stated;
use crate::document::blocks::Table;
use crate::document::columns::is_name;
use crate::document::condition::{Section, section};
use crate::document::inline::Inline;
use crate::document::measures::is_structured;
use crate::document::tree::Tree;

use super::Rows;

/// More conditions than these hold for no row of a real table.
const MOST_CONDITIONS: usize = 16;

impl Rows<'_> {
    /// Whether the fields on which a line above the table makes it depend are there, before it or in it.
    pub(super) fn knows_what_is_tested(&self, line: &Inline, table: &Table) -> bool {
        let Some(Section::When(conditions)) = section(&line.text) else { return false };
        let is_in_table =
            |name: &str| table.rows.iter().any(|row| self.cell(row, self.columns.name).text == name);
        conditions.iter().all(|(name, _)| self.message.find(self.scope, name).is_some() || is_in_table(name))
    }

    /// Whether a row begins a section, and then does what it says.
    pub(super) fn begins_section(&mut self, words: &Inline) -> bool {
        let found = match section(&words.text) {
            Some(found) => found,
            // The name of a field that was described: what is inside it follows.
            None if is_name(&words.text) && self.is_structured(&words.text) => {
                Section::Inside(words.text.clone())
            }
            None => return false,
        };
        match found {
            Section::When(conditions) => {
                let mut sections: Vec<Stated<(String, String)>> = Vec::new();
                for (name, value) in conditions {
                    // A section of a field that stands in a section adds to that.
                    let outer = match self.message.find(self.scope, &name) {
                        Some(index) => self.message.field(index).sections.clone(),
                        None => self.conditions.clone(),
                    };
                    for condition in outer {
                        if condition.value.0 != name
                            && !sections.iter().any(|known| known.value == condition.value)
                        {
                            sections.push(condition);
                        }
                    }
                    sections.push(Stated { value: (name, value), span: words.whole().span });
                }
                if sections.len() > MOST_CONDITIONS {
                    self.not_understood.push(Stated {
                        value: format!("the row `{}`, which depends on too many others above", words.text),
                        span: words.whole().span,
                    });
                    sections.drain(..sections.len() - MOST_CONDITIONS);
                }
                self.conditions = sections;
                self.inside = self.scope;
            }
            Section::Inside(name) => match self.owner(&name) {
                Some(owner) => self.inside = Some(owner),
                None => return false,
            },
        }
        self.tree = Tree::default();
        self.open.clear();
        true
    }

    /// Whether a field of this name was read that can have fields inside it.
    fn is_structured(&self, name: &str) -> bool {
        let field = self.message.find(self.scope, name).map(|index| self.message.field(index));
        field.is_some_and(|field| field.kind.as_ref().is_none_or(|kind| is_structured(&kind.value)))
    }

    /// The field that a row such as `order详情` means: `order`, or the list `orders`.
    fn owner(&self, name: &str) -> Option<usize> {
        let singular = name.strip_suffix('s').unwrap_or(name);
        let names = [
            name.to_owned(),
            format!("{name}s"),
            format!("{name}es"),
            format!("{name}List"),
            format!("{name}_list"),
            format!("{name}list"),
            singular.to_owned(),
        ];
        let owners = [self.inside, self.scope];
        owners.iter().find_map(|owner| names.iter().find_map(|name| self.message.find(*owner, name)))
    }
}
