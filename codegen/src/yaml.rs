//! YAML that people read: an ordered tree with comments, and how it is written.

/// A value on its way into a file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// A text. It is put in quotes where YAML would read something else.
    Text(String),
    /// A whole number.
    Number(u64),
    /// A truth value.
    Bool(bool),
    /// A list.
    List(Vec<Node>),
    /// A mapping.
    Map(Map),
}

/// A mapping in the order in which it is written.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Map {
    /// Its entries.
    pub(crate) entries: Vec<Entry>,
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// The key.
    pub(crate) key: String,
    /// The value.
    pub(crate) value: Node,
    /// Lines of comment above it, without `#`. A line that begins with `? ` is a question to the author.
    pub(crate) comments: Vec<String>,
}

impl Map {
    /// Adds an entry at the end.
    pub(crate) fn set(&mut self, key: impl Into<String>, value: impl Into<Node>) {
        self.entries.push(Entry { key: key.into(), value: value.into(), comments: Vec::new() });
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Map> for Node {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}

impl From<u32> for Node {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<bool> for Node {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}
