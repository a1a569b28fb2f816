//! Which operation is asked, with which fields.

pub(crate) mod objection;

use payspec_runtime::{Message, Node, NodeKind, places, wire};
use payspec_table::{
    Encoding, Field, Group, GroupRule, Item, Kind, Method, Operation, Provider, Role, Source,
};

use crate::order::Numbers;

/// A request as it came over HTTP.
#[derive(Debug)]
pub(crate) struct Asked {
    /// `GET`, `POST` or another.
    pub(crate) method: String,
    /// The path below the provider's root: empty, or with a slash in front.
    pub(crate) path: String,
    pub(crate) query: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// A request whose operation is known.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    pub(crate) operation: &'a Operation,
    pub(crate) asked: &'a Asked,
    /// Its fields, or why they cannot be read.
    pub(crate) message: Result<Message, String>,
    /// The text of the message as it came: the body, or the query string.
    pub(crate) text: &'a str,
}

impl<'a> Question<'a> {
    /// Finds the operation by method and path; where several share both, by the constant fields of its request.
    pub(crate) fn read(provider: &'a Provider, asked: &'a Asked) -> Option<Self> {
        let here = |operation: &&Operation| {
            is_method(operation.method, &asked.method) && operation.path == asked.path
        };
        let mut first = None;
        for operation in provider.operations.iter().filter(here) {
            let (message, text) = decode(operation, asked);
            let question = Self { operation, asked, message, text };
            if question.has_constants() {
                return Some(question);
            }
            first.get_or_insert(question);
        }
        first
    }

    /// The message, if it can be read.
    pub(crate) fn root(&self) -> Option<Node<'_>> {
        self.message.as_ref().ok().map(Message::root)
    }

    /// The text of a field at the top, unless it is empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.root()?.member(name)?.text().filter(|text| !text.is_empty())
    }

    /// The order numbers that were asked for, with the text between them where there can be several.
    ///
    /// Where one of several numbers is enough, the one that the specification prefers counts.
    pub(crate) fn key(&self) -> Key<'_> {
        let mut key = Key { numbers: Numbers::default(), joint: None };
        for entry in &self.operation.request.view {
            let Some(name) = entry.field.get(0).filter(|_| entry.field.len() == 1) else { continue };
            let Some(text) = self.text(name).filter(|_| !self.is_outdone(name)) else { continue };
            match entry.role {
                Role::MerchantOrderNo => {
                    key.numbers.merchant = Some(text);
                    key.joint = self.joint(name);
                }
                Role::ProviderOrderNo => key.numbers.provider = Some(text),
                _ => {}
            }
        }
        key
    }

    /// Whether another member of its group, one that is preferred, was given too.
    fn is_outdone(&self, name: &str) -> bool {
        let alternative =
            |group: &&Group| group.rule == GroupRule::AtLeastOne && group.members.contains(name);
        self.operation.request.groups.iter().filter(alternative).any(|group| {
            group
                .members
                .iter()
                .take_while(|member| *member != name)
                .any(|member| self.text(member).is_some())
        })
    }

    fn joint(&self, name: &str) -> Option<&str> {
        let field = self.operation.request.fields.iter().find(|field| field.name == name)?;
        match &field.kind {
            Kind::List(Item::Joined { joint }) => Some(joint),
            _ => None,
        }
    }

    fn has_constants(&self) -> bool {
        self.root().is_some_and(|root| {
            self.operation.request.fields.iter().all(|field| match &field.source {
                Source::Constant(text) => root.member(&field.name).and_then(Node::text) == Some(text),
                _ => true,
            })
        })
    }
}

/// The order numbers of a question.
#[derive(Debug)]
pub(crate) struct Key<'a> {
    pub(crate) numbers: Numbers<'a>,
    /// What stands between several order numbers of the merchant's.
    pub(crate) joint: Option<&'a str>,
}

/// Calls `see` for every field of a table, with what the message has for it.
pub(crate) fn each_field<'f>(
    fields: &'f [Field],
    object: Node<'_>,
    see: &mut dyn FnMut(&'f Field, Option<Node<'_>>),
) {
    for field in fields {
        let member = object.member(&field.name);
        see(field, member);
        let inside = places::inside(&field.kind);
        match member.map(|member| (member, member.kind())) {
            Some((member, NodeKind::Object)) => each_field(inside, member, see),
            Some((member, NodeKind::List)) => {
                for element in member.members() {
                    each_field(inside, element, see);
                }
            }
            _ => {}
        }
    }
}

fn decode<'a>(operation: &Operation, asked: &'a Asked) -> (Result<Message, String>, &'a str) {
    let encodings = &operation.request.encodings;
    if operation.method == Method::Get || (asked.body.is_empty() && encodings.contains(&Encoding::Query)) {
        let message = wire::read(&Encoding::Query, asked.query.as_bytes(), &operation.request.fields);
        return (message.map_err(|error| error.to_string()), &asked.query);
    }
    let text = std::str::from_utf8(&asked.body).unwrap_or_default();
    let content_type = asked.headers.iter().find(|(name, _)| name == "content-type");
    let media_type = content_type.map(|(_, value)| media_type(value));
    let fits = |encoding: &&Encoding| match (&media_type, encoding) {
        (None, _) => true,
        (Some(found), Encoding::Xml { .. }) => found.ends_with("/xml") || found.ends_with("+xml"),
        (Some(found), encoding) => wire::content_type(encoding).map(media_type_of) == Some(found.as_str()),
    };
    let message = match encodings.iter().find(fits) {
        Some(encoding) => {
            wire::read(encoding, &asked.body, &operation.request.fields).map_err(|error| error.to_string())
        }
        None => {
            Err(format!("the content type `{}` is none of this operation's", media_type.unwrap_or_default()))
        }
    };
    (message, text)
}

fn is_method(method: Method, asked: &str) -> bool {
    match method {
        Method::Get => asked == "GET",
        Method::Post => asked == "POST",
    }
}

fn media_type(value: &str) -> String {
    media_type_of(value).to_ascii_lowercase()
}

fn media_type_of(value: &str) -> &str {
    value.split(';').next().unwrap_or_default().trim()
}
