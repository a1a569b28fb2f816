//! Messages as bytes, in the encodings of the tables.

use payspec_table::{Encoding, Field};

use crate::{Malformed, Message, Node, form, json, xml};

/// Writes a message. `fields` are those of its table: XML writes lists in the way that they say.
///
/// # Errors
/// If the encoding cannot carry a name or a text of the message.
pub fn write(
    encoding: &Encoding,
    node: Node<'_>,
    fields: &[Field],
    out: &mut String,
) -> Result<(), Malformed> {
    match encoding {
        Encoding::Json => json::write(node, out),
        Encoding::Form | Encoding::Query => form::write(node, out),
        Encoding::Xml { root, cdata } => return xml::write(node, root, *cdata, fields, out),
    }
    Ok(())
}

/// Reads a message. `fields` are those of its table: XML knows lists by them.
///
/// # Errors
/// If the body is no message in this encoding.
pub fn read(encoding: &Encoding, body: &[u8], fields: &[Field]) -> Result<Message, Malformed> {
    match encoding {
        Encoding::Json => json::read(body),
        Encoding::Form | Encoding::Query => form::read(body),
        Encoding::Xml { root, .. } => xml::read(body, root, fields),
    }
}

/// The content type of a body; `None` where the fields are in the URL.
#[must_use]
pub const fn content_type(encoding: &Encoding) -> Option<&'static str> {
    match encoding {
        Encoding::Json => Some("application/json; charset=utf-8"),
        Encoding::Form => Some("application/x-www-form-urlencoded; charset=utf-8"),
        Encoding::Query => None,
        Encoding::Xml { .. } => Some("text/xml; charset=utf-8"),
    }
}
