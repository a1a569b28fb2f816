//! Every field of a reply, the signature still missing.

use payspec_runtime::{Builder, Message, Node, NodeKind, conditions, json, places};
use payspec_table::{Encoding, Field, Item, Kind, Operation, Presence, Source, Written};

use crate::reply::filler::Filler;
use crate::reply::plan::Plan;
use crate::reply::values::Value;

/// Writes a reply as its plan says: the fields that have something to say and those that the specification wants, each
/// where its conditions hold. Objects and lists stand as such, also those that the wire shows as JSON text.
pub(crate) fn write(operation: &Operation, plan: &Plan, filler: &Filler<'_>) -> Message {
    // Whether a field is there depends on others, in any order: each round looks at what the one before wrote.
    const ROUNDS: usize = 8;
    let orders = operation.response.orders.as_ref().map(|path| {
        let words = path.dotted();
        words.strip_suffix("[]").map_or(words.clone(), str::to_owned)
    });
    let (mut before, mut text_before) = (Message::builder().finish(), String::new());
    for _ in 0..ROUNDS {
        let mut draft = Draft {
            is_json: operation.response.encoding == Encoding::Json,
            plan,
            filler,
            orders: orders.as_deref(),
            root: before.root(),
            builder: Message::builder(),
        };
        let top = Level { path: "", before: Some(before.root()), elements: &[], order: None };
        draft.level(&operation.response.fields, top);
        let message = draft.builder.finish();
        let mut text = String::new();
        json::write(message.root(), &mut text);
        let settled = text == text_before;
        (before, text_before) = (message, text);
        if settled {
            break;
        }
    }
    before
}

struct Draft<'a> {
    plan: &'a Plan,
    filler: &'a Filler<'a>,
    /// Whether the wire tells numbers from texts.
    is_json: bool,
    /// The path of the list of orders.
    orders: Option<&'a str>,
    /// What the round before wrote.
    root: Node<'a>,
    builder: Builder,
}

/// An object that is being written.
#[derive(Clone, Copy)]
struct Level<'a, 'l> {
    /// Its path in words.
    path: &'l str,
    /// What the round before wrote of it.
    before: Option<Node<'a>>,
    /// The list elements around it, in what the round before wrote.
    elements: &'l [Node<'a>],
    /// Which of the orders it belongs to.
    order: Option<usize>,
}

impl<'a> Draft<'a> {
    fn level(&mut self, fields: &[Field], level: Level<'a, '_>) {
        for field in fields.iter().filter(|field| field.source != Source::Signature) {
            if !conditions::hold(self.root, level.elements, &field.when) {
                continue;
            }
            let path = if level.path.is_empty() {
                field.name.to_string()
            } else {
                format!("{}.{}", level.path, field.name)
            };
            let needed = match field.presence {
                Presence::Required => true,
                Presence::Conditional => !field.when.is_empty(),
                Presence::Optional => false,
            };
            let before = level.before.and_then(|object| object.member(&field.name));
            match &field.kind {
                Kind::Object(inside) => {
                    if needed || self.says_something_inside(&path, level.order) {
                        self.builder.open_object(&field.name);
                        self.level(inside, Level { path: &path, before, ..level });
                        self.builder.close();
                    }
                }
                Kind::List(Item::Object { fields: inside, .. }) => {
                    self.list(field, inside, needed, Level { path: &path, before, ..level });
                }
                _ => self.leaf(field, &path, needed, level.order),
            }
        }
    }

    fn list(&mut self, field: &Field, inside: &[Field], needed: bool, level: Level<'a, '_>) {
        let is_orders = self.orders == Some(level.path);
        let count = if is_orders { self.plan.elements.len() } else { 1 };
        let says_something = is_orders && count > 0 || self.says_something_inside(level.path, level.order);
        if !needed && !says_something {
            return;
        }
        self.builder.open_list(&field.name);
        let path = format!("{}[]", level.path);
        let mut before = level.before.into_iter().flat_map(Node::members);
        for index in 0..count {
            let element = before.next();
            let elements: Vec<Node<'a>> = level.elements.iter().copied().chain(element).collect();
            let order = if is_orders { Some(index) } else { level.order };
            self.builder.open_object("");
            self.level(inside, Level { path: &path, before: element, elements: &elements, order });
            self.builder.close();
        }
        self.builder.close();
    }

    fn leaf(&mut self, field: &Field, path: &str, needed: bool, order: Option<usize>) {
        let filled;
        let text = match (self.value(path, order), needed) {
            (Some(Value::LeftOut), _) => return,
            (Some(Value::Said(text)), _) | (Some(Value::IfNeeded(text)), true) => text,
            (None, true) => {
                filled = self.filler.fill(field);
                &filled
            }
            (_, false) => return,
        };
        let written = if self.is_json { field.written } else { Written::Quoted };
        match (written, &field.kind) {
            (Written::Bare, Kind::Boolean) => self.builder.boolean(&field.name, text == "true"),
            (Written::Bare, _) => self.builder.number(&field.name, text),
            _ => self.builder.text(&field.name, text),
        }
    }

    fn value(&self, path: &str, order: Option<usize>) -> Option<&'a Value> {
        let of_order =
            order.and_then(|index| self.plan.elements.get(index)).and_then(|values| values.get(path));
        of_order.or_else(|| self.plan.top.get(path))
    }

    fn says_something_inside(&self, path: &str, order: Option<usize>) -> bool {
        let of_order = order.and_then(|index| self.plan.elements.get(index));
        of_order.into_iter().chain([&self.plan.top]).any(|values| values.say_something_inside(path))
    }
}

/// The message as the wire shows it: objects and lists in JSON texts where the table says so.
pub(crate) fn fold(message: &Message, fields: &[Field]) -> Message {
    let mut builder = Message::builder();
    fold_members(message.root(), fields, &mut builder);
    builder.finish()
}

fn fold_members(object: Node<'_>, fields: &[Field], builder: &mut Builder) {
    for member in object.members() {
        let field = fields.iter().find(|field| field.name == member.name());
        let is_nested = matches!(member.kind(), NodeKind::Object | NodeKind::List);
        match field {
            Some(field) if is_nested && field.written == Written::JsonText => {
                let mut inner = Message::builder();
                fold_nested(member, places::inside(&field.kind), &mut inner);
                let mut text = String::new();
                if let Some(nested) = inner.finish().root().members().next() {
                    json::write(nested, &mut text);
                }
                builder.text(member.name(), &text);
            }
            Some(field) if is_nested => fold_nested(member, places::inside(&field.kind), builder),
            _ => builder.copy(member.name(), member),
        }
    }
}

fn fold_nested(node: Node<'_>, fields: &[Field], builder: &mut Builder) {
    if node.kind() == NodeKind::Object {
        builder.open_object(node.name());
        fold_members(node, fields, builder);
    } else {
        builder.open_list(node.name());
        for element in node.members() {
            builder.open_object("");
            fold_members(element, fields, builder);
            builder.close();
        }
    }
    builder.close();
}
