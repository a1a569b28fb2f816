//! Names for Rust and for specifications, made from what documents say.

use std::collections::{HashMap, HashSet};

use crate::check::{camel_case, is_identifier, snake_case};

/// The names that are taken in one place.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: HashSet<String>,
    /// The number with which the search for another form of a name begins.
    next: HashMap<String, usize>,
}

impl Names {
    /// With some that are taken already.
    pub(super) fn with(taken: &[&str]) -> Self {
        Self { taken: taken.iter().map(|name| (*name).to_owned()).collect(), ..Self::default() }
    }

    /// Takes a name, or the first of `name_2`, `name_3` and so on that nobody has.
    pub(super) fn claim(&mut self, wanted: &str) -> String {
        self.claim_as(wanted, str::to_owned, "_")
    }

    /// As [`claim`](Self::claim), for names of which nobody may have the form that `of` makes of them.
    pub(super) fn claim_as(&mut self, wanted: &str, of: impl Fn(&str) -> String, joint: &str) -> String {
        if self.taken.insert(of(wanted)) {
            return wanted.to_owned();
        }
        let mut number = self.next.get(wanted).copied().unwrap_or(2);
        loop {
            let name = format!("{wanted}{joint}{number}");
            number += 1;
            if self.taken.insert(of(&name)) {
                self.next.insert(wanted.to_owned(), number);
                return name;
            }
        }
    }

    /// Takes a name where nobody has it.
    pub(super) fn try_claim(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_owned())
    }
}

/// A name as specifications have them, in `snake_case`; `None` where nothing of a text can be one.
pub(super) fn snake(text: &str) -> Option<String> {
    let plain: String =
        text.chars().map(|character| if character.is_ascii() { character } else { ' ' }).collect();
    let name = snake_case(&plain);
    let fits = name.starts_with(|first: char| first.is_ascii_lowercase()) && is_identifier(&name);
    (fits && name.len() <= 60).then_some(name)
}

/// Whether a code is a word that people can read, such as `SUCCESS` or `WX_LITE`, and not initials, such as `WXZF`.
pub(super) fn is_word(code: &str) -> bool {
    let vowels = code.bytes().filter(|byte| b"aeiouAEIOU".contains(byte)).count();
    code.contains(['_', '-']) || (code.len() > 3 && vowels * 5 >= code.len())
}

/// A variant in `UpperCamelCase`, from a code that begins with a letter.
pub(super) fn variant(code: &str) -> Option<String> {
    let is_word = code.len() > 1
        && code.starts_with(|first: char| first.is_ascii_alphabetic())
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-. ".contains(&byte));
    let name = camel_case(code);
    (is_word && is_variant(&name)).then_some(name)
}

/// A variant from a code that says nothing: `Code0`, `CodeMinus1`.
pub(super) fn numbered_variant(code: &str, index: usize) -> String {
    let sign = if code.starts_with('-') { "Minus" } else { "" };
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    let name = camel_case(&format!("Code{sign}{plain}"));
    let numbered = format!("Code{}", index + 1);
    if !plain.is_empty() && is_variant(&name) { name } else { numbered }
}

fn is_variant(name: &str) -> bool {
    camel_case(name) == name && name != "Other" && is_identifier(name)
}
