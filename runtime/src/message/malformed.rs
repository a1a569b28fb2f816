//! Why a body is no message.

use std::borrow::Cow;
use std::fmt;

use super::{Appearance, MAX_DEPTH};

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
    /// It is something else from its first character on, such as the page of a proxy.
    #[error("the body is no {expected} but {found}")]
    SomethingElse {
        /// The format that was expected.
        expected: Format,
        /// What it looks like.
        found: Appearance,
    },
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
