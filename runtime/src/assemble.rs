//! From a typed request to a message: every field checked and written, the signature still missing.
//!
//! Checking and writing are one pass, so that a request is walked once.

use payspec_table::{
    Encoding, Field, Group, GroupRule, Item, Kind, LengthUnit, Operation, Presence, Source, Written,
};

use crate::places::{self, Trail};
use crate::{
    Ambient, Builder, ChinaTime, Credentials, Error, Fields, Input, Message, Node, NodeKind, Rule, Violation,
    Violations, conditions, json, reading,
};

/// Checks a whole request and writes it as a message.
///
/// # Errors
/// [`Error::Invalid`] with every violation; [`Error::Credentials`] or [`Error::Random`] where a field takes its
/// value from there and there is none.
pub(crate) fn assemble(
    operation: &Operation,
    encoding: &Encoding,
    request: &dyn Fields,
    credentials: &Credentials,
    ambient: &dyn Ambient,
) -> Result<Message, Error> {
    // Most fields of these messages take less, name and text together.
    const ROOM: usize = 40;
    let fields = &operation.request.fields;
    let mut assembly = Assembly {
        encoding,
        credentials,
        ambient,
        now: None,
        builder: Builder::with_room(fields.len(), ROOM * fields.len()),
        scratch: String::new(),
        violations: Vec::new(),
        trail: Trail::default(),
    };
    assembly.object(fields, request)?;
    let Assembly { builder, mut violations, .. } = assembly;
    let message = builder.finish();
    for group in &operation.request.groups {
        violations.extend(group_violation(group, message.root()));
    }
    if fields.iter().any(has_conditions) {
        let mut walk =
            Conditions { root: message.root(), elements: Vec::new(), violations, trail: Trail::default() };
        walk.level(message.root(), fields);
        violations = walk.violations;
    }
    if violations.is_empty() { Ok(message) } else { Err(Error::Invalid(Violations(violations))) }
}

struct Assembly<'a> {
    encoding: &'a Encoding,
    credentials: &'a Credentials,
    ambient: &'a dyn Ambient,
    /// The time of the attempt, the same for each of its fields.
    now: Option<ChinaTime>,
    builder: Builder,
    scratch: String,
    violations: Vec<Violation>,
    trail: Trail<'a>,
}

impl<'a> Assembly<'a> {
    fn object(&mut self, fields: &'a [Field], values: &dyn Fields) -> Result<(), Error> {
        for name in values.strangers(fields) {
            self.violations.push(Violation::new(self.trail.to(name), Rule::NotAField));
        }
        for (index, field) in fields.iter().enumerate() {
            match &field.source {
                Source::Signature => {}
                Source::Constant(text) => self.leaf(field, text),
                Source::Credential(name) => {
                    let credentials = self.credentials;
                    self.leaf(field, credentials.value(name)?);
                }
                Source::Nonce(length) => {
                    let mut nonce = std::mem::take(&mut self.scratch);
                    nonce.clear();
                    self.ambient.nonce(*length, &mut nonce)?;
                    self.leaf(field, &nonce);
                    self.scratch = nonce;
                }
                Source::Clock => {
                    let ambient = self.ambient;
                    let now = *self.now.get_or_insert_with(|| ambient.now());
                    self.given(field, &clock(&field.kind, now))?;
                }
                Source::Caller => self.given(field, &values.input_of(index, field))?,
            }
        }
        Ok(())
    }

    fn given(&mut self, field: &'a Field, input: &Input<'_>) -> Result<(), Error> {
        match (input, &field.kind) {
            (Input::Absent, _) => self.absent(field),
            (Input::Text(text), _) if text.is_empty() => self.absent(field),
            (Input::Object(values), Kind::Object(fields)) => {
                self.nested(field, |assembly| {
                    assembly.builder.open_object(name_of(field));
                    let result = assembly.object(fields, *values);
                    assembly.builder.close();
                    result
                })?;
            }
            (Input::Objects(objects), Kind::List(Item::Object { fields, .. })) => {
                self.nested(field, |assembly| assembly.list(field, fields, objects))?;
            }
            (Input::Texts(texts), Kind::List(Item::Joined { joint })) => self.joined(field, texts, joint),
            (Input::Object(_) | Input::Objects(_) | Input::Texts(_), _)
            | (_, Kind::Object(_) | Kind::List(Item::Object { .. })) => self.not_a(field),
            (Input::Text(text), _) => match reading::checked_text(field, text) {
                Some(text) => self.leaf(field, &text),
                None => self.not_a(field),
            },
            _ => {
                let mut text = std::mem::take(&mut self.scratch);
                text.clear();
                if reading::write(input, &field.kind, &mut text) {
                    self.leaf(field, &text);
                } else {
                    self.not_a(field);
                }
                self.scratch = text;
            }
        }
        Ok(())
    }

    fn absent(&mut self, field: &Field) {
        if field.presence == Presence::Required {
            self.violate(field, Rule::Missing);
        }
    }

    fn not_a(&mut self, field: &Field) {
        self.violate(field, Rule::NotA { kind: field.kind.name() });
    }

    fn violate(&mut self, field: &Field, rule: Rule) {
        self.violations.push(Violation::new(self.trail.to(&field.name), rule));
    }

    /// Writes an object or a list, as itself or as JSON text.
    fn nested(
        &mut self,
        field: &'a Field,
        write: impl FnOnce(&mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.trail.enter(&field.name);
        let result = if field.written == Written::JsonText {
            let outer = std::mem::replace(&mut self.builder, Message::builder());
            let result = write(self);
            let inner = std::mem::replace(&mut self.builder, outer).finish();
            let mut text = String::new();
            if let Some(content) = inner.root().members().next() {
                json::write(content, &mut text);
            }
            self.trail.leave();
            self.leaf(field, &text);
            return result;
        } else {
            write(self)
        };
        self.trail.leave();
        result
    }

    fn list(&mut self, field: &'a Field, fields: &'a [Field], objects: &[&dyn Fields]) -> Result<(), Error> {
        self.builder.open_list(name_of(field));
        let mut result = Ok(());
        for (index, values) in objects.iter().enumerate() {
            self.trail.enter_element(index);
            self.builder.open_object("");
            result = result.and(self.object(fields, *values));
            self.builder.close();
            self.trail.leave();
        }
        self.builder.close();
        result
    }

    fn joined(&mut self, field: &'a Field, texts: &[&str], joint: &str) {
        if texts.is_empty() {
            return self.absent(field);
        }
        if texts.iter().any(|text| text.is_empty()) {
            self.violate(field, Rule::EmptyElement);
        }
        if !joint.is_empty() && texts.iter().any(|text| text.contains(joint)) {
            self.violate(field, Rule::ContainsJoint { joint: joint.to_owned() });
        }
        self.leaf(field, &texts.join(joint));
    }

    /// Writes a text, a number or a boolean, and checks what holds of every text.
    fn leaf(&mut self, field: &Field, text: &str) {
        if let Some(violation) = too_long(field, text) {
            self.violations.push(Violation { field: self.trail.to(&field.name), ..violation });
        }
        if matches!(self.encoding, Encoding::Xml { .. }) && !text.chars().all(is_xml) {
            self.violate(field, Rule::NotRepresentable);
        }
        match (field.written, &field.kind) {
            (Written::Bare, Kind::Boolean) => self.builder.boolean(&field.name, text == "true"),
            (Written::Bare, _) => self.builder.number(&field.name, text),
            _ => self.builder.text(&field.name, text),
        }
    }
}

/// The name of an object or a list inside its own builder: none where it becomes a text of its own.
fn name_of(field: &Field) -> &str {
    if field.written == Written::JsonText { "" } else { &field.name }
}

/// The time of the attempt in the form that a kind takes.
fn clock(kind: &Kind, now: ChinaTime) -> Input<'static> {
    match kind {
        Kind::Date(_) => Input::Date(now.date()),
        Kind::Time(_) => Input::Time(now.time()),
        _ => Input::Instant(now),
    }
}

fn too_long(field: &Field, text: &str) -> Option<Violation> {
    let length = field.max_length?;
    if text.len() <= length.max as usize {
        return None;
    }
    let (found, rule) = match length.unit {
        LengthUnit::Characters => (text.chars().count(), Rule::TooManyCharacters),
        LengthUnit::Bytes => (text.len(), Rule::TooManyBytes),
    };
    (found > length.max as usize).then(|| Violation {
        field: String::new(),
        rule,
        limit: Some(length.max),
        found: Some(found as u64),
    })
}

/// Whether XML 1.0 can carry a character.
const fn is_xml(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn group_violation(group: &Group, message: Node<'_>) -> Option<Violation> {
    let given = group.members.iter().filter(|name| message.member(name).is_some()).count();
    let members = || group.members.iter().map(str::to_owned).collect();
    let rule = match (group.rule, given) {
        (_, 0) => Rule::NoneOfGroup { members: members() },
        (GroupRule::ExactlyOne, 2..) => Rule::SeveralOfGroup { members: members() },
        _ => return None,
    };
    Some(Violation::new(group.members.get(0).unwrap_or_default().to_owned(), rule))
}

fn has_conditions(field: &Field) -> bool {
    !field.when.is_empty() || places::inside(&field.kind).iter().any(has_conditions)
}

/// Compares what was written with the conditions of the table, which can name any field.
struct Conditions<'a> {
    root: Node<'a>,
    elements: Vec<Node<'a>>,
    violations: Vec<Violation>,
    trail: Trail<'a>,
}

impl<'a> Conditions<'a> {
    fn level(&mut self, object: Node<'a>, fields: &'a [Field]) {
        for field in fields {
            let member = object.member(&field.name);
            if !field.when.is_empty() && field.source == Source::Caller {
                let rule = match (conditions::hold(self.root, &self.elements, &field.when), member) {
                    (true, None) => Some(Rule::Missing),
                    (false, Some(_)) => Some(Rule::OutOfPlace),
                    _ => None,
                };
                if let Some(rule) = rule {
                    self.violations.push(Violation::new(self.trail.to(&field.name), rule));
                }
            }
            if let Some(member) = member {
                self.trail.enter(&field.name);
                self.inside(member, places::inside(&field.kind));
                self.trail.leave();
            }
        }
    }

    fn inside(&mut self, member: Node<'a>, fields: &'a [Field]) {
        match member.kind() {
            NodeKind::Object => self.level(member, fields),
            NodeKind::List => {
                for (index, element) in member.members().enumerate() {
                    self.trail.enter_element(index);
                    self.elements.push(element);
                    self.level(element, fields);
                    self.elements.pop();
                    self.trail.leave();
                }
            }
            _ => {}
        }
    }
}

/// The message with its signature in the place that the table gives it.
#[must_use]
pub fn with_signature(
    message: &Message,
    fields: &[Field],
    place: &payspec_table::Path,
    signature: &str,
) -> Message {
    let mut signed = message.clone();
    signed.insert_signature(fields, place, signature);
    signed
}

#[cfg(test)]
mod tests;
