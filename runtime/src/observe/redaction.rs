//! A message without what is not to be shown, by its table.

use payspec_table::{
    CredentialKind, EACH, Expected, Field, Item, Kind, Operation, Path, Placement, Role, Signing, Source,
    Verification, ViewEntry,
};

use super::Exposure;
use super::hidden::Hidden;
use crate::text::moves_text;
use crate::{Builder, Exchange, Message, Node, NodeKind, places};

/// What stands in the place of a value that is not shown.
pub(super) const MASK: &str = "***";
/// What stands in the place of a name that is not shown; a name that XML allows, too.
const MASKED_NAME: &str = "_";

/// Which fields of a message are not shown.
pub(super) struct Redaction<'a> {
    exchange: &'a Exchange<'a>,
    exposure: Exposure,
    fields: &'a [Field],
    signature: Option<&'a Path>,
    order_numbers: Vec<&'a Path>,
}

impl<'a> Redaction<'a> {
    /// Of requests.
    pub(super) fn of_requests(exchange: &'a Exchange<'a>, exposure: Exposure) -> Self {
        let request = &exchange.table().request;
        Self {
            exchange,
            exposure,
            fields: &request.fields,
            signature: request.signing.as_ref().and_then(signature),
            order_numbers: order_numbers(&request.view).collect(),
        }
    }

    /// Of replies.
    pub(super) fn of_replies(exchange: &'a Exchange<'a>, exposure: Exposure) -> Self {
        let response = &exchange.table().response;
        let signature = match &response.verification {
            Verification::Signed { rule, .. } => signature(rule),
            Verification::Unsigned => None,
        };
        let order_numbers = order_numbers(&response.view).chain(repeated(exchange.table())).collect();
        Self { exchange, exposure, fields: &response.fields, signature, order_numbers }
    }

    /// Adds to what is hidden everywhere the texts of the fields that are hidden here. The message is as
    /// [`unfold`](crate::unfold) leaves it.
    pub(super) fn collect<'m>(&self, message: &'m Message, hidden: &mut Hidden<'m>) {
        self.collect_members(message.root(), self.fields, &mut Vec::new(), hidden);
    }

    fn collect_members<'m, 't>(
        &self,
        node: Node<'m>,
        fields: &'t [Field],
        path: &mut Vec<&'t str>,
        hidden: &mut Hidden<'m>,
    ) {
        for member in node.members() {
            let Some(field) = fields.iter().find(|field| field.name == member.name()) else { continue };
            path.push(&field.name);
            match member.kind() {
                _ if self.hides(field, path) => member.text().into_iter().for_each(|text| hidden.add(text)),
                NodeKind::Object => {
                    self.collect_members(member, places::inside(&field.kind), path, hidden);
                }
                NodeKind::List => {
                    path.push(EACH);
                    for element in member.members() {
                        self.collect_members(element, places::inside(&field.kind), path, hidden);
                    }
                    path.pop();
                }
                _ => {}
            }
            path.pop();
        }
    }

    /// The message with [`MASK`] in the place of what is not to be shown. What no table lists is not shown: it may be
    /// anything.
    pub(super) fn message(&self, message: &Message, hidden: &Hidden<'_>) -> Message {
        let mut walk = Walk { redaction: self, hidden, builder: Message::builder(), path: Vec::new() };
        walk.members(message.root(), self.fields);
        walk.builder.finish()
    }

    fn hides(&self, field: &Field, path: &[&str]) -> bool {
        let is_here = |place: &Path| place.iter().eq(path.iter().copied());
        field.secret
            || (field.personal && !self.exposure.shows_personal())
            || match &field.source {
                Source::Signature => true,
                Source::Credential(name) => is_secret(self.exchange, name),
                _ => false,
            }
            || self.signature.is_some_and(is_here)
            || (!self.exposure.shows_order_numbers() && self.order_numbers.iter().any(|place| is_here(place)))
    }
}

/// Whether a credential is never shown: by the table, or because the caller gave it as a secret.
pub(super) fn is_secret(exchange: &Exchange<'_>, credential: &str) -> bool {
    let endpoint = exchange.endpoint();
    let in_table = endpoint.provider().credential(credential);
    in_table.is_none_or(|credential| credential.kind != CredentialKind::Text)
        || endpoint.credentials().is_secret(credential)
}

fn signature(rule: &Signing) -> Option<&Path> {
    match &rule.placement {
        Placement::Field(path) => Some(path),
        Placement::Header { .. } => None,
    }
}

const fn is_order_number(role: Role) -> bool {
    matches!(role, Role::MerchantOrderNo | Role::ProviderOrderNo | Role::ChannelOrderNo)
}

fn order_numbers(view: &[ViewEntry]) -> impl Iterator<Item = &Path> {
    view.iter().filter(|entry| is_order_number(entry.role)).map(|entry| &entry.field)
}

/// The fields of a reply that repeat an order number of the request.
fn repeated(operation: &Operation) -> impl Iterator<Item = &Path> {
    operation.response.identity.iter().filter_map(|identity| match &identity.expected {
        Expected::Request(name) => order_numbers(&operation.request.view)
            .any(|path| path.get(0) == Some(&**name))
            .then_some(&identity.field),
        Expected::Credential(_) => None,
    })
}

struct Walk<'w, 't> {
    redaction: &'w Redaction<'t>,
    hidden: &'w Hidden<'w>,
    builder: Builder,
    path: Vec<&'w str>,
}

impl<'w> Walk<'w, '_> {
    fn members(&mut self, node: Node<'_>, fields: &'w [Field]) {
        for member in node.members() {
            match fields.iter().find(|field| field.name == member.name()) {
                Some(field) => {
                    self.path.push(&field.name);
                    self.value(member, field);
                    self.path.pop();
                }
                None => self.stranger(member),
            }
        }
    }

    fn value(&mut self, node: Node<'_>, field: &'w Field) {
        let name = &*field.name;
        match (&field.kind, node.kind()) {
            (_, NodeKind::Null) => self.builder.null(name),
            // That it is empty is worth knowing, and tells nothing.
            (_, NodeKind::Text) if node.text() == Some("") => self.builder.text(name, ""),
            _ if self.redaction.hides(field, &self.path) => self.builder.text(name, MASK),
            (Kind::Object(inside), NodeKind::Object) => {
                self.builder.open_object(name);
                self.members(node, inside);
                self.builder.close();
            }
            (Kind::List(Item::Object { fields, .. }), NodeKind::List) => {
                self.builder.open_list(name);
                self.path.push(EACH);
                for element in node.members() {
                    if element.kind() == NodeKind::Object {
                        self.builder.open_object("");
                        self.members(element, fields);
                        self.builder.close();
                    } else {
                        self.builder.text("", MASK);
                    }
                }
                self.path.pop();
                self.builder.close();
            }
            (Kind::Object(_) | Kind::List(Item::Object { .. }), _)
            | (_, NodeKind::Object | NodeKind::List) => self.builder.text(name, MASK),
            _ => self.leaf(name, node),
        }
    }

    fn leaf(&mut self, name: &str, node: Node<'_>) {
        let text = node.text().unwrap_or_default();
        if self.hidden.is_in(text) {
            return self.builder.text(name, MASK);
        }
        match node.kind() {
            NodeKind::Number => self.builder.number(name, text),
            NodeKind::Boolean => self.builder.boolean(name, text == "true"),
            _ => self.builder.text(name, &printable(text)),
        }
    }

    fn stranger(&mut self, node: Node<'_>) {
        let name = if self.hidden.is_in(node.name()) { MASKED_NAME.into() } else { printable(node.name()) };
        if node.is_null() { self.builder.null(&name) } else { self.builder.text(&name, MASK) }
    }
}

/// A text that moves no cursor, colours nothing, breaks no line and turns nothing around where it is printed.
fn printable(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(moves_text) { text.replace(moves_text, "\u{fffd}").into() } else { text.into() }
}
