//! Building a message of one's own.

use std::fmt;

use super::{Message, Node, NodeData, NodeKind, Span};

/// Builds a message from its top to its end.
///
/// Members are kept in the order in which they are given. Names are ignored inside a list. That a name is given once
/// only is the caller's care: what a builder was given, it keeps. [`Builder::finish`] closes what is still open, and
/// a [`Builder::close`] too many does nothing.
#[derive(Clone)]
pub struct Builder {
    text: String,
    nodes: Vec<NodeData>,
    open: Vec<usize>,
}

impl Default for Builder {
    fn default() -> Self {
        Self::with_room(0, 0)
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("nodes", &self.nodes.len()).finish_non_exhaustive()
    }
}

impl Builder {
    /// A builder with room for so many nodes, and so many bytes of names and texts, before it has to make more.
    pub(crate) fn with_room(nodes: usize, bytes: usize) -> Self {
        let mut all = Vec::with_capacity(1 + nodes);
        all.push(NodeData::nameless(NodeKind::Object));
        Self { text: String::with_capacity(bytes), nodes: all, open: Vec::new() }
    }

    /// Adds a text.
    pub fn text(&mut self, name: &str, text: &str) {
        self.leaf(name, NodeKind::Text, text);
    }

    /// Adds a number in the form in which it is to be written. What is no JSON number is added as a text.
    pub fn number(&mut self, name: &str, number: &str) {
        let kind = if is_json_number(number) { NodeKind::Number } else { NodeKind::Text };
        self.leaf(name, kind, number);
    }

    /// Adds `true` or `false`.
    pub fn boolean(&mut self, name: &str, boolean: bool) {
        self.leaf(name, NodeKind::Boolean, if boolean { "true" } else { "false" });
    }

    /// Adds `null`.
    pub fn null(&mut self, name: &str) {
        self.leaf(name, NodeKind::Null, "");
    }

    /// Adds an object; what follows is added to it, until it is closed.
    pub fn open_object(&mut self, name: &str) {
        self.open.push(self.nodes.len());
        self.leaf(name, NodeKind::Object, "");
    }

    /// Adds a list; what follows is added to it, until it is closed.
    pub fn open_list(&mut self, name: &str) {
        self.open.push(self.nodes.len());
        self.leaf(name, NodeKind::List, "");
    }

    /// Closes the object or list that was opened last.
    pub fn close(&mut self) {
        if let Some(index) = self.open.pop() {
            self.close_at(index);
        }
    }

    /// Adds a node of another message, with everything below it, under this name.
    pub fn copy(&mut self, name: &str, node: Node<'_>) {
        let name = self.name(name, self.open.last().copied());
        let top = node.data();
        let nodes = &node.message.nodes;
        let subtree = nodes.get(node.index..node.index + top.size).unwrap_or_default();
        // The JSON text of an object contains the texts of most of what is below it, which are copied with it.
        let copied = top.value;
        let shared = Span::push(&mut self.text, node.message.slice(copied));
        for (position, data) in subtree.iter().enumerate() {
            let value = self.copied(node.message, data.value, copied, shared);
            let copy = if position == 0 {
                NodeData { value, size: data.size, ..NodeData::new(&self.text, data.kind, name, value) }
            } else {
                NodeData { name: self.copied(node.message, data.name, copied, shared), value, ..*data }
            };
            self.nodes.push(copy);
        }
    }

    /// Where a span of another message lies in this one, of which the part `copied` was copied to `shared`.
    fn copied(&mut self, message: &Message, span: Span, copied: Span, shared: Span) -> Span {
        if span.start >= copied.start && span.end <= copied.end {
            let start = span.start - copied.start + shared.start;
            return Span { start, end: start + (span.end - span.start) };
        }
        Span::push(&mut self.text, message.slice(span))
    }

    /// The message.
    #[must_use]
    pub fn finish(mut self) -> Message {
        while let Some(index) = self.open.pop() {
            self.close_at(index);
        }
        self.close_at(0);
        Message::from_parts(self.text, self.nodes)
    }

    fn close_at(&mut self, index: usize) {
        let end = self.nodes.len();
        if let Some(node) = self.nodes.get_mut(index) {
            node.size = end - index;
        }
    }

    fn leaf(&mut self, name: &str, kind: NodeKind, value: &str) {
        // An object or a list has just been put on the stack: the one that it stands in is below it.
        let parent = self.open.iter().rev().find(|index| **index < self.nodes.len()).copied();
        let name = self.name(name, parent);
        let value = Span::push(&mut self.text, value);
        self.nodes.push(NodeData::new(&self.text, kind, name, value));
    }

    fn name(&mut self, name: &str, parent: Option<usize>) -> Span {
        match parent.and_then(|index| self.nodes.get(index)) {
            Some(NodeData { kind: NodeKind::List, .. }) => Span::NONE,
            _ => Span::push(&mut self.text, name),
        }
    }
}

/// Whether a text is a number by the grammar of JSON.
pub(super) fn is_json_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}
