//! What a request may not be.

use std::fmt;

/// Everything that is wrong with a request. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violations(pub(crate) Vec<Violation>);

impl Violations {
    /// The violations in the order of the table.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{violation}")?;
        }
        Ok(())
    }
}

/// One rule that a request breaks. It never holds the value that breaks it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The field, by its path: `orders.0.number`.
    pub field: String,
    /// The rule.
    pub rule: Rule,
    /// What the rule allows, where that is a number.
    pub limit: Option<u32>,
    /// What was found, where that is a number.
    pub found: Option<u64>,
}

/// A rule about the fields of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// It is required, or its conditions hold, and it was not given.
    Missing,
    /// It was given although its conditions do not hold.
    OutOfPlace,
    /// It has more characters than the document allows.
    TooManyCharacters,
    /// It has more bytes of UTF-8 than the document allows.
    TooManyBytes,
    /// None of these fields was given.
    NoneOfGroup {
        /// The fields, the preferred one first.
        members: Vec<String>,
    },
    /// More than one of these fields was given.
    SeveralOfGroup {
        /// The fields, the preferred one first.
        members: Vec<String>,
    },
    /// One of its texts contains the text that joins them on the wire.
    ContainsJoint {
        /// The joint.
        joint: String,
    },
    /// One of its texts is empty.
    EmptyElement,
    /// The value is not of the kind that the table gives the field.
    NotA {
        /// The kind, as it stands in specifications.
        kind: &'static str,
    },
    /// It contains a character that the encoding cannot carry.
    NotRepresentable,
    /// The table has no such field, or fills it itself.
    NotAField,
}

impl Violation {
    pub(crate) fn new(field: String, rule: Rule) -> Self {
        Self { field, rule, limit: None, found: None }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = &self.field;
        let (limit, found) = (self.limit.unwrap_or_default(), self.found.unwrap_or_default());
        match &self.rule {
            Rule::Missing => write!(f, "`{field}` is missing"),
            Rule::OutOfPlace => write!(f, "`{field}` has no place beside the other values"),
            Rule::TooManyCharacters => write!(f, "`{field}` has {found} characters, {limit} are allowed"),
            Rule::TooManyBytes => write!(f, "`{field}` has {found} bytes, {limit} are allowed"),
            Rule::NoneOfGroup { members } => write!(f, "one of {} is missing", Listed(members)),
            Rule::SeveralOfGroup { members } => write!(f, "only one of {} may be given", Listed(members)),
            Rule::ContainsJoint { joint } => {
                write!(f, "a text of `{field}` contains \"{joint}\", which separates them")
            }
            Rule::EmptyElement => write!(f, "a text of `{field}` is empty"),
            Rule::NotA { kind } => write!(f, "`{field}` is no {kind} as the document writes it"),
            Rule::NotRepresentable => {
                write!(f, "`{field}` contains a character that the encoding cannot carry")
            }
            Rule::NotAField => write!(f, "`{field}` is no field that a caller gives"),
        }
    }
}

/// Names in words: `a`, `b`.
struct Listed<'a>(&'a [String]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, name) in self.0.iter().enumerate() {
            write!(f, "{}`{name}`", if index > 0 { ", " } else { "" })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_violations_are_said_in_one_line() {
        let violations = Violations(vec![
            Violation::new("a".into(), Rule::Missing),
            Violation { limit: Some(3), found: Some(4), ..Violation::new("b".into(), Rule::TooManyBytes) },
            Violation::new(String::new(), Rule::NoneOfGroup { members: vec!["c".into(), "d".into()] }),
        ]);
        assert_eq!(
            violations.to_string(),
            "`a` is missing; `b` has 4 bytes, 3 are allowed; one of `c`, `d` is missing"
        );
    }
}
