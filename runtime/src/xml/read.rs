//! Reading XML into a message.

use std::borrow::Cow;
use std::collections::HashSet;

use quick_xml::Reader;
use quick_xml::errors::IllFormedError;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};

use super::{is_char, is_name, is_space};
use crate::message::{NodeData, Siblings, Span, repeated_name, shown};
use crate::table::{Field, Item, Kind};
use crate::{Format, MAX_DEPTH, Malformed, Message, NodeKind};

/// Reads an XML document whose root element has this name.
///
/// An element with elements inside becomes an object, one without becomes a text, `<a/>` an empty one. The text is what
/// stands there, with references resolved and CDATA sections joined to their surroundings; it is not trimmed, and
/// line ends are left alone. `fields` says which elements are lists: of the elements inside them, or because
/// they are repeated. Attributes are not looked at beyond their form. The time and the memory that it takes grow
/// with the length of the body.
///
/// # Errors
/// When the body is not UTF-8 or declares another encoding; when it is a bare text; when it is not well-formed; when it
/// has a document type declaration, or an entity beyond the five of XML itself; when the root has another name or
/// holds a text; when an element holds both text and elements, or a text with a comment or a processing instruction
/// inside; when an element that is no list is repeated; when elements are nested deeper than [`MAX_DEPTH`].
pub fn read(body: &[u8], root: &str, fields: &[Field]) -> Result<Message, Malformed> {
    let text = std::str::from_utf8(body).map_err(|_| Malformed::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_start_matches(is_space).chars().next() {
        None => return Err(Malformed::Empty),
        Some('<') => {}
        Some(_) => return Err(Malformed::NotXml),
    }
    if let Some(at) = text.find(|letter| !is_char(letter)) {
        return Err(syntax(text, at, "a control character"));
    }
    let tree = Tree { root, buffer: String::with_capacity(text.len()), nodes: Vec::new(), open: Vec::new() };
    Document { text, fields, tree, is_done: false }.read()
}

fn syntax(text: &str, at: usize, what: impl Into<Cow<'static, str>>) -> Malformed {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    Malformed::Syntax {
        format: Format::Xml,
        line: Some(1 + before.iter().filter(|byte| **byte == b'\n').count()),
        column: Some(1 + before.len() - line_start),
        what: what.into(),
    }
}

/// A document while it is read.
struct Document<'t> {
    text: &'t str,
    fields: &'t [Field],
    tree: Tree<'t>,
    /// Whether the root has been closed.
    is_done: bool,
}

impl<'t> Document<'t> {
    fn read(mut self) -> Result<Message, Malformed> {
        let mut reader = Reader::from_str(self.text);
        reader.config_mut().check_comments = true;
        loop {
            let at = position(reader.buffer_position());
            match reader.read_event() {
                Err(error) => return Err(self.ill_formed(&error, position(reader.error_position()))),
                Ok(Event::Start(start)) => self.start(&start, at)?,
                Ok(Event::Empty(start)) => {
                    self.start(&start, at)?;
                    self.end()?;
                }
                Ok(Event::End(_)) => self.end()?,
                Ok(Event::Text(text)) => self.characters(&text, at)?,
                Ok(Event::CData(text)) => match self.tree.open.is_empty() {
                    true => return Err(self.syntax(at, "a CDATA section outside the root element")),
                    false => self.tree.certain_text(&text)?,
                },
                Ok(Event::GeneralRef(reference)) => {
                    if self.tree.open.is_empty() {
                        return Err(self.syntax(at, "a reference outside the root element"));
                    }
                    let letter = self.resolve(&reference, at)?;
                    self.tree.certain_text(letter.encode_utf8(&mut [0; 4]))?;
                }
                Ok(Event::Comment(_) | Event::PI(_)) => self.tree.interrupt(),
                Ok(Event::Decl(declaration)) => self.declaration(&declaration, at)?,
                Ok(Event::DocType(_)) => return Err(Malformed::Doctype),
                Ok(Event::Eof) => break,
            }
        }
        if !self.is_done {
            return Err(self.syntax(self.text.len(), "it ends before its root element does"));
        }
        Ok(Message::from_parts(self.tree.buffer, self.tree.nodes))
    }

    fn syntax(&self, at: usize, what: &'static str) -> Malformed {
        syntax(self.text, at, what)
    }

    fn ill_formed(&self, error: &quick_xml::Error, at: usize) -> Malformed {
        use quick_xml::Error;
        let what = match error {
            // These words quote nothing.
            Error::Syntax(error) => Cow::Owned(error.to_string()),
            Error::IllFormed(IllFormedError::MismatchedEndTag { .. }) => {
                Cow::Borrowed("an end tag does not match its start tag")
            }
            Error::IllFormed(IllFormedError::UnmatchedEndTag(_)) => {
                Cow::Borrowed("an end tag has no start tag")
            }
            Error::IllFormed(IllFormedError::UnclosedReference) => Cow::Borrowed("a `&` starts no reference"),
            Error::IllFormed(IllFormedError::DoubleHyphenInComment) => Cow::Borrowed("`--` inside a comment"),
            Error::IllFormed(IllFormedError::MissingDoctypeName) => return Malformed::Doctype,
            _ => Cow::Borrowed("not the grammar of XML"),
        };
        syntax(self.text, at, what)
    }

    fn declaration(&self, declaration: &BytesDecl<'_>, at: usize) -> Result<(), Malformed> {
        if at != 0 {
            return Err(self.syntax(at, "an XML declaration that is not at the very start"));
        }
        match declaration.version() {
            Ok(version) if version.starts_with("1.") => {}
            _ => return Err(self.syntax(at, "an XML declaration without a version that is known")),
        }
        match declaration.encoding() {
            None => Ok(()),
            Some(Ok(encoding)) if encoding.eq_ignore_ascii_case("utf-8") => Ok(()),
            Some(Ok(encoding)) => Err(Malformed::DeclaredEncoding { name: shown(&encoding) }),
            Some(Err(_)) => Err(self.syntax(at, "an XML declaration whose attributes are broken")),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, at: usize) -> Result<(), Malformed> {
        let name = start.name().0;
        if !is_name(name) {
            return Err(self.syntax(at, "a tag without a name, or with one that XML does not allow"));
        }
        self.check_attributes(start, at)?;
        if !self.tree.open.is_empty() {
            return self.tree.open_element(name);
        }
        if self.is_done {
            return Err(Malformed::TrailingData);
        }
        if name != self.tree.root {
            return Err(Malformed::WrongRoot { expected: shown(self.tree.root), found: shown(name) });
        }
        self.tree.push(Span::NONE, Inside::Fields(self.fields));
        Ok(())
    }

    /// Nobody reads attributes; a document in which they are broken is broken all the same.
    fn check_attributes(&self, start: &BytesStart<'_>, at: usize) -> Result<(), Malformed> {
        let mut names = HashSet::new();
        // Its own search for repeated names compares each with each.
        for attribute in start.attributes().with_checks(false) {
            let Ok(attribute) = attribute else {
                return Err(self.syntax(at, "an attribute that is not `name=\"value\"`"));
            };
            if !is_name(attribute.key.0) || attribute.value.contains('<') {
                return Err(self.syntax(at, "an attribute that is not `name=\"value\"`"));
            }
            if !names.insert(attribute.key.0) {
                return Err(self.syntax(at, "an attribute that stands twice"));
            }
            for reference in attribute.value.split('&').skip(1) {
                let Some((reference, _)) = reference.split_once(';') else {
                    return Err(self.syntax(at, "a `&` starts no reference"));
                };
                self.resolve(&BytesRef::new(reference), at)?;
            }
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Malformed> {
        self.tree.close_element()?;
        self.is_done = self.tree.open.is_empty();
        Ok(())
    }

    fn characters(&mut self, text: &str, at: usize) -> Result<(), Malformed> {
        let is_blank = text.chars().all(is_space);
        if self.tree.open.is_empty() {
            return match (is_blank, self.is_done) {
                (true, _) => Ok(()),
                (false, true) => Err(Malformed::TrailingData),
                (false, false) => Err(self.syntax(at, "text in front of the root element")),
            };
        }
        if let Some(end) = text.find("]]>") {
            return Err(self.syntax(at + end, "`]]>` outside a CDATA section"));
        }
        if is_blank {
            self.tree.blank_text(text);
            return Ok(());
        }
        self.tree.certain_text(text)
    }

    /// The character that a reference stands for.
    fn resolve(&self, reference: &str, at: usize) -> Result<char, Malformed> {
        match reference {
            "amp" => return Ok('&'),
            "lt" => return Ok('<'),
            "gt" => return Ok('>'),
            "quot" => return Ok('"'),
            "apos" => return Ok('\''),
            _ => {}
        }
        let Some(number) = reference.strip_prefix('#') else {
            return Err(match is_name(reference) {
                true => Malformed::Entity { name: shown(reference) },
                false => self.syntax(at, "a `&` starts no reference"),
            });
        };
        let (digits, radix) = match number.strip_prefix('x') {
            Some(digits) => (digits, 16),
            None => (number, 10),
        };
        Some(digits)
            .filter(|digits| digits.chars().all(|digit| digit.is_digit(radix)))
            .and_then(|digits| u32::from_str_radix(digits, radix).ok())
            .and_then(char::from_u32)
            .filter(|letter| is_char(*letter))
            .ok_or_else(|| self.syntax(at, "a reference to a character that XML does not have"))
    }
}

fn position(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// The message while it is built.
struct Tree<'t> {
    /// The name of the root element, which is no name in the message.
    root: &'t str,
    buffer: String,
    nodes: Vec<NodeData>,
    /// The elements that are not closed.
    open: Vec<Element<'t>>,
}

struct Element<'t> {
    /// Its node.
    index: usize,
    /// What the table says about the elements inside.
    inside: Inside<'t>,
    /// What has been seen inside.
    seen: Seen,
    /// Where in the buffer its text starts.
    text: usize,
    /// Whether a comment or a processing instruction stands inside.
    is_interrupted: bool,
}

#[derive(Clone, Copy)]
enum Inside<'t> {
    /// These, as far as they are known; none for an element that the table does not know.
    Fields(&'t [Field]),
    /// The elements of a list, all of this name, and their fields.
    List(&'t str, &'t [Field]),
}

impl<'t> Inside<'t> {
    /// What the table says about the elements inside an element that stands in this one.
    fn of(self, name: &str) -> Self {
        let fields = match self {
            Self::List(_, fields) => return Self::Fields(fields),
            Self::Fields(fields) => fields,
        };
        match fields.iter().find(|field| field.name == name).map(|field| &field.kind) {
            Some(Kind::Object(fields)) => Self::Fields(fields),
            Some(Kind::List(Item::Object { fields, element: Some(element) })) => Self::List(element, fields),
            Some(Kind::List(Item::Object { fields, element: None })) => Self::Fields(fields),
            _ => Self::Fields(&[]),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// Nothing, or white space.
    Blank,
    /// A text.
    Text,
    /// Elements.
    Elements,
}

impl<'t> Tree<'t> {
    fn push(&mut self, name: Span, inside: Inside<'t>) {
        let text = self.buffer.len();
        self.open.push(Element {
            index: self.nodes.len(),
            inside,
            seen: Seen::Blank,
            text,
            is_interrupted: false,
        });
        // An object until it turns out to be something else, so that an empty root is one.
        self.nodes.push(NodeData { kind: NodeKind::Object, name, value: Span::NONE, size: 1 });
    }

    /// The name of an element, to be shown.
    fn name(&self, index: usize) -> &str {
        if index == 0 {
            return self.root;
        }
        self.nodes.get(index).map_or("", |node| node.name.of(&self.buffer))
    }

    fn mixed(&self, index: usize) -> Malformed {
        Malformed::MixedContent { name: shown(self.name(index)) }
    }

    fn open_element(&mut self, name: &str) -> Result<(), Malformed> {
        if self.open.len() > MAX_DEPTH {
            return Err(Malformed::TooDeep);
        }
        let Some(parent) = self.open.last_mut() else { return Ok(()) };
        if parent.seen == Seen::Text {
            let index = parent.index;
            return Err(self.mixed(index));
        }
        if parent.seen == Seen::Blank {
            // The white space in front of the first element.
            self.buffer.truncate(parent.text);
            parent.seen = Seen::Elements;
        }
        let (index, inside) = (parent.index, parent.inside);
        let name_span = match inside {
            Inside::List(expected, _) if name != expected => {
                return Err(Malformed::WrongElement {
                    list: shown(self.name(index)),
                    expected: shown(expected),
                    found: shown(name),
                });
            }
            Inside::List(..) => Span::NONE,
            Inside::Fields(_) => Span::push(&mut self.buffer, name),
        };
        self.push(name_span, inside.of(name));
        Ok(())
    }

    /// White space, which is text in a leaf and nothing between elements.
    fn blank_text(&mut self, text: &str) {
        if self.open.last().is_some_and(|element| element.seen != Seen::Elements) {
            self.buffer.push_str(text);
        }
    }

    /// What is text wherever it stands.
    fn certain_text(&mut self, text: &str) -> Result<(), Malformed> {
        let Some(element) = self.open.last_mut() else { return Ok(()) };
        if element.seen == Seen::Elements {
            let index = element.index;
            return Err(self.mixed(index));
        }
        element.seen = Seen::Text;
        self.buffer.push_str(text);
        Ok(())
    }

    fn interrupt(&mut self) {
        if let Some(element) = self.open.last_mut() {
            element.is_interrupted = true;
        }
    }

    fn close_element(&mut self) -> Result<(), Malformed> {
        let Some(element) = self.open.pop() else { return Ok(()) };
        if element.seen == Seen::Elements {
            return self.close_container(&element);
        }
        if self.open.is_empty() {
            // The root.
            return match element.seen {
                Seen::Text => Err(Malformed::NotAnObject),
                _ => Ok(()),
            };
        }
        if element.is_interrupted {
            return Err(Malformed::Interrupted { name: shown(self.name(element.index)) });
        }
        let value = Span { start: element.text, end: self.buffer.len() };
        if let Some(node) = self.nodes.get_mut(element.index) {
            node.kind = NodeKind::Text;
            node.value = value;
        }
        Ok(())
    }

    fn close_container(&mut self, element: &Element<'t>) -> Result<(), Malformed> {
        let first = element.index + 1;
        let kind = match element.inside {
            Inside::List(..) => NodeKind::List,
            Inside::Fields(fields) => {
                self.gather_repeated(first, fields);
                let members = self.nodes.get(first..).unwrap_or_default();
                if let Some(name) = repeated_name(&self.buffer, members) {
                    return Err(Malformed::Duplicate { name: shown(name) });
                }
                NodeKind::Object
            }
        };
        let size = self.nodes.len() - element.index;
        if let Some(node) = self.nodes.get_mut(element.index) {
            node.kind = kind;
            node.size = size;
        }
        Ok(())
    }

    /// Puts the members that are repeated because they are the elements of a list into a list, where the first of them stands.
    fn gather_repeated(&mut self, first: usize, fields: &[Field]) {
        let lists: Vec<&str> = fields
            .iter()
            .filter(|field| matches!(field.kind, Kind::List(Item::Object { element: None, .. })))
            .map(|field| &*field.name)
            .collect();
        let members = self.nodes.get(first..).unwrap_or_default();
        let buffer = &self.buffer;
        let is_listed = |node: &NodeData| lists.contains(&node.name.of(buffer));
        if lists.is_empty() || !(Siblings { nodes: members, next: 0 }).any(is_listed) {
            return;
        }

        let mut gathered = Vec::with_capacity(members.len() + lists.len());
        let mut done: Vec<&str> = Vec::new();
        for (start, node) in places(members) {
            let name = node.name.of(buffer);
            if !lists.contains(&name) {
                gathered.extend(subtree(members, start));
            } else if !done.contains(&name) {
                done.push(name);
                let list = gathered.len();
                gathered.push(NodeData { kind: NodeKind::List, name: node.name, value: Span::NONE, size: 1 });
                for (start, _) in places(members).filter(|(_, other)| other.name.of(buffer) == name) {
                    let element = gathered.len();
                    gathered.extend(subtree(members, start));
                    if let Some(element) = gathered.get_mut(element) {
                        element.name = Span::NONE;
                    }
                }
                let size = gathered.len() - list;
                if let Some(list) = gathered.get_mut(list) {
                    list.size = size;
                }
            }
        }
        self.nodes.truncate(first);
        self.nodes.append(&mut gathered);
    }
}

/// The nodes of one level, each with its place.
fn places(nodes: &[NodeData]) -> impl Iterator<Item = (usize, &NodeData)> {
    let mut next = 0;
    Siblings { nodes, next }.map(move |node| {
        let place = next;
        next += node.size.max(1);
        (place, node)
    })
}

fn subtree(nodes: &[NodeData], start: usize) -> impl Iterator<Item = NodeData> {
    let size = nodes.get(start).map_or(0, |node| node.size);
    nodes.get(start..start + size).unwrap_or_default().iter().copied()
}
