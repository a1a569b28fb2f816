//! Where in a script something stands.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, Span};

use super::ScriptError;

/// Where the keys, items and values of a script stand: line and column, from 1.
#[derive(Debug, Clone, Default)]
pub(super) struct Places(HashMap<Vec<String>, (usize, usize)>);

impl Places {
    /// Reads where everything stands. A key that is given twice is a mistake, which nothing else would find.
    pub(super) fn read(text: &str) -> Result<Self, ScriptError> {
        let mut walk = Walk::default();
        let mut parser = Parser::new_from_str(text);
        // A text that is no YAML is reported by whoever reads the values.
        while let Some(Ok((event, span))) = parser.next_event() {
            walk.event(&event, span)?;
        }
        Ok(Self(walk.places))
    }

    /// Where the value of a path stands; of an object or a list its key; of what is not there, the nearest around it.
    pub(super) fn of(&self, path: &[&str]) -> Option<(usize, usize)> {
        (0..=path.len()).rev().find_map(|length| {
            let path: Vec<String> = path[..length].iter().map(|step| (*step).to_owned()).collect();
            self.0.get(&path).copied()
        })
    }
}

#[derive(Default)]
struct Walk {
    places: HashMap<Vec<String>, (usize, usize)>,
    path: Vec<String>,
    open: Vec<Open>,
}

enum Open {
    /// An object, and whether a key of it waits for its value.
    Mapping { key_waits: bool },
    /// A list, and how many items it has.
    List(usize),
}

impl Walk {
    fn event(&mut self, event: &Event<'_>, span: Span) -> Result<(), ScriptError> {
        match event {
            Event::Scalar(text, ..) => match self.open.last_mut() {
                Some(Open::Mapping { key_waits }) if !*key_waits => {
                    *key_waits = true;
                    self.path.push(text.to_string());
                    if self.places.insert(self.path.clone(), place(span)).is_some() {
                        let words = format!("`{text}` is given twice");
                        return Err(ScriptError::new(Some(place(span)), &words));
                    }
                }
                _ => {
                    self.item();
                    if !text.is_empty() {
                        self.places.insert(self.path.clone(), place(span));
                    }
                    self.leave();
                }
            },
            Event::Alias(_) => {
                self.item();
                self.leave();
            }
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                self.item();
                self.places.entry(self.path.clone()).or_insert_with(|| place(span));
                let is_mapping = matches!(event, Event::MappingStart(..));
                self.open.push(if is_mapping { Open::Mapping { key_waits: false } } else { Open::List(0) });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                self.open.pop();
                self.leave();
            }
            _ => {}
        }
        Ok(())
    }

    /// A value starts: in a list it is the next item.
    fn item(&mut self) {
        if let Some(Open::List(count)) = self.open.last_mut() {
            self.path.push(count.to_string());
            *count += 1;
        }
    }

    /// A value has ended.
    fn leave(&mut self) {
        if let Some(Open::Mapping { key_waits }) = self.open.last_mut() {
            *key_waits = false;
        }
        self.path.pop();
    }
}

fn place(span: Span) -> (usize, usize) {
    (span.start.line(), span.start.col() + 1)
}
