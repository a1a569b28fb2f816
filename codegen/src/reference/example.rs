//! Example messages of an operation: the specification's own examples, and plainly invented values where it has none.

use payspec_runtime::{Builder, Message, Node, conditions, json, places, reading, unfold};
use payspec_table::{
    CredentialKind, EACH, Expected, Field, Group, GroupRule, Item, Kind, Operation, Over, Path, Presence,
    Provider, Role, Source, Verification, ViewEntry, Written,
};

use super::Direction;

mod values;

/// Whether a field is there depends on others, in any order: each round looks at what the one before wrote.
const ROUNDS: usize = 8;

/// A message without its signature, and what the merchant of the example holds.
pub(super) struct Example {
    /// The message as the wire shows it.
    pub(super) message: Message,
    /// Names and values of the credentials that are texts, the key among them.
    pub(super) credentials: Vec<(String, String)>,
}

/// The example message of one direction.
pub(super) fn example(provider: &Provider, operation: &Operation, direction: Direction) -> Example {
    let credentials: Vec<(String, String)> = provider
        .credentials
        .iter()
        .filter(|credential| matches!(credential.kind, CredentialKind::Text | CredentialKind::Secret))
        .map(|credential| (credential.name.to_string(), values::credential(operation, credential)))
        .collect();
    let request = Author::new(provider, operation, &credentials, None).write();
    let message = match direction {
        Direction::Request => request,
        Direction::Response => Author::new(provider, operation, &credentials, Some(&request)).write(),
    };
    Example { message, credentials }
}

/// Writes one message.
struct Author<'a> {
    provider: &'a Provider,
    operation: &'a Operation,
    credentials: &'a [(String, String)],
    /// The request that the message answers; `None` for the request itself.
    request: Option<&'a Message>,
    /// What the round before wrote, JSON texts opened.
    before: Message,
    builder: Builder,
    /// The field that shows what becomes of an empty text.
    empty: Option<String>,
}

/// An object that is being written.
#[derive(Clone, Copy)]
struct Level<'l> {
    /// Its path in words.
    path: &'l str,
    /// The indices of the list elements around it.
    indices: &'l [usize],
}

impl<'a> Author<'a> {
    fn new(
        provider: &'a Provider,
        operation: &'a Operation,
        credentials: &'a [(String, String)],
        request: Option<&'a Message>,
    ) -> Self {
        let mut author = Self {
            provider,
            operation,
            credentials,
            request,
            before: Message::builder().finish(),
            builder: Message::builder(),
            empty: None,
        };
        author.empty = request.and_then(|_| author.field_without_text());
        author
    }

    fn fields(&self) -> &'a [Field] {
        if self.request.is_some() { &self.operation.response.fields } else { &self.operation.request.fields }
    }

    fn view(&self) -> &'a [ViewEntry] {
        if self.request.is_some() { &self.operation.response.view } else { &self.operation.request.view }
    }

    fn write(mut self) -> Message {
        let fields = self.fields();
        let (mut message, mut text_before) = (Message::builder().finish(), None);
        for _ in 0..ROUNDS {
            self.level(fields, Level { path: "", indices: &[] });
            message = std::mem::take(&mut self.builder).finish();
            let mut text = String::new();
            json::write(message.root(), &mut text);
            if text_before.as_ref() == Some(&text) {
                break;
            }
            text_before = Some(text);
            self.before = unfold(&message, fields);
        }
        message
    }

    fn level(&mut self, fields: &'a [Field], level: Level<'_>) {
        for field in fields.iter().filter(|field| field.source != Source::Signature) {
            let path = match level.path {
                "" => field.name.to_string(),
                above => format!("{above}.{}", field.name),
            };
            if !self.is_there(field, &path, level.indices) {
                continue;
            }
            match &field.kind {
                Kind::Object(inside) => self.nested(field, |author, name| {
                    author.builder.open_object(name);
                    author.level(inside, Level { path: &path, ..level });
                    author.builder.close();
                }),
                Kind::List(Item::Object { fields: inside, .. }) => self.nested(field, |author, name| {
                    author.builder.open_list(name);
                    author.elements(inside, &path, level.indices);
                    author.builder.close();
                }),
                _ => self.leaf(field, &path, level.indices),
            }
        }
    }

    fn elements(&mut self, inside: &'a [Field], path: &str, above: &[usize]) {
        let element = format!("{path}[]");
        for index in 0..self.count(&element) {
            let indices: Vec<usize> = above.iter().copied().chain([index]).collect();
            self.builder.open_object("");
            self.level(inside, Level { path: &element, indices: &indices });
            self.builder.close();
        }
    }

    /// Writes an object or a list, as itself or as JSON text.
    fn nested(&mut self, field: &Field, write: impl FnOnce(&mut Self, &str)) {
        if field.written != Written::JsonText {
            return write(self, &field.name);
        }
        let outer = std::mem::take(&mut self.builder);
        write(self, "");
        let inner = std::mem::replace(&mut self.builder, outer).finish();
        let mut text = String::new();
        if let Some(content) = inner.root().members().next() {
            json::write(content, &mut text);
        }
        self.builder.text(&field.name, &text);
    }

    fn leaf(&mut self, field: &Field, path: &str, indices: &[usize]) {
        let text = self.value(field, path, indices);
        let text = text.as_str();
        match (field.written, &field.kind) {
            _ if self.empty.as_deref() == Some(path) => self.builder.text(&field.name, ""),
            (Written::Bare, Kind::Boolean) => self.builder.boolean(&field.name, text == "true"),
            (Written::Bare, _) => self.builder.number(&field.name, text),
            _ => self.builder.text(&field.name, text),
        }
    }

    fn is_there(&self, field: &Field, path: &str, indices: &[usize]) -> bool {
        if field.source != Source::Caller {
            return true;
        }
        if !conditions::hold(self.before.root(), &self.elements_before(path, indices), &field.when) {
            return false;
        }
        match field.presence {
            _ if self.empty.as_deref() == Some(path) => true,
            Presence::Required => true,
            // A request with a condition that holds must have the field.
            _ if self.request.is_none() && !field.when.is_empty() => true,
            Presence::Conditional if !field.when.is_empty() => true,
            Presence::Conditional | Presence::Optional => {
                let group = self.operation.request.groups.iter().find(|group| group.members.contains(path));
                match group.filter(|_| self.request.is_none()) {
                    Some(group) => self.is_chosen(field, group),
                    None => shows_something(field) || self.role(path).is_some() || self.answers(path),
                }
            }
        }
    }

    /// Whether a field of a reply, or one inside it, says what became of the order or which order it is.
    fn answers(&self, path: &str) -> bool {
        let response = &self.operation.response;
        let tiers = response.decision.tiers.iter().map(|tier| &tier.field);
        let identity = response.identity.iter().map(|entry| &entry.field);
        let leads_to = |answer: &Path| {
            let answer = answer.dotted();
            let rest = answer.strip_prefix(path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with(EACH))
        };
        self.request.is_some() && response.decision.state.iter().chain(tiers).chain(identity).any(leads_to)
    }

    /// Whether a member of a group is given: all with an example where several may be, else the merchant's own number.
    fn is_chosen(&self, field: &Field, group: &Group) -> bool {
        let of = |name: &str| self.operation.request.fields.iter().find(|field| field.name == name);
        let mut members = group.members.iter().filter_map(of);
        if group.rule == GroupRule::AtLeastOne && members.clone().any(|member| member.example.is_some()) {
            return field.example.is_some();
        }
        let own = |member: &&Field| self.role(&member.name) == Some(Role::MerchantOrderNo);
        let chosen = members.clone().find(own).or_else(|| members.next());
        chosen.is_some_and(|chosen| chosen.name == field.name)
    }

    /// The first optional text of a response that nothing hangs on: it is sent empty, to show what becomes of it.
    fn field_without_text(&self) -> Option<String> {
        let (signed, above) = match &self.operation.response.verification {
            Verification::Signed { rule, .. } => match &rule.over {
                Over::Member(path) => (
                    places::field(self.fields(), path).map_or(&[][..], |field| places::inside(&field.kind)),
                    format!("{}.", path.dotted()),
                ),
                _ => (self.fields(), String::new()),
            },
            Verification::Unsigned => return None,
        };
        let decision = &self.operation.response.decision;
        let decides = |path: &str| {
            let texts = decision.tiers.iter().filter_map(|tier| tier.text.as_ref());
            let codes = decision.tiers.iter().map(|tier| &tier.code);
            texts.chain(codes).any(|used| used.dotted() == path)
        };
        let is_free = |field: &&Field| {
            let path = format!("{above}{}", field.name);
            field.presence == Presence::Optional
                && field.kind == Kind::Text
                && field.example.is_none()
                && self.role(&path).is_none()
                && !field.secret
                && !field.personal
                && !decides(&path)
                && !self.answers(&path)
        };
        signed.iter().find(is_free).map(|field| format!("{above}{}", field.name))
    }

    fn role(&self, path: &str) -> Option<Role> {
        self.view().iter().find(|entry| entry.field.dotted() == path).map(|entry| entry.role)
    }

    /// How many elements a list has: an order for each number that was asked for, otherwise one.
    fn count(&self, element: &str) -> usize {
        let orders = self.operation.response.orders.as_ref().map(Path::dotted);
        let is_orders =
            orders.is_some_and(|orders| orders.trim_end_matches(EACH) == element.trim_end_matches(EACH));
        if !is_orders {
            return 1;
        }
        let asked = self.operation.response.identity.iter().filter_map(|entry| match &entry.expected {
            Expected::Request(name) if entry.field.contains(EACH) => Some(self.asked(name).len()),
            _ => None,
        });
        asked.max().unwrap_or(1).max(1)
    }

    /// The texts of a field of the request that is answered.
    fn asked(&self, name: &str) -> Vec<String> {
        let text = self.request.and_then(|request| request.root().member(name)?.text());
        let field = self.operation.request.fields.iter().find(|field| field.name == name);
        match (text, field.map(|field| &field.kind)) {
            (Some(text), Some(Kind::List(Item::Joined { joint }))) => {
                reading::joined(text, joint).map(str::to_owned).collect()
            }
            (Some(text), _) => vec![text.to_owned()],
            (None, _) => Vec::new(),
        }
    }

    /// The list elements around a field, in what the round before wrote.
    fn elements_before(&self, path: &str, indices: &[usize]) -> Vec<Node<'_>> {
        let mut here = Some(self.before.root());
        let mut elements = Vec::new();
        let mut indices = indices.iter();
        for segment in path.split('.') {
            let name = segment.trim_end_matches(EACH);
            here = here.and_then(|node| node.member(name));
            if segment.ends_with(EACH)
                && let Some(index) = indices.next()
            {
                here = here.and_then(|list| list.members().nth(*index));
                elements.extend(here);
            }
        }
        elements
    }
}

/// Whether the specification has an example of a field, or of one inside it.
fn shows_something(field: &Field) -> bool {
    field.example.is_some() || places::inside(&field.kind).iter().any(shows_something)
}
