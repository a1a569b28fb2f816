//! One type for every message, received or to be sent.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::Text;

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
    text: Arc<str>,
    nodes: Arc<[NodeData]>,
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
        Self { text: Arc::from(text), nodes: Arc::from(nodes) }
    }

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

/// One node of a flat tree: its subtree follows it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NodeData {
    pub(crate) kind: NodeKind,
    pub(crate) name: Span,
    /// The text of a leaf; of an object or list its JSON text, if it came from JSON.
    pub(crate) value: Span,
    /// The number of nodes in the subtree, itself included.
    pub(crate) size: usize,
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
    fn data(self) -> NodeData {
        const NOTHING: NodeData =
            NodeData { kind: NodeKind::Null, name: Span::NONE, value: Span::NONE, size: 1 };
        self.message.nodes.get(self.index).copied().unwrap_or(NOTHING)
    }

    /// Its name on the wire; empty for the message itself and for the elements of a list.
    #[must_use]
    pub fn name(self) -> &'a str {
        self.message.slice(self.data().name)
    }

    /// What it is.
    #[must_use]
    pub fn kind(self) -> NodeKind {
        self.data().kind
    }

    /// The text, without quotes and escapes; of numbers and booleans as they stood. `None` for null, objects and lists.
    #[must_use]
    pub fn text(self) -> Option<&'a str> {
        let data = self.data();
        match data.kind {
            NodeKind::Text | NodeKind::Number | NodeKind::Boolean => Some(self.message.slice(data.value)),
            NodeKind::Null | NodeKind::Object | NodeKind::List => None,
        }
    }

    /// The same as [`Node::text`], sharing the message's buffer.
    #[must_use]
    pub fn shared(self) -> Option<Text> {
        self.text()?;
        Some(Text::slice(&self.message.text, self.data().value.range()))
    }

    /// Whether it is JSON `null`.
    #[must_use]
    pub fn is_null(self) -> bool {
        self.kind() == NodeKind::Null
    }

    /// The members of an object or the elements of a list, in the order in which they came; nothing for other nodes.
    #[must_use]
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
        match self.kind() {
            NodeKind::Object => self.members().find(|member| member.name() == name),
            _ => None,
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

    fn next(&mut self) -> Option<Node<'a>> {
        if self.next >= self.end {
            return None;
        }
        let node = Node { message: self.message, index: self.next };
        self.next += node.data().size.max(1);
        Some(node)
    }
}

impl std::iter::FusedIterator for Members<'_> {}

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
        let root = NodeData { kind: NodeKind::Object, name: Span::NONE, value: Span::NONE, size: 1 };
        Self { text: String::new(), nodes: vec![root], open: Vec::new() }
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").field("nodes", &self.nodes.len()).finish_non_exhaustive()
    }
}

impl Builder {
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
        let subtree = node.message.nodes.get(node.index..node.index + top.size).unwrap_or_default();
        // The JSON text of an object contains the texts of most of what is below it, which are copied with it.
        let copied = top.value;
        let shared = Span::push(&mut self.text, node.message.slice(copied));
        for (position, data) in subtree.iter().enumerate() {
            let value = self.copied(node.message, data.value, copied, shared);
            let name =
                if position == 0 { name } else { self.copied(node.message, data.name, copied, shared) };
            self.nodes.push(NodeData { name, value, ..*data });
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
        self.nodes.push(NodeData { kind, name, value, size: 1 });
    }

    fn name(&mut self, name: &str, parent: Option<usize>) -> Span {
        match parent.and_then(|index| self.nodes.get(index)) {
            Some(NodeData { kind: NodeKind::List, .. }) => Span::NONE,
            _ => Span::push(&mut self.text, name),
        }
    }
}

/// Whether a text is a number by the grammar of JSON.
fn is_json_number(text: &str) -> bool {
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

/// The first name that two members of an object share. `children` are the nodes below the object, `size`d.
pub(crate) fn repeated_name<'t>(text: &'t str, children: &[NodeData]) -> Option<&'t str> {
    // Comparing each with each is faster for the few fields of a real message, and hopeless for an attacker's many.
    const FEW: usize = 24;
    let names = || Siblings { nodes: children, next: 0 }.map(|node| node.name.of(text));
    if names().take(FEW + 1).count() <= FEW {
        let mut seen = [""; FEW];
        for (count, name) in names().enumerate() {
            let before = seen.get(..count).unwrap_or_default();
            if before.contains(&name) {
                return Some(name);
            }
            if let Some(place) = seen.get_mut(count) {
                *place = name;
            }
        }
        return None;
    }
    let mut seen = HashSet::new();
    names().find(|name| !seen.insert(*name))
}

/// The nodes of one level in a flat subtree.
pub(crate) struct Siblings<'n> {
    pub(crate) nodes: &'n [NodeData],
    pub(crate) next: usize,
}

impl<'n> Iterator for Siblings<'n> {
    type Item = &'n NodeData;

    fn next(&mut self) -> Option<&'n NodeData> {
        let node = self.nodes.get(self.next)?;
        self.next += node.size.max(1);
        Some(node)
    }
}

/// How a message is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// XML.
    Xml,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Json => "JSON",
            Self::Form => "form",
            Self::Xml => "XML",
        })
    }
}

/// Why a body is no message, or a message cannot be written.
///
/// The words never contain a value of the message. Names of fields and elements do occur; they are cut to 64
/// characters and their control characters are escaped, so that they can be logged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Malformed {
    /// There is nothing in it.
    #[error("the body is empty")]
    Empty,
    /// It is not in UTF-8.
    #[error("the body is not in UTF-8")]
    NotUtf8,
    /// It violates the grammar of its format.
    #[error("the body is not well-formed {format}{}: {what}", Place(*line, *column))]
    Syntax {
        /// The format that was expected.
        format: Format,
        /// The line, counted from 1.
        line: Option<usize>,
        /// The column in bytes, counted from 1.
        column: Option<usize>,
        /// What is wrong.
        what: Cow<'static, str>,
    },
    /// It is a single value, such as a JSON array, and not an object.
    #[error("the body is a single value, not an object with members")]
    NotAnObject,
    /// It is a text without any markup where XML was expected.
    #[error("the body is no XML but a bare text, as providers send it for a request that they cannot read")]
    NotXml,
    /// A name stands twice in the same object: two readers could see two values.
    #[error("the name `{name}` stands twice in the same object")]
    Duplicate {
        /// The name.
        name: String,
    },
    /// Objects and lists are nested deeper than [`MAX_DEPTH`].
    #[error("objects and lists are nested more than {MAX_DEPTH} deep")]
    TooDeep,
    /// Something other than white space follows the message.
    #[error("something follows the end of the message")]
    TrailingData,
    /// An XML document has a document type declaration, which could define entities.
    #[error("the XML has a document type declaration, which is refused")]
    Doctype,
    /// XML refers to an entity that is not one of its own five.
    #[error("the XML refers to the entity `{name}`; only amp, lt, gt, quot and apos are known")]
    Entity {
        /// The name of the entity.
        name: String,
    },
    /// An XML document declares an encoding other than UTF-8.
    #[error("the XML declares the encoding `{name}`; only UTF-8 is read")]
    DeclaredEncoding {
        /// The encoding.
        name: String,
    },
    /// The root element has another name.
    #[error("the root element is <{found}>, not <{expected}>")]
    WrongRoot {
        /// The name that was expected.
        expected: String,
        /// The name that was found.
        found: String,
    },
    /// An element in a list has another name than the elements of that list.
    #[error("the list <{list}> holds an element <{found}>, not <{expected}>")]
    WrongElement {
        /// The element around the list.
        list: String,
        /// The name that was expected.
        expected: String,
        /// The name that was found.
        found: String,
    },
    /// An XML element holds both text and elements.
    #[error("the element <{name}> holds both text and elements")]
    MixedContent {
        /// The element.
        name: String,
    },
    /// A comment or a processing instruction stands inside the text of an XML element: readers differ in what the text then is.
    #[error("a comment or a processing instruction stands inside the text of <{name}>")]
    Interrupted {
        /// The element.
        name: String,
    },
    /// A `%` in a form is not followed by two hexadecimal digits.
    #[error("a `%` in the form is not followed by two hexadecimal digits")]
    BrokenPercent,
    /// A value cannot be written in this format.
    #[error("`{name}` cannot be written as {format}: {what}")]
    NotRepresentable {
        /// The field.
        name: String,
        /// The format.
        format: Format,
        /// What stands against it.
        what: &'static str,
    },
}

/// ` at line …, column …`, where they are known.
struct Place(Option<usize>, Option<usize>);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.0 {
            write!(f, " at line {line}")?;
        }
        if let (Some(_), Some(column)) = (self.0, self.1) {
            write!(f, ", column {column}")?;
        }
        Ok(())
    }
}

/// A name that came from outside, fit to be shown: at most 64 characters, control characters escaped.
pub(crate) fn shown(name: &str) -> String {
    const LONGEST: usize = 64;
    let mut shown: String = name.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if name.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests;
