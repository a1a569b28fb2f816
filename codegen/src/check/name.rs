//! Names: from the wire to Rust, each claimed in its scope.

use std::collections::HashMap;
use std::ops::Range;

use crate::diagnostic::Rule;
use crate::reporter::{At, Reporter};

/// What Rust's prelude and every generated module call by these names; a type of the same name would hide them.
const RESERVED_TYPES: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Words that Rust 2024 keeps for itself and that syn, which knows older editions too, takes as names.
const NEW_KEYWORDS: &[&str] = &["gen"];

/// Splits a name into words at `_`, `-`, `.`, blanks and where the case changes.
fn words(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = vec![String::new()];
    for (at, &character) in characters.iter().enumerate() {
        if !character.is_alphanumeric() {
            words.push(String::new());
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| characters.get(at));
        let after = characters.get(at + 1);
        let starts_word = character.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase()
                    || before.is_numeric()
                    || (before.is_uppercase() && after.is_some_and(|after| after.is_lowercase()))
            });
        if starts_word {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(character);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// `payOrderId` → `pay_order_id`.
pub(crate) fn snake_case(name: &str) -> String {
    words(name).iter().map(|word| word.to_lowercase()).collect::<Vec<_>>().join("_")
}

/// `order_status` → `OrderStatus`.
pub(crate) fn camel_case(name: &str) -> String {
    words(name)
        .iter()
        .map(|word| {
            let mut characters = word.chars();
            characters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(characters.flat_map(char::to_lowercase)).collect()
            })
        })
        .collect()
}

/// The names that are taken in one place of the generated code.
#[derive(Debug)]
pub(crate) struct Scope {
    what: &'static str,
    /// What is taken, and by what in the file; the generated code itself takes some.
    claimed: HashMap<String, Option<Range<usize>>>,
}

impl Scope {
    /// An empty scope of things that people call by this word.
    pub(crate) fn new(what: &'static str) -> Self {
        Self::with(what, &[])
    }

    /// A scope in which the generated code has names of its own.
    pub(crate) fn with(what: &'static str, own: &[&str]) -> Self {
        Self { what, claimed: own.iter().map(|name| ((*name).to_owned(), None)).collect() }
    }

    /// A scope for types, in which the names of Rust itself are taken.
    pub(crate) fn types(own: &[&str]) -> Self {
        Self::with("type", &[RESERVED_TYPES, own].concat())
    }

    /// Takes a name, or reports why it cannot be had.
    pub(crate) fn claim(&mut self, name: &str, at: At<'_>, reporter: &mut Reporter<'_>) {
        let what = self.what;
        if !is_identifier(name) {
            let why = match name.chars().next() {
                None => "nothing is left of it in Rust's spelling".to_owned(),
                Some(first) if first.is_numeric() => format!("`{name}` begins with a digit"),
                Some(_) if name.chars().all(|character| character.is_alphanumeric() || character == '_') => {
                    format!("`{name}` is a keyword of Rust")
                }
                Some(_) => format!("`{name}` has characters that Rust does not take"),
            };
            let message = format!("this cannot be the name of a {what}: {why}");
            reporter.word(Rule::BadName, at, "", message).help = Some(self.remedy());
            return;
        }
        match self.claimed.get(name) {
            None => {
                self.claimed.insert(name.to_owned(), Some(reporter.span_of(at)));
            }
            Some(None) => {
                let message = format!("the generated code has a {what} `{name}` of its own");
                reporter.word(Rule::NameClash, at, "", message).help = Some(self.remedy());
            }
            Some(Some(first)) => {
                let message = format!("two things would be the {what} `{name}` in Rust");
                let diagnostic = reporter.word(Rule::NameClash, at, "", message);
                diagnostic.also.push((first.clone(), "the other one".to_owned()));
                diagnostic.help = Some(self.remedy());
            }
        }
    }

    fn remedy(&self) -> String {
        match self.what {
            "field" => "the wire's name stays; give the field another in Rust with `name:`".to_owned(),
            _ => "give another name".to_owned(),
        }
    }
}

/// Whether Rust takes a word as an identifier.
pub(crate) fn is_identifier(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok() && name != "_" && !NEW_KEYWORDS.contains(&name)
}

/// Whether a name is in the form in which names are written in specifications, or a report that it is not.
pub(crate) fn require_snake_case(name: &str, at: At<'_>, reporter: &mut Reporter<'_>) -> bool {
    let wanted = snake_case(name);
    if name.is_ascii() && !name.is_empty() && wanted == name {
        return true;
    }
    let message = format!("`{name}` must be in lower case, with `_` between words");
    reporter.word(Rule::BadName, at, "", message).help = if wanted.is_ascii() && !wanted.is_empty() {
        Some(format!("write `{wanted}`"))
    } else {
        Some("such names are of the letters a to z, digits and `_`".to_owned())
    };
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_names_become_snake_case() {
        for (wire, rust) in [
            ("payOrderId", "pay_order_id"),
            ("third_order_id", "third_order_id"),
            ("acqSpId", "acq_sp_id"),
            ("clientIP", "client_ip"),
            ("HTTPServer", "http_server"),
            ("X-Sign", "x_sign"),
            ("amount2Pay", "amount2_pay"),
        ] {
            assert_eq!(snake_case(wire), rust);
        }
    }

    #[test]
    fn names_of_types_are_camel_case() {
        assert_eq!(camel_case("order_status"), "OrderStatus");
        assert_eq!(camel_case("payOrderId"), "PayOrderId");
    }
}
