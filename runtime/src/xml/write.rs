//! Writing a message as XML.

use super::{is_char, is_name};
use crate::message::shown;
use crate::table::{Field, Item, Kind};
use crate::{Format, MAX_DEPTH, Malformed, Node, NodeKind};

/// Writes the members of a message as an XML document with this root element, without a declaration and without
/// white space between elements.
///
/// `cdata` puts texts into CDATA sections; numbers and booleans stay outside. Null is written as an empty element. A
/// list is written in the way that `fields` says, and one that it does not know by repeating its element.
///
/// # Errors
/// [`Malformed::NotRepresentable`] when a name is not one that XML allows, a text has a character that XML cannot
/// carry, a list stands directly in a list, or objects and lists are nested deeper than [`MAX_DEPTH`]. What was
/// written by then stays in `out`.
pub fn write(
    node: Node<'_>,
    root: &str,
    cdata: bool,
    fields: &[Field],
    out: &mut String,
) -> Result<(), Malformed> {
    Writer { cdata, out }.element(root, node, fields, MAX_DEPTH)
}

fn not_representable(name: &str, what: &'static str) -> Malformed {
    Malformed::NotRepresentable { name: shown(name), format: Format::Xml, what }
}

struct Writer<'o> {
    cdata: bool,
    out: &'o mut String,
}

impl Writer<'_> {
    /// An element with what a node holds.
    fn element(
        &mut self,
        name: &str,
        node: Node<'_>,
        fields: &[Field],
        depth: usize,
    ) -> Result<(), Malformed> {
        self.open(name)?;
        match node.kind() {
            NodeKind::Null => {}
            NodeKind::Text => self.text(name, node.text().unwrap_or_default(), self.cdata)?,
            NodeKind::Number | NodeKind::Boolean => {
                self.text(name, node.text().unwrap_or_default(), false)?;
            }
            NodeKind::Object => {
                let depth = deeper(name, depth)?;
                for member in node.members() {
                    self.member(member, fields, depth)?;
                }
            }
            NodeKind::List => return Err(not_representable(name, "a list stands directly in a list")),
        }
        self.close(name);
        Ok(())
    }

    fn member(&mut self, member: Node<'_>, fields: &[Field], depth: usize) -> Result<(), Malformed> {
        let name = member.name();
        let kind = fields.iter().find(|field| field.name == name).map(|field| &field.kind);
        if member.kind() != NodeKind::List {
            let inside = match kind {
                Some(Kind::Object(fields)) => fields,
                _ => &[][..],
            };
            return self.element(name, member, inside, depth);
        }
        let depth = deeper(name, depth)?;
        match kind {
            Some(Kind::List(Item::Object { fields, element: Some(element) })) => {
                self.open(name)?;
                for item in member.members() {
                    self.element(element, item, fields, depth)?;
                }
                self.close(name);
                Ok(())
            }
            Some(Kind::List(Item::Object { fields, element: None })) => {
                member.members().try_for_each(|item| self.element(name, item, fields, depth))
            }
            _ => member.members().try_for_each(|item| self.element(name, item, &[], depth)),
        }
    }

    fn open(&mut self, name: &str) -> Result<(), Malformed> {
        if !is_name(name) {
            return Err(not_representable(name, "it is not a name that XML allows"));
        }
        self.out.push('<');
        self.out.push_str(name);
        self.out.push('>');
        Ok(())
    }

    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn text(&mut self, name: &str, text: &str, cdata: bool) -> Result<(), Malformed> {
        if !text.chars().all(is_char) {
            return Err(not_representable(name, "it has a control character that XML cannot carry"));
        }
        if cdata {
            self.section(text);
        } else {
            self.escaped(text);
        }
        Ok(())
    }

    fn escaped(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                // A reader turns a bare one into a line feed.
                '\r' => self.out.push_str("&#13;"),
                letter => self.out.push(letter),
            }
        }
    }

    /// A CDATA section; more than one where the text has what would end it, or what it cannot keep.
    fn section(&mut self, text: &str) {
        self.out.push_str("<![CDATA[");
        let mut rest = text;
        while let Some(at) = rest.find(['\r', ']']) {
            let (plain, special) = rest.split_at(at);
            self.out.push_str(plain);
            if let Some(after) = special.strip_prefix("]]>") {
                self.out.push_str("]]]]><![CDATA[>");
                rest = after;
            } else if let Some(after) = special.strip_prefix('\r') {
                self.out.push_str("]]>&#13;<![CDATA[");
                rest = after;
            } else {
                self.out.push(']');
                rest = special.strip_prefix(']').unwrap_or_default();
            }
        }
        self.out.push_str(rest);
        self.out.push_str("]]>");
    }
}

fn deeper(name: &str, depth: usize) -> Result<usize, Malformed> {
    depth.checked_sub(1).ok_or_else(|| not_representable(name, "objects and lists are nested too deep"))
}
