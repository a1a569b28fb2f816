//! The canonical string: what of a message is signed, in which order, with what between and around it.
//!
//! One function serves both directions, the client, the simulator and the command line. The hot path writes the
//! string and nothing else; [`explain`] runs the same code with a recorder.

use std::borrow::Cow;
use std::cmp::Ordering;

use payspec_table::{Nested, Order, Over, Part, Placement, Signing};
use zeroize::{Zeroize, Zeroizing};

use crate::{Credentials, CredentialsError, Node, NodeKind, json, places};

mod explain;

use explain::MASK;
pub use explain::{Explanation, Why, explain};

/// Writes the canonical string of a message.
///
/// `body` is the message as it is (only [`Over::Body`] reads it), `key` fills [`Part::Key`]. The string is zeroed
/// when dropped, because the key may be in it.
///
/// # Errors
/// If the rule does not tell how a member enters the string, or names something that is not there.
pub fn string(
    rule: &Signing,
    message: Node<'_>,
    body: &str,
    key: &str,
    credentials: &Credentials,
) -> Result<Zeroizing<String>, CanonicalError> {
    Writer { rule, key, credentials, secrets: Secrets::Written }.write(message, body, &mut ())
}

/// Refuses a rule that nobody has written down yet.
pub(crate) fn require_decided(rule: &Signing) -> Result<(), CanonicalError> {
    if rule.is_undecided() { Err(CanonicalError::Undecided) } else { Ok(()) }
}

/// Why there is no canonical string.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CanonicalError {
    /// Nobody has written the rule down yet.
    #[error("the specification leaves open how it is signed; write the rule down under `signing`")]
    Undecided,
    /// The object whose members are signed is not there.
    #[error("the object `{member}`, over which the signature goes, is missing")]
    NoMember {
        /// Its path.
        member: String,
    },
    /// Nobody knows how this member enters the string.
    #[error(
        "the member `{member}` is an object or a list, and the specification does not tell how it is signed"
    )]
    Nested {
        /// Its name.
        member: String,
    },
    /// A credential that the rule names is missing.
    #[error(transparent)]
    Credentials(#[from] CredentialsError),
    /// The rule contains a part that makes no sense where it stands.
    #[error("the signature rule has `{part}` where nothing can fill it")]
    Template {
        /// The part.
        part: &'static str,
    },
}

/// Hears what takes part and what does not.
trait Recorder {
    fn taken(&mut self, member: &Member<'_>, piece: &str);
    fn left_out(&mut self, name: &str, why: Why);
}

impl Recorder for () {
    fn taken(&mut self, _: &Member<'_>, _: &str) {}
    fn left_out(&mut self, _: &str, _: Why) {}
}

/// A member that takes part.
struct Member<'a> {
    name: &'a str,
    value: Cow<'a, str>,
}

#[derive(Clone, Copy)]
struct Writer<'a> {
    rule: &'a Signing,
    key: &'a str,
    credentials: &'a Credentials,
    secrets: Secrets,
}

/// What becomes of credentials that are secret.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Secrets {
    Written,
    Masked,
}

impl<'w> Writer<'w> {
    fn write(
        self,
        message: Node<'_>,
        body: &str,
        recorder: &mut impl Recorder,
    ) -> Result<Zeroizing<String>, CanonicalError> {
        require_decided(self.rule)?;
        let mut out = Zeroizing::new(String::new());
        if matches!(self.rule.over, Over::Body) {
            out.reserve(
                body.len() + self.length(&self.rule.prefix, None) + self.length(&self.rule.suffix, None),
            );
            self.fill(&self.rule.prefix, None, &mut out)?;
            out.push_str(body);
        } else {
            let mut members = self.members(message, recorder)?;
            match self.rule.order {
                Order::Name => members.sort_by(|a, b| a.name.cmp(b.name)),
                Order::NameIgnoringCase => members.sort_by(|a, b| compare_ignoring_case(a.name, b.name)),
                Order::Piece | Order::PieceIgnoringCase | Order::Fixed(_) => {}
            }
            let piece = |member| self.length(&self.rule.piece, Some(member)) + self.rule.joint.len();
            let pieces: usize = members.iter().map(piece).sum();
            out.reserve(pieces + self.length(&self.rule.prefix, None) + self.length(&self.rule.suffix, None));
            self.fill(&self.rule.prefix, None, &mut out)?;
            match self.rule.order {
                Order::Piece => self.by_piece(&members, str::cmp, &mut out, recorder)?,
                Order::PieceIgnoringCase => {
                    self.by_piece(&members, compare_ignoring_case, &mut out, recorder)?;
                }
                _ => self.in_turn(&members, &mut out, recorder)?,
            }
        }
        self.fill(&self.rule.suffix, None, &mut out)?;
        Ok(out)
    }

    /// How long a template becomes: room is made for the whole string at once, so that the key is never left behind in
    /// a buffer that was outgrown.
    fn length(self, template: &[Part], member: Option<&Member<'_>>) -> usize {
        let length = |part: &Part| match (part, member) {
            (Part::Literal(text), _) => text.len(),
            (Part::Name, Some(member)) => member.name.len(),
            (Part::Value, Some(member)) => member.value.len(),
            (Part::Key, _) => self.key.len(),
            (Part::Credential(name), _) => self.credentials.value(name).map_or(0, str::len),
            (Part::Name | Part::Value, None) | (Part::Signature, _) => 0,
        };
        template.iter().map(length).sum()
    }

    /// The members that take part, in message order, or in that of the rule where it lists them.
    fn members<'m>(
        self,
        message: Node<'m>,
        recorder: &mut impl Recorder,
    ) -> Result<Vec<Member<'m>>, CanonicalError>
    where
        'w: 'm,
    {
        let object = match &self.rule.over {
            Over::Member(path) => places::node(message, &[], path)
                .filter(|node| node.kind() == NodeKind::Object)
                .ok_or_else(|| CanonicalError::NoMember { member: path.dotted() })?,
            Over::Message | Over::Body => message,
        };
        let mut members = Vec::with_capacity(24);
        if let Order::Fixed(names) = &self.rule.order {
            for name in names.iter() {
                if let Some(value) = self.value(name, object.member(name), recorder)? {
                    members.push(Member { name, value });
                }
            }
            for stranger in object.members().filter(|member| !names.contains(member.name())) {
                recorder.left_out(stranger.name(), self.exclusion(stranger.name()).unwrap_or(Why::NotListed));
            }
        } else {
            for member in object.members() {
                if let Some(value) = self.value(member.name(), Some(member), recorder)? {
                    members.push(Member { name: member.name(), value });
                }
            }
        }
        Ok(members)
    }

    /// The text with which a member takes part, if it does.
    fn value<'m>(
        self,
        name: &str,
        member: Option<Node<'m>>,
        recorder: &mut impl Recorder,
    ) -> Result<Option<Cow<'m, str>>, CanonicalError> {
        let skip = self.rule.skip;
        let why = match (self.exclusion(name), member.filter(|node| !node.is_null())) {
            (Some(why), _) => why,
            (None, None) if skip.null => Why::Null,
            (None, None) => return Ok(Some(Cow::Borrowed(""))),
            (None, Some(node)) => match node.text() {
                Some("") if skip.empty || skip.blank => Why::Empty,
                Some(text) if skip.blank && text.chars().all(char::is_whitespace) => Why::Blank,
                Some(text) => return Ok(Some(Cow::Borrowed(text))),
                None => return self.nested(node).map(Some),
            },
        };
        recorder.left_out(name, why);
        Ok(None)
    }

    /// Why a name takes no part, whatever its value.
    fn exclusion(self, name: &str) -> Option<Why> {
        if self.is_signature(name) {
            Some(Why::Signature)
        } else if self.rule.exclude.contains(name) {
            Some(Why::Excluded)
        } else {
            None
        }
    }

    /// Whether a member of the object that is signed is the signature itself.
    fn is_signature(self, name: &str) -> bool {
        let Placement::Field(place) = &self.rule.placement else { return false };
        let object_length = match &self.rule.over {
            Over::Member(object) if object.iter().eq(place.iter().take(object.len())) => object.len(),
            Over::Member(_) | Over::Body => return false,
            Over::Message => 0,
        };
        place.len() == object_length + 1 && place.get(object_length) == Some(name)
    }

    fn nested<'m>(self, node: Node<'m>) -> Result<Cow<'m, str>, CanonicalError> {
        match (self.rule.nested, node.json_text()) {
            (Nested::Refuse, _) => Err(CanonicalError::Nested { member: node.name().to_owned() }),
            (Nested::JsonText, Some(text)) => Ok(Cow::Borrowed(text)),
            (Nested::JsonText, None) => {
                let mut text = String::new();
                json::write(node, &mut text);
                Ok(Cow::Owned(text))
            }
        }
    }

    fn in_turn(
        self,
        members: &[Member<'_>],
        out: &mut String,
        recorder: &mut impl Recorder,
    ) -> Result<(), CanonicalError> {
        for (index, member) in members.iter().enumerate() {
            if index > 0 {
                out.push_str(&self.rule.joint);
            }
            let start = out.len();
            self.fill(&self.rule.piece, Some(member), out)?;
            recorder.taken(member, out.get(start..).unwrap_or_default());
        }
        Ok(())
    }

    fn by_piece(
        self,
        members: &[Member<'_>],
        compare: impl Fn(&str, &str) -> Ordering,
        out: &mut String,
        recorder: &mut impl Recorder,
    ) -> Result<(), CanonicalError> {
        let mut buffer = String::with_capacity(out.capacity());
        let mut spans = Vec::with_capacity(members.len());
        for member in members {
            let start = buffer.len();
            self.fill(&self.rule.piece, Some(member), &mut buffer)?;
            spans.push((start..buffer.len(), member));
        }
        let piece = |span: &std::ops::Range<usize>| buffer.get(span.clone()).unwrap_or_default();
        spans.sort_by(|(a, _), (b, _)| compare(piece(a), piece(b)));
        for (index, (span, member)) in spans.iter().enumerate() {
            if index > 0 {
                out.push_str(&self.rule.joint);
            }
            out.push_str(piece(span));
            recorder.taken(member, piece(span));
        }
        // The key is no part of a piece in any rule that we know.
        if self.rule.piece.contains(&Part::Key) {
            buffer.zeroize();
        }
        Ok(())
    }

    fn fill(
        self,
        template: &[Part],
        member: Option<&Member<'_>>,
        out: &mut String,
    ) -> Result<(), CanonicalError> {
        for part in template {
            out.push_str(match (part, member) {
                (Part::Literal(text), _) => text,
                (Part::Name, Some(member)) => member.name,
                (Part::Value, Some(member)) => &member.value,
                (Part::Key, _) => self.key,
                (Part::Credential(name), _) => {
                    let value = self.credentials.value(name)?;
                    let is_hidden = self.secrets == Secrets::Masked && self.credentials.is_secret(name);
                    if is_hidden { MASK } else { value }
                }
                (Part::Name, None) => return Err(CanonicalError::Template { part: "name" }),
                (Part::Value, None) => return Err(CanonicalError::Template { part: "value" }),
                (Part::Signature, _) => return Err(CanonicalError::Template { part: "signature" }),
            });
        }
        Ok(())
    }
}

/// Compares by lower-case letters. ASCII, which is nearly everything, needs no tables of letters.
fn compare_ignoring_case(a: &str, b: &str) -> Ordering {
    for (left, right) in a.bytes().zip(b.bytes()) {
        if !left.is_ascii() || !right.is_ascii() {
            let lower = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<Vec<_>>();
            return lower(a).cmp(&lower(b));
        }
        match left.to_ascii_lowercase().cmp(&right.to_ascii_lowercase()) {
            Ordering::Equal => {}
            unequal => return unequal,
        }
    }
    a.len().cmp(&b.len())
}

#[cfg(test)]
mod tests;
