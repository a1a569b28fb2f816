//! How a canonical string comes about, told to people.

use payspec_table::{Field, Over, Part, Signing};

use super::{CanonicalError, Member, Recorder, Secrets, Writer};
use crate::{Credentials, Node, places};

/// Tells how the canonical string of a message comes about.
///
/// The key, credentials that are secret, and the values of fields that are secret or hold a secret, are shown as `***`.
///
/// # Errors
/// As [`string`](super::string).
pub fn explain(
    rule: &Signing,
    message: Node<'_>,
    body: &str,
    credentials: &Credentials,
    fields: &[Field],
) -> Result<Explanation, CanonicalError> {
    let signed = match &rule.over {
        Over::Member(path) => {
            places::field(fields, path).map_or(&[][..], |field| places::inside(&field.kind))
        }
        Over::Message | Over::Body => fields,
    };
    let mut explanation = Explanation { fields_hidden: secret_names(signed), ..Explanation::default() };
    let writer = Writer { rule, key: MASK, credentials, secrets: Secrets::Masked };
    writer.write(message, body, &mut explanation)?;
    let template = |parts: &[Part]| {
        let mut text = String::new();
        writer.fill(parts, None, &mut text).map(|()| text)
    };
    explanation.prefix = template(&rule.prefix)?;
    explanation.suffix = template(&rule.suffix)?;
    explanation.joint = rule.joint.to_string();
    Ok(explanation)
}

/// What a secret is shown as.
pub(super) const MASK: &str = "***";

/// How a canonical string comes about, to be shown to people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The members that take part, in order, each with its piece.
    pub taken: Vec<(String, String)>,
    /// The members that do not, each with the reason.
    pub left_out: Vec<(String, Why)>,
    /// What stands before the pieces, the key masked.
    pub prefix: String,
    /// What stands between two pieces.
    pub joint: String,
    /// What stands after the pieces, the key masked.
    pub suffix: String,
    fields_hidden: Vec<String>,
}

impl Explanation {
    /// The whole string with its secrets masked; for a rule over the body, without the body.
    #[must_use]
    pub fn masked(&self) -> String {
        let mut masked = self.prefix.clone();
        for (index, (_, piece)) in self.taken.iter().enumerate() {
            if index > 0 {
                masked.push_str(&self.joint);
            }
            masked.push_str(piece);
        }
        masked.push_str(&self.suffix);
        masked
    }
}

/// Why a member does not take part in a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Why {
    /// It holds the signature.
    Signature,
    /// The rule excludes its name.
    Excluded,
    /// The rule names the members that take part, and it is not among them.
    NotListed,
    /// It is null, or not there.
    Null,
    /// Its text is empty.
    Empty,
    /// Its text is white space.
    Blank,
}

impl Recorder for Explanation {
    fn taken(&mut self, member: &Member<'_>, piece: &str) {
        let hidden = !member.value.is_empty() && self.fields_hidden.iter().any(|name| name == member.name);
        let shown = if hidden { piece.replace(&*member.value, MASK) } else { piece.to_owned() };
        self.taken.push((member.name.to_owned(), shown));
    }

    fn left_out(&mut self, name: &str, why: Why) {
        self.left_out.push((name.to_owned(), why));
    }
}

fn secret_names(fields: &[Field]) -> Vec<String> {
    fields.iter().filter(|field| holds_secret(field)).map(|field| field.name.to_string()).collect()
}

fn holds_secret(field: &Field) -> bool {
    field.secret || places::inside(&field.kind).iter().any(holds_secret)
}
