//! The canonical string: what of a message is signed, in which order, with what between and around it.
//!
//! One function serves both directions, the client, the simulator and the command line. The hot path writes the
//! string and nothing else; [`explain`] runs the same code with a recorder.

use std::borrow::Cow;
use std::cmp::Ordering;

use payspec_table::{Nested, Order, Over, Part, Placement, Signing};
use smallvec::SmallVec;
use zeroize::Zeroizing;

use crate::message::Span;
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

/// Zeroes a canonical string and drops it.
///
/// It does what dropping it does, at once instead of byte by byte.
pub(crate) fn wipe(mut string: Zeroizing<String>) {
    let mut bytes = std::mem::take(&mut *string).into_bytes();
    let room = bytes.capacity();
    bytes.clear();
    bytes.resize(room, 0);
    zeroize::optimization_barrier(&bytes[..]);
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

/// Members that take part. Most messages have few.
type Members<'a> = SmallVec<[Member<'a>; 16]>;

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
            out.reserve(self.frame() + body.len());
            self.fill(&self.rule.prefix, None, &mut out)?;
            out.push_str(body);
        } else {
            let mut members = self.members(message, recorder)?;
            match self.rule.order {
                Order::Name => members.sort_by(|a, b| a.name.cmp(b.name)),
                Order::NameIgnoringCase => members.sort_by(|a, b| compare_ignoring_case(a.name, b.name)),
                Order::Piece | Order::PieceIgnoringCase | Order::Fixed(_) => {}
            }
            out.reserve(self.frame() + self.pieces(&members));
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

    /// How long the prefix and the suffix become together: room is made for the whole string at once, so that the key is
    /// never left behind in a buffer that was outgrown.
    fn frame(self) -> usize {
        self.rule.prefix.iter().chain(&*self.rule.suffix).map(|part| self.length(part)).sum()
    }

    /// How long the pieces become, with the joints between them.
    fn pieces(self, members: &[Member<'_>]) -> usize {
        let (mut names, mut values, mut rest) = (0, 0, self.rule.joint.len());
        for part in &self.rule.piece {
            match part {
                Part::Name => names += 1,
                Part::Value => values += 1,
                _ => rest += self.length(part),
            }
        }
        members.iter().map(|member| names * member.name.len() + values * member.value.len() + rest).sum()
    }

    /// How long a part becomes that is the same for all members.
    fn length(self, part: &Part) -> usize {
        match part {
            Part::Literal(text) => text.len(),
            Part::Key => self.key.len(),
            Part::Credential(name) => self.credentials.value(name).map_or(0, str::len),
            Part::Name | Part::Value | Part::Signature => 0,
        }
    }

    /// The members that take part, in message order, or in that of the rule where it lists them.
    fn members<'m>(
        self,
        message: Node<'m>,
        recorder: &mut impl Recorder,
    ) -> Result<Members<'m>, CanonicalError>
    where
        'w: 'm,
    {
        let object = match &self.rule.over {
            Over::Member(path) => places::node(message, &[], path)
                .filter(|node| node.kind() == NodeKind::Object)
                .ok_or_else(|| CanonicalError::NoMember { member: path.dotted() })?,
            Over::Message | Over::Body => message,
        };
        let mut members = Members::new();
        let signature = self.signature_name();
        if let Order::Fixed(names) = &self.rule.order {
            for name in names.iter() {
                if let Some(value) = self.value(name, signature, object.member(name), recorder)? {
                    members.push(Member { name, value });
                }
            }
            for stranger in object.members().filter(|member| !names.contains(member.name())) {
                let name = stranger.name();
                recorder.left_out(name, self.exclusion(name, signature).unwrap_or(Why::NotListed));
            }
        } else {
            for member in object.members() {
                if let Some(value) = self.value(member.name(), signature, Some(member), recorder)? {
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
        signature: Option<&str>,
        member: Option<Node<'m>>,
        recorder: &mut impl Recorder,
    ) -> Result<Option<Cow<'m, str>>, CanonicalError> {
        let skip = self.rule.skip;
        let why = match (self.exclusion(name, signature), member.filter(|node| !node.is_null())) {
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
    fn exclusion(self, name: &str, signature: Option<&str>) -> Option<Why> {
        if signature == Some(name) {
            Some(Why::Signature)
        } else if self.rule.exclude.contains(name) {
            Some(Why::Excluded)
        } else {
            None
        }
    }

    /// The member of the object that is signed which is the signature itself.
    fn signature_name(self) -> Option<&'w str> {
        let Placement::Field(place) = &self.rule.placement else { return None };
        let object_length = match &self.rule.over {
            Over::Member(object) if place.starts_with(object) => object.len(),
            Over::Member(_) | Over::Body => return None,
            Over::Message => 0,
        };
        place.get(object_length).filter(|_| place.len() == object_length + 1)
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

    /// Writes the pieces in the order of the members, and again in their own where that is another.
    fn by_piece(
        self,
        members: &[Member<'_>],
        compare: impl Fn(&str, &str) -> Ordering,
        out: &mut String,
        recorder: &mut impl Recorder,
    ) -> Result<(), CanonicalError> {
        let start = out.len();
        let mut pieces = SmallVec::<[_; 16]>::new();
        for (index, member) in members.iter().enumerate() {
            if index > 0 {
                out.push_str(&self.rule.joint);
            }
            let start = out.len();
            self.fill(&self.rule.piece, Some(member), out)?;
            pieces.push((Span { start, end: out.len() }, member));
        }
        let order = |text: &str, a: Span, b: Span| compare(a.of(text), b.of(text));
        if !pieces.is_sorted_by(|(a, _), (b, _)| order(out, *a, *b).is_le()) {
            // The key may be part of a piece, though of none in any rule that we know.
            let unsorted = Zeroizing::new(out.clone());
            pieces.sort_by(|(a, _), (b, _)| order(&unsorted, *a, *b));
            out.truncate(start);
            for (index, (piece, _)) in pieces.iter_mut().enumerate() {
                if index > 0 {
                    out.push_str(&self.rule.joint);
                }
                *piece = Span::push(out, piece.of(&unsorted));
            }
            wipe(unsorted);
        }
        for (piece, member) in pieces {
            recorder.taken(member, piece.of(out));
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
