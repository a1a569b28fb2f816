//! Names: from the wire to Rust, each claimed in its scope.

use std::collections::HashMap;

use crate::diagnostic::Rule;
use crate::source::Place;
use crate::spec::read::Reporter;

/// What Rust's prelude and every generated module call by these names; a type of the same name would hide them.
const RESERVED_TYPES: &[&str] = &[
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "Fn",
    "From",
    "Into",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "Result",
    "Self",
    "Send",
    "Some",
    "String",
    "Sync",
    "ToString",
    "Vec",
];

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
    claimed: HashMap<String, Option<Place>>,
}

impl Scope {
    /// A scope in which nothing is taken. `what` is what the names in it are, for messages.
    pub(crate) fn new(what: &'static str) -> Self {
        Self { what, claimed: HashMap::new() }
    }

    /// A scope for the fields of a generated struct, which has some of its own.
    pub(crate) fn fields(own: &[&str]) -> Self {
        Self { what: "field", claimed: own.iter().map(|name| ((*name).to_owned(), None)).collect() }
    }

    /// A scope for types, in which the names of Rust itself are taken.
    pub(crate) fn types(own: &[&str]) -> Self {
        let mut scope = Self::new("type");
        for name in RESERVED_TYPES.iter().chain(own) {
            scope.claimed.insert((*name).to_owned(), None);
        }
        scope
    }

    /// Takes a name, or reports why it cannot be had.
    pub(crate) fn claim(&mut self, name: &str, place: &Place, reporter: &mut Reporter<'_>) {
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
            reporter.key(Rule::BadName, place, format!("this cannot be the name of a {what}: {why}")).help =
                Some("give another with `name:`".to_owned());
            return;
        }
        match self.claimed.get(name) {
            None => {
                self.claimed.insert(name.to_owned(), Some(place.clone()));
            }
            Some(None) => {
                let message = format!("the {what} `{name}` would hide a name that generated code needs");
                reporter.key(Rule::NameClash, place, message).help = Some("give another name".to_owned());
            }
            Some(Some(first)) => {
                let span = reporter.span(first);
                let message = format!("two things would be the {what} `{name}` in Rust");
                let diagnostic = reporter.key(Rule::NameClash, place, message);
                diagnostic.also.push((span, "the other one".to_owned()));
                diagnostic.help = Some("give one of them another name".to_owned());
            }
        }
    }
}

/// Whether Rust takes a word as an identifier.
fn is_identifier(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok() && name != "_"
}

/// Reports a name that is not in the form in which names are written in specifications.
pub(crate) fn require_snake_case(name: &str, place: &Place, reporter: &mut Reporter<'_>) {
    if name.is_empty() || snake_case(name) != name || !name.is_ascii() {
        reporter
            .key(Rule::BadName, place, format!("`{name}` must be in lower case, with `_` between words"))
            .help = Some(format!("write `{}`", snake_case(name)));
    }
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
