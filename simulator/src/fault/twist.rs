//! Replies with one field that is not as it should be.

use payspec_runtime::{Builder, Message, Node, NodeKind, places};
use payspec_table::{
    EACH, Encoding, Field, Kind, Operation, OrderState, Over, Path, Provider, Role, Verification, Written,
};

use super::Fault;
use super::room::{below, is_number, is_spare};
use crate::reply::plan::another;

/// The reply with a field changed, left out or added, before it is signed. `None` if it has no room for the fault, or
/// the fault is of another sort.
pub(super) fn twisted(fault: Fault, operation: &Operation, reply: &Message) -> Option<Message> {
    let leaves = leaves(reply.root(), &operation.response.fields);
    let is_json = operation.response.encoding == Encoding::Json;
    let (place, change) = match fault {
        Fault::MissingField => {
            let mut spare = leaves.iter().filter(|leaf| is_spare(operation, &leaf.path, leaf.field));
            let first = spare.clone().next();
            let leaf = spare.find(|leaf| role(operation, &leaf.path).is_none()).or(first)?;
            (&leaf.place, Change::LeaveOut)
        }
        Fault::NumberAsText if is_json => {
            let mut numbers = leaves.iter().filter(|leaf| leaf.node.kind() == NodeKind::Number);
            let first = numbers.clone().next();
            let leaf = numbers.find(|leaf| role(operation, &leaf.path) == Some(Role::Amount)).or(first)?;
            (&leaf.place, Change::Text)
        }
        Fault::TextAsNumber if is_json => {
            let is_digits = |leaf: &&Leaf<'_>| {
                leaf.node.kind() == NodeKind::Text && leaf.node.text().is_some_and(is_number)
            };
            let mut digits = leaves.iter().filter(is_digits);
            let first = digits.clone().next();
            // A long number is what readers of numbers lose digits of.
            let order_no = |leaf: &&Leaf<'_>| role(operation, &leaf.path) == Some(Role::ProviderOrderNo);
            (&digits.find(order_no).or(first)?.place, Change::Number)
        }
        Fault::NewField => {
            let place = signed_object(&operation.response.verification);
            return Some(changed(reply, &place, &Change::Append(&free_name(&operation.response.fields))));
        }
        _ => return None,
    };
    Some(changed(reply, place, &change))
}

/// Whether a reply has a field of a path in words, with a text that is not empty.
pub(super) fn has_leaf(reply: &Message, fields: &[Field], path: &str) -> bool {
    let is_said = |leaf: &Leaf<'_>| leaf.node.text().is_some_and(|text| !text.trim().is_empty());
    leaves(reply.root(), fields).iter().any(|leaf| leaf.path == path && is_said(leaf))
}

/// A field that can stand in a message twice, and its other value.
#[derive(Debug)]
pub(crate) struct Twice {
    place: Vec<Step>,
    text: String,
    /// Whether it stands in what the wire shows as a JSON text.
    pub(crate) is_in_text: bool,
}

impl Twice {
    /// The trade state with another value of its table, paid if it is not; where there is none, the first field.
    pub(super) fn find(provider: &Provider, operation: &Operation, reply: &Message) -> Option<Self> {
        let fields = &operation.response.fields;
        let leaves = leaves(reply.root(), fields);
        let state = operation.response.decision.state.as_ref().map(Path::dotted);
        let leaf = leaves.iter().find(|leaf| Some(&leaf.path) == state.as_ref()).or(leaves.first())?;
        let text = leaf.node.text().unwrap_or_default();
        let codes = match &leaf.field.kind {
            Kind::Code(name) => provider.code_table(name).map_or(&[][..], |table| &table.codes),
            _ => &[],
        };
        let own = codes.iter().find(|code| code.wire == text).map(|code| code.state);
        let mut others = codes.iter().filter(|code| Some(code.state) != own && code.wire != text);
        let any = others.clone().next();
        let other = others.find(|code| code.state == Some(OrderState::Paid)).or(any);
        let is_in_text = leaf.is_in_text;
        let text = other.map_or_else(|| another(text), |code| code.wire.to_string());
        Some(Self { place: leaf.place.clone(), text, is_in_text })
    }

    /// The message with the field twice: the other value stands in front, so that a reader who takes the first decides
    /// by it, and one who takes the last finds the signature right.
    pub(crate) fn apply(&self, message: &Message) -> Message {
        changed(message, &self.place, &Change::InFront(&self.text))
    }
}

/// A step on the way to a field of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Member(String),
    Element(usize),
}

/// A field of a message that is neither an object nor a list.
struct Leaf<'m> {
    place: Vec<Step>,
    /// Its path in words, as the tables have it.
    path: String,
    field: &'m Field,
    node: Node<'m>,
    is_in_text: bool,
}

fn leaves<'m>(root: Node<'m>, fields: &'m [Field]) -> Vec<Leaf<'m>> {
    let mut found = Vec::new();
    add_leaves(root, fields, &Here { place: Vec::new(), path: String::new(), is_in_text: false }, &mut found);
    found
}

/// The object in which the leaves are.
struct Here {
    place: Vec<Step>,
    path: String,
    is_in_text: bool,
}

fn add_leaves<'m>(object: Node<'m>, fields: &'m [Field], here: &Here, found: &mut Vec<Leaf<'m>>) {
    for node in object.members() {
        let Some(field) = fields.iter().find(|field| field.name == node.name()) else { continue };
        let mut place = here.place.clone();
        place.push(Step::Member(node.name().to_owned()));
        let path = below(&here.path, node.name());
        let is_in_text = here.is_in_text || field.written == Written::JsonText;
        let inside = places::inside(&field.kind);
        match node.kind() {
            NodeKind::Object => add_leaves(node, inside, &Here { place, path, is_in_text }, found),
            NodeKind::List => {
                for (index, element) in node.members().enumerate() {
                    let mut place = place.clone();
                    place.push(Step::Element(index));
                    let path = format!("{path}{EACH}");
                    add_leaves(element, inside, &Here { place, path, is_in_text }, found);
                }
            }
            _ => found.push(Leaf { place, path, field, node, is_in_text }),
        }
    }
}

/// What a field is in the unified order.
fn role(operation: &Operation, path: &str) -> Option<Role> {
    operation.response.view.iter().find(|entry| entry.field.dotted() == path).map(|entry| entry.role)
}

/// The object whose members are signed.
fn signed_object(verification: &Verification) -> Vec<Step> {
    match verification {
        Verification::Signed { rule, .. } => match &rule.over {
            Over::Member(path) => path.iter().map(|name| Step::Member(name.to_owned())).collect(),
            Over::Message | Over::Body => Vec::new(),
        },
        Verification::Unsigned => Vec::new(),
    }
}

/// A name that no field has.
fn free_name(fields: &[Field]) -> String {
    let mut names =
        std::iter::once("newField".to_owned()).chain((1_u32..).map(|number| format!("newField{number}")));
    names.find(|name| !is_name(fields, name)).unwrap_or_default()
}

fn is_name(fields: &[Field], name: &str) -> bool {
    fields.iter().any(|field| field.name == name || is_name(places::inside(&field.kind), name))
}

/// What becomes of a place in a message.
enum Change<'c> {
    /// It is left out.
    LeaveOut,
    /// It becomes a text.
    Text,
    /// It becomes a number.
    Number,
    /// Another of its name stands in front of it, with this text.
    InFront(&'c str),
    /// A text with this name is added to it.
    Append(&'c str),
}

fn changed(message: &Message, place: &[Step], change: &Change<'_>) -> Message {
    let mut builder = Message::builder();
    copy_inside(message.root(), place, change, &mut builder);
    builder.finish()
}

fn copy_inside(node: Node<'_>, place: &[Step], change: &Change<'_>, builder: &mut Builder) {
    for (index, member) in node.members().enumerate() {
        let here = match place.first() {
            Some(Step::Member(name)) => member.name() == name,
            Some(Step::Element(element)) => index == *element,
            None => false,
        };
        match member.kind() {
            _ if !here => builder.copy(member.name(), member),
            NodeKind::Object => {
                builder.open_object(member.name());
                copy_inside(member, place.get(1..).unwrap_or_default(), change, builder);
                builder.close();
            }
            NodeKind::List => {
                builder.open_list(member.name());
                copy_inside(member, place.get(1..).unwrap_or_default(), change, builder);
                builder.close();
            }
            _ => change_leaf(member, change, builder),
        }
    }
    if let (Change::Append(name), []) = (change, place) {
        builder.text(name, "new");
    }
}

fn change_leaf(leaf: Node<'_>, change: &Change<'_>, builder: &mut Builder) {
    let (name, text) = (leaf.name(), leaf.text().unwrap_or_default());
    match change {
        Change::LeaveOut => {}
        Change::Text => builder.text(name, text),
        Change::Number => builder.number(name, text),
        Change::InFront(other) => {
            match leaf.kind() {
                NodeKind::Number => builder.number(name, other),
                _ => builder.text(name, other),
            }
            builder.copy(name, leaf);
        }
        Change::Append(_) => builder.copy(name, leaf),
    }
}
