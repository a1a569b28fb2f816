//! Reading XML into a message.

use std::borrow::Cow;
use std::collections::HashSet;

use quick_xml::Reader;
use quick_xml::errors::IllFormedError;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};

use super::tree::Tree;
use super::{is_char, is_name, is_space};
use crate::message::{is_html, shown};
use crate::table::Field;
use crate::{Appearance, Format, Malformed, Message};

/// Reads an XML document whose root element has this name.
///
/// An element with elements inside becomes an object, one without becomes a text, `<a/>` an empty one. The text is what
/// stands there, with references resolved and CDATA sections joined to their surroundings; it is not trimmed, and
/// line ends are left alone. `fields` says which elements are lists: of the elements inside them, or because
/// they are repeated. Attributes are not looked at beyond their form. The time and the memory that it takes grow
/// with the length of the body.
///
/// # Errors
/// When the body is not UTF-8 or declares another encoding; when it is a bare text, JSON or a page for people; when it is not well-formed; when it
/// has a document type declaration, or an entity beyond the five of XML itself; when the root has another name or
/// holds a text; when an element holds both text and elements, or a text with a comment or a processing instruction
/// inside; when an element that is no list is repeated; when elements are nested deeper than [`MAX_DEPTH`](crate::MAX_DEPTH).
pub fn read(body: &[u8], root: &str, fields: &[Field]) -> Result<Message, Malformed> {
    let text = std::str::from_utf8(body).map_err(|_| Malformed::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.chars().all(is_space) {
        return Err(Malformed::Empty);
    }
    match Appearance::of(text) {
        Appearance::Xml => {}
        Appearance::Html if is_html(root) => {}
        found => return Err(Malformed::SomethingElse { expected: Format::Xml, found }),
    }
    if let Some(at) = text.find(|letter| !is_char(letter)) {
        return Err(syntax(text, at, "a control character"));
    }
    Document { text, root, tree: Tree::new(root, fields, text.len()), is_done: false }.read()
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
    /// The name that the root must have.
    root: &'t str,
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
                Ok(Event::CData(text)) => match self.tree.is_inside() {
                    true => self.tree.certain_text(&text)?,
                    false => return Err(self.syntax(at, "a CDATA section outside the root element")),
                },
                Ok(Event::GeneralRef(reference)) => {
                    if !self.tree.is_inside() {
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
        Ok(self.tree.finish())
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
        if self.tree.is_inside() {
            return self.tree.open_element(name);
        }
        if self.is_done {
            return Err(Malformed::TrailingData);
        }
        if name != self.root {
            return Err(Malformed::WrongRoot { expected: shown(self.root), found: shown(name) });
        }
        self.tree.open_root();
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
        self.is_done = !self.tree.is_inside();
        Ok(())
    }

    fn characters(&mut self, text: &str, at: usize) -> Result<(), Malformed> {
        let is_blank = text.chars().all(is_space);
        if !self.tree.is_inside() {
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
