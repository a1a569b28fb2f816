//! What was sent and what came back, without what is not to be shown.

use std::fmt;

use payspec_table::{Encoding, Method, Part};

use super::Exposure;
use super::hidden::Hidden;
use super::redaction::{MASK, Redaction, is_secret};
use crate::{Appearance, Exchange, Incoming, Message, form, unfold, wire};

/// What was sent and what came back, to show it to people. Each text is made when it is asked for.
///
/// The tables say what is not shown, and `***` stands in its place: signatures, fields that are secret, values of
/// credentials that are, and unless the [`Exposure`] allows it order numbers and personal fields. Neither is a
/// value that no table lists, for it may be anything, nor a text in which a secret or a hidden value stands: some providers
/// repeat the string that they signed. One of less than six bytes is looked for as a whole text alone, and where more than
/// 256 of them are to be hidden no text is shown. A body that is no message is told by its length and kind. A field that the
/// table gives no role, such as the merchant's own remark, is shown.
///
/// Members are written anew in the encoding in which they came, with JSON that stands in a text opened; white space
/// between them is not kept, and control characters, and
/// others that nobody sees or that change the direction of a text, become `U+FFFD`.
#[derive(Clone, Copy)]
pub struct Transcript<'a> {
    exchange: &'a Exchange<'a>,
    incoming: Option<&'a Incoming>,
    exposure: Exposure,
}

impl<'a> Transcript<'a> {
    pub(super) fn new(
        exchange: &'a Exchange<'a>,
        incoming: Option<&'a Incoming>,
        exposure: Exposure,
    ) -> Self {
        Self { exchange, incoming, exposure }
    }

    /// The request: method and URL, headers, an empty line, and the body.
    #[must_use]
    pub fn request(&self) -> String {
        let outgoing = self.exchange.outgoing();
        let redaction = Redaction::of_requests(self.exchange, self.exposure);
        let opened = unfold(self.exchange.request(), &self.exchange.table().request.fields);
        let mut hidden = Hidden::of(self.exchange, self.exposure);
        redaction.collect(&opened, &mut hidden);
        let shown = redaction.message(&opened, &hidden);

        let method = match outgoing.method {
            Method::Get => "GET",
            Method::Post => "POST",
        };
        let (url, query) = match outgoing.url.split_once('?') {
            Some((url, _)) => (url, true),
            None => (&*outgoing.url, false),
        };
        let mut text = format!("{method} {url}");
        if query {
            text.push('?');
            form::write(shown.root(), &mut text);
        }
        for (name, value) in &outgoing.headers {
            let value = if self.is_public(name) { value } else { MASK };
            text.push_str(&format!("\n{name}: {value}"));
        }
        if !outgoing.body.is_empty() {
            text.push_str("\n\n");
            match self.exchange.endpoint().encoding(self.exchange.table()) {
                Ok(encoding) => {
                    body(encoding, &shown, &self.exchange.table().request.fields, &mut text);
                }
                Err(_) => text.push_str(MASK),
            }
        }
        text
    }

    /// The reply: the HTTP status, headers, an empty line, and the body. `None` if none came.
    #[must_use]
    pub fn reply(&self) -> Option<String> {
        let incoming = self.incoming?;
        let mut text = format!("HTTP {}", incoming.status);
        for (name, value) in &incoming.headers {
            let value = if name.eq_ignore_ascii_case("content-type") { printable_type(value) } else { MASK };
            text.push_str(&format!("\n{name}: {value}"));
        }
        text.push_str("\n\n");
        let length = incoming.body.len();
        let response = &self.exchange.table().response;
        if !(200..300).contains(&incoming.status) {
            text.push_str("(the body is not read)");
        } else if length > self.exchange.outgoing().max_body {
            text.push_str(&format!("({length} bytes, more than are read)"));
        } else if let Ok(message) = wire::read(&response.encoding, &incoming.body, &response.fields) {
            let opened = unfold(&message, &response.fields);
            let request = unfold(self.exchange.request(), &self.exchange.table().request.fields);
            let mut hidden = Hidden::of(self.exchange, self.exposure);
            Redaction::of_requests(self.exchange, self.exposure).collect(&request, &mut hidden);
            let redaction = Redaction::of_replies(self.exchange, self.exposure);
            redaction.collect(&opened, &mut hidden);
            body(&response.encoding, &redaction.message(&opened, &hidden), &response.fields, &mut text);
        } else {
            let kind = match std::str::from_utf8(&incoming.body) {
                Err(_) => "not UTF-8".to_owned(),
                Ok(body) if body.trim().is_empty() => "nothing but white space".to_owned(),
                Ok(body) => format!("{}", Appearance::of(body)),
            };
            text.push_str(&format!("({length} bytes that are no message: {kind})"));
        }
        Some(text)
    }

    /// Whether the value of a header is shown: of one that HTTP itself needs, or that is made of public texts alone.
    fn is_public(&self, name: &str) -> bool {
        let part_is_public = |part: &Part| match part {
            Part::Literal(_) => true,
            Part::Credential(name) => !is_secret(self.exchange, name),
            _ => false,
        };
        let mut headers = self.exchange.table().request.headers.iter().filter(|header| header.name == name);
        match headers.next() {
            Some(header) => header.value.iter().all(part_is_public) && headers.next().is_none(),
            None => name == "content-type",
        }
    }
}

/// The request, and the reply or the word that none came.
impl fmt::Display for Transcript<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reply = self.reply();
        write!(f, "{}\n\n{}", self.request(), reply.as_deref().unwrap_or("(no reply)"))
    }
}

/// Without making it.
impl fmt::Debug for Transcript<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transcript").field("exposure", &self.exposure).finish_non_exhaustive()
    }
}

fn body(encoding: &Encoding, shown: &Message, fields: &[payspec_table::Field], text: &mut String) {
    let start = text.len();
    if wire::write(encoding, shown.root(), fields, text).is_err() {
        text.truncate(start);
        text.push_str("(it cannot be written)");
    }
}

/// The value of `content-type`, if nothing odd is in it.
fn printable_type(value: &str) -> &str {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/;=-+. \"".contains(&byte);
    if value.len() <= 100 && value.bytes().all(is_plain) { value } else { MASK }
}

#[cfg(test)]
mod tests;
