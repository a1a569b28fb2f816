//! One type for every message, received or to be sent.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::Text;

mod appearance;
mod builder;
mod insertion;
mod malformed;
mod names;

pub use appearance::Appearance;
pub(crate) use appearance::is_html;
pub use builder::Builder;
pub(crate) use malformed::shown;
pub use malformed::{Format, Malformed};
pub(crate) use names::{Fingerprint, repeated_name};

/// The deepest nesting of objects and lists that a reader accepts; the message itself counts as one.
pub const MAX_DEPTH: usize = 32;

/// A message: a tree of named values in the order in which they came, each in the text in which it stood.
///
/// The number `5230.00` is `5230.00`, not `5230`: signatures are computed over such texts. Whatever the encoding,
/// JSON, form or XML, the top is an object.
///
/// All texts lie in one buffer and all nodes in one list, so that a message costs a handful of allocations, whatever
/// the number of its fields, and a clone none. `Debug` prints names and kinds; values may be secret.
#[derive(Clone)]
pub struct Message {
    text: Arc<String>,
    /// Each node with its subtree behind it; the first is the root.
    nodes: Arc<Vec<NodeData>>,
}

impl Message {
    /// Starts a message of one's own.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The message as an object.
    #[must_use]
    pub fn root(&self) -> Node<'_> {
        Node { message: self, index: 0 }
    }

    /// A message of these parts; the first node is its root.
    pub(crate) fn from_parts(text: String, nodes: Vec<NodeData>) -> Self {
        Self { text: Arc::new(text), nodes: Arc::new(nodes) }
    }

    #[inline]
    fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.root(), f)
    }
}

/// What a node of a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// JSON `null`.
    Null,
    /// A text. Every value of a form and every leaf of XML is one.
    Text,
    /// A bare JSON number.
    Number,
    /// A bare JSON `true` or `false`.
    Boolean,
    /// Named members.
    Object,
    /// Elements without names.
    List,
}

impl NodeKind {
    /// Whether it has a text.
    const fn is_leaf(self) -> bool {
        matches!(self, Self::Text | Self::Number | Self::Boolean)
    }
}

/// One node of a flat tree: its subtree follows it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NodeData {
    pub(crate) kind: NodeKind,
    pub(crate) name: Span,
    /// That of the name.
    pub(crate) fingerprint: Fingerprint,
    /// The text of a leaf; of an object or list its JSON text, if it came from JSON.
    pub(crate) value: Span,
    /// The number of nodes in the subtree, itself included.
    pub(crate) size: usize,
}

impl NodeData {
    /// A node without anything below it. `text` is the buffer that the name lies in.
    pub(crate) fn new(text: &str, kind: NodeKind, name: Span, value: Span) -> Self {
        Self { kind, name, fingerprint: Fingerprint::of(name.of(text)), value, size: 1 }
    }

    /// How many nodes further its next sibling stands.
    #[inline]
    fn step(&self) -> usize {
        match self.kind {
            // The size would say the same, and the walk would wait for it.
            NodeKind::Null | NodeKind::Text | NodeKind::Number | NodeKind::Boolean => 1,
            NodeKind::Object | NodeKind::List => self.size.max(1),
        }
    }

    /// An object or a list without a name.
    pub(crate) const fn nameless(kind: NodeKind) -> Self {
        Self { kind, name: Span::NONE, fingerprint: Fingerprint::NAMELESS, value: Span::NONE, size: 1 }
    }
}

/// A part of a message's buffer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    /// The empty span.
    pub(crate) const NONE: Self = Self { start: 0, end: 0 };

    #[inline]
    pub(crate) fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Appends a text to a buffer and tells where it stands.
    pub(crate) fn push(buffer: &mut String, text: &str) -> Self {
        let start = buffer.len();
        buffer.push_str(text);
        Self { start, end: buffer.len() }
    }

    fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A place in a message: a value with its name.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    message: &'a Message,
    index: usize,
}

impl<'a> Node<'a> {
    #[inline]
    fn data(self) -> &'a NodeData {
        const NOTHING: &NodeData = &NodeData::nameless(NodeKind::Null);
        self.message.nodes.get(self.index).unwrap_or(NOTHING)
    }

    /// Its name on the wire; empty for the message itself and for the elements of a list.
    #[must_use]
    #[inline]
    pub fn name(self) -> &'a str {
        self.message.slice(self.data().name)
    }

    /// What it is.
    #[must_use]
    #[inline]
    pub fn kind(self) -> NodeKind {
        self.data().kind
    }

    /// The text, without quotes and escapes; of numbers and booleans as they stood. `None` for null, objects and lists.
    #[must_use]
    #[inline]
    pub fn text(self) -> Option<&'a str> {
        let data = self.data();
        data.kind.is_leaf().then(|| self.message.slice(data.value))
    }

    /// The same as [`Node::text`], sharing the message's buffer.
    #[must_use]
    pub fn shared(self) -> Option<Text> {
        let data = self.data();
        data.kind.is_leaf().then(|| Text::slice(&self.message.text, data.value.range()))
    }

    /// Whether it is JSON `null`.
    #[must_use]
    #[inline]
    pub fn is_null(self) -> bool {
        self.kind() == NodeKind::Null
    }

    /// The members of an object or the elements of a list, in the order in which they came; nothing for other nodes.
    #[must_use]
    #[inline]
    pub fn members(self) -> Members<'a> {
        Members {
            message: self.message,
            next: self.index + 1,
            end: (self.index + self.data().size).min(self.message.nodes.len()),
        }
    }

    /// The member of an object with this name.
    #[must_use]
    pub fn member(self, name: &str) -> Option<Node<'a>> {
        let (message, object) = (self.message, self.data());
        if object.kind != NodeKind::Object {
            return None;
        }
        let fingerprint = Fingerprint::of(name);
        let nodes = message.nodes.get(..self.index + object.size)?;
        let mut siblings = Siblings { nodes, next: self.index + 1 };
        loop {
            let index = siblings.next;
            let member = siblings.next()?;
            if member.fingerprint == fingerprint && member.name.of(&message.text) == name {
                return Some(Node { index, ..self });
            }
        }
    }

    /// The member of a member of … of an object; the node itself for an empty path. It never enters a list.
    #[must_use]
    pub fn at<'p>(self, path: impl IntoIterator<Item = &'p str>) -> Option<Node<'a>> {
        path.into_iter().try_fold(self, Node::member)
    }

    /// Of an object or a list that was read from JSON: its text as it came, white space and all.
    #[must_use]
    pub fn json_text(self) -> Option<&'a str> {
        let data = self.data();
        match data.kind {
            NodeKind::Object | NodeKind::List => {
                Some(self.message.slice(data.value)).filter(|text| !text.is_empty())
            }
            _ => None,
        }
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.debug(f, MAX_DEPTH)
    }
}

impl Node<'_> {
    fn debug(self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        match self.kind() {
            NodeKind::Object | NodeKind::List if depth == 0 => f.write_str("…"),
            NodeKind::Object => f
                .debug_map()
                .entries(self.members().map(|member| (Name(member.name()), Deeper(member, depth - 1))))
                .finish(),
            NodeKind::List => {
                f.debug_list().entries(self.members().map(|member| Deeper(member, depth - 1))).finish()
            }
            kind => fmt::Debug::fmt(&kind, f),
        }
    }
}

struct Deeper<'a>(Node<'a>, usize);

impl fmt::Debug for Deeper<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.debug(f, self.1)
    }
}

struct Name<'a>(&'a str);

impl fmt::Debug for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(self.0))
    }
}

/// The members of an object, or the elements of a list.
#[derive(Debug, Clone)]
pub struct Members<'a> {
    message: &'a Message,
    next: usize,
    end: usize,
}

impl<'a> Iterator for Members<'a> {
    type Item = Node<'a>;

    #[inline]
    fn next(&mut self) -> Option<Node<'a>> {
        if self.next >= self.end {
            return None;
        }
        let node = Node { message: self.message, index: self.next };
        self.next += node.data().step();
        Some(node)
    }
}

impl std::iter::FusedIterator for Members<'_> {}

/// The nodes of one level in a flat subtree.
pub(crate) struct Siblings<'n> {
    pub(crate) nodes: &'n [NodeData],
    pub(crate) next: usize,
}

impl<'n> Iterator for Siblings<'n> {
    type Item = &'n NodeData;

    #[inline]
    fn next(&mut self) -> Option<&'n NodeData> {
        let node = self.nodes.get(self.next)?;
        self.next += node.step();
        Some(node)
    }
}

#[cfg(test)]
mod tests;
