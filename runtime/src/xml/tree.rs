//! A message while it is put together from elements.

use crate::message::{NodeData, Siblings, Span, repeated_name, shown};
use crate::table::{Field, Item, Kind};
use crate::{MAX_DEPTH, Malformed, Message, NodeKind};

/// The message while it is built.
pub(super) struct Tree<'t> {
    /// The name of the root element, which is no name in the message.
    root: &'t str,
    /// The fields of the message.
    fields: &'t [Field],
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
    /// A message of these fields, in a root element of this name; its texts take so many bytes at most.
    pub(super) fn new(root: &'t str, fields: &'t [Field], capacity: usize) -> Self {
        Self { root, fields, buffer: String::with_capacity(capacity), nodes: Vec::new(), open: Vec::new() }
    }

    /// Whether an element is open.
    pub(super) fn is_inside(&self) -> bool {
        !self.open.is_empty()
    }

    pub(super) fn finish(self) -> Message {
        Message::from_parts(self.buffer, self.nodes)
    }

    pub(super) fn open_root(&mut self) {
        self.push(Span::NONE, Inside::Fields(self.fields));
    }

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
        self.nodes.push(NodeData::new(&self.buffer, NodeKind::Object, name, Span::NONE));
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

    /// Opens an element inside the one that is open.
    pub(super) fn open_element(&mut self, name: &str) -> Result<(), Malformed> {
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
    pub(super) fn blank_text(&mut self, text: &str) {
        if self.open.last().is_some_and(|element| element.seen != Seen::Elements) {
            self.buffer.push_str(text);
        }
    }

    /// What is text wherever it stands.
    pub(super) fn certain_text(&mut self, text: &str) -> Result<(), Malformed> {
        let Some(element) = self.open.last_mut() else { return Ok(()) };
        if element.seen == Seen::Elements {
            let index = element.index;
            return Err(self.mixed(index));
        }
        element.seen = Seen::Text;
        self.buffer.push_str(text);
        Ok(())
    }

    /// Notes a comment or a processing instruction.
    pub(super) fn interrupt(&mut self) {
        if let Some(element) = self.open.last_mut() {
            element.is_interrupted = true;
        }
    }

    /// Closes the element that was opened last.
    pub(super) fn close_element(&mut self) -> Result<(), Malformed> {
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
                gathered.push(NodeData::new(buffer, NodeKind::List, node.name, Span::NONE));
                for (start, _) in places(members).filter(|(_, other)| other.name.of(buffer) == name) {
                    let element = gathered.len();
                    gathered.extend(subtree(members, start));
                    if let Some(element) = gathered.get_mut(element) {
                        *element = NodeData {
                            size: element.size,
                            ..NodeData::new(buffer, element.kind, Span::NONE, element.value)
                        };
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
